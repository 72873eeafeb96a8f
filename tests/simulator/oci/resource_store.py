# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of all resources of all services: add, find, move, remove; and what they are at a moment."""

from __future__ import annotations

import itertools
import secrets
import threading
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.statuses import state_of
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType

from ..lifecycle import MOVE_KEYS, Definition, Effect, Lifecycle, Move, moves_of
from ..resource_forms import NUMBERED, PARAMETERS
from ..resource_types import GONE, Type, Types, nearest
from ..scenario import Definition as OperationDefinition, Scenario, ScenarioError
from .store import ALPHABET, Operation, Store

COMPARTMENT_ID = "compartmentId"
NAMESPACE = "namespaceName"
WORK_REQUEST_ID = "workRequestId"


@dataclass
class Resource:
    """One resource. created, since: seconds since the epoch, at which it was made and its lifecycle begins."""

    id: str
    kind: Type
    definition: Definition
    compartment_id: str
    parameters: Mapping[str, str]  # the other names that its path or query needs
    created: float
    since: float
    number: int  # in the order in which they were made
    lifecycle: Lifecycle
    follows: tuple[tuple[Operation, Effect], ...] = ()  # operations that change it
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def type(self) -> ResourceType:
        """The row of the catalogue."""
        return self.kind.row

    @property
    def display_name(self) -> str:
        return self.definition.display_name or f"example {self.type.name.replace('_', ' ')}"

    @property
    def key(self) -> tuple[str, ...]:
        """What a request names that is for this resource."""
        names = {**self.parameters, self.type.id: self.id}
        return (self.kind.title, *(names[name] for name in self.kind.names))


class Now(NamedTuple):
    """A resource at this moment."""

    state: str
    details: Optional[str]
    updated: float  # seconds since the epoch
    visible: bool  # whether the service shows it


class Resources:
    """Resources by what a request names. speed: seconds of a lifecycle that pass in one second of the clock."""

    def __init__(
        self, types: Types, store: Store, scenario: Scenario, clock: Callable[[], float], speed: float
    ) -> None:
        self.types = types
        self._store = store
        self._scenario = scenario
        self._clock = clock
        self._speed = speed
        self._resources: dict[tuple[str, ...], Resource] = {}
        self._numbers = itertools.count(1)
        store.launched.append(self._follow)

    def add(self, definition: Definition) -> list[Resource]:
        """Make definition.count resources."""
        return [self._add(definition) for _each in range(definition.count)]

    def _add(self, definition: Definition) -> Resource:
        kind = self.types.find(definition.type)
        now = self._clock()
        compartment_id = definition.compartment_id or self._store.compartment_id
        parameters = {
            name: definition.parameters.get(name) or self._parameter(name, compartment_id) for name in kind.row.requires
        }
        resource = Resource(
            definition.id or self._new_id(kind),
            kind,
            definition,
            compartment_id,
            parameters,
            now - definition.created / self._speed,
            now,
            next(self._numbers),
            Lifecycle(definition.moves),
        )
        if self.find(resource.key) is not None:
            raise ScenarioError(f"there is a {kind.title} {resource.id} already")
        self._store.compartments.add(compartment_id)
        self._resources.pop(resource.key, None)  # one that is gone
        self._resources[resource.key] = resource
        return resource

    def _new_id(self, kind: Type) -> str:
        if kind.row.id == WORK_REQUEST_ID:
            return str(uuid.uuid4())
        if kind.title in NUMBERED:
            return str(next(self._numbers))
        return self._store.new_ocid(kind.ocid_type) if kind.has_ocid else f"example{_unique()}"

    def _parameter(self, name: str, compartment_id: str) -> str:
        if name == COMPARTMENT_ID:
            return compartment_id
        if name == NAMESPACE:
            return self._scenario.namespace
        if name in PARAMETERS:
            return PARAMETERS[name]
        return self._store.new_ocid(name[:-2].lower()) if name.endswith("Id") else f"example{_unique()}"

    # what there is

    def now(self, resource: Resource, ago: float = 0.0) -> Now:
        """What it is, or what it was so many seconds ago."""
        elapsed = self._elapsed(resource) - ago * self._speed
        move = self._lifecycle(resource).at(elapsed)
        definition = resource.definition
        gone_after = self._scenario.gone_after if definition.gone_after is None else definition.gone_after
        gone = move.state == GONE or (resource.kind.is_deleted(move.state) and elapsed >= move.at + gone_after)
        updated = resource.since + move.at / self._speed if move.at else resource.created
        return Now(move.state, move.details, updated, elapsed >= definition.visible_after and not gone)

    def _lifecycle(self, resource: Resource) -> Lifecycle:
        """The moves of its own, and those that operations have caused until now."""
        lifecycle = resource.lifecycle
        for operation, effect in resource.follows:
            begun = (operation.accepted - resource.since) * self._speed
            before = lifecycle.at(begun)
            snapshot = self._store.snapshot(operation)
            caused = [Move(begun, effect.during)] if effect.during is not None else []
            if snapshot.finished is not None:
                state = state_of(snapshot.status)
                names = {State.SUCCEEDED: effect.succeeded, State.CANCELED: effect.canceled}
                details = None if state == State.SUCCEEDED else effect.details
                end = begun + snapshot.finished + effect.lag
                caused.append(Move(end, names.get(state, effect.failed) or before.state, details))
            lifecycle = lifecycle.with_moves(*caused)
        return lifecycle

    def _elapsed(self, resource: Resource) -> float:
        return (self._clock() - resource.since) * self._speed

    def find(self, key: tuple[str, ...]) -> Optional[Resource]:
        """The resource that a request names, if the service shows it."""
        resource = self._resources.get(key)
        return resource if resource is not None and self.now(resource).visible else None

    def peek(self, id_: str, title: Optional[str] = None) -> Optional[Resource]:
        """The newest resource with this id, and of this type, whether the service shows it or not."""
        found = (
            each
            for each in reversed(list(self._resources.values()))
            if each.id == id_ and title in (None, each.kind.title)
        )
        return next(found, None)

    def all(self, ago: float = 0.0) -> list[Resource]:
        """The resources that the services show, or showed so many seconds ago, the newest first."""
        return [each for each in reversed(list(self._resources.values())) if self.now(each, ago).visible]

    # changes

    def move(self, resource: Resource, definition: Mapping[str, Any]) -> None:
        """From now on it is as state, then, after and details (or steps) say."""
        for key in set(definition) - set(MOVE_KEYS):
            raise ScenarioError(f"a move has no key {key}; {nearest(key, MOVE_KEYS)}")
        self.change(resource, moves_of(definition, resource.kind))

    def change(self, resource: Resource, moves: Sequence[Move]) -> None:
        """These moves follow from now on, and nothing else."""
        with resource.lock:
            now = self._elapsed(resource)
            changed = self._lifecycle(resource).then(now, *(replace(each, at=now + each.at) for each in moves))
            resource.lifecycle, resource.follows = changed, ()

    def _follow(self, operation: Operation) -> None:
        """The resources that an operation plays follow it from now on; those that are not there yet are made."""
        resources = [self._played(operation, named) for named in operation.definition.resources]
        operation.definition = replace(operation.definition, resources=tuple(resources))

    def _played(self, operation: Operation, named: Mapping[str, Any]) -> Mapping[str, Any]:
        """What an operation names, with the id of a resource that has been made for it."""
        plays = named.get("plays")
        if not plays:
            return named
        title = plays if isinstance(plays, str) else plays.get("type")
        there = self.peek(str(named.get("identifier")), title)
        effect = self.effect(operation.definition, named, there)
        if there is None:
            there = self._add(replace(effect.definition, compartment_id=operation.compartment_id))
        with there.lock:
            there.follows = (*there.follows, (operation, effect))
        return {**named, "identifier": there.id}

    def effect(
        self, definition: OperationDefinition, named: Mapping[str, Any], there: Optional[Resource] = None
    ) -> Effect:
        """What an operation makes of a resource that it names."""
        return Effect.of(
            named["plays"], definition.operation_type, named, self.types, there.kind.title if there else None
        )

    def remove(self, resource: Resource) -> None:
        """404 from now on."""
        self._resources.pop(resource.key, None)

    def clear(self) -> None:
        self._resources.clear()


def _unique() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(8))
