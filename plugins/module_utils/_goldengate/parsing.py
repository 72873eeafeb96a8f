# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses the bodies of GoldenGate's REST API into operations, results and messages: pure. Private to longops.oracle.

Schemas: api:standardResponse, ogg:request, ogg:requestResult, ogg:message, ogg:messageExplanation and ogg:collection of
the Oracle GoldenGate REST API ("Retrieve Request Status" and its neighbours).
"""

from __future__ import annotations

import json
import re
from typing import Any, Optional

from .._core.operation import ErrorEntry, Operation, State
from .._text import times
from .._text.sanitize import clean

#: The states of the words of ogg:request's progress.
STATES = {
    "pending": State.PENDING,
    "processing": State.PENDING,
    "paused": State.ATTENTION,
    "succeeded": State.SUCCEEDED,
    "failed": State.FAILED,
    "aborted": State.CANCELED,
}
#: How times are written, as the documentation of startTime and endTime has it.
TIME = re.compile(
    r"[0-9]{4}[-](0[1-9]|1[0-2])[-](0[1-9]|[12][0-9]|3[01])[tT ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
    r"([.][0-9]{1,6})?([zZ]|[+-][0-9][0-9]:[0-5][0-9])"
)
_CODE = re.compile(r"OGG-[0-9]{5}")


def operation(request_id: str, service: str, body: Any) -> Optional[Operation]:
    """The operation in the answer for one request; None where it has no progress, the one field that is required.

    A call that was answered with an error status has failed, whatever its progress says: requestStatus is there only
    once the request is completed. details are the keys that the modules return beside those of every operation.
    """
    response = body.get("response") if isinstance(body, dict) else None
    if not isinstance(response, dict):
        return None
    progress = response.get("progress")
    if not isinstance(progress, str) or not progress:
        return None
    status = response.get("requestStatus")
    state = _state(progress) or State.PENDING
    if state != State.CANCELED and isinstance(status, (int, float)) and status >= 400:
        state = State.FAILED
    found = messages(body)
    return Operation(
        id=request_id,
        service=service,
        status=progress,
        state=state,
        time_started=_text(response.get("startTime")),
        time_finished=_text(response.get("endTime")),
        errors=tuple(error(message) for message in found if is_error(message)) or None,
        answer=body,
        details={
            "completed": response.get("completed"),
            "request_status": status,
            "start_time": response.get("startTime"),
            "end_time": response.get("endTime"),
            "messages": found,
        },
    )


def is_known(progress: Optional[str]) -> bool:
    """Whether this is one of the documented words."""
    return _state(progress) is not None


def has_result(found: Operation) -> bool:
    """Whether the request is over by its own word: what /result answers before is not documented."""
    return _state(found.status) in State.ENDED


def messages(body: Any) -> list[dict[str, Any]]:
    """The messages in an api:standardResponse, none in anything else."""
    return _dicts(body.get("messages")) if isinstance(body, dict) else []


def collection(body: Any) -> Optional[list[dict[str, Any]]]:
    """The items {links, name, status} of an ogg:collection; None where body is none."""
    response = body.get("response") if isinstance(body, dict) else None
    items = response.get("items") if isinstance(response, dict) else None
    return _dicts(items) if isinstance(items, list) else None


def result(body: Any) -> tuple[Any, list[dict[str, Any]]]:
    """What a finished request's call gave, as it came, and the messages in it.

    Since 18c an ogg:requestResult with headers, status and body, in 12.3 the answer of the call itself. The body is an
    object or a string.
    """
    response = body.get("response") if isinstance(body, dict) else None
    if isinstance(response, dict) and (
        response.get("$schema") == "ogg:requestResult" or ("status" in response and "headers" in response)
    ):
        return response, messages(body) + messages(_object(response.get("body")))
    return body, messages(body)


def error(message: dict[str, Any]) -> ErrorEntry:
    """An ogg:message as an error entry; its severity stands before its title."""
    title = _text(message.get("title")) or "(no title)"
    severity = _text(message.get("severity"))
    return ErrorEntry(
        _text(message.get("code")), f"{severity}: {title}" if severity else title, _text(message.get("issued"))
    )


def is_error(message: dict[str, Any]) -> bool:
    return str(message.get("severity", "")).upper() == "ERROR"


def is_code(text: str) -> bool:
    """Whether this is an error code of GoldenGate (ogg:message)."""
    return _CODE.fullmatch(text) is not None


def without_repetitions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each message once, in order: a request and its result can have the same."""
    unique: dict[str, dict[str, Any]] = {}
    for message in found:
        unique.setdefault(json.dumps(message, sort_keys=True), message)
    return list(unique.values())


def code_and_message(body: Any) -> tuple[Any, Any]:
    """Code and text of an error answer: of its first error message, else of its first message. Some have none."""
    found = messages(body)
    for message in [m for m in found if is_error(m)] + found:
        return message.get("code"), message.get("title")
    return None, "GoldenGate gives no reason" if isinstance(body, dict) and "messages" in body else None


def cause_and_action(body: Any) -> str:
    """Cause and action of an ogg:messageExplanation, as sentences; empty where it has none: both are optional."""
    response = body.get("response") if isinstance(body, dict) else None
    if not isinstance(response, dict):
        return ""
    parts = [("Cause", clean(response.get("cause"))), ("Action", clean(response.get("action")))]
    return " ".join(f"{word}: {text.rstrip('.')}." for word, text in parts if text)


def odd_times(found: Operation) -> list[str]:
    """Those of the operation's times that are not written as documented."""
    written = (found.details.get("start_time"), found.details.get("end_time"))
    return [str(time) for time in written if time is not None and not (isinstance(time, str) and TIME.fullmatch(time))]


def age(found: Operation, now: Optional[float]) -> Optional[float]:
    """Seconds since the request started by the server's clock now (seconds since 1970), where both are known."""
    started = times.timestamp(found.time_started)
    return None if started is None or now is None else max(0.0, now - started)


def _state(progress: Optional[str]) -> Optional[str]:
    return STATES.get(progress.lower()) if progress is not None else None


def _object(body: Any) -> Any:
    """A body that may be the text of a JSON object."""
    try:
        return json.loads(body) if isinstance(body, str) else body
    except (ValueError, RecursionError):
        return None


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _text(value: Any) -> Optional[str]:
    return None if value is None or isinstance(value, (dict, list)) else str(value)
