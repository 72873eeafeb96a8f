# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what was observed of GoldenGate requests into the values that modules return: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from ansible_collections.longops.oracle.plugins.module_utils._goldengate.location import Started
from ansible_collections.longops.oracle.plugins.module_utils._operation import Fault, Operation, State


def entry(
    request_id: str, service: str, operation: Optional[Operation], fault: Optional[Fault]
) -> dict[str, Any]:
    """One entry of requests: the same keys for every request, None for what is not known."""
    details = {} if operation is None else operation.details
    return {
        "id": request_id,
        "service": service,
        "progress": None if operation is None else operation.status,
        "state": None if operation is None else operation.state,
        "completed": details.get("completed"),
        "request_status": details.get("request_status"),
        "start_time": details.get("start_time"),
        "end_time": details.get("end_time"),
        "result": details.get("result"),
        "messages": details.get("messages", []),
        "links": details.get("links", []),
        "response": details.get("response"),
        "errors": None if operation is None or operation.errors is None else [e._asdict() for e in operation.errors],
        "fault": None if fault is None else fault._asdict(),
    }


def at_once(started: Started, service: str) -> dict[str, Any]:
    """The entry of a call that was over when it answered: there is no request to read, and nothing is invented."""
    return dict(
        entry("", service, None, None), id=None, state=State.SUCCEEDED, completed=True, request_status=started.http_status
    )
