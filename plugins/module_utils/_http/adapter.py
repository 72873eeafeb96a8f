# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps HTTP connections that share what they trust: a bundle of authorities is read once, not for each connection.

Private to longops.oracle.
"""

from __future__ import annotations

import threading
from typing import Any, Optional

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]  # the transport reports it

_Base: Any = object if requests is None else requests.adapters.HTTPAdapter


class Adapter(_Base):
    """An adapter of the requests library with a pool of connections for each of this many hosts.

    urllib3 reads the bundle again for each connection, which takes 50 ms for the 150 authorities that are trusted by
    default: more than all other work for a connection.
    """

    def __init__(self, hosts: int, connections: int) -> None:
        self._contexts: dict[tuple[Optional[str], Optional[str]], Any] = {}
        self._lock = threading.Lock()
        super().__init__(pool_connections=hosts, pool_maxsize=connections)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Set what the pool of connections to a host trusts."""
        with self._lock:
            super().cert_verify(conn, url, verify, cert)
            file, folder = conn.ca_certs, conn.ca_cert_dir
            if file or folder:
                conn.conn_kw["ssl_context"] = self._context(file, folder)
                conn.ca_certs = conn.ca_cert_dir = None

    def _context(self, file: Optional[str], folder: Optional[str]) -> Any:
        if (file, folder) not in self._contexts:
            context = requests.packages.urllib3.util.ssl_.create_urllib3_context()  # type: ignore[attr-defined]
            context.load_verify_locations(file, folder)
            self._contexts[file, folder] = context
        return self._contexts[file, folder]
