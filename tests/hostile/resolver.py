# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leads names to the hostile servers of this process, and fails as a script says."""

from __future__ import annotations

import socket
from typing import Any, Callable, Optional, Protocol

#: Names below this domain are those of hostile servers.
DOMAIN = "hostile.test"


class Named(Protocol):
    """A server: its address, and what is called before its name is resolved. That may raise socket.gaierror."""

    address: str
    lookups: Optional[Callable[[], Any]]


SERVERS: dict[str, Named] = {}

_getaddrinfo = socket.getaddrinfo


def _resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or not name.endswith(DOMAIN):
        return _getaddrinfo(host, *args, **kwargs)
    server = SERVERS.get(name)
    if server is None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if server.lookups is not None:
        server.lookups()
    return _getaddrinfo(server.address, *args, **kwargs)


def install() -> None:
    """Resolve such names in this process from now on."""
    socket.getaddrinfo = _resolve  # type: ignore[assignment]
