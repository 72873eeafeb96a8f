# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which families the simulator serves, and what the ids of each look like: the collection's own catalogue."""

from __future__ import annotations

import functools

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._oci.family import Family


def families() -> tuple[Family, ...]:
    return FAMILIES


@functools.lru_cache(maxsize=None)
def id_types() -> dict[str, str]:
    """The second segment of a family's OCIDs, by title, for those families where somebody has seen one."""
    return {title: type_ for type_, title in reversed(list(OCID_TYPES.items()))}
