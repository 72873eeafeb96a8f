# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the latest work request of a resource, and what it says of its failure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from .._core.errors import LongopsError, UsageError
from .._core.operation import Operation, State
from .._http.retry import Retry
from .._oci import targets as work_requests
from .._oci.api import resource_match
from .._oci.api.client import OciClient
from .._oci.api.list_query import Filters
from .._oci.catalogue import lookup
from .._oci.ocid import is_ocid
from .._text import times
from .._text.sanitize import clean
from .targets import Target

#: For each page. What it finds is a help and no more, so it is not tried for long.
RETRY = Retry(tries=2)
#: Pages that are read: services list the newest work requests first.
MOST_PAGES = 1


def explained(client: OciClient, target: Target, operation: Operation, deadline: float) -> Operation:
    """The operation with its latest work request, and the errors of that if it failed; unchanged where there is none.

    What cannot be read of it is passed over: the state of the resource itself is known.
    """
    try:
        found = _latest(client, target, operation, deadline)
    except LongopsError:
        return operation
    if found is None:
        return operation._replace(errors=())
    where, latest = found
    if latest.state in (State.FAILED, State.CANCELED, State.ATTENTION):
        latest = client.errors(where, latest, deadline)
    said = f"Its latest work request {latest.id} ({clean(latest.operation_type)}) is {clean(latest.status)}."
    own = (operation.explanation or "").strip()
    return operation._replace(
        explanation=f"{own.rstrip('.')}. {said}" if own else said,
        errors=latest.errors or (),
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
