# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What results and messages call work requests. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping

from .._core.operation import Description, OperationKind
from .catalogue.action_types import affected
from .catalogue.error_categories import category_of_entry


def describe(entry: Mapping[str, Any]) -> Description:
    """What a report says of one entry of work_requests. Oracle's support asks for the opc-request-id."""
    request_id = (entry.get("fault") or {}).get("request_id") or entry.get("opc_request_id")
    return Description(
        entry.get("time_accepted"),
        entry.get("time_started"),
        entry.get("time_finished"),
        [(each["entity_type"], each["action_type"], each["identifier"]) for each in entry.get("resources") or ()],
        [("opc-request-id of the latest poll", request_id), ("compartment", entry.get("compartment_id"))],
    )


KIND = OperationKind(
    "work request",
    "work_requests",
    "work_request",
    categorize=category_of_entry,
    affected=affected,
    describe=describe,
)
