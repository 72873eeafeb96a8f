# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers the calls for one resource of every type as its row of the catalogue describes it."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Mapping, NamedTuple, Optional

from werkzeug.wrappers import Request, Response

from ..journal import Entry
from ..resource_forms import FORMS, NUMBERED
from ..resource_types import Type
from .answers import NOT_FOUND, ApiError, json_response, timestamp
from .launches import WORK_REQUEST_ID
from .resource_calls import NOT_DELETED
from .resource_changes import POWER_ACTIONS, POWERED, Action, ResourceChanges, action_of
from .resource_store import NAMESPACE, Resource, Resources
from .routes import host_pattern

#: The path of an action: that of the resource, and the name of the action.
ACTION_PATH = re.compile(r"(.+)/actions/(\w+)")


class Wanted(NamedTuple):
    """The resource that a request is for: the type whose path it has, and the values of the names there and in the query."""

    kind: Type
    call: Optional[str]  # None: not a call
    values: Mapping[str, str]
    resource: Optional[Resource]
    action: str = ""


class ResourceCalls:
    """The calls for resources of all types, with one store."""

    def __init__(self, resources: Resources, changes: ResourceChanges) -> None:
        self._resources = resources
        self._changes = changes
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
        matched = ACTION_PATH.fullmatch(path) if request.method == "POST" else None
        path, name = (matched[1], matched[2]) if matched else (path, request.args.get("action", ""))
        found = []
        for kind, values in self._resources.types.paths.match(path):
            if at_host and kind.row.service not in at_host:
                continue
            given = {**{name: value for name, value in request.args.items() if name in kind.names}, **values}
            resource = self._resources.find((kind.title, *(given.get(name, "") for name in kind.names)))
            acts = request.method == "POST" and (matched is not None or kind.title == POWERED)
            call = "action" if acts else _calls(kind).get(request.method)
            found.append(Wanted(kind, call, given, resource, name if acts else ""))
        if request.method == "POST" and not any(each.call for each in found):
            found += [
                Wanted(kind, "create", values, None)
                for kind, values in self._resources.types.collections.match(path)
                if not at_host or kind.row.service in at_host
            ]
        return next((each for each in found if each.resource or each.call == "create"), found[0] if found else None)

    def _services_at(self, host: str) -> frozenset[str]:
        """The services whose endpoint a host is."""
        name = host.rpartition(":")[0] or host
        if name not in self._at_host:
            types = self._resources.types.titles.values()
            self._at_host[name] = frozenset(
                each.row.service for each in types if host_pattern(each.row).fullmatch(name)
            )
        return self._at_host[name]

    def answer(self, request: Request, wanted: Wanted, entry: Entry) -> Response:
        """The answer to what choose() has found."""
        kind = wanted.kind
        if wanted.call is None:
            raise ApiError(405, headers={"Allow": ", ".join(sorted(_calls(kind)))})
        if wanted.call == "create":
            resource, begun = self._changes.create(request, kind, wanted.values)
            entry.operation = resource.id
            return self._shown(resource, begun)
        for name in kind.names:
            if not wanted.values.get(name):
                raise ApiError(400, f"The required parameter '{name}' is missing.", "MissingParameter")
        action = self._action(request, wanted) if wanted.call == "action" else None
        if wanted.resource is None:
            raise ApiError(404, NOT_FOUND)
        etag = self.etag(wanted.resource)
        if wanted.call == "delete":
            return self._changes.delete(request, wanted.resource, etag)
        if action is not None:
            begun = self._changes.act(request, wanted.resource, etag, wanted.action, action)
            return self._shown(wanted.resource, begun)
        return self._shown(wanted.resource, Response())

    def _shown(self, resource: Resource, begun: Response) -> Response:
        """The resource as it is now, with the headers of what has begun."""
        headers = {name: value for name, value in begun.headers if name == WORK_REQUEST_ID}
        return json_response(self.item(resource), headers={**headers, "etag": self.etag(resource)})

    @staticmethod
    def _action(request: Request, wanted: Wanted) -> Action:
        """The action that a request names."""
        power = ACTION_PATH.fullmatch(request.path) is None
        if power and not wanted.action:
            raise ApiError(400, "The required parameter 'action' is missing.", "MissingParameter")
        action = action_of(wanted.kind, wanted.action, power)
        if action is None and power:
            raise ApiError(400, f"action '{wanted.action}' is not one of {', '.join(POWER_ACTIONS)}.")
        if action is None:
            raise ApiError(404, NOT_FOUND)
        return action

    def etag(self, resource: Resource) -> str:
        """It changes with the resource."""
        now = self._resources.now(resource)
        return hashlib.sha256(repr((resource.key, now.state, now.updated)).encode()).hexdigest()[:32]

    def item(self, resource: Resource) -> dict[str, Any]:
        """The resource in the form of its type."""
        row, now = resource.type, self._resources.now(resource)
        name = resource.display_name
        parents = dict(resource.parameters)
        if NAMESPACE in parents:
            parents["namespace"] = parents[NAMESPACE]
        return {
            **parents,
            **FORMS.get(resource.kind.title, {}),
            "id": int(resource.id) if resource.kind.title in NUMBERED else resource.id,
            "displayName": name,
            "name": name if resource.kind.has_ocid else resource.id,
            "compartmentId": resource.compartment_id,
            row.state: now.state,
            **dict.fromkeys(row.details, now.details),
            "timeCreated": timestamp(resource.created),
            "timeUpdated": timestamp(now.updated),
            **resource.definition.extra,
        }


def _calls(kind: Type) -> dict[str, str]:
    """The calls that there are at the path of one resource, by method."""
    deletes = {} if kind.title in NOT_DELETED else {"DELETE": "delete"}
    return {"GET": "resource", "HEAD": "resource", **deletes}
