# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GoldenGate as one object: dispatch of its requests, and the API for tests and scripts."""

from __future__ import annotations

import pathlib
from typing import Any, Callable, Iterable, Mapping, Optional, Union
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from ..journal import Entry
from ..scenario import ScenarioError
from . import answers, authentication, places
from .calls import Call
from .handlers import Handlers
from .settings import Settings
from .store import Request as Asynchronous, Store
from .timeline import Definition, Step


class GoldenGate:
    """The services of one or more deployments, and the Service Manager."""

    username, password, token = authentication.ADMINISTRATOR, authentication.PASSWORD, authentication.TOKEN
    user, user_password, user_token = (
        authentication.USER,
        authentication.USER_PASSWORD,
        authentication.USER_TOKEN,
    )  # of role User

    def __init__(
        self, settings: Mapping[str, Any], clock: Callable[[], float], speed: float = 1, authenticate: bool = True
    ) -> None:
        self.root = ""  # the server's URL, once it runs
        self.client_cert: Optional[pathlib.Path] = None  # only with TLS
        self.client_key: Optional[pathlib.Path] = None
        self._settings = read = Settings.of(settings)
        self._clock = clock
        self._store = Store(clock, speed)
        checks = (
            authentication.Authentication(read.users, read.tokens, read.wrong_credentials) if authenticate else None
        )
        self._handlers = Handlers(read, self._store, checks, clock)
        for request in read.requests:
            self.launch_many(**request)

    # requests and calls

    def launch(self, service: Optional[str] = None, **definition: Any) -> Asynchronous:
        """Start one request, as if a service had just answered 202. definition: the keys of a template (steps=, seconds=, outcome=, ...)."""
        return self.launch_many(service, **definition)[0]

    def launch_many(self, service: Optional[str] = None, **definition: Any) -> list[Asynchronous]:
        """Start as many requests as count=."""
        read = Definition.of(
            definition if service is None else {**definition, "service": service}, self._settings.templates
        )
        return self._store.launch(read, self.service(read.service))

    def on(self, method: str, path: str, **call: Any) -> None:
        """Define the answer to a call from now on: request=, id_in=, status=, messages=, service=. path: below the version."""
        read = Call.of({"method": method, "path": path, **call})
        Definition.of(read.request, self._settings.templates)
        self._handlers.calls.insert(0, read)

    def finish(
        self,
        request: Union[int, Asynchronous],
        progress: str = "succeeded",
        messages: Iterable[Any] = (),
        request_status: Optional[int] = None,
    ) -> None:
        """End a request now, or set any other progress, which does not change any more."""
        found = self.find(request)
        found.request_status = request_status or found.request_status
        self._store.finish(found, *(Step(0, message=message) for message in messages), Step(0, progress))

    def remove(self, request: Union[int, Asynchronous]) -> None:
        """Remove a request: 404 from now on."""
        self._store.remove(self.find(request).id)

    def clear(self) -> None:
        """Remove all requests."""
        self._store.clear()

    def find(self, request: Union[int, Asynchronous]) -> Asynchronous:
        found = self._store.peek(request) if isinstance(request, int) else request
        if found is None:
            raise ValueError(f"there is no GoldenGate request {request}")
        return found

    def all(self) -> list[Asynchronous]:
        """Every request of every service, the oldest first."""
        return self._store.all()

    def state(self, request: Asynchronous) -> dict[str, Any]:
        """A request as an ogg:request."""
        return self._handlers.state(request)

    # addresses

    def service(self, name: Optional[str] = None) -> str:
        """The full name of a service: Local/distsrvr for distsrvr, Local/adminsrvr for None."""
        deployment, _slash, service = (name or places.ADMINISTRATION).rpartition("/")
        if service == places.SERVICE_MANAGER and not deployment:
            return service
        deployment = deployment or self._settings.deployments[0]
        if deployment not in self._settings.deployments or service not in self._settings.all_services:
            raise ScenarioError(f"GoldenGate has no service {name}")
        return f"{deployment}/{service}"

    def url(self, form: str = "direct", service: Optional[str] = None) -> str:
        """The URL of a service with the version. form: direct (a port of its own), proxy, or single (the only deployment)."""
        return f"{self.root}{quote(places.root(form, self.service(service), self._settings.deployments))}/v2"

    def address(self, service: Optional[str] = None) -> str:
        """The option url of the modules for one service in the form direct."""
        return self.url("direct", service).rpartition("/services")[0]

    # what it answers

    @staticmethod
    def has(path: str) -> bool:
        """Whether a path is one of GoldenGate's."""
        return places.has(path)

    def find_answer(self, request: Request, entry: Entry) -> Callable[[], Response]:
        """See Handlers.find."""
        return self._handlers.find(request, entry)

    def error_body(self, status: int) -> dict[str, Any]:
        """The body of an error that no handler makes, such as a fault."""
        return answers.error_body(status, self._clock())
