# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows when lists are read for operations that have come into flight, and which of those found are new. Private to longops.oracle."""

from __future__ import annotations

import functools
import math
from typing import Callable, NamedTuple, Optional, Sequence

from .._core.errors import RequestError, unexpected
from .._core.operation import Fault, FaultKind
from .._polling import schedule
from .._polling.pollers import Submits
from .._polling.scans import Found, Scan, Scope
from .._text import sanitize
from .._text.sanitize import some
from .cursor import Cursor, Mark, Record
from .event import Told

#: Seconds between two scans of a list that cannot be read for a reason that no retry helps: such as a service that is not there.
SLOW = 600.0
#: Most seconds until the next scan, whatever time a service asks for.
LONGEST_GAP = 3600.0
#: Scans in which a host name that was never resolved may be unknown.
UNRESOLVED_SCANS = 3
#: Seconds in which faults of several lists become one message.
TOGETHER = 2.0
#: Names in a message.
NAMED = 8


class New(NamedTuple):
    """An operation that is to be watched. With only_pending it is old if its first observation shows it at its end.

    told is what was told of the operation before under the same id, if any: then it is old only if that end was told.
    """

    id: str
    only_pending: bool
    told: Optional[Told] = None


class _Reading:
    """One scope, and how reading it goes."""

    def __init__(self, scope: Scope, beginning: Optional[float]) -> None:
        self.scope = scope
        self.due = -math.inf
        self.under_way = False
        self.scans = 0
        self.failures = 0  # in a row
        self.fault: Optional[Fault] = None  # of the last scan
        self.beginning = beginning  # of the event source, as a position
        self.listed: dict[
            str, Optional[str]
        ] = {}  # of the last scan, what has no position, and the turn that is known of it

    def has_failed(self, resumes: bool) -> bool:
        """Whether it cannot be read for a reason that no retry helps. resumes: it was read by a process before this one."""
        if self.fault is None or self.fault.kind == FaultKind.TRANSIENT:
            return False
        return self.fault.kind != FaultKind.UNRESOLVED or (self.failures >= UNRESOLVED_SCANS and not resumes)


class Scanner:
    """Reads scopes every interval seconds. found is called with a scope and what is new there, in the thread of begin()."""

    def __init__(
        self,
        scopes: Sequence[Scope],
        interval: float,
        cursor: Cursor,
        name: Callable[[Scope, str], str],
        found: Callable[[Scope, Sequence[New]], None],
        say: Callable[[str], None],
        now: Callable[[], float],
        chance: Callable[[], float],
    ) -> None:
        self._readings = [_Reading(scope, scope.beginning(now())) for scope in scopes]
        self._interval = interval
        self._cursor = cursor
        self._name = name
        self._found = found
        self._say = say
        self._chance = chance
        self._resumes = cursor.has_read
        self._unsaid: list[tuple[str, Fault]] = []  # lists that cannot be read, which is said of several at once
        self._say_at = math.inf
        self.has_read = False

    def begin(self, pool: Submits, clock: Callable[[], float]) -> None:
        """Start to read what is due, and say which lists cannot be read."""
        if clock() >= self._say_at:
            self._say_faults()
        for reading in self._readings:
            if not reading.under_way and reading.due <= clock():
                reading.under_way = True
                reading.scans += 1
                scope, mark = reading.scope, self._cursor.mark(reading.scope.name)
                known = None if mark is None else max(mark.floor, mark.reached - scope.margin)
                pool.submit(
                    functools.partial(self._scanned, reading, mark, clock), functools.partial(_scan, scope, known)
                )

    @property
    def next(self) -> float:
        """When the next one is due."""
        return min((reading.due for reading in self._readings if not reading.under_way), default=math.inf)

    def is_listed(self, name: str) -> bool:
        """Whether a list still has this operation, which does not say when it was accepted."""
        return any(name in reading.listed for reading in self._readings)

    def check(self) -> None:
        """Raises RequestError where no list could be read, and none will be."""
        if self.has_read or not self._readings or not all(each.has_failed(self._resumes) for each in self._readings):
            return
        faults = [(each.scope.name, each.fault) for each in self._readings if each.fault is not None]
        reasons = _by_reason(faults)
        first = faults[0][1]
        if len(reasons) > 1:
            told = " ".join(f"{some(names, NAMED)}: {message}" for names, message in reasons)
            first = first._replace(message=f"No list could be read, of {len(faults)}. {told}")
        raise RequestError(first)

    def _scanned(self, reading: _Reading, mark: Optional[Mark], clock: Callable[[], float], scan: Scan) -> tuple[()]:
        scope = reading.scope
        reading.under_way = False
        before = {each.id: self._cursor.get(self._name(scope, each.id)) for each in scan.found}
        new = [each for each in scan.found if self._is_new(each, before[each.id], reading, mark)]
        listed = {
            self._name(scope, each.id): None if _goes_on(before[each.id]) else each.turn
            for each in scan.found
            if each.position is None
        }
        reading.listed = listed if scan.fault is None else {**reading.listed, **listed}
        self._cursor.found([self._name(scope, each.id) for each in new], scope.name)
        if new:
            self._found(scope, [_new(each, before[each.id], mark) for each in new])
        if scan.fault is None:
            self._advance(reading, mark, scan)
        self._reschedule(reading, scan.fault, clock())
        return ()

    def _is_new(self, found: Found, before: Optional[Record], reading: _Reading, mark: Optional[Mark]) -> bool:
        name = self._name(reading.scope, found.id)
        if before is not None:
            return found.turn is not None and before.over and reading.listed.get(name) != found.turn
        if found.ended is False:
            return True
        if mark is not None and found.position is not None:
            return found.position > max(mark.floor, mark.reached - reading.scope.margin)
        if mark is not None or found.ended is None:
            return True
        # The first time all that has ended is old, but for what has ended since the event source began.
        end = found.position if found.finished is None else found.finished
        if end is not None and reading.beginning is not None and end >= reading.beginning:
            return True
        if found.position is None:
            self._cursor.tell(name, Told(over=True))
        return False

    def _advance(self, reading: _Reading, mark: Optional[Mark], scan: Scan) -> None:
        positions = [each.position for each in scan.found if each.position is not None]
        reached = max(positions, default=0.0)
        if mark is not None:
            self._cursor.advance(reading.scope.name, mark._replace(reached=max(mark.reached, reached)))
            return
        ended = [each.position for each in scan.found if each.ended and each.position is not None]
        floor = max(ended, default=0.0) if reading.scans == 1 or reading.beginning is None else reading.beginning
        self._cursor.advance(reading.scope.name, Mark(max(reached, floor), floor))

    def _reschedule(self, reading: _Reading, fault: Optional[Fault], now: float) -> None:
        had_failed, before = reading.has_failed(self._resumes), reading.fault
        reading.fault = fault
        if fault is None:
            if before is not None:
                self._say(f"The list {reading.scope.name} can be read again.")
            self.has_read, reading.failures = True, 0
            jitter = schedule.JITTER * (2 * self._chance() - 1)
            reading.due = now + self._interval * (1 + jitter)
            return
        reading.failures += 1
        longest = max(self._interval, 1.0)
        gap = schedule.backoff(reading.failures, fault.retry_after, min(2.0, longest), longest, self._chance())
        gap = min(gap, LONGEST_GAP)
        reading.due = now + (max(SLOW, gap) if reading.has_failed(self._resumes) else gap)
        if before is None or (reading.has_failed(self._resumes) and not had_failed and before.kind != fault.kind):
            self._unsaid.append((reading.scope.name, fault))
            self._say_at = min(self._say_at, now + TOGETHER)

    def _say_faults(self) -> None:
        for names, message in _by_reason(self._unsaid):
            lists = f"The list {names[0]}" if len(names) == 1 else f"{len(names)} lists ({some(names, NAMED)})"
            self._say(f"{lists} cannot be read, and {'is' if len(names) == 1 else 'are'} tried again: {message}")
        self._unsaid, self._say_at = [], math.inf


def _goes_on(record: Optional[Record]) -> bool:
    return record is not None and not record.over


def _new(found: Found, before: Optional[Record], mark: Optional[Mark]) -> New:
    if before is not None:
        return New(found.id, True, before.told)
    return New(found.id, mark is None and found.ended is None)


def _by_reason(faults: Sequence[tuple[str, Fault]]) -> list[tuple[list[str], str]]:
    """The names of the lists that have the same fault, and its message for one of them."""
    found: dict[str, tuple[list[str], str]] = {}
    for name, fault in faults:
        reason = f"{fault.http_status} {fault.code}" if fault.http_status else sanitize.reason(fault.message)
        found.setdefault(reason, ([], fault.message))[0].append(name.partition(" ")[0])
    return list(found.values())


def _scan(scope: Scope, known: Optional[float]) -> Scan:
    try:
        return scope.scan(known)
    except Exception as error:  # nothing else ends because of it
        return Scan(fault=unexpected(error))
