# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the thread that watches into a queue: in order, each event once, and noted only when it was taken."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._events import handover as module
from ansible_collections.longops.oracle.plugins.module_utils._events.event import Event, Told
from ansible_collections.longops.oracle.plugins.module_utils._events.handover import Handover, Taken, pass_on


def event(number: int) -> Event:
    return Event(f"work_request {number}", Told(), {"number": number})


class Filtered:
    """A queue as ansible-rulebook gives it: behind filters, which add to the event."""

    def __init__(self, queue: asyncio.Queue[Any]) -> None:
        self.queue = queue

    async def put(self, given: dict[str, Any]) -> None:
        given["meta"] = {"source": "here"}
        await self.queue.put(given)


class Noted(list[str]):
    def __call__(self, given: Event) -> None:
        self.append(given.name.split()[1])


@pytest.fixture
def noted() -> Noted:
    return Noted()


async def passing(queue: Any, noted: Noted, events: int, feedback: Any = None) -> tuple[asyncio.Task[None], Handover]:
    """A thread that hands over so many events, and the task that passes them on."""
    handover = Handover(asyncio.get_running_loop(), most=3)

    def work() -> None:
        for number in range(events):
            handover.put(event(number))
        handover.end()

    threading.Thread(target=work, daemon=True).start()
    return asyncio.create_task(pass_on(handover, Taken(queue, feedback, noted))), handover


def test_all_come_in_order_and_none_is_shared_with_the_filters(noted: Noted) -> None:
    async def run() -> list[Any]:
        queue: asyncio.Queue[Any] = asyncio.Queue()
        task, _handover = await passing(Filtered(queue), noted, 50)
        await task
        return [queue.get_nowait() for _number in range(queue.qsize())]

    found = asyncio.run(run())
    assert [each["number"] for each in found] == list(range(50))
    assert noted == [str(number) for number in range(50)]


def test_what_is_still_in_the_queue_of_a_rulebook_was_not_taken(noted: Noted) -> None:
    """It is canceled while its queue, of one event, is full: the process ends, and the rules are never given it."""

    async def run() -> int:
        queue: asyncio.Queue[Any] = asyncio.Queue(1)
        task, _handover = await passing(Filtered(queue), noted, 10)
        for _number in range(3):
            await queue.get()
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return queue.get_nowait()["number"]

    assert asyncio.run(run()) == 3
    assert noted == ["0", "1", "2"]


def test_the_last_event_is_noted_once_the_queue_is_empty(noted: Noted) -> None:
    async def run() -> None:
        queue: asyncio.Queue[Any] = asyncio.Queue(1)
        task, _handover = await passing(queue, noted, 1)
        await asyncio.sleep(0.1)
        assert noted == []
        await queue.get()
        await asyncio.wait_for(task, 5)

    asyncio.run(run())
    assert noted == ["0"]


def test_a_slow_consumer_holds_up_the_thread_and_loses_nothing(noted: Noted) -> None:
    async def run() -> list[int]:
        queue: asyncio.Queue[Any] = asyncio.Queue(1)
        task, handover = await passing(queue, noted, 30)
        found = []
        for _number in range(30):
            await asyncio.sleep(0.005)
            assert len(handover._events) <= 3
            found.append((await queue.get())["number"])
        await asyncio.wait_for(task, 5)
        return found

    assert asyncio.run(run()) == list(range(30))
    assert len(noted) == 30


def test_with_feedback_an_event_is_noted_when_the_rules_were_given_it(noted: Noted) -> None:
    async def run() -> None:
        queue: asyncio.Queue[Any] = asyncio.Queue(1)
        feedback: asyncio.Queue[Any] = asyncio.Queue(1)
        task, _handover = await passing(queue, noted, 2, feedback)
        first = await queue.get()
        await asyncio.sleep(0.05)
        assert noted == []
        await feedback.put(first)
        await queue.get()
        assert noted == ["0"]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())
    assert noted == ["0"]


def test_what_the_thread_raised_comes_after_its_events(noted: Noted) -> None:
    async def run() -> None:
        handover = Handover(asyncio.get_running_loop())
        handover.put(event(1))
        handover.end(ValueError("no"))
        await pass_on(handover, Taken(asyncio.Queue(), None, noted))

    with pytest.raises(ValueError, match="no"):
        asyncio.run(run())
    assert noted == ["1"]


def test_a_thread_that_waits_for_room_goes_on_when_nobody_takes_any_more() -> None:
    async def run() -> None:
        handover = Handover(asyncio.get_running_loop(), most=1)
        handover.put(event(1))
        thread = threading.Thread(target=lambda: [handover.put(event(2)), handover.put(event(3))], daemon=True)
        thread.start()
        await asyncio.sleep(0.05)
        assert thread.is_alive()
        handover.close()
        thread.join(5)
        assert not thread.is_alive()
        assert await handover.get(0.01) is None

    asyncio.run(run())


def test_a_thread_that_outlives_the_loop_ends() -> None:
    handover: Optional[Handover] = None

    async def run() -> None:
        nonlocal handover
        handover = Handover(asyncio.get_running_loop())

    asyncio.run(run())
    assert handover is not None
    handover.put(event(1))
    handover.end()


def test_there_is_a_bound() -> None:
    assert 100 <= module.MOST <= 10000
