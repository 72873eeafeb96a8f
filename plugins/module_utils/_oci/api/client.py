# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Polls, reads, explains and cancels one work request of any family. It knows no Ansible and no waiting.

Private to longops.oracle.
"""

from __future__ import annotations

from typing import Any, Optional, Sequence

from ..._core.errors import LongopsError, RequestError, UsageError
from ..._core.operation import Fault, FaultKind, Observation, Operation
from ..._http import retry as _retry
from ..._http.faults import append_hint
from ..._http.headers import Answer
from ..._http.retry import Retry
from ..._http.transport import Transport
from ..._text import explanation
from ..._text.sanitize import clean, cut, quoted, reason
from ..._text.warning_list import WarningList
from ..catalogue import lookup
from ..catalogue.family import Family
from ..catalogue.statuses import state_of
from . import entries, parsing
from .listing import Listing, pages
from .session import Place, Session, Target, unusable

#: HTTP statuses with which a family answers for the work request of another one (OCI API reference, "API Errors").
ELSEWHERE = (400, 404)


class OciClient:
    """Reads work requests through transport, whose auth has to be signer.

    known are status words, in upper case, that the user has given a meaning. listing lists work requests. warnings
    collects, once each, what the user should know although nothing failed.
    """

    def __init__(
        self,
        transport: Transport,
        signer: Any,
        place: Place,
        known: frozenset[str] = frozenset(),
    ) -> None:
        self.session = Session(transport, signer, place)
        self._transport = transport
        self.listing = Listing(self.session, self.read, self._checked)
        self._known = known
        self._homes: dict[str, Target] = {}  # work requests that were found in another family of their service

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    @property
    def warnings(self) -> WarningList:
        return self.session.warnings

    def warn(self, message: str) -> None:
        """Add to warnings."""
        self.session.warn(message)

    def forget(self, target: Target) -> None:
        """Nothing more is asked about this work request."""
        self._homes.pop(target.id, None)

    def target(self, work_request_id: str, service: Optional[str] = None) -> Target:
        """The work request with this id. Raises UsageError: invalid id, unknown service or region."""
        return self.session.target(work_request_id, service)

    def target_at(self, where: lookup.Place, work_request_id: str) -> Target:
        """The work request with this id in one of the families where it may be."""
        return self.session.target_at(where, work_request_id)

    def target_in(
        self,
        family: Family,
        work_request_id: str,
        ocid_region: Optional[str] = None,
        beside: Sequence[Optional[str]] = (),
    ) -> Target:
        """The work request with this id in a known family, in the region of its id; see Session.target_in."""
        return self.session.target_in(family, work_request_id, ocid_region, beside)

    def poll(self, target: Target, deadline: float) -> Observation:
        """One poll, tried once. Never raises LongopsError: the observation has the fault."""
        return self._observation(target, deadline, _retry.ONCE)

    def read(self, target: Target, deadline: Optional[float] = None) -> Observation:
        """The same with retries, for a work request that is read only once: the fault is that of the last try."""
        return self._observation(target, deadline, _retry.DEFAULT)

    def completed(self, target: Target, operation: Operation, deadline: float) -> Operation:
        """An operation from a list, with what the list's entries lack; unchanged, with a warning, where that cannot be read."""
        observation = self._observation(target, deadline, _retry.DEFAULT)
        whole = observation.operation
        if observation.fault is not None:
            self.warn(f"All of work request {target.id} could not be read: {observation.fault.message}")
        return operation if whole is None else parsing.completed(self._home(target).family, operation, whole)

    def errors(self, target: Target, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """The operation with its errors, all pages of them; unchanged, with a warning, where they cannot be read."""
        found = self._said("errors", target, operation, deadline)
        return operation if found is None else operation._replace(errors=found)

    def logs(self, target: Target, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """The operation with its log entries, oldest first; unchanged, with a warning, where they cannot be read."""
        found = self._said("logs", target, operation, deadline)
        return operation if found is None else operation._replace(logs=found)

    def can_cancel(self, target: Target) -> bool:
        """Whether the family in which the work request was found has a call that cancels it."""
        return self._home(target).family.cancel is not None

    def cancel(self, target: Target, deadline: Optional[float] = None) -> None:
        """Request that the work request be canceled. Raises RequestError, and UsageError where the API has no such call.

        It is retried like a read, because a second request changes nothing.
        """
        target = self._home(target)
        if target.family.cancel is None:
            raise UsageError(f"Work requests of {target.family.title} cannot be canceled: its API has no call for it.")
        self.session.send("DELETE", target, target.family.cancel, {}, deadline)

    def _observation(self, target: Target, deadline: Optional[float], retry: Retry) -> Observation:
        """What the families of a work request say of it: those that do not know it leave it to the next."""
        home = self._homes.get(target.id)
        if home is not None:
            return self._of_family(home, deadline, retry)
        first = self._of_family(target, deadline, retry)
        if first.fault is None or first.fault.http_status not in ELSEWHERE:
            return first
        for family in target.others:
            try:
                other = self.session.target_in(family, target.id, target.region)
            except UsageError:  # it has no address in that place
                continue
            observation = self._of_family(other, deadline, retry)
            if observation.fault is None:
                self._homes[target.id] = other._replace(compartment_id=target.compartment_id)
                return observation
            if observation.fault.kind == FaultKind.TRANSIENT:
                first = observation  # it may be there
        fault = first.fault
        return first._replace(fault=fault and append_hint(fault, lookup.resource_hint(target.id)))

    def _home(self, target: Target) -> Target:
        """The work request in the family in which it was found."""
        return self._homes.get(target.id, target)

    def _of_family(self, target: Target, deadline: Optional[float], retry: Retry) -> Observation:
        try:
            answer = self.session.send("GET", target, target.family.get, {}, deadline, retry)
            return parsing.observation(self._operation(target, answer), answer)
        except RequestError as error:
            return Observation(target.id, fault=error.fault, request_id=error.fault.request_id)
        except LongopsError as error:  # the authentication expired and could not be renewed
            return Observation(target.id, fault=Fault(FaultKind.FATAL, str(error)))

    def _operation(self, target: Target, answer: Answer) -> Operation:
        operation = parsing.operation(target.family, answer.body, target.id)
        if operation is None:
            said = clean(explanation.sentence(answer.body))
            why = f"the answer has no {target.family.fields.get('status') or 'status'}"
            raise unusable(f"{why}, but says: {said}" if said else why, answer)
        if operation.id.casefold() != target.id.casefold():  # an appliance writes ids in capitals and in lower case
            raise unusable(f"the answer is about another work request, {quoted(operation.id)}", answer)
        return self._checked(operation._replace(id=target.id))

    def _checked(self, operation: Operation) -> Operation:
        """The operation, with a warning where its status is not known."""
        if state_of(operation.status) is None and str(operation.status).upper() not in self._known:
            word = cut(clean(operation.status), 40)
            self.warnings.add_of_sort(
                "The statuses of {count} work requests are not known to this version of longops.oracle, and are taken for"
                " pending: {examples}. If one is an end, name it with the option accept.",
                operation.id,
                f"The status {word} of work request {operation.id} ({operation.service}) is not"
                " known to this version of longops.oracle: it is taken for pending. If it is an end, name it"
                " with the option accept.",
                f"{word} of {operation.id}",
            )
        return operation

    def _said(
        self, part: str, target: Target, operation: Operation, deadline: Optional[float]
    ) -> Optional[tuple[Any, ...]]:
        """Its errors or log entries; None where they cannot be read.

        Where their list has none, or there is no such list, those count that stand in the answer itself. An entry of a list may
        lack what the whole answer has.
        """
        target = self._home(target)
        family = target.family
        path, requires = getattr(family, part), getattr(family, f"{part}_requires")
        if path is None and part in family.list_lacks:
            whole = self.read(target, deadline).operation
            return None if whole is None else getattr(whole, part)
        listed = self._entries(target, operation, path, part, requires, deadline)
        found = entries.READERS[part](family, listed) if listed else entries.inline(part, family, operation)
        return () if found is None and (listed is not None or path is None) else found

    def _entries(
        self,
        target: Target,
        operation: Operation,
        path: Optional[str],
        part: str,
        requires: tuple[str, ...],
        deadline: Optional[float],
    ) -> Optional[list[Any]]:
        """The entries of a work request's list of errors or logs; None where there is no such list, or it cannot be read.

        Where a later page cannot be read, those of the pages before it, with a warning.
        """
        if path is None:
            return None
        compartment = self.session.place.compartment_id or operation.details.get("compartment_id")
        query = {}
        found: list[Any] = []
        read = 0
        try:
            if "compartmentId" in requires:
                if not compartment:
                    raise UsageError("its API needs the compartment: give compartment_id")
                query["compartmentId"] = compartment
            for answer in pages(self.session, target, path, part, query, deadline):
                read += 1
                found += entries.of_answer(part, answer.body) or []
        except LongopsError as error:
            if found:
                self.warnings.add_of_sort(
                    f"There may be more {part} of {{count}} work requests than those that were read: {{examples}}",
                    target.id,
                    f"There may be more {part} of work request {target.id} than the {len(found)} that were read, because"
                    f" page {read + 1} of them could not be read: {error}",
                    f"{target.id} ({reason(str(error))})",
                )
                return found
            self.warnings.add_of_sort(
                f"The {part} of {{count}} work requests could not be read: {{examples}}",
                target.id,
                f"The {part} of work request {target.id} could not be read: {error}",
                f"{target.id} ({reason(str(error))})",
            )
            return None
        return found
