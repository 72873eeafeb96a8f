# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user reads: whole messages, of waits that really happened in virtual time."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._ansible import waits
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    FaultKind,
    LogEntry,
    Observation,
    Operation,
    OperationKind,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Outcome, Watch
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.wait import KIND as REQUEST
from ansible_collections.longops.oracle.plugins.module_utils._oci import results
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.wait import KIND
from ansible_collections.longops.oracle.plugins.module_utils._text import messages as messages_module
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import clean
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils.timelines import (
    ATTENTION,
    BUSY,
    DEAF,
    FATAL,
    MISSING,
    PENDING,
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
    entries = [results.observed(target(watch.id), watch.observation) for watch in outcome.watches]
    return dict(waits.summary(outcome), work_requests=entries)


def failure(outcome: Outcome, errors_shown: int = 1) -> str:
    return messages_module.failure(KIND._replace(errors_shown=errors_shown), found(outcome))


def time_out(outcome: Outcome, timeout: float) -> str:
    return messages_module.time_out(KIND, found(outcome), timeout)


def warnings(outcome: Outcome) -> list[str]:
    return messages_module.warnings(KIND, [watch.id for watch in outcome.watches], outcome.watches)


def unread(noun: str, observations: list[Observation]) -> Optional[str]:
    return messages_module.unread(noun, [results.observed(target(str(each.id)), each) for each in observations])


def single(outcome: Outcome) -> str:
    return failure(outcome)


class TestFailure:
    def test_one_with_three_errors(self) -> None:
        outcome = wait(ended("FAILED", percent=40.0, errors=THREE, request_id="7F3A"))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED at 40 %. LimitExceeded: The limit for this tenancy"
            " has been exceeded (and 2 more errors). opc-request-id: 7F3A. Waited 4 s (3 polls)."
        )

    def test_one_with_two_errors(self) -> None:
        assert " exceeded (and 1 more error). " in single(wait(ended("FAILED", errors=THREE[:2])))

    def test_more_errors_where_more_are_asked_for(self) -> None:
        outcome = wait(ended("FAILED", errors=THREE))
        assert failure(outcome, errors_shown=2) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED. LimitExceeded: The limit for this tenancy has been"
            " exceeded. InternalError: Something else (and 1 more error). Waited 4 s (3 polls)."
        )
        assert "more error" not in failure(outcome, errors_shown=3)

    def test_one_with_one_error_that_has_no_full_stop(self) -> None:
        outcome = wait(ended("FAILED", errors=(ErrorEntry("409", "Out of host capacity"),)))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED. 409: Out of host capacity. Waited 4 s (3 polls)."
        )

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (ErrorEntry(None, "Too small!"), "Too small!"),
            (ErrorEntry("TooSmall", None), "TooSmall."),
            (ErrorEntry("", ""), "The service gives an error without text for it."),
            (ErrorEntry(), "The service gives an error without text for it."),
        ],
    )
    def test_errors_that_say_little(self, error: ErrorEntry, said: str) -> None:
        assert (f" ended FAILED. {said} Waited") in single(wait(ended("FAILED", errors=(error,))))

    @pytest.mark.parametrize(
        ("errors", "logs", "said"),
        [
            ((), (), "No subnet left."),
            (None, (), "No subnet left."),
            ((ErrorEntry(" ", None),), (), "No subnet left."),
            ((), LOGS, "No subnet left. Latest log: Creating instance."),
            ((ErrorEntry("Full", "All full"),), LOGS, "Full: All full."),
            ((ErrorEntry("BAD_INPUT", ""),), LOGS, "BAD_INPUT. No subnet left."),  # a code alone says little
        ],
    )
    def test_an_explanation_where_there_is_no_error(self, errors: Any, logs: Any, said: str) -> None:
        outcome = wait(ended("FAILED", errors=errors, logs=logs))
        outcome.watches[0].operation = outcome.watches[0].operation._replace(explanation=" No subnet\x1b left")
        assert f" ended FAILED. {said} Waited" in single(outcome)

    @pytest.mark.parametrize("inner", ['{"type": "FAIL", "message": "All full"}', '[{"detail": "All full"}]'])
    def test_an_error_whose_text_is_json(self, inner: str) -> None:
        assert " ended FAILED. Full: All full. " in single(wait(ended("FAILED", errors=(ErrorEntry("Full", inner),))))

    @pytest.mark.parametrize(
        ("status", "percent", "said"),
        [
            ("FAILED", 0.0, "FAILED."),
            ("FAILED", 40.0, "FAILED at 40 %."),
            ("CANCELED", 0.0, "CANCELED."),
            ("CANCELED", 1.0, "CANCELED at 1 %."),
        ],
    )
    def test_a_percentage_that_never_moved_is_not_said(self, status: str, percent: float, said: str) -> None:
        assert f" ended {said} " in single(wait(ended(status, percent=percent, errors=THREE)))

    def test_one_without_errors_but_logs(self) -> None:
        outcome = wait(ended("FAILED", percent=100.0, errors=(), logs=LOGS))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended FAILED at 100 %. Latest log: Creating instance."
            " Waited 4 s (3 polls)."
        )

    @pytest.mark.parametrize(
        ("errors", "said"), [((), "The service gives no error for it."), (None, "Its errors could not be read.")]
    )
    def test_one_without_errors_and_logs_says_no_more_than_is_known(
        self, errors: Optional[tuple[()]], said: str
    ) -> None:
        outcome = wait(ended("FAILED", errors=errors, logs=LOGS[2:]))
        assert (
            single(outcome)
            == f"Work request op1 (Create node pool, container_engine) ended FAILED. {said} Waited 4 s (3 polls)."
        )

    def test_canceled(self) -> None:
        outcome = wait(ended("CANCELED", percent=12.9, errors=(), request_id="7F3A"))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) ended CANCELED at 12 %. The service gives no error for it."
            " opc-request-id: 7F3A. Waited 4 s (3 polls)."
        )

    def test_one_that_was_never_read(self) -> None:
        assert single(wait(always(FATAL))) == (
            "Work request op1 cannot be read: GET https://example.com answered 401. Waited 0 s (1 poll)."
        )

    def test_one_that_cannot_be_read_any_more(self) -> None:
        outcome = wait(in_turn(PENDING._replace(percent=45.0, request_id="old", logs=LOGS), FATAL))
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) cannot be read: GET https://example.com answered 401."
            " Its last status was IN_PROGRESS at 45 %. Waited 2 s (2 polls)."
        )

    def test_one_that_is_not_there(self) -> None:
        assert single(wait(always(MISSING))) == (
            "Work request op1 cannot be read: GET https://example.com answered 404. Waited 20 s (5 polls)."
        )

    def test_one_that_requires_attention(self) -> None:
        outcome = wait(always(ATTENTION._replace(percent=60.0)), on_attention="fail")
        assert single(outcome) == (
            "Work request op1 (Create node pool, container_engine) requires attention (NEEDS_ATTENTION at 60 %)."
            " Waited 0 s (1 poll)."
        )

    def test_many(self) -> None:
        outcome = wait(
            ended("FAILED", errors=THREE),
            always(SUCCEEDED),
            ended("CANCELED", errors=()),
            always(FATAL),
            on_failure="fail_at_end",
        )
        assert single(outcome) == (
            "3 of 4 work requests failed:\n"
            "- Work request op1 (Create node pool, container_engine) ended FAILED. LimitExceeded: The limit for this tenancy has been"
            " exceeded (and 2 more errors).\n"
            "- Work request op3 (Create node pool, container_engine) ended CANCELED. The service gives no error for it.\n"
            "- Work request op4 cannot be read: GET https://example.com answered 401.\n"
            "Waited 4 s (8 polls)."
        )

    def test_the_first_of_many(self) -> None:
        outcome = wait(always(PENDING), ended("FAILED", errors=THREE[:1]), always(SUCCEEDED), always(BUSY))
        assert single(outcome) == (
            "1 of 4 work requests failed:\n"
            "- Work request op2 (Create node pool, container_engine) ended FAILED. LimitExceeded: The limit for this tenancy has been"
            " exceeded.\n"
            "2 more still pending. Waited 4 s (9 polls)."
        )

    def test_an_operation_of_which_little_is_known(self) -> None:
        outcome = wait(always(Reply(None, percent=3.0)), always(FATAL), kind=None, on_failure="fail_at_end", timeout=0)
        assert (
            time_out(outcome, 0.0).splitlines()[1] == "- Work request op1 (container_engine) is still pending at 3 %."
        )
        assert messages_module.name(NOUN, "op1", None, "") == "work request op1"
        assert messages_module.progress(None, State.FAILED, None) == "failed"

    @pytest.mark.parametrize(
        ("status", "state", "shown"),
        [
            ("succeeded", State.SUCCEEDED, "succeeded"),
            ("succeeded", State.FAILED, "succeeded, but failed"),
            ("SUCCEEDED", State.FAILED, "SUCCEEDED, but failed"),
            ("succeeded", State.PENDING, "succeeded, but not completed"),
            ("finished", State.FAILED, "finished"),
            ("FAILED", State.SUCCEEDED, "FAILED"),  # accepted
        ],
    )
    def test_a_success_that_is_none_says_so(self, status: str, state: str, shown: str) -> None:
        assert messages_module.progress(status, state, None) == shown


class TestTimeOut:
    def test_one(self) -> None:
        outcome = wait(always(PENDING._replace(percent=45.0, request_id="7F3A")), timeout=5)
        assert time_out(outcome, 5.0) == (
            "Timed out after 5 s. Work request op1 (Create node pool, container_engine) is still IN_PROGRESS at 45 %."
            " opc-request-id: 7F3A. Waited 5 s (4 polls)."
            " Nothing was canceled: run the task again to continue waiting, or raise timeout."
        )

    def test_one_whose_last_poll_failed(self) -> None:
        outcome = wait(in_turn(PENDING._replace(request_id="old"), BUSY), timeout=1)
        assert time_out(outcome, 1.0) == (
            "Timed out after 1 s. Work request op1 (Create node pool, container_engine) is still IN_PROGRESS."
            " The last poll failed: GET https://example.com answered 503. Waited 1 s (2 polls)."
            " Nothing was canceled: run the task again to continue waiting, or raise timeout."
        )

    def test_one_that_was_never_read(self) -> None:
        outcome = wait(always(BUSY), timeout=90)
        assert time_out(outcome, 90.0).startswith(
            "Timed out after 90 s. Work request op1 could not be read. The last poll failed: GET https://example.com answered 503."
            " Waited 90 s ("
        )

    def test_one_whose_polls_do_not_come_back(self) -> None:
        outcome = wait(always(DEAF), timeout=5)
        assert time_out(outcome, 5.0).startswith(
            "Timed out after 5 s. Work request op1 could not be read. The last poll failed: no answer came in time. Waited 6 s (1 poll). "
        )

    def test_one_that_requires_attention(self) -> None:
        outcome = wait(always(ATTENTION), timeout=600)
        assert time_out(outcome, 600.0).startswith(
            "Timed out after 10 min. Work request op1 (Create node pool, container_engine) is still NEEDS_ATTENTION, and requires"
            " attention. Waited 10 min ("
        )

    def test_the_latest_log_helps(self) -> None:
        outcome = wait(always(PENDING._replace(logs=LOGS, errors=())), timeout=0)
        assert "is still IN_PROGRESS. Latest log: Creating instance. Waited 0 s (1 poll)." in time_out(outcome, 0.0)

    def test_some_of_many(self) -> None:
        outcome = wait(always(PENDING), always(SUCCEEDED), always(BUSY), timeout=2)
        assert time_out(outcome, 2.0) == (
            "Timed out after 2 s. 2 of 3 work requests were still pending:\n"
            "- Work request op1 (Create node pool, container_engine) is still IN_PROGRESS.\n"
            "- Work request op3 could not be read. The last poll failed: GET https://example.com answered 503.\n"
            "Waited 2 s (5 polls). Nothing was canceled: run the task again to continue waiting, or raise timeout."
        )


class TestUnread:
    FATAL = Fault(FaultKind.FATAL, "GET https://example.com answered 401 NotAuthenticated: no")

    def test_all_were_read(self) -> None:
        assert unread(NOUN, [Observation("op1", Operation("op1", "service"))]) is None
        assert unread(NOUN, []) is None

    def test_one(self) -> None:
        assert unread(NOUN, [Observation("op1", fault=self.FATAL)]) == (
            "Work request op1 cannot be read: GET https://example.com answered 401 NotAuthenticated: no."
        )

    def test_one_of_two(self) -> None:
        observations = [Observation("op1", Operation("op1", "service")), Observation("op2", fault=self.FATAL)]
        assert unread("GoldenGate request", observations) == (
            "1 of 2 GoldenGate requests could not be read:\n"
            "- GoldenGate request op2 cannot be read: GET https://example.com answered 401 NotAuthenticated: no."
        )


def test_a_message_about_very_many_is_cut() -> None:
    text = time_out(wait(*[always(PENDING)] * 60, timeout=1), 1.0)
    lines = text.splitlines()
    assert lines[0] == "Timed out after 1 s. 60 of 60 work requests were still pending:"
    assert len([line for line in lines if line.startswith("- Work request op")]) == 50
    assert lines[51] == "- and 10 more, which are in the result as well."


class TestWarnings:
    def test_none(self) -> None:
        assert warnings(wait(ended("SUCCEEDED"))) == []

    @pytest.mark.parametrize(
        ("faults", "retried"),
        [(1, "1 poll failed and was retried"), (3, "3 polls failed and were retried, the last")],
    )
    def test_polls_that_were_retried(self, faults: int, retried: str) -> None:
        outcome = wait(in_turn(*[BUSY] * faults, SUCCEEDED))
        assert warnings(outcome) == [
            f"Work request op1 (Create node pool, container_engine): {retried} because of: GET https://example.com"
            " answered 503."
        ]

    def test_the_poll_that_ended_the_wait_was_not_retried(self) -> None:
        assert warnings(wait(in_turn(PENDING, FATAL))) == []
        assert warnings(wait(in_turn(PENDING, BUSY), timeout=1)) == []

    def test_retries_of_many_are_added_up(self) -> None:
        outcome = wait(*[in_turn(BUSY, BUSY, SUCCEEDED)] * 6)
        assert warnings(outcome) == [
            "6 work requests: 12 polls failed and were retried, the last because of: GET https://example.com answered 503."
        ]

    def test_attention(self) -> None:
        outcome = wait(always(ATTENTION._replace(percent=50.0)), timeout=0)
        assert warnings(outcome) == [
            "Work request op1 (Create node pool, container_engine) requires attention (NEEDS_ATTENTION at 50 %): it goes on once a user has acted."
        ]

    def test_attention_with_what_the_service_says_of_it(self) -> None:
        outcome = wait(always(ATTENTION), timeout=0)
        outcome.watches[0].operation = outcome.watches[0].operation._replace(explanation="Confirm\nthe key")
        [warning] = warnings(outcome)
        assert warning.endswith(" (NEEDS_ATTENTION): it goes on once a user has acted. Confirm the key.")

    def test_attention_that_has_passed_is_no_warning(self) -> None:
        assert warnings(wait(at((0, ATTENTION), (5, SUCCEEDED)))) == []


class TestVerdict:
    """Whether a wait is a failure under the options of the task, and which message says so."""

    OPTIONS = {"on_failure": "fail_fast", "on_timeout": "fail", "timeout": 20.0}  # noqa: RUF012

    def verdict(self, outcome: Outcome, **asked: Any) -> Optional[str]:
        return messages_module.verdict(KIND, found(outcome), dict(self.OPTIONS, **asked))

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

    def test_as_many_errors_as_the_kind_shows(self) -> None:
        outcome = wait(ended("FAILED", errors=THREE))
        text = messages_module.verdict(KIND._replace(errors_shown=3), found(outcome), self.OPTIONS)
        assert text == failure(outcome, 3) != failure(outcome)


def test_what_a_wait_sums_up() -> None:
    outcome = wait(
        always(PENDING), ended("FAILED"), ended("SUCCEEDED"), always(FATAL), on_failure="report", timeout=7.00049
    )
    assert waits.summary(outcome) == {
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
        OperationKind("GoldenGate request", "requests", "request"),
        {**summary, "requests": [{**entry, "request_status": 400}]},
    ) == (
        "GoldenGate request 4711 (adminsrvr) ended aborted. Its call was answered 400. LimitExceeded: The limit for this tenancy has"
        " been exceeded. Waited 2 s (2 polls)."
    )


def test_a_name_is_one_line_whatever_it_is_made_of() -> None:
    assert messages_module.name(NOUN, "op\n1", "Create\x1b", "core\r") == "work request op 1 (Create, core)"


NASTY = "\x1b[31mred\x1b[0m\r\nnext\tline\x00\x7f\x9b\u2028\u202eesrever\u2066\ud800 \u200f\u0085end"


def test_control_characters_of_a_server_reach_no_message() -> None:
    nasty_fault = Reply(fault=Fault(FaultKind.TRANSIENT, NASTY, request_id=NASTY))
    reply = Reply(NASTY, percent=1.0, errors=(ErrorEntry(NASTY, NASTY),), request_id=NASTY)
    failing = Reply("FAILED", errors=(), logs=(LogEntry(NASTY),), request_id=NASTY)
    outcome = wait(in_turn(nasty_fault, reply), always(failing), kind=NASTY, on_failure="report", timeout=10)
    messages = [
        failure(outcome),
        time_out(outcome, 10.0),
        unread(NOUN, [Observation(NASTY, fault=nasty_fault.fault)]) or "",
        *warnings(outcome),
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


#: Texts of a server, without the characters by which the messages are recognized.
TEXTS = st.none() | st.text(st.characters(exclude_characters=".()"), max_size=8).filter(lambda text: "None" not in text)
ERRORS = st.none() | st.lists(st.builds(ErrorEntry, TEXTS, TEXTS, TEXTS), max_size=4).map(tuple)
ENTRIES = st.none() | st.lists(st.builds(LogEntry, TEXTS, TEXTS), max_size=3).map(tuple)
REPLIES = st.one_of(
    st.sampled_from([BUSY, MISSING, FATAL, ATTENTION, DEAF]),
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
    messages = warnings(outcome)
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
        assert re.search(r"Waited (\d+(\.\d)?) (s|min|h)( \d+ (s|min))? \(\d+ polls?\)\.", message)
        for watch in outcome.of("failed") if not message.startswith("Timed out") else outcome.of("pending"):
            assert watch.id in message


class TestWholeMessages:
    """One whole message of each kind, with ids and opc-request-ids as OCI has them."""

    ID = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
    OTHER = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
    OPC = "C3F8E0C6A1A94F9B8F2D7A4A1B9E1D2F/6E0D3B2A9C8F4E7DA1B5C0F3E2D4A6B8/0F1E2D3C4B5A69788796A5B4C3D2E1F0"
    BUSY = Fault(
        FaultKind.TRANSIENT,
        f"503 ServiceUnavailable: try again later (GET https://containerengine.us-ashburn-1.oraclecloud.com/20180222/{ID})",
        503,
    )

    def entry(self, **known: Any) -> dict[str, Any]:
        operation = Operation(self.ID, "container_engine", "FAILED", State.FAILED, "NODEPOOL_CREATE", 40.0)
        return {**results.entry(target(self.ID), operation, None, self.OPC), "errors": [], **known}

    def found(self, *entries: dict[str, Any], outcome: str, **known: Any) -> dict[str, Any]:
        ids: dict[str, list[str]] = {"unsuccessful": [], "pending": []}
        ids[outcome] = [entry["id"] for entry in entries]
        return {"work_requests": entries, **ids, "elapsed": 48.2, "polls": 14, **known}

    def test_failure(self) -> None:
        entry = self.entry(errors=[error._asdict() for error in THREE])
        assert messages_module.failure(KIND, self.found(entry, outcome="unsuccessful")) == (
            f"Work request {self.ID} (NODEPOOL_CREATE, container_engine) ended FAILED at 40 %. LimitExceeded: The limit"
            f" for this tenancy has been exceeded (and 2 more errors). opc-request-id: {self.OPC}. Waited 48 s (14 polls)."
        )

    def test_several_failures(self) -> None:
        fatal = Fault(FaultKind.FATAL, "401 NotAuthenticated: The required information is missing", 401)._asdict()
        entries = [
            self.entry(errors=None, opc_request_id=None),
            self.entry(id=self.OTHER, state=None, operation_type=None, fault=fatal),
        ]
        found = self.found(*entries, outcome="unsuccessful", pending=["1", "2"])
        assert messages_module.failure(KIND, found) == (
            "2 of 2 work requests failed:\n"
            f"- Work request {self.ID} (NODEPOOL_CREATE, container_engine) ended FAILED at 40 %. Its errors could not be"
            " read.\n"
            f"- Work request {self.OTHER} cannot be read: 401 NotAuthenticated: The required information is missing.\n"
            "2 more still pending. Waited 48 s (14 polls)."
        )

    def test_time_out(self) -> None:
        entry = self.entry(status="IN_PROGRESS", state="pending", fault=self.BUSY._asdict())
        assert messages_module.time_out(KIND, self.found(entry, outcome="pending"), 1200.0) == (
            f"Timed out after 20 min. Work request {self.ID} (NODEPOOL_CREATE, container_engine) is still IN_PROGRESS at"
            " 40 %. The last poll failed: 503 ServiceUnavailable: try again later (GET"
            f" https://containerengine.us-ashburn-1.oraclecloud.com/20180222/{self.ID}). Waited 48 s (14 polls)."
            " Nothing was canceled: run the task again to continue waiting, or raise timeout."
        )

    @pytest.mark.parametrize(
        ("count", "canceling", "last"),
        [
            (1, 1, "Its cancellation was requested."),
            (1, 0, "It was not canceled."),
            (3, 0, "None of them was canceled."),
            (3, 1, "The cancellation of 1 of the 3 was requested."),
            (3, 2, "The cancellation of 2 of the 3 was requested."),
            (3, 3, "The cancellation of all of them was requested."),
        ],
    )
    def test_time_out_that_cancels(self, count: int, canceling: int, last: str) -> None:
        ids = [f"{self.ID[:-1]}{number}" for number in range(count)]
        entries = [self.entry(id=id_, status="IN_PROGRESS", state="pending", opc_request_id=None) for id_ in ids]
        found = self.found(*entries, outcome="pending", canceling=ids[:canceling])
        called = [
            f"Work request {id_} (NODEPOOL_CREATE, container_engine) is still IN_PROGRESS at 40 %." for id_ in ids
        ]
        those = called[0] + " " if count == 1 else f"{count} of {count} work requests were still pending:\n- "
        if count > 1:
            those += "\n- ".join(called) + "\n"
        assert messages_module.time_out(KIND, found, 1200.0) == (
            f"Timed out after 20 min. {those}Waited 48 s (14 polls). {last}"
        )

    def test_canceled(self) -> None:
        entry = self.entry(status="CANCELED", state="canceled", percent_complete=None)
        assert messages_module.failure(KIND, self.found(entry, outcome="unsuccessful")) == (
            f"Work request {self.ID} (NODEPOOL_CREATE, container_engine) ended CANCELED. The service gives no error for it."
            f" opc-request-id: {self.OPC}. Waited 48 s (14 polls)."
        )

    def test_a_poll_that_ended_the_wait(self) -> None:
        fatal = Fault(FaultKind.FATAL, f"401 NotAuthenticated: no (GET https://iaas.example.com/x, {self.OPC})", 401)
        entry = self.entry(status="IN_PROGRESS", state="pending", fault=fatal._asdict())
        assert messages_module.failure(KIND, self.found(entry, outcome="unsuccessful")) == (
            f"Work request {self.ID} (NODEPOOL_CREATE, container_engine) cannot be read: 401 NotAuthenticated: no (GET"
            f" https://iaas.example.com/x, {self.OPC}). Its last status was IN_PROGRESS at 40 %. Waited 48 s (14 polls)."
        )

    def test_attention(self) -> None:
        entry = self.entry(status="NEEDS_ATTENTION", state="attention", logs=[{"message": "Approve the plan"}])
        assert messages_module.failure(KIND, self.found(entry, outcome="unsuccessful")) == (
            f"Work request {self.ID} (NODEPOOL_CREATE, container_engine) requires attention (NEEDS_ATTENTION at 40 %)."
            f" Latest log: Approve the plan. opc-request-id: {self.OPC}. Waited 48 s (14 polls)."
        )

    def test_unread(self) -> None:
        entry = self.entry(fault=self.BUSY._asdict())
        assert messages_module.unread(NOUN, [entry]) == (
            f"Work request {self.ID} cannot be read: 503 ServiceUnavailable: try again later (GET"
            f" https://containerengine.us-ashburn-1.oraclecloud.com/20180222/{self.ID})."
        )

    def test_retries(self) -> None:
        watch = Watch(self.ID, 0.0)
        watch.operation = Operation(self.ID, "container_engine", "SUCCEEDED", State.SUCCEEDED, "NODEPOOL_CREATE")
        watch.transient_errors, watch.last_transient_error = 3, self.BUSY
        assert messages_module.warnings(KIND, [self.ID], [watch]) == [
            f"Work request {self.ID} (NODEPOOL_CREATE, container_engine): 3 polls failed and were retried, the last"
            " because of: 503 ServiceUnavailable: try again later (GET"
            f" https://containerengine.us-ashburn-1.oraclecloud.com/20180222/{self.ID})."
        ]

    def test_retries_of_many(self) -> None:
        watches = []
        for number in range(6):
            watch = Watch(f"{self.ID[:-1]}{number}", 0.0)
            watch.transient_errors, watch.last_transient_error = 2, self.BUSY
            watches.append(watch)
        assert messages_module.warnings(KIND, [watch.id for watch in watches], watches) == [
            "6 work requests: 12 polls failed and were retried, the last because of: 503 ServiceUnavailable: try again later"
            f" (GET https://containerengine.us-ashburn-1.oraclecloud.com/20180222/{self.ID})."
        ]

    def test_a_goldengate_request(self) -> None:
        entry = {
            "id": "4711",
            "service": "Local/adminsrvr",
            "progress": "failed",
            "state": "failed",
            "request_status": 500,
            "errors": [error._asdict() for error in THREE],
            "fault": None,
        }
        found = {"unsuccessful": ["4711"], "pending": [], "elapsed": 75.0, "polls": 21, "requests": [entry]}
        assert messages_module.failure(REQUEST, found) == (
            "GoldenGate request 4711 (Local/adminsrvr) ended failed. Its call was answered 500. LimitExceeded: The limit for"
            " this tenancy has been exceeded. InternalError: Something else. InternalError: And more. Waited 75 s (21 polls)."
        )


class TestThen:
    """What was waited for after work requests: resources, in the same message."""

    RESOURCE = OperationKind("resource", "resources", "resource", explains_itself=True)
    ID, OTHER = (
        TestWholeMessages.ID,
        "ocid1.mysqldbsystem.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4un",
    )
    THEN = (RESOURCE,)

    def entry(self, id_: str, status: str, state: str, **more: Any) -> dict[str, Any]:
        called = {"operation_type": "db_system", "service": "mysql"}
        return {"id": id_, "status": status, "state": state, "errors": [], "fault": None, **called, **more}

    def found(self, first: str, second: Optional[str], **more: Any) -> dict[str, Any]:
        """A work request and a resource, or none, which succeeded, failed or are pending."""
        states = {self.ID: first, **({self.OTHER: second} if second else {})}
        ids = {
            "unsuccessful": [id_ for id_, state in states.items() if state == "failed"],
            "pending": [id_ for id_, state in states.items() if state == "pending"],
        }
        resources = [self.entry(self.OTHER, "CREATING", second, explanation="It is slow.")] if second else []
        entries = {"work_requests": [self.entry(self.ID, "RUNNING", first)], "resources": resources}
        return {**entries, **ids, "timed_out": bool(ids["pending"]), "elapsed": 8.0, "polls": 9, **more}

    def test_a_resource_that_failed(self) -> None:
        assert messages_module.failure(KIND, self.found("succeeded", "failed"), self.THEN) == (
            f"1 of 2 operations failed:\n- Resource {self.OTHER} (db_system, mysql) ended CREATING. It is slow.\n"
            "Waited 8 s (9 polls)."
        )

    @pytest.mark.parametrize(("name", "shown"), [("shop", "shop, "), ("CertManager", ""), (None, "")])
    def test_a_resource_is_called_by_its_name_too(self, name: Optional[str], shown: str) -> None:
        id_ = f"{self.OTHER}/CertManager"
        entry = self.entry(id_, "FAILED", "failed", display_name=name)
        found = {**self.found("succeeded", None), "resources": [entry], "unsuccessful": [id_]}
        message = messages_module.failure(KIND, found, self.THEN)
        assert f"Resource {id_} ({shown}db_system, mysql) ended FAILED." in message

    def test_without_resources_it_is_the_message_of_work_requests(self) -> None:
        found = self.found("failed", None)
        assert messages_module.failure(KIND, found, self.THEN) == messages_module.failure(KIND, found)
        assert messages_module.broken(KIND, found, "It broke", self.THEN) == messages_module.broken(
            KIND, found, "It broke"
        )

    def test_both_are_pending(self) -> None:
        found = self.found("pending", "pending")
        asked = {"on_failure": "fail_fast", "on_timeout": "fail", "timeout": 8.0}
        assert messages_module.verdict(KIND, found, asked, self.THEN) == (
            "Timed out after 8 s. 2 of 2 operations were still pending:\n"
            f"- Work request {self.ID} (db_system, mysql) is still RUNNING.\n"
            f"- Resource {self.OTHER} (db_system, mysql) is still CREATING. It is slow.\n"
            "Waited 8 s (9 polls). Nothing was canceled: run the task again to continue waiting, or raise timeout."
        )

    @pytest.mark.parametrize(
        ("first", "canceling", "last"),
        [
            ("succeeded", 0, "There was nothing to cancel, because no work request was pending."),
            ("pending", 0, "None of them was canceled."),
            ("pending", 1, "The cancellation of 1 of the 2 was requested."),
        ],
    )
    def test_only_work_requests_are_canceled(self, first: str, canceling: int, last: str) -> None:
        found = self.found(first, "pending", canceling=[self.ID][:canceling])
        assert messages_module.time_out(KIND, found, 8.0, self.THEN).endswith(f"Waited 8 s (9 polls). {last}")

    def test_a_wait_that_broke(self) -> None:
        text = messages_module.broken(KIND, self.found("succeeded", "pending"), "It broke", self.THEN)
        assert text.startswith("It broke. 1 of 2 operations had not succeeded:\n- Resource ")
