# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the entries of the option operations mean: pure. Private to longops.oracle.

An entry is the id of a work request, a registered result, or a dictionary with work_request_id, resource_id or request_id.
With resource_id it is about the work requests of a resource, or, where it says what that is to become, about its state.
Messages name an entry by its number and repeat nothing of it that could be secret.
"""

from __future__ import annotations

import json
from typing import Any, Collection, Mapping, NamedTuple, Optional, Sequence

from .._ansible.task_results import is_result
from .._text.sanitize import clean

#: The key of an entry that is no dictionary with one of these keys, but an id or a registered result.
OPERATION = "operation"
#: The keys beside resource_id that say what a resource is to become, and those that name it more closely: see Entry.wanted.
GOAL = ("state", "absent", "fail_on", "missing_ok")
NAMING = ("resource_type", "parameters")
#: What an entry is about that has resource_id and one of GOAL, as BESIDE and HINTS call it.
RESOURCE_STATE = "resource_id with state or absent"
#: What may stand beside the key that names the operations of an entry.
BESIDE = {
    "resource_id": ("compartment_id", "service", "options"),
    RESOURCE_STATE: ("compartment_id", "service", "options", "resource_id", *GOAL, *NAMING),
    "request_id": ("options",),
}
#: What a message says where something else stands there, or where an entry is none of those.
HINTS = {
    "resource_id": "An entry has the id of a work request, or a resource_id.",
    RESOURCE_STATE: "It is about the state of a resource.",
    "request_id": "Where GoldenGate is and how to authenticate stand under options.",
    OPERATION: "The result of a call to GoldenGate is given as request_id.",
}


class Kind:
    """The kinds of operations that entries are about."""

    WORK_REQUEST = "work request"
    REQUEST = "request"
    RESOURCE = "resource"


class Entry(NamedTuple):
    """One entry: number is its place in the list, from 1 on, and options are its own, not checked yet.

    key says what given is: with work_request_id whatever work_request_ids.find() takes, with OPERATION whatever
    find_operations() there takes, with resource_id whatever resource_ids.find() takes, with request_id whatever
    request_ids.find() takes. service and compartment_id are those of a resource. wanted has the keys of GOAL and NAMING, not
    checked yet: it is None where no key of GOAL is there.
    """

    number: int
    key: str
    given: Any
    options: Mapping[str, Any] = {}
    service: Optional[str] = None
    compartment_id: Optional[str] = None
    wanted: Optional[Mapping[str, Any]] = None

    @property
    def kind(self) -> str:
        if self.key == "request_id":
            return Kind.REQUEST
        return Kind.WORK_REQUEST if self.wanted is None else Kind.RESOURCE


def parse(
    operations: Sequence[Any], oci_options: Collection[str], goldengate_options: Collection[str]
) -> tuple[list[Entry], dict[int, str]]:
    """The valid entries, and what is wrong with each of the others, by its number and to be put behind its name.

    The options are the names of those that an entry of each kind may have.
    """
    found, wrong = [], {}
    for number, given in enumerate(operations, start=1):
        is_goldengate = _is_written(given) and "request_id" in given
        fault = _fault(given, goldengate_options if is_goldengate else oci_options)
        if fault is None:
            found.append(_entry(number, given))
        else:
            wrong[number] = fault
    return found, wrong


def _entry(number: int, given: Any) -> Entry:
    if not _is_written(given):
        return Entry(number, OPERATION, given)
    options = given.get("options") or {}
    if "request_id" in given:
        return Entry(number, "request_id", given["request_id"], options)
    if "resource_id" in given:
        service, compartment_id = given.get("service") or None, given.get("compartment_id") or None
        wanted = {key: given[key] for key in (*GOAL, *NAMING) if key in given} if _has_goal(given) else None
        return Entry(number, "resource_id", given["resource_id"], options, service, compartment_id, wanted)
    own = {key: value for key, value in given.items() if key != "options"}
    return Entry(number, "work_request_id" if "work_request_id" in given else OPERATION, own, options)


def _has_goal(given: Mapping[str, Any]) -> bool:
    return any(key in given for key in GOAL)


def _is_written(given: Any) -> bool:
    """Whether an entry is a dictionary that a user wrote, and not what a task registered, whose keys mean something else."""
    return isinstance(given, dict) and not is_result(given)


def _fault(given: Any, known: Collection[str]) -> Optional[str]:
    """What is wrong with an entry, None where nothing is. known are the options that it may have."""
    if isinstance(given, str):
        return None if given.strip() else " is empty."
    if _is_written(given):
        return _fault_of_dictionary(given, known)
    if isinstance(given, (dict, list, tuple)):
        return None
    return (
        f" is {json.dumps(given, default=str)[:80]}. It must be the id of a work request, a registered result, or a"
        " dictionary with work_request_id, resource_id or request_id."
    )


def _fault_of_dictionary(given: Mapping[str, Any], known: Collection[str]) -> Optional[str]:
    options = given.get("options") or {}
    if not isinstance(options, dict):
        return f": its options must be a dictionary, not {_NOUNS.get(type(options), 'that')}."
    unknown = _names(options, known)
    if unknown:
        return f": there is no option {unknown}. There are: {', '.join(sorted(known))}."
    key = next((key for key in ("resource_id", "request_id") if key in given), None)
    if key is None:
        return None  # whatever names a work request
    about = RESOURCE_STATE if key == "resource_id" and _has_goal(given) else key
    others = _names(given, (key, *BESIDE[about]))
    if others:
        return f": {others} cannot stand beside {about}. {_hint(given, about)}"
    if given[key] in ("", None, [], {}):
        return f": its {key} is empty."
    for name in ("service", "compartment_id"):
        if not isinstance(given.get(name), (str, type(None))):
            return f": its {name} must be a text."
    return None


def _hint(given: Mapping[str, Any], about: str) -> str:
    """What a message says where something stands beside a key that cannot stand there."""
    if about == "resource_id" and any(key in given for key in NAMING):
        return "It is about the work requests of the resource. With state, or absent, it is about the resource itself."
    return HINTS[about]


#: What a value is called that a message does not repeat.
_NOUNS = {str: "a text", list: "a list", int: "a number", float: "a number", bool: "true or false"}


def _names(given: Mapping[str, Any], expected: Collection[str]) -> str:
    """The keys that are not expected, for a message."""
    return ", ".join(sorted(clean(str(name)) or "(not printable)" for name in given if name not in expected))
