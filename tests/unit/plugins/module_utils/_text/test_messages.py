# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads: whole messages, of waits that really happened in virtual time."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    LogEntry,
    Observation,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci import results
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Outcome
from ansible_collections.longops.oracle.plugins.module_utils._text import messages as messages_module
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import clean
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils.timelines import (
    ATTENTION,
    BUSY,
    DEAF,
    MISSING,
    PENDING,
    REFUSED,
    SUCCEEDED,
    Reply,
    Timeline,
    World,
    always,
    at,
    in_turn,
    waited,
)

NOUN = "work request"
THREE = (
    ErrorEntry("LimitExceeded", "The limit for this tenancy has been exceeded.", "2026-01-02T12:00:00Z"),
    ErrorEntry("InternalError", "Something else."),
    ErrorEntry("InternalError", "And more."),
)
LOGS = (LogEntry("Creating VNIC"), LogEntry("Creating instance"), LogEntry(""), LogEntry(" \x00"), LogEntry(None))


def wait(*timelines: Timeline, kind: Optional[str] = "Create node pool", **terms: Any) -> Outcome:
    """A wait for op1, op2 ... whose operations say what they are."""
    outcome = waited(World({"op%d" % n: timeline for n, timeline in enumerate(timelines, start=1)}), **terms)
    for watch in outcome.watches:
        if watch.operation is not None:
            watch.operation = watch.operation._replace(operation_type=kind, service="container_engine")
    return outcome


def ended(status: str, **parts: Any) -> Timeline:
    return at((0, PENDING), (3, Reply(status, **parts)))


def target(key: str) -> Target:
    return Target(key, lookup.find("container_engine"), "https://example.com", None)


def found(outcome: Outcome) -> dict[str, Any]:
    """What the module would return of it."""
    entries = [results.watched(target(watch.id), watch) for watch in outcome.watches]
    return dict(messages_module.summed(outcome), work_requests=entries)


def failure(outcome: Outcome, errors_shown: int = 1) -> str:
    return messages_module.failure(NOUN, "work_requests", found(outcome), errors_shown)


def time_out(outcome: Outcome, timeout: float) -> str:
    return messages_module.time_out(NOUN, "work_requests", found(outcome), timeout)


def unread(noun: str, observations: list[Observation]) -> Optional[str]:
    return messages_module.unread(noun, [results.observed(target(seen.id), seen) for seen in observations])


def single(outcome: Outcome) -> str:
    return failure(outcome)


class TestFailure:
    def test_one_with_three_errors(self) -> None:
        outcome = wait(ended("FAILED", percent=40.0, errors=THREE, request_id="7F3A"))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED at 40 %. LimitExceeded: The limit for this tenancy"
            " has been exceeded (and 2 more errors). opc-request-id: 7F3A. Waited 4 s in 3 looks."
        )

    def test_one_with_two_errors(self) -> None:
        assert " exceeded (and 1 more error). " in single(wait(ended("FAILED", errors=THREE[:2])))

    def test_more_errors_where_more_are_asked_for(self) -> None:
        outcome = wait(ended("FAILED", errors=THREE))
        assert failure(outcome, errors_shown=2) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED. LimitExceeded: The limit for this tenancy has been"
            " exceeded. InternalError: Something else (and 1 more error). Waited 4 s in 3 looks."
        )
        assert "more error" not in failure(outcome, errors_shown=3)

    def test_one_with_one_error_that_has_no_full_stop(self) -> None:
        outcome = wait(ended("FAILED", errors=(ErrorEntry("409", "Out of host capacity"),)))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED. 409: Out of host capacity. Waited 4 s in 3 looks."
        )

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (ErrorEntry(None, "Too small!"), "Too small!"),
            (ErrorEntry("TooSmall", None), "TooSmall."),
            (ErrorEntry("", ""), "an error without a text."),
            (ErrorEntry(), "an error without a text."),
        ],
    )
    def test_errors_that_say_little(self, error: ErrorEntry, said: str) -> None:
        assert (f" ended FAILED. {said} Waited") in single(wait(ended("FAILED", errors=(error,))))

    def test_one_without_errors_but_logs(self) -> None:
        outcome = wait(ended("FAILED", percent=100.0, errors=(), logs=LOGS))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED at 100 %. Latest log: Creating instance."
            " Waited 4 s in 3 looks."
        )

    @pytest.mark.parametrize(
        ("errors", "said"), [((), "The service gives no error for it."), (None, "No error of it is known.")]
    )
    def test_one_without_errors_and_logs_says_no_more_than_is_known(
        self, errors: Optional[tuple[()]], said: str
    ) -> None:
        outcome = wait(ended("FAILED", errors=errors, logs=LOGS[2:]))
        assert (
            single(outcome)
            == f"Work request op1 (Create node pool, container_engine) ended FAILED. {said} Waited 4 s in 3 looks."
        )

    def test_canceled(self) -> None:
        outcome = wait(ended("CANCELED", percent=12.9, errors=(), request_id="7F3A"))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended CANCELED at 12 %. The service gives no error for it."
            " opc-request-id: 7F3A. Waited 4 s in 3 looks."
        )

    def test_one_that_was_never_read(self) -> None:
        assert single(wait(always(REFUSED))) == (
            "Work request op1 cannot be read: GET https://example.com answered 401. Waited 0 s in 1 look."
        )

    def test_one_that_cannot_be_read_any_more(self) -> None:
        outcome = wait(in_turn(PENDING._replace(percent=45.0, request_id="old", logs=LOGS), REFUSED))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) cannot be read: GET https://example.com answered 401."
            " It was last seen IN_PROGRESS at 45 %. Waited 2 s in 2 looks."
        )

    def test_one_that_is_not_there(self) -> None:
        assert single(wait(always(MISSING))) == (
            "Work request op1 cannot be read: GET https://example.com answered 404. Waited 20 s in 5 looks."
        )

    def test_one_that_waits_for_a_person(self) -> None:
        outcome = wait(always(ATTENTION._replace(percent=60.0)), on_attention="fail")
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) waits for a person: it is NEEDS_ATTENTION at 60 %."
            " Waited 0 s in 1 look."
        )

    def test_many(self) -> None:
        outcome = wait(
            ended("FAILED", errors=THREE),
            always(SUCCEEDED),
            ended("CANCELED", errors=()),
            always(REFUSED),
            on_failure="fail_at_end",
        )
        assert single(outcome) == (
            "3 of 4 work requests failed:\n"
            "- Work request op1 (Create node pool, container_engine) ended FAILED. LimitExceeded: The limit for this tenancy has been"
            " exceeded (and 2 more errors).\n"
            "- Work request op3 (Create node pool, container_engine) ended CANCELED. The service gives no error for it.\n"
            "- Work request op4 cannot be read: GET https://example.com answered 401.\n"
            "Waited 4 s in 8 looks."
        )

    def test_the_first_of_many(self) -> None:
        outcome = wait(always(PENDING), ended("FAILED", errors=THREE[:1]), always(SUCCEEDED), always(BUSY))
        assert single(outcome) == (
            "1 of 4 work requests failed:\n"
            "- Work request op2 (Create node pool, container_engine) ended FAILED. LimitExceeded: The limit for this tenancy has been"
            " exceeded.\n"
            "2 more still pending. Waited 4 s in 9 looks."
        )

    def test_an_operation_of_which_little_is_known(self) -> None:
        outcome = wait(
            always(Reply(None, percent=3.0)), always(REFUSED), kind=None, on_failure="fail_at_end", timeout=0
        )
        assert (
            time_out(outcome, 0.0).splitlines()[1] == "- Work request op1 (container_engine) is still pending at 3 %."
        )
        assert messages_module.name(NOUN, "op1", None, "") == "work request op1"
        assert messages_module.progress(None, State.FAILED, None) == "failed"


class TestTimeOut:
    def test_one(self) -> None:
        outcome = wait(always(PENDING._replace(percent=45.0, request_id="7F3A")), timeout=5)
        assert time_out(outcome, 5.0) == (
            "Timed out after 5 s. Work request op1 (Create node pool, container_engine) is still IN_PROGRESS at 45 %."
            " opc-request-id: 7F3A. Waited 5 s in 4 looks."
            " Nothing was stopped: wait again to go on where this wait left off, or with a longer timeout."
        )

    def test_one_whose_last_look_failed(self) -> None:
        outcome = wait(in_turn(PENDING._replace(request_id="old"), BUSY), timeout=1)
        assert time_out(outcome, 1.0) == (
            "Timed out after 1 s. Work request op1 (Create node pool, container_engine) is still IN_PROGRESS."
            " The last look failed: GET https://example.com answered 503. Waited 1 s in 2 looks."
            " Nothing was stopped: wait again to go on where this wait left off, or with a longer timeout."
        )

    def test_one_that_was_never_read(self) -> None:
        outcome = wait(always(BUSY), timeout=90)
        assert time_out(outcome, 90.0).startswith(
            "Timed out after 90 s. Work request op1 could not be read. The last look failed: GET https://example.com answered 503."
            " Waited 90 s in "
        )

    def test_one_whose_looks_do_not_come_back(self) -> None:
        outcome = wait(always(DEAF), timeout=5)
        assert time_out(outcome, 5.0).startswith(
            "Timed out after 5 s. Work request op1 could not be read. The last look failed: no answer came in time. Waited 6 s in 1 look. "
        )

    def test_one_that_waits_for_a_person(self) -> None:
        outcome = wait(always(ATTENTION), timeout=600)
        assert time_out(outcome, 600.0).startswith(
            "Timed out after 10 min. Work request op1 (Create node pool, container_engine) is still NEEDS_ATTENTION, and a person must"
            " act before it goes on. Waited 10 min in "
        )

    def test_the_latest_log_helps(self) -> None:
        outcome = wait(always(PENDING._replace(logs=LOGS, errors=())), timeout=0)
        assert "is still IN_PROGRESS. Latest log: Creating instance. Waited 0 s in 1 look." in time_out(outcome, 0.0)

    def test_some_of_many(self) -> None:
        outcome = wait(always(PENDING), always(SUCCEEDED), always(BUSY), timeout=2)
        assert time_out(outcome, 2.0) == (
            "Timed out after 2 s. 2 of 3 work requests were not over:\n"
            "- Work request op1 (Create node pool, container_engine) is still IN_PROGRESS.\n"
            "- Work request op3 could not be read. The last look failed: GET https://example.com answered 503.\n"
            "Waited 2 s in 5 looks. Nothing was stopped: wait again to go on where this wait left off, or with a longer timeout."
        )


class TestUnread:
    REFUSED = Fault(Fault.FATAL, "GET https://example.com answered 401 NotAuthenticated: no")

    def test_all_were_read(self) -> None:
        assert unread(NOUN, [Observation("op1", Operation("op1", "service"))]) is None
        assert unread(NOUN, []) is None

    def test_one(self) -> None:
        assert unread(NOUN, [Observation("op1", fault=self.REFUSED)]) == (
            "Work request op1 cannot be read: GET https://example.com answered 401 NotAuthenticated: no."
        )

    def test_one_of_two(self) -> None:
        seen = [Observation("op1", Operation("op1", "service")), Observation("op2", fault=self.REFUSED)]
        assert unread("GoldenGate request", seen) == (
            "1 of 2 GoldenGate requests could not be read:\n"
            "- GoldenGate request op2 cannot be read: GET https://example.com answered 401 NotAuthenticated: no."
        )


def test_a_message_about_very_many_is_cut() -> None:
    text = time_out(wait(*[always(PENDING)] * 60, timeout=1), 1.0)
    lines = text.splitlines()
    assert lines[0] == "Timed out after 1 s. 60 of 60 work requests were not over:"
    assert len([line for line in lines if line.startswith("- Work request op")]) == 50
    assert lines[51] == "- and 10 more, which the result has as well."


class TestTroubles:
    def test_none(self) -> None:
        assert messages_module.transient_errors(NOUN, wait(ended("SUCCEEDED"))) == []

    @pytest.mark.parametrize(("faults", "looks"), [(1, "1 look"), (3, "3 looks")])
    def test_looks_that_were_repeated(self, faults: int, looks: str) -> None:
        outcome = wait(in_turn(*[BUSY] * faults, SUCCEEDED))
        assert messages_module.transient_errors(NOUN, outcome) == [
            f"Work request op1 (Create node pool, container_engine): {looks} failed and had to be repeated, the"
            " last because GET https://example.com answered 503."
        ]

    def test_the_look_that_ended_the_wait_was_not_repeated(self) -> None:
        assert messages_module.transient_errors(NOUN, wait(in_turn(PENDING, REFUSED))) == []
        assert messages_module.transient_errors(NOUN, wait(in_turn(PENDING, BUSY), timeout=1)) == []

    def test_looks_at_many_that_were_repeated_are_added_up(self) -> None:
        outcome = wait(*[in_turn(BUSY, BUSY, SUCCEEDED)] * 6)
        assert messages_module.transient_errors(NOUN, outcome) == [
            "Several work requests: 12 looks failed and had to be repeated, the last because GET https://example.com answered 503."
        ]

    def test_attention(self) -> None:
        outcome = wait(always(ATTENTION._replace(percent=50.0)), timeout=0)
        assert messages_module.transient_errors(NOUN, outcome) == [
            "Work request op1 (Create node pool, container_engine) is NEEDS_ATTENTION at 50 %: a person must act before it goes on."
        ]

    def test_attention_that_has_passed_is_no_trouble(self) -> None:
        assert messages_module.transient_errors(NOUN, wait(at((0, ATTENTION), (5, SUCCEEDED)))) == []


class TestVerdict:
    """Whether a wait is a failure for whom it asked, and which words tell it."""

    OPTIONS = {"on_failure": "fail_fast", "on_timeout": "fail", "timeout": 20.0}  # noqa: RUF012

    def verdict(self, outcome: Outcome, **asked: Any) -> Optional[str]:
        return messages_module.verdict(NOUN, "work_requests", found(outcome), dict(self.OPTIONS, **asked))

    def test_a_wait_that_ended_well(self) -> None:
        assert self.verdict(wait(ended("SUCCEEDED"))) is None

    @pytest.mark.parametrize("on_failure", ["fail_fast", "fail_at_end"])
    def test_a_failure(self, on_failure: str) -> None:
        outcome = wait(ended("FAILED"), on_failure=on_failure)
        assert self.verdict(outcome, on_failure=on_failure) == failure(outcome)

    def test_a_failure_that_is_only_to_be_reported(self) -> None:
        assert self.verdict(wait(ended("FAILED"), on_failure="report"), on_failure="report") is None

    def test_a_time_out(self) -> None:
        outcome = wait(always(PENDING), timeout=20)
        assert self.verdict(outcome) == time_out(outcome, 20.0)
        assert self.verdict(outcome, on_timeout="report") is None

    def test_a_failure_is_told_before_a_time_out(self) -> None:
        outcome = wait(always(PENDING), ended("FAILED"), on_failure="fail_at_end", timeout=20)
        assert self.verdict(outcome) == failure(outcome)
        assert self.verdict(outcome, on_timeout="report") == failure(outcome)
        assert self.verdict(outcome, on_failure="report") == time_out(outcome, 20.0)

    def test_as_many_errors_as_are_asked_for(self) -> None:
        outcome = wait(ended("FAILED", errors=THREE))
        told = messages_module.verdict(NOUN, "work_requests", found(outcome), self.OPTIONS, errors_shown=3)
        assert told == failure(outcome, 3) != failure(outcome)


def test_what_a_wait_sums_up() -> None:
    outcome = wait(
        always(PENDING), ended("FAILED"), ended("SUCCEEDED"), always(REFUSED), on_failure="report", timeout=7.00049
    )
    assert messages_module.summed(outcome) == {
        "succeeded": ["op3"],
        "unsuccessful": ["op2", "op4"],
        "pending": ["op1"],
        "timed_out": True,
        "elapsed": 7.0,
        "polls": 12,
    }


def test_a_request_of_goldengate() -> None:
    """Its entries have a progress for a status, the status of the call that it carried out, and no percentage and logs."""
    errors = [THREE[0]._asdict()]
    entry = {
        "id": "4711",
        "service": "adminsrvr",
        "progress": "aborted",
        "state": "canceled",
        "errors": errors,
        "fault": None,
    }
    summary = {"unsuccessful": ["4711"], "pending": [], "elapsed": 2.0, "polls": 2}
    assert messages_module.failure(
        "GoldenGate request", "requests", {**summary, "requests": [{**entry, "request_status": 400}]}
    ) == (
        "GoldenGate request 4711 (adminsrvr) ended aborted. Its call was answered 400. LimitExceeded: The limit for this tenancy has"
        " been exceeded. Waited 2 s in 2 looks."
    )


def test_a_name_is_one_line_whatever_it_is_made_of() -> None:
    assert messages_module.name(NOUN, "op\n1", "Create\x1b", "core\r") == "work request op 1 (Create, core)"


NASTY = "\x1b[31mred\x1b[0m\r\nnext\tline\x00\x7f\x9b\u2028\u202eesrever\u2066\ud800 \u200f\u0085end"


def test_control_characters_of_a_server_reach_no_message() -> None:
    nasty_fault = Reply(fault=Fault(Fault.TRANSIENT, NASTY, request_id=NASTY))
    reply = Reply(NASTY, percent=1.0, errors=(ErrorEntry(NASTY, NASTY),), request_id=NASTY)
    failing = Reply("FAILED", errors=(), logs=(LogEntry(NASTY),), request_id=NASTY)
    outcome = wait(in_turn(nasty_fault, reply), always(failing), kind=NASTY, on_failure="report", timeout=10)
    messages = [
        failure(outcome),
        time_out(outcome, 10.0),
        unread(NOUN, [Observation(NASTY, fault=nasty_fault.fault)]) or "",
        *messages_module.transient_errors(NOUN, outcome),
    ]
    assert len(messages) == 4
    for message in messages:
        for line in message.split("\n"):
            assert line.isprintable(), ascii(line)
            assert not {unicodedata.category(character) for character in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        assert "[31mred [0m next line" in message  # the rest is still there


@given(st.text())
def test_clean_text_is_one_line_that_no_terminal_obeys(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in cleaned} & {"Cc", "Cs", "Zl", "Zp"}
    assert cleaned == cleaned.strip()
    assert clean(cleaned) == cleaned
    assert [c for c in text if c.isalnum()] == [c for c in cleaned if c.isalnum()]


@pytest.mark.parametrize("value", [None, 5, b"bytes", ["list"]])
def test_what_is_no_text_is_cleaned_to_nothing(value: object) -> None:
    assert clean(value) == ""


#: Texts of a server, but for what the messages themselves are told by.
TEXTS = st.none() | st.text(st.characters(exclude_characters=".()"), max_size=8)
ERRORS = st.none() | st.lists(st.builds(ErrorEntry, TEXTS, TEXTS, TEXTS), max_size=4).map(tuple)
ENTRIES = st.none() | st.lists(st.builds(LogEntry, TEXTS, TEXTS), max_size=3).map(tuple)
REPLIES = st.one_of(
    st.sampled_from([BUSY, MISSING, REFUSED, ATTENTION, DEAF]),
    st.builds(
        lambda status, percent, errors, logs, request_id: Reply(
            status, percent=percent, errors=errors, logs=logs, request_id=request_id
        ),
        TEXTS | st.sampled_from(["FAILED", "CANCELED", "SUCCEEDED", "IN_PROGRESS"]),
        st.none() | st.floats(min_value=0, max_value=100),
        ERRORS,
        ENTRIES,
        TEXTS,
    ),
)


@given(
    st.lists(st.lists(REPLIES, min_size=1, max_size=4), min_size=1, max_size=4),
    TEXTS,
    st.sampled_from(["fail_fast", "report"]),
    st.sampled_from(["wait", "fail"]),
    st.sampled_from([0, 4, 30, 305]),
)
def test_every_message_reads_well(
    replies: list[list[Reply]], kind: Optional[str], on_failure: str, on_attention: str, timeout: int
) -> None:
    outcome = wait(
        *[in_turn(*said) for said in replies],
        kind=kind,
        on_failure=on_failure,
        on_attention=on_attention,
        timeout=timeout,
    )
    messages = messages_module.transient_errors(NOUN, outcome)
    if outcome.of("failed"):
        messages.append(failure(outcome))
    if outcome.timed_out:
        messages.append(time_out(outcome, timeout))
    for message in messages:
        assert message.endswith((".", "!", "?"))
        assert message[0].isupper() or message[0].isdigit()
        assert "None" not in message
        assert ". ." not in message
        assert "()" not in message
        for line in message.split("\n"):
            assert "  " not in line
            assert line == line.strip()
    for message in [message for message in messages if "Waited" in message]:
        assert re.search(r"Waited (\d+(\.\d)?) (s|min|h)( \d+ (s|min))? in \d+ looks?\.", message)
        for watch in outcome.of("failed") if not message.startswith("Timed out") else outcome.of("pending"):
            assert watch.id in message
