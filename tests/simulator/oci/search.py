# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OCI's Resource Search for one identifier: it finds the resources of the launched operations."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.wrappers import Request, Response

from .answers import ApiError, json_response
from .launches import body_of
from .store import Store

#: SearchResources (OCI API reference, "Search Service API"), also below the title that is part of an endpoint for all services.
PATH = re.compile(r"(/resource_search)?/20180409/resources/?")
QUERY = re.compile(r"\s*query\s+all\s+resources\s+where\s+identifier\s*=\s*'([^']*)'\s*", re.IGNORECASE)


def is_search(method: str, path: str) -> bool:
    return method == "POST" and PATH.fullmatch(path) is not None


def answer(request: Request, store: Store) -> Response:
    """The resource with the identifier, if an operation names it, in the compartment of the newest such operation."""
    search = body_of(request)
    if search.get("type") != "Structured":
        raise ApiError(400, "The type of a search must be Structured; the simulator does not support FreeText.")
    query = QUERY.fullmatch(str(search.get("query")))
    if query is None:
        raise ApiError(400, "The simulator supports queries of the form: query all resources where identifier = '...'")
    for operation in store.all():
        for resource in operation.definition.resources:
            if resource.get("identifier") == query[1]:
                return json_response({"items": [_item(resource, operation.compartment_id)]})
    return json_response({"items": []})


def _item(resource: dict[str, Any], compartment_id: str) -> dict[str, Any]:
    return {
        "resourceType": resource.get("entity_type") or "Resource",
        "identifier": resource["identifier"],
        "compartmentId": compartment_id,
        "displayName": "example",
        "lifecycleState": "UPDATING",
    }
