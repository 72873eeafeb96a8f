# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GoldenGate's part of the control API."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from ..oci.answers import ApiError, json_response
from .service import GoldenGate
from .store import Request as Asynchronous

ROOT = "/control/goldengate"
CALLS = Map(
    [
        Rule(ROOT + path, methods=[method], endpoint=name)
        for method, path, name in (
            ("POST", "/requests", "launch"),
            ("GET", "/requests", "all"),
            ("POST", "/requests/<int:id_>/finish", "finish"),
            ("DELETE", "/requests/<int:id_>", "remove"),
            ("POST", "/calls", "on"),
        )
    ]
).bind("simulator")


class Control:
    """Drives a GoldenGate over HTTP, as its methods do in process."""

    def __init__(self, goldengate: GoldenGate) -> None:
        self._goldengate = goldengate

    def answer(self, request: Request) -> Response:
        name, values = CALLS.match(request.path, request.method)
        return getattr(self, f"_{name}")(request, **values)

    def _launch(self, request: Request) -> Response:
        """Body: one definition or a list."""
        body = json.loads(request.get_data())
        started = [
            each
            for definition in (body if isinstance(body, list) else [body])
            for each in self._goldengate.launch_many(**definition)
        ]
        return json_response(
            {"ids": [each.id for each in started], "requests": [self._described(each) for each in started]}, 201
        )

    def _all(self, request: Request) -> Response:
        return json_response([self._described(each) for each in self._goldengate.all()])

    def _finish(self, request: Request, id_: int) -> Response:
        """Body: progress (default: succeeded), messages, request_status."""
        self._goldengate.finish(self._find(id_), **json.loads(request.get_data() or b"{}"))
        return json_response(self._described(self._find(id_)))

    def _remove(self, request: Request, id_: int) -> Response:
        self._goldengate.remove(self._find(id_))
        return Response(status=204)

    def _on(self, request: Request) -> Response:
        """Body: a call that is answered from now on: method, path, request, id_in, status, messages, service."""
        self._goldengate.on(**json.loads(request.get_data()))
        return Response(status=204)

    def _find(self, id_: int) -> Asynchronous:
        try:
            return self._goldengate.find(id_)
        except ValueError as error:
            raise ApiError(404, str(error)) from error

    def _described(self, request: Asynchronous) -> dict[str, Any]:
        return {"id": request.id, "service": request.service, "request": self._goldengate.state(request)}
