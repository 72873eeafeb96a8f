# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of a wait and of its operations: outcomes, times of two clocks, odd times, and what is left out."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import FaultKind
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.kind import KIND as GOLDENGATE
from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND as OCI
from ansible_collections.longops.oracle.plugins.module_utils._report.content import Content, content
from ansible_collections.longops.oracle.plugins.module_utils._report.described import Described, Verdict
from ansible_collections.longops.oracle.plugins.module_utils._report.timeline import MOST_MARKS, Timeline

from . import samples
from .samples import BEGAN, entry, error, log, ocid, request, waited

ID = ocid("coreservicesworkrequest", 1)


def only(found: Content) -> Described:
    [operation] = found.operations
    return operation


def ended(status: str = "SUCCEEDED", **others: Any) -> dict[str, Any]:
    times = {"time_accepted": BEGAN - 10, "time_started": BEGAN - 5, "time_finished": BEGAN + 30}
    return entry(ID, status, **{**times, **others})


def several(*statuses: str, **result: Any) -> Content:
    seen = [[(1.0, entry(ocid("workrequest", number), status))] for number, status in enumerate(statuses)]
    return waited([(OCI, each) for each in seen], 60, **result)


# The outcome


@pytest.mark.parametrize(
    ("statuses", "title", "verdict"),
    [
        (["SUCCEEDED"], "Launch Instance: SUCCEEDED", Verdict.SUCCEEDED),
        (["SUCCEEDED"] * 3, "All 3 operations succeeded", Verdict.SUCCEEDED),
        (["CANCELED"] * 2, "Both operations were canceled", Verdict.CANCELED),
        (["FAILED"] * 3, "All 3 operations failed", Verdict.FAILED),
        (["SUCCEEDED", "FAILED"], "1 of 2 operations failed", Verdict.FAILED),
        (["SUCCEEDED", "CANCELED"], "1 of 2 operations was canceled", Verdict.CANCELED),
        (["CANCELED", "SUCCEEDED", "CANCELED"], "2 of 3 operations were canceled", Verdict.CANCELED),
        (["SUCCEEDED", "CANCELED", "FAILED"], "2 of 3 operations did not succeed", Verdict.FAILED),
        (["SUCCEEDED", "IN_PROGRESS"], "Timed out: 1 of 2 operations had not ended", Verdict.PENDING),
        (["IN_PROGRESS", "FAILED"], "Timed out: 1 of 2 operations had not ended", Verdict.FAILED),
        (["NEEDS_ATTENTION", "SUCCEEDED"], "Timed out: 1 of 2 operations had not ended", Verdict.ATTENTION),
        ([], "There was nothing to wait for", None),
    ],
)
def test_the_outcome_in_a_sentence(statuses: list[str], title: str, verdict: Optional[Verdict]) -> None:
    found = several(*statuses)
    assert (found.title, found.verdict) == (title, verdict)
    assert sum(found.counts.values()) == len(statuses)


def test_a_wait_that_ends_at_the_first_failure_says_what_failed() -> None:
    found = several("IN_PROGRESS", "FAILED", "IN_PROGRESS", timed_out=False)
    assert found.title == "1 of 3 operations failed"
    assert [each.verdict for each in found.operations] == [Verdict.FAILED, Verdict.PENDING, Verdict.PENDING]


def test_a_wait_that_was_interrupted() -> None:
    found = several("IN_PROGRESS", "SUCCEEDED", result=None)
    assert (found.title, found.verdict) == ("Interrupted: 1 of 2 operations had ended", Verdict.PENDING)
    assert dict(found.facts)["Task"] == "interrupted"
    assert "run the task again" in found.notes[0]
    assert content(Timeline(), None, BEGAN).title == "Interrupted before the wait began"


def test_a_wait_that_did_not_begin_says_why() -> None:
    found = content(Timeline(), {"failed": True, "msg": "interval must be at least 0.1 s.\nMore."}, BEGAN)
    assert found.title == "The wait did not begin"
    assert found.message == ["interval must be at least 0.1 s.", "More."]


def test_the_message_of_a_wait_that_broke_is_shown() -> None:
    found = several("IN_PROGRESS", timed_out=False, failed=True, msg="longops.oracle has a fault of its own.")
    assert found.message == ["longops.oracle has a fault of its own."]
    assert several("FAILED", msg="It failed.").message == []


def test_the_facts() -> None:
    facts = dict(several("IN_PROGRESS", elapsed=60.2, polls=1, canceling=["a"]).facts)
    assert facts == {
        "Waited": "60 s (1 poll)",
        "From": "2026-11-30 09:00:00 UTC",
        "To": "09:01:00 UTC",
        "Cancellation requested": "1 operation",
        "Task": "ok",
    }


def test_failures_come_first_and_are_numbered() -> None:
    found = several("SUCCEEDED", "IN_PROGRESS", "CANCELED", "NEEDS_ATTENTION", "FAILED")
    assert [(each.number, each.verdict.value) for each in found.operations] == [
        (1, "failed"),
        (2, "canceled"),
        (3, "attention"),
        (4, "pending"),
        (5, "succeeded"),
    ]


# Reasons


def failed(number: int, *errors: dict[str, Any], **others: Any) -> Any:
    return OCI, [(1.0, entry(ocid("workrequest", number), "FAILED", errors=list(errors), **others))]


def test_reasons_that_failures_have_in_common_are_counted() -> None:
    limit, room = error("LimitExceeded", "No cores.", "limit"), error("OutOfHostCapacity", "No room.", "capacity")
    found = waited([failed(1, limit), failed(2, room), failed(3, room), failed(4, room, limit)], 9)
    assert [tuple(reason[:3]) for reason in found.reasons] == [
        ("capacity", "OutOfHostCapacity: No room.", 3),
        ("limit", "LimitExceeded: No cores.", 1),
    ]
    assert found.reasons[0].numbers == [2, 3, 4]


def test_reasons_that_all_differ_are_not() -> None:
    assert waited([failed(n, error("E", f"Number {n}")) for n in range(5)], 9).reasons == []
    assert waited([failed(n, error("E", "Same")) for n in range(2)], 9).reasons == []


def test_a_failure_without_an_error_has_what_the_service_explains() -> None:
    found = only(waited([failed(1, explanation="The disk is full.")], 9))
    assert (found.reason, found.explanation) == ("The disk is full.", ["The disk is full."])


# Times


def test_times_of_the_service_and_what_was_seen() -> None:
    seen = [
        (1.0, entry(ID, "ACCEPTED", time_accepted=BEGAN - 10)),
        (5.0, entry(ID, "IN_PROGRESS", 10.0, time_accepted=BEGAN - 10, time_started=BEGAN + 2)),
        (50.0, ended(percent=100.0, time_started=BEGAN + 2, time_finished=BEGAN + 30)),
    ]
    found = only(waited([(OCI, seen)], 50))
    assert (found.begin, found.start, found.end) == (BEGAN - 10, BEGAN + 2, BEGAN + 30)
    assert found.took == "40 s"
    assert found.percents == [(BEGAN + 5, 10.0)]
    assert [(step.text, step.is_seen) for step in found.steps] == [
        ("accepted", False),
        ("ACCEPTED", True),
        ("started, 12 s later", False),
        ("IN_PROGRESS at 10 %", True),
        ("finished", False),
        ("SUCCEEDED at 100 %", True),
    ]
    assert found.notes == ["Its end was seen 20 s later, by the next poll."]


@pytest.mark.parametrize(("skew", "words"), [(200.0, "3 min 20 s behind"), (-4000.0, "1 h 6 min ahead of")])
def test_a_clock_of_this_host_that_is_wrong_is_said_and_corrected(skew: float, words: str) -> None:
    seen = [(5.0, entry(ID, "IN_PROGRESS", 10.0, time_accepted=BEGAN + skew - 10))]
    found = waited([(OCI, seen)], 60, skew=skew)
    assert words in found.notes[0]
    assert only(found).percents == [(BEGAN + 5 + skew, 10.0)]
    assert (found.began, found.ended) == (BEGAN + skew, BEGAN + skew + 60)
    assert only(found).took == "70 s so far"


@pytest.mark.parametrize("skew", [0.0, 2.0, -2.0, None])
def test_a_small_difference_is_none(skew: Optional[float]) -> None:
    found = waited([(OCI, [(5.0, entry(ID, "IN_PROGRESS", 10.0))])], 60, skew=skew)
    assert (found.notes, found.began) == ([], BEGAN)


def test_a_service_whose_clock_differs_from_the_others_is_moved_on_the_axis() -> None:
    timeline = Timeline()
    ids = [ocid("workrequest", number) for number in range(4)]
    timeline.begin(BEGAN, [(OCI, ids)])
    for key, track in zip(list(timeline._tracks), timeline.tracks):
        ahead = 300.0 if track.id == ids[3] else 0.0
        timeline.take(
            key,
            {"work_request": entry(track.id, "IN_PROGRESS", time_accepted=BEGAN + ahead - 10)},
            "pending",
            BEGAN + 1,
            BEGAN + 1 + ahead,
        )
    found = content(timeline, {"timed_out": True}, BEGAN + 60)
    assert {each.begin for each in found.operations} == {BEGAN - 10}
    assert "1 operation, which says so" in found.notes[0]
    [moved] = [each for each in found.operations if each.notes]
    assert moved.notes == ["The clock of its service is 5 min ahead of that of the others."]


def test_a_finish_before_the_start_is_said() -> None:
    found = only(
        waited([(OCI, [(1.0, ended(time_accepted=BEGAN + 40, time_started=BEGAN + 41, time_finished=BEGAN + 30))])], 60)
    )
    assert (found.begin, found.end) == (BEGAN + 30, BEGAN + 30)
    assert found.notes[0] == "The times of the service contradict each other: the end is 10 s before the begin."


def test_times_that_make_no_sense_are_not_shown_on_the_axis_but_said() -> None:
    found = only(waited([(OCI, [(1.0, ended(time_accepted=0.0, time_started=None))])], 60))
    assert found.notes == [
        "The service says that it was accepted at 1970-01-01 00:00:00 UTC: not shown.",
    ]
    assert found.from_seen
    assert found.begin == BEGAN + 1
    assert ("accepted", "1970-01-01 00:00:00 UTC") in found.facts


def test_an_operation_that_was_accepted_in_the_future_is_said() -> None:
    found = only(waited([(OCI, [(1.0, entry(ID, "IN_PROGRESS", time_accepted=BEGAN + 500))])], 60))
    assert found.notes == ["By the time of the service that it was accepted, this was after the end of the wait."]
    assert found.took == ""


def test_a_time_that_is_none_is_shown_as_the_service_wrote_it() -> None:
    odd = entry(ID, "IN_PROGRESS")
    odd["time_accepted"] = "yesterday"
    assert ("accepted", "yesterday") in only(waited([(OCI, [(1.0, odd)])], 60)).facts


@pytest.mark.parametrize("skew", [0.0, None])
def test_without_any_time_what_was_seen_counts(skew: Optional[float]) -> None:
    seen = [(2.0, entry(ID, "IN_PROGRESS", 5.0)), (42.0, entry(ID, "SUCCEEDED", 100.0))]
    found = only(waited([(OCI, seen)], 42, skew))
    assert (found.begin, found.end, found.from_seen, found.to_seen) == (BEGAN + 2, BEGAN + 42, True, True)
    assert found.took == "about 40 s"


def test_a_request_of_goldengate() -> None:
    found = only(samples.waited([(GOLDENGATE, [(1.0, request("7", "failed", request_status=400))])], 5))
    assert found.called == "GoldenGate request"
    assert ("status of its answer", "400") in found.facts


def test_an_operation_that_was_never_polled() -> None:
    timeline = Timeline()
    timeline.begin(BEGAN, [(OCI, [ID])])
    found = only(content(timeline, {"pending": [ID], "timed_out": True}, BEGAN + 5))
    assert (found.id, found.status, found.begin, found.verdict) == (ID, "never read", None, Verdict.PENDING)


def test_calls_that_were_complete_when_they_were_answered() -> None:
    timeline = Timeline()
    timeline.begin(BEGAN, [(GOLDENGATE, [])])
    done = dict(request("", "succeeded"), id=None, progress=None)
    found = only(content(timeline, {"requests": [done]}, BEGAN + 5))
    assert (found.verdict, found.id, found.status) == (Verdict.SUCCEEDED, "", "succeeded")


def test_an_operation_that_cannot_be_read() -> None:
    fault = {
        "kind": FaultKind.FATAL,
        "message": "403 Forbidden (GET https://h/x)",
        "request_id": "R1",
        "category": "authorization",
    }
    found = only(waited([(OCI, [(1.0, dict(entry(ID, None), fault=fault))])], 60))
    assert (found.verdict, found.took, found.end) == (Verdict.UNREADABLE, "", BEGAN + 1)
    assert found.steps[-1].text == "not readable: 403 Forbidden"
    assert (found.category, found.reason) == ("authorization", "403 Forbidden")
    assert ("opc-request-id of the latest poll", "R1") in found.facts


def test_a_poll_that_failed_is_a_step_of_its_own() -> None:
    fault = {"kind": FaultKind.TRANSIENT, "message": "503 Busy", "request_id": None, "category": "unknown"}
    seen = [
        (1.0, entry(ID, "IN_PROGRESS", 5.0)),
        (2.0, dict(entry(ID, "IN_PROGRESS", 5.0), fault=fault)),
        (4.0, entry(ID, "IN_PROGRESS", 5.0)),
    ]
    found = only(waited([(OCI, seen)], 60))
    assert [step.text for step in found.steps] == ["IN_PROGRESS at 5 %", "not readable: 503 Busy", "IN_PROGRESS at 5 %"]


def test_attention_is_a_span() -> None:
    seen = [
        (1.0, entry(ID, "NEEDS_ATTENTION")),
        (21.0, entry(ID, "IN_PROGRESS", 50.0)),
        (31.0, entry(ID, "NEEDS_ATTENTION", 50.0)),
    ]
    found = only(waited([(OCI, seen)], 60))
    assert found.attention == [(BEGAN + 1, BEGAN + 21), (BEGAN + 31, BEGAN + 60)]


# What is left out


def test_of_many_percentages_some_are_kept_the_first_and_the_last_always() -> None:
    seen = [(float(n), entry(ID, "IN_PROGRESS", n / 100)) for n in range(10_000)]
    found = only(waited([(OCI, seen)], 10_000))
    assert len(found.percents) <= MOST_MARKS
    assert (found.percents[0][1], found.percents[-1][1]) == (0.0, 99.99)
    assert found.left_out == [f"{10_000 - len(found.percents):,} changes that were seen"]


def test_changes_of_the_status_are_kept_among_many_percentages() -> None:
    seen = [(float(n), entry(ID, "CANCELING" if n == 500 else "IN_PROGRESS", n / 10)) for n in range(1000)]
    assert any("CANCELING" in step.text for step in only(waited([(OCI, seen)], 1000)).steps)


def test_an_operation_that_goes_to_and_fro_stays_small() -> None:
    seen = [(float(n), entry(ID, ("ACCEPTED", "IN_PROGRESS")[n % 2])) for n in range(1000)]
    assert len(only(waited([(OCI, seen)], 1000)).steps) < MOST_MARKS


def test_many_errors_log_entries_and_resources_are_counted() -> None:
    many = ended(
        "FAILED",
        errors=[error("E", str(n)) for n in range(100)],
        logs=[log(str(n)) for n in range(100)],
        resources=[{"entity_type": "t", "action_type": "a", "identifier": str(n)} for n in range(100)],
    )
    found = only(waited([(OCI, [(31.0, many)])], 31))
    assert found.left_out == ["80 errors", "70 earlier log entries", "80 resources"]
    assert found.errors[0].lines == ["0"]
    assert found.logs[-1].lines == ["99"]


def test_long_texts_are_cut() -> None:
    found = only(waited([failed(1, error("E" * 10_000, "m" * 100_000))], 9))
    assert len(found.errors[0].lines[0]) < 5000
    assert len(found.errors[0].label) < 300
