# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the environment says of proxies: it is read without an error, and what is secret in it is known and never shown."""

from __future__ import annotations

import base64
import os
from typing import Mapping, Optional
from unittest import mock
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._http import proxy
from ansible_collections.longops.oracle.plugins.module_utils._text.masking import Secrets
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
    for secret in proxy.secrets({"HTTPS_PROXY": value}):
        assert secret or value


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


names = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
any_passwords = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=3)
hosts = st.sampled_from(["proxy.example.com", "127.0.0.1", "[::1]"])


def environment(**settings: str) -> mock._patch_dict:
    return mock.patch.dict(os.environ, settings, clear=True)


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy.example.com:3128"}, "http://proxy.example.com:3128"),
        ({"https_proxy": "proxy.example.com:3128"}, "http://proxy.example.com:3128"),
        ({"ALL_PROXY": "http://proxy.example.com"}, "http://proxy.example.com"),
        ({"HTTP_PROXY": "http://proxy.example.com"}, None),
        ({"HTTPS_PROXY": "http://proxy.example.com", "NO_PROXY": "oraclecloud.com"}, None),
        ({"HTTPS_PROXY": ""}, None),
    ],
)
def test_the_proxy_for_a_url(settings: Mapping[str, str], found: Optional[str]) -> None:
    with environment(**settings):
        assert proxy.url_for(URL) == found
        assert proxy.describe(URL) == (found and f"the proxy {found}")


@given(names, any_passwords, hosts, st.sampled_from(["http://", "https://", ""]))
def test_nothing_of_a_password_is_shown(user: str, password: str, host: str, scheme: str) -> None:
    """However a user has written it into the URL: / ? # and @ belong percent-encoded there, and often are not."""
    for written in (password, quote(password, safe="")):
        url = f"{scheme}{user}:{written}@{host}:3128"
        with environment(HTTPS_PROXY=url):
            assert proxy.describe(URL) in (
                f"the proxy {scheme or 'http://'}{host}:3128",
                "the proxy of the environment",
            )
        shown = Secrets(proxy.secrets({"https_proxy": url})).mask(f"cannot parse {url!r}")
        assert password not in shown.replace("cannot parse", "").replace(f"{host}:3128", "").replace(user, "")


@given(names, st.text(st.characters(max_codepoint=255), min_size=1))  # requests sends nothing else
def test_what_is_sent_to_a_proxy_is_secret(user: str, password: str) -> None:
    """The header Proxy-Authorization, as the requests library makes it."""
    url = f"http://{user}:{quote(password, safe='')}@proxy.example.com:3128"
    header = requests.adapters.HTTPAdapter().proxy_headers(url)["Proxy-Authorization"]
    known = Secrets(proxy.secrets({"HTTP_PROXY": url}))
    assert header.partition(" ")[2] not in known.mask(f"407: {header}")
