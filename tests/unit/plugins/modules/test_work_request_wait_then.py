# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""work_request_wait with then: resources. A work request that succeeded does not always mean that its resource can be used."""

from __future__ import annotations

import json
import pathlib
from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.modules import resource_info, work_request_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("short_grace")

DOCUMENTED = yaml.safe_load(work_request_wait.RETURN)
NOWHERE = "ocid1.instance.oc1.iad.anuwcljrnowherenowherenowherenowherenowherenowherenowherenow1"
UNKNOWN = "ocid1.gizmoengine.oc1.iad.aaaaaaaanowherenowherenowherenowherenowherenowherenow1"

Run = Callable[..., Any]


@pytest.fixture
def then(wait: Run) -> Run:
    """then(work_request_id=...) waits for the resources as well, for five seconds at most."""
    return lambda **options: wait(**{"then": "resources", "timeout": 5, **options})


def named(*resources: tuple[Any, Any], **more: Any) -> dict[str, Any]:
    """The definition of a work request that has done this with these resources."""
    listed = [
        {"entity_type": "resource", "action_type": action, "identifier": getattr(each, "id", each)}
        for each, action in resources
    ]
    return {"resources": listed, "seconds": 0.2, **more}


# Success


def test_a_db_system_whose_work_request_succeeded_while_it_is_still_created(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING", then="ACTIVE", after=1.2)
    launched = sim.launch("mysql", **named((made, "CREATED")))
    done = then(work_request_id=launched.id)
    result = done.result
    assert set(result) == set(DOCUMENTED) - {"searched", "resource", "canceling", "report_file"} | {
        "changed",
        "invocation",
    }
    assert result["elapsed"] >= 1.0
    assert [(entry["id"], entry["status"]) for entry in result["resources"]] == [(made.id, "ACTIVE")]
    assert result["succeeded"] == [launched.id, made.id]
    assert (result["unsuccessful"], result["pending"], result["timed_out"]) == ([], [], False)
    assert result["resource_ids"] == [made.id]
    polls = [entry.call for entry in sim.journal if entry.call in ("get", "resource")]
    assert result["polls"] == len(polls)
    assert polls == sorted(polls)  # the resource was not asked for before its work request had ended
    assert done.warnings == []


def test_the_entries_are_those_of_resource_info(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "ACTIVE")
    [entry] = then(work_request_id=sim.launch("mysql", **named((made, "UPDATED"))).id).result["resources"]
    assert set(entry) == set(yaml.safe_load(resource_info.RETURN)["resources"]["contains"])
    assert (entry["goal"], entry["state"], entry["operation_type"]) == (["settled"], "succeeded", "db_system")
    assert "RV(longops.oracle.resource_info#module:resources)" in " ".join(DOCUMENTED["resources"]["description"])


def test_without_it_nothing_is_asked_of_resources(sim: Simulator, wait: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING")
    launched = sim.launch("mysql", **named((made, "CREATED")))
    result = wait(work_request_id=launched.id).result
    assert (result["succeeded"], "resources" in result) == ([launched.id], False)
    assert sim.journal.of(call="resource") == []


def test_created_and_changed_ones_settle_deleted_ones_go_and_others_do_not_count(sim: Simulator, then: Run) -> None:
    created = sim.resource("core.instance", "PROVISIONING", then="RUNNING", after=0.5)
    changed = sim.resource("core.volume", "PROVISIONING", then="AVAILABLE", after=0.4)
    deleted = sim.resource("core.vcn", "TERMINATING", then="TERMINATED", after=0.6)
    gone = NOWHERE
    neighbour = sim.resource("core.subnet", "UPDATING")
    failed = sim.resource("core.volume", "FAULTY")
    resources = [
        (created, "CREATED"),
        (changed, "IN_PROGRESS"),
        (deleted, "DELETED"),
        (gone, "DELETED"),
        (neighbour, "RELATED"),
        (failed, "FAILED"),
    ]
    result = then(work_request_id=sim.launch("container_engine", **named(*resources)).id).result
    assert [(entry["id"], entry["goal"], entry["state"]) for entry in result["resources"]] == [
        (created.id, ["settled"], "succeeded"),
        (changed.id, ["settled"], "succeeded"),
        (deleted.id, ["absent"], "succeeded"),
        (gone, ["absent"], "succeeded"),
    ]
    assert result["resource_ids"] == [created.id, changed.id]


def test_a_resource_that_several_work_requests_name_is_waited_for_once(sim: Simulator, then: Run) -> None:
    """One that was deleted in the end is to be gone."""
    kept = sim.resource("core.instance", "RUNNING")
    deleted = sim.resource("core.volume", "TERMINATING", then="TERMINATED", after=0.5)
    first = sim.launch("container_engine", **named((kept, "CREATED"), (deleted, "CREATED")))
    second = sim.launch("container_engine", **named((kept, "UPDATED"), (deleted, "DELETED")))
    result = then(work_request_id=[first.id, second.id]).result
    assert [(entry["id"], entry["goal"]) for entry in result["resources"]] == [
        (kept.id, ["settled"]),
        (deleted.id, ["absent"]),
    ]


@pytest.mark.parametrize(("word", "there"), [("ACTIVE", True), ("DELETED", True), (None, False)])
def test_a_service_that_does_not_say_what_it_did_may_have_deleted_the_resource(
    sim: Simulator, then: Run, word: Any, there: bool
) -> None:
    """Load balancers have no action types, and what they name may be what was deleted."""
    made = sim.resource("load_balancer.load_balancer", word or "DELETING")
    if not there:
        sim.remove(made)
    launched = sim.launch("load_balancer", seconds=0.1, extra={"loadBalancerId": made.id})
    result = then(work_request_id=launched.id, service="load_balancer").result
    assert [(entry["id"], entry["state"]) for entry in result["resources"]] == [(made.id, "succeeded")]


def test_a_type_that_the_ocid_does_not_tell_is_found_by_service_and_entity_type(sim: Simulator, then: Run) -> None:
    id_ = sim.resource("mysql.db_system").id.replace("mysqldbsystem", "gizmoengine")
    made = sim.resource("mysql.db_system", "CREATING", then="ACTIVE", after=0.3, id=id_)
    resource = {"entity_type": "DbSystem", "action_type": "CREATED", "identifier": id_}
    launched = sim.launch("mysql", seconds=0.1, resources=[resource])
    done = then(work_request_id=launched.id)
    assert (done.result["succeeded"], done.warnings) == ([launched.id, made.id], [])


def test_what_cannot_be_read_is_named_in_a_warning(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "ACTIVE")
    launched = sim.launch("mysql", **named((made, "UPDATED"), (UNKNOWN, "CREATED")))
    done = then(work_request_id=launched.id)
    assert done.code == 0
    assert done.result["succeeded"] == [launched.id, made.id]
    assert done.warnings == [
        f"Resource {UNKNOWN}, which work request {launched.id} names, is not waited for, because it is not known how its"
        " state is read."
    ]
    several = sim.launch("mysql", **named((UNKNOWN, "CREATED"), ("backup-7", "CREATED")))
    done = then(work_request_id=several.id)
    assert (done.code, done.result["resources"], done.result["succeeded"]) == (0, [], [several.id])
    assert done.warnings == [
        "2 resources that work requests name are not waited for, because it is not known how their states are read:"
        f" resource {UNKNOWN}, resource backup-7."
    ]


def test_what_is_in_flight_for_a_resource(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "UPDATING", then="ACTIVE", after=0.8)
    launched = sim.launch("mysql", **named((made, "UPDATED"), compartment_id=made.compartment_id, seconds=0.3))
    result = then(resource_id=made.id, service="mysql", compartment_id=made.compartment_id).result
    assert result["succeeded"] == [launched.id, made.id]
    assert result["searched"][0]["id"] == made.id


def test_many_resources_of_work_requests_that_are_read_through_a_list(sim: Simulator, then: Run) -> None:
    """Some lists do not have the resources of a work request: these are read when it has ended."""
    made = [sim.resource("core.instance", "PROVISIONING", then="RUNNING", after=0.8) for _each in range(6)]
    launched = [sim.launch("work_requests", **named((each, "CREATED"))) for each in made]
    result = then(work_request_id=[each.id for each in launched]).result
    assert result["succeeded"] == [each.id for each in (*launched, *made)]


# Failure


def test_a_resource_that_fails_after_its_work_request_succeeded(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=0.6, details="Out of host capacity.")
    launched = sim.launch("mysql", **named((made, "CREATED")))
    done = then(work_request_id=launched.id)
    assert done.msg.startswith(
        f"1 of 2 operations failed:\n- Resource {made.id} (example db system, db_system, mysql) ended FAILED. Out of host capacity."
    )
    result = done.result
    assert (result["succeeded"], result["unsuccessful"], result["pending"]) == ([launched.id], [made.id], [])
    assert result["failure_categories"] == ["capacity"]
    assert result["resources"][0]["work_request"]["id"] == launched.id
    reported = then(work_request_id=launched.id, on_failure="report")
    assert (reported.code, reported.result["unsuccessful"]) == (0, [made.id])


def test_a_work_request_that_fails_ends_the_task(sim: Simulator, then: Run) -> None:
    """The message is as without resources."""
    made = sim.resource("mysql.db_system", "CREATING")
    succeeded = sim.launch("mysql", **named((made, "CREATED"), seconds=0))
    failed = sim.launch("mysql", seconds=0.2, outcome="failed", errors=[("LimitExceeded", "No cores left.")])
    done = then(work_request_id=[succeeded.id, failed.id])
    assert done.msg.startswith("1 of 2 work requests failed:\n- Work request ")
    assert (done.result["resources"], done.result["unsuccessful"]) == ([], [failed.id])
    assert sim.journal.of(call="resource") == []


@pytest.mark.parametrize(("on_failure", "code"), [("fail_at_end", 1), ("report", 0)])
def test_the_resources_of_what_succeeded_are_waited_for_where_others_failed(
    sim: Simulator, then: Run, on_failure: str, code: int
) -> None:
    made = sim.resource("mysql.db_system", "CREATING", then="ACTIVE", after=0.6)
    lost = sim.resource("mysql.db_system", "CREATING")
    succeeded = sim.launch("mysql", **named((made, "CREATED")))
    failed = sim.launch("mysql", **named((lost, "CREATED"), outcome="failed", errors=[("E", "No.")]))
    done = then(work_request_id=[succeeded.id, failed.id], on_failure=on_failure)
    assert done.code == code
    assert [(entry["id"], entry["status"]) for entry in done.result["resources"]] == [(made.id, "ACTIVE")]
    assert (done.result["succeeded"], done.result["unsuccessful"]) == ([succeeded.id, made.id], [failed.id])
    if code:
        assert done.msg.startswith("1 of 3 operations failed:\n- Work request ")


def test_a_resource_that_requires_attention(sim: Simulator, then: Run) -> None:
    made = sim.resource("database.autonomous_database", "AVAILABLE_NEEDS_ATTENTION")
    launched = sim.launch("work_requests", **named((made, "UPDATED")))
    assert "AVAILABLE_NEEDS_ATTENTION" in then(work_request_id=launched.id).msg


# The deadline


def test_a_resource_that_does_not_settle_in_time(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING")
    launched = sim.launch("mysql", **named((made, "CREATED"), seconds=0.2))
    done = then(work_request_id=launched.id, timeout=0.8)
    assert done.msg.startswith(
        "Timed out after 0.8 s. 1 of 2 operations were still pending:\n"
        f"- Resource {made.id} (example db system, db_system, mysql) is still CREATING."
    )
    assert done.msg.endswith("Nothing was canceled: run the task again to continue waiting, or raise timeout.")
    assert (done.result["succeeded"], done.result["pending"]) == ([launched.id], [made.id])
    assert 0.8 <= done.result["elapsed"] < 2
    reported = then(work_request_id=launched.id, timeout=0.3, on_timeout="report")
    assert (reported.code, reported.result["timed_out"], reported.result["pending"]) == (0, True, [made.id])


def test_on_timeout_cancel_cancels_no_resource(sim: Simulator, then: Run) -> None:
    made = sim.resource("container_engine.cluster", "CREATING")
    over = sim.launch("container_engine", **named((made, "CREATED"), seconds=0.1))
    done = then(work_request_id=over.id, timeout=0.5, on_timeout="cancel")
    assert done.msg.endswith("There was nothing to cancel, because no work request was pending.")
    assert (done.result["canceling"], done.result["changed"], done.result["pending"]) == ([], False, [made.id])
    late = sim.launch("container_engine", outcome=None, cancel_seconds=60)
    done = then(work_request_id=[over.id, late.id], timeout=0.5, on_timeout="cancel")
    assert done.msg.endswith("The cancellation of 1 of the 2 was requested.")
    assert (done.result["canceling"], done.result["pending"]) == ([late.id], [late.id, made.id])
    assert [entry.operation for entry in sim.journal.of(call="cancel")] == [late.id]


def test_after_the_deadline_of_a_work_request_the_resources_of_others_are_read_once(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING")
    over, late = sim.launch("mysql", **named((made, "CREATED"), seconds=0)), sim.launch("mysql", outcome=None)
    result = then(work_request_id=[over.id, late.id], timeout=0.4).result
    assert (result["succeeded"], result["pending"]) == ([over.id], [late.id, made.id])
    assert len(sim.journal.of(call="resource")) == 1


def test_check_mode_polls_once_and_does_not_go_on(sim: Simulator, then: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING")
    launched = sim.launch("mysql", **named((made, "CREATED"), seconds=0))
    done = then(work_request_id=launched.id, _ansible_check_mode=True)
    assert (done.code, done.result["polls"], done.result["resources"]) == (0, 1, [])
    assert sim.journal.of(call="resource") == []


# The stream and the report


def test_the_progress_file_goes_on_with_the_resources(sim: Simulator, then: Run, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "progress"
    made = [sim.resource("mysql.db_system", "CREATING", then="ACTIVE", after=0.6) for _each in range(2)]
    launched = sim.launch("mysql", **named(*((each, "CREATED") for each in made)))
    result = then(work_request_id=launched.id, progress_file=str(file)).result
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    first = [event for event in events if "work_request" in event]
    then_ = [event for event in events if "resource" in event]
    assert events == first + then_
    assert ({event["operations"] for event in first}, {event["operations"] for event in then_}) == ({1}, {3})
    assert [event["elapsed"] for event in events] == sorted(event["elapsed"] for event in events)
    assert {event["resource"]["id"] for event in then_} == {each.id for each in made}
    assert [event["resource"] for event in then_ if event["resource"]["id"] == made[0].id][-1] == {
        **result["resources"][0],
        "answer": None,
    }


def test_the_report_has_both(sim: Simulator, then: Run, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "report.md"
    made = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=0.5, details="Out of host capacity.")
    launched = sim.launch("mysql", **named((made, "CREATED")))
    done = then(work_request_id=launched.id, report=str(file))
    assert done.result["report_file"] == str(file)
    text = file.read_text(encoding="utf-8")
    assert launched.id in text
    assert made.id in text
    assert "Out of host capacity." in text
