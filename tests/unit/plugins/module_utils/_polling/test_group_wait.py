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
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key, Outcome, Watch
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


# Stages


def test_what_comes_then_is_waited_for_under_the_same_deadline(clock: Clock) -> None:
    """Its numbers follow those of the groups before, and its times count from the begin of the wait."""
    listener = Listener()
    first = [Group(clock, {"7": (4.0, State.SUCCEEDED)}), Group(clock, {"7": (0.0, State.SUCCEEDED)})]
    second = Group(clock, {"7": (9.0, State.SUCCEEDED), "8": (6.0, State.SUCCEEDED)})
    asked: list[Any] = []

    def then(outcome: Outcome) -> list[Group]:
        asked.append([(watch.key, watch.outcome) for watch in outcome.watches])
        return [second]

    outcome = group_wait.wait(first, Terms(timeout=60.0), 2, listener, then)
    assert asked == [[(Key(0, "7"), "succeeded"), (Key(1, "7"), "succeeded")]]
    assert [(watch.key, watch.outcome) for watch in outcome.watches] == [
        (Key(0, "7"), "succeeded"),
        (Key(1, "7"), "succeeded"),
        (Key(2, "7"), "succeeded"),
        (Key(2, "8"), "succeeded"),
    ]
    assert not outcome.timed_out
    assert 9.0 <= outcome.elapsed <= 12.0
    assert outcome.polls == sum(watch.polls for watch in outcome.watches)
    assert [event[3] for event in listener.events if event[0] == Key(2, "7")] == [4.0, outcome.elapsed]
    assert second.explained == [(["7", "8"], False, second.explained[0][2])]


def test_what_comes_then_has_the_time_that_is_left(clock: Clock) -> None:
    second = Group(clock, {"8": (1000.0, State.SUCCEEDED)})
    outcome = group_wait.wait(
        [Group(clock, {"7": (4.0, State.SUCCEEDED)})], Terms(timeout=20.0), 2, None, lambda _outcome: [second]
    )
    assert (outcome.timed_out, outcome.elapsed, clock()) == (True, 20.0, 20.0)
    assert [watch.id for watch in outcome.of("pending")] == ["8"]
    assert second.explained == [(["8"], True, 25.0)]


def test_after_a_deadline_what_comes_then_is_polled_once(clock: Clock) -> None:
    """A work request that has succeeded may have a resource that has settled, whatever others do."""
    first = Group(clock, {"6": (0.0, State.SUCCEEDED), "7": (1000.0, State.SUCCEEDED)})
    second = Group(clock, {"8": (0.0, State.SUCCEEDED), "9": (1000.0, State.SUCCEEDED)})
    outcome = group_wait.wait([first], Terms(timeout=20.0), 2, None, lambda _outcome: [second])
    assert (outcome.timed_out, outcome.elapsed) == (True, 20.0)
    assert [watch.id for watch in outcome.of("pending")] == ["7", "9"]
    assert [watch.polls for watch in outcome.watches if watch.key.group == 1] == [1, 1]


@pytest.mark.parametrize(("cancels", "end"), [(False, 24.75), (True, 21.75)])
def test_what_explains_the_first_leaves_time_for_the_last_poll_of_the_second(
    clock: Clock, cancels: bool, end: float
) -> None:
    first = Group(clock, {"7": (1000.0, State.SUCCEEDED)})
    second = Group(clock, {"8": (0.0, State.SUCCEEDED)})
    group_wait.wait([first], Terms(timeout=20.0, cancels=cancels, begin=0.0), 2, None, lambda _outcome: [second])
    [(_ids, _timed_out, deadline)] = first.explained
    assert deadline == (20.0 + end) / 2


def test_where_the_first_took_all_of_the_time_the_second_is_pending_and_not_polled(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Group(clock, {"7": (0.0, State.SUCCEEDED)}), Group(clock, {"8": (0.0, State.SUCCEEDED)})

    def then(outcome: Outcome) -> list[Group]:
        monkeypatch.setattr(group_wait, "time", types.SimpleNamespace(monotonic=lambda: 24.8))
        return [second]

    outcome = group_wait.wait([first], Terms(timeout=20.0), 2, None, then)
    assert (outcome.timed_out, outcome.elapsed) == (True, 24.8)
    assert [(watch.key, watch.outcome, watch.polls) for watch in outcome.watches] == [
        (Key(0, "7"), "succeeded", 1),
        (Key(1, "8"), "pending", 0),
    ]


@pytest.mark.parametrize(("on_failure", "goes_on"), [("fail_fast", False), ("fail_at_end", True), ("report", True)])
def test_a_failure_ends_the_wait_only_where_it_is_to(clock: Clock, on_failure: str, goes_on: bool) -> None:
    first = Group(clock, {"6": (0.0, State.SUCCEEDED), "7": (2.0, State.FAILED)})
    second = Group(clock, {"8": (4.0, State.SUCCEEDED)})
    outcome = group_wait.wait([first], Terms(on_failure=on_failure), 2, None, lambda _outcome: [second])
    assert [watch.id for watch in outcome.watches] == ["6", "7", *(["8"] if goes_on else [])]
    assert [watch.id for watch in outcome.of("failed")] == ["7"]


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_may_come_then(clock: Clock, count: int) -> None:
    nothing = [Group(clock, {}) for _group in range(count)]
    outcome = group_wait.wait([Group(clock, {"7": (0.0, State.SUCCEEDED)})], Terms(), 2, None, lambda _o: nothing)
    assert [watch.key for watch in outcome.watches] == [Key(0, "7")]
    assert (outcome.timed_out, outcome.broken) == (False, None)


def test_an_error_in_finding_what_comes_then_ends_the_wait_and_says_so(clock: Clock) -> None:
    def then(outcome: Outcome) -> list[Group]:
        raise ZeroDivisionError("nothing")

    outcome = group_wait.wait([Group(clock, {"7": (0.0, State.SUCCEEDED)})], Terms(), 2, None, then)
    assert [watch.outcome for watch in outcome.watches] == ["succeeded"]
    assert "ZeroDivisionError" in str(outcome.broken)
    assert "the wait ended early" in str(outcome.broken)
