# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a play decides by, from the entries of a result: categories of failures, and resources that there are now: pure.

Private to longops.oracle.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from .operation import Category, OperationKind

#: What an error is beside one that says more: "Rolled back" after "Out of host capacity".
_GENERAL = frozenset((Category.INTERNAL, Category.UNKNOWN))

#: The kind of an operation, its entry in a result, and whether it is one of those that failed.
Ended = tuple[OperationKind, Mapping[str, Any], bool]


def keys(entries: Sequence[Ended]) -> dict[str, list[str]]:
    """What the result of a wait has for plays: failure_categories, sorted, and resource_ids."""
    categories = {category for kind, entry, failed in entries if failed for category in _categories(kind, entry)}
    return {
        "failure_categories": sorted(categories),
        "resource_ids": resource_ids([(kind, entry) for kind, entry, _failed in entries]),
    }


def resource_ids(entries: Sequence[tuple[OperationKind, Mapping[str, Any]]]) -> list[str]:
    """The resources that these operations have created, then those that they have changed, each once, in order."""
    found = [kind.affected(entry) for kind, entry in entries]
    created = [identifier for each in found for identifier in each.created]
    changed = [identifier for each in found for identifier in each.changed]
    return list(dict.fromkeys(created + changed))


def _categories(kind: OperationKind, entry: Mapping[str, Any]) -> set[str]:
    """Those of the fault, else of the errors, else of all else in the entry. What is general counts only where there is no more."""
    if entry.get("fault"):
        return {entry["fault"]["category"]}
    found = {error["category"] for error in entry.get("errors") or ()}
    if found <= _GENERAL:
        found.add(kind.categorize(entry))
    return found - _GENERAL or found - {Category.UNKNOWN} or {Category.UNKNOWN}
