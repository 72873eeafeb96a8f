# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The span of time that a report shows, and its ticks."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._report.axis import DAY, Axis, axis, utc

from .samples import BEGAN

HOUR = 3600.0


def test_the_wait_and_all_operations_are_on_it() -> None:
    found = axis([(BEGAN - 100, BEGAN + 10), (BEGAN + 20, BEGAN + 700)], BEGAN, BEGAN + 600)
    assert found == Axis(BEGAN - 100, BEGAN + 700)


def test_a_wait_that_took_no_time_has_a_second() -> None:
    found = axis([], BEGAN, BEGAN)
    assert found.end - found.begin == 1.0
    assert found.part(BEGAN) == 0.5


def test_a_wait_that_is_run_again_hours_later_shows_the_operation_whole() -> None:
    found = axis([(BEGAN - 11 * HOUR, BEGAN + 30)], BEGAN, BEGAN + 30)
    assert found.begin == BEGAN - 11 * HOUR


def test_operations_that_ended_before_the_wait_are_shown_whole() -> None:
    found = axis([(BEGAN - 9 * HOUR, BEGAN - 8 * HOUR)] * 9, BEGAN, BEGAN + 1)
    assert found.begin == BEGAN - 9 * HOUR


def test_one_that_began_long_before_all_others_is_cut() -> None:
    found = axis([(BEGAN - 3 * DAY, BEGAN + 60)] + [(BEGAN - 5, BEGAN + 60)] * 9, BEGAN, BEGAN + 60)
    assert BEGAN - 20 < found.begin < BEGAN - 5
    assert found.part(BEGAN - 3 * DAY) == 0.0


@pytest.mark.parametrize("span", [(0.0, BEGAN), (BEGAN, BEGAN + 400 * DAY), (BEGAN - 40 * DAY, BEGAN)])
def test_times_of_a_clock_that_is_wrong_do_not_stretch_it(span: tuple[float, float]) -> None:
    assert axis([span, (BEGAN, BEGAN + 60)], BEGAN, BEGAN + 60) == Axis(BEGAN, BEGAN + 60)


@pytest.mark.parametrize(
    ("seconds", "labels"),
    [
        (4, ["09:00:00", "09:00:01", "09:00:02", "09:00:03", "09:00:04"]),
        (60, ["09:00:00", "09:00:10", "09:00:20", "09:00:30", "09:00:40", "09:00:50", "09:01:00"]),
        (600, ["09:00", "09:02", "09:04", "09:06", "09:08", "09:10"]),
        (12 * HOUR, ["10:00", "12:00", "14:00", "16:00", "18:00", "20:00"]),
        (2 * DAY, ["12:00", "18:00", "12-01", "06:00"]),
        (20 * DAY, ["12-03", "12-10", "12-17"]),
    ],
)
def test_ticks_are_at_round_times(seconds: float, labels: list[str]) -> None:
    found = [tick.label for tick in Axis(BEGAN, BEGAN + seconds).ticks()]
    assert found[: len(labels)] == labels


@given(st.floats(0.0, 1e9), st.floats(1.0, 1e8))
def test_there_are_a_few_ticks_and_all_are_on_it(begin: float, length: float) -> None:
    found = Axis(begin, begin + length)
    ticks = found.ticks()
    assert len(ticks) <= 9
    assert all(found.begin <= tick.time <= found.end for tick in ticks)
    assert [tick.is_minor for tick in ticks] == [number % 2 == 1 for number in range(len(ticks))]


@given(st.lists(st.tuples(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))), st.floats(0, 1e5))
def test_any_times_give_an_axis(spans: list[tuple[float, float]], lasted: float) -> None:
    found = axis(spans, BEGAN, BEGAN + lasted)
    assert found.end - found.begin >= 0.99
    assert all(0.0 <= found.part(time) <= 1.0 for span in spans for time in span)
    assert found.ticks() is not None


def test_times_have_their_zone_and_their_day_where_it_is_another() -> None:
    assert utc(BEGAN) == "2026-11-30 09:00:00 UTC"
    assert utc(BEGAN, "2026-11-30") == "09:00:00 UTC"
    assert utc(BEGAN, "2026-11-29") == "2026-11-30 09:00:00 UTC"
    assert utc(1e20) == "a time beyond all calendars"
