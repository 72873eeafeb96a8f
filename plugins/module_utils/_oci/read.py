# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads work requests once, by id or from lists, several at a time. Private to longops.oracle."""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

from .._ansible import options
from .._core.errors import RequestError
from .._core.operation import Fault, FaultKind, Observation, Operation
from .._polling.thread_pool import Pool
from .._text import sanitize, times
from .api import resource_match
from .api.client import OciClient
from .api.list_query import Filters
from .api.session import Target
from .ocid import region_of
from .targets import Lists


class Skipped(NamedTuple):
    """A service that was not read, or not to its end. reason is short, and the same for all that have the same fault."""

    service: str
    reason: str
    fault: Optional[Fault] = None


class Found(NamedTuple):
    """What was found in lists, and which of them were not read to their end."""

    pairs: list[tuple[Target, Observation]]
    skipped: list[Skipped]


def by_id(client: OciClient, wanted: Sequence[Target], include: Sequence[str], connections: int) -> list[Observation]:
    """Each target as it is now, with errors and logs where include names them."""

    def read(target: Target) -> Observation:
        return with_details(client, target, client.read(target), include)

    return Pool(connections).map(read, wanted)


def listed(
    client: OciClient,
    where: Lists,
    filters: Filters,
    max_results: Optional[int],
    include: Sequence[str],
    connections: int,
) -> Found:
    """The work requests in these lists that pass the filters. Raises RequestError and UsageError.

    What was found is kept where the rest of a list cannot be read. A warning says so.
    """
    options.check_most(max_results)
    found: dict[str, Operation] = {}
    failed = []
    skipped = []
    for compartment_id in where.compartment_ids:
        try:
            listed = client.listing.list_work_requests(where.family, compartment_id, filters, max_results)
        except RequestError as error:  # of two compartments one may be gone, or not for this user
            failed.append(compartment_id)
            if error.fault.kind != FaultKind.NOT_FOUND or len(failed) == len(where.compartment_ids):
                raise
        else:
            found.update((operation.id, operation) for operation in listed.operations)
            if listed.fault is not None:
                skipped.append(Skipped(where.family.title, reason(listed.fault, listed.read), listed.fault))
                client.warn(
                    f"There may be more work requests of {where.family.title} than the {len(listed.operations)} that were found,"
                    f" because the rest of the list could not be read: {listed.fault.message}"
                )
    pairs = [
        (
            client.target_in(where.family, operation.id, where.region)._replace(resource_id=filters.resource_id),
            Observation(operation.id, operation),
        )
        for operation in list(found.values())[:max_results]
    ]

    def read(pair: tuple[Target, Observation]) -> tuple[Target, Observation]:
        return pair[0], with_details(client, pair[0], pair[1], include)

    return Found(Pool(connections).map(read, pairs), skipped)


def reason(fault: Fault, read: int, without_answer: Optional[str] = None) -> str:
    """Why a list was not read to its end, in short; without_answer is the reason where no answer came."""
    if fault.http_status is not None:
        text = f"answered {' '.join(str(part) for part in (fault.http_status, fault.code) if part)}"
    else:
        text = without_answer or sanitize.reason(fault.message)
    return text + (f", after {read} work requests were read" if read else "")


def with_details(
    client: OciClient,
    target: Target,
    observation: Observation,
    include: Sequence[str],
    deadline: Optional[float] = None,
) -> Observation:
    """An observation with errors and logs where include names them."""
    operation = observation.operation
    if operation is None:
        return observation
    if "errors" in include and operation.errors is None:
        operation = client.errors(target, operation, deadline)
    if "logs" in include and operation.logs is None:
        operation = client.logs(target, operation, deadline)
    return observation._replace(operation=operation)


def in_flight(client: OciClient, where: Lists, resource_id: str, connections: int) -> list[Target]:
    """The work requests of a resource that have not ended. Where there is none, a warning describes those that have.

    One that does not say in the list what it is about is read by itself, and left out if it is about other resources only.
    Raises RequestError and UsageError, also where only a part of a list can be read: nothing is to wait for half of what is
    under way, or to cancel half of it.
    """

    def read(pair: tuple[Target, Observation]) -> tuple[Target, Optional[Operation]]:
        target, operation = pair[0], pair[1].operation
        if operation is None or operation.ended or resource_match.lists_below(target.family):
            return target, operation
        silent = resource_match.is_about(operation, resource_id) is None
        return target, (client.read(target).operation if silent else None) or operation

    beside = (resource_id, *where.compartment_ids)
    place = client.session.asked(client.target_in(where.family, "", where.region, beside))
    pairs, skipped = listed(client, where, Filters(resource_id=resource_id), None, (), connections)
    for each in skipped:
        if each.fault is not None:
            raise RequestError(each.fault)
    found: list[tuple[Target, Operation]] = []
    others: list[str] = []
    for target, operation in Pool(connections).map(read, pairs):
        if operation is not None and not resource_match.may_be_about(target.family, operation, resource_id):
            others.append(operation.id)
        elif operation is not None:
            found.append((target, operation))
    if others:
        client.warn(resource_match.left_out(place, resource_id, others))
    under_way = [target for target, operation in found if not operation.ended]
    if not under_way:
        client.warn(_nothing(client, place, resource_id, where, [operation for target, operation in found]))
    return under_way


def _nothing(client: OciClient, place: str, resource_id: str, where: Lists, ended: Sequence[Operation]) -> str:
    compartment_ids = [each for each in where.compartment_ids if each]
    if compartment_ids:
        place += f", compartment {' or '.join(compartment_ids)}"
    text = f"Nothing is under way for {resource_id} in {place}, so there was nothing to do."
    if client.session.overrides(resource_id):
        text += f" The task names this region. The OCID names {region_of(resource_id)}, which is asked without the option region."
    if not ended:
        return f"{text} It has no work requests there at all: check the ids and the option service."
    latest = max(ended, key=lambda operation: times.timestamp(operation.time_accepted) or 0.0)
    return (
        f"{text} Its latest work request {latest.id} ({latest.operation_type}) is {latest.status} since"
        f" {latest.time_finished or 'an unknown time'}."
    )
