# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A world with a clock of its own, for waits that take no time: operations play timelines, and polls take as long as their replies say."""

from __future__ import annotations

import dataclasses
import math
import types
from typing import Any, Callable, Iterable, NamedTuple, Optional, Sequence

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    FaultKind,
    LogEntry,
    Observation,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait
from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Observer, Outcome, Terms, wait

STATES = {
    "IN_PROGRESS": State.PENDING,
    "NEEDS_ATTENTION": State.ATTENTION,
    "SUCCEEDED": State.SUCCEEDED,
    "FAILED": State.FAILED,
    "PARTIALLY_SUCCEEDED": State.FAILED,
    "CANCELED": State.CANCELED,
}


class Reply(NamedTuple):
    """What a server says in answer to one poll, and after how many seconds: math.inf for one that hangs until its deadline.

    deaf is a poll that does not even come back at its deadline. age is the operation's by the server's clock.
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


#: What is said at a time of the clock to the poll of that number, counted from 1.
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
FATAL = fault(FaultKind.FATAL, 401)


def always(reply: Reply) -> Timeline:
    return lambda now, number: reply


def in_turn(*replies: Reply) -> Timeline:
    """The first poll gets the first reply, and every poll after the last one the last."""
    return lambda now, number: replies[min(number, len(replies)) - 1]


def at(*steps: tuple[float, Reply], aged: bool = False) -> Timeline:
    """Each reply holds from its time on. aged: the operation was accepted at time 0, and the server says how old it is."""

    def reply(now: float, number: int) -> Reply:
        said = [step for since, step in steps if since <= now][-1]
        return said._replace(age=now) if aged else said

    return reply


@dataclasses.dataclass
class Poll:
    """One poll: when the waiter asked for it, when it was sent, its deadline, and when the answer was taken."""

    key: str
    asked: float
    deadline: Callable[[], float]
    number: int
    poll_deadline: float = math.nan
    sent: float = math.nan
    reply: Reply = PENDING
    back: float = math.inf
    taken: float = math.inf


class World:
    """A Poller and its clock. With workers, no more polls than that are under way at the same time.

    With together, all that is due soon is polled when anything is due.
    """

    def __init__(
        self,
        timelines: dict[str, Timeline],
        workers: float = math.inf,
        begin: float = 0.0,
        rounds: int = 100_000,
        together: bool = False,
    ) -> None:
        self.now = begin
        self.polls: list[Poll] = []
        self._timelines = timelines
        self._workers = workers
        self._together = together
        self._rounds = rounds
        self._under_way: list[Poll] = []
        self._queue: list[Poll] = []
        self._counts: dict[str, int] = {}

    def clock(self) -> float:
        return self.now

    def start(self, due: Sequence[str], soon: Sequence[str], deadline: Callable[[], float]) -> Sequence[str]:
        assert due
        begun = [*due, *soon] if self._together else due
        for key in begun:
            assert key not in {poll.key for poll in self._under_way + self._queue}, f"two polls of {key} at once"
            self._counts[key] = self._counts.get(key, 0) + 1
            poll = Poll(key, self.now, deadline, self._counts[key])
            self.polls.append(poll)
            self._queue.append(poll)
        self._send()
        return begun

    def collect(self, timeout: float) -> list[Observation]:
        assert timeout >= 0
        self._rounds -= 1
        assert self._rounds > 0, "the waiter goes round and round"
        until = self.now + timeout
        first = min((poll.back for poll in self._under_way), default=math.inf)
        if first > until:
            # Time goes on even where a float is too coarse to show it.
            self.now = until if until > self.now or timeout == 0 else math.nextafter(self.now, math.inf)
            return []
        self.now = max(self.now, first)
        finished = [poll for poll in self._under_way if poll.back <= self.now]
        self._under_way = [poll for poll in self._under_way if poll.back > self.now]
        self._send()
        found = []
        for poll in finished:
            poll.taken = self.now
            unanswered = math.isinf(poll.reply.latency) or poll.sent + poll.reply.latency > poll.back
            hidden = Fault(FaultKind.TRANSIENT, "GET https://example.com: no answer within 5 s")
            found.append(Observation(poll.key, fault=hidden) if unanswered else poll.reply.observation(poll.key))
        return found

    def of(self, key: str) -> list[Poll]:
        return [poll for poll in self.polls if poll.key == key]

    def times(self, key: str = "a") -> list[float]:
        """When the polls of one operation were asked for, rounded so that they can be compared."""
        return [round(poll.asked, 6) for poll in self.of(key)]

    def _send(self) -> None:
        while self._queue and len(self._under_way) < self._workers:
            poll = self._queue.pop(0)
            poll.sent, poll.poll_deadline = self.now, poll.deadline()
            poll.reply = self._timelines[poll.key](self.now, poll.number)
            poll.back = (
                math.inf if poll.reply.deaf else min(self.now + poll.reply.latency, max(poll.poll_deadline, self.now))
            )
            self._under_way.append(poll)


def waited(
    world: World,
    keys: Optional[Iterable[str]] = None,
    chance: Callable[[], float] = lambda: 0.0,
    observer: Optional[Observer] = None,
    **terms: object,
) -> Outcome:
    """Wait in this world, by default for all its operations, every 2 s at first and every 30 s at most, without jitter."""
    wanted = list(world._timelines if keys is None else keys)
    return wait(wanted, world, Terms(**terms), world.clock, chance, observer)  # type: ignore[arg-type]


def jumping_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[], float]:
    """The clock of waits over groups, which poll in the threads of the real pool: it jumps while no poll is under way."""
    now = [0.0]
    collect = Pool.collect

    def jump(pool: Pool, timeout: float) -> list[tuple[Any, Any]]:
        if pool._pending:
            return collect(pool, 1.0)
        now[0] += timeout
        return []

    monkeypatch.setattr(Pool, "collect", jump)
    monkeypatch.setattr(group_wait, "time", types.SimpleNamespace(monotonic=lambda: now[0]))
    return lambda: now[0]
