# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what to ask a list for, and which of its entries are wanted: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import NamedTuple, Optional

from ..._core.errors import UsageError
from ..._core.operation import Operation, spellings
from ..catalogue.family import Family
from ..ocid import is_ocid, parse_ocid


class Filters(NamedTuple):
    """Which work requests to list. Empty means all. Words are compared without regard to case."""

    resource_id: Optional[str] = None
    statuses: frozenset[str] = frozenset()  # in upper case, in both spellings
    operation_types: frozenset[str] = frozenset()  # in upper case
    in_flight: bool = False


def query(family: Family, compartment_id: Optional[str], filters: Filters) -> tuple[dict[str, str], set[str]]:
    """The query of a list, and the names in it by which the service itself filters. Raises UsageError."""
    query = {"compartmentId": compartment_id} if family.takes_compartment and compartment_id else {}
    by_service: dict[str, str] = {}
    by_resource = family.filters.get("resource_id")
    if filters.resource_id and by_resource:
        by_service[by_resource] = filters.resource_id
    elif filters.resource_id and family.fields.get("resources", "") is None:
        raise UsageError(f"Work requests of {family.title} do not say which resource they affect.")
    by_status, word = family.filters.get("status"), _only_status(family, filters.statuses)
    if by_status and word:
        by_service[by_status] = word
    query.update(by_service)
    for name in family.list_requires:
        if name not in query and name != "namespaceName" and name not in family.list_values:
            needs = f"To list the work requests of {family.title} its API needs {name}"
            raise UsageError(
                f"{needs}: give the OCID of that resource as resource_id."
                if name == by_resource
                else f"{needs}, for which there is no option yet."
            )
    return query, set(by_service)


def _only_status(family: Family, words: frozenset[str]) -> Optional[str]:
    """The one status that is wanted, as the family spells it; None where there are several."""
    if len({min(spellings([word])) for word in words}) != 1:
        return None
    own = sorted(words.intersection(family.statuses) or words)
    return own[0] if len(own) == 1 else None


def values(family: Family, resource_id: Optional[str]) -> list[dict[str, str]]:
    """What is added to the query of a list, once for each value of a parameter that is no id: of all, or of the resource's type."""
    type_ = parse_ocid(resource_id).type.lower() if is_ocid(resource_id) else None
    found: list[dict[str, str]] = [{}]
    for name, values in family.list_values.items():
        own = [value for value in values if value.lower() == type_] or list(values)
        found = [{**each, name: value} for each in found for value in own]
    return found


def passes(operation: Operation, filters: Filters) -> bool:
    """Whether an operation passes all filters but that of the resource."""
    if filters.in_flight and operation.ended:
        return False
    if filters.statuses and (operation.status or "").upper() not in filters.statuses:
        return False
    return not filters.operation_types or (operation.operation_type or "").upper() in filters.operation_types
