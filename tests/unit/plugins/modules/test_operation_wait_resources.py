# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""operation_wait with resources on their way to a state, beside work requests and GoldenGate requests."""

from __future__ import annotations

import json
import pathlib
from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.modules import operation_wait, resource_info
from ansible_collections.longops.oracle.tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("short_grace")

DOCUMENTED = yaml.safe_load(operation_wait.RETURN)
RESULT_KEYS = set(DOCUMENTED) - {"canceling", "report_file"}
NOWHERE = "ocid1.instance.oc1.iad.anuwcljrnowherenowherenowherenowherenowherenowherenowherenow1"
OWN = {"auth_type": "security_token", "config_profile_name": "SESSION"}

Run = Callable[..., Any]


@pytest.fixture
def mix(run: Run, signed: dict[str, str], authenticated: dict[str, Any]) -> Run:
    """mix(operation, ..., option=...) runs operation_wait, which polls ten times a second for five seconds at most."""
    defaults = {**signed, **authenticated, "interval": 0.1, "max_interval": 0.1, "timeout": 5}
    return lambda *operations, **options: run("operation_wait", operations=list(operations), **{**defaults, **options})


def of(resource: Any, **more: Any) -> dict[str, Any]:
    return {"resource_id": getattr(resource, "id", resource), **more}


# Success


def test_all_three_kinds_in_one_wait(sim: Simulator, gate: Any, mix: Run) -> None:
    """Entries are in the order given, whatever client they have."""
    stopping = sim.resource("core.instance", "STOPPING", then="STOPPED", after=0.4)
    going = sim.resource("core.volume", "TERMINATING", then="TERMINATED", after=0.3)
    settling = sim.resource("core.vcn", "PROVISIONING", then="AVAILABLE", after=0.2)
    launched, accepted = sim.launch("container_engine", seconds=0.2), gate.launch(seconds=0.2)
    done = mix(
        of(going, absent=True, options=OWN),
        launched.id,
        of(stopping, state="stopped"),
        {"request_id": accepted.id},
        of(settling, state="settled", options=OWN),
    )
    ids = [going.id, launched.id, stopping.id, str(accepted.id), settling.id]
    assert set(done.result) == RESULT_KEYS | {"changed", "invocation"}
    assert [entry["id"] for entry in done.result["resources"]] == [going.id, stopping.id, settling.id]
    assert [entry["status"] for entry in done.result["resources"]] == ["TERMINATED", "STOPPED", "AVAILABLE"]
    assert [entry["id"] for entry in done.entries] == [launched.id]
    assert [entry["id"] for entry in done.result["requests"]] == [str(accepted.id)]
    assert sorted(done.result["succeeded"]) == sorted(ids)
    assert (done.result["unsuccessful"], done.result["pending"], done.result["not_started"]) == ([], [], [])
    assert (done.result["changed"], done.result["timed_out"]) == (False, False)
    assert done.result["report"].startswith("5 operations: 5 succeeded, 0 failed, 0 not over. Waited ")
    assert done.result["polls"] == len(sim.journal.of(call="get")) + len(sim.journal.of(call="resource"))
    assert done.result["resource_ids"] == [stopping.id, settling.id]
    assert done.result["invocation"]["module_args"]["operations"] == [
        going.id,
        settling.id,
        launched.id,
        stopping.id,
        str(accepted.id),
    ]


def test_the_entries_are_documented(sim: Simulator, mix: Run) -> None:
    entry = mix(of(sim.resource("core.instance", "RUNNING"), state="RUNNING")).result["resources"][0]
    assert "RV(longops.oracle.resource_info#module:resources)" in " ".join(DOCUMENTED["resources"]["description"])
    assert set(entry) == set(yaml.safe_load(resource_info.RETURN)["resources"]["contains"])


def test_resource_id_alone_means_the_work_requests_of_the_resource(sim: Simulator, mix: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING")
    about = {"compartment_id": made.compartment_id, "resources": [{"identifier": made.id}]}
    launched = sim.launch("mysql", seconds=0.3, **about)
    done = mix(of(made, service="mysql", compartment_id=made.compartment_id))
    assert ([entry["id"] for entry in done.entries], done.result["resources"]) == ([launched.id], [])
    sim.move(made, "ACTIVE")
    both = mix(of(made, service="mysql", compartment_id=made.compartment_id), of(made, state="ACTIVE"))
    assert both.result["succeeded"] == [made.id]


def test_a_resource_without_an_ocid(sim: Simulator, mix: Run) -> None:
    made = sim.resource("container_engine.addon", "CREATING", then="ACTIVE", after=0.2, id="CertManager")
    under = made.parameters["clusterId"]
    named = {"service": "oke", "resource_type": "addon", "parameters": {"cluster_id": under}}
    result = mix(of("CertManager", state="ACTIVE", **named)).result
    assert result["succeeded"] == [f"{under}/CertManager"]


def test_a_resource_that_two_entries_name_is_one(sim: Simulator, mix: Run) -> None:
    made = sim.resource("core.instance", "RUNNING")
    result = mix(of(made, state="RUNNING"), of([made.id], state=["running"], options=OWN)).result
    assert ([entry["id"] for entry in result["resources"]], result["polls"]) == ([made.id], 1)


# Registered results


def test_a_result_of_resource_info_names_the_resources(sim: Simulator, mix: Run, run: Run, signed: Any) -> None:
    made = [sim.resource("core.instance", "STARTING", then="RUNNING", after=0.4) for _each in range(2)]
    found = run("resource_info", resource_id=[each.id for each in made], **signed).result
    result = mix({"resource_id": found, "state": "RUNNING"}).result
    assert result["succeeded"] == [each.id for each in made]


def test_a_result_of_resource_wait_that_was_reported_goes_on(sim: Simulator, mix: Run, run: Run, signed: Any) -> None:
    made = sim.resource("core.instance", "STARTING", then="RUNNING", after=0.6)
    found = run("resource_wait", resource_id=made.id, state="RUNNING", timeout=0, on_timeout="report", **signed).result
    assert found["pending"] == [made.id]
    assert mix({"resource_id": found, "state": "RUNNING"}).result["succeeded"] == [made.id]


def test_a_result_of_this_module_names_the_resources_of_all_kinds(sim: Simulator, mix: Run) -> None:
    """Those that its work requests have created and changed, and those that it has waited for."""
    waited = sim.resource("core.instance", "RUNNING")
    created = sim.resource("mysql.db_system", "CREATING", then="ACTIVE", after=0.4)
    resource = {"entity_type": "dbsystem", "action_type": "CREATED", "identifier": created.id}
    launched = sim.launch("mysql", seconds=0, resources=[resource])
    first = mix(of(waited, state="RUNNING"), launched.id).result
    assert first["resource_ids"] == [created.id, waited.id]
    second = mix({"resource_id": first, "state": "settled"}).result
    assert [(entry["id"], entry["status"]) for entry in second["resources"]] == [
        (created.id, "ACTIVE"),
        (waited.id, "RUNNING"),
    ]
    again = mix(first)  # without a goal its work requests are meant
    assert [entry["id"] for entry in again.entries] == [launched.id]


def test_a_result_of_resource_wait_as_an_entry_means_what_is_in_flight_for_it(
    sim: Simulator, mix: Run, run: Run, signed: Any
) -> None:
    made = sim.resource("mysql.db_system", "UPDATING")
    about = {"compartment_id": made.compartment_id, "resources": [{"identifier": made.id}]}
    launched = sim.launch("mysql", seconds=0.3, **about)
    found = run("resource_wait", resource_id=made.id, timeout=0, on_timeout="report", **signed).result
    assert [entry["id"] for entry in mix(found).entries] == [launched.id]


# Failure


def test_a_resource_that_fails_is_in_the_report(sim: Simulator, mix: Run) -> None:
    how = {"then": "FAILED", "after": 0.3, "details": "Out of host capacity.", "display_name": "orders"}
    failing = sim.resource("mysql.db_system", "CREATING", **how)
    running = sim.launch("container_engine", outcome=None)
    done = mix(running.id, of(failing, state="ACTIVE"))
    assert done.msg == done.result["report"]
    assert done.msg.startswith("2 operations: 0 succeeded, 1 failed, 1 not over. Waited ")
    assert f"db_system to ACTIVE (mysql): FAILED\n  {failing.id} (orders)\n  Out of host capacity.\n" in done.msg
    assert (done.result["unsuccessful"], done.result["pending"]) == ([failing.id], [running.id])


def test_the_errors_of_the_latest_work_request_are_in_the_report(sim: Simulator, mix: Run) -> None:
    failing = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=0.2)
    about = {"compartment_id": failing.compartment_id, "resources": [{"identifier": failing.id}]}
    errors = [("LimitExceeded", "No cores left.")]
    launched = sim.launch("mysql", seconds=0, outcome="failed", errors=errors, **about)
    done = mix(of(failing, state="ACTIVE"))
    assert "LimitExceeded: No cores left." in done.msg
    assert done.result["resources"][0]["work_request"]["id"] == launched.id
    assert done.result["failure_categories"] == ["limit"]


def test_a_state_that_is_never_left_ends_the_wait(sim: Simulator, mix: Run) -> None:
    made = sim.resource("core.instance", "TERMINATED")
    done = mix(of(made, state="RUNNING"))
    assert "instance to RUNNING (core): TERMINATED" in done.msg
    assert done.result["polls"] == 1


def test_absent_needs_one_that_was_there(sim: Simulator, mix: Run) -> None:
    done = mix(of(NOWHERE, absent=True))
    assert "404 NotAuthorizedOrNotFound" in done.msg
    assert mix(of(NOWHERE, absent=True, missing_ok=True)).result["succeeded"] == [NOWHERE]


# The deadline


def test_a_timeout_names_what_is_still_pending(sim: Simulator, mix: Run) -> None:
    made = sim.resource("core.instance", "STOPPING")
    done = mix(of(made, state="STOPPED"), timeout=0.3)
    assert "0 succeeded, 0 failed, 1 not over after 0.3 s." in done.msg
    assert f"instance to STOPPED (core): STOPPING\n  {made.id}" in done.msg
    assert (done.result["timed_out"], done.result["pending"]) == (True, [made.id])


def test_on_timeout_cancel_leaves_resources_alone(sim: Simulator, mix: Run) -> None:
    made = sim.resource("core.instance", "STOPPING")
    late = sim.launch("container_engine", outcome=None, cancel_seconds=60)
    done = mix(of(made, state="STOPPED"), late.id, timeout=0.3, on_timeout="cancel")
    assert (done.code, done.result["canceling"], done.result["pending"]) == (1, [late.id], [made.id, late.id])
    alone = mix(of(made, state="STOPPED"), timeout=0.3, on_timeout="cancel")
    assert (alone.code, alone.result["canceling"], alone.result["changed"]) == (1, [], False)


def test_check_mode_polls_once(sim: Simulator, mix: Run) -> None:
    made, failed = sim.resource("core.instance", "STOPPING"), sim.resource("mysql.db_system", "FAILED")
    done = mix(of(made, state="STOPPED"), of(failed, state="ACTIVE"), _ansible_check_mode=True)
    assert (done.code, done.result["timed_out"], done.result["polls"]) == (0, False, 2)
    assert (done.result["pending"], done.result["unsuccessful"]) == ([made.id], [failed.id])


# Bad entries


def test_bad_entries_are_named_with_those_of_the_other_kinds(sim: Simulator, mix: Run) -> None:
    made = sim.resource("core.instance", "STOPPING")
    done = mix(
        of(made, state="STOPED"),
        of(made, state="STOPPED"),
        {"request_id": ""},
        of(made, absent=True),
        of(made, resource_type="instance"),
    )
    first, second, third, fourth = done.result["not_started"]
    assert first.startswith(
        "Entry 1 of operations: 'STOPED' in state is no state of core.instance. Did you mean STOPPED?"
    )
    assert second == (
        f"Entries 2, 4 of operations: The same resource, {made.id}, is named with two goals, STOPPED and absent."
        " Wait in two tasks, one after the other."
    )
    assert third == "Entry 3 of operations: its request_id is empty."
    assert fourth.startswith("Entry 5 of operations: resource_type cannot stand beside resource_id.")
    assert done.msg == "\n".join(done.result["not_started"])
    assert (done.result["resources"], done.result["polls"], len(sim.journal)) == ([], 0, 0)


# The stream


def test_the_progress_file_has_resources(sim: Simulator, mix: Run, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "progress"
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=0.3)
    launched = sim.launch("container_engine", seconds=0.2)
    done = mix(launched.id, of(made, state="STOPPED"), progress_file=str(file))
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {event["operations"] for event in events} == {2}
    seen = [event["resource"] for event in events if "resource" in event]
    assert [entry["status"] for entry in seen] == ["STOPPING", "STOPPED"]
    assert seen[-1] == {**done.result["resources"][0], "answer": None}


def test_an_unknown_word_is_told_once_of_a_client_that_both_kinds_share(sim: Simulator, mix: Run) -> None:
    steps = [{"at": 0, "state": "PONDERING"}, {"at": 1.2, "state": "STOPPED"}]
    made = sim.resource("core.instance", steps=steps, undocumented=True)
    launched = sim.launch("container_engine", seconds=0.2)
    done = mix(of(made, state="STOPPED"), launched.id)
    [warning] = [each for each in done.warnings if "PONDERING" in each]
    assert "is not known to this version" in warning
