# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rate limit of an endpoint, against endpoints of many kinds, in virtual time."""

from __future__ import annotations

import collections
import math
from typing import Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._http import rate_limiter
from ansible_collections.longops.oracle.plugins.module_utils._http.rate_limiter import (
    LEAST,
    LONGEST_PAUSE,
    MOST,
    RateLimiter,
)
from ansible_collections.longops.oracle.tests.simulator import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(1000.0)


@pytest.fixture
def limiter(clock: ManualClock) -> RateLimiter:
    return RateLimiter(clock)


def send(
    limiter: RateLimiter, clock: ManualClock, limit: float, seconds: float, latency: float = 0.002, burst: float = 10.0
) -> tuple[list[float], list[float]]:
    """Send one request after the other for that long, to an endpoint that accepts so many a second: when it accepted and when it throttled."""
    end = clock() + seconds
    accepted: list[float] = []
    throttled: list[float] = []
    tokens, filled = burst, clock()
    while True:
        clock.advance(limiter.reserve(math.inf))
        if clock() >= end:
            return accepted, throttled
        tokens, filled = min(burst, tokens + (clock() - filled) * limit), clock()
        clock.advance(latency)
        if tokens >= 1:
            tokens -= 1
            accepted.append(clock())
            limiter.accepted()
        else:
            throttled.append(clock())
            limiter.throttled(None)


def in_a_second(times: list[float]) -> collections.Counter[int]:
    return collections.Counter(math.floor(time) for time in times)


def test_there_is_no_rate_limit_until_a_request_is_throttled(limiter: RateLimiter, clock: ManualClock) -> None:
    for _number in range(1000):
        assert limiter.reserve(0.0) == 0.0
        limiter.accepted()


def test_a_throttled_request_halves_the_rate_that_was_accepted(limiter: RateLimiter, clock: ManualClock) -> None:
    for _number in range(40):
        clock.advance(0.025)
        limiter.accepted()
    limiter.throttled(None)
    turns = [limiter.reserve(math.inf) for _number in range(3)]
    assert turns == pytest.approx([0.05, 0.1, 0.15])


def test_throttled_requests_that_were_sent_together_count_once(limiter: RateLimiter, clock: ManualClock) -> None:
    for _number in range(40):
        limiter.accepted()
    for _number in range(10):
        limiter.throttled(None)
        clock.advance(0.001)
    first, second = limiter.reserve(math.inf), limiter.reserve(math.inf)
    assert second - first == pytest.approx(0.05, rel=0.01)


@pytest.mark.parametrize("limit", [5, 20, 100])
def test_the_rate_is_near_what_the_endpoint_accepts_and_little_is_throttled(
    limiter: RateLimiter, clock: ManualClock, limit: float
) -> None:
    accepted, throttled = send(limiter, clock, limit, 120)
    assert len(accepted) >= 0.6 * 120 * limit
    assert len(throttled) <= 0.05 * len(accepted) + 10
    assert 1 <= max(in_a_second(throttled).values()) <= 10


def test_the_rate_limit_ends_where_nothing_is_throttled_any_more(limiter: RateLimiter, clock: ManualClock) -> None:
    for _number in range(40):
        limiter.accepted()
    limiter.throttled(None)
    clock.advance(math.log(MOST / 20) / math.log(rate_limiter.RECOVERY) + 1)
    assert {limiter.reserve(math.inf) for _number in range(100)} == {0.0}


def test_however_much_is_throttled_something_is_still_sent(limiter: RateLimiter, clock: ManualClock) -> None:
    accepted, throttled = send(limiter, clock, 0.0, 60, burst=0.0)
    assert accepted == []
    assert 30 * LEAST <= len(throttled) <= 70 * LEAST


@pytest.mark.parametrize(("asked", "paused"), [(None, 1 / LEAST), (7.0, 7.0), (3600.0, LONGEST_PAUSE)])
def test_the_retry_after_of_one_throttled_request_pauses_all(
    limiter: RateLimiter, clock: ManualClock, asked: Optional[float], paused: float
) -> None:
    limiter.throttled(asked)
    assert limiter.reserve(math.inf) == pytest.approx(paused)


def test_a_retry_after_beyond_the_deadline_does_not_pause_but_the_rate_limit_holds(
    limiter: RateLimiter, clock: ManualClock
) -> None:
    limiter.throttled(20.0)
    assert limiter.reserve(5.0) == pytest.approx(1 / LEAST)
    assert limiter.reserve(5.0) == pytest.approx(2 / LEAST)
    assert limiter.reserve(0.1) is None
    assert limiter.reserve(5.0) == pytest.approx(3 / LEAST)  # a slot that was not taken is left to the next request
