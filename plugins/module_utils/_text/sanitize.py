# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what others wrote fit to be shown to a person: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, Optional, Sequence
from urllib.parse import unquote, urlsplit

#: Control characters, half surrogate pairs, and marks that turn the direction of writing: a terminal obeys them, or chokes.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: A JSON Web Token (RFC 7519), which is what OCI's sign-ins are made of.
_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)?")

#: Characters of a bad text that a message repeats.
QUOTED = 80


def clean(text: Any) -> str:
    """A text as one printable line, without tokens; empty where it is no text."""
    if not isinstance(text, str):
        return ""
    return _TOKEN.sub("(a token)", re.sub(r"\s+", " ", _UNPRINTABLE.sub(" ", text)).strip())


def some(names: Sequence[str], most: int) -> str:
    """The first of many names, and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else "%s and %d more" % (shown, len(names) - most)


def bare_url(url: Any) -> Optional[str]:
    """A URL without credentials, query and fragment, which may be secret; None where it is no URL."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    return parts and parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def url_secrets(url: Optional[str]) -> list[str]:
    """What is secret in a URL that has credentials, as it is and decoded; none in any other."""
    before = (url or "").rpartition("@")[0]
    user_info = before.rpartition("//")[2]
    secret = user_info.partition(":")[2] or user_info
    return [secret, unquote(secret)] if secret else []


def quoted(text: Any) -> str:
    """A text that may be anything, safe to print and short."""
    shown = ascii(text)
    return shown if len(shown) <= QUOTED else f"{shown[:QUOTED]}..."
