# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of raw sockets that answers each request, or attacks instead, as a script says."""

from __future__ import annotations

import contextlib
import itertools
import select
import socket
import struct
import threading
import time
from typing import Any, Callable, NamedTuple, Optional, Protocol

from . import certificates, resolver
from .wire import Answer

#: Seconds until a connection that nothing happens on is closed.
IDLE = 20.0

_numbers = itertools.count(1)


class Request(NamedTuple):
    """A request as it came. Names of headers are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Served(NamedTuple):
    """One entry of the journal: a request, which call it is, the how manyeth of them, and when it came."""

    request: Request
    call: str
    number: int
    time: float


class Script(Protocol):
    """What a server does."""

    def answer(self, request: Request) -> tuple[str, Callable[[int], Answer]]:
        """Which call a request is, and the right answer to the how manyeth of these."""

    def act(self, call: str, number: int) -> Optional[Callable[[Talk], None]]:
        """What to do instead of answering it."""

    def observed(self) -> None:
        """Is called when the client is about to observe the operation."""

    def before(self, call: str, number: int) -> None:
        """Is called before that request is answered."""


class Talk:
    """One request and its connection, for what plays a fault. answer is what a well-meaning server would send."""

    def __init__(self, server: Server, connection: Any, request: Request, call: str, answer: Answer) -> None:
        self.server = server
        self.connection = connection
        self.request = request
        self.call = call
        self.answer = answer

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def reply(self, answer: Answer) -> None:
        """Send an answer that is to be believed."""
        self.believe(answer.word)  # before it is sent, because the client may end as soon as it has it
        self.send(answer.wire())

    def believe(self, word: str) -> None:
        """An answer is about to be sent, in whatever form, that has this status of the operation, if any."""
        if word:
            self.server.words.append(word)
            self.server.script.observed()

    def close(self) -> None:
        raise Over

    def reset(self) -> None:
        """Close the connection in such a way that the client is told of a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Over

    def hang(self) -> None:
        """Do nothing until the client gives up."""
        while not self.server.stopped.is_set():
            if select.select([self.connection], [], [], 0.2)[0] and not self.connection.recv(1):
                break
        raise Over

    def repeat(self, data: bytes, pause: float = 0.0) -> None:
        """Send this for ever."""
        while not self.server.stopped.is_set():
            self.send(data)
            if pause:
                self.server.stopped.wait(pause)
        raise Over


class Over(Exception):
    """The connection is at its end."""


class Server:
    """A server at an address of its own, under a name that the patched resolver knows. Use it as a context manager.

    words are the statuses that were sent in right answers, the last one at the end. A fault of the connection itself is in effect while
    `broken` is set: a key of _BREAK, or one of certificates.NAMES.
    """

    def __init__(self, script: Script, secure: bool = False, pause: float = 0.0) -> None:
        number = next(_numbers)
        self._address = f"127.{100 + number // 62500 % 100}.{number // 250 % 250}.{number % 250 + 1}"
        self.name = f"case{number}.{resolver.DOMAIN}"
        self.script = script
        self.secure = secure
        self.stopped = threading.Event()
        self.journal: list[Served] = []
        self.words: list[str] = []
        self.secrets: set[str] = set()
        self.broken = ""
        self.only_once = False  # whether the connection after a broken one is not
        self.lookups: Optional[Callable[[], Any]] = (
            None  # is called before the name is resolved, and may raise socket.gaierror
        )
        self.closes = False  # after each answer, so that each request needs a connection
        self._counts: dict[str, int] = {}
        self._connections: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = self._listen(0)
        self._port = self._listener.getsockname()[1]
        self.trap = ""  # the URL of a server that nothing may be sent to

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.name}:{self._port}"

    @property
    def place(self) -> str:
        """What a message names where it is about this server."""
        return f"{self.name}:{self._port}"

    def __enter__(self) -> Server:
        resolver.SERVERS[self.name] = self
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:  # else its thread would wait for what the client sends next
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        resolver.SERVERS.pop(self.name, None)

    @property
    def address(self) -> str:
        return self._address

    def refuse(self, seconds: float) -> None:
        """Refuse connections for so long."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

        def listen_again() -> None:
            if self.stopped.wait(seconds):
                return
            self._listener = self._listen(self._port)
            self._accept()

        threading.Thread(target=listen_again, daemon=True).start()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self._address, port))
        listener.listen(64)
        return listener

    def _accept(self) -> None:
        listener = self._listener
        while not self.stopped.is_set():
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Any) -> None:
        connection.settimeout(IDLE)
        try:
            with contextlib.ExitStack() as stack:
                stack.callback(connection.close)
                broken = self._take_broken()
                if broken:
                    _BREAK.get(broken, _break_none)(self, connection)
                if self.secure:
                    # The length of an answer says where it ends; a client that wants more of a close has its own test.
                    connection = certificates.contexts()[
                        broken if broken in certificates.NAMES else "good"
                    ].wrap_socket(connection, server_side=True, suppress_ragged_eofs=True)
                    connection.settimeout(IDLE)
                self._converse(connection)
        except (Over, OSError, ValueError):
            pass

    def _take_broken(self) -> str:
        with self._lock:
            broken = self.broken
            if self.only_once:
                self.broken = ""
        return broken

    def _converse(self, connection: Any) -> None:
        buffer = connection.makefile("rb")
        while not self.stopped.is_set():
            request = _read(buffer)
            if request is None:
                return
            authorization = request.headers.get("authorization", "")
            call, make = self.script.answer(request)
            with self._lock:
                if authorization:
                    self.secrets.update(_secrets(authorization))
                number = self._counts[call] = self._counts.get(call, 0) + 1
                self.journal.append(Served(request, call, number, time.monotonic()))
            answer = make(number)
            if self.closes:
                answer = answer.having(("Connection", "close"))
            talk = Talk(self, connection, request, call, answer)
            self.script.before(call, number)
            act = self.script.act(call, number)
            if act is None:
                talk.reply(answer)
            else:
                act(talk)
            if self.closes:
                return


def _read(buffer: Any) -> Optional[Request]:
    line = buffer.readline(65536).decode("latin-1")
    if not line.strip():
        return None
    method, path, _version = line.split(" ", 2)
    headers = {}
    while True:
        line = buffer.readline(65536).decode("latin-1").strip()
        if not line:
            break
        name, _colon, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Request(method, path, headers, buffer.read(int(headers.get("content-length", 0))))


def _secrets(authorization: str) -> set[str]:
    """What must not be shown of this header: the signature of OCI's, all of others."""
    if authorization.startswith("Signature "):
        return {authorization.partition('signature="')[2].partition('"')[0]}
    return {authorization, authorization.rpartition(" ")[2]}


# Faults of a connection


def _break_none(_server: Server, _connection: Any) -> None:
    """It is a certificate, which is for the handshake to find."""


def _reset(_server: Server, connection: Any) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise Over


def _closed(_server: Server, _connection: Any) -> None:
    raise Over


def _mute(server: Server, connection: Any) -> None:
    while not server.stopped.wait(0.1):
        if select.select([connection], [], [], 0.1)[0] and not connection.recv(4096):
            break
    raise Over


def _plain(_server: Server, connection: Any) -> None:
    connection.recv(1024)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    raise Over


def _garbage(_server: Server, connection: Any) -> None:
    connection.recv(1024)
    connection.sendall(bytes(range(256)) * 20)
    raise Over


def _alert(_server: Server, connection: Any) -> None:
    connection.recv(4096)
    connection.sendall(b"\x15\x03\x03\x00\x02\x02\x28")  # handshake_failure (RFC 8446, section 6)
    raise Over


def _half_a_handshake(_server: Server, connection: Any) -> None:
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03" + bytes(20))
    raise Over


def _half_and_mute(server: Server, connection: Any) -> None:
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03" + bytes(20))
    _mute(server, connection)


_BREAK: dict[str, Callable[[Server, Any], None]] = {
    "reset": _reset,
    "closed": _closed,
    "mute": _mute,
    "plain": _plain,
    "garbage": _garbage,
    "alert": _alert,
    "half a handshake": _half_a_handshake,
    "half a handshake, mute": _half_and_mute,
}
