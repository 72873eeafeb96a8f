# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does something now and then while something else takes its time. Private to longops.oracle."""

from __future__ import annotations

import contextlib
import threading
from typing import Callable, Iterator


@contextlib.contextmanager
def beating(every: float, beat: Callable[[], None]) -> Iterator[None]:
    """Call beat in another thread each time that so many seconds have passed, and not any more once the block is left."""
    over = threading.Event()

    def run() -> None:
        while not over.wait(every):
            beat()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
