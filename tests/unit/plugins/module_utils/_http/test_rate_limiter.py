# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rate limit of an endpoint, against endpoints of many kinds, in virtual time."""

from __future__ import annotations

import collections
import itertools
import math
from typing import Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._http import rate_limiter
from ansible_collections.longops.oracle.plugins.module_utils._http.rate_limiter import (
    LEAST,
    LONGEST_PAUSE,
    MOST,
    RECOVERY,
    SPAN,
    RateLimiter,
)
from ansible_collections.longops.oracle.tests.simulator import ManualClock
from ansible_collections.longops.oracle.tests.unit.examples import examples


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


# Any endpoint

#: What happens at an endpoint, with the seconds until the next of these: a request is to be sent, was accepted, or was throttled.
steps = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "reserve", "accepted", "accepted", "throttled"]),
        st.floats(0, 0.2) | st.floats(0, 40),
        st.none() | st.floats(0, 100),
    ),
    max_size=60,
)


@examples(200)
@given(steps, st.lists(st.floats(0, 60) | st.just(math.inf), min_size=1, max_size=4))
def test_whatever_an_endpoint_does_no_more_is_sent_than_its_last_limit_allows(
    steps: list[tuple[str, float, Optional[float]]], timeouts: list[float]
) -> None:
    clock = ManualClock(1000.0)
    limiter = RateLimiter(clock)
    patience = itertools.cycle(timeouts)
    accepted: list[float] = []
    sent: list[float] = []  # from the last limit on
    limit: Optional[tuple[float, float]] = None  # requests a second, and since when
    paused_until = 0.0
    for step, seconds, retry_after in steps:
        now = clock()
        if step == "accepted":
            limiter.accepted()
            accepted.append(now)
        elif step == "throttled":
            limiter.throttled(retry_after)
            paused_until = max(paused_until, now + min(retry_after or 0.0, LONGEST_PAUSE))
            if limit is None or now - limit[1] >= SPAN:
                last_second = sum(time > now - SPAN for time in accepted)
                limit, sent = (max(LEAST, last_second / 2), now), []
        else:
            timeout = next(patience)
            pause = limiter.reserve(timeout)
            if limit is None:
                assert pause == 0.0
            elif pause is None:
                assert timeout < math.inf
            else:
                assert 0 <= pause <= timeout
                start = now + pause
                assert start >= paused_until or paused_until > now + timeout
                sent.append(start)
        clock.advance(seconds)
    if limit is not None:
        assert_spaced(sent, *limit)


def assert_spaced(sent: list[float], rate: float, since: float) -> None:
    """Two requests are apart by what the rate is at that time, if nothing is throttled any more: it grows by a tenth each second."""
    assert sent == sorted(sent)
    for earlier, later in zip(sent, sent[1:]):
        grown = min(MOST, rate * RECOVERY ** min(later - since, 1000.0))
        assert later - earlier >= 1.0 / grown - 1e-6 or grown == MOST


@examples(30)
@given(st.floats(0.5, 400), st.floats(0.001, 0.5), st.floats(1, 30))
def test_any_endpoint_is_used_and_hardly_overrun(capacity: float, latency: float, burst: float) -> None:
    """Which shows that a limit is found: of what is sent, little is throttled in the long run."""
    clock = ManualClock(1000.0)
    accepted, throttled = send(RateLimiter(clock), clock, capacity, 120.0, latency, burst)
    possible = min(capacity, 1 / latency) * 120.0
    assert len(accepted) >= 0.3 * possible - 1
    if capacity > 1.25 * LEAST:  # where it is but little more than what is sent at least, that is throttled often
        assert len(throttled) <= 0.25 * len(accepted) + 12
