# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is given up is closed: its thread ends, its socket is gone, and nothing is sent any more."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import threading
import time
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import FaultKind
from ansible_collections.longops.oracle.plugins.module_utils._http import deadline, exchange
from ansible_collections.longops.oracle.plugins.module_utils._http.deadline import THREAD_NAME
from ansible_collections.longops.oracle.plugins.module_utils._http.retry import ONCE
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.tests.simulator import Simulator

#: Seconds between two bytes of a server that drips, and that a request gets: it would never be idle for as long.
DRIP, LIMIT = 0.03, 0.15

HEAD = b"HTTP/1.1 200 OK\r\n"
#: What a server sends at once, and the bytes that it sends one by one for ever.
DRIPS = {
    "before the answer": (b"", b"\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "status line": (b"", b"H"),
    "header": (HEAD + b"a: ", b"b"),
    "body of a known length": (HEAD + b"content-length: 100000\r\n\r\n{", b" "),
    "body until the end of the connection": (HEAD + b"connection: close\r\n\r\n{", b" "),
    "length of a chunk": (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"0"),
    "chunk": (HEAD + b"transfer-encoding: chunked\r\n\r\n1000\r\n{", b" "),
    "trailers": (HEAD + b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", b"a: b\r\n"),
    "error": (b"HTTP/1.1 503 Busy\r\ncontent-length: 100000\r\n\r\n", b" "),
    "handshake": (b"\x16\x03\x03\x3f\xff\x02", b"\x00"),
}


@contextlib.contextmanager
def dripping(at_once: bytes, drip: bytes, pause: float = DRIP) -> Iterator[int]:
    """A server that sends this to every connection, the second part again and again, byte by byte. Gives its port."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.recv(65536)
            connection.sendall(at_once)
            while not stop.is_set():
                for byte in drip:
                    connection.sendall(bytes([byte]))
                    stop.wait(pause)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=talk, args=[listener.accept()[0]], daemon=True, name="server").start()

    threading.Thread(target=serve, daemon=True, name="server").start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def calls() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == THREAD_NAME}


def sockets() -> set[str]:
    """The connections to servers that this process has open: of both ends, where it has both."""
    gc.collect()  # a pool closes the connections that it keeps when it is gone
    found = set()
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            found.add(os.readlink(f"/proc/self/fd/{name}"))
    return {each for each in found if each.startswith("socket:")}


def eventually(what: Callable[[], bool]) -> None:
    begin = time.monotonic()
    while not what():
        assert time.monotonic() - begin < 5
        time.sleep(0.01)


def fault_of(transport: Transport, url: str) -> Any:
    with pytest.raises(RequestError) as caught:
        transport.request("GET", url, deadline=time.monotonic() + LIMIT, retry=ONCE)
    return caught.value.fault


@pytest.mark.parametrize("drip", DRIPS)
def test_a_server_that_drips_leaves_neither_threads_nor_sockets(drip: str) -> None:
    transport = Transport(verify=False)
    scheme = "https" if drip == "handshake" else "http"
    threads, before = calls(), sockets()
    with dripping(*DRIPS[drip]) as port:
        for _again in range(2):
            fault = fault_of(transport, f"{scheme}://127.0.0.1:{port}/x")
            assert fault.kind == FaultKind.TRANSIENT
            assert fault.http_status == (503 if drip == "error" else None)
        eventually(lambda: calls() <= threads)
    transport._session.close()
    eventually(lambda: sockets() <= before)  # those of tests before may end meanwhile


def test_a_proxy_that_drips_leaves_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = calls()
    with dripping(b"HTTP/1.1 200 OK\r\na: ", b"b") as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert fault_of(Transport(), "https://service.example/x").kind == FaultKind.TRANSIENT
        eventually(lambda: calls() <= threads)


def test_what_is_given_up_before_it_has_a_connection_is_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()
    received = []
    connect = socket.socket.connect

    def slow(self: socket.socket, address: Any) -> None:
        go_on.wait(20)
        connect(self, address)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        monkeypatch.setattr(socket.socket, "connect", slow)
        fault = fault_of(Transport(), "http://127.0.0.1:%d/x" % listener.getsockname()[1])
        assert "no answer within" in fault.message
        go_on.set()
        received.append(listener.accept()[0].recv(100))
    assert received == [b""]


def test_a_connection_that_another_request_uses_is_not_closed() -> None:
    given_up = exchange.Exchange()
    one, other = socket.socketpair()
    with one, other:
        with given_up:
            exchange.add_to_current(one)
        given_up.close()  # too late: it had its answer
        one.sendall(b"x")
        assert other.recv(1) == b"x"


@pytest.mark.parametrize(
    ("status", "kind"), [(403, FaultKind.FATAL), (404, FaultKind.NOT_FOUND), (302, FaultKind.FATAL)]
)
def test_an_error_whose_body_hangs_means_what_it_says(status: int, kind: str) -> None:
    with dripping(b"HTTP/1.1 %d No\r\ncontent-length: 100000\r\n\r\n" % status, b" ") as port:
        fault = fault_of(Transport(), f"http://127.0.0.1:{port}/x")
    assert (fault.kind, fault.http_status) == (kind, status)


def test_a_cancellation_that_was_accepted_is_one_though_its_body_hangs() -> None:
    with dripping(b"HTTP/1.1 202 Accepted\r\ncontent-length: 100000\r\n\r\n", b" ") as port:
        answer = Transport().request(
            "DELETE", f"http://127.0.0.1:{port}/x", deadline=time.monotonic() + LIMIT, retry=ONCE
        )
    assert answer.status == 202


def test_without_threads_there_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with Simulator(authenticate=False) as sim:
        monkeypatch.setattr(deadline.threading.Thread, "start", start)
        fault = fault_of(Transport(), f"{sim.url}/n/")
    assert fault.kind == FaultKind.TRANSIENT
    assert fault.message.startswith("no thread can be started on this host: can't start new thread (GET ")
