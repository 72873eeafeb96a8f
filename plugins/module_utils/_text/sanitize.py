# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes text from servers and users safe to show in a message: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, Optional, Sequence
from urllib.parse import unquote, urlsplit

#: Half surrogate pairs, and what a terminal obeys or does not show: control characters, marks that turn the direction of writing,
#: characters without width (except those that scripts join letters with), annotations and tags.
_INVISIBLE = "\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ud800-\\udfff\\ufeff\\ufff9-\\ufffb\\U000e0000-\\U000e007f"
_UNPRINTABLE = re.compile(f"[\\x00-\\x1f{_INVISIBLE}]")
#: The same without tabs and line ends, which data may have; and how all of them are written in JSON that is not limited to ASCII.
_UNSAFE = re.compile(f"[\\x00-\\x08\\x0b-\\x1f{_INVISIBLE}]")
_UNSAFE_IN_JSON = re.compile(rf"\\[bfru]|[{_INVISIBLE}]")
_LINE_END = re.compile(r"\r\n?")
#: A JSON Web Token (RFC 7519), which is what OCI's session and principal tokens are; the signature of a request; a private key.
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)?")
_SIGNATURE = re.compile(r"""\b(signature=\\?["'])[A-Za-z0-9+/=]{40,}""")
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY.*?(-----END[^-]*-----|\Z)", re.DOTALL)

#: The request that the message of a fault names after its reason; see _http/faults.py.
_REQUEST = re.compile(r" \((?:DELETE|GET|PATCH|POST|PUT) \S+(?:, [A-Za-z0-9-]+ [^()]+)?\)")

#: What a message says of a text that is_unicode() does not let pass.
NOT_UNICODE = "has half of a surrogate pair in it, which is no character."
#: Characters of an invalid text that a message repeats.
QUOTED = 80
#: Characters of an id that is shown whole, and of a name.
WHOLE_ID, WHOLE_NAME = 12, 40
#: Characters of the least part of a secret that is one itself.
LEAST_PART = 3

#: A host with or without a port, as a URL has it.
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.~-]+)(:\d*)?")


def is_unicode(text: str) -> bool:
    """Whether a text can be sent: half of a surrogate pair, which JSON can have (\\ud800), cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def clean(text: Any) -> str:
    """A text as one printable line, without tokens and keys; empty for what is not a string."""
    if not isinstance(text, str):
        return ""
    line = re.sub(r"\s+", " ", _UNPRINTABLE.sub(" ", text)).strip()
    return _KEY.sub("(a key)", _SIGNATURE.sub(r"\1(a signature)", _TOKEN.sub("(a token)", line)))


def data(text: str) -> str:
    """A text as data that a terminal can be shown: tabs and line ends stay, U+FFFD stands for all else that is not printable."""
    return _UNSAFE.sub("\ufffd", _LINE_END.sub("\n", text))


def may_be_unsafe(text: str) -> bool:
    """Whether data() may change a text in this JSON, which is found out in a fraction of the time."""
    if text.isascii():  # which takes no time
        return "\\" in text or "\x7f" in text
    return bool(_UNSAFE_IN_JSON.search(text))


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


def is_host_and_port(text: str) -> bool:
    """Whether a text is a host with or without a port, as it stands in a URL, and nothing else."""
    return _HOST_AND_PORT.fullmatch(text) is not None


def bare_url(url: Any) -> Optional[str]:
    """A URL without credentials, query and fragment, which may be secret; None where it is no URL.

    Credentials with one of / ? # in them, which should be percent-encoded there, are found by what is no port.
    """
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    if parts is None:
        return None
    # Where "@" stands behind the host, the credentials may end there: unless it is but a host, with its port.
    behind = url.count("@") > parts.netloc.count("@")
    if behind and not is_host_and_port(parts.netloc):
        return bare_url(without_credentials(url))
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def without_credentials(url: str) -> str:
    """A URL without all that is before its last "@", except the scheme. What has no path, such as a proxy, has none behind it."""
    scheme, separator, _rest = url.rpartition("@")[0].partition("//")
    return f"{scheme}{separator}{url.rpartition('@')[2]}" if separator else url.rpartition("@")[2]


def url_secrets(url: Optional[str]) -> list[str]:
    """The secrets in a URL that has credentials, as written and decoded; none in any other.

    Where a program takes one of / ? # in them for the end of the host, it names the parts by themselves.
    """
    before, found, _host = (url or "").rpartition("@")
    user_info = before.partition("//")[2] if "//" in before else before
    secret = user_info.partition(":")[2] or user_info
    if not (found and secret):
        return []
    parts = [part for part in re.split(r"[/?#]", secret) if len(part) >= LEAST_PART]
    return [secret, unquote(secret), *(parts if parts != [secret] else [])]


def quoted(text: Any) -> str:
    """Any value as a short text that is safe to print."""
    return cut(ascii(text), QUOTED)


def without_period(text: str) -> str:
    """A text to which something is added. That it was cut stays to be seen: see cut()."""
    return text if text.endswith("...") else text.rstrip(". ")


def capital(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]


def and_then(text: Optional[str], sentence: str) -> str:
    """A text, if there is one, with a sentence behind it."""
    before = (text or "").strip()
    return f"{without_period(before)}. {sentence}" if before else sentence


def shortened(text: str, most: int) -> str:
    """A text for a message: where it is longer, as cut() has it, and how long it is."""
    return text if len(text) <= most else f"{cut(text, most)} ({len(text):,} characters)"


def cut(text: str, most: int) -> str:
    """The first characters of a text, where it is longer with "..." behind them: by that a mask finds a secret that was cut."""
    return text if len(text) <= most else f"{text[:most]}..."


def short_id(text: str) -> str:
    """The end of an id, which is the part that tells two of them apart: ...7acjxp6b. A name at its end is shown whole: ...tuze2km/CertManager."""
    around, slash, last = text.rpartition("/")
    if not slash or not around or last.startswith("ocid1."):
        return text if len(text) <= WHOLE_ID else f"...{text[-8:]}"
    return f"{short_id(around.rpartition('/')[2])}/{shortened(last, WHOLE_NAME)}"


def name_beside(name: Any, id_: str) -> str:
    """What users call something, to be shown beside its id: empty where that ends with the name."""
    text = shortened(clean(name), WHOLE_NAME)
    return "" if f"/{id_}".endswith(f"/{text}") else text
