# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says how far operations are, in lines for a terminal or a log: pure. Private to longops.oracle.

Works on the entries that the wait modules return. Each line names the host and the operation, since nothing else does
where plays run side by side.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence

from ..module_utils._core.operation import State
from ..module_utils._text.sanitize import clean
from ..module_utils._text.times import duration

#: More operations than this are summed up in one line, and so many of them are told of at most.
FEW = 5
BAR = 10
LONGEST_LOG = 100
#: Percentage points and seconds that must have passed before they are taken for a pace.
PACE_POINTS = 10.0
PACE_SECONDS = 10.0
#: How many times as fast as the whole of it the latest part of a pace may be, or as slow, for the pace to be one.
STEADY = 2.0


class Mark(NamedTuple):
    """A percentage, and when it was first seen, in seconds since the wait began."""

    percent: float
    elapsed: float


class Reporter:
    """Turns what one slice of a wait after the other has seen into lines.

    where is the host that the lines are about, noun what one operation is called: "work request".
    """

    def __init__(self, where: str, noun: str) -> None:
        self._where = clean(where)
        self._noun = noun
        self._marks: dict[str, list[Mark]] = {}
        self._shown: dict[str, tuple[Any, ...]] = {}

    def lines(self, entries: Sequence[Mapping[str, Any]], elapsed: float) -> list[str]:
        """The lines for what is known elapsed seconds after the wait began.

        One for each operation that changed or is not over; of many operations one for all, and one for each of a few
        that came to a bad end or wait for a person, or are the last that are not over.
        """
        few = len(entries) <= FEW
        last = sum(1 for entry in entries if not _is_over(entry)) <= FEW
        lines = []
        for entry in entries:
            look = (entry.get("state"), _status(entry), entry.get("percent_complete"), bool(entry.get("fault")))
            changed = self._shown.get(_key(entry)) != look
            self._shown[_key(entry)] = look
            if (last and not _is_over(entry)) or (changed and (few or _is_bad(entry))):
                lines.append(self._line(entry, elapsed))
        return lines if few else [*lines[:FEW], self._summary(entries, elapsed)]

    def still(self, entries: Sequence[Mapping[str, Any]], elapsed: float, ago: float) -> list[str]:
        """The lines that say that the wait goes on, where the latest look is ago seconds old."""
        pending = [entry for entry in entries if not _is_over(entry)]
        lines = (
            [self._line(entry, elapsed) for entry in pending]
            if len(pending) <= FEW
            else [self._summary(entries, elapsed)]
        )
        return [f"{line} | seen {duration(ago)} ago" for line in lines]

    def _line(self, entry: Mapping[str, Any], elapsed: float) -> str:
        kind = clean(entry.get("operation_type")) or self._noun
        parts = [f"{kind} {short(_key(entry))}", _far(entry), duration(elapsed)]
        left = self._left(entry, elapsed)
        if left is not None:
            parts.append(f"about {duration(max(1.0, round(left)))} left")
        if entry.get("fault"):
            parts.append(_cut(entry["fault"].get("message")))
        elif entry.get("errors"):
            first = entry["errors"][0]
            parts.append(_cut(": ".join(part for part in (first.get("code"), first.get("message")) if part)))
        elif entry.get("logs"):
            parts.append(_cut(entry["logs"][-1].get("message")))
        return f"{self._where} | {' | '.join(part for part in parts if part)}"

    def _left(self, entry: Mapping[str, Any], elapsed: float) -> Optional[float]:
        """Seconds that are left at the pace so far; None where the percentages give no pace.

        They give one where they have moved since the last line, and lately as fast as all the time.
        """
        percent = entry.get("percent_complete")
        marks = self._marks.setdefault(_key(entry), [])
        if percent is None or entry.get("state") != State.PENDING or (marks and percent == marks[-1].percent):
            return None
        if marks and percent < marks[-1].percent:
            marks.clear()  # it has begun again
        marks.append(Mark(percent, elapsed))
        gained, passed = percent - marks[0].percent, elapsed - marks[0].elapsed
        if len(marks) < 3 or gained < PACE_POINTS or passed < PACE_SECONDS or percent >= 100:
            return None
        latest = (percent - marks[-2].percent) / (elapsed - marks[-2].elapsed)
        steady = 1 / STEADY <= latest / (gained / passed) <= STEADY
        return passed / gained * (100 - percent) if steady else None

    def _summary(self, entries: Sequence[Mapping[str, Any]], elapsed: float) -> str:
        counts = {state: sum(1 for entry in entries if entry.get("state") == state) for state in State.ALL}
        counts["not read"] = sum(1 for entry in entries if entry.get("state") is None)
        told = ", ".join("%d %s" % (count, state) for state, count in counts.items() if count)
        percents = [
            entry["percent_complete"]
            for entry in entries
            if entry.get("percent_complete") is not None and not _is_over(entry)
        ]
        mean = " at %d %% on average" % (sum(percents) / len(percents)) if percents else ""
        return f"{self._where} | {len(entries)} {self._noun}s: {told}{mean} | {duration(elapsed)}"


def whereabouts(host: Any, delegate: Any = None) -> str:
    """The host of a task as Ansible writes it, with the one that it is delegated to: web1 -> localhost."""
    return f"{host} -> {delegate}" if delegate and delegate != host else str(host)


def short(key: Any) -> str:
    """The end of an id, which is the part that tells two of them apart."""
    text = clean(str(key))
    return text if len(text) <= 12 else f"...{text[-8:]}"


def _key(entry: Mapping[str, Any]) -> str:
    """The id; of a call that was over when it answered, which has none, what its URL ends with."""
    return str(entry.get("id") or entry.get("call")).rpartition("/")[2]


def _status(entry: Mapping[str, Any]) -> str:
    return clean(str(entry.get("status") or entry.get("progress") or entry.get("state") or "")) or "not read yet"


def _far(entry: Mapping[str, Any]) -> str:
    percent = entry.get("percent_complete")
    if percent is None:
        return _status(entry)
    full = int(percent / 100 * BAR)
    return "%s [%s%s] %d %%" % (_status(entry), "#" * full, "-" * (BAR - full), percent)


def _is_over(entry: Mapping[str, Any]) -> bool:
    return entry.get("state") in State.ENDED


def _is_bad(entry: Mapping[str, Any]) -> bool:
    return entry.get("state") in (State.FAILED, State.CANCELED, State.ATTENTION)


def _cut(text: Any) -> str:
    text = clean(text)
    return text if len(text) <= LONGEST_LOG else f"{text[:LONGEST_LOG]}..."
