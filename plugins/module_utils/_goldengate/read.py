# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads GoldenGate requests once, several at a time. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Optional, Sequence

from .._core.operation import Observation, State
from .._polling.thread_pool import Pool
from .._polling.waiter import EXPLAIN
from .client import GoldenGateClient
from .request_ids import Call


def read(
    client: GoldenGateClient, calls: Sequence[Call], include_result: bool, connections: int
) -> list[Optional[Observation]]:
    """Each request as it is now, with its errors explained if it failed; None for a call that had ended when it was answered."""

    def poll(call: Call) -> Optional[Observation]:
        if call.id is None:
            return None
        observation = client.read(call.id, include_result)
        if include_result and observation.operation is not None:
            return observation._replace(operation=client.with_result(observation.operation))
        return observation

    found = Pool(connections).map(poll, calls)
    deadline = time.monotonic() + EXPLAIN
    return [_explained(client, observation, deadline) for observation in found]


def _explained(client: GoldenGateClient, observation: Optional[Observation], deadline: float) -> Optional[Observation]:
    if (
        observation is None
        or observation.operation is None
        or observation.operation.state not in (State.FAILED, State.CANCELED)
    ):
        return observation
    return observation._replace(operation=client.explained(observation.operation, deadline))
