# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a progress file where it is: on the controller, or where the module of a task runs. Private to longops.oracle.

is_ours says of both that an action plugin made the file for itself: it is removed when its rest was read.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
import shlex
import threading
from typing import Any, BinaryIO, Optional

from ansible.plugins.action import ActionBase

Events = list[dict[str, Any]]


class LocalFile:
    """A file on the controller, which is opened. It may not be there yet.

    One of ours has no name any more once it was opened, so that nothing is left of it where all processes are killed at once.
    """

    pause = 0.25

    def __init__(self, path: str, is_ours: bool) -> None:
        self._path = path
        self._is_ours = is_ours
        self._offsets = [0]  # of each line that was read, and of the next one
        self._file: Optional[BinaryIO] = None
        self._lock = threading.Lock()

    def exists(self) -> bool:
        return os.path.lexists(self._path)

    def read(self, first: int) -> Events:
        with self._lock:  # the rest is read while a reading may be under way
            try:
                if self._file is None:
                    self._file = open(self._path, "rb")  # noqa: SIM115  # it is closed when its rest was read
            except FileNotFoundError:
                return []
            if self._is_ours:
                self.remove()
            self._file.seek(self._offsets[first - 1])
            whole = self._file.read().split(b"\n")[:-1]
            for line in whole:
                self._offsets.append(self._offsets[-1] + len(line) + 1)
        return [json.loads(line) for line in whole]

    def read_rest(self, first: int) -> Events:
        try:
            return self.read(first)
        finally:
            if self._is_ours:
                self.remove()

    def remove(self) -> None:
        """Remove the file. It may be gone already."""
        with contextlib.suppress(OSError):
            os.unlink(self._path)


class RemoteFile:
    """A file on another host or of another user, which the shell reads through the connection of the task, with its become.

    A command waits where the file is until there is a line to read, or until the file is gone, as ours is at the end.
    """

    pause = 1.0

    def __init__(self, action: ActionBase, path: str, is_ours: bool) -> None:
        self._path = shell_word(path)
        self._is_ours = is_ours
        self._most = 20 if is_ours else 2  # seconds for which a command waits: a file of the user's stays at the end
        self._action = action
        self._beside = copy.copy(action)  # for commands beside the module that runs there
        self._beside._connection = copy.copy(action._connection)
        if action._connection.become is not None:
            self._beside._connection.become = copy.copy(action._connection.become)

    def exists(self) -> bool:
        command = f"[ -e {self._path} ] || [ -L {self._path} ]"
        return self._action._low_level_execute_command(command, sudoable=True).get("rc") == 0

    def read(self, first: int) -> Events:
        lines = f'"$(wc -l < {self._path} 2>/dev/null || echo 0)"'
        waits = f"[ $i -lt {self._most} ] && [ -e {self._path} ] && [ {lines} -lt {first} ]"
        return self._events(
            self._beside, f"i=0; while {waits}; do i=$((i+1)); sleep 1; done; {self._tail(first)}; true"
        )

    def read_rest(self, first: int) -> Events:
        removes = f" rm -f {self._path};" if self._is_ours else ""
        return self._events(self._action, f"{self._tail(first)};{removes} true")

    def _tail(self, first: int) -> str:
        return f"tail -n +{first} {self._path} 2>/dev/null"

    @staticmethod
    def _events(action: ActionBase, command: str) -> Events:
        found = action._low_level_execute_command(command, sudoable=True)
        if found.get("rc"):
            raise OSError(f"the shell ended with status {found['rc']}: {found.get('stderr') or found.get('stdout')}")
        # What no newline ends is read again. A terminal, which ssh may have been given, ends lines with CR LF.
        events = (_event(line) for line in found["stdout"].split("\n")[:-1])
        return [event for event in events if event is not None]


def shell_word(path: str) -> str:
    """A path as a word for the shell, which puts in what ~ and $NAME stand for, as a module does."""
    home = re.match(r"(~[\w.-]*(/|$))?", path)[0]  # type: ignore[index]  # it always matches
    parts = re.split(r"(\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})", path[len(home) :])
    quoted = [f'"{part}"' if number % 2 else shlex.quote(part) for number, part in enumerate(parts) if part]
    return home + "".join(quoted)


def _event(line: str) -> Optional[dict[str, Any]]:
    """The event of this line; None where it is of what the host prints besides, which may be JSON as well."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "elapsed" in found else None
