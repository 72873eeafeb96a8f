# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clock that stands still until a test moves it."""

from __future__ import annotations

import time
from typing import Optional


class ManualClock:
    """Calling it gives seconds since the epoch; only advance() makes it go on. It starts at the present unless told otherwise."""

    def __init__(self, now: Optional[float] = None) -> None:
        self.now = time.time() if now is None else now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds

    sleep = advance  # so that the clock can stand in for time.sleep as well
