# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads one resource of any type. It knows no Ansible and no waiting. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional

from .._core.errors import LongopsError, RequestError
from .._core.operation import Fault, FaultKind, Observation, Operation
from .._http import retry as _retry
from .._http.headers import Answer
from .._http.retry import Retry
from .._oci.api.client import OciClient
from .._oci.api.session import unusable
from .._text import explanation
from .._text.sanitize import clean, cut
from .._text.warning_list import WarningList
from . import parsing
from .catalogue.words import as_compared, meaning
from .targets import Target, path


class ResourceClient:
    """Reads resources with the authentication and through the session of a client for work requests."""

    def __init__(self, oci: OciClient) -> None:
        self.oci = oci
        self._session = oci.session

    @property
    def warnings(self) -> WarningList:
        return self.oci.warnings

    def warn(self, message: str) -> None:
        """Add to warnings."""
        self.oci.warn(message)

    def poll(self, target: Target, deadline: float) -> Observation:
        """One poll, tried once. Never raises LongopsError: the observation has the fault. The operation is pending, whatever its status."""
        return self._observation(target, deadline, _retry.ONCE)

    def read(self, target: Target, deadline: Optional[float] = None) -> Observation:
        """The same with retries, for a resource that is read only once."""
        return self._observation(target, deadline, _retry.DEFAULT)

    def _observation(self, target: Target, deadline: Optional[float], retry: Retry) -> Observation:
        try:
            namespace = self._namespace(target, deadline) if target.needs_namespace else None
            text, query = path(target, namespace)
            answer = self._session.get(target.base + text, query, deadline, retry)
            operation = self._operation(target, answer)
            return Observation(target.key, operation, None, None, answer.retry_after, answer.request_id, answer.date)
        except RequestError as error:
            return Observation(target.key, fault=error.fault, request_id=error.fault.request_id)
        except LongopsError as error:  # the authentication expired and could not be renewed
            return Observation(target.key, fault=Fault(FaultKind.FATAL, str(error)))

    def _namespace(self, target: Target, deadline: Optional[float]) -> str:
        """The namespace that is in the path. That it is not found says nothing of the resource, so the fault has no code."""
        try:
            return self._session.namespace(target.region, deadline)
        except RequestError as error:
            raise RequestError(error.fault._replace(code=None), error.skew) from error

    def _operation(self, target: Target, answer: Answer) -> Operation:
        operation = parsing.operation(target, answer.body)
        if operation is None:
            said = clean(explanation.sentence(answer.body))
            why = f"the answer has no {target.type.state}"
            raise unusable(f"{why}, but says: {said}" if said else why, answer)
        other = parsing.other_id(target, answer.body)
        if other is not None:
            raise unusable(f"the answer is about another resource, {other}", answer)
        self._check(target, operation)
        return operation

    def _check(self, target: Target, operation: Operation) -> None:
        """Warn of a state that is not known, and has no meaning by the user."""
        compared = as_compared(operation.status)
        if meaning(target.type.title, compared) is None and not target.goal.names_word(compared):
            word = cut(clean(operation.status), 40)
            self.warnings.add_of_sort(
                "The states of {count} resources are not known to this version of longops.oracle, and are taken for"
                " transitional: {examples}. If one is an end, name it with the option accept.",
                target.key,
                f"The state {word} of resource {target.key} ({target.type.title}) is not known to this version of"
                " longops.oracle: it is taken for transitional. If it is an end, name it with the option accept.",
                f"{word} of {target.key}",
            )
