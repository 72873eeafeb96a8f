# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads times on the wire into seconds, and writes durations. Private to longops.oracle."""

from __future__ import annotations

import datetime
import email.utils
import re
from typing import Optional

_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[tT ](\d\d):(\d\d):([0-5]\d|60)(?:[.](\d+))?(?:([zZ])|([+-])(\d\d):?([0-5]\d))?",
    re.ASCII,
)
_SECONDS = re.compile(r"[ \t]*(\d{1,9}(?:[.]\d*)?)[ \t]*", re.ASCII)


def timestamp(text: object) -> Optional[float]:
    """Seconds since 1970 of an RFC 3339 time, or None where text is not one.

    Takes what Oracle's services write: any number of fraction digits, a blank or a lower-case t between date and time,
    second 60, and no zone at all, which is read as UTC.
    """
    match = _RFC3339.fullmatch(text) if isinstance(text, str) else None
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    try:
        whole = datetime.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
    seconds = whole.timestamp() + max(0, second - 59)
    if match.group(7):
        seconds += float(f"0.{match.group(7)}")
    if match.group(9):
        offset = int(match.group(10)) * 3600 + int(match.group(11)) * 60
        seconds += offset if match.group(9) == "-" else -offset
    return seconds


def http_date(text: object) -> Optional[float]:
    """Seconds since 1970 of an HTTP date (RFC 9110, section 5.6.7), or None where text is not one.

    HTTP dates are in UTC; one of the obsolete forms does not say so.
    """
    try:
        fields = email.utils.parsedate_tz(text) if isinstance(text, str) else None
        if fields is None:
            return None
        zone = datetime.timezone(datetime.timedelta(seconds=fields[9] or 0))
        return datetime.datetime(*fields[:6], tzinfo=zone).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def retry_after(text: object, now: float) -> Optional[float]:
    """Seconds that a Retry-After header asks for: a decimal number, or a date that is compared with now (since 1970).

    None where there is no header, or one that is neither. Never negative.
    """
    if not isinstance(text, str):
        return None
    number = _SECONDS.fullmatch(text)
    if number:
        return float(number.group(1))
    moment = http_date(text)
    return None if moment is None else max(0.0, moment - now)


def duration(seconds: float) -> str:
    """A duration with its units: "0.4 s", "45 s", "3 min 20 s", "2 h 5 min"."""
    tenths = round(seconds, 1)
    if tenths < 10:
        return f"{tenths:g} s"
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else rest, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
