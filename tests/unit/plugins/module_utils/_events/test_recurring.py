# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations that follow each other under one id, as those of a resource do: each is told, once, whatever a list says that lags behind."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind, Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key
from ansible_collections.longops.oracle.plugins.module_utils._events import watcher as module
from ansible_collections.longops.oracle.plugins.module_utils._events.event import Change, Event
from ansible_collections.longops.oracle.plugins.module_utils._events.watched import Watched
from ansible_collections.longops.oracle.plugins.module_utils._events.watcher import Watcher
from ansible_collections.longops.oracle.plugins.module_utils._polling.scans import Found, Scan
from ansible_collections.longops.oracle.tests.unit.examples import examples
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._events.test_watcher import (
    BEGIN,
    Group,
    Poller,
    Watching,
    World,
)

#: The state in which each way ends.
ENDS = {"STARTING": "RUNNING", "STOPPING": "STOPPED"}


class Resources(World):
    """Resources that are in a state since a time. lag is by how many seconds the list of them is behind."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, list[tuple[float, str]]] = {}
        self.lag = 0.0

    def go(self, id_: str, way: str, seconds: float) -> str:
        """It is on its way for so long from now on."""
        states = self.states.setdefault(id_, [(0.0, "NEW")])
        states += [(self.now, way), (self.now + seconds, ENDS[way])]
        self.operations[id_] = (self.now, self.now + seconds, State.SUCCEEDED)
        return id_

    def state(self, id_: str, ago: float = 0.0) -> str:
        return [state for since, state in self.states[id_] if since <= self.now - ago][-1]

    def observe(self, id_: str) -> Operation:
        state = self.state(id_)
        return Operation(id_, "core", state, State.PENDING if state in ENDS else State.SUCCEEDED)


class OnTheirWay:
    """The list of those that are on their way, without positions and ends."""

    group = 0
    margin = 0.0
    name = "search"

    def __init__(self, world: Resources, group: Group) -> None:
        self._world = world
        self._group = group

    def beginning(self, now: float) -> Optional[float]:
        return None

    def scan(self, known: Optional[float]) -> Scan:
        fault = self._world.fault()
        states = {id_: self._world.state(id_, self._world.lag) for id_ in self._world.states}
        found = [Found(id_, None, None, turn=state) for id_, state in states.items() if state in ENDS]
        return Scan(found[: len(found) // 2] if fault else found, fault)

    def adopt(self, id_: str) -> None:
        self._group.known.add(id_)


class WatchingResources(Watching):
    world: Resources

    def restart(self) -> None:
        self.resumed: list[tuple[Key, str]] = []
        self.group = Group(self.world, self._ids)
        self.watcher = Watcher(
            Watched([self.group], [OnTheirWay(self.world, self.group)], resumed=lambda *of: self.resumed.append(of)),
            self._settings, self.cursor, self._take, self.said.append,
            lambda: self.world.now - BEGIN, lambda: self.world.now, lambda: 0.5,
        )  # fmt: skip

    @property
    def statuses(self) -> list[tuple[str, Optional[str]]]:
        return [(event.data["change"], event.told.status) for event in self.events]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Resources:
    made = Resources()
    monkeypatch.setattr(module, "CompositePoller", type("Bound", (Poller,), {"world": made}))
    monkeypatch.setattr(module, "STEP", 3.0)
    return made


def test_one_that_goes_on_its_way_again_is_told_again(world: Resources) -> None:
    watching = WatchingResources(world).run(20)
    for way in ("STOPPING", "STARTING", "STOPPING"):
        world.go("one", way, 60)
        watching.run(200)
    assert watching.statuses == [
        (Change.NEW, "STOPPING"), (Change.END, "STOPPED"),
        (Change.NEW, "STARTING"), (Change.END, "RUNNING"),
        (Change.NEW, "STOPPING"), (Change.END, "STOPPED"),
    ]  # fmt: skip


def test_two_that_follow_each_other_between_two_scans(world: Resources) -> None:
    watching = WatchingResources(world, scan_interval=50.0).run(20)
    world.go("one", "STOPPING", 60)
    watching.run(62)
    world.go("one", "STARTING", 60)
    watching.run(200)
    assert watching.statuses[-1] == (Change.END, "RUNNING")
    assert (Change.END, "STOPPED") in watching.statuses or (Change.STATUS, "STARTING") in watching.statuses


@pytest.mark.parametrize("lag", [5.0, 45.0, 3000.0])
def test_a_list_that_lags_behind_tells_each_end_once(world: Resources, lag: float) -> None:
    world.lag = lag
    watching = WatchingResources(world).run(lag + 20)
    for way, end in (("STOPPING", "STOPPED"), ("STARTING", "RUNNING")):
        world.go("one", way, 30)
        watching.run(lag + 500)
        assert [status for status in watching.statuses if status == (Change.END, end)] == [(Change.END, end)]
    assert world.polled["one"] < 60


def test_what_was_on_its_way_only_in_the_list_when_it_began_is_not_told(world: Resources) -> None:
    world.go("one", "STOPPING", 30)
    world.now += 60
    world.lag = 45.0
    watching = WatchingResources(world).run(300)
    assert watching.events == []
    world.go("one", "STARTING", 30)
    watching.run(300)
    assert watching.statuses == [(Change.END, "RUNNING")]


def test_a_restart_neither_loses_nor_repeats(world: Resources) -> None:
    watching = WatchingResources(world).run(20)
    world.go("one", "STOPPING", 60)
    watching.run(30)
    world.go("two", "STOPPING", 100)
    watching.restart()
    watching.run(50)  # the end of one
    world.lag = 60.0  # as if one was still on its way
    watching.restart()
    watching.run(20)
    world.now += 200  # meanwhile two has ended
    world.lag = 0.0
    watching.restart()
    watching.run(50)
    assert watching.told == [(Change.NEW, "one"), (Change.NEW, "two"), (Change.END, "one"), (Change.END, "two")]
    world.go("one", "STARTING", 60)
    watching.restart()
    watching.run(200)
    assert watching.statuses[4:] == [(Change.NEW, "STARTING"), (Change.END, "RUNNING")]


def test_one_that_has_come_again_while_nobody_watched(world: Resources) -> None:
    watching = WatchingResources(world).run(20)
    world.go("one", "STOPPING", 30)
    watching.run(100)
    world.go("one", "STARTING", 500)
    world.now += 100
    watching.restart()
    watching.run(30)
    assert watching.statuses[2:] == [(Change.NEW, "STARTING")]


def test_an_end_that_is_not_taken_yet_hides_nothing(world: Resources) -> None:
    """The queue of a slow rulebook: what was told is noted later."""
    watching = WatchingResources(world).run(20)
    waiting: list[Event] = []
    world.go("one", "STOPPING", 30)
    watching.run(25)
    watching.watcher._emit = waiting.append  # type: ignore[method-assign]
    watching.run(20)
    world.go("one", "STARTING", 300)
    watching.run(60)
    assert [event.told.status for event in waiting] == ["STOPPED"]
    watching.watcher._emit = watching._take  # type: ignore[method-assign]
    for event in waiting:
        watching._take(event)
    watching.run(60)
    assert watching.statuses == [(Change.NEW, "STOPPING"), (Change.END, "STOPPED"), (Change.NEW, "STARTING")]


def test_a_scan_that_fails_halfway_repeats_nothing(world: Resources) -> None:
    watching = WatchingResources(world).run(20)
    world.lag = 5000.0
    for id_ in ("one", "two"):
        world.go(id_, "STOPPING", 0)
        world.states[id_] = [(0.0, "STOPPING"), (world.now, "STOPPED")]
    watching.run(100)
    assert sorted(watching.told) == [(Change.END, "one"), (Change.END, "two")]
    before = world.polled.copy()
    for _scan in range(5):
        world.faults = [Fault(FaultKind.TRANSIENT, "the service is busy", 503)]
        watching.run(30)
    assert len(watching.events) == 2
    assert world.polled == before


def test_the_group_is_told_what_another_process_has_read(world: Resources) -> None:
    world.go("asked", "STOPPING", 500)
    watching = WatchingResources(world, ["asked", "missing"]).run(20)
    world.go("found", "STOPPING", 500)
    watching.run(20)
    assert watching.resumed == []
    watching.restart()
    assert sorted((key.id, status) for key, status in watching.resumed) == [
        ("asked", "STOPPING"),
        ("found", "STOPPING"),
    ]


@examples(40)
@given(
    st.lists(st.tuples(st.integers(1, 90), st.integers(1, 200), st.booleans()), min_size=1, max_size=6),
    st.sampled_from([0.0, 7.0, 40.0]),
)
def test_no_end_is_told_twice_and_the_last_state_is_known(ways: Any, lag: float) -> None:
    world = Resources()
    world.lag = lag
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CompositePoller", type("Bound", (Poller,), {"world": world}))
        patch.setattr(module, "STEP", 3.0)
        watching = WatchingResources(world).run(lag + 20)
        for number, (seconds, pause, restarts) in enumerate(ways):
            world.go("one", ("STOPPING", "STARTING")[number % 2], seconds)
            watching.run(seconds + pause)
            if restarts:
                watching.restart()
        watching.run(lag + 200)
    ends, latest = [], None
    for change, status in watching.statuses:
        if change == Change.END:
            assert status != latest  # unless it was seen on its way there again
            ends.append(status)
        latest = status
    assert len(ends) <= len(ways)
    if ways[-1][0] > 12:  # longer than between two scans
        assert ends[-1] == ENDS[("STOPPING", "STARTING")[(len(ways) - 1) % 2]]
