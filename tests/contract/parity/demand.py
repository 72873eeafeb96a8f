# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much there is to compare with Oracle's SDK, as the catalogue has it: no test of parity may compare less."""

from __future__ import annotations

import itertools
from typing import Iterator, NamedTuple, Optional

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import families
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.regions import REGIONS, SHORT_CODES
from ansible_collections.longops.oracle.tests.tools import catalogue_facts

#: Families that the installed SDK has no more: only their endpoints can be compared.
ONLY_OLDER = tuple(row["service"] for row in catalogue_facts.OLDER_FAMILIES)
#: A second list of the same work requests, in a client of its own that has nothing else.
ONLY_LISTS = ("marketplace_publisher.admin",)


class Choice(NamedTuple):
    """What a list is asked for."""

    resource: bool
    statuses: tuple[str, ...]
    max_results: Optional[int]
    operation_types: tuple[str, ...] = ()
    in_flight: bool = False

    @property
    def to_the_end(self) -> bool:
        """Whether its second page is read too: what only sifts answers changes nothing there."""
        return not self.operation_types and not self.in_flight


def choices(family: Family) -> Iterator[Choice]:
    """Every combination of what is sent and what decides about it, and every word of the family's where a word is sent."""
    for resource, statuses in itertools.product((False, True), ((), ("FAILED",), ("FAILED", "SUCCEEDED"))):
        yield Choice(resource, statuses, None)
        for sifting in ((), (("CREATE_THING",), False), ((), True)):  # what is sifted here has a say in the limit
            yield Choice(resource, statuses, 7, *sifting)
    for word in family.statuses if "status" in family.filters else ():
        yield Choice(_needed(family), (word,), None)


def requests(family: Family) -> dict[str, int]:
    """Requests by call: lists, errors and logs are read on to the second page, where there are pages."""
    pages = {part: 1 if part in family.unpaged else 2 for part in ("list", "errors", "logs")}
    asked = [pages["list"] if choice.to_the_end else 1 for choice in choices(family) if _can_be_asked(family, choice)]
    others = lists_without_compartment(family) + family.lists_whole_compartments
    counts = {
        "get": 1,
        "list": sum(asked) + pages["list"] * others,
        "errors": pages["errors"] if family.errors else 0,
        "logs": pages["logs"] if family.logs else 0,
        "cancel": 1 if family.cancel else 0,
    }
    return {call: count for call, count in counts.items() if call == "list"} if family.title in ONLY_LISTS else counts


def lists_without_compartment(family: Family) -> bool:
    """Whether a list can be asked for with a resource and no compartment, where others say the compartment."""
    return family.takes_compartment and family.lists_a_resource


def _needed(family: Family) -> bool:
    """Whether there is no list without a resource."""
    return family.filters.get("resource_id") in family.list_requires


def _can_be_asked(family: Family, choice: Choice) -> bool:
    if choice.resource:
        return "resource_id" in family.filters or family.fields.get("resources", "") is not None
    return not _needed(family)


def places(family: Family) -> list[tuple[str, bool, Optional[str]]]:
    """Where a family's endpoint is asked for: the region, whether the realm's own is wanted, and what is said of dual stack.

    Each region by name and by short code as things are without settings; with all settings one region of each realm, and each
    region where the family has a choice.
    """
    plain = [(region, False, None) for region in (*REGIONS, *SHORT_CODES)]
    chooses = bool(family.realm_endpoints) or "{dualStack" in family.endpoint
    regions = REGIONS if chooses else {realm: region for region, realm in REGIONS.items()}.values()
    return [*plain, *list(itertools.product(regions, (False, True), (None, "true", "False")))]


def totals() -> dict[str, int]:
    """All of it, by kind."""
    of_sdk = [requests(family) for family in families() if family.service not in ONLY_OLDER]
    by_call = {
        call: sum(counts.get(call, 0) for counts in of_sdk) for call in ("get", "list", "errors", "logs", "cancel")
    }
    by_call.update(namespace=1, search=1)
    return {
        **by_call,
        "signatures": 2 * sum(by_call.values()),
        "endpoints": sum(len(places(family)) + 1 for family in families()),
    }
