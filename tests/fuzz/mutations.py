# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an answer is changed by chance: its bytes, its status line and headers, how its body is encoded, and the values in its JSON."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from typing import Any, Callable

#: Pieces that mean something to those who read HTTP, JSON or text.
PIECES = [
    b"\r\n", b"\n", b"\r\n\r\n", b"\0", b":", b" ", b"\t", b"0\r\n\r\n", b"ffffffffffffffff\r\n", b"-1\r\n", b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n", b"Content-Length: 5\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1b[31m", b"\\ud800", b"\xe2\x80\xae",
    b"{", b"}", b"[", b"]", b'"', b"null", b"NaN", b"Infinity", b"1e999", b"-0", b"\\u0000", b"\\", b"9" * 400, b"[" * 5000, b'{"a":' * 700,
]  # fmt: skip
STATUSES = [
    b"200 OK",
    b"200",
    b"202 Accepted",
    b"204 No Content",
    b"206 Partial",
    b"304 Not Modified",
    b"301 Moved",
    b"400 Bad",
    b"401 No",
    b"404 Not Found",
    b"409 Conflict",
    b"429 Slow",
    b"500 Oops",
    b"503 Later",
    b"999 ?",
    b"000 ?",
    b"-1 ?",
    b"\xff\xff",
    b"20 0",
    b"100 Continue",
]
HEADERS = [
    b"Content-Length: 0", b"Content-Length: 3", b"Content-Length: -5", b"Content-Length: 99999999999999999999", b"Content-Length: 1, 2",
    b"Content-Length: x", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Content-Encoding: gzip", b"Content-Encoding: br",
    b"Content-Encoding: deflate", b"Content-Encoding: zstd", b"Content-Encoding: gzip, gzip", b"Content-Type: text/html; charset=utf-16",
    b"Retry-After: 3600", b"Retry-After: -1", b"Retry-After: 1e9", b"Retry-After: Sun, 99 Nov 2099 99:99:99 GMT", b"Retry-After: \xff",
    b"Date: Thu, 01 Jan 1970 00:00:00 GMT", b"Date: Fri, 31 Dec 9999 23:59:60 GMT", b"Date: Fri, 31 Dec 9999 23:59:59 -9999", b"Date: 0",
    b"Location: http://169.254.169.254/", b"Location: //\xff", b"opc-next-page: a", b"opc-next-page: ?&#%00/..", b"opc-next-page: " + b"a" * 9000,
    b"opc-request-id: \x1b[31m", b"opc-request-id: " + b"A" * 60000, b"Set-Cookie: a=b", b"Connection: keep-alive", b"Upgrade: h2c", b": x",
    b"X-Long: " + b"x" * 70000, b"folded: a\r\n b", b"no colon", b"\xf0\x9f\x92\xa9: 1",
]  # fmt: skip
STRINGS = [
    "",
    " ",
    "\0",
    "\x1b]0;title\x07",
    "\ud800",
    "\u202e",
    "line\nline",
    "\ufeff",
    "SUCCEEDED",
    "FAILED",
    "canceled",
    "NaN",
    "1" * 400,
    "2026-02-30T99:99:99Z",
    "9999-12-31T23:59:60.999999999999+99:59",
    "0001-01-01T00:00:00-14:00",
    "a" * 100_000,
    "ocid1..",
    "../..",
    "%s{0}{",
]
NUMBERS = [0, -1, 1, 100, 101, 10**400, -(10**20), 0.1, 1e308, -1e308, 99.99999999999999, 2**63, 5e-324]

Random = random.Random


def mutated(raw: bytes, chance: Random) -> bytes:
    """The answer, changed one to four times."""
    for _time in range(chance.choice((1, 1, 2, 4))):
        raw = chance.choice(_ALL)(raw, chance)
    return raw


def _values(raw: bytes, chance: Random) -> bytes:
    """Change some values of the JSON, and the length with it."""
    head, body = _parts(raw)
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return _bytes(raw, chance)
    for _time in range(chance.choice((1, 1, 2, 5))):
        value = _changed(value, chance)
    return _joined(head, json.dumps(value, ensure_ascii=chance.random() < 0.8).encode("utf-8", "surrogatepass"))


def _changed(value: Any, chance: Random) -> Any:
    """The value with something in it changed: the deeper, the more often."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        change = chance.random()
        rest = {name: each for name, each in value.items() if name != key}
        if change < 0.1:
            return rest
        if change < 0.15:
            return {**rest, chance.choice([*STRINGS[:12], key.upper(), key + "s"]): value[key]}
        if change < 0.2:
            return {**value, chance.choice(list(value)): value[key]}
        return {**value, key: _changed(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        at = chance.randrange(len(value))
        if chance.random() < 0.2:
            return [*value[:at], *[value[at]] * chance.choice((0, 2, 30)), *value[at + 1 :]]
        return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]
    return _any_value(chance, value)


def _any_value(chance: Random, value: Any) -> Any:
    deep: Any = value
    for _level in range(chance.choice((1, 3, 80))):
        deep = [deep] if chance.random() < 0.5 else {"a": deep}
    simple: list[Any] = [
        None,
        True,
        False,
        chance.choice(NUMBERS),
        chance.choice(STRINGS),
        chance.choice(STRINGS),
        [],
        {},
        [value],
        deep,
    ]
    if isinstance(value, str):
        simple += [value.lower(), value[::-1], value * 2, value[: len(value) // 2], f"{value}\x07"]
    return chance.choice(simple)


def _bytes(raw: bytes, chance: Random) -> bytes:
    """Change some bytes anywhere."""
    for _time in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(raw) + 1)
        change = chance.randrange(5)
        if change == 0:
            raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
        elif change == 1:
            raw = raw[:at] + raw[at + chance.choice((1, 3, 40)) :]
        elif change == 2:
            raw = raw[:at] + chance.choice(PIECES) + raw[at:]
        elif change == 3:
            end = at + chance.choice((1, 10, 200))
            raw = raw[:end] + raw[at:end] * chance.choice((1, 3)) + raw[end:]
        else:
            raw = raw[:at] + bytes(chance.randrange(256) for _byte in range(chance.choice((1, 4, 50)))) + raw[at:]
    return raw


def _cut(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _status(raw: bytes, chance: Random) -> bytes:
    rest = raw.partition(b"\r\n")[2]
    version = chance.choice((b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2", b"HTP", b""))
    return version + b" " + chance.choice(STATUSES) + b"\r\n" + rest


def _headers(raw: bytes, chance: Random) -> bytes:
    """Replace a header, or add one or many."""
    head, body = _parts(raw)
    lines = head.split(b"\r\n")
    at = chance.randrange(1, len(lines) + 1)
    if chance.random() < 0.5:
        del lines[at : at + 1]
    lines[at:at] = [chance.choice(HEADERS)] * chance.choice((1, 1, 1, 2, 150))
    return b"\r\n".join([*lines, b"", body])


def _encoded(raw: bytes, chance: Random) -> bytes:
    """Send the body compressed, in chunks or both, and now and then not quite."""
    head, body = _parts(raw)
    names = []
    if chance.random() < 0.5:
        if chance.random() < 0.1:
            body = b" " * (16 * 1024 * 1024) + body
        compress: Callable[[bytes], bytes] = chance.choice((gzip.compress, zlib.compress))
        names.append(b"Content-Encoding: " + (b"gzip" if compress is gzip.compress else b"deflate"))
        body = compress(body)
        if chance.random() < 0.3:
            body = _bytes(body, chance)
    if chance.random() < 0.6:
        names.append(b"Transfer-Encoding: chunked")
        size = chance.choice((1, 7, 100, 100_000))
        if len(body) > 2000:
            size = max(size, 500)
        chunks = [body[at : at + size] for at in range(0, len(body), size)]
        extension = chance.choice((b"", b"", b";a=b", b" "))
        body = b"".join(b"%x%s\r\n%s\r\n" % (len(chunk), extension, chunk) for chunk in chunks) + b"0\r\n\r\n"
        if chance.random() < 0.3:
            body = _bytes(body, chance)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
        return b"\r\n".join([*lines, *names, b"", body])
    head = b"\r\n".join([head, *names])
    return _joined(head, body)


def _early(raw: bytes, chance: Random) -> bytes:
    """Begin with other answers."""
    return (
        chance.choice((b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"))
        * chance.choice((1, 3))
        + raw
    )


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    head, _end, body = raw.partition(b"\r\n\r\n")
    return head, body


def _joined(head: bytes, body: bytes) -> bytes:
    """An answer whose length is right."""
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body])


_ALL = (
    _values,
    _values,
    _values,
    _values,
    _bytes,
    _bytes,
    _cut,
    _status,
    _headers,
    _headers,
    _encoded,
    _encoded,
    _early,
)
