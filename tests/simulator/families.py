# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The families that the simulator serves, from the catalogue of the collection, and the form of their ids: those of OCI, or of an appliance."""

from __future__ import annotations

import functools
from typing import Mapping, NamedTuple, Optional

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.editions import EDITIONS, Edition
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family

from .credentials import REGION
from .oci.routes import Routes

#: Fields with another name in the entries of lists than in a single work request (WorkRequestSummary in Oracle's SDK): key -> field.
LIST_FIELDS: Mapping[str, Mapping[str, str]] = {"apigateway": {"id": "workRequestId"}}
#: Families whose percentage is a whole number.
WHOLE_PERCENT = frozenset(
    ("log_analytics", "log_analytics.config", "log_analytics.query", "log_analytics.storage", "waas")
)
#: Families whose explanation is the text of a JSON object with the message in it (the description of message in the schema
#: WorkRequest of load balancers).
EXPLAINS_IN_JSON = frozenset(("load_balancer",))


#: The serial of the rack, the name of its system, and the domain of an appliance.
RACK, SYSTEM, DOMAIN = "AK00661530", "scasg01", "pca.example.com"


class Served(NamedTuple):
    """What is served, and where it says to be. edition is that of an appliance; None: OCI.

    id_types: the OCID type of work requests by title of the family, where it is known; other_type is that of all others.
    region is that of a profile; realm and code are the parts of ids.
    """

    routes: Routes
    id_types: Mapping[str, str]
    edition: Optional[Edition] = None
    other_type: str = "workrequest"
    realm: str = "oc1"
    code: str = "iad"
    region: str = REGION
    compartment_id: str = "ocid1.compartment.oc1..examplecompartment"
    #: Families whose work requests can be canceled only before they have started, which is answered with 204.
    canceled_before_start: frozenset[str] = frozenset()
    #: Calls, as (title, call), that have the oldest entry first.
    oldest_first: frozenset[tuple[str, str]] = frozenset()

    @property
    def hosts(self) -> list[str]:
        """The names at which an appliance answers."""
        rows = self.routes.titles.values() if self.edition else ()
        return sorted({row.endpoint.split("://")[1].replace("{region}", self.region) for row in rows})


@functools.lru_cache(maxsize=None)
def served(edition: Optional[str] = None) -> Served:
    """All families of OCI, or of an edition. They are shared by all simulators of a process, because making routes takes longer than the rest."""
    if edition is None:
        return Served(Routes(FAMILIES), id_types())
    if edition not in EDITIONS:
        raise ValueError(f"there is no edition {edition!r}; there is {', '.join(EDITIONS)}")
    found = EDITIONS[edition]
    return Served(
        Routes([found.played(family) for family in FAMILIES if found.has(family.title)]),
        {},
        found,
        found.ocid_type,
        RACK,
        SYSTEM,
        DOMAIN,
        f"ocid1.compartment.{RACK}.{SYSTEM}.examplecompartment",
        # "Cancel a work request that has not started": 204 (op-20180222-workrequests-work_request_id-delete)
        frozenset(("container_engine",)),
        # The default of sortOrder is ASC in these two (op-20180222-workrequests-get, op-20160918-workrequests-work_request_id-errors-get).
        frozenset((("container_engine", "list"), ("work_requests", "errors"))),
    )


def families() -> tuple[Family, ...]:
    return FAMILIES


@functools.lru_cache(maxsize=None)
def id_types() -> dict[str, str]:
    """The OCID type of work requests of OCI by title of the family, where it is known."""
    return {title: type_ for type_, title in reversed(list(OCID_TYPES.items()))}
