# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the latest work request of a resource, and what it says of its failure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from .._core.errors import LongopsError, RequestError, UsageError
from .._core.operation import Operation, State
from .._http.retry import Retry
from .._oci import targets as work_requests
from .._oci.api import resource_match
from .._oci.api.client import OciClient
from .._oci.api.list_query import Filters
from .._oci.catalogue import lookup
from .._oci.ocid import is_ocid
from .._text import times
from .._text.sanitize import and_then, clean, cut, reason
from .targets import Target

#: For each page. What it finds is a help and no more, so it is not tried for long.
RETRY = Retry(tries=2)
#: Pages that are read: services list the newest work requests first.
MOST_PAGES = 1
#: Characters of a word of a service that a sentence repeats.
SHOWN = 200


def explained(client: OciClient, target: Target, operation: Operation, deadline: float) -> Operation:
    """The operation with its latest work request, and the errors of that if it failed; without errors where there is none.

    What cannot be read of it is None, with a warning. The state of the resource itself is known.
    """
    try:
        found = _latest(client, target, operation, deadline)
    except UsageError:  # it is not known which service has it
        return operation._replace(errors=())
    except LongopsError as error:
        client.warnings.add_of_sort(
            "The latest work requests of {count} resources could not be read: {examples}",
            target.key,
            f"The latest work request of resource {target.key} could not be read: {error}",
            f"{target.key} ({reason(str(error))})",
        )
        return operation
    if found is None:
        return operation._replace(errors=())
    where, latest = found
    is_unwell = latest.state in (State.FAILED, State.CANCELED, State.ATTENTION)
    if is_unwell:
        latest = client.errors(where, latest, deadline)
    called = cut(clean(latest.operation_type), SHOWN)
    what = f"{latest.id} ({called})" if called else latest.id
    said = f"Its latest work request {what} is {cut(clean(latest.status), SHOWN)}."
    return operation._replace(
        explanation=and_then(operation.explanation, said),
        errors=latest.errors if is_unwell else (),
        details={**operation.details, "work_request": _described(latest)},
    )


def _latest(client: OciClient, target: Target, operation: Operation, deadline: float) -> Any:
    """Where the latest work request is read, and the work request; None where the service lists none. Raises LongopsError."""
    family = _family(target)
    if family is None or not is_ocid(target.id):
        return None
    compartment_id = operation.details.get("compartment_id") or target.compartment_id
    where = work_requests.named(family.title, compartment_id, target.id)
    where = where if where.compartment_ids else where._replace(compartment_ids=(None,))
    filters = Filters(resource_id=target.id)
    newest = None
    for compartment in where.compartment_ids:
        listed = client.listing.list_within(family, compartment, filters, None, MOST_PAGES, RETRY, deadline)
        if listed.fault is not None:
            raise RequestError(listed.fault)
        for each in listed.operations:
            if resource_match.may_be_about(family, each, target.id) and (newest is None or _time(each) > _time(newest)):
                newest = each
    if newest is None:
        return None
    return client.target_in(family, newest.id, target.region, (target.id,)), newest


def _family(target: Target) -> Optional[Any]:
    """The API that has the work requests of a resource: by the type in its OCID, else by its service; None where that has none."""
    for find in (lambda: lookup.find_by_resource(target.id), lambda: lookup.find(target.type.service)):
        try:
            return find()
        except UsageError:
            continue
    return None


def _time(operation: Operation) -> float:
    return times.timestamp(operation.time_accepted) or 0.0


def _described(operation: Operation) -> dict[str, Optional[str]]:
    keys = ("id", "service", "operation_type", "status", "time_accepted", "time_finished")
    return {key: getattr(operation, key) for key in keys}
