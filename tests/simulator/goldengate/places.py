# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The URL forms of GoldenGate's services: pure functions of a path."""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Sequence

ADMINISTRATION = "adminsrvr"
SERVICES = (ADMINISTRATION, "distsrvr", "recvsrvr", "pmsrvr")
SERVICE_MANAGER = "ServiceManager"
FORMS = ("direct", "proxy", "single")
#: Replaces a port of its own: /direct/Local/distsrvr in the simulator is https://host:9013 in GoldenGate.
DIRECT = re.compile(r"^/direct/(?P<service>ServiceManager|[^/]+/[^/]+)(?=/services(/|$))")
VERSION = re.compile(r"^v[0-9.]+$")


class Place(NamedTuple):
    """The service and the rest of a path."""

    service: Optional[str]  # Local/adminsrvr, or ServiceManager; None: no such service
    base: str  # the beginning of the path, up to the version
    rest: str  # from the version on, without slashes at its ends


def has(path: str) -> bool:
    """Whether a path is one of GoldenGate's."""
    return path == "/services" or path.startswith(("/services/", "/direct/"))


def find(path: str, deployments: Sequence[str], services: Sequence[str]) -> Place:
    """The place of a path, with its escapes resolved. A path without a deployment belongs to the first one."""
    own = DIRECT.match(path)
    prefix, path = (own.group(0), path[own.end() :]) if own else ("", path)
    parts = path.strip("/").split("/")[1:]
    named = []
    while parts and not VERSION.match(parts[0]) and len(named) < 2:
        named.append(parts.pop(0))
    base = "/".join([f"{prefix}/services", *named])
    service = _service(own.group("service").split("/") if own else named, deployments, services)
    return Place(None if own and named else service, base, "/".join(parts))


def _service(named: Sequence[str], deployments: Sequence[str], services: Sequence[str]) -> Optional[str]:
    if list(named) == [SERVICE_MANAGER]:
        return SERVICE_MANAGER
    deployment, service = {0: (deployments[0], ADMINISTRATION), 1: (deployments[0], *named)}.get(
        len(named), tuple(named)
    )
    return f"{deployment}/{service}" if deployment in deployments and service in services else None


def root(form: str, service: str, deployments: Sequence[str]) -> str:
    """The path of a service in this form, up to the version. service: Local/adminsrvr, or ServiceManager."""
    first = f"{deployments[0]}/{ADMINISTRATION}"
    if form == "proxy":
        return f"/services/{service}"
    if form == "direct":
        return "/services" if service == first else f"/direct/{service}/services"
    if form == "single" and service.startswith(f"{deployments[0]}/"):
        return f"/services/{service.split('/')[1]}"
    raise ValueError(f"{service} has no URL of form {form!r}; the forms are {', '.join(FORMS)}")
