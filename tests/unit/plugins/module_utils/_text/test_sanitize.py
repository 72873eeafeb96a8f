# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts are fit to be shown, and what is secret in a URL is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import (
    bare_url,
    clean,
    did_you_mean,
    reason,
    url_secrets,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two\n lines\t", "two lines"),
        ("red\x1b[31m", "red [31m"),
        ("turned\u202eround", "turned round"),
        ("half \ud800 pair", "half pair"),
        (None, ""),
        (5, ""),
        (b"bytes", ""),
    ],
)
def test_a_text_is_one_printable_line(text: Any, shown: str) -> None:
    assert clean(text) == shown


@given(st.text())
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\n" not in clean(text)


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("https://me:s3cret@h:9012", ["s3cret", "s3cret"]),
        ("https://me:p%40ss@h", ["p%40ss", "p@ss"]),
        ("https://me:a@b:c@h", ["a@b:c", "a@b:c"]),
        ("https://me:a/b@h", ["a/b", "a/b"]),
        ("https://t0k3n@h", ["t0k3n", "t0k3n"]),
        ("me:s3cret@h", ["s3cret", "s3cret"]),
        ("https://h", []),
        ("https://@h", []),
        ("", []),
        (None, []),
    ],
)
def test_what_is_secret_in_a_url(url: Any, secrets: list[str]) -> None:
    assert url_secrets(url) == secrets


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://h:9012/services/v2", "https://h:9012/services/v2"),
        ("https://me:s3cret@h:9012/x?token=s3cret#s3cret", "https://h:9012/x"),
        ("/relative", "/relative"),
        ("https://[::1", None),
        (None, None),
        (5, None),
    ],
)
def test_a_url_is_shown_without_what_may_be_secret(url: Any, shown: Any) -> None:
    assert bare_url(url) == shown


LONG = (
    "https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests/ocid1.coreservicesworkrequest.oc1.iad." + "a" * 60
)


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (f"no such host: h (GET {LONG})", "no such host: h"),
        (
            f"503 ServiceUnavailable: Later (GET {LONG}, opc-request-id A/B/C). Wait, and (if need be) call",
            "503 ServiceUnavailable: Later",
        ),
        (f"404: gone (DELETE {LONG}).", "404: gone"),
        (f"400: see (GET http://docs) (POST {LONG}, x-id 1)", "400: see (GET http://docs)"),
        ("no such host: h (the proxy) (GET http://h/(x))", "no such host: h (the proxy)"),
        ("cannot be sent: no host (GET invalid-URL)", "cannot be sent: no host"),
        (
            "The session of profile DEFAULT expired 5 min ago. Renew it",
            "The session of profile DEFAULT expired 5 min ago. Renew it",
        ),
        ("(GET it)", "(GET it)"),
        ("", ""),
    ],
)
def test_the_reason_of_a_fault_is_its_message_without_request_and_hint(message: str, shown: str) -> None:
    assert reason(message) == shown


@given(st.text())
def test_every_message_has_a_reason(message: str) -> None:
    assert message.startswith(reason(message))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], ""),
        (["a"], "Did you mean a? "),
        (["a", "b"], "Did you mean a or b? "),
        (["a", "b", "c"], "Did you mean a, b or c? "),
    ],
)
def test_names_are_offered(names: list[str], sentence: str) -> None:
    assert did_you_mean(names) == sentence
