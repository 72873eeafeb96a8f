# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the environment says of proxies: it is read without an error, and what is secret in it is known and never shown."""

from __future__ import annotations

import base64
from typing import Optional
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._http import proxy
from ansible_collections.longops.oracle.tests.unit.examples import examples

URL = "https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests"
#: What an environment can hold: no NUL, and no text that is not the form of some bytes.
values = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
pieces = st.lists(
    st.sampled_from(
        ["http://", "https://", "socks5h://", "//", "user", ":", "@", "p4ss", "/", "#", "?", "[", "]", "::1"]
    )
    | st.sampled_from(["proxy.example.com", ":3128", ":99999", ":x", "%", "%4", "%40", " ", "\t", "\n", "ü", "\u212a"]),
    max_size=9,
).map("".join)
#: A password that could not be a part of anything else that is shown.
passwords = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8).map(
    lambda text: f"s3{text}cr3t"
)


def described(monkeypatch: pytest.MonkeyPatch, value: str, url: str = URL) -> Optional[str]:
    monkeypatch.setenv("HTTPS_PROXY", value)
    return proxy.describe(url)


@examples(200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values | pieces, values | pieces, st.just(URL) | pieces)
@example("user:pw@", "", URL)
def test_no_value_breaks_what_reads_it(monkeypatch: pytest.MonkeyPatch, value: str, no_proxy: str, url: str) -> None:
    monkeypatch.setenv("NO_PROXY", no_proxy)
    shown = described(monkeypatch, value, url)
    assert shown is None or shown.startswith("the proxy ")
    assert all(proxy.secrets({"HTTPS_PROXY": value}))


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["http://", "https://", "socks5h://", "//", ""]),
    st.sampled_from(["user", "me@example.com", "ü"]),
    passwords,
    st.booleans(),
    st.sampled_from(["proxy.example.com:3128", "proxy.example.com", "[::1]:3128", "10.0.0.1:80/", ""]),
)
def test_a_password_is_known_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, scheme: str, user: str, password: str, encoded: bool, host: str
) -> None:
    written = quote(password, safe="") if encoded else password
    value = f"{scheme}{quote(user, safe='')}:{written}@{host}"
    found = set(proxy.secrets({"https_proxy": value}))
    assert written in found
    if encoded:
        assert password in found
        assert base64.b64encode(f"{user}:{password}".encode()).decode() in found
    shown = described(monkeypatch, value) or ""
    assert written not in shown
    assert "s3" not in shown
    assert "cr3t" not in shown


@examples(50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10}){0,3}", fullmatch=True), st.integers(1, 65535))
def test_a_proxy_without_credentials_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch, host: str, port: int) -> None:
    assert described(monkeypatch, f"http://{host}:{port}") == f"the proxy http://{host}:{port}"
    assert described(monkeypatch, f"{host}:{port}") == f"the proxy http://{host}:{port}"
    assert list(proxy.secrets({"https_proxy": f"http://{host}:{port}"})) == []
    monkeypatch.setenv("NO_PROXY", "oraclecloud.com")
    assert described(monkeypatch, f"http://{host}:{port}") is None
    monkeypatch.delenv("NO_PROXY")
