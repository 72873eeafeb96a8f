# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers the GET of one resource of every type as its row of the catalogue describes it."""

from __future__ import annotations

import hashlib
from typing import Any, Mapping, NamedTuple, Optional

from werkzeug.wrappers import Request, Response

from ..resource_types import Type
from .answers import NOT_FOUND, ApiError, json_response, timestamp
from .resource_store import NAMESPACE, Resource, Resources
from .routes import host_pattern

#: The call of a method at the path of a resource.
CALLS = {"GET": "resource", "HEAD": "resource"}


class Wanted(NamedTuple):
    """The resource that a request is for: the type whose path it has, and the values of the names there and in the query."""

    kind: Type
    call: Optional[str]  # None: not a call
    values: Mapping[str, str]
    resource: Optional[Resource]


class ResourceCalls:
    """The calls for resources of all types, with one store."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._at_host: dict[str, frozenset[str]] = {}

    def split(self, path: str) -> tuple[Optional[str], str]:
        """/core/20160918/... is (core, /20160918/...); a path without a service is (None, path)."""
        first, slash, rest = path.lstrip("/").partition("/")
        service = first.partition(".")[0]
        if slash and service.isidentifier() and service in self._resources.types.services:
            return service, slash + rest
        return None, path

    def choose(self, request: Request, service: Optional[str], path: str) -> Optional[Wanted]:
        """What a request is for, of the service that its path begins with, else of those at its host, else of all."""
        at_host = self._services_at(request.host) if service is None else frozenset((service,))
        found = []
        for kind, values in self._resources.types.paths.match(path):
            if not at_host or kind.row.service in at_host:
                given = {**{name: value for name, value in request.args.items() if name in kind.names}, **values}
                resource = self._resources.find((kind.title, *(given.get(name, "") for name in kind.names)))
                found.append(Wanted(kind, CALLS.get(request.method), given, resource))
        return next((each for each in found if each.resource is not None), found[0] if found else None)

    def _services_at(self, host: str) -> frozenset[str]:
        """The services whose endpoint a host is."""
        name = host.rpartition(":")[0] or host
        if name not in self._at_host:
            types = self._resources.types.titles.values()
            self._at_host[name] = frozenset(
                each.row.service for each in types if host_pattern(each.row).fullmatch(name)
            )
        return self._at_host[name]

    def answer(self, request: Request, wanted: Wanted) -> Response:
        """The answer to what choose() has found."""
        if wanted.call is None:
            raise ApiError(405, headers={"Allow": ", ".join(sorted(CALLS))})
        for name in wanted.kind.names:
            if not wanted.values.get(name):
                raise ApiError(400, f"The required parameter '{name}' is missing.", "MissingParameter")
        if wanted.resource is None:
            raise ApiError(404, NOT_FOUND)
        return json_response(self.item(wanted.resource), headers={"etag": self.etag(wanted.resource)})

    def etag(self, resource: Resource) -> str:
        """It changes with the resource."""
        now = self._resources.now(resource)
        return hashlib.sha256(repr((resource.key, now.state, now.updated)).encode()).hexdigest()[:32]

    def item(self, resource: Resource) -> dict[str, Any]:
        """The resource in the form of its type."""
        row, now = resource.type, self._resources.now(resource)
        name = resource.definition.display_name or f"example {row.name.replace('_', ' ')}"
        parents = dict(resource.parameters)
        if NAMESPACE in parents:
            parents["namespace"] = parents[NAMESPACE]
        return {
            **parents,
            "id": resource.id,
            "displayName": name,
            "name": name if resource.kind.has_ocid else resource.id,
            "compartmentId": resource.compartment_id,
            row.state: now.state,
            **dict.fromkeys(row.details, now.details),
            "timeCreated": timestamp(resource.created),
            "timeUpdated": timestamp(now.updated),
            **resource.definition.extra,
        }
