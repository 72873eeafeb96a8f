# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a GoldenGate service keeps its requests, and which request a call started: pure. Private to longops.oracle.

URL forms: Oracle GoldenGate REST API, "Send Requests". Behind a proxy the links in a body can be mangled, so only the id
is taken from them, and the URL is built from the options.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Optional
from urllib.parse import quote, urlsplit

from ansible_collections.longops.oracle.plugins.module_utils._errors import UsageError

#: What people call the services, and their part of a path behind a reverse proxy.
SERVICES = {
    "adminsrvr": "adminsrvr",
    "administration": "adminsrvr",
    "administration service": "adminsrvr",
    "distsrvr": "distsrvr",
    "distribution": "distsrvr",
    "distribution service": "distsrvr",
    "recvsrvr": "recvsrvr",
    "receiver": "recvsrvr",
    "receiver service": "recvsrvr",
    "pmsrvr": "pmsrvr",
    "performance metrics": "pmsrvr",
    "performance metrics service": "pmsrvr",
    "servicemanager": "ServiceManager",
    "service manager": "ServiceManager",
}
SERVICE_MANAGER = "ServiceManager"
_LINK = re.compile(r"/requests/([0-9]{1,20})(?:/result)?/?$")
_NAME = re.compile(r"^[A-Za-z0-9_.-]{1,64}$")
DEPTH = 6


class Location(NamedTuple):
    """One GoldenGate service. base is the URL that ends in its version, without a slash; label names it for a person."""

    base: str
    label: str

    def request(self, request_id: str) -> str:
        return "%s/requests/%s" % (self.base, request_id)


class Started(NamedTuple):
    """What a registered call has started: a request, or nothing, because it was over when it answered (id is None)."""

    id: Optional[str]
    http_status: Optional[int] = None
    url: Optional[str] = None


def locate(url: str, deployment: Optional[str], service: Optional[str], version: str) -> Location:
    """The service at one of the documented URL forms.

    url alone is a service on its own port, or the only deployment behind a proxy; with deployment it is one of several
    behind a reverse proxy, where the service defaults to the Administration Service. Raises UsageError.
    """
    root = _root(url)
    for option, value in (("deployment", deployment), ("version", version)):
        if value is not None and not (_NAME.match(value) and ".." not in value):
            raise UsageError("%s is a name of letters, digits, dots, hyphens and underscores, not %r." % (option, value[:80]))
    part = None
    if service:
        part = SERVICES.get(re.sub(r"[\s_-]+", " ", service.strip().lower())) or SERVICES.get(service.strip().lower())
        if part is None:
            raise UsageError(
                "service must be one of adminsrvr, distsrvr, recvsrvr, pmsrvr and ServiceManager, not %r." % service[:80]
            )
    if part == SERVICE_MANAGER or deployment is None:
        parts = [part] if part else []
    else:
        parts = [deployment, part or "adminsrvr"]
    path = "/".join(["services"] + [quote(name, safe="") for name in parts] + [version])
    return Location("%s/%s" % (root, path), "/".join(parts) or urlsplit(root).netloc)


def _root(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
        parts = urlsplit("")
    shown = url.rpartition("@")[2][:120]
    if not sound or not url.isascii() or not url.isprintable() or " " in url or ".." in parts.path:
        raise UsageError("url must be the address of GoldenGate, such as https://host:9012, not %r." % shown)
    if "@" in parts.netloc:
        raise UsageError("url must hold no credentials, which end up in logs: use username and password, or token.")
    if parts.query or parts.fragment:
        raise UsageError("url must have no query and no fragment: %r." % shown)
    if re.search(r"/services(/|$)", parts.path):
        raise UsageError(
            "url must end before /services: the rest is built from deployment, service and version. Give %s://%s."
            % (parts.scheme, parts.netloc)
        )
    return url.rstrip("/")


def find(given: Any) -> list[Started]:
    """The requests in a number, a string, a link, a list of these, or registered results of ansible.builtin.uri.

    In order, each id once. A result that was answered with 200 or 201 and names no request was over when it answered.
    Raises UsageError: nothing that can be an id, a 202 without an id, or with two different ones.
    """
    found: list[Started] = []
    _collect(given, found, DEPTH)
    unique: dict[Any, Started] = {}
    for position, started in enumerate(found):
        unique.setdefault(started.id or position, started)
    return list(unique.values())


def _collect(given: Any, found: list[Started], depth: int) -> None:
    if given is None or depth == 0:
        return
    if isinstance(given, bool) or not isinstance(given, (int, str, list, tuple, dict)):
        raise UsageError("request_id must be a number, a link, a list of these or a registered result, not %r." % (given,))
    if isinstance(given, (list, tuple)):
        for entry in given:
            _collect(entry, found, depth - 1)
    elif isinstance(given, dict):
        if isinstance(given.get("results"), list):  # of a loop
            _collect(given["results"], found, depth - 1)
        elif "request_id" in given:
            _collect(given["request_id"], found, depth - 1)
        elif isinstance(given.get("requests"), list):  # of this collection
            _collect([entry.get("id") for entry in given["requests"] if isinstance(entry, dict)], found, depth - 1)
        elif not given.get("skipped"):
            found.append(_started(given))
    else:
        found.append(Started(_id(str(given))))


def _id(text: str) -> str:
    text = text.strip(" ")
    match = _LINK.search(urlsplit(text).path) if "/" in text else re.match(r"^([0-9]{1,20})$", text)
    if not match:
        raise UsageError(
            "%r is not the id of a GoldenGate request: an id is a whole number, or the end of a link .../requests/NUMBER."
            % text[:80]
        )
    return match.group(1)


def _started(result: dict[str, Any]) -> Started:
    """What a call has started, by its Location header, the links of its body, and the request in its body."""
    status = result.get("status")
    url = result.get("url") if isinstance(result.get("url"), str) else None
    body = result.get("json") if isinstance(result.get("json"), dict) else {}
    response = body.get("response") if isinstance(body.get("response"), dict) else {}
    nested = response.get("links") if response.get("$schema") == "ogg:request" else None
    links = [result.get("location")] + _hrefs(body.get("links")) + _hrefs(nested)
    ids = list(dict.fromkeys(match.group(1) for match in map(_matched, links) if match))
    if len(ids) > 1:
        raise UsageError("The call%s named different requests, %s: give the right one." % (_of(url), " and ".join(ids)))
    if ids:
        return Started(ids[0], status, url)
    if status in (200, 201, 204):
        return Started(None, status, url)
    if status == 202:
        raise UsageError(
            "The call%s was answered 202 and names no request: neither the header Location nor a link of the body ends in"
            " /requests/NUMBER. Register the whole result of ansible.builtin.uri, with return_content if need be." % _of(url)
        )
    raise UsageError(
        "The registered result given as request_id%s is not that of a call that GoldenGate accepted: %s."
        % (
            _of(url),
            "it was answered %s" % status if status else "its keys are %s" % (", ".join(sorted(map(str, result))[:12]) or "none"),
        )
    )


def _of(url: Optional[str]) -> str:
    return " to %s" % urlsplit(url).path if url else ""


def _matched(link: Any) -> Any:
    return _LINK.search(urlsplit(link).path) if isinstance(link, str) else None


def _hrefs(links: Any) -> list[Any]:
    return [link.get("href") for link in links if isinstance(link, dict)] if isinstance(links, list) else []
