# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that writes given bytes to whoever asks, whatever is asked."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Sequence

#: Seconds after which a connection on which nothing is asked is closed.
IDLE = 5.0


class Server:
    """Gives these answers one after the other, and the last one again and again. Use it as a context manager."""

    def __init__(self) -> None:
        self.requests = 0
        self._answers: Sequence[bytes] = (b"",)
        self._keeps_open = False
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    @property
    def url(self) -> str:
        return "http://127.0.0.1:%d" % self._listener.getsockname()[1]

    def serve(self, answers: Sequence[bytes], keeps_open: bool) -> None:
        """From now on give these. keeps_open: leave the connection open after each, so that a client that wants more has to wait."""
        with self._lock:
            self._answers, self._keeps_open, self.requests = answers, keeps_open, 0

    def __enter__(self) -> Server:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._talk, args=[self._listener.accept()[0]], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(IDLE)
            while connection.recv(65536):
                with self._lock:
                    answer = self._answers[min(self.requests, len(self._answers) - 1)]
                    keeps_open = self._keeps_open
                    self.requests += 1
                connection.sendall(answer)
                if not keeps_open:
                    connection.shutdown(socket.SHUT_WR)
