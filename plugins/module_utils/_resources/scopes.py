# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how the resources of a compartment are found that go on their way to another state. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Collection, Optional, Sequence

from .._core.errors import LongopsError
from .._core.operation import Fault, FaultKind
from .._http.retry import Limits, Retry
from .._oci.resource_ids import Resource
from .._polling.scans import Found, Scan
from . import search
from .catalogue.resource_type import ResourceType
from .catalogue.words import as_compared, is_of_deletion
from .client import ResourceClient
from .goal import Goal
from .search import Item
from .targets import COMPARTMENT, NAMESPACE, Naming, Target, target
from .wait import ResourceGroup

#: For each page.
RETRY = Retry(tries=2)
#: Seconds in which a list is read to its end: the next scan reads it again anyhow.
LONGEST = 120.0
#: The names of a path that are known beside a resource's own id.
KNOWN = frozenset((COMPARTMENT, NAMESPACE))


class SearchScope:
    """What Resource Search has of a compartment that is on its way. types are those that are wanted, None where all are.

    It lists the states of now and no times, so that none has a position, and what came and went between two scans is not found.
    """

    group = 0
    margin = 0.0

    def __init__(
        self,
        client: ResourceClient,
        group: ResourceGroup,
        compartment_id: str,
        types: Optional[Collection[ResourceType]],
        goal: Goal,
    ) -> None:
        """Raises UsageError where there is no compartment of this id, or no Search."""
        search.check(client.oci, compartment_id)
        self._client = client
        self._group = group
        self._compartment_id = compartment_id
        self._types = types
        self._goal = goal
        self._words: dict[str, str] = {}  # of the last scan, by id
        self._said: set[str] = set()  # the types that cannot be read
        place = client.oci.session.place
        parts = (search.SERVICE, place.region or place.service_endpoint, compartment_id)
        self.name = " ".join(part for part in parts if part)

    def beginning(self, now: float) -> Optional[float]:
        return None

    def scan(self, known: Optional[float]) -> Scan:
        limits = Limits(time.monotonic() + LONGEST, RETRY)
        try:
            listed = search.in_compartment(self._client.oci, self._compartment_id, True, self._types, None, limits)
        except LongopsError as error:
            return Scan(fault=Fault(FaultKind.FATAL, str(error)))
        found = {item.id: as_compared(item.word) for item in listed.items if self._can_be_read(item)}
        self._words = found
        return Scan([Found(id_, None, None, turn=word) for id_, word in found.items()], listed.fault)

    def adopt(self, id_: str) -> None:
        self._group.add(self._target(id_))
        word = self._words.get(id_)
        if word is not None and is_of_deletion(word):  # then it may be gone already
            self._group.resume(id_, word)

    def _target(self, id_: str) -> Target:
        """Where one of them is read. Raises UsageError."""
        naming = Naming(compartment_id=self._compartment_id)
        return target(self._client.oci.session, Resource(id_), naming, self._goal)

    def _can_be_read(self, item: Item) -> bool:
        """Whether a resource can be read by its id alone. Types that cannot be are said once each."""
        if item.type is not None and KNOWN.issuperset(item.type.requires):
            return True
        called = item.type.title if item.type else item.search_type or "an unknown type"
        if called not in self._said:
            self._said.add(called)
            self._client.warn(
                f"Resources of {called} are on their way, such as {item.id}, and are not watched: this version of longops.oracle"
                " cannot read them by their ids alone."
            )
        return False


def of_compartments(
    client: ResourceClient,
    group: ResourceGroup,
    compartment_ids: Sequence[str],
    types: Optional[Collection[ResourceType]],
    goal: Goal,
) -> list[SearchScope]:
    """What goes on its way in these compartments. Raises UsageError."""
    return [SearchScope(client, group, each, types, goal) for each in dict.fromkeys(compartment_ids)]
