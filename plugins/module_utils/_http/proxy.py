# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows which proxy stands between this host and a URL. Private to longops.oracle."""

from __future__ import annotations

from typing import Iterable, Mapping, Optional
from urllib.parse import unquote

from .._text.masking import basic
from .._text.sanitize import bare_url, url_secrets, without_credentials

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]  # the transport reports it

#: HTTP status of a proxy that requires authentication (RFC 9110, section 15.5.8).
AUTHENTICATION_REQUIRED = 407
HINT = (
    "The proxy requires authentication: put user and password into the URL of the environment variable HTTPS_PROXY"
    " (HTTP_PROXY for http)"
)


def settings(url: str) -> Mapping[str, str]:
    """The proxies by scheme that the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY) names; none for what NO_PROXY names.

    Raises ValueError where this is no URL.
    """
    found: Mapping[str, str] = requests.utils.get_environ_proxies(url)
    return found


def url_for(url: str) -> Optional[str]:
    """The URL of the proxy that the environment names for a URL; None for none.

    It can have credentials: describe() is for messages.
    """
    try:
        proxy = requests.utils.select_proxy(url, settings(url))
    except ValueError:  # it is no URL
        return None
    if not proxy:
        return None
    return str(proxy) if "://" in proxy else f"http://{proxy}"


def describe(url: str) -> Optional[str]:
    """The proxy for a URL as a message names it; None where there is none."""
    proxy = url_for(url)
    return f"the proxy {bare_url(without_credentials(proxy)) or 'of the environment'}" if proxy else None


def secrets(environ: Mapping[str, str]) -> Iterable[str]:
    """What is secret of the proxies that an environment names: the passwords, and what is sent of them (RFC 7617)."""
    for name, url in environ.items():
        if name.lower().endswith("_proxy") and "@" in url:
            yield from url_secrets(url)
            before = url.rpartition("@")[0]
            user, _colon, password = (
                before.partition("//")[2].partition(":") if "//" in before else before.partition(":")
            )
            yield from basic(unquote(user), unquote(password))
