# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the entries of the option operations mean: pure. Private to longops.oracle.

An entry is the id of a work request, a registered result, or a dictionary with work_request_id, resource_id or request_id.
Messages name an entry by its number and repeat nothing of it that could be secret.
"""

from __future__ import annotations

from typing import Any, Collection, Mapping, NamedTuple, Optional, Sequence

from .._text.sanitize import clean

#: What may stand beside the key that names the operations of an entry.
BESIDE = {"resource_id": ("compartment_id", "service", "options"), "request_id": ("options",)}


class Entry(NamedTuple):
    """One entry: number is its place in the list, from 1 on, and options are its own, not checked yet.

    given is what names the operations: of work requests whatever work_request_ids.find() takes, of a resource its OCID, of
    GoldenGate whatever request_ids.find() takes.
    """

    number: int
    given: Any
    options: Mapping[str, Any]
    service: Optional[str] = None
    compartment_id: Optional[str] = None

    @property
    def name(self) -> str:
        return f"Entry {self.number} of operations"


class Parsed(NamedTuple):
    """All entries by what they name, and what is wrong with the others, a sentence each."""

    work_requests: list[Entry]
    resources: list[Entry]
    requests: list[Entry]
    faults: list[str]


def parse(operations: Sequence[Any], names: Collection[str], request_names: Collection[str]) -> Parsed:
    """The entries, with all faults. names and request_names are the options that an entry for OCI and for GoldenGate may have."""
    found = Parsed([], [], [], [])
    for number, given in enumerate(operations, start=1):
        fault = _fault(given, names, request_names)
        if fault is not None:
            found.faults.append(f"Entry {number} of operations{fault}")
            continue
        if not isinstance(given, dict):
            found.work_requests.append(Entry(number, given, {}))
            continue
        options = given.get("options") or {}
        if "request_id" in given:
            found.requests.append(Entry(number, given["request_id"], options))
        elif "resource_id" in given:
            service, compartment_id = given.get("service") or None, given.get("compartment_id") or None
            found.resources.append(Entry(number, given["resource_id"], options, service, compartment_id))
        else:
            named = {key: value for key, value in given.items() if key != "options"}
            found.work_requests.append(Entry(number, named, options))
    return found


def _fault(given: Any, names: Collection[str], request_names: Collection[str]) -> Optional[str]:
    """What is wrong with an entry, to be put behind its name; None where nothing is."""
    if isinstance(given, str):
        return None if given.strip() else " is empty."
    if not isinstance(given, (dict, list, tuple)):
        return (
            f" is {_json(given)}. It must be the id of a work request, a registered result, or a dictionary with"
            " work_request_id, resource_id or request_id."
        )
    if not isinstance(given, dict):
        return None
    options = given.get("options") or {}
    known = request_names if "request_id" in given else names
    if not isinstance(options, dict):
        return f": its options must be a dictionary, not {_NOUNS.get(type(options), 'that')}."
    unknown = sorted(clean(str(name)) for name in options if name not in known)
    if unknown:
        return f": there is no option {', '.join(unknown)}. There are: {', '.join(sorted(known))}."
    for key, beside in BESIDE.items():
        if key in given:
            others = sorted(clean(str(name)) for name in given if name not in (key, *beside))
            if others:
                return f": {', '.join(others)} cannot stand beside {key}. {_HINTS[key]}"
            if given[key] in ("", None, [], {}):
                return f": its {key} is empty."
            wrong = [name for name in beside[:-1] if not isinstance(given.get(name), (str, type(None)))]
            if wrong or (key == "resource_id" and not isinstance(given[key], str)):
                return f": its {(wrong or [key])[0]} must be a text."
    return None


#: What a value is called that a message does not repeat.
_NOUNS = {str: "a text", list: "a list", int: "a number", float: "a number", bool: "true or false"}
_HINTS = {
    "resource_id": "An entry has the id of a work request, or a resource_id.",
    "request_id": "Where GoldenGate is and how to authenticate stand under options.",
}


def _json(value: Any) -> str:
    return {None: "null", True: "true", False: "false"}.get(value, str(value)[:80])
