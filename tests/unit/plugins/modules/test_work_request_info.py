# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""work_request_info from options to the result, with a server at the other end."""

from __future__ import annotations

import json
import os
import pathlib
import time
from typing import Any, Callable

import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansible_collections.longops.oracle.plugins.module_utils._http import retry
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import quoted, reason
from ansible_collections.longops.oracle.plugins.modules import work_request_info
from ansible_collections.longops.oracle.tests.simulator import Simulator, credentials

ID = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid"
KEYS = {
    "id", "service", "operation_type", "status", "state", "percent_complete", "time_accepted", "time_started", "time_finished",
    "compartment_id", "resources", "errors", "logs", "explanation", "answer", "retry_after",
    "opc_request_id", "fault",
}  # fmt: skip
FAULT_KEYS = {"kind", "message", "http_status", "code", "request_id", "retry_after", "category"}

Run = Callable[..., Any]


# Reading


def test_one_work_request(sim: Simulator, info: Run) -> None:
    resources = [
        {
            "entity_type": "nodepool",
            "action_type": "CREATED",
            "identifier": "ocid1.nodepool.oc1.iad.a",
            "entity_uri": "/n/a",
        }
    ]
    steps = [{"at": 0, "status": "accepted"}, {"at": 5, "status": "in_progress", "percent": 45}]
    launched = sim.launch("data_safe", operation_type="MAKE", steps=steps, accepted=10, resources=resources)
    done = info(work_request_id=launched.id, service="data_safe")
    entry = done.entry
    assert set(done.result) == {"changed", "invocation", "work_requests", "resource_ids", "skipped_services", "table"}
    assert (done.result["skipped_services"], done.result["table"]) == ([], None)
    assert done.result["changed"] is False
    assert set(entry) == KEYS
    assert (entry["id"], entry["service"], entry["operation_type"]) == (launched.id, "data_safe", "MAKE")
    assert (entry["status"], entry["state"], entry["percent_complete"]) == ("IN_PROGRESS", "pending", 45.0)
    assert entry["time_accepted"] < entry["time_started"]
    assert entry["time_finished"] is None
    assert (entry["compartment_id"], entry["resources"]) == (sim.compartment_id, resources)
    assert (entry["errors"], entry["logs"], entry["fault"]) == (None, None, None)
    assert entry["opc_request_id"] == sim.journal[0].request_id
    assert entry["retry_after"] == 0.05  # the header of the answer
    assert done.result["resource_ids"] == ["ocid1.nodepool.oc1.iad.a"]


@pytest.mark.usefixtures("small_pages")
def test_errors_and_logs_of_all_pages(sim: Simulator, info: Run) -> None:
    errors = [("Code%d" % number, "Message %d" % number) for number in range(5)]
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=errors, logs=["one", "two", "three"])
    entry = info(work_request_id=launched.id, include=["errors", "logs"]).entry
    assert [(error["code"], error["message"]) for error in entry["errors"]] == errors
    assert [log["message"] for log in entry["logs"]] == ["one", "two", "three"]
    assert all(set(error) == {"code", "message", "timestamp", "category"} for error in entry["errors"])
    assert entry["state"] == "failed"


def test_the_columns_of_the_table_stay_below_each_other(sim: Simulator, info: Run) -> None:
    """Both in a module of its own and in process, whatever is done to a result on its way."""
    sim.launch("container_engine", outcome=None, operation_type="CREATE\n  POOL")
    table = info(compartment_id=sim.compartment_id, service="oke").result["table"]
    assert table[0].startswith("SERVICE           OPERATION")
    assert any(line.startswith("container_engine  CREATE POOL  ") for line in table)


def test_what_names_other_resources_only_is_left_out_of_those_of_a_resource(sim: Simulator, info: Run) -> None:
    """Although the service listed it. What names none stays."""
    cluster = f"ocid1.cluster.oc1.iad.{'aaaabbbb' * 7}exa1"
    same = {"status": "IN_PROGRESS", "operationType": "CLUSTER_UPDATE"}
    ids = [f"ocid1.clustersworkrequest.oc1.iad.{'ccccdddd' * 7}exa{number}" for number in range(3)]
    named = [[{"identifier": cluster}], [{"identifier": f"{cluster}2"}], []]
    body = [{"id": id_, **same, "resources": resources} for id_, resources in zip(ids, named)]
    sim.fault(call="list", status=200, body=body, times=None)
    done = info(resource_id=cluster, compartment_id=sim.compartment_id)
    assert [entry["id"] for entry in done.entries] == [ids[0], ids[2]]
    assert done.warnings == [
        f"container_engine at {sim.url} listed a work request for {cluster} that names other resources only: {ids[1]}. It was left out. Give its"
        " id as work_request_id if it is meant."
    ]


def test_a_failed_work_request_is_no_failure_to_read_it(sim: Simulator, info: Run) -> None:
    assert info(work_request_id=sim.launch("container_engine", seconds=0, outcome="failed").id).code == 0


def test_work_requests_of_every_service_in_one_task(sim: Simulator, info: Run) -> None:
    launched = [sim.launch(family.title, outcome=None) for family in FAMILIES]
    entries = info(
        work_request_id=[{"id": operation.id, "service": operation.family.title} for operation in launched]
    ).entries
    assert [(entry["id"], entry["service"]) for entry in entries] == [
        (operation.id, operation.family.title) for operation in launched
    ]
    assert all(entry["state"] == "pending" and set(entry) == KEYS for entry in entries)


@pytest.mark.parametrize("service", ["container_engine", "oke", "Kubernetes Engine", "OKE"])
def test_a_service_has_many_names(sim: Simulator, info: Run, service: str) -> None:
    launched = sim.launch("container_engine", id=f"ocid1.unheardofworkrequest.oc1.iad.example{time.monotonic_ns():x}")
    assert info(work_request_id=launched.id, service=service).entry["service"] == "container_engine"


@pytest.mark.parametrize("name", ["work_request_id", "id", "work_request_ids", "opc_work_request_id"])
def test_the_option_has_many_names(sim: Simulator, info: Run, name: str) -> None:
    launched = sim.launch("container_engine", outcome=None)
    assert info(**{name: launched.id}).entry["id"] == launched.id


@pytest.mark.parametrize(
    "wrap",
    [
        lambda a, b: [a, b],
        lambda a, b: f"{a},{b}",
        lambda a, b: json.dumps([a, b]),
        lambda a, b: {"opc_work_request_id": f"{a},{b}", "status": 202, "changed": True},
        lambda a, b: {
            "results": [{"opc_work_request_id": a, "status": 200}, {"opc_work_request_id": b, "status": 200}],
            "changed": True,
        },
        lambda a, b: {"stdout": json.dumps({"opc-work-request-id": f"{a},{b}"}), "rc": 0, "changed": True},
        lambda a, b: {"work_requests": [{"id": a, "service": "oke"}, {"id": b, "service": "oke"}], "changed": False},
    ],
)
def test_ids_come_as_a_playbook_has_them(sim: Simulator, info: Run, wrap: Callable[[str, str], Any]) -> None:
    first, second = sim.launch_many("container_engine", count=2)
    done = info(work_request_id=wrap(first.id, second.id))
    assert [entry["id"] for entry in done.entries] == [first.id, second.id]
    assert done.result["invocation"]["module_args"]["work_request_id"] == [first.id, second.id]


@pytest.mark.parametrize("name", ["work_request_id", "opc_work_request_id"])
def test_what_else_is_in_a_registered_result_is_not_shown(sim: Simulator, info: Run, name: str) -> None:
    launched = sim.launch("container_engine", outcome=None)
    registered = {"opc_work_request_id": launched.id, "status": 200, "cookies": {"session": "hidden"}, "changed": True}
    assert "hidden" not in info(**{name: registered}).stdout
    assert "hidden" not in info(**{name: {"cookies": {"session": "hidden"}, "status": 200, "changed": True}}).stdout


def test_no_ids_are_no_work_requests(info: Run, sim: Simulator) -> None:
    assert info(work_request_id=[]).entries == []
    assert len(sim.journal) == 0


def test_check_mode_reads_as_always(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    assert info(work_request_id=launched.id, _ansible_check_mode=True).entry["status"] == "ACCEPTED"


def test_an_unknown_status_warns(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", steps=[{"at": 0, "status": "PONDERING"}])
    done = info(work_request_id=launched.id)
    assert (done.entry["status"], done.entry["state"]) == ("PONDERING", "pending")
    assert ["PONDERING" in warning for warning in done.warnings] == [True]


def test_errors_that_cannot_be_read_warn(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed")
    sim.fault(call="errors", status=404)
    done = info(work_request_id=launched.id, include=["errors"])
    assert done.entry["errors"] is None
    assert [f"The errors of work request {launched.id} could not be read" in warning for warning in done.warnings] == [
        True
    ]


# Listing


@pytest.mark.usefixtures("small_pages")
def test_a_list_comes_to_its_end_the_latest_first(sim: Simulator, info: Run) -> None:
    compartment = "ocid1.compartment.oc1..exampleoflisting"
    launched = sim.launch_many("container_engine", count=5, compartment_id=compartment)
    entries = info(compartment_id=compartment, service="oke").entries
    assert [entry["id"] for entry in entries] == [operation.id for operation in reversed(launched)]
    assert all(set(entry) == KEYS for entry in entries)
    assert [len(info(compartment_id=compartment, service="oke", max_results=most).entries) for most in (1, 3, 9)] == [
        1,
        3,
        5,
    ]


def test_a_list_can_be_chosen_from(sim: Simulator, info: Run) -> None:
    compartment, resource = "ocid1.compartment.oc1..exampleofchoosing", "ocid1.cluster.oc1.iad.example"
    running = sim.launch("container_engine", outcome=None, compartment_id=compartment, operation_type="Make")
    done = sim.launch("container_engine", seconds=0, compartment_id=compartment, resources=[{"identifier": resource}])

    def ids(**options: Any) -> list[str]:
        return [entry["id"] for entry in info(compartment_id=compartment, service="oke", **options).entries]

    assert ids(status=["accepted"]) == [running.id]
    assert ids(status=["ACCEPTED", "SUCCEEDED"]) == [done.id, running.id]
    assert ids(operation_type="make") == [running.id]
    assert ids(resource_id=resource) == [done.id]
    assert ids(resource_id=resource, status="accepted") == []


def test_a_list_without_a_service_is_that_of_the_shared_api(sim: Simulator, info: Run) -> None:
    compartment = "ocid1.compartment.oc1..exampleofsharing"
    sim.launch("work_requests", compartment_id=compartment)
    assert info(compartment_id=compartment).entry["service"] == "work_requests"


def test_a_list_of_a_compartment_that_may_not_be_read(info: Run) -> None:
    done = info(compartment_id="ocid1.compartment.oc1..unknown")
    assert done.msg.startswith("404 NotAuthorizedOrNotFound: ")
    assert "the policies" in done.msg


def test_a_list_of_what_is_in_flight(sim: Simulator, info: Run) -> None:
    compartment = "ocid1.compartment.oc1..exampleofflying"
    running = sim.launch("container_engine", outcome=None, compartment_id=compartment)
    sim.launch("container_engine", seconds=0, compartment_id=compartment)
    done = info(compartment_id=compartment, service="oke", in_flight=True)
    assert done.entry["id"] == running.id
    assert len(info(compartment_id=compartment, service="oke").entries) == 2
    assert done.result["skipped_services"] == []
    assert [line.split()[0] for line in done.result["table"]] == ["SERVICE", "container_engine"]


# Several services


@pytest.fixture
def everywhere(sim: Simulator, info: Run) -> Run:
    """everywhere(service=...) runs the module where each service has a path of its own."""
    return lambda **options: info(
        **{"compartment_id": sim.compartment_id, "service_endpoint": f"{sim.url}/{{service}}", **options}
    )


@pytest.mark.parametrize("service", ["all", "ALL", ["all"], ["oke", "mysql", "blockchain"], "MySQL, oke, blockchain"])
def test_what_is_in_flight_in_several_services(sim: Simulator, everywhere: Run, service: Any) -> None:
    running = [sim.launch(title, outcome=None, operation_type="MAKE") for title in ("container_engine", "mysql")]
    sim.launch("mysql", seconds=0)
    done = everywhere(service=service)
    own = {"resources"} if "all" in str(service).lower() else set()
    assert (
        set(done.result)
        == {"changed", "invocation", "work_requests", "resource_ids", "skipped_services", "table"} | own
    )
    assert {"skipped_services", "table", "resources"} <= set(yaml.safe_load(work_request_info.RETURN))
    assert [(entry["id"], entry["service"]) for entry in done.entries] == [
        (operation.id, operation.family.title) for operation in running
    ]
    assert all(set(entry) == KEYS for entry in done.entries)
    skipped = {each["service"]: each for each in done.result["skipped_services"]}
    assert set(skipped["blockchain"]) == {"service", "reason", "fault"}
    assert skipped["blockchain"]["reason"] == "needs the OCID of one of its resources as resource_id"
    assert "its API needs blockchainPlatformId" in skipped["blockchain"]["fault"]["message"]
    header, *lines = done.result["table"]
    assert header.split() == ["SERVICE", "OPERATION", "STATUS", "DONE", "AGE", "RESOURCE", "OR", "ID"]
    assert [line.split()[:3] for line in lines] == [
        ["container_engine", "MAKE", "ACCEPTED"],
        ["mysql", "MAKE", "ACCEPTED"],
    ]
    assert done.warnings == []


def test_a_service_that_does_not_answer(sim: Simulator, everywhere: Run) -> None:
    sim.fault(service="mysql", status=404)
    sim.fault(service="oda", delay=30)
    done = everywhere(service="mysql,oke,oda", timeout=1)
    skipped = {each["service"]: each for each in done.result["skipped_services"]}
    assert {service: each["reason"] for service, each in skipped.items()} == {
        "mysql": "answered 404 NotAuthorizedOrNotFound", "oda": "no answer within 1 s",
    }  # fmt: skip
    assert set(skipped["mysql"]["fault"]) == FAULT_KEYS
    assert skipped["mysql"]["fault"]["http_status"] == 404


def test_several_services_can_be_chosen_from(sim: Simulator, everywhere: Run) -> None:
    failed = sim.launch("mysql", seconds=0, outcome="failed", errors=[("A", "b")])
    running = sim.launch("container_engine", outcome=None, operation_type="MAKE")
    done = everywhere(service="oke,mysql", status="failed", include="errors")
    assert (done.entry["id"], done.entry["errors"][0]["code"]) == (failed.id, "A")
    assert everywhere(service="oke,mysql", status="failed", in_flight=True).entries == []
    assert everywhere(service="oke,mysql", operation_type="make").entry["id"] == running.id
    assert len(everywhere(service="oke,mysql", in_flight=False).entries) == 2
    assert len(everywhere(service="oke,mysql", in_flight=False, max_results=1).entries) == 1


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ("OUTSIDER", "No service could be read, of 2:\n- container_engine, mysql: 404 NotAuthorizedOrNotFound: "),
        ("UNKNOWN", "the authentication is rejected"),
    ],
)
def test_where_no_service_answers_it_fails(sim: Simulator, everywhere: Run, profile: str, words: str) -> None:
    done = everywhere(service="oke,mysql", config_profile_name=profile)
    assert words in done.msg
    assert done.entries == []
    assert [each["service"] for each in done.result["skipped_services"]] == ["container_engine", "mysql"]
    assert len(sim.journal) == 2


def test_all_knows_the_resources_that_are_on_their_way(sim: Simulator, everywhere: Run) -> None:
    named = sim.resource("core.instance", "STARTING")
    launched = sim.launch(
        "work_requests", outcome=None, resources=[{"entity_type": "instance", "identifier": named.id}]
    )
    stopping = sim.resource("core.instance", "STOPPING", display_name="web-1")
    sim.resource("core.instance", "RUNNING")
    done = everywhere(service="all")
    assert [each["id"] for each in done.entries] == [launched.id]
    assert [(each["id"], each["status"]) for each in done.result["resources"]] == [(stopping.id, "STOPPING")]
    assert done.result["table"][1].split()[0] == "work_requests"
    assert done.result["table"][2].split() == ["core", "instance", "STOPPING", "-", "-", stopping.id]
    assert len(sim.journal.of(call="search")) == 1
    assert "resource_search" not in [each["service"] for each in done.result["skipped_services"]]
    about = everywhere(service="all", resource_id=[named.id, stopping.id])
    assert [each["id"] for each in about.result["resources"]] == [stopping.id]
    assert everywhere(service="all", resource_id=named.id).result["resources"] == []
    for others in ({"status": "FAILED"}, {"operation_type": "MAKE"}, {"in_flight": False}):
        assert everywhere(service="all", **others).result["resources"] == []


def test_where_resources_cannot_be_searched(sim: Simulator, everywhere: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.resource("core.instance", "STOPPING")
    sim.fault(call="search", times=None, status=404)
    done = everywhere(service="all")
    assert [each["id"] for each in done.entries] == [launched.id]
    assert done.result["resources"] == []
    [skipped] = [each for each in done.result["skipped_services"] if each["service"] == "resource_search"]
    assert skipped["reason"] == "answered 404 NotAuthorizedOrNotFound"
    sim.clear_faults()
    sim.fault(call="search", times=None, delay=30)
    started = time.monotonic()
    done = everywhere(service="all", timeout=3)
    [skipped] = [each for each in done.result["skipped_services"] if each["service"] == "resource_search"]
    assert skipped["reason"] == "no answer within 3 s"
    assert time.monotonic() - started < 15


def test_an_empty_service_is_none(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    assert info(work_request_id=launched.id, service="").entry["id"] == launched.id


# Answers that are no work request: test_transport has every status with every body

PASSING = {200, 503}
ANSWERS = [(200, "truncated"), (200, "garbage"), (400, "error"), (401, "html"), (404, "error"), (503, "empty")]


@pytest.mark.parametrize(("status", "kind"), ANSWERS)
def test_an_answer_that_is_an_error(sim: Simulator, info: Run, status: int, kind: str) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", status=status, kind=kind, times=None)
    done = info(work_request_id=launched.id)
    fault = done.entry["fault"]
    expected = "not_found" if status == 404 else "transient" if status in PASSING else "fatal"
    assert set(done.entry) == KEYS
    assert set(fault) == FAULT_KEYS
    assert fault["kind"] == expected
    if (status, kind) != (200, "truncated"):  # which old versions of urllib3 take for a whole answer
        assert fault["http_status"] == status
    assert (done.entry["id"], done.entry["service"], done.entry["state"], done.entry["status"]) == (
        launched.id,
        "container_engine",
        None,
        None,
    )
    assert done.msg.startswith(f"Work request {launched.id} cannot be read: {reason(fault['message'])}")
    assert f" (GET {sim.url}/" in done.msg
    assert fault["message"].rstrip(".") in done.msg
    assert len(sim.journal) == (retry.DEFAULT.tries if expected == "transient" else 1)
    if fault["http_status"] is not None:
        assert fault["request_id"] == done.entry["opc_request_id"] == sim.journal[-1].request_id
        assert f"cannot be read: {status}" in done.msg or status == 200
        assert sim.journal[-1].request_id in done.msg


@pytest.mark.parametrize("run_way", ["as_module"])
@pytest.mark.parametrize("status", sorted(PASSING))
def test_an_answer_that_is_an_error_at_first(sim: Simulator, info: Run, status: int) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", status=status, kind="html", times=3)
    assert info(work_request_id=launched.id).entry["status"] == "ACCEPTED"


@pytest.mark.parametrize(("status", "passes"), [(409, True), (403, False)])
def test_other_answers(sim: Simulator, info: Run, status: int, passes: bool) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", status=status)
    assert (info(work_request_id=launched.id).code == 0) is passes


def test_a_conflict_that_is_not_one_of_states_is_final(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", status=409, body={"code": "InvalidatedRetryToken", "message": "Used."})
    done = info(work_request_id=launched.id)
    assert (done.entry["fault"]["kind"], done.entry["fault"]["code"]) == ("fatal", "InvalidatedRetryToken")


def test_a_redirect_is_not_followed_and_no_signature_leaves(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    with Simulator(authenticate=False) as elsewhere:
        sim.fault(
            status=302, kind="empty", headers={"Location": f"{elsewhere.url}/20180222/workRequests/{launched.id}"}
        )
        done = info(work_request_id=launched.id)
        assert len(elsewhere.journal) == 0
    assert f"redirect to {elsewhere_url(done)}" in done.msg
    assert done.entry["fault"]["kind"] == "fatal"


def elsewhere_url(done: Any) -> str:
    return done.entry["fault"]["message"].partition("redirect to ")[2].partition(",")[0]


def test_one_that_cannot_be_read_does_not_hide_the_others(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    missing = "ocid1.clustersworkrequest.oc1.iad.examplemissing"
    done = info(work_request_id=[launched.id, missing])
    assert done.msg.startswith(
        f"1 of 2 work requests could not be read:\n- Work request {missing} cannot be read: 404 "
    )
    assert [entry["status"] for entry in done.entries] == ["ACCEPTED", None]


def test_a_server_that_hangs_ends_at_the_timeout(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", delay=30, times=None)
    begin = time.monotonic()
    done = info(work_request_id=launched.id, read_timeout=0.2, connect_timeout=0.2)
    assert time.monotonic() - begin < 20  # not 30, however busy this machine is
    assert "no answer within 0.2 s" in done.msg


def test_a_server_that_is_not_there(info: Run) -> None:
    done = info(work_request_id=ID, service_endpoint="http://127.0.0.1:1")
    sent = done.entry["opc_request_id"]
    assert (
        f"cannot be read: connection failed: Connection refused (GET http://127.0.0.1:1/20160918/workRequests/{ID},"
        f" opc-request-id {sent})." in done.msg
    )
    assert len(sent) == 32
    assert done.entry["fault"]["request_id"] == sent


GIVEN = "release_7/0123456789ABCDEF"


def test_the_id_that_is_given_is_sent_with_every_request(sim: Simulator, info: Run) -> None:
    """Also with those for the compartment of a resource, for the namespace, and for errors and logs."""
    cluster = f"ocid1.cluster.oc1.iad.{'aaaabbbb' * 7}exa1"
    sim.launch("container_engine", seconds=0, outcome="failed", resources=[{"identifier": cluster, "entity_type": "x"}])
    entry = info(resource_id=cluster, include=["errors", "logs"], opc_request_id=GIVEN).entry
    assert {each.call for each in sim.journal} == {"search", "list", "errors", "logs"}
    assert {each.headers["opc-request-id"] for each in sim.journal} == {GIVEN}
    assert entry["state"] == "failed"
    launched = sim.launch("log_analytics", outcome=None)
    entry = info(work_request_id=launched.id, service="log_analytics", opc_request_id=GIVEN).entry
    assert {each.headers["opc-request-id"] for each in sim.journal} == {GIVEN}
    assert entry["opc_request_id"].startswith(f"{GIVEN}/")


@pytest.mark.parametrize(
    "given", ["x y", "a\nb", "a" * 33, "a/b/c/d", "é", "/a", "a\r\nX-Injected: 1", "a" * 32 + "/" + "b" * 33, "٣"]
)
def test_an_id_that_cannot_be_sent_is_refused(sim: Simulator, info: Run, given: str) -> None:
    done = info(work_request_id=ID, opc_request_id=given)
    assert done.msg.startswith(f"opc_request_id {quoted(given)} cannot be sent: it has up to three parts")
    assert len(sim.journal) == 0


@pytest.mark.parametrize("given", ["a", "a/b/c", "iad-1:x_;9/" + "b" * 32 + "/", ""])
def test_ids_that_can_be_sent(sim: Simulator, info: Run, given: str) -> None:
    launched = sim.launch("container_engine", outcome=None)
    assert info(work_request_id=launched.id, opc_request_id=given).code == 0
    assert given in ("", sim.journal[0].headers["opc-request-id"])


def test_tls(run: Run) -> None:
    with Simulator(tls=True) as sim:
        launched = sim.launch("container_engine", outcome=None)
        options = {
            "config_file_location": str(sim.config_file),
            "service_endpoint": sim.url,
            "work_request_id": launched.id,
        }
        assert run("work_request_info", cert_bundle=str(sim.ca_file), **options).entry["status"] == "ACCEPTED"
        assert "TLS certificate not trusted: " in run("work_request_info", **options).msg
        assert (
            "(option cert_bundle) cannot be read" in run("work_request_info", cert_bundle="/nowhere.pem", **options).msg
        )
        assert "holds no certificates" in run("work_request_info", cert_bundle=str(sim.config_file), **options).msg


# Authentication


def options_of(sim: Simulator, profile: str = "DEFAULT") -> dict[str, str]:
    """What the config file of the simulator says, as options."""
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    parser.read(sim.config_file)
    names = {
        "user": "api_user",
        "fingerprint": "api_user_fingerprint",
        "key_file": "api_user_key_file",
        "pass_phrase": "api_user_key_pass_phrase",
    }
    return {names.get(key, key): value for key, value in parser[profile].items()}


VARIABLES = {
    "api_user": "OCI_USER_ID",
    "api_user_fingerprint": "OCI_USER_FINGERPRINT",
    "api_user_key_file": "OCI_USER_KEY_FILE",
    "api_user_key_pass_phrase": "OCI_USER_KEY_PASS_PHRASE",
    "tenancy": "OCI_TENANCY",
    "region": "OCI_REGION",
}


@pytest.mark.parametrize("profile", ["DEFAULT", "ENCRYPTED"])
def test_by_options_only(sim: Simulator, run: Run, profile: str) -> None:
    launched = sim.launch("container_engine", outcome=None)
    done = run("work_request_info", work_request_id=launched.id, service_endpoint=sim.url, **options_of(sim, profile))
    assert done.entry["status"] == "ACCEPTED"
    assert sim.journal[0].signature == "valid"


@pytest.mark.parametrize("profile", ["DEFAULT", "ENCRYPTED"])
def test_by_environment_only(sim: Simulator, run: Run, monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    for option, value in options_of(sim, profile).items():
        monkeypatch.setenv(VARIABLES[option], value)
    launched = sim.launch("container_engine", outcome=None)
    assert run("work_request_info", work_request_id=launched.id, service_endpoint=sim.url).entry["status"] == "ACCEPTED"


def test_by_a_file_in_the_home_directory(sim: Simulator, run: Run) -> None:
    folder = pathlib.Path(os.environ["HOME"]) / ".oci"
    folder.mkdir()
    (folder / "config").write_bytes(sim.config_file.read_bytes())
    launched = sim.launch("container_engine", outcome=None)
    assert run("work_request_info", work_request_id=launched.id, service_endpoint=sim.url).entry["status"] == "ACCEPTED"


def test_by_a_file_that_the_environment_names(sim: Simulator, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCI_CONFIG_FILE", str(sim.config_file))
    monkeypatch.setenv("OCI_CONFIG_PROFILE", "SESSION")
    monkeypatch.setenv("OCI_ANSIBLE_AUTH_TYPE", "security_token")
    launched = sim.launch("container_engine", outcome=None)
    assert run("work_request_info", work_request_id=launched.id, service_endpoint=sim.url).entry["status"] == "ACCEPTED"
    assert 'keyId="ST$...' in sim.journal[0].headers["authorization"]


@pytest.mark.parametrize("profile", ["DEFAULT", "ENCRYPTED"])
def test_by_a_profile(sim: Simulator, info: Run, profile: str) -> None:
    assert info(work_request_id=sim.launch("container_engine", outcome=None).id, config_profile_name=profile).code == 0


@pytest.mark.parametrize(("profile", "key"), [("LOCKED", "encrypted.pem"), ("OPEN", "key.pem")])
def test_a_profile_inherits_what_it_does_not_say(
    sim: Simulator, info: Run, tmp_path: pathlib.Path, profile: str, key: str
) -> None:
    """Also the pass phrase, which a plain key does not need."""
    default = "".join("%s=%s\n" % item for item in profile_values(sim).items() if item[0] != "key_file")
    text = f"[DEFAULT]\n{default}pass_phrase={sim.pass_phrase}\n[{profile}]\nkey_file={sim.config_file.parent / key}\n"
    (tmp_path / "config").write_text(text, encoding="utf-8")
    launched = sim.launch("container_engine", outcome=None)
    assert (
        info(
            work_request_id=launched.id, config_file_location=str(tmp_path / "config"), config_profile_name=profile
        ).code
        == 0
    )


def profile_values(sim: Simulator) -> dict[str, str]:
    names = {"api_user": "user", "api_user_fingerprint": "fingerprint", "api_user_key_file": "key_file"}
    return {names.get(option, option): value for option, value in options_of(sim).items()}


def test_a_key_as_oracles_console_writes_it(sim: Simulator, info: Run, tmp_path: pathlib.Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text(f"{(sim.config_file.parent / 'key.pem').read_text(encoding='utf-8')}OCI_API_KEY\n", encoding="utf-8")
    assert info(work_request_id=sim.launch("container_engine", outcome=None).id, api_user_key_file=str(key)).code == 0


def test_a_session(sim: Simulator, info: Run) -> None:
    assert (
        info(
            work_request_id=sim.launch("container_engine", outcome=None).id,
            config_profile_name="SESSION",
            auth_type="security_token",
        ).code
        == 0
    )


def test_a_wrong_fingerprint_is_named(sim: Simulator, info: Run) -> None:
    done = info(work_request_id=sim.launch("container_engine", outcome=None).id, config_profile_name="UNKNOWN")
    assert f"The key's fingerprint is {profile_values(sim)['fingerprint']}, but profile UNKNOWN of" in done.msg
    assert "has 00:00:00" in done.msg


def test_a_wrong_key_is_named(sim: Simulator, info: Run, tmp_path: pathlib.Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "other.pem").write_bytes(other.private_bytes(*form))
    done = info(
        work_request_id=sim.launch("container_engine", outcome=None).id, api_user_key_file=str(tmp_path / "other.pem")
    )
    assert done.entry["fault"]["http_status"] == 401
    assert f"The key's fingerprint is {credentials.fingerprint(other.public_key())}, but" in done.msg


def test_a_wrong_clock_is_named(run: Run) -> None:
    with Simulator(clock=lambda: time.time() - 930) as sim:
        sim.clock_skew = -930
        launched = sim.launch("container_engine", outcome=None)
        done = run(
            "work_request_info",
            config_file_location=str(sim.config_file),
            service_endpoint=sim.url,
            work_request_id=launched.id,
        )
    assert "This host's clock is 15 min" in done.msg
    assert "ahead of the server's, and OCI rejects more than 5 min: set the clock" in done.msg


# Bad input: a clear message, nothing sent, no traceback

BROKEN_INI = "[DEFAULT]\npass_phrase hidden\n"


def file(sim: Simulator, tmp_path: pathlib.Path, name: str, content: Any) -> str:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def ec_key() -> bytes:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(*form)


def public_key() -> bytes:
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return credentials.private_key().public_key().public_bytes(*form)


def session(sim: Simulator, tmp_path: pathlib.Path, token: Any) -> dict[str, str]:
    text = f"[DEFAULT]\nkey_file={sim.config_file.parent / 'key.pem'}\nsecurity_token_file={file(sim, tmp_path, 'token', token)}\n"
    return {"config_file_location": file(sim, tmp_path, "config", text), "auth_type": "security_token"}


#: name -> (options, given the simulator and a folder; what the message must have in it)
BAD: dict[str, tuple[Callable[[Simulator, pathlib.Path], dict[str, Any]], list[str]]] = {
    "not an OCID": (
        lambda sim, tmp: {"work_request_id": "something"},
        ["'something' is not an OCID", "looks like ocid1."],
    ),
    "dots": (lambda sim, tmp: {"work_request_id": "ocid1.clustersworkrequest.oc1.iad.../../x"}, ["is not an OCID"]),
    "control characters": (lambda sim, tmp: {"work_request_id": f"{ID}\x1b[31m"}, ["\\x1b[31m' is not an OCID"]),
    "a line end": (lambda sim, tmp: {"work_request_id": ["ocid1.a.oc1.iad.b\x85c"]}, ["\\x85c' is not an OCID"]),
    "unknown type": (
        lambda sim, tmp: {"work_request_id": "ocid1.newthing.oc1.iad.x"},
        ["of the type newthing", "option service"],
    ),
    "half of a surrogate pair": (lambda sim, tmp: {"work_request_id": [f"{ID}\ud800"]}, ["half of a surrogate pair"]),
    "no id in a result": (
        lambda sim, tmp: {"work_request_id": {"status": 204, "changed": False}},
        ["has no work request id", "status 204"],
    ),
    "a number": (
        lambda sim, tmp: {"work_request_id": 5},
        ["must be an id, a list of ids or a registered result, not 5"],
    ),
    "unknown service": (lambda sim, tmp: {"service": "kubernets"}, ["'kubernets' is not a service", "kubernetes"]),
    "file storage": (lambda sim, tmp: {"service": "File Storage"}, ["File Storage"]),
    "missing config file": (
        lambda sim, tmp: {"config_file_location": "/nowhere/config"},
        ["no OCI configuration file /nowhere/config", "oci setup config", "config_file_location"],
    ),
    "missing profile": (
        lambda sim, tmp: {"config_profile_name": "MISSING"},
        ["no profile MISSING in", "It has: DEFAULT, ENCRYPTED, SESSION", "config_profile_name"],
    ),
    "broken config": (
        lambda sim, tmp: {"config_file_location": file(sim, tmp, "config", BROKEN_INI)},
        ["[PROFILE] and key=value at line 2"],
    ),
    "config not in UTF-8": (
        lambda sim, tmp: {"config_file_location": file(sim, tmp, "config", b"[DEFAULT]\nuser=\xff")},
        ["not text in UTF-8"],
    ),
    "empty config": (lambda sim, tmp: {"config_file_location": file(sim, tmp, "config", "")}, ["It has: none"]),
    "incomplete config": (
        lambda sim, tmp: {"config_file_location": file(sim, tmp, "config", "[DEFAULT]\nuser=u\n")},
        ["needs fingerprint and tenancy and key_file", "api_user_fingerprint, tenancy, api_user_key_file"],
    ),
    "missing key": (
        lambda sim, tmp: {"config_profile_name": "NO_KEY"},
        ["there_is_no_such_key.pem", "No such file or directory"],
    ),
    "wrong pass phrase": (
        lambda sim, tmp: {"config_profile_name": "WRONG_PASS_PHRASE"},
        ["the pass phrase does not fit"],
    ),
    "missing pass phrase": (
        lambda sim, tmp: {"api_user_key_file": str(sim.config_file.parent / "encrypted.pem")},
        ["is encrypted", "has no pass_phrase", "api_user_key_pass_phrase"],
    ),
    "public key": (
        lambda sim, tmp: {"api_user_key_file": file(sim, tmp, "key", public_key())},
        ["it is a public key; the private one is needed"],
    ),
    "EC key": (lambda sim, tmp: {"api_user_key_file": file(sim, tmp, "key", ec_key())}, ["is not an RSA key"]),
    "garbage for a key": (
        lambda sim, tmp: {"api_user_key_file": file(sim, tmp, "key", b"\xff\x00hidden")},
        ["not a private key in PEM form"],
    ),
    "expired session": (
        lambda sim, tmp: {"config_profile_name": "EXPIRED", "auth_type": "security_token"},
        ["The session token of profile EXPIRED of", "expired", "oci session refresh --profile EXPIRED"],
    ),
    "garbage for a token": (
        lambda sim, tmp: session(sim, tmp, b"\xff\xfe\x00hidden"),
        ["The session token file", "cannot be read: it is not text", "oci session authenticate"],
    ),
    "two lines for a token": (
        lambda sim, tmp: session(sim, tmp, "hidden\nhidden"),
        ["does not hold one token on one line"],
    ),
    "no session": (lambda sim, tmp: {"auth_type": "security_token"}, ["needs security_token_file"]),
    "missing region": (
        lambda sim, tmp: {
            **profile_without_region(sim, tmp),
            "service_endpoint": None,
            "work_request_id": "ocid1.identityworkrequest.oc1..exampleid",
        },
        ["No region is known for identity", "option region, or OCI_REGION"],
    ),
    "unknown region": (
        lambda sim, tmp: {
            "service_endpoint": None,
            "work_request_id": "ocid1.identityworkrequest.oc1..exampleid",
            "region": "us-ashbrun-1",
        },
        ["The region 'us-ashbrun-1' is not known", "us-ashburn-1"],
    ),
    "an endpoint that is a file": (
        lambda sim, tmp: {"service_endpoint": "file:///etc/passwd"},
        ["service_endpoint must be a URL"],
    ),
    "an endpoint without a scheme": (
        lambda sim, tmp: {"service_endpoint": "iaas.example.com"},
        ["service_endpoint must be a URL"],
    ),
    "credentials in the endpoint": (
        lambda sim, tmp: {"service_endpoint": "https://me:hidden@example.com"},
        ["must have no credentials"],
    ),
    "a token in the endpoint": (
        lambda sim, tmp: {"service_endpoint": "https://hidden@example.com"},
        ["must have no credentials"],
    ),
    "a query in the endpoint": (
        lambda sim, tmp: {"service_endpoint": "https://example.com/?a=b"},
        ["must have no credentials, query"],
    ),
    "no time to connect": (
        lambda sim, tmp: {"connect_timeout": 0},
        ["connect_timeout must be a number of seconds above 0"],
    ),
    "no number of seconds": (
        lambda sim, tmp: {"read_timeout": "nan"},
        ["read_timeout must be a number of seconds above 0", "not nan"],
    ),
    "all the time in the world": (lambda sim, tmp: {"read_timeout": "inf"}, ["up to 3600, not inf"]),
    "choosing by id": (lambda sim, tmp: {"max_results": 5}, ["choose from a list"]),
    "a list without a compartment": (
        lambda sim, tmp: {"work_request_id": None, "service": "oke"},
        ["work_request_id, compartment_id"],
    ),
    "a resource of an unknown kind": (
        lambda sim, tmp: {"work_request_id": None, "resource_id": "ocid1.qwxyzz.oc1.iad.a"},
        ["of the type qwxyzz", "Name it with the option service"],
    ),
    "a compartment that is none": (
        lambda sim, tmp: {"work_request_id": None, "compartment_id": "mine"},
        ["'mine' is not an OCID"],
    ),
    "no results": (
        lambda sim, tmp: {"work_request_id": None, "compartment_id": sim.compartment_id, "max_results": 0},
        ["max_results must be 1 or more, not 0"],
    ),
    "several services of ids": (
        lambda sim, tmp: {"service": "oke,mysql"},
        ["cannot be several", "dictionaries with id and service"],
    ),
    "all services of ids": (lambda sim, tmp: {"service": "all"}, ["cannot be several"]),
    "several services without a compartment": (
        lambda sim, tmp: {"work_request_id": None, "resource_id": "ocid1.instance.oc1.iad.a", "service": "all"},
        ["compartment_id"],
    ),
    "several services at one endpoint": (
        lambda sim, tmp: {"work_request_id": None, "compartment_id": sim.compartment_id, "service": "all"},
        ["service_endpoint is the URL of one service", "{service}"],
    ),
    "several services of one version": (
        lambda sim, tmp: {**several(sim), "api_version": "20160918"},
        ["api_version is that of one service"],
    ),
    "no time for several services": (
        lambda sim, tmp: {**several(sim), "timeout": 0},
        ["timeout must be a number of seconds above 0"],
    ),
    "no results of several services": (
        lambda sim, tmp: {**several(sim), "max_results": 0},
        ["max_results must be 1 or more, not 0"],
    ),
    "one of several services that is none": (
        lambda sim, tmp: {**several(sim), "service": "oke,okey"},
        ["'okey' is not a service"],
    ),
    "several services of a compartment that is none": (
        lambda sim, tmp: {**several(sim), "compartment_id": "mine"},
        ["'mine' is not an OCID"],
    ),
    "several services of an unknown region": (
        lambda sim, tmp: {**several(sim), "service_endpoint": None, "region": "us-ashbrun-1"},
        ["The region 'us-ashbrun-1' is not known"],
    ),
    "a list that needs a resource": (
        lambda sim, tmp: {"work_request_id": None, "compartment_id": sim.compartment_id, "service": "lbaas"},
        ["load_balancer", "give the OCID of that resource as resource_id"],
    ),
}


def several(sim: Simulator) -> dict[str, Any]:
    return {
        "work_request_id": None,
        "compartment_id": sim.compartment_id,
        "service": "all",
        "service_endpoint": f"{sim.url}/{{service}}",
    }


def profile_without_region(sim: Simulator, tmp_path: pathlib.Path) -> dict[str, str]:
    text = "".join("%s=%s\n" % item for item in profile_values(sim).items() if item[0] != "region")
    return {"config_file_location": file(sim, tmp_path, "config", f"[DEFAULT]\n{text}")}


@pytest.mark.parametrize("talks", [False, True])
@pytest.mark.parametrize("case", BAD)
def test_bad_input(
    sim: Simulator, info: Run, talkative: dict[str, Any], tmp_path: pathlib.Path, case: str, talks: bool
) -> None:
    make, words = BAD[case]
    done = info(**{"work_request_id": ID, **make(sim, tmp_path)}, **(talkative if talks else {}))
    for word in words:
        assert word in done.msg
    assert len(sim.journal) == 0
    assert "hidden" not in done.stdout.replace(str(tmp_path), "")
    assert done.stderr == ""


# Libraries


@pytest.mark.parametrize("library", ["requests", "cryptography"])
def test_a_library_that_is_missing(sim: Simulator, signed: dict[str, str], spawn: Run, library: str) -> None:
    done = spawn("work_request_info", f"import sys; sys.modules[{library!r}] = None", work_request_id=ID, **signed)
    assert done.msg.startswith(f"Failed to import the required Python library ({library}) on ")
    assert "This is required to" in done.msg


def test_a_process_of_its_own(sim: Simulator, signed: dict[str, str], spawn: Run) -> None:
    done = spawn("work_request_info", work_request_id=sim.launch("container_engine", outcome=None).id, **signed)
    assert (done.code, done.entry["status"], done.stderr) == (0, "ACCEPTED", "")


# Secrets


@pytest.mark.parametrize("talks", [False, True])
@pytest.mark.parametrize(
    "profile", ["DEFAULT", "ENCRYPTED", "SESSION", "UNKNOWN", "OUTSIDER", "WRONG_PASS_PHRASE", "EXPIRED"]
)
def test_no_secret_is_shown(sim: Simulator, info: Run, talkative: dict[str, Any], profile: str, talks: bool) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed")
    given = {"auth_type": "security_token"} if profile in ("SESSION", "EXPIRED") else {}
    if profile == "ENCRYPTED":
        given = {"api_user_key_pass_phrase": sim.pass_phrase}
    sim.fault(call="errors", status=404)
    done = info(
        work_request_id=launched.id,
        include=["errors"],
        config_profile_name=profile,
        **given,
        **(talkative if talks else {}),
    )
    assert done.code == (0 if profile in ("DEFAULT", "ENCRYPTED", "SESSION") else 1)
    folder = sim.config_file.parent
    secrets = [
        sim.pass_phrase,
        (folder / "token").read_text(encoding="utf-8"),
        (folder / "expired_token").read_text(encoding="utf-8"),
    ]
    secrets += [line for line in (folder / "key.pem").read_text(encoding="utf-8").splitlines() if "KEY" not in line]
    for secret in secrets:
        assert secret not in done.stdout
        assert secret not in done.stderr
    assert "Signature " not in done.stdout


# Documentation


def test_the_examples_run(sim: Simulator, info: Run) -> None:
    compartment = "ocid1.compartment.oc1..exampleuniqueid"
    sim.launch(
        "work_requests",
        id=ID,
        compartment_id=compartment,
        resources=[{"identifier": "ocid1.instancepool.oc1.iad.exampleuniqueid"}],
    )
    sim.launch(
        "container_engine",
        id="ocid1.clustersworkrequest.oc1.iad.exampleuniqueid",
        compartment_id=compartment,
        outcome=None,
    )
    try:
        tasks = [task.get("longops.oracle.work_request_info") for task in yaml.safe_load(work_request_info.EXAMPLES)]
        found = [len(info(**task, service_endpoint=f"{sim.url}/{{service}}").entries) for task in tasks if task]
    finally:
        for operation in (ID, "ocid1.clustersworkrequest.oc1.iad.exampleuniqueid"):
            sim.remove(operation)
    assert found == [1, 2, 1, 1, 0, 1]


def test_the_result_is_documented() -> None:
    documented = yaml.safe_load(work_request_info.RETURN)["work_requests"]["contains"]
    assert set(documented) == KEYS
    assert set(documented["fault"]["contains"]) == FAULT_KEYS
