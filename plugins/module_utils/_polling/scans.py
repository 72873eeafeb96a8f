# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one read of a list finds, for those who watch all that comes into flight there. Private to longops.oracle."""

from __future__ import annotations

from typing import NamedTuple, Optional, Protocol, Sequence

from .._core.operation import Fault


class Found(NamedTuple):
    """An operation in a list.

    ended is None where the list does not say. position is where it stands in the order in which the service accepts
    operations, a time or a number, and None where the list does not say that. finished is when it ended, in the same measure.
    turn is given where operations can follow each other under one id: with another turn than in the scan before it is another one.
    """

    id: str
    ended: Optional[bool]
    position: Optional[float]
    finished: Optional[float] = None
    turn: Optional[str] = None


class Scan(NamedTuple):
    """What was found, and why the list was not read to its end, if it was not."""

    found: Sequence[Found] = ()
    fault: Optional[Fault] = None


class Scope(Protocol):
    """A list that has all operations of a place, such as a compartment: what comes into flight there is to be watched."""

    @property
    def name(self) -> str:
        """What tells this list from all others, whatever process reads it."""

    @property
    def group(self) -> int:
        """The number of the group to which its operations belong."""

    @property
    def margin(self) -> float:
        """By how much the position of an operation that comes into the list may be below those that were there before."""

    def beginning(self, now: float) -> Optional[float]:
        """The position that an operation would have which is accepted at this time, in seconds since the epoch; None if not known."""

    def scan(self, known: Optional[float]) -> Scan:
        """Read the list. Does not raise LongopsError. Below the position known no operation is new, so less may be read."""

    def adopt(self, id_: str) -> None:
        """Have the group know this operation, so that it can be polled."""
