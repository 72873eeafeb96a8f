# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts are fit to be shown, and what is secret in a URL is known."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import (
    bare_url,
    clean,
    did_you_mean,
    reason,
    url_secrets,
    without_credentials,
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


#: What a user or a server may write where a URL is expected.
PIECES = [
    "https://",
    "http:",
    "//",
    "/",
    "?",
    "#",
    "@",
    ":",
    "[",
    "]",
    "::1",
    "h",
    "9012",
    "x",
    "%2F",
    "\\",
    "\n",
    "\u212a",
]
url_like = st.text() | st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
#: A secret that is in nothing else, whatever is in its middle.
hidden = st.text(min_size=1, max_size=8).map(lambda text: f"s3{text}cr3t")
addresses = st.sampled_from(["h", "h:9012", "iaas.us-ashburn-1.oraclecloud.com", "[::1]:443", "10.0.0.1"])


@given(url_like)
def test_any_text_is_shown_as_a_url_or_not_at_all(text: str) -> None:
    shown = bare_url(text)
    assert shown is None or not set("?#") & set(shown)
    assert shown is None or "@" not in shown.partition("//")[2].partition("/")[0]
    assert without_credentials(text).endswith(text.rpartition("@")[2])
    assert all(secret in text or unquote(secret) == secret for secret in url_secrets(text))


@given(st.sampled_from(["https", "http"]), st.text("abcdef", max_size=5), hidden, addresses)
@example("https", "me", "s3/?#cr3t", "h")
@example("https", "me", "s3/1:2/cr3t", "h")
def test_no_part_of_credentials_is_shown(scheme: str, user: str, secret: str, host: str) -> None:
    """As users write them: percent-encoded or not."""
    for written in (secret, quote(secret, safe="", errors="replace")):
        url = f"{scheme}://{user}:{written}@{host}"
        for shown in (bare_url(url) or "", without_credentials(url)):
            assert "s3" not in shown
            assert "cr3t" not in shown
        assert written in url_secrets(url)


@given(st.sampled_from(["https", "http"]), addresses, st.text("abc/-._~", max_size=12), hidden, hidden)
def test_of_a_url_without_credentials_all_is_shown_up_to_its_query(
    scheme: str, host: str, path: str, query: str, fragment: str
) -> None:
    query, fragment = (quote(text, safe="", errors="replace") for text in (query, fragment))
    url = f"{scheme}://{host}/{path}"
    assert bare_url(f"{url}?{query}#{fragment}") == url
