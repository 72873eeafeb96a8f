# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits until many operations are over: no HTTP, no Ansible, and its clock is handed to it. Private to longops.oracle."""

from __future__ import annotations

from typing import Callable, Iterable, NamedTuple, Optional, Protocol, Sequence

from .._core.operation import Fault, Observation, Operation, State
from . import schedule

#: Seconds for which "there is no such operation" is believed to mean "not yet": records can lag behind creation.
NOT_FOUND_GRACE = 20.0
#: Seconds that a look may take beyond the deadline. The last look happens at the deadline, and a server may hang.
LAST_POLL = 5.0
#: Seconds after which a look that should have been given up is left behind: many at once may not all have had their turn.
STRAGGLE = 1.0

_LEFT_BEHIND = Fault(Fault.TRANSIENT, "no answer came in time")

#: Most seconds to spend after a wait on asking what explains how it ended.
EXPLAIN = 30.0


class Terms(NamedTuple):
    """What the waiting person asked for. Times in seconds, accept in upper case."""

    timeout: float = 1200.0
    interval: float = 2.0
    max_interval: float = 30.0
    on_failure: str = "fail_fast"  # or "fail_at_end", "report"
    on_attention: str = "wait"  # or "fail"
    accept: frozenset[str] = frozenset()


class Poller(Protocol):
    """How the waiter sees the world: it starts looks, and passes the time by collecting what they gave."""

    def start(self, due: Sequence[str], soon: Sequence[str], poll_deadline: float) -> Sequence[str]:
        """Begin one look at each that is due, to be given up at that time of the clock.

        Those that are due soon may be looked at along with them, where that costs little: says at which it looks.
        """

    def collect(self, timeout: float) -> list[Observation]:
        """What looks have given, after at most timeout seconds, as soon as there is anything."""


class Watch:
    """All that is known of one operation while it is waited for."""

    def __init__(self, key: str, due: float) -> None:
        self.id = key
        self.due = due  # when to look next; while looking, when to wait for the answer no longer
        self.soon = due  # from when on a look that costs little is welcome
        self.polling = False
        self.polls = 0
        self.failures = 0  # in a row
        self.transient_errors = 0  # in all
        self.operation: Optional[Operation] = None  # as it was last seen, if ever
        self.fault: Optional[Fault] = None  # of the last look, if that failed
        self.last_transient_error: Optional[Fault] = None
        self.request_id: Optional[str] = None
        self.missing_since: Optional[float] = None  # the first look that found nothing, unless one found it since
        self.over = False
        self.gave_up = False  # over without an end: the fault, or the attention it needs, says why

    @property
    def outcome(self) -> str:
        """succeeded, failed or pending: canceled operations and those that cannot be read have failed."""
        if self.gave_up:
            return "failed"
        if self.operation is None or not self.operation.ended:
            return "pending"
        return "succeeded" if self.operation.state == State.SUCCEEDED else "failed"


class Outcome(NamedTuple):
    """How a wait ended. watches are in the order in which they were asked for; elapsed is in seconds."""

    watches: tuple[Watch, ...]
    elapsed: float
    timed_out: bool

    def of(self, outcome: str) -> list[Watch]:
        return [watch for watch in self.watches if watch.outcome == outcome]

    @property
    def polls(self) -> int:
        return sum(watch.polls for watch in self.watches)


def patience(outcome: Outcome, terms: Terms) -> float:
    """Seconds that may be spent after a wait on asking what explains how it ended.

    A time-out keeps its promise: with a last look that hung there is nothing left. A failure is worth asking for even at
    the deadline, but no longer than a look.
    """
    left = terms.timeout + LAST_POLL - outcome.elapsed
    return max(0.0 if outcome.timed_out else LAST_POLL, min(EXPLAIN, left))


def wait(
    keys: Iterable[str], looker: Poller, terms: Terms, clock: Callable[[], float], chance: Callable[[], float]
) -> Outcome:
    """Poll at every operation, the first time at once, until all are over, one has failed (fail_fast), or time is up.

    clock gives seconds of a monotonic clock, chance random numbers from 0 up to 1. Never raises for what a look found.
    """
    begin = clock()
    deadline = begin + terms.timeout
    watches = {key: Watch(key, begin) for key in keys}
    waiting = list(watches.values())
    failed_fast = False
    while waiting and not failed_fast:
        now = clock()
        due = [watch.id for watch in waiting if not watch.polling and watch.due <= now]
        if due:
            soon = [watch.id for watch in waiting if not watch.polling and watch.soon <= now < watch.due]
            poll_deadline = max(deadline, now + LAST_POLL)
            for key in looker.start(due, soon, poll_deadline):
                watches[key].polling = True
                watches[key].due = poll_deadline + STRAGGLE
        pause = min(watch.due for watch in waiting) - now
        observations = looker.collect(max(0.0, pause))
        now = clock()
        for observation in observations:
            if not watches[observation.id].over:  # else it comes from a look that had been given up
                _take(watches[observation.id], observation, now, begin, deadline, terms, chance())
        for watch in waiting:
            if watch.polling and watch.due <= now:
                _take(watch, Observation(watch.id, fault=_LEFT_BEHIND), now, begin, deadline, terms, chance())
        over = [watch for watch in waiting if watch.over]
        failed_fast = terms.on_failure == "fail_fast" and any(watch.outcome == "failed" for watch in over)
        waiting = [watch for watch in waiting if not watch.over]
    return Outcome(
        watches=tuple(watches.values()),
        elapsed=clock() - begin,
        timed_out=not failed_fast and any(watch.outcome == "pending" for watch in watches.values()),
    )


def _take(
    watch: Watch,
    observation: Observation,
    now: float,
    begin: float,
    deadline: float,
    terms: Terms,
    chance: float,
) -> None:
    watch.polling = False
    watch.polls += 1
    watch.fault = observation.fault
    watch.request_id = observation.request_id or watch.request_id
    if observation.operation is not None:
        gap = _seen(watch, observation, now - begin, terms, chance)
        early = schedule.earliest(gap, observation.retry_after, terms.interval)
    else:
        gap = early = _missed(watch, observation, now, terms, chance)
    watch.due = min(now + gap, deadline)
    watch.soon = now + early
    watch.over = watch.over or now >= deadline


def _seen(watch: Watch, observation: Observation, elapsed: float, terms: Terms, chance: float) -> float:
    operation = accepted(observation.operation, terms.accept)
    watch.operation = operation
    watch.failures = 0
    watch.missing_since = None
    watch.gave_up = operation.state == State.ATTENTION and terms.on_attention == "fail"
    watch.over = operation.ended or watch.gave_up
    age = elapsed if observation.age is None else observation.age
    return schedule.next_poll(
        age, operation.percent_complete, observation.retry_after, terms.interval, terms.max_interval, chance
    )


def _missed(watch: Watch, observation: Observation, now: float, terms: Terms, chance: float) -> float:
    fault = observation.fault
    watch.failures += 1
    watch.transient_errors += 1
    watch.last_transient_error = fault
    watch.gave_up = fault.kind == Fault.FATAL
    gap = schedule.backoff(watch.failures, fault.retry_after, terms.interval, terms.max_interval, chance)
    if fault.kind == Fault.NOT_FOUND:
        if watch.missing_since is None:
            watch.missing_since = now
        grace = watch.missing_since + NOT_FOUND_GRACE - now
        watch.gave_up = grace <= 0
        gap = max(min(gap, grace), terms.interval, fault.retry_after or 0.0)
    watch.over = watch.gave_up
    return gap


def accepted(operation: Operation, accept: frozenset[str]) -> Operation:
    """The operation, as a success where its status is one that the waiting person accepts."""
    if operation.status is not None and operation.status.upper() in accept:
        return operation._replace(state=State.SUCCEEDED)
    return operation
