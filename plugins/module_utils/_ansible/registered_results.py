# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks through registered results to the ids in them, for every kind of id: pure. Private to longops.oracle.

A playbook gives an id as a text, as several texts with commas between them, in a list, in a dictionary, as JSON, as what a
command printed, or in what a task registered: the result of ansible.builtin.uri, of this collection or another one, of a
command, or a loop of these. Here is what such values look like; a Kind knows its own keys and how one id is written.
Messages name the keys of what was given and never a value under a key that is not known, which may be a password or the
cookies of a session.
"""

from __future__ import annotations

import re
from typing import Any, Generic, Iterator, Optional, Protocol, Sequence, TypeVar

from .._core.errors import UsageError
from .._text.sanitize import NOT_UNICODE, is_unicode
from . import printed, task_results
from .task_results import BODIES

#: How many lists, dictionaries and JSON texts may stand in each other around an id.
DEPTH = 8
#: The same inside of a result, such as Terraform's state.
DEPTH_OF_RESULT = 16
#: What no part of a text of ids has.
_MORE_THAN_AN_ID = re.compile(r"[ \t\r\n{]")


class HasId(Protocol):
    """What a walk finds. id is None for a call that started nothing: each of these is one of its own."""

    @property
    def id(self) -> Optional[str]:
        """As it stands in a URL."""


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
    #: Keys that hold ids in whatever dictionary they are, as name_of() writes them, the most reliable first. Headers of
    #: answers are among them.
    id_keys: tuple[str, ...] = ()
    #: Whether an id may be given as a number.
    takes_numbers = False

    def leaves(self, parts: Sequence[str], beside: Found) -> list[Found]:
        """The ids in a text, of which parts are what stands between its commas, stripped. Raises UsageError."""
        raise NotImplementedError

    def given_parts(self, parts: Sequence[str]) -> list[str]:
        """Those parts of a text that are not empty. Raises UsageError where there is none."""
        found = [part for part in parts if part]
        if not found:
            raise UsageError(
                f"What is given as {self.option} is an empty text. Give an id, or an empty list where there is none."
            )
        return found

    def in_line(self, line: str) -> list[str]:
        """The ids in a line of what a command printed."""
        return []

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        """What holds the ids in a dictionary that has none of the places known here; None where it is no entry."""
        return None

    def body(self, given: dict[str, Any], beside: Found) -> list[Found]:
        """What a result, or a dictionary in one, is about, such as the body of an answer; nothing where it does not say."""
        return []

    def inner(self, given: dict[str, Any]) -> list[Any]:
        """Where in a dictionary of a result there may be another one that is about something."""
        return [given[key] for key in BODIES if key in given]

    def chosen(self, found: list[Found]) -> list[Found]:
        """Which of all that was found in a result are meant."""
        return found

    def beside(self, given: dict[str, Any], outer: Found) -> Found:
        """What a dictionary says of the ids in it, with outer for what it leaves open. Raises UsageError."""
        return outer

    def other(self, given: dict[str, Any], beside: Found) -> list[Found]:
        """What a dictionary means that holds no id in any known place and was not skipped. Raises UsageError."""
        raise NotImplementedError

    def error(self, body: dict[str, Any]) -> Optional[str]:
        """The error that the body of an answer is, in the service's own words; None where it is none."""
        return None


def find(given: Any, kind: Kind[Found]) -> list[Found]:
    """What is found in a value, in order, each id once.

    None, an empty list and the result of a skipped task hold nothing, which is no error. Raises UsageError for what
    cannot be an id or hold one.
    """
    unique: dict[Any, Found] = {}
    for position, each in enumerate(_walk_all(given, kind)):
        unique.setdefault(each.id or position, each)
    return list(unique.values())


def search(given: Any, kind: Kind[Found]) -> list[Found]:
    """The same in what need not have any: nothing where there is none. Raises UsageError where there is something wrong in its place."""
    return kind.chosen(_search(given, kind, kind.nothing_beside, DEPTH_OF_RESULT))


def _walk_all(given: Any, kind: Kind[Found]) -> Iterator[Found]:
    """All that a value has. An error says which one of several it is about."""
    looped = given.get("results") if isinstance(given, dict) and task_results.is_result(given) else None
    several = looped if isinstance(looped, list) and _held(given, kind) is None else given
    if not isinstance(several, (list, tuple)) or len(several) < 2 or kind.entries_key in (given if looped else ()):
        yield from _walk(given, kind, kind.nothing_beside, DEPTH)
        return
    for number, each in enumerate(several, start=1):
        try:
            yield from _walk(each, kind, kind.nothing_beside, DEPTH - (2 if several is looped else 1))
        except UsageError as error:
            what = "result of the loop" if several is looped else "entry"
            raise UsageError(f"{error} It is {what} {number} of {len(several)}.") from error


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
    elif isinstance(given, str):
        yield from _walk_text(given, kind, beside, depth)
    elif kind.takes_numbers and isinstance(given, int) and not isinstance(given, bool):
        yield from kind.leaves([str(given)], beside)
    else:
        raise UsageError(f"{kind.option} must be {kind.forms} or a registered result, not {task_results.shown(given)}.")


def _walk_dictionary(given: dict[str, Any], kind: Kind[Found], beside: Found, depth: int) -> Iterator[Found]:
    held = _held(given, kind)
    if held is None:
        held = _list_in(given, kind)
    if held is None:
        held = kind.entry(given)
    if held is not None:
        beside = kind.beside(given, beside) if held else beside
        for value in held:
            yield from _walk(value, kind, beside, depth - 1)
        return
    found = kind.chosen(_search(given, kind, beside, DEPTH_OF_RESULT))
    if found or given.get("skipped"):
        yield from found
    else:
        yield from kind.other(given, beside)


def _walk_text(given: str, kind: Kind[Found], beside: Found, depth: int) -> Iterator[Found]:
    text = given.strip(" \t\r\n\ufeff")
    if len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1]
    broken = ""
    if text.startswith(("{", "[", '"')):
        try:
            value = printed.loads(text)
        except (ValueError, RecursionError) as error:
            broken = str(error)
        else:
            yield from _walk(value, kind, beside, depth - 1)
            return
    parts = _parts(text, kind)
    if not broken and not any(_MORE_THAN_AN_ID.search(part) for part in parts):
        yield from kind.leaves(parts, beside)
        return
    found = _search_text(text, kind, beside, depth)
    if found:
        yield from found
    elif broken:
        raise UsageError(f"What is given as {kind.option} looks like JSON and is not: {broken}.")
    else:
        yield from kind.other({task_results.TEXT: text}, beside)


def _held(given: dict[str, Any], kind: Kind[Found]) -> Optional[list[Any]]:
    """What holds ids by its name in a dictionary, the most reliable place first; None where there is no such place."""
    own = _by_id_key(given, kind)
    if own is not None:
        return [own]
    lists = _list_in(given, kind)
    if lists is not None:
        return None
    own = _by_id_key(task_results.headers_of(given), kind)
    return None if own is None else [own]


def _list_in(given: dict[str, Any], kind: Kind[Found]) -> Optional[list[Any]]:
    """The entries that this collection returns, or the results of a loop."""
    found = (given[key] for key in (kind.entries_key, "results") if isinstance(given.get(key), list))
    return next(found, None)


def _by_id_key(given: dict[str, Any], kind: Kind[Found]) -> Any:
    """The value under the most reliable key of ids; None where there is none."""
    names = {task_results.name_of(key): value for key, value in given.items() if value not in (None, "")}
    return next((names[key] for key in kind.id_keys if key in names), None)


def _search(given: Any, kind: Kind[Found], beside: Found, depth: int) -> list[Found]:
    """The ids in a part of a result, which may have none. Raises UsageError where something stands in the place of an id."""
    if depth == 0:
        return []
    if isinstance(given, str):
        return _search_text(given, kind, beside, depth)
    if isinstance(given, list):
        return [each for value in given for each in _search(value, kind, beside, depth - 1)]
    if not isinstance(given, dict):
        return []
    held = _held(given, kind)
    if held is not None:
        beside = kind.beside(given, beside)
        return [each for value in held for each in _walk(value, kind, beside, min(depth, DEPTH) - 1)]
    inner = _list_in(given, kind)
    if inner is not None:
        return _search(inner, kind, beside, depth - 1)
    for output in (task_results.output_of(given), given.get("stderr")):  # curl --verbose has the headers in the second
        found = _search_text(output, kind, beside, depth, alone=True) if isinstance(output, str) else []
        if found:
            return found
    found = kind.body(given, beside)
    return found or [each for value in kind.inner(given) for each in _search(value, kind, beside, depth - 1)]


def _search_text(text: str, kind: Kind[Found], beside: Found, depth: int, alone: bool = False) -> list[Found]:
    """The ids in what was printed: in its JSON and its answers, else those in its lines.

    alone: a single number is not known to be an id, and may be the status of an answer, which curl prints as well.
    """
    if not text.strip():
        return []
    read = printed.read(text)
    found = [each for value in read.values for each in _search(value, kind, beside, depth - 1)]
    if found or read.broken or (alone and task_results.is_status(text)):
        return found
    ids = [id_ for line in read.lines if is_unicode(line) for id_ in kind.in_line(line)]
    return kind.leaves(ids, beside) if ids else []


def _parts(text: str, kind: Kind[Found]) -> list[str]:
    """What stands between the commas of a text, stripped. Raises UsageError for what cannot be sent."""
    if not is_unicode(text):
        raise UsageError(f"What is given as {kind.option} {NOT_UNICODE}")
    return [part.strip(" \t\r\n") for part in text.split(",")]
