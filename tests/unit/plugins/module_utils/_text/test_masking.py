# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is left in a text, however it is written there, and nothing else is missing."""

from __future__ import annotations

import base64
import html
import json
from typing import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._http import faults
from ansible_collections.longops.oracle.plugins.module_utils._http.headers import Answer
from ansible_collections.longops.oracle.plugins.module_utils._text import masking
from ansible_collections.longops.oracle.plugins.module_utils._text.masking import MASK, WHOLE, Secrets
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import clean

#: Any text that a header or an option can have.
secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=masking.SHORTEST).filter(lambda text: text.strip())
WRITINGS: list[Callable[[str], str]] = [
    str,
    repr,
    ascii,
    clean,
    quote,
    quote_plus,
    html.escape,
    lambda text: quote(text, safe=""),
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
]
SIGNATURE = base64.b64encode(bytes(range(256))).decode()
SIGNED = 'Signature version="1",keyId="{}",algorithm="rsa-sha256",headers="date",signature="{}"'


@given(secrets, st.sampled_from(WRITINGS), st.text(), st.text())
def test_a_secret_is_masked_in_every_writing(
    secret: str, write: Callable[[str], str], before: str, behind: str
) -> None:
    written = write(secret)
    masked = Secrets([secret]).mask(f"{before}{written}{behind}")
    if len(written) >= masking.SHORTEST and not set(written) <= {"*"}:
        assert written not in masked.replace(MASK, "").replace(WHOLE, "") or written in f"{before}{behind}"
    if not before and not behind:
        assert masked == WHOLE or MASK in masked


@given(secrets, st.text(), st.text())
def test_what_has_no_secret_is_left_as_it_is(secret: str, before: str, behind: str) -> None:
    text = before + behind
    if not any(form[: masking.BEGINNING] in text for form in masking.forms_of(secret)):
        assert Secrets([secret]).mask(text) == text


@given(secrets, st.text(), st.text())
def test_texts_that_mask_changes_are_found_in_json(secret: str, before: str, behind: str) -> None:
    """The quick look must not miss one."""
    for text in (before + secret + behind, before + secret[: masking.BEGINNING] + "...", secret):
        known = Secrets([secret])
        if known.mask(text) != text:
            assert known.may_be_in(json.dumps([text], ensure_ascii=False))


@pytest.mark.parametrize("secret", ["0000000000.0", "0000000000...0", "00000000'000", "00000000.....", '0000"00"0"0"'])
def test_a_secret_in_which_there_is_what_looks_like_a_cut_is_masked(secret: str) -> None:
    for most in range(masking.BEGINNING, len(secret)):
        assert secret[: masking.BEGINNING] not in Secrets([secret]).mask(f"a {secret[:most]}... b")


@given(secrets.filter(lambda text: len(text) > masking.BEGINNING), st.text(alphabet="ab ", max_size=5), st.data())
def test_a_secret_that_was_cut_is_masked(secret: str, before: str, data: st.DataObject) -> None:
    most = data.draw(st.integers(masking.BEGINNING, len(secret) - 1))
    for end in ("...", "", "'", '..."'):
        assert secret[:most] not in Secrets([secret]).mask(before + secret[:most] + end)


@pytest.mark.parametrize("before", range(100, 190, 9))
def test_a_secret_that_the_message_of_a_fault_cuts(before: int) -> None:
    """The end of an excerpt stays to be seen as one, with the request behind it."""
    secret = "Zq7-" * 30
    answer = Answer(None, {}, status=502, request="GET https://host/path")
    fault = faults.of_error_answer(answer, f"{'x' * before} {secret}".encode(), faults.PLAIN)
    assert "Zq7-Zq7" in fault.message
    assert "Zq7-Zq7" not in Secrets([secret]).mask(fault.message)


@pytest.mark.parametrize("secret", ["a", "no", "\u00e9"])
def test_a_secret_of_one_or_two_characters_is_masked_alone(secret: str) -> None:
    known = Secrets([secret])
    assert known.mask("an annotation, café, nothing") == "an annotation, café, nothing"
    assert known.mask(secret) == WHOLE
    assert known.may_be_in(json.dumps({"password": secret}, ensure_ascii=False))
    assert not known.may_be_in(json.dumps({"text": "an annotation, café, nothing"}, ensure_ascii=False))


@pytest.mark.parametrize(
    ("secret", "number", "shown"),
    [
        ("503", 503, 503),
        ("123456", 123456, WHOLE),
        ("123456", 91234567, WHOLE),
        ("12345.5", 12345.5, WHOLE),
        ("1", 1, 1),
    ],
)
def test_numbers(secret: str, number: float, shown: object) -> None:
    assert Secrets([secret]).mask_number(number) == shown


# What is sent


def test_what_a_signed_request_is_known_by() -> None:
    known = Secrets()
    known.add_sent("authorization", SIGNED.format("ST$some.session-token", SIGNATURE))
    for text in ("ST$some.session-token", "some.session-token", SIGNATURE):
        for write in WRITINGS:
            assert text[4:] not in known.mask(f"echo: {write(text)} <--")
            assert known.may_be_in(json.dumps(f"echo: {write(text)}"))
    assert 'headers="date"' in known.mask(SIGNED.format("ST$some.session-token", SIGNATURE))


def test_the_ids_in_a_key_id_are_no_secrets_by_themselves() -> None:
    known, tenancy, user = Secrets(), f"ocid1.tenancy.oc1..{'a' * 60}", f"ocid1.user.oc1..{'b' * 60}"
    known.add_sent("authorization", SIGNED.format(f"{tenancy}/{user}/20:3b:97:13", SIGNATURE))
    assert known.mask(tenancy) == tenancy
    assert known.mask(f"{tenancy[:40]}...") == f"{tenancy[:40]}..."
    assert known.mask(f"by {tenancy}/{user}/20:3b:97:13") == f"by {MASK}"


@pytest.mark.parametrize("before", ["", "a", "x" * 100, "ocid1.", "/"])
def test_a_signature_in_a_longer_word_or_cut(before: str) -> None:
    known = Secrets()
    known.add_sent("Authorization", SIGNED.format("a/b/c", SIGNATURE))
    for text in (SIGNATURE, SIGNATURE[:200], SIGNATURE.replace("+", "-").replace("/", "_")):
        assert SIGNATURE[:40] not in known.mask(f"{before}{text}...").translate(str.maketrans("-_", "+/"))


@pytest.mark.parametrize("length", [8, 19, 23, 24, 60])
def test_the_beginning_of_a_signature_before_a_cut(length: int) -> None:
    known = Secrets()
    known.add_sent("authorization", SIGNED.format("a/b/c", SIGNATURE))
    text = f"it was {SIGNATURE[:length]}...: and so on"
    assert known.may_be_in(text)
    assert known.mask(text) == f"it was {MASK}...: and so on"


@pytest.mark.parametrize("shift", [0, 30, 60])
def test_a_signature_in_a_header_that_is_written_for_a_url_and_cut_anywhere(shift: int) -> None:
    """Here it begins with what takes three characters in a URL."""
    known, signature = Secrets(), base64.b64encode(b"\xfb\xef\xbe" * 40 + bytes(range(136))).decode()
    header = SIGNED.format("a/b/c", signature)
    known.add_sent("authorization", header)
    written = quote(header[shift:], safe="")
    begin = written.index("signature%3D%22") + len("signature%3D%22")
    least = 3 * masking.BEGINNING
    for end in range(begin + least, len(written)):
        text = f"at {written[:end]}... and so on"
        assert known.may_be_in(text)
        assert written[begin : begin + least] not in known.mask(text), end


def test_signatures_of_requests_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are worth nothing after five minutes, and a wait sends them for hours."""
    monkeypatch.setattr(masking, "SIGNATURES", 2)
    known = Secrets()
    made = [base64.b64encode(bytes([number] * 256)).decode() for number in range(3)]
    for signature in made:
        known.add_sent("authorization", SIGNED.format("a/b/c", signature))
    assert [known.mask(signature) == MASK for signature in made] == [False, True, True]


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("Authorization", "Basic b2dnYWRtaW46c2VjcmV0", "b2dnYWRtaW46c2VjcmV0"),
        ("authorization", b"Bearer abc.def", "abc.def"),
        ("opc-obo-token", "delegated", "delegated"),
        ("authorization", "alone", "alone"),
    ],
)
def test_what_another_request_is_known_by(name: str, value: object, secret: str) -> None:
    known = Secrets()
    known.add_sent(name, value)
    assert known.mask(f"it was {secret}.") == f"it was {MASK}."


def test_other_headers_are_no_secrets() -> None:
    known = Secrets()
    known.add_sent("host", "iaas.us-ashburn-1.oraclecloud.com")
    assert not known.may_be_in('"iaas.us-ashburn-1.oraclecloud.com"')


def test_what_is_not_base64_of_a_signature_is_left() -> None:
    known = Secrets()
    known.add_sent("authorization", SIGNED.format("a/b/c", SIGNATURE))
    text = f"ocid1.instance.oc1.iad.{'a' * 60} /some/path/of/a/file-with_a_name%20that/is/long{'/x' * 40}"
    assert known.mask(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_basic(user: str, password: str) -> None:
    assert base64.b64encode(f"{user}:{password}".encode()).decode() in masking.basic(user, password)


def test_a_process_that_lasts_for_weeks_does_not_keep_all_tokens_that_it_ever_had() -> None:
    known = Secrets(["a-password-that-stays"])
    tokens = [f"token-number-{number:04}-of-a-session" for number in range(200)]
    for token in tokens:
        known.add_sent("authorization", f'Signature version="1",keyId="ST${token}",signature="{SIGNATURE}"')
    assert known.mask(f"{tokens[-1]} {tokens[-masking.SESSIONS]} a-password-that-stays") == f"{MASK} {MASK} {MASK}"
    assert known.mask(tokens[0]) == tokens[0]
    assert len(known._known) == 2 * masking.SESSIONS + 1
