# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of every kind: one that says when it expires is believed, and nothing that a token says breaks what reads it."""

from __future__ import annotations

import base64
import json
import math
import pathlib
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import token_file
from ansible_collections.longops.oracle.tests.unit.examples import examples, tried

FIXTURE = examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])


def jwt(claims: bytes) -> str:
    """A token with these claims (RFC 7519): its header and signature are read by nobody here."""
    return f"eyJhbGciOiJSUzI1NiJ9.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.c2lnbmF0dXJl"


def file(path: pathlib.Path) -> token_file.TokenFile:
    return token_file.TokenFile(
        "session token", "security_token_file", str(path), "profile P", "Create it.", "Renew it."
    )


@given(st.floats(0, 1e11) | st.integers(0, 10**11), st.text(), st.dictionaries(st.text(max_size=5), st.integers()))
def test_the_claim_is_read_whatever_else_is_claimed(expires: float, subject: str, others: dict[str, Any]) -> None:
    assert token_file.expiry(jwt(json.dumps({**others, "sub": subject, "exp": expires}).encode())) == expires


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=4))
@example(10**400)
@example(-(10**400))
@example(math.inf)
@example(-math.inf)
@example(math.nan)
@example("1e999")
@example([])
def test_any_claim_is_a_time_or_none(value: Any) -> None:
    found = token_file.expiry(jwt(json.dumps({"exp": value}).encode()))
    assert found is None or math.isfinite(found)


@given(st.text() | st.binary().map(jwt))
@example(jwt(b"[" * 100_000))
@example(jwt(b'{"exp":' * 100_000))
@example("a.é.b")
@example("a.\ud800.b")
def test_any_text_has_an_expiry_or_none(token: str) -> None:
    found = token_file.expiry(token)
    assert found is None or math.isfinite(found)


@FIXTURE
@given(st.floats(-1e11, 1e11).filter(lambda seconds: abs(seconds) > 60))
def test_a_token_is_refused_from_its_expiry_on(tmp_path: pathlib.Path, seconds: float) -> None:
    path = tmp_path / "token"
    token = jwt(json.dumps({"exp": time.time() + seconds}).encode())
    path.write_text(f"{token}\n", encoding="ascii")
    if seconds > 0:
        assert token_file.read(file(path)) == token
        return
    with pytest.raises(UsageError) as caught:
        token_file.read(file(path))
    assert str(caught.value).endswith(" ago. Renew it.")
    assert token not in str(caught.value)


@FIXTURE
@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_file_holds_one_token_or_is_refused(tmp_path: pathlib.Path, content: bytes) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    token, message = tried(lambda: token_file.read(file(path)))
    if token is None:
        assert str(path) in message
    else:
        assert token == content.decode().strip()
        assert token.isprintable()
        assert not any(character.isspace() for character in token)


@pytest.mark.parametrize("name", ["\0", "\ud800", "~\0", "x" * 300, ""])
def test_any_name_of_a_file_is_one(tmp_path: pathlib.Path, name: str) -> None:
    with pytest.raises(UsageError):
        token_file.read(file(tmp_path / "folder")._replace(path=f"{tmp_path}/{name}"))
