# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the messages in GoldenGate's answers say, in whatever shape they come."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import parsing
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.server_messages import (
    cause_and_action,
    code_and_message,
    error,
    is_code,
    messages,
    without_repetitions,
)

ERROR = {
    "$schema": "ogg:message",
    "code": "OGG-00303",
    "severity": "ERROR",
    "title": "Unable to connect.",
    "issued": "2026-05-28T18:25:48Z",
}
INFO = {"code": "OGG-01020", "severity": "INFO", "title": "Begun."}


def read(shape):
    """A request that has succeeded by every other word, with these messages."""
    response = {"progress": "succeeded", "requestStatus": 200}
    return parsing.operation("1", "s", {"messages": shape, "response": response})


def test_errors_are_those_of_that_severity():
    found = read([INFO, ERROR, {"title": "Nothing else."}])
    assert found.errors == (("OGG-00303", "ERROR: Unable to connect.", "2026-05-28T18:25:48Z", "unknown"),)
    assert found.details["messages"] == [INFO, ERROR, {"title": "Nothing else."}]


def test_no_errors():
    assert read([INFO]).errors is None
    assert parsing.operation("1", "s", {"response": {"progress": "failed"}}).details["messages"] == []


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ({}, (None, "(no title)", None)),
        ({"title": "Late."}, (None, "Late.", None)),
        ({"severity": "WARNING", "code": "OGG-1"}, ("OGG-1", "WARNING: (no title)", None)),
        ({"title": ["odd"], "code": {"odd": 1}, "issued": 5}, (None, "(no title)", "5")),
    ],
)
def test_a_message_need_not_be_whole(message, entry):
    assert error(message) == (*entry, "unknown")


@pytest.mark.parametrize(
    ("given_body", "told"),
    [
        ({"links": [], "messages": [INFO, ERROR]}, ("OGG-00303", "Unable to connect.")),
        ({"messages": [INFO]}, ("OGG-01020", "Begun.")),
        ({"messages": [ERROR, INFO, ERROR]}, ("OGG-00303", "Unable to connect.")),
        (
            {"messages": [ERROR, {**ERROR, "code": "OGG-1", "title": "No listener."}, {"severity": "ERROR"}]},
            ("OGG-00303", "Unable to connect; OGG-1: No listener"),
        ),
        (
            {"messages": [{**ERROR, "title": f"Field {number}"} for number in range(7)]},
            (
                "OGG-00303",
                "Field 0; OGG-00303: Field 1; OGG-00303: Field 2; OGG-00303: Field 3; and 3 more errors",
            ),
        ),
        ({"links": [], "messages": []}, (None, "GoldenGate gives no reason")),
        ({"message": "from a proxy"}, (None, None)),
        (None, (None, None)),
        ([ERROR], (None, None)),
    ],
)
def test_code_and_message_of_an_error_answer(given_body, told):
    assert code_and_message(given_body) == told


@pytest.mark.parametrize(
    ("code", "yes"),
    [
        ("OGG-12031", True),
        ("OGG-1203", False),
        ("OGG-120311", False),
        ("ogg-12031", False),
        ("OGG-12031/../x", False),
        ("OGG-12031\n", False),
    ],
)
def test_codes(code, yes):
    assert is_code(code) is yes


@pytest.mark.parametrize(
    ("response", "text"),
    [
        (
            {"cause": "The listener is down", "action": "Start it."},
            "Cause: The listener is down. Action: Start it.",
        ),
        ({"cause": "Line one,\n line two."}, "Cause: Line one, line two."),
        ({"action": "Wait."}, "Action: Wait."),
        ({"title": "T", "severity": "ERROR", "cause": " ", "action": None}, ""),
        (None, ""),
    ],
)
def test_explanations(response, text):
    assert cause_and_action({"links": [], "messages": [], "response": response}) == text


@pytest.mark.parametrize(
    "shape",
    [
        [ERROR],
        ERROR,
        [[ERROR]],
        {"message": ERROR},
        {"message": [ERROR]},
        {"messages": {"message": [ERROR]}},
        {"0": ERROR},
        [None, 5, "text", ERROR],
        [{**ERROR, "severity": " error "}],
        [{**ERROR, "severity": "FATAL"}],
        [{"severity": "INFO", "title": "Begun."}, ERROR],
        [{"severity": "ERROR", "code": "OGG-00303", "detail": "Unable to connect."}],
        "ERROR OGG-00303 Unable to connect.",
        ["2026-05-28T18:25:48Z  ERROR   OGG-00303  Unable to connect."],
    ],
)
def test_an_error_in_any_shape_beside_succeeded(shape):
    found = read(shape)
    assert found.state == State.FAILED
    [error] = found.errors
    assert error.code == "OGG-00303"
    assert "Unable to connect." in error.message


@pytest.mark.parametrize(
    "shape",
    [
        None,
        {},
        [],
        "",
        5,
        [None],
        "No ERROR was found.",
        [{"severity": "WARNING", "title": "ERROR"}],
        [{"severity": "INFO", "code": "OGG-00303"}],
        [{"title": "No severity."}],
        [{"severity": ["ERROR"], "title": "Odd."}],
        {"title": "One, without a list.", "severity": "INFO"},
    ],
)
def test_what_is_no_error_is_no_failure(shape):
    found = read(shape)
    assert (found.state, found.errors) == (State.SUCCEEDED, None)


def test_messages_that_are_too_deep_to_be_compared_are_kept():
    deep = []
    for _level in range(5000):
        deep = [deep]
    assert without_repetitions([INFO, {"title": "x", "deep": deep}, INFO, {"title": "y", "deep": deep}]) == [
        INFO,
        {"title": "x", "deep": deep},
        {"title": "y", "deep": deep},
    ]


def test_messages_are_not_searched_for_in_endless_depth():
    deep = [ERROR]
    for _level in range(5000):
        deep = [deep]
    assert messages({"messages": deep}) == []


@given(st.lists(st.sampled_from([ERROR, INFO, {"title": "T"}, dict(reversed(ERROR.items()))])))
def test_each_message_is_kept_once(given_messages):
    told = without_repetitions(given_messages)
    assert told == [
        message for position, message in enumerate(given_messages) if message not in given_messages[:position]
    ]
