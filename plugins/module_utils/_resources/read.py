# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads resources once, several at a time. Private to longops.oracle."""

from __future__ import annotations

from typing import Sequence

from .._core.operation import Observation
from .._polling.thread_pool import Pool
from .client import ResourceClient
from .goal import Goal
from .judge import Judge
from .targets import Target

#: That which a resource is read for that may be missing, once it is.
_MISSING = Goal(absent=True, missing_ok=True)


def by_id(client: ResourceClient, wanted: Sequence[Target], missing_ok: bool, connections: int) -> list[Observation]:
    """Each resource as it is now, with the state that it has for its goal. missing_ok: one that is not there is no fault."""
    judge = Judge()

    def read(target: Target) -> Observation:
        found = judge.observation(target, client.read(target))
        if missing_ok and found.fault is not None:
            return judge.observation(target._replace(goal=_MISSING), found)
        return found

    return Pool(connections).map(read, wanted)
