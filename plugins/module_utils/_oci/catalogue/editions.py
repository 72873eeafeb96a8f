# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows in what the work-request APIs of an appliance differ from those of OCI: pure facts, each with its source.

Private to longops.oracle. A Private Cloud Appliance and the infrastructure of Compute Cloud@Customer have a subset of OCI's API
(https://docs.oracle.com/iaas/private-cloud-appliance/pca/accessing-api.htm and
https://docs.oracle.com/iaas/compute-cloud-at-customer/ccc/accessing-api.htm), which the REST API for Private Cloud Appliance
Compute Enclave describes, one page for each call: PAGES has the pages that were read. A call that a family has and that has no
page there could not be read, and is taken to be as in OCI.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple

from .family import Family

#: Where the pages are. Their names end in .html. The same pages are below https://docs.oracle.com/cd/F90410_01/3.0-latest/ceapi/.
REFERENCE = "https://docs.oracle.com/en/engineered-systems/private-cloud-appliance/3.0-latest/ceapi/"


class Edition(NamedTuple):
    """A place with some of OCI's families.

    pages has, by the title of each family that is there, the page of each of its calls that was read. asks are the fields of
    a Family in which requests differ, and answers those in which answers differ. A client needs only asks, because it reads the
    special names of a family and the regular ones; answers are for who plays the place.
    """

    name: str
    pages: Mapping[str, Mapping[str, str]]
    asks: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, Mapping[str, Any]]
    ocid_type: str  # of its work requests, as far as ids have been seen
    asked: tuple[str, ...]  # the families in the order in which they are asked for an id whose type names no service

    def has(self, title: str) -> bool:
        return title in self.pages

    def family(self, family: Family) -> Family:
        """The row of a family that is there, for a client: one of OCI's, with what differs."""
        # "Endpoints follow this format: https://<service>.<system_name>.<domain_name>", where <service> is iaas for the core
        # services (accessing-api.htm). The host names of the others are taken to be as in OCI.
        endpoint = family.endpoint[: family.endpoint.index("{region}")] + "{region}"
        own = {"endpoint": endpoint, "realm_endpoints": {}, "dual_stack": False}
        return family._replace(**{**own, **self.asks.get(family.title, {})})

    def played(self, family: Family) -> Family:
        """The same, with what differs in the answers as well."""
        return self.family(family)._replace(**self.answers.get(family.title, {}))


PAGES: Mapping[str, Mapping[str, str]] = {
    "work_requests": {
        "list": "op-20160918-workrequests-get",
        "errors": "op-20160918-workrequests-work_request_id-errors-get",
    },
    "container_engine": {
        "get": "op-20180222-workrequests-work_request_id-get",
        "list": "op-20180222-workrequests-get",
        "errors": "op-20180222-workrequests-work_request_id-errors-get",
        "cancel": "op-20180222-workrequests-work_request_id-delete",
    },
    "container_instances": {
        "get": "op-20210415-workrequests-work_request_id-get",
        "list": "op-20210415-workrequests-get",
        "errors": "op-20210415-workrequests-work_request_id-errors-get",
        "logs": "op-20210415-workrequests-work_request_id-logs-get",
    },
    "load_balancer": {
        "get": "op-20170115-loadbalancerworkrequests-work_request_id-get",
        "list": "op-20170115-loadbalancers-load_balancer_id-workrequests-get",
    },
    "network_load_balancer": {
        "get": "op-20200501-workrequests-work_request_id-get",
        "list": "op-20200501-workrequests-get",
        "errors": "op-20200501-workrequests-work_request_id-errors-get",
    },
}

_REGULAR = ("ACCEPTED", "IN_PROGRESS", "FAILED", "SUCCEEDED", "CANCELING", "CANCELED")

PCA = Edition(
    name="pca",
    pages=PAGES,
    asks={
        # resourceType is required. Its page names no values; those are the values that the SDK accepts for OCI's list
        # (ContainerEngineClient.list_work_requests), which has them as an option.
        "container_engine": {
            "list_requires": ("compartmentId", "resourceType"),
            "list_values": {"resourceType": ("CLUSTER", "NODEPOOL")},
            "order": {"list": "compartmentId resourceId resourceType status limit page"},
        },
        # The list's filter is resourceIdentifier, and not resourceId.
        "container_instances": {
            "filters": {"resource_id": "resourceIdentifier", "status": "status", "id": "workRequestId"},
            "order": {"list": "compartmentId page limit status resourceIdentifier"},
        },
    },
    answers={
        # percentComplete is required in the item.
        "container_engine": {"fields": {}},
        # The item has the regular names (status, operationType, percentComplete, timeStarted, resources), and no errors of its own.
        "load_balancer": {"statuses": _REGULAR, "fields": {}, "inline_errors": None},
    },
    # Seen as ocid1.workrequest.<serial of the rack>.<system>.<unique id>, for container instances. The type names no service,
    # so that the shared API is asked first, as most operations are of compute, network and storage.
    ocid_type="workrequest",
    asked=("work_requests", "container_instances", "container_engine", "load_balancer", "network_load_balancer"),
)

EDITIONS: Mapping[str, Edition] = {PCA.name: PCA}
