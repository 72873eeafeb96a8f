# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the soak would report: every way in which an outcome can be lost or wrong, and what counts as piling up."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.journal import Entry
from ansible_collections.longops.oracle.tests.soak import judge, sampling, workload
from ansible_collections.longops.oracle.tests.soak.workload import Planned

ID = "ocid1.coreservicesworkrequest.oc1.iad." + "a" * 57
ENDS = 1000.0
PLANNED = [Planned(ID, "failed", ENDS, {"work_request_id": ID})]
RIGHT: dict[str, Any] = {"unsuccessful": [ID], "work_requests": [{"id": ID, "state": "failed"}]}


def read(time: float, call: str = "get", status: int = 200, fault: bool = False) -> Entry:
    operation = ID if call == "get" else None
    return Entry("GET", "/", {}, {}, time, call=call, operation=operation, status=status, fault=fault)


def test_what_was_planned_and_read_is_right() -> None:
    for seen in (read(ENDS + 1), read(ENDS + 1, call="list"), read(ENDS + 1, fault=True)):
        assert judge.judge(PLANNED, RIGHT, [read(ENDS - 1), seen]) == ([], [], [])


@pytest.mark.parametrize("result", [{}, {"pending": [ID]}])
def test_an_operation_without_an_end_is_lost(result: dict[str, Any]) -> None:
    verdict = judge.judge(PLANNED, result, [read(ENDS + 1)])
    assert [ID in each for each in verdict.lost] == [True]


@pytest.mark.parametrize(
    "result",
    [
        {"succeeded": [ID], "work_requests": [{"id": ID, "state": "succeeded"}]},
        {**RIGHT, "work_requests": [{"id": ID, "state": "pending"}]},
        {**RIGHT, "work_requests": []},
    ],
)
def test_another_outcome_is_wrong(result: dict[str, Any]) -> None:
    assert [ID in each for each in judge.judge(PLANNED, result, [read(ENDS + 1)]).wrong] == [True]


@pytest.mark.parametrize("seen", [read(ENDS - 9), read(ENDS + 1, status=503), read(ENDS - 9, call="list")])
def test_an_end_that_no_answer_can_have_said_is_wrong(seen: Entry) -> None:
    assert [ID in each for each in judge.judge(PLANNED, RIGHT, [seen]).wrong] == [True]


def test_that_a_resource_is_not_found_tells_of_its_end() -> None:
    planned = [Planned(ID, "succeeded", ENDS, {"resource_id": ID, "absent": True})]
    result = {"succeeded": [ID], "resources": [{"id": ID, "state": "succeeded"}]}
    gone = read(ENDS + 1, status=404)
    assert judge.judge(planned, result, [gone]).wrong != []
    assert judge.judge(planned, result, [dataclasses.replace(gone, call="resource")]) == ([], [], [])


def test_a_poll_after_the_end_was_answered_is_told() -> None:
    succeeded = [PLANNED[0]._replace(outcome="succeeded")]
    result = {"succeeded": [ID], "work_requests": [{"id": ID, "state": "succeeded"}]}
    twice = [read(ENDS + 1), read(ENDS + 2)]
    assert [ID in each for each in judge.judge(succeeded, result, twice).polled_on] == [True]
    assert judge.judge(PLANNED, RIGHT, twice).polled_on == []  # the rest of what a list has shown
    assert [ID in each for each in judge.judge(PLANNED, RIGHT, [*twice, read(ENDS + 3)]).polled_on] == [True]


def test_what_piles_up_is_not_level() -> None:
    first = sampling.Held(0.0, 3, 30, 60, 90.0)
    assert sampling.is_level(first, first._replace(threads=40, descriptors=70, mb=95.0), 1)
    for more in ({"threads": 60}, {"descriptors": 100}, {"mb": 120.0}):
        assert not sampling.is_level(first, first._replace(**more), 1)


def test_the_same_seed_plans_the_same_operations() -> None:
    with Simulator() as sim:
        first, second = (workload.launch(sim, 40, 10.0, random.Random(7)) for _time in range(2))
    assert [each.outcome for each in first] == [each.outcome for each in second]
    assert {each.outcome for each in first} == {"succeeded", "failed"}
    assert {next(iter(each.entry)) for each in first} == {"work_request_id", "request_id", "resource_id"}
