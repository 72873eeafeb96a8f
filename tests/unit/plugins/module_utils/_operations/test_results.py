# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What operation_wait returns, of real groups and whole waits."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

KEYS = {
    "changed",
    "work_requests",
    "requests",
    "resources",
    "succeeded",
    "unsuccessful",
    "pending",
    "failure_categories",
    "resource_ids",
    "timed_out",
    "elapsed",
    "polls",
    "report",
    "not_started",
    "invocation",
}

Wait = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_backoff(no_pauses: None) -> None:
    """No request is retried after a pause."""


@pytest.fixture
def wait(as_module: Callable[..., Any], signed: dict[str, str]) -> Wait:
    """wait(entry, entry, option=...) runs operation_wait against the simulator."""
    defaults = {"interval": 0.1, "max_interval": 0.1, "timeout": 5, **signed}
    return lambda *operations, **options: as_module(
        "operation_wait", **{**defaults, "operations": list(operations), **options}
    )


def gate(sim: Simulator) -> dict[str, Any]:
    return {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}


def test_a_mix_that_succeeds(sim: Simulator, wait: Wait) -> None:
    work, request = sim.launch("work_requests", seconds=0.2).id, sim.goldengate.launch(seconds=0).id
    done = wait({"request_id": request, "options": gate(sim)}, work)
    assert set(done.result) == KEYS
    assert done.result["succeeded"] == [str(request), work]
    assert [entry["id"] for entry in done.entries] == [work]
    assert [entry["id"] for entry in done.result["requests"]] == [str(request)]
    assert done.result["report"].startswith("2 operations: 2 succeeded, 0 failed, 0 not over. Waited ")
    assert done.result["not_started"] == []
    assert done.result["polls"] >= 2


def test_entries_come_in_the_order_asked_for_and_the_report_as_well(sim: Simulator, wait: Wait) -> None:
    """Whatever group they are in."""
    first, second, third = (sim.launch("work_requests", seconds=0, outcome="failed").id for _n in range(3))
    request = str(sim.goldengate.launch(seconds=0, outcome="failed").id)
    own = {"work_request_id": second, "options": {"read_timeout": 7}}
    done = wait(first, {"request_id": request, "options": gate(sim)}, own, third, on_failure="fail_at_end")
    assert [entry["id"] for entry in done.entries] == [first, second, third]
    places = [done.result["report"].index(each) for each in (first, request, second, third)]
    assert places == sorted(places)
    assert done.msg == done.result["report"]


def test_two_services_with_requests_of_the_same_id(wait: Wait) -> None:
    with Simulator() as east, Simulator() as west:
        one, other = east.goldengate.launch(seconds=0), west.goldengate.launch(seconds=0, outcome="failed")
        assert one.id == other.id
        done = wait(
            {"request_id": one.id, "options": gate(east)},
            {"request_id": other.id, "options": gate(west)},
            on_failure="report",
        )
    assert [(entry["id"], entry["state"]) for entry in done.result["requests"]] == [
        (str(one.id), "succeeded"),
        (str(one.id), "failed"),
    ]
    assert (done.result["succeeded"], done.result["unsuccessful"]) == ([str(one.id)], [str(one.id)])
    assert "2 operations: 1 succeeded, 1 failed, 0 not over" in done.result["report"]


def test_a_call_that_was_over_when_it_answered_has_succeeded(sim: Simulator, wait: Wait) -> None:
    registered = {"status": 200, "url": f"{sim.url}/services/v2/extracts/EXT1", "json": {}}
    done = wait({"request_id": registered, "options": gate(sim)})
    [entry] = done.result["requests"]
    assert (entry["state"], entry["id"]) == ("succeeded", None)
    assert "1 operation: 1 succeeded" in done.result["report"]


@pytest.mark.parametrize(
    ("options", "failed"),
    [
        ({}, True),
        ({"on_failure": "fail_at_end"}, True),
        ({"on_failure": "report"}, False),
        ({"accept": ["Failed "]}, False),
    ],
)
def test_a_failure_fails_where_it_is_to(sim: Simulator, wait: Wait, options: Any, failed: bool) -> None:
    done = wait(sim.launch("work_requests", seconds=0, outcome="failed").id, **options)
    assert (done.code == 1) == failed
    assert len(done.result["unsuccessful"]) == (0 if "accept" in options else 1)
    if failed:
        assert done.msg == done.result["report"]


@pytest.mark.parametrize(("on_timeout", "failed"), [("fail", True), ("report", False), ("cancel", True)])
def test_a_time_out_fails_where_it_is_to(sim: Simulator, wait: Wait, on_timeout: str, failed: bool) -> None:
    running = sim.launch("container_engine", outcome=None).id
    done = wait(running, timeout=0.2, on_timeout=on_timeout)
    assert (done.code == 1) == failed
    assert (done.result["timed_out"], done.result["pending"]) == (True, [running])
    assert done.result.get("canceling") == ([running] if on_timeout == "cancel" else None)
    assert done.result["changed"] == (on_timeout == "cancel")
    assert "0 succeeded, 0 failed, 1 not over after 0.2 s." in done.result["report"]


def test_only_what_is_pending_is_canceled(sim: Simulator, wait: Wait) -> None:
    running, over = sim.launch("container_engine", outcome=None).id, sim.launch("container_engine", seconds=0).id
    request = sim.goldengate.launch(outcome=None).id
    own = {"work_request_id": running, "options": {"read_timeout": 7}}
    done = wait(over, own, {"request_id": request, "options": gate(sim)}, timeout=0.2, on_timeout="cancel")
    assert done.result["canceling"] == [running]
    assert [entry.operation for entry in sim.journal.of(call="cancel")] == [running]
    assert done.result["pending"] == [running, str(request)]


@pytest.mark.parametrize("on_timeout", ["fail", "cancel"])
def test_check_mode_polls_once_and_neither_fails_nor_cancels(sim: Simulator, wait: Wait, on_timeout: str) -> None:
    running = sim.launch("container_engine", outcome=None).id
    failed = sim.launch("container_engine", seconds=0, outcome="failed").id
    done = wait(running, failed, on_timeout=on_timeout, _ansible_check_mode=True)
    assert done.code == 0
    assert (done.result["polls"], done.result["timed_out"], done.result["changed"]) == (2, False, False)
    assert (done.result["pending"], done.result["unsuccessful"]) == ([running], [failed])
    assert sim.journal.of(call="cancel") == []


def test_warnings_of_clients_and_of_the_wait_are_there(sim: Simulator, wait: Wait) -> None:
    launched = sim.launch("work_requests", steps=[{"at": 0, "status": "PONDERING"}, {"at": 0.3, "status": "SUCCEEDED"}])
    sim.fault(call="get", status=503, skip=1)
    warnings = wait(launched.id).warnings
    assert len(warnings) == 2
    assert "The status PONDERING" in warnings[0]
    assert "1 poll failed and was retried because of: " in warnings[1]


def test_nothing_is_polled_where_an_entry_is_wrong(sim: Simulator, wait: Wait) -> None:
    launched = sim.launch("work_requests", seconds=0).id
    done = wait(launched, 42, {"request_id": "seven", "options": gate(sim)}, interval=0)
    assert set(done.result) == KEYS | {"failed", "msg"}
    lines = done.msg.splitlines()
    assert lines[0].startswith("interval must be at least 0.1 s")
    assert lines[1].startswith("Entry 2 of operations is 42.")
    assert done.result["not_started"] == lines
    assert (done.result["polls"], done.result["elapsed"], done.entries) == (0, 0.0, [])
    assert len(sim.journal) == 0
