# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One wait over several groups, in virtual time: what is read afterwards, and what the observer is given."""

from __future__ import annotations

import time
import types
from typing import Any, Callable, Optional, Sequence

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    FaultKind,
    Observation,
    Operation,
    OperationKind,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key, Watch
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait, waiter
from ansible_collections.longops.oracle.plugins.module_utils._polling.pollers import SinglePoller
from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils.timelines import jumping_clock

ID = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zq%02d"
LATE = Fault(FaultKind.TRANSIENT, "no answer within 5 s")

Clock = Callable[[], float]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the wait, which jumps while no poll is under way; chance does not spread the polls."""
    monkeypatch.setattr(group_wait, "random", types.SimpleNamespace(random=lambda: 0.0))
    return jumping_clock(monkeypatch)


class Group:
    """Operations that are pending until a time of the clock, and then in a state."""

    kind = OperationKind("operation", "operations", "operation")

    def __init__(self, clock: Clock, ends: dict[str, tuple[float, str]], errors: Sequence[str] = ()) -> None:
        self.clock = clock
        self.ends = ends
        self.ids = list(ends)
        self.errors = errors
        self.explained: list[tuple[list[str], bool, float]] = []

    def poller(self, pool: Any) -> SinglePoller:
        return SinglePoller(self.poll, pool)

    def poll(self, id_: str, deadline: float) -> Observation:
        after, state = self.ends[id_]
        if self.clock() < after:
            return Observation(id_, Operation(id_, "service", "IN_PROGRESS"))
        if state == "fatal":
            return Observation(id_, fault=Fault(FaultKind.FATAL, "wrong password", 401))
        return Observation(id_, Operation(id_, "service", state.upper(), state))

    def explain(self, watches: Sequence[Watch], timed_out: bool, deadline: float) -> None:
        self.explained.append(([watch.id for watch in watches], timed_out, deadline))
        for watch in watches:
            if watch.outcome == "failed" and watch.operation is not None:
                watch.operation = watch.operation._replace(errors=tuple(ErrorEntry(code) for code in self.errors))

    def entry(self, watch: Watch) -> dict[str, Any]:
        return {"id": watch.id}

    def entries(self, watches: Sequence[Watch]) -> list[dict[str, Any]]:
        return [self.entry(watch) for watch in watches]


class Listener:
    def __init__(self) -> None:
        self.events: list[tuple[Any, Optional[str], Any, float]] = []

    def __call__(self, watch: Watch, elapsed: float) -> None:
        operation = watch.operation
        self.events.append((watch.key, operation and operation.status, operation and operation.errors, elapsed))


def test_operations_of_the_same_id_are_waited_for_each(clock: Clock) -> None:
    groups = [Group(clock, {"7": (4.0, State.SUCCEEDED)}), Group(clock, {"7": (9.0, State.FAILED)})]
    outcome = group_wait.wait(groups, Terms(on_failure="report"), 2)
    assert [(watch.key, watch.outcome) for watch in outcome.watches] == [
        (Key(0, "7"), "succeeded"),
        (Key(1, "7"), "failed"),
    ]
    assert [[watch.id for watch in group_wait.of_group(outcome.watches, number)] for number in range(3)] == [
        ["7"],
        ["7"],
        [],
    ]


def test_fail_fast_tells_a_failure_of_any_group_as_soon_as_it_is_observed(clock: Clock) -> None:
    """A plain id of 40 s, one of another group that fails after 5 s, and a third one."""
    groups = [
        Group(clock, {ID % 1: (40.0, State.SUCCEEDED)}),
        Group(clock, {ID % 2: (5.0, State.FAILED)}, errors=["DiskFull"]),
        Group(clock, {"7": (300.0, State.SUCCEEDED)}),
    ]
    outcome = group_wait.wait(groups, Terms(), 2)
    assert [watch.outcome for watch in outcome.watches] == ["pending", "failed", "pending"]
    assert 5.0 <= outcome.elapsed <= 7.0
    assert not outcome.timed_out
    assert outcome.watches[1].operation.errors == (ErrorEntry("DiskFull"),)


def test_fail_fast_tells_a_wrong_password_at_the_first_poll(clock: Clock) -> None:
    groups = [Group(clock, {ID % 1: (40.0, State.SUCCEEDED)}), Group(clock, {"7": (0.0, "fatal")})]
    outcome = group_wait.wait(groups, Terms(), 2)
    assert outcome.elapsed == 0.0
    assert outcome.of("failed")[0].fault == Fault(FaultKind.FATAL, "wrong password", 401)


def test_each_group_explains_its_own_operations_until_one_deadline(clock: Clock) -> None:
    groups = [
        Group(clock, {ID % 1: (0.0, State.SUCCEEDED), ID % 2: (0.0, State.FAILED)}),
        Group(clock, {"7": (0.0, State.FAILED)}),
    ]
    outcome = group_wait.wait(groups, Terms(on_failure="report"), 2)
    deadline = clock() + waiter.explain_timeout(outcome, Terms(on_failure="report"))
    assert groups[0].explained == [([ID % 1, ID % 2], False, deadline)]
    assert groups[1].explained == [(["7"], False, deadline)]


def test_a_time_out_is_explained_as_one(clock: Clock) -> None:
    group = Group(clock, {"7": (1000.0, State.SUCCEEDED)})
    outcome = group_wait.wait([group], Terms(timeout=20.0), 2)
    assert (outcome.timed_out, outcome.elapsed, clock()) == (True, 20.0, 20.0)
    assert group.explained == [(["7"], True, 25.0)]


def test_the_observer_is_told_what_explains_an_end(clock: Clock) -> None:
    listener = Listener()
    groups = [
        Group(clock, {ID % 1: (0.0, State.SUCCEEDED)}),
        Group(clock, {"7": (4.0, State.FAILED)}, errors=["DiskFull"]),
    ]
    group_wait.wait(groups, Terms(), 2, listener)
    assert sorted(listener.events[:2]) == [
        (Key(0, ID % 1), "SUCCEEDED", None, 0.0),
        (Key(1, "7"), "IN_PROGRESS", None, 0.0),
    ]
    assert listener.events[2:] == [
        (Key(1, "7"), "FAILED", None, 4.0),
        (Key(1, "7"), "FAILED", (ErrorEntry("DiskFull"),), 4.0),
    ]


def test_an_end_that_nothing_explains_is_told_once(clock: Clock) -> None:
    listener = Listener()
    group_wait.wait([Group(clock, {"7": (0.0, State.SUCCEEDED)})], Terms(), 2, listener)
    assert listener.events == [(Key(0, "7"), "SUCCEEDED", None, 0.0)]


def test_an_observer_that_raises_is_told_nothing_more_and_changes_nothing(clock: Clock) -> None:
    calls = []

    def observer(watch: Watch, elapsed: float) -> None:
        calls.append(watch.key)
        raise OSError("gone")

    group = Group(clock, {"7": (4.0, State.FAILED)}, errors=["DiskFull"])
    outcome = group_wait.wait([group], Terms(), 2, observer)
    assert calls == [Key(0, "7")]
    assert outcome.watches[0].operation.errors == (ErrorEntry("DiskFull"),)


def test_no_groups_and_groups_without_operations_are_over_at_once(clock: Clock) -> None:
    assert group_wait.wait([], Terms(), 2).watches == ()
    empty = Group(clock, {})
    outcome = group_wait.wait([empty], Terms(), 2)
    assert (outcome.watches, outcome.timed_out, clock()) == ((), False, 0.0)


def test_explaining_many_groups_takes_no_more_threads_than_a_wait(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    init = Pool.__init__

    def counted(pool: Pool, size: int) -> None:
        sizes.append(size)
        init(pool, size)

    monkeypatch.setattr(Pool, "__init__", counted)
    groups = [Group(clock, {"7": (0.0, State.SUCCEEDED)}) for _group in range(30)]
    begin = time.monotonic()
    assert len(group_wait.wait(groups, Terms(), 4).of("succeeded")) == 30
    assert time.monotonic() - begin < 30
    assert sizes[-1] == 4
