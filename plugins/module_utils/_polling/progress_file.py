# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream of a wait as a file: one JSON line for each observation that changes something. Private to longops.oracle."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any, Mapping

from .._core.errors import UsageError

#: How the names of files begin that an action plugin makes for itself, and that no user follows.
TEMPORARY = ".longops-progress-"


class ProgressFile:
    """A file that is created anew, with mode 0600, and grows by whole lines."""

    def __init__(self, path: str) -> None:
        """Raises UsageError where the file exists already or cannot be created."""
        self.path = os.path.abspath(os.path.expanduser(path))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        try:
            self._descriptor = os.open(self.path, flags, 0o600)
        except FileExistsError:
            raise UsageError(
                f"The progress file {self.path} exists already. Remove it, or name another one with progress_file:"
                " a wait never writes into a file that it did not create."
            ) from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError(f"The progress file {self.path} cannot be created: {why}.") from None
        with contextlib.suppress(OSError):  # file systems without modes have none to set
            os.fchmod(self._descriptor, 0o600)  # whatever the umask takes away

    def write(self, event: Mapping[str, Any]) -> None:
        """Append one line, in one call with its newline last: what ends with a newline is a whole event at any moment.

        Linux may show a reader the pages of a long line one by one. Raises OSError, after taking back the part of the
        line that was written, and ValueError for what is no JSON.
        """
        line = (json.dumps(event, allow_nan=False) + "\n").encode("ascii")
        written = 0
        try:
            while written < len(line):
                written += os.write(self._descriptor, line[written:])
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, os.fstat(self._descriptor).st_size - written)
            raise

    def close(self) -> None:
        """Raises OSError where a file system tells only now that it is full."""
        os.close(self._descriptor)

    def remove_temporary(self) -> None:
        """Remove the file if an action plugin made it. It may be gone already."""
        if os.path.basename(self.path).startswith(TEMPORARY):
            with contextlib.suppress(OSError):
                os.unlink(self.path)
