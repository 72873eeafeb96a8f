# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns observations of GoldenGate requests into the values that modules return: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Union

from .._core.operation import Observation, State
from .._core.watch import Watch
from .._http.body import MAX_BODY
from .._text.answer import plain
from .request_ids import Call

#: Characters of all details, which have what is in the answers for a request and its result, and what JSON counts for.
MAX_DETAILS = 100 * MAX_BODY


def entry(call: Call, service: str, last: Union[Observation, Watch, None], with_answer: bool = True) -> dict[str, Any]:
    """One entry of requests: the same keys for every request, None for what is not known, and answer None without it.

    last has the last observation of the request. A call that had ended when it was answered has none: it succeeded,
    because a failed call is no valid request_id, and nothing else of it is known.
    """
    operation = last.operation if last is not None else None
    fault = last.fault if last is not None else None
    details = plain(operation.details, MAX_BODY, MAX_DETAILS) if operation is not None else {}
    found = {
        "id": call.id,
        "service": service,
        "call": call.url,
        "progress": None if operation is None else operation.status,
        "state": None if operation is None else operation.state,
        "completed": details.get("completed"),
        "request_status": details.get("request_status"),
        "start_time": details.get("start_time"),
        "end_time": details.get("end_time"),
        "result": details.get("result"),
        "messages": details.get("messages", []),
        "errors": None if operation is None or operation.errors is None else [e._asdict() for e in operation.errors],
        "explanation": None if operation is None else operation.explanation,
        "answer": None if operation is None else plain(operation.answer) if with_answer else None,
        "retry_after": None if last is None else last.retry_after if fault is None else fault.retry_after,
        "fault": None if fault is None else fault._asdict(),
    }
    if call.id is None:
        found.update(state=State.SUCCEEDED, completed=True, request_status=call.http_status)
    return found
