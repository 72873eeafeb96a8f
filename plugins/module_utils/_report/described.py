# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report knows of one operation, in whatever form it is shown. Private to longops.oracle.

Every text is one or several printable lines. Times are seconds since 1970, on the axis of the report.
"""

from __future__ import annotations

import enum
from typing import NamedTuple, Optional, Sequence


class Verdict(enum.Enum):
    """How an operation ended, or stands."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    ATTENTION = "attention"
    PENDING = "pending"
    UNREADABLE = "unreadable"


class Step(NamedTuple):
    """Something that happened, as the service says, or that was seen. time is on the axis."""

    time: float
    text: str
    is_seen: bool


class Said(NamedTuple):
    """An error or a log entry: its lines, its code or time, and the category of an error."""

    lines: Sequence[str]
    label: str
    category: str = ""


class Described(NamedTuple):
    """One operation. begin, start, end, percents and attention are times on the axis; None for what is not known or makes no sense.

    is_open says that it has not ended, from_seen and to_seen that begin and end are when it was first seen, or seen to have ended.
    percents are (time, percentage), attention the spans in which it required attention.
    """

    verdict: Verdict
    called: str
    status: str
    service: str
    id: str
    took: str
    begin: Optional[float]
    start: Optional[float]
    end: Optional[float]
    is_open: bool
    from_seen: bool
    to_seen: bool
    percents: Sequence[tuple[float, float]]
    attention: Sequence[tuple[float, float]]
    steps: Sequence[Step]
    facts: Sequence[tuple[str, str]]
    resources: Sequence[str]
    errors: Sequence[Said]
    logs: Sequence[Said]
    left_out: Sequence[str]
    explanation: Sequence[str]
    fault: str
    notes: Sequence[str]
    category: str
    reason: str
    number: int = 0
    name: str = ""  # what users call that which it is about

    @property
    def called_fully(self) -> str:
        return f"{self.called} ({self.name})" if self.name else self.called
