# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's own API under /control: operations, resources, faults, the journal. Unsigned, loopback only."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from .goldengate import control as goldengate
from .oci.answers import ApiError, json_response
from .oci.launches import WORK_REQUEST_ID
from .oci.resource_store import Resource
from .oci.store import Operation
from .scenario import ScenarioError

if TYPE_CHECKING:
    from .app import Application

ROOT = "/control"
CALLS = Map(
    [
        Rule(ROOT + path, methods=[method], endpoint=name)
        for method, path, name in (
            ("POST", "/operations", "launch"),
            ("GET", "/operations", "operations"),
            ("DELETE", "/operations", "no_operations"),
            ("GET", "/operations/<id_>", "operation"),
            ("DELETE", "/operations/<id_>", "remove"),
            ("POST", "/operations/<id_>/finish", "finish"),
            ("POST", "/resources", "resource"),
            ("GET", "/resources", "resources"),
            ("DELETE", "/resources", "no_resources"),
            ("GET", "/resources/<id_>", "one_resource"),
            ("DELETE", "/resources/<id_>", "remove_resource"),
            ("POST", "/resources/<id_>/move", "move"),
            ("GET", "/resource_types", "resource_types"),
            ("POST", "/faults", "fault"),
            ("DELETE", "/faults", "no_faults"),
            ("GET", "/journal", "journal"),
            ("DELETE", "/journal", "clear"),
            ("GET", "/families", "families"),
            ("POST", "/keys", "key"),
            ("POST", "/principals/environments", "environment"),
            ("PATCH", "/principals", "principals"),
            ("POST", "/principals/revoke", "revoke"),
        )
    ]
).bind("simulator")


class Control:
    """Drives an Application over HTTP, as the methods of Simulator do in process."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def answer(self, request: Request) -> Response:
        if not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:
            raise ApiError(403, "The control API is available on loopback only.")
        try:
            if request.path.startswith(goldengate.ROOT):
                return goldengate.Control(self._app.goldengate).answer(request)
            name, values = CALLS.match(request.path, request.method)
            return getattr(self, f"_{name}")(request, **values)
        except HTTPException as error:
            raise ApiError(error.code or 500, error.description) from error
        except (ScenarioError, TypeError, ValueError) as error:
            raise ApiError(400, str(error)) from error

    def _launch(self, request: Request) -> Response:
        """Body: one definition or a list. opc-work-request-id of the answer has all ids, comma-separated."""
        body = _json(request)
        definitions = body if isinstance(body, list) else [body]
        operations = [operation for definition in definitions for operation in self._app.oci.launch(definition)]
        ids = [operation.id for operation in operations]
        return json_response(
            {"ids": ids, "operations": [self._described(each) for each in operations]},
            201,
            {WORK_REQUEST_ID: ",".join(ids)},
        )

    def _operations(self, request: Request) -> Response:
        return json_response([self._described(operation) for operation in self._app.oci.store.all()])

    def _no_operations(self, request: Request) -> Response:
        self._app.oci.store.clear()
        return Response(status=204)

    def _operation(self, request: Request, id_: str) -> Response:
        return json_response(self._described(self._find(id_)))

    def _remove(self, request: Request, id_: str) -> Response:
        self._app.oci.store.remove(self._find(id_).id)
        return Response(status=204)

    def _finish(self, request: Request, id_: str) -> Response:
        """Body: status (default: succeeded), percent, errors, log, explanation."""
        operation = self._find(id_)
        self._app.oci.finish(operation, **(_json(request) if request.get_data() else {}))
        return json_response(self._described(operation))

    def _resource(self, request: Request) -> Response:
        """Body: one definition or a list. The ids are in the body of the answer."""
        body = _json(request)
        definitions = body if isinstance(body, list) else [body]
        found = [resource for definition in definitions for resource in self._app.oci.add_resource(definition)]
        return json_response(
            {"ids": [each.id for each in found], "resources": [self._described_resource(each) for each in found]}, 201
        )

    def _resources(self, request: Request) -> Response:
        return json_response([self._described_resource(each) for each in self._app.oci.resources.all()])

    def _no_resources(self, request: Request) -> Response:
        self._app.oci.resources.clear()
        return Response(status=204)

    def _one_resource(self, request: Request, id_: str) -> Response:
        return json_response(self._described_resource(self._find_resource(id_)))

    def _remove_resource(self, request: Request, id_: str) -> Response:
        self._app.oci.resources.remove(self._find_resource(id_))
        return Response(status=204)

    def _move(self, request: Request, id_: str) -> Response:
        """Body: state, details, then, after, or steps."""
        resource = self._find_resource(id_)
        self._app.oci.resources.move(resource, _json(request))
        return json_response(self._described_resource(resource))

    def _resource_types(self, request: Request) -> Response:
        types = self._app.oci.resources.types.titles
        return json_response([{"title": title, **types[title].row._asdict()} for title in sorted(types)])

    def _fault(self, request: Request) -> Response:
        body = _json(request)
        faults = [self._app.faults.add(definition) for definition in (body if isinstance(body, list) else [body])]
        return json_response({"ids": [fault.id for fault in faults]}, 201)

    def _no_faults(self, request: Request) -> Response:
        self._app.faults.clear()
        return Response(status=204)

    def _journal(self, request: Request) -> Response:
        return json_response(self._app.journal.to_json())

    def _clear(self, request: Request) -> Response:
        self._app.journal.clear()
        return Response(status=204)

    def _families(self, request: Request) -> Response:
        return json_response(
            [{"title": title, **family._asdict()} for title, family in sorted(self._app.oci.routes.titles.items())]
        )

    def _key(self, request: Request) -> Response:
        """Register a public key (PEM) of a user, or of a session token."""
        return json_response({"keyId": self._app.oci.add_key(**_json(request)).key_id}, 201)

    def _environment(self, request: Request) -> Response:
        """Body: {kind, version, ...}. Answers environment variables; see principals.service.Principals.environment."""
        return json_response(self._app.principals.environment(**_json(request)), 201)

    def _principals(self, request: Request) -> Response:
        """Body: token_seconds and cluster, which apply from now on."""
        changes = _json(request)
        unknown = set(changes) - {"token_seconds", "cluster"}
        if unknown:
            raise ValueError(f"principals have no option {', '.join(sorted(unknown))}")
        for name, value in changes.items():
            setattr(self._app.principals, name, value)
        return Response(status=204)

    def _revoke(self, request: Request) -> Response:
        self._app.principals.revoke()
        return Response(status=204)

    def _find(self, id_: str) -> Operation:
        operation = self._app.oci.store.peek(id_)
        if operation is None:
            raise ApiError(404, f"There is no operation {id_}.")
        return operation

    def _find_resource(self, id_: str) -> Resource:
        resource = self._app.oci.resources.peek(id_)
        if resource is None:
            raise ApiError(404, f"There is no resource {id_}.")
        return resource

    def _described_resource(self, resource: Resource) -> dict[str, Any]:
        return {
            "id": resource.id,
            "type": resource.kind.title,
            "base_path": resource.type.base_path,
            "parameters": resource.parameters,
            "visible": self._app.oci.resources.now(resource).visible,
            "resource": self._app.oci.resource_calls.item(resource),
        }

    def _described(self, operation: Operation) -> dict[str, Any]:
        return {
            "id": operation.id,
            "service": operation.family.title,
            "base_path": operation.family.base_path,
            "elapsed": self._app.oci.store.elapsed(operation),
            "work_request": self._app.oci.work_requests.item(operation),
        }


def _json(request: Request) -> Any:
    try:
        return json.loads(request.get_data())
    except ValueError as error:
        raise ApiError(400, f"The body is not JSON: {error}", "CannotParseRequest") from error
