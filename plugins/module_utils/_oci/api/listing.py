# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists work requests of a compartment or a resource, page by page, and filters them. Private to longops.oracle."""

from __future__ import annotations

import itertools
from typing import Any, Callable, Collection, Iterator, Mapping, NamedTuple, Optional

from ..._core.errors import LongopsError, RequestError, UsageError
from ..._core.operation import Fault, FaultKind, Observation, Operation
from ..._http import retry as _retry
from ..._http.headers import Answer
from ..._http.retry import Retry
from ..._text import times
from ..catalogue.family import Family
from ..ocid import is_ocid, parse_ocid, region_of
from . import parsing
from .session import Session, Target, unusable

#: Entries of one page of a list: the most that every service allows (ListWorkRequests of Functions and Streaming).
PAGE = 50
#: Most pages of one list, against a server that names a next page for ever.
MAX_PAGES = 1000
#: The header that leads to the next page (OCI API reference, "List Pagination").
NEXT_PAGE = "opc-next-page"


class Filters(NamedTuple):
    """Which work requests to list. Empty means all. Words are compared without regard to case."""

    resource_id: Optional[str] = None
    statuses: frozenset[str] = frozenset()  # in upper case
    operation_types: frozenset[str] = frozenset()  # in upper case
    in_flight: bool = False


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
    ) -> list[Operation]:
        """Work requests of a compartment or a resource, as the service orders them. Raises RequestError, UsageError.

        Those of a resource are listed in the region that its OCID names. A compartment is needed unless family.lists_a_resource.
        """
        target = self._target(family, compartment_id, filters)
        several = bool(target.family.list_values)
        most = None if several else max_results
        pages = self._filtered(target, compartment_id, filters, most, None, _retry.DEFAULT)
        found = (operation for _answer, operations in pages for operation in operations)
        if not several:
            return list(itertools.islice(found, most))
        newest = sorted(found, key=lambda operation: -(times.timestamp(operation.time_accepted) or 0.0))
        return newest[:max_results]

    def list_within(
        self,
        family: Family,
        compartment_id: str,
        filters: Filters,
        max_results: Optional[int],
        most_pages: int,
        retry: Retry,
        deadline: float,
    ) -> Listed:
        """The same within bounds: at most most_pages, until deadline. Raises UsageError, but no RequestError.

        Of a family with several lists it may be more than max_results.
        """
        found: list[Operation] = []
        read = pages = 0
        target = self._target(family, compartment_id, filters)
        most = None if target.family.list_values else max_results  # the newest may be in the last of its lists
        try:
            for answer, operations in self._filtered(target, compartment_id, filters, most, deadline, retry):
                pages += 1
                read += len(parsing.items(answer.body))
                for operation in operations:
                    found.append(operation)
                    if len(found) == most:
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
                for entry in parsing.items(answer.body):
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
        return self._session.target_in(_listable(family), "", region_of(filters.resource_id), beside)

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
        query, by_service = _query(family, compartment_id, filters)
        by_status = family.filters.get("status") in by_service
        by_resource = family.filters.get("resource_id") in by_service
        filtered_here = (
            filters.in_flight
            or filters.operation_types
            or (filters.statuses and not by_status)
            or (filters.resource_id and not by_resource)
        )
        unlisted_resource = None if by_resource else filters.resource_id
        shown: set[str] = set()

        def wanted(entries: list[Any]) -> Iterator[Operation]:
            for entry in entries:
                operation = parsing.operation(family, entry)
                # A work request that begins between two pages moves the rest on, and an entry can come twice.
                if operation is None or operation.id in shown or not _passes(operation, filters):
                    continue
                if unlisted_resource and not self._affects(family, operation, unlisted_resource, deadline):
                    continue
                shown.add(operation.id)
                yield self._checked(operation)

        limit = None if filtered_here else max_results
        for values in _values(family, filters.resource_id):
            whole = {**query, **values}
            for answer in pages(self._session, target, family.list, "list", whole, deadline, retry, limit):
                yield answer, wanted(parsing.items(answer.body))

    def _affects(self, family: Family, operation: Operation, resource_id: str, deadline: Optional[float]) -> bool:
        """Whether a work request affects a resource. Some lists do not say (mysql's), so it may be read by itself."""
        if not operation.details["resources"]:
            target = self._session.target_in(family, operation.id, region_of(resource_id))
            observation = self._read(target, deadline)
            if observation.operation is not None:
                operation = observation.operation
            elif observation.fault is not None and observation.fault.kind != FaultKind.NOT_FOUND:
                raise RequestError(observation.fault)
        return any(resource["identifier"] == resource_id for resource in operation.details["resources"])


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
    followed = set()
    for _page in range(MAX_PAGES):
        answer = session.send("GET", target, path or "", family.ordered(part, query), deadline, retry)
        if not parsing.is_list(answer.body):
            raise unusable(f"the answer of {family.title} is not a list", answer)
        yield answer
        page = answer.headers.get(NEXT_PAGE)
        if not page or page in followed or part in family.unpaged:
            return
        followed.add(page)
        query["page"] = page
    session.warn(f"A list of {family.title} has more than {MAX_PAGES} pages; the pages after them were not read.")


def _listable(family: Family) -> Family:
    if family.list is None:
        raise UsageError(f"The work-request API of {family.title} cannot list; name the work requests by id.")
    return family


def _query(family: Family, compartment_id: Optional[str], filters: Filters) -> tuple[dict[str, str], set[str]]:
    """The query of a list, and the names in it by which the service itself filters. Raises UsageError."""
    query = {"compartmentId": compartment_id} if family.takes_compartment and compartment_id else {}
    by_service: dict[str, str] = {}
    by_resource = family.filters.get("resource_id")
    if filters.resource_id and by_resource:
        by_service[by_resource] = filters.resource_id
    elif filters.resource_id and family.fields.get("resources", "") is None:
        raise UsageError(f"Work requests of {family.title} do not say which resource they affect.")
    by_status = family.filters.get("status")
    if by_status and len(filters.statuses) == 1:
        (by_service[by_status],) = filters.statuses
    query.update(by_service)
    for name in family.list_requires:
        if name not in query and name != "namespaceName" and name not in family.list_values:
            needs = f"To list the work requests of {family.title} its API needs {name}"
            raise UsageError(
                f"{needs}: give the OCID of that resource as resource_id."
                if name == by_resource
                else f"{needs}, for which there is no option yet."
            )
    return query, set(by_service)


def _values(family: Family, resource_id: Optional[str]) -> list[dict[str, str]]:
    """What is added to the query of a list, once for each value of a parameter that is no id: of all, or of the resource's type."""
    type_ = parse_ocid(resource_id).type.lower() if is_ocid(resource_id) else None
    found: list[dict[str, str]] = [{}]
    for name, values in family.list_values.items():
        own = [value for value in values if value.lower() == type_] or list(values)
        found = [{**each, name: value} for each in found for value in own]
    return found


def _passes(operation: Operation, filters: Filters) -> bool:
    """Whether an operation passes all filters but that of the resource."""
    if filters.in_flight and operation.ended:
        return False
    if filters.statuses and (operation.status or "").upper() not in filters.statuses:
        return False
    return not filters.operation_types or (operation.operation_type or "").upper() in filters.operation_types
