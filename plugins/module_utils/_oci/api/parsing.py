# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses an item of a work-request API into an operation: pure. Private to longops.oracle.

A name of the family comes first, the regular one after it.
"""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping, Optional, Sequence

from ..._core.operation import Observation, Operation, State
from ..._http.headers import Answer
from ..._text import explanation, times
from ..catalogue.family import EXPLANATIONS, FIELDS, RESOURCE_FIELDS, RESOURCE_IDS, Family
from ..catalogue.statuses import state_of
from ..ocid import is_ocid, parse_ocid
from . import entries
from .fields import first_text, names

#: Objects and lists in an entry of resources.
DEPTH = 4
#: Resources whose explanations are in that of the work request, and characters that it has at most: the answer has all.
EXPLAINED = 5
LONGEST = 2000
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
        return first_text(body, names(key, FIELDS, family.fields))

    status = text("status")
    found_id = first_text(body, ("id", "workRequestId")) or fallback_id  # the second in apigateway's lists
    if status is None or not found_id:
        return None
    percents = map(_percent, (body.get(name) for name in names("percent_complete", FIELDS, family.fields)))
    affected = _resource_entries(family, body)
    resources = [_resource(family, entry) for entry in affected]
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
        errors=entries.in_item(body, family.inline_errors, lambda said: entries.errors(family, said)),
        logs=entries.in_item(body, family.inline_logs, lambda said: entries.logs(family, said)),
        explanation=_explanation(family, body, affected),
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
    return Observation(operation.id, operation, None, age, answer.retry_after, answer.request_id, answer.date)


def completed(family: Family, listed: Operation, whole: Operation) -> Operation:
    """An operation as a list has it, with what the entries of that list lack taken from the whole item, and its answer."""
    lacks = {*family.list_lacks, "answer"}
    own = {key: getattr(whole, key) for key in lacks.intersection(Operation._fields)}
    return listed._replace(
        details={**listed.details, **{key: whole.details[key] for key in lacks & set(whole.details)}}, **own
    )


def resource_words(operation: Operation) -> list[tuple[Mapping[str, Optional[str]], list[str]]]:
    """The resources of an operation, and what each says of its state: its action type, and any status in it.

    Some have parts with a status or an action type of their own (schemas of Digital Assistant, Blockchain Platform, Database
    Management).
    """
    body = operation.answer if isinstance(operation.answer, dict) else {}
    affected = [entry for entry in entries.items(body.get(FIELDS["resources"])) if _is_resource(entry)]
    found = []
    for resource, entry in zip(operation.details["resources"], affected):
        words = [resource["action_type"] or "", *_state_words(entry, DEPTH)]
        found.append((resource, [word.strip().upper() for word in words]))
    return found


def _resource_entries(family: Family, body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entries of resources. A text in the place of one is its identifier."""
    fields = names("resources", FIELDS, family.fields)
    found = next((body[name] for name in fields if body.get(name) is not None), None)
    identifier = names("identifier", RESOURCE_FIELDS, family.resource_fields)[0]
    return [
        {identifier: entry} if isinstance(entry, str) else entry
        for entry in entries.items(found)
        if _is_resource(entry)
    ]


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
    return {key: first_text(entry, names(key, RESOURCE_FIELDS, family.resource_fields)) for key in RESOURCE_FIELDS}


def _resources_beside(
    family: Family, body: Mapping[str, Any], known: Sequence[Mapping[str, Optional[str]]]
) -> list[dict[str, Optional[str]]]:
    """The resources that an item names outside its resources, except those that are known."""
    identifiers = {resource["identifier"] for resource in known}
    found = []
    for name in dict.fromkeys((*family.resource_ids, *RESOURCE_IDS)):
        identifier = first_text(body, (name,))
        if identifier is not None and identifier not in identifiers:
            identifiers.add(identifier)
            kind = parse_ocid(identifier).type if is_ocid(identifier) else name[: -len("Id")]
            found.append({**dict.fromkeys(RESOURCE_FIELDS), "entity_type": kind, "identifier": identifier})
    return found


def _explanation(family: Family, body: Mapping[str, Any], affected: Sequence[Mapping[str, Any]]) -> Optional[str]:
    """What the service says how it goes: first of the work request, then of its resources, those first that failed."""
    found = [_first_sentence(body, (*family.explanations, *EXPLANATIONS))]
    ordered = sorted(affected, key=lambda entry: state_of(entry.get("status")) != State.FAILED)
    said = [_first_sentence(entry, (*family.resource_explanations, *EXPLANATIONS)) for entry in ordered]
    for text, entry in zip(said, ordered):
        if text is not None and text not in found:
            about = _resource(family, entry)
            called = " ".join(filter(None, (about["entity_type"], about["identifier"])))
            found.append(f"{called}: {text}" if called else text)
    whole = " ".join(text for text in found[: EXPLAINED + 1] if text)
    return (whole if len(whole) <= LONGEST else f"{whole[:LONGEST]}...") or None


def _first_sentence(said: Mapping[str, Any], names: Sequence[str]) -> Optional[str]:
    return next(filter(None, (explanation.sentence(said.get(name)) for name in names)), None)


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
