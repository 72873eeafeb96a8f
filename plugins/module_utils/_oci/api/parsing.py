# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses the answers of a work-request API into operations, errors and log entries: pure. Private to longops.oracle.

A name of the family comes first, the regular one after it. What has another form than documented is kept as a text.
"""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping, Optional, Sequence

from ..._core.operation import ErrorEntry, LogEntry, Observation, Operation, State
from ..._http.headers import Answer
from ..._text import explanation, times
from ..catalogue.error_categories import category_of
from ..catalogue.family import EXPLANATIONS, FIELDS, RESOURCE_FIELDS, RESOURCE_IDS, Family
from ..catalogue.statuses import state_of
from ..ocid import is_ocid, parse_ocid

#: Fields of one error or log entry, after those of the family.
CODES = ("code", "errorCode")
TIMES = ("timestamp", "timeStamp")
#: Fields of an object in which a list stands.
LISTS = ("items", "collection", "data")
#: Fields of a whole item in which errors or log entries stand, where the family has no other place for them.
INLINE: Mapping[str, tuple[str, ...]] = {"errors": ("errors", "errorDetails"), "logs": ("logs",)}
#: Objects and lists around the entries of a list.
DEPTH = 4
#: Resources whose explanations are in that of the work request.
EXPLAINED = 5
#: A percentage may be as much above 100: sums of parts are not exact.
ROUNDING = 1.0

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%?", re.ASCII)


def operation(family: Family, body: Any, fallback_id: Optional[str] = None) -> Optional[Operation]:
    """The operation in an item of this family, or None where body is no such item: it has to have an id and a status word.

    Some items do not repeat their id: they have fallback_id, the one in the request.
    """
    if not isinstance(body, dict):
        return None

    def text(key: str) -> Optional[str]:
        return _first_text(body, _names(key, FIELDS, family.fields))

    status = text("status")
    found_id = _first_text(body, ("id", "workRequestId")) or fallback_id  # the second in apigateway's lists
    if status is None or not found_id:
        return None
    percents = map(_percent, (body.get(name) for name in _names("percent_complete", FIELDS, family.fields)))
    entries = _resource_entries(family, body)
    resources = [_resource(family, entry) for entry in entries]
    return Operation(
        id=found_id,
        service=family.title,
        status=status,
        state=state_of(status) or State.PENDING,
        operation_type=text("operation_type"),
        percent_complete=next((percent for percent in percents if percent is not None), None),
        time_accepted=text("time_accepted"),
        time_started=text("time_started"),
        time_finished=text("time_finished"),
        errors=_inline(body, family.inline_errors, lambda said: errors(family, said)),
        logs=_inline(body, family.inline_logs, lambda said: logs(family, said)),
        explanation=_explanation(family, body, entries),
        answer=body,
        details={
            "compartment_id": text("compartment_id"),
            "resources": [*resources, *_resources_beside(family, body, resources)],
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
    """The entries of a list in any of its shapes: an array, or an object with an array under "items"."""
    return _entries(body, DEPTH) or []


def is_list(body: Any) -> bool:
    return _entries(body, DEPTH) is not None


def resource_words(operation: Operation) -> list[tuple[Mapping[str, Optional[str]], list[str]]]:
    """The resources of an operation, and what each says of its state: its action type, and any status in it.

    Some have parts with a status or an action type of their own (schemas of Digital Assistant, Blockchain Platform, Database
    Management).
    """
    body = operation.answer if isinstance(operation.answer, dict) else {}
    entries = [entry for entry in items(body.get(FIELDS["resources"])) if _is_resource(entry)]
    found = []
    for resource, entry in zip(operation.details["resources"], entries):
        words = [resource["action_type"] or "", *_state_words(entry, DEPTH)]
        found.append((resource, [word.strip().upper() for word in words]))
    return found


def inline(part: str, family: Family, operation: Operation) -> Any:
    """The errors or log entries that stand in the answer itself, where they could not be read elsewhere; None for none."""
    body = operation.answer if isinstance(operation.answer, dict) else {}
    read = errors if part == "errors" else logs
    return next(filter(None, (read(family, body.get(name)) for name in INLINE[part])), None)


def errors(family: Family, body: Any) -> tuple[ErrorEntry, ...]:
    """The errors in a body, oldest first."""
    found = [_error(family, entry) for entry in _said(body, DEPTH)]
    return tuple(_oldest_first(found))


def _error(family: Family, entry: Mapping[str, Any]) -> ErrorEntry:
    codes = (family.error_code, *CODES)
    code, message = _first_text(entry, codes), _message(entry, codes)
    moment = _first_text(entry, (family.error_time, *TIMES))
    return ErrorEntry(code, message, moment, category_of(code, explanation.sentence(message)))


def logs(family: Family, body: Any) -> tuple[LogEntry, ...]:
    """The log entries in a body, oldest first: services differ in the order in which they list them."""
    moments = (family.log_time, *TIMES)
    found = [LogEntry(_message(entry, ()), _first_text(entry, moments)) for entry in _said(body, DEPTH)]
    return tuple(_oldest_first(found))


def _oldest_first(entries: list[Any]) -> list[Any]:
    moments = [(times.timestamp(entry.timestamp), entry) for entry in entries]
    known = [(time, entry) for time, entry in moments if time is not None]
    if len(known) < len(entries):
        return entries
    return [entry for _time, entry in sorted(known, key=lambda pair: pair[0])]


def _entries(body: Any, depth: int) -> Optional[list[Any]]:
    if isinstance(body, list):
        return body
    if isinstance(body, dict) and depth:
        for name in LISTS:
            if name in body:
                return [] if body[name] is None else _entries(body[name], depth - 1)
    return None


def entries_of(part: str, body: Any) -> Optional[list[Any]]:
    """The entries in the answer of a list, of errors or of logs; None where it is none. One error can stand alone."""
    if part != "list" and _is_entry(body):
        return [body]
    return _entries(body, DEPTH)


def _is_entry(said: Any) -> bool:
    """Whether this is one error or log entry itself, whatever else is in it."""
    return isinstance(said, dict) and _first_text(said, ("message", *CODES)) is not None


def _said(body: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """What a body has of errors or log entries, each as an object: a text becomes the message of one."""
    inner = None if _is_entry(body) else _entries(body, depth)
    if inner is not None and depth:
        for entry in inner:
            yield from _said(entry, depth - 1)
    elif isinstance(body, dict):
        yield body
    elif _first_text({"message": body}, ("message",)) is not None and not isinstance(body, bool):
        yield {"message": body}


def _inline(body: Mapping[str, Any], name: Optional[str], read: Any) -> Any:
    """The errors or log entries in an item itself: none where their field is null, None where it is absent."""
    return read(body[name]) if name is not None and name in body else None


def _message(entry: Mapping[str, Any], codes: Sequence[str]) -> Optional[str]:
    """The message of an error or a log entry. One that has neither message nor code is the message itself, as JSON."""
    said = _first_text(entry, ("message",))
    if said is not None:
        return said
    text = explanation.sentence({**entry, **dict.fromkeys(explanation.CODES)})
    rest = entry.get("message") or (None if _first_text(entry, codes) else entry)
    says_more = isinstance(rest, (dict, list)) and any(value != "" for value in _leaves(rest, DEPTH))
    return explanation.as_text(rest) if text is None and says_more else text


def _leaves(said: Any, depth: int) -> Iterator[Any]:
    """What stands in an object or a list, and in those in it, without what is null."""
    if depth and isinstance(said, (dict, list)):
        for each in said.values() if isinstance(said, dict) else said:
            yield from _leaves(each, depth - 1)
    elif said is not None:
        yield said.strip() if isinstance(said, str) else said


def _resource_entries(family: Family, body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entries of resources. A text in the place of one is its identifier."""
    names = _names("resources", FIELDS, family.fields)
    found = next((body[name] for name in names if body.get(name) is not None), None)
    identifier = _names("identifier", RESOURCE_FIELDS, family.resource_fields)[0]
    return [{identifier: entry} if isinstance(entry, str) else entry for entry in items(found) if _is_resource(entry)]


def _state_words(said: Any, depth: int) -> Iterator[str]:
    """The texts of all fields of a resource, and of its parts, that say of what state it is; not of the tags in metadata."""
    if isinstance(said, dict) and depth:
        for name, value in said.items():
            if isinstance(value, str) and name.lower().endswith(("status", "state", "actiontype")):
                yield value
            elif name != "metadata":
                yield from _state_words(value, depth - 1)
    elif isinstance(said, list) and depth:
        for each in said:
            yield from _state_words(each, depth - 1)


def _is_resource(entry: Any) -> bool:
    return isinstance(entry, dict) or (isinstance(entry, str) and bool(entry.strip()))


def _resource(family: Family, entry: Mapping[str, Any]) -> dict[str, Optional[str]]:
    return {key: _first_text(entry, _names(key, RESOURCE_FIELDS, family.resource_fields)) for key in RESOURCE_FIELDS}


def _resources_beside(
    family: Family, body: Mapping[str, Any], known: Sequence[Mapping[str, Optional[str]]]
) -> list[dict[str, Optional[str]]]:
    """The resources that an item names outside its resources, except those that are known."""
    identifiers = {resource["identifier"] for resource in known}
    found = []
    for name in dict.fromkeys((*family.resource_ids, *RESOURCE_IDS)):
        identifier = _first_text(body, (name,))
        if identifier is not None and identifier not in identifiers:
            identifiers.add(identifier)
            kind = parse_ocid(identifier).type if is_ocid(identifier) else name[: -len("Id")]
            found.append({**dict.fromkeys(RESOURCE_FIELDS), "entity_type": kind, "identifier": identifier})
    return found


def _explanation(family: Family, body: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> Optional[str]:
    """What the service says how it goes: first of the work request, then of its resources, those first that failed."""
    found = [_first_sentence(body, (*family.explanations, *EXPLANATIONS))]
    ordered = sorted(entries, key=lambda entry: state_of(entry.get("status")) != State.FAILED)
    said = [_first_sentence(entry, (*family.resource_explanations, *EXPLANATIONS)) for entry in ordered]
    for text, entry in zip(said, ordered):
        if text is not None and text not in found:
            about = _resource(family, entry)
            called = " ".join(filter(None, (about["entity_type"], about["identifier"])))
            found.append(f"{called}: {text}" if called else text)
    return " ".join(text for text in found[: EXPLAINED + 1] if text) or None


def _first_sentence(said: Mapping[str, Any], names: Sequence[str]) -> Optional[str]:
    return next(filter(None, (explanation.sentence(said.get(name)) for name in names)), None)


def _names(key: str, regular: Mapping[str, str], special: Mapping[str, Optional[str]]) -> tuple[str, ...]:
    """The names of a field, the family's own first."""
    own = special.get(key)
    return (regular[key],) if own is None else (own, regular[key])


def _first_text(said: Mapping[str, Any], names: Sequence[Optional[str]]) -> Optional[str]:
    """The first of these fields that has a text, or a number, which becomes one."""
    texts = (_text(said.get(name)) for name in names if name is not None)
    return next((text for text in texts if text is not None and text.strip()), None)


def _text(value: Any) -> Optional[str]:
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value)


def _percent(value: Any) -> Optional[float]:
    """A number from 0 to 100, also one in a text. Anything else is no percentage: -1 means that it is not known."""
    if isinstance(value, str):
        match = _PERCENT.fullmatch(value.strip())
        value = None if match is None else float(match[1])
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if not 0 <= value <= 100 + ROUNDING:  # nor is NaN, which Python's JSON reader lets through
        return None
    return min(100.0, float(value))
