# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a watcher emits, with a clock that is passed in: each change once, through faults and across restarts."""

from __future__ import annotations

import collections
import random
from typing import Any, Callable, Optional, Sequence

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    FaultKind,
    Observation,
    Operation,
    OperationKind,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key
from ansible_collections.longops.oracle.plugins.module_utils._events import scanner, watcher as module
from ansible_collections.longops.oracle.plugins.module_utils._events.cursor import Cursor
from ansible_collections.longops.oracle.plugins.module_utils._events.event import Change, Event, Told
from ansible_collections.longops.oracle.plugins.module_utils._events.watched import Settings, Watched
from ansible_collections.longops.oracle.plugins.module_utils._events.watcher import Watcher
from ansible_collections.longops.oracle.plugins.module_utils._polling.scans import Found, Scan
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms
from ansible_collections.longops.oracle.tests.unit.examples import examples

KIND = OperationKind("work request", "work_requests", "work_request")
TRANSIENT = Fault(FaultKind.TRANSIENT, "the service is busy", 503)
FORBIDDEN = Fault(FaultKind.FATAL, "not authorized", 403)
REJECTED = Fault(FaultKind.FATAL, "the authentication is rejected", 401)
MISSING = Fault(FaultKind.NOT_FOUND, "no such work request", 404)
UNKNOWN_HOST = Fault(FaultKind.UNRESOLVED, "no such host")
#: A time in seconds since the epoch.
BEGIN = 1_700_000_000.0


class World:
    """Services that have operations, a clock, and what goes wrong with each request by now."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.operations: dict[str, tuple[float, float, str]] = {}  # accepted, ends, state
        self.faults: list[Fault] = []  # of the next requests, one each
        self.always: Optional[Fault] = None
        self.explains = True
        self.requests = 0
        self.polled: collections.Counter[str] = collections.Counter()

    def launch(self, id_: str, seconds: float, state: str = State.SUCCEEDED) -> str:
        self.operations[id_] = (self.now, self.now + seconds, state)
        return id_

    def fault(self) -> Optional[Fault]:
        self.requests += 1
        return self.faults.pop(0) if self.faults else self.always

    def observe(self, id_: str) -> Operation:
        accepted, ends, state = self.operations[id_]
        if self.now >= ends:
            return Operation(id_, "oke", state.upper(), state, percent_complete=100.0)
        part = (self.now - accepted) / (ends - accepted)
        return Operation(id_, "oke", "IN_PROGRESS" if part > 0.1 else "ACCEPTED", percent_complete=100 * part)


class Group:
    kind = KIND
    name = "work_request"

    def __init__(self, world: World, ids: Sequence[str] = ()) -> None:
        self._world = world
        self.ids = list(ids)
        self.known = set(ids)

    def forget(self, id_: str) -> None:
        self.known.remove(id_)

    def poller(self, pool: Any) -> Any:
        self._pool = pool
        return self

    def start(self, due: Sequence[str], soon: Sequence[str], deadline: Callable[[], float]) -> Sequence[str]:
        for id_ in due:
            self._pool.submit(lambda observation: [observation], lambda id_=id_: self._poll(id_))
        return due

    def _poll(self, id_: str) -> Observation:
        assert id_ in self.known
        self._world.polled[id_] += 1
        fault = self._world.fault()
        if fault is None and id_ not in self._world.operations:
            fault = MISSING
        return Observation(id_, fault=fault) if fault else Observation(id_, self._world.observe(id_))

    def explain(self, watches: Any, timed_out: bool, deadline: float) -> None:
        for watch in watches:
            if watch.outcome == "failed" and self._world.explains and self._world.fault() is None:
                watch.operation = watch.operation._replace(errors=(ErrorEntry("QuotaExceeded", "No cores"),))

    def is_explained(self, watch: Any) -> bool:
        return watch.outcome != "failed" or watch.operation.errors is not None

    def entry(self, watch: Any) -> dict[str, Any]:
        operation = watch.operation
        return {
            "id": watch.id,
            "state": operation and operation.state,
            "percent_complete": operation and operation.percent_complete,
            "errors": operation and operation.errors,
            "fault": watch.fault and watch.fault.message,
        }


class Scope:
    """A list of all that the world has."""

    group = 0
    margin = 100.0
    name = "container_engine"

    def __init__(self, world: World, group: Group, positions: bool = True) -> None:
        self._world = world
        self._group = group
        self._positions = positions

    def beginning(self, now: float) -> Optional[float]:
        return now if self._positions else None

    def scan(self, known: Optional[float]) -> Scan:
        found = [
            Found(
                id_,
                ends <= self._world.now,
                accepted if self._positions else None,
                ends if self._positions and ends <= self._world.now else None,
            )
            for id_, (accepted, ends, _state) in self._world.operations.items()
        ]
        fault = self._world.fault()
        return Scan(found[: len(found) // 2] if fault else found, fault)

    def adopt(self, id_: str) -> None:
        self._group.known.add(id_)


class Poller:
    """All calls are made at once, and what they gave is collected in one step; with nothing to collect the clock moves on."""

    world: World

    def __init__(self, makers: Any, threads: int) -> None:
        self._results: list[tuple[Any, Any]] = []
        self._groups = []
        for number, make in enumerate(makers):
            self._groups.append(make(self._part(number)))

    def _part(self, number: int) -> Any:
        outer = self

        class Part:
            def submit(self, handler: Any, call: Any) -> None:
                outer._results.append(
                    (lambda result: [each._replace(id=Key(number, each.id)) for each in handler(result)], call())
                )

        return Part()

    def start(self, due: Sequence[Key], soon: Sequence[Key], deadline: Any) -> Sequence[Key]:
        for number, group in enumerate(self._groups):
            group.start([key.id for key in due if key.group == number], [], deadline)
        return due

    def collect(self, timeout: float) -> list[Observation]:
        results, self._results = self._results, []
        if not results:
            self.world.now += max(timeout, 0.01)
        return [observation for handler, result in results for observation in handler(result)]

    def close(self) -> None:
        pass


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    monkeypatch.setattr(module, "CompositePoller", type("Bound", (Poller,), {"world": made}))
    monkeypatch.setattr(module, "STEP", 3.0)
    return made


class Watching:
    """Processes that watch one after the other, with one cursor. told has (change, id) of all events that were taken."""

    def __init__(
        self, world: World, ids: Sequence[str] = (), scopes: bool = False, positions: bool = True, **settings: Any
    ):
        self.world = world
        self.events: list[Event] = []
        self.said: list[str] = []
        self.cursor = Cursor(None, self.said.append, lambda: world.now)
        self._ids = ids
        self._scopes = scopes
        self._positions = positions
        terms = Terms(interval=2.0, max_interval=20.0)
        self._settings = Settings(terms, **{"scan_interval": 10.0, **settings})
        self.restart()

    def restart(self) -> None:
        self.group = Group(self.world, self._ids)
        scopes = [Scope(self.world, self.group, self._positions)] if self._scopes else []
        self.watcher = Watcher(
            Watched([self.group], scopes), self._settings, self.cursor, self._take, self.said.append,
            lambda: self.world.now - BEGIN, lambda: self.world.now, lambda: 0.5,
        )  # fmt: skip

    def _take(self, event: Event) -> None:
        self.events.append(event)
        self.cursor.tell(event.name, event.told)

    def run(self, seconds: float) -> Watching:
        until = self.world.now + seconds
        self.watcher.run(lambda: self.world.now >= until)
        return self

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(event.data["change"], event.data["work_request"]["id"]) for event in self.events]


def test_an_operation_is_told_from_the_beginning_to_the_end(world: World) -> None:
    watching = Watching(world, [world.launch("one", 60)]).run(100)
    assert watching.told == [(Change.NEW, "one"), (Change.STATUS, "one"), (Change.END, "one")]
    [first, _second, last] = [event.data for event in watching.events]
    assert first["operations"] == 1
    assert 60 <= last["elapsed"] <= 80
    assert last["work_request"]["state"] == State.SUCCEEDED
    assert watching.watcher.is_done
    assert watching.group.known == set()


def test_percentages_are_told_where_they_are_asked_for(world: World) -> None:
    watching = Watching(world, [world.launch("one", 100)], percent_step=25).run(150)
    changes = [change for change, _id in watching.told]
    assert changes.count(Change.PERCENT) == 3
    assert changes[-1] == Change.END


def test_one_that_has_ended_before_is_told_at_its_end_only(world: World) -> None:
    world.launch("one", 5, State.FAILED)
    world.now += 10
    [event] = Watching(world, ["one"]).run(30).events
    assert event.data["change"] == Change.END
    assert [error.code for error in event.data["work_request"]["errors"]] == ["QuotaExceeded"]


def test_transient_errors_are_no_events_and_are_said_now_and_then(world: World) -> None:
    watching = Watching(world, [world.launch("one", 60)])
    world.faults = [TRANSIENT] * 4
    watching.run(120)
    assert [change for change, _id in watching.told][-1] == Change.END
    assert all(event.data["work_request"]["fault"] is None for event in watching.events)
    assert len(watching.said) == 1
    assert "the service is busy" in watching.said[0]


def test_a_service_that_asks_for_a_century_is_asked_again_within_an_hour(world: World) -> None:
    watching = Watching(world, [world.launch("one", 60)], scopes=True).run(20)
    world.faults = [TRANSIENT._replace(retry_after=3e9)] * 2
    watching.run(module.LONGEST_GAP + 100)
    assert watching.told[-1] == (Change.END, "one")
    world.launch("two", 60)
    assert watching.run(100).told[-1] == (Change.END, "two")


def test_an_outage_of_a_day_loses_nothing(world: World) -> None:
    watching = Watching(world, [world.launch("one", 3600)]).run(100)
    for fault in (TRANSIENT, UNKNOWN_HOST, REJECTED):
        world.always = fault
        watching.run(86400 / 3)
    world.always = None
    watching.run(60)
    assert watching.told == [(Change.NEW, "one"), (Change.END, "one")]
    assert len(watching.said) < 1500
    assert world.polled["one"] < 5000


@pytest.mark.parametrize("fault", [FORBIDDEN, MISSING])
def test_what_cannot_be_read_is_told_once_and_goes_on_later(world: World, fault: Fault) -> None:
    watching = Watching(world, [world.launch("one", 2000)]).run(300)
    before = len(watching.told)
    world.always = fault
    watching.run(600)
    assert watching.told[before:] == [(Change.UNREADABLE, "one")]
    assert watching.events[-1].data["work_request"]["fault"] == fault.message
    assert watching.events[-1].data["work_request"]["state"] == State.PENDING
    world.always = None
    watching.run(3000)
    assert watching.told[before + 1 :] == [(Change.STATUS, "one"), (Change.END, "one")]


def test_one_that_never_was_is_told_and_given_up_after_days(world: World) -> None:
    watching = Watching(world, ["one"]).run(module.GONE / 2)
    assert watching.told == [(Change.UNREADABLE, "one")]
    assert not watching.watcher.is_done
    watching.run(module.GONE)
    assert watching.watcher.is_done
    watching.restart()
    assert watching.run(100).told == [(Change.UNREADABLE, "one")]


@pytest.mark.parametrize("fault", [REJECTED, UNKNOWN_HOST])
def test_where_nothing_could_ever_be_read_it_ends_with_the_reason(world: World, fault: Fault) -> None:
    world.always = fault
    watching = Watching(world, [world.launch("one", 60), world.launch("two", 60)])
    with pytest.raises(RequestError, match=fault.message):
        watching.run(300)
    assert watching.events == []


def test_an_end_is_told_with_its_errors_also_where_they_can_be_read_only_later(world: World) -> None:
    watching = Watching(world, [world.launch("one", 10, State.FAILED)])
    world.explains = False
    watching.run(20)
    assert Change.END not in dict(watching.told)
    world.explains = True
    watching.run(60)
    assert watching.told[-1] == (Change.END, "one")
    assert watching.events[-1].data["work_request"]["errors"]


def test_an_end_is_told_without_errors_that_can_never_be_read(world: World) -> None:
    watching = Watching(world, [world.launch("one", 10, State.FAILED)])
    world.explains = False
    watching.run(300)
    assert watching.told[-1] == (Change.END, "one")
    assert watching.events[-1].data["work_request"]["errors"] is None


def test_an_error_of_our_own_while_explaining_loses_no_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    watching = Watching(world, [world.launch("one", 10, State.FAILED)])
    monkeypatch.setattr(watching.group, "explain", lambda *args: 1 // 0)
    watching.run(60)
    assert watching.told[-1] == (Change.END, "one")
    assert "ZeroDivisionError" in watching.said[-1]


# Lists


@pytest.mark.parametrize("positions", [True, False])
def test_what_comes_into_flight_is_watched_and_what_was_over_before_is_not(world: World, positions: bool) -> None:
    world.launch("old", 1)
    world.now += 500
    world.launch("running", 100)
    world.now += 5
    watching = Watching(world, scopes=True, positions=positions).run(30)
    world.launch("later", 40)
    watching.run(11)
    world.launch("short", 1)
    watching.run(200)
    ids = {id_ for _change, id_ in watching.told}
    assert ids == {"running", "later", "short"}
    assert [change for change, id_ in watching.told if id_ == "short"] == [Change.END]
    assert sum(change == Change.END for change, _id in watching.told) == 3
    assert len(set(watching.told)) == len(watching.told)


@pytest.mark.parametrize("positions", [True, False])
def test_a_restart_tells_what_came_and_ended_meanwhile_once(world: World, positions: bool) -> None:
    world.launch("running", 100)
    watching = Watching(world, scopes=True, positions=positions).run(30)
    world.launch("meanwhile", 20)
    world.now += 200
    watching.restart()
    watching.run(60)
    assert watching.told[-2:] == [(Change.END, "running"), (Change.END, "meanwhile")]
    before = list(watching.told)
    for _restart in range(3):
        watching.restart()
        watching.run(60)
    assert watching.told == before


def test_what_ends_before_its_list_is_read_the_first_time_is_told(world: World) -> None:
    world.launch("old", 1)
    world.now += 500
    world.launch("running", 10)
    watching = Watching(world, scopes=True)
    world.now += 11  # the first of a hundred lists have been read by now
    watching.run(30)
    assert watching.told == [(Change.END, "running")]


def test_what_begins_and_ends_while_the_first_list_cannot_be_read_is_told(world: World) -> None:
    world.launch("old", 1)
    world.now += 500
    watching = Watching(world, scopes=True)
    world.always = TRANSIENT
    watching.run(20)
    world.launch("short", 1)
    watching.run(20)
    world.always = None
    watching.run(60)
    assert watching.told == [(Change.END, "short")]


def test_an_empty_list_is_known_as_well(world: World) -> None:
    watching = Watching(world, scopes=True).run(5)
    world.launch("short", 1)
    watching.run(30)
    assert watching.told == [(Change.END, "short")]


def test_a_list_that_says_no_ends_is_found_out_by_polls(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = Scope.scan

    def silent(self: Scope, known: Optional[float]) -> Scan:
        return Scan([each._replace(ended=None) for each in scan(self, known).found])

    monkeypatch.setattr(Scope, "scan", silent)
    world.launch("old", 1)
    world.now += 500
    world.launch("running", 50)
    watching = Watching(world, scopes=True, positions=False).run(30)
    world.launch("short", 1)
    watching.run(100)
    assert {id_ for _change, id_ in watching.told} == {"running", "short"}
    assert world.polled["old"] == 1
    watching.restart()
    count = len(watching.told)
    assert len(watching.run(60).told) == count
    assert world.polled["old"] == 1


@pytest.mark.parametrize("fault", [FORBIDDEN, REJECTED, MISSING, UNKNOWN_HOST])
def test_lists_that_cannot_be_read_at_all_end_it_with_the_reason(world: World, fault: Fault) -> None:
    world.always = fault
    with pytest.raises(RequestError, match=fault.message):
        Watching(world, scopes=True).run(300)


def test_a_list_that_could_be_read_is_tried_for_ever(world: World) -> None:
    watching = Watching(world, scopes=True).run(30)
    world.always = FORBIDDEN
    watching.run(10000)
    assert world.requests < 60
    world.launch("one", 2000)
    world.always = None
    watching.run(scanner.SLOW * 2)
    assert watching.told[0] == (Change.NEW, "one")
    assert [text for text in watching.said if "cannot be read" in text and "not authorized" in text]
    assert [text for text in watching.said if "can be read again" in text]


def test_a_scan_that_raises_anything_is_a_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    watching = Watching(world, scopes=True).run(30)
    with monkeypatch.context() as context:
        context.setattr(Scope, "scan", lambda self, known: 1 // 0)
        watching.run(30)
    assert "ZeroDivisionError" in watching.said[-1]


# Everything at once


@examples(50)
@given(st.integers(0, 10**9))
def test_each_event_comes_once_through_faults_and_restarts(seed: int) -> None:
    chance = random.Random(seed)
    world = World()
    with pytest.MonkeyPatch.context() as context:
        context.setattr(module, "CompositePoller", type("Bound", (Poller,), {"world": world}))
        named = [world.launch(f"named-{number}", chance.uniform(1, 300), _end(chance)) for number in range(3)]
        watching = Watching(
            world, named, scopes=True, positions=chance.random() < 0.5, percent_step=chance.choice([0, 10])
        )
        watching.run(15)  # the first list
        launched = 0
        for _phase in range(chance.randint(3, 10)):
            world.faults = [
                chance.choice([TRANSIENT, TRANSIENT, UNKNOWN_HOST]) for _number in range(chance.choice([0, 0, 5, 30]))
            ]
            for _number in range(chance.randint(0, 3)):
                launched += 1
                world.launch(f"found-{launched}", chance.uniform(1, 300), _end(chance))
            watching.run(chance.uniform(1, 100))
            if chance.random() < 0.5:
                watching.world.now += chance.choice([0, 50, 1000])
                watching.restart()
        world.faults = []
        watching.run(2000)
    counts = collections.Counter(watching.told)
    for id_ in world.operations:
        assert counts[Change.END, id_] == 1, id_
        assert counts[Change.NEW, id_] <= 1
        own = [event for event in watching.events if event.data["work_request"]["id"] == id_]
        assert own[-1].data["change"] == Change.END
        percents = [event.told.percent for event in own if event.data["change"] == Change.PERCENT]
        assert percents == sorted(set(percents))
        if own[-1].data["work_request"]["state"] == State.FAILED:
            assert own[-1].data["work_request"]["errors"]
    assert watching.group.known == set()
    assert all(record.over for record in watching.cursor._records.values())


def _end(chance: random.Random) -> str:
    return chance.choice([State.SUCCEEDED, State.FAILED])


def test_an_event_that_was_not_taken_is_told_again(world: World) -> None:
    world.launch("one", 10)
    watching = Watching(world, ["one"])
    watching.watcher._emit = lambda event: None  # the process ends before the queue has it
    watching.run(30)
    watching.restart()
    assert watching.run(30).told == [(Change.END, "one")]


def test_memory_is_given_back(world: World) -> None:
    watching = Watching(world, scopes=True).run(20)
    for number in range(200):
        world.launch(f"one-{number}", 5)
        watching.run(12)
        world.operations.pop(f"one-{number - 20}", None)
    assert len(watching.watcher._watches) <= 2
    assert len(watching.watcher._told) <= 2
    assert len(watching.watcher._agenda) <= 2
    assert len(watching.group.known) <= 2
    assert Told(over=True)
