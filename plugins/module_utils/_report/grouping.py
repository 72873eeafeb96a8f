# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides which operations a report shows one by one, and which together: pure. Private to longops.oracle.

Those that did not succeed are shown one by one, as far as a user can read that many.
"""

from __future__ import annotations

import itertools
import statistics
from typing import Iterable, NamedTuple, Sequence

from .._text.sanitize import cut
from .._text.times import duration
from .axis import Axis, utc
from .described import Described, Said, Verdict

#: Operations up to which each has a row of its own, and those of more that have one because they did not succeed.
FEW, MOST_ROWS = 60, 100
#: Rows for many together.
MOST_GROUPS = 30
#: Operations from which on a report has less of each, and how much: errors, log entries, steps, and characters of all lines of one text.
MANY, BRIEF_ERRORS, BRIEF_LOGS, BRIEF_STEPS, BRIEF_TEXT = 20, 3, 3, 12, 600
#: Parts of the axis in which operations are counted that were under way.
PARTS = 200


class Group(NamedTuple):
    """Operations with the same verdict and name."""

    verdict: Verdict
    called: str
    service: str
    operations: Sequence[Described]

    def words(self, day: str) -> str:
        """When they were under way, and how long they took: "first 18:20:05 UTC, last 18:29:33 UTC; ..."."""
        spans = [(each.begin, each.end) for each in self.operations if each.begin is not None and each.end is not None]
        if not spans:
            return "no times are known"
        first, last = min(begin for begin, _end in spans), max(end for _begin, end in spans)
        lengths = sorted(end - begin for begin, end in spans)
        shortest, longest = duration(lengths[0]), duration(lengths[-1])
        took = (
            shortest
            if shortest == longest
            else f"{shortest} to {longest}, median {duration(statistics.median(lengths))}"
        )
        return f"first began {utc(first, day)}, last ended {utc(last, day)}; took {took}"

    def under_way(self, axis: Axis) -> list[int]:
        """How many were under way in each of PARTS parts of the axis."""
        changes = [0] * (PARTS + 1)
        for each in self.operations:
            if each.begin is not None and each.end is not None:
                first = min(int(axis.part(each.begin) * PARTS), PARTS - 1)
                changes[first] += 1
                changes[max(first, min(int(axis.part(each.end) * PARTS), PARTS - 1)) + 1] -= 1
        return list(itertools.accumulate(changes))[:PARTS]


def brief(each: Described) -> Described:
    """The same operation, with less of what a service says and of what was seen."""
    steps = each.steps
    if len(steps) > BRIEF_STEPS:
        steps = [*steps[: BRIEF_STEPS // 2], *steps[-BRIEF_STEPS // 2 :]]
    more = [
        (len(each.errors) - BRIEF_ERRORS, "errors"),
        (len(each.logs) - BRIEF_LOGS, "earlier log entries"),
        (len(each.steps) - len(steps), "changes that were seen"),
    ]
    return each._replace(
        steps=steps,
        errors=[_brief(said) for said in each.errors[:BRIEF_ERRORS]],
        logs=[_brief(said) for said in each.logs[-BRIEF_LOGS:]],
        explanation=_brief_lines(each.explanation),
        fault=cut(each.fault, BRIEF_TEXT),
        left_out=[*(f"{count:,} {what}" for count, what in more if count > 0), *each.left_out],
    )


def _brief(said: Said) -> Said:
    return said._replace(lines=_brief_lines(said.lines))


def _brief_lines(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    room = BRIEF_TEXT
    for line in lines:
        if room > 0:
            found.append(cut(line, room))
            room -= len(line)
    return found


def grouped(operations: Sequence[Described]) -> tuple[list[Described], list[Group]]:
    """Those that have a row of their own, and the groups of all others. operations are in the order of a report."""
    if len(operations) <= FEW:
        return list(operations), []
    others = [each for each in operations if each.verdict != Verdict.SUCCEEDED]
    single = others[:MOST_ROWS]
    shown = {each.number for each in single}
    return single, _groups(each for each in operations if each.number not in shown)


def _groups(operations: Iterable[Described]) -> list[Group]:
    """The groups, by verdict in the order of a report, then the largest first; what is left of many as one for each verdict."""
    together: dict[tuple[Verdict, str, str], list[Described]] = {}
    for each in operations:
        together.setdefault((each.verdict, each.called, each.service), []).append(each)
    groups = [Group(*key, members) for key, members in together.items()]
    verdicts = list(dict.fromkeys(group.verdict for group in groups))
    groups.sort(key=lambda group: (verdicts.index(group.verdict), -len(group.operations)))
    kept, rest = groups[:MOST_GROUPS], groups[MOST_GROUPS:]
    for verdict in verdicts:
        members = [each for group in rest if group.verdict == verdict for each in group.operations]
        if members:
            kept.append(Group(verdict, "Others", "", members))
    return kept
