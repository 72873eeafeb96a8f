# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cancels work requests, several at a time, where there is anything to cancel. Private to longops.oracle."""

from __future__ import annotations

from typing import Collection, Iterable, NamedTuple, Sequence

from .._core.errors import RequestError, UsageError
from .._core.operation import Fault, FaultKind, Observation, Operation
from .._polling.thread_pool import Pool
from .api import resource_match
from .api.client import OciClient
from .api.session import Target
from .catalogue.family import Family

#: Statuses of what is being canceled already, as the catalogue has them.
CANCELING = frozenset(("CANCELING", "CANCELLING"))


class Canceling(NamedTuple):
    """One result: the work request afterwards, and whether its cancellation was requested. The fault is why it was not."""

    observation: Observation
    asked: bool


def cancel(client: OciClient, targets: Sequence[Target], connections: int, dry: bool) -> list[Canceling]:
    """Request the cancellation of each target unless it has ended or is being canceled. dry: report only whether it would be requested.

    One that was found by a resource, but does not name it, is not canceled: a service that ignores the filter of its list would
    have everything canceled. The fault of its observation says so.

    Raises UsageError, before anything is canceled, where a service cannot do it.
    """
    check_can_cancel((target.family, *target.others) for target in targets)
    return Pool(connections).map(lambda target: _cancel(client, target, dry), targets)


def check_can_cancel(places: Iterable[Sequence[Family]]) -> None:
    """Raise UsageError where none of the families in which a work request may be has a call that cancels it."""
    unable = sorted({families[0].title for families in places if not any(family.cancel for family in families)})
    if unable:
        raise UsageError(
            f"Work requests of {', '.join(unable)} cannot be canceled: the API of the service has no call for"
            " it. Nothing was canceled."
        )


def cancel_those(client: OciClient, targets: Sequence[Target], ids: Collection[str], connections: int) -> list[str]:
    """Request the cancellation of those targets that have these ids: the ids for which it was. client.warnings has why others were not."""
    outcomes = cancel(client, [target for target in targets if target.id in ids], connections, False)
    for outcome in outcomes:
        if outcome.observation.fault is not None:
            client.warn(
                f"Work request {outcome.observation.id} could not be canceled: {outcome.observation.fault.message}"
            )
    return [outcome.observation.id for outcome in outcomes if outcome.asked]


def _cancel(client: OciClient, target: Target, dry: bool) -> Canceling:
    before = client.read(target)
    if before.operation is None or _needs_no_cancel(before.operation):
        return Canceling(before, False)
    resource_id = target.resource_id
    if resource_id and not resource_match.is_certainly_about(target.family, before.operation, resource_id):
        fault = Fault(FaultKind.FATAL, resource_match.uncertain(before.operation, resource_id))
        return Canceling(before._replace(fault=fault), False)
    if dry and client.can_cancel(target):
        return Canceling(before, True)
    try:
        client.cancel(target)
    except UsageError as error:  # where it was found it cannot be
        return Canceling(before._replace(fault=Fault(FaultKind.FATAL, str(error))), False)
    except RequestError as error:
        # It may have ended meanwhile, and then there is nothing to cancel.
        after = client.read(target)
        if after.operation is not None and _needs_no_cancel(after.operation):
            return Canceling(after, False)
        return Canceling(before._replace(fault=error.fault), False)
    after = client.read(target)
    return Canceling(before if after.operation is None else after, True)


def _needs_no_cancel(operation: Operation) -> bool:
    return operation.ended or str(operation.status).upper() in CANCELING
