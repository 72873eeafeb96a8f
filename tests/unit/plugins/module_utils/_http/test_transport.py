# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request at a time against a server that does all that servers do."""

from __future__ import annotations

import contextlib
import email.utils
import gzip
import pathlib
import socket
import threading
import time
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError, UsageError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault
from ansible_collections.longops.oracle.plugins.module_utils._http import transport
from ansible_collections.longops.oracle.plugins.module_utils._http.deadline import NAME
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator

KINDS = {
    400: Fault.FATAL,
    401: Fault.FATAL,
    403: Fault.FATAL,
    404: Fault.NOT_FOUND,
    408: Fault.TRANSIENT,
    409: Fault.FATAL,  # unless its code is IncorrectState
    418: Fault.FATAL,
    429: Fault.TRANSIENT,
    500: Fault.TRANSIENT,
    501: Fault.FATAL,
    503: Fault.TRANSIENT,
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


def refusal(transport: Transport, url: str, seconds: float | None = None, **how: Any) -> Fault:
    """Why a request fails that is given up after so many seconds."""
    with pytest.raises(RequestError) as caught:
        transport.get(url, deadline=None if seconds is None else time.monotonic() + seconds, **how)
    fault = caught.value.fault
    assert str(caught.value) == fault.message
    assert fault.message.isprintable()
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


# What comes back


def test_an_answer_has_body_headers_and_the_servers_clock(sim: Simulator, url: str) -> None:
    sim.fault(headers={"Retry-After": "2.5", "Date": "Fri, 02 Jan 2026 03:04:05 GMT"})
    answer = Transport().get(url, {"a": "b c&d"})
    assert answer.body["status"] == "ACCEPTED"
    assert answer.headers["RETRY-AFTER"] == "2.5"
    assert answer.retry_after == 2.5
    assert answer.date == email.utils.parsedate_to_datetime("Fri, 02 Jan 2026 03:04:05 GMT").timestamp()
    assert answer.request_id == sim.journal[0].request_id
    assert sim.journal[0].query == {"a": ["b c&d"]}


def test_a_retry_after_that_is_a_date_counts_from_the_servers_clock(sim: Simulator, url: str) -> None:
    sim.fault(headers={"Retry-After": "Fri, 02 Jan 2026 03:04:35 GMT", "Date": "Fri, 02 Jan 2026 03:04:05 GMT"})
    assert Transport().get(url).retry_after == 30


def test_without_date_and_retry_after_they_are_not_invented() -> None:
    with raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}") as url:
        answer = Transport().get(url)
    assert (answer.body, answer.date, answer.retry_after, answer.request_id) == ({}, None, None, None)


def test_it_says_who_asks_and_what_it_takes(sim: Simulator, url: str) -> None:
    Transport(user_agent="longops.oracle/9.9").get(url)
    assert sim.journal[0].headers["user-agent"] == "longops.oracle/9.9"
    assert sim.journal[0].headers["accept"] == "application/json"


def test_a_body_that_begins_with_a_byte_order_mark_is_read(sim: Simulator, url: str) -> None:
    sim.fault(status=200, body='\ufeff{"status": "ACCEPTED"}')
    assert Transport().get(url).body == {"status": "ACCEPTED"}


def test_a_compressed_body_is_read() -> None:
    body = gzip.compress(b'{"status": "ACCEPTED"}')
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(body)
    with raw_server(head + body) as url:
        assert Transport().get(url).body == {"status": "ACCEPTED"}


# The table of answers


@pytest.mark.parametrize("kind", ["error", "empty", "html", "garbage", "truncated"])
@pytest.mark.parametrize("status", KINDS)
def test_what_a_status_means_does_not_depend_on_the_body(sim: Simulator, url: str, status: int, kind: str) -> None:
    sim.fault(status=status, kind=kind, headers={"Retry-After": "3"})
    fault = refusal(Transport(), url)
    expected = Fault.TRANSIENT if (status, kind) == (409, "error") else KINDS[status]
    assert (fault.kind, fault.http_status, fault.retry_after) == (expected, status, 3)
    assert fault.request_id == sim.journal[0].request_id
    assert fault.message.startswith("GET %s answered %d" % (url, status))
    assert f"opc-request-id {fault.request_id}" in fault.message
    assert "<" not in fault.message


def test_the_code_and_message_of_a_refusal_are_told(sim: Simulator, url: str) -> None:
    sim.fault(status=400, body={"code": "InvalidParameter", "message": "No such\x1b[31m thing\nat all."})
    fault = refusal(Transport(), url)
    assert fault.code == "InvalidParameter"
    assert "answered 400 InvalidParameter: No such [31m thing at all. (opc-request-id " in fault.message


def test_the_text_of_an_html_refusal_is_told(sim: Simulator, url: str) -> None:
    sim.fault(status=503, kind="html")
    assert "answered 503: 503 503 proxy (opc" in refusal(Transport(), url).message


def test_an_empty_refusal_is_told(sim: Simulator, url: str) -> None:
    sim.fault(status=500, kind="empty")
    assert "answered 500: (empty) (opc" in refusal(Transport(), url).message


def test_a_long_refusal_is_cut(sim: Simulator, url: str) -> None:
    sim.fault(status=500, body="x" * 100_000)
    assert len(refusal(Transport(), url).message) < 600


@pytest.mark.parametrize("kind", ["empty", "html", "garbage", "truncated"])
def test_a_200_without_json_is_tried_again(sim: Simulator, url: str, kind: str) -> None:
    sim.fault(status=200, kind=kind)
    assert refusal(Transport(), url).kind == Fault.TRANSIENT


@pytest.mark.parametrize("body", ["null", "[" * 100_000, "1" * 10_000])
def test_json_that_nobody_can_use_is_tried_again(sim: Simulator, url: str, body: str) -> None:
    sim.fault(status=200, body=body)
    fault = refusal(Transport(), url)
    assert fault.kind == Fault.TRANSIENT
    assert "answered 200 with a body that is not JSON" in fault.message


@pytest.mark.parametrize("status", [202, 204, 206, 304])
def test_success_without_the_thing_asked_for_is_none(sim: Simulator, url: str, status: int) -> None:
    sim.fault(status=status, kind="empty")
    assert refusal(Transport(), url).kind == Fault.FATAL


def test_a_redirect_is_told_and_not_followed(sim: Simulator, url: str) -> None:
    with Simulator(authenticate=False) as other:
        sim.fault(status=302, kind="empty", headers={"Location": f"{other.url}/secret?token=hidden"})
        fault = refusal(Transport(), url)
        assert len(other.journal) == 0
        assert fault.kind == Fault.FATAL
        assert f"a redirect to {other.url}/secret, which is not followed" in fault.message
        assert "hidden" not in fault.message


@pytest.mark.parametrize(
    ("location", "told"),
    [("", "nowhere"), ("/elsewhere", "/elsewhere"), ("http://me:pw@host/x", "http://host/x")],
)
def test_a_redirect_to_anything_is_told(location: str, told: str) -> None:
    with raw_server(
        b"HTTP/1.1 307 Temporary Redirect\r\ncontent-length: 0\r\nlocation: %s\r\n\r\n" % location.encode()
    ) as url:
        assert f"a redirect to {told}, which" in refusal(Transport(), url).message


def test_the_servers_clock_is_compared_with_ours() -> None:
    clock = ManualClock(time.time() + 600)
    with Simulator(clock=clock, authenticate=False) as sim:
        with pytest.raises(RequestError) as caught:
            Transport().get(f"{sim.url}/20180222/workRequests/nothing")
        assert caught.value.skew == pytest.approx(600, abs=5)


# Connections that go wrong


@pytest.mark.parametrize("effect", [{"reset": True}, {"close": True}])
def test_a_broken_connection_is_tried_again(sim: Simulator, url: str, effect: dict[str, bool]) -> None:
    sim.fault(**effect)
    fault = refusal(Transport(), url)
    assert (fault.kind, fault.http_status) == (Fault.TRANSIENT, None)
    assert fault.message.startswith(f"GET {url}: the connection failed: ")
    assert Transport().get(url).body["status"] == "ACCEPTED"


def test_a_refused_connection_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    fault = refusal(Transport(), "http://127.0.0.1:%d/x" % port)
    assert fault.kind == Fault.TRANSIENT
    assert fault.message == "GET http://127.0.0.1:%d/x: the connection failed: Connection refused" % port


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
def test_what_is_no_http_is_tried_again(answer: bytes) -> None:
    with raw_server(answer) as url:
        assert refusal(Transport(), url).kind == Fault.TRANSIENT


def test_a_name_that_cannot_be_resolved_is_tried_again() -> None:
    fault = refusal(Transport(), "http://nowhere.invalid/x")
    assert fault.kind == Fault.TRANSIENT
    assert "the host name cannot be resolved" in fault.message


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", f"http://{'a' * 70}/", "http://[::1/", "http://", "x"])
def test_what_cannot_be_sent_ends_it(url: str) -> None:
    fault = refusal(Transport(), url)
    assert fault.kind == Fault.FATAL
    assert " cannot be sent: " in fault.message


def test_credentials_and_queries_are_not_repeated() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    fault = refusal(Transport(), "http://me:hidden@127.0.0.1:%d/x?token=hidden" % port, query={"q": "hidden"})
    assert "hidden" not in fault.message


# Time limits


def test_a_server_that_hangs_is_given_up(sim: Simulator, url: str) -> None:
    sim.fault(delay=60)
    begin = time.monotonic()
    fault = refusal(Transport(), url, 0.3)
    assert time.monotonic() - begin < 20
    assert (fault.kind, fault.message) == (Fault.TRANSIENT, f"GET {url}: no answer within 0.3 s")


def test_the_read_timeout_holds_without_any_other(sim: Simulator, url: str) -> None:
    sim.fault(delay=60)
    begin = time.monotonic()
    assert "no answer within 0.2 s" in refusal(Transport(read_timeout=0.2), url).message
    assert time.monotonic() - begin < 20


def test_a_body_that_comes_byte_by_byte_is_given_up(sim: Simulator, url: str) -> None:
    sim.fault(dribble=0.2)
    begin = time.monotonic()
    assert refusal(Transport(), url, 0.4).kind == Fault.TRANSIENT
    assert time.monotonic() - begin < 20


def test_a_body_that_comes_byte_by_byte_is_given_up_long_before_the_end_of_a_wait(sim: Simulator, url: str) -> None:
    sim.fault(dribble=0.2)
    begin = time.monotonic()
    assert refusal(Transport(connect_timeout=0.1, read_timeout=0.3), url, 3600).kind == Fault.TRANSIENT
    assert time.monotonic() - begin < 20


def test_headers_that_come_byte_by_byte_are_given_up() -> None:
    with raw_server(*(b"%c" % byte for byte in b"HTTP/1.1 200 OK\r\na: b\r\n\r\n{}"), pause=1.0) as url:
        begin = time.monotonic()
        assert refusal(Transport(), url, 0.4).kind == Fault.TRANSIENT
        assert time.monotonic() - begin < 20


def test_a_request_that_was_given_up_stops_reading() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 4000000\r\n\r\n"
    before = set(threading.enumerate())
    with raw_server(head, *[b" " * transport.CHUNK] * 900, pause=0.02) as url:
        assert refusal(Transport(), url, 0.3).kind == Fault.TRANSIENT
        begin = time.monotonic()
        while any(thread.name == NAME for thread in set(threading.enumerate()) - before):
            assert time.monotonic() - begin < 20
            time.sleep(0.01)


def test_a_name_that_takes_for_ever_to_resolve_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def resolve(*_args: object, **_kwargs: object) -> None:
        stop.wait(60)
        raise socket.gaierror("given up")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    begin = time.monotonic()
    try:
        assert refusal(Transport(), "http://nowhere.invalid/x", 0.3).kind == Fault.TRANSIENT
        assert time.monotonic() - begin < 20
    finally:
        stop.set()


def test_a_request_after_the_end_gets_a_moment(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOMENT", 5.0)
    assert Transport().get(url, deadline=time.monotonic() - 5).body["status"] == "ACCEPTED"


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_of_ten_megabytes_is_not_read(sim: Simulator, url: str, status: int) -> None:
    sim.fault(status=status, kind="huge", size=10_000_000)
    fault = refusal(Transport(), url)
    assert fault.kind == Fault.TRANSIENT
    assert "answered with more than 4 MiB" in fault.message


def test_four_megabytes_are_read(sim: Simulator, url: str) -> None:
    sim.fault(status=200, kind="huge", size=transport.MAX_BODY - 20)
    assert len(Transport().get(url).body["id"]) == transport.MAX_BODY - 20


# TLS


@pytest.fixture(scope="module")
def secure() -> Iterator[Simulator]:
    with Simulator(tls=True, authenticate=False) as simulator:
        yield simulator


def test_tls_with_the_authority_that_is_trusted(secure: Simulator) -> None:
    operation = secure.launch("container_engine", outcome=None)
    url = f"{secure.url}/20180222/workRequests/{operation.id}"
    assert Transport(verify=str(secure.ca_file)).get(url).body["status"] == "ACCEPTED"


def test_an_authority_that_nobody_trusts_ends_it(secure: Simulator) -> None:
    fault = refusal(Transport(), f"{secure.url}/x")
    assert fault.kind == Fault.FATAL
    assert "the TLS certificate of the server cannot be trusted" in fault.message
    assert len(secure.journal.of(path="/x")) == 0


def test_a_certificate_for_another_host_ends_it_and_its_names_are_told(
    secure: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **kwargs: real("127.0.0.1", *args, **kwargs))
    fault = refusal(Transport(verify=str(secure.ca_file)), "https://elsewhere.invalid:%d/x" % secure.port)
    assert fault.kind == Fault.FATAL
    assert "It is for localhost" in fault.message or "127.0.0.1" in fault.message


def test_a_handshake_that_is_broken_off_is_tried_again() -> None:
    """A load balancer that restarts does so; that must not end a wait of hours."""
    with raw_server(b"") as url:
        fault = refusal(Transport(), url.replace("http:", "https:"))
    assert fault.kind == Fault.TRANSIENT
    assert "certificate" not in fault.message


@pytest.mark.parametrize("answer", [b"\x15\x03\x01\x00\x02\x02\x28", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_a_server_that_speaks_no_tls_of_ours_ends_it(answer: bytes) -> None:
    with raw_server(answer) as url:
        fault = refusal(Transport(), url.replace("http:", "https:"))
    assert fault.kind == Fault.FATAL
    assert "the TLS connection cannot be made: [SSL: " in fault.message
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
        Transport(verify=str(bundle))


def test_a_bundle_that_the_environment_names_and_that_is_not_there_ends_it(
    secure: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/bundle.pem")
    fault = refusal(Transport(), f"{secure.url}/x")
    assert fault.kind == Fault.FATAL
    assert "/nowhere/bundle.pem" in fault.message


# Trying again


class Naps(list[float]):
    """Stands in for time.sleep and time.monotonic: time passes only in naps."""

    def sleep(self, seconds: float) -> None:
        self.append(seconds)

    def clock(self) -> float:
        return 1000.0 + sum(self)


def test_patience_tries_four_times_with_growing_pauses(sim: Simulator, url: str) -> None:
    sim.fault(status=503, times=3)
    naps = Naps()
    assert Transport(clock=naps.clock, sleep=naps.sleep).get_patiently(url).body["status"] == "ACCEPTED"
    assert [entry.status for entry in sim.journal] == [503, 503, 503, 200]
    assert naps == [pytest.approx(0.5, rel=0.11), pytest.approx(1, rel=0.11), pytest.approx(2, rel=0.11)]


def test_patience_ends_with_the_last_failure(sim: Simulator, url: str) -> None:
    sim.fault(status=503, times=3)
    sim.fault(status=500, times=None)
    naps = Naps()
    with pytest.raises(RequestError) as caught:
        Transport(clock=naps.clock, sleep=naps.sleep).get_patiently(url)
    assert caught.value.fault.http_status == 500
    assert len(sim.journal) == transport.TRIES


@pytest.mark.parametrize("status", [400, 401, 404, 418])
def test_patience_is_not_wasted(sim: Simulator, url: str, status: int) -> None:
    sim.fault(status=status, times=None)
    with pytest.raises(RequestError):
        Transport().get_patiently(url)
    assert len(sim.journal) == 1


def test_patience_waits_as_long_as_the_server_asks(sim: Simulator, url: str) -> None:
    sim.fault(status=429, headers={"Retry-After": "7"})
    naps = Naps()
    Transport(clock=naps.clock, sleep=naps.sleep).get_patiently(url)
    assert naps == [7]


@pytest.mark.parametrize(("give_up_after", "asked"), [(None, "31"), (5.0, "6")])
def test_patience_does_not_sleep_past_the_end(
    sim: Simulator, url: str, give_up_after: float | None, asked: str
) -> None:
    sim.fault(status=429, headers={"Retry-After": asked}, times=None)
    naps = Naps()
    deadline = None if give_up_after is None else naps.clock() + give_up_after
    with pytest.raises(RequestError):
        Transport(clock=naps.clock, sleep=naps.sleep).get_patiently(url, deadline=deadline)
    assert naps == []


def test_one_connection_serves_many_requests(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connections = []
    real = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: connections.append(address) or real(self, address)
    )
    transport = Transport()
    for _each in range(3):
        transport.get(url)
    assert len(connections) == 1


# Budgets


def test_an_endpoint_that_is_sent_too_much_is_sent_less(sim: Simulator, url: str) -> None:
    clock = ManualClock(1000.0)
    transport = Transport(clock=clock, sleep=clock.sleep)
    for _each in range(8):
        transport.get(url)
    sim.fault(status=429)
    refusal(transport, url)
    moments = []
    for _each in range(3):
        transport.get(url)
        moments.append(clock() - 1000.0)
    assert moments == pytest.approx([0.25, 0.5, 0.75], abs=0.03)  # half of the eight that it had answered in a second


def test_another_endpoint_is_not(sim: Simulator, url: str) -> None:
    clock = ManualClock(1000.0)
    transport = Transport(clock=clock, sleep=clock.sleep)
    sim.fault(status=429, headers={"Retry-After": "20"})
    refusal(transport, url)
    transport.get(url.replace("127.0.0.1", "localhost"))
    assert clock() == 1000.0
    transport.get(url)
    assert clock() == 1020.0


def test_a_request_whose_turn_would_come_too_late_is_not_sent(sim: Simulator, url: str) -> None:
    clock = ManualClock(1000.0)
    transport = Transport(clock=clock, sleep=clock.sleep)
    sim.fault(status=429)
    refusal(transport, url)
    with pytest.raises(RequestError) as caught:
        transport.get(url, deadline=1000.1)
    assert (caught.value.fault.kind, caught.value.fault.http_status) == (Fault.TRANSIENT, 429)
    assert "was not sent: the service answers 429" in caught.value.fault.message
    assert len(sim.journal) == 1


# POST, for what only asks


def test_a_post_carries_json(sim: Simulator) -> None:
    resource = {"identifier": "ocid1.thing.oc1.iad.example\u00e9", "entity_type": "thing"}
    operation = sim.launch("container_engine", outcome=None, resources=[resource])
    asked = {"type": "Structured", "query": f"query all resources where identifier = '{resource['identifier']}'"}
    answer = Transport().post_patiently(f"{sim.url}/20180409/resources", body=asked)
    assert [item["compartmentId"] for item in answer.body["items"]] == [operation.compartment_id]
    assert sim.journal[-1].headers["content-type"] == "application/json"


@pytest.mark.parametrize(("status", "tries"), [(503, 4), (429, 4), (400, 1), (403, 1), (404, 1), (201, 1)])
def test_a_post_is_tried_again_like_a_get(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch, status: int, tries: int
) -> None:
    monkeypatch.setattr(transport, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(transport, "LONGEST_PAUSE", 0.0)
    sim.fault(method="POST", status=status, times=None)
    with pytest.raises(RequestError) as caught:
        Transport().post_patiently(f"{sim.url}/20180409/resources", body={})
    assert (caught.value.fault.http_status, len(sim.journal)) == (status, tries)
    assert caught.value.fault.message.startswith("POST %s/20180409/resources answered %d" % (sim.url, status))


def test_a_post_answered_without_json_is_tried_again(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(transport, "LONGEST_PAUSE", 0.0)
    sim.fault(method="POST", body="<html>", status=200, times=2)
    asked = {"type": "Structured", "query": "query all resources where identifier = 'x'"}
    assert Transport().post_patiently(f"{sim.url}/20180409/resources", body=asked).body == {"items": []}
    assert len(sim.journal) == 3
