# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the messages in GoldenGate's answers, in whatever shape they come, and what they say: pure. Private to longops.oracle.

Schemas: api:standardResponse, ogg:message and ogg:messageExplanation of the Oracle GoldenGate REST API.
"""

from __future__ import annotations

import json
import re
from typing import Any, Optional

from .._core.operation import ErrorEntry
from .._text.sanitize import clean
from .error_categories import category_of

_CODE = re.compile(r"OGG-[0-9]{5}")
#: The severity at the beginning of a text, after a time if there is one.
_SEVERITY = re.compile(r"[0-9TZ:., +-]*(ERROR|WARNING|INFO)\b")
_ERRORS = frozenset(("ERROR", "FATAL", "CRITICAL", "SEVERE"))
#: What an object needs one of to be a message, and how deep below "messages" they are searched.
_FIELDS = frozenset(("title", "code", "severity", "detail", "message"))
_DEEPEST = 5
#: Errors of an answer that are told after the first one.
_MOST_ERRORS = 3
#: The responses whose own messages are about the request. Others, such as the deployment's message log, have them as data.
_OWN_SCHEMAS = (None, "api:standardResponse", "ogg:request", "ogg:requestResult")


def messages(body: Any) -> list[dict[str, Any]]:
    """The messages in an api:standardResponse, and in the request or result that is in it; none in anything else.

    Each is as it came. Where they are no list of objects, what is one is found, and a text becomes a title.
    """
    response = response_in(body)
    inner = response.get("messages") if response.get("$schema") in _OWN_SCHEMAS else None
    outer = body.get("messages") if isinstance(body, dict) else None
    return [*_messages(outer, _DEEPEST), *_messages(inner, _DEEPEST)]


def response_in(body: Any) -> dict[str, Any]:
    """What is in an api:standardResponse; empty where there is no object in it."""
    found = body.get("response") if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}


def text_of(value: Any) -> Optional[str]:
    """A scalar as a text, None for anything else."""
    return None if value is None or isinstance(value, (dict, list)) else str(value)


def title_of(message: dict[str, Any]) -> Optional[str]:
    """The text of a message, under its documented name first."""
    return next(filter(None, (text_of(message.get(key)) for key in ("title", "detail", "message"))), None)


def error(message: dict[str, Any]) -> ErrorEntry:
    """An ogg:message as an error entry; its severity stands before its title."""
    title = title_of(message) or "(no title)"
    severity = text_of(message.get("severity"))
    code = text_of(message.get("code"))
    text = f"{severity}: {title}" if severity else title
    return ErrorEntry(code, text, text_of(message.get("issued")), category_of(code, title))


def errors(found: list[dict[str, Any]]) -> Optional[tuple[ErrorEntry, ...]]:
    """Those of the messages that are errors; None where there is none."""
    return tuple(error(message) for message in found if is_error(message)) or None


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
        try:
            key = json.dumps(message, sort_keys=True)
        except RecursionError:  # deeper than can be compared
            key = str(len(unique))
        unique.setdefault(key, message)
    return list(unique.values())


def code_and_message(body: Any) -> tuple[Any, Any]:
    """Code and text of an error answer: of its first error message, else of its first message. Some have none.

    The text has the codes and titles of the next few errors as well.
    """
    found = messages(body)
    if not found:
        return None, "GoldenGate gives no reason" if isinstance(body, dict) and "messages" in body else None
    first, *others = [message for message in found if is_error(message)] or found[:1]
    others = [other for other in without_repetitions(others) if other != first]
    texts = [": ".join(filter(None, (text_of(other.get("code")), title_of(other)))) for other in others[:_MOST_ERRORS]]
    more = f"and {len(others) - _MOST_ERRORS} more errors" if len(others) > _MOST_ERRORS else None
    parts = [(part or "").rstrip(". ") for part in (title_of(first), *texts, more)]
    return first.get("code"), "; ".join(filter(None, parts)) if texts else title_of(first)


def cause_and_action(body: Any) -> str:
    """Cause and action of an ogg:messageExplanation, as sentences; empty where it has none: both are optional."""
    response = response_in(body)
    parts = [("Cause", clean(response.get("cause"))), ("Action", clean(response.get("action")))]
    return " ".join(f"{word}: {text.rstrip('.')}." for word, text in parts if text)


def _messages(value: Any, depth: int, texts: bool = True) -> list[dict[str, Any]]:
    """texts: whether a text is one. What stands under an unknown key may be anything, a secret too."""
    if isinstance(value, str):
        return [_message_of(value)] if texts and value.strip() else []
    if isinstance(value, dict) and any(text_of(value.get(field)) is not None for field in _FIELDS):
        return [value]
    texts = texts and isinstance(value, list)
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [message for each in inner for message in _messages(each, depth - 1, texts)] if depth else []


def _message_of(text: str) -> dict[str, Any]:
    """A message that is a text, as lines of GoldenGate's logs are: "ERROR OGG-00303 Unable to ..."."""
    severity, code = _SEVERITY.match(text), _CODE.search(text)
    found = {"severity": severity and severity[1], "code": code and code[0], "title": text}
    return {key: value for key, value in found.items() if value}
