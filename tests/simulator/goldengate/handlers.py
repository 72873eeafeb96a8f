# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers the calls of GoldenGate's services."""

from __future__ import annotations

import functools
import itertools
import json
import re
from typing import Any, Callable, Mapping, Optional

from werkzeug.wrappers import Request, Response

from ..faults import HTML
from ..journal import Entry
from ..oci.answers import json_response
from ..oci.launches import filled
from ..oci.routes import Paths
from . import answers, places
from .authentication import ROLES, Authentication, require
from .calls import Call
from .settings import Settings
from .store import Request as Asynchronous, Store
from .timeline import FINISHED, STATUS, Definition, Timeline

#: The address of a service behind a proxy, as the service itself sees it.
INTERNAL = "http://localhost:9012/services"
#: The role for calls that start requests.
OPERATOR = "Operator"
#: Seconds of the timeline that a GET takes which outlasts the synchronous wait.
LATE = 0.5
LONGEST_REASON = 32  # characters of the reason in an ogg:requestResult


class Handlers:
    """All calls of all services. Their roles are the "Required Role" of Oracle's documentation; "Any" is User here."""

    def __init__(
        self, settings: Settings, store: Store, authentication: Optional[Authentication], clock: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._store = store
        self._authentication = authentication  # None: every request is authorized
        self._clock = clock
        self.calls = list(settings.calls)  # the first match is used
        self._on_time = itertools.count(-settings.late_lists)  # negative: this list is late
        self._routes = [
            (re.compile(pattern), name, role, handler)
            for pattern, name, role, handler in (
                (r"", "versions", "User", self._versions),
                (r"v2", "version", "User", self._version),
                (r"v2/authorizations", "roles", "Security", self._roles),
                (r"v2/requests", "list", "Administrator", self._list),
                (r"v2/requests/(?P<id>[0-9]+)", "get", "User", self._get),
                (r"v2/requests/(?P<id>[0-9]+)/result", "result", "User", self._result),
                (r"v2/oggerr/(?P<id>OGG-[0-9]{5})", "oggerr", "User", self._explanation),
            )
        ]

    def find(self, request: Request, entry: Entry) -> Callable[[], Response]:
        """Find the call of a request and enter it into the journal. Returns a function that gives the answer or raises ApiError."""
        place = places.find(request.path, self._settings.deployments, self._settings.all_services)
        entry.service = place.service
        for pattern, name, role, handler in self._routes:
            match = pattern.fullmatch(place.rest)
            if match and request.method in ("GET", "HEAD"):
                entry.call, entry.operation = name, match.groupdict().get("id")
                return self._answer(
                    request, entry, place, role, functools.partial(handler, place, request, entry.operation)
                )
        found = self._call(request.method, place)
        entry.call = "launch" if found else None
        return self._answer(
            request, entry, place, OPERATOR, functools.partial(self._launch, place, request, entry, found)
        )

    def _answer(
        self, request: Request, entry: Entry, place: places.Place, role: str, handler: Callable[[], Response]
    ) -> Callable[[], Response]:
        def answer() -> Response:
            if place.service is None:  # the answer of a proxy that knows no such service
                return Response(HTML % {"status": 404}, 404, content_type="text/html")
            if self._authentication is not None:
                self._check(self._authentication, request, entry, role)
            return handler()

        return answer

    def _check(self, authentication: Authentication, request: Request, entry: Entry, role: str) -> None:
        try:
            require(authentication.role(request, self._clock()), role, self._clock())
        except answers.GoldenGateError as error:
            entry.signature = error.body["messages"][0]["title"]
            raise
        entry.signature = "valid"

    def _error(self, status: int) -> answers.GoldenGateError:
        return answers.GoldenGateError(status, answers.NO_SUCH_RESOURCE, self._clock())

    # links

    def _base(self, place: places.Place, request: Request) -> str:
        """The beginning of links, up to the version."""
        if self._settings.links == "internal":
            return f"{INTERNAL}/v2"
        twice = place.base if self._settings.links == "doubled" else ""
        return f"{request.host_url.rstrip('/')}{place.base}{twice}/v2"

    def _links(self, base: str, path: str, schema: str) -> list[dict[str, str]]:
        here = base + path
        described = answers.link("describedby", f"{base}/metadata-catalog/{schema}", "application/schema+json")
        return [answers.link("canonical", here), answers.link("self", here), described]

    def _request_links(self, base: str, number: int) -> list[dict[str, str]]:
        path = f"/requests/{number}"
        return [answers.link("related", f"{base}{path}/result"), *self._links(base, path, "request")]

    # requests

    def _list(self, place: places.Place, request: Request, _id: Any) -> Response:
        base = self._base(place, request)
        items = [
            {
                "links": [
                    answers.link("parent", f"{base}/requests"),
                    answers.link("canonical", f"{base}/requests/{each.id}"),
                ],
                "name": str(each.id),
                "status": self._store.snapshot(each).progress,
            }
            for each in self._store.all(place.service)
        ]
        answer = self._collection(base, "/requests", "requests", items)
        return self._later(place, request, answer) if next(self._on_time) < 0 else answer

    def _collection(self, base: str, path: str, schema: str, items: list[dict[str, Any]]) -> Response:
        return json_response(
            answers.envelope(self._links(base, path, schema), response={"$schema": "ogg:collection", "items": items})
        )

    def _get(self, place: places.Place, request: Request, id_: str) -> Response:
        found = self._found(place, id_)
        messages = [
            answers.message(message, self._store.time(found, at))
            for at, message in self._store.snapshot(found).messages
        ]
        answer = json_response(
            answers.envelope(self._request_links(self._base(place, request), found.id), messages, self.state(found))
        )
        return self._later(place, request, answer) if self._store.is_late(found, "get") else answer

    def _later(self, place: places.Place, request: Request, answer: Response) -> Response:
        """The 202 to a GET that outlasts the synchronous wait: it becomes a request, whose result has the answer."""
        later = Definition(timeline=Timeline.of({"seconds": LATE}), result=json.loads(answer.get_data()))
        [started] = self._store.launch(later, place.service or "")
        base = self._base(place, request)
        links = self._request_links(base, started.id)
        response = {"$schema": "ogg:request", "completed": False, "progress": "pending"}
        headers = {"Location": f"{base}/requests/{started.id}"}
        return json_response(answers.envelope(links, response=response), 202, headers)

    def state(self, found: Asynchronous) -> dict[str, Any]:
        """A request as an ogg:request."""
        snapshot = self._store.snapshot(found)
        state: dict[str, Any] = {
            "$schema": "ogg:request",
            "completed": snapshot.progress in FINISHED,
            "progress": snapshot.progress,
            "startTime": answers.milliseconds(found.accepted),
        }
        if snapshot.finished is not None:
            state["endTime"] = answers.milliseconds(self._store.time(found, snapshot.finished))
            state["requestStatus"] = self._status(found)
        return {key: value for key, value in {**state, **found.definition.extra}.items() if value is not None}

    def _status(self, found: Asynchronous) -> int:
        """The status of the original call."""
        return found.request_status or STATUS[self._store.snapshot(found).progress]

    def _result(self, place: places.Place, request: Request, id_: str) -> Response:
        found = self._found(place, id_)
        snapshot = self._store.snapshot(found)
        if snapshot.finished is None:
            raise self._error(404)  # not documented
        base, definition = self._base(place, request), found.definition
        at = self._store.time(found, snapshot.finished)
        messages = [answers.message(message, at) for message in definition.result_messages]
        body = (
            answers.envelope([answers.link("canonical", f"{base}/requests")], messages)
            if definition.result is None
            else definition.result
        )
        late = self._store.is_late(found, "result")
        if self._settings.result_shape.startswith("12.3") and isinstance(body, dict):
            answer = json_response(body, self._status(found) if self._settings.result_shape != "12.3" else 200)
            return self._later(place, request, answer) if late else answer
        status = self._status(found)
        result = {
            "$schema": "ogg:requestResult",
            "status": {"code": status, "reason": answers.reason(status)[:LONGEST_REASON]},
            "headers": [
                {"name": "Content-Type", "value": "text/plain" if isinstance(body, str) else "application/json"}
            ],
            "body": body,
        }
        answer = json_response(
            answers.envelope(self._links(base, f"/requests/{found.id}/result", "result"), response=result)
        )
        return self._later(place, request, answer) if late else answer

    def _found(self, place: places.Place, id_: str) -> Asynchronous:
        found = self._store.find(place.service or "", int(id_))
        if found is None:
            raise self._error(404)
        return found

    # calls that start requests

    def _call(self, method: str, place: places.Place) -> Optional[tuple[Call, Mapping[str, str]]]:
        path = f"/{place.rest.partition('/')[2]}"
        for call in self.calls:
            if call.method == method and call.service in (None, place.service):
                for _call, values in Paths([(call.path, call)]).match(path):
                    return call, values
        return None

    def _launch(
        self, place: places.Place, request: Request, entry: Entry, found: Optional[tuple[Call, Mapping[str, str]]]
    ) -> Response:
        if found is None:
            raise self._error(404)
        call, values = found
        known = {**{key: value for key, value in _sent(request).items() if isinstance(value, str)}, **values}
        definition = Definition.of(filled({**call.request, "count": 1}, known), self._settings.templates)
        ids = [
            each.id for _number in range(call.starts) for each in self._store.launch(definition, place.service or "")
        ]
        entry.operation = ",".join(map(str, ids)) or None
        base = self._base(place, request)
        named = call.named_ids(ids)
        here = f"{base}/{place.rest.partition('/')[2]}"
        links = [answers.link("canonical", here), answers.link("self", here)]
        if named.links is not None:
            links = self._request_links(base, named.links)
        response = None
        if named.response is not None:
            pending = {"$schema": "ogg:request", "completed": False, "progress": "pending"}
            response = {**pending, "links": self._request_links(base, named.response)}
        headers = {"Location": f"{base}/requests/{named.location}"} if named.location is not None else {}
        if call.answer_status == 201:
            headers["Location"] = here
        messages = [answers.message(filled(message, known), self._clock()) for message in call.messages]
        return json_response(answers.envelope(links, messages, response), call.answer_status, headers)

    # all other calls

    def _explanation(self, place: places.Place, request: Request, code: str) -> Response:
        explanation = self._settings.explanations.get(code)
        if explanation is None:
            raise self._error(404)
        links = self._links(self._base(place, request), f"/oggerr/{code}", "message")
        return json_response(
            answers.envelope(links, response={"$schema": "ogg:messageExplanation", "severity": "ERROR", **explanation})
        )

    def _versions(self, place: places.Place, request: Request, _id: Any) -> Response:
        base = self._base(place, request)
        here = base.rpartition("/")[0]
        links = [answers.link("canonical", here), answers.link("self", here)]
        return json_response({"$schema": "api:versions", "items": [self._version_at(base)], "links": links})

    def _version(self, place: places.Place, request: Request, _id: Any) -> Response:
        return json_response({**self._version_at(self._base(place, request)), "messages": []})

    def _version_at(self, base: str) -> dict[str, Any]:
        catalog = {"links": [answers.link("canonical", f"{base}/metadata-catalog")]}
        return {
            "$schema": "api:version",
            "version": "v2",
            "lifecycle": "active",
            "isLatest": True,
            "catalog": catalog,
            "links": [answers.link("canonical", base), answers.link("self", base)],
        }

    def _roles(self, place: places.Place, request: Request, _id: Any) -> Response:
        base = self._base(place, request)
        items = [
            {"links": [answers.link("canonical", f"{base}/authorizations/{role}")], "name": role} for role in ROLES
        ]
        return self._collection(base, "/authorizations", "roles", items)


def _sent(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
