# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how all that leaves a module is made safe: result, warnings and events of the stream. Private to longops.oracle.

It is plain JSON without secrets (_text/masking) and without what a terminal obeys (_text/sanitize). Nothing leaves another way.
"""

from __future__ import annotations

import json
from typing import Any, Mapping

from .._text import sanitize
from .._text.masking import Secrets

#: The keys below which all keys are a server's, and may be as secret as values. Those of ours are no secrets.
OF_SERVERS = ("answer", "messages", "result")
#: The keys whose values are words of this collection, by which plays decide: no secret, whatever password is the same.
OF_OURS = ("state", "kind", "category", "failure_categories")
#: The keys of a result whose lines are for a user to read, and so have no line ends but those between them. Those of a table are
#: made of clean cells already, with the blanks of its columns between them.
LINES = ("warnings", "not_started")


def data(value: Any, secrets: Secrets) -> Any:
    """A value as it may leave: a copy, in plain JSON."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    copy = json.loads(text)
    # To go through a value costs many times what it costs to find out that there is nothing to change.
    if sanitize.may_be_unsafe(text) or secrets.may_be_in(text):
        return _safe(copy, secrets, False)
    return copy


def event(value: Mapping[str, Any], secrets: Secrets) -> dict[str, Any]:
    """An event of the stream. Its own numbers stay what they are, whatever password happens to be the same."""
    return {**data(value, secrets), **{key: each for key, each in value.items() if isinstance(each, (int, float))}}


def result(results: Mapping[str, Any], secrets: Secrets) -> dict[str, Any]:
    """The result of a module, as event() has it for an event."""
    lines = {key: [sanitize.clean(line) for line in results[key] or ()] for key in LINES if results.get(key)}
    return event({**results, **lines}, secrets)


def _safe(value: Any, secrets: Secrets, of_server: bool) -> Any:
    if isinstance(value, str):
        return secrets.mask(sanitize.data(value))
    if isinstance(value, list):
        return [_safe(each, secrets, of_server) for each in value]
    if isinstance(value, dict):
        if of_server:
            return {_safe(key, secrets, True): _safe(each, secrets, True) for key, each in value.items()}
        return {key: each if key in OF_OURS else _safe(each, secrets, key in OF_SERVERS) for key, each in value.items()}
    if value is None or isinstance(value, bool):
        return value
    return secrets.mask_number(value)
