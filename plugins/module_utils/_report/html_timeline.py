# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline of a report as a page: a table, whose bars are drawn in SVG on one axis: pure. Private to longops.oracle.

Places are percentages of the width, so that the page has no script and its text the same size on every screen. What a bar
shows stands in its title as well.
"""

from __future__ import annotations

from typing import Optional, Sequence

from .._text.sanitize import short_id
from .axis import Axis, utc
from .content import Content, operations_of
from .described import Described
from .grouping import Group, grouped
from .html_text import icon, name, plain, took

#: Percentages that one bar as wide as the axis has beside the first two.
MOST_PERCENTS = 32
#: Where a bar is in its row, and how high it is, in pixels.
TOP, HEIGHT = 8, 18
#: Part of the width that a label needs at the edge.
EDGE = 0.12


def symbol(content: Content) -> str:
    """The lines that all bars have behind them, to be used in each: the ticks, and the begin of the wait."""
    axis = content.axis
    lines = "".join(_line("grid", axis.part(tick.time)) for tick in axis.ticks())
    return f'<symbol id="grid">{lines}{_line("from", axis.part(content.began))}</symbol>'


def table(content: Content) -> str:
    """The table, with a row for each operation or group."""
    single, groups = grouped(content.operations)
    rows = [_row(each, content) for each in single] + [_group_row(each, content) for each in groups]
    caption = f"From {utc(content.axis.begin)} to {utc(content.axis.end)}. The dotted line is the begin of the wait."
    return (
        f'<table class="time" role="table"><caption>{caption}</caption><thead role="rowgroup"><tr role="row">'
        '<th class="n" scope="col" role="columnheader">Operation</th>'
        f'<th class="c" scope="col" role="columnheader" aria-label="Timeline, in UTC">{_axis(content)}</th>'
        '<th class="d" scope="col" role="columnheader">Took</th></tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def legend(content: Content) -> str:
    """What the parts of a bar mean, as far as there are such parts."""
    operations = content.operations
    block = f'<rect class="run" width="34" y="1" height="{HEIGHT - 2}" rx="3"/>'
    parts = [(block, "under way")]
    if any(each.start is not None and each.begin != each.start for each in operations):
        parts.append(('<path class="q" d="M1 8h32"/>', "accepted, not started yet"))
    if any(each.percents for each in operations):
        parts.append((f'{block}<path class="pct" d="M6 15V10h8V7h10V3h10v12z"/>', "percentage, from when it was seen"))
    if any(each.attention for each in operations):
        parts.append((f'{block}<rect class="att" width="34" y="1" height="{HEIGHT - 2}"/>', "requires attention"))
    if any(each.from_seen or each.to_seen for each in operations if not (each.is_open and not each.from_seen)):
        parts.append(
            (f'<rect class="seen" width="34" y="1" height="{HEIGHT - 2}" rx="3"/>', "begin or end as it was seen")
        )
    if any(each.begin is not None and each.begin < content.axis.begin for each in operations):
        parts.append((f'{block}<use href="#earlier" width="18" height="16" x="-12"/>', "began before what is shown"))
    if grouped(operations)[1]:
        parts.append(('<path class="area" d="M0 15V11h7V5h8V2h8v6h6v4h5v3z"/>', "how many were under way"))
    items = "".join(f'<li><svg aria-hidden="true">{picture}</svg>{words}</li>' for picture, words in parts)
    return f'<ul class="legend">{items}</ul>'


def _axis(content: Content) -> str:
    axis = content.axis
    found = ['<svg class="axis" aria-hidden="true">']
    for tick in axis.ticks():
        minor = ' class="minor"' if tick.is_minor else ""
        found.append(
            f'<text x="{_percent(axis.part(tick.time))}" y="34" text-anchor="middle"{minor}>{tick.label}</text>'
        )
    part = axis.part(content.began)
    if part > EDGE / 4:
        anchor, x = ("end", part) if part > 1 - EDGE * 1.5 else ("start" if part < EDGE else "middle", part)
        found.append(f'<text class="b" x="{_percent(x)}" y="13" text-anchor="{anchor}">the wait begins</text>')
    return "".join([*found, "</svg>"])


def _row(each: Described, content: Content) -> str:
    id_ = f" &middot; <code>{plain(short_id(each.id))}</code>" if each.id else ""
    called = f" &middot; {plain(each.name)}" if each.name else ""
    service = f" &middot; {plain(each.service)}" if each.service else ""
    return (
        f'<tr class="{each.verdict.value}" role="row"><th class="n" scope="row" role="rowheader"><span class="name">'
        f'{icon(each.verdict)}<a href="#o{each.number}">{name(each.called)}</a></span>'
        f'<span class="sub"><span class="word">{plain(each.status)}</span>{service}{called}{id_}</span></th>'
        f'<td class="c" role="cell">{_bar(each, content)}</td><td class="d" role="cell">{took(each.took)}</td></tr>'
    )


def _group_row(group: Group, content: Content) -> str:
    words = group.words(content.day)
    counts = group.under_way(content.axis)
    most = max(counts) or 1
    path, before = ["M0 100"], 0
    for place, count in enumerate(counts):
        if count != before:
            path.append(f"H{place}V{100 - round(100 * count / most)}")
            before = count
    path.append(f"H{len(counts)}V100z")
    service = f" &middot; {plain(group.service)}" if group.service else ""
    word = group.verdict.value
    return (
        f'<tr class="{word}" role="row"><th class="n" scope="row" role="rowheader"><span class="name">{icon(group.verdict)}'
        f'<a href="#all">{len(group.operations):,} &times; {name(group.called)}</a></span>'
        f'<span class="sub"><span class="word">{word}</span>{service}</span></th>'
        f'<td class="c" role="cell"><svg class="bar" role="img"><title>{operations_of(len(group.operations))}, at most {most:,} at once;'
        f' {words}</title><use href="#grid"/><svg y="2" width="100%" height="30" viewBox="0 0 {len(counts)} 100"'
        f' preserveAspectRatio="none"><path class="area" d="{"".join(path)}"/></svg></svg></td>'
        f'<td class="d" role="cell">{took(_range(group))}</td></tr>'
    )


def _range(group: Group) -> str:
    words = group.words("")
    return words.rpartition("took ")[2].partition(",")[0] if "took " in words else ""


def _bar(each: Described, content: Content) -> str:
    axis = content.axis
    found = [f'<svg class="bar" role="img"><title>{plain(_title(each, content))}</title><use href="#grid"/>']
    begin, start, end = each.begin, each.start, each.end
    if begin is not None and end is not None:
        if start is not None and start > begin:
            middle = TOP + HEIGHT / 2
            found.append(
                f'<line class="q" x1="{_percent(axis.part(begin))}" x2="{_percent(axis.part(min(start, end)))}"'
                f' y1="{middle:g}" y2="{middle:g}"/>'
            )
            begin = min(start, end)
        if each.begin is not None and each.begin < axis.begin:
            found.append(f'<use href="#earlier" x="0" y="{TOP}" width="18" height="18" transform="translate(-13 0)"/>')
        is_seen = each.from_seen or (each.to_seen and not each.is_open)
        found.append(_rect("seen" if is_seen else "run", axis, begin, end, ' rx="3"'))
        found.append(_percents(each, axis, end))
        found += [_rect("att", axis, *span) for span in each.attention]
        found.append(
            f'<use href="#i-{each.verdict.value}" x="{_percent(axis.part(end))}" y="{TOP}" width="18" height="18"'
            ' transform="translate(-9 0)"/>'
        )
    return "".join([*found, "</svg>"])


def _percents(each: Described, axis: Axis, end: float) -> str:
    """The percentages as steps, each from when it was seen, and a dot at each."""
    seen = thinned(each.percents, axis)
    if not seen:
        return ""
    path = [f"M{1000 * axis.part(seen[0][0]):.0f} 100"]
    for time, percent in seen:
        path.append(f"H{1000 * axis.part(time):.0f}V{100 - percent:.0f}")
    path.append(f"H{1000 * axis.part(max(end, seen[-1][0])):.0f}V100z")
    dots = "".join(
        f'<circle class="dot" cx="{_percent(axis.part(time))}" cy="{TOP + HEIGHT * (1 - percent / 100):.1f}" r="1.8"/>'
        for time, percent in seen
    )
    return (
        f'<svg y="{TOP}" width="100%" height="{HEIGHT}" viewBox="0 0 1000 100" preserveAspectRatio="none">'
        f'<path class="pct" d="{"".join(path)}"/></svg>{dots}'
    )


def thinned(percents: Sequence[tuple[float, float]], axis: Axis) -> list[tuple[float, float]]:
    """Those percentages that can be told apart on the axis: the first, and of several close together the last."""
    found = list(percents[:1])
    since = 0.0  # where on the axis those that are close together begin
    for time, percent in percents[1:]:
        part = axis.part(time)
        if len(found) > 1 and part - since < 1 / MOST_PERCENTS:
            found[-1] = (time, percent)
        else:
            found.append((time, percent))
            since = part
    return found


def _title(each: Described, content: Content) -> str:
    """The bar in words."""
    words = []
    if each.begin is not None:
        words.append(f"{'first seen' if each.from_seen else 'accepted'} {utc(each.begin, content.day)}")
    if each.start is not None and each.start != each.begin:
        words.append(f"started {utc(each.start, content.day)}")
    if each.percents:
        seen = thinned(each.percents, content.axis)
        parts = [f"{percent:.0f} % at {utc(time, content.day)}" for time, percent in (seen[0], seen[-1])]
        words.append("seen: " + (parts[0] if len(seen) == 1 else f"{parts[0]} to {parts[1]}"))
    if each.end is not None and not each.is_open:
        words.append(f"{'seen to have ended' if each.to_seen else 'finished'} {utc(each.end, content.day)}")
    return f"{each.status}: {', '.join(words) or 'no times are known'}"


def _rect(kind: str, axis: Axis, begin: float, end: float, more: str = "") -> str:
    x, width = axis.part(begin), axis.part(end) - axis.part(begin)
    return f'<rect class="{kind}" x="{_percent(x)}" width="{_percent(max(width, 0.001))}" y="{TOP}" height="{HEIGHT}"{more}/>'


def _line(kind: str, part: float) -> str:
    x = _percent(part)
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="0" y2="100%"/>'


def _percent(part: Optional[float]) -> str:
    return f"{100 * (part or 0.0):.2f}".rstrip("0").rstrip(".") + "%"
