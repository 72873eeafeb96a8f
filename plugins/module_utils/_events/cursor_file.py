# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how the file of a cursor is read, locked and written, whatever is in its lines. Private to longops.oracle.

Each line is JSON, the first says what the file is. Lines are appended in one call, so that a process which is killed leaves
whole lines, or a last one without its end, which is dropped. The file is written anew beside itself, and takes its place in
one step.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any, Iterable, Iterator, Mapping

from .._core.errors import UsageError
from .._text.sanitize import quoted

try:
    import fcntl
except ImportError:  # no POSIX system: then no other process is kept away
    fcntl = None  # type: ignore[assignment]

VERSION = 1
WHAT = "longops.oracle cursor"
#: Characters of a first line that are read: a file that is no cursor may have no other.
LONGEST_HEAD = 4096


class InUseError(UsageError):
    """Another process has the file, which may be about to end."""


class CursorFile:
    """The file at path, which belongs to the event source of this name. It has mode 0600, and no other process may use it."""

    def __init__(self, path: str, source: str) -> None:
        """Raises UsageError where it cannot be read or written, or is no cursor of this source and version."""
        self.path = os.path.realpath(os.path.expanduser(path))
        self._source = source
        self._file = self._opened()
        try:
            self._lock()
            self._check()
        except UsageError:
            os.close(self._file)
            raise

    def lines(self) -> Iterator[tuple[int, Any]]:
        """Its lines but the first, with their numbers; None for what is no JSON."""
        with open(os.dup(self._file), encoding="utf-8", errors="replace", newline="\n") as file:
            file.seek(0)
            for number, line in enumerate(file, start=1):
                if number > 1 and line.endswith("\n"):  # else its writer was killed
                    yield number, _json(line)

    def damaged(self, number: int) -> UsageError:
        return UsageError(
            f"Line {number} of the cursor file {self.path} (cursor_file) is damaged. Remove the line, after which what it said may be"
            " told again, or name another file."
        )

    def append(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Raises OSError, after taking back the part that was written."""
        _write(self._file, lines)

    def replace(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Have these lines after the first, and no others. Raises OSError, and the file is what it was."""
        beside = f"{self.path}.new"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)  # of a process that was killed: no other one may use the file
        new = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(new, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with contextlib.suppress(OSError):  # file systems without modes have none to set
                os.fchmod(new, 0o600)  # whatever the umask takes away
            _write(new, [{"what": WHAT, "version": VERSION, "source": self._source}, *lines])
            os.fsync(new)
            os.replace(beside, self.path)
        except OSError:
            os.close(new)
            with contextlib.suppress(OSError):
                os.unlink(beside)
            raise
        os.close(self._file)
        self._file = new

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)

    def unwritable(self, error: Exception) -> UsageError:
        why = getattr(error, "strerror", None) or error
        return UsageError(
            f"The cursor file {self.path} (cursor_file) cannot be written: {why}. Name a file in a directory in which this user may"
            " create files: it is written anew there now and then."
        )

    def _opened(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
        try:
            return os.open(self.path, flags, 0o600)
        except (OSError, ValueError) as error:
            raise self.unwritable(error) from None

    def _lock(self) -> None:
        """Raises UsageError where another process has the file, or has just written it anew."""
        try:
            if fcntl is not None:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(self._file), os.stat(self.path)):
                return
        except BlockingIOError:
            pass
        except OSError as error:
            raise self.unwritable(error) from None
        raise InUseError(
            f"The cursor file {self.path} (cursor_file) is in use by another event source. Each one needs a file of its own."
        )

    def _check(self) -> None:
        """Raises UsageError where the file does not begin as one of this source and version. An empty one is new."""
        try:
            first = os.pread(self._file, LONGEST_HEAD, 0)
        except OSError as error:
            raise self.unwritable(error) from None
        if not first:
            return
        head = _json(first.partition(b"\n")[0].decode("utf-8", "replace"))
        if not isinstance(head, dict) or head.get("what") != WHAT:
            raise UsageError(
                f"{self.path} (cursor_file) is not a cursor file, and is left as it is. Name a file that does not exist yet."
            )
        if head.get("version") != VERSION:
            raise UsageError(
                f"The cursor file {self.path} (cursor_file) has version {quoted(str(head.get('version'))[:20])}, and this version of"
                f" longops.oracle reads version {VERSION}. Use the version that wrote it, or name another file: then what is in flight is"
                " told from the beginning."
            )
        if head.get("source") != self._source:
            raise UsageError(
                f"The cursor file {self.path} (cursor_file) belongs to the event source {quoted(str(head.get('source'))[:80])}, and this"
                f" one is {self._source}. Each one needs a file of its own."
            )


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _write(file: int, lines: Iterable[Mapping[str, Any]]) -> None:
    text = "".join(f"{json.dumps(line)}\n" for line in lines).encode("ascii")
    written = 0
    try:
        while written < len(text):
            written += os.write(file, text[written:])
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(file, os.fstat(file).st_size - written)
        raise
