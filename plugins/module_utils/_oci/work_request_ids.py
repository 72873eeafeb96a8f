# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds work request ids in whatever a playbook has at hand: pure. Private to longops.oracle."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, Optional

from .._core.errors import UsageError

#: The response header that carries the id (OCI API reference), as it is and as ansible.builtin.uri spells it, and the
#: names under which modules return it.
KEYS = ("opc_work_request_id", "opc-work-request-id", "work_request_id")
DEPTH = 8


class Asked(NamedTuple):
    """An id, with the service and the compartment that were named beside it, if any."""

    id: str
    service: Optional[str] = None
    compartment_id: Optional[str] = None


def find(given: Any) -> list[Asked]:
    """The ids in a string, a comma-separated header, a list, an entry, or the registered result of a task.

    In order, once each. An entry is what work_request_info returns, or a dict with id (or work_request_id), service and
    compartment_id.
    A result may be that of ansible.builtin.uri, of a loop, of this collection, or of a command that printed the JSON
    of Oracle's CLI; one that was skipped holds none, and an empty list is no fault. Raises UsageError where another
    result holds none.
    """
    found: list[Asked] = []
    _collect(given, Asked(""), found, DEPTH)
    unique: dict[str, Asked] = {}
    for asked in found:
        unique.setdefault(asked.id, asked)
    return list(unique.values())


def _collect(given: Any, beside: Asked, found: list[Asked], depth: int) -> None:
    if depth == 0:
        raise UsageError("What is given as work_request_id is nested too deeply. Give the ids that are in it.")
    if isinstance(given, str):
        if given.lstrip().startswith(("{", "[")):
            _collect(_json(given), beside, found, depth - 1)
            return
        parts = [part for part in map(_stripped, given.split(",")) if part]
        if not parts:
            raise UsageError(
                "What is given as work_request_id is an empty text. Give an id, or an empty list where there is none."
            )
        found.extend(beside._replace(id=part) for part in parts)
    elif isinstance(given, (list, tuple)):
        for entry in given:
            _collect(entry, beside, found, depth - 1)
    elif isinstance(given, dict):
        parts = _parts(given)
        if parts is None and not given.get("skipped"):
            raise UsageError(
                f"What is given as work_request_id has no work request id: {_told(given)}. Calls that start"
                " something long answer with the header opc-work-request-id; a call without it was over when"
                " it answered."
            )
        for part in parts or ():
            _collect(part, _beside(given, beside), found, depth - 1)
    elif given is not None:
        raise UsageError(f"work_request_id must be an id, a list of ids or a registered result, not {given!r}.")


def _parts(given: dict[str, Any]) -> Optional[list[Any]]:
    """What holds the ids in a result or an entry, the surest place first; None where there is no such place."""
    for key in KEYS:
        if given.get(key) not in (None, ""):
            return [given[key]]
    for key in ("work_requests", "results"):  # of this collection, of a loop
        if isinstance(given.get(key), list):
            return list(given[key])
    for key in ("headers", "response_headers"):
        headers = given.get(key)
        if isinstance(headers, dict):
            for name, value in headers.items():
                if str(name).lower() == KEYS[1]:
                    return [value]
    output = given.get("stdout")
    if isinstance(output, str) and output.lstrip().startswith("{"):
        return [output]
    own = given.get("id")
    return [own] if isinstance(own, str) and own.strip() and not _is_result(given) else None


def _beside(given: dict[str, Any], outer: Asked) -> Asked:
    """What an entry says of its ids. In a task's result the words mean something else, such as a header."""
    if _is_result(given):
        return outer
    service, compartment_id = given.get("service"), given.get("compartment_id")
    if service is not None and not isinstance(service, str):
        raise UsageError(f"The service beside a work request id must be a name, not {service!r}.")
    if compartment_id is not None and not isinstance(compartment_id, str):
        raise UsageError(f"The compartment_id beside a work request id must be an OCID, not {compartment_id!r}.")
    return Asked("", service or outer.service, compartment_id or outer.compartment_id)


def _is_result(given: dict[str, Any]) -> bool:
    """Whether Ansible made this of what a task did, rather than a person or this collection."""
    return "changed" in given


def _stripped(text: str) -> str:
    return text.strip(" \t\r\n")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"What is given as work_request_id looks like JSON and is not: {error}.") from None


def _told(result: dict[str, Any]) -> str:
    if isinstance(result.get("status"), int):
        return f"it was answered with status {result['status']}"
    return "its keys are %s" % (", ".join(sorted(str(key) for key in result)[:12]) or "none")
