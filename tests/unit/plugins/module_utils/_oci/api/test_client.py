# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work requests of every family, read from the simulator with signed requests."""

from __future__ import annotations

import itertools
import pathlib
import time
import types
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError, UsageError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    Observation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import client as client_module
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import (
    Filters,
    OciClient,
    Place,
    checked_endpoint,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import config_file, signer as signer_module
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make, make_session

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


def poll(client: OciClient, operation: Any, seconds: float = 10.0) -> Observation:
    return client.poll(client.target(operation.id, operation.family.title), time.monotonic() + seconds)


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
    assert found.details["resources"] == ([] if family.fields.get("resources", "") is None else resources)
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
        assert found.errors is None
    if family.logs or family.inline_logs:
        assert [log.message for log in found.logs] == ["one", "two", "three"]
        assert all(log.timestamp for log in found.logs)
    else:
        assert found.logs is None
    assert client.warnings == {}


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("title", TITLES)
def test_a_list_is_read_to_its_end(sim: Simulator, title: str, compartment: str) -> None:
    resource = f"ocid1.something.oc1.iad.example{compartment[-3:]}"
    launched = sim.launch_many(
        title,
        count=5,
        seconds=0,
        compartment_id=compartment,
        resources=[{"identifier": resource, "entity_type": "thing"}],
    )
    family = launched[0].family
    client = make(sim, service_endpoint=sim.endpoint(title))
    needs_resource = set(family.list_requires) - {"compartmentId", "namespaceName"}
    found = client.list(family, compartment, Filters(resource_id=resource if needs_resource else None))
    assert sorted(operation.id for operation in found) == sorted(operation.id for operation in launched)
    assert {operation.state for operation in found} == {State.SUCCEEDED}
    if "list" not in family.unpaged:
        assert len(sim.journal.of(call="list")) == 3


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


def test_a_word_that_nobody_knows_warns_once(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", steps=[{"at": 0, "status": "PONDERING"}])
    for _each in range(3):
        assert poll(client, launched).operation.state == State.PENDING
    [warning] = list(client.warnings)
    assert f"The status PONDERING of work request {launched.id} (container_engine) is not known" in warning
    assert "accept" in warning


# What one poll gives


def test_a_look_gives_age_and_retry_after_by_the_servers_clock() -> None:
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


def test_a_look_is_tried_once_and_a_reading_a_few_times(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.longops.oracle.plugins.module_utils._http.transport.FIRST_PAUSE", 0.01)
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(status=503, times=3)
    assert poll(client, launched).fault.http_status == 503
    assert len(sim.journal) == 1
    assert client.read(client.target(launched.id)).operation is not None
    assert [entry.status for entry in sim.journal] == [503, 503, 503, 200]


@pytest.mark.parametrize("body", [[], "text", 5, {}, {"id": ID}, {"status": ""}, {"status": None}, {"status": {}}])
def test_an_answer_without_a_status_is_tried_again(sim: Simulator, client: OciClient, body: Any) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(status=200, body=body if isinstance(body, (dict, list)) else f'"{body}"')
    fault = poll(client, launched).fault
    assert (fault.kind, fault.http_status) == (Fault.TRANSIENT, 200)
    assert fault.message == f"Work request {launched.id} was answered without a status"
    assert fault.request_id == sim.journal[0].request_id


def test_a_field_of_a_strange_type_is_no_fault(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", outcome=None)
    extra = {
        "percentComplete": "45",
        "timeAccepted": 5,
        "resources": "none",
        "operationType": None,
        "compartmentId": {},
    }
    sim.fault(body={"id": "another", "status": "IN_PROGRESS", **extra})
    seen = poll(client, launched)
    assert (seen.operation.id, seen.operation.state, seen.age) == (launched.id, State.PENDING, None)
    assert seen.operation.percent_complete is None
    assert seen.operation.details == {"compartment_id": None, "resources": []}


@pytest.mark.parametrize(
    ("percent", "told"),
    [("45.5", 45.5), ("-1", 0), ("101", 100), ("1e999", None), ("NaN", None), ("true", None), ("9" * 400, None)],
)
def test_a_percentage_is_one(sim: Simulator, client: OciClient, percent: str, told: float | None) -> None:
    launched = sim.launch("work_requests", outcome=None)
    sim.fault(status=200, body='{"status": "IN_PROGRESS", "percentComplete": %s}' % percent)
    found = poll(client, launched).operation.percent_complete
    assert found == told or (told is None and found in (0, 100))


# Refusals


def test_what_is_not_there_says_what_else_it_may_be(sim: Simulator, client: OciClient) -> None:
    fault = client.read(client.target(ID)).fault
    assert (fault.kind, fault.http_status, fault.code) == (Fault.NOT_FOUND, 404, "NotAuthorizedOrNotFound")
    assert "kept for 12 hours" in fault.message
    assert f"this sign-in (profile DEFAULT of {sim.config_file}) may not read" in fault.message


def test_who_may_not_read_is_told_the_same(sim: Simulator) -> None:
    launched = sim.launch("container_engine")
    fault = poll(make(sim, "OUTSIDER"), launched).fault
    assert (fault.kind, fault.http_status) == (Fault.NOT_FOUND, 404)
    assert "profile OUTSIDER" in fault.message


def test_a_wrong_fingerprint_is_named(sim: Simulator) -> None:
    fault = poll(make(sim, "UNKNOWN"), sim.launch("container_engine")).fault
    assert (fault.kind, fault.http_status) == (Fault.FATAL, 401)
    right = make(sim)._signer.fingerprint
    assert f"The key's fingerprint is {right}, but profile UNKNOWN of {sim.config_file} says 00:00" in fault.message


def test_a_wrong_user_is_asked_to_check(sim: Simulator, tmp_path: pathlib.Path) -> None:
    text = sim.config_file.read_text(encoding="utf-8")
    sim_config = tmp_path / "config"
    sim_config.write_text(
        text.replace("user=ocid1.user.oc1..exampleuser\n", "user=ocid1.user.oc1..somebodyelse\n"), encoding="utf-8"
    )
    settings = config_file.load("api_key", {}, str(sim_config))
    signer = signer_module.signer(settings)
    client = OciClient(Transport(signer), signer, Place(service_endpoint=sim.url))
    assert (
        "Check user, tenancy, fingerprint and key in profile DEFAULT"
        in poll(client, sim.launch("container_engine")).fault.message
    )


@pytest.mark.parametrize(("skew", "words"), [(630, ["is 10 min ", "behind"]), (-3630, ["is 1 h ", "ahead of"])])
def test_a_clock_that_is_wrong_is_told(skew: float, words: list[str]) -> None:
    with Simulator(clock=lambda: time.time() + skew) as sim:
        sim.clock_skew = skew
        fault = poll(make(sim), sim.launch("container_engine")).fault
    assert (fault.kind, fault.http_status) == (Fault.FATAL, 401)
    assert f"This host's clock {words[0]}" in fault.message
    assert f"{words[1]} the server's, and OCI refuses more than 5 min: set the clock" in fault.message


def test_a_session_that_is_refused_is_told_to_be_renewed(sim: Simulator, tmp_path: pathlib.Path) -> None:
    fault = poll(make_session(sim, tmp_path, "unknown")[0], sim.launch("container_engine")).fault
    assert (fault.kind, fault.http_status) == (Fault.FATAL, 401)
    assert "`oci session refresh --profile DEFAULT`" in fault.message
    assert "unknown" not in fault.message


@pytest.mark.parametrize(("status", "words"), [(403, "ask for a policy"), (429, "wait with a longer interval")])
def test_a_refusal_comes_with_advice(sim: Simulator, client: OciClient, status: int, words: str) -> None:
    launched = sim.launch("container_engine")
    sim.fault(status=status)
    assert words in poll(client, launched).fault.message


# Sessions that end


def test_a_session_that_was_renewed_meanwhile_goes_on(sim: Simulator, tmp_path: pathlib.Path) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    sim.add_key(token="renewed")
    file.write_text("renewed", encoding="utf-8")
    launched = sim.launch("container_engine")
    assert poll(client, launched).operation is not None
    assert [entry.status for entry in sim.journal] == [401, 200]


def test_a_renewed_session_that_is_refused_as_well_is_not_tried_for_ever(
    sim: Simulator, tmp_path: pathlib.Path
) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    file.write_text("refused", encoding="utf-8")
    assert poll(client, sim.launch("container_engine")).fault.http_status == 401
    assert [entry.status for entry in sim.journal] == [401, 401]


def test_a_session_that_cannot_be_renewed_ends_a_look_and_does_not_raise(
    sim: Simulator, tmp_path: pathlib.Path
) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    file.unlink()
    fault = poll(client, sim.launch("container_engine")).fault
    assert fault.kind == Fault.FATAL
    assert "cannot be read: No such file or directory" in fault.message


def test_a_session_that_cannot_be_renewed_ends_a_reading_and_does_not_raise(
    sim: Simulator, tmp_path: pathlib.Path
) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    file.unlink()
    fault = client.read(client.target(sim.launch("container_engine").id)).fault
    assert fault.kind == Fault.FATAL
    assert "cannot be read: No such file or directory" in fault.message


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
    assert warning.startswith(f"The errors of work request {launched.id} could not be read: GET ")


def test_errors_that_need_a_compartment_nobody_knows_are_not_asked_for(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed")
    target = client.target(launched.id)
    found = client.read(target).operation
    sim.journal.clear()
    assert client.errors(target, found._replace(details={})).errors is None
    assert len(sim.journal) == 0
    assert "give compartment_id" in next(iter(client.warnings))


def test_a_service_that_has_no_errors_beside_is_not_asked(sim: Simulator) -> None:
    family = lookup.find("container_engine")._replace(errors=None, logs=None)
    client = make(sim)
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("A", "b")])
    target = client.target(launched.id)._replace(family=family)
    found = client.read(target).operation
    assert client.errors(target, found) == client.logs(target, found) == found
    assert client.warnings == {}


def test_errors_that_are_no_list_warn(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("work_requests", seconds=0, outcome="failed")
    target = client.target(launched.id)
    found = client.read(target).operation
    sim.fault(call="errors", body={"items": "none"}, times=None)
    assert client.errors(target, found).errors is None
    assert "answered with something that is not a list" in next(iter(client.warnings))


def test_entries_of_a_strange_form_are_left_out(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed")
    target = client.target(launched.id)
    found = client.read(target).operation
    sim.fault(call="errors", body={"items": [None, 5, "text", {}, {"code": 7, "message": {"a": 1}}]})
    assert client.errors(target, found).errors == (ErrorEntry(), ErrorEntry(code="7"))


# The namespace of log_analytics


def test_the_namespace_is_asked_for_once(sim: Simulator, client: OciClient) -> None:
    for launched in sim.launch_many("log_analytics", count=3, outcome=None):
        assert poll(client, launched).operation is not None
    assert len(sim.journal.of(call="namespace")) == 1
    assert "/namespaces/examplenamespace/" in sim.journal[-1].path


def test_a_namespace_that_is_given_is_not_asked_for(sim: Simulator) -> None:
    client = make(sim, namespace="examplenamespace")
    assert poll(client, sim.launch("log_analytics.storage", outcome=None)).operation is not None
    assert len(sim.journal.of(call="namespace")) == 0


def test_a_namespace_that_cannot_be_had_is_told(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("log_analytics", outcome=None)
    sim.fault(call="namespace", body={"namespace": "x"})
    fault = poll(client, launched).fault
    assert fault.kind == Fault.FATAL
    assert "set the option namespace" in fault.message


def test_a_namespace_that_is_refused_is_told_from_a_work_request_that_is(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("log_analytics", outcome=None)
    sim.fault(call="namespace", status=404)
    fault = poll(client, launched).fault
    assert (fault.kind, fault.http_status) == (Fault.FATAL, 404)
    assert fault.message.startswith(
        "The namespace of the tenancy, which log_analytics needs, cannot be had. Set the option namespace"
    )


def test_a_namespace_that_hangs_does_not_outlast_the_look(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("log_analytics", outcome=None)
    sim.fault(call="namespace", delay=60, times=None)
    begin = time.monotonic()
    assert poll(client, launched, 0.3).fault.kind == Fault.TRANSIENT
    assert time.monotonic() - begin < 20


# Lists


def launch_listed(sim: Simulator, compartment: str) -> dict[str, Any]:
    definitions = {
        "running": {"outcome": None, "operation_type": "Make", "resources": [{"identifier": "ocid1.a.oc1.iad.one"}]},
        "done": {"seconds": 0, "operation_type": "Make", "resources": [{"identifier": "ocid1.a.oc1.iad.two"}]},
        "failed": {
            "seconds": 0,
            "outcome": "failed",
            "operation_type": "Break",
            "resources": [{"identifier": "ocid1.a.oc1.iad.one"}],
        },
    }
    return {
        name: sim.launch("logging", compartment_id=compartment, **definition)
        for name, definition in definitions.items()
    }


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), {"running", "done", "failed"}),
        (Filters(statuses=frozenset(["SUCCEEDED"])), {"done"}),
        (Filters(statuses=frozenset(["SUCCEEDED", "FAILED"])), {"done", "failed"}),
        (Filters(operation_types=frozenset(["MAKE"])), {"running", "done"}),
        (Filters(resource_id="ocid1.a.oc1.iad.one"), {"running", "failed"}),
        (Filters(resource_id="ocid1.a.oc1.iad.one", in_flight=True), {"running"}),
        (Filters(statuses=frozenset(["NOBODYS"]), operation_types=frozenset(["MAKE"])), set()),
    ],
)
def test_a_list_is_filtered(
    sim: Simulator, client: OciClient, compartment: str, filters: Filters, names: set[str]
) -> None:
    """logging's API filters by status alone in some versions, and by nothing in others: what it lets through is looked at again."""
    launched = launch_listed(sim, compartment)
    if filters.statuses == {"NOBODYS"}:
        family = lookup.find("logging")._replace(filters={})
    else:
        family = lookup.find("logging")
    found = client.list(family, compartment, filters)
    assert {operation.id for operation in found} == {launched[name].id for name in names}


def test_what_the_server_can_filter_by_is_asked_of_it(sim: Simulator, client: OciClient, compartment: str) -> None:
    sim.launch("container_engine", compartment_id=compartment)
    filters = Filters(resource_id=RESOURCE, statuses=frozenset(["FAILED"]))
    client.list(lookup.find("container_engine"), compartment, filters)
    assert sim.journal[-1].query == {
        "compartmentId": [compartment],
        "resourceId": [RESOURCE],
        "status": ["FAILED"],
        "limit": ["50"],
    }


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("load_balancer", []),
        ("apm_control_plane.apm_domain", []),
        ("log_analytics.query", ["compartmentId"]),
        ("adm", ["compartmentId"]),
        ("waas", ["compartmentId", "waasPolicyId"]),
    ],
)
def test_a_list_is_asked_for_with_what_it_knows(sim: Simulator, compartment: str, title: str, query: list[str]) -> None:
    sim.launch(title, compartment_id=compartment)
    family = lookup.find(title)
    resource = RESOURCE if set(family.list_requires) - {"compartmentId", "namespaceName"} else None
    make(sim, service_endpoint=sim.endpoint(title)).list(family, compartment, Filters(resource_id=resource))
    assert sorted(sim.journal[-1].query) == sorted([*query, "limit"])


def test_the_resource_is_looked_up_where_neither_the_server_nor_the_list_tells_it(
    sim: Simulator, client: OciClient, compartment: str
) -> None:
    wanted = sim.launch("mysql", compartment_id=compartment, outcome=None, resources=[{"identifier": RESOURCE}])
    sim.launch("mysql", compartment_id=compartment, outcome=None, resources=[{"identifier": f"{RESOURCE}2"}])
    found = client.list(lookup.find("mysql"), compartment, Filters(resource_id=RESOURCE))
    assert [operation.id for operation in found] == [wanted.id]


@pytest.mark.parametrize(("status", "raises"), [(404, False), (400, True)])
def test_a_resource_that_cannot_be_looked_up_is_not_passed_over(
    sim: Simulator, client: OciClient, compartment: str, status: int, raises: bool
) -> None:
    """It may be the very one that is waited for; what is not there any more is not."""
    sim.launch("mysql", compartment_id=compartment, outcome=None, resources=[{"identifier": RESOURCE}])
    sim.fault(call="get", status=status)
    if raises:
        with pytest.raises(RequestError):
            client.list(lookup.find("mysql"), compartment, Filters(resource_id=RESOURCE))
    else:
        assert client.list(lookup.find("mysql"), compartment, Filters(resource_id=RESOURCE)) == []


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(("most", "requests"), [(1, 1), (2, 1), (3, 2), (5, 3), (9, 3)])
def test_no_more_pages_are_read_than_asked_for(
    sim: Simulator, client: OciClient, compartment: str, most: int, requests: int
) -> None:
    sim.launch_many("work_requests", count=5, compartment_id=compartment)
    assert len(client.list(lookup.find("work_requests"), compartment, Filters(), most)) == min(most, 5)
    assert len(sim.journal) == requests


def test_a_maximum_does_not_make_pages_small_where_entries_are_filtered_out(
    sim: Simulator, client: OciClient, compartment: str
) -> None:
    sim.launch("work_requests", compartment_id=compartment, operation_type="Wanted")
    sim.launch_many("work_requests", count=30, compartment_id=compartment, operation_type="Other")
    filters = Filters(operation_types=frozenset(["WANTED"]))
    assert len(client.list(lookup.find("work_requests"), compartment, filters, 1)) == 1
    assert len(sim.journal) == 1


def test_an_entry_that_is_on_two_pages_is_listed_once(sim: Simulator, client: OciClient, compartment: str) -> None:
    """A work request that begins between two pages moves the rest on."""
    first = {"items": [{"id": ID, "status": "FAILED"}, {"id": f"{ID}2", "status": "FAILED"}]}
    second = {"items": [{"id": f"{ID}2", "status": "FAILED"}, {"id": f"{ID}3", "status": "FAILED"}]}
    sim.fault(call="list", status=200, body=first, headers={"opc-next-page": "next"})
    sim.fault(call="list", status=200, body=second)
    found = client.list(lookup.find("work_requests"), compartment, Filters())
    assert [operation.id for operation in found] == [ID, f"{ID}2", f"{ID}3"]


def test_a_list_that_never_ends_is_left_with_a_warning(
    sim: Simulator, client: OciClient, compartment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "MAX_PAGES", 5)
    for number in range(9):
        sim.fault(call="list", status=200, body=[], headers={"opc-next-page": "page%d" % number})
    assert client.list(lookup.find("work_requests"), compartment, Filters()) == []
    assert len(sim.journal) == 5
    assert "5 pages" in next(iter(client.warnings))


def test_a_list_whose_next_page_is_the_same_ends(sim: Simulator, client: OciClient, compartment: str) -> None:
    sim.fault(call="list", status=200, body=[], headers={"opc-next-page": "same"}, times=None)
    assert client.list(lookup.find("work_requests"), compartment, Filters()) == []
    assert len(sim.journal) == 2


def test_a_list_that_is_refused_raises(sim: Simulator, client: OciClient) -> None:
    with pytest.raises(RequestError, match=r"answered 404 NotAuthorizedOrNotFound.*Check the id"):
        client.list(lookup.find("work_requests"), "ocid1.compartment.oc1..nobodys", Filters())


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("load_balancer", "needs loadBalancerId: give the OCID of that resource as resource_id"),
        ("waas", "needs waasPolicyId: give the OCID of that resource as resource_id"),
        ("blockchain", "needs blockchainPlatformId: give"),
        ("apm_control_plane.apm_domain", "needs apmDomainId: give"),
    ],
)
def test_a_list_that_needs_more_says_what(
    sim: Simulator, client: OciClient, compartment: str, title: str, words: str
) -> None:
    with pytest.raises(UsageError, match=f"To list the work requests of {title} its API {words}"):
        client.list(lookup.find(title), compartment, Filters())
    assert len(sim.journal) == 0


def test_a_service_whose_work_requests_name_no_resource_cannot_be_asked_for_one(
    sim: Simulator, client: OciClient, compartment: str
) -> None:
    with pytest.raises(UsageError, match=r"log_analytics\.query do not say which resource"):
        client.list(lookup.find("log_analytics.query"), compartment, Filters(resource_id=RESOURCE))


# Where work requests are


def place(**place: Any) -> Callable[[str, str | None], str]:
    """base(id, service): the URL that a client at this place reads from, without a server."""
    client = OciClient(
        None,
        types.SimpleNamespace(source="profile DEFAULT of the file"),
        Place(**{"environ": {}, "home": "/nowhere", **place}),
    )
    return lambda id_, service=None: client.target(id_, service).base


def test_an_id_is_read_in_its_own_region() -> None:
    assert place(region="eu-frankfurt-1")(ID) == "https://iaas.us-ashburn-1.oraclecloud.com/20160918"


def test_an_id_without_a_region_is_read_in_that_of_the_profile() -> None:
    id_ = "ocid1.identityworkrequest.oc1..exampleuniqueid"
    assert place(region="fra")(id_) == "https://identity.eu-frankfurt-1.oci.oraclecloud.com/20160918"


def test_an_id_that_is_no_ocid_is_read_in_the_region_of_the_profile() -> None:
    base = place(region="eu-frankfurt-1")("5e7a0c2e-1b2c", "object_storage")
    assert base == "https://objectstorage.eu-frankfurt-1.oraclecloud.com"


def test_an_ocid_is_read_in_its_own_region_even_where_ids_need_not_be_ocids() -> None:
    assert place(region="eu-frankfurt-1")("ocid1.postgresqlworkrequest.oc1.phx.exampleuniqueid", "psql").startswith(
        "https://postgresql.us-phoenix-1."
    )


def test_the_realm_of_a_region_decides_the_domain() -> None:
    assert (
        place()("ocid1.clustersworkrequest.oc2.us-langley-1.exampleuniqueid")
        == "https://containerengine.us-langley-1.oci.oraclegovcloud.com/20180222"
    )


def test_an_endpoint_that_is_given_wins_and_the_version_is_added() -> None:
    assert place(service_endpoint="https://proxy.example.com/oci/")(ID) == "https://proxy.example.com/oci/20160918"
    assert place(service_endpoint="https://proxy.example.com/20160918")(ID) == "https://proxy.example.com/20160918"


def test_a_version_that_is_given_wins() -> None:
    assert place(api_version="20300101")(ID).endswith(".oraclecloud.com/20300101")
    assert place(api_version="/20300101/", service_endpoint="http://127.0.0.1:1")(ID) == "http://127.0.0.1:1/20300101"


def test_a_version_that_is_given_is_the_one_asked_for(sim: Simulator) -> None:
    moved = lookup.find("oke")._replace(base_path="/20300101")
    with Simulator(families=[moved]) as newer:
        launched = newer.launch("container_engine")
        assert poll(make(newer), launched).fault.http_status == 404
        assert poll(make(newer, api_version="20300101"), launched).operation is not None


def test_an_endpoint_with_a_path_of_its_own_is_asked_there(sim: Simulator) -> None:
    launched = sim.launch("container_engine")
    client = make(sim, service_endpoint=f"{sim.endpoint('container_engine')}/")
    assert poll(client, launched).operation is not None
    assert sim.journal[-1].path == f"/container_engine/20180222/workRequests/{launched.id}"


def test_endpoints_of_one_realm_only_are_taken_where_asked_for() -> None:
    base = place(realm_specific=True, region="iad")("5e7a0c2e-1b2c", "object_storage")
    assert base == "https://objectstorage.us-ashburn-1.oci.customer-oci.com"


def test_without_a_region_there_is_no_endpoint() -> None:
    with pytest.raises(
        UsageError, match="No region is known for identity: neither the id nor profile DEFAULT of the file names one"
    ):
        place()("ocid1.identityworkrequest.oc1..exampleuniqueid")


def test_a_region_that_nobody_knows_is_never_guessed() -> None:
    with pytest.raises(UsageError, match="The region 'us-nowhere-1' is not known"):
        place()("ocid1.clustersworkrequest.oc1.us-nowhere-1.exampleuniqueid")


def test_a_region_that_the_environment_teaches_is_known() -> None:
    taught = '{"realmKey": "oc99", "realmDomainComponent": "example.com", "regionKey": "now", "regionIdentifier": "us-nowhere-1"}'
    base = place(environ={"OCI_REGION_METADATA": taught})("ocid1.clustersworkrequest.oc99.now.exampleuniqueid")
    assert base == "https://containerengine.us-nowhere-1.oci.example.com/20180222"


# What is no id, no endpoint


BAD_IDS = [
    "x",
    "ocid1.a.b",
    "../../secret",
    "ocid1.clustersworkrequest.oc1.iad.../..",
    "ocid1.a.oc1.iad.b\n",
    "ocid1.a.oc1.iad.b?c=d",
    "a" * 300,
]


@pytest.mark.parametrize(
    "id_", [*BAD_IDS, f"{ID}\x00", f"{ID}\x1b[31m", f"{ID}/errors", f"{ID}%2f", "ocid1.a.oc1.iad.é"]
)
def test_what_is_no_ocid_is_refused(id_: str) -> None:
    with pytest.raises(UsageError, match="is not an OCID") as caught:
        place(region="iad")(id_)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("id_", ["", "..", "a/../b", "a\nb", "a b", "a\x00", "é", "{namespaceName}", "a" * 256, "<a>"])
def test_what_can_be_no_id_at_all_is_refused(id_: str) -> None:
    with pytest.raises(UsageError, match="is not an OCID") as caught:
        place(region="iad")(id_, "object_storage")
    assert str(caught.value).isprintable()


def test_an_ocid_of_an_unknown_type_asks_for_the_service() -> None:
    with pytest.raises(UsageError, match=r"is of the type newthingworkrequest, .* Name it with the option service"):
        place()("ocid1.newthingworkrequest.oc1.iad.exampleuniqueid")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "iaas.us-ashburn-1.oraclecloud.com",
        "ftp://x",
        "file:///etc/passwd",
        "http://",
        "https:///x",
        "http://[::1",
        "http://a:port",
    ]
    + ["http://a b", "http://a/\n", "http://a:0", "http://a:99999", "http://a/..", "HTTP", "http://é"],
)
def test_what_is_no_endpoint_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="service_endpoint must be a URL"):
        checked_endpoint(text)


@pytest.mark.parametrize(
    "text", ["http://me:hidden@host", "http://hidden@host", "http://host/?hidden", "http://host/#hidden"]
)
def test_what_an_endpoint_may_not_have_is_not_repeated(text: str) -> None:
    with pytest.raises(UsageError, match="service_endpoint must have no credentials, query or fragment") as caught:
        checked_endpoint(text)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("text", ["http://127.0.0.1:8080", "https://host.example.com/base/path/", "http://[::1]:80"])
def test_an_endpoint_is_taken_without_the_slash_at_its_end(text: str) -> None:
    assert checked_endpoint(text) == text.rstrip("/")
