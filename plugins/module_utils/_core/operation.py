# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operation is, and what one poll of it gave: the types that all folders share.

Clients make these, the waiter and the modules consume them. Private to longops.oracle.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Optional, Sequence

_CANCEL = re.compile(r"CANCEL(?=ED|ING)")


class State:
    """What a status means, whatever word the service uses for it."""

    PENDING = "pending"
    ATTENTION = "attention"  # still pending, but a user must act before it goes on
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    ALL = (PENDING, ATTENTION, SUCCEEDED, FAILED, CANCELED)
    ENDED = frozenset((SUCCEEDED, FAILED, CANCELED))


def spellings(words: Iterable[str]) -> frozenset[str]:
    """Status words as users write them, in upper case, and in the other spelling: CANCELED is CANCELLED, CANCELING is CANCELLING.

    Services of OCI have either, and some both.
    """
    upper = [word.strip().upper() for word in words]
    return frozenset(
        each
        for word in upper
        for each in (
            word,
            _CANCEL.sub("CANCELL", word),
            word.replace("CANCELLED", "CANCELED").replace("CANCELLING", "CANCELING"),
        )
    )


class Category:
    """What kind of reason an error has: what a play decides by, whatever code the service uses for it."""

    CAPACITY = "capacity"  # the service has no room for it there: elsewhere or later it may have
    LIMIT = "limit"  # a limit or quota of the user is reached
    AUTHORIZATION = "authorization"  # the user, or the service on behalf of the user, may not do it
    CONFLICT = "conflict"  # a resource is in a state, or another operation under way, that does not allow it
    INVALID = "invalid"  # what was asked for cannot be: the same request fails again
    NOT_FOUND = "not_found"
    THROTTLED = "throttled"
    INTERNAL = "internal"  # the service itself is at fault
    UNKNOWN = "unknown"

    ALL = (CAPACITY, LIMIT, AUTHORIZATION, CONFLICT, INVALID, NOT_FOUND, THROTTLED, INTERNAL, UNKNOWN)


class Affected(NamedTuple):
    """The identifiers of resources, by what an operation did to them: made them, did something else, or deleted them."""

    created: Sequence[str] = ()
    changed: Sequence[str] = ()
    deleted: Sequence[str] = ()


class Description(NamedTuple):
    """What a report says of an entry beside what all kinds have.

    The times are the service's, as it wrote them. resources are (what it is, what was done to it, its identifier), facts
    (what it is called, what it is), such as what the service's support asks for. name is what users call it, beside its id.
    """

    accepted: Optional[str] = None
    started: Optional[str] = None
    finished: Optional[str] = None
    resources: Sequence[tuple[Optional[str], Optional[str], Optional[str]]] = ()
    facts: Sequence[tuple[str, Optional[str]]] = ()
    name: Optional[str] = None


def _unknown_category(entry: Mapping[str, Any]) -> str:
    return Category.UNKNOWN


def _nothing_affected(entry: Mapping[str, Any]) -> Affected:
    return Affected()


def _times_only(entry: Mapping[str, Any]) -> Description:
    return Description(entry.get("time_accepted"), entry.get("time_started"), entry.get("time_finished"))


class OperationKind(NamedTuple):
    """What results and messages call one kind of operation, and how they read its entries.

    noun is its name in the middle of a sentence, result_key the key of its entries in a result, event_key that of one
    entry in a line of the progress file, errors_shown how many errors of one operation a failure message has.
    explains_itself says whether a message has the explanation beside errors: those of others than the service that explains.
    Of an entry of a result, categorize gives the category of a failure whose errors do not say it, affected the resources,
    describe what a report says of it.
    """

    noun: str
    result_key: str
    event_key: str
    errors_shown: int = 1
    explains_itself: bool = False
    categorize: Callable[[Mapping[str, Any]], str] = _unknown_category
    affected: Callable[[Mapping[str, Any]], Affected] = _nothing_affected
    describe: Callable[[Mapping[str, Any]], Description] = _times_only


class ErrorEntry(NamedTuple):
    """One error that a service reports for an operation. Absent parts are None; timestamp is as the service wrote it."""

    code: Optional[str] = None
    message: Optional[str] = None
    timestamp: Optional[str] = None
    category: str = Category.UNKNOWN


class LogEntry(NamedTuple):
    """One log line that a service reports for an operation. timestamp is as the service wrote it."""

    message: Optional[str] = None
    timestamp: Optional[str] = None


class Operation(NamedTuple):
    """One long-running operation as it was last observed.

    Times are strings as the service wrote them, percent_complete is 0 to 100, and what a service does not say is None.
    errors and logs are None until they are read: an empty tuple means that the service has none.
    explanation is what the service itself says about how it goes, outside errors and logs. answer is the body that all of
    this was read from, as it came.
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
    explanation: Optional[str] = None
    answer: Any = None
    details: Mapping[str, Any] = {}

    @property
    def ended(self) -> bool:
        return self.state in State.ENDED


class FaultKind:
    """What a waiter does about a fault."""

    TRANSIENT = "transient"  # retries
    UNRESOLVED = "unresolved"  # retries a few times: a host name cannot be resolved, and never could
    NOT_FOUND = "not_found"  # retries for a short while: an operation can be younger than its own record
    FATAL = "fatal"  # ends the wait

    RETRIED = frozenset((TRANSIENT, UNRESOLVED))


class Fault(NamedTuple):
    """Why a poll gave no operation. kind is one of FaultKind, message a whole sentence for the user."""

    kind: str
    message: str
    http_status: Optional[int] = None
    code: Optional[str] = None
    request_id: Optional[str] = None
    retry_after: Optional[float] = None  # seconds
    category: str = Category.UNKNOWN


class Observation(NamedTuple):
    """What one poll gave: either the operation or the fault that hid it.

    id is the operation's id, or the key under which a wait over several groups knows it. age is the operation's age in
    seconds by the server's clock, retry_after the seconds that the server asks to wait, request_id the server's
    correlation id of this poll, server_time its clock then, in seconds since 1970.
    """

    id: Any
    operation: Optional[Operation] = None
    fault: Optional[Fault] = None
    age: Optional[float] = None
    retry_after: Optional[float] = None
    request_id: Optional[str] = None
    server_time: Optional[float] = None
