# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a Private Cloud Appliance: what it has, how it answers, and what it refuses."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
import requests

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.editions import PCA
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.simulator.families import DOMAIN, RACK, SYSTEM
from ansible_collections.longops.oracle.tests.unit.simulator.conftest import Caller

CLUSTERS = "/20180222/workRequests"


@pytest.fixture
def sim(clock: ManualClock):
    with Simulator(edition="pca", clock=clock) as simulator:
        yield simulator


@pytest.fixture
def call(sim: Simulator):
    caller = Caller(sim)
    caller.session.verify = str(sim.ca_file)
    return caller


def listing(sim: Simulator, path: str = CLUSTERS, **query: str) -> str:
    return f"{path}?{urlencode({'compartmentId': sim.compartment_id, **query})}"


def test_it_is_over_tls_with_an_authority_of_its_own(sim: Simulator) -> None:
    assert sim.url.startswith("https://")
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{sim.url}/healthz", timeout=10)
    assert requests.get(f"{sim.url}/healthz", verify=str(sim.ca_file), timeout=10).status_code == 200


def test_its_profile_has_its_domain(sim: Simulator) -> None:
    assert sim.region == DOMAIN
    assert f"region={DOMAIN}\n" in sim.config_file.read_text()


def test_it_has_the_families_of_the_edition_and_no_others(sim: Simulator, call: Caller) -> None:
    titles = requests.get(f"{sim.url}/control/families", verify=str(sim.ca_file), timeout=10).json()
    assert {each["title"] for each in titles} == set(PCA.pages)
    assert call.get("/20181201/workRequests/ocid1.workrequest.oc1..x").status_code == 404
    with pytest.raises(ValueError, match="there is no service 'functions'"):
        sim.endpoint("functions")


def test_an_edition_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="there is no edition 'c3'; there is pca"):
        Simulator(edition="c3")


@pytest.mark.parametrize("service", sorted(PCA.pages))
def test_ids_have_the_serial_of_the_rack_and_the_name_of_the_system(sim: Simulator, service: str) -> None:
    assert sim.launch(service).id.startswith(f"ocid1.workrequest.{RACK}.{SYSTEM}.")
    assert sim.compartment_id.startswith(f"ocid1.compartment.{RACK}.")


@pytest.mark.parametrize(("host", "status"), [("containerengine", 200), ("iaas", 404), ("compute-containers", 404)])
def test_a_family_is_at_its_own_host(host: str, status: int) -> None:
    with Simulator(edition="pca", authenticate=False) as other:
        launched = other.launch("container_engine")
        answer = requests.get(
            f"https://{host}.{DOMAIN}{CLUSTERS}/{launched.id}",
            proxies={"https": other.proxy_url},
            verify=str(other.ca_file),
            timeout=10,
        )
    assert answer.status_code == status


def test_its_certificate_names_its_hosts() -> None:
    with Simulator(edition="pca") as simulator:
        assert simulator.app.oci.routes.titles.keys() == set(PCA.pages)
        assert f"network-load-balancer-api.{DOMAIN}" in simulator._tls


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ({}, "MissingParameter", "'resourceType' is missing"),
        ({"resourceType": "VIRTUALNODEPOOL"}, "InvalidParameter", "is not one of CLUSTER, NODEPOOL"),
        ({"resourceType": "CLUSTER", "status": "DONE"}, "InvalidParameter", "status 'DONE'"),
    ],
)
def test_a_list_of_kubernetes_needs_the_type_of_the_resources(
    sim: Simulator, call: Caller, query: dict[str, str], code: str, words: str
) -> None:
    answer = call.get(listing(sim, **query))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert words in answer.json()["message"]


def test_that_list_has_those_of_the_type_the_oldest_first(sim: Simulator, call: Caller) -> None:
    resource = [{"entity_type": "nodepool", "action_type": "CREATED", "identifier": "x"}]
    made = [
        sim.launch("container_engine", operation_type="CLUSTER_CREATE").id,
        sim.launch("container_engine", operation_type="NODEPOOL_CREATE").id,
        sim.launch("container_engine", operation_type="RECONCILE", resources=resource).id,
        sim.launch("container_engine", operation_type="CLUSTER_DELETE").id,
    ]
    found = {
        (type_, order): [each["id"] for each in call.get(listing(sim, resourceType=type_, **order_query)).json()]
        for type_ in ("CLUSTER", "NODEPOOL")
        for order, order_query in (("", {}), ("DESC", {"sortOrder": "DESC"}))
    }
    assert found["CLUSTER", ""] == [made[0], made[3]]
    assert found["CLUSTER", "DESC"] == [made[3], made[0]]
    assert found["NODEPOOL", ""] == [made[1], made[2]]


def test_container_instances_are_filtered_by_resource_identifier_alone(sim: Simulator, call: Caller) -> None:
    resource = [{"entity_type": "x", "action_type": "CREATED", "identifier": "ocid1.x.y..z"}]
    wanted = sim.launch("container_instances", resources=resource).id
    other = sim.launch("container_instances").id
    path = "/20210415/workRequests"
    by_identifier = call.get(listing(sim, path, resourceIdentifier="ocid1.x.y..z")).json()["items"]
    by_id = call.get(listing(sim, path, resourceId="ocid1.x.y..z")).json()["items"]
    assert [each["id"] for each in by_identifier] == [wanted]
    assert [each["id"] for each in by_id] == [other, wanted]


def test_load_balancers_answer_with_the_regular_names(sim: Simulator, call: Caller) -> None:
    launched = sim.launch("load_balancer", operation_type="CREATE_LOAD_BALANCER")
    item = call.get(f"/20170115/loadBalancerWorkRequests/{launched.id}").json()
    assert (item["status"], item["operationType"], item["percentComplete"]) == (
        "SUCCEEDED",
        "CREATE_LOAD_BALANCER",
        100,
    )
    assert not {"lifecycleState", "type", "errorDetails"} & item.keys()


def test_kubernetes_answers_with_a_percentage_and_with_retry_after(
    sim: Simulator, call: Caller, clock: ManualClock
) -> None:
    launched = sim.launch("container_engine", seconds=10)
    clock.advance(5)
    answer = call.get(f"{CLUSTERS}/{launched.id}")
    assert answer.json()["percentComplete"] == 50
    assert answer.headers["Retry-After"] == "1"


def test_only_what_has_not_started_is_canceled(sim: Simulator, call: Caller) -> None:
    waiting = sim.launch("container_engine", steps=[{"at": 0, "status": "accepted"}])
    started = sim.launch("container_engine", steps=[{"at": 0, "status": "in_progress"}])
    assert call("DELETE", f"{CLUSTERS}/{waiting.id}").status_code == 204
    refused = call("DELETE", f"{CLUSTERS}/{started.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "IncorrectState")
    assert call("DELETE", f"/20160918/workRequests/{sim.launch().id}").status_code == 405


def test_there_is_no_search(sim: Simulator, call: Caller) -> None:
    body = b'{"type": "Structured", "query": "query all resources where identifier = \'ocid1.x\'"}'
    assert call("POST", "/20180409/resources", body).status_code == 404
