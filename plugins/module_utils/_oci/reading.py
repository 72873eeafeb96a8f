# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads work requests once, by id or from a list, several at a time. Private to longops.oracle."""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils import _times
from ansible_collections.longops.oracle.plugins.module_utils._errors import RequestError, UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci import services
from ansible_collections.longops.oracle.plugins.module_utils._oci.client import Filters, OciClient, Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.ids import Asked
from ansible_collections.longops.oracle.plugins.module_utils._operation import Fault, Observation, Operation
from ansible_collections.longops.oracle.plugins.module_utils._pool import Pool

#: The service whose work requests are listed where neither a service nor a resource is named: the API that Compute, Database and
#: others share.
SHARED = "work_requests"


class Lists(NamedTuple):
    """Which lists to read: those of a family in these compartments, None being all that the sign-in may see; and the region."""

    family: Family
    compartment_ids: tuple[Optional[str], ...]
    region: Optional[str] = None


def lists(client: OciClient, service: Optional[str], compartment_id: Optional[str], resource_id: Optional[str]) -> Lists:
    """The lists that have the work requests of a compartment, or of a resource. What is not given the resource's OCID tells.

    Where that does not tell the compartment, and the family's list needs it, Resource Search is asked. Raises UsageError and
    RequestError.
    """
    family = services.find(service) if service else services.find_by_resource(resource_id) if resource_id else services.find(SHARED)
    region = services.region_of(resource_id)
    if compartment_id:
        services.parse_ocid(compartment_id)
        return Lists(family, (compartment_id,), region)
    if not resource_id:
        raise UsageError("To list work requests, compartment_id is needed: the OCID of the compartment they are in.")
    if family.lists_a_resource:
        return Lists(family, (None,), region)
    if not services.is_ocid(resource_id):
        raise UsageError("%r is not an OCID, by which its compartment could be asked for: set the option compartment_id." % resource_id)
    kind = services.parse_ocid(resource_id).type
    if kind == "tenancy":
        return Lists(family, (resource_id,), region)
    from ansible_collections.longops.oracle.plugins.module_utils._oci import searching  # a look costs what it imports

    found = searching.compartment_of(client, resource_id)
    # What happens to a compartment may be told there or in the one above it; Oracle's documentation does not say which.
    return Lists(family, (found, resource_id) if kind == "compartment" else (found,), region)


def targets(client: OciClient, asked: Sequence[Asked], service: Optional[str]) -> list[Target]:
    """What to read; service is that of ids which name none themselves. Raises UsageError."""
    return [client.target(each.id, each.service or service)._replace(compartment_id=each.compartment_id) for each in asked]


def by_id(
    client: OciClient, wanted: Sequence[Target], include: Sequence[str], connections: int
) -> list[Observation]:
    """Each target as it is now, with errors and logs where include names them."""

    def read(target: Target) -> Observation:
        return with_sides(client, target, client.read(target), include)

    return Pool(connections).map(read, wanted)


def listed(
    client: OciClient,
    where: Lists,
    filters: Filters,
    max_results: Optional[int],
    include: Sequence[str],
    connections: int,
) -> list[tuple[Target, Observation]]:
    """The work requests in these lists that filters let through. Raises RequestError and UsageError."""
    check_most(max_results)
    found: dict[str, Operation] = {}
    hidden = []
    for compartment_id in where.compartment_ids:
        try:
            operations = client.list(where.family, compartment_id, filters, max_results)
        except RequestError as error:  # of two compartments one may be gone, or not for this sign-in
            hidden.append(compartment_id)
            if error.fault.kind != Fault.NOT_FOUND or len(hidden) == len(where.compartment_ids):
                raise
        else:
            found.update((operation.id, operation) for operation in operations)
    pairs = [
        (client.target_in(where.family, operation.id, where.region), Observation(operation.id, operation))
        for operation in list(found.values())[:max_results]
    ]

    def read(pair: tuple[Target, Observation]) -> tuple[Target, Observation]:
        return pair[0], with_sides(client, pair[0], pair[1], include)

    return Pool(connections).map(read, pairs)


def check_most(max_results: Optional[int]) -> None:
    """Raises UsageError where no list is of that length."""
    if max_results is not None and max_results < 1:
        raise UsageError("max_results must be 1 or more, not %d." % max_results)


def in_flight(client: OciClient, where: Lists, resource_id: str, connections: int) -> list[Target]:
    """The work requests of a resource that are not over. Where there is none, client.warnings says what was there."""
    pairs = listed(client, where, Filters(resource_id=resource_id), None, (), connections)
    under_way = [target for target, observation in pairs if not observation.operation.ended]
    if not under_way:
        client.warn(_nothing(resource_id, where, [observation.operation for target, observation in pairs]))
    return under_way


def _nothing(resource_id: str, where: Lists, ended: Sequence[Operation]) -> str:
    place = where.family.title
    compartment_ids = [each for each in where.compartment_ids if each]
    if compartment_ids:
        place += ", compartment %s" % " or ".join(compartment_ids)
    text = "Nothing is under way for %s in %s, so there was nothing to do." % (resource_id, place)
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


def with_sides(
    client: OciClient, target: Target, observation: Observation, include: Sequence[str], give_up_at: Optional[float] = None
) -> Observation:
    """An observation with errors and logs where include names them."""
    operation = observation.operation
    if operation is None:
        return observation
    if "errors" in include and operation.errors is None:
        operation = client.errors(target, operation, give_up_at)
    if "logs" in include and operation.logs is None:
        operation = client.logs(target, operation, give_up_at)
    return observation._replace(operation=operation)
