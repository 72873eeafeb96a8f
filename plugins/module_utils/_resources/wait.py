# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources as a group of a wait: how they are polled, and what explains their ends. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Sequence

from .._core.operation import Observation, Operation
from .._core.watch import Watch
from .._polling import group_wait
from .._polling.pollers import SinglePoller, Starts, Submits
from .._polling.thread_pool import Pool
from .._text.sanitize import some
from . import contradictions, latest_work_request, results
from .client import ResourceClient
from .judge import Judge
from .kind import KIND
from .targets import Target

#: Resources that a warning names where many are concerned.
NAMED = 3


class ResourceGroup:
    """Resources that one client reads."""

    kind = KIND

    def __init__(self, client: ResourceClient, targets: Sequence[Target], threads: int) -> None:
        self._client = client
        self._targets = {target.key: target for target in targets}
        self._threads = threads
        self._judge = Judge()
        self._since: dict[str, float] = {}  # when each was polled first
        self.ids = list(self._targets)

    @property
    def name(self) -> str:
        """What tells their ids from those of other groups, whatever process reads them: they are unique by themselves."""
        return KIND.event_key

    def add(self, target: Target) -> None:
        """One more, while they are polled."""
        self._targets[target.key] = target

    def resume(self, id_: str, word: str) -> None:
        """It was in this state when a process before this one has read it, or in a list."""
        self._judge.remember(id_, word)

    def forget(self, id_: str) -> None:
        """It is polled and explained no more."""
        self._targets.pop(id_)
        self._judge.forget(id_)
        self._since.pop(id_, None)

    def is_explained(self, watch: Watch) -> bool:
        """Whether explain() has found all that it is to find about one that has ended."""
        return watch.operation is None or watch.outcome != "failed" or watch.operation.errors is not None

    def poller(self, pool: Submits) -> Starts:
        return SinglePoller(self._poll, pool)

    def entry(self, watch: Watch) -> dict[str, Any]:
        return results.entry(self._targets[watch.id], watch.observation, with_answer=False)

    def entries(self, watches: Sequence[Watch]) -> list[dict[str, Any]]:
        return [results.entry(self._targets[watch.id], watch.observation) for watch in watches]

    def explain(self, watches: Sequence[Watch], timed_out: bool, deadline: float) -> None:
        """Resources that failed get the errors of their latest work request, and so do those that are pending at the deadline."""
        unwell = [
            watch
            for watch in watches
            if watch.operation is not None
            and watch.operation.errors is None
            and (watch.outcome == "failed" or (watch.outcome == "pending" and timed_out))
            and (watch.fault is None or watch.operation.ended)  # else nor can what stands beside it be read just now
        ]
        late: set[str] = set()

        def read(watch: Watch) -> Operation:
            operation: Operation = watch.operation  # type: ignore[assignment]  # see above
            if time.monotonic() >= deadline:
                late.add(watch.id)
                return operation
            return latest_work_request.explained(self._client.oci, self._targets[watch.id], operation, deadline)

        for watch, operation in zip(unwell, Pool(self._threads).map(read, unwell)):
            watch.operation = operation
        if late:
            self._client.warn(f"No time was left to read the latest work request of {some(sorted(late), NAMED)}.")
        for warning in contradictions.warnings((self._targets[watch.id], watch.operation) for watch in watches):
            self._client.warn(warning)

    def _poll(self, id_: str, deadline: float) -> Observation:
        """A resource does not say when a change began, so its age for the schedule is that of the first poll."""
        target = self._targets[id_]
        since = self._since.setdefault(id_, group_wait.clock())
        seen = self._client.poll(target, deadline)
        if self._targets.get(id_) is target:  # else it was forgotten meanwhile, and is not to be remembered again
            seen = self._judge.observation(target, seen)
        return seen._replace(age=group_wait.clock() - since)
