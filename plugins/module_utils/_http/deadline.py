# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one call that takes no longer than it may. Private to longops.oracle."""

from __future__ import annotations

import queue
import threading
from typing import Any, Callable

#: Of the threads that calls run in.
NAME = "longops.oracle bounded call"


def bounded(call: Callable[[], Any], seconds: float) -> Any:
    """What call returns or raises; TimeoutError when it has not ended after that time.

    It runs in a thread, because a name look-up, or a server that sends byte by byte, cannot be interrupted from within. A
    call that is given up goes on for as long as it likes, but as a daemon it keeps no process alive.
    """
    results: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def work() -> None:
        try:
            results.put((call(), None))
        except Exception as error:
            results.put((None, error))

    threading.Thread(target=work, name=NAME, daemon=True).start()
    try:
        result, error = results.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result
