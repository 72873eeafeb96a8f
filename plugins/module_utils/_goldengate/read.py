# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads GoldenGate requests once, several at a time: those with these ids, or those of a service's list. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Optional, Sequence

from .._core.operation import Observation, State
from .._polling.thread_pool import Pool
from .._polling.waiter import EXPLAIN
from .client import GoldenGateClient
from .listing import Listed
from .request_ids import Call


def read(
    client: GoldenGateClient, calls: Sequence[Call], include_result: bool, connections: int
) -> list[Optional[Observation]]:
    """Each request as it is now, with its errors explained if it failed; None for a call that had ended when it was answered."""
    started = [call.id for call in calls if call.id is not None]
    found = dict(zip(started, _explained(client, _observed(client, started, include_result, connections))))
    return [None if call.id is None else found[call.id] for call in calls]


def listed(
    client: GoldenGateClient, in_flight: bool, most: Optional[int], include_result: bool, connections: int
) -> list[tuple[Call, Observation]]:
    """The requests of the service's list as they are now, without those that are gone by then. Raises RequestError.

    With in_flight only those that have not ended; of more than most the newest, which have the highest numbers. Where the
    list has the progress of a request, what has ended by it is not read.
    """
    known = client.list_requests()
    left = sorted((each for each in known if not (in_flight and each.ended)), key=_number, reverse=True)
    found: dict[str, Observation] = {}
    gone = 0
    while left and (most is None or len(found) < most):
        size = _batch(left, in_flight, None if most is None else most - len(found), connections)
        ids, left = [each.id for each in left[:size]], left[size:]
        for observation in _observed(client, ids, include_result, connections):
            if is_gone(observation):
                gone += 1
            elif not (in_flight and observation.operation is not None and observation.operation.ended):
                found[observation.id] = observation
    if gone and not found:
        client.warn(f"All {gone} requests that were listed and read were gone by then: they are left out.")
    chosen = dict(zip(list(found)[:most], _explained(client, list(found.values())[:most])))
    return [(Call(each.id), chosen[each.id]) for each in known if each.id in chosen]


def is_gone(observation: Observation) -> bool:
    """Whether a service knows the request no more."""
    return observation.fault is not None and observation.fault.http_status in (404, 410)


def _batch(left: Sequence[Listed], in_flight: bool, wanted: Optional[int], connections: int) -> int:
    """How many to read at once: as many as are wanted, or more where each may turn out to have ended."""
    if wanted is None:
        return len(left)
    unsure = in_flight and any(each.progress is None for each in left[:wanted])
    return max(wanted, connections) if unsure else wanted


def _number(request: Listed) -> int:
    return int(request.id)


def _observed(
    client: GoldenGateClient, ids: Sequence[str], include_result: bool, connections: int
) -> list[Observation]:
    def observe(request_id: str) -> Observation:
        observation = client.read(request_id, include_result)
        if include_result and observation.operation is not None:
            return observation._replace(operation=client.with_result(observation.operation))
        return observation

    return Pool(connections).map(observe, ids)


def _explained(client: GoldenGateClient, found: Sequence[Observation]) -> list[Observation]:
    """The observations, with the errors of those that failed explained."""
    deadline = time.monotonic() + EXPLAIN
    failed = (State.FAILED, State.CANCELED)
    return [
        observation._replace(operation=client.explained(observation.operation, deadline))
        if observation.operation is not None and observation.operation.state in failed
        else observation
        for observation in found
    ]
