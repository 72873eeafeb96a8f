# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what is sent in one exchange, and which sockets it has open, so that they are closed at its timeout. Private to longops.oracle.

A thread that reads from a server which sends byte by byte can only be ended from without: by the end of what it reads.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from typing import Any, Mapping, NamedTuple, Optional

from .._core.errors import RequestError
from .._core.operation import Fault, FaultKind
from . import faults
from .headers import Answer

_current = threading.local()


class ClosedError(OSError):
    """The exchange was closed before it had a connection."""


class Request(NamedTuple):
    """What is sent at one try. shown is how messages call it, id the correlation id that is sent along, if the service has one."""

    method: str
    url: str
    query: Optional[Mapping[str, str]]
    content: Optional[bytes]
    shown: str
    id_header: Optional[str]
    id: Optional[str]

    @property
    def unanswered(self) -> str:
        """The request as the message of a fault without an answer names it: with the id by which the service may know it."""
        return f"{self.shown}, {self.id_header} {self.id}" if self.id else self.shown


class Exchange:
    """One request and its answer. What its thread opens within the block is closed by close(), which any thread may call.

    answer is the head of the answer, once it is there.
    """

    def __init__(self) -> None:
        self.answer: Optional[Answer] = None
        self._lock = threading.Lock()
        self._sockets: list[Any] = []
        self._is_closed = False

    def __enter__(self) -> Exchange:
        _current.exchange = self
        return self

    def __exit__(self, *_exception: object) -> None:
        _current.exchange = None
        with self._lock:
            self._sockets.clear()  # others use these connections from now on

    def add(self, opened: Any) -> None:
        """Have this socket closed as well. Raises ClosedError where it is too late: then nothing is to be sent."""
        with self._lock:
            self._sockets.append(opened)
            if not self._is_closed:
                return
        _shut(opened)
        raise ClosedError("closed before it was sent")

    def close(self) -> None:
        """End the exchange: the thread that waits for bytes reads the end of them at once."""
        with self._lock:
            self._is_closed = True
            sockets = list(self._sockets)
        for opened in sockets:
            _shut(opened)


class Exchanges:
    """Those that are under way. close() ends them all, from any thread, and none begins after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: set[Exchange] = set()
        self._closed = threading.Event()

    def begin(self, request: Request) -> Exchange:
        """A new one. Raises RequestError once they are closed: what is left over of a task that has ended sends nothing."""
        exchange = Exchange()
        with self._lock:
            if self._closed.is_set():
                text = faults.message("not sent, because the task has ended", request.shown)
                raise RequestError(Fault(FaultKind.FATAL, text))
            self._under_way.add(exchange)
        return exchange

    def end(self, exchange: Exchange) -> None:
        with self._lock:
            self._under_way.discard(exchange)

    def pause(self, seconds: float) -> None:
        """Sleep, but not beyond close()."""
        self._closed.wait(seconds)

    def close(self) -> None:
        with self._lock:
            self._closed.set()
            under_way = list(self._under_way)
        for exchange in under_way:
            exchange.close()


def add_to_current(opened: Any) -> None:
    """Tell the exchange of this thread, if it has one, of a socket. Raises ClosedError."""
    exchange = getattr(_current, "exchange", None)
    if exchange is not None and opened is not None:
        exchange.add(opened)


class TlsSocket(ssl.SSLSocket):
    """A socket that the exchange knows of while the handshake goes on, which can take as long as an answer."""

    def do_handshake(self, block: bool = False) -> None:
        add_to_current(self)
        super().do_handshake(block)


def _shut(opened: Any) -> None:
    """End both directions. Not SSLSocket.shutdown(), which takes away what another thread is reading with."""
    below = getattr(opened, "socket", opened)  # urllib3's TLS within TLS
    with contextlib.suppress(OSError, TypeError):  # it is closed already, or none
        socket.socket.shutdown(below, socket.SHUT_RDWR)
