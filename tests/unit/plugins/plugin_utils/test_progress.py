# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that a user sees while a task waits, and when each of them is due."""

from __future__ import annotations

import unicodedata
from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import OperationKind
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.kind import KIND as GOLDENGATE
from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND as WORK_REQUEST
from ansible_collections.longops.oracle.plugins.module_utils._resources.kind import KIND as RESOURCE
from ansible_collections.longops.oracle.plugins.plugin_utils._events import Event
from ansible_collections.longops.oracle.plugins.plugin_utils._progress import (
    COLLECT_MANY,
    EVERY_FEW,
    EVERY_MANY,
    FEW,
    HEARTBEAT,
    LONGEST_TEXT,
    Reporter,
    whereabouts,
)
from ansible_collections.longops.oracle.tests.unit.examples import examples

OCID = f"ocid1.coreservicesworkrequest.oc1.iad.{'abcdefgh' * 7}uniqueid"
BEGIN = 1000.0  # when the wait began, by the monotonic clock
URL = f"https://iaas.example.invalid/20160918/workRequests/{OCID}"
REQUEST = f"(GET {URL}, request id 7F3A0123456789ABCDEF0123456789AB/0123456789)"


def entry(
    key: Optional[str] = OCID, status: Any = "IN_PROGRESS", state: Any = "pending", percent: Any = None, **more: Any
) -> dict[str, Any]:
    return {
        "id": key,
        "operation_type": "Create Pool",
        "service": "work_requests",
        "status": status,
        "state": state,
        "percent_complete": percent,
        "errors": None,
        "logs": None,
        "fault": None,
        **more,
    }


def failed(key: str = OCID, **more: Any) -> dict[str, Any]:
    return entry(key, "FAILED", "failed", **more)


def fault(message: str) -> dict[str, Any]:
    return {"kind": "transient", "message": message}


class Shown:
    """A reporter whose clock is the time since the wait began."""

    def __init__(self, operations: int = 1) -> None:
        self.reporter = Reporter("db1")
        self.operations = operations

    def at(self, elapsed: float, *entries: dict[str, Any], kind: OperationKind = WORK_REQUEST) -> list[str]:
        """The lines that are due at this time, at which these entries were observed."""
        events = [Event(kind, each, elapsed, self.operations) for each in entries]
        lines = [line for event in events for line in self.reporter.observe(event, BEGIN + elapsed)]
        return lines + self.reporter.lines(BEGIN + elapsed)

    def last(self, elapsed: float) -> list[str]:
        return self.reporter.last_lines(BEGIN + elapsed)

    @property
    def next_due(self) -> float:
        return self.reporter.next_due() - BEGIN


def line(found: dict[str, Any], elapsed: float = 4.0) -> str:
    """The line about the first observation of an operation, which is due at once or when nothing more comes."""
    shown = Shown()
    (only,) = shown.at(elapsed, found) + shown.last(elapsed)
    return only


# What a line has


def test_an_id_of_these_tests_has_real_length() -> None:
    assert 90 <= len(OCID) <= 110


def test_a_line_names_host_operation_status_and_time() -> None:
    assert line(entry(percent=45.0)) == "db1 | Create Pool ...uniqueid | IN_PROGRESS [####------] 45 % | 4 s"


def test_a_percentage_that_is_not_given_is_not_drawn() -> None:
    assert line(entry()) == "db1 | Create Pool ...uniqueid | IN_PROGRESS | 4 s"


@pytest.mark.parametrize(
    ("percent", "drawn"), [(0.0, "[----------] 0 %"), (99.9, "[#########-] 99 %"), (100.0, "[##########] 100 %")]
)
def test_the_bar_is_full_only_at_the_end(percent: float, drawn: str) -> None:
    assert f"| IN_PROGRESS {drawn} |" in line(entry(percent=percent))


@pytest.mark.parametrize(
    ("state", "percent", "drawn"),
    [
        ("succeeded", 0.0, ""),  # it never moved
        ("succeeded", 99.0, ""),
        ("succeeded", 100.0, " [##########] 100 %"),
        ("succeeded", None, ""),
        ("failed", 0.0, ""),
        ("failed", 0.9, ""),
        ("failed", 5.0, " at 5 %"),
        ("failed", 40.0, " [####------] 40 %"),
        ("canceled", 0.0, ""),
        ("canceled", 9.9, " at 9 %"),
    ],
)
def test_no_bar_at_an_end_is_empty(state: str, percent: Any, drawn: str) -> None:
    shown = line(entry(status=state.upper(), state=state, percent=percent, errors=[{"code": "E", "message": None}]))
    assert shown.startswith(f"db1 | Create Pool ...uniqueid | {state.upper()}{drawn} | 4 s")


def test_an_explanation_stands_before_a_log_entry_and_after_errors() -> None:
    found = failed(logs=[{"message": "log"}], errors=[], explanation="No\tsubnet " + "x" * 500)
    assert line(found).endswith(f"| 4 s | No subnet {'x' * (LONGEST_TEXT - 10)}...")
    assert line({**found, "errors": [{"code": None, "message": " "}]}) == line(found)
    assert line({**found, "errors": [{"code": "C", "message": '{"message": "Full"}'}]}).endswith("| 4 s | C: Full")
    assert line(entry(explanation="Waiting for the agent")).endswith("| 4 s | Waiting for the agent")
    assert line(entry(status="SUCCEEDED", state="succeeded", explanation="OK")).endswith("| SUCCEEDED | 4 s")


def test_a_new_explanation_is_a_change_that_has_a_line_like_a_percentage() -> None:
    shown = Shown()
    assert len(shown.at(1.0, entry(explanation="Node 1 of 3"))) == 1
    assert shown.at(1.5, entry(explanation="Node 2 of 3")) == []
    assert shown.at(1.0 + EVERY_FEW) == ["db1 | Create Pool ...uniqueid | IN_PROGRESS | 1.5 s | Node 2 of 3"]


def test_the_latest_log_entry_stands_at_the_end_and_is_cut() -> None:
    logs = [{"message": "old"}, {"message": "x" * 500}]
    assert line(entry(logs=logs)).endswith(f"| 4 s | {'x' * LONGEST_TEXT}...")


def test_an_error_comes_before_a_log_entry_and_a_fault_before_an_error() -> None:
    found = failed(logs=[{"message": "log"}], errors=[{"code": "LimitExceeded", "message": "no more"}])
    assert line(found).endswith("| 4 s | LimitExceeded: no more")
    assert line({**found, "fault": fault("503 Unavailable")}).endswith("| 4 s | 503 Unavailable")


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (f"no such host: iaas.example.invalid {REQUEST}. Check the region", "no such host: iaas.example.invalid"),
        (f"503 ServiceUnavailable: Try later {REQUEST}", "503 ServiceUnavailable: Try later"),
        (f"connection failed: Connection refused (GET {URL}). Is it up?", "connection failed: Connection refused"),
        ("The token has expired.", "The token has expired."),
    ],
)
def test_a_fault_shows_its_reason_without_the_request(message: str, shown: str) -> None:
    found = line(entry(percent=45.0, fault=fault(message)))
    assert found == f"db1 | Create Pool ...uniqueid | IN_PROGRESS [####------] 45 % | 4 s | {shown}"
    assert "https:" not in found


def test_a_first_poll_that_fails_says_that_nothing_was_read_and_why() -> None:
    message = f"no such host: iaas.example.invalid {REQUEST}. Check the region"
    found = entry(status=None, state=None, operation_type=None, fault=fault(message))
    assert line(found) == "db1 | work request ...uniqueid | not read yet | 4 s | no such host: iaas.example.invalid"


def test_a_goldengate_request_has_a_progress_for_its_status() -> None:
    request = {"id": "42", "service": "Local/adminsrvr", "progress": "processing", "state": "pending", "errors": None}
    assert Shown().at(4.0, request, kind=GOLDENGATE) == ["db1 | GoldenGate request 42 | processing | 4 s"]


def test_a_success_that_is_none_is_not_shown_as_one() -> None:
    request = {"id": "42", "service": "Local/adminsrvr", "progress": "succeeded", "state": "failed", "errors": None}
    shown = Shown()
    assert shown.at(4.0, request, kind=GOLDENGATE) + shown.last(4.0) == [
        "db1 | GoldenGate request 42 | succeeded, but failed | 4 s"
    ]


@pytest.mark.parametrize(("delegate", "shown"), [(None, "web1"), ("web1", "web1"), ("localhost", "web1 -> localhost")])
def test_a_delegated_task_names_both_hosts(delegate: Any, shown: str) -> None:
    assert whereabouts("web1", delegate) == shown


def test_a_resource_has_its_name_and_what_it_is_to_become() -> None:
    stopping = {**entry("ocid1.instance.oc1.iad.exampleuniqueid", "STOPPING"), "operation_type": "instance to STOPPED"}
    shown = Shown(2)
    assert shown.at(0.2, {**stopping, "display_name": "web-1"}, kind=RESOURCE) == [
        "db1 | instance to STOPPED ...uniqueid (web-1) | STOPPING | 0.2 s"
    ]
    addon = {
        **entry("ocid1.cluster.oc1.iad.exampleuniqueid/CertManager", "CREATING"),
        "operation_type": "addon to ACTIVE",
        "display_name": "CertManager",
    }
    assert shown.at(0.4, addon, kind=RESOURCE) == ["db1 | addon to ACTIVE ...uniqueid/CertManager | CREATING | 0.4 s"]
    gone = {**stopping, "status": "404 NotAuthorizedOrNotFound", "state": "succeeded", "display_name": "web-1\nweb-2"}
    assert shown.at(0.6, gone, kind=RESOURCE) == [
        "db1 | instance to STOPPED ...uniqueid (web-1 web-2) | 404 NotAuthorizedOrNotFound | 0.6 s"
    ]


# Few operations


def test_each_change_of_status_has_a_line_at_once() -> None:
    shown = Shown()
    assert shown.at(0.2, entry(status="ACCEPTED")) == ["db1 | Create Pool ...uniqueid | ACCEPTED | 0.2 s"]
    assert shown.at(0.4, entry(percent=1.0)) == ["db1 | Create Pool ...uniqueid | IN_PROGRESS [----------] 1 % | 0.4 s"]
    assert shown.at(0.6, entry(percent=1.0, fault=fault("no answer within 10 s"))) == [
        "db1 | Create Pool ...uniqueid | IN_PROGRESS [----------] 1 % | 0.6 s | no answer within 10 s"
    ]
    assert shown.at(0.8, entry(status="NEEDS_ATTENTION", state="attention")) == [
        "db1 | Create Pool ...uniqueid | NEEDS_ATTENTION | 0.8 s"
    ]
    assert shown.at(1.0, entry(status="SUCCEEDED", state="succeeded", percent=100.0)) == [
        "db1 | Create Pool ...uniqueid | SUCCEEDED [##########] 100 % | 1 s"
    ]


def test_an_operation_that_is_observed_again_without_a_change_has_no_line() -> None:
    shown = Shown()
    assert len(shown.at(1.0, entry(percent=5.0))) == 1
    assert [shown.at(float(elapsed), entry(percent=5.0)) for elapsed in range(2, 60)] == [[]] * 58


def test_percentages_of_one_operation_have_at_most_one_line_in_two_seconds() -> None:
    shown = Shown()
    assert len(shown.at(10.0, entry(percent=10.0))) == 1
    assert shown.at(10.5, entry(percent=11.0)) == []
    assert shown.next_due == 12.0
    assert shown.at(11.9, entry(percent=13.0)) == []
    assert shown.at(12.0) == ["db1 | Create Pool ...uniqueid | IN_PROGRESS [#---------] 13 % | 12 s"]
    assert shown.next_due == 12.0 + HEARTBEAT


def test_each_of_few_operations_has_a_pace_of_its_own() -> None:
    shown = Shown(2)
    assert len(shown.at(1.0, entry("first", percent=1.0))) == 1
    assert len(shown.at(2.0, entry("other", percent=1.0))) == 1
    assert shown.at(2.5, entry("first", percent=2.0), entry("other", percent=2.0)) == []
    assert shown.at(3.0) == ["db1 | Create Pool first | IN_PROGRESS [----------] 2 % | 2.5 s"]
    assert shown.at(4.0) == ["db1 | Create Pool other | IN_PROGRESS [----------] 2 % | 2.5 s"]


def test_changes_that_come_together_have_a_line_each() -> None:
    """As where a file on another host is read now and then."""
    shown = Shown()
    changes = [
        entry(status="ACCEPTED"),
        entry(percent=5.0),
        entry(percent=5.0, fault=fault("503 ServiceUnavailable")),
        entry(percent=5.0),
        entry(status="SUCCEEDED", state="succeeded", percent=100.0),
    ]
    assert [line.split(" | ", 2)[2] for line in shown.at(9.0, *changes)] == [
        "ACCEPTED | 9 s",
        "IN_PROGRESS [----------] 5 % | 9 s",
        "IN_PROGRESS [----------] 5 % | 9 s | 503 ServiceUnavailable",
        "IN_PROGRESS [----------] 5 % | 9 s",
        "SUCCEEDED [##########] 100 % | 9 s",
    ]
    assert shown.at(20.0) == []


def test_a_percentage_that_comes_back_before_its_line_has_none() -> None:
    shown = Shown()
    shown.at(1.0, entry(percent=5.0))
    assert shown.at(1.5, entry(percent=6.0), entry(percent=5.0)) == []
    assert shown.at(10.0) == []


def test_nothing_is_due_before_the_first_observation() -> None:
    reporter = Reporter("db1")
    assert reporter.next_due() == float("inf")
    assert reporter.lines(BEGIN) == reporter.last_lines(BEGIN + 100) == []


def test_a_line_comes_once_a_minute_when_nothing_changes() -> None:
    shown = Shown(3)
    shown.at(1.0, entry("first", percent=40.0), entry("other"), entry("ended", "SUCCEEDED", "succeeded"))
    assert shown.next_due == 61.0
    assert shown.at(60.9) == []
    assert shown.at(61.0) == [
        "db1 | Create Pool first | IN_PROGRESS [####------] 40 % | 61 s",
        "db1 | Create Pool other | IN_PROGRESS | 61 s",
    ]
    assert [shown.at(float(elapsed)) for elapsed in range(62, 121)] == [[]] * 59
    assert len(shown.at(121.0)) == 2


def test_a_percentage_that_comes_right_after_the_minute_waits_for_two_seconds() -> None:
    shown = Shown()
    shown.at(1.0, entry(percent=40.0))
    assert len(shown.at(61.0)) == 1
    assert shown.at(61.5, entry(percent=41.0)) == []
    assert len(shown.at(63.0)) == 1


def test_what_is_not_read_yet_has_a_line_once_a_minute_too() -> None:
    shown = Shown(2)
    shown.at(1.0, entry("ended", "SUCCEEDED", "succeeded"))
    assert shown.at(61.0) == ["db1 | 2 work requests: 1 succeeded, 1 not read yet | 61 s"]


def test_when_all_has_ended_nothing_is_due() -> None:
    shown = Shown()
    shown.at(1.0, entry(status="SUCCEEDED", state="succeeded"))
    assert shown.at(61.0) == []
    assert shown.next_due == 121.0  # a thread that sleeps until then does not spin


# Errors


def test_errors_that_come_within_a_second_stand_in_the_line_of_the_failure() -> None:
    shown = Shown()
    shown.at(1.0, entry())
    assert shown.at(5.0, failed()) == []
    assert shown.next_due == 6.0
    errors = [{"code": "LimitExceeded", "message": "no more"}]
    expected = ["db1 | Create Pool ...uniqueid | FAILED | 5.8 s | LimitExceeded: no more"]
    assert shown.at(5.8, failed(errors=errors)) == expected
    assert shown.at(30.0) == shown.last(30.0) == []


def test_errors_that_come_later_have_a_line_of_their_own() -> None:
    shown = Shown()
    shown.at(5.0, failed())
    assert shown.at(6.0) == ["db1 | Create Pool ...uniqueid | FAILED | 5 s"]
    errors = [{"code": None, "message": "no more"}]
    assert shown.at(9.0, failed(errors=errors)) == ["db1 | Create Pool ...uniqueid | FAILED | 9 s | no more"]


def test_the_last_lines_do_not_wait() -> None:
    shown = Shown()
    shown.at(5.0, failed())
    assert shown.last(5.1) == ["db1 | Create Pool ...uniqueid | FAILED | 5 s"]
    assert shown.last(5.2) == []


# The time that is left


def estimates(*marks: tuple[float, float]) -> list[bool]:
    """Whether each of the lines at these (elapsed, percent) says what is left."""
    shown = Shown()
    found = []
    for elapsed, percent in marks:
        (only,) = shown.at(elapsed, entry(percent=percent)) + shown.at(elapsed + EVERY_FEW) or [""]
        found.append(" left" in only)
    return found


def test_what_is_left_is_estimated_from_a_steady_pace() -> None:
    shown = Shown()
    for elapsed, percent in ((2.0, 10.0), (12.0, 20.0)):
        assert " left" not in shown.at(elapsed, entry(percent=percent))[0]  # two percentages are no pace
    assert shown.at(50.0, entry(percent=54.0))[0].endswith("| 50 s | about 50 s left")
    assert " left" not in shown.at(90.0, entry(percent=100.0))[0]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param([(1, 0), (3, 10), (5, 20), (7, 30)], [False] * 4, id="too soon"),
        pytest.param([(0, 1), (60, 3), (120, 5), (180, 7)], [False] * 4, id="too little"),
        pytest.param([(0, 0), (10, 10), (20, 20), (22, 80)], [False, False, True, False], id="a leap"),
        pytest.param([(0, 0), (10, 30), (20, 60), (60, 62)], [False, False, True, False], id="it hardly moves now"),
        pytest.param(
            [(0, 50), (10, 70), (20, 90), (30, 5), (40, 20), (50, 35)], [False, False, True, False, False, True], id="it begins again"
        ),
    ],
)  # fmt: skip
def test_no_steady_pace_no_estimate(marks: list[tuple[float, float]], expected: list[bool]) -> None:
    assert estimates(*marks) == expected


def test_a_percentage_that_stands_still_gives_no_estimate() -> None:
    shown = Shown()
    for elapsed in (0.0, 10.0, 20.0):
        found = shown.at(elapsed, entry(percent=elapsed))
    assert "about 80 s left" in found[0]
    (still,) = shown.at(80.0)
    assert " left" not in still


def test_only_what_is_pending_has_something_left() -> None:
    shown = Shown()
    for elapsed in (0.0, 10.0):
        shown.at(elapsed, entry(percent=elapsed))
    found = shown.at(20.0, failed(percent=20.0, errors=[{"code": None, "message": "no more"}]))
    assert len(found) == 1
    assert " left" not in found[0]


def test_two_percentages_at_the_same_moment_are_no_pace() -> None:
    shown = Shown()
    for elapsed, percent in ((0.0, 10.0), (20.0, 20.0), (20.0, 30.0), (20.0, 40.0)):
        shown.at(elapsed, entry(percent=percent))
    assert " left" not in shown.last(20.0)[0]


# Many operations


def many(count: int = FEW + 3, **more: Any) -> list[dict[str, Any]]:
    return [entry(str(number), percent=float(number), **more) for number in range(count)]


def test_many_operations_have_one_line() -> None:
    entries = many()
    entries[0] = entry("0", "SUCCEEDED", "succeeded", 100.0)
    entries[1] = entry("1", None, None, fault=fault("x"))
    shown = Shown(len(entries) + 1)
    assert shown.at(4.0, *entries) == []
    assert shown.next_due == pytest.approx(4.0 + COLLECT_MANY)
    assert shown.at(4.3) == ["db1 | 9 work requests: 6 pending, 1 succeeded, 2 not read yet at 4 % on average | 4.3 s"]


def test_many_operations_have_at_most_one_summary_in_five_seconds() -> None:
    entries = many()
    shown = Shown(len(entries))
    shown.at(1.0, *entries)
    assert len(shown.at(1.5)) == 1
    found = [shown.at(1.5 + tenth / 10, entry("7", percent=7 + tenth / 10)) for tenth in range(1, 100)]
    assert [number for number, lines in enumerate(found, start=1) if lines] == [50]
    assert [len(lines) for lines in found if lines] == [1]


def test_many_operations_have_a_summary_once_a_minute_when_nothing_changes() -> None:
    shown = Shown(FEW + 3)
    shown.at(1.0, *many())
    shown.at(2.0)
    assert [shown.at(float(elapsed)) for elapsed in range(3, 62)] == [[]] * 59
    assert shown.at(62.0) == ["db1 | 8 work requests: 8 pending at 3 % on average | 62 s"]


def test_of_many_operations_each_failure_has_a_line_once() -> None:
    entries = many(FEW + 2)
    shown = Shown(len(entries))
    shown.at(1.0, *entries)
    shown.at(2.0)
    bad = failed("2", errors=[{"code": None, "message": "no more"}])
    assert shown.at(3.0, bad) == ["db1 | Create Pool 2 | FAILED | 3 s | no more"]
    assert shown.at(7.0) == ["db1 | 7 work requests: 6 pending, 1 failed at 3 % on average | 7 s"]
    assert shown.at(8.0, bad) == []


def test_many_failures_are_no_flood() -> None:
    shown = Shown(1000)
    lines = shown.at(4.0, *(failed(str(number), errors=[{"message": "x"}]) for number in range(1000)))
    assert len(lines) == FEW  # although each of them came for itself
    assert shown.at(4.3) == ["db1 | 1000 work requests: 1000 failed | 4.3 s"]
    assert shown.last(5.0) == []


def test_the_last_few_of_many_have_lines_of_their_own() -> None:
    ended = [entry(str(number), "SUCCEEDED", "succeeded") for number in range(40)]
    shown = Shown(41)
    assert shown.at(1.0, *ended) == []
    assert len(shown.at(2.0)) == 1
    late = entry("late", percent=50.0, logs=[{"message": "copying"}])
    assert shown.at(3.0, late) == ["db1 | Create Pool late | IN_PROGRESS [#####-----] 50 % | 3 s | copying"]
    assert shown.at(63.0 + EVERY_MANY)[-1].startswith("db1 | ")


def test_of_many_the_last_few_have_lines_once_a_minute() -> None:
    shown = Shown(41)
    shown.at(1.0, *(entry(str(number), "SUCCEEDED", "succeeded") for number in range(40)), entry("late"))
    shown.last(1.0)
    assert shown.at(61.0) == ["db1 | Create Pool late | IN_PROGRESS | 61 s"]


def test_mixed_kinds_are_called_operations() -> None:
    shown = Shown(FEW + 2)
    shown.at(1.0, *many(FEW + 1))
    shown.at(1.0, {"id": "42", "service": "Local", "progress": "processing", "state": "pending"}, kind=GOLDENGATE)
    assert shown.at(1.5) == ["db1 | 7 operations: 7 pending at 2 % on average | 1.5 s"]


def test_ids_of_two_services_are_two_operations() -> None:
    shown = Shown(2)
    requests = [{"id": "42", "service": name, "progress": "processing", "state": "pending"} for name in ("A", "B")]
    assert len(shown.at(1.0, *requests, kind=GOLDENGATE)) == 2


# Whatever comes

#: Marks that turn the direction of writing, and those that undo them.
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
TEXT = st.none() | st.text(max_size=20) | st.text("a1 \x1b\r\n\t\u202e\u2066\u2069\x9b\x07[;m", max_size=12)
STATES = st.sampled_from([None, "pending", "attention", "succeeded", "failed", "canceled"])
ENTRIES = st.fixed_dictionaries(
    {
        "id": TEXT,
        "service": TEXT,
        "operation_type": TEXT,
        "status": TEXT,
        "state": STATES,
        "percent_complete": st.none() | st.floats(0, 100),
        "logs": st.none() | st.lists(st.fixed_dictionaries({"message": TEXT}), max_size=2),
        "errors": st.none() | st.lists(st.fixed_dictionaries({"code": TEXT, "message": TEXT}), max_size=2),
        "fault": st.none() | st.fixed_dictionaries({"message": TEXT}),
    }
)


@examples(40)
@given(TEXT, st.integers(0, FEW + 2), st.lists(ENTRIES, max_size=FEW + 4))
def test_a_line_has_nothing_that_a_terminal_obeys(host: Any, operations: int, entries: list[dict[str, Any]]) -> None:
    reporter = Reporter(str(host))
    lines: list[str] = []
    for number, each in enumerate(entries):
        now = BEGIN + number * 3.0
        lines += reporter.observe(Event(WORK_REQUEST, each, number * 3.0, operations), now)
    lines += reporter.last_lines(BEGIN + 100.0) + reporter.lines(BEGIN + 200.0)
    for each_line in lines:
        assert not {unicodedata.category(character) for character in each_line} & {"Cc", "Cs", "Zl", "Zp"}
        assert not {unicodedata.bidirectional(character) for character in each_line} & TURNS


#: Seconds to the next event, which operation it is about, its state, its percentage, whether its poll failed.
STEPS = st.lists(
    st.tuples(
        st.floats(0, 3) | st.floats(0, 200),
        st.integers(0, FEW + 2),
        st.sampled_from(["pending"] * 6 + ["attention", "succeeded", "failed"]),
        st.none() | st.integers(0, 100),
        st.sampled_from([False] * 4 + [True]),
    ),
    min_size=1,
    max_size=30,
)


def played(count: int, steps: list[Any]) -> tuple[list[tuple[float, list[str]]], float, Optional[float]]:
    """When which lines came, as lines() is called after each event and whenever something is due; and the end.

    The last is since when nothing has been pending, None where something is.
    """
    reporter = Reporter("db1")
    now, lines, states = BEGIN, [], {}
    all_over: Optional[float] = None

    def pass_until(end: float) -> None:
        while reporter.next_due() <= end:
            due = reporter.next_due()
            lines.append((due, reporter.lines(due)))
            assert reporter.next_due() > due  # otherwise a thread would spin

    for pause, number, state, percent, has_fault in steps:
        pass_until(now + pause)
        now += pause
        if states.get(number % count) in ("succeeded", "failed"):
            continue  # a wait polls it no more
        found = entry(str(number % count), state.upper(), state, percent, fault=fault("503") if has_fault else None)
        states[number % count] = state
        lines.append((now, reporter.observe(Event(WORK_REQUEST, found, now - BEGIN, count), now)))
        over = len(states) == count and all(each in ("succeeded", "failed") for each in states.values())
        all_over = (all_over or now) if over else None
    pass_until(now + 100)
    return lines, now + 100, all_over


@examples(60)
@given(st.integers(1, FEW), STEPS)
def test_lines_about_a_percentage_alone_are_two_seconds_apart(count: int, steps: list[Any]) -> None:
    latest: dict[str, tuple[float, str]] = {}
    for now, lines in played(count, steps)[0]:
        for each in lines:
            if "work requests:" in each:
                continue
            _host, operation, status, _duration, *more = each.split(" | ")
            what = f"{status.partition(' ')[0]} {'503' in more}"
            before = latest.get(operation)
            if before is not None and before[1] == what:
                assert now - before[0] >= EVERY_FEW - 1e-6
            latest[operation] = now, what


@examples(60)
@given(st.integers(FEW + 1, FEW + 3), STEPS)
def test_summaries_are_five_seconds_apart(count: int, steps: list[Any]) -> None:
    times = [now for now, lines in played(count, steps)[0] for each in lines if "work requests:" in each]
    assert all(after - before >= EVERY_MANY - 1e-6 for before, after in zip(times, times[1:]))
    assert times


@examples(60)
@given(st.integers(1, FEW + 3), STEPS)
def test_a_minute_never_passes_without_a_line_while_something_is_pending(count: int, steps: list[Any]) -> None:
    lines, end, all_over = played(count, steps)
    shown = [now for now, found in lines if found]
    first = BEGIN + steps[0][0]
    times = [first, *shown, min(end, all_over or end)]
    for before, after in zip(times, times[1:]):
        if after <= (all_over or end):
            assert after - before <= HEARTBEAT + 1e-6
