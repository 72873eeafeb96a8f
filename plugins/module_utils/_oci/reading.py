# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads work requests once, by id or from a list, several at a time. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils import _times
from ansible_collections.longops.oracle.plugins.module_utils._errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci import services
from ansible_collections.longops.oracle.plugins.module_utils._oci.client import Filters, OciClient, Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.ids import Asked
from ansible_collections.longops.oracle.plugins.module_utils._operation import Observation, Operation
from ansible_collections.longops.oracle.plugins.module_utils._pool import Pool

#: The service whose work requests are listed where none is named: the API that Compute, Database and others share.
SHARED = "work_requests"


def targets(client: OciClient, asked: Sequence[Asked], service: Optional[str]) -> list[Target]:
    """What to read; service is that of ids which name none themselves. Raises UsageError."""
    return [client.target(each.id, each.service or service)._replace(compartment_id=each.compartment_id) for each in asked]


def by_id(
    client: OciClient, wanted: Sequence[Target], include: Sequence[str], connections: int
) -> list[Observation]:
    """Each target as it is now, with errors and logs where include names them."""

    def read(target: Target) -> Observation:
        return _with_sides(client, target, client.read(target), include)

    return Pool(connections).map(read, wanted)


def listed(
    client: OciClient,
    service: Optional[str],
    compartment_id: Optional[str],
    filters: Filters,
    max_results: Optional[int],
    include: Sequence[str],
    connections: int,
) -> list[tuple[Target, Observation]]:
    """The work requests of a compartment that filters let through. Raises RequestError and UsageError."""
    family = services.find(service or SHARED)
    if not compartment_id:
        raise UsageError("To list work requests, compartment_id is needed: the OCID of the compartment they are in.")
    services.parse_ocid(compartment_id)
    if max_results is not None and max_results < 1:
        raise UsageError("max_results must be 1 or more, not %d." % max_results)
    operations = client.list(family, compartment_id, filters, max_results)
    found = [(client.target_in(family, operation.id), Observation(operation.id, operation)) for operation in operations]

    def read(pair: tuple[Target, Observation]) -> tuple[Target, Observation]:
        return pair[0], _with_sides(client, pair[0], pair[1], include)

    return Pool(connections).map(read, found)


def in_flight(
    client: OciClient,
    service: Optional[str],
    compartment_id: Optional[str],
    resource_id: str,
    connections: int,
) -> list[Target]:
    """The work requests of a resource that are not over. Where there is none, client.warnings says what was there."""
    pairs = listed(client, service, compartment_id, Filters(resource_id=resource_id), None, (), connections)
    under_way = [target for target, observation in pairs if not observation.operation.ended]
    if not under_way:
        client.warn(_nothing(resource_id, service or SHARED, [observation.operation for target, observation in pairs]))
    return under_way


def _nothing(resource_id: str, service: str, ended: Sequence[Operation]) -> str:
    text = "Nothing is under way for %s in %s, so there was nothing to do." % (resource_id, service)
    if not ended:
        return text + " It has no work requests there at all: check the ids and the option service."
    latest = max(ended, key=lambda operation: _times.timestamp(operation.time_accepted) or 0.0)
    return "%s Its latest work request %s (%s) is %s since %s." % (
        text,
        latest.id,
        latest.operation_type,
        latest.status,
        latest.time_finished or "an unknown time",
    )


def _with_sides(client: OciClient, target: Target, observation: Observation, include: Sequence[str]) -> Observation:
    operation = observation.operation
    if operation is None:
        return observation
    if "errors" in include and operation.errors is None:
        operation = client.errors(target, operation)
    if "logs" in include and operation.logs is None:
        operation = client.logs(target, operation)
    return observation._replace(operation=operation)
