# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cancels work requests, several at a time, where there is anything to cancel. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Iterable, NamedTuple, Optional, Sequence

from .._core.errors import RequestError, UsageError
from .._core.operation import Fault, FaultKind, Observation, Operation
from .._core.watch import Watch
from .._http.faults import THROTTLED
from .._polling.thread_pool import Pool
from .._text import sanitize
from .api import resource_match
from .api.client import OciClient
from .api.session import Target
from .catalogue.family import Family

#: Statuses of what is being canceled already, as the catalogue has them.
CANCELING = frozenset(("CANCELING", "CANCELLING"))

_TOO_LATE = Fault(FaultKind.TRANSIENT, "no time was left to request it")


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


def cancel_pending(
    client: OciClient, targets: Sequence[Target], watches: Sequence[Watch], connections: int, deadline: float
) -> list[str]:
    """Request the cancellation of what was pending at the end of a wait, until that time of the monotonic clock.

    The ids for which it was requested. A warning names all others, and says why.
    """
    by_id = {target.id: target for target in targets}

    def cancel_one(watch: Watch) -> Canceling:
        return _within(client, by_id[watch.id], watch, deadline)

    outcomes = Pool(connections).map(cancel_one, watches)
    faults = [(each.observation.id, each.observation.fault) for each in outcomes if each.observation.fault is not None]
    if faults:
        client.warn(_not_canceled([(id_, fault.message) for id_, fault in faults]))
    return [outcome.observation.id for outcome in outcomes if outcome.asked]


def _not_canceled(why: Sequence[tuple[str, str]]) -> str:
    if len(why) == 1:
        return f"Work request {why[0][0]} could not be canceled: {why[0][1]}"
    reasons: dict[str, list[str]] = {}
    for id_, message in why:
        reasons.setdefault(sanitize.reason(message).rstrip(". "), []).append(id_)
    parts = [f"{', '.join(ids)}: {reason}" for reason, ids in reasons.items()]
    return f"{len(why)} work requests could not be canceled. {'. '.join(parts)}."


def _within(client: OciClient, target: Target, watch: Watch, deadline: float) -> Canceling:
    """Cancel one of which the wait knows the status: one request where all is well."""
    before = Observation(target.id, watch.operation)
    if time.monotonic() >= deadline:
        return Canceling(before._replace(fault=_TOO_LATE), False)
    if before.operation is None:
        before = client.read(target, deadline)
    return _requested(client, target, before, False, deadline)


def _cancel(client: OciClient, target: Target, dry: bool) -> Canceling:
    outcome = _requested(client, target, client.read(target), dry, None)
    if dry or not outcome.asked:
        return outcome
    after = client.read(target)
    return outcome if after.operation is None else Canceling(after, True)


def _requested(
    client: OciClient, target: Target, before: Observation, dry: bool, deadline: Optional[float]
) -> Canceling:
    if before.operation is None or _needs_no_cancel(before.operation):
        return Canceling(before, False)
    resource_id = target.resource_id
    if resource_id and not resource_match.is_certainly_about(target.family, before.operation, resource_id):
        fault = Fault(FaultKind.FATAL, resource_match.uncertain(before.operation, resource_id))
        return Canceling(before._replace(fault=fault), False)
    if dry and client.can_cancel(target):
        return Canceling(before, True)
    try:
        client.cancel(target, deadline)
    except UsageError as error:  # where it was found it cannot be
        return Canceling(before._replace(fault=Fault(FaultKind.FATAL, str(error))), False)
    except RequestError as error:
        # It may have ended meanwhile, and then there is nothing to cancel. A service that throttles is not asked.
        in_time = deadline is None or time.monotonic() < deadline
        if in_time and error.fault.http_status != THROTTLED:
            after = client.read(target, deadline)
            if after.operation is not None and _needs_no_cancel(after.operation):
                return Canceling(after._replace(fault=None), False)
        return Canceling(before._replace(fault=error.fault), False)
    return Canceling(before, True)


def _needs_no_cancel(operation: Operation) -> bool:
    return operation.ended or str(operation.status).upper() in CANCELING
