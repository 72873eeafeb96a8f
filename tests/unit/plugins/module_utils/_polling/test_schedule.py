# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schedule: between its bounds, never before Retry-After, rarer with age, and more often near the end."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._polling.schedule import backoff, next_poll

CHANCES = st.floats(min_value=0, max_value=1, exclude_max=True)
AGES = st.floats(min_value=0, max_value=1e7)
PERCENTS = st.none() | st.floats(min_value=0, max_value=100)
RETRY_AFTERS = st.none() | st.floats(min_value=0, max_value=1e5)
BOUNDS = st.tuples(st.floats(min_value=0.1, max_value=600), st.floats(min_value=0.1, max_value=600)).map(sorted)
ANYTHING = st.floats()  # negative, endless and not-a-number ones among them


def middle(
    age: float,
    percent: float | None = None,
    retry_after: float | None = None,
    bounds: tuple[float, float] = (2.0, 30.0),
) -> float:
    return next_poll(age, percent, retry_after, bounds[0], bounds[1], 0.5)


@pytest.mark.parametrize(
    ("age", "gap"),
    [
        (-60, 2.1),
        (0, 2.1),
        (10, 2.1),
        (20, 2.1),
        (50, 5),
        (100, 10),
        (250, 25),
        (300, 28.5),
        (1e9, 28.5),
        (math.inf, 28.5),
    ],
)
def test_the_gap_is_a_tenth_of_the_age_within_the_bounds(age: float, gap: float) -> None:
    assert middle(age) == pytest.approx(gap, abs=0.01)


@pytest.mark.parametrize(
    ("percent", "gap"),
    [
        (None, 28.5),
        (0, 28.5),
        (50, 28.5),  # 1,000 s are left
        (95, 26.32),  # 53 s are left
        (98, 10.20),
        (99, 5.05),
        (99.9, 2.1),
        (100, 28.5),  # the percentage says that it is over, and it is not
        (math.nan, 28.5),
        (1e-300, 28.5),
    ],
)
def test_a_percentage_near_the_end_brings_the_next_poll_nearer(percent: float | None, gap: float) -> None:
    assert middle(1000, percent) == pytest.approx(gap, abs=0.01)


def test_chance_moves_a_poll_by_a_tenth() -> None:
    earliest, latest = next_poll(100, None, None, 2, 30, 0.0), next_poll(100, None, None, 2, 30, 0.999999)
    assert (earliest, latest) == (pytest.approx(9.0), pytest.approx(11.0, abs=1e-4))


@pytest.mark.parametrize("asked", [0.0, 5.0, 45.0, 3600.0])
def test_retry_after_is_a_lower_bound(asked: float) -> None:
    assert middle(0, retry_after=asked) == max(2.1, asked)


def test_equal_bounds_leave_no_room() -> None:
    assert {
        next_poll(age, percent, None, 5, 5, chance)
        for age in (0, 50, 1e6)
        for percent in (None, 99)
        for chance in (0, 0.9)
    } == {5}


@given(AGES, PERCENTS, RETRY_AFTERS, BOUNDS, CHANCES)
def test_within_bounds(
    age: float, percent: float | None, retry_after: float | None, bounds: list[float], chance: float
) -> None:
    interval, max_interval = bounds
    gap = next_poll(age, percent, retry_after, interval, max_interval, chance)
    assert gap >= interval
    assert gap >= (retry_after or 0)
    assert gap <= max(max_interval, retry_after or 0) * (1 + 1e-12)


@given(AGES, AGES, BOUNDS, CHANCES)
def test_older_operations_are_not_polled_more_often(
    one: float, other: float, bounds: list[float], chance: float
) -> None:
    younger, older = sorted((one, other))
    assert next_poll(younger, None, None, *bounds, chance) <= next_poll(older, None, None, *bounds, chance)


@given(AGES, st.floats(min_value=0.1, max_value=99.9), st.floats(min_value=0.1, max_value=99.9), BOUNDS, CHANCES)
def test_nearer_the_end_is_not_polled_less_often(
    age: float, one: float, other: float, bounds: list[float], chance: float
) -> None:
    further, nearer = sorted((one, other))
    assert next_poll(age, nearer, None, *bounds, chance) <= next_poll(age, further, None, *bounds, chance)
    assert next_poll(age, nearer, None, *bounds, chance) <= next_poll(age, None, None, *bounds, chance)


@given(AGES, PERCENTS, BOUNDS, CHANCES)
def test_jitter_is_a_tenth_at_most(age: float, percent: float | None, bounds: list[float], chance: float) -> None:
    earliest, gap = next_poll(age, percent, None, *bounds, 0.0), next_poll(age, percent, None, *bounds, chance)
    assert earliest <= gap <= earliest * 1.1 / 0.9 * (1 + 1e-12)


@given(ANYTHING, st.none() | ANYTHING, st.none() | st.floats(min_value=0, max_value=1e9), BOUNDS, CHANCES)
def test_nothing_gives_a_gap_that_is_none(
    age: float, percent: float | None, retry_after: float | None, bounds: list[float], chance: float
) -> None:
    gap = next_poll(age, percent, retry_after, *bounds, chance)
    assert math.isfinite(gap)
    assert bounds[0] <= gap <= max(bounds[1], retry_after or 0) * (1 + 1e-12)


@pytest.mark.parametrize(("failures", "gap"), [(1, 2.1), (2, 4), (3, 8), (4, 16), (5, 28.5), (6, 28.5), (10**6, 28.5)])
def test_backing_off_doubles(failures: int, gap: float) -> None:
    assert backoff(failures, None, 2, 30, 0.5) == pytest.approx(gap)


@given(st.integers(min_value=1, max_value=10**9), RETRY_AFTERS, BOUNDS, CHANCES)
def test_backing_off_keeps_the_bounds(
    failures: int, retry_after: float | None, bounds: list[float], chance: float
) -> None:
    gap = backoff(failures, retry_after, *bounds, chance)
    assert max(bounds[0], retry_after or 0) <= gap <= max(bounds[1], retry_after or 0) * (1 + 1e-12)
    assert gap <= backoff(failures + 1, retry_after, *bounds, chance)
