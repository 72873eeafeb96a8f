# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what an event source is told to watch, and how. Private to longops.oracle."""

from __future__ import annotations

from typing import Callable, NamedTuple, Protocol, Sequence

from .._core.watch import Key, Watch
from .._polling.group_wait import Group
from .._polling.scans import Scope
from .._polling.waiter import Terms


class GrowingGroup(Group, Protocol):
    """A group whose operations come and go."""

    @property
    def name(self) -> str:
        """What tells the ids of this group from those of others, whatever process reads them. It has no blanks."""

    def forget(self, id_: str) -> None:
        """This one is over."""

    def is_explained(self, watch: Watch) -> bool:
        """Whether explain() has found all that it is to find about one that has ended."""


class Settings(NamedTuple):
    """How to watch: terms are those of polls, scan_interval is in seconds, percent_step the percent between two events or 0."""

    terms: Terms
    scan_interval: float = 60.0
    percent_step: float = 0.0
    threads: int = 10


class Watched(NamedTuple):
    """What to watch: the operations that groups have from the beginning, and what comes into flight in scopes.

    warnings gives what the user should know although nothing failed, each sentence once. resumed is called with each operation
    that a process before this one has read, and the status that it had then, before it is polled.
    """

    groups: Sequence[GrowingGroup]
    scopes: Sequence[Scope] = ()
    warnings: Callable[[], Sequence[str]] = tuple
    resumed: Callable[[Key, str], None] = lambda key, status: None
