# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads token files, and knows when a token expires. Private to longops.oracle."""

from __future__ import annotations

import base64
import json
import math
import os
import time
from typing import NamedTuple, Optional

from ..._core.errors import UsageError
from ..._text import times


class TokenFile(NamedTuple):
    """A file with one token in it, and what messages say about it.

    noun is what the token is, key the setting that names the file, source where that setting is from; create and renew are
    whole sentences: how to make a new one, and what to do once it has expired.
    """

    noun: str
    key: str
    path: str
    source: str
    create: str
    renew: str


def read(file: TokenFile) -> str:
    """The token, freshly read. Raises UsageError: not readable, not one token, or (a JWT) expired by its own claim."""
    path = os.path.expanduser(file.path)
    try:
        with open(path, encoding="utf-8") as opened:
            token = opened.read().strip()
    except (OSError, ValueError) as error:
        reason = unreadable(error, "it is not text")
        raise UsageError(
            f"The {file.noun} file {path} ({file.key} in {file.source}) cannot be read: {reason}. {file.create}"
        ) from error
    if not token or any(character.isspace() or not character.isprintable() for character in token):
        raise UsageError(f"The {file.noun} file {path} does not hold one token on one line.")
    expires = expiry(token)
    if expires is not None and expires <= time.time():
        ago = times.duration(time.time() - expires)
        raise UsageError(f"The {file.noun} of {file.source} expired {ago} ago. {file.renew}")
    return token


def unreadable(error: Exception, not_text: str) -> str:
    """Why a file cannot be read: what open() and read() raise, which is ValueError where a path has a NUL or half a surrogate pair."""
    if isinstance(error, UnicodeDecodeError):
        return not_text
    return getattr(error, "strerror", None) or "no file can have this name"


def expiry(token: str) -> Optional[float]:
    """When a JWT expires (its claim exp, RFC 7519), in seconds since 1970; None where it has no such claim, or one that is no time."""
    try:
        claims = token.split(".")[1]
        expires = float(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["exp"])
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return None
    return expires if math.isfinite(expires) else None
