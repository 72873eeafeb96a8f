# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer is on the wire, and the places of it at which a server can stop."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

Header = tuple[str, str]


class Answer(NamedTuple):
    """An HTTP answer. word is the status of an operation that a client has observed once it has read this answer whole."""

    status: int = 200
    body: bytes = b""
    headers: tuple[Header, ...] = ()
    reason: str = "Said"
    word: str = ""

    def head(self, *more: Header) -> bytes:
        """Status line and headers, without a length unless it is one of the additional headers."""
        lines = [
            f"HTTP/1.1 {self.status} {self.reason}",
            *(f"{name}: {value}" for name, value in (*self.headers, *more)),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")

    def wire(self) -> bytes:
        return self.head(("Content-Length", str(len(self.body)))) + self.body

    def chunked(self, pieces: int = 3) -> bytes:
        """The same in chunks."""
        size = max(1, len(self.body) // pieces + 1)
        chunks = [self.body[at : at + size] for at in range(0, len(self.body), size)]
        sent = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
        return self.head(("Transfer-Encoding", "chunked")) + sent + b"0\r\n\r\n"

    def having(self, *headers: Header) -> Answer:
        """The answer with these headers in place of those of the same name."""
        names = {name.lower() for name, _value in headers}
        return self._replace(headers=(*(each for each in self.headers if each[0].lower() not in names), *headers))

    def saying(self, value: Any) -> Answer:
        """The answer with another JSON body."""
        return self._replace(body=to_json(value))


def to_json(value: Any) -> bytes:
    return json.dumps(value).encode()


#: Where a server can stop in an answer with a Content-Length, and in one in chunks: the bytes that it sends before.
PLACES = {
    "before the status line": lambda answer: b"",
    "in the status line": lambda answer: answer.wire()[:10],
    "after the status line": lambda answer: answer.wire()[: answer.wire().index(b"\n") + 1],
    "in a header": lambda answer: answer.wire()[: answer.wire().index(b"\r\n\r\n") - 4],
    "before the end of the headers": lambda answer: answer.wire()[: answer.wire().index(b"\r\n\r\n") + 2],
    "after the headers": lambda answer: answer.head(("Content-Length", str(len(answer.body) or 10))),
    "in the body": lambda answer: (answer.wire() if answer.body else _of_ten(answer))[: -max(5, len(answer.body) // 2)],
    "before the last byte": lambda answer: (answer.wire() if answer.body else _of_ten(answer))[:-1],
    "after the headers of an answer in chunks": lambda answer: answer.head(("Transfer-Encoding", "chunked")),
    "in the size of a chunk": lambda answer: answer.head(("Transfer-Encoding", "chunked")) + b"1",
    "in a chunk": lambda answer: answer.head(("Transfer-Encoding", "chunked")) + b"1000\r\n" + answer.body[:20],
    "before the last chunk": lambda answer: answer.chunked()[: -len(b"0\r\n\r\n")],
    "in the last chunk": lambda answer: answer.chunked()[: -len(b"\r\n\r\n")],
}


def _of_ten(answer: Answer) -> bytes:
    """An answer without a body, with one."""
    return answer._replace(body=b"0123456789").wire()
