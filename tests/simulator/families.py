# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which families the simulator serves, and what the ids of each look like: the collection's own catalogue."""

from __future__ import annotations

import functools
from typing import Mapping, Optional

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._oci.family import Family

from .oci.routes import Routes

#: Entries of lists that differ from a single work request, beyond what the catalogue says (schema WorkRequestSummary against
#: WorkRequest in Oracle's SDK): key of an entry -> field, None where it is absent.
LIST_FIELDS: Mapping[str, Mapping[str, Optional[str]]] = {
    "analytics": {"percent_complete": None},
    "apigateway": {"id": "workRequestId", "resources": None},
    "database_migration": {"resources": None},
    "log_analytics": {"operation_type": None, "resources": None},
    "log_analytics.config": {"time_started": None},
    "mysql": {"resources": None},
    "oda": {"percent_complete": None, "time_accepted": None, "time_started": None, "time_finished": None},
    "os_management_hub": {"resources": None, "time_started": None},
    "work_requests": {"resources": None},
}
#: Families whose lists hold whole work requests, with the errors inside.
WHOLE_LISTS = frozenset(("load_balancer",))
#: Families whose percentage is a whole number.
WHOLE_PERCENT = frozenset(("log_analytics", "log_analytics.config", "log_analytics.query", "log_analytics.storage", "waas"))


@functools.lru_cache(maxsize=None)
def routes() -> Routes:
    """The routes of all families: made once for all simulators of a process, because that takes longer than the rest."""
    return Routes(FAMILIES)


def families() -> tuple[Family, ...]:
    return FAMILIES


@functools.lru_cache(maxsize=None)
def id_types() -> dict[str, str]:
    """The second segment of a family's OCIDs, by title, for those families where somebody has seen one."""
    return {title: type_ for type_, title in reversed(list(OCID_TYPES.items()))}
