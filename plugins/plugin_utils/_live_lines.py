# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows the lines of a wait while it lasts, from a thread: nothing that happens here can change the result. Private to longops.oracle."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any, Callable, Mapping, Optional

from ansible.utils.display import Display

from ._progress import Reporter

display = Display()

#: Most seconds between two checks for something due, and those that the thread gets to end.
LONGEST_PAUSE = 30.0
TIME_TO_END = 2.0


class LiveLines:
    """A thread that takes the events of a stream and shows lines about them as they are due."""

    def __init__(self, reporter: Reporter, clock: Callable[[], float] = time.monotonic) -> None:
        self._reporter = reporter
        self._clock = clock
        self._events: queue.SimpleQueue[Optional[Mapping[str, Any]]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="longops.oracle lines", daemon=True)
        self.latest: dict[tuple[str, str, str], Mapping[str, Any]] = {}  # the latest event of each operation

    def start(self) -> None:
        self._thread.start()

    def put(self, event: Mapping[str, Any]) -> None:
        """Take one event of the stream."""
        self._events.put(event)

    def finish(self) -> None:
        """Show what is left to be shown. Afterwards no line comes any more."""
        self._events.put(None)
        self._thread.join(TIME_TO_END)

    def _run(self) -> None:
        try:
            while self._take(self._events.get(timeout=None) if not self.latest else self._next()):
                self._show(self._reporter.lines(self._clock()))
            self._show(self._reporter.last_lines(self._clock()))
        except Exception as error:
            display.vvv(f"longops.oracle shows no more lines: {type(error).__name__}: {error}")

    def _next(self) -> Any:
        """The next event, or an empty one when a line is due."""
        pause = self._reporter.next_due() - self._clock()
        try:
            return self._events.get(timeout=max(0.0, min(pause, LONGEST_PAUSE)))
        except queue.Empty:
            return {}

    def _take(self, event: Optional[Mapping[str, Any]]) -> bool:
        """Take the event and all others that have come; False where one was the last."""
        while event is not None:
            if event:
                self._remember(event)
                self._reporter.observe(event, self._clock())
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                return True
        return False

    def _remember(self, event: Mapping[str, Any]) -> None:
        for key, entry in event.items():
            if isinstance(entry, dict):
                self.latest[key, str(entry.get("service")), str(entry.get("id"))] = event

    def _show(self, lines: list[str]) -> None:
        for line in lines:
            display.display(line, stderr=True)
