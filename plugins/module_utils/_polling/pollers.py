# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the waiter polls in a pool of threads: single operations, and several pollers at once. Private to longops.oracle.

A poller submits calls to the pool with a handler each, which turns what the call returned into observations. So pollers
of different kinds share one pool, and one place to wait for answers.
"""

from __future__ import annotations

import collections
import functools
from typing import Any, Callable, Optional, Protocol, Sequence

from .._core.errors import unexpected
from .._core.operation import Observation
from .._core.watch import Key
from .thread_pool import Pool

#: When a poll that begins now has to end, as a time of the clock. Polls wait for a free thread, and that counts against none.
Deadline = Callable[[], float]

#: Turns what a call returned into the observations that it made.
Handler = Callable[[Any], Sequence[Observation]]


class Submits(Protocol):
    """What a poller needs of a pool to start polls."""

    def submit(self, key: Handler, call: Callable[[], Any]) -> None:
        """Have call run soon, and handler be given what it returned."""


class Starts(Protocol):
    """The half of a poller that starts polls; what they gave is collected from the pool."""

    def start(self, due: Sequence[str], soon: Sequence[str], deadline: Deadline) -> Sequence[str]:
        """As Poller.start in the waiter."""


def collect(pool: Pool, timeout: float) -> list[Observation]:
    """The observations of the calls that a pool has finished, after at most timeout seconds."""
    return [observation for handler, result in pool.collect(timeout) for observation in handler(result)]


class SinglePoller:
    """Polls operations side by side, each by a request of its own: poll is given an id and a deadline."""

    def __init__(self, poll: Callable[[str, float], Observation], pool: Submits) -> None:
        self._poll = poll
        self._pool = pool

    def start(self, due: Sequence[str], soon: Sequence[str], deadline: Deadline) -> Sequence[str]:
        """Poll what is due, and nothing sooner."""
        for id_ in due:
            self._pool.submit(_single, functools.partial(self._begin, id_, deadline))
        return due

    def _begin(self, id_: str, deadline: Deadline) -> Observation:
        return attempted(id_, lambda: self._poll(id_, deadline()))


def attempted(id_: str, poll: Callable[[], Observation]) -> Observation:
    """What a poll gave. One that raises anything loses no other operation, nor what was observed before."""
    try:
        return poll()
    except Exception as error:
        return Observation(id_, fault=unexpected(error))


def _single(observation: Observation) -> Sequence[Observation]:
    return [observation]


#: Threads of all groups together, which bounds what many groups that hang at once cost.
MOST_THREADS = 60


class CompositePoller:
    """Polls the operations of several groups, whose keys are (group, id), in one pool.

    Of each group at most so many threads poll at the same time, so that one whose server hangs delays no other. first is the
    number of the first group.
    """

    def __init__(self, makers: Sequence[Callable[[Submits], Starts]], threads: int, first: int = 0) -> None:
        self._pool = Pool(max(threads, min(threads * len(makers), MOST_THREADS)))
        self._pollers = {
            number: make(_GroupPool(self._pool, number, threads)) for number, make in enumerate(makers, first)
        }

    def start(self, due: Sequence[Key], soon: Sequence[Key], deadline: Deadline) -> Sequence[Key]:
        """Start polls group by group."""
        soon_by_group = _by_group(soon)
        return [
            Key(number, id_)
            for number, ids in sorted(_by_group(due).items())
            for id_ in self._pollers[number].start(ids, soon_by_group.get(number, []), deadline)
        ]

    def collect(self, timeout: float) -> list[Observation]:
        """As Poller.collect in the waiter."""
        return collect(self._pool, timeout)

    def close(self) -> None:
        """No more polls: end the threads."""
        self._pool.close()


def _by_group(keys: Sequence[Key]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key in keys:
        found.setdefault(key.group, []).append(key.id)
    return found


class _GroupPool:
    """The part of a pool that one group sees: so many threads at most, and its observations come out under keys of the group.

    submit() and the handlers run in the one thread of the waiter, so nothing is locked.
    """

    def __init__(self, pool: Pool, group: int, threads: int) -> None:
        self._pool = pool
        self._group = group
        self._free = threads
        self._queue: collections.deque[tuple[Handler, Callable[[], Any]]] = collections.deque()

    def submit(self, key: Handler, call: Callable[[], Any]) -> None:
        """As Pool.submit, once fewer calls of the group than its threads are under way."""
        self._queue.append((key, call))
        self._go_on()

    def _go_on(self) -> None:
        while self._queue and self._free:
            self._free -= 1
            key, call = self._queue.popleft()
            self._pool.submit(self._handler(key), call)

    def _handler(self, key: Handler) -> Handler:
        def handler(result: Any) -> Sequence[Observation]:
            self._free += 1
            self._go_on()
            return [observation._replace(id=Key(self._group, str(observation.id))) for observation in key(result)]

        return handler


class Calls:
    """The part of a pool that calls have which are no polls, as if they were a group: they wait for no poll, and polls for none of them."""

    def __init__(self) -> None:
        self._pool: Optional[Submits] = None

    def poller(self, pool: Submits) -> Starts:
        """To be given to CompositePoller as that of a group."""
        self._pool = pool
        return self

    def start(self, due: Sequence[str], soon: Sequence[str], deadline: Deadline) -> Sequence[str]:
        """There is nothing to poll."""
        return ()

    def submit(self, key: Handler, call: Callable[[], Any]) -> None:
        """As Pool.submit. handler has to return no observation."""
        if self._pool is not None:
            self._pool.submit(key, call)
