# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the waiter polls: by single requests side by side. No HTTP, no Ansible. Private to longops.oracle."""

from __future__ import annotations

from typing import Callable, Sequence

from .._core.operation import Observation
from .thread_pool import Pool


class Poller:
    """Looks at operations side by side, each by a request of its own, as the waiter wants it: look is given an id and when to give up."""

    def __init__(self, look: Callable[[str, float], Observation], size: int) -> None:
        self._poll = look
        self._pool = Pool(size)

    def start(self, due: Sequence[str], soon: Sequence[str], deadline: float) -> Sequence[str]:
        """Poll at what is due, and at nothing sooner."""
        for key in due:
            self._pool.submit(key, lambda key=key: self._poll(key, deadline))
        return due

    def collect(self, timeout: float) -> list[Observation]:
        return [observation for key, observation in self._pool.collect(timeout)]
