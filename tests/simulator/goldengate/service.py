# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GoldenGate as one object: what tests and scripts ask of it, and what the application does."""

from __future__ import annotations

import pathlib
from typing import Any, Callable, Iterable, Mapping, Optional, Union

from werkzeug.wrappers import Request, Response

from ..journal import Entry
from ..scenario import ScenarioError
from . import answers, places, sign_in
from .calls import Call
from .handlers import Handlers
from .settings import Settings
from .store import Request as Asynchronous, Store
from .timeline import Definition, Step


class GoldenGate:
    """The services of one or more deployments, and their Service Manager."""

    username, password, token = sign_in.ADMINISTRATOR, sign_in.PASSWORD, sign_in.TOKEN
    user, user_password, user_token = sign_in.USER, sign_in.USER_PASSWORD, sign_in.USER_TOKEN  # of role User

    def __init__(
        self, settings: Mapping[str, Any], clock: Callable[[], float], speed: float = 1, authenticate: bool = True
    ) -> None:
        self.root = ""  # the server's URL, once it runs
        self.client_cert: Optional[pathlib.Path] = None  # only with TLS
        self.client_key: Optional[pathlib.Path] = None
        self._settings = read = Settings.of(settings)
        self._clock = clock
        self._store = Store(clock, speed)
        gate = sign_in.SignIn(read.users, read.tokens, read.wrong_credentials) if authenticate else None
        self._handlers = Handlers(read, self._store, gate, clock)
        for request in read.requests:
            self.launch_many(**request)

    # what happens on it

    def launch(self, service: Optional[str] = None, **definition: Any) -> Asynchronous:
        """Start one request, as if the service had just answered 202: steps=, or seconds=, outcome=, messages=, result=, ..."""
        return self.launch_many(service, **definition)[0]

    def launch_many(self, service: Optional[str] = None, **definition: Any) -> list[Asynchronous]:
        """The same with count=."""
        read = Definition.of(
            definition if service is None else {**definition, "service": service}, self._settings.templates
        )
        return self._store.launch(read, self.service(read.service))

    def on(self, method: str, path: str, **call: Any) -> None:
        """From now on answer this call so: request=, id_in=, status=, messages=, service=. path is below the version."""
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
        """End a request now, or give it any other progress for good."""
        found = self.find(request)
        found.request_status = request_status or found.request_status
        self._store.finish(found, *(Step(0, message=message) for message in messages), Step(0, progress))

    def remove(self, request: Union[int, Asynchronous]) -> None:
        """Forget a request: 404 from now on."""
        self._store.remove(self.find(request).id)

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

    # where it is

    def service(self, name: Optional[str] = None) -> str:
        """The full name of a service: that of distsrvr is Local/distsrvr, that of None is Local/adminsrvr."""
        deployment, _slash, service = (name or places.ADMINISTRATION).rpartition("/")
        if service == places.SERVICE_MANAGER and not deployment:
            return service
        deployment = deployment or self._settings.deployments[0]
        if deployment not in self._settings.deployments or service not in places.SERVICES:
            raise ScenarioError(f"GoldenGate has no service {name}")
        return f"{deployment}/{service}"

    def url(self, form: str = "direct", service: Optional[str] = None) -> str:
        """A service's URL with the version: form is direct (a port of its own), proxy, or single (the only deployment)."""
        return f"{self.root}{places.root(form, self.service(service), self._settings.deployments)}/v2"

    def address(self, service: Optional[str] = None) -> str:
        """What stands for the host and port of one service: the module's option url, for the form direct."""
        return self.url("direct", service).rpartition("/services")[0]

    # what it answers

    @staticmethod
    def has(path: str) -> bool:
        """Whether a path is one of GoldenGate's."""
        return places.has(path)

    def find_answer(self, request: Request, entry: Entry) -> Callable[[], Response]:
        """What a request is for; see Handlers.find."""
        return self._handlers.find(request, entry)

    def error_body(self, status: int) -> dict[str, Any]:
        """The body of an error that something else than a handler makes."""
        return answers.error_body(status, self._clock())
