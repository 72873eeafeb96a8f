# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all the evidence about a request means together."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import parsing, verdict
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.verdict import STATES, Evidence

END = "2017-12-14T12:41:56.950+00:00"
PENDING, ATTENTION, SUCCEEDED, FAILED, CANCELED = State.ALL


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (400, 400),
        (400.0, 400),
        ("400", 400),
        (" 400 ", 400),
        ("400.0", 400),
        ("400 Bad Request", 400),
        ("HTTP/1.1 503 Service Unavailable", 503),
        ("BadRequest", 400),
        ("BAD_REQUEST", 400),
        ("Bad Request", 400),
        ("OK", 200),
        ("created", 201),
        ({"code": 409, "reason": "Conflict"}, 409),
        ({"code": "409"}, 409),
        ({"status": 500}, 500),
        ([200, "404"], 404),
        (999, 999),
        (1000, None),
        (10**400, None),
        ("9" * 5000, None),
        (None, None),
        (True, None),
        ("", None),
        ("maybe", None),
        ("12", None),
        ("port 9012", None),
        (0, None),
        (-1, None),
        (100, None),
        (float("nan"), None),
        (float("inf"), None),
        ("nan", None),
        ("1e999", None),
        ({"code": {"code": 500}}, None),
        ([], None),
        ({}, None),
    ],
)
def test_a_status_in_any_form(value, code):
    assert verdict.status_code(value) == code
    assert verdict.is_error(value) == (code is not None and code >= 400)


@pytest.mark.parametrize("word", ["failed", " FAILURE ", "Error", "aborted"])
def test_a_status_that_is_a_word(word):
    assert verdict.status_code(word) is None
    assert verdict.is_error(word)


@pytest.mark.parametrize(
    ("evidence", "state"),
    [
        # one word and nothing else
        *((Evidence(word), state) for word, state in STATES.items()),
        (Evidence(" Succeeded "), SUCCEEDED),
        # an error in evidence beside a success
        (Evidence("succeeded", errors=True), FAILED),
        (Evidence("succeeded", request_status=200, errors=True), FAILED),
        (Evidence("succeeded", request_status="400"), FAILED),
        (Evidence("succeeded", request_status=" 400 "), FAILED),
        (Evidence("succeeded", request_status="BadRequest"), FAILED),
        (Evidence("succeeded", request_status=500.0), FAILED),
        (Evidence("succeeded", request_status="failed"), FAILED),
        (Evidence("succeeded", result_read=True, result_status=500), FAILED),
        (Evidence("succeeded", request_status=200, result_read=True, result_status="404 Not Found"), FAILED),
        # an error while it goes on is not its end, but an error status is
        (Evidence("processing", errors=True), PENDING),
        (Evidence("paused", errors=True), ATTENTION),
        (Evidence("processing", completed=True, errors=True), FAILED),
        (Evidence("processing", request_status=500), FAILED),
        # whether it is complete
        (Evidence("succeeded", completed=False), PENDING),
        (Evidence("succeeded", completed="false"), PENDING),
        (Evidence("succeeded", completed=False, result_read=False), PENDING),
        (Evidence("succeeded", completed=False, request_status=200), SUCCEEDED),
        (Evidence("succeeded", completed=False, result_read=True), SUCCEEDED),
        (Evidence("failed", completed=False), FAILED),
        (Evidence("processing", completed=False, request_status=200), PENDING),
        (Evidence("processing", completed=True, request_status=200), PENDING),
        (Evidence("paused", completed=True), ATTENTION),
        # words that nobody knows
        (Evidence("resuming"), PENDING),
        (Evidence("resuming", completed=False, request_status=200, end_time=END), PENDING),
        (Evidence("resuming", request_status=200), PENDING),
        (Evidence("finished", completed=True, request_status=200), SUCCEEDED),
        (Evidence("finished", completed="true", request_status="200 OK"), SUCCEEDED),
        (Evidence("finished", request_status=201, end_time=END), SUCCEEDED),
        (Evidence("finished", completed=True, request_status=409), FAILED),
        (Evidence("finished", completed=True, request_status=200, errors=True), FAILED),
        (Evidence("finished", completed=True), PENDING),  # until /result was asked for
        (Evidence("finished", completed=True, result_read=True), SUCCEEDED),
        (Evidence("finished", completed=True, result_read=True, result_status=500), FAILED),
        (Evidence("finished", completed=True, result_read=False), FAILED),  # nothing speaks for it
        # who aborts a request gets errors from it
        (Evidence("aborted", request_status=500, errors=True), CANCELED),
    ],
)
def test_all_the_evidence_counts(evidence, state):
    assert verdict.state(evidence) == state


@pytest.mark.parametrize(
    ("evidence", "wanted"),
    [
        (Evidence("succeeded"), True),
        (Evidence("succeeded", request_status="maybe"), True),
        (Evidence("succeeded", completed=False), True),
        (Evidence("finished", completed=True), True),
        (Evidence("succeeded", request_status=200), False),
        (Evidence("succeeded", request_status="400"), False),
        (Evidence("succeeded", errors=True), False),
        (Evidence("succeeded", result_read=False), False),
        (Evidence("succeeded", result_read=True), False),
        (Evidence("finished"), False),
        (Evidence("processing", completed=True), False),
        (Evidence("failed"), False),
        (Evidence("aborted"), False),
    ],
)
def test_the_result_is_read_only_where_it_decides(evidence, wanted):
    assert verdict.wants_result(evidence) is wanted


#: Any JSON, with the names and words that could matter.
NAMES = st.sampled_from(
    [
        *("response", "messages", "message", "severity", "title", "code", "detail", "status", "body", "headers"),
        *("progress", "completed", "requestStatus", "endTime", "$schema", "error"),
    ]
)
WORDS = st.sampled_from(
    [*STATES, "ERROR", "error", "400", "200 OK", "BadRequest", "true", "false", "ogg:request", "ogg:requestResult", END]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=15
)
PROGRESS = st.sampled_from([*STATES, "finished", "Resuming"])
EVIDENCE = st.builds(Evidence, PROGRESS, JSON, JSON, JSON, st.booleans(), st.sampled_from([None, True, False]), JSON)


@given(EVIDENCE)
def test_no_evidence_is_too_odd(evidence):
    assert verdict.state(evidence) in State.ALL
    assert verdict.wants_result(evidence) in (True, False)


@given(EVIDENCE)
def test_what_says_failed_is_never_overruled(evidence):
    for failing in (
        evidence._replace(progress="failed"),
        evidence._replace(request_status=400),
        evidence._replace(result_status="500"),
        evidence._replace(progress="succeeded", errors=True),
        evidence._replace(completed=True, errors=True),
    ):
        assert verdict.state(failing) in (FAILED, CANCELED)


@given(EVIDENCE)
def test_more_that_says_failed_makes_nothing_better(evidence):
    before = verdict.state(evidence)
    for worse in (
        evidence._replace(errors=True),
        evidence._replace(request_status=500),
        evidence._replace(result_read=True, result_status=500),
    ):
        after = verdict.state(worse)
        assert after != SUCCEEDED
        assert before not in (FAILED, CANCELED) or after == before


@given(EVIDENCE)
def test_a_success_has_nothing_against_it(evidence):
    if verdict.state(evidence) == SUCCEEDED:
        assert not evidence.errors
        assert not verdict.is_error(evidence.request_status)
        assert not verdict.is_error(evidence.result_status)


@given(PROGRESS, JSON, JSON, JSON, JSON, JSON)
def test_no_answer_is_too_odd(progress, completed, status, messages, more, result):
    response = {"progress": progress, "completed": completed, "requestStatus": status, "messages": more}
    found = parsing.operation("1", "s", {"messages": messages, "response": response})
    judged = parsing.judged(parsing.with_result(found, {"messages": more, "response": result}))
    parsing.judged(parsing.without_result(found))
    for each in (found, judged):
        assert each.state in State.ALL
        assert parsing.wants_result(each) in (True, False)
        if each.state == SUCCEEDED:
            assert not each.errors
    if found.state in (FAILED, CANCELED):
        assert judged.state in (FAILED, CANCELED)
