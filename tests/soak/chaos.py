# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The faults of a soak: weather that changes every few seconds, by chance, until it is told to clear up.

Each kind is one that a wait has to survive. None of them is an answer that ends a wait, as 401 or 403 would be.
"""

from __future__ import annotations

import random
import threading
from types import TracebackType
from typing import Any, Optional

from ansible_collections.longops.oracle.tests.simulator import Simulator

#: Single faults: what happens to one request.
SINGLE: tuple[dict[str, Any], ...] = (
    *({"status": status} for status in (408, 429, 500, 502, 503, 504)),
    {"status": 429, "headers": {"Retry-After": "2"}},
    {"status": 503, "headers": {"Retry-After": "1"}, "kind": "html"},
    {"kind": "empty"},
    {"kind": "garbage"},
    {"kind": "html"},
    {"kind": "truncated"},
    {"reset": True},
    {"close": True},
    {"delay": 1.5},
    {"dribble": 0.02},
)
#: A hanging server: longer than the time that the tasks give one answer.
HANG = {"delay": 12.0}
#: Weather: what happens to all requests while it lasts.
WEATHER: dict[str, Optional[dict[str, Any]]] = {
    "calm": None,
    "single faults": None,
    "throttled": {"rate": 25, "status": 429, "headers": {"Retry-After": "1"}},
    "down": {"status": 503},
    "unreachable": {"reset": True},
    "slow": {"delay": 0.4},
    "hangs": None,
}
SHORTEST, LONGEST = 1.5, 5.0  # seconds of one kind of weather
EVERY = 0.05  # seconds between two single faults


class Chaos:
    """Makes weather while its context lasts, or until clear_up(). seen counts how often there was which."""

    def __init__(self, sim: Simulator, chance: random.Random) -> None:
        self._sim = sim
        self._chance = chance
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chaos", daemon=True)
        self.seen = dict.fromkeys(WEATHER, 0)

    def __enter__(self) -> Chaos:
        self._thread.start()
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.clear_up()

    def clear_up(self) -> None:
        """No more faults from now on."""
        self._over.set()
        self._thread.join()
        self._sim.clear_faults()

    def _run(self) -> None:
        while not self._over.is_set():
            weather = self._chance.choice(list(WEATHER))
            self.seen[weather] += 1
            self._sim.clear_faults()
            lasting = WEATHER[weather]
            if lasting is not None:
                self._sim.fault(times=None, **lasting)
            if weather == "hangs":
                self._sim.fault(times=self._chance.randint(1, 4), **HANG)
            left = self._chance.uniform(SHORTEST, LONGEST)
            while left > 0 and not self._over.wait(EVERY):
                left -= EVERY
                if weather == "single faults":
                    self._sim.fault(skip=self._chance.randint(0, 2), **self._chance.choice(SINGLE))
