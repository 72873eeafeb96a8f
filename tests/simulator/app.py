# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The WSGI application: who is asked first, what is written into the journal, which headers every answer has."""

from __future__ import annotations

import email.utils
import errno
import socket
import struct
import threading
import time
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional

from cryptography.hazmat.primitives import serialization
from werkzeug.wrappers import Request, Response

from . import control
from .credentials import KeyRing, Signer
from .faults import Fault, Faults
from .goldengate.service import GoldenGate
from .journal import Entry, Journal
from .oci.answers import NOT_FOUND, Refusal, error_body, json_response, request_id
from .oci.handlers import WorkRequests, operation_id
from .oci.launches import WORK_REQUEST_ID, Launches
from .oci.routes import Routes
from .oci.signatures import verify
from .oci.store import Operation, Store
from .scenario import Definition, Scenario, ScenarioError, Timeline

#: Where the server puts its own view of the request into the WSGI environment.
CHEROOT_REQUEST = "longops.cheroot_request"
LARGEST_BODY = 1_000_000  # bytes


class Application:
    """Everything but sockets."""

    def __init__(
        self,
        scenario: Scenario,
        routes: Routes,
        id_types: Mapping[str, str],
        clock: Callable[[], float],
        speed: float = 1,
        authenticate: bool = True,
        journal: Optional[Journal] = None,
    ) -> None:
        self.scenario = scenario
        self.clock = clock
        self.clock_skew = 0.0  # seconds by which the service's own clock is fast; only signatures feel it
        self.authenticate = authenticate
        self.stopping = threading.Event()
        self.keys = KeyRing()
        self.journal = Journal() if journal is None else journal
        self.faults = Faults()
        self.routes = routes
        self.store = Store(self.routes.titles, id_types, clock, speed, scenario.forget_after)
        self.work_requests = WorkRequests(self.store, scenario)
        self._launches = Launches(self.store, scenario)
        self.goldengate = GoldenGate(scenario.goldengate, clock, speed, authenticate)
        self._control = control.Control(self)
        for name, template in scenario.templates.items():
            if template.get("service", "work_requests") not in self.routes.titles:
                raise ScenarioError("template %s: there is no service %r; /control/families lists them" % (name, template["service"]))
        for fault in scenario.faults:
            self.faults.add(fault)
        for operation in scenario.operations:
            self.launch(operation)

    def launch(self, definition: Mapping[str, Any]) -> list[Operation]:
        """Start an operation as if a service had accepted it just now."""
        return self.store.launch(Definition.of(definition, self.scenario.templates))

    def finish(self, operation: Operation, **how: Any) -> None:
        """End an operation now: status, percent, errors, log."""
        self.store.finish(operation, *control.finishing_steps(**how))

    def replace_timeline(self, operation: Operation, **definition: Any) -> None:
        """Let something else happen to the operation from its beginning on: steps, or seconds, outcome, errors, logs."""
        operation.timeline = Timeline.of(definition)

    def add_key(self, public_key: Optional[str] = None, token: Optional[str] = None, **of: Any) -> Signer:
        """Make a public key known, for tenancy and user, or for a session token. public_key is PEM."""
        key: Any = serialization.load_pem_public_key(public_key.encode()) if public_key else None
        return self.keys.add_session(token, key, **of) if token else self.keys.add_user(key=key, **of)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        if request.path == "/healthz":
            return json_response({"status": "ok"})(environ, start_response)
        if request.path == control.ROOT or request.path.startswith(control.ROOT + "/"):
            return self._attempt(lambda: self._control.answer(request))(environ, start_response)
        return self._serve(request, environ, start_response)

    def _serve(self, request: Request, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        target = environ.get("REQUEST_URI") or request.full_path.rstrip("?")
        query = {name: request.args.getlist(name) for name in request.args}
        entry = self.journal.open(request.method, target.split("?")[0], query, dict(request.headers), self.clock())
        if self.goldengate.has(request.path):
            errors, answer = self.goldengate.error_body, self.goldengate.find_answer(request, entry)
        else:
            errors, answer = error_body, self._find_answer(request, target, entry)
        fault = self.faults.take(entry, target)
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
            entry.operation = response.headers.get(WORK_REQUEST_ID) or entry.operation
            if fault is not None:
                response.headers.update(fault.headers)
            entry.status = response.status_code
        finally:
            self.journal.close(entry)
        if fault is not None and fault.dribble:
            return self._dribbled(response(environ, start_response), fault.dribble)
        return response(environ, start_response)

    def _find_answer(self, request: Request, target: str, entry: Entry) -> Callable[[], Response]:
        """What a request to OCI is for: the journal is told, and calling what this returns gives the answer, or raises a Refusal."""
        entry.request_id = request_id(request.headers.get("opc-request-id"))
        routes, operation, launch = self._find(request, entry)
        return lambda: self._answer(request, target, entry, routes, operation, launch)

    def _find(self, request: Request, entry: Entry) -> tuple[list[Any], Optional[Operation], Any]:
        """What the request is for: work-request calls, or one that launches; and say so in the journal."""
        routes = self.routes.match(request.path, request.host)
        family, rest = self.routes.split(request.path)
        launch = None if routes else self._launches.match(request.method, rest)
        operation = None
        entry.service = family.title if family else None
        if launch is not None:
            entry.call = "launch"
        elif rest.rstrip("/") == "/n":
            entry.call = "namespace"
        elif routes:
            wanted, operation = self.work_requests.choose(request.method, routes)
            if wanted:
                entry.call = wanted[0].call
                entry.service = wanted[0].family.title if operation or len(wanted) == 1 else entry.service
                entry.operation = operation_id(wanted[0]) if wanted[0].call != "list" else None
                routes = wanted
        return routes, operation, launch

    def _answer(self, request: Request, target: str, entry: Entry, routes: list[Any], operation: Optional[Operation], launch: Any) -> Response:
        if (request.content_length or 0) > LARGEST_BODY:
            raise Refusal(413, "The body of the request is too large.")
        body = request.get_data()
        unsigned_launch = entry.call == "launch" and self.scenario.unsigned_launches and "Authorization" not in request.headers
        if self.authenticate and not unsigned_launch:
            signer = self._verified(request, target, body, entry)
            if not signer.allowed:
                raise Refusal(404, NOT_FOUND)
        if launch is not None:
            return self._launches.answer(request, *launch)
        if entry.call == "namespace":
            return json_response(self.scenario.namespace)
        if not routes:
            raise Refusal(404, NOT_FOUND)
        if entry.call is None:
            raise Refusal(405, headers={"Allow": ", ".join(sorted({route.method for route in routes}))})
        return self.work_requests.answer(request, routes, operation)

    def _verified(self, request: Request, target: str, body: bytes, entry: Entry) -> Signer:
        try:
            signer = verify(request.method, target, request.headers, body, self.keys.find, time.time() + self.clock_skew)
        except Refusal as refusal:
            entry.signature = refusal.body["message"]
            raise
        entry.signature = "valid"
        return signer

    @staticmethod
    def _attempt(answer: Callable[[], Response]) -> Response:
        try:
            return answer()
        except Refusal as refusal:
            return json_response(refusal.body, refusal.status, refusal.headers)

    def _finish_headers(self, headers: Any, entry: Entry) -> None:
        if entry.request_id is not None:
            headers["opc-request-id"] = entry.request_id
        headers["Date"] = email.utils.formatdate(self.clock(), usegmt=True)

    def _faulty(self, fault: Fault, errors: Callable[[int], Any], entry: Entry, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
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
                yield chunk[number:number + 1]


def _break(environ: dict[str, Any], reset: bool) -> None:
    """End the connection without an answer: with a TCP reset, or in the ordinary way."""
    connection = environ[CHEROOT_REQUEST].conn
    environ[CHEROOT_REQUEST].sent_headers = True  # so that the server does not answer in our stead
    if reset:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.linger = True  # or else the server would end the connection properly
        connection.socket.close()
    raise ConnectionResetError(errno.ECONNRESET, "broken on purpose")
