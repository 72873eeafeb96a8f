# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests against servers that do all that servers do: answers, faults, timeouts, TLS, retries and the rate limit."""

from __future__ import annotations

import contextlib
import email.utils
import gzip
import pathlib
import re
import socket
import threading
import time
from typing import Any, Iterator

import pytest
import requests

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError, UsageError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind, Observation
from ansible_collections.longops.oracle.plugins.module_utils._http import body, faults, transport
from ansible_collections.longops.oracle.plugins.module_utils._http.deadline import THREAD_NAME
from ansible_collections.longops.oracle.plugins.module_utils._http.faults import ApiConventions
from ansible_collections.longops.oracle.plugins.module_utils._http.retry import DEFAULT, ONCE
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import parsing
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import reason
from ansible_collections.longops.oracle.tests.fuzz import answers, corpus, server
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator

#: Those of a service with a correlation id, errors that have a code, and one more transient error.
CONVENTIONS = ApiConventions(
    "opc-request-id",
    lambda body: (body.get("code"), body.get("message")) if isinstance(body, dict) else (None, None),
    frozenset({(409, "IncorrectState")}),
)
KINDS = {
    400: FaultKind.FATAL,
    401: FaultKind.FATAL,
    403: FaultKind.FATAL,
    404: FaultKind.NOT_FOUND,
    408: FaultKind.TRANSIENT,
    409: FaultKind.FATAL,  # unless its code is IncorrectState
    418: FaultKind.FATAL,
    429: FaultKind.TRANSIENT,
    500: FaultKind.TRANSIENT,
    501: FaultKind.FATAL,
    503: FaultKind.TRANSIENT,
}


@pytest.fixture(scope="module")
def open_simulator() -> Iterator[Simulator]:
    with Simulator(authenticate=False) as simulator:
        yield simulator


@pytest.fixture
def sim(open_simulator: Simulator) -> Simulator:
    """One that asks for no signature."""
    open_simulator.clear_faults()
    open_simulator.journal.clear()
    return open_simulator


@pytest.fixture
def url(sim: Simulator) -> str:
    """That of an operation that the simulator has."""
    operation = sim.launch("container_engine", outcome=None)
    return f"{sim.url}/20180222/workRequests/{operation.id}"


def client(**options: Any) -> Transport:
    return Transport(**{"conventions": CONVENTIONS, **options})


def get(transport: Transport, url: str, **options: Any) -> Any:
    """One GET that is tried once."""
    return transport.request("GET", url, **{"retry": ONCE, **options})


def fault_of(transport: Transport, url: str, seconds: float | None = None, **options: Any) -> Fault:
    """Why a request fails whose deadline is in so many seconds."""
    with pytest.raises(RequestError) as caught:
        get(transport, url, deadline=None if seconds is None else time.monotonic() + seconds, **options)
    fault = caught.value.fault
    assert str(caught.value) == fault.message
    assert fault.message.isprintable()
    assert fault.message.startswith(reason(fault.message))
    assert reason(fault.message) + " (GET " in fault.message
    return fault


@contextlib.contextmanager
def raw_server(*pieces: bytes, pause: float = 0.0, answer_at_once: bool = False) -> Iterator[str]:
    """A server that writes these pieces to every connection, with a pause after each, and then ends it. Gives its URL."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if not answer_at_once:
                connection.recv(65536)
            for piece in pieces:
                connection.sendall(piece)
                if stop.wait(pause):
                    return

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=talk, args=[listener.accept()[0]], daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield "http://127.0.0.1:%d" % listener.getsockname()[1]
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


# Answers


def test_an_answer_has_body_headers_and_the_servers_clock(sim: Simulator, url: str) -> None:
    sim.fault(headers={"Retry-After": "2.5", "Date": "Fri, 02 Jan 2026 03:04:05 GMT"})
    answer = get(client(), url, query={"a": "b c&d"})
    assert answer.body["status"] == "ACCEPTED"
    assert answer.headers["RETRY-AFTER"] == "2.5"
    assert answer.retry_after == 2.5
    assert answer.date == email.utils.parsedate_to_datetime("Fri, 02 Jan 2026 03:04:05 GMT").timestamp()
    assert answer.request_id == sim.journal[0].request_id
    assert sim.journal[0].query == {"a": ["b c&d"]}


def test_a_retry_after_that_is_a_date_counts_from_the_servers_clock(sim: Simulator, url: str) -> None:
    sim.fault(headers={"Retry-After": "Fri, 02 Jan 2026 03:04:35 GMT", "Date": "Fri, 02 Jan 2026 03:04:05 GMT"})
    assert get(client(), url).retry_after == 30


def test_without_date_and_retry_after_they_are_not_invented() -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}") as url:
        answer = get(client(), url)
    assert (answer.body, answer.date, answer.retry_after) == ({}, None, None)


# The correlation id


def test_each_request_is_sent_with_an_id_of_its_own(sim: Simulator, url: str) -> None:
    made = client()
    answers = [get(made, url) for _each in range(2)]
    sent = [entry.headers["opc-request-id"] for entry in sim.journal]
    assert all(re.fullmatch("[0-9A-F]{32}", each) for each in sent)
    assert len(set(sent)) == 2
    assert [answer.request_id.split("/")[0] for answer in answers] == sent


def test_an_id_that_is_given_is_sent_with_every_request(sim: Simulator, url: str) -> None:
    made = client(request_id="release-7/one")
    answers = [get(made, url) for _each in range(2)]
    assert [entry.headers["opc-request-id"] for entry in sim.journal] == ["release-7/one"] * 2
    assert all(answer.request_id.startswith("release-7/one/") for answer in answers)


def test_the_id_that_was_sent_stands_in_for_that_of_an_answer_without(sim: Simulator, url: str) -> None:
    """As that of a gateway or a proxy."""
    with raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}") as bare:
        assert get(client(request_id="ABC"), bare).request_id == "ABC"
    sim.fault(close=True)
    fault = fault_of(client(request_id="ABC"), url)
    assert fault.request_id == "ABC"
    assert fault.message.endswith(f" (GET {url}, opc-request-id ABC)")


def test_a_service_without_such_ids_is_sent_none(sim: Simulator, url: str) -> None:
    assert get(client(conventions=faults.PLAIN, request_id="ABC"), url).request_id is None
    assert "opc-request-id" not in sim.journal[0].headers


def test_a_request_has_user_agent_and_accept(sim: Simulator, url: str) -> None:
    get(client(user_agent="longops.oracle/9.9"), url)
    assert sim.journal[0].headers["user-agent"] == "longops.oracle/9.9"
    assert sim.journal[0].headers["accept"] == "application/json"


def test_a_body_that_begins_with_a_byte_order_mark_is_read(sim: Simulator, url: str) -> None:
    sim.fault(status=200, body='\ufeff{"status": "ACCEPTED"}')
    assert get(client(), url).body == {"status": "ACCEPTED"}


def test_a_compressed_body_is_read() -> None:
    body = gzip.compress(b'{"status": "ACCEPTED"}')
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(body)
    with raw_server(head + body) as url:
        assert get(client(), url).body == {"status": "ACCEPTED"}


# Faults of answers


@pytest.mark.parametrize("kind", ["error", "empty", "html", "garbage", "truncated"])
@pytest.mark.parametrize("status", KINDS)
def test_what_a_status_means_does_not_depend_on_the_body(sim: Simulator, url: str, status: int, kind: str) -> None:
    sim.fault(status=status, kind=kind, headers={"Retry-After": "3"})
    fault = fault_of(client(), url)
    expected = FaultKind.TRANSIENT if (status, kind) == (409, "error") else KINDS[status]
    assert (fault.kind, fault.http_status, fault.retry_after) == (expected, status, 3)
    assert fault.request_id == sim.journal[0].request_id
    assert fault.message.startswith(str(status))
    assert f" (GET {url}, opc-request-id {fault.request_id})" in fault.message
    assert "<" not in fault.message


def test_the_code_and_message_of_an_error_are_in_the_reason(sim: Simulator, url: str) -> None:
    sim.fault(status=400, body={"code": "InvalidParameter", "message": "No such\x1b[31m thing\nat all."})
    fault = fault_of(client(), url)
    assert fault.code == "InvalidParameter"
    assert reason(fault.message) == "400 InvalidParameter: No such [31m thing at all"


def test_the_text_of_an_html_error_is_in_the_reason(sim: Simulator, url: str) -> None:
    sim.fault(status=503, kind="html")
    assert reason(fault_of(client(), url).message) == "503: 503 503 proxy"


def test_an_empty_error_is_reported(sim: Simulator, url: str) -> None:
    sim.fault(status=500, kind="empty")
    assert reason(fault_of(client(), url).message) == "500: (empty)"


def test_a_long_error_is_cut(sim: Simulator, url: str) -> None:
    sim.fault(status=500, body="x" * 100_000)
    assert len(fault_of(client(), url).message) < 600


@pytest.mark.parametrize("kind", ["empty", "html", "garbage", "truncated"])
def test_a_200_without_json_is_transient(sim: Simulator, url: str, kind: str) -> None:
    sim.fault(status=200, kind=kind)
    assert fault_of(client(), url).kind == FaultKind.TRANSIENT


@pytest.mark.parametrize("body", ["null", "[" * 100_000, "1" * 10_000])
def test_json_without_a_value_is_transient(sim: Simulator, url: str, body: str) -> None:
    sim.fault(status=200, body=body)
    fault = fault_of(client(), url)
    assert fault.kind == FaultKind.TRANSIENT
    assert fault.message.startswith("the answer is not JSON: ")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": "b\tc\r\nd\x00\x1be"}', "b\tc\r\nd\x00\x1be"),  # control characters, which JSON has only escaped
        (b'\xef\xbb\xbf{"a": "b"}', "b"),  # after a byte order mark
        (b'{"a": "caf\xe9 \xff"}', "caf\ufffd \ufffd"),  # bytes that are no UTF-8
        ('{"a": "\u00fc"}'.encode("utf-16"), "\u00fc"),
        (b'{"a": [NaN, Infinity, -Infinity]}', [None, None, None]),
    ],
)
def test_what_a_server_quotes_in_its_texts_does_not_hide_the_rest(body: bytes, value: Any) -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)) as url:
        assert get(client(), url).body == {"a": value}


def test_nor_the_reason_of_an_error() -> None:
    body = b'{"code": "InvalidParameter", "message": "No\tcaf\xe9"}'
    with raw_server(b"HTTP/1.1 400 Bad Request\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)) as url:
        fault = fault_of(client(conventions=CONVENTIONS), url)
    assert (fault.code, reason(fault.message)) == ("InvalidParameter", "400 InvalidParameter: No caf\ufffd")


@pytest.mark.parametrize("status", [202, 204, 206, 304])
def test_success_without_the_thing_asked_for_is_none(sim: Simulator, url: str, status: int) -> None:
    sim.fault(status=status, kind="empty")
    assert fault_of(client(), url).kind == FaultKind.FATAL


def test_a_redirect_is_reported_and_not_followed(sim: Simulator, url: str) -> None:
    with Simulator(authenticate=False) as other:
        sim.fault(status=302, kind="empty", headers={"Location": f"{other.url}/secret?token=hidden"})
        fault = fault_of(client(), url)
        assert len(other.journal) == 0
        assert fault.kind == FaultKind.FATAL
        assert fault.message.startswith(f"302 redirect to {other.url}/secret, which is not followed")
        assert "hidden" not in fault.message


@pytest.mark.parametrize(
    ("location", "shown"),
    [("", "nowhere"), ("/elsewhere", "/elsewhere"), ("http://me:pw@host/x", "http://host/x")],
)
def test_a_redirect_to_anything_is_reported(location: str, shown: str) -> None:
    with raw_server(
        b"HTTP/1.1 307 Temporary Redirect\r\ncontent-length: 0\r\nlocation: %s\r\n\r\n" % location.encode()
    ) as url:
        assert f"redirect to {shown}, which" in fault_of(client(), url).message


@pytest.mark.parametrize(
    "body", [b"x" * 100, gzip.compress(bytes(64 * 1024 * 1024))], ids=["that hangs", "that is a bomb"]
)
def test_the_body_of_a_redirect_is_not_read(body: bytes) -> None:
    head = b"HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-encoding: %s\r\ncontent-length: %d\r\n\r\n"
    coding = b"gzip" if body[0] != ord("x") else b"identity"
    with raw_server(head % (coding, len(body) + 1) + body, pause=5.0) as url:
        begin = time.monotonic()
        assert fault_of(client(read_timeout=4.0), url, 4.0).kind == FaultKind.FATAL
        assert time.monotonic() - begin < 2.0


def test_a_redirect_to_a_url_without_end_is_cut() -> None:
    with raw_server(b"HTTP/1.1 307 Away\r\ncontent-length: 0\r\nlocation: http://x/%s\r\n\r\n" % (b"y" * 60000)) as url:
        assert len(fault_of(client(), url).message) < 1000


@pytest.mark.parametrize(
    ("status", "kind"), [(401, FaultKind.FATAL), (404, FaultKind.NOT_FOUND), (503, FaultKind.TRANSIENT)]
)
def test_what_a_status_means_does_not_depend_on_the_length_of_the_body(
    monkeypatch: pytest.MonkeyPatch, status: int, kind: str
) -> None:
    monkeypatch.setattr(body, "MAX_BODY", 10000)
    with raw_server(b"HTTP/1.1 %d Odd\r\ncontent-length: 100000\r\n\r\n" % status + b"x" * 100000) as url:
        fault = fault_of(client(), url)
    assert (fault.kind, fault.http_status) == (kind, status)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-5\r\nabcde\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
    ],
    ids=["a chunk of negative size", "two lengths"],
)
def test_an_answer_that_is_not_valid_http_is_retried(answer: bytes) -> None:
    with raw_server(answer) as url:
        fault = fault_of(client(), url)
    assert fault.kind == FaultKind.TRANSIENT
    assert fault.message.startswith("the answer is not valid HTTP: ")


@pytest.mark.parametrize("status", [101, 102, 103])
def test_an_informational_answer_is_retried(status: int) -> None:
    with raw_server(b"HTTP/1.1 %d Wait\r\n\r\n" % status) as url:
        assert fault_of(client(), url).kind == FaultKind.TRANSIENT


def test_the_servers_clock_is_compared_with_ours() -> None:
    clock = ManualClock(time.time() + 600)
    with Simulator(clock=clock, authenticate=False) as sim:
        with pytest.raises(RequestError) as caught:
            get(client(), f"{sim.url}/20180222/workRequests/nothing")
        assert caught.value.skew == pytest.approx(600, abs=5)


# Faults of connections


@pytest.mark.parametrize("effect", [{"reset": True}, {"close": True}])
def test_a_broken_connection_is_transient(sim: Simulator, url: str, effect: dict[str, bool]) -> None:
    sim.fault(**effect)
    fault = fault_of(client(), url)
    assert (fault.kind, fault.http_status) == (FaultKind.TRANSIENT, None)
    assert fault.message.startswith("connection failed: ")
    assert fault.message.endswith(f" (GET {url}, opc-request-id {fault.request_id})")
    assert get(client(), url).body["status"] == "ACCEPTED"


def test_a_refused_connection_is_transient() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    fault = fault_of(client(request_id="ABC"), "http://127.0.0.1:%d/x" % port)
    assert fault.kind == FaultKind.TRANSIENT
    assert fault.message == f"connection failed: Connection refused (GET http://127.0.0.1:{port}/x, opc-request-id ABC)"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\x01\x02\r\n\r\n",
        b"HTTP/1.1 999999999999999 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n{}",
        b"HTTP/1.1 200 OK\r\na: " + b"b" * 100_000 + b"\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
    ],
)
def test_what_is_no_http_is_transient(answer: bytes) -> None:
    with raw_server(answer) as url:
        assert fault_of(client(), url).kind == FaultKind.TRANSIENT


def test_an_unknown_host_is_unresolved() -> None:
    fault = fault_of(client(conventions=faults.PLAIN), "http://nowhere.invalid/x")
    assert fault.kind == FaultKind.UNRESOLVED
    assert fault.message == f"no such host: nowhere.invalid (GET http://nowhere.invalid/x). {faults.UNRESOLVED}"


@pytest.mark.parametrize("proxied", [False, True])
@pytest.mark.parametrize("reached", [True, False])
def test_a_name_that_was_resolved_once_fails_for_a_while_only(
    monkeypatch: pytest.MonkeyPatch, proxied: bool, reached: bool
) -> None:
    """Whether it was the host's or the proxy's, and whether there was an answer."""
    made, name, known = client(), "service.example", [True]

    def resolve(host: str, *rest: Any, **more: Any) -> Any:
        if host != name or not known[0]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    body = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}" if reached else b""
    with raw_server(body) as url:
        port = int(url.rsplit(":", 1)[1].split("/")[0])
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        if proxied:
            monkeypatch.setenv("HTTP_PROXY", f"http://{name}:{port}")
        asked = f"http://{'elsewhere.invalid' if proxied else name}:{port}/x"
        with contextlib.nullcontext() if reached else pytest.raises(RequestError, match="connection"):
            made.request("GET", asked, retry=ONCE)
        known[0] = False
        made._session.close()  # no connection is left
        assert fault_of(made, asked).kind == FaultKind.TRANSIENT
        assert fault_of(made, f"http://another.invalid:{port}/x").kind == (
            FaultKind.TRANSIENT if proxied else FaultKind.UNRESOLVED
        )
        assert fault_of(client(), asked).kind == FaultKind.UNRESOLVED


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", f"http://{'a' * 70}/", "http://[::1/", "http://", "x"])
def test_what_cannot_be_sent_is_fatal(url: str) -> None:
    fault = fault_of(client(), url)
    assert fault.kind == FaultKind.FATAL
    assert fault.message.startswith("cannot be sent: ")


def test_credentials_and_queries_are_not_repeated() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    fault = fault_of(client(), "http://me:hidden@127.0.0.1:%d/x?token=hidden" % port, query={"q": "hidden"})
    assert "hidden" not in fault.message


# Timeouts and deadlines


def test_a_server_that_hangs_ends_at_the_deadline(sim: Simulator, url: str) -> None:
    sim.fault(delay=60)
    begin = time.monotonic()
    fault = fault_of(client(request_id="ABC"), url, 0.3)
    assert time.monotonic() - begin < 20
    assert (fault.kind, fault.request_id) == (FaultKind.TRANSIENT, "ABC")
    assert fault.message == f"no answer within 0.3 s (GET {url}, opc-request-id ABC)"


def test_the_read_timeout_holds_without_a_deadline(sim: Simulator, url: str) -> None:
    sim.fault(delay=60)
    begin = time.monotonic()
    assert "no answer within 0.2 s" in fault_of(client(read_timeout=0.2), url).message
    assert time.monotonic() - begin < 20


def test_a_body_that_comes_byte_by_byte_ends_at_the_deadline(sim: Simulator, url: str) -> None:
    sim.fault(dribble=0.2)
    begin = time.monotonic()
    assert fault_of(client(), url, 0.4).kind == FaultKind.TRANSIENT
    assert time.monotonic() - begin < 20


def test_a_body_that_comes_byte_by_byte_ends_at_the_timeout_long_before_the_deadline(sim: Simulator, url: str) -> None:
    sim.fault(dribble=0.2)
    begin = time.monotonic()
    assert fault_of(client(connect_timeout=0.1, read_timeout=0.3), url, 3600).kind == FaultKind.TRANSIENT
    assert time.monotonic() - begin < 20


def test_headers_that_come_byte_by_byte_end_at_the_deadline() -> None:
    with raw_server(*(b"%c" % byte for byte in b"HTTP/1.1 200 OK\r\na: b\r\n\r\n{}"), pause=1.0) as url:
        begin = time.monotonic()
        assert fault_of(client(), url, 0.4).kind == FaultKind.TRANSIENT
        assert time.monotonic() - begin < 20


def test_a_request_stops_reading_after_its_deadline() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 4000000\r\n\r\n"
    before = set(threading.enumerate())
    with raw_server(head, *[b" " * 4096] * 900, pause=0.02) as url:
        assert fault_of(client(), url, 0.3).kind == FaultKind.TRANSIENT
        begin = time.monotonic()
        while any(thread.name == THREAD_NAME for thread in set(threading.enumerate()) - before):
            assert time.monotonic() - begin < 20
            time.sleep(0.01)


def test_a_name_lookup_that_hangs_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def resolve(*_args: object, **_kwargs: object) -> None:
        stop.wait(60)
        raise socket.gaierror("timed out")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    begin = time.monotonic()
    try:
        assert fault_of(client(), "http://nowhere.invalid/x", 0.3).kind == FaultKind.TRANSIENT
        assert time.monotonic() - begin < 20
    finally:
        stop.set()


def test_a_request_after_its_deadline_gets_the_least_timeout(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LEAST_TIMEOUT", 5.0)
    assert get(client(), url, deadline=time.monotonic() - 5).body["status"] == "ACCEPTED"


@pytest.mark.parametrize(("status", "said"), [(200, "the answer has more than 4 MiB"), (500, "500: ")])
def test_an_answer_of_ten_megabytes_is_not_read(sim: Simulator, url: str, status: int, said: str) -> None:
    sim.fault(status=status, kind="huge", size=10_000_000)
    fault = fault_of(client(), url)
    assert fault.kind == FaultKind.TRANSIENT
    assert fault.message.startswith(said)


@pytest.mark.parametrize(("status", "kind"), [(500, FaultKind.TRANSIENT), (403, FaultKind.FATAL)])
def test_nor_does_it_change_what_an_error_means(sim: Simulator, url: str, status: int, kind: str) -> None:
    sim.fault(status=status, kind="huge", size=10_000_000)
    fault = fault_of(client(), url)
    assert (fault.kind, fault.http_status) == (kind, status)


def test_four_megabytes_are_read(sim: Simulator, url: str) -> None:
    sim.fault(status=200, kind="huge", size=body.MAX_BODY - 20)
    assert len(get(client(), url).body["id"]) == body.MAX_BODY - 20


# TLS


@pytest.fixture(scope="module")
def secure() -> Iterator[Simulator]:
    with Simulator(tls=True, authenticate=False) as simulator:
        yield simulator


def test_tls_with_the_authority_that_is_trusted(secure: Simulator) -> None:
    operation = secure.launch("container_engine", outcome=None)
    url = f"{secure.url}/20180222/workRequests/{operation.id}"
    assert get(client(verify=str(secure.ca_file)), url).body["status"] == "ACCEPTED"


def test_an_untrusted_authority_is_fatal(secure: Simulator) -> None:
    fault = fault_of(client(), f"{secure.url}/x")
    assert fault.kind == FaultKind.FATAL
    assert fault.message.startswith("TLS certificate not trusted: ")
    assert len(secure.journal.of(path="/x")) == 0


def test_a_certificate_for_another_host_is_fatal_and_the_hint_names_its_hosts(
    secure: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **kwargs: real("127.0.0.1", *args, **kwargs))
    fault = fault_of(client(verify=str(secure.ca_file)), "https://elsewhere.invalid:%d/x" % secure.port)
    assert fault.kind == FaultKind.FATAL
    assert "It is for localhost" in fault.message or "127.0.0.1" in fault.message


def test_a_handshake_that_is_broken_off_is_transient() -> None:
    """A load balancer that restarts does so; that must not end a wait of hours."""
    with raw_server(b"") as url:
        fault = fault_of(client(), url.replace("http:", "https:"))
    assert fault.kind == FaultKind.TRANSIENT
    assert "certificate" not in fault.message


@pytest.mark.parametrize("answer", [b"\x15\x03\x01\x00\x02\x02\x28", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_a_server_without_usable_tls_is_fatal(answer: bytes) -> None:
    with raw_server(answer) as url:
        fault = fault_of(client(), url.replace("http:", "https:"))
    assert fault.kind == FaultKind.FATAL
    assert fault.message.startswith("TLS handshake failed: [SSL: ")
    assert "certificate" not in fault.message


@pytest.mark.parametrize(
    ("text", "why"), [("no certificate", "holds no certificates in PEM form"), (None, "No such file or directory")]
)
def test_a_bundle_that_is_none_is_refused_before_anything_is_sent(
    tmp_path: pathlib.Path, text: str | None, why: str
) -> None:
    bundle = tmp_path / "bundle.pem"
    if text is not None:
        bundle.write_text(text)
    with pytest.raises(UsageError, match=rf"The file of trusted certificates {bundle} cannot be used: .*{why}"):
        client(verify=str(bundle))


def test_a_missing_bundle_that_the_environment_names_is_fatal(
    secure: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/bundle.pem")
    fault = fault_of(client(), f"{secure.url}/x")
    assert fault.kind == FaultKind.FATAL
    assert "/nowhere/bundle.pem" in fault.message


def test_the_environment_is_searched_once_for_each_host(
    sim: Simulator, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search costs as much as all else that is done for a request."""
    found = requests.utils.get_environ_proxies
    searched: list[str] = []

    def search(url: str, no_proxy: Any = None) -> Any:
        searched.append(url)
        return found(url, no_proxy)

    for module in (requests.utils, requests.sessions):
        monkeypatch.setattr(module, "get_environ_proxies", search)
    one = client()
    other = url.replace("127.0.0.1", "localhost")
    for each in (url, url, other, url, other):
        assert one.request("GET", each).status == 200
    assert searched == [url, other]


# Retries


class Naps(list[float]):
    """Stands in for time.sleep and time.monotonic: time passes only in naps."""

    def sleep(self, seconds: float) -> None:
        self.append(seconds)

    def clock(self) -> float:
        return 1000.0 + sum(self)


def test_a_transient_error_is_retried_three_times_with_backoff(sim: Simulator, url: str) -> None:
    sim.fault(status=503, times=3)
    naps = Naps()
    assert get(client(clock=naps.clock, sleep=naps.sleep), url, retry=DEFAULT).body["status"] == "ACCEPTED"
    assert [entry.status for entry in sim.journal] == [503, 503, 503, 200]
    assert naps == [pytest.approx(0.5, rel=0.11), pytest.approx(1, rel=0.11), pytest.approx(2, rel=0.11)]


def test_the_last_retry_ends_with_its_fault(sim: Simulator, url: str) -> None:
    sim.fault(status=503, times=3)
    sim.fault(status=500, times=None)
    naps = Naps()
    with pytest.raises(RequestError) as caught:
        get(client(clock=naps.clock, sleep=naps.sleep), url, retry=DEFAULT)
    assert caught.value.fault.http_status == 500
    assert len(sim.journal) == DEFAULT.tries


@pytest.mark.parametrize("status", [400, 401, 404, 418])
def test_other_errors_are_not_retried(sim: Simulator, url: str, status: int) -> None:
    sim.fault(status=status, times=None)
    with pytest.raises(RequestError):
        get(client(), url)
    assert len(sim.journal) == 1


def test_a_retry_waits_for_retry_after(sim: Simulator, url: str) -> None:
    sim.fault(status=429, headers={"Retry-After": "7"})
    naps = Naps()
    get(client(clock=naps.clock, sleep=naps.sleep), url, retry=DEFAULT)
    assert naps == [7]


@pytest.mark.parametrize(("seconds", "retry_after"), [(None, "31"), (5.0, "6")])
def test_no_retry_sleeps_past_the_deadline(sim: Simulator, url: str, seconds: float | None, retry_after: str) -> None:
    sim.fault(status=429, headers={"Retry-After": retry_after}, times=None)
    naps = Naps()
    deadline = None if seconds is None else naps.clock() + seconds
    with pytest.raises(RequestError):
        get(client(clock=naps.clock, sleep=naps.sleep), url, deadline=deadline, retry=DEFAULT)
    assert naps == []


def test_one_connection_serves_many_requests(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connections = []
    real = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: connections.append(address) or real(self, address)
    )
    transport = client()
    for _each in range(3):
        get(transport, url)
    assert len(connections) == 1


# The rate limit


def test_an_endpoint_that_throttles_is_sent_less(sim: Simulator, url: str) -> None:
    clock = ManualClock(1000.0)
    transport = client(clock=clock, sleep=clock.sleep)
    for _each in range(8):
        get(transport, url)
    sim.fault(status=429)
    fault_of(transport, url)
    moments = []
    for _each in range(3):
        get(transport, url)
        moments.append(clock() - 1000.0)
    assert moments == pytest.approx([0.25, 0.5, 0.75], abs=0.03)  # half of the eight that it had accepted in a second


def test_another_endpoint_is_not_throttled(sim: Simulator, url: str) -> None:
    clock = ManualClock(1000.0)
    transport = client(clock=clock, sleep=clock.sleep)
    sim.fault(status=429, headers={"Retry-After": "20"})
    fault_of(transport, url)
    get(transport, url.replace("127.0.0.1", "localhost"))
    assert clock() == 1000.0
    get(transport, url)
    assert clock() == 1020.0


def test_a_throttled_request_without_a_slot_before_its_deadline_is_not_sent(sim: Simulator, url: str) -> None:
    clock = ManualClock(1000.0)
    transport = client(clock=clock, sleep=clock.sleep)
    sim.fault(status=429)
    fault_of(transport, url)
    with pytest.raises(RequestError) as caught:
        get(transport, url, deadline=1000.1)
    assert (caught.value.fault.kind, caught.value.fault.http_status) == (FaultKind.TRANSIENT, 429)
    assert caught.value.fault.message.startswith("429: not sent, because the service throttles requests")
    assert len(sim.journal) == 1


# POST, for searches


def test_a_post_carries_json(sim: Simulator) -> None:
    resource = {"identifier": "ocid1.thing.oc1.iad.example\u00e9", "entity_type": "thing"}
    operation = sim.launch("container_engine", outcome=None, resources=[resource])
    asked = {"type": "Structured", "query": f"query all resources where identifier = '{resource['identifier']}'"}
    answer = client().request("POST", f"{sim.url}/20180409/resources", body=asked)
    assert [item["compartmentId"] for item in answer.body["items"]] == [operation.compartment_id]
    assert sim.journal[-1].headers["content-type"] == "application/json"


@pytest.mark.parametrize(("status", "tries"), [(503, 4), (429, 4), (400, 1), (403, 1), (404, 1), (201, 1)])
@pytest.mark.usefixtures("no_pauses")
def test_a_post_is_retried_like_a_get(sim: Simulator, status: int, tries: int) -> None:
    sim.fault(method="POST", status=status, times=None)
    with pytest.raises(RequestError) as caught:
        client().request("POST", f"{sim.url}/20180409/resources", body={})
    assert (caught.value.fault.http_status, len(sim.journal)) == (status, tries)
    assert caught.value.fault.message.startswith(str(status))
    assert f"(POST {sim.url}/20180409/resources, " in caught.value.fault.message


@pytest.mark.usefixtures("no_pauses")
def test_a_post_answered_without_json_is_retried(sim: Simulator) -> None:
    sim.fault(method="POST", body="<html>", status=200, times=2)
    asked = {"type": "Structured", "query": "query all resources where identifier = 'x'"}
    assert client().request("POST", f"{sim.url}/20180409/resources", body=asked).body == {"items": []}
    assert len(sim.journal) == 3


# Any answer


@pytest.fixture(scope="module")
def answers_to_mutate() -> list[Any]:
    return corpus.seeds(["container_engine", "mysql", "waas", "object_storage", "log_analytics"])


def test_of_mutated_answers_come_observations_and_documented_errors_only(answers_to_mutate: list[Any]) -> None:
    """`make fuzz` has many more, of all families."""
    with server.Server() as attacker:
        for number in range(150):
            assert answers.case(answers_to_mutate, 11, number).run(attacker) is None, number


def test_the_fuzzer_finds_what_is_wrong(
    answers_to_mutate: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    """A fault of ours, an answer that is believed although it is of another, and a text for the terminal are found, and repeated from a file."""
    right = answers_to_mutate[0].answers["get"]
    for call, raw, broken in (
        ("poll", right, lambda *_args: 1 / 0),
        ("poll", right, lambda *_args: Observation("another")),
        ("request", b"HTTP/1.1 404 \r\n\r\n", lambda *_args: Fault(FaultKind.FATAL, "\x1b[31m")),
    ):
        case = answers.Case(call, "container_engine", answers_to_mutate[0].id, (raw,), False)
        with server.Server() as attacker, monkeypatch.context() as patch:
            assert case.run(attacker) is None
            where = (faults, "of_error_answer") if call == "request" else (parsing, "observation")
            patch.setattr(*where, broken)
            why = case.run(attacker)
            assert why
            assert answers.read(case.write(tmp_path, why)).run(attacker)


def test_a_reason_and_an_id_without_end_are_cut_and_the_length_is_said() -> None:
    text = b"x" * 100_000
    body = b'{"code": "Oops", "message": "%s"}' % text
    head = b"HTTP/1.1 503 Later\r\nopc-request-id: %s\r\nContent-Length: %d\r\n\r\n" % (b"A" * 60_000, len(body))
    with raw_server(head + body) as url:
        fault = fault_of(client(), url)
    assert len(fault.message) < 3000
    assert "... (100,010 characters) (GET " in fault.message
    assert fault.request_id == "A" * 200 + "..."
