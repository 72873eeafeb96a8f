# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that change one resource: DELETE of every type, and the actions that its words allow."""

from __future__ import annotations

import threading
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from werkzeug.wrappers import Request, Response

from ..lifecycle import Move
from ..resource_types import GONE, Type
from ..scenario import Definition, Scenario
from .answers import NOT_FOUND, ApiError
from .resource_store import Resource, Resources
from .store import Store

WORK_REQUEST_ID = "opc-work-request-id"


class Action(NamedTuple):
    """What an action does: the states on the way, and the last one, of each the first word that a type has; where from; () is anywhere."""

    ways: tuple[tuple[str, ...], ...]
    to: tuple[str, ...]
    of: tuple[str, ...] = ()


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
#: POST .../actions/NAME, of every type that has the words.
ACTIONS: Mapping[str, Action] = {
    "start": _START,
    **dict.fromkeys(("stop", "softstop"), _STOP),
    **dict.fromkeys(("restart", "reset", "softreset"), _RESET),
    "enable": Action((("ENABLING", "UPDATING"),), ("ENABLED",), ("DISABLED",)),
    "disable": Action((("DISABLING", "UPDATING"),), ("DISABLED",), ("ENABLED",)),
    "scheduleDeletion": Action((("SCHEDULING_DELETION",),), ("PENDING_DELETION",)),
    "cancelDeletion": Action((("CANCELLING_DELETION",),), ("ENABLED", "ACTIVE"), ("PENDING_DELETION",)),
}
#: Changes that are work requests of the shared API: those with ..._and_wait_for_work_request in oci 2.189.0, of database and DNS
#: all, and of core the deletion of these. Other types have work requests if their service has an API of its own for them.
SHARED_API = "work_requests"
SHARED_SERVICES = ("database", "dns")
SHARED_DELETIONS = frozenset(
    f"core.{name}"
    for name in (
        "byoip_range",
        "cluster_network",
        "compute_capacity_reservation",
        "compute_capacity_topology",
        "compute_gpu_memory_cluster",
        "dedicated_vm_host",
        "drg_nat_policy",
        "instance",
        "volume_attachment",
        "vtap",
    )
)


def action_of(kind: Type, name: str, power: bool) -> Optional[Action]:
    """The action of this name, if the type has it."""
    if power:
        return POWER_ACTIONS.get(name) if kind.title == POWERED else None
    action = ACTIONS.get(name)
    return action if action is not None and _first(action.to, kind.row.words) else None


def _first(wanted: Sequence[str], words: Sequence[str]) -> Optional[str]:
    return next((word for word in wanted if word in words), None)


class ResourceChanges:
    """Begins what a call asks for, or refuses it."""

    def __init__(self, resources: Resources, store: Store, scenario: Scenario, families: Mapping[str, Any]) -> None:
        self._resources = resources
        self._store = store
        self._scenario = scenario
        self._families = families
        self._answered: set[tuple[str, str]] = set()  # (opc-retry-token, id)
        self._lock = threading.Lock()

    def delete(self, request: Request, resource: Resource, etag: str) -> Response:
        """DELETE: it comes into the words that its type has for that, and is 404 a while later."""
        kind = resource.kind
        self._check(request, resource, etag)
        during, deleted = kind.deletion
        seconds = 0 if during is None and deleted is None else self._seconds(resource)
        moves = [Move(0, during)] if during is not None else []
        return self._begin(resource, "DELETE", (*moves, Move(seconds, deleted or GONE)), 204)

    def act(self, request: Request, resource: Resource, etag: str, name: str, action: Action) -> Response:
        """POST of an action, which a repeated opc-retry-token does not repeat."""
        token = (request.headers.get("opc-retry-token", ""), resource.id)
        with self._lock:
            if token in self._answered:
                return Response(status=200)
            self._check(request, resource, etag)
            words = resource.kind.row.words
            allowed = [word for word in action.of if word in words]
            state = self._resources.now(resource).state
            if allowed and state not in allowed:
                raise ApiError(409, f"Resource {resource.id} is in an invalid state {state.capitalize()}")
            ways = [word for way in action.ways for word in [_first(way, words)] if word is not None]
            ways = [word for number, word in enumerate(ways) if number == 0 or word != ways[number - 1]]
            seconds = self._seconds(resource)
            moves = [Move(seconds * number / len(ways), word) for number, word in enumerate(ways)]
            moves.append(Move(seconds, _first(action.to, words) or state))
            if token[0]:
                self._answered.add(token)
            return self._begin(resource, name, tuple(moves), 200)

    def _seconds(self, resource: Resource) -> float:
        own = resource.definition.change_seconds
        return self._scenario.change_seconds if own is None else own

    def _check(self, request: Request, resource: Resource, etag: str) -> None:
        """Whether the resource can be changed now."""
        if request.headers.get("if-match", etag) != etag:
            raise ApiError(412, "The etag that the request names is not that of the resource.")
        state = self._resources.now(resource).state
        if resource.kind.is_deleted(state):
            raise ApiError(404, NOT_FOUND)
        if resource.kind.is_transitional(state):
            if resource.kind.title == POWERED:
                # As Oracle answers: oracle/terraform-provider-oci issue 1282.
                message = f"instance {resource.id} is currently being modified, try again later"
                raise ApiError(409, message, "Conflict")
            # As networking answers for the state PROVISIONING.
            raise ApiError(409, f"Resource {resource.id} is in an invalid state {state.capitalize()}")

    def _begin(self, resource: Resource, name: str, moves: tuple[Move, ...], status: int) -> Response:
        """The resource changes, with a work request if its service has them."""
        self._resources.change(resource, moves)
        row = resource.type
        shared = row.service in SHARED_SERVICES or (name == "DELETE" and resource.kind.title in SHARED_DELETIONS)
        family = SHARED_API if shared else row.service
        if family not in self._families:
            return Response(status=status, content_type="application/json")
        definition = {
            "service": family,
            "operation_type": f"{name}_{row.name}".upper(),
            "compartment_id": resource.compartment_id,
            "seconds": moves[-1].at,
            "resources": [
                {
                    "entity_type": row.name.replace("_", ""),
                    "action_type": "IN_PROGRESS",
                    "identifier": resource.id,
                    "entity_uri": row.path.format(**{**resource.parameters, row.id: resource.id}),
                }
            ],
        }
        (operation,) = self._store.launch(Definition.of(definition, {}))
        headers = {WORK_REQUEST_ID: operation.id}
        return Response(status=202 if status == 204 else status, headers=headers, content_type="application/json")
