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

from .._core.operation import ErrorEntry, Operation
from .._text import times
from .._text.sanitize import clean
from . import verdict
from .error_categories import category_of
from .verdict import Evidence

#: How times are written, as the documentation of startTime and endTime has it.
TIME = re.compile(
    r"[0-9]{4}[-](0[1-9]|1[0-2])[-](0[1-9]|[12][0-9]|3[01])[tT ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
    r"([.][0-9]{1,6})?([zZ]|[+-][0-9][0-9]:[0-5][0-9])"
)
_CODE = re.compile(r"OGG-[0-9]{5}")
#: The severity at the beginning of a text, after a time if there is one.
_SEVERITY = re.compile(r"[0-9TZ:., +-]*(ERROR|WARNING|INFO)\b")
_ERRORS = frozenset(("ERROR", "FATAL", "CRITICAL", "SEVERE"))
#: What an object needs one of to be a message, and how deep below "messages" they are searched.
_FIELDS = frozenset(("title", "code", "severity", "detail", "message"))
_DEEPEST = 5
#: Characters of an explanation. A result can have 131,072.
_LONGEST = 1000
#: The responses whose own messages are about the request. Others, such as the deployment's message log, have them as data.
_OWN_SCHEMAS = (None, "api:standardResponse", "ogg:request", "ogg:requestResult")


def operation(request_id: str, service: str, body: Any) -> Optional[Operation]:
    """The operation in the answer for one request; None where it has no progress, the one field that is required.

    details are the keys that the modules return beside those of every operation.
    """
    evidence = _evidence(body)
    if not isinstance(evidence.progress, str) or not evidence.progress.strip():
        return None
    response, found = _response(body), messages(body)
    return Operation(
        id=request_id,
        service=service,
        status=evidence.progress,
        state=verdict.state(evidence),
        time_started=_text(response.get("startTime")),
        time_finished=_text(response.get("endTime")),
        errors=_errors(found),
        explanation=_explanation(response, found),
        answer=body,
        details={
            "completed": evidence.completed,
            "request_status": _status(evidence),
            "start_time": response.get("startTime"),
            "end_time": response.get("endTime"),
            "messages": found,
        },
    )


def with_result(found: Operation, body: Any) -> Operation:
    """The operation with the result of its call under details["result"]. body is the answer of /result.

    Its messages join those of the request, and its state stays: see judged().
    """
    content, more = result(body)
    both = without_repetitions(found.details["messages"] + more)
    _body, status = call_answer(content)
    evidence = _evidence_of(found)._replace(result_status=status)
    details = {**found.details, "result": content, "messages": both, "request_status": _status(evidence)}
    explanation = _explanation(
        _response(found.answer), both, _text(content.get("body")) if content is not body else None
    )
    return found._replace(errors=_errors(both), explanation=explanation, details=details)


def without_result(found: Operation) -> Operation:
    """The operation of whose call there is no result."""
    return found._replace(details={**found.details, "result": None})


def judged(found: Operation) -> Operation:
    """The operation in the state that all its evidence means, its result included."""
    return found._replace(state=verdict.state(_evidence_of(found)))


def wants_result(found: Operation) -> bool:
    """Whether the result of the call decides the state, because the request has no usable requestStatus."""
    return verdict.wants_result(_evidence_of(found))


def is_known(progress: Optional[str]) -> bool:
    """Whether this is one of the documented words."""
    return Evidence(progress).said is not None


def has_result(found: Operation) -> bool:
    """Whether the request is over by its own word: what /result answers before is not documented."""
    return found.status is not None and _evidence_of(found).over


def messages(body: Any) -> list[dict[str, Any]]:
    """The messages in an api:standardResponse, and in the request or result that is in it; none in anything else.

    Each is as it came. Where they are no list of objects, what is one is found, and a text becomes a title.
    """
    response = _response(body)
    inner = response.get("messages") if response.get("$schema") in _OWN_SCHEMAS else None
    outer = body.get("messages") if isinstance(body, dict) else None
    return [*_messages(outer, _DEEPEST), *_messages(inner, _DEEPEST)]


def collection(body: Any) -> Optional[list[dict[str, Any]]]:
    """The items {links, name, status} of an ogg:collection; None where body is none."""
    items = _response(body).get("items")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else None


def result(body: Any) -> tuple[Any, list[dict[str, Any]]]:
    """What a finished request's call gave, as it came, and the messages in it.

    Since 18c an ogg:requestResult with headers, status and body, in 12.3 the answer of the call itself. The body is an
    object or a string.
    """
    response = _response(body)
    if (
        response.get("$schema") == "ogg:requestResult"
        or isinstance(response.get("status"), dict)
        or "headers" in response
    ):
        return response, messages(body) + messages(_object(response.get("body")))
    return body, messages(body)


def call_answer(content: Any) -> tuple[Any, Any]:
    """Body and HTTP status of the answer to the call, in what result() gave; None for what it does not say."""
    if isinstance(content, dict) and "status" in content:
        return _object(content.get("body")), content["status"]
    return content, None


def error(message: dict[str, Any]) -> ErrorEntry:
    """An ogg:message as an error entry; its severity stands before its title."""
    title = _title(message) or "(no title)"
    severity = _text(message.get("severity"))
    code = _text(message.get("code"))
    text = f"{severity}: {title}" if severity else title
    return ErrorEntry(code, text, _text(message.get("issued")), category_of(code, title))


def is_error(message: dict[str, Any]) -> bool:
    """Whether a message says that something failed: its documented severities are INFO, WARNING and ERROR."""
    return str(message.get("severity")).strip().upper() in _ERRORS


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
        return message.get("code"), _title(message)
    return None, "GoldenGate gives no reason" if isinstance(body, dict) and "messages" in body else None


def cause_and_action(body: Any) -> str:
    """Cause and action of an ogg:messageExplanation, as sentences; empty where it has none: both are optional."""
    response = _response(body)
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


def _evidence(body: Any) -> Evidence:
    """What the answer for one request says of its state. progress may be anything."""
    response = _response(body)
    return Evidence(
        response.get("progress"),
        response.get("completed"),
        response.get("requestStatus"),
        response.get("endTime"),
        any(map(is_error, messages(body))),
    )


def _evidence_of(found: Operation) -> Evidence:
    """What is known of an operation of this service, its result included where that was asked for."""
    evidence = _evidence(found.answer)._replace(progress=found.status)
    if "result" not in found.details:
        return evidence
    content = found.details["result"]
    return evidence._replace(
        errors=any(map(is_error, found.details["messages"])),
        result_read=content is not None,
        result_status=call_answer(content)[1],
    )


def _status(evidence: Evidence) -> Any:
    """The HTTP status with which the call ended, as a number where it can be read; an error in the result counts."""
    given = evidence.request_status
    if given is None or (verdict.is_error(evidence.result_status) and not verdict.is_error(given)):
        given = evidence.result_status
    code = verdict.status_code(given)
    return given if code is None else code


def _explanation(response: dict[str, Any], found: list[dict[str, Any]], text: Optional[str] = None) -> Optional[str]:
    """What GoldenGate says outside of errors: the titles of other messages, and a result that is a text."""
    parts = [_title(response), *(_title(message) for message in found if not is_error(message))]
    if not isinstance(_object(text), (dict, list)):
        parts.append(text)
    told = " ".join(dict.fromkeys(filter(None, map(clean, parts))))
    return (told if len(told) <= _LONGEST else f"{told[:_LONGEST]}...") or None


def _errors(found: list[dict[str, Any]]) -> Optional[tuple[ErrorEntry, ...]]:
    return tuple(error(message) for message in found if is_error(message)) or None


def _messages(value: Any, depth: int) -> list[dict[str, Any]]:
    if isinstance(value, str):
        return [_message_of(value)] if value.strip() else []
    if isinstance(value, dict) and any(_text(value.get(field)) is not None for field in _FIELDS):
        return [value]
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [message for each in inner for message in _messages(each, depth - 1)] if depth else []


def _message_of(text: str) -> dict[str, Any]:
    """A message that is a text, as lines of GoldenGate's logs are: "ERROR OGG-00303 Unable to ..."."""
    severity, code = _SEVERITY.match(text), _CODE.search(text)
    found = {"severity": severity and severity[1], "code": code and code[0], "title": text}
    return {key: value for key, value in found.items() if value}


def _title(message: dict[str, Any]) -> Optional[str]:
    """The text of a message, under its documented name first."""
    return next(filter(None, (_text(message.get(key)) for key in ("title", "detail", "message"))), None)


def _response(body: Any) -> dict[str, Any]:
    response = body.get("response") if isinstance(body, dict) else None
    return response if isinstance(response, dict) else {}


def _object(body: Any) -> Any:
    """A body that may be the text of a JSON object."""
    try:
        return json.loads(body, strict=False) if isinstance(body, str) else body
    except (ValueError, RecursionError):
        return None


def _text(value: Any) -> Optional[str]:
    return None if value is None or isinstance(value, (dict, list)) else str(value)
