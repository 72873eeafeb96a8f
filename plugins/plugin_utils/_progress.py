# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says how far operations are, in lines for a terminal or a log: pure. Private to longops.oracle.

Works on the entries that the wait modules return. Each line names the host and the operation, since nothing else does
where plays run side by side.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

from ..module_utils._core.operation import State
from ..module_utils._text import messages
from ..module_utils._text.sanitize import clean, name_beside, reason, short_id, shortened
from ..module_utils._text.times import duration
from ._events import Entry, Event, Key

#: More operations than this are summed up in one line, and from one summary to the next so many lines are about one of them.
FEW = 5
BAR = 10
LONGEST_TEXT = 100
#: Percentage points and seconds that must have passed before they are taken for a pace.
PACE_POINTS = 10.0
PACE_SECONDS = 10.0
#: How many times as fast as the whole of it the latest part of a pace may be, or as slow, for the pace to be one.
STEADY = 2.0
#: Seconds between two lines about a percentage: of one operation, and of many together.
EVERY_FEW, EVERY_MANY = 2.0, 5.0
#: Most seconds without a line.
HEARTBEAT = 60.0
#: Seconds that a line waits for more of the same kind: for the errors of what failed, for the other answers of one poll.
COLLECT_ERRORS, COLLECT_MANY = 1.0, 0.3


class Mark(NamedTuple):
    """A percentage, and when it was first observed, in seconds since the wait began."""

    percent: float
    elapsed: float


class Tracked:
    """One operation: its latest event, and what was last shown of it."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.shown: Optional[tuple[Any, ...]] = None
        self.shown_status: Optional[tuple[Any, ...]] = None
        self.shown_at = float("-inf")
        self.marks: list[Mark] = []

    @property
    def entry(self) -> Entry:
        return self.event.entry

    @property
    def status(self) -> tuple[Any, ...]:
        """What changes at most a few times, so that each change is worth a line."""
        entry = self.entry
        return entry.get("state"), status_of(entry), bool(entry.get("fault"))

    @property
    def known(self) -> tuple[Any, ...]:
        entry = self.entry
        explained = entry.get("errors") or entry.get("logs")
        return (*self.status, entry.get("percent_complete"), entry.get("explanation"), bool(explained))

    def set_shown(self, now: float) -> None:
        """All that is known has been shown."""
        self.shown, self.shown_status, self.shown_at = self.known, self.status, now


class Reporter:
    """Turns the events of a stream into lines: observe() takes an event, lines() gives what is due later.

    where is the host that the lines are about. Times called now are seconds of one monotonic clock.
    """

    def __init__(self, where: str) -> None:
        self._where = clean(where)
        self._tracked: dict[Key, Tracked] = {}
        self._pending: set[Key] = set()
        self._dues: dict[Key, float] = {}  # when the line about what is not shown yet of an operation is due
        self._total = 0
        self._began = float("inf")
        self._sum_due: Optional[float] = None
        self._sum_at = float("-inf")
        self._own_lines = 0  # about one operation of many, since the latest summary
        self._line_at = float("inf")  # when the latest line of any kind was shown: no heartbeat before the first event

    def observe(self, event: Event, now: float) -> list[str]:
        """Take one event, and give the lines that are due with it."""
        if not self._tracked:
            self._line_at = now
        self._total = max(self._total, event.operations)
        self._began = min(self._began, now - event.elapsed)
        self._take(event, now)
        return self.lines(now)

    def lines(self, now: float) -> list[str]:
        """The lines that are due: of each operation where there are few; of many one for all, and one each of a few."""
        lines = self._due_lines(now)
        if self._sum_due is not None and self._sum_due <= now:
            lines.append(self._summary(now))
        if not lines and self._line_at + HEARTBEAT <= now:  # as next_due() has it, to the last bit
            lines = self._heartbeat(now)
            self._line_at = now  # also where there is nothing to say: next_due() must not stay in the past
        if lines:
            self._line_at = now
        return lines

    def last_lines(self, now: float) -> list[str]:
        """The lines about all that has changed since it was last shown, when no more is going to come."""
        self._dues = dict.fromkeys(self._dues, now)
        if self._sum_due is not None:
            self._sum_due = now
        return self.lines(now)

    def next_due(self) -> float:
        """When lines() has something to show at the latest, if no event comes before."""
        dues = [self._sum_due] if self._sum_due is not None else []
        return min([*self._dues.values(), *dues, self._line_at + HEARTBEAT])

    @property
    def _is_few(self) -> bool:
        return max(self._total, len(self._tracked)) <= FEW

    def _take(self, event: Event, now: float) -> None:
        key, entry = event.key, event.entry
        each = self._tracked.setdefault(key, Tracked(event))
        each.event = event
        (self._pending.discard if is_over(entry) else self._pending.add)(key)
        self._mark(each)
        if each.known == each.shown:
            self._dues.pop(key, None)  # what was to be shown is gone again
            return
        if not self._is_few:
            self._sum_due = self._sum_due or max(now + COLLECT_MANY, self._sum_at + EVERY_MANY)
            last = len(self._pending) <= FEW and len(self._tracked) == self._total and not is_over(entry)
            if not is_bad(entry) and not last:
                each.shown = each.known
                return
        self._dues[key] = self._when(each, now)

    def _when(self, each: Tracked, now: float) -> float:
        """When to show what is new about an operation."""
        if is_bad(each.entry) and is_over(each.entry) and not each.entry.get("errors"):
            return now + COLLECT_ERRORS
        if each.status != each.shown_status or each.shown is None:
            return now
        return max(now, each.shown_at + (EVERY_FEW if self._is_few else EVERY_MANY))

    def _due_lines(self, now: float) -> list[str]:
        lines = []
        for key in [key for key, moment in self._dues.items() if moment <= now]:
            del self._dues[key]
            each = self._tracked[key]
            if self._is_few or self._own_lines < FEW:  # the summary counts the others
                lines.append(self._line(each, each.event.elapsed))
                self._own_lines += 1
            each.set_shown(now)
        return lines

    def _heartbeat(self, now: float) -> list[str]:
        """Lines about what is pending, and a summary where that is too much, or where some was not read yet."""
        pending = [each for key, each in self._tracked.items() if key in self._pending]
        lines = []
        if len(pending) <= FEW:
            for each in pending:
                lines.append(self._line(each, now - self._began))
                each.set_shown(now)
        if len(pending) > FEW or len(self._tracked) < self._total:
            lines.append(self._summary(now))
        return lines

    def _line(self, each: Tracked, elapsed: float) -> str:
        entry = each.entry
        kind = shortened(clean(entry.get("operation_type")), messages.SHOWN_WORD) or each.event.kind.noun
        id_ = clean(str(each.event.id))
        name = name_beside(entry.get("display_name"), id_)
        called = f"{kind} {short_id(id_)}" + (f" ({name})" if name else "")
        parts = [called, _status_and_bar(entry), duration(elapsed)]
        left = self._left(each, elapsed)
        if left is not None:
            parts.append(f"about {duration(max(1.0, round(left)))} left")
        parts.append(_cut(_why(entry)))
        return f"{self._where} | " + " | ".join(part for part in parts if part)

    @staticmethod
    def _mark(each: Tracked) -> None:
        percent, elapsed, marks = each.entry.get("percent_complete"), each.event.elapsed, each.marks
        if percent is None or each.entry.get("state") != State.PENDING or (marks and percent == marks[-1].percent):
            return
        if marks and percent < marks[-1].percent:
            marks.clear()  # it has begun again
        while marks and elapsed <= marks[-1].elapsed:
            marks.pop()  # no time has passed in which it could have a pace
        marks.append(Mark(percent, elapsed))

    @staticmethod
    def _left(each: Tracked, elapsed: float) -> Optional[float]:
        """Seconds that are left at the pace so far; None where the percentages give no pace.

        They give one where they have just moved, and lately as fast as all the time.
        """
        marks = each.marks
        if each.entry.get("state") != State.PENDING or len(marks) < 3 or marks[-1].elapsed != elapsed:
            return None
        percent = marks[-1].percent
        gained, passed = percent - marks[0].percent, elapsed - marks[0].elapsed
        if gained < PACE_POINTS or passed < PACE_SECONDS or percent >= 100:
            return None
        latest = (percent - marks[-2].percent) / (elapsed - marks[-2].elapsed)
        steady = 1 / STEADY <= latest / (gained / passed) <= STEADY
        return passed / gained * (100 - percent) if steady else None

    def _summary(self, now: float) -> str:
        entries = [each.entry for each in self._tracked.values()]
        self._sum_due, self._sum_at, self._own_lines = None, now, 0
        total = max(self._total, len(entries))
        counts = {state: sum(1 for entry in entries if entry.get("state") == state) for state in State.ALL}
        counts["not read yet"] = total - sum(counts.values())
        states = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
        percents = [
            entry["percent_complete"]
            for entry in entries
            if entry.get("percent_complete") is not None and not is_over(entry)
        ]
        mean = f" at {int(sum(percents) / len(percents))} % on average" if percents else ""
        nouns = {each.event.kind.noun for each in self._tracked.values()}
        noun = nouns.pop() if len(nouns) == 1 else "operation"
        return f"{self._where} | {total} {noun}s: {states}{mean} | {duration(now - self._began)}"


def whereabouts(host: Any, delegate: Any = None) -> str:
    """The host of a task as Ansible writes it, with the one that it is delegated to: web1 -> localhost."""
    return f"{host} -> {delegate}" if delegate and delegate != host else str(host)


def status_of(entry: Entry) -> str:
    word = clean(str(entry.get("status") or entry.get("progress") or entry.get("state") or ""))
    return messages.status_word(word, entry.get("state")) if word else "not read yet"


def is_over(entry: Entry) -> bool:
    return entry.get("state") in State.ENDED


def is_bad(entry: Entry) -> bool:
    return entry.get("state") in (State.FAILED, State.CANCELED, State.ATTENTION)


def _why(entry: Entry) -> str:
    """What is said of the last poll, or of the operation, besides its status."""
    if entry.get("fault"):
        return reason(str(entry["fault"].get("message")))
    errors = filter(None, map(messages.error_text, entry.get("errors") or ()))
    logs = entry.get("logs") or ()
    explanation = None if entry.get("state") == State.SUCCEEDED else entry.get("explanation")
    return next(errors, None) or explanation or (logs[-1].get("message") if logs else None) or ""


def _status_and_bar(entry: Entry) -> str:
    percent = messages.shown_percent(entry.get("state"), entry.get("percent_complete"))
    if percent is None:
        return status_of(entry)
    full = int(percent / 100 * BAR)
    if not full and is_over(entry):
        return f"{status_of(entry)} at {int(percent)} %"
    return f"{status_of(entry)} [{'#' * full}{'-' * (BAR - full)}] {int(percent)} %"


def _cut(text: Any) -> str:
    text = clean(text)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}..."
