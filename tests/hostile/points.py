# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of points: at which request of which task a fault happens, and what it must lead to there."""

from __future__ import annotations

import functools
from typing import Any, Mapping, NamedTuple, Optional

from .faults import GROUPS, Fault, Means
from .services import COMPARTMENT, FAILED, OCID_TYPE, SUCCEEDED

EVER = 10**9


class Leads:
    """How a task ends. judge.py says what each demands of the result."""

    RIGHT = "ends as its operation does"
    SAID = "ends as its operation does, and says what could not be read"
    FAILS = "fails at once, with the reason and the last observation"
    TIMES_OUT = "ends at the deadline, with the reason and the last observation"
    STAYS = "ends at the deadline, with the last observation"
    GIVES_UP = "fails after retries, with the reason"
    NOT_CANCELED = "ends at the deadline, and says that nothing was canceled"
    CANCELED = "ends at the deadline, with the cancellation requested"
    TOLD = "tells each event once, the end with its errors"
    GOES_ON = "tells each event once, and waits for as long as the service has asked for"
    ENDS = "ends at once, with the reason"


_ALL = (
    Means.TRANSIENT, Means.UNUSABLE, Means.THROTTLED, Means.BLOCKED, Means.LATE, Means.MISSING, Means.FATAL, Means.ODD, Means.UNKNOWN_HOST,
)  # fmt: skip


def _leads(default: str, **others: str) -> Mapping[str, str]:
    """A mapping with this default for everything but right answers."""
    named = {getattr(Means, name.upper()): leads for name, leads in others.items()}
    return {Means.GOOD: Leads.RIGHT, **dict.fromkeys(_ALL, default), **named}


#: What a fault leads to by what it means for the request: for a poll that is followed by others,
ONE_POLL = _leads(Leads.RIGHT, fatal=Leads.FAILS)
#: for the first, before which nothing was observed,
FIRST_POLL = {**ONE_POLL, Means.LATE: Leads.STAYS, Means.BLOCKED: Leads.STAYS}
#: for the first one of what is gone already, after which any other will do,
ONLY_POLL = _leads(Leads.RIGHT, fatal=Leads.FAILS)
#: for all polls from one on,
ALL_POLLS = _leads(Leads.TIMES_OUT, fatal=Leads.FAILS, odd=Leads.STAYS)
#: for all polls, the first included,
NO_POLL = _leads(Leads.TIMES_OUT, fatal=Leads.FAILS, odd=Leads.STAYS, unknown_host=Leads.FAILS)
#: for a list by which many are polled: they can be polled one by one instead,
POLLED_LIST = _leads(Leads.RIGHT)
POLLED_LISTS = _leads(Leads.RIGHT, blocked=Leads.TIMES_OUT)
#: for what explains a failure: once, always,
DETAIL = _leads(
    Leads.RIGHT, fatal=Leads.SAID, missing=Leads.SAID, late=Leads.SAID, blocked=Leads.SAID, unusable=Leads.SAID
)
DETAILS = _leads(Leads.SAID)
#: for what a task cannot do without: once, always,
READS = _leads(Leads.GIVES_UP, odd=Leads.RIGHT)
READ = {**READS, **dict.fromkeys((Means.TRANSIENT, Means.THROTTLED, Means.UNKNOWN_HOST), Leads.RIGHT)}
#: for what finds the operations of a wait, which has the time of the wait: once,
FIND = {**READ, **dict.fromkeys((Means.UNUSABLE, Means.LATE, Means.BLOCKED), Leads.RIGHT)}
#: for what is not needed,
NOTHING = _leads(Leads.RIGHT)
#: for the token without which no wait begins, and for one in its middle, with which the poll that needs it is tried again,
FIRST_TOKEN = {**READ, Means.UNUSABLE: Leads.RIGHT}
TOKEN = _leads(Leads.RIGHT, fatal=Leads.FAILS, missing=Leads.FAILS)
TOKENS = _leads(Leads.TIMES_OUT, fatal=Leads.FAILS, missing=Leads.FAILS)
#: for what is read of an operation whose end was observed,
ENDED = _leads(Leads.RIGHT)
#: and for the cancellation at the deadline.
LAST_CANCEL = {**_leads(Leads.NOT_CANCELED), Means.GOOD: Leads.CANCELED}
#: For an event source: a poll, what explains an end, and a list that was read before,
EVENT = {**_leads(Leads.TOLD, blocked=Leads.GOES_ON), Means.GOOD: Leads.TOLD}
EVENT_POLL = {**EVENT, Means.LATE: Leads.GOES_ON}
#: and its first list, when nothing could be read yet.
EVENT_LIST = {**EVENT_POLL, Means.FATAL: Leads.ENDS, Means.MISSING: Leads.ENDS}


#: What these mappings are about, as the documentation names it.
RULES: Mapping[str, Mapping[str, str]] = {
    "a first poll, which others follow": FIRST_POLL,
    "a later poll, which others follow": ONE_POLL,
    "a first poll of what any other shows at its end": ONLY_POLL,
    "all polls from one on": ALL_POLLS,
    "all polls from the first on": NO_POLL,
    "a list by which many are polled, once": POLLED_LIST,
    "a list by which many are polled, always": POLLED_LISTS,
    "what explains a failure, once": DETAIL,
    "what explains a failure, always": DETAILS,
    "what a task cannot do without, once": READ,
    "what a task cannot do without, always": READS,
    "what finds the operations of a wait, once": FIND,
    "what a task can do without": NOTHING,
    "the first token, once": FIRST_TOKEN,
    "a token that a later poll needs, once": TOKEN,
    "a token that a later poll needs, always": TOKENS,
    "an operation whose end was observed": ENDED,
    "the cancellation at the deadline": LAST_CANCEL,
    "a poll of an event source, once": EVENT_POLL,
    "what else an event source reads, once": EVENT,
    "the first list of an event source, once": EVENT_LIST,
}


class Point(NamedTuple):
    """Requests number first to last of one call, in a task that runs a module.

    after is the request with whose answer a fault of connections begins; none: it is there from the start. end and seconds are
    those of the operation's timeline. options of the module; by is how it is told what to work on: "id", "ids", "resource" or
    "compartment"; for a resource it is its goal, "active" or "gone". leads is one of the mappings above.
    """

    name: str
    module: str
    leads: Mapping[str, str]
    call: str
    first: int = 1
    last: int = EVER
    after: Optional[tuple[str, int]] = None
    api: str = "oci"
    by: str = "id"
    end: str = SUCCEEDED
    seconds: float = 0.3
    timeout: float = 8.0
    options: Mapping[str, Any] = {}
    renews: bool = (
        False  # the second poll is answered 401, and there is a new session by then, or a new token to be had
    )
    principal: bool = False  # authentication is that of a resource principal, whose tokens are the call "token"
    only: Optional[frozenset[str]] = None  # groups of faults that are worth the time here
    ocid_type: str = OCID_TYPE
    whole: bool = False  # every status is tried with every form of body here, and all that takes a process of its own

    @property
    def is_event_source(self) -> bool:
        """Whether it is an event source that runs, in place of a module in a task."""
        return self.module.startswith(EVENT_SOURCE)

    def takes(self, fault: Fault) -> bool:
        """Whether this fault can happen here."""
        call = "list of polls" if self.by == "ids" and self.call == "list" else self.call
        if fault.calls is not None and call not in fault.calls:
            return False
        if self.leads is ENDED and (fault.is_of_connection or fault.means == Means.ODD):
            return False
        if self.principal and self.renews and fault.is_of_connection:
            return False  # it would strike the polls as well
        is_of_oci = self.api == "resources" and fault.api == "oci" and fault.group != "what answers say"
        if (fault.api and fault.api != self.api and not is_of_oci) or (
            self.only is not None and fault.group not in self.only
        ):
            return False
        return fault.means != Means.ODD or self.call == "get"

    def means(self, fault: Fault) -> str:
        """What the fault means for the request here."""
        if fault.body_only and self.call == "delete":
            return Means.GOOD
        if self.principal and fault.name.endswith(", cut body"):
            return Means.TRANSIENT  # Oracle's SDK does not tell the status of an answer that it could not read
        if self.call == "result" and fault.means == Means.UNUSABLE:
            return Means.GOOD  # any JSON is the result of some call
        if self.is_gone_by(fault):
            return Means.GOOD
        return fault.means

    def is_gone_by(self, fault: Fault) -> bool:
        """Whether a resource is gone, as it is to be, because of what the fault says."""
        was_seen = self.first > 1 or bool(self.options.get("missing_ok"))
        return self.by == "gone" and was_seen and fault.name in SAYS_GONE

    @property
    def rule(self) -> str:
        """The name of the mapping."""
        return next(name for name, leads in RULES.items() if leads is self.leads)

    def pending_for(self, fault: Fault) -> float:
        """Seconds for which the operation is pending: for ever only where nothing but a right answer ends the wait."""
        ends = self.leads[Means.TRANSIENT] == Leads.TIMES_OUT and fault.means == Means.GOOD
        return min(self.seconds, 0.3) if ends else self.seconds

    def leads_to(self, fault: Fault) -> str:
        # What goes wrong with connections does so with those for single polls as well.
        leads = ALL_POLLS if self.leads is POLLED_LISTS and fault.is_of_connection else self.leads
        if leads is EVENT_POLL and fault.name.startswith("200 with Retry-After"):
            return Leads.GOES_ON
        return leads[self.means(fault)]

    def timeout_with(self, fault: Fault) -> float:
        """Seconds of the wait: few only where it comes to the deadline."""
        leads_to = self.leads_to(fault)
        if leads_to == Leads.FAILS:
            return 8.0
        if leads_to == Leads.TOLD:
            return self.timeout
        if fault.is_of_connection and self.leads is POLLED_LISTS and leads_to == Leads.TIMES_OUT:
            return 2.0
        far = fault.means in (Means.LATE, Means.BLOCKED) or fault.name.startswith("200 with Retry-After")
        return min(self.timeout, 2.5) if far else self.timeout


WAIT, INFO, CANCEL = "work_request_wait", "work_request_info", "work_request_cancel"
GG_WAIT, GG_INFO = "request_status_wait", "request_status_info"
EVENT_SOURCE = "event source "
EVENTS, GG_EVENTS = f"{EVENT_SOURCE}work_requests", f"{EVENT_SOURCE}goldengate_requests"
RESOURCE_EVENTS = f"{EVENT_SOURCE}resources"
RESOURCE_WAIT, RESOURCE_INFO = "resource_wait", "resource_info"
SHORT = 1.2
#: Faults in which a service says, with a code of its own, that it does not have what is asked for.
SAYS_GONE = frozenset(("404, JSON body", "410, JSON body"))
_READ = {"include": ["errors"]}


@functools.lru_cache(maxsize=1)
def table() -> tuple[Point, ...]:
    """Every point."""
    return (
        *_polls(),
        *_tokens(),
        *_details(),
        *_reads(),
        *_cancels(),
        *_resources(),
        *_goldengate(),
        *_event_sources(),
    )


def _polls() -> list[Point]:
    middle = ("get", 1)
    return [
        Point("the first poll", WAIT, FIRST_POLL, "get", 1, 1, whole=True),
        Point("the first poll and all others", WAIT, NO_POLL, "get", timeout=SHORT, seconds=60),
        Point("a poll in the middle", WAIT, ONE_POLL, "get", 2, 2, middle),
        Point("all polls from the middle on", WAIT, ALL_POLLS, "get", 2, EVER, middle, timeout=SHORT, seconds=60, whole=True),
        Point(
            "all polls from the middle on, with the default limits of a request",
            WAIT, ALL_POLLS, "get", 2, EVER, middle, timeout=SHORT, seconds=60, options={"connect_timeout": 10, "read_timeout": 60},
            only=frozenset(("connections", "TLS", "DNS")),
        ),
        Point("a poll in the middle, one of several kinds", "operation_wait", ONE_POLL, "get", 2, 2, middle),
        Point("the list by which many are polled", WAIT, POLLED_LIST, "list", 1, 1, middle, by="ids", timeout=15.0),
        Point("the list by which many are polled, always", WAIT, POLLED_LISTS, "list", 1, EVER, middle, by="ids", timeout=15.0),
        Point(
            "all polls of operations that a list has shown at their end",
            WAIT, ENDED, "get", by="ids", end=FAILED, seconds=0.2, timeout=6.0, ocid_type="mysqlworkrequest",
            options={"compartment_id": COMPARTMENT},
        ),
        Point("the request after a fresh authentication", WAIT, ONE_POLL, "get", 3, 3, ("get", 2), seconds=0.6, renews=True),
    ]  # fmt: skip


def _tokens() -> list[Point]:
    """Oracle's SDK requests tokens with connections of its own, so each is a process, and only some faults are worth the time."""
    some: dict[str, Any] = {"principal": True, "only": frozenset(("connections", "statuses", "bodies"))}
    middle = ("get", 2)
    return [
        Point("the token of a principal", WAIT, FIRST_TOKEN, "token", 1, 1, **some),
        Point("the token of a principal, always", WAIT, READS, "token", timeout=3.0, **some),
        Point("a fresh token in the middle", WAIT, TOKEN, "token", 2, 2, middle, seconds=0.6, renews=True, **some),
        Point("a fresh token in the middle, always", WAIT, TOKENS, "token", 2, EVER, middle, timeout=5.0, seconds=60, renews=True, **some),
    ]  # fmt: skip


def _details() -> list[Point]:
    failed: dict[str, Any] = {"end": FAILED, "seconds": 0.0}
    ended = ("get", 1)
    return [
        Point("errors", WAIT, DETAIL, "errors", 1, 1, ended, **failed),
        Point("errors, always", WAIT, DETAILS, "errors", 1, EVER, ended, timeout=2.0, **failed, whole=True),
        Point(
            "the second page of errors", WAIT, DETAILS, "errors page 2", 1, EVER, ("errors", 1), timeout=2.0, **failed
        ),
        Point("logs", WAIT, DETAIL, "logs", 1, 1, ("errors page 2", 1), **failed),
        Point("logs, always", WAIT, DETAILS, "logs", 1, EVER, ("errors page 2", 1), timeout=2.0, **failed),
    ]


def _reads() -> list[Point]:
    return [
        Point("a single read", INFO, READ, "get", 1, 1, options=_READ),
        Point("a single read, always", INFO, READS, "get"),
        Point("a list", INFO, READ, "list", 1, 1, by="compartment"),
        Point("a list, always", INFO, READS, "list", by="compartment", whole=True),
        Point("the search for a resource", WAIT, FIND, "search", 1, 1, by="resource"),
        Point("the search for a resource, always", WAIT, READS, "search", by="resource", timeout=3.0),
        Point("the list of a resource", WAIT, FIND, "list", 1, 1, ("search", 1), by="resource"),
        Point(
            "the list of a resource, always", WAIT, READS, "list", 1, EVER, ("search", 1), by="resource", timeout=3.0
        ),
    ]


def _cancels() -> list[Point]:
    read = ("get", 1)
    pending: dict[str, Any] = {"seconds": 60.0}
    return [
        Point("the read before a cancellation", CANCEL, READ, "get", 1, 1, **pending),
        Point("a cancellation", CANCEL, READ, "delete", 1, 1, read, **pending, whole=True),
        Point("a cancellation, always", CANCEL, READS, "delete", 1, EVER, read, **pending),
        Point("the read after a cancellation", CANCEL, NOTHING, "get", 2, EVER, ("delete", 1), **pending),
        Point(
            "the cancellation at the deadline", WAIT, LAST_CANCEL, "delete", 1, EVER, ("get", 2), timeout=0.5,
            options={"on_timeout": "cancel", "interval": 1, "max_interval": 1}, **pending,
        ),
    ]  # fmt: skip


def _resources() -> list[Point]:
    state: dict[str, Any] = {"api": "resources", "by": "active", "options": {"state": ["ACTIVE"]}}
    gone: dict[str, Any] = {"api": "resources", "by": "gone", "options": {"absent": True}}
    missing_ok = {**gone, "options": {"absent": True, "missing_ok": True}, "seconds": 0.0}
    one: dict[str, Any] = {"api": "resources", "by": "active"}
    listed: dict[str, Any] = {"api": "resources", "by": "compartment"}
    of_errors = frozenset(GROUPS) - {
        "connections",
        "bodies",
        "what answers say",
    }  # the others are of right answers that are no 404
    failed: dict[str, Any] = {**state, "end": FAILED, "seconds": 0.0}
    middle, long = ("get", 1), {"timeout": SHORT, "seconds": 60}
    return [
        Point("resource: the first poll", RESOURCE_WAIT, FIRST_POLL, "get", 1, 1, **state, whole=True),
        Point("resource: the first poll and all others", RESOURCE_WAIT, NO_POLL, "get", **state, **long),
        Point("resource: a poll in the middle", RESOURCE_WAIT, ONE_POLL, "get", 2, 2, middle, **state),
        Point("resource: all polls from the middle on", RESOURCE_WAIT, ALL_POLLS, "get", 2, EVER, middle, **state, **long),
        Point("resource: a poll in the middle, one of several kinds", "operation_wait", ONE_POLL, "get", 2, 2, middle, **one),
        Point("resource: the first poll of what is to be gone", RESOURCE_WAIT, FIRST_POLL, "get", 1, 1, **gone),
        Point("resource: a poll of what is to be gone", RESOURCE_WAIT, ONE_POLL, "get", 2, 2, middle, **gone, seconds=0.5, whole=True),
        Point("resource: all polls of what is to be gone from the middle on", RESOURCE_WAIT, ALL_POLLS, "get", 2, EVER, middle, **gone, **long),
        Point("resource: the first poll of what may be gone", RESOURCE_WAIT, ONLY_POLL, "get", 1, 1, **missing_ok, only=of_errors),
        Point("resource: the list of its work requests", RESOURCE_WAIT, DETAIL, "list", 1, 1, middle, **failed),
        Point("resource: the list of its work requests, always", RESOURCE_WAIT, DETAILS, "list", 1, EVER, middle, timeout=2.0, **failed),
        Point("resource: the errors of its latest work request", RESOURCE_WAIT, DETAIL, "errors", 1, 1, ("list", 1), **failed),
        Point(
            "resource: the errors of its latest work request, always", RESOURCE_WAIT, DETAILS, "errors", 1, EVER, ("list", 1),
            timeout=2.0, **failed,
        ),
        Point("resource: a single read", RESOURCE_INFO, READ, "get", 1, 1, **one),
        Point("resource: a single read, always", RESOURCE_INFO, READS, "get", **one),
        Point("resource: the search of a compartment", RESOURCE_INFO, READ, "search", 1, 1, **listed),
        Point("resource: the search of a compartment, always", RESOURCE_INFO, READS, "search", **listed),
    ]  # fmt: skip


def _goldengate() -> list[Point]:
    gg: dict[str, Any] = {"api": "goldengate"}
    middle = ("get", 1)
    return [
        Point("GoldenGate: the first poll", GG_WAIT, FIRST_POLL, "get", 1, 1, **gg),
        Point("GoldenGate: the first poll and all others", GG_WAIT, NO_POLL, "get", timeout=SHORT, seconds=60, **gg),
        Point("GoldenGate: a poll in the middle", GG_WAIT, ONE_POLL, "get", 2, 2, middle, **gg, whole=True),
        Point("GoldenGate: all polls from the middle on", GG_WAIT, ALL_POLLS, "get", 2, EVER, middle, timeout=SHORT, seconds=60, **gg),
        Point("GoldenGate: a poll in the middle, one of several kinds", "operation_wait", ONE_POLL, "get", 2, 2, middle, **gg),
        Point("GoldenGate: the result", GG_WAIT, DETAIL, "result", 1, 1, middle, end=FAILED, seconds=0.0, **gg),
        Point("GoldenGate: the result, always", GG_WAIT, DETAILS, "result", 1, EVER, middle, end=FAILED, seconds=0.0, timeout=2.0, **gg),
        Point("GoldenGate: what explains an error", GG_WAIT, NOTHING, "oggerr", 1, EVER, ("result", 1), end=FAILED, seconds=0.0, **gg),
        Point("GoldenGate: a single read", GG_INFO, READ, "get", 1, 1, **gg),
        Point("GoldenGate: a single read, always", GG_INFO, READS, "get", **gg),
        Point("GoldenGate: the list", GG_INFO, READ, "list", 1, 1, by="list", **gg),
        Point("GoldenGate: the list, always", GG_INFO, READS, "list", by="list", **gg),
    ]  # fmt: skip


def _event_sources() -> list[Point]:
    read = ("get", 1)
    failed: dict[str, Any] = {"end": FAILED, "seconds": 0.3, "timeout": 12.0}
    other: dict[str, Any] = {
        **failed,
        "only": frozenset(GROUPS) - {"statuses"},
    }  # what they mean is the same for each request
    state: dict[str, Any] = {"api": "resources", "by": "active", "options": {"state": ["ACTIVE"]}}
    return [
        Point("event source: a poll", EVENTS, EVENT_POLL, "get", 2, 2, read, **failed),
        Point("event source: the errors", EVENTS, EVENT, "errors", 1, 1, ("get", 1), **{**other, "seconds": 0.0}),
        Point("event source: the first list", EVENTS, EVENT_LIST, "list", 1, 1, by="compartment", **other),
        Point("event source: a list", EVENTS, EVENT, "list", 2, 2, ("list", 1), by="compartment", **{**other, "seconds": 1.3}),
        Point("event source: a poll of a resource", RESOURCE_EVENTS, EVENT_POLL, "get", 2, 2, read, **state, **failed),
        Point("event source: the first search", RESOURCE_EVENTS, EVENT_LIST, "search", 1, 1, api="resources", by="compartment", **{**other, "seconds": 2.5}),
        Point("event source: a search", RESOURCE_EVENTS, EVENT, "search", 2, 2, ("search", 1), api="resources", by="compartment", **{**other, "seconds": 1.3}),
        Point("event source: a poll of GoldenGate", GG_EVENTS, EVENT_POLL, "get", 2, 2, read, api="goldengate", **failed),
        Point("event source: the list of GoldenGate", GG_EVENTS, EVENT_LIST, "list", 1, 1, api="goldengate", by="list", **other),
    ]  # fmt: skip
