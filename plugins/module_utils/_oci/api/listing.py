# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists work requests of a compartment or a resource, page by page, and filters them. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Callable, Collection, Iterator, Mapping, NamedTuple, Optional, Sequence

from ..._core.errors import LongopsError, RequestError, UsageError
from ..._core.operation import Fault, FaultKind, Observation, Operation
from ..._http import retry as _retry
from ..._http.headers import Answer
from ..._http.retry import Retry
from ..._text import times
from ..catalogue.family import Family
from . import entries, list_query, parsing, resource_match
from .list_query import Filters
from .session import Session, Target, unusable

#: Entries of one page of a list: the most that every service allows (ListWorkRequests of Functions and Streaming).
PAGE = 50
#: Most pages of one list, against a server that names a next page for ever.
MAX_PAGES = 1000
#: Largest list, in bytes of all of its pages together: some 30,000 work requests.
MAX_LIST = 32 * 1024 * 1024
#: The header that leads to the next page (OCI API reference, "List Pagination").
NEXT_PAGE = "opc-next-page"


class Polled(NamedTuple):
    """What one poll of a list gave.

    pages has the page of each work request, read is how many pages were read, whole whether these were all, and fault is
    why the poll ended early, if it did.
    """

    observations: Mapping[str, Observation]
    pages: Mapping[str, int]
    read: int
    whole: bool
    fault: Optional[Fault]


class Listed(NamedTuple):
    """What was read of a list within bounds: the operations that pass the filters, in the list's order.

    read is how many entries were read, whole whether no more were wanted, and fault is why it ended early, if it did.
    """

    operations: list[Operation]
    read: int
    whole: bool
    fault: Optional[Fault]


class Listing:
    """Lists through a session.

    read gives one work request, for lists whose entries do not name their resources; checked is called with each
    operation that is listed, and returns it.
    """

    def __init__(
        self,
        session: Session,
        read: Callable[[Target, Optional[float]], Observation],
        checked: Callable[[Operation], Operation],
    ) -> None:
        self._session = session
        self._read = read
        self._checked = checked

    def list_work_requests(
        self, family: Family, compartment_id: Optional[str], filters: Filters, max_results: Optional[int] = None
    ) -> Listed:
        """Work requests of a compartment or a resource, as the service orders them. Raises RequestError, UsageError.

        Those of a resource are listed in the region that its OCID names. A compartment is needed unless family.lists_a_resource.
        Where something was found before a page cannot be read, that is kept, and the fault is beside it.
        """
        target = self._target(family, compartment_id, filters)
        several = bool(target.family.list_values)
        most = None if several else max_results
        found: list[Operation] = []
        read = 0
        fault: Optional[Fault] = None
        try:
            for answer, operations in self._filtered(target, compartment_id, filters, most, None, _retry.DEFAULT):
                read += len(entries.items(answer.body))
                for operation in operations:
                    found.append(operation)
                    if len(found) == most:
                        return Listed(found, read, True, None)
        except RequestError as error:
            if not found:
                raise
            fault = error.fault
        if several:
            found.sort(key=lambda operation: -(times.timestamp(operation.time_accepted) or 0.0))
        return Listed(found[:max_results], read, fault is None, fault)

    def list_within(
        self,
        family: Family,
        compartment_id: Optional[str],
        filters: Filters,
        max_results: Optional[int],
        most_pages: int,
        retry: Retry,
        deadline: float,
        enough: Optional[Callable[[Sequence[Operation]], bool]] = None,
    ) -> Listed:
        """The same within bounds: at most most_pages, until deadline. Raises UsageError, but no RequestError.

        Of a family with several lists it may be more than max_results. enough is given what passes the filters on each page,
        and says whether the next one has nothing that is wanted; it is not asked where there are several lists.
        """
        found: list[Operation] = []
        read = pages = 0
        target = self._target(family, compartment_id, filters)
        most = None if target.family.list_values else max_results  # the newest may be in the last of its lists
        try:
            for answer, operations in self._filtered(target, compartment_id, filters, most, deadline, retry):
                pages += 1
                read += len(entries.items(answer.body))
                before = len(found)
                for operation in operations:
                    found.append(operation)
                    if len(found) == most:
                        return Listed(found, read, True, None)
                if enough is not None and not target.family.list_values and enough(found[before:]):
                    return Listed(found, read, True, None)
                if pages == most_pages and answer.headers.get(NEXT_PAGE):
                    return Listed(found, read, False, None)
        except RequestError as error:
            return Listed(found, read, False, error.fault)
        return Listed(found, read, True, None)

    def poll_list(
        self, target: Target, compartment_id: str, wanted: Collection[str], most_pages: int, deadline: float
    ) -> Polled:
        """One poll of many work requests of target's API, by the list of their compartment. Never raises LongopsError.

        Each page is tried once. Pages are read until all that are wanted were on one, or to most_pages.
        """
        found: dict[str, Observation] = {}
        on_page: dict[str, int] = {}
        read = 0
        fault: Optional[Fault] = None
        query = {"compartmentId": compartment_id}
        try:
            for answer in pages(self._session, target, target.family.list, "list", query, deadline, _retry.ONCE):
                read += 1
                for entry in entries.items(answer.body):
                    operation = parsing.operation(target.family, entry)
                    if operation is not None and operation.id in wanted:
                        found[operation.id] = parsing.observation(self._checked(operation), answer)
                        on_page[operation.id] = read
                if len(found) == len(wanted) or (read >= most_pages and answer.headers.get(NEXT_PAGE)):
                    return Polled(found, on_page, read, False, None)
        except RequestError as error:
            fault = error.fault
        except LongopsError as error:  # the authentication expired and could not be renewed
            fault = Fault(FaultKind.FATAL, str(error))
        return Polled(found, on_page, read, fault is None, fault)

    def _target(self, family: Family, compartment_id: Optional[str], filters: Filters) -> Target:
        """The list of a family, at the place of the resource."""
        beside = (compartment_id, filters.resource_id)
        return self._session.target_in(
            _listable(family), "", self._session.region_of_resource(filters.resource_id), beside
        )

    def _filtered(
        self,
        target: Target,
        compartment_id: Optional[str],
        filters: Filters,
        max_results: Optional[int],
        deadline: Optional[float],
        retry: Retry,
    ) -> Iterator[tuple[Answer, Iterator[Operation]]]:
        """The pages of a list, and of each the operations that pass the filters, once each."""
        family = target.family
        query, by_service = list_query.query(family, compartment_id, filters)
        by_status = family.filters.get("status") in by_service
        by_resource = family.filters.get("resource_id") in by_service
        sent_all = (by_status or not filters.statuses) and (by_resource or not filters.resource_id)
        shown: set[str] = set()
        others: list[str] = []

        def wanted(listed: list[Any]) -> Iterator[Operation]:
            for entry in listed:
                operation = parsing.operation(family, entry)
                # A work request that begins between two pages moves the rest on, and an entry can come twice.
                if operation is None or operation.id in shown or not list_query.passes(operation, filters):
                    continue
                shown.add(operation.id)
                if filters.resource_id and by_resource:
                    if not resource_match.may_be_about(family, operation, filters.resource_id):
                        others.append(operation.id)
                        continue
                elif filters.resource_id:
                    operation = self._named(target, operation, deadline)
                    if not resource_match.is_about(operation, filters.resource_id):
                        continue
                yield self._checked(operation)

        limit = max_results if sent_all and not (filters.in_flight or filters.operation_types) else None
        try:
            for values in list_query.values(family, filters.resource_id):
                for answer in pages(
                    self._session, target, family.list, "list", {**query, **values}, deadline, retry, limit
                ):
                    yield answer, wanted(entries.items(answer.body))
        finally:
            if others and filters.resource_id:
                place = self._session.asked(target)
                self._session.warn(resource_match.left_out(place, filters.resource_id, others))

    def _named(self, target: Target, operation: Operation, deadline: Optional[float]) -> Operation:
        """The operation with the resources that it affects. Some lists do not say (mysql's), so it may be read by itself."""
        if operation.details["resources"]:
            return operation
        observation = self._read(target._replace(id=operation.id), deadline)
        if observation.operation is None:
            if observation.fault is not None and observation.fault.kind != FaultKind.NOT_FOUND:
                raise RequestError(observation.fault)
            return operation
        return operation._replace(
            details={**operation.details, "resources": observation.operation.details["resources"]}
        )


def pages(
    session: Session,
    target: Target,
    path: Optional[str],
    part: str,
    query: Mapping[str, str],
    deadline: Optional[float],
    retry: Retry = _retry.DEFAULT,
    limit: Optional[int] = None,
) -> Iterator[Answer]:
    """A list of target's family, page after page; part is "list", "errors" or "logs". Raises RequestError.

    limit is how many entries are wanted, where no entry will be left out.
    """
    family = target.family
    query = dict(query)
    if part not in family.unpaged:
        query["limit"] = str(min(PAGE, limit or PAGE))
    followed: set[str] = set()
    size = 0
    for number in range(MAX_PAGES):
        end = session.deadline_of(deadline)
        if number and end is not None and time.monotonic() >= end:
            raise RequestError(Fault(FaultKind.TRANSIENT, f"no time is left for page {number + 1} of the list"))
        answer = session.send("GET", target, path or "", family.ordered(part, query), deadline, retry)
        if entries.of_answer(part, answer.body) is None:
            raise unusable(f"the answer of {family.title} is not a list", answer)
        yield answer
        size += answer.size
        if size > MAX_LIST:
            session.warn(
                f"A list of {family.title} has more than {MAX_LIST // 1024**2} MiB; what comes after {number + 1} pages was not read."
            )
            return
        page = answer.headers.get(NEXT_PAGE)
        if not page or part in family.unpaged:
            return
        if page in followed:
            session.warn(
                f"A list of {family.title} names a page again that it has named before: the rest was not read."
            )
            return
        followed.add(page)
        query["page"] = page
    session.warn(f"A list of {family.title} has more than {MAX_PAGES} pages; the pages after them were not read.")


def _listable(family: Family) -> Family:
    if family.list is None:
        raise UsageError(f"The work-request API of {family.title} cannot list; name the work requests by id.")
    return family
