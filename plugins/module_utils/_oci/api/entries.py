# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the entries of lists, and of errors and log entries, in whatever form they come: pure. Private to longops.oracle.

What has another form than documented is kept as a text.
"""

from __future__ import annotations

from typing import Any, Callable, Iterator, Mapping, Optional, Sequence

from ..._core.operation import ErrorEntry, LogEntry, Operation
from ..._text import explanation, times
from ..catalogue.error_categories import category_of
from ..catalogue.family import Family
from .fields import first_text

#: Fields of one error or log entry, after those of the family.
CODES = ("code", "errorCode")
TIMES = ("timestamp", "timeStamp")
#: Fields of an object in which a list stands.
LISTS = ("items", "collection", "data")
#: Fields of a whole item in which errors or log entries stand, where the family has no other place for them.
INLINE: Mapping[str, tuple[str, ...]] = {"errors": ("errors", "errorDetails"), "logs": ("logs",)}
#: Objects and lists around the entries of a list.
DEPTH = 4


def items(body: Any) -> list[Any]:
    """The entries of a list in any of its shapes: an array, or an object with an array under "items"."""
    return _entries(body, DEPTH) or []


def of_answer(part: str, body: Any) -> Optional[list[Any]]:
    """The entries in the answer of a list, of errors or of logs; None where it is none. One error can stand alone."""
    if part != "list" and _is_entry(body):
        return [body]
    return _entries(body, DEPTH)


def errors(family: Family, body: Any) -> tuple[ErrorEntry, ...]:
    """The errors in a body, oldest first."""
    found = [_error(family, entry) for entry in _said(body, DEPTH)]
    return tuple(_oldest_first(found))


def logs(family: Family, body: Any) -> tuple[LogEntry, ...]:
    """The log entries in a body, oldest first: services differ in the order in which they list them."""
    moments = (family.log_time, *TIMES)
    found = [LogEntry(_message(entry, ()), first_text(entry, moments)) for entry in _said(body, DEPTH)]
    return tuple(_oldest_first(found))


def inline(part: str, family: Family, operation: Operation) -> Any:
    """The errors or log entries that stand in the answer itself, whatever the family has; None where there are none."""
    body = operation.answer if isinstance(operation.answer, dict) else {}
    return next(filter(None, (READERS[part](family, body.get(name)) for name in INLINE[part])), None)


#: What reads errors, and what reads log entries.
READERS: Mapping[str, Callable[[Family, Any], tuple[Any, ...]]] = {"errors": errors, "logs": logs}


def in_item(body: Mapping[str, Any], name: Optional[str], read: Callable[[Any], Any]) -> Any:
    """The errors or log entries in an item itself: none where their field is null, None where it is absent."""
    return read(body[name]) if name is not None and name in body else None


def _error(family: Family, entry: Mapping[str, Any]) -> ErrorEntry:
    codes = (family.error_code, *CODES)
    code, message = first_text(entry, codes), _message(entry, codes)
    moment = first_text(entry, (family.error_time, *TIMES))
    return ErrorEntry(code, message, moment, category_of(code, explanation.sentence(message)))


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


def _is_entry(said: Any) -> bool:
    """Whether this is one error or log entry itself, whatever else is in it."""
    return isinstance(said, dict) and first_text(said, ("message", *CODES)) is not None


def _said(body: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """What a body has of errors or log entries, each as an object: a text becomes the message of one."""
    inner = None if _is_entry(body) else _entries(body, depth)
    if inner is not None and depth:
        for entry in inner:
            yield from _said(entry, depth - 1)
    elif isinstance(body, dict):
        yield body
    elif first_text({"message": body}, ("message",)) is not None and not isinstance(body, bool):
        yield {"message": body}


def _message(entry: Mapping[str, Any], codes: Sequence[str]) -> Optional[str]:
    """The message of an error or a log entry. One that has neither message nor code is the message itself, as JSON."""
    said = first_text(entry, ("message",))
    if said is not None:
        return said
    text = explanation.sentence({**entry, **dict.fromkeys(explanation.CODES)})
    rest = entry.get("message") or (None if first_text(entry, codes) else entry)
    says_more = isinstance(rest, (dict, list)) and any(value != "" for value in _leaves(rest, DEPTH))
    return explanation.as_text(rest) if text is None and says_more else text


def _leaves(said: Any, depth: int) -> Iterator[Any]:
    """What stands in an object or a list, and in those in it, without what is null."""
    if depth and isinstance(said, (dict, list)):
        for each in said.values() if isinstance(said, dict) else said:
            yield from _leaves(each, depth - 1)
    elif said is not None:
        yield said.strip() if isinstance(said, str) else said
