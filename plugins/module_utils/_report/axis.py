# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses the span of time that a report shows on its one axis, and the ticks of it: pure. Private to longops.oracle.

Times are seconds since 1970.
"""

from __future__ import annotations

import datetime
import math
from typing import NamedTuple, Optional, Sequence

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86400
#: Seconds between two ticks, and about how many ticks there are at most.
STEPS = tuple(
    [count * SECOND for count in (1, 2, 5, 10, 15, 30)]
    + [count * MINUTE for count in (1, 2, 5, 10, 15, 30)]
    + [count * HOUR for count in (1, 2, 3, 6, 12)]
    + [count * DAY for count in (1, 2, 7)]
)
MOST_TICKS = 8
#: Seconds before and after the wait at which a time makes sense: none of Oracle's operations takes longer than a month.
BEFORE, AFTER = 31 * DAY, 1 * DAY
#: Part of the operations that the axis shows from their begin on, and how many times as long it would be with the others.
MOST_OF_THEM, LONGER = 0.8, 6
#: Least seconds of an axis.
SHORTEST = 1.0


class Tick(NamedTuple):
    """A time that is labelled. Every other label is minor: it can be left out where there is no room."""

    time: float
    label: str
    is_minor: bool


class Axis(NamedTuple):
    """What is shown: from begin to end."""

    begin: float
    end: float

    def part(self, time: float) -> float:
        """Where a time is, from 0 to 1; one that is not on the axis is at the end that is nearer."""
        return min(max((time - self.begin) / (self.end - self.begin), 0.0), 1.0)

    def ticks(self) -> list[Tick]:
        span = self.end - self.begin
        step = next((step for step in STEPS if span / step <= MOST_TICKS), math.ceil(span / MOST_TICKS / DAY) * DAY)
        first = math.ceil(self.begin / step) * step
        times = [first + number * step for number in range(int((self.end - first) // step) + 1)]
        shown = [time for time in times if self.begin <= time <= self.end]  # else a rounding error before or behind it
        return [Tick(time, _label(time, step, number == 0), number % 2 == 1) for number, time in enumerate(shown)]


def axis(spans: Sequence[tuple[float, float]], began: float, ended: float) -> Axis:
    """The axis of a wait, for operations with these begins and ends. What makes no sense beside the wait is not on it.

    Where a few operations began long before all others, it begins later than they did: it is cut.
    """
    sensible = [span for span in spans if began - BEFORE <= span[0] and span[1] <= ended + AFTER]
    begin = min([began, *(span[0] for span in sensible)])
    end = max([ended, *(span[1] for span in sensible)])
    begins = sorted((span[0] for span in sensible), reverse=True)
    if begins:
        late = min(began, begins[math.ceil(len(begins) * MOST_OF_THEM) - 1], *(span[1] for span in sensible))
        if end - begin > LONGER * max(end - late, SHORTEST):
            begin = late - (end - late) / 20
    missing = max(0.0, SHORTEST - (end - begin))
    return Axis(begin - missing / 2, end + missing / 2)


def utc(time: float, day: Optional[str] = None) -> str:
    """A time as "2026-11-30 18:20:05 UTC"; on that day, "2026-11-30", as "18:20:05 UTC"."""
    try:
        text = datetime.datetime.fromtimestamp(round(time), datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, OSError, ValueError):
        return "a time beyond all calendars"
    return text[11:] if day is not None and text.startswith(day) else text


def _label(time: float, step: float, is_first: bool) -> str:
    whole = utc(time)
    if step >= DAY or time % DAY == 0:
        return whole[5:10]
    return whole[11:19] if step < MINUTE else whole[11:16]
