# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The WSGI application: finds the service of a request, writes the journal, injects faults."""

from __future__ import annotations

import email.utils
import errno
import socket
import struct
import threading
from typing import Any, Callable, Iterable, Iterator, Optional

from werkzeug.wrappers import Request, Response

from . import control
from .families import Served
from .faults import Fault, Faults
from .goldengate.service import GoldenGate
from .journal import Entry, Journal
from .oci.answers import ApiError, json_response
from .oci.service import Cloud
from .principals.service import Principals
from .resource_types import Types
from .scenario import Scenario

#: Key of the WSGI environment under which the server puts its own request object.
CHEROOT_REQUEST = "longops.cheroot_request"
#: Key of the WSGI environment that is true for requests that came through the proxy.
PROXIED = "longops.proxied"


class Application:
    """The simulator without its sockets."""

    def __init__(
        self,
        scenario: Scenario,
        served: Served,
        clock: Callable[[], float],
        speed: float = 1,
        authenticate: bool = True,
        journal: Optional[Journal] = None,
        types: Optional[Types] = None,
    ) -> None:
        self.clock = clock
        self.stopping = threading.Event()
        self.journal = Journal() if journal is None else journal
        self.faults = Faults()
        self.oci = Cloud(scenario, served, clock, speed, authenticate, types or Types())
        self.goldengate = GoldenGate(scenario.goldengate, clock, speed, authenticate)
        self.principals = Principals(self.oci)
        self._control = control.Control(self)
        for fault in scenario.faults:
            self.faults.add(fault)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        if request.path == "/healthz":
            return json_response({"status": "ok"})(environ, start_response)
        if request.path == control.ROOT or request.path.startswith(f"{control.ROOT}/"):
            return self._attempt(lambda: self._control.answer(request))(environ, start_response)
        return self._serve(request, environ, start_response)

    def _serve(self, request: Request, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        target = _target(request, environ)
        entry = self._entry(request, environ)
        self.journal.open(entry)
        if self.goldengate.has(request.path):
            errors, answer = self.goldengate.error_body, self.goldengate.find_answer(request, entry)
        elif self.principals.has(request.path, request.host):
            errors, answer = self.principals.error_body, self.principals.find_answer(request, target, entry)
        else:
            errors, answer = self.oci.error_body, self.oci.find_answer(request, target, entry)
        return self._play(self.faults.take(entry, target), errors, answer, entry, environ, start_response)

    def answer_as_proxy(
        self, environ: dict[str, Any], start_response: Callable[..., Any], error: Optional[Response]
    ) -> Optional[Iterable[bytes]]:
        """The answer of the proxy itself: an error, or the effect of a fault for CONNECT. None: the request passes.

        The journal has only what does not pass here; a request that passes is journaled as one to the host behind the proxy.
        """
        request = Request(environ)
        entry = self._entry(request, environ)
        fault = self.faults.take(entry, _target(request, environ)) if request.method == "CONNECT" else None
        if fault is not None and not (fault.replaces or fault.reset or fault.close):
            self.stopping.wait(fault.delay)
            fault = None
        if fault is None and error is None:
            return None
        self.journal.open(entry)
        return self._play(fault, self.oci.error_body, lambda: error or Response(), entry, environ, start_response)

    def _entry(self, request: Request, environ: dict[str, Any]) -> Entry:
        query = {name: request.args.getlist(name) for name in request.args}
        path = _target(request, environ).split("?")[0]
        entry = Entry(request.method, path, query, dict(request.headers), self.clock())
        entry.host, entry.proxied = environ.get("HTTP_HOST", ""), environ.get(PROXIED, False)
        return entry

    def _play(
        self,
        fault: Optional[Fault],
        errors: Callable[[int], Any],
        answer: Callable[[], Response],
        entry: Entry,
        environ: dict[str, Any],
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        try:
            if fault is not None:
                entry.fault = True
                self.stopping.wait(fault.delay)
                if fault.reset or fault.close:
                    _break(environ, fault.reset)
                if fault.replaces:
                    return self._faulty(fault, errors, entry, environ, start_response)
            response = self._attempt(answer)
            self._finish_headers(response.headers, entry)
            if fault is not None:
                response.headers.update(fault.headers)
            entry.status = response.status_code
        finally:
            self.journal.close(entry)
        if fault is not None and fault.dribble:
            return self._dribbled(response(environ, start_response), fault.dribble)
        return response(environ, start_response)

    @staticmethod
    def _attempt(answer: Callable[[], Response]) -> Response:
        try:
            return answer()
        except ApiError as error:
            return json_response(error.body, error.status, error.headers)

    def _finish_headers(self, headers: Any, entry: Entry) -> None:
        if entry.request_id is not None:
            headers["opc-request-id"] = entry.request_id
        headers["Date"] = email.utils.formatdate(self.clock(), usegmt=True)

    def _faulty(
        self,
        fault: Fault,
        errors: Callable[[int], Any],
        entry: Entry,
        environ: dict[str, Any],
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        status, pairs, data, announced = fault.answer(errors)
        entry.status = status
        response = Response(data, status)
        response.automatically_set_content_length = False
        response.headers.clear()
        self._finish_headers(response.headers, entry)
        response.headers.update(pairs)
        if "content-length" not in response.headers:
            response.headers["content-length"] = str(announced)
        if announced != len(data):
            environ[CHEROOT_REQUEST].close_connection = True
        body = response(environ, start_response)
        return self._dribbled(body, fault.dribble) if fault.dribble else body

    def _dribbled(self, body: Iterable[bytes], pause: float) -> Iterator[bytes]:
        for chunk in body:
            for number in range(len(chunk)):
                if self.stopping.wait(pause):
                    return
                yield chunk[number : number + 1]


def _target(request: Request, environ: dict[str, Any]) -> str:
    """Path and query exactly as sent, as signatures cover them."""
    return environ.get("REQUEST_URI") or request.full_path.rstrip("?")


def _break(environ: dict[str, Any], reset: bool) -> None:
    """Close the connection without an answer, with a TCP reset or in the regular way."""
    connection = environ[CHEROOT_REQUEST].conn
    environ[CHEROOT_REQUEST].sent_headers = True  # keeps the server from sending an answer of its own
    if reset:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.linger = True  # keeps the server from closing the connection regularly
        connection.socket.close()
    raise ConnectionResetError(errno.ECONNRESET, "injected fault")
