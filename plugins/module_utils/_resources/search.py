# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows which resources a compartment has, and their states, by OCI's Resource Search. Private to longops.oracle.

Sources: ResourceSearchClient.search_resources and ResourceSummary of oci 2.189.0, and "Search Language Syntax"
(https://docs.oracle.com/iaas/Content/Search/Concepts/querysyntax.htm). Each service reports its states as it writes them, such as
Running. A query compares them without regard to case (oracle/oci-cli, number 330). Search lags behind the services, by seconds
and at times by hours (oracle/oci-cli, number 371).
"""

from __future__ import annotations

import functools
from typing import Any, Collection, Iterator, Mapping, NamedTuple, Optional

from .._core.errors import LongopsError, RequestError, UsageError
from .._core.operation import Fault, FaultKind
from .._http.headers import Answer
from .._http.retry import Limits
from .._oci.api import appliance, entries, resource_search
from .._oci.api.client import OciClient
from .._oci.api.fields import first_text
from .._oci.api.listing import NEXT_PAGE
from .._oci.api.session import unusable
from .._oci.ocid import is_ocid, parse_ocid
from .catalogue import lookup
from .catalogue.resource_type import ResourceType
from .catalogue.resource_types import OCID_TYPES
from .catalogue.words import Meaning, meaning, words_for

#: Resources on one page, the most that Search allows, and pages that are read of one compartment.
PAGE, MOST_PAGES = 1000, 10
#: What messages call the service.
SERVICE = resource_search.SEARCH.title


class Item(NamedTuple):
    """A resource as Search knows it.

    type is how it is read, None where that is not known, and search_type the word that Search has for the type. word is its
    state, None where it has none. body is what was answered.
    """

    id: str
    type: Optional[ResourceType]
    search_type: str
    word: Optional[str]
    compartment_id: Optional[str]
    body: Mapping[str, Any]
    request_id: Optional[str]

    @property
    def is_on_its_way(self) -> bool:
        return self.meaning == Meaning.TRANSITIONAL

    @property
    def meaning(self) -> Optional[str]:
        """What its state means; None where it has none, or that is not known."""
        return meaning(self.type.title if self.type else "", self.word)


class Listed(NamedTuple):
    """What was read: read is how many resources, whole whether these were all, and fault why it ended early, if it did."""

    items: list[Item]
    read: int
    whole: bool
    fault: Optional[Fault]


def query(compartment_id: str, in_flight: bool) -> str:
    """What Search is asked about a compartment."""
    text = f"query all resources where compartmentId = '{compartment_id}'"
    return f"{text} && ({_on_their_way()})" if in_flight else text


def in_compartment(
    client: OciClient,
    compartment_id: str,
    in_flight: bool,
    types: Optional[Collection[ResourceType]] = None,
    max_results: Optional[int] = None,
    limits: Optional[Limits] = None,
) -> Listed:
    """The resources of a compartment, the newest first; with in_flight those on their way to another state.

    types are those that are wanted, None where all are. Raises UsageError, but no RequestError: the fault is beside what was read.
    """
    found: dict[str, Item] = {}
    read = 0
    check(client, compartment_id)
    try:
        for number, answer in enumerate(_pages(client, query(compartment_id, in_flight), limits), start=1):
            for body in entries.items(answer.body):
                read += 1
                item = _item(body, answer.request_id)
                if (
                    item is None
                    or (in_flight and not item.is_on_its_way)
                    or (types is not None and item.type not in types)
                ):
                    continue
                found.setdefault(item.id, item)
                if len(found) == max_results:
                    return Listed(list(found.values()), read, True, None)
            if number == MOST_PAGES and answer.headers.get(NEXT_PAGE):
                return Listed(list(found.values()), read, False, None)
    except RequestError as error:
        return Listed(list(found.values()), read, False, error.fault)
    except UsageError:
        raise
    except LongopsError as error:  # the authentication expired and could not be renewed
        return Listed(list(found.values()), read, False, Fault(FaultKind.FATAL, str(error)))
    return Listed(list(found.values()), read, True, None)


def check(client: OciClient, compartment_id: str) -> None:
    """Raises UsageError where there is no compartment of this id, or its place has no Search."""
    parse_ocid(compartment_id)  # it lets no quotation mark pass
    if client.session.is_on_appliance(client.session.region_of_resource(None), (compartment_id,)):
        raise UsageError(
            f"A {appliance.TITLE} has no Resource Search, which lists the resources of a compartment. Name them with resource_id."
        )


def _pages(client: OciClient, text: str, limits: Optional[Limits]) -> Iterator[Answer]:
    """The pages of an answer. Raises RequestError and UsageError."""
    body = {"type": "Structured", "query": text}
    parameters = {"limit": str(PAGE)}
    followed: set[str] = set()
    while True:
        answer = client.session.post(resource_search.SEARCH, resource_search.PATH, body, None, parameters, limits)
        if entries.of_answer("list", answer.body) is None:
            raise unusable("the answer of Resource Search is not a list", answer)
        yield answer
        page = answer.headers.get(NEXT_PAGE)
        if not page or page in followed:
            return
        followed.add(page)
        parameters = {**parameters, "page": page}


def _item(body: Any, request_id: Optional[str]) -> Optional[Item]:
    if not isinstance(body, dict):
        return None
    id_ = first_text(body, ("identifier",))
    if id_ is None:
        return None
    return Item(
        id_,
        _type_of(id_),
        first_text(body, ("resourceType",)) or "",
        first_text(body, ("lifecycleState",)),
        first_text(body, ("compartmentId",)),
        body,
        request_id,
    )


def _type_of(id_: str) -> Optional[ResourceType]:
    """How a resource is read, by the type in its OCID; None where that is not known."""
    title = OCID_TYPES.get(parse_ocid(id_).type.lower()) if is_ocid(id_) else None
    return None if title is None else lookup.by_title(title)


@functools.lru_cache(maxsize=None)
def _on_their_way() -> str:
    return " || ".join(f"lifeCycleState = '{word}'" for word in words_for(Meaning.TRANSITIONAL))
