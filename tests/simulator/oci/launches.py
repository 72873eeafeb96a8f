# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of OCI's services that start work requests, from the scenario: POST /20160918/instancePools and the like."""

from __future__ import annotations

import json
import re
import threading
from typing import Any, Mapping, Optional

from werkzeug.wrappers import Request, Response

from ..scenario import Definition, Launch, Scenario
from .answers import ApiError, json_response
from .routes import Paths
from .store import Store

PLACE = re.compile(r"\{(\w+)\}")
WORK_REQUEST_ID = "opc-work-request-id"


class Launches:
    """Matches requests with the launches of the scenario and starts their templates."""

    def __init__(self, store: Store, scenario: Scenario) -> None:
        self._store = store
        self._scenario = scenario
        self._paths = Paths([(launch.path, launch) for launch in scenario.launches])
        self._answers: dict[str, Response] = {}  # by opc-retry-token
        self._lock = threading.Lock()

    def match(self, method: str, path: str) -> Optional[tuple[Launch, Mapping[str, str]]]:
        for launch, values in self._paths.match(path):
            if launch.method == method:
                return launch, values
        return None

    def answer(self, request: Request, launch: Launch, values: Mapping[str, str]) -> Response:
        """Start the work requests. A repeated opc-retry-token starts none and gets the first answer again."""
        token = request.headers.get("opc-retry-token")
        with self._lock:
            if token is None or token not in self._answers:
                response = self._launch(request, launch, values)
                if token is None:
                    return response
                self._answers[token] = response
            first = self._answers[token]
            return Response(first.get_data(), first.status_code, first.headers)

    def _launch(self, request: Request, launch: Launch, values: Mapping[str, str]) -> Response:
        sent = body_of(request)
        for name in launch.requires:
            if sent.get(name) in (None, ""):
                raise ApiError(400, f"The required parameter '{name}' is missing.", "MissingParameter")
        known = {**{key: value for key, value in sent.items() if isinstance(value, str)}, **values}
        known.setdefault("resourceId", next(iter(values.values()), None) or self._store.new_ocid(launch.resource_type))
        operations = []
        for template in (filled(name, known) for name in launch.templates):
            if template not in self._scenario.templates:
                raise ApiError(400, f"The scenario has no template {template!r} for this launch.")
            definition = filled(dict(self._scenario.templates[template]), known)
            if known.get("compartmentId"):
                definition["compartment_id"] = known["compartmentId"]
            operations += self._store.launch(Definition.of(definition, self._scenario.templates))
        headers = {WORK_REQUEST_ID: ",".join(operation.id for operation in operations)}
        if launch.resource is None:
            return Response(status=launch.status, headers=headers, content_type="application/json")
        return json_response(filled(launch.resource, known), launch.status, headers)


def body_of(request: Request) -> Mapping[str, Any]:
    """The JSON object in the body of a request; empty if there is no body."""
    if not request.get_data():
        return {}
    try:
        body = json.loads(request.get_data())
    except ValueError as error:
        raise ApiError(400, f"The body of the request is not JSON: {error}", "CannotParseRequest") from error
    if not isinstance(body, dict):
        raise ApiError(400, "The body of the request is not an object.", "CannotParseRequest")
    return body


def filled(value: Any, known: Mapping[str, str]) -> Any:
    """The value with every {name} replaced. A string that is only an unknown {name} becomes None."""
    if isinstance(value, Mapping):
        return {key: filled(item, known) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [filled(item, known) for item in value]
    if not isinstance(value, str):
        return value
    whole = PLACE.fullmatch(value)
    if whole:
        return known.get(whole.group(1))
    return PLACE.sub(lambda match: known.get(match.group(1), ""), value)
