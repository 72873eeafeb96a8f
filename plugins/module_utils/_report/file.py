# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows where a report may be written, and writes it there as a whole or not at all. Private to longops.oracle."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from typing import Optional

from .._core.errors import UsageError
from .._text.sanitize import quoted

#: The suffixes of reports, which say in which form each is.
SUFFIXES = (".html", ".md")
#: How the names of files begin that become a report once they are whole.
TEMPORARY = ".longops-report-"


class ReportFile:
    """The path of a report, which is found to be writable before the wait.

    The file is new each time, with mode 0600, and takes the place of one that is there in one step. It keeps the mode of
    that one where it is the user's own. A symbolic link is replaced and not followed: in a folder that others write to as
    well it could lead anywhere.
    """

    def __init__(self, path: str, check_mode: bool = False) -> None:
        """Raises UsageError where no report can be written there. In check mode nothing is created to find that out."""
        self.suffix = os.path.splitext(path)[1].lower()
        if self.suffix not in SUFFIXES:
            raise UsageError(
                f"The name of the report {quoted(os.path.basename(path) or path)} (option report) must end with {' or '.join(SUFFIXES)}:"
                " a page for a browser, or Markdown for a pull request or a chat."
            )
        try:
            self.path = os.path.abspath(os.path.expanduser(path))
            self._folder = os.path.dirname(self.path)
            if not os.path.isdir(self._folder):
                raise ValueError(f"{self._folder} is no directory. Create it first")
            self._before = self._there()
            self._check(check_mode)
        except (OSError, ValueError) as error:
            raise UsageError(f"The report {path} (option report) cannot be written: {_why(error)}.") from None

    def write(self, text: str) -> None:
        """Put the report there. Raises OSError, and leaves nothing half-written behind."""
        mode = self._mode()
        temporary, descriptor = self._create()
        try:
            with open(descriptor, "wb") as file:
                with contextlib.suppress(OSError):  # file systems without modes have none to set
                    os.fchmod(descriptor, mode)
                file.write(text.encode("utf-8", "replace"))
                file.flush()
                os.fsync(descriptor)  # some file systems tell only now that they are full
            os.replace(temporary, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise

    @property
    def is_replaced(self) -> bool:
        """Whether another wait has written a report there meanwhile."""
        now = self._there()
        return _identity(now) != _identity(self._before)

    def _check(self, check_mode: bool) -> None:
        """Raises OSError or ValueError, which say why no file can be put there."""
        there = self._before
        if there is not None and stat.S_ISDIR(there.st_mode):
            raise ValueError("it is a directory. Name a file in it")
        if there is not None and not (stat.S_ISREG(there.st_mode) or stat.S_ISLNK(there.st_mode)):
            raise ValueError("it is there already, and is no regular file")
        if there is not None and self._is_protected(there):
            raise ValueError(f"it belongs to another user, and {self._folder} lets only that user replace it")
        if check_mode:
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise PermissionError(13, os.strerror(13))
            return
        temporary, descriptor = self._create()
        os.close(descriptor)
        os.unlink(temporary)

    def _is_protected(self, there: os.stat_result) -> bool:
        """Whether the folder's sticky bit keeps this user from replacing the file, as that of /tmp does."""
        folder = os.stat(self._folder)
        user = os.geteuid()
        return bool(folder.st_mode & stat.S_ISVTX) and user not in (0, folder.st_uid, there.st_uid)

    def _there(self) -> Optional[os.stat_result]:
        """What is at the path now; None where nothing is."""
        try:
            return os.lstat(self.path)
        except FileNotFoundError:
            return None

    def _mode(self) -> int:
        there = self._there()
        if there is None or not stat.S_ISREG(there.st_mode) or there.st_uid != os.geteuid():
            return 0o600
        return stat.S_IMODE(there.st_mode) & 0o777

    def _create(self) -> tuple[str, int]:
        """A new file beside the report: its path, which cannot be guessed, and its descriptor."""
        path = os.path.join(self._folder, f"{TEMPORARY}{secrets.token_hex(8)}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        return path, os.open(path, flags, 0o600)


def _identity(there: Optional[os.stat_result]) -> Optional[tuple[int, int]]:
    return None if there is None else (there.st_ino, there.st_mtime_ns)


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
