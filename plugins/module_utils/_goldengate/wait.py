# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GoldenGate requests as a group of a wait: how they are polled, and what explains their ends. Private to longops.oracle."""

from __future__ import annotations

import functools
import threading
import time
from typing import Any, Sequence

from .._core.operation import Operation
from .._core.watch import Watch
from .._polling.pollers import SinglePoller, Starts, Submits
from .._polling.thread_pool import Pool
from . import parsing, results
from .client import GoldenGateClient
from .kind import KIND
from .request_ids import Call


class RequestGroup:
    """Requests of one GoldenGate service. Calls that were answered at once have no request: they are in entries() only."""

    kind = KIND

    def __init__(self, client: GoldenGateClient, calls: Sequence[Call], include_result: bool, threads: int) -> None:
        self._client = client
        self._calls = calls
        self._by_id = {call.id: call for call in calls if call.id is not None}
        self._include_result = include_result
        self._threads = threads
        self._explaining = threading.Lock()
        self.ids = list(self._by_id)

    @property
    def name(self) -> str:
        """What tells their ids from those of other groups, whatever process reads them: the URL of their service."""
        return self._client.base

    def add(self, call: Call) -> None:
        """One more, while they are polled. It has an id."""
        self._by_id[str(call.id)] = call

    def forget(self, id_: str) -> None:
        """It is polled and explained no more."""
        self._by_id.pop(id_)
        self._client.forget(id_)

    def is_explained(self, watch: Watch) -> bool:
        """Whether explain() has found all that it is to find about one that has ended."""
        operation = watch.operation
        if operation is None or not (self._include_result or watch.outcome == "failed"):
            return True
        has_all = "result" in operation.details or not parsing.has_result(operation)
        return has_all and (operation.errors is not None or watch.outcome != "failed")

    def poller(self, pool: Submits) -> Starts:
        return SinglePoller(functools.partial(self._client.poll, include_result=self._include_result), pool)

    def entry(self, watch: Watch) -> dict[str, Any]:
        return results.entry(self._by_id[watch.id], self._client.service, watch, with_answer=False)

    def entries(self, watches: Sequence[Watch]) -> list[dict[str, Any]]:
        known = {watch.id: watch for watch in watches}
        return [results.entry(call, self._client.service, known.get(call.id or "")) for call in self._calls]

    def explain(self, watches: Sequence[Watch], timed_out: bool, deadline: float) -> None:
        """Requests that failed get their result, and their messages as errors."""
        ended = [(watch, watch.operation) for watch in watches if watch.operation is not None and watch.operation.ended]

        def read(pair: tuple[Watch, Operation]) -> Operation:
            watch, operation = pair
            wanted = self._include_result or watch.outcome == "failed"
            if not wanted or time.monotonic() >= deadline:
                return operation
            return self._client.with_result(operation, deadline)

        for (watch, _operation), operation in zip(ended, Pool(self._threads).map(read, ended)):
            with self._explaining:  # one at a time
                watch.operation = (
                    self._client.explained(operation, deadline) if watch.outcome == "failed" else operation
                )
