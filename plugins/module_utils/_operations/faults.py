# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects what is wrong with entries and options, so that one message names it all. Private to longops.oracle."""

from __future__ import annotations

import contextlib
from typing import Callable, ContextManager, Iterator, Mapping, Sequence

from .._core.errors import LongopsError, MissingLibraryError
from .._text.sanitize import some
from .entries import Entry

#: Entries that a sentence about their common options names.
NAMED = 10


class Faults:
    """Sentences, in the order of the entries that they are about; those about the options of the task come first.

    wrong has what is wrong with entries, by their numbers and to be put behind their names.
    """

    def __init__(self, wrong: Mapping[int, str]) -> None:
        self._found = [(number, f"Entry {number} of operations{text}") for number, text in wrong.items()]
        self._of_options: dict[str, list[Entry]] = {}

    def __bool__(self) -> bool:
        return bool(self._found or self._of_options)

    def add(self, entries: Sequence[Entry], text: str) -> None:
        """The same is wrong with each of these entries."""
        self._found.append((entries[0].number, f"{_names(entries)}: {text}"))

    def of_task(self) -> ContextManager[None]:
        """An error of the block is about the task as a whole."""
        return _caught(lambda text: self._found.append((0, text)))

    def of(self, entry: Entry) -> ContextManager[None]:
        """An error of the block is about this entry."""
        return _caught(lambda text: self.add([entry], text))

    def of_options(self, entries: Sequence[Entry]) -> ContextManager[None]:
        """An error of the block is about the options that these entries have in common."""
        return _caught(lambda text: self._of_options.setdefault(text, []).extend(entries))

    def texts(self) -> list[str]:
        """All sentences, each once."""
        found = list(self._found)
        for text, entries in self._of_options.items():
            if all(entry.options for entry in entries):
                found.append((entries[0].number, f"{_names(entries)}: {text}"))
            else:  # it is wrong without options of their own as well
                found.append((0, text))
        return [text for _number, text in sorted(found, key=lambda pair: pair[0])]


@contextlib.contextmanager
def _caught(take: Callable[[str], None]) -> Iterator[None]:
    """Hands the text of an error of the block on. A library that is missing concerns all entries, and ends the module."""
    try:
        yield
    except MissingLibraryError:
        raise
    except LongopsError as error:
        take(str(error))


def _names(entries: Sequence[Entry]) -> str:
    numbers = [str(entry.number) for entry in entries]
    return f"Entr{'y' if len(numbers) == 1 else 'ies'} {some(numbers, NAMED)} of operations"
