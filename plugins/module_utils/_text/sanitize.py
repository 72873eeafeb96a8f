# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes text from servers and users safe to show in a message: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, Optional, Sequence
from urllib.parse import unquote, urlsplit

#: Control characters, half surrogate pairs, and marks that turn the direction of writing: a terminal obeys them, or chokes.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: A JSON Web Token (RFC 7519), which is what OCI's session and principal tokens are.
_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)?")

#: The request that the message of a fault names after its reason; see _http/faults.py.
_REQUEST = re.compile(r" \((?:DELETE|GET|PATCH|POST|PUT) \S+(?:, [A-Za-z0-9-]+ [^()]+)?\)")

#: What a message says of a text that is_unicode() does not let pass.
NOT_UNICODE = "has half of a surrogate pair in it, which is no character."
#: Characters of an invalid text that a message repeats.
QUOTED = 80


def is_unicode(text: str) -> bool:
    """Whether a text can be sent: half of a surrogate pair, which JSON can have (\\ud800), cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def clean(text: Any) -> str:
    """A text as one printable line, without tokens; empty for what is not a string."""
    if not isinstance(text, str):
        return ""
    return _TOKEN.sub("(a token)", re.sub(r"\s+", " ", _UNPRINTABLE.sub(" ", text)).strip())


def clean_lines(text: Any) -> list[str]:
    """The lines of a text, each as clean() gives it; empty where it is no text."""
    return [clean(line) for line in text.strip().splitlines()] if isinstance(text, str) else []


def reason(message: str) -> str:
    """The reason in the message of a fault, without the request and the hint that follow it.

    "no such host: h (GET https://h/path). Check the region" gives "no such host: h". A message of another shape is its own
    reason.
    """
    matches = list(_REQUEST.finditer(message))
    return message[: matches[-1].start()] if matches else message


def some(names: Sequence[str], most: int) -> str:
    """The first of many names, and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def did_you_mean(names: Sequence[str]) -> str:
    """A sentence that offers these names, with a blank after it; empty where there are none."""
    if not names:
        return ""
    return f"Did you mean {' or '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}? "


def bare_url(url: Any) -> Optional[str]:
    """A URL without credentials, query and fragment, which may be secret; None where it is no URL."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    return parts and parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def url_secrets(url: Optional[str]) -> list[str]:
    """The secrets in a URL that has credentials, as written and decoded; none in any other."""
    before = (url or "").rpartition("@")[0]
    user_info = before.rpartition("//")[2]
    secret = user_info.partition(":")[2] or user_info
    return [secret, unquote(secret)] if secret else []


def quoted(text: Any) -> str:
    """Any value as a short text that is safe to print."""
    shown = ascii(text)
    return shown if len(shown) <= QUOTED else f"{shown[:QUOTED]}..."
