# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times on the wire: what Oracle documents, what HTTP allows, and rubbish."""

from __future__ import annotations

import datetime
import math
import os
import re
import time

import pytest
from hypothesis import assume, example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._text.times import (
    duration,
    http_date,
    retry_after,
    timestamp,
)

#: How the Oracle GoldenGate REST API documents its times (startTime and endTime of ogg:request).
DOCUMENTED = (
    r"^[0-9]{4}[-](0[1-9]|1[0-2])[-](0[1-9]|[12][0-9]|3[01])[tT ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
    r"([.][0-9]{1,6})?([zZ]|[+-][0-9][0-9]:[0-5][0-9])$"
)
DAY = 86400.0
NOON = 1767355200.0  # 2026-01-02T12:00:00Z


def is_date(text: str) -> bool:
    try:
        datetime.date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0.0),
        ("2026-01-02T12:00:00Z", NOON),
        ("2026-01-02t12:00:00z", NOON),
        ("2026-01-02 12:00:00Z", NOON),
        ("2026-01-02T12:00:00", NOON),
        ("2026-01-02T12:00:00.5Z", NOON + 0.5),
        ("2026-01-02T12:00:00.123456789Z", NOON + 0.123456789),
        ("2026-01-02T14:00:00+02:00", NOON),
        ("2026-01-02T14:00:00.25+0200", NOON + 0.25),
        ("2026-01-01T21:30:00-14:30", NOON),
        ("2016-12-31T23:59:60Z", 1483228800.0),
        ("2024-02-29T00:00:00Z", 1709164800.0),
        ("0001-01-01T00:00:00Z", -62135596800.0),
        ("9999-12-31T23:59:59Z", 253402300799.0),
    ],
)
def test_timestamp(text: str, seconds: float) -> None:
    assert timestamp(text) == pytest.approx(seconds, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-01-02",
        "12:00:00Z",
        "2026-02-31T12:00:00Z",  # fits Oracle's pattern, and is no date
        "2026-02-29T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-02T24:00:00Z",
        "2026-01-02T12:60:00Z",
        "2026-01-02T12:00:61Z",
        "2026-01-02T12:00:00.Z",
        "2026-01-02T12:00:00Z\n",
        " 2026-01-02T12:00:00Z",
        "2026-01-02T12:00:00+02:60",
        "2026-01-02T12:00:00+02",
        "20260102T120000Z",
        "٢٠٢٦-01-02T12:00:00Z",
        None,
        NOON,
        b"2026-01-02T12:00:00Z",
        ["2026-01-02T12:00:00Z"],
    ],
)
def test_what_is_no_timestamp(text: object) -> None:
    assert timestamp(text) is None


@given(st.from_regex(re.compile(DOCUMENTED, re.ASCII), fullmatch=True).filter(lambda text: not text.endswith("\n")))
@example("2026-02-31T12:00:00Z")
@example("2016-12-31T23:59:60.999999+99:59")
def test_every_documented_form_is_read(text: str) -> None:
    found = timestamp(text)
    if not is_date(text):
        assert found is None
        return
    day = (datetime.date(int(text[:4]), int(text[5:7]), int(text[8:10])) - datetime.date(1970, 1, 1)).days * DAY
    offset = re.search(r"([+-])([0-9]{2}):([0-9]{2})$", text)
    east = 0 if offset is None else int(f"{offset[1]}1") * (int(offset[2]) * 3600 + int(offset[3]) * 60)
    clock = int(text[11:13]) * 3600 + int(text[14:16]) * 60 + int(text[17:19])
    fraction = re.search(r"[.][0-9]+", text)
    assert found == pytest.approx(day + clock - east + float(fraction[0] if fraction else 0), abs=1e-4)


@given(
    st.datetimes(timezones=st.timezones() | st.just(datetime.timezone.utc)),
    st.sampled_from("T "),
)
def test_what_python_writes_is_read(moment: datetime.datetime, between: str) -> None:
    assume(moment.utcoffset() is not None and moment.utcoffset().total_seconds() % 60 == 0)
    assert timestamp(moment.isoformat(sep=between)) == pytest.approx(moment.timestamp(), abs=1e-4)


@given(st.text() | st.text(alphabet="0123456789-:.tTzZ+ \n") | st.none() | st.integers() | st.binary())
def test_no_text_breaks_the_readers(text: object) -> None:
    for found in (timestamp(text), http_date(text), retry_after(text, NOON)):
        assert found is None or math.isfinite(found)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",  # the two obsolete forms that RFC 9110 still has everybody read
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 -0000",
        "Sun, 06 Nov 1994 10:49:37 +0200",
    ],
)
def test_http_date_is_the_same_wherever_the_host_is(monkeypatch: pytest.MonkeyPatch, zone: str, text: str) -> None:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert http_date(text) == 784111777.0
    finally:
        monkeypatch.delenv("TZ") if before is None else monkeypatch.setenv("TZ", before)
        time.tzset()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        "Sun",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 +9999",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        784111777,
        None,
    ],
)
def test_what_is_no_http_date(text: object) -> None:
    assert http_date(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("2", 2.0),
        ("120", 120.0),
        ("1.5", 1.5),
        ("2.", 2.0),
        (" 7\t", 7.0),
        ("999999999", 999999999.0),
        ("Fri, 02 Jan 2026 12:00:30 GMT", 30.0),
        ("Fri, 02 Jan 2026 12:00:00 GMT", 0.0),
        ("Fri, 02 Jan 2026 11:00:00 GMT", 0.0),  # already over
    ],
)
def test_retry_after(text: str, seconds: float) -> None:
    assert retry_after(text, NOON) == seconds


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "soon",
        "-1",
        "+1",
        "1e3",
        "0x10",
        "nan",
        "inf",
        "1,5",
        "1 2",
        "٣",
        "1" * 400,
        "2026-01-02T12:00:30Z",
        5,
        b"5",
    ],
)
def test_an_unreadable_retry_after_is_none(text: object) -> None:
    assert retry_after(text, NOON) is None


@given(st.text() | st.from_regex(r"\A\s*[-+0-9.]{1,12}\s*\Z"), st.floats(allow_nan=False, allow_infinity=False))
def test_retry_after_is_never_negative(text: str, now: float) -> None:
    found = retry_after(text, now)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.04, "0 s"),
        (0.4, "0.4 s"),
        (1, "1 s"),
        (5.0, "5 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (45.4, "45 s"),
        (119.4, "119 s"),
        (119.6, "2 min"),
        (200, "3 min 20 s"),
        (3599.7, "1 h"),
        (7500, "2 h 5 min"),
        (7501, "2 h 5 min"),
        (259200, "72 h"),
    ],
)
def test_duration(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@given(st.floats(min_value=0, max_value=1e9))
def test_a_duration_has_units_and_is_true(seconds: float) -> None:
    text = duration(seconds)
    parts = re.findall(r"([0-9.]+) (h|min|s)\b", text)
    assert " ".join("%s %s" % part for part in parts) == text
    units = {"h": 3600.0, "min": 60.0, "s": 1.0}
    told = sum(float(number) * units[unit] for number, unit in parts)
    allowed = 0.051 if seconds < 9.9 else 0.51 if seconds < 3599 else 60.0
    assert abs(told - seconds) <= allowed
    assert all(float(number) > 0 for number, _unit in parts) or text == "0 s"
