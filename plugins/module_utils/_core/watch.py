# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a wait knows of its operations, while it lasts and when it has ended. Private to longops.oracle."""

from __future__ import annotations

from typing import Hashable, NamedTuple, Optional

from .operation import Fault, Observation, Operation, State


class Key(NamedTuple):
    """Which operation of a wait over several groups: the group's number and the id in it."""

    group: int
    id: str


class Watch:
    """All that is known of one operation while it is waited for. Times are seconds of the wait's clock.

    key is what the wait was given for the operation; operation is the latest that was observed, if any.
    """

    def __init__(self, key: Hashable, due: float) -> None:
        self.key = key
        self.due = due  # when to poll next; while polling, when to wait for the answer no longer
        self.soon = due  # from when on a poll that costs little is welcome
        self.polling = False
        self.outdated = False  # the next answer may be that of a poll from before the process was suspended
        self.polls = 0
        self.failures = 0  # in a row
        self.unresolved = 0  # of these, those for a host name that was never resolved
        self.transient_errors = 0  # in all
        self.operation: Optional[Operation] = None
        self.fault: Optional[Fault] = None  # of the latest poll, if that failed
        self.last_transient_error: Optional[Fault] = None
        self.request_id: Optional[str] = None
        self.retry_after: Optional[float] = None  # of the latest answer, in seconds
        self.server_time: Optional[float] = None  # its server's clock then, in seconds since 1970
        self.missing_since: Optional[float] = None  # the first poll that found nothing, unless one found it since
        self.over = False
        self.abandoned = False  # over without an end: the fault says why, or the attention that it requires

    @property
    def id(self) -> str:
        """The id of the operation, without its group."""
        return self.key.id if isinstance(self.key, Key) else str(self.key)

    @property
    def outcome(self) -> str:
        """succeeded, failed or pending: canceled operations and those that cannot be read have failed."""
        if self.abandoned:
            return "failed"
        if self.operation is None or not self.operation.ended:
            return "pending"
        return "succeeded" if self.operation.state == State.SUCCEEDED else "failed"

    @property
    def observation(self) -> Observation:
        """The latest operation, and the fault of the latest poll."""
        return Observation(
            self.key, self.operation, self.fault, None, self.retry_after, self.request_id, self.server_time
        )


class Outcome(NamedTuple):
    """How a wait ended. watches are in the order in which they were asked for; elapsed is in seconds.

    broken is why it ended before its time, and notes what else a user should know of what went wrong with itself: sentences.
    """

    watches: tuple[Watch, ...]
    elapsed: float
    timed_out: bool
    broken: Optional[str] = None
    notes: tuple[str, ...] = ()

    def of(self, outcome: str) -> list[Watch]:
        return [watch for watch in self.watches if watch.outcome == outcome]

    @property
    def polls(self) -> int:
        return sum(watch.polls for watch in self.watches)
