# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work requests of every family are polled, read and explained, with signed requests to the simulator."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    FaultKind,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make, poll

TITLES = [family.title for family in FAMILIES]
RESOURCE = "ocid1.something.oc1.iad.exampleresource"
ID = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid"
NUMBERS = itertools.count()


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


@pytest.fixture
def compartment() -> str:
    """One that no other test uses."""
    return "ocid1.compartment.oc1..exampleofclienttests%d" % next(NUMBERS)


# Every family


@pytest.mark.parametrize("title", TITLES)
def test_a_work_request_is_read(sim: Simulator, title: str) -> None:
    family = lookup.find(title)
    begins = {"IN_PROGRESS", "INPROGRESS"} & set(family.statuses)  # service_catalog knows no word for that
    steps = [
        {"at": 0, "status": "accepted", "percent": 0},
        {"at": 10, "status": "in_progress" if begins else "accepted", "percent": 45},
    ]
    resources = [{"entity_type": "thing", "action_type": "CREATED", "identifier": RESOURCE, "entity_uri": "/things/1"}]
    launched = sim.launch(title, operation_type="MAKE_THING", steps=steps, accepted=20, resources=resources)
    client = make(sim, service_endpoint=sim.endpoint(title))
    seen = client.read(client.target(launched.id, title))
    found = seen.operation
    assert seen.fault is None
    assert seen.request_id == sim.journal[-1].request_id
    assert (found.id, found.service, found.state) == (launched.id, title, State.PENDING)
    assert found.status in family.statuses
    assert found.operation_type == "MAKE_THING"
    assert found.percent_complete == (None if family.fields.get("percent_complete", "") is None else 45)
    assert found.time_accepted.endswith("Z")
    assert (found.time_started is None) == (not begins or family.fields.get("time_started", "") is None)
    assert found.time_finished is None
    assert found.details["compartment_id"] == launched.compartment_id
    beside = [{**dict.fromkeys(resources[0]), "entity_type": "something", "identifier": RESOURCE}]
    in_one_place = (
        resources if family.fields.get("resources", "") is not None else beside if family.resource_ids else []
    )
    assert found.details["resources"] == in_one_place
    assert client.warnings == {}


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("title", TITLES)
def test_all_pages_of_errors_and_logs_are_read(sim: Simulator, title: str) -> None:
    errors = [("Code%d" % number, "Message %d" % number) for number in range(5)]
    launched = sim.launch(title, seconds=0, outcome="failed", errors=errors, logs=["one", "two", "three"])
    client = make(sim, service_endpoint=sim.endpoint(title))
    target = client.target(launched.id, title)
    found = client.read(target).operation
    found = found if found.errors is not None else client.errors(target, found)
    found = found if found.logs is not None else client.logs(target, found)
    family = launched.family
    assert found.state == State.FAILED
    if family.errors or family.inline_errors:
        assert [(error.code, error.message) for error in found.errors] == errors
        assert all((error.timestamp is None) == (family.error_time is None) for error in found.errors)
    else:
        assert found.errors == ()
    if family.logs or family.inline_logs:
        assert [log.message for log in found.logs] == ["one", "two", "three"]
        assert all(log.timestamp for log in found.logs)
    else:
        assert found.logs == ()
    assert client.warnings == {}


@pytest.mark.parametrize(("type_", "title"), OCID_TYPES.items())
def test_an_ocid_of_a_known_type_needs_no_service(sim: Simulator, client: OciClient, type_: str, title: str) -> None:
    launched = sim.launch(title, id="ocid1.%s.oc1.iad.example%s%d" % (type_, "uniqueid", next(NUMBERS)))
    assert client.target(launched.id).family.title == title
    assert client.read(client.target(launched.id)).operation.service == title


@pytest.mark.parametrize(
    ("title", "status", "state"),
    [
        ("object_storage", "COMPLETED", State.SUCCEEDED),
        ("identity.tagging", "PARTIALLY_SUCCEEDED", State.FAILED),
        ("security_attribute", "PARTIALLY_SUCCEEDED", State.FAILED),
        ("os_management_hub", "SKIPPED", State.CANCELED),
        ("management_agent", "CREATED", State.PENDING),
        ("data_safe", "SUSPENDED", State.ATTENTION),
        ("psa", "CANCELLED", State.CANCELED),
        ("data_flow", "INPROGRESS", State.PENDING),
        ("ai_data_platform", "NEEDS_ATTENTION", State.ATTENTION),
        ("load_balancer", "SUCCEEDED", State.SUCCEEDED),
        ("work_requests", "in progress again", State.PENDING),
    ],
)
def test_a_status_is_kept_as_it_came_and_understood(
    sim: Simulator, client: OciClient, title: str, status: str, state: str
) -> None:
    launched = sim.launch(title, steps=[{"at": 0, "status": status if status.isupper() else status.title()}])
    found = poll(client, launched).operation
    assert (found.status.upper(), found.state) == (status.upper(), state)


def test_an_unknown_status_warns_once(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", steps=[{"at": 0, "status": "PONDERING"}])
    for _each in range(3):
        assert poll(client, launched).operation.state == State.PENDING
    [warning] = list(client.warnings)
    assert f"The status PONDERING of work request {launched.id} (container_engine) is not known" in warning
    assert "accept" in warning


# What one poll gives


def test_a_poll_gives_age_and_retry_after_by_the_servers_clock() -> None:
    with Simulator(clock=ManualClock(time.time() - 100), retry_after="1.5") as sim:
        launched = sim.launch("container_engine", outcome=None, accepted=60)
        seen = poll(make(sim), launched)
    assert seen.age == pytest.approx(60, abs=1)  # Date has whole seconds
    assert seen.retry_after == 1.5
    assert seen.request_id == sim.journal[0].request_id


def test_an_operation_that_is_younger_than_the_servers_clock_has_no_negative_age(
    sim: Simulator, client: OciClient
) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(headers={"Date": "Fri, 02 Jan 2026 03:04:05 GMT"})
    assert poll(client, launched).age == 0


@pytest.mark.usefixtures("no_pauses")
def test_a_poll_is_tried_once_and_a_read_is_retried(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(status=503, times=3)
    assert poll(client, launched).fault.http_status == 503
    assert len(sim.journal) == 1
    assert client.read(client.target(launched.id)).operation is not None
    assert [entry.status for entry in sim.journal] == [503, 503, 503, 200]


@pytest.mark.parametrize("body", [[], "text", 5, {}, {"id": ID}, {"status": ""}, {"status": None}, {"status": {}}])
def test_an_answer_without_a_status_is_transient(sim: Simulator, client: OciClient, body: Any) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(status=200, body=body if isinstance(body, (dict, list)) else f'"{body}"')
    fault = poll(client, launched).fault
    assert (fault.kind, fault.http_status) == (FaultKind.TRANSIENT, 200)
    url = f"{sim.url}/20180222/workRequests/{launched.id}"
    said = ", but says: text" if body == "text" else ", but says: 5" if body == 5 else ""
    assert fault.message == f"the answer has no status{said} (GET {url}, opc-request-id {fault.request_id})"
    assert fault.request_id == sim.journal[0].request_id


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED", "IN_PROGRESS"])
def test_an_answer_about_another_work_request_is_transient(sim: Simulator, client: OciClient, status: str) -> None:
    launched, other = sim.launch_many("container_engine", count=2, outcome=None)
    sim.fault(status=200, body={"id": other.id, "status": status})
    fault = poll(client, launched).fault
    assert fault is not None
    assert fault.kind == FaultKind.TRANSIENT
    assert f"the answer is about another work request, '{other.id[:60]}" in fault.message


def test_an_answer_may_write_the_id_in_capitals(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(status=200, body={"id": launched.id.upper(), "status": "IN_PROGRESS"})
    assert poll(client, launched).operation.id == launched.id


def test_a_field_of_a_strange_type_is_no_fault(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", outcome=None)
    extra = {
        "percentComplete": "half",
        "timeAccepted": 5,
        "resources": "none",
        "operationType": None,
        "compartmentId": {},
    }
    sim.fault(body={"status": "IN_PROGRESS", **extra})
    seen = poll(client, launched)
    assert (seen.operation.id, seen.operation.state, seen.age) == (launched.id, State.PENDING, None)
    assert seen.operation.percent_complete is None
    assert seen.operation.details == {"compartment_id": None, "resources": []}


@pytest.mark.parametrize(
    ("percent", "told"),
    [
        ("45.5", 45.5),
        ('"45.5 %"', 45.5),
        ("-1", None),
        ("100.5", 100),
        ("250", None),
        ("1e999", None),
        ("NaN", None),
        ("true", None),
        ("9" * 400, None),
    ],
)
def test_a_percentage_is_one(sim: Simulator, client: OciClient, percent: str, told: float | None) -> None:
    launched = sim.launch("work_requests", outcome=None)
    sim.fault(status=200, body='{"status": "IN_PROGRESS", "percentComplete": %s}' % percent)
    assert poll(client, launched).operation.percent_complete == told


# Services with several families

SEVERAL = [
    (service, other.title)
    for service in ("log_analytics", "identity", "zpr.policy")
    for other in lookup.others(lookup.find(service))
]


def fetched(sim: Simulator) -> list[str]:
    """The paths of the requests for one work request, without what follows it."""
    return [
        entry.path.rpartition("/")[0] for entry in sim.journal if entry.method == "GET" and "orkRequests/" in entry.path
    ]


@pytest.mark.parametrize(("service", "title"), SEVERAL)
def test_the_other_families_of_a_service_are_asked_where_the_first_does_not_know_it(
    sim: Simulator, client: OciClient, service: str, title: str
) -> None:
    """At the first poll, and from then on only the one that has it, also for errors and logs."""
    launched = sim.launch(title, seconds=0, outcome="failed", errors=[("Quota", "No quota")], logs=["one"])
    target = client.target(launched.id, service.partition(".")[0])
    found = client.poll(target, time.monotonic() + 10)
    assert found.fault is None
    assert (found.operation.service, found.operation.state) == (title, State.FAILED)
    sim.journal.clear()
    found = client.read(target)
    assert len(fetched(sim)) == 1
    if lookup.find(title).errors:
        assert client.errors(target, found.operation).errors[0][:2] == ("Quota", "No quota")
    assert client.warnings == {}


def test_what_no_family_knows_is_not_found(sim: Simulator, client: OciClient) -> None:
    found = client.poll(client.target("ocid1.newthingworkrequest.oc1..x", "identity"), time.monotonic() + 10)
    assert found.fault.kind == FaultKind.NOT_FOUND
    assert len(fetched(sim)) == 3


def test_a_family_that_is_named_is_the_only_one(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("identity.iam")
    assert client.read(client.target(launched.id, "identity.tagging")).fault.kind == FaultKind.NOT_FOUND
    assert len(fetched(sim)) == 1


def test_a_family_that_cannot_answer_now_may_have_it(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("identity.iam")
    sim.fault(path="iamWorkRequests", status=503, times=1)
    found = client.poll(client.target(launched.id, "identity"), time.monotonic() + 10)
    assert found.fault.kind == FaultKind.TRANSIENT
    assert client.poll(client.target(launched.id, "identity"), time.monotonic() + 10).fault is None


def test_the_type_of_an_id_says_where_else_to_ask(sim: Simulator, client: OciClient) -> None:
    """The service that is named is asked first, and need not be right."""
    launched = sim.launch("network_load_balancer", id="ocid1.networkloadbalancerworkrequest.oc1.iad.exampleuniqueid")
    found = client.read(client.target(launched.id, "load balancer"))
    assert (found.fault, found.operation.service) == (None, "network_load_balancer")
    assert len(fetched(sim)) == 2


def test_a_resource_that_is_no_work_request_says_what_to_give(sim: Simulator, client: OciClient) -> None:
    found = client.read(client.target("ocid1.instance.oc1.iad.exampleuniqueid", "compute"))
    assert found.fault.kind == FaultKind.NOT_FOUND
    assert found.fault.message.endswith("It is the OCID of a resource (type instance): give it as resource_id.")


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("container_instances", "ocid1.workrequest.AK00661530.scasg01.exampleuniqueid"),
        ("work_requests", "ocid1.newthingworkrequest.oc99.new-region-9.exampleuniqueid"),
        ("log_analytics.storage", "ocid1.loganalyticsstorageworkrequest.oc1.iad.exampleuniqueid"),
        ("psql", "de305d54-75b4-431b-adb2-eb6b9e546014"),
    ],
)
def test_an_id_is_read_as_it_is(sim: Simulator, client: OciClient, title: str, id_: str) -> None:
    sim.launch(title, id=id_)
    found = client.read(client.target(id_, title.partition(".")[0]))
    assert (found.fault, found.operation.id) == (None, id_)


# Errors and logs


def test_the_compartment_of_errors_is_the_operations_own(sim: Simulator, client: OciClient, compartment: str) -> None:
    launched = sim.launch(
        "container_engine", seconds=0, outcome="failed", errors=[("A", "b")], compartment_id=compartment
    )
    target = client.target(launched.id)
    assert client.errors(target, client.read(target).operation).errors[0][:2] == ("A", "b")
    assert sim.journal[-1].query["compartmentId"] == [compartment]


def test_a_compartment_that_is_named_wins(sim: Simulator, compartment: str) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("A", "b")])
    client = make(sim, compartment_id=compartment)
    target = client.target(launched.id)
    assert client.errors(target, client.read(target).operation).errors is None
    assert sim.journal[-1].query["compartmentId"] == [compartment]
    [warning] = list(client.warnings)
    assert warning.startswith(
        f"The errors of work request {launched.id} could not be read: 404 NotAuthorizedOrNotFound: "
    )


def test_errors_that_need_an_unknown_compartment_are_not_requested(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed")
    target = client.target(launched.id)
    found = client.read(target).operation
    sim.journal.clear()
    assert client.errors(target, found._replace(details={})).errors is None
    assert len(sim.journal) == 0
    assert "give compartment_id" in next(iter(client.warnings))


def test_a_service_without_a_list_of_errors_is_sent_no_request(sim: Simulator) -> None:
    family = lookup.find("container_engine")._replace(errors=None, logs=None)
    client = make(sim)
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("A", "b")])
    target = client.target(launched.id)._replace(family=family)
    found = client.read(target).operation
    assert client.errors(target, found) == found._replace(errors=())
    assert client.logs(target, found) == found._replace(logs=())
    assert client.warnings == {}
    assert [entry.call for entry in sim.journal] == ["get"]


@pytest.mark.parametrize("title", [family.title for family in FAMILIES if "errors" in family.list_lacks])
def test_errors_that_entries_of_a_list_lack_are_read_with_the_whole(
    sim: Simulator, title: str, compartment: str
) -> None:
    launched = sim.launch(title, seconds=0, outcome="failed", errors=[("A", "b")], logs=["c"])
    client = make(sim, service_endpoint=sim.endpoint(title))
    target = client.target(launched.id, title)
    listed = client.read(target).operation._replace(errors=None, logs=None, answer={})
    assert client.errors(target, listed).errors[0][:2] == ("A", "b")
    assert client.logs(target, listed).logs[0].message == "c"


def test_errors_that_are_no_list_warn(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("work_requests", seconds=0, outcome="failed")
    target = client.target(launched.id)
    found = client.read(target).operation
    sim.fault(call="errors", body={"items": "none"}, times=None)
    assert client.errors(target, found).errors is None
    assert "the answer of work_requests is not a list" in next(iter(client.warnings))


def test_entries_of_a_strange_form_are_kept_as_text(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed")
    target = client.target(launched.id)
    found = client.read(target).operation
    sim.fault(call="errors", body={"items": [None, 5, "text", {}, {"code": 7, "message": {"a": 1}}]})
    assert client.errors(target, found).errors == (
        ErrorEntry(message="5"),
        ErrorEntry(message="text"),
        ErrorEntry(),
        ErrorEntry("7", '{"a": 1}'),
    )


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("container_instances", {"errors": [{"code": "A", "message": "b"}], "logs": [{"message": "c"}]}),
        ("resource_manager", {"errorDetails": [{"errorCode": "A", "message": "b"}], "logs": {"items": ["c"]}}),
    ],
)
def test_what_stands_in_the_answer_is_taken_where_its_own_place_cannot_be_read(
    sim: Simulator, title: str, said: dict[str, Any]
) -> None:
    launched = sim.launch(title, seconds=0, outcome="failed", extra=said)
    client = make(sim, service_endpoint=sim.endpoint(title))
    target = client.target(launched.id, title)
    for part in ("errors", "logs"):
        sim.fault(call=part, status=403)
    found = client.logs(target, client.errors(target, client.read(target).operation))
    assert found.errors[0][:2] == ("A", "b")
    assert [line.message for line in found.logs] == ["c"]
    assert len(client.warnings) == 2
    again = client.errors(target, client.read(target).operation)  # now its own place says that there are none
    assert again.errors == found.errors
