# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists the resources of a compartment, in the form in which modules return resources. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Callable, Collection, NamedTuple, Optional

from .._core.errors import RequestError
from .._core.operation import Observation, Operation
from .._http.retry import Limits, Retry
from .._oci import read
from .._oci.api.client import OciClient
from .._oci.api.fields import first_text
from .._oci.read import Skipped
from .._text import times
from . import parsing, results, search, verdict
from .catalogue.resource_type import ResourceType
from .catalogue.words import as_compared
from .goal import SETTLED_GOAL
from .search import Item, Listed
from .targets import Target
from .verdict import Past

#: For each page, where other lists are read at the same time.
RETRY = Retry(tries=2)


class Beside(NamedTuple):
    """The resources that are listed beside work requests, and why some are not, if so."""

    entries: list[dict[str, Any]]
    skipped: Optional[Skipped] = None


def entry(item: Item) -> dict[str, Any]:
    """An entry of resources for one that Search knows. Of a type that is not known service is None."""
    type_ = item.type or ResourceType("", item.search_type, "", "", "", "", "", ())
    target = Target(item.id, item.id, type_, "", None, {}, compartment_id=item.compartment_id)
    word = as_compared(item.word)
    state: Any = verdict.state(word, item.meaning, SETTLED_GOAL, Past()) if word else None
    details = {
        "display_name": first_text(item.body, ("displayName",)),
        "time_created": first_text(item.body, ("timeCreated",)),
    }
    operation = Operation(
        item.id, type_.service, item.word, state, parsing.called(target), answer=item.body, details=details
    )
    found = results.entry(target, Observation(item.id, operation, request_id=item.request_id))
    return {**found, "service": type_.service or None}


def in_compartment(
    client: OciClient,
    compartment_id: str,
    in_flight: bool,
    types: Optional[Collection[ResourceType]],
    max_results: Optional[int],
) -> list[dict[str, Any]]:
    """Entries of the resources of a compartment, the newest first. Raises RequestError and UsageError.

    What was found is kept where the rest cannot be read. A warning says so.
    """
    listed = search.in_compartment(client, compartment_id, in_flight, types, max_results)
    if listed.fault is not None and not listed.read:
        raise RequestError(listed.fault)
    if not listed.whole:
        why = (
            f"only the newest {listed.read} in the compartment were read"
            if listed.fault is None
            else f"the rest of the list could not be read: {listed.fault.message}"
        )
        client.warn(f"There may be more resources than the {len(listed.items)} that were found, because {why}.")
    return [entry(item) for item in listed.items]


def on_their_way(
    client: OciClient,
    compartment_id: str,
    timeout: float,
    ids: Optional[Collection[str]] = None,
    clock: Callable[[], float] = time.monotonic,
) -> Beside:
    """Entries of the resources of a compartment that are on their way to another state, of these ids if any are given.

    It ends after timeout seconds, with what is known by then. Never raises RequestError. Raises UsageError.
    """
    deadline = clock() + timeout
    listed = search.in_compartment(client, compartment_id, True, limits=Limits(deadline, RETRY))
    wanted = [item for item in listed.items if ids is None or item.id in ids]
    late = f"no answer within {times.duration(timeout)}" if clock() >= deadline else None
    return Beside([entry(item) for item in wanted], _skipped(listed, late))


def _skipped(listed: Listed, late: Optional[str]) -> Optional[Skipped]:
    if listed.whole:
        return None
    if listed.fault is None:
        why = f"has more than {listed.read} resources on their way, of which no others were read"
    else:
        why = read.reason(listed.fault, 0, late) + (f", after {listed.read} resources were read" if listed.read else "")
    return Skipped(search.SERVICE, why, listed.fault)
