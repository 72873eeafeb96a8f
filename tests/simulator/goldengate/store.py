# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of all asynchronous requests of all services: launch, find, finish, remove."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field
from typing import Callable, Optional

from ..scenario import ScenarioError
from .timeline import Definition, Snapshot, Step, Timeline

FIRST_ID = 425988381


@dataclass
class Request:
    """One asynchronous request. accepted: seconds since the epoch."""

    id: int
    service: str
    definition: Definition
    accepted: float
    timeline: Timeline
    request_status: Optional[int]
    late: dict[str, int]  # by call, how many are still to be answered with 202
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)


class Store:
    """Requests by service and id. speed: seconds of a timeline that pass in one second of the clock."""

    def __init__(self, clock: Callable[[], float], speed: float) -> None:
        self._clock = clock
        self._speed = speed
        self._requests: dict[int, Request] = {}
        self._numbers = itertools.count(FIRST_ID)

    def launch(self, definition: Definition, service: str) -> list[Request]:
        """Start definition.count requests."""
        if definition.id is not None and (definition.count != 1 or definition.id in self._requests):
            raise ScenarioError("an id can be given to one request only")
        return [self._launch(definition, service) for _each in range(definition.count)]

    def _launch(self, definition: Definition, service: str) -> Request:
        number = next(self._numbers) if definition.id is None else definition.id
        accepted = self._clock() - definition.accepted / self._speed
        late = {"get": definition.late_polls, "result": definition.late_results}
        request = Request(number, service, definition, accepted, definition.timeline, definition.request_status, late)
        self._requests[number] = request
        return request

    def elapsed(self, request: Request) -> float:
        return (self._clock() - request.accepted) * self._speed

    def snapshot(self, request: Request) -> Snapshot:
        return request.timeline.at(self.elapsed(request))

    def time(self, request: Request, offset: float) -> float:
        """The time, in seconds since the epoch, of an offset in the timeline."""
        return request.accepted + offset / self._speed

    def find(self, service: str, number: int) -> Optional[Request]:
        """The request, if this service shows it: it is the service's own, not before visible_after and until gone_after."""
        request = self._requests.get(number)
        if request is None or not self._listed(request, service):
            return None
        gone = request.definition.gone_after
        return request if gone is None or self.elapsed(request) < gone else None

    def _listed(self, request: Request, service: str) -> bool:
        return request.service == service and self.elapsed(request) >= request.definition.visible_after

    def peek(self, number: int) -> Optional[Request]:
        """The request, whether its service shows it or not."""
        return self._requests.get(number)

    def clear(self) -> None:
        self._requests.clear()

    def all(self, service: Optional[str] = None) -> list[Request]:
        """The requests that a service lists, or all services, the oldest first."""
        return [
            request for request in list(self._requests.values()) if self._listed(request, service or request.service)
        ]

    def is_late(self, request: Request, call: str) -> bool:
        """Whether the answer to a GET of a request, or of its result, outlasts the synchronous wait this time."""
        with request.lock:
            request.late[call] -= 1
            return request.late[call] >= 0

    def remove(self, number: int) -> None:
        self._requests.pop(number, None)

    def finish(self, request: Request, *steps: Step) -> None:
        """Apply these steps now, whatever their `at`, and drop all later steps."""
        with request.lock:
            now = self.elapsed(request)
            request.timeline = request.timeline.then(now, *(Step(now, step.progress, step.message) for step in steps))
