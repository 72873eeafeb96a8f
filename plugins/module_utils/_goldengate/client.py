# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads GoldenGate's asynchronous requests into operations. It knows no Ansible and no waiting. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Callable, Optional

from .._core.errors import RequestError
from .._core.operation import Fault, FaultKind, Observation, Operation, State
from .._http import faults, retry as _retry
from .._http.faults import ApiConventions
from .._http.headers import Answer
from .._http.transport import Transport
from .._text.sanitize import clean, cut, reason
from .._text.warning_list import WarningList
from . import parsing, server_messages
from .endpoint import Location
from .error_categories import category_of
from .late_answers import COMPLETE, Reader, is_late, named
from .listing import Listed, listing
from .request_ids import other_request

#: Error codes whose cause and action are asked for, so that a request with thousands of messages costs no more.
MAX_CODES = 5

#: GoldenGate has no header with a correlation id, and its errors are api:standardResponses.
CONVENTIONS = ApiConventions(
    code_and_message=server_messages.code_and_message, other_2xx=True, categorize=category_of, trust_option="ca_path"
)

WRONG_CREDENTIALS = (
    "Check username and password, or the token, and the user's role: GoldenGate answers 401 or 403 both for wrong"
    " credentials and for missing permissions"
)
WRONG_SERVICE = "Ids belong to one service, and this is {}: check url, deployment and service"
REMOVED = "It was there before, so {} has removed it since, and how it ended is not known"
WRONG_URL = "There is no GoldenGate service at {}: check url, deployment, service and version"


class GoldenGateClient:
    """Reads the requests of the one service at location.

    warnings collects, once each, what the user should know although nothing failed. clock and sleep are the transport's.
    """

    def __init__(
        self,
        transport: Transport,
        location: Location,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._reader = Reader(transport, location, clock, sleep)
        self._transport = transport
        self._location = location
        self._clock = clock
        self._explained: dict[str, str] = {}
        self._pending: dict[str, Operation] = {}
        self.warnings = WarningList()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def forget(self, request_id: str) -> None:
        """Nothing more is asked about this request."""
        self._pending.pop(request_id, None)
        if len(self._explained) >= MAX_CODES:  # it is for what is explained together
            self._explained.clear()

    @property
    def service(self) -> str:
        return self._location.label

    @property
    def base(self) -> str:
        """The URL of the service, to which paths are relative."""
        return self._location.base

    def poll(self, request_id: str, deadline: float, include_result: bool = False) -> Observation:
        """One poll, tried once. Never raises RequestError: the observation has the fault.

        With include_result a success has its result, and is judged by it.
        """
        url = self._location.request(request_id)
        try:
            answer = self._reader.once(url, deadline, _retry.ONCE)
        except RequestError as error:
            hint = REMOVED if request_id in self._pending else WRONG_SERVICE
            return Observation(request_id, fault=self._with_hint(error.fault, hint))
        if answer.status in COMPLETE:
            return self._observation(request_id, answer, deadline, include_result)
        # The poll itself outlasted the synchronous wait: the next poll is its retry.
        return self._pending_by(request_id, answer)

    def read(self, request_id: str, include_result: bool = False) -> Observation:
        """The same with retries, for a request that is read only once: the fault is that of the last try."""
        url = self._location.request(request_id)
        try:
            answer = self._reader.once(url, None, _retry.DEFAULT)
            if answer.status not in COMPLETE and self._told_early(request_id, answer) is None:
                answer = self._reader.get(url, first=answer)
        except RequestError as error:
            if is_late(error.fault):
                known = Operation(request_id, self.service)
                return Observation(request_id, known, retry_after=error.fault.retry_after)
            return Observation(request_id, fault=self._with_hint(error.fault, WRONG_SERVICE))
        if answer.status in COMPLETE:
            return self._observation(request_id, answer, None, include_result)
        return self._pending_by(request_id, answer)

    def list_requests(self) -> list[Listed]:
        """All requests that the service knows, each once (GET /requests, role Administrator). Raises RequestError."""
        url = f"{self._location.base}/requests"
        try:
            answer = self._reader.get(url)
        except RequestError as error:
            raise RequestError(self._with_hint(error.fault, WRONG_URL), error.skew) from error
        found = listing(answer.body)
        if found is None:
            told = _told(answer.body)
            raise RequestError(faults.of_answer(FaultKind.TRANSIENT, f"the answer has no response.items{told}", answer))
        if found.more:
            self.warn(f"GET {url} has more pages, which are not read: the requests in them are left out.")
        if found.unnamed:
            self.warn(f"GET {url} lists {found.unnamed} requests without an id, which are left out.")
        return found.requests

    def with_result(self, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """The operation with the result of its call under details["result"], once the request has ended.

        Its messages join the operation's. Where the result cannot be read a warning says why.
        """
        if operation.details.get("result") is not None or not parsing.has_result(operation):
            return operation
        try:
            answer = self._reader.get(f"{self._location.request(operation.id)}/result", deadline)
        except RequestError as error:
            body = parsing.error_of_call(operation, error.fault.http_status, error.body)
            if body is not None:
                return parsing.with_result(operation, body)
            self.warnings.add_of_sort(
                "The results of {count} GoldenGate requests could not be read: {examples}",
                operation.id,
                f"The result of GoldenGate request {operation.id} could not be read: {error}",
                f"{operation.id} ({reason(str(error))})",
            )
            return operation if error.fault.kind in FaultKind.RETRIED else parsing.without_result(operation)
        return parsing.with_result(operation, answer.body)

    def explained(self, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """A failed operation with its messages as errors, and with the cause and action of each where the server has them.

        Where no message is an error, all are: some failures have only warnings. Not for several threads at once.
        """
        messages = operation.details["messages"]
        wanted = [message for message in messages if server_messages.is_error(message)] or messages
        errors = []
        for message in wanted:
            error = server_messages.error(message)
            more = self._cause_and_action(error.code, deadline)
            text = f"{(error.message or '').rstrip('.')}. {more}" if more else error.message
            errors.append(error._replace(message=text))
        return operation._replace(errors=tuple(errors))

    def warn(self, message: str) -> None:
        """Add to warnings."""
        self.warnings.add(message)

    def _cause_and_action(self, code: Optional[str], deadline: Optional[float]) -> str:
        """The text of GET /oggerr/{code}; empty where there is none: not every service knows every code."""
        if code is None or (code not in self._explained and len(self._explained) >= MAX_CODES):
            return ""
        if code not in self._explained:
            self._explained[code] = ""
            is_late = deadline is not None and self._clock() >= deadline
            if server_messages.is_code(code) and not is_late:
                try:
                    url = f"{self._location.base}/oggerr/{code}"
                    answer = self._reader.get(url, deadline)
                    self._explained[code] = server_messages.cause_and_action(answer.body)
                except RequestError:
                    pass  # the error itself is known anyway
        return self._explained[code]

    def _observation(
        self, request_id: str, answer: Answer, deadline: Optional[float], include_result: bool
    ) -> Observation:
        operation = parsing.operation(request_id, self.service, answer.body)
        if operation is None:
            why = f"the answer has no response.progress{_told(answer.body)}"
            return Observation(request_id, fault=faults.of_answer(FaultKind.TRANSIENT, why, answer))
        other = other_request(request_id, answer.body)
        if other is not None:  # a cache or a balancer on the way can mix answers up
            why = f"the answer is about another request, {other}"
            return Observation(request_id, fault=faults.of_answer(FaultKind.TRANSIENT, why, answer))
        if parsing.wants_result(operation) or (include_result and operation.state == State.SUCCEEDED):
            operation = parsing.judged(self.with_result(operation, deadline))
        if not operation.ended:
            self._pending[request_id] = operation
        if not parsing.is_known(operation.status):
            word = cut(clean(operation.status), 40)
            self.warnings.add_of_sort(
                "The progress of {count} GoldenGate requests is not known to this version of longops.oracle: {examples}.",
                request_id,
                f"The progress {word!r} of GoldenGate request {request_id} is not known"
                f" to this version of longops.oracle: it is taken for {operation.state}.",
                f"{word!r} of {request_id}, taken for {operation.state}",
            )
        if parsing.is_contradictory(operation):
            word = cut(clean(operation.status), 40)
            self.warnings.add_of_sort(
                "{count} GoldenGate requests contradict themselves whether they are completed: {examples}.",
                request_id,
                f"GoldenGate request {request_id} is {word}, and says of itself that it is"
                f" {'not ' if operation.details['completed'] is False else ''}completed: it is taken for {operation.state}.",
                f"{request_id}, which is {word}, is taken for {operation.state}",
            )
        for written in parsing.odd_times(operation):
            time_ = cut(written, 40)
            self.warnings.add_of_sort(
                "{count} times of GoldenGate requests are not written as documented: {examples}.",
                f"{request_id} {time_}",
                f"The time {time_!r} of GoldenGate request {request_id} is not written as documented.",
                f"{time_!r} of {request_id}",
            )
        return parsing.observation(operation, answer)

    def _pending_by(self, request_id: str, answer: Answer) -> Observation:
        """What is known of a request after an answer with another 2xx: what the answer says of it, else what another one has."""
        told = self._told_early(request_id, answer)
        if told is not None:
            self._pending[request_id] = told
        known = self._pending.get(request_id, Operation(request_id, self.service))
        return parsing.observation(known, answer)

    def _told_early(self, request_id: str, answer: Answer) -> Optional[Operation]:
        """The request as an answer with another 2xx has it; None where that is of another request, or tells of an end.

        The body can be about the request that the poll has become. And an end has a 200.
        """
        if named(answer) not in (None, request_id):
            return None
        operation = parsing.operation(request_id, self.service, answer.body)
        return None if operation is None or operation.ended else operation

    def _with_hint(self, fault: Fault, missing: str) -> Fault:
        """The fault with a hint at the end of its message; missing is the one for 404."""
        if fault.http_status in (401, 403):
            return faults.append_hint(fault, f"{WRONG_CREDENTIALS}.")
        if fault.http_status == 404:
            hint = f"{missing.format(self._location.base)}. {self._location.hint}"
            return faults.append_hint(fault, hint.strip())
        return fault


def _told(body: Any) -> str:
    """The error in an answer that has nothing else, as the end of a reason."""
    if not server_messages.messages(body):
        return ""
    return "".join(f": {part}" for part in map(clean, server_messages.code_and_message(body)) if part)
