# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which event follows from an observation: each change is told once, and nothing after the end."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind, Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._events import changes
from ansible_collections.longops.oracle.plugins.module_utils._events.changes import LEAST_STEP
from ansible_collections.longops.oracle.plugins.module_utils._events.event import Change, Told
from ansible_collections.longops.oracle.tests.unit.examples import examples


def observed(status: str = "IN_PROGRESS", percent: Optional[float] = None, state: str = State.PENDING) -> Operation:
    return Operation("ocid1.clustersworkrequest.oc1.iad.example", "oke", status, state, percent_complete=percent)


def told_of(*operations: Operation, step: float = 0.0) -> list[str]:
    """The changes that these observations tell, one after the other."""
    told, found = None, []
    for operation in operations:
        change = changes.changed(told, operation, step)
        if change is not None:
            found.append(change[0])
            told = change[1]
    return found


def test_the_first_observation_is_new_and_the_same_again_is_nothing() -> None:
    assert told_of(observed(), observed(), observed()) == [Change.NEW]


def test_each_change_of_status_is_told_also_where_the_state_is_the_same() -> None:
    assert told_of(observed("ACCEPTED"), observed(), observed("ACCEPTED")) == [Change.NEW, Change.STATUS, Change.STATUS]
    waits = observed("NEEDS_ATTENTION", state=State.ATTENTION)
    assert told_of(observed(), waits, observed()) == [Change.NEW, Change.STATUS, Change.STATUS]


@pytest.mark.parametrize(
    ("step", "percents", "count"),
    [
        (0, [0, 10, 50, 99], 0),
        (1, [0, 10, 10, 11, 12.4, 12.6], 3),
        (25, [10, 24.9, 25, 30, 49, 75, 76], 2),
        (25, [30, 20, 30, 26], 0),  # one that falls and rises again
        (10, [None, 5, None, 20, None], 1),
        (100, [1, 99], 0),
        (50, [float("nan"), 60], 1),
    ],
)
def test_percentages_are_told_in_steps(step: float, percents: list[Any], count: int) -> None:
    found = told_of(*(observed(percent=percent) for percent in percents), step=step)
    assert found == [Change.NEW] + [Change.PERCENT] * count


def test_what_is_new_at_a_step_is_told_with_it_once() -> None:
    assert told_of(observed(percent=50), observed(percent=51), step=25) == [Change.NEW]


def test_a_status_and_a_percentage_that_change_together_are_one_event() -> None:
    assert told_of(observed("ACCEPTED", 0), observed("IN_PROGRESS", 50), observed(percent=50), step=10) == [
        Change.NEW,
        Change.STATUS,
    ]


def test_an_end_is_told_once_whatever_was_told_before() -> None:
    end = observed("FAILED", state=State.FAILED)
    for before in (None, Told(), Told("IN_PROGRESS", State.PENDING, 50.0), Told(unreadable=True)):
        change, told = changes.ended(before, end) or ("", Told())
        assert (change, told.over, told.state) == (Change.END, True, State.FAILED)
        assert changes.ended(told, end) is None
        assert changes.changed(told, observed(), 1) is None
        assert changes.unreadable(told, Fault(FaultKind.FATAL, "no")) is None


def test_what_cannot_be_read_is_told_once_and_again_when_it_can_be_read() -> None:
    fault = Fault(FaultKind.FATAL, "not authorized", 403)
    change, told = changes.unreadable(Told("IN_PROGRESS", State.PENDING), fault) or ("", Told())
    assert change == Change.UNREADABLE
    assert changes.unreadable(told, fault) is None
    again = changes.changed(told, observed(), 0)
    assert again is not None
    assert again[0] == Change.STATUS
    assert changes.unreadable(again[1], fault) is not None


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.FATAL, "rejected", 401),
        Fault(FaultKind.TRANSIENT, "busy", 503),
        Fault(FaultKind.UNRESOLVED, "no such host"),
    ],
)
def test_what_concerns_all_operations_or_passes_is_no_event_of_one(fault: Fault) -> None:
    assert changes.unreadable(None, fault) is None


@examples(200)
@given(
    st.lists(st.tuples(st.sampled_from(["ACCEPTED", "IN_PROGRESS"]), st.none() | st.floats(0, 100)), max_size=20),
    st.just(0.0) | st.floats(LEAST_STEP, 100),
)
def test_nothing_is_told_twice(observations: list[tuple[str, Optional[float]]], step: float) -> None:
    told: Optional[Told] = None
    for status, percent in observations:
        for first in (True, False):
            change = changes.changed(told, observed(status, percent), step)
            assert first or change is None
            told = told if change is None else change[1]
