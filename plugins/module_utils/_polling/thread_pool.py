# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs calls side by side in a bounded number of threads, and hands over what they gave. Private to longops.oracle."""

from __future__ import annotations

import contextlib
import functools
import queue
import threading
from typing import Any, Callable, Iterable

#: Longest single sleep in seconds; Python refuses to sleep for centuries at a time.
LONGEST_SLEEP = 3600.0


class Pool:
    """A few daemon threads, started as they are needed.

    Daemons, because a call that hangs must not hold up a process that has its answer.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._calls: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._threads = 0
        self._pending = 0

    def submit(self, key: Any, call: Callable[[], Any]) -> None:
        """Have call run soon; collect() gives (key, what it returned)."""
        self._pending += 1
        self._calls.put((key, call))
        if self._threads < min(self._size, self._pending):
            try:
                threading.Thread(target=self._work, args=(self._calls,), daemon=True).start()
            except (RuntimeError, MemoryError):  # the host lets this process start no more: those that there are do it
                if not self._threads:
                    self._one(*self._calls.get())
            else:
                self._threads += 1

    def close(self) -> None:
        """End the threads, each after the call that it may have under way: in a process that lives on, they would stay.

        Calls that were not begun never are.
        """
        with contextlib.suppress(queue.Empty):
            while True:
                self._calls.get_nowait()
        for _thread in range(self._threads):
            self._calls.put(None)
        self._calls, self._threads = queue.SimpleQueue(), 0

    def collect(self, timeout: float) -> list[tuple[Any, Any]]:
        """What has been finished since, after at most timeout seconds; as soon as there is anything.

        With nothing under way this is a sleep, of at most LONGEST_SLEEP. What a call raised is raised here.
        """
        finished = []
        try:
            finished.append(self._results.get(timeout=max(0.0, min(timeout, LONGEST_SLEEP))))
            while True:
                finished.append(self._results.get_nowait())
        except queue.Empty:
            pass
        self._pending -= len(finished)
        for key, result, error in finished:
            if error is not None:
                raise error
        return [(key, result) for key, result, error in finished]

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        """[function(item) for item in items], side by side. Not while submitted calls are under way. Closes the pool."""
        results: dict[int, Any] = {}
        count = 0
        try:
            for count, item in enumerate(items, start=1):
                self.submit(count, functools.partial(function, item))
            while len(results) < count:
                results.update(self.collect(LONGEST_SLEEP))
        finally:
            self.close()
        return [results[key] for key in sorted(results)]

    def _work(self, calls: queue.SimpleQueue[Any]) -> None:
        while True:
            submitted = calls.get()
            if submitted is None:
                return
            self._one(*submitted)

    def _one(self, key: Any, call: Callable[[], Any]) -> None:
        try:
            self._results.put((key, call(), None))
        except Exception as error:
            self._results.put((key, None, error))
