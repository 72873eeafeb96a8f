# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OCI's Resource Search: it finds the resources that are played, and those that operations name."""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping, Sequence

from werkzeug.wrappers import Request, Response

from .answers import ApiError, json_response, timestamp
from .launches import body_of
from .paging import cut
from .resource_store import Resource, Resources
from .search_query import Query, parse
from .store import Operation, Store

#: SearchResources (OCI API reference, "Search Service API"), also below the title that is part of an endpoint for all services.
PATH = re.compile(r"(/resource_search)?/20180409/resources/?")
#: Resources on a page, without a limit and at most (oci 2.189.0, ResourceSearchClient; the first is the simulator's own).
PAGE_SIZE, MAX_PAGE_SIZE = 500, 1000
#: What Search calls types of resources, where it is not the name in the SDK in camel case ("oci iam tag
#: bulk-edit-tags-resource-type list" and "oci search resource-type list" as they were seen).
NAMES: Mapping[str, str] = {
    "container_engine.cluster": "ClustersCluster",
    "core.dhcp_options": "DHCPOptions",
    "core.ip_sec_connection": "IPSecConnection",
    "functions.application": "FunctionsApplication",
    "functions.function": "FunctionsFunction",
    "nosql.table": "NoSQLTable",
    "resource_manager.job": "OrmJob",
    "resource_manager.stack": "OrmStack",
    "apigateway.deployment": "ApiDeployment",
    "events.rule": "EventRule",
}


def is_search(method: str, path: str) -> bool:
    return method == "POST" and PATH.fullmatch(path) is not None


def answer(request: Request, store: Store, resources: Resources, lag: float) -> Response:
    """A page of what a query finds. States are those of lag seconds ago."""
    search = body_of(request)
    if search.get("type") != "Structured":
        raise ApiError(400, "The type of a search must be Structured; the simulator does not support FreeText.")
    text = str(search.get("query"))
    rows = _rows(parse(text), list(_items(store, resources, lag)), resources)
    items, token = cut(rows, request.args, f"search {text}", PAGE_SIZE, MAX_PAGE_SIZE)
    return json_response({"items": items}, headers={} if token is None else {"opc-next-page": token})


def _rows(query: Query, items: Sequence[tuple[int, Any]], resources: Resources) -> list[tuple[int, Any]]:
    """The items that are wanted, each with its position, which stays when others come or go as long as they are in order of time."""
    known = {item["resourceType"].lower() for _number, item in items}
    known.update(type_name(title).lower() for title in resources.types.titles if query.types)
    for wanted in query.types:
        if wanted not in known:
            raise ApiError(400, f"Unknown resource type '{wanted}'", "CannotParseRequest")
    found = [
        (number if query.ascending else -number, item)
        for number, item in items
        if (not query.types or item["resourceType"].lower() in query.types) and query.matches(item)
    ]
    if query.sorted_by == "timeCreated":
        return sorted(found, key=lambda row: row[0])
    found.sort(key=lambda row: str(row[1][query.sorted_by]), reverse=not query.ascending)
    return [(place, item) for place, (_number, item) in enumerate(found)]


def _items(store: Store, resources: Resources, lag: float) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every resource once, with a number that grows with the time at which it was made."""
    known = set()
    for resource in resources.all(lag):
        known.add(resource.id)
        yield _number(resource.created, resource.number), _played(resource, resources.now(resource, lag).state)
    for operation in store.all():
        for named in operation.definition.resources:
            if named.get("identifier") and not named.get("plays") and named["identifier"] not in known:
                known.add(named["identifier"])
                state = "ACTIVE" if store.snapshot(operation).ended else "UPDATING"
                yield _number(operation.accepted, operation.number), _named(named, operation, state)


def _played(resource: Resource, state: str) -> dict[str, Any]:
    return {
        "resourceType": type_name(resource.kind.title),
        "identifier": resource.id,
        "compartmentId": resource.compartment_id,
        "displayName": resource.display_name,
        "lifecycleState": state,
        "timeCreated": timestamp(resource.created),
        "identityContext": dict(resource.parameters),
    }


def type_name(title: str) -> str:
    """What Search calls a type of resource: BootVolume for core.boot_volume."""
    name = title.partition(".")[2]
    return NAMES.get(title) or "".join(part.capitalize() for part in name.split("_"))


def _named(named: Mapping[str, Any], operation: Operation, state: str) -> dict[str, Any]:
    """A resource of which nothing is known but that there was an operation for it."""
    return {
        "resourceType": named.get("entity_type") or "Resource",
        "identifier": named["identifier"],
        "compartmentId": operation.compartment_id,
        "displayName": "example",
        "lifecycleState": state,
        "timeCreated": timestamp(operation.accepted),
    }


def _number(seconds: float, number: int) -> int:
    return round(seconds * 1000) * 100_000 + number % 100_000
