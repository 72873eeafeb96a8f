# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists, errors and log entries in all of their forms: what has another one than documented is kept as a text."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import ErrorEntry, LogEntry
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import entries
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import find

REGULAR = find("container_instances")


@pytest.mark.parametrize(
    ("body", "items"),
    [
        ([], []),
        ([1, {"a": 2}], [1, {"a": 2}]),
        ({"items": []}, []),
        ({"items": [{"a": 2}], "total": 1}, [{"a": 2}]),
        ({"items": None}, []),
        ({"items": {"items": [{"a": 2}]}}, [{"a": 2}]),
        ({"collection": {"items": [1]}}, [1]),
        ({"data": [1]}, [1]),
    ],
)
def test_all_shapes(body: Any, items: list[Any]) -> None:
    assert entries.of_answer("list", body) is not None
    assert entries.items(body) == items


@pytest.mark.parametrize(
    "body", [None, {}, {"items": {}}, {"items": "x"}, "[]", 5, {"code": "x", "message": "y"}, {"resources": []}]
)
def test_none_of_them(body: Any) -> None:
    assert entries.of_answer("list", body) is None
    assert entries.items(body) == []


def test_oldest_first_whatever_the_service_does() -> None:
    times = ["2026-01-02T12:00:02Z", "2026-01-02T14:00:01+02:00", "2026-01-02T12:00:03.5Z"]
    said = [{"code": "c", "message": time, "timestamp": time} for time in times]
    assert [error.message for error in entries.errors(REGULAR, said)] == [times[1], times[0], times[2]]
    assert [line.message for line in entries.logs(REGULAR, {"items": said})] == [times[1], times[0], times[2]]


def test_entries_of_the_same_moment_stay_in_order() -> None:
    said = [{"message": str(n), "timestamp": "2026-01-02T12:00:00Z"} for n in range(5)]
    assert [line.message for line in entries.logs(REGULAR, said)] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("odd", [None, "yesterday", 5])
def test_without_times_they_stay_as_they_came(odd: Any) -> None:
    said = [{"message": "b", "timestamp": "2026-01-02T12:00:01Z"}, {"message": "a", "timestamp": odd}]
    assert [line.message for line in entries.logs(REGULAR, said)] == ["b", "a"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (None, []),
        ([], []),
        ("No room", [(None, "No room")]),
        (5, [(None, "5")]),
        (True, []),
        (" ", []),
        ([["No room"], []], [(None, "No room")]),
        ({"items": [{"message": "a"}, None, {"message": "b"}]}, [(None, "a"), (None, "b")]),
        ({"collection": [{"message": "a"}]}, [(None, "a")]),
        ({"code": "Busy", "message": "No room"}, [("Busy", "No room")]),
        ({"code": "Busy", "message": "No room", "data": [1]}, [("Busy", "No room")]),
        ({"errorCode": "Busy", "errorMessage": "No room"}, [("Busy", "No room")]),
        ({"code": 409, "message": 5}, [("409", "5")]),
        ({"message": {"detail": "No room", "zone": 1}}, [(None, "No room")]),
        ({"code": "Busy", "message": {"zone": 1}}, [("Busy", '{"zone": 1}')]),
        ({"code": "Busy", "zone": 1}, [("Busy", None)]),
        ({"zone": 1, "why": ["full"]}, [(None, '{"zone": 1, "why": ["full"]}')]),
        ({}, [(None, None)]),
        ({"code": "", "message": " "}, [(None, None)]),
    ],
)
@pytest.mark.parametrize("wrap", [lambda said: [said], lambda said: {"items": [said]}, lambda said: said])
def test_entries_of_another_form_are_kept_as_text(said: Any, kept: list[Any], wrap: Any) -> None:
    assert [(error.code, error.message) for error in entries.errors(REGULAR, wrap(said))] == kept
    if all(code is None for code, _message in kept):
        assert [line.message for line in entries.logs(REGULAR, wrap(said))] == [message for _code, message in kept]


def test_an_error_under_regular_names_where_the_family_has_others() -> None:
    said = {"code": "C", "message": "M", "timestamp": "T"}
    for name in ("load_balancer", "oda"):
        assert entries.errors(find(name), [said]) == (ErrorEntry("C", "M", "T"),)
    assert entries.logs(find("oda"), [said]) == (LogEntry("M", "T"),)
