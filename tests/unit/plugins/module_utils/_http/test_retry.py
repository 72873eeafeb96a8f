# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backoff of a retry policy grows within its bounds, and never ends before Retry-After."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._http.retry import DEFAULT, JITTER, ONCE, Retry


@pytest.mark.parametrize(
    ("failures", "pause"), [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 8.0), (10_000, 8.0)]
)
def test_the_backoff_doubles_up_to_the_longest_pause(failures: int, pause: float) -> None:
    assert Retry(tries=100).pause(failures, None, 0.5) == pytest.approx(pause)


def test_jitter_moves_the_backoff_by_a_tenth() -> None:
    assert DEFAULT.pause(2, None, 0.0) == pytest.approx(1.0 - JITTER)
    assert DEFAULT.pause(2, None, 1.0) == pytest.approx(1.0 + JITTER)


@pytest.mark.parametrize(("retry_after", "pause"), [(None, 0.5), (0.0, 0.5), (0.4, 0.5), (7.0, 7.0), (3600.0, 3600.0)])
def test_a_retry_never_comes_before_retry_after(retry_after: float | None, pause: float) -> None:
    assert DEFAULT.pause(1, retry_after, 0.5) == pytest.approx(pause)


@given(st.integers(min_value=1), st.floats(min_value=0, max_value=1, exclude_max=True))
def test_the_backoff_stays_within_its_bounds(failures: int, chance: float) -> None:
    lowest, highest = DEFAULT.first_pause * (1 - JITTER), DEFAULT.longest_pause * (1 + JITTER)
    assert lowest <= DEFAULT.pause(failures, None, chance) <= highest


def test_the_policies() -> None:
    assert (DEFAULT.tries, DEFAULT.timeout) == (4, 30.0)
    assert DEFAULT._replace(tries=1) == ONCE
