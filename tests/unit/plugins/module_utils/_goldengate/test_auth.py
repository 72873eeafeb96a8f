# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The header that authenticates a request, and credentials that are incomplete."""

from __future__ import annotations

import base64

import pytest
import requests
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.auth import auth, authorization


def sent(header):
    return auth(header)(requests.Request("GET", "https://h").prepare()).headers.get("authorization")


@given(st.text(min_size=1).filter(lambda name: ":" not in name), st.text(min_size=1))
def test_basic(username, password):
    header = sent(authorization(username, password, None, False))
    scheme, value = header.split(" ")
    assert scheme == "Basic"
    assert base64.b64decode(value).decode() == f"{username}:{password}"


def test_a_password_of_the_environment_that_is_no_utf_8_goes_out_as_it_is():
    header = authorization("me", b"\xe9".decode("utf-8", "surrogateescape"), None, False)
    assert base64.b64decode(header.split(" ")[1]) == b"me:\xe9"


def test_a_token():
    assert sent(authorization(None, None, "abc.def-1", False)) == "Bearer abc.def-1"
    assert sent(authorization("", "", "abc", True)) == "Bearer abc"


def test_a_certificate_alone_sends_no_header():
    assert authorization(None, None, None, True) is None
    assert sent(None) is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((None, None, None, False), ["username and password, token, or client_cert", "OGG_TOKEN"]),
        (("", "", "", False), ["Authentication needs"]),
        (("me", None, None, False), ["password is missing"]),
        (("me", "", None, True), ["password is missing"]),
        ((None, "secret", None, True), ["username is missing"]),
        (("me", "secret", "token", False), ["not both", "OGG_USERNAME"]),
        ((None, "secret", "token", False), ["not both"]),
        (("m:e", "secret", None, False), ["colon"]),
        ((None, None, "Bearer abc", False), ["without the word Bearer"]),
        ((None, None, "abc\n", False), ["line ends"]),
        ((None, None, "abc\r\nX-Evil: 1", False), ["character"]),
        ((None, None, "t\u00f6ken", False), ["character"]),
    ],
)
def test_incomplete_credentials_are_rejected(options, words):
    with pytest.raises(UsageError) as caught:
        authorization(*options)
    for word in words:
        assert word in str(caught.value)
    assert "secret" not in str(caught.value)
