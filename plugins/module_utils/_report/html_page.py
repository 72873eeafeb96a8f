# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as a page of its own, without scripts and without anything from elsewhere: pure. Private to longops.oracle.

Its policy (Content-Security-Policy) allows its own style by a hash, and nothing else, so that even markup which came into it
by a fault could load and run nothing.
"""

from __future__ import annotations

import base64
import hashlib
from typing import NamedTuple, Sequence

from . import html_timeline
from .axis import utc
from .content import CALLED, Content, operations_of
from .described import Described, Said, Verdict
from .grouping import FEW, MANY, brief
from .html_style import STYLE, SYMBOLS
from .html_text import fitting, icon, lines, plain

#: Operations whose details are unfolded, where there are more.
UNFOLDED = 10
#: Bytes of all details, and of the list of many operations: with all else a page has less than 1.5 MB.
MOST_DETAILS, MOST_LIST = 600_000, 700_000


#: Characters of a time that a service can have written, which is not broken into lines.
SHORT, AT, NONE = 25, ' class="at"', ""
#: What stands before that which was seen.
SEEN = '<span class="soft">seen:</span> '


def page(content: Content, version: str) -> str:
    """The whole document. version is that of the collection."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    timeline = _timeline(content) if content.operations else ""
    details, shown = _details(content)
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{plain(content.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            f'<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>{SYMBOLS}'
            f"{html_timeline.symbol(content)}</defs></svg>\n<main>\n",
            _top(content),
            timeline,
            _reasons(content),
            details,
            _all(content, shown),
            _warnings(content),
            f"<footer>Written {utc(content.ended)} by the Ansible collection longops.oracle {plain(version)}. Accepted, started and"
            " finished are times of the services; what was seen has the time of the poll that showed it.</footer>\n"
            "</main>\n</body>\n</html>\n",
        ]
    )


def _top(content: Content) -> str:
    sums = "".join(
        f'<li class="{verdict.value}">{icon(verdict)}<span><b>{count:,}</b> {CALLED[verdict]}</span></li>'
        for verdict, count in content.counts.items()
    )
    facts = "".join(f"<div><dt>{name}</dt><dd>{plain(value)}</dd></div>" for name, value in content.facts)
    notes = "".join(f"<li>{plain(note)}</li>" for note in content.notes)
    verdict = "" if content.verdict is None else content.verdict.value
    return (
        f'<header class="{verdict}"><p class="kicker">Report on a wait for long-running operations</p>'
        f"<h1>{icon(content.verdict)}<span>{plain(content.title)}</span></h1>"
        + (f'<ul class="sums" aria-label="Operations">{sums}</ul>' if sums else "")
        + f'<dl class="facts">{facts}</dl>'
        + (f'<p class="text">{lines(content.message)}</p>' if content.message else "")
        + (f'<ul class="notes">{notes}</ul>' if notes else "")
        + "</header>\n"
    )


def _timeline(content: Content) -> str:
    return (
        '<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>'
        f"{html_timeline.legend(content)}{html_timeline.table(content)}</section>\n"
    )


def _reasons(content: Content) -> str:
    if not content.reasons:
        return ""
    rows = "".join(
        f'<tr><td class="num">{reason.operations:,}</td><td class="l text">{plain(reason.text)}</td><td>{plain(reason.category)}</td>'
        f"<td>{_links(reason.numbers, reason.operations)}</td></tr>"
        for reason in content.reasons
    )
    return (
        '<section aria-labelledby="reasons"><h2 id="reasons">Reasons that failures have in common</h2><table class="list"><thead><tr>'
        '<th class="num" scope="col">Operations</th><th scope="col">Reason</th><th scope="col">Category</th>'
        f'<th scope="col">Which</th></tr></thead><tbody>{rows}</tbody></table></section>\n'
    )


def _links(numbers: Sequence[int], total: int) -> str:
    links = ", ".join(f'<a href="#o{number}">{number}</a>' for number in numbers)
    return links if total <= len(numbers) else f"{links}, ..."


def _details(content: Content) -> tuple[str, set[int]]:
    """All about each operation that did not succeed, and the others where there are few; and the numbers of those."""
    bad = [each for each in content.operations if each.verdict != Verdict.SUCCEEDED]
    good = [each for each in content.operations if each.verdict == Verdict.SUCCEEDED]
    found, count = _section(Section("details", "What did not succeed", False, MOST_DETAILS), bad, content.day)
    shown = {each.number for each in bad[:count]}
    if len(content.operations) > FEW:
        return found, shown
    others, count = _section(
        Section("succeeded", "What succeeded", bool(bad or good[1:]), MOST_LIST), good, content.day
    )
    return found + others, shown | {each.number for each in good[:count]}


class Section(NamedTuple):
    """Operations below one heading: whether they are folded, and how many bytes they have at most."""

    id: str
    title: str
    is_folded: bool
    most: int


def _section(section: Section, operations: Sequence[Described], day: str) -> tuple[str, int]:
    """The details of the first of these operations, as many as there is room for, and how many."""
    if not operations:
        return "", 0
    is_short = len(operations) >= MANY
    pieces = (
        _operation(
            brief(each) if is_short else each,
            day,
            foldable=section.is_folded or len(operations) > UNFOLDED,
            is_open=not section.is_folded and place < UNFOLDED,
        )
        for place, each in enumerate(operations)
    )
    shown, count = fitting(pieces, section.most)
    rest = len(operations) - count
    more = (
        f'<p class="soft">{operations_of(rest)} more: see the list below, and the result of the task.</p>'
        if rest
        else ""
    )
    head = f'<section aria-labelledby="{section.id}"><h2 id="{section.id}">{section.title}</h2>'
    return f"{head}{''.join(shown)}{more}</section>\n", count


def _operation(each: Described, day: str, foldable: bool, is_open: bool) -> str:
    took = f" &middot; {plain(each.took)}" if each.took else ""
    service = "".join(f"{plain(part)} &middot; " for part in (each.service, each.name) if part)
    head = (
        f"<h3>{icon(each.verdict)}<span>{plain(each.called)}</span>"
        f'<small>{service}<span class="word">{plain(each.status)}</span>{took}</small></h3>'
    )
    body = (
        (f'<p class="id"><code>{plain(each.id)}</code></p>' if each.id else "")
        + _errors(each)
        + "".join(f'<p class="soft">{plain(note)}</p>' for note in each.notes)
        + f'<div class="two">{_steps(each, day)}{_about(each)}</div>'
        + _logs(each)
        + (f'<p class="soft">Not shown: {plain(", ".join(each.left_out))}.</p>' if each.left_out else "")
    )
    if not foldable:
        return f'<article class="op {each.verdict.value}" id="o{each.number}">{head}{body}</article>'
    why = f'<span class="why">{plain(each.reason)}</span>' if each.reason and each.verdict != Verdict.SUCCEEDED else ""
    return (
        f'<details class="op {each.verdict.value}" id="o{each.number}"{" open" if is_open else ""}><summary>{head}{why}</summary>'
        f"{body}</details>"
    )


def _errors(each: Described) -> str:
    items = [_said(error) for error in each.errors]
    if each.fault:
        items.append(f'<li><b>It cannot be read</b><div class="text">{plain(each.fault)}</div></li>')
    if each.explanation:
        items.append(f'<li><div class="text">{lines(each.explanation)}</div></li>')
    return f'<ul class="errors" aria-label="What the service says">{"".join(items)}</ul>' if items else ""


def _said(error: Said) -> str:
    label = f"<b>{plain(error.label)}</b>" if error.label else ""
    category = f'<span class="cat">{plain(error.category)}</span>' if error.category else ""
    text = lines(error.lines) if error.lines else "" if error.label else "An error without text."
    return f'<li>{label}{category}<div class="text">{text}</div></li>'


def _steps(each: Described, day: str) -> str:
    rows = "".join(
        f'<tr><td class="at">{utc(step.time, day)[:-4]}</td><td>{SEEN if step.is_seen else NONE}{plain(step.text)}</td></tr>'
        for step in each.steps
    )
    if not rows:
        return ""
    return (
        '<div><h4>What happened</h4><table><thead><tr><th scope="col">Time (UTC)</th><th scope="col">What</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _about(each: Described) -> str:
    rows = "".join(
        f'<tr><th scope="row">{plain(name)}</th><td><code>{plain(value)}</code></td></tr>' for name, value in each.facts
    ) + "".join(f'<tr><th scope="row">resource</th><td><code>{plain(text)}</code></td></tr>' for text in each.resources)
    return f"<div><h4>Details</h4><table><tbody>{rows}</tbody></table></div>" if rows else ""


def _logs(each: Described) -> str:
    rows = "".join(
        f'<tr><td{AT if len(log.label) <= SHORT else NONE}>{plain(log.label)}</td><td class="text">{lines(log.lines)}</td></tr>'
        for log in each.logs
    )
    if not rows:
        return ""
    return (
        '<div class="two"><div><h4>Log entries</h4><table><thead><tr><th scope="col">Time</th><th scope="col">Entry</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></div>"
    )


def _all(content: Content, detailed: set[int]) -> str:
    """The list of all operations, where there are so many that not each has its row and its details."""
    if len(content.operations) <= FEW:
        return ""
    shown, count = fitting((_line(each, each.number in detailed) for each in content.operations), MOST_LIST)
    rest = len(content.operations) - count
    more = f'<p class="soft">{operations_of(rest)} more are in the result of the task.</p>' if rest else ""
    return (
        '<section aria-labelledby="all"><h2 id="all">All operations</h2><table class="list"><thead><tr><th class="num" scope="col">No.</th>'
        '<th scope="col">Status</th><th scope="col">Operation</th><th scope="col">Began (UTC)</th><th scope="col">Took</th>'
        f'<th scope="col">Id</th></tr></thead><tbody>{"".join(shown)}</tbody></table>{more}</section>\n'
    )


def _line(each: Described, has_details: bool) -> str:
    target = "" if has_details else f' id="o{each.number}"'
    began = "" if each.begin is None else utc(each.begin)[:-4]
    return (
        f'<tr class="{each.verdict.value}"{target}><td class="num">{each.number}</td>'
        f'<td>{icon(each.verdict)} <span class="word">{plain(each.status)}</span></td><td>{plain(each.called_fully)}</td>'
        f'<td class="at">{began}</td><td class="at">{plain(each.took)}</td><td class="l"><code>{plain(each.id)}</code></td></tr>'
    )


def _warnings(content: Content) -> str:
    if not content.warnings:
        return ""
    items = "".join(f"<li>{plain(warning)}</li>" for warning in content.warnings)
    return (
        f'<section class="warn" aria-labelledby="warnings"><h2 id="warnings">Warnings</h2><ul>{items}</ul></section>\n'
    )
