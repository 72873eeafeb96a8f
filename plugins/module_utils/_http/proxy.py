# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells which proxy stands between this host and a URL, and what its refusals mean. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, Optional

from .._text.sanitize import bare_url
from .faults import causes

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]  # whoever sends requests says so

#: HTTP status of a proxy that wants a sign-in of its own (RFC 9110, section 15.5.8).
WANTS_SIGN_IN = 407
ADVICE = "The proxy wants a sign-in: put user and password into the URL of the environment variable HTTPS_PROXY (HTTP_PROXY for http)"

_REFUSED = re.compile(r"Tunnel connection failed: (\d{3})")


def described(url: str) -> Optional[str]:
    """The proxy that the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY) names for a URL; None where there is none."""
    try:
        proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url))
    except ValueError:  # it is no URL
        return None
    return "the proxy %s" % bare_url(proxy if "://" in proxy else "http://" + proxy) if proxy else None


def refusal(error: Any) -> Optional[int]:
    """The HTTP status with which a proxy refused to connect to a server; None where it was something else that failed."""
    for cause in causes(error):
        match = _REFUSED.search(str(cause))
        if match:
            return int(match[1])
    return None
