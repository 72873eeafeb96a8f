# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects warnings, each once; those of one sort become one, with their number and examples. Private to longops.oracle."""

from __future__ import annotations

import threading
from typing import NamedTuple, Sequence

from .sanitize import cut, some

#: Examples of which a warning has the text, and characters of one.
EXAMPLES, LONGEST = 3, 300


class _Sort(NamedTuple):
    subjects: set[str]
    examples: list[str]
    shown: str


def first_ones(found: Sequence[tuple[str, str]], most: int, rest: str) -> list[str]:
    """The texts of the first of these, of each a subject and its text, and one line about all others.

    rest is that line, with {count} and {examples} in it.
    """
    lines = [text for _subject, text in found[:most]]
    others = [subject for subject, _text in found[most:]]
    if others:
        lines.append(rest.replace("{count}", str(len(others))).replace("{examples}", some(others, most)))
    return lines


class WarningList(dict[str, None]):
    """The texts of warnings, in order. Several threads may add to it."""

    def __init__(self) -> None:
        super().__init__()
        self._sorts: dict[str, _Sort] = {}
        self._lock = threading.Lock()

    def add(self, text: str) -> None:
        """Add one that stands for itself."""
        with self._lock:
            self.setdefault(text)

    def add_of_sort(self, sort: str, subject: str, text: str, example: str) -> None:
        """Add one of which there may be thousands, such as one for each operation.

        text is the warning as long as it is the only one of its sort. sort is the one for several, with {count} and
        {examples} in it. A subject counts once.
        """
        with self._lock:
            known = self._sorts.get(sort)
            if known is None:
                self._sorts[sort] = _Sort({subject}, [cut(example, LONGEST)], text)
                self.setdefault(text)
                return
            if subject in known.subjects:
                return
            known.subjects.add(subject)
            if len(known.examples) < EXAMPLES:
                known.examples.append(cut(example, LONGEST))
            self.pop(known.shown, None)
            count = len(known.subjects)
            more = count - len(known.examples)
            examples = ", ".join(known.examples) + (f" and {more} more" if more else "")
            shown = sort.replace("{count}", str(count)).replace("{examples}", examples)
            self.setdefault(shown)
            self._sorts[sort] = known._replace(shown=shown)

    def take(self) -> list[str]:
        """The texts until now, which are forgotten."""
        with self._lock:
            found = list(self)
            self.clear()
            self._sorts.clear()
        return found
