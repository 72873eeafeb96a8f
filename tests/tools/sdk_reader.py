# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads work-request APIs from the source of an `oci` SDK, without importing it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Mapping, NamedTuple, Optional

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import (
    FIELDS,
    RESOURCE_FIELDS,
    Family,
)
from ansible_collections.longops.oracle.tests.tools.sdk_source import (
    EXPLANATION,
    IN_BRACES,
    VERSION_IN_PATH,
    CatalogueError,
    Model,
    Operation,
    read_client,
    read_model,
    words_of,
)

#: Names that the SDK's models have for a field, the regular one first.
FIELD_NAMES = {
    "operation_type": ("operationType", "operation", "requestAction", "type"),
    "status": ("status", "lifecycleState"),
    "time_accepted": ("timeAccepted", "timeCreated"),
}
RESOURCE_FIELD_NAMES = {
    "entity_type": ("entityType", "resourceType"),
    "action_type": ("actionType", "actionResult", "resourceAction"),
    "identifier": ("identifier", "resourceId", "entityId"),
    "entity_uri": ("entityUri", "resourceUri"),
}

#: Identifiers in an item that are not of a resource which the operation is about.
NO_RESOURCES = {
    "compartmentId", "tenancyId", "tenantId",  # where it is
    "workRequestId", "parentId", "retryOfId", "rerunOfId", "eventId", "opcRequestId",  # of work requests and events
    "createdByPrincipalId", "createdByPrincipalDomainId", "initiatorId",  # who wanted it
    "keyId", "policyId", "listingId",  # what it works with
}  # fmt: skip

ERROR_FIELDS = {"code": "code", "message": "message", "timestamp": "timestamp"}
ERROR_FIELD_NAMES = {"code": ("code", "errorCode"), "timestamp": ("timestamp", "timeStamp")}
LOG_FIELDS = {"message": "message", "timestamp": "timestamp"}
LOG_FIELD_NAMES = {"timestamp": ("timestamp", "timeStamp")}
INLINE = {"errors": ("errors", "errorDetails"), "logs": ("logs",)}

#: Names of the filters of lists, the most general one first.
FILTER_NAMES = {
    "resource_id": (
        "resourceId", "resourceIdentifier", "sourceResourceId", "apmDomainId", "agentId", "blockchainPlatformId", "fleetId",
        "integrationInstanceId", "loadBalancerId", "odaInstanceId", "waasPolicyId", "workspaceId",
    ),
    "status": ("status", "workRequestStatus"),
    "operation_type": ("operationType", "operationTypeMultiValueQuery", "type"),
    "id": ("workRequestId", "id"),
}  # fmt: skip

_ID = re.compile(r"\{\w*workRequestId\}", re.IGNORECASE)
_ITEM = re.compile(r"/\{\w*workRequestId\}$", re.IGNORECASE)
_LIST = re.compile(r"^list_(?:(\w+)_)?work_requests$")


class Regions(NamedTuple):
    """The regions of the SDK: realm -> second-level domain, region -> realm, short code -> region."""

    realms: Mapping[str, str]
    regions: Mapping[str, str]
    short_codes: Mapping[str, str]


def read_version(folder: Path) -> str:
    """The version of the SDK in folder."""
    text = (folder / "version.py").read_text(encoding="utf-8")
    return re.findall(r'^__version__ = "([^"]+)"', text, re.MULTILINE)[0]


def read_regions(folder: Path) -> Regions:
    """The regions of the SDK in folder, from its regions_definitions.py."""
    tree = ast.parse((folder / "regions_definitions.py").read_text(encoding="utf-8"))
    tables = {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)}
    return Regions(tables["REALMS"], tables["REGION_REALMS"], tables["REGIONS_SHORT_NAMES"])


def read_sdk(folder: Path) -> list[Family]:
    """All families of the SDK in folder, by service; the default family of a service comes first.

    retry_after, which is not in the source, keeps its default.
    """
    return [family for package in sorted(folder.iterdir()) if package.is_dir() for family in read_package(package)]


def read_package(package: Path) -> list[Family]:
    """The families of one service: one for each list of work requests."""
    operations = [
        operation
        for source in sorted(package.glob("*_client.py"))
        for operation in read_client(source, lambda text: "orkRequest" in text)
        if "workrequest" in operation.path.lower()
    ]
    items = [operation for operation in operations if operation.method == "GET" and _ITEM.search(operation.path)]
    families: list[Family] = []
    for operation in operations:
        if _LIST.match(operation.name) and not items:
            raise CatalogueError(
                f"{package.name} lists work requests without a call for a single one, which sdk_reader does not support yet."
            )
        if _LIST.match(operation.name):
            # A list that is not the parent of an item is another list of the service's only kind of work request.
            item = next((item for item in items if _ITEM.sub("", item.path) == operation.path), items[0])
            families.append(_family(package, item, operation, operations))
    unlisted = {_path(item) for item in items} - {family.get for family in families}
    if unlisted:
        raise CatalogueError(
            f"{package.name} has work requests without a list, which sdk_reader does not support yet: {', '.join(unlisted)}."
        )
    return sorted(families, key=lambda family: (family.name != "default", family.name))


def _family(package: Path, item: Operation, lister: Operation, operations: list[Operation]) -> Family:
    def find(method: str, *paths: str) -> Optional[Operation]:
        return next(
            (operation for operation in operations if operation.method == method and operation.path in paths), None
        )

    parts = {
        "list": lister,
        "errors": find("GET", f"{item.path}/errors", f"{item.path}/workRequestErrors"),
        "logs": find("GET", f"{item.path}/logs"),
    }
    answers = {part: operation for part, operation in parts.items() if operation}
    whole, entry = read_model(package, item.response), _entry_model(package, lister)
    resource = _part_model(package, whole, "resources")
    inline = {
        part: next((name for name in names if name in whole.fields and part not in answers), None)
        for part, names in INLINE.items()
    }
    error, log = (
        _entry_model(package, answers[part]) if part in answers else _part_model(package, whole, inline[part])
        for part in ("errors", "logs")
    )
    error_fields = _renamed(error, ERROR_FIELDS, ERROR_FIELD_NAMES)
    log_fields = _renamed(log, LOG_FIELDS, LOG_FIELD_NAMES)
    fields = _renamed(whole, FIELDS, FIELD_NAMES)
    explanations = _explanations(whole)
    version = VERSION_IN_PATH.match(item.path)
    family = Family(
        service=package.name,
        name=_family_name(package.name, lister),
        client=lister.client,
        endpoint=lister.settings["service_endpoint_template"],
        base_path=lister.settings["base_path"].rstrip("/") + (version.group(0) if version else ""),
        statuses=words_of(fields.get("status", FIELDS["status"]), whole, entry),
        get=_path(item),
        list=_path(lister),
        errors=_path(parts["errors"]),
        logs=_path(parts["logs"]),
        cancel=_path(find("DELETE", item.path)),
        list_requires=lister.required,
        errors_requires=_extras(parts["errors"]),
        logs_requires=_extras(parts["logs"]),
        list_lacks=_lacking(
            entry, whole, {**FIELDS, **fields, **inline, "explanation": next(iter(explanations), None)}
        ),
        filters=_filters(lister),
        unpaged=tuple(part for part, operation in answers.items() if "page" not in operation.query),
        bare=tuple(part for part, operation in answers.items() if operation.response.startswith("list[")),
        fields=fields,
        resource_fields=_renamed(resource, RESOURCE_FIELDS, RESOURCE_FIELD_NAMES),
        explanations=explanations,
        resource_explanations=_explanations(resource),
        resource_ids=_resource_ids(whole),
        inline_errors=inline["errors"],
        inline_logs=inline["logs"],
        error_code=error_fields.get("code", "code"),
        error_time=error_fields.get("timestamp", "timestamp"),
        log_time=log_fields.get("timestamp", "timestamp"),
        dual_stack=lister.settings.get("service_uses_dualstack_endpoints_by_default", False),
        realm_endpoints=lister.settings.get("service_endpoint_template_per_realm", {}),
        ocid="ocid" in (item.doc + whole.id_doc).lower(),
    )
    return family._replace(order=_order(family, answers))


def _order(family: Family, answers: Mapping[str, Operation]) -> dict[str, str]:
    """The order of parameters in the queries of list, errors and logs, where the SDK does not use the regular one."""
    filters = ("compartmentId", family.filters.get("status"), family.filters.get("resource_id"))
    found = {}
    for part, operation in answers.items():
        sent = {*operation.required, "page", "limit", *(filters if part == "list" else ())}
        names = [name for name in operation.query if name in sent]
        if names != list(family.ordered(part, dict.fromkeys(sorted(names), ""))):
            found[part] = " ".join(names)
    return found


def _path(operation: Optional[Operation]) -> Optional[str]:
    """The path without an API version, and with one name for the work request's id."""
    return operation and _ID.sub("{workRequestId}", VERSION_IN_PATH.sub("", operation.path))


def _family_name(service: str, lister: Operation) -> str:
    """The name of the list's method without "list work requests" and the service: tagging, policy; default if nothing is left."""
    name = _LIST.match(lister.name).group(1) or ""
    return re.sub(f"^{service}_?", "", name) or "default"


def _extras(operation: Optional[Operation]) -> tuple[str, ...]:
    return (
        ()
        if operation is None
        else tuple(name for name in operation.required if not name.lower().endswith("workrequestid"))
    )


def _filters(lister: Operation) -> dict[str, str]:
    known = lister.query + tuple(IN_BRACES.findall(lister.path))
    found = {option: next((name for name in names if name in known), None) for option, names in FILTER_NAMES.items()}
    return {option: name for option, name in found.items() if name}


def _renamed(
    model: Optional[Model], regular: Mapping[str, str], names: Mapping[str, tuple[str, ...]]
) -> dict[str, Optional[str]]:
    """Key -> field of the model, where it is not the regular one; None if the model has no such field."""
    if model is None:
        return {}
    found = {
        key: next((name for name in names.get(key, (wire,)) if name in model.fields), None)
        for key, wire in regular.items()
    }
    return {key: name for key, name in found.items() if name != regular[key]}


def _explanations(model: Optional[Model]) -> tuple[str, ...]:
    """The fields of a model that explain its status, in its order."""
    return (
        ()
        if model is None
        else tuple(name for name, kind in model.fields.items() if kind == "str" and EXPLANATION.fullmatch(name))
    )


def _resource_ids(model: Model) -> tuple[str, ...]:
    """The fields of an item that have the identifier of a resource."""
    return tuple(
        name
        for name, kind in model.fields.items()
        if kind == "str" and name.endswith("Id") and name not in NO_RESOURCES
    )


def _lacking(entry: Model, whole: Model, names: Mapping[str, Optional[str]]) -> tuple[str, ...]:
    """The keys whose field a single work request has and an entry of the list lacks."""
    return tuple(key for key, name in names.items() if name in whole.fields and name not in entry.fields)


def _entry_model(package: Path, operation: Operation) -> Model:
    """The class of one entry in the answer of a list, errors or logs operation, which is an array or has items."""
    if operation.response.startswith("list["):
        return read_model(package, operation.response)
    return _part_model(package, read_model(package, operation.response), "items")


def _part_model(package: Path, whole: Model, field: Optional[str]) -> Optional[Model]:
    return read_model(package, whole.fields[field]) if field in whole.fields else None
