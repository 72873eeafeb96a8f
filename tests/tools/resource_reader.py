# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every type of resource that has a state from the source of an `oci` SDK, without importing it.

That is each GET of one resource whose answer has a field lifecycleState, or one that resource_facts names for it.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Iterator, Optional

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.tests.tools import resource_facts
from ansible_collections.longops.oracle.tests.tools.sdk_source import (
    EXPLANATION,
    IN_BRACES,
    VERSION_IN_PATH,
    CatalogueError,
    Model,
    Operation,
    model_file,
    read_client,
    read_model,
    words_of,
)

STATE = resource_facts.REGULAR
_GETTER = re.compile(r"^get_(\w+)$")
_RESPONSE = re.compile(r'response_type="(\w+)"')
#: How a field is called that may be a state: what resource_facts has to decide where there is no lifecycleState.
_STATES = re.compile(r"state|status|\w*LifecycleState")
_STATE_IN_SOURCE = re.compile(rf"'({STATE}|{_STATES.pattern})'")
_DETAILS = re.compile(r"lifecycle", re.IGNORECASE)


def read_resources(folder: Path) -> list[ResourceType]:
    """All types of the SDK in folder, by service and name. Raises CatalogueError."""
    found = [row for package in sorted(folder.iterdir()) if package.is_dir() for row in read_package(package)]
    rows = {row.title: row for row in found}
    if len(rows) < len(found):
        twice = sorted({row.title for row in found if rows[row.title] is not row})
        raise CatalogueError(f"Two getters have the same name, which resource_reader does not support: {twice}.")
    return [row for _title, row in sorted(rows.items(), key=lambda item: (item[1].service, item[1].name))]


def read_package(package: Path) -> Iterator[ResourceType]:
    """The types of one service."""

    def is_wanted(text: str) -> bool:
        return 'method = "GET"' in text and any(_may_have_state(package, name) for name in _RESPONSE.findall(text))

    for source in sorted(package.glob("*_client.py")):
        for operation in read_client(source, is_wanted):
            getter = _GETTER.match(operation.name)
            if getter:
                name = resource_facts.NAMES.get((package.name, operation.name), getter[1])
                row = _row(package, name, operation)
                if row is not None:
                    yield row


@functools.lru_cache(maxsize=None)
def _may_have_state(package: Path, model: str) -> bool:
    path = model_file(package, model)
    return path is not None and _STATE_IN_SOURCE.search(path.read_text(encoding="utf-8")) is not None


def _row(package: Path, name: str, operation: Operation) -> Optional[ResourceType]:
    title = f"{package.name}.{name}"
    model = read_model(package, operation.response)
    state = _state(title, operation, model)
    if state is None:
        return None
    version = VERSION_IN_PATH.match(operation.path)
    path = VERSION_IN_PATH.sub("", operation.path)
    in_path = IN_BRACES.findall(path)
    id_ = resource_facts.BY_COMPARTMENT.get(title) or (in_path[-1] if in_path else None)
    unsent = set(operation.required) - {*in_path, *operation.query}
    if id_ is None or unsent:
        raise CatalogueError(
            f"{title} {f'needs {sorted(unsent)} outside its path and query' if unsent else 'has no id'}, which resource_reader"
            " does not support: see LEFT_OUT and BY_COMPARTMENT in resource_facts."
        )
    needed = [*in_path, *(name for name in operation.query if name in operation.required)]
    return ResourceType(
        service=package.name,
        name=name,
        client=operation.client,
        endpoint=resource_facts.ENDPOINTS.get(operation.client, (operation.settings["service_endpoint_template"], ""))[
            0
        ],
        base_path=operation.settings["base_path"].rstrip("/") + (version.group(0) if version else ""),
        path=path,
        id=id_,
        words=words_of(state, model),
        requires=tuple(name for name in needed if name != id_),
        state=state,
        details=resource_facts.DETAILS.get(title, _details(model)),
        dual_stack=operation.settings.get("service_uses_dualstack_endpoints_by_default", False),
        realm_endpoints=operation.settings.get("service_endpoint_template_per_realm", {}),
    )


def _state(title: str, operation: Operation, model: Model) -> Optional[str]:
    """The field that has the state; None where there is none. Raises CatalogueError for what is not decided yet."""
    if title in resource_facts.LEFT_OUT or "items" in model.fields:
        return None
    if title in resource_facts.IRREGULAR:
        state, expected = resource_facts.IRREGULAR[title]
        if operation.response != expected or state not in model.fields:
            raise CatalogueError(f"{title} is read as {operation.response}: see IRREGULAR in resource_facts.")
        return state
    if STATE in model.fields:
        return STATE
    others = [field for field in model.fields if _STATES.fullmatch(field) and len(words_of(field, model)) > 1]
    if others and "workrequest" not in operation.path.lower():
        raise CatalogueError(
            f"{title} has {others[0]} and no {STATE}: add it to IRREGULAR or to LEFT_OUT in resource_facts."
        )
    return None


def _details(model: Model) -> tuple[str, ...]:
    """The fields that explain the state, those of the lifecycle first."""
    names = [name for name, kind in model.fields.items() if kind == "str" and EXPLANATION.fullmatch(name)]
    return tuple(sorted(names, key=lambda name: _DETAILS.match(name) is None))
