# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for GoldenGate requests: joins the client and the waiter, then fetches results and what explains a failure.

Private to longops.oracle.
"""

from __future__ import annotations

import random
import time
from typing import Optional, Sequence

from .._core.operation import Operation
from .._polling import waiter
from .._polling.pollers import Poller
from .._polling.thread_pool import Pool
from .client import GoldenGateClient


def wait(
    client: GoldenGateClient, request_ids: Sequence[str], terms: waiter.Terms, include_result: bool, connections: int
) -> waiter.Outcome:
    """Wait for all requests. Those that failed come with their result and their messages as errors."""
    outcome = waiter.wait(request_ids, Poller(client.poll, connections), terms, time.monotonic, random.random)
    deadline = time.monotonic() + waiter.patience(outcome, terms)
    ended = [watch for watch in outcome.watches if watch.operation is not None and watch.operation.ended]

    def read(watch: waiter.Watch) -> Optional[Operation]:
        wanted = include_result or watch.outcome == "failed"
        return client.with_result(watch.operation, deadline) if wanted else watch.operation

    for watch, operation in zip(ended, Pool(connections).map(read, ended)):
        watch.operation = client.explained(operation, deadline) if watch.outcome == "failed" else operation
    return outcome
