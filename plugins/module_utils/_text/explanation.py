# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the sentence that is for the user in what a service says, which may be JSON, or JSON in a text: pure.

Load balancers answer such texts (`message` of the schema WorkRequest: "a collection of data"). Private to longops.oracle.
"""

from __future__ import annotations

import json
from typing import Any, Optional

from .answer import LONGEST, plain

#: Where an object has its sentence, in the order in which they are tried; and its code.
SENTENCES = ("message", "errorMessage", "statusMessage", "detail", "details", "reason", "description", "error", "title")
CODES = ("code", "errorCode")
#: Objects, lists and texts of JSON within each other.
DEPTH = 6


def sentence(said: Any) -> Optional[str]:
    """The sentence in a text, an object or a list; a text that has none in it is the sentence itself. None for nothing."""
    return _sentence(said, DEPTH)


def as_text(said: Any) -> str:
    """Any value as a text of bounded length: a text as it is, everything else as JSON."""
    value = plain(said)
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:LONGEST]


def _sentence(said: Any, depth: int) -> Optional[str]:
    if isinstance(said, str):
        inner = _json(said) if depth else None
        return (inner is not None and _sentence(inner, depth - 1)) or said.strip() or None
    if not depth or not isinstance(said, (dict, list)):
        return None
    if isinstance(said, list):
        found = [_sentence(each, depth - 1) for each in said]
        return " ".join(filter(None, found)) or None
    for name in SENTENCES:
        text = _sentence(said.get(name), depth - 1)
        if text:
            code = next((said[name] for name in CODES if isinstance(said.get(name), str) and said[name].strip()), None)
            return f"{code.strip()}: {text}" if code else text
    return None


def _json(text: str) -> Any:
    """The object or list that a text is, or the text of one that it quotes; None for every other text."""
    if not text.lstrip().startswith(("{", "[", '"')):
        return None
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, (dict, list)) or (isinstance(found, str) and _json(found) is not None) else None
