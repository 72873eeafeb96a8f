# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits until many operations have ended: no HTTP, no Ansible, and its clock is handed to it. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Callable, Hashable, Iterable, NamedTuple, Optional, Protocol, Sequence

from .._core.errors import own_fault
from .._core.operation import Fault, FaultKind, Observation, Operation, State
from .._core.watch import Outcome, Watch
from . import schedule
from .agenda import Agenda

#: Seconds for which "there is no such operation" is taken to mean "not yet": records can lag behind creation.
NOT_FOUND_GRACE = 20.0
#: Seconds that a poll may take beyond the deadline. The last poll happens at the deadline, and a server may hang.
LAST_POLL = 4.75
#: Seconds after that by which the task has ended, with all that follows the wait: five in all.
AFTERWARDS = 0.25
#: Seconds of these that are kept for cancellations, where the task is to cancel what is pending, and for them alone.
TO_CANCEL, TO_CANCEL_ONLY = 3.0, 2.0
#: Least seconds that finding out what to wait for gets, whatever the timeout.
LEAST_SEARCH = 3.0
#: Part of a wait that one poll may take before the deadline, and least seconds that it gets: an answer that hangs costs no more.
LONGEST_POLL = 1 / 3
LEAST_POLL = 1.0
#: Polls in which a host name that was never resolved may be unknown: a wrong one is not worth waiting for.
UNRESOLVED_POLLS = 3
#: Seconds after which a poll that is past its own deadline is left behind: many at once may not all have had their turn.
STRAGGLER_GRACE = 1.0
#: Seconds by which an answer has to be later than any can be for the process to have been suspended meanwhile.
SUSPENDED = 2.0
#: Most seconds to spend after a wait on reading what explains how it ended.
EXPLAIN = 30.0

LEFT_BEHIND = Fault(FaultKind.TRANSIENT, "no answer came in time")

#: Is given each observation that changes something: what is known of the operation now, and the seconds since the wait began.
Observer = Callable[[Watch, float], None]


class Terms(NamedTuple):
    """What the user asked for. Times in seconds, accept in upper case."""

    timeout: float = 1200.0
    interval: float = 2.0
    max_interval: float = 30.0
    on_failure: str = "fail_fast"  # or "fail_at_end", "report"
    on_attention: str = "wait"  # or "fail"
    accept: frozenset[str] = frozenset()
    begin: Optional[float] = None  # when the task began, as a time of the clock; else it begins with the wait
    cancels: bool = False  # what is pending at the deadline


class Poller(Protocol):
    """How the waiter reaches the services: it starts polls, and passes the time by collecting what they gave."""

    def start(self, due: Sequence[Any], soon: Sequence[Any], deadline: Callable[[], float]) -> Sequence[Any]:
        """Begin one poll of each that is due. deadline is called when it is sent, and gives the time of the clock that it has.

        Those that are due soon may be polled along with them, where that costs little: returns which are polled.
        """

    def collect(self, timeout: float) -> list[Observation]:
        """What polls have given, after at most timeout seconds, as soon as there is anything."""


def explain_timeout(outcome: Outcome, terms: Terms) -> float:
    """Seconds that may be spent after a wait on reading what explains how it ended.

    The whole task keeps its deadline: with a last poll that hung nothing is left.
    """
    left = terms.timeout + LAST_POLL + AFTERWARDS - outcome.elapsed
    if terms.cancels and outcome.timed_out:
        left -= TO_CANCEL_ONLY
    return max(0.0, min(EXPLAIN, left))


def end_of_polls(terms: Terms) -> float:
    """The time by which the last poll of a task that has begun has ended, whatever servers do."""
    return (terms.begin or 0.0) + terms.timeout + LAST_POLL - (TO_CANCEL if terms.cancels else 0.0)


def end_of_task(terms: Terms) -> float:
    """The time by which a task that has begun has ended, whatever servers do."""
    return (terms.begin or 0.0) + terms.timeout + LAST_POLL + AFTERWARDS


def longest_poll(timeout: float) -> float:
    """Most seconds that one answer may take before the deadline of a wait of that many seconds."""
    return max(LEAST_POLL, timeout * LONGEST_POLL)


def guarded(observer: Observer) -> Observer:
    """The observer, which is given nothing more once it has raised anything: nothing that it does changes the outcome."""
    listening = [True]

    def guard(watch: Watch, elapsed: float) -> None:
        try:
            if listening[0]:
                observer(watch, elapsed)
        except Exception:
            listening[0] = False

    return guard


def wait(
    keys: Iterable[Hashable],
    poller: Poller,
    terms: Terms,
    clock: Callable[[], float],
    chance: Callable[[], float],
    observer: Optional[Observer] = None,
) -> Outcome:
    """Poll every operation, the first time at once, until all have ended, one has failed (fail_fast), or time is up.

    Whatever else goes wrong ends the wait with what was observed until then: see Outcome.broken.

    clock gives seconds of a monotonic clock, chance random numbers from 0 up to 1. Never raises for what a poll gave. An
    end that was observed is final: the operation is polled no more, and a late answer changes nothing. Nor does an
    observer that raises an exception.
    """
    begin = clock() if terms.begin is None else terms.begin
    deadline = begin + terms.timeout
    latest = end_of_polls(terms._replace(begin=begin))
    watches = {key: Watch(key, begin) for key in keys}
    agenda = Agenda(watches.values())
    take = Taker(begin, deadline, terms, chance, agenda, observer)
    failed_fast, broken = False, None
    while agenda and not failed_fast:
        now = clock()
        try:
            due = agenda.due(now)
            if due:
                soon = [watch.key for watch in agenda.soon()]
                end = now + LAST_POLL if now > latest else latest  # later where the process was suspended
                last = min(max(deadline, now + LAST_POLL), end)
                poll_deadline = _deadline_of_poll(clock, deadline, last, terms.timeout)
                for key in poller.start([watch.key for watch in due], soon, poll_deadline):
                    agenda.begin(watches[key], min(last + STRAGGLER_GRACE, end + AFTERWARDS))
            observations = poller.collect(max(0.0, agenda.next - now))
        except Exception as error:  # nothing is lost of what was observed until now
            broken = f"{own_fault(error)}, so the wait ended early. Please report it."
            break
        now = clock()
        taken = []
        for observation in observations:
            watch = watches[observation.id]
            if not watch.over:  # else it comes late, from a poll that was left behind
                take(watch, observation, now)
                taken.append(watch)
        for watch in agenda.overdue(now):
            take(watch, Observation(watch.key, fault=LEFT_BEHIND), now)
            taken.append(watch)
        failed_fast = terms.on_failure == "fail_fast" and any(
            watch.over and watch.outcome == "failed" for watch in taken
        )
    return Outcome(
        watches=tuple(watches.values()),
        elapsed=clock() - begin,
        timed_out=not failed_fast and not broken and any(watch.outcome == "pending" for watch in watches.values()),
        broken=broken,
    )


def _deadline_of_poll(clock: Callable[[], float], deadline: float, last: float, timeout: float) -> Callable[[], float]:
    """When a poll that begins at the time of the call has to end. One that may end after the deadline is the last, and has until last."""

    def deadline_now() -> float:
        end = clock() + longest_poll(timeout)
        return min(end, last) if end < deadline else last

    return deadline_now


class Taker:
    """Takes an observation into what is known of its operation, and gives it to the observer where that changes something."""

    def __init__(
        self,
        begin: float,
        deadline: float,
        terms: Terms,
        chance: Callable[[], float],
        agenda: Agenda,
        observer: Optional[Observer],
    ) -> None:
        self._begin = begin
        self._deadline = deadline
        self._terms = terms
        self._chance = chance
        self._agenda = agenda
        self._observer = observer and guarded(observer)

    def __call__(self, watch: Watch, observation: Observation, now: float) -> None:
        before = _known(watch)
        slept = watch.polling and now > watch.due + SUSPENDED
        is_old = slept or watch.outdated  # so it does not tell how things are at the deadline
        watch.outdated = slept and observation.fault is LEFT_BEHIND  # its answer may still come
        watch.polling = False
        watch.polls += 1
        watch.fault = observation.fault
        watch.request_id = observation.request_id or watch.request_id
        watch.retry_after = observation.retry_after
        watch.server_time = observation.server_time
        terms, chance = self._terms, self._chance()
        if observation.operation is not None:
            gap = _observed(watch, observation.operation, observation, now - self._begin, terms, chance)
            early = schedule.earliest(gap, observation.retry_after, terms.interval)
        else:
            gap = early = _missed(watch, observation.fault or LEFT_BEHIND, now, terms, chance)
        watch.due = min(now + gap, self._deadline)
        watch.soon = now + early
        watch.over = watch.over or (now >= self._deadline and not is_old)
        if watch.over:
            self._agenda.remove(watch)
        else:
            self._agenda.put(watch)
        if self._observer is not None and _known(watch) != before:
            self._observer(watch, now - self._begin)


def _known(watch: Watch) -> tuple[Any, ...]:
    """What a user would want to hear of, should it change. Not the text of a fault, which has a new request id each time.

    Nor what stands only in the answer, such as the time at which it was made.
    """
    operation, fault = watch.operation, watch.fault
    return (
        operation and operation._replace(details={}, answer=None),
        fault and (fault.kind, fault.http_status, fault.code),
        watch.outcome,
    )


def _observed(
    watch: Watch, operation: Operation, observation: Observation, elapsed: float, terms: Terms, chance: float
) -> float:
    operation = accepted(operation, terms.accept)
    watch.operation = operation
    watch.failures = 0
    watch.unresolved = 0
    watch.missing_since = None
    watch.abandoned = operation.state == State.ATTENTION and terms.on_attention == "fail"
    watch.over = operation.ended or watch.abandoned
    age = elapsed if observation.age is None else observation.age
    return schedule.next_poll(
        age, operation.percent_complete, observation.retry_after, terms.interval, terms.max_interval, chance
    )


def _missed(watch: Watch, fault: Fault, now: float, terms: Terms, chance: float) -> float:
    watch.failures += 1
    watch.transient_errors += 1
    watch.last_transient_error = fault
    watch.unresolved = watch.unresolved + 1 if fault.kind == FaultKind.UNRESOLVED else 0
    watch.abandoned = fault.kind == FaultKind.FATAL or watch.unresolved == UNRESOLVED_POLLS
    gap = schedule.backoff(watch.failures, fault.retry_after, terms.interval, terms.max_interval, chance)
    if fault.kind == FaultKind.NOT_FOUND:
        if watch.missing_since is None:
            watch.missing_since = now
        grace = watch.missing_since + NOT_FOUND_GRACE - now
        watch.abandoned = grace <= 0
        gap = max(min(gap, grace), terms.interval, fault.retry_after or 0.0)
    watch.over = watch.abandoned
    return gap


def accepted(operation: Operation, accept: frozenset[str]) -> Operation:
    """The operation, as a success where its status is one that the user accepts.

    The word of a success is one by itself, unless all else that the service says contradicts it: accepting it adds nothing.
    """
    word = (operation.status or "").strip().upper()
    if word and word in accept and word != State.SUCCEEDED.upper():
        return operation._replace(state=State.SUCCEEDED)
    return operation
