# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers the calls of every family as its row of the catalogue describes them."""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping, Optional, Sequence

from werkzeug.wrappers import Request, Response

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import (
    FIELDS,
    RESOURCE_FIELDS,
    Family,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.statuses import state_of

from ..families import EXPLAINS_IN_JSON, LIST_FIELDS, WHOLE_PERCENT, Served
from ..scenario import Scenario, Snapshot
from .answers import NOT_FOUND, ApiError, json_response, timestamp
from .paging import cut
from .routes import Route, same_api
from .store import Operation, Store

#: What has become of a resource whose operation type has such a word in it.
ENDS = {"CREATE": "CREATED", "LAUNCH": "CREATED", "DELETE": "DELETED", "TERMINATE": "DELETED"}
COMPARTMENT_ID = "compartmentId"
NAMESPACE = "namespaceName"


class WorkRequests:
    """The calls for work requests of all families, with one store."""

    def __init__(self, store: Store, scenario: Scenario, served: Served) -> None:
        self._store = store
        self._served = served
        self._scenario = scenario
        self._calls: Mapping[str, Callable[[Request, Route, Operation], Response]] = {
            "get": self._get,
            "errors": self._errors,
            "logs": self._logs,
            "cancel": self._cancel,
        }

    def choose(self, method: str, routes: Sequence[Route]) -> tuple[list[Route], Optional[Operation]]:
        """Select from all routes of a path: one call of one family, or the lists of several families."""
        wanted = [route for route in routes if route.method == ("GET" if method == "HEAD" else method)]
        for route in wanted:
            operation = self._store.find(operation_id(route)) if route.call != "list" else None
            if operation is not None and same_api(operation.family, route.family):
                return [route], operation
        return wanted, None

    def answer(self, request: Request, routes: Sequence[Route], operation: Optional[Operation]) -> Response:
        """routes and operation: the result of choose()."""
        for route in routes[:1]:
            namespace = route.values.get(NAMESPACE)
            if namespace is not None and namespace != self._scenario.namespace:
                raise ApiError(404, NOT_FOUND)
        if routes[0].call == "list":
            return self._list(request, [route for route in routes if route.call == "list"])
        if operation is None:
            raise ApiError(404, NOT_FOUND)
        return self._calls[routes[0].call](request, routes[0], operation)

    def _get(self, request: Request, route: Route, operation: Operation) -> Response:
        headers = {}
        if route.family.retry_after:
            given = operation.definition.retry_after
            headers["Retry-After"] = str(self._scenario.retry_after if given is None else given)
        return json_response(self.item(operation), headers=headers)

    def _list(self, request: Request, routes: Sequence[Route]) -> Response:
        found: list[tuple[Operation, Route]] = []
        routes = self._with_requirements(request, routes)
        for route in routes:
            given = {**{name: ",".join(values) for name, values in request.args.lists()}, **route.values}
            self._check_compartment(given.get(COMPARTMENT_ID))
            self._check_words(route.family, given)
            found += [
                (operation, route)
                for operation in self._store.all()
                if same_api(operation.family, route.family) and self._wanted(operation, route.family, given)
            ]
        found.sort(key=lambda pair: -pair[0].number)
        # The lists of families at one path may differ in form: that of the newest work request is used.
        family = (found[0][1] if found else routes[0]).family
        sign = 1 if self._ascending(request, family, "list") else -1
        rows = sorted(
            (sign * operation.number, self.item(operation, listed=True))
            for operation, route in found
            if ("list" in route.family.bare) == ("list" in family.bare)
        )
        return self._page(request, family, "list", rows)

    def _with_requirements(self, request: Request, routes: Sequence[Route]) -> list[Route]:
        missing = {}
        for route in routes:
            absent = [
                name for name in route.family.list_requires if not request.args.get(name) and not route.values.get(name)
            ]
            if absent:
                missing[route.family.title] = absent[0]
        if len(missing) == len(routes):
            raise ApiError(
                400, f"The required parameter '{next(iter(missing.values()))}' is missing.", "MissingParameter"
            )
        return [route for route in routes if route.family.title not in missing]

    def _check_compartment(self, compartment_id: Optional[str]) -> None:
        if compartment_id is None:
            return
        if not compartment_id.startswith("ocid1."):
            raise ApiError(400, f"compartmentId '{compartment_id}' is not an OCID.")
        if compartment_id not in self._store.compartments:
            raise ApiError(404, NOT_FOUND)

    def _wanted(self, operation: Operation, family: Family, given: Mapping[str, str]) -> bool:
        """Whether an operation passes the filters, which may have several values, comma-separated."""
        if given.get(COMPARTMENT_ID, operation.compartment_id) != operation.compartment_id:
            return False
        own: dict[str, set[Any]] = {
            "resource_id": operation.identifiers,
            "status": {self._store.snapshot(operation).status},
            "operation_type": {operation.definition.operation_type},
            "id": {operation.id},
        }
        names = {wire: own[key] for key, wire in family.filters.items()}
        names.update({name: {_type_of(operation, values)} for name, values in family.list_values.items()})
        for name in family.list_requires:
            if name not in (COMPARTMENT_ID, NAMESPACE):
                names.setdefault(name, own["resource_id"])
        return all(
            not own_values.isdisjoint(given[name].split(",")) for name, own_values in names.items() if given.get(name)
        )

    @staticmethod
    def _check_words(family: Family, given: Mapping[str, str]) -> None:
        """The values of parameters that have but a few."""
        for name, words in {family.filters.get("status", ""): family.statuses, **family.list_values}.items():
            for word in given.get(name, "").split(","):
                if word and word not in words:
                    raise ApiError(400, f"{name} '{word}' is not one of {', '.join(words)}.")

    def _errors(self, request: Request, route: Route, operation: Operation) -> Response:
        self._check_owner(request, operation, route.family.errors_requires)
        times = [at for at, _code, _message in self._store.snapshot(operation).errors]
        return self._entries(request, route.family, "errors", times, self._error_items(operation), operation)

    def _logs(self, request: Request, route: Route, operation: Operation) -> Response:
        self._check_owner(request, operation, route.family.logs_requires)
        times = [at for at, _message in self._store.snapshot(operation).logs]
        return self._entries(request, route.family, "logs", times, self._log_items(operation), operation)

    def _entries(
        self,
        request: Request,
        family: Family,
        call: str,
        times: Sequence[float],
        items: Sequence[Any],
        operation: Operation,
    ) -> Response:
        """Errors or logs: the newest first unless sortOrder is ASC, as most services document; the oldest first if there is no paging."""
        sign = 1 if call in family.unpaged or self._ascending(request, family, call) else -1
        rows = sorted(
            (sign * round(at * 1000) * 10000 + number, item) for number, (at, item) in enumerate(zip(times, items))
        )
        return self._page(request, family, call, rows, operation.id)

    @staticmethod
    def _check_owner(request: Request, operation: Operation, requires: Sequence[str]) -> None:
        for name in requires:
            if name == NAMESPACE:
                continue  # in the path
            if not request.args.get(name):
                raise ApiError(400, f"The required parameter '{name}' is missing.", "MissingParameter")
            if name == COMPARTMENT_ID and request.args[name] != operation.compartment_id:
                raise ApiError(404, NOT_FOUND)

    def _ascending(self, request: Request, family: Family, call: str) -> bool:
        """Whether sortOrder requests the oldest first; the default is the newest, in most calls."""
        order = request.args.get("sortOrder", "").upper()
        if order not in ("", "ASC", "DESC"):
            raise ApiError(400, f"sortOrder '{order}' is not one of ASC, DESC.")
        return (order or ("ASC" if (family.title, call) in self._served.oldest_first else "DESC")) == "ASC"

    def _cancel(self, request: Request, route: Route, operation: Operation) -> Response:
        before_start = route.family.title in self._served.canceled_before_start
        started = self._store.snapshot(operation).started is not None
        if (before_start and started) or not self._store.cancel(operation):
            raise ApiError(
                409,
                f"The work request {operation.id} is {self._store.snapshot(operation).status} and cannot be canceled.",
            )
        return Response(status=204 if before_start else 202, content_type="application/json")

    def _page(
        self, request: Request, family: Family, call: str, rows: Sequence[tuple[int, Any]], of: str = ""
    ) -> Response:
        headers = {}
        items = [item for _position, item in rows]
        if call not in family.unpaged:
            others = sorted(
                (name, value) for name, value in request.args.items(multi=True) if name not in ("page", "limit")
            )
            items, token = cut(
                rows, request.args, repr((call, of, others)), self._scenario.page_size, self._scenario.max_page_size
            )
            if token is not None:
                headers["opc-next-page"] = token
        return json_response(items if call in family.bare else {"items": items}, headers=headers)

    def item(self, operation: Operation, listed: bool = False) -> dict[str, Any]:
        """The work request in the form of its family: of a single one, or of an entry of a list."""
        family = operation.family
        snapshot = self._store.snapshot(operation)
        lacking = family.list_lacks if listed else ()
        names = {
            "id": "id",
            **FIELDS,
            **family.fields,
            **(LIST_FIELDS.get(family.title, {}) if listed else {}),
            **dict.fromkeys(lacking),
        }
        percent = snapshot.percent
        values = {
            "id": operation.id,
            "operation_type": operation.definition.operation_type,
            "status": snapshot.status,
            "percent_complete": int(percent) if percent is not None and family.title in WHOLE_PERCENT else percent,
            "time_accepted": timestamp(operation.accepted),
            "time_started": timestamp(self._store.time(operation, snapshot.started)),
            "time_finished": timestamp(self._store.time(operation, snapshot.finished)),
            "compartment_id": operation.compartment_id,
            "resources": [
                _named(_at_the_end(each, operation, snapshot), {**RESOURCE_FIELDS, **family.resource_fields})
                for each in operation.definition.resources
            ],
        }
        item = _named({key: value for key, value in values.items() if key in names}, names)
        beside = [*family.resource_ids]
        if "resource_id" in family.filters and names["resources"] is None:
            beside.append(family.filters["resource_id"])
        if operation.identifiers:
            for name in beside:
                item.setdefault(name, operation.definition.resources[0].get("identifier"))
        if family.explanations and "explanation" not in lacking:
            item[family.explanations[0]] = self._explanation(operation)
        if family.inline_errors and "errors" not in lacking:
            item[family.inline_errors] = self._error_items(operation)
        if family.inline_logs and "logs" not in lacking:
            item[family.inline_logs] = self._log_items(operation)
        return {**item, **operation.definition.extra}

    def _explanation(self, operation: Operation) -> Optional[str]:
        """What the service says how it goes, in the form of the family. A load balancer always says something at the end."""
        snapshot = self._store.snapshot(operation)
        if operation.family.title not in EXPLAINS_IN_JSON:
            return snapshot.explanation
        if not snapshot.ended and snapshot.explanation is None:
            return ""
        succeeded = state_of(snapshot.status) == State.SUCCEEDED
        first = "OK" if succeeded else next((message for _at, _code, message in snapshot.errors), "")
        return json.dumps(
            {
                "workflowName": f"{operation.definition.operation_type}Workflow",
                "type": "SUCCESS" if succeeded else "FAIL" if snapshot.ended else "INFO",
                "message": snapshot.explanation or first,
                "workRequestId": operation.id,
            }
        )

    def _error_items(self, operation: Operation) -> list[dict[str, Any]]:
        family = operation.family
        names = {"code": family.error_code, "message": "message", "timestamp": family.error_time}
        return [
            _named({"code": code, "message": message, "timestamp": timestamp(self._store.time(operation, at))}, names)
            for at, code, message in self._store.snapshot(operation).errors
        ]

    def _log_items(self, operation: Operation) -> list[dict[str, Any]]:
        names = {"message": "message", "timestamp": operation.family.log_time}
        return [
            _named({"message": message, "timestamp": timestamp(self._store.time(operation, at))}, names)
            for at, message in self._store.snapshot(operation).logs
        ]


def _type_of(operation: Operation, types: Sequence[str]) -> str:
    """Which of these types the resource of an operation has, by its name there or in the operation's type; else the first."""
    named = [str(resource.get("entity_type")).upper() for resource in operation.definition.resources]
    named.append(str(operation.definition.operation_type).split("_")[0].upper())
    return next((each for each in named if each in types), types[0])


def operation_id(route: Route) -> str:
    """The id of the operation in the path: {workRequestId}, or the last value of the path."""
    return route.values.get("workRequestId") or list(route.values.values())[-1]


def _at_the_end(resource: Mapping[str, Any], operation: Operation, snapshot: Snapshot) -> Mapping[str, Any]:
    """A resource as it is now. IN_PROGRESS becomes CREATED, UPDATED or DELETED (actionType of the schema WorkRequestResource)."""
    if resource.get("action_type") != "IN_PROGRESS" or state_of(snapshot.status) != State.SUCCEEDED:
        return resource
    words = operation.definition.operation_type.upper()
    ends = (word for part, word in ENDS.items() if part in words)
    return {**resource, "action_type": next(ends, "UPDATED")}


def _named(values: Mapping[str, Any], names: Mapping[str, Optional[str]]) -> dict[str, Any]:
    """The values by their names in JSON, without those that have no name there."""
    return {name: values.get(key) for key, name in names.items() if name is not None}
