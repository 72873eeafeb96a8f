# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""work_request_cancel from options to the result, with a server at the other end."""

from __future__ import annotations

from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.plugins.modules import work_request_cancel, work_request_info
from ansible_collections.longops.oracle.tests.simulator import Simulator

CAN = [family.title for family in FAMILIES if family.cancel]
CANNOT = [family.title for family in FAMILIES if not family.cancel]

Run = Callable[..., Any]


def calls(sim: Simulator) -> list[str]:
    return [entry.call for entry in sim.journal]


def test_one_work_request(sim: Simulator, cancel: Run) -> None:
    launched = sim.launch("container_engine", outcome=None, cancel_seconds=60)
    done = cancel(work_request_id=launched.id)
    assert set(done.result) == {"changed", "canceling", "work_requests", "invocation"}
    assert (done.code, done.result["changed"], done.result["canceling"]) == (0, True, [launched.id])
    assert (done.entry["status"], done.entry["state"], done.entry["fault"]) == ("CANCELING", "pending", None)
    assert calls(sim) == ["get", "cancel", "get"]


def test_every_service_that_can(sim: Simulator, cancel: Run) -> None:
    launched = [sim.launch(title, outcome=None) for title in CAN]
    done = cancel(work_request_id=[{"id": each.id, "service": each.family.title} for each in launched])
    assert done.result["canceling"] == [each.id for each in launched]
    assert {entry["state"] for entry in done.entries} <= {"pending", "canceled"}
    assert all(sim.journal.of(call="cancel", operation=each.id) for each in launched)


@pytest.mark.parametrize("title", CANNOT[:3])
def test_a_service_without_cancel_fails_before_anything_is_sent(sim: Simulator, cancel: Run, title: str) -> None:
    can, cannot = sim.launch("container_engine", outcome=None), sim.launch(title, outcome=None)
    done = cancel(work_request_id=[{"id": each.id, "service": each.family.title} for each in (can, cannot)])
    assert (
        done.msg
        == f"Work requests of {title} cannot be canceled: the API of the service has no call for it. Nothing was canceled."
    )
    assert calls(sim) == []


@pytest.mark.parametrize(("definition", "state"), [
    ({"seconds": 0}, "succeeded"),
    ({"seconds": 0, "outcome": "failed"}, "failed"),
    ({"seconds": 0, "outcome": "canceled"}, "canceled"),
    ({"steps": [{"at": 0, "status": "canceling"}]}, "pending"),
])  # fmt: skip
def test_what_is_over_or_on_its_way_is_left_alone(
    sim: Simulator, cancel: Run, definition: dict[str, Any], state: str
) -> None:
    launched = sim.launch("container_engine", **definition)
    done = cancel(work_request_id=launched.id)
    assert (done.code, done.result["changed"], done.result["canceling"], done.entry["state"]) == (0, False, [], state)
    assert calls(sim) == ["get"]


def test_again_changes_nothing_more(sim: Simulator, cancel: Run) -> None:
    launched = sim.launch("container_engine", outcome=None, cancel_seconds=60)
    assert cancel(work_request_id=launched.id).result["changed"] is True
    assert cancel(work_request_id=launched.id).result["changed"] is False


def test_check_mode_says_what_it_would_do(sim: Simulator, cancel: Run) -> None:
    running, over = sim.launch("container_engine", outcome=None), sim.launch("container_engine", seconds=0)
    done = cancel(work_request_id=[running.id, over.id], _ansible_check_mode=True)
    assert (done.result["changed"], done.result["canceling"]) == (True, [running.id])
    assert set(calls(sim)) == {"get"}


def test_what_is_in_flight_for_a_resource(sim: Simulator, cancel: Run) -> None:
    cluster = "ocid1.cluster.oc1.iad.exampleuniqueid"
    resource = {"entity_type": "cluster", "action_type": "UPDATED", "identifier": cluster}
    running = [sim.launch("container_engine", outcome=None, resources=[resource]) for _each in range(2)]
    sim.launch("container_engine", seconds=0, resources=[resource])
    sim.launch("container_engine", outcome=None)
    done = cancel(service="oke", compartment_id=sim.compartment_id, resource_id=cluster)
    assert sorted(done.result["canceling"]) == sorted(each.id for each in running)
    again = cancel(
        service="oke", compartment_id=sim.compartment_id, resource_id="ocid1.cluster.oc1.iad.exampleofanother"
    )
    assert (again.result["changed"], len(again.warnings)) == (False, 1)


def test_a_failed_cancel_is_reported_beside_those_that_worked(sim: Simulator, cancel: Run) -> None:
    stubborn, willing = (
        sim.launch("container_engine", outcome=None, cancel_seconds=None),
        sim.launch("container_engine", outcome=None),
    )
    done = cancel(work_request_id=[stubborn.id, willing.id])
    assert done.msg.startswith(
        f"1 of 2 work requests could not be canceled:\n- Work request {stubborn.id} cannot be canceled: "
    )
    assert " (DELETE http" in done.msg
    assert "cannot be canceled: 409 " in done.msg
    assert (done.result["changed"], done.result["canceling"]) == (True, [willing.id])
    assert [entry["fault"] and entry["fault"]["http_status"] for entry in done.entries] == [409, None]
    assert done.entries[0]["status"] == "ACCEPTED"


def test_what_ended_meanwhile_is_as_good(sim: Simulator, cancel: Run) -> None:
    launched = sim.launch("container_engine", seconds=0)
    sim.fault(call="get", times=1, body={"id": launched.id, "status": "IN_PROGRESS", "operationType": "X"}, status=200)
    done = cancel(work_request_id=launched.id)
    assert (done.code, done.result["changed"], done.entry["state"]) == (0, False, "succeeded")
    assert set(calls(sim)[1:-1]) == {"cancel"}


@pytest.mark.parametrize(
    "fault", [{"status": 503}, pytest.param({"status": 429}, id="throttled"), {"reset": True}, {"status": 409}]
)
def test_retry_of_transient_errors(sim: Simulator, cancel: Run, fault: dict[str, Any]) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="cancel", **fault)
    assert cancel(work_request_id=launched.id).result["canceling"] == [launched.id]
    assert calls(sim).count("cancel") == 2


def test_a_service_that_throttles_is_not_asked_what_came_of_it(sim: Simulator, cancel: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="cancel", status=429, headers={"Retry-After": "3600"}, times=None)
    done = cancel(work_request_id=launched.id)
    assert "cannot be canceled: 429 " in done.msg
    assert (done.entry["status"], done.result["canceling"]) == ("ACCEPTED", [])
    assert calls(sim) == ["get", "cancel"]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_missing_permission_is_reported(sim: Simulator, cancel: Run, status: int) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="cancel", status=status, times=None)
    done = cancel(work_request_id=launched.id)
    assert f"cannot be canceled: {status} " in done.msg
    assert " (DELETE http" in done.msg
    assert (done.result["changed"], done.result["canceling"]) == (False, [])


@pytest.mark.parametrize(("options", "words"), [
    ({}, "work_request_id, resource_id"),
    ({"work_request_id": "x"}, "'x' is not an OCID"),
    ({"resource_id": "ocid1.qwxyzz.oc1.iad.a"}, "Name it with the option service"),
    ({"work_request_id": "ocid1.clustersworkrequest.oc1.iad.a", "service": "nonsense"}, "'nonsense' is not a service"),
])  # fmt: skip
def test_bad_input(sim: Simulator, cancel: Run, options: dict[str, Any], words: str) -> None:
    assert words in cancel(**options).msg
    assert calls(sim) == []


def test_the_examples_run_and_return_what_is_documented(sim: Simulator, cancel: Run) -> None:
    sim.launch("container_engine", id="ocid1.clustersworkrequest.oc1.iad.exampleuniqueid", outcome=None)
    sim.launch("container_engine", seconds=0, resources=[{"identifier": "ocid1.cluster.oc1.iad.exampleuniqueid"}])
    tasks = [task.get("longops.oracle.work_request_cancel") for task in yaml.safe_load(work_request_cancel.EXAMPLES)]
    ended = [cancel(**task) for task in tasks if task]
    assert [len(done.result["canceling"]) for done in ended] == [1, 0]
    documented, of_info = (yaml.safe_load(module.RETURN) for module in (work_request_cancel, work_request_info))
    returned = {key: value for done in ended for key, value in done.result.items()}
    assert set(returned) - {"changed", "invocation", "warnings"} == set(documented)
    assert returned["searched"] == [returned["resource"]]
    for key, value in (("work_requests", ended[0].result["work_requests"][0]), ("searched", returned["resource"])):
        assert f"RV(longops.oracle.work_request_info#module:{key})" in " ".join(documented[key]["description"])
        assert set(value) == set(of_info[key]["contains"])


# What is not about the resource


CLUSTER = f"ocid1.cluster.oc1.iad.{'aaaabbbb' * 7}exa1"
ANOTHER = f"ocid1.cluster.oc1.iad.{'aaaabbbb' * 7}exa2"


def resources(*identifiers: str) -> list[dict[str, str]]:
    return [{"entity_type": "cluster", "action_type": "UPDATED", "identifier": each} for each in identifiers]


def unfiltered(sim: Simulator, *listed: tuple[Any, dict[str, Any]]) -> None:
    """The service ignores the filter by resource: its list has all that is in the compartment."""
    same = {"status": "IN_PROGRESS", "operationType": "CLUSTER_UPDATE", "timeAccepted": "2026-01-02T12:00:00Z"}
    sim.fault(call="list", status=200, body=[{"id": each.id, **same, **fields} for each, fields in listed], times=None)


def named(*identifiers: str) -> dict[str, Any]:
    return {
        "resources": [{"entityType": "cluster", "actionType": "UPDATED", "identifier": each} for each in identifiers]
    }


def test_what_names_other_resources_only_is_never_canceled(sim: Simulator, cancel: Run) -> None:
    ours = sim.launch("container_engine", outcome=None, resources=resources(CLUSTER))
    other = sim.launch("container_engine", outcome=None, resources=resources(ANOTHER))
    unfiltered(sim, (ours, named(CLUSTER.upper())), (other, named(ANOTHER)))
    done = cancel(resource_id=CLUSTER, compartment_id=sim.compartment_id)
    assert (done.code, done.result["canceling"]) == (0, [ours.id])
    assert [entry.operation for entry in sim.journal.of(call="cancel")] == [ours.id]
    assert [entry["id"] for entry in done.entries] == [ours.id]
    assert any(f"names other resources only: {other.id}. It was left out." in text for text in done.warnings)


def test_what_names_none_in_the_list_is_read_by_itself_first(sim: Simulator, cancel: Run) -> None:
    ours = sim.launch("container_engine", outcome=None, resources=resources(ANOTHER, CLUSTER))
    other = sim.launch("container_engine", outcome=None, resources=resources(ANOTHER))
    unfiltered(sim, (ours, {}), (other, {"resources": []}))
    done = cancel(resource_id=CLUSTER, compartment_id=sim.compartment_id)
    assert (done.code, done.result["canceling"]) == (0, [ours.id])
    assert [entry.operation for entry in sim.journal.of(call="cancel")] == [ours.id]
    assert any(other.id in text for text in done.warnings)


@pytest.mark.parametrize("check", [False, True])
def test_what_names_none_at_all_is_not_canceled_and_said(sim: Simulator, cancel: Run, check: bool) -> None:
    ours = sim.launch("container_engine", outcome=None, resources=resources(CLUSTER))
    silent = sim.launch("container_engine", outcome=None)
    unfiltered(sim, (ours, named(CLUSTER)), (silent, {}))
    done = cancel(resource_id=CLUSTER, compartment_id=sim.compartment_id, _ansible_check_mode=check)
    assert done.result["canceling"] == [ours.id]
    assert [entry.operation for entry in sim.journal.of(call="cancel")] == ([] if check else [ours.id])
    assert (
        f"Work request {silent.id} cannot be canceled: it does not say which resources it affects, and may not be about {CLUSTER}."
        " To cancel it, give its id as work_request_id." in done.msg
    )
    by_id = cancel(work_request_id=silent.id)
    assert by_id.result["canceling"] == [silent.id]


def test_a_work_request_of_another_family_is_canceled_where_it_is(sim: Simulator, cancel: Run) -> None:
    """Of the families of Log Analytics only that of queries can cancel."""
    launched = sim.launch(
        "log_analytics.query", id="ocid1.newthingworkrequest.oc1.iad.exampleofcanceling", outcome=None
    )
    done = cancel(work_request_id=launched.id, service="log_analytics")
    assert done.result["canceling"] == [launched.id]
    assert done.result["work_requests"][0]["service"] == "log_analytics.query"


def test_a_family_that_cannot_cancel_says_so_where_another_one_could(sim: Simulator, cancel: Run) -> None:
    stored = sim.launch("log_analytics.storage", outcome=None)
    done = cancel(work_request_id=stored.id, service="log_analytics")
    assert "cannot be canceled" in done.msg
    assert done.result["work_requests"][0]["service"] == "log_analytics.storage"
