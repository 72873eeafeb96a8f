# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of work requests is aligned, and fit to be shown whatever a server wrote."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._text import table
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import clean

NOW = 1_767_323_045.0  # 2026-01-02T03:04:05Z


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "id": "ocid1.exampleworkrequest.oc1.iad.a", "service": "mysql", "operation_type": "CREATE", "status": "ACCEPTED",
        "state": "pending", "percent_complete": None, "time_accepted": None, "resources": [], **changes,
    }  # fmt: skip


def resources(*identifiers: Any) -> list[dict[str, Any]]:
    return [{"entity_type": "thing", "identifier": identifier} for identifier in identifiers]


def test_columns_are_aligned() -> None:
    lines = table.lines([
        entry(service="container_engine", operation_type="NODEPOOL_CREATE", status="IN_PROGRESS", percent_complete=7.0,
              time_accepted="2026-01-02T03:00:45Z", resources=resources("ocid1.nodepool.oc1.iad.b")),
        entry(percent_complete=100, time_accepted="2026-01-01T20:04:05.678Z"),
        entry(service="oda"),
    ], NOW)  # fmt: skip
    assert lines == [
        "SERVICE           OPERATION        STATUS        DONE  AGE         RESOURCE OR ID",
        "container_engine  NODEPOOL_CREATE  IN_PROGRESS    7 %  3 min 20 s  ocid1.nodepool.oc1.iad.b",
        "mysql             CREATE           ACCEPTED     100 %  6 h 59 min  ocid1.exampleworkrequest.oc1.iad.a",
        "oda               CREATE           ACCEPTED         -  -           ocid1.exampleworkrequest.oc1.iad.a",
    ]


def test_without_work_requests_there_is_the_header() -> None:
    assert table.lines([], NOW) == ["SERVICE  OPERATION  STATUS  DONE  AGE  RESOURCE OR ID"]


def test_of_several_resources_the_first_is_shown() -> None:
    assert table.lines([entry(resources=resources(None, "a", "b", "c"))], NOW)[1].endswith("  a and 2 more")


def test_a_clock_that_is_behind_gives_no_negative_age() -> None:
    assert "  0 s  " in table.lines([entry(time_accepted="2026-01-02T03:04:50Z")], NOW)[1]


def test_long_texts_are_cut_but_no_id_is() -> None:
    ocid = "ocid1.exampleworkrequest.oc1.iad.".ljust(255, "a")
    line = table.lines([entry(operation_type="X" * 1000, id=ocid)], NOW)[1]
    assert f"{'X' * 37}...  " in line
    assert line.endswith(f"  {ocid}")


@given(
    st.text(), st.text(), st.one_of(st.none(), st.text()), st.one_of(st.none(), st.floats(0, 100)), st.lists(st.text())
)
def test_whatever_a_server_writes_stays_in_its_line(
    operation_type: str, status: str, accepted: str | None, percent: float | None, identifiers: list[str]
) -> None:
    wild = entry(
        operation_type=operation_type,
        status=status,
        time_accepted=accepted,
        percent_complete=percent,
        resources=resources(*identifiers),
    )
    header, *lines = table.lines([wild, entry()], NOW)
    assert [clean(line.replace("  ", "--")) for line in lines] == [line.replace("  ", "--") for line in lines]
    assert [line[header.index("STATUS") - 2 : header.index("STATUS")] for line in lines] == ["  ", "  "]
    assert lines[1].startswith("mysql")


@pytest.mark.parametrize(
    ("state", "percent", "shown"),
    [
        ("pending", 0.0, "0 %"),
        ("succeeded", 0.0, "-"),
        ("succeeded", 40.0, "-"),
        ("succeeded", 100.0, "100 %"),
        ("failed", 0.0, "-"),
        ("failed", 40.0, "40 %"),
        ("canceled", 0.0, "-"),
    ],
)
def test_a_percentage_that_says_nothing_at_an_end_is_not_shown(state: str, percent: float, shown: str) -> None:
    _header, line = table.lines([entry(state=state, percent_complete=percent)], NOW)
    assert re.split(r"  +", line)[3] == shown
