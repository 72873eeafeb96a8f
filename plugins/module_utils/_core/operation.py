# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one language of this collection: what an operation is, and what one look at it gave.

Clients make these, the waiter and the modules consume them. Private to longops.oracle.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional


class State:
    """What a status means to somebody who waits, whatever word the service uses for it."""

    PENDING = "pending"
    ATTENTION = "attention"  # still pending, but a person must act before it goes on
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    ALL = (PENDING, ATTENTION, SUCCEEDED, FAILED, CANCELED)
    ENDED = frozenset((SUCCEEDED, FAILED, CANCELED))


class ErrorEntry(NamedTuple):
    """One error that a service reports for an operation. Absent parts are None; timestamp is as the service wrote it."""

    code: Optional[str] = None
    message: Optional[str] = None
    timestamp: Optional[str] = None


class LogEntry(NamedTuple):
    """One log line that a service reports for an operation. timestamp is as the service wrote it."""

    message: Optional[str] = None
    timestamp: Optional[str] = None


class Operation(NamedTuple):
    """One long-running thing as it was last read.

    Times are strings as the service wrote them, percent_complete is 0 to 100, and what a service does not say is None.
    errors and logs are None until somebody asked for them: an empty tuple means that the service has none.
    details holds what only one kind of operation has, under the names in which the modules return it.
    """

    id: str
    service: str
    status: Optional[str] = None
    state: str = State.PENDING
    operation_type: Optional[str] = None
    percent_complete: Optional[float] = None
    time_accepted: Optional[str] = None
    time_started: Optional[str] = None
    time_finished: Optional[str] = None
    errors: Optional[tuple[ErrorEntry, ...]] = None
    logs: Optional[tuple[LogEntry, ...]] = None
    details: Mapping[str, Any] = {}

    @property
    def ended(self) -> bool:
        return self.state in State.ENDED


class Fault(NamedTuple):
    """Why a look gave no operation.

    kind decides what a waiter does: TRANSIENT is tried again, NOT_FOUND is tried again for a short while (an operation
    can be younger than its own record), FATAL ends the wait. message is a whole sentence for a person.
    """

    TRANSIENT = "transient"
    NOT_FOUND = "not_found"
    FATAL = "fatal"

    kind: str
    message: str
    http_status: Optional[int] = None
    code: Optional[str] = None
    request_id: Optional[str] = None
    retry_after: Optional[float] = None  # seconds


class Observation(NamedTuple):
    """One reading of one operation: either the operation or the fault that hid it.

    age is the operation's age in seconds by the server's clock, retry_after the seconds that the server asks to wait,
    request_id the server's correlation id of this reading.
    """

    id: str
    operation: Optional[Operation] = None
    fault: Optional[Fault] = None
    age: Optional[float] = None
    retry_after: Optional[float] = None
    request_id: Optional[str] = None
