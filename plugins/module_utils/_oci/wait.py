# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work requests as a group of a wait: how they are polled, and what explains their ends. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Callable, NamedTuple, Optional, Sequence

from .._core.operation import Operation
from .._core.watch import Watch
from .._polling.pollers import Starts, Submits
from .._polling.thread_pool import Pool
from .._text.sanitize import some
from . import contradictions, results
from .api.client import OciClient
from .api.session import Target
from .kind import KIND
from .poller import Poller

#: Work requests that a warning names where many are concerned.
NAMED = 3


class WorkRequestGroup:
    """Work requests that one client reads.

    logs is "failed", "all" or "none": whose log entries to read at the end. compartment_id is where those may be that do
    not say where they are.
    """

    kind = KIND

    def __init__(
        self,
        client: OciClient,
        targets: Sequence[Target],
        logs: str,
        threads: int,
        compartment_id: Optional[str] = None,
    ) -> None:
        self._client = client
        self._targets = {target.id: target for target in targets}
        self._logs = logs
        self._threads = threads
        self._compartment_id = compartment_id
        self._poller: Optional[Poller] = None
        self.ids = list(self._targets)

    @property
    def name(self) -> str:
        """What tells their ids from those of other groups, whatever process reads them: they are unique by themselves."""
        return KIND.event_key

    def add(self, target: Target) -> None:
        """One more, while they are polled."""
        self._targets[target.id] = target
        if self._poller is not None:
            self._poller.add(target)

    def forget(self, id_: str) -> None:
        """It is polled and explained no more."""
        target = self._targets.pop(id_)
        if self._poller is not None:
            self._poller.forget(id_)
        self._client.forget(target)

    def is_explained(self, watch: Watch) -> bool:
        """Whether explain() has found all that it is to find about one that has ended."""
        operation = watch.operation
        if operation is None or watch.outcome != "failed":
            return True
        return operation.errors is not None and (self._logs == "none" or operation.logs is not None)

    def poller(self, pool: Submits) -> Starts:
        self._poller = Poller(self._client, list(self._targets.values()), self._compartment_id, pool)
        return self._poller

    def entry(self, watch: Watch) -> dict[str, Any]:
        return results.observed(self._target(watch), watch.observation, with_answer=False)

    def entries(self, watches: Sequence[Watch]) -> list[dict[str, Any]]:
        return [results.observed(self._target(watch), watch.observation) for watch in watches]

    def explain(self, watches: Sequence[Watch], timed_out: bool, deadline: float) -> None:
        """Operations that failed or require attention get their errors, and so do those that are pending at the deadline.

        With logs "none" those that are pending get none: their errors are no reason for anything yet. A warning says where
        what succeeded contradicts itself.
        """
        questions = [
            question for question in (self._question(watch, timed_out) for watch in watches) if any(question[2:])
        ]
        late: set[str] = set()

        def read(question: _Question) -> Operation:
            return self._read(question, deadline, late)

        for question, operation in zip(questions, Pool(self._threads).map(read, questions)):
            question.watch.operation = operation
        for warning in contradictions.warnings(watch.operation for watch in watches):
            self._client.warn(warning)
        if late:
            self._client.warn(f"No time was left to read all errors and logs of {some(sorted(late), NAMED)}.")

    def _target(self, watch: Watch) -> Target:
        return self._targets[watch.id]

    def _question(self, watch: Watch, timed_out: bool) -> _Question:
        operation, target = watch.operation, self._target(watch)
        if operation is None or (watch.fault is not None and not operation.ended):
            # It could not be read just now, so neither can what stands beside it.
            return _Question(watch, target, False, False, False)
        unwell = watch.outcome == "failed" or (watch.outcome == "pending" and timed_out and self._logs != "none")
        partly = self._poller is not None and target.id in self._poller.partly_observed
        return _Question(
            watch,
            target,
            partly and (unwell or operation.ended),
            unwell,
            self._logs == "all" or (self._logs == "failed" and unwell),
        )

    def _read(self, question: _Question, deadline: float, late: set[str]) -> Operation:
        operation = question.watch.operation
        steps: list[tuple[bool, Optional[str], Callable[[Target, Operation, float], Operation]]] = [
            (question.whole, None, self._client.completed),
            (question.errors, "errors", self._client.errors),
            (question.logs, "logs", self._client.logs),
        ]
        for wanted, key, read in steps:
            if not wanted or operation is None or (key and getattr(operation, key) is not None):
                continue
            if time.monotonic() >= deadline:
                late.add(question.target.id)
            else:
                operation = read(question.target, operation, deadline)
        return operation  # type: ignore[return-value]  # there is a question only about what was observed


class _Question(NamedTuple):
    """What to read of one operation after the wait: the rest of it where a list has shown but a part, errors, logs."""

    watch: Watch
    target: Target
    whole: bool
    errors: bool
    logs: bool
