# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays out work requests and resources as a table of text: pure. Private to longops.oracle.

What a server wrote is shown as printable text of a bounded width.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from . import times
from .messages import shown_percent
from .sanitize import clean, some

HEADER = ("SERVICE", "OPERATION", "STATUS", "DONE", "AGE", "RESOURCE OR ID")
RESOURCES = ("SERVICE", "TYPE", "STATUS", "NAME", "RESOURCE")
#: Columns of numbers, which are aligned to the right.
NUMBERS = ("DONE",)
#: Characters of a text that are shown; the last column has a limit of its own, so that its ids can be copied.
WIDEST = 40
#: An OCID has at most 255.
WIDEST_LAST = 300
BETWEEN = "  "


def lines(entries: Sequence[Mapping[str, Any]], now: float) -> list[str]:
    """The header and a line for each entry of work_requests or resources. now is the time in seconds since 1970."""
    return _aligned([HEADER, *(_row(entry, now) for entry in entries)])


def resource_lines(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """The header and a line for each entry of resources, where there is nothing else beside them."""
    keys = ("service", "resource_type", "status", "display_name")
    rows = [(*(_shown(entry[key], WIDEST) for key in keys), _shown(entry["id"], WIDEST_LAST)) for entry in entries]
    return _aligned([RESOURCES, *rows])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines, of which the first is the header."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return [
        BETWEEN.join(
            cell.rjust(width) if name in NUMBERS else cell.ljust(width)
            for name, cell, width in zip(rows[0], row, widths)
        ).rstrip()
        for row in rows
    ]


def _row(entry: Mapping[str, Any], now: float) -> tuple[str, ...]:
    cells = (
        entry["service"],
        entry["operation_type"],
        entry["status"],
        _done(shown_percent(entry["state"], entry["percent_complete"])),
        _age(entry["time_accepted"], now),
    )
    return (*(_shown(cell, WIDEST) for cell in cells), _shown(_subject(entry), WIDEST_LAST))


def _done(percent: Optional[float]) -> str:
    return "" if percent is None else f"{int(percent)} %"


def _age(time_accepted: Optional[str], now: float) -> str:
    accepted = times.timestamp(time_accepted)
    return "" if accepted is None else times.duration(max(0.0, now - accepted))


def _subject(entry: Mapping[str, Any]) -> str:
    """The first resource that a work request affects, and how many more there are; else the entry's own id."""
    affected = entry.get("resources") or ()
    identifiers = [clean(resource["identifier"]) for resource in affected if clean(resource["identifier"])]
    if not identifiers:
        return entry["id"]
    return some(identifiers, 1)


def _shown(text: Any, widest: int) -> str:
    shown = clean(text)
    return (shown if len(shown) <= widest else f"{shown[: widest - 3]}...") or "-"
