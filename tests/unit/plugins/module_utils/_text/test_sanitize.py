# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts are fit to be shown, and what is secret in a URL is known."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._text import sanitize
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import (
    bare_url,
    clean,
    cut,
    data,
    did_you_mean,
    may_be_unsafe,
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
        ("a\x9bb\u200bc\ufeffd\U000e0041e", "a b c d e"),
        ("joined \u0915\u094d\u200d\u0937", "joined \u0915\u094d\u200d\u0937"),
        (f"it was eyJhbGciOiJ9.eyJzdWIiOiJ9.{'x' * 20}!", "it was (a token)!"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n.", "(a key) ."),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "(a key)"),
        (f'keyId="a/b",signature="{"A1+/" * 20}==",version="1"', 'keyId="a/b",signature="(a signature)",version="1"'),
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


#: What no terminal shows or every terminal obeys: controls, formats but the two that join letters, surrogates, separators.
def is_printable(character: str) -> bool:
    return character in "\u200c\u200d\u00ad" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")


@given(st.text(st.characters(exclude_categories=[])))
def test_nothing_is_shown_that_a_terminal_obeys(text: str) -> None:
    assert all(map(is_printable, clean(text)))
    assert all(is_printable(each) or each in "\t\n" for each in data(text))
    assert not set(clean(text) + data(text)) & set(
        "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
    )
    assert data(data(text)) == data(text)


@given(st.text(st.characters(exclude_categories=[])))
def test_texts_that_data_changes_are_found_in_json(text: str) -> None:
    """The quick look must not miss one."""
    if data(text) != text:
        assert may_be_unsafe(json.dumps({text: 1}, ensure_ascii=False))


@given(st.text(st.characters(exclude_categories=["C", "Z"])))
def test_what_is_printable_stays(text: str) -> None:
    assert data(text) == clean(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_data_keeps_its_lines(text: str, kept: str) -> None:
    assert data(text) == kept


@given(st.text(), st.integers(0, 10))
def test_what_was_cut_says_so(text: str, most: int) -> None:
    assert cut(text, most) == text if len(text) <= most else cut(text, most) == f"{text[:most]}..."


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("https://me:s3cret@h:9012", ["s3cret", "s3cret"]),
        ("https://me:p%40ss@h", ["p%40ss", "p@ss"]),
        ("https://me:a@b:c@h", ["a@b:c", "a@b:c"]),
        ("https://me:a/b@h", ["a/b", "a/b"]),
        ("http://me:sec/ret#1234?x@h:3128", ["sec/ret#1234?x", "sec/ret#1234?x", "sec", "ret", "1234"]),
        ("http://me:sec//ret@h", ["sec//ret", "sec//ret", "sec", "ret"]),
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
        ("http://me:s3/cret@h:3128", "http://h:3128"),
        ("http://me:s3#cr?et@h:3128/x", "http://h:3128/x"),
        ("http://me:s3?cret@h@h:3128", "http://h:3128"),
        ("https://h:9012/a@b", "https://h:9012/a@b"),
        ("https://[::1]:9012/a@b", "https://[::1]:9012/a@b"),
        ("https://[::1", None),
        (None, None),
        (5, None),
    ],
)
def test_a_url_is_shown_without_what_may_be_secret(url: Any, shown: Any) -> None:
    assert bare_url(url) == shown


#: What a password can be, that a user has written into a URL as it is.
passwords = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)


@example("a", "@#", "http")
@example("a", "p@ss/wo", "https")
@given(st.from_regex(r"[a-z]{1,8}", fullmatch=True), passwords, st.sampled_from(["http", "https"]))
def test_no_password_is_left_of_a_url(user: str, password: str, scheme: str) -> None:
    """Whatever of it is taken for host, port, path, query or fragment."""
    url = f"{scheme}://{user}:{password}@host.example:3128"
    assert without_credentials(url) == f"{scheme}://host.example:3128"
    assert password in url_secrets(url)
    shown = bare_url(url)
    is_port = re.match(r"[0-9]*[/?#]", password)  # then it may as well be the port of a host
    assert shown in (None, f"{scheme}://host.example:3128") or is_port


@given(st.text())
def test_any_text_has_a_bare_url_or_none(text: str) -> None:
    assert isinstance(bare_url(text), (str, type(None)))
    assert all(isinstance(secret, str) and secret for secret in url_secrets(text))


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


@example("0//@")
@example("https://t0k@en/x@host")
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


@pytest.mark.parametrize(
    ("id_", "shown"),
    [
        ("42", "42"),
        ("None", "None"),
        ("ocid1.instance.oc1.iad.exampleuniqueid", "...uniqueid"),
        ("ocid1.cluster.oc1.iad.exampleuniqueid/CertManager", "...uniqueid/CertManager"),
        ("examplenamespace/a-bucket/copy-of-everything-in-it", "a-bucket/copy-of-everything-in-it"),
        ("ocid1.vault.oc1.iad.examplevault/ocid1.key.oc1.iad.exampleuniqueid", "...uniqueid"),
        ("/", "/"),
        ("", ""),
    ],
)
def test_the_end_of_an_id_tells_two_apart(id_: str, shown: str) -> None:
    assert sanitize.short_id(id_) == shown


def test_a_name_is_shown_beside_an_id_that_does_not_have_it() -> None:
    assert sanitize.name_beside("web-1", "ocid1.instance.oc1.iad.exampleuniqueid") == "web-1"
    assert sanitize.name_beside("CertManager", "ocid1.cluster.oc1.iad.exampleuniqueid/CertManager") == ""
    assert sanitize.name_beside("CertManager", "CertManager") == ""
    assert sanitize.name_beside(None, "ocid1.instance.oc1.iad.exampleuniqueid") == ""
    assert sanitize.name_beside("a\nb" * 100, "x") == sanitize.shortened("a b" * 100, sanitize.WHOLE_NAME)
