# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands each event of the stream of a wait to all of its consumers: listener, progress file, report. Private to longops.oracle.

Nothing that a consumer does can change the result.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Sequence

from .._core.errors import UsageError
from .._core.operation import OperationKind
from .._core.watch import Watch
from .._polling.progress_file import ProgressFile
from .._text.masking import Secrets
from . import outgoing
from .options import VERSION

if TYPE_CHECKING:
    from .._report.report import Report

#: What takes an event of the stream: see Stream.report.
Listener = Callable[[Mapping[str, Any]], None]


class Stream:
    """The consumers of one wait, and what is to be said of them: warnings."""

    def __init__(self, secrets: Secrets, check_mode: bool, listener: Optional[Listener]) -> None:
        self.secrets = secrets
        self.check_mode = check_mode
        self.warnings: list[str] = []
        self._listener = listener
        self._file: Optional[ProgressFile] = None
        self._is_whole = True  # whether the file has all that was reported
        self._report: Optional[Report] = None

    def open_progress_file(self, path: Optional[str]) -> None:
        """Report to this file as well. Raises UsageError where it cannot be created."""
        if path and self._report is not None and os.path.realpath(path) == os.path.realpath(self._report.path):
            raise UsageError(f"report and progress_file name the same file, {self._report.path}. Give each its own.")
        if path:
            self._file = ProgressFile(path)

    def open_report(self, path: Optional[str]) -> None:
        """Write a report into this file at the end. Raises UsageError where that cannot be done."""
        if path:
            # Here, because few tasks want one, and it would cost the start of every module.
            from .._report.report import Report

            self._report = Report(path, self.check_mode, VERSION)

    def begin(self, groups: Sequence[tuple[OperationKind, Sequence[str]]]) -> None:
        """The wait begins, for groups of operations of one kind, with their ids; or it goes on with more, after those before."""
        if self._report is not None:
            self._report.begin(groups)

    @property
    def is_observed(self) -> bool:
        return any(each is not None for each in (self._listener, self._file, self._report))

    def report(self, event: Mapping[str, Any], watch: Optional[Watch] = None) -> None:
        """One event of the stream, which is about the operation that is watched there."""
        clean = outgoing.event(event, self.secrets)
        if self._report is not None and watch is not None:
            with contextlib.suppress(Exception):  # then it has less to tell
                self._report.take(watch, clean)
        if self._file is not None and self._is_whole:
            try:
                self._file.write(clean)
            except (OSError, ValueError) as error:
                self._incomplete(self._file, error)
        if self._listener is not None:
            try:
                self._listener(clean)
            except Exception:  # one that cannot take it is told nothing more
                self._listener = None

    def write_report(self, results: dict[str, Any]) -> None:
        """Write the report on these results, which are as they leave, and say in them where it is, or why there is none."""
        if self._report is None:
            return
        path = outgoing.data(self._report.path, self.secrets)
        try:
            if self._report.write(results):
                results["report_file"] = path
        except Exception as error:
            why = outgoing.data(_why(error), self.secrets)
            results.setdefault("warnings", []).append(f"The report {path} could not be written: {why}.")

    def abandon(self) -> None:
        """The result has no use any more: leave no file behind, but a report on what is known."""
        if self._file is not None:
            self._file.remove_temporary()
        if self._report is not None:
            with contextlib.suppress(Exception):  # there is no result that could say so
                self._report.write(None)

    def close_file(self) -> None:
        """The progress file is complete."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                self._incomplete(self._file, error)

    def _incomplete(self, file: ProgressFile, error: Exception) -> None:
        if self._is_whole:
            self.warnings.append(f"The progress file {file.path} is incomplete: {_why(error)}.")
        self._is_whole = False


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
