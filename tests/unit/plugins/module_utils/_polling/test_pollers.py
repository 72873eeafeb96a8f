# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single operations and several groups polled in one pool, with threads that wait for each other rather than for time to pass."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Iterator, Sequence

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Observation, Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key
from ansible_collections.longops.oracle.plugins.module_utils._polling import pollers
from ansible_collections.longops.oracle.plugins.module_utils._polling.pollers import (
    CompositePoller,
    Deadline,
    SinglePoller,
)
from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool

LONG = 30.0  # seconds after which a test has failed

Poll = Callable[[str, float], Observation]


def soon() -> float:
    """The deadline of a poll."""
    return 60.0


def single(poll: Poll) -> Callable[[Any], SinglePoller]:
    return lambda pool: SinglePoller(poll, pool)


def succeeds(id_: str, deadline: float) -> Observation:
    return Observation(id_, Operation(id_, "service", "SUCCEEDED", State.SUCCEEDED))


def collected(poller: Any, count: int) -> list[Observation]:
    """So many observations, in the order in which they come."""
    found: list[Observation] = []
    end = time.monotonic() + LONG
    while len(found) < count:
        assert time.monotonic() < end
        found += poller.collect(1.0)
    return found


class Gate:
    """Polls that stand still until they are let go."""

    def __init__(self) -> None:
        self.entered = threading.Semaphore(0)
        self._open = threading.Event()

    def poll(self, id_: str, deadline: float) -> Observation:
        self.entered.release()
        assert self._open.wait(LONG)
        return succeeds(id_, deadline)

    def release(self) -> None:
        self._open.set()


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.release()


# One operation each


def test_a_single_poller_hands_each_poll_its_deadline_and_gives_observations() -> None:
    def poll(id_: str, deadline: float) -> Observation:
        return Observation(id_, request_id=f"until {deadline:g}")

    pool = Pool(2)
    poller = SinglePoller(poll, pool)
    assert poller.start(["a"], ["c"], lambda: 5.0) == ["a"]  # what is due soon costs a request of its own
    assert poller.start(["b"], [], lambda: 7.5) == ["b"]
    found: list[Observation] = []
    while len(found) < 2:
        found += pollers.collect(pool, LONG)
    assert sorted(found) == [Observation("a", request_id="until 5"), Observation("b", request_id="until 7.5")]


def test_the_deadline_of_a_poll_is_asked_for_when_it_begins(gate: Gate) -> None:
    """Not when it is put into a queue behind others that hang."""
    asked: list[str] = []

    def poll(id_: str, deadline: float) -> Observation:
        return gate.poll(id_, deadline)

    pool = Pool(1)
    poller = SinglePoller(poll, pool)
    poller.start(["a", "b"], [], lambda: asked.append("asked") or 5.0)  # type: ignore[func-returns-value]
    assert gate.entered.acquire(timeout=LONG)
    assert asked == ["asked"]
    gate.release()
    found: list[Observation] = []
    while len(found) < 2:
        found += pollers.collect(pool, LONG)
    assert asked == ["asked"] * 2


# Several groups


def test_groups_with_the_same_ids_are_kept_apart() -> None:
    def named(name: str) -> Poll:
        return lambda id_, deadline: Observation(id_, Operation(id_, name))

    composite = CompositePoller([single(named("east")), single(named("west"))], 4)
    due = [Key(0, "7"), Key(1, "7"), Key(1, "8")]
    assert sorted(composite.start(due, [], soon)) == due
    services = {each.id: each.operation and each.operation.service for each in collected(composite, 3)}
    assert services == {Key(0, "7"): "east", Key(1, "7"): "west", Key(1, "8"): "west"}


def test_each_group_is_started_with_its_own_ids_only() -> None:
    calls: list[tuple[str, Sequence[str], Sequence[str], Deadline]] = []

    class Recorder:
        def __init__(self, name: str) -> None:
            self.name = name

        def start(self, due: Sequence[str], soon: Sequence[str], deadline: Deadline) -> Sequence[str]:
            calls.append((self.name, list(due), list(soon), deadline))
            return [*due, *soon]

    composite = CompositePoller([lambda pool: Recorder("east"), lambda pool: Recorder("west")], 4)
    begun = composite.start([Key(1, "7")], [Key(0, "7"), Key(1, "9")], soon)
    assert calls == [("west", ["7"], ["9"], soon)]  # of the other group nothing is due
    assert begun == [Key(1, "7"), Key(1, "9")]


def test_a_group_whose_polls_all_hang_does_not_delay_another(gate: Gate) -> None:
    """Although it has more operations than there are threads for one group."""
    hanging = [Key(0, str(number)) for number in range(20)]
    composite = CompositePoller([single(gate.poll), single(succeeds)], 3)
    composite.start([*hanging, *(Key(1, str(number)) for number in range(9))], [], soon)
    found = collected(composite, 9)
    assert {each.id.group for each in found} == {1}  # type: ignore[attr-defined]
    gate.release()
    assert {each.id for each in collected(composite, 20)} == set(hanging)


def test_a_group_has_no_more_polls_under_way_than_threads(gate: Gate) -> None:
    composite = CompositePoller([single(gate.poll), single(succeeds)], 3)
    composite.start([Key(0, str(number)) for number in range(10)], [], soon)
    for _poll in range(3):
        assert gate.entered.acquire(timeout=LONG)
    assert not gate.entered.acquire(timeout=0.05)
    gate.release()
    assert len(collected(composite, 10)) == 10


def test_very_many_groups_share_a_bounded_number_of_threads(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pollers, "MOST_THREADS", 5)
    composite = CompositePoller([single(gate.poll)] * 20, 3)
    composite.start([Key(number, "7") for number in range(20)], [], soon)
    for _poll in range(5):
        assert gate.entered.acquire(timeout=LONG)
    assert not gate.entered.acquire(timeout=0.05)
    gate.release()
    assert {each.id for each in collected(composite, 20)} == {Key(number, "7") for number in range(20)}


def test_polls_that_an_answer_leads_to_are_of_the_same_group() -> None:
    """As where the first of many tells the list in which the others are."""

    class Leading:
        def __init__(self, pool: Any) -> None:
            self.pool = pool

        def start(self, due: Sequence[str], soon: Sequence[str], deadline: Deadline) -> Sequence[str]:
            def first(result: Observation) -> Sequence[Observation]:
                for id_ in due[1:]:
                    self.pool.submit(lambda other: [other], lambda id_=id_: succeeds(id_, deadline()))
                return [result]

            self.pool.submit(first, lambda: succeeds(due[0], deadline()))
            return due

    composite = CompositePoller([single(succeeds), Leading], 1)
    composite.start([Key(1, "a"), Key(1, "b"), Key(1, "c")], [], soon)
    assert [each.id for each in collected(composite, 3)] == [Key(1, "a"), Key(1, "b"), Key(1, "c")]


def test_nothing_under_way_is_a_sleep() -> None:
    composite = CompositePoller([], 3)
    begin = time.monotonic()
    assert composite.collect(0.02) == []
    assert time.monotonic() - begin >= 0.02
