# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads work requests of any family into operations. It knows no Ansible and no waiting. Private to longops.oracle."""

from __future__ import annotations

import functools
import itertools
import os
import re
import threading
from typing import Any, Callable, Collection, Iterator, Mapping, NamedTuple, Optional
from urllib.parse import quote, urlsplit

from ..._core.errors import LongopsError, RequestError, UsageError
from ..._core.operation import Fault, Observation, Operation
from ..._http.transport import Answer, Transport
from ..._text import times
from ..auth.hints import advised
from ..catalogue import lookup
from ..catalogue.family import Family
from ..catalogue.statuses import state_of
from ..ocid import parse_ocid, region_of
from . import endpoints, parsing

#: Entries asked for in one page of a list: the most that every service allows (ListWorkRequests of Functions and Streaming).
PAGE = 50
#: Most pages that are followed, so that a server that always names a next one does not keep us forever.
MAX_PAGES = 1000

#: What stands for a family's title in a service endpoint that is given.
TITLE = "{service}"

#: An id that is no OCID, such as the UUIDs of Object Storage.
_PLAIN_ID = re.compile(r"(?!ocid1\.)[A-Za-z0-9][A-Za-z0-9_-]{0,254}\Z")
#: The API version that may end a service endpoint.
_VERSION = re.compile(r"/\d{8}\Z")


class Place(NamedTuple):
    """Where to look for work requests, beyond what their ids say.

    region is the profile's or the task's; service_endpoint and api_version replace what the catalogue says.
    """

    region: Optional[str] = None
    service_endpoint: Optional[str] = None
    api_version: Optional[str] = None
    realm_specific: bool = False
    compartment_id: Optional[str] = None
    namespace: Optional[str] = None  # of Object Storage; log_analytics has it in its paths
    environ: Mapping[str, str] = os.environ
    home: str = "~"


class Target(NamedTuple):
    """One work request and the API that knows it. base is the URL that the family's paths are relative to.

    compartment_id is where it is said to be, if anybody has said so.
    """

    id: str
    family: Family
    base: str
    region: Optional[str]
    compartment_id: Optional[str] = None


class Seen(NamedTuple):
    """What one look through a list has shown.

    pages has the page that each work request was on, read is how many were read, whole whether these were all, and fault
    is what ended it early, if anything did.
    """

    observations: Mapping[str, Observation]
    pages: Mapping[str, int]
    read: int
    whole: bool
    fault: Optional[Fault]


class Listed(NamedTuple):
    """What was read of a list within bounds: the operations that filters let through, in the list's order.

    read is how many work requests were looked at, whole whether no more were wanted, and fault is what ended it early, if
    anything did.
    """

    operations: list[Operation]
    read: int
    whole: bool
    fault: Optional[Fault]


class Filters(NamedTuple):
    """Which work requests of a compartment to list. Empty means all. Words are compared without regard to case."""

    resource_id: Optional[str] = None
    statuses: frozenset[str] = frozenset()  # in upper case
    operation_types: frozenset[str] = frozenset()  # in upper case
    in_flight: bool = False


class OciClient:
    """Reads through transport, whose auth has to be signer.

    known are status words, in upper case, that a person has given a meaning. warnings collects, once each, what a person should know although nothing failed.
    """

    def __init__(
        self,
        transport: Transport,
        signer: Any,
        place: Place,
        known: frozenset[str] = frozenset(),
    ) -> None:
        self._transport = transport
        self._signer = signer
        self._place = place
        self._known = known
        self._namespaces: dict[Optional[str], str] = {}
        self._lock = threading.Lock()
        self.warnings: dict[str, None] = {}

    def target(self, work_request_id: str, service: Optional[str] = None) -> Target:
        """Where this work request is read. Raises UsageError: no id, unknown service or region."""
        family = lookup.find(service) if service else None
        if family is not None and not family.ocid and _PLAIN_ID.match(work_request_id):
            return self.target_in(family, work_request_id)  # not every service uses OCIDs here
        ocid = parse_ocid(work_request_id)
        family = family or lookup.find_by_ocid(work_request_id)
        if family is None:
            raise UsageError(
                f"The id {work_request_id} is of the type {ocid.type}, and which service has those is not"
                " known. Name it with the option service, such as service: container_engine."
            )
        return self.target_in(family, work_request_id, ocid.region_code)

    def target_in(self, family: Family, work_request_id: str, ocid_region: Optional[str] = None) -> Target:
        """The target in a family that is known already."""
        region = self._region(ocid_region)
        return Target(work_request_id, family, self._base(family, region), region)

    def poll(self, target: Target, deadline: float) -> Observation:
        """One look, tried once: never raises for what a server or the network does."""
        try:
            answer = self._ask(self._transport.get, target, target.family.get, {}, deadline)
            operation = self._operation(target, answer)
        except RequestError as error:
            return Observation(target.id, fault=error.fault, request_id=error.fault.request_id)
        except LongopsError as error:  # the sign-in ended and could not be renewed
            return Observation(target.id, fault=Fault(Fault.FATAL, str(error)))
        return _observed(operation, answer)

    def poll_list(
        self, target: Target, compartment_id: str, wanted: Collection[str], most_pages: int, deadline: float
    ) -> Seen:
        """One look at many work requests of target's API, by the list of their compartment: never raises either.

        Each page is tried once. No more pages are read than it takes to see all that are wanted, or than most_pages.
        """
        found: dict[str, Observation] = {}
        pages: dict[str, int] = {}
        read = 0
        fault: Optional[Fault] = None
        query = {"compartmentId": compartment_id}
        try:
            for answer in self._pages(self._transport.get, target, target.family.list, "list", query, deadline):
                read += 1
                for entry in parsing.items(answer.body):
                    operation = parsing.operation(target.family, entry)
                    if operation is not None and operation.id in wanted:
                        found[operation.id] = _observed(self._noted(operation), answer)
                        pages[operation.id] = read
                if len(found) == len(wanted) or (read >= most_pages and answer.headers.get("opc-next-page")):
                    return Seen(found, pages, read, False, None)
        except RequestError as error:
            fault = error.fault
        except LongopsError as error:  # as in look()
            fault = Fault(Fault.FATAL, str(error))
        return Seen(found, pages, read, fault is None, fault)

    def read(self, target: Target, deadline: Optional[float] = None) -> Observation:
        """The operation now, after a few tries where need be: the fault is that of the last one."""
        try:
            answer = self._ask(self._transport.get_patiently, target, target.family.get, {}, deadline)
            return Observation(target.id, self._operation(target, answer), request_id=answer.request_id)
        except RequestError as error:
            return Observation(target.id, fault=error.fault, request_id=error.fault.request_id)
        except LongopsError as error:  # as in look()
            return Observation(target.id, fault=Fault(Fault.FATAL, str(error)))

    def completed(self, target: Target, operation: Operation, deadline: float) -> Operation:
        """What a list has shown, with what its entries lack; without where it cannot be read."""
        seen = self.poll(target, deadline)
        return operation if seen.operation is None else parsing.completed(target.family, operation, seen.operation)

    def errors(self, target: Target, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """The operation with its errors, all pages of them; without, and a warning, where they cannot be read."""
        family = target.family
        found = self._side(target, operation, family.errors, "errors", family.errors_requires, deadline)
        return operation if found is None else operation._replace(errors=parsing.errors(family, found))

    def logs(self, target: Target, operation: Operation, deadline: Optional[float] = None) -> Operation:
        """The operation with its log entries, oldest first; without, and a warning, where they cannot be read."""
        family = target.family
        found = self._side(target, operation, family.logs, "logs", family.logs_requires, deadline)
        return operation if found is None else operation._replace(logs=parsing.logs(family, found))

    def cancel(self, target: Target) -> None:
        """Ask for the work request to be canceled, which takes its time. Raises RequestError, and UsageError where no such call exists."""
        if target.family.cancel is None:
            raise UsageError(f"Work requests of {target.family.title} cannot be canceled: its API has no call for it.")
        self._ask(self._transport.delete_patiently, target, target.family.cancel, {}, None)

    def list(
        self, family: Family, compartment_id: Optional[str], filters: Filters, max_results: Optional[int] = None
    ) -> list[Operation]:
        """Work requests of a compartment or a resource, as the service orders them. Raises RequestError, UsageError.

        Those of a resource are listed in the region that its OCID names. A compartment is needed unless family.lists_a_resource.
        """
        pages = self._sifted(self._transport.get_patiently, family, compartment_id, filters, max_results, None)
        found = (operation for _answer, operations in pages for operation in operations)
        return list(itertools.islice(found, max_results))

    def list_within(
        self,
        family: Family,
        compartment_id: str,
        filters: Filters,
        max_results: Optional[int],
        most_pages: int,
        tries: int,
        deadline: float,
    ) -> Listed:
        """list() within bounds: no more pages than that, each tried so often at most. Raises UsageError, but no RequestError."""
        found: list[Operation] = []
        read = pages = 0
        get = functools.partial(self._transport.get_patiently, tries=tries)
        try:
            for answer, operations in self._sifted(get, family, compartment_id, filters, max_results, deadline):
                pages += 1
                read += len(parsing.items(answer.body))
                for operation in operations:
                    found.append(operation)
                    if len(found) == max_results:
                        return Listed(found, read, True, None)
                if pages == most_pages and answer.headers.get("opc-next-page"):
                    return Listed(found, read, False, None)
        except RequestError as error:
            return Listed(found, read, False, error.fault)
        return Listed(found, read, True, None)

    def _sifted(
        self,
        get: Callable[..., Answer],
        family: Family,
        compartment_id: Optional[str],
        filters: Filters,
        max_results: Optional[int],
        deadline: Optional[float],
    ) -> Iterator[tuple[Answer, Iterator[Operation]]]:
        """The pages of a compartment's list, and of each the operations that filters let through, once each."""
        if family.list is None:
            raise UsageError(f"The work-request API of {family.title} cannot list; name the work requests by id.")
        region = self._region(region_of(filters.resource_id))
        target = Target("", family, self._base(family, region), region)
        query = {"compartmentId": compartment_id} if family.takes_compartment and compartment_id else {}
        by_resource = family.filters.get("resource_id")
        if filters.resource_id and by_resource:
            query[by_resource] = filters.resource_id
        elif filters.resource_id and family.fields.get("resources", "") is None:
            raise UsageError(f"Work requests of {family.title} do not say which resource they affect.")
        by_status = family.filters.get("status") if len(filters.statuses) == 1 else None
        if by_status:
            (query[by_status],) = filters.statuses
        for name in family.list_requires:
            if name not in query and name != "namespaceName":
                raise UsageError(
                    f"To list the work requests of {family.title} its API needs {name}: give the OCID of that"
                    " resource as resource_id."
                    if name == by_resource
                    else f"To list the work requests of {family.title} its API needs {name}, for which there is no option yet."
                )
        sifted_here = (
            filters.in_flight
            or filters.operation_types
            or (filters.statuses and not by_status)
            or (filters.resource_id and not by_resource)
        )
        shown: set[str] = set()

        def wanted(entries: list[Any]) -> Iterator[Operation]:
            for entry in entries:
                operation = parsing.operation(family, entry)
                # One that begins between two pages moves the rest on, and an entry can come twice.
                if operation is None or operation.id in shown or not _wanted(operation, filters):
                    continue
                if (
                    filters.resource_id
                    and not by_resource
                    and not self._affects(family, operation, filters.resource_id, deadline)
                ):
                    continue
                shown.add(operation.id)
                yield self._noted(operation)

        limit = None if sifted_here else max_results
        for answer in self._pages(get, target, family.list, "list", query, deadline, limit):
            yield answer, wanted(parsing.items(answer.body))

    def _affects(self, family: Family, operation: Operation, resource_id: str, deadline: Optional[float]) -> bool:
        """Whether a work request is about a resource. Some lists do not say (mysql's), so it may be read once more."""
        if not operation.details["resources"]:
            seen = self.read(self.target_in(family, operation.id, region_of(resource_id)), deadline)
            if seen.operation is not None:
                operation = seen.operation
            elif seen.fault is not None and seen.fault.kind != Fault.NOT_FOUND:
                raise RequestError(seen.fault)
        return any(resource["identifier"] == resource_id for resource in operation.details["resources"])

    def post(self, api: Family, path: str, body: Any, region: Optional[str]) -> Answer:
        """What an API of a region answers to a question with a body, after a few tries where need be. Raises RequestError, UsageError.

        Where a service endpoint is given, it is asked there: no other is known then.
        """
        root = self._root(api, self._region(region))
        if self._place.service_endpoint:
            root = _VERSION.sub("", root)
        return self._signed(
            functools.partial(self._transport.post_patiently, body=body), root + api.base_path + path, {}, None
        )

    def _side(
        self,
        target: Target,
        operation: Operation,
        path: Optional[str],
        kind: str,
        requires: tuple[str, ...],
        deadline: Optional[float],
    ) -> Optional[list[Any]]:
        """The entries of the list of errors or logs beside an item, or None where there is no such list."""
        if path is None:
            return None
        compartment = self._place.compartment_id or operation.details.get("compartment_id")
        query = {}
        try:
            if "compartmentId" in requires:
                if not compartment:
                    raise UsageError("its API needs the compartment: give compartment_id")
                query["compartmentId"] = compartment
            return list(self._entries(target, path, kind, query, deadline))
        except LongopsError as error:
            self.warn(f"The {kind} of work request {target.id} could not be read: {error}")
            return None

    def _entries(
        self,
        target: Target,
        path: str,
        kind: str,
        query: Mapping[str, str],
        deadline: Optional[float],
        limit: Optional[int] = None,
    ) -> Iterator[Any]:
        """The entries of a list, each page after a few tries where need be."""
        for answer in self._pages(self._transport.get_patiently, target, path, kind, query, deadline, limit):
            yield from parsing.items(answer.body)

    def _pages(
        self,
        get: Callable[..., Answer],
        target: Target,
        path: str,
        kind: str,
        query: Mapping[str, str],
        deadline: Optional[float],
        limit: Optional[int] = None,
    ) -> Iterator[Answer]:
        """A list, page after page, as opc-next-page leads (OCI API reference, "List Pagination")."""
        query = dict(query)
        if kind not in target.family.unpaged:
            query["limit"] = str(min(PAGE, limit or PAGE))
        seen = set()
        for _page in range(MAX_PAGES):
            answer = self._ask(get, target, path, target.family.ordered(kind, query), deadline)
            if not parsing.is_list(answer.body):
                what = f"The list of {target.family.title} answered with something that is not a list"
                raise RequestError(Fault(Fault.TRANSIENT, what, 200, request_id=answer.request_id))
            yield answer
            page = answer.headers.get("opc-next-page")
            if not page or page in seen or kind in target.family.unpaged:
                return
            seen.add(page)
            query["page"] = page
        self.warn(
            "A list of %s has more than %d pages; what comes after them was not read."
            % (target.family.title, MAX_PAGES)
        )

    def _operation(self, target: Target, answer: Answer) -> Operation:
        operation = parsing.operation(target.family, answer.body, target.id)
        if operation is None:
            what = f"Work request {target.id} was answered without a {target.family.fields.get('status') or 'status'}"
            raise RequestError(Fault(Fault.TRANSIENT, what, 200, request_id=answer.request_id))
        return self._noted(operation._replace(id=target.id))

    def _noted(self, operation: Operation) -> Operation:
        if state_of(operation.status) is None and str(operation.status).upper() not in self._known:
            self.warn(
                f"The status {operation.status} of work request {operation.id} ({operation.service}) is not"
                " known to this version of longops.oracle: it is taken for pending. If it is an end, name it"
                " with the option accept."
            )
        return operation

    def _ask(
        self,
        send: Callable[..., Answer],
        target: Target,
        path: str,
        query: Mapping[str, str],
        deadline: Optional[float],
    ) -> Answer:
        values = dict(query)
        names = {"workRequestId": target.id, "iamWorkRequestId": target.id}
        if "{namespaceName}" in path:
            names["namespaceName"] = self._namespace(target.region, deadline)
        for name in list(values):
            if "{%s}" % name in path:
                names[name] = values.pop(name)
        for name, value in names.items():
            path = path.replace("{%s}" % name, quote(value, safe=""))
        return self._signed(send, target.base + path, values, deadline)

    def _signed(
        self, send: Callable[..., Answer], url: str, query: Mapping[str, str], deadline: Optional[float]
    ) -> Answer:
        try:
            key_id = self._signer.key_id
            try:
                return send(url, query, deadline)
            except RequestError as error:
                if error.fault.http_status != 401 or not self._signer.refresh(key_id):
                    raise
                return send(url, query, deadline)
        except RequestError as error:
            suspicion = self._signer.suspicion if error.fault.http_status == 401 else ""
            fault = advised(error.fault, self._signer.source, error.skew, suspicion)
            raise RequestError(fault, error.skew) from error

    def _region(self, ocid_region: Optional[str]) -> Optional[str]:
        """A work request is read where its id says it lives; an id that does not say is looked for in our region."""
        return ocid_region or self._place.region

    def _base(self, family: Family, region: Optional[str]) -> str:
        version = family.base_path if self._place.api_version is None else f"/{self._place.api_version.strip('/')}"
        root = self._root(family, region)
        return root if version and root.endswith(version) else root + version

    def _root(self, family: Family, region: Optional[str]) -> str:
        """Where a family is, as a URL without the API version, except one that ends a given endpoint."""
        place = self._place
        if place.service_endpoint:
            return checked_endpoint(place.service_endpoint, family.title)
        if not region:
            raise UsageError(
                f"No region is known for {family.title}: neither the id nor {self._signer.source} names one."
                " Set the option region, or OCI_REGION."
            )
        known = endpoints.find_region(region, place.environ, os.path.expanduser(place.home))
        return endpoints.endpoint(family, known, place.realm_specific, endpoints.dual_stack(place.environ), {})

    def _namespace(self, region: Optional[str], deadline: Optional[float]) -> str:
        """The tenancy's Object Storage namespace, from the option or asked for once (GetNamespace, GET /n)."""
        if self._place.namespace:
            return self._place.namespace
        with self._lock:
            if region not in self._namespaces:
                base = self._base(lookup.find("object_storage"), region)
                try:
                    answer = self._signed(self._transport.get_patiently, f"{base}/n", {}, deadline)
                except RequestError as error:
                    what = "The namespace of the tenancy, which log_analytics needs, cannot be had. Set the option namespace, or see: %s"
                    kind = Fault.TRANSIENT if error.fault.kind == Fault.TRANSIENT else Fault.FATAL
                    raise RequestError(error.fault._replace(kind=kind, message=what % error), error.skew) from error
                if not isinstance(answer.body, str):
                    raise UsageError(
                        "Object Storage did not tell the namespace of the tenancy: set the option namespace."
                    )
                self._namespaces[region] = answer.body
            return self._namespaces[region]

    def warn(self, message: str) -> None:
        """Add to what a person should know."""
        self.warnings.setdefault(message)


def _observed(operation: Operation, answer: Answer) -> Observation:
    accepted = times.timestamp(operation.time_accepted)
    age = None if accepted is None or answer.date is None else max(0.0, answer.date - accepted)
    return Observation(operation.id, operation, None, age, answer.retry_after, answer.request_id)


def checked_endpoint(text: str, title: str = "service") -> str:
    """A service endpoint without a slash at its end, for the family of this title. Raises UsageError where it cannot be one."""
    text = text.replace(TITLE, title)
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        port_is_right = False
        parts = urlsplit("")
    if not port_is_right or parts.scheme not in ("http", "https") or not parts.hostname or not _is_plain(text):
        raise UsageError(
            "service_endpoint must be a URL such as https://iaas.us-ashburn-1.oraclecloud.com, with http or"
            f" https, not {text.rpartition('@')[2][:120]!r}."
        )
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            "service_endpoint must have no credentials, query or fragment: sign-in has options of its own."
        )
    return text.rstrip("/")


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and not any(c in " \"'<>\\^`{|}" for c in text) and ".." not in text


def _wanted(operation: Operation, filters: Filters) -> bool:
    """Whether all filters but that of the resource let the operation through."""
    if filters.in_flight and operation.ended:
        return False
    if filters.statuses and (operation.status or "").upper() not in filters.statuses:
        return False
    return not filters.operation_types or (operation.operation_type or "").upper() in filters.operation_types
