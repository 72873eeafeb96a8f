# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how often a request is tried, and how long to pause between two tries. Private to longops.oracle."""

from __future__ import annotations

import random
from typing import Any, Callable, NamedTuple, Optional

from .._core.errors import RequestError
from .._core.operation import FaultKind

#: Part of a pause by which chance makes it shorter or longer, so that clients that failed together do not retry together.
JITTER = 0.1


class Retry(NamedTuple):
    """A retry policy for one request. Times are in seconds.

    Only transient errors are retried: up to tries times in all, and for at most timeout, or until the deadline where the
    request has one. The pause doubles from first_pause to longest_pause. One try takes at most longest_try, if there is
    such a limit, and a host name that cannot be resolved is tried so many times. last_try is how long before the deadline the
    last try begins, where the next one would come after it.
    """

    tries: int = 4
    timeout: float = 30.0
    first_pause: float = 0.5
    longest_pause: float = 8.0
    longest_try: Optional[float] = None
    last_try: Optional[float] = None
    unresolved: int = 4

    def pause(self, failures: int, retry_after: Optional[float], chance: float) -> float:
        """Seconds until the next try after this many failures in a row (1 or more), and never before retry_after.

        chance is a random number from 0 up to 1.
        """
        backoff = min(self.first_pause * 2.0 ** min(failures - 1, 30), self.longest_pause)
        return max(backoff * (1 - JITTER + 2 * JITTER * chance), retry_after or 0.0)


#: Seconds before the deadline at which a request is tried last that is retried until then.
LAST_TRY = 2.0
#: For a request that is repeated anyhow, such as a poll.
ONCE = Retry(tries=1)
#: For every other request: four tries in half a minute.
DEFAULT = Retry()


class Limits(NamedTuple):
    """How long a task has for the requests that have no deadline of their own, and how often each is tried.

    deadline is a time of the monotonic clock.
    """

    deadline: float
    retry: Retry


def until(deadline: float, longest_try: float, unresolved: int) -> Limits:
    """Retries until the deadline: what a task cannot do without is worth all the time that the task has."""
    last_try = min(longest_try, LAST_TRY)
    retry = Retry(10**9, float("inf"), longest_try=longest_try, last_try=last_try, unresolved=unresolved)
    return Limits(deadline, retry)


def tried(
    call: Callable[[], Any], retry: Retry, limit: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> Any:
    """What call returns, which is made again after a transient error, but not after limit, a time of the clock.

    Raises the RequestError of the last try.
    """
    failures = unresolved = 0
    while True:
        try:
            return call()
        except RequestError as error:
            failures += 1
            unresolved = unresolved + 1 if error.fault.kind == FaultKind.UNRESOLVED else 0
            if error.fault.kind not in FaultKind.RETRIED or failures >= retry.tries or unresolved >= retry.unresolved:
                raise
            pause = retry.pause(failures, error.fault.retry_after, random.random())  # nosec B311  # jitter
            left = limit - clock()
            if pause >= left:
                if retry.last_try is None or left <= retry.last_try:
                    raise
                pause = left - retry.last_try
        sleep(pause)
