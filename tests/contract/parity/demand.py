# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The number of comparisons with Oracle's SDK that the catalogue requires. The parity tests must not compare less."""

from __future__ import annotations

import itertools
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Union

from ansible_collections.longops.oracle.plugins.module_utils._oci.api.listing import Filters
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.editions import PCA
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import families
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.regions import REGIONS, SHORT_CODES
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import RESOURCE_TYPES
from ansible_collections.longops.oracle.tests.tools import catalogue_facts, resource_facts

#: Families that the installed SDK no longer has: only their endpoints can be compared.
ONLY_OLDER = tuple(row["service"] for row in catalogue_facts.OLDER_FAMILIES)
#: A second list of the same work requests, in a client that has no other calls.
ONLY_LISTS = ("marketplace_publisher.admin",)
#: Getters of resources that take no opc-request-id: of the oldest services, core, database, identity and object_storage.
GETTERS_WITHOUT_REQUEST_ID = 79

# Ids of an appliance.
UNIQUE = "wliyvq5p4p8ds5zripnmpjaei6opkq2okyp2b5t5uyhrulr00va4ewbrsr23"
ID = f"ocid1.workrequest.AK00661530.scasg01.{UNIQUE}"
COMPARTMENT = f"ocid1.compartment.AK00661530.scasg01.{UNIQUE}"
CLUSTER = f"ocid1.cluster.AK00661530.scasg01.{UNIQUE}"
BALANCER = f"ocid1.loadbalancer.AK00661530.scasg01.{UNIQUE}"
#: How the SDK is told where an appliance is.
WAYS = ("region", "endpoint")
#: The lists that the SDK can ask for: our arguments, and those of its calls. The filter resourceIdentifier of container instances is none of its own.
LISTS_OF_APPLIANCE: Mapping[str, Any] = {
    "work_requests": [
        ((COMPARTMENT, Filters()), [{"compartmentId": COMPARTMENT}]),
        ((COMPARTMENT, Filters(CLUSTER)), [{"compartmentId": COMPARTMENT, "resourceId": CLUSTER}]),
    ],
    "network_load_balancer": [((COMPARTMENT, Filters()), [{"compartmentId": COMPARTMENT}])],
    "container_instances": [
        ((COMPARTMENT, Filters()), [{"compartmentId": COMPARTMENT}]),
        ((COMPARTMENT, Filters(None, frozenset(["FAILED"]))), [{"compartmentId": COMPARTMENT, "status": "FAILED"}]),
    ],
    "load_balancer": [((None, Filters(BALANCER)), [{"loadBalancerId": BALANCER}])],
    "container_engine": [
        (
            (COMPARTMENT, Filters()),
            [
                {"compartmentId": COMPARTMENT, "resourceType": "CLUSTER"},
                {"compartmentId": COMPARTMENT, "resourceType": "NODEPOOL"},
            ],
        ),
        (
            (COMPARTMENT, Filters(CLUSTER, frozenset(["FAILED"]))),
            [
                {
                    "compartmentId": COMPARTMENT,
                    "resourceId": CLUSTER,
                    "resourceType": "CLUSTER",
                    "status": "FAILED",
                }
            ],
        ),
    ],
}


class Choice(NamedTuple):
    """The arguments of a list."""

    resource: bool
    statuses: tuple[str, ...]
    max_results: Optional[int]
    operation_types: tuple[str, ...] = ()
    in_flight: bool = False

    @property
    def to_the_end(self) -> bool:
        """Whether its second page is read too. Filters that we apply ourselves make no difference there."""
        return not self.operation_types and not self.in_flight


def choices(family: Family) -> Iterator[Choice]:
    """Every combination of filters that are sent or affect what is sent, and every status word of a family that filters by it."""
    for resource, statuses in itertools.product((False, True), ((), ("FAILED",), ("FAILED", "SUCCEEDED"))):
        yield Choice(resource, statuses, None)
        for local in ((), (("CREATE_THING",), False), ((), True)):  # filters that we apply ourselves affect the limit
            yield Choice(resource, statuses, 7, *local)
    for word in family.statuses if "status" in family.filters else ():
        yield Choice(_needed(family), (word,), None)


def requests(family: Family) -> dict[str, int]:
    """Requests by call: lists, errors and logs are read up to the second page, if they have pages."""
    pages = {part: 1 if part in family.unpaged else 2 for part in ("list", "errors", "logs")}
    lists = [pages["list"] if choice.to_the_end else 1 for choice in choices(family) if _is_possible(family, choice)]
    others = lists_without_compartment(family) + family.lists_whole_compartments
    counts = {
        "get": 1,
        "list": sum(lists) + pages["list"] * others,
        "errors": pages["errors"] if family.errors else 0,
        "logs": pages["logs"] if family.logs else 0,
        "cancel": 1 if family.cancel else 0,
    }
    return {call: count for call, count in counts.items() if call == "list"} if family.title in ONLY_LISTS else counts


def lists_without_compartment(family: Family) -> bool:
    """Whether a list is possible with a resource and without the compartment that other lists of the family have."""
    return family.takes_compartment and family.lists_a_resource


def _needed(family: Family) -> bool:
    """Whether every list needs a resource."""
    return family.filters.get("resource_id") in family.list_requires


def _is_possible(family: Family, choice: Choice) -> bool:
    if choice.resource:
        return "resource_id" in family.filters or family.fields.get("resources", "") is not None
    return not _needed(family)


def places(family: Union[Family, ResourceType]) -> list[tuple[str, bool, Optional[str]]]:
    """The combinations for endpoints: region, realm-specific or not, dual stack.

    Each region by name and by short code with the default settings; with all settings one region of each realm, or each
    region if the settings matter for the family.
    """
    plain = [(region, False, None) for region in (*REGIONS, *SHORT_CODES)]
    chooses = bool(family.realm_endpoints) or "{dualStack" in family.endpoint
    regions = REGIONS if chooses else {realm: region for region, realm in REGIONS.items()}.values()
    return [*plain, *list(itertools.product(regions, (False, True), (None, "true", "False")))]


def requests_to_appliance(family: Family) -> dict[str, int]:
    """Requests to an appliance by call, told in one of the ways. Each list is read to its first page."""
    parts = {part: int(bool(getattr(family, part))) for part in ("errors", "logs", "cancel")}
    return {"get": 1, "list": sum(len(values) for _arguments, values in LISTS_OF_APPLIANCE[family.title]), **parts}


def totals() -> dict[str, int]:
    """The number of all comparisons, by kind."""
    of_sdk = [requests(family) for family in families() if family.service not in ONLY_OLDER]
    there = [PCA.family(family) for family in families() if family.title in PCA.pages]
    of_sdk += [requests_to_appliance(family) for family in there for _way in WAYS]
    by_call = {
        call: sum(counts.get(call, 0) for counts in of_sdk) for call in ("get", "list", "errors", "logs", "cancel")
    }
    by_call.update(namespace=1, search=1)
    return {
        **by_call,
        "signatures": 2 * sum(by_call.values()),
        "endpoints": sum(len(places(family)) + 1 for family in families()) + len(there),
        **totals_of_resources(),
    }


def totals_of_resources() -> dict[str, int]:
    """Each getter once as it is, and once with an opc-request-id that is given; the endpoints of each client."""
    requests = 2 * len(RESOURCE_TYPES) - GETTERS_WITHOUT_REQUEST_ID
    clients = {(row.service, row.client): row for row in RESOURCE_TYPES if row.client not in resource_facts.ENDPOINTS}
    return {
        "resource": requests,
        "resource_signatures": 2 * requests,
        "resource_endpoints": sum(len(places(row)) for row in clients.values()) + len(REGIONS),  # a vault in each
    }
