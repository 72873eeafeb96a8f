# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""resource_wait from options to the result: what is a goal, what is a failure, and what it reports."""

from __future__ import annotations

from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.modules import resource_info, resource_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator

RESULT_KEYS = {"resources", "succeeded", "unsuccessful", "pending", "timed_out", "elapsed", "polls"} | {
    "failure_categories",
    "resource_ids",
}
NOWHERE = "ocid1.instance.oc1.iad.anuwcljrnowherenowherenowherenowherenowherenowherenowherenow1"

Run = Callable[..., Any]


@pytest.fixture
def wait_for(run: Run, signed: dict[str, str]) -> Run:
    """wait_for(resource_id=...) runs resource_wait against the simulator, polling ten times a second for four seconds at most."""
    defaults = {"interval": 0.1, "max_interval": 0.1, "timeout": 4}
    return lambda **options: run("resource_wait", **{**signed, **defaults, **options})


# Success


def test_a_resource_that_comes_to_its_state(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=1.2)
    result = wait_for(resource_id=made.id, state="stopped").result
    assert set(result) == RESULT_KEYS | {"changed", "invocation"}
    assert (result["succeeded"], result["unsuccessful"], result["pending"]) == ([made.id], [], [])
    assert (result["changed"], result["timed_out"]) == (False, False)
    assert result["polls"] == len(sim.journal.of(call="resource", operation=made.id)) > 1
    entry = result["resources"][0]
    assert (entry["service"], entry["resource_type"], entry["operation_type"]) == (
        "core",
        "instance",
        "instance to STOPPED",
    )
    assert (entry["status"], entry["state"], entry["goal"]) == ("STOPPED", "succeeded", ["STOPPED"])
    assert entry["answer"]["lifecycleState"] == "STOPPED"
    assert result["resource_ids"] == [made.id]


def test_the_result_is_documented(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "RUNNING")
    result = wait_for(resource_id=made.id).result
    documented = yaml.safe_load(resource_wait.RETURN)
    assert set(documented) == RESULT_KEYS | {"report_file"}
    assert "RV(longops.oracle.resource_info#module:resources)" in " ".join(documented["resources"]["description"])
    of_info = yaml.safe_load(resource_info.RETURN)["resources"]["contains"]
    assert set(of_info) == set(result["resources"][0])


def test_without_a_state_any_is_the_goal_that_is_not_transitional(sim: Simulator, wait_for: Run) -> None:
    made = [
        sim.resource("core.vcn", "PROVISIONING", then="AVAILABLE", after=0.3),
        sim.resource("database.autonomous_database", "STOPPING", then="STOPPED", after=0.5),
    ]
    result = wait_for(resource_id=[each.id for each in made]).result
    assert [(each["status"], each["goal"]) for each in result["resources"]] == [
        ("AVAILABLE", ["settled"]),
        ("STOPPED", ["settled"]),
    ]


def test_the_first_of_several_states(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.volume_backup", "CREATING", then="AVAILABLE", after=0.2)
    assert wait_for(resource_id=made.id, state=["FAULTY", "AVAILABLE"]).result["succeeded"] == [made.id]


def test_a_deleted_resource_is_absent(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "TERMINATING", then="TERMINATED", after=0.3)
    entry = wait_for(resource_id=made.id, absent=True).result["resources"][0]
    assert (entry["status"], entry["state"], entry["absent"], entry["goal"]) == (
        "TERMINATED",
        "succeeded",
        False,
        ["absent"],
    )


def test_a_resource_that_the_service_forgets_is_absent(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource(
        "core.instance", steps=[{"at": 0, "state": "TERMINATING"}, {"at": 1.2, "state": "TERMINATED"}], gone_after=0
    )
    result = wait_for(resource_id=made.id, absent=True).result
    entry = result["resources"][0]
    assert (entry["state"], entry["status"], entry["absent"]) == ("succeeded", "404 NotAuthorizedOrNotFound", True)
    assert entry["fault"] is None
    assert result["resource_ids"] == []


@pytest.mark.usefixtures("short_grace")
def test_a_resource_that_was_never_there(wait_for: Run) -> None:
    failed = wait_for(resource_id=NOWHERE, absent=True)
    assert failed.result["failed"] is True
    assert (
        f"Resource {NOWHERE} (instance to be gone) cannot be read: 404 NotAuthorizedOrNotFound" in failed.result["msg"]
    )
    result = wait_for(resource_id=NOWHERE, absent=True, missing_ok=True).result
    assert (result["succeeded"], result["resources"][0]["absent"], result["polls"]) == ([NOWHERE], True, 1)


def test_a_type_by_service_and_name_with_what_it_lies_under(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("container_engine.addon", "CREATING", then="ACTIVE", after=0.2, id="CertManager")
    result = wait_for(
        resource_id="CertManager",
        service="container_engine",
        resource_type="addon",
        parameters={"cluster_id": made.parameters["clusterId"]},
        state="ACTIVE",
    ).result
    assert result["succeeded"] == [f"{made.parameters['clusterId']}/CertManager"]
    assert result["resources"][0]["resource_id"] == "CertManager"


def test_a_registered_result_of_another_collection(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "PROVISIONING", then="RUNNING", after=0.2)
    registered = {
        "changed": True,
        "failed": False,
        "instance": {"id": made.id, "lifecycle_state": "PROVISIONING", "compartment_id": made.compartment_id},
    }
    assert wait_for(resource_id=registered, state="RUNNING").result["succeeded"] == [made.id]


def test_check_mode_polls_once(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=60)
    result = wait_for(resource_id=made.id, state="STOPPED", _ansible_check_mode=True).result
    assert (result["pending"], result["timed_out"], result["polls"]) == ([made.id], False, 1)


# Failure


def test_a_failure_says_what_the_service_says(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=0.3, details="Out of host capacity.")
    result = wait_for(resource_id=made.id, state="ACTIVE").result
    assert result["msg"].startswith(
        f"Resource {made.id} (example db system, db_system to ACTIVE, mysql) ended FAILED. Out of host capacity. "
    )
    assert "opc-request-id: " in result["msg"]
    assert (result["unsuccessful"], result["failure_categories"]) == ([made.id], ["capacity"])


def test_a_failure_has_the_errors_of_the_latest_work_request(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=0.3, details="Creation failed.")
    about = {"resources": [{"identifier": made.id}], "compartment_id": made.compartment_id}
    sim.launch("mysql", seconds=0, **about)
    latest = sim.launch("mysql", outcome="failed", errors=[("LimitExceeded", "No shapes left.")], **about)
    result = wait_for(resource_id=made.id, state="ACTIVE").result
    assert (
        f"ended FAILED. Creation failed. Its latest work request {latest.id} ({latest.definition.operation_type}) is FAILED."
        " LimitExceeded: No shapes left." in result["msg"]
    )
    entry = result["resources"][0]
    assert entry["work_request"]["id"] == latest.id
    assert [error["category"] for error in entry["errors"]] == ["limit"] == result["failure_categories"]


def test_a_state_that_is_not_left_ends_the_wait_at_once(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "TERMINATED")
    result = wait_for(resource_id=made.id, state="RUNNING", timeout=60).result
    assert "ended TERMINATED. A resource does not leave this state, and the wait is for RUNNING." in result["msg"]
    assert result["polls"] == 1


def test_a_resource_that_settles_by_being_deleted(sim: Simulator, wait_for: Run) -> None:
    going = sim.resource("core.instance", "TERMINATING", then="TERMINATED", after=1.2)
    launched = sim.resource(
        "core.instance", "PROVISIONING", then="TERMINATED", after=0.3, details="Out of host capacity."
    )
    detached = sim.resource("core.volume_attachment", "DETACHING", then="DETACHED", after=1.2)
    result = wait_for(resource_id=[going.id, detached.id, launched.id], on_failure="fail_at_end").result
    assert (result["succeeded"], result["unsuccessful"]) == ([going.id, detached.id], [launched.id])
    assert "ended TERMINATED. The resource is gone. Only a wait with absent is for that." in result["msg"]


def test_what_the_user_calls_a_failure(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "STARTING", then="STOPPED", after=0.2)
    result = wait_for(resource_id=made.id, state="RUNNING", fail_on=["STOPPED"]).result
    assert result["unsuccessful"] == [made.id]


def test_a_timeout_says_the_state(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=60)
    result = wait_for(resource_id=made.id, state="STOPPED", timeout=0.5).result
    assert "Timed out after 0.5 s." in result["msg"]
    assert f"Resource {made.id} (example instance, instance to STOPPED, core) is still STOPPING." in result["msg"]
    assert result["pending"] == [made.id]


def test_one_of_many_that_fails(sim: Simulator, wait_for: Run) -> None:
    made = [sim.resource("core.boot_volume_attachment", "ATTACHING", then="ATTACHED", after=0.4) for _each in range(3)]
    wrong = sim.resource("core.instance", "TERMINATED")
    result = wait_for(resource_id=[wrong.id, *(each.id for each in made)], on_failure="fail_at_end").result
    assert (result["unsuccessful"], result["succeeded"]) == ([wrong.id], [each.id for each in made])


def test_attention(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("golden_gate.deployment", "NEEDS_ATTENTION")
    assert "ended NEEDS_ATTENTION" in wait_for(resource_id=made.id).result["msg"]
    result = wait_for(resource_id=made.id, fail_on=["FAILED"], on_attention="fail").result
    assert "requires attention (NEEDS_ATTENTION)" in result["msg"]


def test_a_word_that_nobody_knows_is_pending_with_a_warning(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.vcn", "HIBERNATING", then="AVAILABLE", after=1.2, undocumented=True)
    ended = wait_for(resource_id=made.id)
    assert ended.result["succeeded"] == [made.id]
    assert "The state HIBERNATING of resource" in str(ended.result["warnings"])
    asleep = sim.resource("core.vcn", "HIBERNATING", undocumented=True)
    accepted = wait_for(resource_id=asleep.id, accept=["hibernating"]).result
    assert (accepted["succeeded"], accepted.get("warnings", [])) == ([asleep.id], [])


# Transient errors


def test_faults_are_retried(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=0.5)
    sim.fault(call="resource", service="core", status=503, times=2)
    ended = wait_for(resource_id=made.id, state="STOPPED", timeout=10)
    assert ended.result["succeeded"] == [made.id]
    assert "polls failed and were retried, the last because of: 503" in str(ended.result["warnings"])


# Options


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"state": "RUNING"}, "'RUNING' in state is no state of core.instance. Did you mean RUNNING?"),
        ({"state": "RUNNING", "absent": True}, "state and absent exclude each other"),
        (
            {"parameters": {"clusterId": "x"}},
            "parameters has clusterId, of which core.instance has no use: it is read with nothing beside its own id.",
        ),
        (
            {"service": "container_engine", "resource_type": "addon"},
            "container_engine.addon is read with clusterId beside its own id: set parameters: {clusterId: ...}.",
        ),
    ],
)
def test_wrong_options(sim: Simulator, wait_for: Run, options: dict[str, Any], message: str) -> None:
    result = wait_for(resource_id=NOWHERE, **options).result
    assert message in result["msg"]
    assert len(sim.journal) == 0
