# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agenda of a wait, compared with going through all operations, and how its cost grows."""

from __future__ import annotations

import math
import random

from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Observation, Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Watch
from ansible_collections.longops.oracle.plugins.module_utils._polling.agenda import Agenda
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms, wait
from ansible_collections.longops.oracle.tests.unit.examples import examples

MOST = 12  # seconds between two polls


def keys(watches: list[Watch]) -> list[object]:
    return [watch.key for watch in watches]


@examples(200)
@given(st.integers(0), st.integers(1, 6), st.integers(0, 25))
def test_it_says_what_going_through_all_operations_says(seed: int, count: int, steps: int) -> None:
    chance = random.Random(seed)
    left = [Watch(number, chance.randint(0, MOST)) for number in range(count)]
    agenda = Agenda(left)
    now, until = 0, 20
    for _step in range(steps):
        now += chance.randint(0, 3)
        assert bool(agenda) == bool(left)
        due = agenda.due(now)
        assert keys(due) == [watch.key for watch in left if not watch.polling and watch.due <= now]
        soon = agenda.soon()
        assert keys(soon) == [watch.key for watch in left if not watch.polling and watch.soon <= now < watch.due]
        until = max(until, now + 5)
        for watch in [*due, *(watch for watch in soon if chance.random() < 0.5)]:
            agenda.begin(watch, until)
        assert agenda.next == min((watch.due for watch in left), default=math.inf)
        overdue = [watch.key for watch in left if watch.polling and watch.due <= now]
        assert sorted(keys(agenda.overdue(now))) == overdue
        for watch in [watch for watch in left if watch.polling and (watch.key in overdue or chance.random() < 0.5)]:
            watch.polling = False
            if chance.random() < 0.3:
                agenda.remove(watch)
                left.remove(watch)
                continue
            watch.due = now + chance.randint(0, MOST)
            watch.soon = chance.randint(now, watch.due)
            agenda.put(watch)
    assert bool(agenda) == bool(left)


class Spread:
    """A poller whose clock is what it sleeps: every poll takes a moment of its own, so that each answer comes alone."""

    def __init__(self, polls: int) -> None:
        self.now = 0.0
        self.steps = 0
        self._polls = polls
        self._under_way: list[object] = []
        self._polled: dict[object, int] = {}

    def start(self, due: list[object], soon: list[object], deadline: float) -> list[object]:
        self._under_way += due
        return due

    def collect(self, timeout: float) -> list[Observation]:
        self.steps += 1
        if not self._under_way:
            self.now += timeout
            return []
        key = self._under_way.pop()
        self.now += 0.001
        self._polled[key] = self._polled.get(key, 0) + 1
        state = State.SUCCEEDED if self._polled[key] == self._polls else State.PENDING
        return [Observation(key, Operation(str(key), "service", state.upper(), state))]


def test_a_wait_that_polls_one_by_one_goes_through_all_operations_for_none_of_them(monkeypatch) -> None:
    """Counted, not timed: how often a due time is looked at, for each poll of 100 and of 2,000 operations."""

    def looks_for_each_poll(count: int) -> float:
        looks = 0

        class Counting(Watch):
            def __getattribute__(self, name: str) -> object:
                nonlocal looks
                looks += name == "due"
                return super().__getattribute__(name)

        monkeypatch.setattr("ansible_collections.longops.oracle.plugins.module_utils._polling.waiter.Watch", Counting)
        poller = Spread(3)
        chance = random.Random(1).random
        outcome = wait(range(count), poller, Terms(), lambda: poller.now, chance)  # type: ignore[arg-type]
        assert outcome.polls == 3 * count
        return looks / outcome.polls

    assert looks_for_each_poll(2000) < 2 * looks_for_each_poll(100)
