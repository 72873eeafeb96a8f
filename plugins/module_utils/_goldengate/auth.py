# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authenticates requests to GoldenGate: HTTP Basic, a bearer token, or a client certificate alone. Private to longops.oracle."""

from __future__ import annotations

import base64
from typing import Any, Callable, Optional

from .._core.errors import UsageError

ENVIRONMENT = (
    "They can come from the environment variables OGG_USERNAME and OGG_PASSWORD, OGG_TOKEN, or OGG_CLIENT_CERT"
)


def authorization(
    username: Optional[str], password: Optional[str], token: Optional[str], certificate: bool
) -> Optional[str]:
    """The header Authorization; None where a client certificate is all there is. Raises UsageError for incomplete credentials."""
    if token:
        if username or password:
            raise UsageError(f"Give either token, or username and password, not both. {ENVIRONMENT}.")
        if not token.isascii() or not token.isprintable() or " " in token:
            raise UsageError("token has an invalid character; give it without the word Bearer and without line ends.")
        return f"Bearer {token}"
    if bool(username) != bool(password):
        raise UsageError(f"username and password belong together: {'password' if username else 'username'} is missing.")
    if username and password:
        if ":" in username:
            raise UsageError("username must not have a colon, which HTTP Basic (RFC 7617) cannot carry.")
        return f"Basic {pair(username, password)}"
    if not certificate:
        raise UsageError(f"Authentication needs username and password, token, or client_cert. {ENVIRONMENT}.")
    return None


def pair(username: str, password: str) -> str:
    """The credentials of HTTP Basic (RFC 7617). Bytes of the environment that are no UTF-8 are sent as they are.

    Raises UnicodeEncodeError for other halves of surrogate pairs, which options.check_text() refuses.
    """
    return base64.b64encode(f"{username}:{password}".encode("utf-8", "surrogateescape")).decode("ascii")


def auth(header: Optional[str]) -> Callable[[Any], Any]:
    """The auth of the requests library."""

    def authorize(request: Any) -> Any:
        if header is not None:
            request.headers["authorization"] = header
        return request

    return authorize
