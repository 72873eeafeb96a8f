# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The budget of an endpoint, against endpoints of many kinds, in virtual time."""

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
    Budget,
)
from ansible_collections.longops.oracle.tests.simulator import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(1000.0)


@pytest.fixture
def budget(clock: ManualClock) -> Budget:
    return Budget(clock)


def send(
    budget: Budget, clock: ManualClock, limit: float, seconds: float, latency: float = 0.002, burst: float = 10.0
) -> tuple[list[float], list[float]]:
    """Ask for one request after the other for that long, of an endpoint that takes so many a second: when it answered, when it refused."""
    end = clock() + seconds
    answered: list[float] = []
    refused: list[float] = []
    tokens, filled = burst, clock()
    while True:
        clock.advance(budget.turn(math.inf))
        if clock() >= end:
            return answered, refused
        tokens, filled = min(burst, tokens + (clock() - filled) * limit), clock()
        clock.advance(latency)
        if tokens >= 1:
            tokens -= 1
            answered.append(clock())
            budget.answered()
        else:
            refused.append(clock())
            budget.refused(None)


def in_a_second(times: list[float]) -> collections.Counter[int]:
    return collections.Counter(math.floor(time) for time in times)


def test_there_is_no_limit_until_a_request_is_refused(budget: Budget, clock: ManualClock) -> None:
    for _number in range(1000):
        assert budget.turn(0.0) == 0.0
        budget.answered()


def test_a_refusal_halves_what_was_answered(budget: Budget, clock: ManualClock) -> None:
    for _number in range(40):
        clock.advance(0.025)
        budget.answered()
    budget.refused(None)
    turns = [budget.turn(math.inf) for _number in range(3)]
    assert turns == pytest.approx([0.05, 0.1, 0.15])


def test_refusals_of_what_was_sent_together_count_once(budget: Budget, clock: ManualClock) -> None:
    for _number in range(40):
        budget.answered()
    for _number in range(10):
        budget.refused(None)
        clock.advance(0.001)
    first, second = budget.turn(math.inf), budget.turn(math.inf)
    assert second - first == pytest.approx(0.05, rel=0.01)


@pytest.mark.parametrize("limit", [5, 20, 100])
def test_an_endpoint_gets_most_of_what_it_takes_and_little_that_it_refuses(
    budget: Budget, clock: ManualClock, limit: float
) -> None:
    answered, refused = send(budget, clock, limit, 120)
    assert len(answered) >= 0.6 * 120 * limit
    assert len(refused) <= 0.05 * len(answered) + 10
    assert 1 <= max(in_a_second(refused).values()) <= 10


def test_the_limit_is_forgotten_where_nothing_is_refused_any_more(budget: Budget, clock: ManualClock) -> None:
    for _number in range(40):
        budget.answered()
    budget.refused(None)
    clock.advance(math.log(MOST / 20) / math.log(rate_limiter.RECOVERY) + 1)
    assert {budget.turn(math.inf) for _number in range(100)} == {0.0}


def test_however_much_is_refused_something_is_still_sent(budget: Budget, clock: ManualClock) -> None:
    answered, refused = send(budget, clock, 0.0, 60, burst=0.0)
    assert answered == []
    assert 30 * LEAST <= len(refused) <= 70 * LEAST


@pytest.mark.parametrize(("asked", "paused"), [(None, 1 / LEAST), (7.0, 7.0), (3600.0, LONGEST_PAUSE)])
def test_all_come_back_when_one_was_told_to(
    budget: Budget, clock: ManualClock, asked: Optional[float], paused: float
) -> None:
    budget.refused(asked)
    assert budget.turn(math.inf) == pytest.approx(paused)


def test_the_deadline_is_before_the_pause_but_not_before_the_rate(budget: Budget, clock: ManualClock) -> None:
    budget.refused(20.0)
    assert budget.turn(5.0) == pytest.approx(1 / LEAST)
    assert budget.turn(5.0) == pytest.approx(2 / LEAST)
    assert budget.turn(0.1) is None
    assert budget.turn(5.0) == pytest.approx(3 / LEAST)  # a turn that nobody could take is left to the next
