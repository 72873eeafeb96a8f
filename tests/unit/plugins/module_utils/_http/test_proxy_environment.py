# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy that an environment names is used, and nothing of its password is shown."""

from __future__ import annotations

import os
from typing import Mapping, Optional
from unittest import mock
from urllib.parse import quote

import pytest
import requests
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._http import proxy
from ansible_collections.longops.oracle.plugins.module_utils._text.masking import Secrets

SERVICE = "https://iaas.us-ashburn-1.oraclecloud.com/20160918"
names = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
passwords = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=3)
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
        assert proxy.url_for(SERVICE) == found
        assert proxy.describe(SERVICE) == (found and f"the proxy {found}")


@given(names, passwords, hosts, st.sampled_from(["http://", "https://", ""]))
def test_nothing_of_a_password_is_shown(user: str, password: str, host: str, scheme: str) -> None:
    """However a user has written it into the URL: / ? # and @ belong percent-encoded there, and often are not."""
    for written in (password, quote(password, safe="")):
        url = f"{scheme}{user}:{written}@{host}:3128"
        with environment(HTTPS_PROXY=url):
            assert proxy.describe(SERVICE) in (
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


@given(st.dictionaries(st.sampled_from(["HTTP_PROXY", "https_proxy", "NO_PROXY", "PATH"]), st.text()))
def test_any_environment_has_secrets_or_none(settings: Mapping[str, str]) -> None:
    assert all(isinstance(secret, str) for secret in proxy.secrets(settings))
