# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides which work requests are polled together: pages of a list replace single polls where that takes fewer requests.

Private to longops.oracle.
"""

from __future__ import annotations

import functools
from typing import NamedTuple, Optional, Sequence

from .._core.errors import unexpected
from .._core.operation import FaultKind, Observation, State
from .._http.faults import THROTTLED
from .._polling.pollers import Deadline, Submits, attempted
from .api.client import OciClient
from .api.listing import Polled
from .api.session import Target

#: Fewer than this are polled one by one.
MANY = 5
#: How many single polls one page of a list is worth: it is slower than one, and may show none of those that are wanted.
PAGE_WORTH = 10
#: After so many polls of a list that have not shown a work request, it is polled by itself.
MISSES = 2
#: Each time a list was throttled so often in a row, its work requests are polled one by one: the limit can be that of lists alone.
THROTTLES = 3


class Api(NamedTuple):
    """One work-request API in one region."""

    title: str
    base: str


class Shared(NamedTuple):
    """What has one list: an API and a compartment, None as long as that is not known."""

    api: Api
    compartment_id: Optional[str]


class Poller:
    """Polls targets by id, as the waiter requires.

    compartment_id is where those may be whose compartment is not known. Without it one of them is polled by itself, and
    the list of its compartment is tried for the others.
    """

    def __init__(
        self, client: OciClient, targets: Sequence[Target], compartment_id: Optional[str], pool: Submits
    ) -> None:
        self._client = client
        self._pool = pool
        self._compartment_id = compartment_id
        self._targets: dict[str, Target] = {}
        self._apis: dict[str, Api] = {}
        self._compartments: dict[str, str] = {}
        self._guesses: dict[Api, Optional[str]] = {}
        self._pages: dict[tuple[str, Shared], int] = {}  # on which each last was
        self._unreadable: set[Shared] = set()  # lists that may not be read
        self._misses: dict[tuple[str, Shared], int] = {}
        self._throttles: dict[Shared, int] = {}  # how many polls of each list in a row were throttled
        self.partly_observed: set[str] = set()  # the last observation is from a list whose entries lack something
        for target in targets:
            self.add(target)

    def add(self, target: Target) -> None:
        """One more that may be polled."""
        self._targets[target.id] = target
        self._apis[target.id] = Api(target.family.title, target.base)
        self._guesses.setdefault(self._apis[target.id], self._compartment_id)
        if target.compartment_id:
            self._compartments[target.id] = target.compartment_id

    def forget(self, id_: str) -> None:
        """It is polled no more."""
        api = self._apis.pop(id_)
        for compartment_id in (self._compartments.pop(id_, None), self._guesses[api], None):
            for known in (self._pages, self._misses):
                known.pop((id_, Shared(api, compartment_id)), None)
        self._targets.pop(id_)
        self.partly_observed.discard(id_)

    def start(self, due: Sequence[str], soon: Sequence[str], deadline: Deadline) -> Sequence[str]:
        begun: list[str] = []
        lists_soon = self._by_list(soon)
        for shared, ids in self._by_list(due).items():
            begun += self._begin(shared, ids, lists_soon.get(shared, []), deadline)
        return begun

    def _by_list(self, ids: Sequence[str]) -> dict[Optional[Shared], list[str]]:
        """The ids by the list that should show them; None has those that no list shows."""
        found: dict[Optional[Shared], list[str]] = {}
        for id_ in ids:
            found.setdefault(self._list_of(id_), []).append(id_)
        return found

    def _list_of(self, id_: str) -> Optional[Shared]:
        if not self._targets[id_].family.lists_whole_compartments:
            return None
        api = self._apis[id_]
        shared = Shared(api, self._compartments.get(id_, self._guesses[api]))
        return None if shared in self._unreadable or self._misses.get((id_, shared), 0) >= MISSES else shared

    def _worth_listing(self, shared: Shared, ids: Sequence[str]) -> list[str]:
        """Those for which a list takes fewer requests than single polls: many that are on few pages, the first of the list.

        What has not been polled by the list yet is expected on its first page.
        """

        def page(id_: str) -> int:
            return self._pages.get((id_, shared), 1)

        ordered = sorted(ids, key=page)
        worth = [n for n, id_ in enumerate(ordered, start=1) if n >= MANY and page(id_) <= _most_pages(n)]
        return ordered[: worth[-1]] if worth else []

    def _begin(
        self, shared: Optional[Shared], due: Sequence[str], soon: Sequence[str], deadline: Deadline
    ) -> Sequence[str]:
        """Poll what is due, and with it what is due soon: the ids of both."""
        together: Sequence[str] = []
        if shared is not None:
            together = self._worth_listing(shared, [*due, *soon])
            if set(together).isdisjoint(due):
                together = []
            if together:
                self._together(shared, together, deadline)
        shown = set(together)
        alone = [id_ for id_ in due if id_ not in shown]
        self._alone(alone, deadline)
        return [*together, *alone]

    def _alone(self, ids: Sequence[str], deadline: Deadline) -> None:
        for id_ in ids:
            self._pool.submit(self._polled_alone, functools.partial(self._poll, id_, deadline))

    def _poll(self, id_: str, deadline: Deadline) -> Observation:
        return attempted(id_, lambda: self._client.poll(self._targets[id_], deadline()))

    def _together(self, shared: Shared, ids: Sequence[str], deadline: Deadline) -> None:
        compartment_id = shared.compartment_id
        if compartment_id is None:  # the poll of one gives it
            self._pool.submit(
                lambda observation: self._polled_first(observation, ids[1:], deadline),
                lambda: self._poll(ids[0], deadline),
            )
            return
        target, wanted = self._targets[ids[0]], frozenset(ids)
        self._pool.submit(
            lambda polled: self._polled_together(polled, shared, compartment_id, ids, deadline),
            lambda: self._listed(target, compartment_id, wanted, deadline),
        )

    def _listed(self, target: Target, compartment_id: str, wanted: frozenset[str], deadline: Deadline) -> Polled:
        try:
            return self._client.listing.poll_list(target, compartment_id, wanted, _most_pages(len(wanted)), deadline())
        except Exception as error:  # then each is polled by itself
            return Polled({}, {}, 0, False, unexpected(error))

    def _polled_alone(self, observation: Observation) -> Sequence[Observation]:
        self.partly_observed.discard(observation.id)
        compartment_id = observation.operation and observation.operation.details.get("compartment_id")
        if compartment_id:
            self._compartments[observation.id] = compartment_id
            api = self._apis[observation.id]
            self._guesses[api] = self._guesses[api] or compartment_id
        return [observation]

    def _polled_first(
        self, observation: Observation, others: Sequence[str], deadline: Deadline
    ) -> Sequence[Observation]:
        found = self._polled_alone(observation)
        for shared, ids in self._by_list(others).items():
            # Where its compartment is still not known, no second one is polled first.
            self._begin(shared if shared and shared.compartment_id else None, ids, [], deadline)
        return found

    def _polled_together(
        self, polled: Polled, shared: Shared, compartment_id: str, ids: Sequence[str], deadline: Deadline
    ) -> Sequence[Observation]:
        self._pages.update(((id_, shared), page) for id_, page in polled.pages.items())
        if polled.fault is not None and polled.fault.kind not in FaultKind.RETRIED:
            self._unreadable.add(shared)
        throttled = polled.fault is not None and polled.fault.http_status == THROTTLED
        self._throttles[shared] = self._throttles.get(shared, 0) + 1 if throttled else 0
        found: list[Observation] = []
        states = {each.operation.state for each in polled.observations.values() if each.operation is not None}
        well = not states & (State.ENDED - {State.SUCCEEDED})  # else there may be no time to read more: see explain()
        for id_ in ids:
            observation = polled.observations.get(id_)
            if observation is not None:
                self._compartments[id_] = compartment_id
                lacks = self._targets[id_].family.list_lacks
                if lacks and well and observation.operation is not None and observation.operation.ended:
                    handler = functools.partial(self._polled_whole, observation)
                    self._pool.submit(handler, functools.partial(self._poll, id_, deadline))
                    continue
                self.partly_observed.update([id_] if lacks else [])
                found.append(observation)
            elif polled.fault is not None and self._throttles[shared] % THROTTLES:
                # Single polls in place of a list that is throttled would be still more requests.
                found.append(Observation(id_, fault=polled.fault, request_id=polled.fault.request_id))
            else:
                if polled.whole:
                    self._misses[id_, shared] = self._misses.get((id_, shared), 0) + 1
                elif polled.fault is None:
                    self._pages[id_, shared] = polled.read + 1  # or on a later one
                self._alone([id_], deadline)
        return found

    def _polled_whole(self, listed: Observation, observation: Observation) -> Sequence[Observation]:
        """The whole of what a list has shown at its end. Where it cannot be read, or says something else, that end is final."""
        self._polled_alone(observation)
        if observation.operation is not None and observation.operation.ended:
            return [observation]
        self.partly_observed.add(listed.id)
        return [listed]


def _most_pages(count: int) -> int:
    """Pages that are worth reading for so many work requests."""
    return max(1, count // PAGE_WORTH)
