# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows the lines of a wait while it lasts, from a thread: nothing that happens here can change the result. Private to longops.oracle."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any, Callable, Mapping, Optional, Sequence

from ansible.utils.display import Display

from ..module_utils._core.operation import OperationKind
from ..module_utils._text.sanitize import clean
from . import _events
from ._events import Event, Key
from ._progress import Reporter

display = Display()

#: Most seconds between two checks for something due, and those that the thread gets to end.
LONGEST_PAUSE = 30.0
TIME_TO_END = 2.0


class LiveLines:
    """A thread that takes the events of a stream and shows lines about them as they are due."""

    def __init__(
        self, reporter: Reporter, kinds: Sequence[OperationKind], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._reporter = reporter
        self._kinds = kinds
        self._clock = clock
        self._events: queue.SimpleQueue[Optional[Event]] = queue.SimpleQueue()
        self._latest: dict[Key, Event] = {}
        self._is_finished = threading.Event()
        self._thread = threading.Thread(target=self._run, name="longops.oracle lines", daemon=True)

    @property
    def latest(self) -> list[Event]:
        """The latest event of each operation, whether or not a line about it could be shown."""
        return list(self._latest.copy().values())

    def start(self) -> None:
        self._thread.start()

    def put(self, found: Mapping[str, Any]) -> None:
        """Take one event of the stream. What is none is passed over."""
        event = _events.parse(found, self._kinds)
        if event is not None:
            self._latest[event.key] = event
            self._events.put(event)

    def finish(self) -> None:
        """Show what is left to be shown, as far as the display takes it in time. Afterwards no line begins any more."""
        self._events.put(None)
        self._thread.join(TIME_TO_END)
        self._is_finished.set()

    def _run(self) -> None:
        try:
            while self._show_next():
                pass
            self._show(self._reporter.last_lines(self._clock()))
        except Exception as error:
            display.vvv(f"longops.oracle shows no more lines: {type(error).__name__}: {clean(str(error))}")

    def _show_next(self) -> bool:
        """Show the lines that come with the next event, or those that are due before it; False after the last event."""
        pause = self._reporter.next_due() - self._clock()
        try:
            event = self._events.get(timeout=max(0.0, min(pause, LONGEST_PAUSE)))
        except queue.Empty:
            self._show(self._reporter.lines(self._clock()))
            return True
        if event is not None:
            self._show(self._reporter.observe(event, self._clock()))
        return event is not None

    def _show(self, lines: list[str]) -> None:
        for line in lines:
            if self._is_finished.is_set():
                return
            display.display(line, stderr=True)
