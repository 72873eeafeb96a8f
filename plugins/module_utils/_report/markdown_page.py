# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report in Markdown (GitHub Flavored Markdown, which chats understand as well), for a comment or a message: pure.

Text of servers and users stands in code spans and code blocks only: there it is neither markup nor a link, and mentions no user.
Private to longops.oracle.
"""

from __future__ import annotations

import re
from typing import Iterable, Sequence

from .._text.sanitize import clean
from .axis import utc
from .content import CALLED, Content, operations_of
from .described import Described, Said, Verdict
from .grouping import FEW, MANY, brief, grouped

SYMBOLS = {
    Verdict.SUCCEEDED: "\u2714",
    Verdict.FAILED: "\u2718",
    Verdict.CANCELED: "\u2298",
    Verdict.ATTENTION: "\u25b2",
    Verdict.PENDING: "\u25f7",
    Verdict.UNREADABLE: "?",
}
#: Characters of the table of all operations, and of all details. A comment on GitHub has at most 65,536.
MOST_TABLE, MOST_DETAILS = 20_000, 34_000
#: Operations in the picture, and the characters of a name and of a bar in it.
MOST_BARS, NAME, WIDTH = 30, 28, 60
#: Log entries and steps of one operation: a comment is shorter than a page.
MOST_LOGS, MOST_STEPS = 5, 12

_TICKS = re.compile("`+")


def page(content: Content, version: str) -> str:
    """The whole document. version is that of the collection."""
    symbol = "" if content.verdict is None else f"{SYMBOLS[content.verdict]} "
    sums = ", ".join(f"{count:,} {CALLED[verdict]}" for verdict, count in content.counts.items())
    parts = [
        f"## {symbol}{_title(content)}",
        " | ".join(f"{name}: {value}" for name, value in content.facts).replace(" | ", ". ") + ".",
        f"Operations: {sums}." if sums else "",
        block(content.message) if content.message else "",
        *(f"> {note}" for note in content.notes),
        _picture(content),
        _table(content),
        _reasons(content),
        _details(content),
        _percentages(content),
        _warnings(content),
        f"Written {utc(content.ended)} by the Ansible collection longops.oracle {version}.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def code(text: str) -> str:
    """One line of text as a code span; nothing for nothing."""
    line = clean(text)
    if not line:
        return ""
    fence = "`" * (max((len(run) for run in _TICKS.findall(line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def cell(text: str) -> str:
    """The same in a cell of a table, which a pipe would end, also in a code span: a broken bar stands in its place."""
    return code(text.replace("|", "\u00a6"))


def block(texts: Sequence[str]) -> str:
    """Lines of text as a code block."""
    lines = [clean(text) for text in texts]
    longest = max((len(run) for line in lines for run in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}text", *lines, fence])


def _title(content: Content) -> str:
    if len(content.operations) == 1 and content.title.startswith(f"{content.operations[0].called}: "):
        return f"{code(content.operations[0].called)}: {code(content.operations[0].status)}"
    return content.title


def _picture(content: Content) -> str:
    single = grouped(content.operations)[0][:MOST_BARS]
    if not single or content.axis.end <= content.axis.begin:
        return ""
    axis = [" "] * (WIDTH + 8)
    free = 0
    for tick in content.axis.ticks():
        at = round(content.axis.part(tick.time) * (WIDTH - 1))
        if at >= free and at + len(tick.label) < len(axis):
            axis[at : at + len(tick.label)] = tick.label
            free = at + len(tick.label) + 2
    lines = [f"{'':6}{'':{NAME}} {''.join(axis).rstrip()} (UTC)", *(_bar(each, content) for each in single)]
    longest = max((len(run) for line in lines for run in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    legend = "\u00b7 accepted, not started. \u2592 under way. ! requires attention."
    return "\n".join([f"{fence}text", *lines, "", legend, fence])


def _bar(each: Described, content: Content) -> str:
    name = clean(each.called)
    name = name if len(name) <= NAME else f"{name[: NAME - 3]}..."
    marks = [" "] * (WIDTH + 1)
    if each.begin is not None and each.end is not None:

        def fill(begin: float, end: float, mark: str) -> None:
            first, last = (round(content.axis.part(time) * (WIDTH - 1)) for time in (begin, end))
            marks[first : last + 1] = mark * (last + 1 - first)

        fill(each.begin, each.end, "\u2592")
        if each.start is not None and each.start > each.begin:
            fill(each.begin, min(each.start, each.end), "\u00b7")
        for span in each.attention:
            fill(*span, "!")
        marks[round(content.axis.part(each.end) * (WIDTH - 1))] = SYMBOLS[each.verdict]
    return f"{each.number:>3} {SYMBOLS[each.verdict]} {name:{NAME}} {''.join(marks)}".rstrip()


def _table(content: Content) -> str:
    rows = (
        f"| {each.number} | {cell(each.called_fully)} | {SYMBOLS[each.verdict]} {cell(each.status)} |"
        f" {'' if each.begin is None else utc(each.begin)[:-4]} | {each.took} | {cell(each.id)} |"
        for each in content.operations
    )
    head = "| No. | Operation | Status | Began (UTC) | Took | Id |\n| ---: | --- | --- | --- | --- | --- |"
    return _fitting(head, rows, MOST_TABLE, len(content.operations), "\n")


def _fitting(head: str, pieces: Iterable[str], most: int, total: int, separator: str) -> str:
    """The first pieces, as far as there is room for them, and how many more there are; nothing where there are none."""
    found, size = [head], 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            break
        found.append(piece)
    rest = total - len(found) + 1
    if not total:
        return ""
    return separator.join(found) + (f"\n\n{operations_of(rest)} more: see the result of the task." if rest else "")


def _reasons(content: Content) -> str:
    if not content.reasons:
        return ""
    rows = [
        f"| {reason.operations:,} | {cell(reason.text)} | {reason.category} |"
        f" {', '.join(map(str, reason.numbers))}{', ...' if reason.operations > len(reason.numbers) else ''} |"
        for reason in content.reasons
    ]
    head = "### Reasons that failures have in common\n\n| Operations | Reason | Category | Which |\n| ---: | --- | --- | --- |"
    return "\n".join([head, *rows])


def _details(content: Content) -> str:
    bad = [each for each in content.operations if each.verdict != Verdict.SUCCEEDED]
    if len(bad) >= MANY:
        bad = [brief(each) for each in bad]
    return _fitting("### What did not succeed", map(_operation, bad), MOST_DETAILS, len(bad), "\n\n")


def _percentages(content: Content) -> str:
    """The percentages of what succeeded: those of the rest are among its details."""
    rows = []
    for each in content.operations if len(content.operations) <= FEW else []:
        if each.verdict == Verdict.SUCCEEDED and each.percents:
            seen = [
                f"{percent:.0f} % at {utc(time, content.day)[:-4]}" for time, percent in each.percents[-MOST_STEPS:]
            ]
            rows.append(f"- {each.number}. {code(each.called)}: {', '.join(seen)}")
    return "\n".join(["### Percentages of what succeeded, as they were seen (UTC)", "", *rows]) if rows else ""


def _operation(each: Described) -> str:
    parts = [
        f"#### {each.number}. {code(each.called)} {code(each.status)}",
        "\n".join(
            f"- {name}: {code(value)}"
            for name, value in [
                ("id", each.id),
                ("service", each.service),
                *each.facts,
                *(("resource", text) for text in each.resources),
            ]
            if value
        ),
        *(_said(error) for error in each.errors),
        block([each.fault]) if each.fault else "",
        block(each.explanation) if each.explanation else "",
        *each.notes,
        _steps(each),
        _logs(each),
        f"Not shown: {', '.join(each.left_out)}." if each.left_out else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _said(error: Said) -> str:
    label = code(error.label) or "Error"
    category = f" ({error.category})" if error.category else ""
    return f"{label}{category}:\n\n{block(error.lines)}" if error.lines else f"{label}{category}"


def _steps(each: Described) -> str:
    steps = each.steps if len(each.steps) <= MOST_STEPS else [*each.steps[:2], *each.steps[2 - MOST_STEPS :]]
    if not steps:
        return ""
    rows = [f"| {utc(step.time)[:-4]} | {'seen: ' if step.is_seen else ''}{cell(step.text)} |" for step in steps]
    return "\n".join(["| Time (UTC) | What |", "| --- | --- |", *rows])


def _logs(each: Described) -> str:
    logs = each.logs[-MOST_LOGS:]
    if not logs:
        return ""
    return "Latest log entries:\n\n" + block([f"{log.label} {' '.join(log.lines)}".strip() for log in logs])


def _warnings(content: Content) -> str:
    return f"### Warnings\n\n{block(content.warnings)}" if content.warnings else ""
