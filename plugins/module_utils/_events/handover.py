# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how events get from the thread that watches into the queue of a rulebook, and when one counts as taken. Private to longops.oracle.

The thread waits while the queue is slow, so that there are never more than a bounded number of events under way.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import threading
from typing import Any, Callable, Optional, Protocol

from .event import Event

#: Most events that wait for the queue: polling pauses then.
MOST = 1000
#: Seconds between two checks whether the queue is empty.
EVERY = 0.05


class Queue(Protocol):
    """What a rulebook gives an event source."""

    async def put(self, event: Any) -> None:
        """Wait until there is room, and put it there."""


class Handover:
    """Events from one thread to the coroutine that is made in this event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, most: int = MOST) -> None:
        self._loop = loop
        self._most = most
        self._events: collections.deque[Event] = collections.deque()
        self._room = threading.Condition()
        self._ready = asyncio.Event()
        self._closed = False
        self._over = False
        self._error: Optional[BaseException] = None

    def put(self, event: Event) -> None:
        """Called in the thread: hand one over, once there is room. After close() it is dropped."""
        with self._room:
            while len(self._events) >= self._most and not self._closed:
                self._room.wait()
            if self._closed:
                return
            self._events.append(event)
        self._wake()

    def end(self, error: Optional[BaseException] = None) -> None:
        """Called in the thread: there are no more events, because of this error if there is one."""
        with self._room:
            self._over, self._error = True, error
        self._wake()

    async def get(self, timeout: Optional[float]) -> Optional[Event]:
        """The next one; None after timeout seconds. Raises EOFError after the last one, or what end() was given."""
        while True:
            self._ready.clear()
            with self._room:
                if self._events:
                    self._room.notify()
                    return self._events.popleft()
                if self._over:
                    raise self._error or EOFError
            try:
                await asyncio.wait_for(self._ready.wait(), timeout)
            except asyncio.TimeoutError:
                return None

    def close(self) -> None:
        """Let the thread wait no more, and take nothing more from it."""
        with self._room:
            self._closed = True
            self._events.clear()
            self._room.notify_all()

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._ready.set)


class Taken:
    """Which of the events that were put into a queue were taken out of it: note is called for each of them, once.

    The queue of a ruleset holds one event: the process may end before the rules are given it. A queue that has no bound, or is
    none of asyncio's, has taken what was put into it. feedback is the queue in which ansible-rulebook says that the rules were
    given an event, if it does so.
    """

    def __init__(self, queue: Queue, feedback: Optional[Any], note: Callable[[Event], None]) -> None:
        self._queue = queue
        self._inner: Any = getattr(queue, "queue", queue)  # that of ansible-rulebook is behind filters
        most = getattr(self._inner, "maxsize", 0)
        self._most = most if isinstance(most, int) and hasattr(self._inner, "empty") else 0
        self._feedback = feedback
        self._note = note
        self._unsure: collections.deque[Event] = collections.deque()

    @property
    def is_sure(self) -> bool:
        """Whether all were taken."""
        return not self._unsure

    async def put(self, event: Event) -> None:
        """Put one into the queue, once there is room."""
        await self._queue.put(dict(event.data))
        if self._feedback is not None:
            await self._feedback.get()
            self._note(event)
            return
        self._unsure.append(event)
        while len(self._unsure) > max(0, self._most):  # there is room for one because those before it were taken
            self._note(self._unsure.popleft())
        await asyncio.sleep(0)

    def check(self) -> None:
        """Note what was taken meanwhile."""
        if self._unsure and self._inner.empty():
            while self._unsure:
                self._note(self._unsure.popleft())


async def pass_on(handover: Handover, taken: Taken) -> None:
    """Put all events into the queue, and note each once it was taken, until there are no more. Raises what the thread did."""
    try:
        while True:
            event = await handover.get(None if taken.is_sure else EVERY)
            if event is not None:
                await taken.put(event)
            taken.check()
    except EOFError:
        while not taken.is_sure:
            await asyncio.sleep(EVERY)
            taken.check()
    finally:
        taken.check()
