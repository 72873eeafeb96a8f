# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What explains that a resource has failed: its latest work request, whatever its service says or does not say about that."""

from __future__ import annotations

import json
import time
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def wait_for(run: Run, signed: dict[str, str]) -> Run:
    defaults = {"interval": 0.1, "max_interval": 0.1, "timeout": 2}
    return lambda **options: run("resource_wait", **{**signed, **defaults, **options})


@pytest.fixture
def failed(sim: Simulator) -> Any:
    """A DB system that has failed."""
    return sim.resource("mysql.db_system", "FAILED", details="Creation failed.")


def about(resource: Any) -> dict[str, Any]:
    return {"resources": [{"identifier": resource.id}], "compartment_id": resource.compartment_id}


def entry(ended: Any) -> dict[str, Any]:
    [found] = ended.result["resources"]
    return found


def told(ended: Any) -> list[str]:
    return [each for each in ended.warnings if "could not be read" in each or "No time was left" in each]


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_list_that_cannot_be_read_is_said(sim: Simulator, wait_for: Run, failed: Any, status: int) -> None:
    sim.fault(call="list", status=status, times=None)
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert "ended FAILED. Creation failed. opc-request-id: " in ended.msg
    [warning] = told(ended)
    assert warning.startswith(f"The latest work request of resource {failed.id} could not be read: {status} ")
    assert (entry(ended)["errors"], entry(ended)["work_request"]) == (None, None)


@pytest.mark.parametrize("body", [{}, "null", "5", '"text"', {"items": 5}])
def test_a_list_that_is_none_is_said(sim: Simulator, wait_for: Run, failed: Any, body: Any) -> None:
    sim.fault(call="list", body=body, times=None)
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert "ended FAILED. Creation failed." in ended.msg
    assert len(told(ended)) == 1


def test_one_fault_of_a_list_is_retried(sim: Simulator, wait_for: Run, failed: Any) -> None:
    latest = sim.launch("mysql", seconds=0, outcome="failed", errors=[("LimitExceeded", "None left.")], **about(failed))
    sim.fault(call="list", status=503)
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert (entry(ended)["work_request"]["id"], told(ended)) == (latest.id, [])


def test_errors_that_cannot_be_read_are_said(sim: Simulator, wait_for: Run, failed: Any) -> None:
    latest = sim.launch("mysql", seconds=0, outcome="failed", errors=[("LimitExceeded", "None left.")], **about(failed))
    sim.fault(call="errors", status=403, times=None)
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert f"Its latest work request {latest.id} (" in ended.msg
    [warning] = told(ended)
    assert warning.startswith(f"The errors of work request {latest.id} could not be read: 403")
    assert (entry(ended)["errors"], entry(ended)["work_request"]["status"]) == (None, "FAILED")


def test_a_resource_without_work_requests_has_no_errors(sim: Simulator, wait_for: Run, failed: Any) -> None:
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert (entry(ended)["errors"], entry(ended)["work_request"], told(ended)) == ([], None, [])


def test_a_service_without_a_list_for_it_has_no_errors(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("budget.budget", "INACTIVE")
    ended = wait_for(resource_id=made.id, fail_on=["INACTIVE"])
    assert (entry(ended)["errors"], told(ended)) == ([], [])


def test_a_work_request_that_succeeded_explains_no_failure(sim: Simulator, wait_for: Run, failed: Any) -> None:
    latest = sim.launch("mysql", seconds=0, errors=[], **about(failed))
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert f"Its latest work request {latest.id} ({latest.definition.operation_type}) is SUCCEEDED." in ended.msg
    assert entry(ended)["errors"] == []
    assert not sim.journal.of(call="errors")


def test_failures_of_many_are_one_warning(sim: Simulator, wait_for: Run) -> None:
    made = [sim.resource("mysql.db_system", "FAILED") for _each in range(20)]
    sim.fault(call="list", status=403, times=None)
    ended = wait_for(resource_id=[each.id for each in made], state="ACTIVE", on_failure="fail_at_end")
    [warning] = told(ended)
    assert warning.startswith("The latest work requests of 20 resources could not be read: ocid1.")
    assert "and 17 more" in warning


def test_a_list_that_hangs_does_not_keep_the_task(sim: Simulator, wait_for: Run, failed: Any) -> None:
    sim.fault(call="list", delay=20, times=1)
    begin = time.monotonic()
    ended = wait_for(resource_id=failed.id, state="ACTIVE", timeout=1, read_timeout=0.3)
    assert time.monotonic() - begin < 1 + 5
    assert "ended FAILED. Creation failed." in ended.msg


def test_what_cannot_be_read_at_the_deadline_is_not_explained(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("mysql.db_system", "CREATING")
    sim.fault(call="resource", status=503, skip=1, times=None)
    ended = wait_for(resource_id=made.id, state="ACTIVE", timeout=0.5)
    assert "is still CREATING. The last poll failed: 503" in ended.msg
    assert not sim.journal.of(call="list")


def test_texts_of_megabytes_in_the_latest_work_request(sim: Simulator, wait_for: Run, failed: Any) -> None:
    huge = "h\x1b[2J" * 300_000
    id_ = f"ocid1.mysqlworkrequest.oc1.iad.{failed.id.rpartition('.')[2]}"
    listed = {
        "id": id_,
        "operationType": huge,
        "status": "FAILED",
        "compartmentId": failed.compartment_id,
        "resources": [{"identifier": failed.id, "entityType": huge}],
        "timeAccepted": huge,
        "timeFinished": huge,
    }
    sim.fault(call="list", body={"items": [listed]}, times=None)
    sim.fault(path=f"{id_}/errors", body={"items": [{"code": huge, "message": huge}]}, times=None)
    sim.fault(path=id_, body=listed, times=None)
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert len(ended.msg) < 20_000
    assert len(json.dumps({**entry(ended), "answer": None})) < 200_000
    assert "\x1b" not in json.dumps(ended.result, ensure_ascii=False)


def test_a_work_request_of_another_resource_explains_nothing(sim: Simulator, wait_for: Run, failed: Any) -> None:
    other = sim.resource("mysql.db_system", "FAILED")
    sim.launch("mysql", seconds=0, outcome="failed", errors=[("LimitExceeded", "None left.")], **about(other))
    ended = wait_for(resource_id=failed.id, state="ACTIVE")
    assert (entry(ended)["errors"], entry(ended)["work_request"]) == ([], None)
