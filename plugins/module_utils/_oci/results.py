# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns observations into the values that modules return: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._core.operation import Fault, Observation, Operation
from .._text.answer import plain
from .api.session import Target
from .resources import Searched
from .targets import Lists


def entry(
    target: Target,
    operation: Optional[Operation],
    fault: Optional[Fault],
    request_id: Optional[str],
    retry_after: Optional[float] = None,
) -> dict[str, Any]:
    """One entry of work_requests: the same keys whatever the service, None for what is not known."""
    shown = operation or Operation(target.id, target.family.title, state=None)  # type: ignore[arg-type]
    return {
        "id": shown.id,
        "service": shown.service,
        "operation_type": plain(shown.operation_type),
        "status": plain(shown.status),
        "state": shown.state,
        "percent_complete": shown.percent_complete,
        "time_accepted": shown.time_accepted,
        "time_started": shown.time_started,
        "time_finished": shown.time_finished,
        "compartment_id": shown.details.get("compartment_id"),
        "resources": shown.details.get("resources", []),
        "errors": None if shown.errors is None else [_bounded(error._asdict()) for error in shown.errors],
        "logs": None if shown.logs is None else [_bounded(log._asdict()) for log in shown.logs],
        "explanation": plain(shown.explanation),
        "answer": plain(shown.answer),
        "retry_after": retry_after if fault is None else fault.retry_after,
        "opc_request_id": request_id,
        "fault": None if fault is None else fault._asdict(),
    }


def _bounded(said: Mapping[str, Any]) -> dict[str, Any]:
    """An error or a log entry with all of its keys, and texts of a bounded length."""
    return {key: plain(value) for key, value in said.items()}


def searched(found: Sequence[Searched]) -> dict[str, Any]:
    """Where the work requests of resources were listed: searched has them all, resource the only one."""
    each = [_searched(resource_id, where) for resource_id, where in found]
    return {"searched": each, **({"resource": each[0]} if len(each) == 1 else {})}


def _searched(resource_id: str, where: Lists) -> dict[str, Any]:
    return {
        "id": resource_id,
        "service": where.family.title,
        "region": where.region,
        "compartment_ids": [each for each in where.compartment_ids if each],
    }


def observed(target: Target, observation: Observation, with_answer: bool = True) -> dict[str, Any]:
    """The entry of one observation. Without answer that key is None."""
    operation = observation.operation
    if operation is not None and not with_answer:
        operation = operation._replace(answer=None)
    return entry(target, operation, observation.fault, observation.request_id, observation.retry_after)
