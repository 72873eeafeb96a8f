# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what polls of resources gave into operations with a state, by the goal of each. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional

from .._core.operation import Observation, Operation, State
from . import parsing, verdict
from .catalogue.words import is_of_deletion, meaning
from .targets import Target
from .verdict import Past

#: HTTP statuses of what is not there: OCI answers 404 (OCI API reference, "API Errors"), and a gateway in front of it may know better.
MISSING = (404, 410)


class Judge:
    """Remembers of each resource what was seen of it, because "not found" means something else for what was there before."""

    def __init__(self) -> None:
        self._latest: dict[str, Operation] = {}
        self._past: dict[str, Past] = {}

    def forget(self, key: str) -> None:
        self._latest.pop(key, None)
        self._past.pop(key, None)

    def observation(self, target: Target, seen: Observation) -> Observation:
        """The observation of a poll, with the state of the operation, or with the end that its fault is."""
        fault = seen.fault
        if seen.operation is not None:
            return seen._replace(operation=self._judged(target, seen.operation))
        if fault is None or fault.http_status not in MISSING:
            return seen
        if not verdict.is_reached_by_absence(target.goal, self._past.get(target.key, Past())):
            return seen
        answered = f"{fault.http_status} {fault.code or ''}".strip()
        return seen._replace(operation=_gone(target, self._latest.get(target.key), answered), fault=None)

    def _judged(self, target: Target, operation: Operation) -> Operation:
        word = str(operation.status).strip().upper()
        means = meaning(target.type.title, word)
        before = self._latest.get(target.key)
        if before is None:
            self._past[target.key] = Past(was_seen=True, was_going=is_of_deletion(word))
        elif before.status != operation.status:
            self._past[target.key] = self._past[target.key]._replace(has_moved=True)
        self._latest[target.key] = operation
        state = verdict.state(word, means, target.goal, self._past[target.key])
        why = verdict.why_final(means, target.goal) if state in (State.FAILED, State.CANCELED) else None
        if why is not None:
            own = (operation.explanation or "").strip()
            operation = operation._replace(explanation=f"{own.rstrip('.')}. {why}" if own else why)
        return operation._replace(state=state)


def _gone(target: Target, before: Optional[Operation], answered: str) -> Operation:
    """The operation of a resource that is not there, which was the goal."""
    operation = before or Operation(target.key, target.type.service, operation_type=parsing.called(target))
    return operation._replace(
        status=answered, state=State.SUCCEEDED, explanation=None, details={**operation.details, "absent": True}
    )
