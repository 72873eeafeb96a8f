# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that change one resource or make one, in the words of its type: POST, DELETE and the actions."""

from __future__ import annotations

import re
import threading
from typing import Any, Callable, Mapping, NamedTuple, Optional, Sequence

from werkzeug.wrappers import Request, Response

from ..lifecycle import Definition as ResourceDefinition, Move
from ..resource_types import GONE, Type
from ..scenario import Definition, Scenario, ScenarioError
from . import resource_calls
from .answers import NOT_FOUND, ApiError
from .launches import WORK_REQUEST_ID, body_of
from .resource_store import Resource, Resources
from .store import Store


class Action(NamedTuple):
    """What an action does: the states on the way, and the last one, of each the first word that a type has; where from; () is anywhere."""

    ways: tuple[tuple[str, ...], ...]
    to: tuple[str, ...]
    of: tuple[str, ...] = ()


#: What a resource shows of the body that made it: fields that are no objects and not secret.
SHOWN, SECRET = (str, int, float), re.compile("password|secret|token", re.IGNORECASE)
CANCEL = "cancel"
_UP, _DOWN = ("RUNNING", "AVAILABLE", "ACTIVE"), ("STOPPED", "INACTIVE")
_START = Action((("STARTING", "UPDATING"),), _UP, _DOWN)
_STOP = Action((("STOPPING", "UPDATING"),), _DOWN, _UP)
_RESET = Action((("RESTARTING", "STOPPING", "UPDATING"), ("RESTARTING", "STARTING", "UPDATING")), _UP, _UP)
#: The type whose actions are in the query.
POWERED = "core.instance"
#: POST .../instances/{instanceId}?action=... ("InstanceAction" in the Core Services API).
POWER_ACTIONS: Mapping[str, Action] = {
    **dict.fromkeys(("STOP", "SOFTSTOP"), _STOP),
    **dict.fromkeys(("RESET", "SOFTRESET", "SENDDIAGNOSTICINTERRUPT", "DIAGNOSTICREBOOT", "REBOOTMIGRATE"), _RESET),
    "START": _START,
}
#: What POST .../actions/NAME does, whatever the type.
ACTIONS: Mapping[str, Action] = {
    "start": _START,
    **dict.fromkeys(("stop", "softstop"), _STOP),
    **dict.fromkeys(("restart", "reset", "softreset"), _RESET),
    "enable": Action((("ENABLING", "UPDATING"),), ("ENABLED", "ACTIVE"), ("DISABLED", "INACTIVE")),
    "disable": Action((("DISABLING", "UPDATING"),), ("DISABLED", "INACTIVE"), ("ENABLED",)),
    "activate": Action((("ACTIVATING", "UPDATING"),), ("ACTIVE",), ("INACTIVE",)),
    "deactivate": Action((("DEACTIVATING", "UPDATING"),), ("INACTIVE",), ("ACTIVE",)),
    CANCEL: Action((("CANCELING", "CANCELLING", "UPDATING"),), ("CANCELED", "CANCELLED")),
    "scheduleDeletion": Action((("SCHEDULING_DELETION",),), ("PENDING_DELETION",)),
    "cancelDeletion": Action((("CANCELLING_DELETION",),), ("ENABLED", "ACTIVE"), ("PENDING_DELETION",)),
}
#: Changes that are work requests of the shared API: those with ..._and_wait_for_work_request in oci 2.189.0, of database and DNS
#: all, and of core those of these. Other types have work requests if their service has an API of its own for them.
SHARED_API = "work_requests"
SHARED_SERVICES = ("database", "dns")
_COMPUTE = (
    "cluster_network compute_capacity_reservation compute_capacity_topology compute_gpu_memory_cluster dedicated_vm_host"
    " instance volume_attachment"
)
SHARED: Mapping[str, frozenset[str]] = {
    change: frozenset(f"core.{name}" for name in (_COMPUTE + others).split())
    for change, others in (("CREATE", " compute_host_group image"), ("DELETE", " byoip_range drg_nat_policy vtap"))
}


def action_of(kind: Type, name: str, power: bool) -> Optional[Action]:
    """The action of this name, if the type has it."""
    if power:
        return POWER_ACTIONS.get(name) if kind.title == POWERED else None
    return ACTIONS[name] if kind.title in resource_calls.ACTIONS.get(name, ()) else None


def _first(wanted: Sequence[str], words: Sequence[str]) -> Optional[str]:
    return next((word for word in wanted if word in words), None)


class ResourceChanges:
    """Begins what a call asks for, or refuses it."""

    def __init__(self, resources: Resources, store: Store, scenario: Scenario, families: Mapping[str, Any]) -> None:
        self._resources = resources
        self._store = store
        self._scenario = scenario
        self._families = families
        self._answered: dict[tuple[str, str], tuple[Resource, Response]] = {}  # by (opc-retry-token, path)
        self._lock = threading.Lock()

    def create(self, request: Request, kind: Type, values: Mapping[str, str]) -> tuple[Resource, Response]:
        """POST: a resource with the fields of the body, on its way to the state that it is usually in."""
        body = body_of(request)
        given = {**{name: value for name, value in body.items() if isinstance(value, str)}, **values}
        seconds = self._scenario.change_seconds
        definition = {
            "type": kind.title,
            "id": None if kind.has_ocid else given.get(kind.row.id) or given.get("name"),
            "parameters": {name: given[name] for name in kind.row.requires if given.get(name)},
            "compartment_id": given.get("compartmentId"),
            "display_name": given.get("displayName") or given.get("name"),
            "extra": {
                name: value for name, value in body.items() if isinstance(value, SHOWN) and not SECRET.search(name)
            },
        }
        begun = kind.find_word("transitional")
        if begun is not None:
            definition.update(state=begun, then="steady", after=seconds)
        return self._once(request, lambda: self._created(definition, 0 if begun is None else seconds))

    def _created(self, definition: Mapping[str, Any], seconds: float) -> tuple[Resource, Response]:
        try:
            (resource,) = self._resources.add(ResourceDefinition.of(definition, self._resources.types))
        except ScenarioError as error:  # the name is taken
            raise ApiError(409, str(error), "NotAuthorizedOrResourceAlreadyExists") from error
        return resource, self._with_work_request(resource, "CREATE", seconds)

    def delete(self, request: Request, resource: Resource, etag: str) -> Response:
        """DELETE: it comes into the words that its type has for that, and is 404 a while later. A job is canceled."""
        during, deleted = resource.kind.deletion
        self._check(request, resource, etag, cancels=during == "CANCELING")
        seconds = 0 if during is None and deleted is None else self._seconds(resource)
        moves = [Move(0, during)] if during is not None else []
        self._resources.change(resource, (*moves, Move(seconds, deleted or GONE)))
        response = self._with_work_request(resource, "DELETE", seconds)
        response.status_code = 202 if WORK_REQUEST_ID in response.headers else 204
        return response

    def act(self, request: Request, resource: Resource, etag: str, name: str, action: Action) -> Response:
        """POST of an action."""
        return self._once(request, lambda: (resource, self._acted(request, resource, etag, name, action)))[1]

    def _acted(self, request: Request, resource: Resource, etag: str, name: str, action: Action) -> Response:
        self._check(request, resource, etag, cancels=name == CANCEL)
        words = resource.kind.row.words
        allowed = [word for word in action.of if word in words]
        state = self._resources.now(resource).state
        if allowed and state not in allowed:
            raise _incorrect(resource, state)
        ways = [word for way in action.ways for word in [_first(way, words)] if word is not None]
        ways = [word for number, word in enumerate(ways) if number == 0 or word != ways[number - 1]]
        seconds = self._seconds(resource) if ways else 0
        moves = [Move(seconds * number / len(ways), word) for number, word in enumerate(ways)]
        self._resources.change(resource, (*moves, Move(seconds, _first(action.to, words) or state)))
        return self._with_work_request(resource, name, seconds)

    def _once(self, request: Request, begin: Callable[[], tuple[Resource, Response]]) -> tuple[Resource, Response]:
        """Begin a change, or what a request with the same opc-retry-token has begun."""
        token = request.headers.get("opc-retry-token")
        with self._lock:
            if token is None:
                return begin()
            key = (token, request.path)
            if key not in self._answered:
                self._answered[key] = begin()
            resource, first = self._answered[key]
            return resource, Response(status=first.status_code, headers=first.headers)

    def _seconds(self, resource: Resource) -> float:
        own = resource.definition.change_seconds
        return self._scenario.change_seconds if own is None else own

    def _check(self, request: Request, resource: Resource, etag: str, cancels: bool) -> None:
        """Whether the resource can be changed now. cancels: whether what is under way may be ended."""
        if request.headers.get("if-match", etag) != etag:
            raise ApiError(412, "The etag that the request names is not that of the resource.")
        kind, state = resource.kind, self._resources.now(resource).state
        if kind.is_deleted(state):
            raise ApiError(404, NOT_FOUND)
        if cancels and not kind.is_ended(state) and state != kind.deletion[0]:
            return
        if kind.is_transitional(state) and kind.title == POWERED:
            # As Oracle answers: oracle/terraform-provider-oci issue 1282.
            message = f"instance {resource.id} is currently being modified, try again later"
            raise ApiError(409, message, "Conflict")
        if kind.is_transitional(state) or cancels:
            raise _incorrect(resource, state)

    def _with_work_request(self, resource: Resource, name: str, seconds: float) -> Response:
        """The answer to a change that takes so long, with a work request if its service has them."""
        row = resource.type
        shared = row.service in SHARED_SERVICES or resource.kind.title in SHARED.get(name, ())
        family = SHARED_API if shared else row.service
        if family not in self._families:
            return Response(content_type="application/json")
        named = {
            "entity_type": row.name.replace("_", ""),
            "action_type": "IN_PROGRESS",
            "identifier": resource.id,
            "entity_uri": row.path.format(**{**resource.parameters, row.id: resource.id}),
        }
        definition = {
            "service": family,
            "operation_type": f"{name}_{row.name}".upper(),
            "compartment_id": resource.compartment_id,
            "seconds": seconds,
            "resources": [named],
        }
        (operation,) = self._store.launch(Definition.of(definition, {}))
        return Response(headers={WORK_REQUEST_ID: operation.id}, content_type="application/json")


def _incorrect(resource: Resource, state: str) -> ApiError:
    """As networking answers for the state PROVISIONING."""
    return ApiError(409, f"Resource {resource.id} is in an invalid state {state.capitalize()}")
