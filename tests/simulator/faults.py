# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fault injection: errors, invalid bodies, delays and broken connections for the requests that match."""

from __future__ import annotations

import itertools
import json
import re
import threading
from dataclasses import dataclass, field, fields
from typing import Any, Callable, Mapping, Optional

from .journal import Entry
from .oci.answers import error_body
from .scenario import ScenarioError

UNSET: Any = object()
HTML = "<html>\r\n<head><title>%(status)d</title></head>\r\n<body><center><h1>%(status)d</h1></center><hr><center>proxy</center></body>\r\n</html>\r\n"
BODIES = ("error", "html", "empty", "garbage", "truncated", "huge")
_numbers = itertools.count(1)


@dataclass
class Fault:
    """The criteria of a fault, which must all match, and its effects.

    With neither status nor body nor a broken connection the real answer is sent, late or with other headers.
    """

    method: Optional[str] = None
    path: Optional[str] = None  # regular expression, searched in path and query as sent
    service: Optional[str] = None  # title of a family; GoldenGate: Local/adminsrvr
    call: Optional[str] = (
        None  # get, list, ..., as in the journal; GoldenGate: list, get, result, launch, oggerr; principals: see their service
    )
    operation: Optional[str] = None  # id
    skip: int = 0  # number of matching requests that pass first
    times: Optional[int] = 1  # number of requests it applies to; None: all
    rate: Optional[float] = None  # a rate limit: so many requests a second pass, with a burst of as many

    status: Optional[int] = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = UNSET  # JSON, or text that is sent unchanged
    kind: str = "error"  # of the body, if there is no body
    size: int = 10_000_000  # bytes of a huge body
    delay: float = 0  # real seconds before the answer
    dribble: float = 0  # real seconds between two bytes of the body
    reset: bool = False  # close the connection with a TCP reset
    close: bool = False  # close the connection without an answer
    id: int = field(default_factory=lambda: next(_numbers))
    _allowed: float = field(default=0.0, init=False)  # requests that may pass at once
    _since: Optional[float] = field(default=None, init=False)  # time of that number, in monotonic seconds

    @classmethod
    def of(cls, definition: Mapping[str, Any]) -> Fault:
        unknown = set(definition) - ({item.name for item in fields(cls) if item.init} - {"id"})
        if unknown:
            raise ScenarioError(f"a fault has no key {', '.join(sorted(unknown))}")
        fault = cls(**definition)
        if fault.kind not in BODIES:
            raise ScenarioError(f"kind of a fault is one of {', '.join(BODIES)}, not {fault.kind!r}")
        try:
            re.compile(fault.path or "")
        except re.error as error:
            raise ScenarioError(f"path of a fault must be a regular expression, not {fault.path!r}: {error}") from error
        return fault

    def matches(self, entry: Entry, target: str) -> bool:
        return (
            (
                entry.method != "CONNECT" or self.method == "CONNECT"
            )  # a fault for a request must not hit the CONNECT of its tunnel
            and all(
                mine is None or mine == theirs
                for mine, theirs in (
                    (self.method, entry.method),
                    (self.service, entry.service),
                    (self.call, entry.call),
                    (self.operation, entry.operation),
                )
            )
            and (self.path is None or re.search(self.path, target) is not None)
        )

    def within_rate(self, now: float) -> bool:
        """Whether a matching request at this monotonic time is within the rate, and so passes."""
        if self.rate is None:
            return False
        burst = max(1.0, self.rate)
        self._allowed = burst if self._since is None else min(burst, self._allowed + (now - self._since) * self.rate)
        self._since = now
        if self._allowed < 1:
            return False
        self._allowed -= 1
        return True

    @property
    def replaces(self) -> bool:
        """Whether the answer is that of the fault, not of the service."""
        return self.status is not None or self.body is not UNSET or self.kind != "error"

    def answer(self, errors: Callable[[int], Any] = error_body) -> tuple[int, list[tuple[str, str]], bytes, int]:
        """Status, headers, the bytes that are sent, and the content length. errors makes the body of an error."""
        status = self.status or 200
        kind = "application/json"
        if self.body is not UNSET:
            data = (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()
        elif self.kind == "html":
            kind, data = "text/html", (HTML % {"status": status}).encode()
        elif self.kind == "empty":
            data = b""
        elif self.kind == "garbage":
            data = b'{"id": "ocid1.\xff\xfe'
        elif self.kind == "huge":
            data = b'{"id": "' + b"a" * self.size + b'"}'
        else:
            data = json.dumps(errors(status)).encode()
        announced = len(data)
        if self.kind == "truncated":
            data = data[: len(data) // 2]
        headers = {"content-type": kind, **{name.lower(): value for name, value in self.headers.items()}}
        return status, list(headers.items()), data, announced


class Faults:
    """Active faults in the order of their injection: the first that matches applies."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, definition: Mapping[str, Any]) -> Fault:
        fault = Fault.of(definition)
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, entry: Entry, target: str) -> Optional[Fault]:
        with self._lock:
            for fault in self._faults:
                if not fault.matches(entry, target):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.within_rate(entry.monotonic):
                    continue
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def __len__(self) -> int:
        return len(self._faults)
