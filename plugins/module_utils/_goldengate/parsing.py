# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses GoldenGate's answers about a request and its result into operations: pure. Private to longops.oracle.

Schemas: ogg:request and ogg:requestResult of the Oracle GoldenGate REST API ("Retrieve Request Status" and its neighbours).
"""

from __future__ import annotations

import json
import re
from typing import Any, Optional

from .._core.operation import Observation, Operation, State
from .._http.headers import Answer
from .._text import times
from .._text.sanitize import clean
from . import verdict
from .server_messages import errors, is_error, messages, response_in, text_of, title_of, without_repetitions
from .verdict import Evidence

#: How times are written, as the documentation of startTime and endTime has it.
TIME = re.compile(
    r"[0-9]{4}[-](0[1-9]|1[0-2])[-](0[1-9]|[12][0-9]|3[01])[tT ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
    r"([.][0-9]{1,6})?([zZ]|[+-][0-9][0-9]:[0-5][0-9])"
)
#: Statuses that the reading of a result can cause: credentials, a result that is not there, a rate limit, a proxy.
_OF_READING = frozenset((401, 403, 404, 407, 408, 410, 421, 429))
#: Characters of an explanation. A result can have 131,072.
_LONGEST = 1000


def operation(request_id: str, service: str, body: Any) -> Optional[Operation]:
    """The operation in the answer for one request; None where it has no progress, the one field that is required.

    details are the keys that the modules return beside those of every operation.
    """
    evidence = _evidence(body)
    if not isinstance(evidence.progress, str) or not evidence.progress.strip():
        return None
    response, found = response_in(body), messages(body)
    completed = verdict.truth(evidence.completed)
    return Operation(
        id=request_id,
        service=service,
        status=evidence.progress,
        state=verdict.state(evidence),
        time_started=text_of(response.get("startTime")),
        time_finished=text_of(response.get("endTime")),
        errors=errors(found),
        explanation=_explanation(response, found),
        answer=body,
        details={
            "completed": evidence.completed if completed is None else completed,
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
        response_in(found.answer), both, text_of(content.get("body")) if content is not body else None
    )
    return found._replace(errors=errors(both), explanation=explanation, details=details)


def error_of_call(found: Operation, status: Optional[int], body: Any) -> Any:
    """The result of the call, where /result was itself answered with this error status and body; None where that is no result.

    In 12.3 /result is the answer of the call itself, so that its error can be that of the call. It is where reading a result
    cannot cause it, or where the request has the same status.
    """
    if status is None or status < verdict.ERROR or not (isinstance(body, dict) and "messages" in body):
        return None
    same = verdict.status_code(response_in(found.answer).get("requestStatus")) == status
    if not same and (status >= 500 or status in _OF_READING):
        return None
    return {"messages": [], "response": {"status": {"code": status}, "body": body}}


def without_result(found: Operation) -> Operation:
    """The operation of whose call there is no result."""
    return found._replace(details={**found.details, "result": None})


def judged(found: Operation) -> Operation:
    """The operation in the state that all its evidence means, its result included."""
    return found._replace(state=verdict.state(_evidence_of(found)))


def wants_result(found: Operation) -> bool:
    """Whether the result of the call decides the state, because the request has no usable requestStatus."""
    return verdict.wants_result(_evidence_of(found))


def is_contradictory(found: Operation) -> bool:
    """Whether the progress says of a request that has not failed whether it has ended, and another field the opposite."""
    evidence = _evidence_of(found)
    completed = verdict.truth(evidence.completed)
    if found.state in (State.FAILED, State.CANCELED) or evidence.said is None or completed is None:
        return False
    return completed != (evidence.said in State.ENDED)


def is_known(progress: Optional[str]) -> bool:
    """Whether this is one of the documented words."""
    return Evidence(progress).said is not None


def has_result(found: Operation) -> bool:
    """Whether the request is over by its own word: what /result answers before is not documented."""
    return found.status is not None and _evidence_of(found).over


def result(body: Any) -> tuple[Any, list[dict[str, Any]]]:
    """What a finished request's call gave, as it came, and the messages in it.

    Since 18c an ogg:requestResult with headers, status and body, in 12.3 the answer of the call itself. The body is an
    object or a string.
    """
    response = response_in(body)
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


def odd_times(found: Operation) -> list[str]:
    """Those of the operation's times that are not written as documented."""
    written = (found.details.get("start_time"), found.details.get("end_time"))
    return [str(time) for time in written if time is not None and not (isinstance(time, str) and TIME.fullmatch(time))]


def age(found: Operation, now: Optional[float]) -> Optional[float]:
    """Seconds since the request started by the server's clock now (seconds since 1970), where both are known."""
    started = times.timestamp(found.time_started)
    return None if started is None or now is None else max(0.0, now - started)


def observation(found: Operation, answer: Answer) -> Observation:
    """The observation of a request of which this answer tells; its age is by the server's clock."""
    return Observation(
        found.id, found, age=age(found, answer.date), retry_after=answer.retry_after, server_time=answer.date
    )


def _evidence(body: Any) -> Evidence:
    """What the answer for one request says of its state. progress may be anything."""
    response = response_in(body)
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
    own, of_result = map(verdict.status_code, (evidence.request_status, evidence.result_status))
    worse = verdict.is_error(evidence.result_status) and not verdict.is_error(evidence.request_status)
    code = of_result if own is None or worse else own
    return evidence.request_status if code is None else code


def _explanation(response: dict[str, Any], found: list[dict[str, Any]], text: Optional[str] = None) -> Optional[str]:
    """What GoldenGate says outside of errors: the titles of other messages, and a result that is a text."""
    parts = [title_of(response), *(title_of(message) for message in found if not is_error(message))]
    if not isinstance(_object(text), (dict, list)):
        parts.append(text)
    told = " ".join(dict.fromkeys(filter(None, map(clean, parts))))
    return (told if len(told) <= _LONGEST else f"{told[:_LONGEST]}...") or None


def _object(body: Any) -> Any:
    """A body that may be the text of a JSON object."""
    try:
        return json.loads(body, strict=False) if isinstance(body, str) else body
    except (ValueError, RecursionError):
        return None
