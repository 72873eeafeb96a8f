# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules on a Private Cloud Appliance: over HTTPS with its own authority, at its domain, with a profile whose region is that domain."""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.tests.conftest import Ended
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.families import DOMAIN, RACK, SYSTEM
from ansible_collections.longops.oracle.tests.simulator.oci.store import Operation

UNIQUE = "wliyvq5p4p8ds5zripnmpjaei6opkq2okyp2b5t5uyhrulr00va4ewbrsr23"
INSTANCE = f"ocid1.instance.{RACK}.{SYSTEM}.{UNIQUE}"
HOSTS = {
    "work_requests": "iaas",
    "load_balancer": "iaas",
    "container_engine": "containerengine",
    "container_instances": "compute-containers",
    "network_load_balancer": "network-load-balancer-api",
}
ERRORS = [("OutOfHostCapacity", "Out of host capacity."), ("InternalError", "Rolled back.")]
Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator(edition="pca", max_page_size=50, retry_after="0.05") as simulator:
        yield simulator


@pytest.fixture
def pca(running: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """An appliance whose names lead to it."""
    running.clear_faults()
    running.clear_operations()
    running.journal.clear()
    monkeypatch.setenv("HTTPS_PROXY", running.proxy_url)
    return running


@pytest.fixture
def at(pca: Simulator, run: Run) -> Run:
    """at("work_request_info", ...) runs a module with nothing but a profile and the appliance's authority."""
    profile = {"config_file_location": str(pca.config_file), "cert_bundle": str(pca.ca_file)}
    quick = {"interval": 0.1, "max_interval": 0.1, "timeout": 20}

    def call(module: str, **options: Any) -> Ended:
        own = quick if module.endswith("_wait") else {}
        given = {**profile, **own, **options}
        return run(module, **{name: value for name, value in given.items() if value is not None})

    return call


def about(identifier: str, type_: str = "instance") -> list[dict[str, str]]:
    return [{"entity_type": type_, "action_type": "CREATED", "identifier": identifier}]


def asked(pca: Simulator, call: str) -> set[str]:
    """The hosts of which something was asked, all over HTTPS and signed."""
    entries = pca.journal.of(call=call)
    assert {(entry.proxied, entry.signature) for entry in entries} <= {(True, "valid")}
    return {entry.host.partition(":")[0] for entry in entries}


# Read, wait


@pytest.mark.parametrize("service", sorted(HOSTS))
def test_each_service_is_read_at_its_own_host(pca: Simulator, at: Run, service: str) -> None:
    launched = pca.launch(service, seconds=10, outcome=None, operation_type="CREATE_SOMETHING")
    assert launched.id.startswith(f"ocid1.workrequest.{RACK}.{SYSTEM}.")
    entry = at("work_request_info", work_request_id=launched.id, service=service).entry
    assert (entry["id"], entry["service"]) == (launched.id, service)
    assert asked(pca, "get") == {f"{HOSTS[service]}.{DOMAIN}"}


@pytest.mark.parametrize("service", sorted(HOSTS))
def test_a_wait_ends_with_its_percentage_its_type_and_its_resources(pca: Simulator, at: Run, service: str) -> None:
    launched = pca.launch(service, seconds=0.3, operation_type="CREATE_SOMETHING", resources=about(INSTANCE))
    done = at("work_request_wait", work_request_id=launched.id, service=service)
    entry = done.entry
    assert (done.code, entry["status"], entry["state"]) == (0, "SUCCEEDED", "succeeded")
    assert (entry["percent_complete"], entry["operation_type"]) == (100.0, "CREATE_SOMETHING")
    assert [resource["identifier"] for resource in entry["resources"]] == [INSTANCE]


@pytest.mark.parametrize("service", sorted(HOSTS))
def test_an_id_alone_is_enough(pca: Simulator, at: Run, service: str) -> None:
    """Its type names no service, so that those are asked one after the other, until one knows it."""
    launched = pca.launch(service, seconds=0.3)
    done = at("work_request_wait", work_request_id=launched.id)
    assert done.result["succeeded"] == [launched.id]
    assert done.entry["service"] == service
    assert len(pca.journal.of(call="get", status=404)) < len(HOSTS)  # once each, and not at every poll


def test_so_is_one_of_a_type_that_has_not_been_seen(pca: Simulator, at: Run) -> None:
    launched = pca.launch("container_instances", id=f"ocid1.ocirworkrequest.{RACK}.{SYSTEM}.{UNIQUE}")
    assert at("work_request_info", work_request_id=launched.id).entry["service"] == "container_instances"


def test_an_id_alone_that_nobody_knows_is_not_found(pca: Simulator, at: Run) -> None:
    msg = at("work_request_info", work_request_id=f"ocid1.workrequest.{RACK}.{SYSTEM}.{UNIQUE}").msg
    assert "404 NotAuthorizedOrNotFound" in msg
    assert asked(pca, "get") == {f"{host}.{DOMAIN}" for host in HOSTS.values()}


@pytest.mark.parametrize("include", ["errors", "logs"])
def test_errors_and_logs_are_read_by_id_alone_too(pca: Simulator, at: Run, include: str) -> None:
    launched = pca.launch("container_instances", outcome="failed", errors=ERRORS, logs=["one"])
    entry = at("work_request_info", work_request_id=launched.id, include=[include]).entry
    assert [each["message"] for each in entry[include]] == (
        ["one"] if include == "logs" else [message for _code, message in ERRORS]
    )


def test_all_services_are_read_without_a_search(pca: Simulator, at: Run) -> None:
    launched = pca.launch("container_instances", outcome=None)
    done = at("work_request_info", service="all", compartment_id=pca.compartment_id)
    assert [each["id"] for each in done.entries] == [launched.id]
    assert done.result["resources"] == []
    assert {entry.call for entry in pca.journal} == {"list"}
    assert "has no Resource Search" in at("resource_info", compartment_id=pca.compartment_id).msg


def test_a_session_token_authenticates_there(pca: Simulator, at: Run) -> None:
    launched = pca.launch()
    options = {"auth_type": "security_token", "config_profile_name": "SESSION"}
    assert at("work_request_info", work_request_id=launched.id, **options).entry["id"] == launched.id


@pytest.mark.parametrize("source", ["option", "environment"])
def test_the_region_of_the_task_or_the_environment_is_a_domain_too(
    pca: Simulator, at: Run, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    config = pca.folder / "ashburn"
    config.write_text(pca.config_file.read_text().replace(f"region={DOMAIN}", "region=us-ashburn-1"))
    launched = pca.launch()
    if source == "environment":
        monkeypatch.setenv("OCI_REGION", "https://other.example.com/")
        found = at("work_request_info", work_request_id=launched.id, config_file_location=str(config))
    else:
        found = at(
            "work_request_info",
            work_request_id=launched.id,
            config_file_location=str(config),
            region="OTHER.example.com.",
        )
    assert found.entry["id"] == launched.id
    assert asked(pca, "get") == {"iaas.other.example.com"}


def test_the_profile_of_oci_is_refused_before_anything_is_sent(pca: Simulator, at: Run) -> None:
    launched = pca.launch()
    msg = at("work_request_info", work_request_id=launched.id, region="us-ashburn-1").msg
    assert f"is of a Private Cloud Appliance (rack {RACK}), which is reached by its domain" in msg
    assert not pca.journal


def test_case_two_an_id_in_capitals_is_read_at_an_endpoint_as_it_is(pca: Simulator, at: Run) -> None:
    launched = pca.launch("container_instances", id="ocid1.workrequest.AK00661530.scasg01.aaaa")
    done = at(
        "work_request_info",
        work_request_id=launched.id,
        service="container_instances",
        region="us-ashburn-1",
        service_endpoint=pca.url,
    )
    assert done.entry["id"] == launched.id


def test_case_three_the_same_in_lower_case_is_read_at_the_domain(pca: Simulator, at: Run) -> None:
    launched = pca.launch("container_instances", id="ocid1.workrequest.ak00661530.scasg01.aaaa")
    done = at("work_request_info", work_request_id=launched.id, service="container_instances", region="pca.example.com")
    assert done.entry["id"] == launched.id
    assert asked(pca, "get") == {"compute-containers.pca.example.com"}


def test_its_own_authority_is_needed(pca: Simulator, at: Run) -> None:
    launched = pca.launch()
    msg = at("work_request_info", work_request_id=launched.id, cert_bundle=None).msg
    assert "TLS certificate not trusted" in msg
    assert "Name the file with the certificate of the authority that signed it with the option cert_bundle" in msg


def test_many_are_polled_at_once(pca: Simulator, at: Run) -> None:
    launched = [pca.launch(service, seconds=0.3) for service in sorted(HOSTS) for _each in range(6)]
    given = [{"id": each.id, "service": each.family.title} for each in launched]
    done = at("work_request_wait", work_request_id=given, timeout=10)
    assert sorted(done.result["succeeded"]) == sorted(each.id for each in launched)


@pytest.mark.parametrize("state", ["SUCCEEDED", "FAILED"])
def test_a_load_balancer_that_answers_as_in_oci_is_understood_too(pca: Simulator, at: Run, state: str) -> None:
    launched = pca.launch("load_balancer", seconds=60)
    body = {
        "id": launched.id,
        "loadBalancerId": f"ocid1.loadbalancer.{RACK}.{SYSTEM}.{UNIQUE}",
        "lifecycleState": state,
        "type": "CreateListener",
        "message": '{"type": "FAIL", "message": "Listener port 443 is already in use"}',
        "errorDetails": [],
    }
    pca.fault(call="get", status=200, body=body, times=None)
    done = at("work_request_wait", work_request_id=launched.id, service="load_balancer")
    assert (done.entry["status"], done.entry["operation_type"]) == (state, "CreateListener")
    assert [resource["identifier"] for resource in done.entry["resources"]] == [body["loadBalancerId"]]
    assert ("Listener port 443 is already in use" in done.result.get("msg", "")) is (state == "FAILED")


def test_case_four_regular_names_at_an_endpoint_are_read_too(pca: Simulator, at: Run, sim: Simulator) -> None:
    launched = sim.launch("load_balancer", seconds=60)
    body = {"id": launched.id, "status": "SUCCEEDED", "operationType": "CREATE_LOAD_BALANCER", "percentComplete": 100.0}
    sim.fault(call="get", status=200, body=body, times=None)
    where = {"config_file_location": str(sim.config_file), "service_endpoint": sim.url}
    entry = at("work_request_wait", work_request_id=launched.id, **where).entry
    assert (entry["status"], entry["operation_type"], entry["percent_complete"]) == (
        "SUCCEEDED",
        "CREATE_LOAD_BALANCER",
        100.0,
    )


# Errors and logs


@pytest.mark.parametrize("service", sorted(set(HOSTS) - {"load_balancer"}))
def test_a_failure_has_its_errors_and_logs(pca: Simulator, at: Run, service: str) -> None:
    launched = pca.launch(service, seconds=0.1, outcome="failed", errors=ERRORS, logs=["one", "two"])
    done = at("work_request_wait", work_request_id=launched.id, service=service)
    entry = done.entry
    assert "OutOfHostCapacity: Out of host capacity" in done.msg
    assert [(error["code"], error["message"]) for error in entry["errors"]] == ERRORS
    assert [log["message"] for log in entry["logs"]] == ["one", "two"]


def test_load_balancers_give_neither_there(pca: Simulator, at: Run) -> None:
    launched = pca.launch("load_balancer", seconds=0.1, outcome="failed", errors=ERRORS)
    done = at("work_request_wait", work_request_id=launched.id, service="load_balancer")
    assert "FAILED" in done.msg
    assert not done.entry["errors"]
    assert {entry.call for entry in pca.journal} == {"get"}


# Lists


def listed(done: Ended) -> list[str]:
    return [entry["id"] for entry in done.entries]


def clusters(pca: Simulator, *types: str, **how: Any) -> list[Operation]:
    return [pca.launch("container_engine", operation_type=f"{type_}_CREATE", **how) for type_ in types]


@pytest.mark.parametrize("service", ["work_requests", "container_instances", "network_load_balancer"])
def test_a_compartment_is_listed(pca: Simulator, at: Run, service: str) -> None:
    launched = [pca.launch(service) for _each in range(3)]
    done = at("work_request_info", compartment_id=pca.compartment_id, service=[service])
    assert listed(done) == [each.id for each in reversed(launched)]
    assert asked(pca, "list") == {f"{HOSTS[service]}.{DOMAIN}"}


def test_kubernetes_is_listed_once_for_each_type_of_its_resources(pca: Simulator, at: Run) -> None:
    launched = clusters(pca, "CLUSTER", "NODEPOOL", "CLUSTER")
    done = at("work_request_info", compartment_id=pca.compartment_id, service=["oke"])
    assert sorted(listed(done)) == sorted(each.id for each in launched)
    assert [entry.query["resourceType"] for entry in pca.journal.of(call="list")] == [["CLUSTER"], ["NODEPOOL"]]


def test_the_newest_of_both_lists_come_first(pca: Simulator, at: Run) -> None:
    made = [
        pca.launch("container_engine", operation_type=f"{type_}_CREATE", accepted=age)
        for type_, age in (("CLUSTER", 50), ("NODEPOOL", 40), ("CLUSTER", 30), ("NODEPOOL", 20))
    ]
    done = at("work_request_info", compartment_id=pca.compartment_id, service=["oke"], max_results=2)
    assert listed(done) == [made[3].id, made[2].id]


@pytest.mark.parametrize(("type_", "value"), [("cluster", "CLUSTER"), ("nodepool", "NODEPOOL")])
def test_a_resource_of_kubernetes_is_in_the_list_of_its_type(pca: Simulator, at: Run, type_: str, value: str) -> None:
    resource = f"ocid1.{type_}.{RACK}.{SYSTEM}.{UNIQUE}"
    [wanted] = clusters(pca, value, resources=about(resource, type_))
    clusters(pca, "CLUSTER", "NODEPOOL")
    done = at("work_request_info", compartment_id=pca.compartment_id, resource_id=resource)
    assert listed(done) == [wanted.id]
    [entry] = pca.journal.of(call="list")
    assert entry.query["resourceType"] == [value]


def test_container_instances_are_found_by_the_identifier_of_the_resource(pca: Simulator, at: Run) -> None:
    resource = f"ocid1.computecontainerinstance.{RACK}.{SYSTEM}.{UNIQUE}"
    wanted = pca.launch("container_instances", resources=about(resource, "containerinstance"))
    pca.launch("container_instances", resources=about(resource + "2", "containerinstance"))
    options = {"compartment_id": pca.compartment_id, "resource_id": resource, "service": ["container_instances"]}
    assert listed(at("work_request_info", **options)) == [wanted.id]
    [entry] = pca.journal.of(call="list")
    assert entry.query["resourceIdentifier"] == [resource]
    assert "resourceId" not in entry.query


def test_load_balancers_list_by_load_balancer(pca: Simulator, at: Run) -> None:
    balancer = f"ocid1.loadbalancer.{RACK}.{SYSTEM}.{UNIQUE}"
    wanted = pca.launch("load_balancer", resources=about(balancer, "loadbalancer"))
    pca.launch("load_balancer", resources=about(balancer + "2", "loadbalancer"))
    assert listed(at("work_request_info", resource_id=balancer)) == [wanted.id]


def test_all_services_are_those_that_it_has(pca: Simulator, at: Run) -> None:
    launched = [pca.launch(service, seconds=60) for service in sorted(set(HOSTS) - {"load_balancer"})]
    done = at("work_request_info", compartment_id=pca.compartment_id, service=["all"])
    assert sorted(listed(done)) == sorted(each.id for each in launched)
    assert [each["service"] for each in done.result["skipped_services"]] == ["load_balancer"]


def test_a_service_that_it_has_not_is_refused(pca: Simulator, at: Run) -> None:
    for options in ({"service": ["functions"]}, {"service": ["oke", "functions"]}):
        msg = at("work_request_info", compartment_id=pca.compartment_id, **options).msg
        assert "Work requests of functions are not known on a Private Cloud Appliance" in msg
        assert "It has those of container_engine, container_instances" in msg
    assert not pca.journal


# resource_id


def test_a_resource_is_waited_for(pca: Simulator, at: Run) -> None:
    launched = pca.launch(seconds=0.3, resources=about(INSTANCE))
    pca.launch(seconds=60)
    done = at("work_request_wait", resource_id=INSTANCE, compartment_id=pca.compartment_id)
    assert done.result["succeeded"] == [launched.id]


def test_a_resource_without_its_compartment_needs_it_because_nothing_searches(pca: Simulator, at: Run) -> None:
    msg = at("work_request_wait", resource_id=INSTANCE).msg
    assert "set the option compartment_id" in msg
    assert not pca.journal


# Cancel


def test_work_requests_of_kubernetes_are_canceled_before_they_start(pca: Simulator, at: Run) -> None:
    [waiting] = clusters(pca, "CLUSTER", steps=[{"at": 0, "status": "accepted"}])
    done = at("work_request_cancel", work_request_id=waiting.id, service="oke")
    assert done.code == 0
    assert done.entry["status"] in ("CANCELING", "CANCELED")
    [entry] = pca.journal.of(call="cancel")
    assert entry.status == 204


@pytest.mark.parametrize("check", [False, True])
def test_by_id_alone_what_can_be_is_canceled_and_what_cannot_is_refused(pca: Simulator, at: Run, check: bool) -> None:
    [waiting] = clusters(pca, "CLUSTER", steps=[{"at": 0, "status": "accepted"}])
    other = pca.launch("container_instances", seconds=60)
    done = at("work_request_cancel", work_request_id=[waiting.id, other.id], _ansible_check_mode=check)
    assert done.code == 1
    assert "Work requests of container_instances cannot be canceled" in done.msg
    assert [entry.operation for entry in pca.journal.of(call="cancel")] == ([] if check else [waiting.id])


def test_and_not_afterwards(pca: Simulator, at: Run) -> None:
    [started] = clusters(pca, "CLUSTER", steps=[{"at": 0, "status": "in_progress"}])
    done = at("work_request_cancel", work_request_id=started.id, service="oke")
    assert done.code == 1
    assert "409" in done.msg


@pytest.mark.parametrize("service", sorted(set(HOSTS) - {"container_engine"}))
def test_no_others_can_be_canceled(pca: Simulator, at: Run, service: str) -> None:
    launched = pca.launch(service, seconds=60)
    msg = at("work_request_cancel", work_request_id=launched.id, service=service).msg
    assert f"Work requests of {service} cannot be canceled" in msg
    assert not pca.journal


@pytest.mark.parametrize(("status", "canceled"), [("accepted", True), ("in_progress", False)])
def test_at_the_deadline_what_can_be_is_canceled(pca: Simulator, at: Run, status: str, canceled: bool) -> None:
    [launched] = clusters(pca, "CLUSTER", steps=[{"at": 0, "status": status}])
    done = at("work_request_wait", work_request_id=launched.id, timeout=0.3, on_timeout="cancel")
    assert done.code == 1
    assert len(pca.journal.of(call="cancel", status=204)) == (1 if canceled else 0)
    assert any("409" in warning for warning in done.warnings) is not canceled


# A mix


def test_resources_of_an_appliance_are_waited_for_in_a_mix(sim: Simulator, pca: Simulator, at: Run) -> None:
    cluster = f"ocid1.cluster.{RACK}.{SYSTEM}.{UNIQUE}"
    launched = pca.launch("container_engine", seconds=0.5, operation_type="CLUSTER_CREATE", resources=about(cluster))
    other = pca.launch(seconds=0.5)
    done = at(
        "operation_wait",
        operations=[{"resource_id": cluster, "compartment_id": pca.compartment_id}, {"work_request_id": other.id}],
    )
    assert sorted(done.result["succeeded"]) == sorted([launched.id, other.id])


def test_an_appliance_beside_oci_in_one_wait(sim: Simulator, pca: Simulator, at: Run) -> None:
    here, there = pca.launch("container_engine", seconds=0.3), sim.launch("container_engine", seconds=0.3)
    done = at(
        "operation_wait",
        operations=[
            {"work_request_id": here.id, "service": "oke"},
            {
                "work_request_id": there.id,
                "options": {"config_file_location": str(sim.config_file), "service_endpoint": sim.url},
            },
        ],
    )
    assert [entry["id"] for entry in done.result["work_requests"]] == [here.id, there.id]
    assert {entry["status"] for entry in done.result["work_requests"]} == {"SUCCEEDED"}
    assert asked(pca, "get") == {f"containerengine.{DOMAIN}"}


def test_two_appliances_and_a_region_of_oci_by_their_regions_alone(pca: Simulator, at: Run) -> None:
    launched = [pca.launch(seconds=0.3), pca.launch(seconds=0.3)]
    cloud = pca.launch(seconds=0.3, id=f"ocid1.coreservicesworkrequest.oc1.phx.{UNIQUE}")
    done = at(
        "operation_wait",
        operations=[
            launched[0].id,
            {"work_request_id": launched[1].id, "options": {"region": "second.example.com"}},
            cloud.id,
        ],
    )
    assert len(done.result["succeeded"]) == 3
    assert asked(pca, "get") == {f"iaas.{DOMAIN}", "iaas.second.example.com", "iaas.us-phoenix-1.oraclecloud.com"}
