# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of every form, and signing in afresh. That signatures are Oracle's own is in test_signing_as_oracle.py."""

from __future__ import annotations

import base64
import contextlib
import pathlib
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import HealthCheck, example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import signer as signer_module
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth.config_file import Profile
from ansible_collections.longops.oracle.tests.simulator import credentials
from ansible_collections.longops.oracle.tests.unit.examples import examples, tried

USER, TENANCY = credentials.USER, credentials.TENANCY
PKCS8, PKCS1 = serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL
PHRASE = "pass phrase with blanks and ümlauts"


def pem(format_: Any = PKCS8, phrase: str | None = None, key: Any = None) -> bytes:
    lock = serialization.BestAvailableEncryption(phrase.encode()) if phrase else serialization.NoEncryption()
    return (key or credentials.private_key()).private_bytes(serialization.Encoding.PEM, format_, lock)


def settings(tmp_path: pathlib.Path, data: bytes, auth_type: str = "api_key", **values: str) -> Profile:
    (tmp_path / "key.pem").write_bytes(data)
    own = credentials.fingerprint(credentials.private_key().public_key())
    known = {"user": USER, "tenancy": TENANCY, "fingerprint": own, "key_file": str(tmp_path / "key.pem")}
    return Profile(auth_type, {**known, **values}, "profile DEFAULT of the file", "DEFAULT")


def refusal(profile: Profile) -> str:
    with pytest.raises(UsageError) as caught:
        signer_module.signer(profile)
    assert "profile DEFAULT of the file" in str(caught.value)
    return str(caught.value)


# Signatures


def test_what_was_signed_before_is_signed_again_as_it_is_sent_now(tmp_path: pathlib.Path) -> None:
    """A signer is asked again for every request, and must not keep what it found in an earlier one."""
    signer = signer_module.signer(settings(tmp_path, pem()))
    request = requests.Request("GET", "https://one.example.com/x").prepare()
    first = signer(request).headers["authorization"]
    request.url = "https://two.example.com/x"
    assert signer(request).headers["host"] == "two.example.com"
    assert request.headers["authorization"] != first


# Keys


@pytest.mark.parametrize("format_", [PKCS8, PKCS1])
@pytest.mark.parametrize("phrase", [None, PHRASE])
@pytest.mark.parametrize("label", [b"", b"OCI_API_KEY\n", b"\r\n\r\n"])
def test_a_key_is_read_in_every_form(tmp_path: pathlib.Path, format_: Any, phrase: str | None, label: bytes) -> None:
    """Oracle's console appends OCI_API_KEY to the keys that it makes."""
    profile = settings(tmp_path, pem(format_, phrase) + label, **({"pass_phrase": phrase} if phrase else {}))
    assert signer_module.signer(profile).fingerprint == profile.values["fingerprint"]


def test_a_pass_phrase_that_a_plain_key_inherits_is_no_fault(tmp_path: pathlib.Path) -> None:
    profile = settings(tmp_path, pem(), pass_phrase="inherited")
    assert signer_module.signer(profile).fingerprint == profile.values["fingerprint"]


def test_a_key_can_stand_in_the_profile_itself(tmp_path: pathlib.Path) -> None:
    profile = settings(tmp_path, b"", key_file="", key_content=pem().decode())
    assert signer_module.signer(profile).fingerprint == profile.values["fingerprint"]


def test_the_key_file_may_begin_with_the_home_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    profile = settings(tmp_path, pem(), key_file="~/key.pem")
    assert signer_module.signer(profile).fingerprint == profile.values["fingerprint"]


def test_a_missing_key(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "none.pem")
    assert f"The private key file {path} (key_file in " in refusal(settings(tmp_path, b"", key_file=path))
    assert "No such file or directory" in refusal(settings(tmp_path, b"", key_file=path))


@pytest.mark.parametrize("format_", [PKCS8, PKCS1])
def test_a_wrong_pass_phrase(tmp_path: pathlib.Path, format_: Any) -> None:
    text = refusal(settings(tmp_path, pem(format_, PHRASE), pass_phrase="hidden"))
    assert "cannot be used: the pass phrase does not fit it, or it is damaged" in text
    assert "hidden" not in text


@pytest.mark.parametrize("format_", [PKCS8, PKCS1])
def test_a_missing_pass_phrase(tmp_path: pathlib.Path, format_: Any) -> None:
    text = refusal(settings(tmp_path, pem(format_, PHRASE)))
    assert "is encrypted, and profile DEFAULT of the file has no pass_phrase" in text
    assert "api_user_key_pass_phrase" in text


def public_pem() -> bytes:
    key = credentials.private_key().public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


UNUSABLE = {
    "public": (public_pem, "it is a public key; the private one is needed"),
    "ec": (lambda: pem(key=ec.generate_private_key(ec.SECP256R1())), "is not an RSA key; OCI signs with RSA only"),
    "garbage": (lambda: b"\xff\x00 hidden", "it is not a private key in PEM form"),
    "empty": (lambda: b"", "it is empty"),
    "cut": (lambda: pem()[:300], "it is not a private key in PEM form"),
    "der": (
        lambda: credentials.private_key().private_bytes(
            serialization.Encoding.DER, PKCS8, serialization.NoEncryption()
        ),
        "it is not a private key in PEM form",
    ),
    "ssh": (
        lambda: pem(serialization.PrivateFormat.OpenSSH),
        "it is not a private key in PEM form",
    ),
}


@pytest.mark.parametrize(("make", "why"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_key_that_cannot_be_used(tmp_path: pathlib.Path, make: Any, why: str) -> None:
    text = refusal(settings(tmp_path, make()))
    assert str(tmp_path / "key.pem") in text
    assert why in text
    assert "hidden" not in text


@pytest.mark.parametrize("part", ["tenancy", "user", "fingerprint"])
@pytest.mark.parametrize("value", ['a"b', "a\nb", "a\x00b"])
def test_a_setting_that_would_break_the_header_is_rejected(tmp_path: pathlib.Path, part: str, value: str) -> None:
    assert "has an invalid character" in refusal(settings(tmp_path, pem(), **{part: value}))


# Signing in afresh


def session(tmp_path: pathlib.Path) -> tuple[signer_module.Signer, pathlib.Path]:
    token = tmp_path / "token"
    token.write_text("first", encoding="utf-8")
    return signer_module.signer(settings(tmp_path, pem(), "security_token", security_token_file=str(token))), token


def key_id(signer: signer_module.Signer) -> str:
    return (
        signer(requests.Request("GET", "https://example.com/x").prepare())
        .headers["authorization"]
        .split('keyId="')[1]
        .split('"')[0]
    )


def test_a_token_that_was_renewed_is_taken_up(tmp_path: pathlib.Path) -> None:
    signer, token = session(tmp_path)
    token.write_text("second", encoding="utf-8")
    assert key_id(signer) == signer.key_id == "ST$first"
    assert signer.refresh("ST$first")
    assert key_id(signer) == signer.key_id == "ST$second"


def test_two_requests_that_are_rejected_at_the_same_time_are_both_retried(tmp_path: pathlib.Path) -> None:
    signer, token = session(tmp_path)
    token.write_text("second", encoding="utf-8")
    assert signer.refresh("ST$first")
    assert signer.refresh("ST$first")
    assert not signer.refresh("ST$second")


def test_a_new_session_brings_its_key_along(tmp_path: pathlib.Path) -> None:
    signer, token = session(tmp_path)
    new = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "key.pem").write_bytes(pem(key=new))
    token.write_text("second", encoding="utf-8")
    assert signer.refresh("ST$first")
    assert signer.fingerprint == credentials.fingerprint(new.public_key())


def test_the_same_token_is_nothing_new(tmp_path: pathlib.Path) -> None:
    signer, _token = session(tmp_path)
    assert not signer.refresh("ST$first")


def test_a_token_that_has_gone_cannot_be_refreshed(tmp_path: pathlib.Path) -> None:
    signer, token = session(tmp_path)
    token.unlink()
    with pytest.raises(UsageError, match="cannot be read: No such file or directory"):
        signer.refresh("ST$first")


def test_an_api_key_has_nothing_to_refresh(tmp_path: pathlib.Path) -> None:
    signer = signer_module.signer(settings(tmp_path, pem()))
    assert not signer.refresh(signer.key_id)


# Any key file

FIXTURE = examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
mutations = st.lists(
    st.tuples(st.integers(0, 2000), st.sampled_from(["flip", "cut", "drop", "double"]), st.integers(1, 255)), max_size=4
)


def mutated(data: bytes, changes: list[tuple[int, str, int]]) -> bytes:
    """The bytes, each change at its place."""
    for place, change, mask in changes:
        at = place % max(1, len(data))
        if change == "flip" and data:
            data = data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
        elif change == "cut":
            data = data[:at]
        elif change == "drop":
            data = data[:at] + data[at + mask :]
        else:
            data = data[:at] + data[at : at + mask] * 2 + data[at + mask :]
    return data


def signs_or_refuses(profile: Profile) -> None:
    """The transport takes a ValueError of a signer for a request that cannot be sent."""
    signer, message = tried(lambda: signer_module.signer(profile))
    if signer is None:
        assert profile.source in message
        return
    assert signer.hint
    with contextlib.suppress(ValueError):
        signer(requests.Request("GET", "https://one.example.com/x").prepare())


@FIXTURE
@given(st.sampled_from([PKCS8, PKCS1]), st.none() | st.just("phrase"), mutations, st.none() | st.text(max_size=6))
@example(PKCS8, None, [], "\ud800")
@example(PKCS8, "phrase", [], "\ud800")
def test_any_damaged_key_file_signs_or_is_refused(
    tmp_path: pathlib.Path,
    format_: Any,
    phrase: str | None,
    changes: list[tuple[int, str, int]],
    given_phrase: str | None,
) -> None:
    data = mutated(pem(format_, phrase), changes)
    signs_or_refuses(settings(tmp_path, data, **({} if given_phrase is None else {"pass_phrase": given_phrase})))


@FIXTURE
@given(mutations)
def test_any_damaged_number_in_a_key_signs_or_is_refused(
    tmp_path: pathlib.Path, changes: list[tuple[int, str, int]]
) -> None:
    """The file is PEM as it should be, and what is in it is not: OpenSSL finds that out when it signs."""
    der = credentials.private_key().private_bytes(serialization.Encoding.DER, PKCS1, serialization.NoEncryption())
    body = base64.encodebytes(mutated(der, changes)).decode()
    data = f"-----BEGIN RSA PRIVATE KEY-----\n{body}-----END RSA PRIVATE KEY-----\n".encode()
    signs_or_refuses(settings(tmp_path, data))


@FIXTURE
@given(st.binary(max_size=60) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_other_file_is_refused(tmp_path: pathlib.Path, data: bytes) -> None:
    assert str(tmp_path) in refusal(settings(tmp_path, data))


@pytest.mark.parametrize("name", ["\0", "\ud800", "~\0", "x" * 300])
def test_any_name_of_a_key_file_is_one(tmp_path: pathlib.Path, name: str) -> None:
    assert "cannot be read" in refusal(settings(tmp_path, b"", key_file=f"{tmp_path}/{name}"))


@FIXTURE
@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_ids_are_signed_with_or_refused(tmp_path: pathlib.Path, tenancy: str, user: str, fingerprint: str) -> None:
    profile = settings(tmp_path, pem(), tenancy=tenancy, user=user, fingerprint=fingerprint)
    signer, message = tried(lambda: signer_module.signer(profile))
    if signer is None:
        assert profile.source in message
        return
    header = signer(requests.Request("GET", "https://one.example.com/x").prepare()).headers["authorization"]
    assert f'keyId="{tenancy}/{user}/{fingerprint}"' in header
    assert header.count('"') == 10
    assert header.isprintable()
