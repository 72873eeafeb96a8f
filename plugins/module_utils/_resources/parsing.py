# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses what an API answers about a resource: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .._core.operation import Operation
from .._oci.api.fields import first_text
from .._oci.ocid import is_ocid, parse_ocid
from .._text import explanation
from .._text.sanitize import cut
from .catalogue.resource_types import OCID_TYPES
from .targets import Target

#: In which fields services explain the state of a resource, after those that its type has.
DETAILS = ("lifecycleDetails", "lifecycleStateDetails", "statusMessage", "statusDetails", "errorMessage")
#: The field that nearly all types have their state in, for those that have another and may come to have this one.
STATE = "lifecycleState"
#: Characters of an explanation: the answer has all.
LONGEST = 2000
#: What identifies a resource to a user, and when it was made and changed, in the models of Oracle's SDK.
NAMES = ("displayName", "name", "dbName")
CREATED = ("timeCreated", "timeOfCreation", "timeStarted")
UPDATED = ("timeUpdated", "timeModified", "timeOfLastUpdate")


def operation(target: Target, body: Any) -> Optional[Operation]:
    """What a body says of a resource, still pending; None where it says nothing of its state."""
    if not isinstance(body, dict):
        return None
    status = first_text(body, (target.type.state, STATE))
    if status is None:
        return None
    return Operation(
        id=target.key,
        service=target.type.service,
        status=status,
        operation_type=called(target),
        explanation=_explanation(target, body),
        answer=body,
        details={
            "display_name": first_text(body, NAMES),
            "time_created": first_text(body, CREATED),
            "time_updated": first_text(body, UPDATED),
            "compartment_id": first_text(body, ("compartmentId",)) or target.compartment_id,
        },
    )


def called(target: Target) -> str:
    """What messages say of an operation: the type of the resource, and what it is to become."""
    part = target.goal.sentence_part
    return f"{target.type.name} to {part}" if part else target.type.name


def other_id(target: Target, body: Any) -> Optional[str]:
    """The id in a body if that is of another resource. What is read by the OCID of something else may have one of a type that is not known."""
    found = body.get("id") if isinstance(body, dict) else None
    if not isinstance(found, str) or found.casefold() == target.id.casefold():
        return None
    if not is_ocid(found) or not is_ocid(target.id):
        return None
    type_, asked = (parse_ocid(each).type.lower() for each in (found, target.id))
    return found if type_ == asked or type_ in OCID_TYPES else None


def _explanation(target: Target, body: Mapping[str, Any]) -> Optional[str]:
    names = dict.fromkeys((*target.type.details, *DETAILS))
    text = next(filter(None, (explanation.sentence(body.get(name)) for name in names)), None)
    return text and cut(text, LONGEST)
