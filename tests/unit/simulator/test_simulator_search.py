# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource Search as the simulator plays it, asked by Oracle's SDK."""

from __future__ import annotations

from typing import Any, Callable

import oci
import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

ELSEWHERE = "ocid1.compartment.oc1..exampleofanothercompartment"

Search = Callable[..., list[Any]]


@pytest.fixture
def client(sim: Simulator) -> Any:
    config = oci.config.from_file(str(sim.config_file))
    return oci.resource_search.ResourceSearchClient(
        config, service_endpoint=sim.url, retry_strategy=oci.retry.NoneRetryStrategy()
    )


@pytest.fixture
def search(client: Any) -> Search:
    """search(WHERE) gives the items of all pages."""

    def call(where: str, **how: Any) -> list[Any]:
        text = f"query all resources where {where}" if where else "query all resources"
        details = oci.resource_search.models.StructuredSearchDetails(query=text)
        return oci.pagination.list_call_get_all_results(client.search_resources, details, **how).data

    return call


def test_resources_are_found_by_what_they_have(sim: Simulator, search: Search) -> None:
    stopping = sim.resource("core.instance", "STOPPING", display_name="web-1")
    running = sim.resource("core.instance", "Running", undocumented=True)
    volume = sim.resource("core.boot_volume", "AVAILABLE", compartment_id=ELSEWHERE)
    found = {
        "": [volume, running, stopping],
        f"compartmentId = '{sim.compartment_id}'": [running, stopping],
        "lifecycleState = 'RUNNING'": [running],
        "lifeCycleState != 'running' && lifeCycleState != 'STOPPING'": [volume],
        f"(lifeCycleState = 'STOPPING' || resourceType = 'bootvolume') && compartmentId != '{ELSEWHERE}'": [stopping],
        f"identifier = '{volume.id}'": [volume],
        "displayName = 'web-1' || displayName = 'web-2'": [stopping],
    }
    for where, expected in found.items():
        assert [each.identifier for each in search(where)] == [each.id for each in expected], where
    [item] = search("displayName = 'web-1'")
    assert (item.resource_type, item.lifecycle_state, item.compartment_id) == (
        "Instance",
        "STOPPING",
        sim.compartment_id,
    )
    assert item.time_created is not None


def test_pages(sim: Simulator, client: Any, search: Search) -> None:
    made = [sim.resource("core.vcn", "AVAILABLE").id for _number in range(5)]
    assert [each.identifier for each in search("", limit=2)] == list(reversed(made))
    assert len(sim.journal.of(call="search")) == 3
    with pytest.raises(oci.exceptions.ServiceError, match="limit"):
        client.search_resources(
            oci.resource_search.models.StructuredSearchDetails(query="query all resources"), limit=0
        )


def test_what_an_operation_names_is_updating_until_that_ends(sim: Simulator, search: Search) -> None:
    id_ = "ocid1.cluster.oc1.iad.exampleofwhatanoperationnames"
    launched = sim.launch("container_engine", outcome=None, resources=[{"entity_type": "cluster", "identifier": id_}])
    assert [(each.identifier, each.lifecycle_state) for each in search("")] == [(id_, "UPDATING")]
    sim.finish(launched, "succeeded")
    assert [each.lifecycle_state for each in search("")] == ["ACTIVE"]


def test_it_can_lag_behind(sim: Simulator, search: Search) -> None:
    made = sim.resource("core.instance", "STOPPED")
    sim.search_lag = 3600
    assert search("") == []
    sim.search_lag = 0
    sim.move(made, "STARTING")
    assert [each.lifecycle_state for each in search("")] == ["STARTING"]


@pytest.mark.parametrize(
    "where",
    [
        "lifecycleState",
        "lifecycleState ~ 'X'",
        "colour = 'red'",
        "(lifecycleState = 'X'",
        "lifecycleState = 'X' &&",
        "a 'b'",
    ],
)
def test_what_it_does_not_understand_is_refused(client: Any, where: str) -> None:
    details = oci.resource_search.models.StructuredSearchDetails(query=f"query all resources where {where}")
    with pytest.raises(oci.exceptions.ServiceError) as error:
        client.search_resources(details)
    assert error.value.status == 400
