# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads GoldenGate's asynchronous requests into operations. It knows no Ansible and no waiting. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from ansible_collections.longops.oracle.plugins.module_utils._errors import RequestError
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import answers
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.location import Location
from ansible_collections.longops.oracle.plugins.module_utils._operation import ErrorEntry, Fault, Observation, Operation
from ansible_collections.longops.oracle.plugins.module_utils._transport import Answer, Transport

#: Error codes whose cause and action are asked for, so that a request with thousands of messages costs no more.
MAX_CODES = 5


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

    def look(self, request_id: str, give_up_at: float) -> Observation:
        """One look, tried once: never raises for what a server or the network does."""
        return self._observation(request_id, self._transport.get, give_up_at)

    def read(self, request_id: str) -> Observation:
        """The request now, after a few tries where need be: the fault is that of the last one."""
        return self._observation(request_id, self._transport.get_patiently, None)

    def list(self) -> list[str]:
        """The ids of all requests that the service knows (GET /requests, role Administrator). Raises RequestError."""
        try:
            answer = self._transport.get_patiently(self._location.base + "/requests")
        except RequestError as error:
            raise RequestError(self._advised(error.fault), error.skew) from error
        items = answers.collection(answer.body)
        if items is None:
            raise RequestError(Fault(Fault.TRANSIENT, "%s/requests answered a list without items." % self._location.base, 200))
        return [str(item["name"]) for item in items if str(item.get("name", "")).isdigit()]

    def with_result(self, operation: Operation, give_up_at: Optional[float] = None) -> Operation:
        """The operation with what its call gave under details["result"]; only of an operation that has ended.

        Its messages join the operation's. Where the result cannot be read a warning says why.
        """
        try:
            answer = self._transport.get_patiently(self._location.request(operation.id) + "/result", None, give_up_at)
        except RequestError as error:
            self.warn("The result of GoldenGate request %s could not be read: %s" % (operation.id, error))
            return operation
        result, messages = answers.result(answer.body)
        known = operation.details["messages"]
        messages = known + [message for message in messages if message not in known]
        details = dict(operation.details, result=result, messages=messages)
        return operation._replace(details=details)

    def explained(self, operation: Operation, give_up_at: Optional[float] = None) -> Operation:
        """The operation with its messages as errors, and with the cause and action of each where the server knows them.

        All messages count where none is an error: some failures carry only warnings.
        """
        messages = operation.details["messages"]
        wanted = [message for message in messages if answers.is_error(message)] or messages
        errors = []
        for message in wanted:
            error = answers.error(message)
            more = self._cause_and_action(error.code, give_up_at)
            text = "%s. %s" % ((error.message or "").rstrip("."), more) if more else error.message
            errors.append(ErrorEntry(error.code, text, error.timestamp))
        return operation._replace(errors=tuple(errors))

    def warn(self, message: str) -> None:
        """Add to what a person should know."""
        self.warnings.setdefault(message)

    def _cause_and_action(self, code: Optional[str], give_up_at: Optional[float]) -> str:
        """What GET /oggerr/{code} says; empty where it says nothing: not every service knows every code."""
        if code is None or (code not in self._explained and len(self._explained) >= MAX_CODES):
            return ""
        if code not in self._explained:
            self._explained[code] = ""
            if answers.is_code(code):
                try:
                    answer = self._transport.get_patiently("%s/oggerr/%s" % (self._location.base, code), None, give_up_at)
                    self._explained[code] = answers.cause_and_action(answer.body)
                except RequestError:
                    pass  # an explanation that is not to be had is no fault of the request
        return self._explained[code]

    def _observation(self, request_id: str, get: Any, give_up_at: Optional[float]) -> Observation:
        try:
            answer: Answer = get(self._location.request(request_id), None, give_up_at)
        except RequestError as error:
            return Observation(request_id, fault=self._advised(error.fault))
        operation = answers.operation(request_id, self.service, answer.body)
        if operation is None:
            what = "GoldenGate request %s was answered without a progress." % request_id
            return Observation(request_id, fault=Fault(Fault.TRANSIENT, what, 200))
        if operation.status not in answers.STATES:
            self.warn(
                "The progress %r of GoldenGate request %s is not known to this version of longops.oracle: it is taken"
                " for pending." % (operation.status, request_id)
            )
        for time in answers.odd_times(operation):
            self.warn("The time %r of GoldenGate request %s is not written as documented." % (time[:40], request_id))
        return Observation(request_id, operation, None, answers.age(operation, answer.date), answer.retry_after)

    def _advised(self, fault: Fault) -> Fault:
        advice = ""
        if fault.http_status in (401, 403):
            advice = (
                "Check username and password, or the token, and the user's role: GoldenGate answers 401 or 403 for both"
                " wrong credentials and missing rights"
            )
        elif fault.http_status == 404:
            advice = "Ids belong to one service, and this is %s: check url, deployment and service" % self._location.base
        return fault._replace(message="%s. %s." % (fault.message.rstrip(". "), advice)) if advice else fault
