# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what polls of resources gave into operations with a state, by the goal of each. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional

from .._core.operation import Category, Fault, Observation, Operation, State
from .._http.faults import append_hint
from .._text.sanitize import and_then
from . import parsing, verdict
from .catalogue.words import as_compared, is_of_deletion, meaning
from .goal import Goal
from .targets import Target
from .verdict import Past

#: HTTP statuses of what is not there (OCI API reference, "API Errors"; RFC 9110, section 15.5.11).
MISSING = (404, 410)

#: What to do where the goal of a resource is to be gone, and it was not there from the first poll on.
NEVER_SEEN = "Where it may be gone before the wait begins, set missing_ok"
#: What to think where the goal of a resource is a state, and it was there before.
SEEN_BEFORE = "It was there before, so it may have been deleted since. Only a wait with absent is for that"


class Judge:
    """Remembers of each resource what was seen of it, because "not found" means something else for what was there before."""

    def __init__(self) -> None:
        self._latest: dict[str, Operation] = {}
        self._past: dict[str, Past] = {}

    def remember(self, key: str, word: str) -> None:
        """It was in this state before, as another process, or a list, has seen."""
        compared = as_compared(word)
        going = is_of_deletion(compared)
        self._past[key] = Past(was_seen=True, was_going=going, is_going=going, word=compared)

    def forget(self, key: str) -> None:
        self._latest.pop(key, None)
        self._past.pop(key, None)

    def observation(self, target: Target, seen: Observation) -> Observation:
        """The observation of a poll, with the state of the operation, or with the end that its fault is."""
        fault = seen.fault
        if seen.operation is not None:
            return seen._replace(operation=self._judged(target, seen.operation))
        if fault is None or not _is_missing(fault):
            return seen
        past = self._past.get(target.key, Past())
        if not verdict.is_reached_by_absence(target.goal, past):
            return seen._replace(fault=append_hint(fault, _hint(target.goal, past)))
        before, answered = self._latest.get(target.key), f"{fault.http_status} {fault.code}"
        past = past._replace(missing=past.missing + 1)
        if past.was_seen:
            self._past[target.key] = past
            if not verdict.is_absence_sure(past):
                if before is None:
                    return seen
                said = f"The latest poll was answered {answered}: whether it is gone, the next one decides."
                return seen._replace(operation=before._replace(explanation=said), fault=None)
        return seen._replace(operation=_gone(target, before, answered), fault=None)

    def _judged(self, target: Target, operation: Operation) -> Operation:
        word = as_compared(operation.status)
        means = meaning(target.type.title, word)
        past = self._past.get(target.key) or Past(was_seen=True, was_going=is_of_deletion(word))
        if past.word and past.word != word:
            past = past._replace(has_moved=True)
        state = verdict.state(word, means, target.goal, past)
        if verdict.is_doubtful(state, means, past):
            state = State.PENDING
        why = verdict.why_final(means, target.goal) if state in (State.FAILED, State.CANCELED) else None
        if why is not None:
            operation = operation._replace(explanation=and_then(operation.explanation, why))
        self._latest[target.key] = operation = operation._replace(state=state)
        self._past[target.key] = past._replace(is_going=is_of_deletion(word), missing=0, word=word)
        return operation


def _hint(goal: Goal, past: Past) -> str:
    """What to say of a resource that is not found, where that is not the goal."""
    if goal.absent:
        return "" if goal.endless else NEVER_SEEN
    return SEEN_BEFORE if past.was_seen else ""


def _is_missing(fault: Fault) -> bool:
    """Whether a service says that it does not have the resource.

    An answer without its error code is not from the service, and one with the code of another error does not say so.
    """
    return fault.http_status in MISSING and bool(fault.code) and fault.category == Category.NOT_FOUND


def _gone(target: Target, before: Optional[Operation], answered: str) -> Operation:
    """The operation of a resource that is not there, which was the goal."""
    operation = before or Operation(target.key, target.type.service, operation_type=parsing.called(target))
    return operation._replace(
        status=answered, state=State.SUCCEEDED, explanation=None, details={**operation.details, "absent": True}
    )
