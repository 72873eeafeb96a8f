# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a play decides by: categories of failures, and resources that there are now."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core import decisions
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Affected, OperationKind


def categorize(entry: Any) -> str:
    return "limit" if "full" in entry.get("explanation", "") else "unknown"


def affected(entry: Any) -> Affected:
    return Affected(entry.get("made", ()), entry.get("touched", ()))


KIND = OperationKind("job", "jobs", "job", categorize=categorize, affected=affected)
BARE = OperationKind("thing", "things", "thing")


def failed(*entries: dict[str, Any], kind: OperationKind = KIND) -> list[str]:
    return decisions.keys([(kind, entry, True) for entry in entries])["failure_categories"]


def errors(*categories: str) -> list[dict[str, str]]:
    return [{"category": category} for category in categories]


@pytest.mark.parametrize(
    ("entry", "categories"),
    [
        ({}, ["unknown"]),
        ({"errors": None, "fault": None}, ["unknown"]),
        ({"errors": errors("limit", "capacity", "limit")}, ["capacity", "limit"]),
        ({"errors": errors("unknown", "capacity")}, ["capacity"]),
        ({"errors": errors("unknown")}, ["unknown"]),
        ({"errors": errors("internal", "capacity", "unknown")}, ["capacity"]),
        ({"errors": errors("internal", "unknown")}, ["internal"]),
        ({"errors": errors("internal"), "explanation": "It is full."}, ["limit"]),
        ({"errors": errors("capacity"), "fault": {"category": "throttled"}}, ["throttled"]),
        ({"explanation": "It is full."}, ["limit"]),
        ({"errors": errors("unknown"), "explanation": "It is full."}, ["limit"]),
        ({"errors": errors("capacity"), "explanation": "It is full."}, ["capacity"]),
        ({"explanation": "It broke."}, ["unknown"]),
    ],
)
def test_the_categories_of_one_failure(entry: dict[str, Any], categories: list[str]) -> None:
    assert failed(entry) == categories


def test_those_of_several_are_sorted_and_each_there_once() -> None:
    assert failed({"errors": errors("limit")}, {}, {"errors": errors("capacity")}, {"errors": errors("limit")}) == [
        "capacity",
        "limit",
        "unknown",
    ]


def test_only_what_failed_counts() -> None:
    found = decisions.keys([(KIND, {"errors": errors("limit")}, False), (KIND, {"errors": errors("invalid")}, True)])
    assert found["failure_categories"] == ["invalid"]


def test_created_resources_come_before_changed_ones_whatever_operation_they_are_of() -> None:
    entries = [{"made": ["a"], "touched": ["x", "b"]}, {"made": ["b", "c"], "touched": ["a", "y"]}]
    found = decisions.keys([(KIND, entry, bool(number)) for number, entry in enumerate(entries)])
    assert found["resource_ids"] == ["a", "b", "c", "x", "y"]


def test_a_kind_that_knows_nothing_of_either() -> None:
    found = decisions.keys([(BARE, {"errors": None, "made": ["a"]}, True)])
    assert found == {"failure_categories": ["unknown"], "resource_ids": []}
