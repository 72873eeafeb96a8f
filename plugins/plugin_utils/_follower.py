# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows the progress file of a module that runs elsewhere, from a thread. Private to longops.oracle.

On the controller the file is opened. On another host, or as another user, the shell is asked for new lines over the
task's own connection: the command returns as soon as there are some. Where that fails there are no lines, and -vvv says why.
"""

from __future__ import annotations

import copy
import json
import os
import shlex
import threading
from typing import Any, Callable, Mapping

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

display = Display()

#: Seconds between two readings of a file on the controller.
EVERY = 0.25
#: Seconds for which one command waits on another host for new lines, and to the next one.
COMMAND_WAITS = 20
PAUSE = 1.0

#: Gives the lines from a number on, counted from 1, without their ends: only those that are whole.
Reader = Callable[[int], "list[str]"]

#: Waits for line {first} of {path}, then prints all lines from there on. Once it has been there, a file that is gone ends the wait.
COMMAND = (
    "i=0; while [ $i -lt {waits} ] && { [ -e {path} ] || [ {first} -eq 1 ]; }"
    ' && [ "$(wc -l < {path} 2>/dev/null || echo 0)" -lt {first} ]; do i=$((i+1)); sleep 1; done;'
    " [ -e {path} ] && tail -n +{first} {path}; true"
)


class Follower:
    """A thread that hands each event of the stream to a listener, until it is stopped."""

    def __init__(self, read: Reader, listener: Callable[[Mapping[str, Any]], None], pause: float) -> None:
        self._read = read
        self._listener = listener
        self._pause = pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="longops.oracle follower", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Read no more; a command that is under way gets so many seconds to end."""
        self._over.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        first = 1
        try:
            while not self._over.wait(self._pause):
                lines = self._read(first)
                for line in lines:
                    self._listener(json.loads(line))
                first += len(lines)
        except Exception as error:
            display.vvv(f"longops.oracle cannot follow the wait, so it shows no lines: {type(error).__name__}: {error}")


def open_file(path: str) -> Reader:
    """Reads a file on the controller, which may not be there yet."""
    offsets = [0]  # of each line that was read, and of the next one

    def read(first: int) -> list[str]:
        try:
            with open(path, "rb") as file:
                file.seek(offsets[first - 1])
                data = file.read()
        except FileNotFoundError:
            return []
        whole = data.split(b"\n")[:-1]
        for line in whole:
            offsets.append(offsets[-1] + len(line) + 1)
        return [line.decode("utf-8") for line in whole]

    return read


def shell(action: ActionBase, path: str) -> Reader:
    """Reads a file through the connection of a task, with the become of the task, beside the module that runs there."""
    beside = copy.copy(action)
    beside._connection = copy.copy(action._connection)
    if action._connection.become is not None:
        beside._connection.become = copy.copy(action._connection.become)

    def read(first: int) -> list[str]:
        command = COMMAND.replace("{waits}", str(COMMAND_WAITS)).replace("{first}", str(first))
        found = beside._low_level_execute_command(command.replace("{path}", shlex.quote(path)), sudoable=True)
        if found.get("rc"):
            raise OSError(f"the shell ended with status {found['rc']}: {found.get('stderr') or found.get('stdout')}")
        # A terminal, which ssh may have been given, ends lines with CR LF. What no newline ends is read again.
        return [line.rstrip("\r") for line in found["stdout"].split("\n")[:-1] if line.startswith("{")]

    return read


def remove(path: str) -> None:
    """Remove a file on the controller; it may be gone already."""
    if os.path.exists(path):
        os.unlink(path)
