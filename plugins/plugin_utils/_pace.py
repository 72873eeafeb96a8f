# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts a wait into slices, with lines of progress after each: pure. Private to longops.oracle.

A slice begins with a look and ends with one, at its deadline. So a slice is a whole number of the schedule's shortest gaps long,
and begins one gap after the end of the slice before: there are as many looks as in a wait that is not cut. All times are in
seconds.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Sequence

from ..module_utils._core.operation import Fault
from ..module_utils._polling import schedule
from ..module_utils._polling.waiter import NOT_FOUND_GRACE

#: Seconds from the end of one slice to that of the next, the last of these again and again. The first slice is a single look. Each
#: costs the start of a module, up to a second of CPU time: twenty seconds are to start two, and an hour no more than 36.
BEATS = (20.0, 40.0, 60.0, 120.0)
#: A wait, or what is left of one, that is no longer than this is not cut.
SHORT = 5.0
#: What a slice has left when it stops believing that an operation is still to come.
MARGIN = 5.0


class Slice(NamedTuple):
    """Sleep for pause, then run the module with this timeout. The last one ends at the deadline of the wait."""

    pause: float
    timeout: float
    last: bool


class Pace:
    """The slices of one wait, one after the other. timeout, interval and max_interval are the options of the module."""

    def __init__(self, timeout: float, interval: float, max_interval: float) -> None:
        self._timeout = timeout
        self._interval = interval
        self._max_interval = max_interval
        self._beats = list(BEATS)

    def first(self) -> Slice:
        """One look, so that the first line comes at once."""
        return Slice(0.0, self._timeout, True) if self._timeout <= SHORT else Slice(0.0, 0.0, False)

    def next(self, elapsed: float, start: float, pending: Sequence[Mapping[str, Any]]) -> Slice:
        """The slice to come, elapsed after the wait began.

        start is what it takes to start a module, pending are the entries of what is not over.
        """
        left = max(0.0, self._timeout - elapsed - start)
        shortest, longest = (self._gap(elapsed, pending, chance) for chance in (0.0, 1.0))
        beat = self._beats.pop(0) if len(self._beats) > 1 else self._beats[0]
        length = shortest * max(0, int(beat / shortest) - 1)
        pause = min(max(0.0, shortest - start, min(longest, beat - length) - start), left)
        if any((entry.get("fault") or {}).get("kind") == Fault.NOT_FOUND for entry in pending):
            length = max(length, NOT_FOUND_GRACE + MARGIN)  # which begins anew with each slice
        last = left - pause <= length + SHORT
        return Slice(pause, left - pause if last else length, last)

    def _gap(self, elapsed: float, pending: Sequence[Mapping[str, Any]], chance: float) -> float:
        """Until the next look. No operation is younger than the wait, so elapsed is a cautious guess at its age."""
        gaps = [
            schedule.next_poll(elapsed, entry.get("percent_complete"), None, self._interval, self._max_interval, chance)
            for entry in pending
        ]
        asked = [(entry.get("fault") or {}).get("retry_after") or 0.0 for entry in pending]
        return min(max(min(gaps), *asked), max(BEATS[-1], self._interval))
