# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns observations of resources into the values that modules return: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from .._core.operation import Observation, Operation
from .._text.answer import plain
from . import parsing
from .targets import Target


def entry(target: Target, observation: Optional[Observation], with_answer: bool = True) -> dict[str, Any]:
    """One entry of resources: the same keys whatever the type, None for what is not known. Without answer that key is None."""
    seen = observation or Observation(target.key)
    fault = seen.fault
    shown = seen.operation or Operation(
        target.key,
        target.type.service,
        state=None,  # type: ignore[arg-type]
        operation_type=parsing.called(target),
    )
    details = shown.details
    return {
        "id": plain(target.key),
        "resource_id": plain(target.id),
        "service": target.type.service,
        "resource_type": plain(target.type.name),
        "operation_type": plain(shown.operation_type),
        "display_name": plain(details.get("display_name")),
        "status": plain(shown.status),
        "state": shown.state,
        "goal": target.goal.names,
        "absent": bool(details.get("absent")),
        "percent_complete": None,
        "time_accepted": None,
        "time_started": None,
        "time_finished": None,
        "time_created": plain(details.get("time_created")),
        "time_updated": plain(details.get("time_updated")),
        "compartment_id": plain(details.get("compartment_id")) or target.compartment_id,
        "explanation": plain(shown.explanation),
        "errors": None
        if shown.errors is None
        else [{key: plain(value) for key, value in error._asdict().items()} for error in shown.errors],
        "logs": None,
        "work_request": plain(details.get("work_request")),
        "answer": plain(shown.answer) if with_answer else None,
        "retry_after": seen.retry_after if fault is None else fault.retry_after,
        "opc_request_id": seen.request_id,
        "fault": None if fault is None else fault._asdict(),
    }
