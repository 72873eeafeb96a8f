# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds work request ids in whatever a playbook has at hand: pure. Private to longops.oracle."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, Optional

from ansible_collections.longops.oracle.plugins.module_utils._errors import UsageError

#: The response header that carries the id (OCI API reference), as it is and as ansible.builtin.uri spells it, and the
#: names under which modules return it.
KEYS = ("opc_work_request_id", "opc-work-request-id", "work_request_id")
DEPTH = 8


class Asked(NamedTuple):
    """An id, and the service that was named beside it, if any."""

    id: str
    service: Optional[str] = None


def find(given: Any) -> list[Asked]:
    """The ids in a string, a comma-separated header, a list, an entry, or the registered result of a task.

    In order, once each. An entry is what work_request_info returns, or a dict with id (or work_request_id) and service.
    A result may be that of ansible.builtin.uri, of a loop, of this collection, or of a command that printed the JSON
    of Oracle's CLI; one that was skipped holds none. Raises UsageError where another result holds none.
    """
    found: list[Asked] = []
    _collect(given, None, found, DEPTH)
    return list({asked.id: asked for asked in reversed(found)}.values())[::-1]


def _collect(given: Any, service: Optional[str], found: list[Asked], depth: int) -> None:
    if depth == 0:
        return
    if isinstance(given, str):
        if given.lstrip().startswith(("{", "[")):
            _collect(_json(given), service, found, depth - 1)
        else:
            found.extend(Asked(part.strip(" "), service) for part in given.split(",") if part.strip(" "))
    elif isinstance(given, (list, tuple)):
        for entry in given:
            _collect(entry, service, found, depth - 1)
    elif isinstance(given, dict):
        before = len(found)
        for part in _parts(given):
            _collect(part, given.get("service") or service, found, depth - 1)
        if len(found) == before and not given.get("skipped"):
            raise UsageError(
                "What is given as work_request_id has no work request id: %s. Calls that start something long answer with"
                " the header opc-work-request-id; a call without it was over when it answered." % _told(given)
            )
    elif given is not None:
        raise UsageError("work_request_id must be an id, a list of ids or a registered result, not %r." % (given,))


def _parts(result: dict[str, Any]) -> list[Any]:
    """Where a result keeps ids, the surest place first."""
    for key in KEYS:
        if result.get(key):
            return [result[key]]
    for key in ("work_requests", "results"):  # of this collection, of a loop
        if isinstance(result.get(key), list):
            return list(result[key]) or [None]
    for key in ("headers", "response_headers"):
        headers = result.get(key)
        if isinstance(headers, dict):
            for name, value in headers.items():
                if str(name).lower() == KEYS[1]:
                    return [value]
    output = result.get("stdout")
    if isinstance(output, str) and output.lstrip().startswith("{"):
        return [_json(output)]
    return [result["id"]] if isinstance(result.get("id"), str) else []


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError("What is given as work_request_id looks like JSON and is not: %s." % error) from None


def _told(result: dict[str, Any]) -> str:
    if "status" in result:
        return "it was answered with status %s" % result["status"]
    return "its keys are %s" % (", ".join(sorted(str(key) for key in result)[:12]) or "none")
