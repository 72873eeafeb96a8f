# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses the answers of a work-request API into operations, errors and log entries: pure. Private to longops.oracle."""

from __future__ import annotations

import math
from typing import Any, Mapping, Optional

from ..._core.operation import ErrorEntry, LogEntry, Observation, Operation, State
from ..._http.headers import Answer
from ..._text import times
from ..catalogue.error_categories import category_of
from ..catalogue.family import FIELDS, RESOURCE_FIELDS, Family
from ..catalogue.statuses import state_of


def operation(family: Family, body: Any, fallback_id: Optional[str] = None) -> Optional[Operation]:
    """The operation in an item of this family, or None where body is no such item: it has to have an id and a status word.

    Some items do not repeat their id: they have fallback_id, the one in the request.
    """
    if not isinstance(body, dict):
        return None
    get = _getter(body, FIELDS, family.fields)
    status = _text(get("status"))
    found_id = (
        _text(body.get("id")) or _text(body.get("workRequestId")) or fallback_id
    )  # the second in apigateway's lists
    if not status or not status.strip() or not found_id:
        return None
    return Operation(
        id=found_id,
        service=family.title,
        status=status,
        state=state_of(status) or State.PENDING,
        operation_type=_text(get("operation_type")),
        percent_complete=_percent(get("percent_complete")),
        time_accepted=_text(get("time_accepted")),
        time_started=_text(get("time_started")),
        time_finished=_text(get("time_finished")),
        errors=errors(family, body[family.inline_errors]) if _has(body, family.inline_errors) else None,
        logs=logs(family, body[family.inline_logs]) if _has(body, family.inline_logs) else None,
        answer=body,
        details={
            "compartment_id": _text(get("compartment_id")),
            "resources": [_resource(family, entry) for entry in items(get("resources")) if isinstance(entry, dict)],
        },
    )


def observation(operation: Operation, answer: Answer) -> Observation:
    """The observation of an operation that was in this answer; its age is by the server's clock."""
    accepted = times.timestamp(operation.time_accepted)
    age = None if accepted is None or answer.date is None else max(0.0, answer.date - accepted)
    return Observation(operation.id, operation, None, age, answer.retry_after, answer.request_id)


def completed(family: Family, listed: Operation, whole: Operation) -> Operation:
    """An operation as a list has it, with what the entries of that list lack taken from the whole item, and its answer."""
    lacks = {*family.list_lacks, "answer"}
    own = {key: getattr(whole, key) for key in lacks.intersection(Operation._fields)}
    return listed._replace(
        details={**listed.details, **{key: whole.details[key] for key in lacks & set(whole.details)}}, **own
    )


def items(body: Any) -> list[Any]:
    """The entries of a list in either of its shapes: an array, or an object with an array under "items"."""
    entries = body.get("items") if isinstance(body, dict) else body
    return entries if isinstance(entries, list) else []


def is_list(body: Any) -> bool:
    return isinstance(body, list) or (isinstance(body, dict) and isinstance(body.get("items"), list))


def errors(family: Family, body: Any) -> tuple[ErrorEntry, ...]:
    """The errors in a body, oldest first."""
    found = [_error(family, entry) for entry in items(body) if isinstance(entry, dict)]
    return tuple(_oldest_first(found))


def _error(family: Family, entry: Mapping[Any, Any]) -> ErrorEntry:
    code, message = _text(entry.get(family.error_code)), _text(entry.get("message"))
    return ErrorEntry(code, message, _text(entry.get(family.error_time)), category_of(code, message))


def logs(family: Family, body: Any) -> tuple[LogEntry, ...]:
    """The log entries in a body, oldest first: services differ in the order in which they list them."""
    found = [
        LogEntry(_text(entry.get("message")), _text(entry.get(family.log_time)))
        for entry in items(body)
        if isinstance(entry, dict)
    ]
    return tuple(_oldest_first(found))


def _oldest_first(entries: list[Any]) -> list[Any]:
    moments = [(times.timestamp(entry.timestamp), entry) for entry in entries]
    known = [(time, entry) for time, entry in moments if time is not None]
    if len(known) < len(entries):
        return entries
    return [entry for _time, entry in sorted(known, key=lambda pair: pair[0])]


def _resource(family: Family, entry: Mapping[str, Any]) -> dict[str, Optional[str]]:
    get = _getter(entry, RESOURCE_FIELDS, family.resource_fields)
    return {key: _text(get(key)) for key in RESOURCE_FIELDS}


def _getter(body: Mapping[str, Any], regular: Mapping[str, str], special: Mapping[str, Optional[str]]) -> Any:
    def get(key: str) -> Any:
        name = special.get(key, regular[key])
        return None if name is None else body.get(name)

    return get


def _has(body: Mapping[str, Any], name: Optional[str]) -> bool:
    return name is not None and isinstance(body.get(name), list)


def _text(value: Any) -> Optional[str]:
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value)


def _percent(value: Any) -> Optional[float]:
    """A number from 0 to 100. Python's JSON reader lets NaN and Infinity through, which are no percentage."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return float(max(0, min(100, value)))
