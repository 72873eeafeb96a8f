# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the body of a response, however it is compressed, up to a bound, and the JSON in it. Private to longops.oracle."""

from __future__ import annotations

import json
import zlib
from typing import Any, Callable, Iterable, Iterator

from .._core.errors import RequestError
from .._core.operation import FaultKind
from . import faults
from .headers import Answer

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]  # the transport reports it

#: Largest body that is read, in bytes, when it is decompressed. Oracle's pages hold at most 1,000 entries of some 1 KiB.
MAX_BODY = 4 * 1024 * 1024
#: What requests say they can read (RFC 9110, section 12.5.3): what zlib reads piece by piece.
ACCEPTED = "gzip, deflate"
#: Bytes that are read at a time, and most bytes of one piece that is decompressed.
CHUNK = 4096
PIECE = 64 * 1024
#: What zlib takes for gzip (RFC 1952) or zlib (RFC 1950), by the first bytes.
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


def pieces(response: Any, answer: Answer, is_late: Callable[[], bool]) -> Iterator[bytes]:
    """The body of a response of the requests library, decompressed.

    answer is its head, for messages. Raises RequestException of that library, and RequestError where the body is too long
    or late.
    """
    size = 0
    for piece in _decoded(response, answer):
        size += len(piece)
        if size > MAX_BODY:
            reason = f"the answer has more than {MAX_BODY // 1024**2} MiB, and no answer of this API should"
            raise RequestError(faults.of_answer(FaultKind.TRANSIENT, reason, answer))
        if is_late():
            raise RequestError(faults.of_answer(FaultKind.TRANSIENT, "the answer was not complete in time", answer))
        yield piece


def value(raw: bytes) -> Any:
    """The value of a body; None where it is no JSON. NaN and Infinity, which Python reads although JSON has no such thing, are null.

    It may begin with a byte order mark. Control characters in its strings, which RFC 8259 forbids, and bytes that are no
    UTF-8, which become U+FFFD, come from what services quote in their messages: that must not hide the rest.
    """
    try:
        text = raw.decode(json.detect_encoding(raw), "replace")
        return json.loads(text, strict=False, parse_constant=lambda name: None) if raw else None
    except (ValueError, RecursionError):
        return None


def _decoded(response: Any, answer: Answer) -> Iterator[bytes]:
    try:
        yield from _decompressed(response)
    except requests.RequestException:
        raise
    except ValueError as error:  # a chunk of negative size
        reason = f"{faults.MALFORMED}: {faults.innermost(error)}"
        raise RequestError(faults.of_answer(FaultKind.TRANSIENT, reason, answer)) from error


def _decompressed(response: Any) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding")
    if encoding:
        response.raw.headers.discard("content-encoding")  # some versions of urllib3 decompress without a bound
    chunks: Iterator[bytes] = response.iter_content(CHUNK)
    names = [name.strip().lower() for name in (encoding or "").split(",") if name.strip()]
    if not names or names == ["identity"]:
        return chunks
    if names[0] not in ("gzip", "x-gzip", "deflate") or len(names) > 1:
        raise requests.exceptions.ContentDecodingError(f"it is encoded in a way that was not asked for: {encoding}")
    return _inflated(chunks)


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of one gzip or zlib stream, or of several one after the other."""
    stream = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for chunk in chunks:
            left = chunk
            while True:
                piece = stream.decompress(left, PIECE)
                yield piece
                if stream.eof:
                    left = stream.unused_data
                    stream = zlib.decompressobj(_GZIP_OR_ZLIB)
                else:
                    left = stream.unconsumed_tail
                if not left and len(piece) < PIECE:
                    break
    except zlib.error as error:
        raise requests.exceptions.ContentDecodingError(error) from error
