# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows a wait, and writes the report on it once it has ended, in the form that its file has. Private to longops.oracle."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Mapping, Optional, Sequence

from .._core.operation import OperationKind
from .._core.watch import Watch
from . import html_page, markdown_page
from .content import Content, content
from .file import ReportFile
from .timeline import Timeline

#: What writes a report, by the suffix of its file; see file.SUFFIXES.
PAGES: Mapping[str, Callable[[Content, str], str]] = {".html": html_page.page, ".md": markdown_page.page}


#: Most seconds to wait for another thread that writes it.
LONGEST = 3.0


class Report:
    """A consumer of the stream. version is that of the collection, clock gives seconds since 1970."""

    def __init__(self, path: str, check_mode: bool, version: str, clock: Callable[[], float] = time.time) -> None:
        """Raises UsageError where the report cannot be written there."""
        self._file = ReportFile(path, check_mode)
        self._version = version
        self._clock = clock
        self._timeline = Timeline()
        self._is_over = check_mode
        self._lock = threading.RLock()  # which a signal handler may have as well, whatever it interrupts

    @property
    def path(self) -> str:
        return self._file.path

    def begin(self, groups: Sequence[tuple[OperationKind, Sequence[str]]]) -> None:
        """The wait begins, for groups of operations of one kind, with their ids; or it goes on with more, after those before."""
        self._timeline.begin(self._clock(), groups)

    def take(self, watch: Watch, event: Mapping[str, Any]) -> None:
        """Take an event of the stream, which is about this operation."""
        self._timeline.take(watch.key, event, watch.outcome, self._clock(), watch.server_time)

    def write(self, result: Optional[Mapping[str, Any]]) -> bool:
        """Write the report on the whole wait, once: whether it was written. Raises OSError.

        result is what the module returns; None where it was interrupted. Then a later report of another wait stays. Where it
        is being written by another thread, which ends the process afterwards or is ended with it, it is waited for.
        """
        is_mine = self._lock.acquire(timeout=LONGEST)
        try:
            if self._is_over or not is_mine:
                return False
            self._is_over = True
            if result is None and self._file.is_replaced:
                return False
            found = content(self._timeline, result, self._clock())
            self._file.write(PAGES[self._file.suffix](found, self._version))
            return True
        finally:
            if is_mine:
                self._lock.release()
