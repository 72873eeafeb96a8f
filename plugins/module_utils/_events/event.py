# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what an event is: a line of the progress file, and what has changed. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional


class Change:
    """What has changed, as the key change of an event says it."""

    NEW = "new"  # it is watched from now on: the first observation
    STATUS = "status"  # its status, or that it can be read again
    PERCENT = "percent"  # its percentage, where that was asked for
    END = "end"  # it has ended: nothing follows
    UNREADABLE = "unreadable"  # it cannot be read: the fault in its entry says why. It is polled on, less often

    ALL = (NEW, STATUS, PERCENT, END, UNREADABLE)


class Told(NamedTuple):
    """What events have said of an operation until now, so that none says it again.

    percent is the highest step that was reached. over: its last event was emitted.
    """

    status: Optional[str] = None
    state: Optional[str] = None
    percent: float = 0.0
    unreadable: bool = False
    over: bool = False


class Event(NamedTuple):
    """One event on its way. name is that of the operation in the cursor, told what is told of it once the event is taken."""

    name: str
    told: Told
    data: Mapping[str, Any]


def data(change: str, elapsed: float, operations: int, key: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The event itself: the line that a wait writes to its progress file for this entry, and change.

    elapsed is in seconds since the event source began, operations is how many it watches now.
    """
    return {"change": change, "elapsed": round(elapsed, 3), "operations": operations, key: entry}
