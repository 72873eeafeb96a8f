# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a section of docs/reliability.md is, and how figures and tables are written."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Mapping, NamedTuple, Sequence

#: What a check has written down: an object, or a list of them.
Results = Any


class Section(NamedTuple):
    """One check. file has its results, command repeats it, rows are its figures in the summary, text is its section.

    A row of the summary is what was tried, how often, and what came of it.
    """

    file: str
    command: str
    rows: Callable[[Results], list[tuple[str, str, str]]]
    text: Callable[[Results], str]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def number(value: float) -> str:
    return f"{value:,.0f}"


def among(found: Iterable[Mapping[str, Any]], key: str) -> dict[str, list[Mapping[str, Any]]]:
    """What was found, by the value of a key, in the order in which the values come."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for each in found:
        groups.setdefault(each[key], []).append(each)
    return groups
