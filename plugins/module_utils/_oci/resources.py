# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the work requests of one resource or several, each where its own are listed. Private to longops.oracle."""

from __future__ import annotations

import contextlib
from typing import Iterator, NamedTuple, Optional, Sequence

from .._ansible import options
from .._core.errors import RequestError, UsageError
from .._core.operation import Observation
from .._polling.thread_pool import Pool
from . import read, targets
from .api.client import OciClient
from .api.list_query import Filters
from .api.session import Target
from .ocid import is_ocid
from .resource_ids import Resource
from .targets import Lists


class Searched(NamedTuple):
    """A resource, and the lists that have its work requests."""

    resource_id: str
    where: Lists


def named(resource: Resource, service: Optional[str], compartment_id: Optional[str]) -> Searched:
    """Where the work requests of a resource are, as far as it is known without a request. Raises UsageError.

    service is for what names none itself. The compartment that stands beside an id takes the place of a search for it, and
    of nothing else.
    """
    beside = resource.compartment_id
    known = compartment_id or (None if is_ocid(resource.id) else beside)
    where = targets.named(resource.service or service, known, resource.id)
    if beside and not where.compartment_ids:
        where = targets.in_compartment(where, beside, resource.id)
    return Searched(resource.id, where)


def located(
    client: OciClient,
    resources: Sequence[Resource],
    service: Optional[str],
    compartment_id: Optional[str],
    connections: int,
) -> list[Searched]:
    """Where the work requests of these resources are. Raises UsageError and RequestError.

    Nothing is sent before all resources are known to be right.
    """
    found = [named(resource, service, compartment_id) for resource in resources]

    def locate(each: Searched) -> Searched:
        with _naming(each, found):
            return each._replace(where=targets.located(client, each.where, each.resource_id))

    return Pool(connections).map(locate, found)


def in_flight(client: OciClient, searched: Sequence[Searched], connections: int) -> list[Target]:
    """The work requests of these resources that have not ended, once each. Raises UsageError and RequestError.

    Of each resource without one a warning describes those that have ended.
    """

    def read_one(each: Searched) -> list[Target]:
        with _naming(each, searched):
            return read.in_flight(client, each.where, each.resource_id, _share(connections, searched))

    found: dict[str, Target] = {}
    for listed_ in Pool(connections).map(read_one, searched):
        for target in listed_:
            found.setdefault(target.id, target)
    return list(found.values())


def listed(
    client: OciClient,
    searched: Sequence[Searched],
    filters: Filters,
    max_results: Optional[int],
    include: Sequence[str],
    connections: int,
) -> read.Found:
    """The work requests of these resources that pass the filters, once each. Raises UsageError and RequestError."""
    options.check_most(max_results)

    def read_one(each: Searched) -> read.Found:
        own = filters._replace(resource_id=each.resource_id)
        with _naming(each, searched):
            return read.listed(client, each.where, own, max_results, include, _share(connections, searched))

    found: dict[str, tuple[Target, Observation]] = {}
    skipped: list[read.Skipped] = []
    for part in Pool(connections).map(read_one, searched):
        for pair in part.pairs:
            found.setdefault(pair[0].id, pair)
        skipped += [each for each in part.skipped if each not in skipped]
    return read.Found(list(found.values())[:max_results], skipped)


def _share(connections: int, searched: Sequence[Searched]) -> int:
    """The threads that one of several resources may have."""
    return connections if len(searched) == 1 else 1


@contextlib.contextmanager
def _naming(each: Searched, among: Sequence[Searched]) -> Iterator[None]:
    """An error of the block names the resource, where it is one of several."""
    try:
        yield
    except UsageError as error:
        raise UsageError(_named(str(error), each, among)) from error
    except RequestError as error:
        text = _named(error.fault.message, each, among)
        raise RequestError(error.fault._replace(message=text), error.skew) from error


def _named(text: str, each: Searched, among: Sequence[Searched]) -> str:
    return text if len(among) == 1 or each.resource_id in text else f"{each.resource_id}: {text}"
