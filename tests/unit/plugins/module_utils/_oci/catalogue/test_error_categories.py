# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The category of an error of OCI."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Category
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import error_categories
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.error_categories import (
    category_of,
    category_of_entry,
)

LIMITS = (
    "The following service limits were exceeded: standard-a1-core-count. Request a service limit increase from the service"
    " limits page in the console."
)
SHAPE = (
    "Out of capacity for shape VM.Standard.A1.Flex in availability domain AD-1. Create the instance in a different one."
)


@pytest.mark.parametrize(
    ("code", "text", "category"),
    [
        ("InternalError", "Out of host capacity.", "capacity"),
        ("InternalError", SHAPE, "capacity"),
        ("TooManyRequests", "Out of host capacity.", "capacity"),
        ("409", "Out of host capacity", "capacity"),
        (None, "Error: 500-InternalError, Out of host capacity.", "capacity"),
        ("LaunchInstance", "(500, InternalError, false) Out of host capacity. (opc-request-id: 7F3A)", "capacity"),
        ("OutOfHostCapacity", None, "capacity"),
        ("OUT_OF_HOST_CAPACITY", None, "capacity"),
        ("OUT_OF_CAPACITY", None, "capacity"),
        ("LimitExceeded", LIMITS, "limit"),
        ("LIMIT_EXCEEDED", None, "limit"),
        ("InternalError", LIMITS, "limit"),
        (None, LIMITS, "limit"),
        ("QuotaExceeded", "compute quota", "limit"),
        (None, "The limit for this tenancy has been exceeded.", "limit"),
        ("77", "Compartment quota for vm-standard-e4-core-count exceeded", "limit"),
        ("InternalError", "The time limit of the workflow was exceeded", "internal"),
        (None, "User-rate limit exceeded.", "throttled"),
        ("BAD_INPUT", "No such port", "invalid"),
        ("INTERNAL_ERROR", "Something went wrong", "internal"),
        (None, "Listener port 443 is already in use", "conflict"),
        ("InvalidParameter", "The name already exists", "invalid"),
        ("77", "Authorization failed or requested resource not found.", "not_found"),
        ("TooManyRequests", "Too many requests for the user", "throttled"),
        ("IncorrectState", "The instance is being updated", "conflict"),
        ("NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.", "not_found"),
        ("RelatedResourceNotAuthorizedOrNotFound", None, "not_found"),
        ("NotAuthorizedOrResourceAlreadyExists", None, "conflict"),
        ("NotAuthenticated", None, "authorization"),
        ("InvalidParameter", "Invalid CIDR", "invalid"),
        ("InternalServerError", "Internal error", "internal"),
        ("InternalError", "An internal error occurred.", "internal"),
        (
            "NodeLaunch",
            "Error returned by LaunchInstance operation in Compute service.(400, LimitExceeded, false) No.",
            "limit",
        ),
        ("NodeLaunch", "Error returned by GetSubnet operation.(404, NotAuthorizedOrNotFound, false)", "not_found"),
        ("InternalError", "400-InvalidParameter, Bad shape", "invalid"),
        ("404", "gone", "not_found"),
        ("409", "busy", "conflict"),
        ("429", "slow down", "throttled"),
        ("503", "later", "internal"),
        ("77", "who knows", "unknown"),
        ("LISTENER_PORT_IN_USE", "Conflict with another listener", "unknown"),
        ("²", "not a number", "unknown"),
        (None, None, "unknown"),
        ("", "", "unknown"),
    ],
)
def test_the_category_of_an_error_entry(code: Any, text: Any, category: str) -> None:
    assert category_of(code, text) == category


@pytest.mark.parametrize(
    ("code", "text", "status", "category"),
    [
        ("InternalError", "Out of host capacity.", 500, "capacity"),
        (None, "<html>", 503, "internal"),
        (None, None, 401, "authorization"),
        ("Odd", "words", 403, "authorization"),
        ("Odd", "words", 404, "not_found"),
        ("NotAllowed", "Ask the home region", 403, "invalid"),
        ("InvalidParameter", "A path component is invalid", 404, "invalid"),
        ("MethodNotImplemented", None, 501, "invalid"),
        ("Odd", None, 302, "unknown"),
    ],
)
def test_the_category_of_an_error_answer(code: Any, text: Any, status: int, category: str) -> None:
    assert category_of(code, text, status) == category


def test_every_code_is_known_in_any_case_and_with_any_separators() -> None:
    for code, category in error_categories.CODES.items():
        assert category in Category.ALL
        assert category_of(code, None) == category_of(code.upper(), None) == category


def test_the_category_of_an_explanation() -> None:
    assert category_of_entry({"explanation": SHAPE}) == "capacity"
    assert category_of_entry({"explanation": None}) == category_of_entry({}) == "unknown"


def test_the_latest_log_line_says_it_where_nothing_else_does() -> None:
    """As it is then the reason in the message of the failure."""
    logs = [{"message": "Begun."}, {"message": SHAPE}, {"message": ""}]
    assert category_of_entry({"logs": logs}) == "capacity"
    assert category_of_entry({"logs": logs, "explanation": "Something else."}) == "unknown"
    assert category_of_entry({"logs": []}) == category_of_entry({"logs": None}) == "unknown"


# Any error

said = (
    st.none()
    | st.text()
    | st.lists(
        st.sampled_from(
            [
                "Internal",
                "Error",
                "Out of host capacity",
                "Limit",
                "Exceeded",
                "NotAuthorized",
                "Or",
                "NotFound",
                "409",
                "-",
                " ",
            ]
        ),
        max_size=6,
    ).map("".join)
)


@given(said, said, st.none() | st.integers(0, 999))
def test_any_error_has_a_category(code: str | None, text: str | None, status: int | None) -> None:
    found = category_of(code, text, status)
    assert found in Category.ALL
    assert found == category_of(code, text, status)
    assert category_of(code and code.upper(), None) == category_of(code and code.upper(), "")
