# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the URL of a GoldenGate service from the options: pure. Private to longops.oracle.

URL forms: Oracle GoldenGate REST API, "Send Requests", and the reverse proxy in "Securing the Oracle GoldenGate Environment".
"""

from __future__ import annotations

import re
from typing import NamedTuple, Optional
from urllib.parse import quote, urlsplit

from .._core.errors import UsageError
from .._text.sanitize import did_you_mean, is_host_and_port, is_unicode, quoted

#: The services' part of a path behind a reverse proxy, and other names of them.
SERVICES = {
    "adminsrvr": ("administration", "administration service", "administration server"),
    "distsrvr": ("distribution", "distribution service", "distribution server"),
    "recvsrvr": ("receiver", "receiver service", "receiver server"),
    "pmsrvr": ("performance metrics", "performance metrics service", "performance metrics server"),
    "ServiceManager": ("service manager",),
}
ADMINISTRATION = "adminsrvr"
SERVICE_MANAGER = "ServiceManager"
_VERSION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
#: Most characters of a name. Those that would end a part of a path, or that proxies decode or resolve, are in none.
LONGEST_NAME = 255
_UNSAFE = re.compile(r"[/\\?#%]")


class Location(NamedTuple):
    """One GoldenGate service. base is the URL that ends in its version, without a slash; label names it in messages.

    hint says which service may be meant, where the name is none of the usual ones but like one; it is empty otherwise.
    """

    base: str
    label: str
    hint: str = ""

    def request(self, request_id: str) -> str:
        return f"{self.base}/requests/{request_id}"


def locate(url: str, deployment: Optional[str], service: Optional[str], version: str) -> Location:
    """The service at one of the documented URL forms.

    url alone is a service on its own port, or the only deployment behind a proxy; with deployment it is one of several
    behind a reverse proxy, where the service defaults to the Administration Service. Raises UsageError.
    """
    root = _root(url)
    if not _VERSION.fullmatch(version):
        raise UsageError(f"version is a name of letters, digits, dots, hyphens and underscores, not {quoted(version)}.")
    part = _service(service) if service else None
    if deployment:
        _check("deployment", deployment)
    if part == SERVICE_MANAGER or not deployment:
        parts = [part] if part else []
    else:
        parts = [deployment, part or ADMINISTRATION]
    path = "/".join(["services", *(quote(each, safe="") for each in parts), version])
    return Location(f"{root}/{path}", "/".join(parts) or urlsplit(root).netloc, _hint(part))


def _service(given: str) -> str:
    """The part of the path for a service: that of Oracle's, under any name of it, or the name that an administrator chose."""
    wanted = re.sub(r"[\s_-]+", " ", given.strip().lower())
    for part, names in SERVICES.items():
        if wanted == part.lower() or wanted in names:
            return part
    _check("service", given)
    return given


def _check(option: str, name: str) -> None:
    """Raises UsageError for a name that is not one part of a path."""
    if name.strip() != name or not name.strip("."):
        wrong = "only dots, or blanks at its ends"
    elif not is_unicode(name) or not name.isprintable():
        wrong = "a character that cannot be printed"
    elif _UNSAFE.search(name):
        wrong = "one of / \\ ? # %"
    elif len(name) > LONGEST_NAME:
        wrong = f"more than {LONGEST_NAME} characters"
    else:
        return
    raise UsageError(
        f"{option} is the name in the path of the URL, as it is and not encoded: {quoted(name)} has {wrong}."
    )


def _hint(part: Optional[str]) -> str:
    if part is None or part in SERVICES:
        return ""
    from difflib import get_close_matches  # here, because only an unusual name needs it

    like = get_close_matches(part.lower(), list(map(str.lower, SERVICES)), 1, 0.8)
    return did_you_mean([name for name in SERVICES if name.lower() in like]).strip()


def _root(url: str) -> str:
    shown = ascii(url.rpartition("@")[2][:120])
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        valid = parts.scheme in ("http", "https") and is_host_and_port(host) and parts.port != 0
    except ValueError:
        raise UsageError(f"url must be the address of GoldenGate, such as https://host:9012, not {shown}.") from None
    if "@" in url:  # also where a password has a slash in it, and ends the host for a program
        raise UsageError("url must hold no credentials, which would be logged: use username and password, or token.")
    if not valid or not url.isascii() or not url.isprintable() or re.search(r"[ \\]|[.][.]", url):
        raise UsageError(f"url must be the address of GoldenGate, such as https://host:9012, not {shown}.")
    if "?" in url or "#" in url:
        raise UsageError(f"url must have no query and no fragment: {shown}.")
    if re.search(r"/services(/|$)", parts.path):
        raise UsageError(
            "url must end before /services: the rest is built from deployment, service and version. Give"
            f" {url.partition('/services')[0]}."
        )
    return url.rstrip("/")
