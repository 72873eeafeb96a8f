# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What results and messages call GoldenGate requests. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping

from .._core.operation import Description, OperationKind
from .error_categories import category_of_entry


def describe(entry: Mapping[str, Any]) -> Description:
    """What a report says of one entry of requests: GoldenGate has the times of its start and its end, and no other."""
    status = entry.get("request_status")
    facts = (("call", entry.get("call")), ("status of its answer", None if status is None else str(status)))
    return Description(started=entry.get("start_time"), finished=entry.get("end_time"), facts=facts)


KIND = OperationKind(
    "GoldenGate request",
    "requests",
    "request",
    errors_shown=10,
    categorize=category_of_entry,
    describe=describe,
)
