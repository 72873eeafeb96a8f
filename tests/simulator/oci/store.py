# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of all operations of all services: launch, find, cancel, finish, remove."""

from __future__ import annotations

import itertools
import secrets
import threading
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Optional

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family

from ..credentials import TENANCY
from ..families import Served
from ..scenario import Definition, ScenarioError, Snapshot, Step, Timeline

COMPARTMENT = Served._field_defaults["compartment_id"]
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass
class Operation:
    """One work request. accepted: seconds since the epoch. timeline: past and future steps."""

    id: str
    family: Family
    definition: Definition
    compartment_id: str
    accepted: float
    number: int  # in the order of the launches
    timeline: Timeline
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def identifiers(self) -> set[Any]:
        """The resources of the operation."""
        return {resource.get("identifier") for resource in self.definition.resources}


class Store:
    """Operations by id. speed: seconds of a timeline that pass in one second of the clock."""

    def __init__(
        self,
        served: Served,
        clock: Callable[[], float],
        speed: float,
        forget_after: float,
    ) -> None:
        self._served = served
        self._families = served.routes.titles
        self._clock = clock
        self._speed = speed
        self._forget_after = forget_after
        self._operations: dict[str, Operation] = {}
        self._numbers = itertools.count(1)
        self.launched: list[Callable[[Operation], None]] = []  # called with each operation that is launched
        self.compartment_id = served.compartment_id
        self.compartments = {served.compartment_id, TENANCY}

    def launch(self, definition: Definition) -> list[Operation]:
        """Start definition.count operations."""
        if definition.service not in self._families:
            raise ScenarioError(
                f"there is no service {definition.service!r}; services are named by the titles that"
                " /control/families lists"
            )
        if definition.id is not None and (definition.count != 1 or definition.id in self._operations):
            raise ScenarioError("an id can be given to one operation only")
        return [self._launch(definition) for _each in range(definition.count)]

    def _launch(self, definition: Definition) -> Operation:
        family = self._families[definition.service]
        operation = Operation(
            id=definition.id or self.new_id(family),
            family=family,
            definition=definition,
            compartment_id=definition.compartment_id or self.compartment_id,
            accepted=self._clock() - definition.accepted / self._speed,
            number=next(self._numbers),
            timeline=definition.timeline,
        )
        self.compartments.add(operation.compartment_id)
        self._operations[operation.id] = operation
        for call in self.launched:
            call(operation)
        return operation

    def new_id(self, family: Family) -> str:
        if not family.ocid:
            return str(uuid.uuid4())
        return self.new_ocid(self._served.id_types.get(family.title, self._served.other_type))

    def new_ocid(self, type_: str) -> str:
        """A made-up OCID, recognizable as an example."""
        code = "" if type_.startswith(("identity", "tagging", "waas", "iam")) else self._served.code
        unique = "".join(secrets.choice(ALPHABET) for _each in range(24))
        return f"ocid1.{type_}.{self._served.realm}.{code}.example{unique}"

    def elapsed(self, operation: Operation) -> float:
        return (self._clock() - operation.accepted) * self._speed

    def snapshot(self, operation: Operation) -> Snapshot:
        return operation.timeline.at(self.elapsed(operation), operation.family.statuses)

    def time(self, operation: Operation, offset: Optional[float]) -> Optional[float]:
        """The time, in seconds since the epoch, of an offset in the timeline."""
        return None if offset is None else operation.accepted + offset / self._speed

    def find(self, id_: str) -> Optional[Operation]:
        """The operation, if the service shows it: not before visible_after, and not after forget_after."""
        operation = self._operations.get(id_)
        return operation if operation is not None and self._shown(operation) else None

    def peek(self, id_: str) -> Optional[Operation]:
        """The operation, whether the service shows it or not."""
        return self._operations.get(id_)

    def all(self) -> list[Operation]:
        """The operations that the service shows, the newest first."""
        return [operation for operation in reversed(list(self._operations.values())) if self._shown(operation)]

    def _shown(self, operation: Operation) -> bool:
        elapsed = self.elapsed(operation)
        finished = self.snapshot(operation).finished
        if finished is not None and (elapsed - finished) / self._speed >= self._forget_after:
            return False
        return elapsed >= operation.definition.visible_after

    def remove(self, id_: str) -> bool:
        return self._operations.pop(id_, None) is not None

    def clear(self) -> None:
        self._operations.clear()

    def cancel(self, operation: Operation) -> bool:
        """Begin to cancel an operation. False if it has ended, or cannot be canceled."""
        takes = operation.definition.cancel_seconds
        with operation.lock:
            if self.snapshot(operation).ended or takes is None:
                return False
            now = self.elapsed(operation)
            operation.timeline = operation.timeline.then(now, Step(now, "canceling"), Step(now + takes, "canceled"))
            return True

    def finish(self, operation: Operation, *steps: Step) -> None:
        """Apply these steps now, whatever their `at`, and drop all later steps."""
        with operation.lock:
            now = self.elapsed(operation)
            operation.timeline = operation.timeline.then(now, *(replace(step, at=now) for step in steps))
