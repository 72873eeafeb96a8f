# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client, the waiter and threads together, in real time that is kept short."""

from __future__ import annotations

import pathlib
import time
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import FaultKind, State
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Outcome
from ansible_collections.longops.oracle.plugins.module_utils._oci import targets, work_request_ids
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.plugins.module_utils._oci.wait import WorkRequestGroup
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait, waiter
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make, make_session


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


def wait(client: OciClient, launched: Any, logs: str = "failed", **terms: Any) -> Outcome:
    operations = launched if isinstance(launched, list) else [launched]
    asked = [{"id": operation.id, "service": operation.family.title} for operation in operations]
    settings = Terms(**{"timeout": 5.0, "interval": 0.05, "max_interval": 0.05, **terms})
    group = WorkRequestGroup(client, targets.by_asked(client, work_request_ids.find(asked), None), logs, 10)
    return group_wait.wait([group], settings, 10)


def test_work_requests_of_all_families_are_waited_for_at_once(sim: Simulator, client: OciClient) -> None:
    launched = [sim.launch(family.title, seconds=0.3) for family in FAMILIES]
    sim.fault(call="get", delay=0.01, times=None)
    outcome = wait(client, launched, timeout=60)
    assert [watch.id for watch in outcome.watches] == [operation.id for operation in launched]
    assert {watch.outcome for watch in outcome.watches} == {"succeeded"}
    assert {watch.operation.state for watch in outcome.watches} == {State.SUCCEEDED}
    assert client.warnings == {}


def test_nothing_to_wait_for_is_over_at_once(client: OciClient) -> None:
    outcome = wait(client, [])
    assert (outcome.watches, outcome.timed_out, outcome.polls) == ((), False, 0)


def test_every_kind_of_trouble_on_the_way_is_borne(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=0, retry_after="0")
    for trouble in (
        {"status": 503, "kind": "html"},
        {"status": 429},
        {"status": 500, "kind": "empty"},
        {"status": 408},
        {"status": 409},
        {"status": 200, "kind": "truncated"},
        {"status": 200, "kind": "garbage"},
        {"status": 200, "kind": "huge"},
        {"status": 200, "body": {}},
        {"reset": True},
        {"close": True},
    ):
        sim.fault(call="get", **trouble)
    [watch] = wait(client, launched).watches
    assert (watch.outcome, watch.polls, watch.transient_errors) == ("succeeded", 12, 11)


def test_an_operation_that_is_younger_than_its_record_is_waited_for(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=0.3, visible_after=0.3)
    [watch] = wait(client, launched).watches
    assert watch.outcome == "succeeded"
    assert sim.journal[0].status == 404


def test_an_operation_that_is_never_there_is_given_up_after_a_while(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiter, "NOT_FOUND_GRACE", 0.3)
    launched = sim.launch("container_engine")
    sim.remove(launched)
    outcome = wait(client, launched)
    [watch] = outcome.watches
    assert (watch.outcome, watch.fault.kind, outcome.timed_out) == ("failed", FaultKind.NOT_FOUND, False)
    assert 0.3 <= outcome.elapsed < 20


def test_an_operation_that_vanishes_keeps_what_was_last_seen(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiter, "NOT_FOUND_GRACE", 0.2)
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", skip=2, status=404, times=None)
    [watch] = wait(client, launched).watches
    assert (watch.outcome, watch.operation.status, watch.fault.http_status) == ("failed", "ACCEPTED", 404)


@pytest.mark.parametrize("status", [400, 401, 403, 418])
def test_what_cannot_pass_ends_the_wait_with_what_was_last_seen(sim: Simulator, client: OciClient, status: int) -> None:
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", skip=1, status=status, times=None)
    [watch] = wait(client, launched).watches
    assert (watch.outcome, watch.polls, watch.operation.status) == ("failed", 2, "ACCEPTED")
    assert len(sim.journal) == 2  # what stands beside a work request that cannot be read is not asked for


# Sessions


def test_many_waits_go_on_when_the_session_is_renewed(sim: Simulator, tmp_path: pathlib.Path) -> None:
    """All are refused at the same time, and one of them alone finds the token changed."""
    client, token = make_session(sim, tmp_path, "first")
    sim.add_key(token="second")
    launched = sim.launch_many("container_engine", count=8, seconds=0.4)
    token.write_text("second", encoding="utf-8")
    sim.fault(call="get", delay=0.1, times=8)
    assert {watch.outcome for watch in wait(client, launched).watches} == {"succeeded"}


def test_a_session_that_ends_ends_the_wait(sim: Simulator, tmp_path: pathlib.Path) -> None:
    client, _token = make_session(sim, tmp_path, "known")
    sim.add_key(token="known")
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", skip=1, status=401, times=None)
    [watch] = wait(client, launched).watches
    assert (watch.outcome, watch.fault.http_status, watch.operation.status) == ("failed", 401, "ACCEPTED")
    assert "oci session refresh" in watch.fault.message


# Time


def test_retry_after_is_never_undercut(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=1.3, retry_after="0.5")
    assert wait(client, launched).of("succeeded")
    times = [entry.monotonic for entry in sim.journal.of(call="get")]
    assert len(times) >= 3
    assert all(later - earlier >= 0.5 for earlier, later in zip(times, times[1:]))


def test_retry_after_of_a_refusal_is_never_undercut(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("work_requests", seconds=0)
    sim.fault(call="get", status=429, headers={"Retry-After": "0.6"}, times=2)
    assert wait(client, launched).of("succeeded")
    first, second, third = [entry.monotonic for entry in sim.journal.of(call="get")]
    assert second - first >= 0.6
    assert third - second >= 0.6


def test_retry_after_gives_way_to_the_deadline(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", outcome=None, retry_after="3600")
    outcome = wait(client, launched, timeout=0.5)
    assert outcome.timed_out
    assert 0.5 <= outcome.elapsed < 20
    assert len(sim.journal.of(call="get")) == 2  # at once, and at the deadline


def test_a_timeout_of_zero_is_one_look(sim: Simulator, client: OciClient) -> None:
    outcome = wait(client, sim.launch("container_engine", outcome=None), timeout=0.0)
    assert (outcome.polls, outcome.timed_out, len(sim.journal.of(call="get"))) == (1, True, 1)


def test_a_timeout_of_zero_sees_an_end(sim: Simulator, client: OciClient) -> None:
    outcome = wait(client, sim.launch("container_engine", seconds=0), timeout=0.0)
    assert (outcome.timed_out, len(outcome.of("succeeded"))) == (False, 1)


@pytest.mark.parametrize(
    "trouble",
    [
        {"delay": 30},
        {"status": 200, "kind": "huge", "dribble": 0.4},
        {"dribble": 0.4},
        {"kind": "huge"},
        {"reset": True},
        {"status": 503},
    ],
    ids=["hangs", "dribbles for ever", "dribbles", "is huge", "resets", "is busy"],
)
def test_the_deadline_holds_against_any_server(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch, trouble: dict[str, Any]
) -> None:
    monkeypatch.setattr(waiter, "LAST_POLL", 1.0)
    launched = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", skip=1, times=None, **trouble)
    begin = time.monotonic()
    outcome = wait(client, launched, timeout=1.0)
    assert time.monotonic() - begin < 20
    [watch] = outcome.watches
    assert outcome.timed_out
    assert watch.fault.kind == FaultKind.TRANSIENT
    assert watch.operation.status == "ACCEPTED"


@pytest.mark.parametrize("trouble", [{"delay": 30}, {"dribble": 5}, {"status": 429, "headers": {"Retry-After": "30"}}])
def test_explaining_a_timeout_takes_no_longer_than_a_last_poll(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch, trouble: dict[str, Any]
) -> None:
    monkeypatch.setattr(waiter, "LAST_POLL", 3.0)
    launched = sim.launch("container_engine", outcome=None)
    for call in ("errors", "logs"):
        sim.fault(call=call, times=None, **trouble)
    begin = time.monotonic()
    [watch] = wait(client, launched, timeout=0.2).watches
    assert time.monotonic() - begin < 20
    assert (watch.operation.errors, watch.operation.logs) == (None, None)
    assert any("errors" in warning and launched.id in warning for warning in client.warnings)


def test_explaining_that_finds_no_time_says_so(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiter, "EXPLAIN", 0.0)
    monkeypatch.setattr(waiter, "LAST_POLL", 0.0)
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("A", "b")])
    assert wait(client, launched).watches[0].operation.errors is None
    assert list(client.warnings) == [f"No time was left to read all errors and logs of {launched.id}."]


def test_one_that_hangs_does_not_hold_up_the_others(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiter, "LAST_POLL", 2.0)
    slow, quick = sim.launch("container_engine", outcome=None), sim.launch("container_engine", seconds=0.2)
    sim.fault(operation=slow.id, delay=30, times=None)
    outcome = wait(client, [slow, quick], timeout=2.0)
    assert [watch.outcome for watch in outcome.watches] == ["pending", "succeeded"]


# What explains the end


@pytest.mark.parametrize(
    ("logs", "calls"),
    [
        ("none", {"failed": {"errors"}}),
        ("failed", {"failed": {"errors", "logs"}}),
        ("all", {"failed": {"errors", "logs"}, "done": {"logs"}}),
    ],
)
def test_what_is_asked_for_at_the_end(sim: Simulator, client: OciClient, logs: str, calls: dict[str, set[str]]) -> None:
    failed = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("A", "b")], logs=["one"])
    done = sim.launch("container_engine", seconds=0, logs=["two"])
    outcome = wait(client, [failed, done], logs, on_failure="fail_at_end")
    asked = {
        name: {entry.call for entry in sim.journal.of(operation=operation.id)} - {"get"}
        for name, operation in (("failed", failed), ("done", done))
    }
    assert {name: found for name, found in asked.items() if found} == calls
    assert [error.code for error in outcome.watches[0].operation.errors] == ["A"]
    assert outcome.watches[1].operation.errors is None


@pytest.mark.usefixtures("small_pages")
def test_all_pages_of_what_explains_the_end_are_read(sim: Simulator, client: OciClient) -> None:
    errors = [("Code%d" % number, "Message") for number in range(5)]
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=errors, logs=["one", "two", "three"])
    [watch] = wait(client, launched).watches
    assert [error.code for error in watch.operation.errors] == [code for code, message in errors]
    assert [log.message for log in watch.operation.logs] == ["one", "two", "three"]


def test_what_needs_a_person_comes_with_its_errors(sim: Simulator, client: OciClient) -> None:
    steps = [{"at": 0, "status": "NEEDS_ATTENTION", "error": ("Approve", "Somebody has to.")}]
    launched = sim.launch("ai_data_platform", steps=steps)
    [watch] = wait(client, launched, on_attention="fail").watches
    assert (watch.outcome, watch.operation.state, watch.operation.errors[0].code) == (
        "failed",
        State.ATTENTION,
        "Approve",
    )


def test_errors_that_cannot_be_read_do_not_hide_the_failure(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed", logs=["one"])
    sim.fault(call="errors", status=404, times=None)
    [watch] = wait(client, launched).watches
    assert (watch.outcome, watch.operation.errors, watch.operation.logs[0].message) == ("failed", None, "one")
    assert any("The errors of work request" in warning for warning in client.warnings)


def test_the_first_failure_ends_it_where_asked_to(sim: Simulator, client: OciClient) -> None:
    failed, running = (
        sim.launch("container_engine", seconds=0.2, outcome="failed"),
        sim.launch("container_engine", outcome=None),
    )
    outcome = wait(client, [failed, running])
    assert [watch.outcome for watch in outcome.watches] == ["failed", "pending"]
    assert not outcome.timed_out
    assert not sim.journal.of(operation=running.id, call="errors")
