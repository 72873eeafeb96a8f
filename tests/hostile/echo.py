# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that repeats what a client authenticates with, in every field of its answers and in every writing of programs.

A debugging gateway does so by mistake, a hostile server on purpose. It answers as the work-request API of container_engine does,
as this service does about a cluster, and as GoldenGate.
"""

from __future__ import annotations

import html
import http.server
import json
import re
import threading
from types import TracebackType
from typing import Any, Callable, Iterable, Optional
from urllib.parse import quote, quote_plus

#: Characters before a secret, so that it is where a message is cut, whatever its limit is.
BEFORE = (0, 30, 60, 85, 180, 192)
#: How programs write a text into another one.
WRITINGS: tuple[Callable[[str], str], ...] = (
    str,
    repr,
    quote,
    quote_plus,
    html.escape,
    lambda text: quote(text, safe=""),
    lambda text: json.dumps(text)[1:-1],
    lambda text: f"<b>{text}</b>",
)

#: The work request that is in each list.
LISTED = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaa7m3k5x2fq4tznw6vhdcyb3jrplsueo5gi2xkqatzv4mhwdn6bcqa"


class EchoServer:
    """Runs on loopback in its context. known are secrets that no request shows, such as a pass phrase.

    The first polls, failing of them, are answered by errors that repeat them, the next by a status that is not known, then the
    operation fails.
    """

    def __init__(self, known: Iterable[str] = (), failing: int = 2 + len(BEFORE)) -> None:
        self.known = list(known)
        self._failing = failing
        self.sent: set[str] = set()  # by all requests
        self._first: set[str] = set()
        self._latest: set[str] = set()
        self.polls = 0
        echo = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                echo.answer(self)

            do_DELETE = do_POST = do_GET  # noqa: N815  # the names of http.server

            def log_message(self, *_any: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> EchoServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def secrets(self) -> set[str]:
        """All that must be nowhere: what it was told, what was sent to it, and both percent-encoded."""
        found = {*self.known, *self.sent}
        return found | {quote(secret, safe="") for secret in found}

    def words(self) -> list[str]:
        """Every secret of the first and of the latest request, each in every writing."""
        return [write(secret) for secret in [*self.known, *sorted(self._first | self._latest)] for write in WRITINGS]

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        self._latest = secrets_of(request.headers.get("authorization", ""))
        self._first = self._first or self._latest
        self.sent |= self._latest
        status, body = self._goldengate(request) if "/services/" in request.path else self._oci(request)
        latest = request.headers.get("authorization", "none")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.send_response(status)
        request.send_header("content-type", "application/json")
        request.send_header("opc-request-id", latest)
        request.send_header("location", f"https://{quote(latest)}@example.com/{quote(latest)}?{quote(latest)}")
        request.send_header("content-length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def _texts(self) -> list[str]:
        return [f"{'x' * before} {word}" for before, word in zip(BEFORE * len(self.words()), self.words())]

    def _page(self) -> bytes:
        """A page of HTML in which a secret begins where an excerpt ends."""
        everything = " ".join(self.words())
        return b"<p>" + b"<br>" * 20 + f"{'y' * 170}{everything}".encode()

    def _oci(self, request: http.server.BaseHTTPRequestHandler) -> tuple[int, Any]:
        texts, path = self._texts(), request.path.partition("?")[0]
        if path.endswith(("/errors", "/logs")):
            return 200, [
                {"code": text, "message": text, "timestamp": text, text: text} for text in [*texts, " ".join(texts)]
            ]
        if path.endswith("/workRequests"):
            return 200, [self._item(LISTED, "FAILED", texts)]
        self.polls += 1
        if self.polls <= self._failing:
            text = " ".join(texts) if self.polls == 1 else texts[(5 * self.polls) % len(texts)]
            return 503, self._page() if self.polls == 2 else {"code": text, "message": text}
        status = texts[0] if self.polls == self._failing + 1 else "FAILED"
        return 200, self._item(path.rpartition("/")[2], status, texts)

    @staticmethod
    def _item(id_: str, status: str, texts: list[str]) -> dict[str, Any]:
        """What is answered about a work request or a resource of this id."""
        return {
            "id": id_,
            "operationType": texts[-1],
            "status": status,
            "lifecycleState": status,
            "lifecycleDetails": " ".join(texts),
            "displayName": texts[0],
            "timeCreated": texts[-3],
            "timeUpdated": texts[-4],
            "compartmentId": texts[1],
            "resources": [
                {"actionType": text, "entityType": text, "identifier": text, "entityUri": text} for text in texts
            ],
            "percentComplete": 50,
            "timeAccepted": texts[2],
            "timeFinished": texts[3],
            "statusDetails": " ".join(texts),
            " ".join(texts): dict.fromkeys(texts, texts),
        }

    def _goldengate(self, request: http.server.BaseHTTPRequestHandler) -> tuple[int, Any]:
        texts = self._texts()
        messages = [
            {"code": text, "title": text, "severity": "ERROR", "issued": text, text: text}
            for text in [*texts, " ".join(texts)]
        ]
        self.polls += 1
        if self.polls <= self._failing:
            some = messages if self.polls == 1 else [messages[(5 * self.polls) % len(messages)]]
            return 503, self._page() if self.polls == 2 else {"messages": some}
        progress = texts[0] if self.polls == self._failing + 1 else "complete"
        response = {
            "progress": progress,
            "completed": progress == "complete",
            "requestStatus": 500,
            "startTime": texts[1],
            "endTime": texts[2],
            " ".join(texts): dict.fromkeys(texts, texts),
        }
        return 200, {"response": response, "messages": messages}


def secrets_of(header: str) -> set[str]:
    """What is secret of a header Authorization: the credentials, or the key id, its token and the signature."""
    if not header:
        return set()
    signed = re.findall(r'(?:keyId|signature)="([^"]+)"', header)
    if not signed:
        return {header, header.partition(" ")[2]}
    return {header, *signed, *(part[3:] for part in signed if part.startswith("ST$"))}
