# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One listening socket on loopback with the threads that serve it."""

from __future__ import annotations

import sys
import threading
from typing import Any, Callable, Optional

from cheroot import wsgi
from cheroot.server import HTTPConnection
from cheroot.ssl.builtin import BuiltinSSLAdapter

from .app import CHEROOT_REQUEST


class _Gateway(wsgi.Gateway_10):
    """Gives the application access to the connection, so that faults can break it."""

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), CHEROOT_REQUEST: self.req}


class Listener:
    """Serves a WSGI application from start() until stop(). Port 0 is any free port."""

    def __init__(
        self,
        app: Callable[..., Any],
        port: int,
        threads: int,
        ssl_adapter: Optional[BuiltinSSLAdapter] = None,
        connection: type[HTTPConnection] = HTTPConnection,
    ) -> None:
        server = wsgi.Server(
            ("127.0.0.1", port), app, numthreads=threads, request_queue_size=128, timeout=60, shutdown_timeout=1
        )
        server.gateway = _Gateway
        server.ConnectionClass = connection
        server.keep_alive_conn_limit = None
        server.expiration_interval = 0.05  # seconds, which stop() may take
        server.error_log = _error_log
        server.ssl_adapter = ssl_adapter
        self._server = server
        self._ready = threading.Event()
        self._failures: list[OSError] = []
        # A daemon, as are the threads that it starts, so that a test ends that does not stop the simulator.
        self._thread = threading.Thread(target=self._serve, name="simulator", daemon=True)

    @property
    def port(self) -> int:
        return self._server.bind_addr[1]

    def start(self) -> None:
        """Return once the socket listens. Raises OSError if it cannot."""
        self._thread.start()
        self._ready.wait()
        if self._failures:
            raise self._failures[0]

    def stop(self) -> None:
        self._server.stop()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        try:
            self._server.prepare()
        except OSError as error:
            self._failures.append(error)
            return
        finally:
            self._ready.set()
        self._server.serve()


def _error_log(message: str = "", level: int = 20, traceback: bool = False) -> None:
    """Print errors only: broken connections are normal here."""
    if level >= 40:
        sys.stderr.write(f"simulator: {message}\n")
        if traceback:
            sys.excepthook(*sys.exc_info())
