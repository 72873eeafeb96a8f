# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many work requests read at once, by id or from a list."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci import (
    read,
    targets as targets_module,
    work_request_ids,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.list_query import Filters
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make

RESOURCE = "ocid1.instance.oc1.iad.exampleresource"
NUMBERS = itertools.count()


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


@pytest.fixture
def compartment() -> str:
    """One that no other test uses."""
    return "ocid1.compartment.oc1..exampleofreadingtests%d" % next(NUMBERS)


def flight(client: OciClient, compartment: str, service: str | None = None) -> list[str]:
    where = targets_module.lists(client, service, compartment, RESOURCE)
    return [target.id for target in read.in_flight(client, where, RESOURCE, 10)]


# By id


def test_many_come_in_the_given_order_however_late_each_is(sim: Simulator, client: OciClient) -> None:
    launched = [sim.launch(title) for title in ("container_engine", "load_balancer", "identity", "object_storage")]
    for place, operation in enumerate(launched):
        sim.fault(operation=operation.id, delay=0.2 - place * 0.05)
    asked = [{"id": operation.id, "service": operation.family.title} for operation in launched]
    seen = read.by_id(client, targets_module.by_asked(client, work_request_ids.find(asked), None), [], 10)
    assert [each.operation.id for each in seen] == [operation.id for operation in launched]


def test_a_service_beside_an_id_wins_over_that_of_the_task(client: OciClient) -> None:
    id_ = "ocid1.x.oc1.iad.exampleuniqueid"
    targets = targets_module.by_asked(
        client, work_request_ids.find([{"id": id_, "service": "oke"}, f"{id_}2"]), "compute"
    )
    assert [target.family.title for target in targets] == ["container_engine", "work_requests"]


def test_one_that_cannot_be_read_does_not_hide_the_others(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine")
    targets = targets_module.by_asked(
        client, work_request_ids.find([launched.id, "ocid1.clustersworkrequest.oc1.iad.examplenowhere"]), None
    )
    first, second = read.by_id(client, targets, ["errors"], 10)
    assert first.operation.errors == ()
    assert (second.operation, second.fault.http_status) == (None, 404)


@pytest.mark.parametrize(
    ("include", "calls"),
    [
        ([], ["get"]),
        (["errors"], ["errors", "get"]),
        (["logs"], ["get", "logs"]),
        (["errors", "logs"], ["errors", "get", "logs"]),
    ],
)
def test_only_what_is_included_is_requested(
    sim: Simulator, client: OciClient, include: list[str], calls: list[str]
) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("A", "b")], logs=["one"])
    [seen] = read.by_id(client, targets_module.by_asked(client, work_request_ids.find(launched.id), None), include, 10)
    assert sorted(entry.call for entry in sim.journal) == calls
    assert (seen.operation.errors is not None, seen.operation.logs is not None) == (
        "errors" in include,
        "logs" in include,
    )


def test_inline_errors_and_logs_are_not_requested_again(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("identity", seconds=0, outcome="failed", errors=[("A", "b")], logs=["one"])
    [seen] = read.by_id(
        client, targets_module.by_asked(client, work_request_ids.find(launched.id), None), ["errors", "logs"], 10
    )
    assert (len(seen.operation.errors), len(seen.operation.logs), len(sim.journal)) == (1, 1, 1)


# From a list


def test_a_list_comes_with_what_is_included(sim: Simulator, client: OciClient, compartment: str) -> None:
    sim.launch_many(
        "container_engine", count=3, seconds=0, outcome="failed", errors=[("A", "b")], compartment_id=compartment
    )
    where = targets_module.lists(client, "oke", compartment, None)
    pairs = read.listed(client, where, Filters(), None, ["errors"], 10).pairs
    assert [observation.operation.errors[0].code for target, observation in pairs] == ["A"] * 3


def test_a_list_without_a_service_or_a_resource_is_that_of_the_shared_api(
    sim: Simulator, client: OciClient, compartment: str
) -> None:
    launched = sim.launch("work_requests", compartment_id=compartment)
    [(target, _observation)] = read.listed(
        client, targets_module.lists(client, None, compartment, None), Filters(), None, [], 10
    ).pairs
    assert (target.id, target.family.title) == (launched.id, "work_requests")


@pytest.mark.parametrize(
    ("compartment_id", "most", "words"),
    [
        (None, None, "compartment_id is needed"),
        ("", None, "compartment_id is needed"),
        ("mine", None, "'mine' is not an OCID"),
        ("ocid1.compartment.oc1..a/../b", None, "is not an OCID"),
        ("ocid1.compartment.oc1..a", 0, "max_results must be 1 or more, not 0"),
        ("ocid1.compartment.oc1..a", -5, "max_results must be 1 or more, not -5"),
    ],
)
def test_a_list_that_cannot_be_requested(
    sim: Simulator, client: OciClient, compartment_id: Any, most: Any, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        read.listed(client, targets_module.lists(client, "oke", compartment_id, None), Filters(), most, [], 10)
    assert len(sim.journal) == 0


# All that is under way for a resource


@pytest.mark.parametrize("service", ["work_requests", "container_engine", "mysql", "logging", "load_balancer"])
def test_all_that_is_under_way_for_a_resource_is_found(
    sim: Simulator, client: OciClient, compartment: str, service: str
) -> None:
    """Whether the server can filter by it or not, and whether its list says what resources there are or not."""
    resource = RESOURCE + compartment[-3:]
    about = {"compartment_id": compartment, "resources": [{"identifier": resource, "entity_type": "thing"}]}
    running = sim.launch_many(service, count=2, outcome=None, **about)
    sim.launch(service, seconds=0, **about)
    sim.launch(service, outcome=None, compartment_id=compartment, resources=[{"identifier": f"{resource}other"}])
    targets = read.in_flight(client, targets_module.lists(client, service, compartment, resource), resource, 10)
    assert sorted(target.id for target in targets) == sorted(operation.id for operation in running)
    assert client.warnings == {}


def test_nothing_in_flight_names_the_latest_work_request(sim: Simulator, client: OciClient, compartment: str) -> None:
    about = {"compartment_id": compartment, "seconds": 0, "resources": [{"identifier": RESOURCE}]}
    sim.launch("work_requests", accepted=60, **about)
    last = sim.launch("work_requests", operation_type="Stop Instance", outcome="failed", **about)
    sim.launch("work_requests", accepted=90, **about)
    assert flight(client, compartment) == []
    [warning] = client.warnings
    assert warning.startswith(
        f"Nothing is under way for {RESOURCE} in work_requests at {sim.url}, compartment {compartment}, so there was nothing"
        " to do."
    )
    assert f"Its latest work request {last.id} (Stop Instance) is FAILED since 20" in warning


def test_no_work_requests_at_all_names_what_to_check(sim: Simulator, client: OciClient, compartment: str) -> None:
    sim.launch("work_requests", compartment_id=compartment)
    assert flight(client, compartment) == []
    [warning] = client.warnings
    assert warning.endswith("It has no work requests there at all: check the ids and the option service.")
