# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what was observed into the values that modules return: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from .._core.operation import Fault, Observation, Operation
from .._polling.waiter import Watch
from .api.client import Target
from .targets import Lists


def entry(
    target: Target, operation: Optional[Operation], fault: Optional[Fault], request_id: Optional[str]
) -> dict[str, Any]:
    """One entry of work_requests: the same keys whatever the service, None for what is not known."""
    seen = operation or Operation(target.id, target.family.title, state=None)  # type: ignore[arg-type]
    return {
        "id": seen.id,
        "service": seen.service,
        "operation_type": seen.operation_type,
        "status": seen.status,
        "state": seen.state,
        "percent_complete": seen.percent_complete,
        "time_accepted": seen.time_accepted,
        "time_started": seen.time_started,
        "time_finished": seen.time_finished,
        "compartment_id": seen.details.get("compartment_id"),
        "resources": seen.details.get("resources", []),
        "errors": None if seen.errors is None else [error._asdict() for error in seen.errors],
        "logs": None if seen.logs is None else [log._asdict() for log in seen.logs],
        "opc_request_id": request_id,
        "fault": None if fault is None else fault._asdict(),
    }


def resource(resource_id: str, where: Lists) -> dict[str, Any]:
    """Where the work requests of a resource were looked for."""
    return {
        "id": resource_id,
        "service": where.family.title,
        "region": where.region,
        "compartment_ids": [each for each in where.compartment_ids if each],
    }


def observed(target: Target, observation: Observation) -> dict[str, Any]:
    """The entry of one reading."""
    return entry(target, observation.operation, observation.fault, observation.request_id)


def watched(target: Target, watch: Watch) -> dict[str, Any]:
    """The entry of what a wait last saw."""
    return entry(target, watch.operation, watch.fault, watch.request_id)
