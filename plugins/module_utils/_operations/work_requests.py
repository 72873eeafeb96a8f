# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a group of the entries of operation_wait that are about work requests. Private to longops.oracle."""

from __future__ import annotations

import functools
from typing import Sequence

from .._ansible import waits
from .._ansible.options import CONNECTIONS
from .._ansible.runner import Run
from .._core.errors import UsageError
from .._core.watch import Watch
from .._oci import cancel, connection, read, resource_ids, resources, targets, work_request_ids
from .._oci.api.session import Target
from .._oci.catalogue import lookup
from .._oci.catalogue.family import Family
from .._oci.targets import Lists
from .._oci.wait import WorkRequestGroup
from .entries import HINTS, OPERATION, Entry
from .faults import Faults
from .oci_clients import OciClients
from .part import Part


class WorkRequests(Part):
    """known are the ids of all such parts: a work request is the same wherever it is read, and is waited for once."""

    def __init__(self, run: Run, entries: Sequence[Entry], clients: OciClients, known: set[str]) -> None:
        super().__init__(run, entries)
        self._clients = clients
        self._known = known
        self._named: list[tuple[Entry, work_request_ids.Asked, lookup.Place]] = []
        self._resources: list[tuple[Entry, resources.Searched]] = []
        self._found: list[tuple[int, Target]] = []
        self._targets: list[Target] = []

    @property
    def is_local(self) -> bool:
        return connection.needs_no_request(self.params)

    def parse(self, entry: Entry) -> bool:
        if entry.key == "resource_id":
            return self._keep(entry, resource_ids.find(entry.given))
        everything = _operations(entry)
        about = [asked for asked in everything if asked.is_resource]
        self._keep(entry, [resource_ids.Resource(each.id, each.service, each.compartment_id) for each in about])
        found = []
        for asked in everything:
            if asked.is_resource:
                continue
            service, endpoint = asked.service or self.params["service"], self.params["service_endpoint"]
            found.append((entry, asked, lookup.find_by_work_request(asked.id, service, endpoint)))
        self._check_can_cancel([(where.family, *where.others) for _entry, _asked, where in found])
        self._named += found
        return bool(everything)

    def _keep(self, entry: Entry, about: Sequence[resource_ids.Resource]) -> bool:
        """Keep the resources that an entry names: whether it names any. Raises UsageError."""
        service, compartment_id = (
            entry.service or self.params["service"],
            entry.compartment_id or self.params["compartment_id"],
        )
        found = [resources.named(each, service, compartment_id) for each in about]
        self._check_can_cancel([(each.where.family,) for each in found])
        self._resources += [(entry, each) for each in found]
        return bool(found)

    def connect(self, faults: Faults) -> None:
        with faults.of_options(self.entries):
            self.client = self._clients.of(self.params)
        for entry, asked, where in self._named if self.client else ():
            with faults.of(entry):
                target = self.client.target_at(where, asked.id)
                self._found.append((entry.number, target._replace(compartment_id=asked.compartment_id)))

    def locate(self, faults: Faults) -> None:
        for entry, (resource_id, where) in self._resources:
            with faults.of(entry):
                find = functools.partial(self._in_flight, where, resource_id)
                in_flight = waits.found(self._run, self._clients.limits, find)
                self._found += [(entry.number, target) for target in in_flight]
        new: dict[str, tuple[int, Target]] = {}
        for number, target in self._found:
            if target.id not in self._known:
                new.setdefault(target.id, (number, target))
        self._known.update(new)
        self.places = [number for number, _target in new.values()]
        self._targets = [target for _number, target in new.values()]
        logs, compartment_id = self._run.params["logs"], self.params["compartment_id"]
        self.group = WorkRequestGroup(self.client, self._targets, logs, CONNECTIONS, compartment_id)

    def _in_flight(self, where: Lists, resource_id: str) -> list[Target]:
        lists = targets.located(self.client, where, resource_id)
        return read.in_flight(self.client, lists, resource_id, CONNECTIONS)

    def cancel(self, watches: Sequence[Watch], deadline: float) -> list[str]:
        return cancel.cancel_pending(self.client, self._targets, watches, CONNECTIONS, deadline)

    def _check_can_cancel(self, places: Sequence[Sequence[Family]]) -> None:
        if self._run.params["on_timeout"] == "cancel":
            cancel.check_can_cancel(places)


def _operations(entry: Entry) -> list[work_request_ids.Asked]:
    """What an entry names that has not said what it is. Raises UsageError."""
    if entry.key != OPERATION:
        return work_request_ids.find(entry.given)
    try:
        return work_request_ids.find_operations(entry.given)
    except UsageError as error:
        is_text = isinstance(entry.given, str)
        raise UsageError(str(error) if is_text else f"{error} {HINTS[OPERATION]}") from error
