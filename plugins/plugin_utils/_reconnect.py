# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows when a wait whose connection was lost is run again, and which of its observations that may not change. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Callable, Mapping, Sequence

from ansible.module_utils.parsing.convert_bool import boolean

from ..module_utils._core.operation import OperationKind, State
from ._events import Event, Key

#: Seconds until the first new connection; each further pause is twice as long, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class Attempts:
    """The runs of one wait, which have one deadline together. timeout is in seconds."""

    def __init__(
        self,
        timeout: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._begin = self._began = clock()
        self._deadline = self._begin + timeout
        self._pause = FIRST_PAUSE / 2

    @property
    def elapsed(self) -> float:
        """Seconds since the first run began."""
        return self._clock() - self._begin

    @property
    def are_over(self) -> bool:
        """Whether the deadline has passed."""
        return self._clock() >= self._deadline

    def next(self) -> float:
        """Pause before the next run, and say how many seconds it has."""
        now = self._clock()
        lasted = now - self._began > LONGEST_PAUSE
        self._pause = FIRST_PAUSE if lasted else min(self._pause * 2, LONGEST_PAUSE)
        self._sleep(max(0.0, min(self._pause, self._deadline - now)))
        self._began = self._clock()
        return max(0.0, self._deadline - self._began)


def missing_is_gone(asked: Any, events: Sequence[Event], kind: OperationKind) -> dict[str, Any]:
    """What another run is to be told beside what is asked for (absent) of resources, whose kind this is: nothing if it need not.

    A resource that is to be gone, and was seen, is gone once the service does not know it. A new run has not seen it.
    """
    waits_for_absence = isinstance(asked, dict) and boolean(asked.get("absent") or False, strict=False)
    seen = [event.entry.get("status") is not None for event in events if event.kind == kind]
    return {"missing_ok": True} if waits_for_absence and seen and all(seen) else {}


class Known:
    """What was observed before a connection was lost: of each operation the latest, and an end for good."""

    def __init__(self) -> None:
        self._events: dict[Key, Event] = {}

    def __bool__(self) -> bool:
        return bool(self._events)

    def take(self, events: Sequence[Event]) -> list[Event]:
        """Take the latest events of a run: the latest of all runs."""
        for event in events:
            before = self._events.get(event.key)
            if before is None or before.entry["state"] not in State.ENDED:
                self._events[event.key] = event
        return list(self._events.values())

    def denied_by(self, result: Mapping[str, Any], kinds: Sequence[OperationKind]) -> bool:
        """Whether a result lacks one of these operations, or has one that had ended in another state."""
        states = {
            (kind.event_key, str(entry.get("service")), str(entry.get("id"))): entry.get("state")
            for kind in kinds
            for entry in result.get(kind.result_key) or ()
        }
        return any(
            key not in states or (event.entry["state"] in State.ENDED and event.entry["state"] != states[key])
            for key, event in self._events.items()
        )
