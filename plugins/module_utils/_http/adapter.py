# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps HTTP connections that share what they trust, and of which exchanges know: a bundle of authorities is read once, not for each.

Private to longops.oracle.
"""

from __future__ import annotations

import ssl
import threading
from typing import Any, Mapping, Optional

from .exchange import TlsSocket, add_to_current

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
        self._pools = _pools()
        self._lock = threading.Lock()
        super().__init__(pool_connections=hosts, pool_maxsize=connections)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **more)
        if is_new and proxy.lower().startswith("http"):  # those of SOCKS have pools of their own
            manager.pool_classes_by_scheme = self._pools
        return manager

    def close(self) -> None:
        """Close all connections. urllib3 2 closes those of a pool only once nothing knows the pool, as an answer does that an error knows."""
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for key in list(manager.pools.keys()):
                pool = manager.pools.get(key)
                if pool is not None:
                    pool.close()
        super().close()

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Set what the pool of connections to a host trusts."""
        with self._lock:
            super().cert_verify(conn, url, verify, cert)
            file, folder = conn.ca_certs, conn.ca_cert_dir
            if file or folder:
                conn.conn_kw["ssl_context"] = self._context(file, folder)
                conn.ca_certs = conn.ca_cert_dir = None
            elif url.lower().startswith("https") and not verify:
                conn.conn_kw["ssl_context"] = self._context(None, None)

    def _context(self, file: Optional[str], folder: Optional[str]) -> Any:
        if (file, folder) not in self._contexts:
            make = requests.packages.urllib3.util.ssl_.create_urllib3_context  # type: ignore[attr-defined]
            context = make() if file or folder else make(cert_reqs=ssl.CERT_NONE)
            context.sslsocket_class = TlsSocket
            if file or folder:
                context.load_verify_locations(file, folder)
            self._contexts[file, folder] = context
        return self._contexts[file, folder]


def _pools() -> Mapping[str, Any]:
    """The pools of urllib3 by scheme, whose connections tell the exchange of their thread of their sockets."""
    urllib3 = requests.packages.urllib3  # type: ignore[attr-defined]
    return {
        "http": _told(urllib3.connectionpool.HTTPConnectionPool),
        "https": _told(urllib3.connectionpool.HTTPSConnectionPool),
    }


def _told(base: Any) -> Any:
    class Connection(base.ConnectionCls):
        def _new_conn(self) -> Any:
            opened = super()._new_conn()
            add_to_current(opened)
            return opened

    class Pool(base):
        ConnectionCls = Connection

        def _get_conn(self, timeout: Optional[float] = None) -> Any:
            connection = super()._get_conn(timeout)
            add_to_current(getattr(connection, "sock", None))  # of one that is kept from an earlier request
            return connection

    return Pool
