# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OCI as one object: authentication, dispatch of requests, and the API for tests and scripts."""

from __future__ import annotations

import time
from typing import Any, Callable, Mapping, NamedTuple, Optional, Sequence

from cryptography.hazmat.primitives import serialization
from werkzeug.wrappers import Request, Response

from ..credentials import KeyRing, Signer
from ..families import Served
from ..journal import Entry
from ..lifecycle import Definition as ResourceDefinition
from ..resource_types import Types
from ..scenario import Definition, Launch, Scenario, ScenarioError, finishing_steps
from . import answers, search
from .answers import NOT_FOUND, ApiError, json_response
from .handlers import WorkRequests, operation_id
from .launches import WORK_REQUEST_ID, Launches
from .resource_changes import ResourceChanges
from .resource_store import Resource, Resources
from .resources import ResourceCalls, Wanted
from .routes import Route
from .signatures import FOR_ALL, INCORRECT, ON_BEHALF, verify
from .store import Operation, Store

LARGEST_BODY = 1_000_000  # bytes


class Call(NamedTuple):
    """The call of a request, as its path determines it."""

    name: Optional[str]  # as in the journal; None: no such call
    routes: Sequence[Route] = ()
    operation: Optional[Operation] = None
    launch: Optional[tuple[Launch, Mapping[str, str]]] = None
    resource: Optional[Wanted] = None


class Cloud:
    """Work requests of all families, the calls that start them, resources, and the keys that may sign."""

    error_body = staticmethod(answers.error_body)

    def __init__(
        self,
        scenario: Scenario,
        served: Served,
        clock: Callable[[], float],
        speed: float,
        authenticate: bool,
        types: Types,
    ) -> None:
        self.keys = KeyRing()
        self.routes = served.routes
        self.store = Store(served, clock, speed, scenario.forget_after)
        self.work_requests = WorkRequests(self.store, scenario, served)
        self.resources = Resources(types, self.store, scenario, clock, speed)
        changes = ResourceChanges(self.resources, self.store, scenario, self.routes.titles)
        self.resource_calls = ResourceCalls(self.resources, changes)
        self.clock_skew = 0.0  # seconds by which the clock that checks signatures is fast
        self._launches = Launches(self.store, scenario)
        self._scenario = scenario
        self._authenticate = authenticate
        self.search_lag = scenario.search_lag  # seconds
        self._searches = served.edition is None  # an appliance has no Resource Search
        for name, template in scenario.templates.items():
            if template.get("service", "work_requests") not in self.routes.titles:
                raise ScenarioError(
                    f"template {name}: there is no service {template['service']!r}; /control/families lists them"
                )
            self._check_plays(template)
        for resource in scenario.resources:
            self.add_resource(resource)
        for operation in scenario.operations:
            self.launch(operation)

    def _check_plays(self, template: Mapping[str, Any]) -> None:
        """Reports mistakes in what a template plays at the start. Without a type, only the resource knows its words."""
        for named in template.get("resources") or ():
            plays = named.get("plays")
            if isinstance(plays, str) or (plays and "type" in plays):
                self.resources.effect(Definition.of(template, {}), named)

    # operations, resources and keys

    def launch(self, definition: Mapping[str, Any]) -> list[Operation]:
        """Start operations as if a service had just accepted them."""
        return self.store.launch(Definition.of(definition, self._scenario.templates))

    def finish(self, operation: Operation, **how: Any) -> None:
        """End an operation now: status, percent, errors, log, explanation."""
        self.store.finish(operation, *finishing_steps(**how))

    def add_resource(self, definition: Mapping[str, Any]) -> list[Resource]:
        """Make resources as if they had been made long ago."""
        return self.resources.add(ResourceDefinition.of(definition, self.resources.types))

    def add_key(self, public_key: Optional[str] = None, token: Optional[str] = None, **of: Any) -> Signer:
        """Register a public key (PEM) for tenancy and user, or for a session token."""
        key: Any = serialization.load_pem_public_key(public_key.encode()) if public_key else None
        return self.keys.add_session(token, key, **of) if token else self.keys.add_user(key=key, **of)

    # answers

    def find_answer(self, request: Request, target: str, entry: Entry) -> Callable[[], Response]:
        """Find the call of a request and enter it into the journal. Returns a function that gives the answer or raises ApiError."""
        entry.request_id = answers.request_id(request.headers.get("opc-request-id"))
        call = self._find(request, entry)
        return lambda: self._answer(request, target, entry, call)

    def _find(self, request: Request, entry: Entry) -> Call:
        family, path = self.routes.split(request.path)
        entry.service = family.title if family else None
        routes = self.routes.match(request.path, request.host)
        wanted, operation = self.work_requests.choose(request.method, routes)
        service = family.service if family else None
        if family is None and not routes:
            service, path = self.resource_calls.split(path)
        launch, resource = None if routes else self._launches.match(request.method, path), None
        if launch is not None:
            entry.call = "launch"
        elif path.rstrip("/") == "/n":
            entry.call = "namespace"
        elif self._searches and search.is_search(request.method, path):
            entry.call = "search"
        elif operation is None and (not routes or (wanted and wanted[0].call == "get")):
            resource = self.resource_calls.choose(request, service, path)
            if routes and (resource is None or resource.resource is None):
                resource = None  # a work request that there is not
        if resource is not None:
            entry.call, entry.service = resource.call, resource.kind.row.service
            entry.operation = resource.values.get(resource.kind.row.id)
        elif wanted:
            entry.call = wanted[0].call
            entry.operation = operation_id(wanted[0]) if wanted[0].call != "list" else None
            if operation is not None or len(wanted) == 1:
                entry.service = wanted[0].family.title
        return Call(entry.call, wanted or routes, operation, launch, resource)

    def _answer(self, request: Request, target: str, entry: Entry, call: Call) -> Response:
        if (request.content_length or 0) > LARGEST_BODY:
            raise ApiError(413, "The body of the request is too large.")
        if not self._may_be_unsigned(request, call) and not self.verified(request, target, entry).allowed:
            raise ApiError(404, NOT_FOUND)
        if call.launch is not None:
            response = self._launches.answer(request, *call.launch)
            entry.operation = response.headers[WORK_REQUEST_ID]
            return response
        if call.name == "namespace":
            return json_response(self._scenario.namespace)
        if call.name == "search":
            return search.answer(request, self.store, self.resources, self.search_lag)
        if call.resource is not None:
            return self.resource_calls.answer(request, call.resource, entry)
        if not call.routes:
            raise ApiError(404, NOT_FOUND)
        if call.name is None:
            raise ApiError(405, headers={"Allow": ", ".join(sorted({route.method for route in call.routes}))})
        return self.work_requests.answer(request, call.routes, call.operation)

    def _may_be_unsigned(self, request: Request, call: Call) -> bool:
        changes = call.launch is not None or call.name in ("create", "delete", "action")
        return not self._authenticate or (
            changes and self._scenario.unsigned_launches and "Authorization" not in request.headers
        )

    def now(self) -> float:
        """The time by which signatures and tokens are checked, in seconds since the epoch."""
        return time.time() + self.clock_skew

    def verified(
        self,
        request: Request,
        target: str,
        entry: Entry,
        find: Optional[Callable[[str], Optional[Signer]]] = None,
        required: Sequence[str] = FOR_ALL,
    ) -> Signer:
        """The signer of a request, entered into the journal. Raises ApiError (401). find: other signers than users and sessions."""
        now = self.now()
        try:
            signer = verify(
                request.method, target, request.headers, request.get_data(), find or self.keys.find, now, required
            )
            if ON_BEHALF in request.headers and not self.keys.delegates(request.headers[ON_BEHALF], now):
                raise ApiError(401, INCORRECT)
        except ApiError as error:
            entry.signature = error.body["message"]
            raise
        entry.signature = "valid"
        return signer
