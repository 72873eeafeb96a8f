# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bodies of GoldenGate's REST API mean."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import (
    listing,
    parsing,
    server_messages,
)
from ansible_collections.longops.oracle.plugins.module_utils._text import times

#: As the documentation of startTime and endTime has it ("Retrieve Request Status").
DOCUMENTED_TIME = (
    r"^[0-9]{4}[-](0[1-9]|1[0-2])[-](0[1-9]|[12][0-9]|3[01])[tT ]"
    r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]{1,6})?([zZ]|[+-][0-9][0-9]:[0-5][0-9])$"
)
ERROR = {
    "$schema": "ogg:message",
    "code": "OGG-00664",
    "severity": "ERROR",
    "title": "No listener.",
    "issued": "2026-05-28T18:25:48Z",
}
INFO = {"code": "OGG-01020", "severity": "INFO", "title": "Begun."}


def body(messages=(), **response):
    return {
        "$schema": "api:standardResponse",
        "links": [],
        "messages": list(messages),
        "response": {"$schema": "ogg:request", **response},
    }


def read(messages=(), **response):
    return parsing.operation("42", "Local/adminsrvr", body(messages, **response))


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        ("pending", State.PENDING),
        ("processing", State.PENDING),
        ("paused", State.ATTENTION),
        ("succeeded", State.SUCCEEDED),
        ("failed", State.FAILED),
        ("aborted", State.CANCELED),
    ],
)
def test_every_progress_has_a_meaning_and_is_kept(progress, state):
    for spelled in (progress, progress.upper(), progress.capitalize()):
        found = read(progress=spelled)
        assert (found.state, found.status) == (state, spelled)
        assert parsing.is_known(spelled)
        assert parsing.has_result(found) == (progress in ("succeeded", "failed", "aborted"))


def test_an_unknown_progress_is_pending():
    found = read(progress="resuming", completed=False)
    assert (found.state, found.status) == (State.PENDING, "resuming")
    assert not parsing.is_known(found.status)
    assert not parsing.has_result(found)


@pytest.mark.parametrize(
    ("progress", "status", "state"),
    [
        ("succeeded", 200, State.SUCCEEDED),
        ("succeeded", 201, State.SUCCEEDED),
        ("succeeded", 302, State.SUCCEEDED),
        ("succeeded", 399, State.SUCCEEDED),
        ("succeeded", 400, State.FAILED),
        ("succeeded", 409, State.FAILED),
        ("succeeded", 599, State.FAILED),
        ("succeeded", None, State.SUCCEEDED),
        ("processing", 500, State.FAILED),
        ("paused", 500, State.FAILED),
        ("odd", 500, State.FAILED),
        ("processing", 202, State.PENDING),
        ("failed", 200, State.FAILED),
        ("aborted", 500, State.CANCELED),
        ("aborted", 200, State.CANCELED),
    ],
)
def test_a_call_that_was_answered_with_an_error_has_failed(progress, status, state):
    found = read(progress=progress, requestStatus=status)
    assert found.state == state
    assert found.details["request_status"] == status


def test_only_progress_is_needed():
    found = read(progress="pending")
    assert (found.time_started, found.time_finished, found.errors) == (None, None, None)
    assert {key: found.details[key] for key in ("completed", "request_status", "start_time", "end_time")} == {
        "completed": None,
        "request_status": None,
        "start_time": None,
        "end_time": None,
    }


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "text",
        5,
        {},
        {"response": None},
        {"response": []},
        {"response": {}},
        {"links": [], "messages": []},
        {"response": {"progress": None}},
        {"response": {"progress": ""}},
        {"response": {"progress": 3}},
        {"response": {"progress": ["succeeded"]}},
    ],
)
def test_without_a_progress_there_is_no_operation(broken):
    assert parsing.operation("42", "s", broken) is None


KEYS = [
    "response",
    "messages",
    "progress",
    "requestStatus",
    "startTime",
    "body",
    "items",
    "cause",
    "severity",
    "$schema",
]
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)


@given(
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
        max_leaves=20,
    )
)
def test_no_body_is_too_odd(odd):
    parsing.operation("42", "s", odd)
    listing.listing(odd)
    server_messages.messages(odd)
    parsing.result(odd)
    server_messages.code_and_message(odd)
    server_messages.cause_and_action(odd)
    found = parsing.operation(
        "42", "s", {"response": {"progress": "failed", "startTime": odd, "endTime": odd}, "messages": odd}
    )
    assert (found.id, found.status) == ("42", "failed")  # what is odd beside it hides nothing
    parsing.odd_times(found)
    parsing.age(found, 0.0)


class TestTimes:
    @given(st.from_regex(re.compile(DOCUMENTED_TIME, re.ASCII), fullmatch=True))
    def test_every_documented_time_is_accepted_and_returned_as_it_came(self, time):
        assert 20 <= len(time) <= 32
        found = read(progress="succeeded", startTime=time, endTime=time)
        assert parsing.odd_times(found) == []
        assert (found.details["start_time"], found.time_finished) == (time, time)
        age = parsing.age(found, 1e12)
        assert age is None or age >= 0

    @pytest.mark.parametrize(
        ("time", "seconds"),
        [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01 00:01:00z", 60),
            ("1970-01-01t00:00:60.5+00:00", 60.5),
            ("1970-01-01T02:00:00.000001+02:00", 0.000001),
            ("1969-12-31T23:00:00-01:00", 0),
            ("2017-12-14T12:41:56.948+00:00", 1513255316.948),
        ],
    )
    def test_times_are_read_into_an_age(self, time, seconds):
        assert times.timestamp(time) == pytest.approx(seconds)
        assert parsing.age(read(progress="processing", startTime=time), seconds + 90) == pytest.approx(90)

    def test_a_start_in_the_future_is_now(self):
        assert parsing.age(read(progress="processing", startTime="2026-01-01T00:00:00Z"), 0.0) == 0.0

    @pytest.mark.parametrize(
        "time",
        [
            "",
            "yesterday",
            "2026-05-28",
            "2026-05-28T18:25:48",
            "2026-13-28T18:25:48Z",
            "2026-05-32T18:25:48Z",
            "2026-05-28T24:25:48Z",
            "2026-05-28T18:25:61Z",
            "2026-05-28T18:25:48Z\n",
            " 2026-05-28T18:25:48Z",
            "2026-05-28T18:25:48.1234567Z",
            "2026-05-28T18:25:48+0000",
            "\u0662\u0660\u0662\u0666-05-28T18:25:48Z",
            "1779992748",
        ],
    )
    def test_an_undocumented_time_is_reported_and_returned_as_it_came(self, time):
        found = read(progress="succeeded", startTime=time, endTime="2026-05-28T18:25:48Z")
        assert parsing.odd_times(found) == [time]
        assert found.details["start_time"] == time

    @pytest.mark.parametrize("time", [5, 1.5, True, [], {}])
    def test_a_time_that_is_no_text(self, time):
        found = read(progress="succeeded", startTime=time)
        assert parsing.odd_times(found) == [str(time)]
        assert found.details["start_time"] == time


INNER = {"$schema": "api:standardResponse", "links": [], "messages": [ERROR]}


class TestResults:
    def later(self, inner):
        line = {"code": 500, "reason": "Internal Server Error"}
        result = {
            "$schema": "ogg:requestResult",
            "status": line,
            "headers": [{"name": "A", "value": "b"}],
            "body": inner,
        }
        return {"$schema": "api:standardResponse", "links": [], "messages": [INFO], "response": result}

    def test_the_later_shape(self):
        given_body = self.later(INNER)
        assert parsing.result(given_body) == (given_body["response"], [INFO, ERROR])

    def test_a_body_that_is_the_text_of_an_object(self):
        given_body = self.later(json.dumps(INNER))
        assert parsing.result(given_body) == (given_body["response"], [INFO, ERROR])

    @pytest.mark.parametrize("text", ["", "plain text", "{broken", "[" * 100_000, "null", '["x"]', None])
    def test_a_body_that_is_any_text(self, text):
        given_body = self.later(text)
        assert parsing.result(given_body) == (given_body["response"], [INFO])

    def test_the_later_shape_without_its_name(self):
        given_body = self.later(INNER)
        del given_body["response"]["$schema"]
        assert parsing.result(given_body) == (given_body["response"], [INFO, ERROR])

    def test_the_shape_of_12_3_is_the_answer_of_the_call(self):
        assert parsing.result(INNER) == (INNER, [ERROR])
        with_response = {**INNER, "response": {"$schema": "ogg:extract", "status": "running"}}
        assert parsing.result(with_response) == (with_response, [ERROR])


class TestExplanations:
    """What GoldenGate says outside of errors."""

    @pytest.mark.parametrize(
        ("messages", "told"),
        [
            ([], None),
            ([ERROR], None),
            ([INFO, ERROR, {"severity": "WARNING", "title": "Low\ton space."}, INFO], "Begun. Low on space."),
            (["Stopped by the user."], "Stopped by the user."),
            ([{"severity": "INFO", "title": "x" * 2000}], "x" * 1000 + "..."),
        ],
    )
    def test_titles_of_other_messages(self, messages, told):
        assert read(messages, progress="failed").explanation == told

    def test_what_the_request_itself_says(self):
        assert read([INFO], progress="failed", detail="No listener.").explanation == "No listener. Begun."

    @pytest.mark.parametrize(
        ("inner", "told"),
        [("No such Extract.", "No such Extract."), (json.dumps(INNER), None), (INNER, None), ("", None), (None, None)],
    )
    def test_a_result_that_is_a_text(self, inner, told):
        response = {"$schema": "ogg:requestResult", "status": {"code": 404}, "headers": [], "body": inner}
        assert parsing.with_result(read(progress="failed"), {"response": response}).explanation == told


def test_a_raw_control_character_in_a_body_that_is_text_is_read():
    content = '{"messages": [{"severity": "ERROR", "title": "Tab\there."}]}'
    response = {"$schema": "ogg:requestResult", "status": {"code": 200}, "headers": [], "body": content}
    assert parsing.result({"response": response})[1] == [{"severity": "ERROR", "title": "Tab\there."}]


@pytest.mark.parametrize(
    ("own", "status", "body", "is_one"),
    [
        (None, 400, INNER, True),
        (None, 409, INNER, True),
        (200, 415, INNER, True),
        (404, 404, INNER, True),
        ("403", 403, INNER, True),
        (500, 500, INNER, True),
        (None, 404, INNER, False),
        (None, 401, INNER, False),
        (400, 403, INNER, False),
        (None, 429, INNER, False),
        (None, 500, INNER, False),
        (None, 503, INNER, False),
        (None, 302, INNER, False),
        (None, None, None, False),
        (None, 400, None, False),
        (None, 400, {"error": "of a proxy"}, False),
        (None, 400, [INNER], False),
    ],
)
def test_an_error_instead_of_a_result_can_be_that_of_the_call(own, status, body, is_one):
    found = read(progress="succeeded", requestStatus=own)
    answer = parsing.error_of_call(found, status, body)
    assert (answer is not None) is is_one
    if is_one:
        judged = parsing.judged(parsing.with_result(found, answer))
        assert judged.state == State.FAILED
        assert [error.code for error in judged.errors] == ["OGG-00664"]
        assert judged.details["result"] == {"status": {"code": status}, "body": body}
        assert judged.details["request_status"] == int(own if own and own != 200 else status)
