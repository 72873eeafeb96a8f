# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which families the simulator serves, and what the ids of each look like: the collection's own catalogue."""

from __future__ import annotations

import functools
from typing import Mapping

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family

from .oci.routes import Routes

#: Fields that entries of lists call otherwise than a single work request does (schema WorkRequestSummary of Oracle's SDK): key -> field.
LIST_FIELDS: Mapping[str, Mapping[str, str]] = {"apigateway": {"id": "workRequestId"}}
#: Families whose percentage is a whole number.
WHOLE_PERCENT = frozenset(
    ("log_analytics", "log_analytics.config", "log_analytics.query", "log_analytics.storage", "waas")
)


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
