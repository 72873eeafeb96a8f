# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists the work requests of a compartment in many services at once, within bounds of time and requests. Private to longops.oracle."""

from __future__ import annotations

import contextlib
import functools
import time
from typing import Callable, NamedTuple, Optional, Sequence

from .._core.errors import LongopsError
from .._core.operation import Fault, FaultKind, Observation, Operation
from .._http.retry import Retry
from .._polling.thread_pool import Pool
from .._text import times
from .._text.sanitize import some
from . import targets
from .api import appliance
from .api.client import OciClient
from .api.list_query import Filters
from .api.listing import Listed
from .api.session import Target
from .catalogue import lookup
from .catalogue.family import Family
from .ocid import parse_ocid
from .read import Skipped, reason, with_details

#: Most pages that are read of one service. Services list the newest first, so what is in flight is among the first of them.
MOST_PAGES = 10
#: For each page.
RETRY = Retry(tries=2)
#: The services that are read before all others: every region has them.
FIRST = (targets.SHARED, "identity")
#: How many of those must reject the authentication, one after the other, so that no other service is read, and seconds
#: that each has to do so while all others wait. A hundred such answers say no more than two.
PROBES = 2
HEAD_START = 3.0
#: Seconds after the deadline in which requests that were still under way report that they timed out.
GRACE = 1.0
#: HTTP status of a rejected authentication (OCI API reference, "API Errors").
UNAUTHENTICATED = 401
#: Why a service is left out that lists the work requests of one resource only.
NEEDS_RESOURCE = "needs the OCID of one of its resources as resource_id"
#: Services that a message names where many have the same fault.
NAMED = 8

Pair = tuple[Target, Observation]


class Survey(NamedTuple):
    """What was found, by service and the newest first; the services that were left out; and how many were read, at least in part."""

    found: list[Pair]
    skipped: list[Skipped]
    read: int


def families(names: Sequence[str]) -> list[Family]:
    """The families that these names mean, once each; all families where the word for all is among them. Raises UsageError."""
    if any(lookup.is_all(name) for name in names):
        return list(lookup.families())
    return list({family.title: family for family in map(lookup.find, names)}.values())


def families_there(
    client: OciClient, wanted: Sequence[Family], compartment_id: str, resource_id: Optional[str] = None
) -> list[Family]:
    """The families as the place of a compartment has them: of all families those that it has.

    Raises UsageError where there is no region or endpoint, or no such service, or the compartment is none.
    """
    parse_ocid(compartment_id)
    region = client.session.region_of_resource(resource_id)
    beside = (compartment_id, resource_id)
    if client.session.is_on_appliance(region, beside) and list(wanted) == list(lookup.families()):
        wanted = appliance.those_there(wanted)
    return [client.target_in(family, "", region, beside).family for family in wanted]


def survey(
    client: OciClient,
    wanted: Sequence[Family],
    compartment_id: str,
    filters: Filters,
    max_results: Optional[int],
    include: Sequence[str],
    connections: int,
    timeout: float,
    clock: Callable[[], float] = time.monotonic,
) -> Survey:
    """The work requests of a compartment that pass the filters, the newest max_results over all these families.

    It ends after timeout seconds of clock, which has to be that of the client's transport, with what is known by then.
    No error of one service ends it. Raises UsageError where no service can be read at all.
    """
    region = client.session.region_of_resource(filters.resource_id)
    beside = (compartment_id, filters.resource_id)
    wanted = families_there(client, wanted, compartment_id, filters.resource_id)
    deadline = clock() + timeout

    def read(family: Family) -> _Answer:
        try:
            listed = client.listing.list_within(
                family, compartment_id, filters, max_results, MOST_PAGES, RETRY, deadline
            )
        except LongopsError as error:
            why = str(error) if family.lists_whole_compartments else NEEDS_RESOURCE
            return _Answer(Skipped(family.title, why, Fault(FaultKind.FATAL, str(error))))
        late = clock() >= deadline
        skipped = (
            None if listed.whole else Skipped(family.title, _reason(listed, timeout if late else None), listed.fault)
        )
        return _Answer(skipped, listed.operations, listed.whole or listed.read > 0)

    answers = _read_all(read, wanted, deadline + GRACE, clock)
    silent = _Answer(Skipped("", _no_answer(timeout)))
    found: dict[tuple[str, ...], Pair] = {}  # once each: marketplace_publisher has two lists of the same work requests
    skipped: list[Skipped] = []
    for family in sorted(wanted, key=lambda family: family.title):
        answer = answers.get(family.title, silent)
        for operation in answer.operations:
            target = client.target_in(family, operation.id, region, beside)
            key = (family.endpoint, family.base_path, family.get, operation.id)
            found.setdefault(key, (target, Observation(operation.id, operation)))
        skipped += [answer.skipped._replace(service=family.title)] if answer.skipped else []
    pairs = _with_details(client, _sorted(list(found.values()), max_results), include, connections, deadline, clock)
    return Survey(pairs, skipped, sum(answer.read for answer in answers.values()))


def survey_of(
    client: OciClient,
    wanted: Sequence[Family],
    compartment_id: str,
    filters: Sequence[Filters],
    max_results: Optional[int],
    include: Sequence[str],
    connections: int,
    timeout: float,
) -> Survey:
    """The same for several filters, one after the other, each with its share of the time: what passes any of them, once."""
    found: dict[tuple[str, str], Pair] = {}
    skipped: dict[str, Skipped] = {}
    read: list[int] = []
    for each in filters:
        part = survey(client, wanted, compartment_id, each, max_results, include, connections, timeout / len(filters))
        for pair in part.found:
            found.setdefault((pair[0].base, pair[0].id), pair)
        for one in part.skipped:
            skipped.setdefault(one.service, one)
        read.append(part.read)
    if not filters:
        parse_ocid(compartment_id)
    return Survey(_sorted(list(found.values()), max_results), list(skipped.values()), max(read, default=1))


def failure(found: Survey) -> Optional[str]:
    """The message of a failure: no service could be read. None where one could."""
    if found.read:
        return None
    faults = [each.fault for each in found.skipped if each.fault is not None]
    if faults and all(fault.http_status == UNAUTHENTICATED for fault in faults):
        return f"No service was read, because the authentication is rejected: {faults[0].message}"
    groups: dict[str, list[Skipped]] = {}
    for each in found.skipped:
        groups.setdefault(each.reason, []).append(each)
    lines = [
        f"- {some([each.service for each in group], NAMED)}:"
        f" {reason if group[0].fault is None else group[0].fault.message}"
        for reason, group in sorted(groups.items(), key=lambda item: -len(item[1]))
    ]
    return "\n".join([f"No service could be read, of {len(found.skipped)}:", *lines])


class _Answer(NamedTuple):
    """What one service gave."""

    skipped: Optional[Skipped]
    operations: Sequence[Operation] = ()
    read: bool = False


def _read_all(
    read: Callable[[Family], _Answer], wanted: Sequence[Family], until: float, clock: Callable[[], float]
) -> dict[str, _Answer]:
    """The answers by the families' titles. A service that has not answered by then is missing."""
    # A thread for each, so that no service has to wait for those that hang, however many they are.
    with contextlib.closing(Pool(len(wanted))) as pool:
        return _read_in(pool, read, wanted, until, clock)


def _read_in(
    pool: Pool, read: Callable[[Family], _Answer], wanted: Sequence[Family], until: float, clock: Callable[[], float]
) -> dict[str, _Answer]:
    answers: dict[str, _Answer] = {}
    rest = {family.title: family for family in wanted}
    for family in _first(wanted):
        rest.pop(family.title)
        pool.submit(family.title, functools.partial(read, family))
        answers.update(pool.collect(min(HEAD_START, until - clock())))
        if family.title not in answers or not _is_unauthenticated(answers[family.title]):
            break
    else:
        unread = _Answer(Skipped("", "not read, because other services reject the authentication"))
        return {**answers, **dict.fromkeys(rest, unread)}
    for family in rest.values():
        pool.submit(family.title, functools.partial(read, family))
    while len(answers) < len(wanted) and clock() < until:
        answers.update(pool.collect(until - clock()))
    return answers


def _first(wanted: Sequence[Family]) -> list[Family]:
    """The families to read first: on different hosts, if there is a choice, and such as list whole compartments."""
    listable = [family for family in wanted if family.lists_whole_compartments] or wanted
    ordered = sorted(listable, key=lambda family: FIRST.index(family.title) if family.title in FIRST else len(FIRST))
    by_host: dict[str, Family] = {}
    for family in ordered:
        by_host.setdefault(family.endpoint, family)
    return list(by_host.values())[:PROBES]


def _is_unauthenticated(answer: _Answer) -> bool:
    return (
        answer.skipped is not None
        and answer.skipped.fault is not None
        and answer.skipped.fault.http_status == UNAUTHENTICATED
    )


def _reason(listed: Listed, timeout: Optional[float]) -> str:
    """Why a list was not read to its end. timeout is given where the deadline had passed then."""
    if listed.fault is None:
        return f"has more than {listed.read} work requests, of which no others were read"
    return reason(listed.fault, listed.read, None if timeout is None else _no_answer(timeout))


def _no_answer(timeout: float) -> str:
    return f"no answer within {times.duration(timeout)}"


def _sorted(pairs: Sequence[Pair], most: Optional[int]) -> list[Pair]:
    """By service, each service's newest first; of all of them the newest, if not all are wanted."""

    def age(pair: Pair) -> float:
        operation = pair[1].operation
        return -(times.timestamp(operation and operation.time_accepted) or 0.0)

    return sorted(sorted(pairs, key=age)[:most], key=lambda pair: pair[0].family.title)


def _with_details(
    client: OciClient,
    found: Sequence[Pair],
    include: Sequence[str],
    connections: int,
    deadline: float,
    clock: Callable[[], float],
) -> list[Pair]:
    """With errors and logs where include names them, until deadline."""
    if not include:
        return list(found)
    unread: list[str] = []

    def read(pair: Pair) -> Pair:
        if clock() >= deadline:
            unread.append(pair[0].id)
            return pair
        return pair[0], with_details(client, *pair, include, deadline)

    complete = Pool(connections).map(read, found)
    if unread:
        count = "1 work request" if len(unread) == 1 else f"{len(unread)} work requests"
        client.warn(f"The {' and '.join(include)} of {count} were not read before the deadline.")
    return complete
