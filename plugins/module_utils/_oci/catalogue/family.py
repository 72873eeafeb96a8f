# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Describes one work-request API. The defaults are the regular API; a row of the catalogue has what differs.

Private to longops.oracle.
"""

from __future__ import annotations

import re
from typing import Mapping, NamedTuple, Optional

ITEM = "/workRequests/{workRequestId}"


class Family(NamedTuple):
    """One work-request API of one service.

    Paths are relative to the endpoint and base_path; {workRequestId} and what *_requires names are filled in.
    An operation that the API does not have is None. Every name on the right of a mapping is a name on the wire.
    """

    service: str  # package of the oci SDK
    name: str  # "default", or what distinguishes the families of one service, such as "tagging"
    client: str  # class of the oci SDK that this row was read from
    endpoint: str  # template with {region}, {secondLevelDomain} and at times {dualStack?yes:no}
    base_path: str  # API version, "/20210415", or ""
    statuses: tuple[str, ...]  # every word that the SDK knows for this family
    get: str = ITEM
    list: Optional[str] = "/workRequests"
    errors: Optional[str] = f"{ITEM}/errors"
    logs: Optional[str] = f"{ITEM}/logs"
    cancel: Optional[str] = None  # a DELETE
    list_requires: tuple[str, ...] = ("compartmentId",)  # query or path names without which there is no list
    list_values: Mapping[
        str, tuple[str, ...]
    ] = {}  # those of list_requires that are no id: the values, each of which has a list of its own
    errors_requires: tuple[str, ...] = ()
    logs_requires: tuple[str, ...] = ()
    list_lacks: tuple[
        str, ...
    ] = ()  # keys of an entry that only get can fill, errors and logs among them where they are inline
    filters: Mapping[str, str] = {}  # resource_id, status, operation_type, id -> name in a list's query or path
    unpaged: tuple[str, ...] = ()  # those of list, errors, logs that know no page and limit
    order: Mapping[
        str, str
    ] = {}  # list, errors, logs -> names of the query, blanks between, where the order is not the regular one
    bare: tuple[str, ...] = ()  # those of list, errors, logs that answer an array instead of {"items": []}
    retry_after: bool = True  # whether get answers with a Retry-After header
    fields: Mapping[str, Optional[str]] = {}  # key of an entry -> field, where it is not the regular one; None: absent
    resource_fields: Mapping[str, Optional[str]] = {}  # the same for the entries of resources
    explanations: tuple[
        str, ...
    ] = ()  # fields of the item in which the service says how it goes, beside errors and logs
    resource_explanations: tuple[str, ...] = ()  # the same of an entry of resources
    resource_ids: tuple[str, ...] = ()  # fields of the item with the identifier of a resource, beside resources
    inline_errors: Optional[str] = None  # field of the item that holds the errors, where they have no path
    inline_logs: Optional[str] = None
    error_code: str = "code"  # fields of one error and one log entry; None: absent
    error_time: Optional[str] = "timestamp"
    log_time: str = "timestamp"
    dual_stack: bool = False  # whether {dualStack?yes:no} is yes by default
    realm_endpoints: Mapping[str, str] = {}  # realm -> template, used when realm-specific endpoints are asked for
    ocid: bool = True  # whether its ids are known to be OCIDs; where not, they may be

    @property
    def title(self) -> str:
        """The name that messages show, and that the option service takes: container_engine, identity.tagging."""
        return self.service if self.name == "default" else f"{self.service}.{self.name}"

    @property
    def takes_compartment(self) -> bool:
        """Whether the list is of a compartment: one that lies under another resource, as load_balancer's, is of that alone."""
        return self.list is not None and ("compartmentId" in self.list_requires or "{" not in self.list)

    @property
    def lists_whole_compartments(self) -> bool:
        """Whether one list needs nothing but a compartment."""
        return self.takes_compartment and {"compartmentId", "namespaceName"}.issuperset(self.list_requires)

    @property
    def lists_a_resource(self) -> bool:
        """Whether the list needs nothing but a resource."""
        by_resource = self.filters.get("resource_id")
        return (
            self.list is not None
            and by_resource is not None
            and {by_resource, "namespaceName"}.issuperset(self.list_requires)
        )

    def ordered(self, part: str, query: Mapping[str, str]) -> dict[str, str]:
        """A query of list, errors or logs in the order in which Oracle's SDK sends it: then requests are signed alike, too."""
        regular = ["compartmentId", self.filters.get("status"), self.filters.get("resource_id"), "page", "limit"]
        names = self.order[part].split() if part in self.order else regular
        return {name: query[name] for name in (*names, *query) if name in query}


def normalized(name: str) -> str:
    """A name of a family in the form in which names are compared: without case, blanks and punctuation.

    Kubernetes-Engine, kubernetes_engine and KubernetesEngine are the same name.
    """
    return re.sub(r"[^a-z0-9]", "", name.lower())


#: Where a regular work request keeps what an entry returns (schema WorkRequest of most OCI API references). A name of a
#: family comes first, and the regular one where that is absent: services move to the regular names, and the appliances
#: have them in APIs that have others in OCI.
FIELDS: Mapping[str, str] = {
    "operation_type": "operationType",
    "status": "status",
    "percent_complete": "percentComplete",
    "time_accepted": "timeAccepted",
    "time_started": "timeStarted",
    "time_finished": "timeFinished",
    "compartment_id": "compartmentId",
    "resources": "resources",
}

#: The same for one entry of resources (schema WorkRequestResource).
RESOURCE_FIELDS: Mapping[str, str] = {
    "entity_type": "entityType",
    "action_type": "actionType",
    "identifier": "identifier",
    "entity_uri": "entityUri",
}

#: In which of an item, and of an entry of resources, services say how it goes, after the names of the family.
EXPLANATIONS = ("statusMessage", "statusDetails", "lifecycleDetails", "message")
#: Which have the identifier of a resource beside resources, after those of the family.
RESOURCE_IDS = ("resourceId",)
