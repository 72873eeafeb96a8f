# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the URL of a GoldenGate service from the options: pure. Private to longops.oracle.

URL forms: Oracle GoldenGate REST API, "Send Requests", and the reverse proxy in "Securing the Oracle GoldenGate Environment".
"""

from __future__ import annotations

import re
from typing import NamedTuple, Optional
from urllib.parse import urlsplit

from .._core.errors import UsageError

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
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


class Location(NamedTuple):
    """One GoldenGate service. base is the URL that ends in its version, without a slash; label names it in messages."""

    base: str
    label: str

    def request(self, request_id: str) -> str:
        return f"{self.base}/requests/{request_id}"


def locate(url: str, deployment: Optional[str], service: Optional[str], version: str) -> Location:
    """The service at one of the documented URL forms.

    url alone is a service on its own port, or the only deployment behind a proxy; with deployment it is one of several
    behind a reverse proxy, where the service defaults to the Administration Service. Raises UsageError.
    """
    root = _root(url)
    for option, value in (("deployment", deployment or None), ("version", version)):
        if value is not None and not _NAME.fullmatch(value):
            raise UsageError(
                f"{option} is a name of letters, digits, dots, hyphens and underscores, not {value[:80]!a}."
            )
    part = _service(service) if service else None
    if part == SERVICE_MANAGER or not deployment:
        parts = [part] if part else []
    else:
        parts = [deployment, part or ADMINISTRATION]
    path = "/".join(["services", *parts, version])
    return Location(f"{root}/{path}", "/".join(parts) or urlsplit(root).netloc)


def _service(given: str) -> str:
    wanted = re.sub(r"[\s_-]+", " ", given.strip().lower())
    for part, names in SERVICES.items():
        if wanted == part.lower() or wanted in names:
            return part
    raise UsageError(f"service must be one of {', '.join(SERVICES)}, not {given[:80]!a}.")


def _root(url: str) -> str:
    shown = ascii(url.rpartition("@")[2][:120])
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        raise UsageError(f"url must be the address of GoldenGate, such as https://host:9012, not {shown}.") from None
    if "@" in parts.netloc:
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
