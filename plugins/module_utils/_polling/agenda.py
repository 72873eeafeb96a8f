# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operations of a wait are due for a poll, due soon, or being polled, without going through all of them.

Ten thousand operations come up one by one. Private to longops.oracle.
"""

from __future__ import annotations

import collections
import heapq
import itertools
import math
from typing import Hashable, Iterable

from .._core.watch import Watch


class Agenda:
    """The watches that are not over, by their due and soon. add(), put(), begin() and remove() have to tell it of every change."""

    def __init__(self, watches: Iterable[Watch] = ()) -> None:
        self._watches: dict[int, Watch] = {}  # in the order in which they were asked for
        self._numbers: dict[Hashable, int] = {}
        self._next_number = itertools.count()
        # Heaps of (when, number). What has changed since stays in them until it comes up.
        self._due: list[tuple[float, int]] = []
        self._soon: list[tuple[float, int]] = []
        self._ripe: set[int] = set()  # whose soon has come, and whose due has not
        self._polling: collections.OrderedDict[int, Watch] = collections.OrderedDict()  # the first one began first
        for watch in watches:
            self.add(watch)

    def __bool__(self) -> bool:
        return bool(self._watches)

    def __len__(self) -> int:
        return len(self._watches)

    def add(self, watch: Watch) -> None:
        """One more, or one again that was removed."""
        number = next(self._next_number)
        self._watches[number] = watch
        self._numbers[watch.key] = number
        self.put(watch)

    def put(self, watch: Watch) -> None:
        """It is to be polled at its due, and from its soon on where that costs little."""
        number = self._numbers[watch.key]
        self._polling.pop(number, None)
        heapq.heappush(self._due, (watch.due, number))
        if watch.soon < watch.due:
            heapq.heappush(self._soon, (watch.soon, number))

    def begin(self, watch: Watch, until: float) -> None:
        """It is being polled, and left behind at that time, which is never before that of one that began before."""
        number = self._numbers[watch.key]
        watch.polling = True
        watch.due = until
        self._ripe.discard(number)
        self._polling[number] = watch

    def remove(self, watch: Watch) -> None:
        """It is over."""
        number = self._numbers.pop(watch.key)
        self._watches.pop(number)
        self._ripe.discard(number)
        self._polling.pop(number, None)

    def due(self, now: float) -> list[Watch]:
        """Those that are due, in the order in which they were asked for. Each is to be given to begin() or put()."""
        numbers = set()
        while self._due and self._due[0][0] <= now:
            due, number = heapq.heappop(self._due)
            if self._is_current(due, number):
                numbers.add(number)
        while self._soon and self._soon[0][0] <= now:
            number = heapq.heappop(self._soon)[1]
            watch = self._watches.get(number)
            if watch is not None and not watch.polling:
                self._ripe.add(number)
        self._ripe -= numbers
        return [self._watches[number] for number in sorted(numbers)]

    def soon(self) -> list[Watch]:
        """Those whose soon had come and whose due had not when due() was called, in the order in which they were asked for."""
        return [self._watches[number] for number in sorted(self._ripe)]

    def overdue(self, now: float) -> list[Watch]:
        """Those that are being polled, and are to be left behind."""
        return list(itertools.takewhile(lambda watch: watch.due <= now, self._polling.values()))

    @property
    def next(self) -> float:
        """When the next one is due, or to be left behind."""
        while self._due and not self._is_current(*self._due[0]):
            heapq.heappop(self._due)
        due = self._due[0][0] if self._due else math.inf
        first = next(iter(self._polling.values()), None)
        return due if first is None else min(due, first.due)

    def _is_current(self, due: float, number: int) -> bool:
        watch = self._watches.get(number)
        return watch is not None and not watch.polling and watch.due == due
