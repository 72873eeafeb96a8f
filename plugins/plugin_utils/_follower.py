# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows the progress file of a module that runs in a process of its own, from a thread. Private to longops.oracle.

Where that fails there are no lines, and -vvv says why: nothing that happens here can change the result.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any, Callable, Mapping, Optional, Protocol

from ansible.utils.display import Display

from ..module_utils._text.sanitize import clean
from ._progress_files import Events

display = Display()

#: Seconds that a reading which is under way gets to end.
TIME_TO_END = 2.5


class Readable(Protocol):
    """A progress file, wherever it is. Lines are counted from 1."""

    pause: float  # seconds from one reading to the next

    def read(self, first: int) -> Events:
        """The events of all whole lines from this one on."""

    def read_rest(self, first: int) -> Events:
        """The same once the module has ended: waits for nothing, and removes the file unless it is the user's."""


class Follower:
    """Hands each event of a file to a listener once and in order, while a module runs in its context."""

    def __init__(self, file: Readable, listener: Callable[[Mapping[str, Any]], None]) -> None:
        self._file = file
        self._listener = listener
        self._first = 1  # the line to go on with
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(
            target=self._guarded, args=(self._run,), name="longops.oracle follower", daemon=True
        )

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._over.set()
        self._guarded(lambda: self._hand_over(self._file.read_rest))
        self._thread.join(TIME_TO_END)

    def _run(self) -> None:
        while not self._over.wait(self._file.pause):
            self._hand_over(self._file.read)

    def _hand_over(self, read: Callable[[int], Events]) -> None:
        first = self._first
        events = read(first)
        with self._lock:  # the rest is read while the thread may have a reading of the same lines under way
            for event in events[self._first - first :]:
                self._first += 1
                self._listener(event)

    @staticmethod
    def _guarded(call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as error:
            display.vvv(
                f"longops.oracle cannot follow the wait, so it shows no lines: {type(error).__name__}: {clean(str(error))}"
            )
