# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A world with a clock of its own, for waits that take no time: operations play timelines, and looks take as long as told."""

from __future__ import annotations

import dataclasses
import math
from typing import Callable, Iterable, NamedTuple, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    FaultKind,
    LogEntry,
    Observation,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import (
    Observer,
    Outcome,
    Terms,
    wait,
)

STATES = {
    "IN_PROGRESS": State.PENDING,
    "NEEDS_ATTENTION": State.ATTENTION,
    "SUCCEEDED": State.SUCCEEDED,
    "FAILED": State.FAILED,
    "PARTIALLY_SUCCEEDED": State.FAILED,
    "CANCELED": State.CANCELED,
}


class Reply(NamedTuple):
    """What a server says to one look, and after how many seconds: math.inf for one that hangs until it is given up.

    deaf is a look that does not even come back then. age is the operation's by the server's clock.
    """

    status: Optional[str] = None
    fault: Optional[Fault] = None
    percent: Optional[float] = None
    retry_after: Optional[float] = None
    age: Optional[float] = None
    latency: float = 0.0
    deaf: bool = False
    errors: Optional[tuple[ErrorEntry, ...]] = None
    logs: Optional[tuple[LogEntry, ...]] = None
    request_id: Optional[str] = None

    def observation(self, key: str) -> Observation:
        if self.fault is not None:
            return Observation(key, fault=self.fault, request_id=self.fault.request_id)
        operation = Operation(
            key,
            "service",
            self.status,
            STATES.get(self.status or "", State.PENDING),
            percent_complete=self.percent,
            errors=self.errors,
            logs=self.logs,
        )
        return Observation(key, operation, None, self.age, self.retry_after, self.request_id)


#: What is said at a time of the clock to the look of that number, counted from 1.
Timeline = Callable[[float, int], Reply]

PENDING = Reply("IN_PROGRESS")
SUCCEEDED = Reply("SUCCEEDED")
FAILED = Reply("FAILED")
CANCELED = Reply("CANCELED")
ATTENTION = Reply("NEEDS_ATTENTION")
HANGS = Reply(latency=math.inf)
DEAF = Reply(latency=math.inf, deaf=True)


def fault(
    kind: str, http_status: Optional[int] = None, retry_after: Optional[float] = None, request_id: Optional[str] = None
) -> Reply:
    what = f"GET https://example.com answered {http_status}"
    return Reply(fault=Fault(kind, what, http_status, request_id=request_id, retry_after=retry_after))


BUSY = fault(FaultKind.TRANSIENT, 503)
MISSING = fault(FaultKind.NOT_FOUND, 404)
REFUSED = fault(FaultKind.FATAL, 401)


def always(reply: Reply) -> Timeline:
    return lambda now, number: reply


def in_turn(*replies: Reply) -> Timeline:
    """The first look gets the first reply, and every look after the last one the last."""
    return lambda now, number: replies[min(number, len(replies)) - 1]


def at(*steps: tuple[float, Reply], aged: bool = False) -> Timeline:
    """Each reply holds from its time on. aged: the operation was accepted at time 0, and the server says how old it is."""

    def reply(now: float, number: int) -> Reply:
        said = [step for since, step in steps if since <= now][-1]
        return said._replace(age=now) if aged else said

    return reply


@dataclasses.dataclass
class Poll:
    """One look: when the waiter asked for it, when it was sent, when it was to be given up, and when the answer was taken."""

    key: str
    asked: float
    poll_deadline: float
    number: int
    sent: float = math.nan
    reply: Reply = PENDING
    back: float = math.inf
    taken: float = math.inf


class World:
    """A Poller and its clock. With workers, no more looks than that are under way at the same time.

    Looks are taken together where it says so: at all that is due soon when anything is due.
    """

    def __init__(
        self,
        timelines: dict[str, Timeline],
        workers: float = math.inf,
        begin: float = 0.0,
        patience: int = 100_000,
        together: bool = False,
    ) -> None:
        self.now = begin
        self.polls: list[Poll] = []
        self._timelines = timelines
        self._workers = workers
        self._together = together
        self._patience = patience
        self._under_way: list[Poll] = []
        self._queue: list[Poll] = []
        self._counts: dict[str, int] = {}

    def clock(self) -> float:
        return self.now

    def start(self, due: Sequence[str], soon: Sequence[str], poll_deadline: float) -> Sequence[str]:
        assert due
        begun = [*due, *soon] if self._together else due
        for key in begun:
            assert key not in {look.key for look in self._under_way + self._queue}, f"two looks of {key} at once"
            self._counts[key] = self._counts.get(key, 0) + 1
            look = Poll(key, self.now, poll_deadline, self._counts[key])
            self.polls.append(look)
            self._queue.append(look)
        self._send()
        return begun

    def collect(self, timeout: float) -> list[Observation]:
        assert timeout >= 0
        self._patience -= 1
        assert self._patience > 0, "the waiter goes round and round"
        until = self.now + timeout
        first = min((look.back for look in self._under_way), default=math.inf)
        if first > until:
            # Time goes on even where a float is too coarse to show it.
            self.now = until if until > self.now or timeout == 0 else math.nextafter(self.now, math.inf)
            return []
        self.now = max(self.now, first)
        finished = [look for look in self._under_way if look.back <= self.now]
        self._under_way = [look for look in self._under_way if look.back > self.now]
        self._send()
        found = []
        for look in finished:
            look.taken = self.now
            given_up = math.isinf(look.reply.latency) or look.sent + look.reply.latency > look.back
            hidden = Fault(FaultKind.TRANSIENT, "GET https://example.com: no answer within 5 s")
            found.append(Observation(look.key, fault=hidden) if given_up else look.reply.observation(look.key))
        return found

    def of(self, key: str) -> list[Poll]:
        return [look for look in self.polls if look.key == key]

    def times(self, key: str = "a") -> list[float]:
        """When the looks of one operation were asked for, rounded so that they can be compared."""
        return [round(look.asked, 6) for look in self.of(key)]

    def _send(self) -> None:
        while self._queue and len(self._under_way) < self._workers:
            look = self._queue.pop(0)
            look.sent = self.now
            look.reply = self._timelines[look.key](self.now, look.number)
            look.back = (
                math.inf if look.reply.deaf else min(self.now + look.reply.latency, max(look.poll_deadline, self.now))
            )
            self._under_way.append(look)


def waited(
    world: World,
    keys: Optional[Iterable[str]] = None,
    chance: Callable[[], float] = lambda: 0.0,
    observer: Optional[Observer] = None,
    **terms: object,
) -> Outcome:
    """Wait in this world, by default for all its operations, every 2 s at first and every 30 s at most, without jitter."""
    asked = list(world._timelines if keys is None else keys)
    return wait(asked, world, Terms(**terms), world.clock, chance, observer)  # type: ignore[arg-type]
