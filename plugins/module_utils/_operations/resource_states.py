# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a group of the entries of operation_wait that are about the states of resources. Private to longops.oracle."""

from __future__ import annotations

from typing import NamedTuple, Sequence

from .._ansible.options import CONNECTIONS
from .._ansible.runner import Run
from .._core.watch import Watch
from .._oci import connection
from .._oci.resource_ids import Resource
from .._resources import connection as resources, goal, targets
from .._resources.catalogue.resource_type import ResourceType
from .._resources.client import ResourceClient
from .._resources.goal import Goal
from .._resources.targets import Naming
from .._resources.wait import ResourceGroup
from . import options
from .entries import Entry
from .faults import Faults
from .oci_clients import OciClients
from .part import Part


class _Named(NamedTuple):
    """A resource of an entry, what is said beside its id, what it is to become, its type, and the key by which a wait knows it."""

    entry: Entry
    resource: Resource
    naming: Naming
    goal: Goal
    type: ResourceType
    key: str


class Waited:
    """The resources of all such parts, by their keys: one is waited for once, to become one thing."""

    def __init__(self) -> None:
        self._first: dict[str, _Named] = {}

    def take(self, named: _Named, faults: Faults) -> bool:
        """Whether it is the first of its key. What is to become two things is a fault of both entries."""
        first = self._first.setdefault(named.key, named)
        if first.type.title != named.type.title:
            faults.add(
                [first.entry, named.entry],
                f"The same id, {named.key}, is that of a {first.type.title} and of a {named.type.title}. Wait for them in two tasks.",
            )
        one, other = (each.goal._replace(given=()) for each in (first, named))
        if one != other:
            faults.add(
                [first.entry, named.entry],
                f"The same resource, {named.key}, is named {_both(first.goal, named.goal)}. Wait in two tasks, one after the other.",
            )
        return first is named


class ResourceStates(Part):
    """Resources on their way to what their entries say. waited has those of all such parts."""

    def __init__(self, run: Run, entries: Sequence[Entry], clients: OciClients, waited: Waited) -> None:
        super().__init__(run, entries)
        self._clients = clients
        self._waited = waited
        self._named: list[_Named] = []
        self._targets: list[tuple[int, targets.Target]] = []

    @property
    def is_local(self) -> bool:
        return connection.needs_no_request(self.params)

    def check(self, faults: Faults) -> None:
        super().check(faults)
        self._named = [each for each in self._named if self._waited.take(each, faults)]

    def parse(self, entry: Entry) -> bool:
        wanted = options.wanted_by(entry)
        to_become = goal.parse(wanted, self._clients.accept)
        naming = Naming(
            entry.service or self.params["service"],
            wanted["resource_type"],
            wanted["parameters"] or {},
            entry.compartment_id or self.params["compartment_id"],
        )
        found = []
        for each in resources.find(entry.given, naming):
            type_, names = targets.named(each, naming, to_become)
            found.append(_Named(entry, each, naming, to_become, type_, targets.key(type_, each.id, names)))
        self._named += found
        return bool(found)

    def connect(self, faults: Faults) -> None:
        with faults.of_options(self.entries):
            self.client = ResourceClient(self._clients.of(self.params))
        for each in self._named if self.client else ():
            with faults.of(each.entry):
                found = targets.target(self.client.oci.session, each.resource, each.naming, each.goal)
                self._targets.append((each.entry.number, found))

    def locate(self, faults: Faults) -> None:
        self.places = [number for number, _target in self._targets]
        self.group = ResourceGroup(self.client, [target for _number, target in self._targets], CONNECTIONS)

    def cancel(self, watches: Sequence[Watch], deadline: float) -> list[str]:
        return []  # a state cannot be canceled


def _both(one: Goal, other: Goal) -> str:
    """What two entries want that want different things."""
    if set(one.names) == set(other.names):
        return "twice, with different values of fail_on or missing_ok"
    return f"with two goals, {' or '.join(one.names)} and {' or '.join(other.names)}"
