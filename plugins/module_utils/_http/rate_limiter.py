# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many requests a second an endpoint is sent, as far as its refusals have told: no HTTP, and its clock is handed to it.

Private to longops.oracle.
"""

from __future__ import annotations

import collections
import threading
from typing import Callable, Optional

#: Seconds over which requests are counted, and for which one refusal speaks for all that come with it.
SPAN = 1.0
#: By how much the rate grows in a second without a refusal: it has doubled again after some seven.
RECOVERY = 1.1
#: Least requests a second that an endpoint is sent, and the rate that is no limit any more.
LEAST, MOST = 2.0, 500.0
#: Longest pause in seconds for all requests because one of them was told to come back later.
LONGEST_PAUSE = 30.0


class Budget:
    """Of one endpoint: without a limit until the endpoint refuses a request because there are too many (429).

    Then it is sent half of what it has just answered, and a little more with every second without another refusal.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rate: Optional[float] = None  # requests a second
        self._next = 0.0  # when the next request may be sent
        self._paused_until = 0.0
        self._limited_at = 0.0  # when the rate was last set
        self._answered: collections.deque[float] = collections.deque()

    def turn(self, patience: float) -> Optional[float]:
        """Seconds until the caller may send a request, in a turn that is its own; None if that is more than its patience.

        Nobody is kept from a last request by a pause that is longer than the time that is left, only by the rate.
        """
        with self._lock:
            now = self._clock()
            rate = self._rate and self._grown(now)
            if rate is None:
                return 0.0
            start = max(now, self._next)
            if self._paused_until <= now + patience:
                start = max(start, self._paused_until)
            if start > now + patience:
                return None
            self._next = start + 1.0 / rate
            return start - now

    def answered(self) -> None:
        """A request was answered with something else than 429."""
        with self._lock:
            now = self._clock()
            self._answered.append(now)
            self._forget(now)

    def refused(self, retry_after: Optional[float]) -> None:
        """A request was answered with 429."""
        with self._lock:
            now = self._clock()
            self._forget(now)
            if retry_after:
                self._paused_until = max(self._paused_until, now + min(retry_after, LONGEST_PAUSE))
            if self._rate is not None and now - self._limited_at < SPAN:
                return  # it was sent before the others' refusal was known
            rate = len(self._answered) / SPAN
            if self._rate is not None:
                rate = min(rate, self._grown(now) or rate)
            self._rate = max(LEAST, rate / 2)
            self._limited_at = now
            self._next = max(self._next, now + 1.0 / self._rate)

    def _grown(self, now: float) -> Optional[float]:
        """The rate as it is by now, None once it is no limit any more."""
        rate = self._rate * RECOVERY ** min(now - self._limited_at, 1000.0)
        if rate > MOST:
            self._rate = None
        return self._rate and rate

    def _forget(self, now: float) -> None:
        while self._answered and self._answered[0] <= now - SPAN:
            self._answered.popleft()
