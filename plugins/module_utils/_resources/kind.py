# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What results and messages call resources. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping

from .._core.operation import Affected, Description, OperationKind, State
from .._oci.catalogue.error_categories import category_of_entry
from .catalogue.words import Meaning, meaning
from .goal import ABSENT


def affected(entry: Mapping[str, Any]) -> Affected:
    """A resource that is there, by its own id. One that is deleted is not, nor one that was to be gone and is so for the wait."""
    was_to_go = entry.get("goal") == [ABSENT] and entry.get("state") == State.SUCCEEDED
    status = entry.get("status")
    deleted = meaning(f"{entry.get('service')}.{entry.get('resource_type')}", status) == Meaning.DELETED
    there = status is not None and not (entry.get("absent") or was_to_go or deleted)
    return Affected(changed=[entry["resource_id"]] if there and entry.get("resource_id") else [])


def describe(entry: Mapping[str, Any]) -> Description:
    """What a report says of one entry of resources. A resource has no times of the change that is waited for."""
    request_id = (entry.get("fault") or {}).get("request_id") or entry.get("opc_request_id")
    work_request = entry.get("work_request") or {}
    facts = [
        ("name", entry.get("display_name")),
        ("goal", " or ".join(entry.get("goal") or ()) or None),
        ("compartment", entry.get("compartment_id")),
        ("latest work request", work_request.get("id")),
        ("opc-request-id of the latest poll", request_id),
    ]
    return Description(facts=facts, name=entry.get("display_name"))


KIND = OperationKind(
    "resource",
    "resources",
    "resource",
    errors_shown=3,
    explains_itself=True,
    categorize=category_of_entry,
    affected=affected,
    describe=describe,
)
