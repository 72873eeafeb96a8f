# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one call with a time limit. Private to longops.oracle."""

from __future__ import annotations

import queue
import threading
from typing import Any, Callable

#: Name of the threads in which the calls run.
THREAD_NAME = "longops.oracle call with timeout"


class NoThreadError(RuntimeError):
    """This host lets the process start no more threads. The call was not made."""


def _nothing() -> None:
    pass


def call_with_timeout(call: Callable[[], Any], timeout: float, at_timeout: Callable[[], None] = _nothing) -> Any:
    """What call returns or raises; TimeoutError when it has not ended after timeout seconds, and then at_timeout is called.

    It runs in a thread, because a name lookup, or a server that sends byte by byte, cannot be interrupted from within. A
    call that timed out may go on, unless at_timeout ends it, but in a daemon thread, which keeps no process alive. Raises
    NoThreadError.
    """
    results: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def work() -> None:
        try:
            results.put((call(), None))
        except Exception as error:
            results.put((None, error))

    try:
        threading.Thread(target=work, name=THREAD_NAME, daemon=True).start()
    except (RuntimeError, MemoryError) as refused:
        raise NoThreadError(f"no thread can be started on this host: {refused}") from refused
    try:
        result, error = results.get(timeout=timeout)
    except queue.Empty:
        at_timeout()
        raise TimeoutError from None
    if error is not None:
        raise error
    return result
