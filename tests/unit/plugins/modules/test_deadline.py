# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task has one deadline: finding what to wait for, waiting, explaining and canceling share it."""

from __future__ import annotations

import time
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._polling import waiter
from ansible_collections.longops.oracle.tests.simulator import Simulator

CLUSTER = "ocid1.cluster.oc1.iad.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#: In the place of five seconds after the deadline, and what a task may take beside that.
AFTER, SLACK = 2.0, 2.0
TIMEOUT = 1.0


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def sim() -> Iterator[Simulator]:
    """One of its own, because it hangs until it is stopped."""
    with Simulator(retry_after="0.05") as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiter, "LAST_POLL", AFTER - 0.1)
    monkeypatch.setattr(waiter, "AFTERWARDS", 0.1)
    monkeypatch.setattr(waiter, "TO_CANCEL", 1.6)
    monkeypatch.setattr(waiter, "TO_CANCEL_ONLY", 1.2)
    monkeypatch.setattr(waiter, "LEAST_SEARCH", TIMEOUT)


@pytest.fixture
def timed() -> Callable[..., Any]:
    """timed(wait, option=...) is how a task ended that was to end in time."""

    def call(module: Callable[..., Any], **options: Any) -> Any:
        begin = time.monotonic()
        done = module(**{"timeout": TIMEOUT, **options})
        assert time.monotonic() - begin < options.get("timeout", TIMEOUT) + AFTER + SLACK
        return done

    return call


@pytest.fixture
def mixed(run: Callable[..., Any], signed: dict[str, str]) -> Callable[..., Any]:
    """mixed(operations=...) runs operation_wait."""
    defaults = {"interval": 0.1, "max_interval": 0.1}
    return lambda **options: run("operation_wait", **{**signed, **defaults, **options})


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("module", ["work_request_wait", "operation_wait"])
def test_what_could_not_be_canceled_is_said(
    module: str, count: int, timed: Any, wait: Any, mixed: Any, sim: Simulator
) -> None:
    ids = [each.id for each in sim.launch_many("container_engine", outcome=None, count=count)]
    sim.fault(delay=30, skip=count, times=None)  # of many polls, those in a list are among the first
    sim.fault(delay=30, method="DELETE", times=None)
    begin = time.monotonic()
    if module == "operation_wait":
        done = timed(mixed, operations=ids, on_timeout="cancel")
    else:
        done = timed(wait, work_request_id=ids, on_timeout="cancel", logs="none")
    assert "imed out" in done.msg or "not over" in done.msg
    assert done.result["canceling"] == []
    [warning] = [text for text in done.warnings if "could not be canceled" in text]
    assert all(id_ in warning for id_ in ids)
    assert done.result["pending"] == ids
    assert time.monotonic() - begin >= TIMEOUT


def test_what_can_be_canceled_is(timed: Any, wait: Any, sim: Simulator) -> None:
    ids = [each.id for each in sim.launch_many("container_engine", outcome=None, count=30)]
    done = timed(wait, work_request_id=ids, on_timeout="cancel", logs="none")
    assert done.result["canceling"] == ids, (done.warnings, done.msg)
    calls = [entry for entry in sim.journal if entry.method == "DELETE"]
    assert len(calls) == 30
    assert not any("canceled:" in text for text in done.warnings)


def test_one_that_ended_meanwhile_is_not_reported_as_not_canceled(wait: Any, sim: Simulator) -> None:
    launched = sim.launch("container_engine", outcome="succeeded", seconds=0.9)
    sim.fault(delay=0.6, method="DELETE")
    done = wait(work_request_id=launched.id, on_timeout="cancel", timeout=0.4, logs="none")
    assert done.result["canceling"] == []
    assert not any("could not be canceled" in text for text in done.warnings)


@pytest.mark.parametrize("hanging", ["list", "search"])
def test_a_search_that_hangs_ends_at_the_deadline(hanging: str, timed: Any, wait: Any, sim: Simulator) -> None:
    sim.launch("container_engine", outcome=None)
    sim.fault(delay=30, times=None)
    known = {"compartment_id": sim.compartment_id} if hanging == "list" else {}
    done = timed(wait, resource_id=CLUSTER, **known)
    assert done.msg.startswith("Timed out after 1 s, before it was known what to wait for: ")
    assert "no answer within" in done.msg
    assert (" (GET " if known else " (POST ") in done.msg


def test_page_tokens_for_ever_end_at_the_deadline(timed: Any, wait: Any, sim: Simulator) -> None:
    for number in range(3000):
        sim.fault(call="list", status=200, body=[], headers={"opc-next-page": f"page{number}"})
    done = timed(wait, resource_id=CLUSTER, compartment_id=sim.compartment_id)
    assert done.msg.startswith("Timed out after 1 s, before it was known what to wait for: ")
    assert "no time is left" in done.msg


def test_every_entry_of_a_mix_shares_the_deadline(timed: Any, mixed: Any, sim: Simulator) -> None:
    sim.fault(delay=30, times=None)
    about = [{"resource_id": f"{CLUSTER}{number}", "compartment_id": sim.compartment_id} for number in range(8)]
    done = timed(mixed, operations=about)
    assert len(done.result["not_started"]) == 8
    assert all("Timed out after 1 s, before it was known" in text for text in done.result["not_started"])


@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"status": 429, "times": 3}, {"close": True}, {"body": {"a": 1}, "status": 200}]
)
def test_an_outage_while_a_resource_is_searched_is_waited_out(
    fault: dict[str, Any], wait: Any, mixed: Any, sim: Simulator
) -> None:
    operation = sim.launch("container_engine", outcome="succeeded", seconds=2, resources=[{"identifier": CLUSTER}])
    about = {"resource_id": CLUSTER, "compartment_id": sim.compartment_id}
    sim.fault(**{"times": 9, **fault})
    assert wait(**about, timeout=60).result["succeeded"] == [operation.id]


def test_no_poll_begins_a_second_time_span(timed: Any, wait: Any, sim: Simulator) -> None:
    """What the search has taken is not there for the wait any more."""
    sim.launch("container_engine", outcome=None, resources=[{"identifier": CLUSTER}])
    sim.fault(call="list", delay=TIMEOUT * 0.8)
    begin = time.monotonic()
    done = timed(wait, resource_id=CLUSTER, compartment_id=sim.compartment_id, logs="none")
    assert done.result["timed_out"]
    assert TIMEOUT <= done.result["elapsed"] <= time.monotonic() - begin < TIMEOUT * 1.7


def test_a_failure_that_the_last_poll_saw_is_kept_though_its_errors_hang(timed: Any, wait: Any, sim: Simulator) -> None:
    operation = sim.launch("container_engine", outcome="failed", seconds=0.3)
    sim.fault(call="get", delay=AFTER - 0.6, times=None)
    sim.fault(call="errors", delay=30, times=None)
    sim.fault(call="logs", delay=30, times=None)
    done = timed(wait, work_request_id=operation.id)
    assert done.result["unsuccessful"] == [operation.id]
    assert "ended FAILED" in done.msg
    assert "Its errors could not be read" in done.msg


def test_a_namespace_that_hangs_holds_up_no_poll_beyond_the_deadline(timed: Any, wait: Any, sim: Simulator) -> None:
    ids = [each.id for each in sim.launch_many("log_analytics", outcome=None, count=3)]
    sim.fault(path="^/n/?$", delay=30, times=None)
    done = timed(wait, work_request_id=ids, service="log_analytics")
    assert done.result["pending"] == ids
    assert done.result["timed_out"]


@pytest.mark.parametrize("on_timeout", ["fail", "report"])
def test_a_task_that_found_nothing_to_wait_for_in_time_has_failed(
    on_timeout: str, timed: Any, wait: Any, sim: Simulator
) -> None:
    sim.fault(status=503, times=None)
    done = timed(wait, resource_id=CLUSTER, compartment_id=sim.compartment_id, on_timeout=on_timeout)
    assert done.msg.startswith("Timed out after 1 s, before it was known what to wait for: ")


@pytest.mark.parametrize("on_timeout", ["fail", "cancel"])
@pytest.mark.parametrize("hanging", ["resource", "errors", "list", "cancel"])
def test_what_comes_after_work_requests_has_the_same_deadline(
    hanging: str, on_timeout: str, timed: Any, wait: Any, sim: Simulator
) -> None:
    """Whatever hangs, be it what explains a work request that failed, which is read before the resources are polled."""
    made = sim.resource("container_engine.cluster", "CREATING")
    resource = {"entity_type": "cluster", "action_type": "CREATED", "identifier": made.id}
    over = sim.launch("container_engine", seconds=0, resources=[resource])
    failed = sim.launch("container_engine", seconds=0, outcome="failed")
    late = sim.launch("container_engine", outcome=None)
    sim.fault(call=hanging, delay=30, times=None)
    done = timed(
        wait,
        work_request_id=[over.id, failed.id, late.id],
        then="resources",
        on_failure="fail_at_end",
        on_timeout=on_timeout,
    )
    result = done.result
    assert (result["succeeded"], result["unsuccessful"]) == ([over.id], [failed.id])
    assert (result["pending"], result["timed_out"]) == ([late.id, made.id], True)
    assert [entry["status"] for entry in result["resources"]] == [None if hanging == "resource" else "CREATING"]


def test_a_resource_that_hangs_after_its_work_request_leaves_time_for_another_poll(
    timed: Any, wait: Any, sim: Simulator
) -> None:
    made = sim.resource("container_engine.cluster", "CREATING", then="ACTIVE", after=0.2)
    resource = {"entity_type": "cluster", "action_type": "CREATED", "identifier": made.id}
    launched = sim.launch("container_engine", seconds=0, resources=[resource])
    sim.fault(call="resource", delay=30)
    done = timed(wait, work_request_id=launched.id, then="resources", timeout=6.0)
    assert done.result["succeeded"] == [launched.id, made.id]
