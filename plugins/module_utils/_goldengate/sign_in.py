# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs in to GoldenGate: HTTP Basic, a bearer token, or a client certificate alone. Private to longops.oracle."""

from __future__ import annotations

import base64
from typing import Any, Callable, Optional

from ansible_collections.longops.oracle.plugins.module_utils._errors import UsageError


def auth(
    username: Optional[str], password: Optional[str], token: Optional[str], certificate: bool
) -> Callable[[Any], Any]:
    """What to give the requests library as auth. Raises UsageError where the options are no whole sign-in.

    A callable in any case, for without one the library would look for credentials in ~/.netrc.
    """
    if token:
        if username or password:
            raise UsageError("Give either token, or username and password, not both.")
        if not token.isascii() or not token.isprintable() or " " in token:
            raise UsageError("token has a character that no token has; give it without the word Bearer and without line ends.")
        return _header("Bearer %s" % token)
    if bool(username) != bool(password):
        raise UsageError("username and password belong together: %s is missing." % ("password" if username else "username"))
    if username and password:
        if ":" in username:
            raise UsageError("username must not have a colon, which HTTP Basic (RFC 7617) cannot carry.")
        pair = "%s:%s" % (username, password)
        return _header("Basic %s" % base64.b64encode(pair.encode("utf-8")).decode("ascii"))
    if not certificate:
        raise UsageError(
            "Sign-in needs username and password, token, or client_cert. They can come from the environment variables"
            " OGG_USERNAME and OGG_PASSWORD, OGG_TOKEN, or OGG_CLIENT_CERT."
        )
    return lambda request: request


def _header(value: str) -> Callable[[Any], Any]:
    def authorize(request: Any) -> Any:
        request.headers["authorization"] = value
        return request

    return authorize
