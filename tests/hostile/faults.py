# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of faults: what the server does, and what that means for the request that it is done to."""

from __future__ import annotations

import email.utils
import functools
import gzip
import itertools
import json
import socket
import time
import zlib
from typing import Any, Callable, Iterator, NamedTuple, Optional, Sequence

from .server import Talk
from .wire import PLACES, Answer, Header, to_json

Play = Callable[[Talk], None]


class Means:
    """What a fault means for one request. points.py says what that leads to, at each point of a task."""

    GOOD = "the answer is as good as any"
    TRANSIENT = "a transient error"
    LATE = "a transient error whose Retry-After is beyond every deadline"
    THROTTLED = "throttled"
    BLOCKED = "throttled for longer than every deadline"
    UNUSABLE = "an answer without what it should have"
    MISSING = "there is no such operation, which may be too early to say"
    FATAL = "no retry can help"
    ODD = "a status that is not known, which is taken for pending"
    UNKNOWN_HOST = "the name of the host is not resolved"


class Fault(NamedTuple):
    """One thing that a server does to a request, or to the connection for it.

    play is what it does to the request. Faults of connections have instead: broken, what Server.broken is; refuses, or
    lookup, an error number of getaddrinfo. secure: over TLS only. body_only: it is in the body of an answer with status 200,
    which no request to cancel needs. calls are those that it makes sense for; None are all. api: "oci" or "goldengate", where
    it is a fault of one only. bounded: its memory is measured, in a process of its own. clock: by so many seconds jumps the
    clock of the client's host, in such a process.
    """

    name: str
    group: str
    means: str
    play: Optional[Play] = None
    broken: str = ""
    refuses: bool = False
    lookup: Optional[int] = None
    secure: bool = False
    body_only: bool = False
    calls: Optional[frozenset[str]] = None
    api: str = ""
    bounded: bool = False
    clock: float = 0.0

    @property
    def is_of_connection(self) -> bool:
        return bool(self.broken or self.refuses or self.lookup is not None)


#: The fault that is none.
NOTHING = Fault("nothing", "nothing", Means.GOOD)
GET = frozenset(("get",))
#: All but the request to cancel, whose answer is known by its status line.
READS = frozenset(("get", "list", "list of polls", "errors", "errors page 2", "logs", "search", "result", "oggerr"))


#: What the groups of faults are, as the documentation names them.
GROUPS = {
    "connections": "refused, accepted and closed, reset or mute; closed, reset, hanging or dripping at every place of an answer",
    "DNS": "names that do not exist, resolvers that fail or hang",
    "TLS": "certificates that are self-signed, expired, of another name or authority; handshakes that fail, break off or hang",
    "statuses": "every status from 300 to 599, each with JSON, HTML, cut and empty bodies",
    "other statuses": "1xx, other 2xx, and what is no status",
    "Retry-After": "seconds, dates, negative, huge and nonsense, beside 200, 429 and 503",
    "redirects": "relative, to the same place for ever, to other hosts, files and nonsense, with every status from 300 to 308",
    "bombs": "gzip of 256 MiB, endless bodies, headers, chunks and 100 Continue, JSON that is deep; memory is measured",
    "forms of answers": "encodings, lengths, chunks and headers as they should and should not be, other protocols",
    "bodies": "200 with nothing, HTML, half of the answer, or JSON of another kind",
    "what answers say": "other ids, odd percentages, times, texts and statuses, depth and size",
    "clocks": "a server's clock that is wrong, and a host's that jumps",
    "secrets": "answers that repeat the Authorization header",
}


def replies(change: Callable[[Answer], Answer]) -> Play:
    """Sends the right answer with a change, which does not make it less right."""
    return lambda talk: talk.reply(change(talk.answer))


def says(change: Callable[[Answer], Answer]) -> Play:
    """Sends an answer that is not right."""
    return lambda talk: talk.send(change(talk.answer).wire())


def sends(data: bytes | Callable[[Talk], bytes], *, believed: bool = False, closes: bool = False) -> Play:
    """Sends these bytes; believed: they are the right answer in another form."""

    def play(talk: Talk) -> None:
        if believed:
            talk.believe(talk.answer.word)
        talk.send(data(talk) if callable(data) else data)
        if closes:
            talk.close()

    return play


def then(data: Callable[[Answer], bytes], how: Callable[[Talk], Any]) -> Play:
    """Sends the beginning of an answer, and then does this."""

    def play(talk: Talk) -> None:
        talk.send(data(talk.answer))
        how(talk)

    return play


# Connections


def connections() -> Iterator[Fault]:
    group = "connections"
    for place, data in PLACES.items():
        for verb, how in (("closed", Talk.close), ("reset", Talk.reset), ("hangs", Talk.hang)):
            if verb != "hangs" and place == "in the last chunk":
                continue  # nothing of the body is missing
            calls = None if place in ("before the status line", "in the status line") else READS
            yield Fault(f"{verb} {place}", group, Means.TRANSIENT, then(data, how), calls=calls)
    for verb, broken in (("closed", "closed"), ("reset", "reset"), ("mute", "mute")):
        yield Fault(f"connection accepted and {verb}", group, Means.TRANSIENT, broken=broken)
    yield Fault("connection refused", group, Means.TRANSIENT, refuses=True)
    for name, data in {
        "the status line": lambda answer: b"HTTP/1.1 200 ",
        "a header": lambda answer: answer.head()[:-2] + b"X-Drip: ",
        "the headers": lambda answer: answer.head()[:-2],
        "the body": lambda answer: answer.head(("Content-Length", "100000")),
        "a chunk": lambda answer: answer.head(("Transfer-Encoding", "chunked")) + b"100000\r\n",
        "the body of no length": lambda answer: answer.head(("Connection", "close")),
    }.items():
        drip = b"a: b\r\n" if name == "the headers" else b" "
        yield Fault(f"drips for ever in {name}", group, Means.TRANSIENT, then(data, _dripping(drip)), calls=READS)
    yield Fault("drips 100 Continue for ever", group, Means.TRANSIENT, _dripping(b"HTTP/1.1 100 Continue\r\n\r\n"))
    yield Fault("drips an answer that is complete in time", group, Means.GOOD, _drips)


def _dripping(data: bytes) -> Play:
    return lambda talk: talk.repeat(data, 0.05)


def _drips(talk: Talk) -> None:
    data = talk.answer.wire()
    step = len(data) // 10 + 1
    talk.believe(talk.answer.word)
    for at in range(0, len(data), step):
        talk.send(data[at : at + step])
        time.sleep(0.01)


# Names


def names() -> Iterator[Fault]:
    group = "DNS"
    for name in ("EAI_NONAME", "EAI_NODATA", "EAI_AGAIN", "EAI_FAIL", "EAI_SYSTEM", "EAI_MEMORY"):
        yield Fault(f"host name lookup: {name}", group, Means.UNKNOWN_HOST, lookup=getattr(socket, name))
    yield Fault("host name lookup hangs", group, Means.TRANSIENT, lookup=0)


# TLS


def handshakes() -> Iterator[Fault]:
    group = "TLS"
    for certificate in ("self-signed", "another name", "expired", "another authority"):
        yield Fault(f"certificate: {certificate}", group, Means.FATAL, broken=certificate, secure=True)
    yield Fault("nothing newer than TLS 1.1", group, Means.FATAL, broken="TLS 1.1", secure=True)
    yield Fault("plain HTTP on a TLS port", group, Means.FATAL, broken="plain", secure=True)
    yield Fault("garbage in place of a handshake", group, Means.FATAL, broken="garbage", secure=True)
    yield Fault("handshake failure alert", group, Means.FATAL, broken="alert", secure=True)
    for broken in ("half a handshake", "half a handshake, mute", "closed", "reset", "mute"):
        yield Fault(f"handshake: {broken}", group, Means.TRANSIENT, broken=broken, secure=True)
    yield Fault("closed in the body without close_notify", group, Means.TRANSIENT, _cut_tls, secure=True, calls=READS)


def _cut_tls(talk: Talk) -> None:
    talk.send(PLACES["in the body"](talk.answer))
    talk.connection.unwrap = None
    talk.close()


# Statuses


def means_of(status: int) -> str:
    """What a status means, as the guide promises it."""
    if status == 404:
        return Means.MISSING
    if status == 429:
        return Means.THROTTLED
    if status == 408 or (status >= 500 and status != 501):
        return Means.TRANSIENT
    return Means.FATAL


HTML = b"<html><head><title>Gateway</title></head><body><h1>Not now</h1></body></html>"
BODIES: dict[str, Callable[[int], bytes]] = {
    "JSON": lambda status: to_json({"code": f"Hostile{status}", "message": f"This is answer {status}."}),
    "empty": lambda status: b"",
    "HTML": lambda status: HTML,
    "cut": lambda status: to_json({"code": f"Hostile{status}", "message": "This answer is cut"}),
}


def statuses() -> Iterator[Fault]:
    for status in range(300, 600):
        for form in BODIES:
            yield status_fault(status, form)


def status_fault(status: int, form: str) -> Fault:
    return Fault(f"{status}, {form} body", "statuses", means_of(status), functools.partial(_status, status, form))


def _status(status: int, form: str, talk: Talk) -> None:
    body = BODIES[form](status)
    answer = Answer(status, body, (("Content-Type", "text/html" if form == "HTML" else "application/json"),))
    if form == "cut":
        talk.send(answer.wire()[:-9])
        talk.close()
    talk.send(answer.wire())


def other_statuses() -> Iterator[Fault]:
    group = "other statuses"
    for status in ("101 Switching Protocols", "102 Processing", "103 Early Hints"):
        yield Fault(f"{status}, and nothing more", group, Means.TRANSIENT, sends(f"HTTP/1.1 {status}\r\n\r\n".encode()))
    for status in (202, 204, 206, 226, 299):
        answer = Answer(status, b"" if status == 204 else HTML)
        # A request to cancel may be answered with any 2xx.
        yield Fault(f"{status} to a GET", group, Means.FATAL, sends(answer.wire()), api="oci", calls=READS)
    for line in ("HTTP/1.1 600 Odd", "HTTP/1.1 999 Odd"):
        yield Fault(line, group, Means.TRANSIENT, sends(f"{line}\r\nContent-Length: 0\r\n\r\n".encode()))
    for line in (
        "HTTP/1.1 000 Odd",
        "HTTP/1.1 99 Odd",
        "HTTP/1.1 20 Odd",
        "HTTP/1.1 abc Odd",
        "HTTP/1.1 -200 Odd",
        "HTTP/1.1",
    ):
        yield Fault(line, group, Means.TRANSIENT, sends(f"{line}\r\nContent-Length: 0\r\n\r\n".encode(), closes=True))
    conflict = to_json({"code": "IncorrectState", "message": "Between two states."})
    yield Fault("409 IncorrectState", group, Means.TRANSIENT, sends(Answer(409, conflict).wire()), api="oci")


# Retry-After


def _date(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


#: Forms of Retry-After, and whether what they ask for is beyond every deadline.
WAITS: dict[str, tuple[Callable[[], str], bool]] = {
    "0": (lambda: "0", False),
    "1": (lambda: "1", False),
    "1.5": (lambda: "1.5", False),
    "0.0": (lambda: "0.0", False),
    "negative": (lambda: "-5", False),
    "negative float": (lambda: "-0.5", False),
    "with blanks": (lambda: "  1  ", False),
    "plus sign": (lambda: "+1", False),
    "exponent": (lambda: "1e9", False),
    "hexadecimal": (lambda: "0x10", False),
    "NaN": (lambda: "NaN", False),
    "Infinity": (lambda: "Infinity", False),
    "empty": (lambda: "", False),
    "nonsense": (lambda: "soon", False),
    "two numbers": (lambda: "1, 2", False),
    "number with unit": (lambda: "1s", False),
    "400 digits": (lambda: "9" * 400, False),
    "huge": (lambda: "999999999", True),
    "one hour": (lambda: "3600", True),
    "date in a second": (lambda: _date(1), False),
    "date in the past": (lambda: _date(-3600), False),
    "date of 1970": (lambda: "Thu, 01 Jan 1970 00:00:00 GMT", False),
    "date of 2099": (lambda: "Thu, 01 Jan 2099 00:00:00 GMT", True),
    "date of year 9999": (lambda: "Fri, 31 Dec 9999 23:59:59 GMT", True),
    "obsolete date": (lambda: "Sunday, 06-Nov-94 08:49:37 GMT", False),
    "date of asctime": (lambda: "Sun Nov  6 08:49:37 1994", False),
    "impossible date": (lambda: "Thu, 99 Foo 2026 25:61:61 GMT", False),
    "date of ISO 8601": (lambda: "2099-01-01T00:00:00Z", False),
}


def retry_afters() -> Iterator[Fault]:
    for name, (value, is_late) in WAITS.items():
        for status in (503, 429):
            answer = Answer(status, to_json({"code": "TryLater", "message": "Not now."}))
            late = Means.BLOCKED if status == 429 else Means.LATE
            means = late if is_late else means_of(status)
            yield Fault(f"{status} with Retry-After: {name}", "Retry-After", means, _waits(answer, value))
        yield Fault(f"200 with Retry-After: {name}", "Retry-After", Means.GOOD, _waits(None, value))


def _waits(answer: Optional[Answer], value: Callable[[], str]) -> Play:
    header = "Retry-After"
    if answer is None:
        return replies(lambda right: right.having((header, value())))
    return lambda talk: talk.send(answer.having((header, value()), ("Date", _date(0))).wire())


# Redirects


def redirects() -> Iterator[Fault]:
    places: dict[str, Callable[[Talk], Sequence[Header]]] = {
        "relative": lambda talk: [("Location", "/elsewhere")],
        "to the same URL, for ever": lambda talk: [("Location", talk.server.url + talk.request.path)],
        "to another host": lambda talk: [("Location", f"{talk.server.trap}/taken")],
        "to another host, without a scheme": lambda talk: [
            ("Location", f"//{talk.server.trap.partition('//')[2]}/taken")
        ],
        "with credentials": lambda talk: [("Location", f"http://user:pass@{talk.server.trap.partition('//')[2]}/")],
        "to a file": lambda talk: [("Location", "file:///etc/passwd")],
        "to nowhere": lambda talk: [],
        "to an empty place": lambda talk: [("Location", "")],
        "to nonsense": lambda talk: [("Location", "http://[::bad")],
        "with control characters": lambda talk: [("Location", "http://x/\x1b[2J\x07y")],
        "to a URL of 60 kB": lambda talk: [("Location", "http://x/" + "y" * 60000)],
        "by Refresh": lambda talk: [("Refresh", f"0; url={talk.server.trap}/taken")],
    }
    for status in (300, 301, 302, 303, 304, 305, 306, 307, 308):
        for place, headers in places.items():
            yield Fault(f"{status} {place}", "redirects", Means.FATAL, _redirect(status, headers))


def _redirect(status: int, headers: Callable[[Talk], Sequence[Header]]) -> Play:
    return lambda talk: talk.send(Answer(status, b"", tuple(headers(talk))).wire())


# Bombs

MIB = 1024 * 1024


@functools.lru_cache(maxsize=1)
def bomb() -> bytes:
    """256 MiB of zeros, compressed with gzip to some 300 kB. Its checksum is wrong, which is known only after the end."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + block * 256 + packer.flush() + bytes(8)


def bombs() -> Iterator[Fault]:
    def add(name: str, means: str, play: Play) -> Fault:
        return Fault(name, "bombs", means, play, bounded=True)

    for status in (200, 302, 401, 404, 503):
        means = Means.TRANSIENT if status == 200 else means_of(status)
        yield add(f"{status} with gzip of 256 MiB", means, _packed(status))
        yield add(f"{status} with an endless body", means, _endless(status, b"x" * 65536))
        yield add(f"{status} with endless chunks", means, _endless_chunks(status))
        yield add(f"{status} with a body that hangs", means, _endless(status, b""))
    yield add("endless header", Means.TRANSIENT, _endlessly(b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x" * 65536))
    yield add("endless headers", Means.TRANSIENT, _endlessly(b"HTTP/1.1 200 OK\r\n", b"X-Endless: x\r\n" * 1000))
    yield add("endless status line", Means.TRANSIENT, _endlessly(b"HTTP/1.1 200 ", b"x" * 65536))
    yield add("100 Continue for ever", Means.TRANSIENT, _endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500))
    yield add(
        "100 Continue with endless headers", Means.TRANSIENT, _endlessly(b"HTTP/1.1 100 Go on\r\n", b"A: b\r\n" * 1000)
    )
    chunk = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield add("endless extension of a chunk", Means.TRANSIENT, _endlessly(chunk + b"5;a=", b"x" * 65536))
    yield add("endless trailers", Means.TRANSIENT, _endlessly(chunk + b"2\r\n{}\r\n0\r\n", b"A: b\r\n" * 1000))
    yield add("JSON nested 100,000 deep", Means.TRANSIENT, says(lambda right: right._replace(body=b"[" * 100000)))
    yield add(
        "JSON of 3 MB in a string",
        Means.TRANSIENT,
        says(lambda right: right._replace(body=b'"' + b"x" * 3 * MIB + b'"')),
    )
    yield add("a number of a million digits", Means.TRANSIENT, says(lambda right: right._replace(body=b"9" * 1000000)))


def _packed(status: int) -> Play:
    headers = (("Content-Encoding", "gzip"), ("Location", "/elsewhere"))
    return lambda talk: talk.send(Answer(status, bomb(), headers).wire())


def _endless(status: int, data: bytes) -> Play:
    def play(talk: Talk) -> None:
        talk.send(Answer(status, b"", (("Location", "/elsewhere"),)).head(("Content-Length", "99999999999")))
        if not data:
            talk.hang()
        talk.repeat(data)

    return play


def _endless_chunks(status: int) -> Play:
    def play(talk: Talk) -> None:
        talk.send(Answer(status, b"", (("Location", "/elsewhere"),)).head(("Transfer-Encoding", "chunked")))
        talk.repeat(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    return play


def _endlessly(begin: bytes, data: bytes) -> Play:
    def play(talk: Talk) -> None:
        talk.send(begin)
        talk.repeat(data)

    return play


# Forms of answers


def forms() -> Iterator[Fault]:
    group = "forms of answers"

    def good(name: str, data: Callable[[Answer], bytes], closes: bool = False) -> Fault:
        return Fault(name, group, Means.GOOD, sends(lambda talk: data(talk.answer), believed=True, closes=closes))

    def bad(name: str, data: bytes | Callable[[Talk], bytes], closes: bool = True) -> Fault:
        return Fault(name, group, Means.TRANSIENT, sends(data, closes=closes))

    def bad_body(name: str, data: Callable[[Answer], bytes]) -> Fault:
        return bad(name, lambda talk: data(talk.answer))._replace(calls=READS)

    yield good("in chunks", Answer.chunked)
    yield good("in chunks, and closed before the last line feed", lambda answer: answer.chunked()[:-3], True)
    yield good("in a chunk for each byte", lambda answer: answer.chunked(10**6))
    yield good(
        "HTTP/1.0 without a length", lambda answer: answer.head().replace(b"HTTP/1.1", b"HTTP/1.0") + answer.body, True
    )
    yield good("without a reason phrase", lambda answer: answer.wire().replace(b" OK\r\n", b"\r\n", 1))
    yield good("bare line feeds", lambda answer: answer.wire().replace(b"\r\n", b"\n"))
    yield good("after 100 Continue", lambda answer: b"HTTP/1.1 100 Continue\r\n\r\n" + answer.wire())
    yield good("after 50 of 100 Continue", lambda answer: b"HTTP/1.1 100 Continue\r\n\r\n" * 50 + answer.wire())
    yield good("with more behind it", lambda answer: answer.wire() + b"GARBAGE" * 100)
    yield good("with another answer behind it", lambda answer: answer.wire() + Answer(500, b"{}").wire())
    yield good("length and chunks", lambda answer: answer.having(("Content-Length", "7")).chunked())
    yield good("length is nonsense", lambda answer: answer.head(("Content-Length", "many")) + answer.body, True)
    yield good("length is negative", lambda answer: answer.head(("Content-Length", "-7")) + answer.body, True)
    yield good("headers in lower case", lambda answer: _lower_case(answer.wire()))
    yield good("folded header", lambda answer: answer.having(("X-Folded", "a\r\n b")).wire())
    yield good("header that is not ASCII", lambda answer: answer.having(("X-Odd", "\xe4\xf6\xff")).wire())
    yield good(
        "header with control characters", lambda answer: answer.having(("opc-request-id", "\x1b[2J\x07X")).wire()
    )
    yield good("byte order mark", lambda answer: answer._replace(body=b"\xef\xbb\xbf" + answer.body).wire())
    yield good("UTF-16", lambda answer: answer._replace(body=answer.body.decode().encode("utf-16")).wire())
    yield good("blanks around it", lambda answer: answer._replace(body=b" \r\n\t" + answer.body + b"\n\n").wire())
    yield good("gzip", lambda answer: _encoded(answer, "gzip", gzip.compress))
    yield good("deflate", lambda answer: _encoded(answer, "deflate", zlib.compress))
    yield good("content type is nonsense", lambda answer: answer.having(("Content-Type", "\x00/;;=")).wire())
    yield good("a request id of 60 kB", lambda answer: answer.having(("opc-request-id", "x" * 60000)).wire())
    yield good("sets cookies", lambda answer: answer.having(("Set-Cookie", "session=stolen; Path=/")).wire())
    yield good("a hundred kB of Date", lambda answer: answer.having(("Date", "x" * 30000)).wire())
    yield bad_body(
        "chunks of negative size", lambda answer: answer.head(("Transfer-Encoding", "chunked")) + b"-5\r\nabcde\r\n"
    )
    yield bad_body(
        "chunks of no size", lambda answer: answer.head(("Transfer-Encoding", "chunked")) + b"zz\r\nabcde\r\n"
    )
    yield bad_body(
        "a chunk of 2**64 bytes",
        lambda answer: answer.head(("Transfer-Encoding", "chunked")) + b"ffffffffffffffff\r\nabc",
    )
    yield bad("101 headers", lambda talk: talk.answer.having(*((f"X-{n}", "1") for n in range(101))).wire())
    yield bad("a header of 70 kB", lambda talk: talk.answer.having(("X-Long", "x" * 70000)).wire())
    yield bad(
        "two lengths that differ",
        lambda talk: talk.answer.head(("Content-Length", "7"), ("Content-Length", "9")) + talk.answer.body,
    )
    yield bad_body("broken gzip", lambda answer: answer.having(("Content-Encoding", "gzip")).wire())
    for name, data in {
        "banner of SSH": b"SSH-2.0-OpenSSH_9.6\r\n",
        "a TLS record": b"\x15\x03\x01\x00\x02\x02\x28",
        "zeros": bytes(1000),
        "every byte": bytes(range(256)) * 10,
        "line feeds": b"\n" * 1000,
        "HTTP/2": b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64",
        "a page without headers": HTML,
        "another protocol": b"220 mail.example.com ESMTP\r\n",
    }.items():
        yield bad(f"{name} in place of an answer", data)


def _lower_case(data: bytes) -> bytes:
    head, blank, body = data.partition(b"\r\n\r\n")
    first, *headers = head.split(b"\r\n")
    lower = [b":".join((name.lower(), value)) for name, _colon, value in (each.partition(b":") for each in headers)]
    return b"\r\n".join([first, *lower]) + blank + body


def _encoded(answer: Answer, coding: str, encode: Callable[[bytes], bytes]) -> bytes:
    return answer.having(("Content-Encoding", coding))._replace(body=encode(answer.body)).wire()


# Bodies


def bodies() -> Iterator[Fault]:
    for name, body in {
        "nothing": b"",
        "HTML": HTML,
        "half of the answer": None,
        "bytes that are no UTF-8": b"\xff\xfe\xfd{}",
        "null": b"null",
        "true": b"true",
        "a number": b"42",
        "a string": b'"SUCCEEDED"',
        "an object without anything": b"{}",
        "two objects": b"{}{}",
        "NaN": b"NaN",
        "a number of 5,000 digits": b"1" * 5000,
        "an error in a 200": to_json({"code": "InternalError", "message": "Something broke."}),
    }.items():
        play = says(functools.partial(_with_body, body))
        is_json = name in ("true", "a number", "a string", "an object without anything", "an error in a 200")
        means = Means.UNUSABLE if is_json else Means.TRANSIENT
        # As an entry of errors or logs it is one.
        calls = READS - {"errors", "errors page 2", "logs"} if name == "an error in a 200" else None
        yield Fault(f"200 with {name}", "bodies", means, play, body_only=True, calls=calls)
    play = says(lambda right: right._replace(body=b'["x"]'))
    yield Fault("200 with a list in place of an object", "bodies", Means.UNUSABLE, play, calls=GET)


def _with_body(body: Optional[bytes], right: Answer) -> Answer:
    return right._replace(body=right.body[: len(right.body) // 2] if body is None else body)


# What is in an answer about an operation

ODD_NUMBERS: dict[str, Any] = {
    "-5": -5, "250": 250, "1e308": 1e308, "NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf"), "a string": "50",
    "true": True, "null": None, "a list": [], "an object": {}, "300 digits": 10**300, "-0.0": -0.0,
}  # fmt: skip
ODD_TIMES: dict[str, Any] = {
    "empty": "", "null": None, "a number": 0, "a word": "yesterday", "year 1": "0001-01-01T00:00:00Z",
    "year 9999": "9999-12-31T23:59:59Z", "year of 20 digits": "9" * 20 + "-01-01T00:00:00Z", "day 30 of February": "2026-02-30T00:00:00Z",
    "zone of 99 hours": "2026-01-01T00:00:00+99:59", "control characters": "2026\x1b[2J\x07", "a list": [], "in ten years": "2036-01-01T00:00:00Z",
    "a leap second": "2026-06-30T23:59:60Z", "100 kB": "2" * 100000,
}  # fmt: skip
TERMINAL = "\x1b]0;owned\x07\x1b[2J\u202e"
DEEP: Any = functools.reduce(lambda inner, _n: [inner], range(600), 1)


def payloads() -> Iterator[Fault]:
    group = "what answers say"
    fields = {
        "oci": ("timeAccepted", "timeStarted", "timeFinished"),
        "goldengate": ("startTime", "endTime"),
        "resources": ("timeCreated", "timeUpdated"),
    }

    def good(name: str, api: str, **changes: Any) -> Fault:
        return Fault(name, group, Means.GOOD, replies(lambda right: _changed(right, changes)), calls=GET, api=api)

    def big(name: str, api: str, **changes: Any) -> Fault:
        return good(name, api, **changes)._replace(bounded=True)

    def bad(name: str, api: str, **changes: Any) -> Fault:
        return Fault(name, group, Means.UNUSABLE, says(lambda right: _changed(right, changes)), calls=GET, api=api)

    for name, value in ODD_NUMBERS.items():
        yield good(f"percentage: {name}", "oci", percentComplete=value)
    for api, names in fields.items():
        for (name, value), field in zip(ODD_TIMES.items(), itertools.cycle(names)):
            yield good(f"{field}: {name}", api, **{field: value})
    for name, value in {
        "null": None,
        "a string": "x",
        "null in it": [None],
        "a number": 5,
        "odd entries": [{"identifier": 7}, [], "x", {}],
    }.items():
        yield good(f"resources: {name}", "oci", resources=value)
        yield good(f"messages: {name}", "goldengate", messages=value)
    for api in fields:
        yield good("nested 600 deep", api, more=DEEP)
        yield good("NaN and Infinity in it", api, more=[float("nan"), float("inf"), float("-inf")])
        yield good("half of a surrogate pair in it", api, more="\ud800")
        yield big("a key of 100 kB", api, **{"x" * 100000: 1})
        yield big("100,000 keys", api, more={str(n): n for n in range(100000)})
    yield big("operation type of 3 MB", "oci", operationType="x" * 3000000)
    yield good("operation type that writes on the terminal", "oci", operationType=TERMINAL)
    yield good("operation type: a list", "oci", operationType=["x"])
    for name in ("displayName", "compartmentId", "lifecycleDetails"):
        yield big(f"{name} of 3 MB", "resources", **{name: "x" * 3000000})
        yield good(f"{name} that writes on the terminal", "resources", **{name: TERMINAL})
        for form, value in {"a list": [TERMINAL], "a number": 7, "an object": {"message": TERMINAL}}.items():
            yield good(f"{name}: {form}", "resources", **{name: value})
    said = json.dumps({"code": "InternalError", "message": json.dumps({"message": TERMINAL + "Out of capacity"})})
    yield good("lifecycleDetails that are JSON in JSON", "resources", lifecycleDetails=said)
    yield good("id: null", "resources", id=None)
    yield good("id: a number", "resources", id=7)
    for form, change in {
        "in lower case": str.lower,
        "in capitals and small": str.title,
        "with blanks": " {}\n".format,
    }.items():
        play = replies(functools.partial(_in_other_form, change))
        yield Fault(f"lifecycleState {form}", group, Means.GOOD, play, calls=GET, api="resources")
    word = {"oci": "status", "goldengate": "progress", "resources": "lifecycleState"}
    for api, field in word.items():
        for name, value in {
            "null": None,
            "empty": "",
            "blanks": "   ",
            "a list": ["SUCCEEDED", "ACTIVE"],
            "an object": {},
        }.items():
            yield bad(f"{field}: {name}", api, **{field: value})
        for name, value in {
            "unknown": "REWINDING",
            "that writes on the terminal": TERMINAL + "X",
            "of 10 kB": "x" * 10000,
        }.items():
            play = replies(functools.partial(_of_word, field, value))
            yield Fault(f"{field}: {name}", group, Means.ODD, play, calls=GET, api=api)
    other = "ocid1.networkfirewallworkrequest.oc1.iad.aaaaaaaaanotherworkrequestthanthatwhichwasaskedforxxxxxxxxxxx"
    for status in ("SUCCEEDED", "FAILED"):
        yield bad(f"another id, {status}", "oci", id=other, status=status)
        yield Fault(
            f"another id in a list, {status}",
            group,
            Means.GOOD,
            says(lambda right, status=status: right.saying({"items": [{"id": other, "status": status}]})),
            calls=frozenset(("list of polls",)),
        )
    for type_ in ("networkfirewall", "networkfirewallpolicy", "instance"):
        other = f"ocid1.{type_}.oc1.iad.aaaaaaaaanotherresourcethanthatwhichwasaskedforxxxxxxxxxxxxxxxxxxxxx"
        for state in ("ACTIVE", "FAILED", "DELETED"):
            yield bad(f"another {type_}, {state}", "resources", id=other, lifecycleState=state)
    links = [{"rel": "canonical", "href": "https://gate.example/services/v2/requests/987654321"}]
    for progress in ("complete", "failed"):
        yield bad(f"links of another request, {progress}", "goldengate", links=links, progress=progress)


def _changed(right: Answer, changes: dict[str, Any]) -> Answer:
    body = json.loads(right.body)
    inner = body.get("response") if isinstance(body.get("response"), dict) else body
    for key, value in changes.items():
        (body if key in ("links", "messages") else inner)[key] = value
    return right.saying(body)


def _in_other_form(change: Callable[[str], str], right: Answer) -> Answer:
    """The state of a resource as another service might write it; an answer that has none is left as it is."""
    body = json.loads(right.body)
    word = change(body["lifecycleState"]) if "lifecycleState" in body else right.word
    return right.saying({**body, "lifecycleState": word})._replace(word=word)


def _of_word(field: str, word: str, right: Answer) -> Answer:
    return _changed(right, {field: word})._replace(word=word)


# Clocks


def clocks() -> Iterator[Fault]:
    group = "clocks"
    for name, value in {
        "of 1970": "Thu, 01 Jan 1970 00:00:00 GMT",
        "of 9999": "Fri, 31 Dec 9999 23:59:59 GMT",
        "that is no date": "never",
        "that is impossible": "Thu, 31 Feb 2026 25:00:00 GMT",
        "an hour ago": _date(-3600),
        "in an hour": _date(3600),
    }.items():
        yield Fault(
            f"Date {name}", group, Means.GOOD, replies(lambda right, value=value: right.having(("Date", value)))
        )
        play = sends(Answer(503, b"", (("Date", value), ("Retry-After", "0"))).wire())
        yield Fault(f"503 with a Date {name}", group, Means.TRANSIENT, play)
    for name, seconds in {"a year back": -31536000.0, "a year on": 31536000.0, "an hour back": -3600.0}.items():
        play = replies(lambda right: right)
        yield Fault(f"the host's clock jumps {name}", group, Means.GOOD, play, clock=seconds)


# Secrets that come back


def echoes() -> Iterator[Fault]:
    def echo(talk: Talk) -> str:
        return talk.request.headers.get("authorization", "")

    group = "secrets"
    for status in (400, 503):
        yield Fault(
            f"{status} that repeats the Authorization header",
            group,
            means_of(status),
            lambda talk, status=status: talk.send(
                Answer(status, to_json({"code": "Echo", "message": f"You sent {echo(talk)}"})).wire()
            ),
        )
    yield Fault(
        "302 to a URL with the Authorization header",
        group,
        Means.FATAL,
        lambda talk: talk.send(Answer(302, b"", (("Location", f"http://x/{echo(talk)}"),)).wire()),
    )
    yield Fault(
        "500 with a page that repeats the Authorization header",
        group,
        Means.TRANSIENT,
        lambda talk: talk.send(Answer(500, f"<p>{echo(talk)}</p>".encode()).wire()),
    )


@functools.lru_cache(maxsize=1)
def table() -> tuple[Fault, ...]:
    """Every fault."""
    parts = (
        connections, names, handshakes, statuses, other_statuses, retry_afters, redirects, bombs, forms, bodies, payloads, clocks, echoes,
    )  # fmt: skip
    found = tuple(fault for part in parts for fault in part())
    assert len({(fault.name, fault.api) for fault in found}) == len(found)
    return found
