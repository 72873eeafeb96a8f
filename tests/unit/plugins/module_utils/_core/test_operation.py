# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that everything else speaks: what ends, and what an absent value is."""

from __future__ import annotations

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Category,
    ErrorEntry,
    Fault,
    FaultKind,
    LogEntry,
    Observation,
    Operation,
    State,
    spellings,
)


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        (State.PENDING, False),
        (State.ATTENTION, False),
        (State.SUCCEEDED, True),
        (State.FAILED, True),
        (State.CANCELED, True),
    ],
)
def test_ended(state: str, ended: bool) -> None:
    assert Operation("id", "service", state=state).ended is ended


def test_every_state_is_listed_once() -> None:
    named = {value for name, value in vars(State).items() if isinstance(value, str) and name.isupper()}
    assert sorted(State.ALL) == sorted(named)
    assert set(State.ALL) > State.ENDED


def test_every_category_is_listed_once() -> None:
    named = {value for name, value in vars(Category).items() if isinstance(value, str) and name.isupper()}
    assert sorted(Category.ALL) == sorted(named)


def test_what_is_unknown_is_none_and_an_operation_is_pending_by_default() -> None:
    bare = Operation("id", "service")
    assert bare.state == State.PENDING
    assert {name for name, value in bare._asdict().items() if value is not None} == {
        "id",
        "service",
        "state",
        "details",
    }
    assert bare.details == {}
    assert ErrorEntry() == (None, None, None, Category.UNKNOWN)
    assert set(LogEntry()) == {None}


def test_an_observation_is_of_one_operation_and_has_no_more_than_was_given() -> None:
    observation = Observation("id", fault=Fault(FaultKind.FATAL, "No."))
    assert observation._asdict() == {
        "id": "id",
        "operation": None,
        "fault": Fault("fatal", "No.", None, None, None, None),
        "age": None,
        "retry_after": None,
        "request_id": None,
        "server_time": None,
    }


def test_an_operation_cannot_be_changed() -> None:
    operation = Operation("id", "service")
    with pytest.raises(AttributeError):
        operation.state = State.FAILED  # type: ignore[misc]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], set()),
        (["canceled"], {"CANCELED", "CANCELLED"}),
        ([" Cancelled "], {"CANCELED", "CANCELLED"}),
        (["CANCELING"], {"CANCELING", "CANCELLING"}),
        (["CANCELLING"], {"CANCELING", "CANCELLING"}),
        (["PARTIALLY_SUCCEEDED", "skipped"], {"PARTIALLY_SUCCEEDED", "SKIPPED"}),
        (["PARTIALLY_CANCELED"], {"PARTIALLY_CANCELED", "PARTIALLY_CANCELLED"}),
        (["EXCELLED"], {"EXCELLED"}),
    ],
)
def test_a_word_in_both_spellings(words: list[str], found: set[str]) -> None:
    assert spellings(words) == found
