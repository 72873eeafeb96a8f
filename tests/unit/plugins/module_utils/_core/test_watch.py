# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the operations of a wait."""

from __future__ import annotations

from typing import Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind, Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key, Outcome, Watch

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
FAULT = Fault(FaultKind.TRANSIENT, "busy", 503)


def watch(state: Optional[str] = None, key: object = ID, **known: object) -> Watch:
    made = Watch(key, 0.0)
    if state is not None:
        made.operation = Operation(ID, "core", "WORD", state)
    for name, value in known.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (None, "pending"),
        (State.PENDING, "pending"),
        (State.ATTENTION, "pending"),
        (State.SUCCEEDED, "succeeded"),
        (State.FAILED, "failed"),
        (State.CANCELED, "failed"),
    ],
)
def test_the_outcome_is_that_of_the_state(state: Optional[str], outcome: str) -> None:
    assert watch(state).outcome == outcome
    assert watch(state, fault=FAULT).outcome == outcome  # a poll that failed afterwards says nothing about it


@pytest.mark.parametrize("state", [None, State.PENDING, State.ATTENTION])
def test_what_was_abandoned_has_failed(state: Optional[str]) -> None:
    assert watch(state, abandoned=True).outcome == "failed"


def test_an_id_has_no_group() -> None:
    assert watch(key=Key(3, ID)).id == watch(key=ID).id == ID
    assert watch(key=7).id == "7"


def test_an_observation_has_all_that_is_known() -> None:
    made = watch(State.PENDING, key=Key(1, ID), fault=FAULT, request_id="7F3A", server_time=1796029200.0)
    assert made.observation == (Key(1, ID), made.operation, FAULT, None, None, "7F3A", 1796029200.0)


def test_an_outcome_keeps_the_order_and_adds_up() -> None:
    watches = (
        watch(State.FAILED, key="a", polls=3),
        watch(State.SUCCEEDED, key="b", polls=2),
        watch(State.CANCELED, key="c", polls=1),
        watch(None, key="d"),
    )
    outcome = Outcome(watches, 12.0, False)
    assert [each.id for each in outcome.of("failed")] == ["a", "c"]
    assert [each.id for each in outcome.of("succeeded")] == ["b"]
    assert [each.id for each in outcome.of("pending")] == ["d"]
    assert outcome.polls == 6
