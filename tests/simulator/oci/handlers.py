# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers the calls of every family, as its row of the catalogue describes them."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional, Sequence

from werkzeug.wrappers import Request, Response

from ansible_collections.longops.oracle.plugins.module_utils._oci.family import FIELDS, RESOURCE_FIELDS, Family

from ..families import ERROR_FIELDS, LOG_FIELDS
from ..scenario import Scenario
from .answers import NOT_FOUND, Refusal, json_response, timestamp
from .paging import cut
from .routes import Route, same_api
from .store import Operation, Store

COMPARTMENT_ID = "compartmentId"
NAMESPACE = "namespaceName"


class WorkRequests:
    """Work requests of all families, out of one store."""

    def __init__(self, store: Store, scenario: Scenario) -> None:
        self._store = store
        self._scenario = scenario
        self._calls: Mapping[str, Callable[[Request, Route, Operation], Response]] = {
            "get": self._get,
            "errors": self._errors,
            "logs": self._logs,
            "cancel": self._cancel,
        }

    def choose(self, method: str, routes: Sequence[Route]) -> tuple[list[Route], Optional[Operation]]:
        """Of all that lies at a path, what this request is for: one call of one family, or the lists of several."""
        wanted = [route for route in routes if route.method == ("GET" if method == "HEAD" else method)]
        for route in wanted:
            operation = self._store.find(operation_id(route)) if route.call != "list" else None
            if operation is not None and same_api(operation.family, route.family):
                return [route], operation
        return wanted, None

    def answer(self, request: Request, routes: Sequence[Route], operation: Optional[Operation]) -> Response:
        """routes and operation are those that choose() gave."""
        for route in routes[:1]:
            namespace = route.values.get(NAMESPACE)
            if namespace is not None and namespace != self._scenario.namespace:
                raise Refusal(404, NOT_FOUND)
        if routes[0].call == "list":
            return self._list(request, [route for route in routes if route.call == "list"])
        if operation is None:
            raise Refusal(404, NOT_FOUND)
        return self._calls[routes[0].call](request, routes[0], operation)

    def _get(self, request: Request, route: Route, operation: Operation) -> Response:
        headers = {}
        if route.family.retry_after:
            given = operation.definition.retry_after
            headers["Retry-After"] = str(self._scenario.retry_after if given is None else given)
        return json_response(self.item(operation, inline=True), headers=headers)

    def _list(self, request: Request, routes: Sequence[Route]) -> Response:
        routes = self._with_requirements(request, routes)
        found = []
        for route in routes:
            given = {**request.args.to_dict(), **route.values}
            self._check_compartment(given.get(COMPARTMENT_ID))
            found += [operation for operation in self._store.all() if same_api(operation.family, route.family) and self._wanted(operation, route.family, given)]
        found.sort(key=lambda operation: -operation.number)
        rows = [(-operation.number, self.item(operation)) for operation in found]
        return self._page(request, [route.family for route in routes], "list", rows)

    def _with_requirements(self, request: Request, routes: Sequence[Route]) -> list[Route]:
        missing = {}
        for route in routes:
            absent = [name for name in route.family.list_requires if not request.args.get(name) and not route.values.get(name)]
            if absent:
                missing[route.family.title] = absent[0]
        if len(missing) == len(routes):
            raise Refusal(400, "The required parameter '%s' is missing." % next(iter(missing.values())), "MissingParameter")
        return [route for route in routes if route.family.title not in missing]

    def _check_compartment(self, compartment_id: Optional[str]) -> None:
        if compartment_id is None:
            return
        if not compartment_id.startswith("ocid1."):
            raise Refusal(400, "compartmentId '%s' is not an OCID." % compartment_id)
        if compartment_id not in self._store.compartments:
            raise Refusal(404, NOT_FOUND)

    def _wanted(self, operation: Operation, family: Family, given: Mapping[str, str]) -> bool:
        if given.get(COMPARTMENT_ID, operation.compartment_id) != operation.compartment_id:
            return False
        status = self._store.snapshot(operation).status
        tests: dict[str, Callable[[str], bool]] = {
            "resource_id": lambda value: value in operation.identifiers,
            "status": lambda value: value == status,
            "operation_type": lambda value: value == operation.definition.operation_type,
            "id": lambda value: value == operation.id,
        }
        names = {wire: tests[key] for key, wire in family.filters.items()}
        for name in family.list_requires:
            if name not in (COMPARTMENT_ID, NAMESPACE):
                names.setdefault(name, tests["resource_id"])
        status_filter = family.filters.get("status")
        if given.get(status_filter or "") and given[status_filter or ""] not in family.statuses:
            raise Refusal(400, "%s '%s' is not one of %s." % (status_filter, given[status_filter or ""], ", ".join(family.statuses)))
        return all(test(given[name]) for name, test in names.items() if given.get(name))

    def _errors(self, request: Request, route: Route, operation: Operation) -> Response:
        self._check_owner(request, operation, route.family.errors_requires)
        return self._page(request, [route.family], "errors", list(enumerate(self._error_items(operation))), operation.id)

    def _logs(self, request: Request, route: Route, operation: Operation) -> Response:
        self._check_owner(request, operation, route.family.logs_requires)
        return self._page(request, [route.family], "logs", list(enumerate(self._log_items(operation))), operation.id)

    @staticmethod
    def _check_owner(request: Request, operation: Operation, requires: Sequence[str]) -> None:
        for name in requires:
            if name == NAMESPACE:
                continue  # in the path
            if not request.args.get(name):
                raise Refusal(400, "The required parameter '%s' is missing." % name, "MissingParameter")
            if name == COMPARTMENT_ID and request.args[name] != operation.compartment_id:
                raise Refusal(404, NOT_FOUND)

    def _cancel(self, request: Request, route: Route, operation: Operation) -> Response:
        if not self._store.cancel(operation):
            raise Refusal(409, "The work request %s is %s and cannot be canceled." % (operation.id, self._store.snapshot(operation).status))
        return Response(status=202)

    def _page(self, request: Request, families: Sequence[Family], call: str, rows: Sequence[tuple[int, Any]], of: str = "") -> Response:
        headers = {}
        items = [item for position, item in rows]
        if not all(call in family.unpaged for family in families):
            others = sorted((name, value) for name, value in request.args.items(multi=True) if name not in ("page", "limit"))
            items, token = cut(rows, request.args, repr((call, of, others)), self._scenario.page_size, self._scenario.max_page_size)
            if token is not None:
                headers["opc-next-page"] = token
        bare = all(call in family.bare for family in families)
        return json_response(items if bare else {"items": items}, headers=headers)

    def item(self, operation: Operation, inline: bool = False) -> dict[str, Any]:
        """The work request in the words of its family."""
        family = operation.family
        snapshot = self._store.snapshot(operation)
        values = {
            "operation_type": operation.definition.operation_type,
            "status": snapshot.status,
            "percent_complete": snapshot.percent,
            "time_accepted": timestamp(operation.accepted),
            "time_started": timestamp(self._store.time(operation, snapshot.started)),
            "time_finished": timestamp(self._store.time(operation, snapshot.finished)),
            "compartment_id": operation.compartment_id,
            "resources": [_renamed(resource, RESOURCE_FIELDS, family.resource_fields) for resource in operation.definition.resources],
        }
        item = {family.fields.get("id") or "id": operation.id, **_renamed(values, FIELDS, family.fields)}
        if family.fields.get("resources", "") is None and "resource_id" in family.filters and operation.identifiers:
            item[family.filters["resource_id"]] = operation.definition.resources[0].get("identifier")
        if inline and family.inline_errors:
            item[family.inline_errors] = self._error_items(operation)
        if inline and family.inline_logs:
            item[family.inline_logs] = self._log_items(operation)
        return {**item, **operation.definition.extra}

    def _error_items(self, operation: Operation) -> list[dict[str, Any]]:
        regular = {"code": "code", "message": "message", "timestamp": operation.family.error_time}
        different = ERROR_FIELDS.get(operation.family.title, {})
        return [
            _renamed({"code": code, "message": message, "timestamp": timestamp(self._store.time(operation, at))}, regular, different)
            for at, code, message in self._store.snapshot(operation).errors
        ]

    def _log_items(self, operation: Operation) -> list[dict[str, Any]]:
        regular = {"message": "message", "timestamp": "timestamp"}
        different = LOG_FIELDS.get(operation.family.title, {})
        return [
            _renamed({"message": message, "timestamp": timestamp(self._store.time(operation, at))}, regular, different)
            for at, message in self._store.snapshot(operation).logs
        ]


def operation_id(route: Route) -> str:
    """The value in the path that names the operation: {workRequestId}, or whatever the path ends with."""
    return route.values.get("workRequestId") or list(route.values.values())[-1]


def _renamed(values: Mapping[str, Any], regular: Mapping[str, str], different: Mapping[str, Optional[str]]) -> dict[str, Any]:
    names = {key: different.get(key, regular[key]) for key in regular}
    return {name: values.get(key) for key, name in names.items() if name is not None}
