# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what the action types of OCI's work requests say of a resource: pure. Private to longops.oracle.

The words are those of the WorkRequestResource models in Oracle's SDK (ACTION_TYPE_*). A comment names the services that have
one where not nearly all do.
"""

from __future__ import annotations

from typing import Any, Mapping

from ..._core.operation import Affected

#: The resource is new.
CREATED = frozenset(("CREATED",))
#: It has gone.
DELETED = frozenset(
    (
        "DELETED",
        "PURGED",  # waas
    )
)
#: It is only a neighbour, or nothing has come of it: no play can go on with it, nor has it gone.
OTHERS = frozenset(
    (
        "RELATED",
        "READ",  # object_storage
        "FAILED",
        "CANCELED",  # data_safe, database_tools_runtime, marketplace
        "CANCELED_CREATE",  # container_engine, datacc
        "CANCELED_UPDATE",
        "CANCELED_DELETE",
    )
)


def affected(entry: Mapping[str, Any]) -> Affected:
    """The identifiers of the resources of one entry of work_requests.

    Every other word means a change (UPDATED, MOVED, STARTED, IN_PROGRESS). Some services have none, as those whose only
    resource stands beside the list of resources: what they name was created or changed.
    """
    created: list[str] = []
    changed: list[str] = []
    deleted: list[str] = []
    for resource in entry.get("resources") or ():
        word = str(resource["action_type"] or "").upper()
        if resource["identifier"] and word not in OTHERS:
            which = created if word in CREATED else deleted if word in DELETED else changed
            which.append(resource["identifier"])
    return Affected(created, changed, deleted)
