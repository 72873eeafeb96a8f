# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what has a path, among hundreds of templates that the catalogue has: made in a few milliseconds, and several may match."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

ANY = "{}"  # the branch of a segment that is a {name}
HERE = ""  # the templates that end at a node


class Paths:
    """Templates whose segments are literal or a {name}, as a tree."""

    def __init__(self, templates: Sequence[tuple[str, Any]]) -> None:
        self._root: dict[str, Any] = {}
        for template, thing in templates:
            node, names = self._root, []
            for segment in template.strip("/").split("/"):
                names += [segment[1:-1]] if segment.startswith("{") else []
                node = node.setdefault(ANY if segment.startswith("{") else segment, {})
            node.setdefault(HERE, []).append((names, thing))

    def match(self, path: str) -> list[tuple[Any, dict[str, str]]]:
        """All that has this path, each with the values of its names: those whose segments are literal first."""
        segments = path.lstrip("/").split("/")
        return [(thing, dict(zip(names, values))) for names, thing, values in self._walk(self._root, segments, ())]

    def _walk(
        self, node: dict[str, Any], segments: Sequence[str], values: tuple[str, ...]
    ) -> Iterator[tuple[list[str], Any, tuple[str, ...]]]:
        if not segments:
            for names, thing in node.get(HERE, ()):
                yield names, thing, values
            return
        first, rest = segments[0], segments[1:]
        if not first:
            return
        if first in node and first != ANY:
            yield from self._walk(node[first], rest, values)
        if ANY in node:
            yield from self._walk(node[ANY], rest, (*values, first))
