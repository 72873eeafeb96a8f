# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies, however they are compressed, take a bounded time and memory."""

from __future__ import annotations

import functools
import gzip
import json
import subprocess
import sys
import time
import zlib
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind
from ansible_collections.longops.oracle.plugins.module_utils._http.body import MAX_BODY
from ansible_collections.longops.oracle.plugins.module_utils._http.retry import ONCE
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport

from .test_transport import raw_server

MEBIBYTE = 1024**2


@functools.cache
def bomb(times: int = 1) -> bytes:
    """256 MiB of zeros, compressed so many times."""
    packed = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    pieces = [packed.compress(bytes(MEBIBYTE)) for _again in range(256)]
    found = b"".join([*pieces, packed.flush()])
    for _again in range(1, times):
        found = gzip.compress(found)
    return found


def answer(body: bytes, encoding: str = "gzip", status: bytes = b"200 OK") -> bytes:
    head = b"HTTP/1.1 %b\r\ncontent-encoding: %b\r\ncontent-length: %d\r\nlocation: /x\r\n\r\n"
    return head % (status, encoding.encode(), len(body)) + body


def read(sent: bytes) -> Any:
    with raw_server(sent) as url:
        return Transport().request("GET", url, deadline=time.monotonic() + 20, retry=ONCE).body


def fault_of(sent: bytes) -> Fault:
    with pytest.raises(RequestError) as caught:
        read(sent)
    return caught.value.fault


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b'{"a": 1}', mtime=0)),
        ("x-gzip", gzip.compress(b'{"a": 1}', mtime=0)),
        ("GZIP", gzip.compress(b'{"a"', mtime=0) + gzip.compress(b": 1}", mtime=0)),
        ("deflate", zlib.compress(b'{"a": 1}')),
        ("identity", b'{"a": 1}'),
        ("", b'{"a": 1}'),
    ],
)
def test_what_was_asked_for_is_read(encoding: str, body: bytes) -> None:
    assert read(answer(body, encoding)) == {"a": 1}


def test_four_mebibytes_that_compress_well_are_read() -> None:
    text = "x" * (MAX_BODY - 2)
    assert read(answer(gzip.compress(json.dumps(text).encode()))) == text


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip, br", "compress"])
def test_what_was_not_asked_for_is_a_transient_error_that_names_it(encoding: str) -> None:
    fault = fault_of(answer(bomb(2), encoding))
    assert fault.kind == FaultKind.TRANSIENT
    assert (
        f"the answer cannot be decoded: it is encoded in a way that was not asked for: {encoding} (GET "
        in fault.message
    )


@pytest.mark.parametrize("body", [b"{}", gzip.compress(b'{"a": 1}', mtime=0)[:-12], b"", gzip.compress(b"", mtime=0)])
def test_what_is_no_whole_stream_is_a_transient_error(body: bytes) -> None:
    assert fault_of(answer(body)).kind == FaultKind.TRANSIENT


_MEASURE = """
import resource, sys
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
transport = Transport()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    transport.request("GET", sys.argv[1])
except RequestError as error:
    print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (b"200 OK", "the answer has more than 4 MiB"),
        (b"403 No", "403: (nothing readable)"),
        (b"302 Found", "302 redirect to /x, which is not followed"),
    ],
)
def test_a_bomb_takes_little_memory(status: bytes, said: str) -> None:
    with raw_server(answer(bomb(), status=status)) as url:
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, url],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    *messages, mebibytes = done.stdout.splitlines()
    assert said in messages[0]
    assert int(mebibytes) < 60
