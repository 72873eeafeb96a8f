# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The families that the simulator serves, from the catalogue of the collection, and the form of their ids."""

from __future__ import annotations

import functools
from typing import Mapping

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family

from .oci.routes import Routes

#: Fields with another name in the entries of lists than in a single work request (WorkRequestSummary in Oracle's SDK): key -> field.
LIST_FIELDS: Mapping[str, Mapping[str, str]] = {"apigateway": {"id": "workRequestId"}}
#: Families whose percentage is a whole number.
WHOLE_PERCENT = frozenset(
    ("log_analytics", "log_analytics.config", "log_analytics.query", "log_analytics.storage", "waas")
)


@functools.lru_cache(maxsize=None)
def routes() -> Routes:
    """The routes of all families. They are shared by all simulators of a process, because making them takes longer than the rest."""
    return Routes(FAMILIES)


def families() -> tuple[Family, ...]:
    return FAMILIES


@functools.lru_cache(maxsize=None)
def id_types() -> dict[str, str]:
    """The OCID type of work requests by title of the family, where it is known."""
    return {title: type_ for type_, title in reversed(list(OCID_TYPES.items()))}
