# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that a person sees while a task waits."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ansible_collections.longops.oracle.plugins.plugin_utils._progress import (
    FEW,
    LONGEST_LOG,
    Reporter,
    short,
    whereabouts,
)

OCID = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid"


def entry(
    key: str = OCID, status: Any = "IN_PROGRESS", state: Any = "pending", percent: Any = None, **more: Any
) -> dict[str, Any]:
    return dict(
        {"id": key, "operation_type": "Create Pool", "service": "work_requests"},
        status=status,
        state=state,
        percent_complete=percent,
        **more,
    )


def lines(*entries: dict[str, Any], elapsed: float = 4.0) -> list[str]:
    return Reporter("db1", "work request").lines(entries, elapsed)


def test_a_line_names_host_operation_status_and_time() -> None:
    assert lines(entry(percent=45.0)) == ["db1 | Create Pool ...uniqueid | IN_PROGRESS [####------] 45 % | 4 s"]


def test_a_percentage_that_is_not_given_is_not_drawn() -> None:
    assert lines(entry()) == ["db1 | Create Pool ...uniqueid | IN_PROGRESS | 4 s"]


@pytest.mark.parametrize(
    ("percent", "drawn"), [(0.0, "[----------] 0 %"), (99.9, "[#########-] 99 %"), (100.0, "[##########] 100 %")]
)
def test_the_bar_is_full_only_at_the_end(percent: float, drawn: str) -> None:
    assert drawn in lines(entry(percent=percent))[0]


def test_the_latest_log_line_stands_at_the_end_and_is_cut() -> None:
    logs = [{"message": "old"}, {"message": "x" * 500}]
    assert lines(entry(logs=logs))[0].endswith(f"| 4 s | {'x' * LONGEST_LOG}...")


def test_an_error_counts_for_more_than_a_log_and_a_fault_for_more_than_an_error() -> None:
    told = entry(logs=[{"message": "log"}], errors=[{"code": "LimitExceeded", "message": "no more"}])
    assert lines(told)[0].endswith("| LimitExceeded: no more")
    assert lines(dict(told, fault={"message": "GET answered 503"}))[0].endswith("| GET answered 503")


def test_what_is_pending_is_told_each_time_and_what_is_over_once() -> None:
    reporter = Reporter("db1", "work request")
    over = entry("a", "SUCCEEDED", "succeeded")
    assert len(reporter.lines([over, entry("b")], 4)) == 2
    assert reporter.lines([over, entry("b")], 12) == ["db1 | Create Pool b | IN_PROGRESS | 12 s"]


def estimates(*marks: tuple[float, float]) -> list[bool]:
    """Whether each of the lines at these (elapsed, percent) says what is left."""
    reporter = Reporter("db1", "work request")
    return ["left" in reporter.lines([entry(percent=percent)], elapsed)[0] for elapsed, percent in marks]


def test_what_is_left_is_estimated_from_the_pace_so_far() -> None:
    reporter = Reporter("db1", "work request")
    for elapsed, percent in ((2, 10.0), (12, 20.0)):
        assert "left" not in reporter.lines([entry(percent=percent)], elapsed)[0]  # two percentages are no pace
    assert "| 50 s | about 50 s left" in reporter.lines([entry(percent=54.0)], 50)[0]
    assert "left" not in reporter.lines([entry(percent=100.0)], 90)[0]


def test_no_pace_no_estimate() -> None:
    assert estimates((1, 0), (2, 10), (3, 20), (4, 30)) == [False, False, False, False]  # too soon
    assert estimates((0, 1), (60, 3), (120, 5), (180, 7)) == [False, False, False, False]  # too little
    assert estimates((0, 0), (10, 10), (20, 20), (40, 20), (42, 80)) == [
        False,
        False,
        True,
        False,
        True,
    ]  # it stands still
    assert estimates((0, 0), (10, 10), (20, 20), (22, 80)) == [False, False, True, False]  # a leap
    assert estimates((0, 50), (10, 70), (20, 90), (30, 5), (40, 20), (50, 35)) == [
        False,
        False,
        True,
        False,
        False,
        True,
    ]  # from the start again


def test_only_what_is_pending_has_something_left() -> None:
    reporter = Reporter("db1", "work request")
    for elapsed, percent in ((0, 0.0), (10, 10.0)):
        reporter.lines([entry(percent=percent)], elapsed)
    assert "left" not in reporter.lines([entry(status="FAILED", state="failed", percent=20.0)], 20)[0]


def test_many_operations_have_one_line() -> None:
    many = [entry(str(n), percent=float(n)) for n in range(FEW + 3)]
    many[0] = entry("0", "SUCCEEDED", "succeeded", 100.0)
    many[1] = dict(entry("1", None, None), fault={"message": "x"})
    assert lines(*many) == ["db1 | 8 work requests: 6 pending, 1 succeeded, 1 not read at 4 % on average | 4 s"]


def test_of_many_operations_each_bad_end_is_told_once() -> None:
    reporter = Reporter("db1", "work request")
    many = [entry(str(n)) for n in range(FEW + 2)]
    reporter.lines(many, 4)
    many[2] = entry("2", "FAILED", "failed", errors=[{"code": None, "message": "no more"}])
    first, second = reporter.lines(many, 12)
    assert first == "db1 | Create Pool 2 | FAILED | 12 s | no more"
    assert second == "db1 | 7 work requests: 6 pending, 1 failed | 12 s"
    assert reporter.lines(many, 28) == ["db1 | 7 work requests: 6 pending, 1 failed | 28 s"]


def test_many_bad_ends_are_no_flood() -> None:
    told = lines(*(entry(str(n), "FAILED", "failed") for n in range(1000)))
    assert len(told) == FEW + 1
    assert told[-1] == "db1 | 1000 work requests: 1000 failed | 4 s"


def test_the_last_of_many_are_told_one_by_one() -> None:
    over = [entry(str(n), "SUCCEEDED", "succeeded") for n in range(40)]
    late = entry("late", percent=50.0, logs=[{"message": "copying"}])
    assert lines(*over, late) == [
        "db1 | Create Pool late | IN_PROGRESS [#####-----] 50 % | 4 s | copying",
        "db1 | 41 work requests: 1 pending, 40 succeeded at 50 % on average | 4 s",
    ]


def test_a_goldengate_request_has_a_progress_for_its_status() -> None:
    request = {"id": "42", "service": "Local/adminsrvr", "progress": "processing", "state": "pending", "errors": None}
    assert Reporter("ogg", "GoldenGate request").lines([request], 4) == [
        "ogg | GoldenGate request 42 | processing | 4 s"
    ]


def test_a_call_that_was_over_when_it_answered_goes_by_its_url() -> None:
    calls = ["https://h/services/v2/extracts/EXT1", "https://h/services/v2/extracts/EXT2"]
    over = [
        {"id": None, "call": call, "service": "Local/adminsrvr", "progress": None, "state": "succeeded"}
        for call in calls
    ]
    told = Reporter("db1", "GoldenGate request").lines(over, 4.0)
    assert told == [
        "db1 | GoldenGate request EXT1 | succeeded | 4 s",
        "db1 | GoldenGate request EXT2 | succeeded | 4 s",
    ]


def test_while_nobody_looks_lines_say_how_old_they_are() -> None:
    reporter = Reporter("db1", "work request")
    over = entry("a", "SUCCEEDED", "succeeded")
    reporter.lines([over, entry("b", percent=40.0)], 240)
    assert reporter.still([over, entry("b", percent=40.0)], 300, 60) == [
        "db1 | Create Pool b | IN_PROGRESS [####------] 40 % | 5 min | seen 60 s ago"
    ]
    many = [entry(str(number)) for number in range(FEW + 1)]
    assert reporter.still(many, 300, 60) == ["db1 | 6 work requests: 6 pending | 5 min | seen 60 s ago"]


@pytest.mark.parametrize(("delegate", "shown"), [(None, "web1"), ("web1", "web1"), ("localhost", "web1 -> localhost")])
def test_a_delegated_task_is_about_the_host_that_it_is_for(delegate: Any, shown: str) -> None:
    assert whereabouts("web1", delegate) == shown


@pytest.mark.parametrize(("key", "shown"), [("42", "42"), (OCID, "...uniqueid"), (None, "None")])
def test_the_end_of_an_id_tells_two_apart(key: Any, shown: str) -> None:
    assert short(key) == shown


#: Marks that turn the direction of writing, and those that undo them.
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
TEXT = st.none() | st.text(max_size=20) | st.text("a1 \x1b\r\n\t\u202e\u2066\u2069\x9b\x07[;m", max_size=12)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "id": TEXT,
            "service": TEXT,
            "operation_type": TEXT,
            "status": TEXT,
            "state": st.sampled_from([None, "pending", "attention", "succeeded", "failed", "canceled"]),
            "percent_complete": st.none() | st.floats(0, 100),
            "logs": st.none() | st.lists(st.fixed_dictionaries({"message": TEXT}), max_size=2),
            "errors": st.none() | st.lists(st.fixed_dictionaries({"code": TEXT, "message": TEXT}), max_size=2),
            "fault": st.none() | st.fixed_dictionaries({"message": TEXT}),
        }
    ),
    max_size=FEW + 2,
)


@settings(max_examples=40)
@given(TEXT, st.lists(ENTRIES, max_size=2))
def test_whatever_a_server_sent_a_line_has_nothing_that_a_terminal_obeys(
    host: Any, rounds: list[list[dict[str, Any]]]
) -> None:
    reporter = Reporter(str(host), "work request")
    for number, entries in enumerate(rounds):
        for line in reporter.lines(entries, number * 10.0):
            assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"}
            assert not {unicodedata.bidirectional(character) for character in line} & TURNS
