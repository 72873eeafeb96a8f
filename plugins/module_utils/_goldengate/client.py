# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads GoldenGate's asynchronous requests into operations. It knows no Ansible and no waiting. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from .._core.errors import RequestError
from .._core.operation import ErrorEntry, Fault, Observation, Operation
from .._http.transport import Answer, Transport
from .._text.sanitize import clean
from . import parsing
from .endpoint import Location
from .request_ids import hrefs, request_id_in

#: Error codes whose cause and action are asked for, so that a request with thousands of messages costs no more.
MAX_CODES = 5

WRONG_SIGN_IN = (
    "Check username and password, or the token, and the user's role: GoldenGate answers 401 or 403 both for wrong"
    " credentials and for missing rights"
)
WRONG_SERVICE = "Ids belong to one service, and this is %s: check url, deployment and service"
WRONG_PLACE = "Nothing of GoldenGate is at %s: check url, deployment, service and version"


class GoldenGateClient:
    """Reads the requests of the one service at location.

    warnings collects, once each, what a person should know although nothing failed.
    """

    def __init__(self, transport: Transport, location: Location):
        self._transport = transport
        self._location = location
        self._explained: dict[str, str] = {}
        self.warnings: dict[str, None] = {}

    @property
    def service(self) -> str:
        return self._location.label

    def poll(self, request_id: str, deadline: float) -> Observation:
        """One look, tried once: never raises for what a server or the network does."""
        return self._observation(request_id, self._transport.get, deadline)

    def read(self, request_id: str) -> Observation:
        """The request now, after a few tries where need be: the fault is that of the last one."""
        return self._observation(request_id, self._transport.get_patiently, None)

    def list(self) -> list[str]:
        """The ids of all requests that the service knows (GET /requests, role Administrator). Raises RequestError."""
        url = f"{self._location.base}/requests"
        try:
            answer = self._transport.get_patiently(url)
        except RequestError as error:
            raise RequestError(self._advised(error.fault, WRONG_PLACE), error.skew) from error
        items = parsing.collection(answer.body)
        if items is None:
            raise RequestError(Fault(Fault.TRANSIENT, f"GET {url} answered 200 without response.items.", 200))
        ids = [listed_id(item) for item in items]
        if None in ids:
            self.warn("GET %s lists %d requests without an id, which are left out." % (url, ids.count(None)))
        return [request_id for request_id in ids if request_id is not None]

    def with_result(self, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """The operation with what its call gave under details["result"], once the request is over.

        Its messages join the operation's. Where the result cannot be read a warning says why.
        """
        if not parsing.has_result(operation):
            return operation
        try:
            answer = self._transport.get_patiently(f"{self._location.request(operation.id)}/result", None, deadline)
        except RequestError as error:
            self.warn(f"The result of GoldenGate request {operation.id} could not be read: {error}")
            return operation
        result, messages = parsing.result(answer.body)
        messages = parsing.without_repetitions(operation.details["messages"] + messages)
        return operation._replace(details=dict(operation.details, result=result, messages=messages))

    def explained(self, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """A failed operation with its messages as errors, and with the cause and action of each where the server knows them.

        All messages count where none is an error: some failures carry only warnings. Not for several threads at once.
        """
        messages = operation.details["messages"]
        wanted = [message for message in messages if parsing.is_error(message)] or messages
        errors = []
        for message in wanted:
            error = parsing.error(message)
            more = self._cause_and_action(error.code, deadline)
            text = f"{(error.message or '').rstrip('.')}. {more}" if more else error.message
            errors.append(ErrorEntry(error.code, text, error.timestamp))
        return operation._replace(errors=tuple(errors))

    def warn(self, message: str) -> None:
        """Add to what a person should know."""
        self.warnings.setdefault(message)

    def _cause_and_action(self, code: Optional[str], deadline: Optional[float]) -> str:
        """What GET /oggerr/{code} says; empty where it says nothing: not every service knows every code."""
        if code is None or (code not in self._explained and len(self._explained) >= MAX_CODES):
            return ""
        if code not in self._explained:
            self._explained[code] = ""
            if parsing.is_code(code):
                try:
                    answer = self._transport.get_patiently(f"{self._location.base}/oggerr/{code}", None, deadline)
                    self._explained[code] = parsing.cause_and_action(answer.body)
                except RequestError:
                    pass  # that nobody explains it is no fault of the request
        return self._explained[code]

    def _observation(self, request_id: str, get: Any, deadline: Optional[float]) -> Observation:
        try:
            answer: Answer = get(self._location.request(request_id), None, deadline)
        except RequestError as error:
            return Observation(request_id, fault=self._advised(error.fault, WRONG_SERVICE))
        operation = parsing.operation(request_id, self.service, answer.body)
        if operation is None:
            what = f"GET {self._location.request(request_id)} answered 200 without response.progress."
            return Observation(request_id, fault=Fault(Fault.TRANSIENT, what, 200, retry_after=answer.retry_after))
        if not parsing.is_known(operation.status):
            self.warn(
                f"The progress {clean(operation.status)[:40]!r} of GoldenGate request {request_id} is not known"
                " to this version of longops.oracle: it is taken for pending."
            )
        for time in parsing.odd_times(operation):
            self.warn(f"The time {time[:40]!r} of GoldenGate request {request_id} is not written as documented.")
        return Observation(request_id, operation, None, parsing.age(operation, answer.date), answer.retry_after)

    def _advised(self, fault: Fault, missing: str) -> Fault:
        """The fault with what a person can do about it; missing is what to say of a 404."""
        advice = None
        if fault.http_status in (401, 403):
            advice = WRONG_SIGN_IN
        elif fault.http_status == 404:
            advice = missing % self._location.base
        return fault._replace(message=f"{fault.message.rstrip('. ')}. {advice}.") if advice else fault


def listed_id(item: dict[str, Any]) -> Optional[str]:
    """The id of a request in a list: its name, or what its links lead to."""
    return next((found for found in map(request_id_in, [item.get("name"), *hrefs(item.get("links"))]) if found), None)
