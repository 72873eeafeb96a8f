# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pool, with real threads that wait for each other rather than for time to pass."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool

LONG = 30.0  # seconds after which a test has failed


def collect(pool: Pool, count: int) -> list[tuple[Any, Any]]:
    """So many results, in the order in which they come."""
    found: list[tuple[Any, Any]] = []
    end = time.monotonic() + LONG
    while len(found) < count:
        assert time.monotonic() < end
        found += pool.collect(1.0)
    return found


class Gate:
    """Calls that stand still until they are let go."""

    def __init__(self) -> None:
        self.entered: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._open = threading.Event()

    def call(self, number: int) -> Callable[[], int]:
        def stand() -> int:
            self.entered.put(number)
            assert self._open.wait(LONG)
            return number

        return stand

    def release(self) -> None:
        self._open.set()


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.release()


def test_results_come_with_their_keys() -> None:
    pool = Pool(3)
    for number in range(20):
        pool.submit("key %d" % number, lambda number=number: number * number)
    assert sorted(collect(pool, 20)) == sorted(("key %d" % number, number * number) for number in range(20))


def test_no_more_calls_run_at_once_than_there_are_threads(gate: Gate) -> None:
    pool = Pool(3)
    for number in range(10):
        pool.submit(number, gate.call(number))
    first = [gate.entered.get(timeout=LONG) for _call in range(3)]
    assert sorted(first) == [0, 1, 2]
    with pytest.raises(queue.Empty):
        gate.entered.get(timeout=0.05)
    gate.release()
    assert sorted(collect(pool, 10)) == [(number, number) for number in range(10)]


def test_calls_begin_in_the_order_in_which_they_were_submitted() -> None:
    pool, order = Pool(1), []
    for number in range(50):
        pool.submit(number, lambda number=number: order.append(number))
    collect(pool, 50)
    assert order == list(range(50))


def test_threads_are_started_as_they_are_needed_and_used_again() -> None:
    pool = Pool(5)
    workers = set()
    for number in range(10):
        pool.submit(number, threading.current_thread)
        [(_key, worker)] = collect(pool, 1)
        workers.add(worker)
    assert len(workers) == 1
    assert workers.pop().daemon


def test_a_call_that_hangs_holds_up_no_other(gate: Gate) -> None:
    pool = Pool(2)
    pool.submit("hung", gate.call(0))
    for number in range(5):
        pool.submit(number, lambda number=number: number)
    assert sorted(collect(pool, 5)) == [(number, number) for number in range(5)]
    assert pool.collect(0.0) == []


def test_collect_ends_at_its_timeout_and_at_once_without_one(gate: Gate) -> None:
    pool = Pool(1)
    pool.submit("hung", gate.call(0))
    begin = time.monotonic()
    assert pool.collect(-5.0) == pool.collect(0.0) == pool.collect(0.02) == []
    assert 0.02 <= time.monotonic() - begin < LONG


def test_collect_takes_any_length_of_time(gate: Gate) -> None:
    pool = Pool(1)
    pool.submit("key", lambda: "value")
    assert pool.collect(1e30) == [("key", "value")]


def test_what_a_call_raises_is_raised_where_it_is_collected() -> None:
    def fail() -> None:
        raise LookupError("nothing there")

    pool = Pool(2)
    pool.submit("bad", fail)
    with pytest.raises(LookupError, match=r"^nothing there$"):
        collect(pool, 1)
    pool.submit("good", lambda: "fine")
    assert collect(pool, 1) == [("good", "fine")]


def test_map_keeps_the_order_whatever_ends_first() -> None:
    last = threading.Event()

    def call(number: int) -> int:
        if number == 9:
            last.set()
        elif number < 3:
            assert last.wait(LONG)
        return number * 2

    assert Pool(4).map(call, range(10)) == [number * 2 for number in range(10)]


def test_map_of_nothing() -> None:
    assert Pool(4).map(str, []) == []


def test_map_takes_any_iterable_and_raises_what_a_call_raises() -> None:
    assert Pool(2).map(str, iter((1, 2, 3))) == ["1", "2", "3"]
    with pytest.raises(ValueError, match="abc"):
        Pool(2).map(int, ["1", "abc"])


def test_a_closed_pool_has_no_threads_and_can_be_used_again(gate: Gate) -> None:
    before = threading.active_count()
    pool = Pool(4)
    assert pool.map(abs, [-1, -2, -3]) == [1, 2, 3]  # which closes it
    pool.submit("hangs", gate.call(1))
    pool.submit("ends", lambda: 7)
    assert pool.collect(5) == [("ends", 7)]
    pool.close()
    assert pool.map(abs, [-4]) == [4]
    gate.release()
    deadline = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() <= before
