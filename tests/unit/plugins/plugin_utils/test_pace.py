# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a wait is cut: slices often enough, modules started seldom enough, and no more looks than in one piece."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ansible_collections.longops.oracle.plugins.plugin_utils._pace import BEATS, SHORT, Pace, Slice

START = 0.5  # seconds that a module takes to start


def cut(
    timeout: float, interval: float = 2.0, max_interval: float = 30.0, **entry: Any
) -> tuple[list[Slice], list[float]]:
    """The slices of a wait for one operation that does not end, and when each ends."""
    pace = Pace(timeout, interval, max_interval)
    slices, ends = [pace.first()], [START + pace.first().timeout]
    while not slices[-1].last:
        slices.append(pace.next(ends[-1], START, [entry]))
        ends.append(ends[-1] + slices[-1].pause + START + slices[-1].timeout)
    return slices, ends


def test_an_hour_starts_few_modules() -> None:
    slices, ends = cut(3600)
    assert len(slices) <= 36
    assert ends[:4] == pytest.approx([0.5, 20.5, 60.5, 120], abs=5)
    assert all(later - earlier <= BEATS[-1] for earlier, later in zip(ends, ends[1:-1]))
    assert ends[-1] == pytest.approx(3600)


def test_a_short_wait_is_not_cut() -> None:
    assert Pace(SHORT, 2, 30).first() == (0, SHORT, True)


def test_looks_are_never_closer_than_the_interval() -> None:
    for each in cut(600, interval=45, max_interval=90)[0][1:-1]:
        assert each.pause + START >= 45
        assert each.timeout == 0 or each.timeout >= 45


def test_a_percentage_near_its_end_shortens_the_gap() -> None:
    pace = Pace(3600, 2, 30)
    assert (
        pace.next(600, START, [{"percent_complete": 50.0}]).pause
        > pace.next(600, START, [{"percent_complete": 99.0}]).pause
    )


def test_the_time_that_a_server_asks_for_is_granted() -> None:
    fault = {"kind": "transient", "retry_after": 7.0}
    assert Pace(600, 2, 30).next(1, START, [{}, {"fault": fault}]).pause == 7 - START


def test_what_may_still_come_is_given_time_to() -> None:
    assert Pace(600, 2, 30).next(1, START, [{"fault": {"kind": "not_found"}}]).timeout > 20


def test_a_wait_whose_time_is_up_has_one_last_look() -> None:
    assert Pace(60, 2, 30).next(61, START, [{}]) == (0, 0, True)


@settings(max_examples=60)
@given(st.floats(0.1, 7200), st.floats(0.1, 60), st.floats(1, 20), st.none() | st.floats(0, 100))
def test_every_wait_ends_at_its_deadline(timeout: float, interval: float, factor: float, percent: Any) -> None:
    slices, ends = cut(timeout, interval, interval * factor, percent_complete=percent)
    assert all(each.pause >= 0 and each.timeout >= 0 for each in slices)
    assert timeout - 0.001 <= ends[-1] <= max(timeout, ends[0] if len(ends) == 1 else 0) + 0.001
