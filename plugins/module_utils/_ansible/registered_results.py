# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through registered results to the ids in them, for every kind of id: pure. Private to longops.oracle.

A playbook gives an id as a text, as several texts with commas between them, in a list, in a dictionary, as JSON, or in
what a task registered: the result of ansible.builtin.uri, of this collection, of a command that printed JSON, or a loop
of these. Here is what such values look like; a Kind knows its own keys and how one id is written. Messages name the keys
of what was given and never a value under a key that is not known, which may be a password or the cookies of a session.
"""

from __future__ import annotations

import json
from typing import Any, Generic, Iterator, Optional, Protocol, Sequence, TypeVar

from .._core.errors import UsageError
from .._text.sanitize import NOT_UNICODE, clean, is_unicode, quoted, some

#: How many lists, dictionaries and JSON texts may stand in each other around an id.
DEPTH = 8
#: How many keys of a dictionary a message names, and how many characters of each.
KEYS_SHOWN = 12
KEY_LENGTH = 40


class HasId(Protocol):
    """What a walk finds. id is None for a call that started nothing: each of these is one of its own."""

    @property
    def id(self) -> Optional[str]: ...


Found = TypeVar("Found", bound=HasId)


class Kind(Generic[Found]):
    """What distinguishes one kind of id from the others. A subclass sets the first four and overrides the methods.

    beside is what the dictionaries around a value say of the ids in it, written as a Found without an id.
    """

    #: The option that takes the ids, for messages.
    option: str
    #: What the option takes apart from registered results, for messages: "an id, a list of ids".
    forms: str
    #: The key under which the modules of this collection return a list of entries.
    entries_key: str
    #: What stands beside an id of which nothing is said.
    nothing_beside: Found
    #: Keys that hold ids in whatever dictionary they are, the most reliable first.
    id_keys: tuple[str, ...] = ()
    #: The response header that holds ids, in lower case.
    header: Optional[str] = None
    #: Whether a JSON object on a command's standard output is read.
    reads_stdout = False
    #: Whether an id may be given as a number.
    takes_numbers = False

    def leaves(self, parts: Sequence[str], beside: Found) -> list[Found]:
        """The ids in a text, of which parts are what stands between its commas, stripped. Raises UsageError."""
        raise NotImplementedError

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        """What holds the ids in a dictionary that has none of the places known here; None where it is no entry."""
        return None

    def beside(self, given: dict[str, Any], outer: Found) -> Found:
        """What a dictionary says of the ids in it, with outer for what it leaves open. Raises UsageError."""
        return outer

    def other(self, given: dict[str, Any], beside: Found) -> list[Found]:
        """What a dictionary means that holds no id in any known place and was not skipped. Raises UsageError."""
        raise NotImplementedError


def find(given: Any, kind: Kind[Found]) -> list[Found]:
    """What is found in a value, in order, each id once.

    None, an empty list and the result of a skipped task hold nothing, which is no error. Raises UsageError for what
    cannot be an id or hold one.
    """
    unique: dict[Any, Found] = {}
    for position, each in enumerate(_walk(given, kind, kind.nothing_beside, DEPTH)):
        unique.setdefault(each.id or position, each)
    return list(unique.values())


def is_result(given: dict[str, Any]) -> bool:
    """Whether this is what Ansible registered of a task, and not an entry that a user wrote or this collection returned."""
    return "changed" in given


def http_status(given: dict[str, Any]) -> Optional[int]:
    """The status of a call in the result of ansible.builtin.uri (-1 where it had no answer); None where there is none."""
    status = given.get("status")
    return status if isinstance(status, int) and not isinstance(status, bool) and -1 <= status <= 999 else None


def keys_of(given: dict[str, Any]) -> str:
    """The keys of a dictionary as the end of a sentence: "its keys are changed, stdout"."""
    names = sorted(clean(str(key))[:KEY_LENGTH] or "(not printable)" for key in given)
    return f"its keys are {some(names, KEYS_SHOWN) or 'none'}"


def shown(value: Any) -> str:
    """A rejected value for a message: at most 80 characters of a text or number; of all else only what it is."""
    if isinstance(value, (str, int, float)):
        return quoted(value)
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a dictionary"
    return f"a value of the type {type(value).__name__}"


def _walk(given: Any, kind: Kind[Found], beside: Found, depth: int) -> Iterator[Found]:
    if depth == 0:
        raise UsageError(f"What is given as {kind.option} is nested too deeply. Give the ids that are in it.")
    if given is None:
        return
    if isinstance(given, (list, tuple)):
        for entry in given:
            yield from _walk(entry, kind, beside, depth - 1)
    elif isinstance(given, dict):
        yield from _walk_dictionary(given, kind, beside, depth)
    elif isinstance(given, str) and given.lstrip().startswith(("{", "[")):
        yield from _walk(_json(given, kind), kind, beside, depth - 1)
    elif isinstance(given, str) or (kind.takes_numbers and isinstance(given, int) and not isinstance(given, bool)):
        yield from kind.leaves(_parts(str(given), kind), beside)
    else:
        raise UsageError(f"{kind.option} must be {kind.forms} or a registered result, not {shown(given)}.")


def _walk_dictionary(given: dict[str, Any], kind: Kind[Found], beside: Found, depth: int) -> Iterator[Found]:
    held = _held(given, kind)
    if held is None:
        if not given.get("skipped"):
            yield from kind.other(given, beside)
    elif held:
        beside = kind.beside(given, beside)
        for value in held:
            yield from _walk(value, kind, beside, depth - 1)


def _held(given: dict[str, Any], kind: Kind[Found]) -> Optional[list[Any]]:
    """What holds the ids in a dictionary, the most reliable place first; None where there is no such place."""
    for key in kind.id_keys:
        if given.get(key) not in (None, ""):
            return [given[key]]
    for key in (kind.entries_key, "results"):  # of this collection, of a loop
        if isinstance(given.get(key), list):
            return list(given[key])
    for key in ("headers", "response_headers"):
        headers = given.get(key)
        if kind.header and isinstance(headers, dict):
            for name, value in headers.items():
                if str(name).lower() == kind.header:
                    return [value]
    output = given.get("stdout")
    if kind.reads_stdout and isinstance(output, str) and output.lstrip().startswith("{"):
        return [output]
    return kind.entry(given)


def _parts(text: str, kind: Kind[Found]) -> list[str]:
    """What stands between the commas of a text, stripped. Raises UsageError for what cannot be sent."""
    if not is_unicode(text):
        raise UsageError(f"What is given as {kind.option} {NOT_UNICODE}")
    return [part.strip(" \t\r\n") for part in text.split(",")]


def _json(text: str, kind: Kind[Found]) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"What is given as {kind.option} looks like JSON and is not: {error}.") from None
