# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps what was told of each operation, and up to where lists are known, across restarts if there is a file. Private to longops.oracle.

What was told of an operation is noted after its event was taken, so that no event is lost: at worst one is told again whose
process was killed between the two.
"""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Optional

from .cursor_file import CursorFile
from .event import Told

#: Seconds for which is kept what was told of an operation that is watched no more: it is far below the mark of its list by then.
KEEP = 7 * 86400.0
#: Lines with which the file is written anew: so many times those that are needed, and so many more.
GROWTH, SPARE = 2, 1000
#: Seconds between two tries to write a file that could not be written.
AGAIN = 5.0


class Mark(NamedTuple):
    """Up to which position a list is known, and below which position nothing in it was ever new."""

    reached: float
    floor: float


class Record(NamedTuple):
    """What is known of an operation: the scope in which it was found, if any, what was told of it, and when that was noted."""

    scope: Optional[str] = None
    told: Optional[Told] = None
    at: float = 0.0

    @property
    def over(self) -> bool:
        return self.told is not None and self.told.over


class Cursor:
    """What was told, by the names of operations and scopes. Several threads may use it.

    say is given a sentence where the file cannot be written any more, which ends nothing: all is written once it can be.
    now is the time in seconds since the epoch. keeps says whether an operation of this name is still watched.
    """

    def __init__(
        self, file: Optional[CursorFile], say: Callable[[str], None], now: Callable[[], float] = time.time
    ) -> None:
        """Raises UsageError where the file is damaged or cannot be written."""
        self.keeps: Callable[[str], bool] = lambda name: False
        self._file = file
        self._say = say
        self._now = now
        self._lock = threading.RLock()
        self._records: dict[str, Record] = {}
        self._marks: dict[str, Mark] = {}
        self._lines = 0
        self._failed = False
        self._next_try = 0.0
        if file is not None:
            for number, line in file.lines():
                if not self._take(line):
                    raise file.damaged(number)
            try:
                self._write_anew(file)
            except OSError as error:
                raise file.unwritable(error) from None

    @property
    def has_read(self) -> bool:
        """Whether anything was ever read of what it knows: then an address that cannot be resolved is no mistyped one."""
        return bool(self._marks) or any(record.told is not None for record in self._records.values())

    def get(self, name: str) -> Optional[Record]:
        """What is known of an operation."""
        return self._records.get(name)

    def mark(self, scope: str) -> Optional[Mark]:
        """Up to where a list is known."""
        return self._marks.get(scope)

    def in_scope(self, scope: str) -> list[str]:
        """The operations that were found there, and whose end was not told."""
        with self._lock:
            return [name for name, record in self._records.items() if record.scope == scope and not record.over]

    def found(self, names: Iterable[str], scope: str) -> None:
        """These are watched from now on, and nothing was told of them."""
        self._note({name: Record(scope, None, self._now()) for name in names})

    def tell(self, name: str, told: Told) -> None:
        """This was told of an operation."""
        before = self._records.get(name, Record())
        self._note({name: Record(before.scope, told, self._now())})

    def advance(self, scope: str, mark: Mark) -> None:
        """The list is known so far."""
        with self._lock:
            if self._marks.get(scope) != mark:
                self._marks[scope] = mark
                self._append([_mark_line(scope, mark)])

    def close(self) -> None:
        """Write what could not be written before, and let go of the file."""
        with self._lock:
            if self._file is not None:
                if self._failed:
                    self._try_anew(self._file)
                self._file.close()
                self._file = None

    def _note(self, records: Mapping[str, Record]) -> None:
        with self._lock:
            self._records.update(records)
            self._append([_record_line(name, record) for name, record in records.items()])

    def _append(self, lines: list[dict[str, Any]]) -> None:
        self._lines += len(lines)
        grown = self._lines > SPARE + GROWTH * (len(self._records) + len(self._marks))
        if self._file is None:
            if grown:
                self._prune()
        elif self._failed:
            if self._now() >= self._next_try:
                self._try_anew(self._file)
        elif grown:
            self._try_anew(self._file)
        else:
            try:
                self._file.append(lines)
            except OSError as error:
                self._complain(self._file, error)

    def _try_anew(self, file: CursorFile) -> None:
        failed = self._failed
        try:
            self._write_anew(file)
        except OSError as error:
            self._complain(file, error)
            return
        if failed:
            self._say(f"The cursor file {file.path} can be written again, and has all that was told.")

    def _complain(self, file: CursorFile, error: OSError) -> None:
        """Say once that the file lacks something."""
        if not self._failed:
            self._say(
                f"The cursor file {file.path} cannot be written: {error.strerror or error}. Events go on. What is told from now on is told"
                " again where the event source is restarted before the file can be written."
            )
        self._failed = True
        self._next_try = self._now() + AGAIN

    def _write_anew(self, file: CursorFile) -> None:
        """Raises OSError."""
        self._prune()
        marks = [_mark_line(scope, mark) for scope, mark in self._marks.items()]
        file.replace([*marks, *(_record_line(name, record) for name, record in self._records.items())])
        self._failed = False

    def _prune(self) -> None:
        """Forget what is old."""
        oldest = self._now() - KEEP
        kept = {name: record for name, record in self._records.items() if record.at >= oldest or self.keeps(name)}
        self._records = kept
        self._lines = len(kept) + len(self._marks)

    def _take(self, line: Any) -> bool:
        """Know what a line says; False where it says nothing."""
        try:
            if "mark" in line:
                self._marks[str(line["scope"])] = Mark(float(line["mark"]), float(line["floor"]))
                return True
            told = None if line["told"] is None else Told(**line["told"])
            scope = None if line["scope"] is None else str(line["scope"])
            self._records[str(line["operation"])] = Record(scope, told, float(line["at"]))
        except (TypeError, KeyError, ValueError):
            return False
        return True


def _record_line(name: str, record: Record) -> dict[str, Any]:
    told = None if record.told is None else record.told._asdict()
    return {"operation": name, "scope": record.scope, "told": told, "at": round(record.at, 3)}


def _mark_line(scope: str, mark: Mark) -> dict[str, Any]:
    return {"scope": scope, "mark": mark.reached, "floor": mark.floor}
