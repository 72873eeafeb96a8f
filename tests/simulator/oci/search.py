# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OCI's Resource Search: the resources that are played, and those that launched operations name, with their states."""

from __future__ import annotations

import re
from typing import Any, Iterator

from werkzeug.wrappers import Request, Response

from . import paging, search_query
from .answers import ApiError, json_response, timestamp
from .launches import body_of
from .resource_store import Resource, Resources
from .store import Operation, Store

#: SearchResources (OCI API reference, "Search Service API"), also below the title that is part of an endpoint for all services.
PATH = re.compile(r"(/resource_search)?/20180409/resources/?")
#: Resources on a page, without a limit and at most (oci 2.189.0, ResourceSearchClient; the first is the simulator's own).
PAGE_SIZE, MAX_PAGE_SIZE = 500, 1000


def is_search(method: str, path: str) -> bool:
    return method == "POST" and PATH.fullmatch(path) is not None


def answer(request: Request, store: Store, resources: Resources, lag: float) -> Response:
    """What the query wants, the newest first. States are those of lag seconds ago."""
    search = body_of(request)
    if search.get("type") != "Structured":
        raise ApiError(400, "The type of a search must be Structured; the simulator does not support FreeText.")
    wanted = search_query.parse(str(search.get("query")))
    found: dict[str, dict[str, Any]] = {}
    for item in _items(store, resources, lag):
        if wanted(item):
            found.setdefault(item["identifier"], item)
    rows = list(enumerate(found.values(), start=1))
    page, following = paging.cut(rows, request.args, f"search {search['query']}", PAGE_SIZE, MAX_PAGE_SIZE)
    return json_response({"items": page}, headers={"opc-next-page": following} if following else {})


def _items(store: Store, resources: Resources, lag: float) -> Iterator[dict[str, Any]]:
    for resource in resources.all(lag):
        yield _played(resource, resources.now(resource, lag).state)
    for operation in store.all():
        for named in operation.definition.resources:
            if named.get("identifier"):
                yield _named(named, operation, "ACTIVE" if store.snapshot(operation).ended else "UPDATING")


def _played(resource: Resource, state: str) -> dict[str, Any]:
    row = resource.type
    return {
        "resourceType": "".join(each.capitalize() for each in row.name.split("_")),
        "identifier": resource.id,
        "compartmentId": resource.compartment_id,
        "timeCreated": timestamp(resource.created),
        "displayName": resource.definition.display_name or f"example {row.name.replace('_', ' ')}",
        "lifecycleState": state,
        "identityContext": dict(resource.parameters),
    }


def _named(named: dict[str, Any], operation: Operation, state: str) -> dict[str, Any]:
    return {
        "resourceType": named.get("entity_type") or "Resource",
        "identifier": named["identifier"],
        "compartmentId": operation.compartment_id,
        "displayName": "example",
        "lifecycleState": state,
    }
