# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how the work requests are found that come into flight in a compartment, or for a resource. Private to longops.oracle."""

from __future__ import annotations

import functools
import time
from typing import Optional, Sequence

from .._core.errors import LongopsError, RequestError, UsageError
from .._core.operation import Fault, FaultKind, Operation
from .._http.retry import Retry
from .._polling.scans import Found, Scan
from .._text import times
from .._text.sanitize import some
from . import list_all_services
from .api.client import OciClient
from .api.list_query import Filters
from .api.listing import MAX_PAGES
from .catalogue import lookup
from .catalogue.family import Family
from .resources import Searched
from .wait import WorkRequestGroup

#: For each page.
RETRY = Retry(tries=2)
#: Seconds in which a list is read to its end: the next scan reads it again anyhow.
LONGEST = 120.0
#: Seconds by which a work request that comes into a list may be older than those that were there: the lists of services lag behind.
LAG = 3600.0
#: Services in a message.
NAMED = 8


class ListScope:
    """The list that one family has of a compartment, None being all that it shows, or of a resource there."""

    group = 0
    margin = LAG

    def __init__(
        self,
        client: OciClient,
        group: WorkRequestGroup,
        family: Family,
        compartment_id: Optional[str],
        region: Optional[str] = None,
        resource_id: Optional[str] = None,
    ) -> None:
        self._client = client
        self._group = group
        self._family = family
        self._compartment_id = compartment_id
        self._region = region
        self._resource_id = resource_id
        place = client.session.place
        parts = (family.title, region or place.region or place.service_endpoint, compartment_id, resource_id)
        self.name = " ".join(part for part in parts if part)

    def beginning(self, now: float) -> Optional[float]:
        return now

    def scan(self, known: Optional[float]) -> Scan:
        enough = functools.partial(_Order().is_below, known) if known is not None else None
        filters = Filters(resource_id=self._resource_id)
        deadline = time.monotonic() + LONGEST
        try:
            listed = self._client.listing.list_within(
                self._family, self._compartment_id, filters, None, MAX_PAGES, RETRY, deadline, enough
            )
        except RequestError as error:  # one by itself, to find out which resource it is about
            return Scan(fault=error.fault)
        except LongopsError as error:
            return Scan(fault=Fault(FaultKind.FATAL, str(error)))
        return Scan([_found(operation) for operation in listed.operations], listed.fault)

    def adopt(self, id_: str) -> None:
        beside = (self._compartment_id, self._resource_id)
        target = self._client.target_in(self._family, id_, self._region, beside)
        self._group.add(target._replace(compartment_id=self._compartment_id, resource_id=self._resource_id))


def of_compartments(
    client: OciClient, group: WorkRequestGroup, services: Sequence[str], compartment_ids: Sequence[str]
) -> list[ListScope]:
    """The lists of these services, which may be all, for each compartment.

    Raises UsageError for a service that has no list of compartments. Of all services those are left out, with a warning.
    """
    wanted = list_all_services.families(services)
    silent = [family.title for family in wanted if not family.lists_whole_compartments]
    if silent:
        text = f"{some(silent, NAMED)} cannot be watched by compartment, because the list needs a resource"
        if not any(map(lookup.is_all, services)):
            raise UsageError(f"{text}. Watch a resource, by the option resource_id.")
        client.warn(f"{text}: not watched.")
    return [
        ListScope(client, group, family, compartment_id, client.session.region_of_resource(None))
        for compartment_id in dict.fromkeys(compartment_ids)
        for family in list_all_services.families_there(client, wanted, compartment_id)
        if family.title not in silent
    ]


def of_resources(client: OciClient, group: WorkRequestGroup, searched: Sequence[Searched]) -> list[ListScope]:
    """The lists that have the work requests of these resources."""
    return [
        ListScope(client, group, where.family, compartment_id, where.region, resource_id)
        for resource_id, where in searched
        for compartment_id in where.compartment_ids
    ]


class _Order:
    """Whether a list has been in order, the newest first, as far as it was read. Services have it so, but do not promise it."""

    def __init__(self) -> None:
        self._last = float("inf")
        self._is_ordered = True

    def is_below(self, known: float, page: Sequence[Operation]) -> bool:
        """Whether the rest of the list is below a position: this page is, and the list is in order."""
        positions = [_position(operation) for operation in page]
        for position in positions:
            self._is_ordered = self._is_ordered and position is not None and position <= self._last
            self._last = self._last if position is None else position
        return self._is_ordered and bool(positions) and all(each is not None and each < known for each in positions)


def _position(operation: Operation) -> Optional[float]:
    return times.timestamp(operation.time_accepted)


def _found(operation: Operation) -> Found:
    finished = times.timestamp(operation.time_finished) if operation.ended else None
    return Found(operation.id, operation.ended, _position(operation), finished)
