# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits the requests a second to one endpoint by how it throttles them. No HTTP; the clock is injected.

Private to longops.oracle.
"""

from __future__ import annotations

import collections
import threading
from typing import Callable, Optional

#: Seconds over which requests are counted, and in which all answers of 429 count as one.
SPAN = 1.0
#: By how much the rate grows in a second without an answer of 429: it has doubled after some seven.
RECOVERY = 1.1
#: Lowest rate in requests a second, and the rate from which on there is no limit any more.
LEAST, MOST = 2.0, 500.0
#: Longest pause in seconds of all requests because of the Retry-After of one.
LONGEST_PAUSE = 30.0


class RateLimiter:
    """The rate limit of one endpoint: there is none until it throttles a request (429).

    Then the rate is half of what the endpoint has just accepted, and grows with every second in which nothing is throttled.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rate: Optional[float] = None  # requests a second
        self._next = 0.0  # when the next request may be sent
        self._paused_until = 0.0
        self._limited_at = 0.0  # when the rate was last set
        self._accepted: collections.deque[float] = collections.deque()

    def reserve(self, timeout: float) -> Optional[float]:
        """Seconds until the caller may send one request, in a slot that is reserved for it; None where that is more than timeout.

        A Retry-After that ends after the timeout does not prevent a last request; only the rate does.
        """
        with self._lock:
            now = self._clock()
            rate = self._current_rate(now)
            if rate is None:
                return 0.0
            start = max(now, self._next)
            if self._paused_until <= now + timeout:
                start = max(start, self._paused_until)
            if start > now + timeout:
                return None
            self._next = start + 1.0 / rate
            return start - now

    def accepted(self) -> None:
        """Count a request that was answered with another status than 429."""
        with self._lock:
            now = self._clock()
            self._accepted.append(now)
            self._forget(now)

    def throttled(self, retry_after: Optional[float]) -> None:
        """Count a request that was answered with 429. retry_after is in seconds."""
        with self._lock:
            now = self._clock()
            self._forget(now)
            if retry_after:
                self._paused_until = max(self._paused_until, now + min(retry_after, LONGEST_PAUSE))
            if self._rate is not None and now - self._limited_at < SPAN:
                return  # it was sent before the limit was set
            rate = len(self._accepted) / SPAN
            current = self._current_rate(now)
            if current is not None:
                rate = min(rate, current)
            self._rate = max(LEAST, rate / 2)
            self._limited_at = now
            self._next = max(self._next, now + 1.0 / self._rate)

    def _current_rate(self, now: float) -> Optional[float]:
        """The rate as it has grown by now, None where there is no limit."""
        if self._rate is None:
            return None
        rate = self._rate * RECOVERY ** min(now - self._limited_at, 1000.0)
        if rate > MOST:
            self._rate = None
            return None
        return rate

    def _forget(self, now: float) -> None:
        while self._accepted and self._accepted[0] <= now - SPAN:
            self._accepted.popleft()
