# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes of an answer, as a service gave it, data that a result can have: pure. Private to longops.oracle.

It stays data: what is shown of it goes through sanitize. But it is valid JSON (RFC 8259) of a bounded size, whatever
the server sent, so that neither Ansible nor what reads its results stumbles over it.
"""

from __future__ import annotations

import math
import re
from typing import Any

#: Lists and objects within each other, characters of one text, and of all names and texts of one answer. Oracle's largest
#: work requests, with their errors in them, have some 10,000.
DEPTH = 16
LONGEST = 16 * 1024
LARGEST = 64 * 1024
#: What a number, or the punctuation of any value, counts for.
LEAST = 8
#: What stands in the place of what is left out.
LEFT_OUT = "(left out by longops.oracle: the answer is too {})"
#: Bits of the largest integer: that of a double, which is what a JSON reader has to expect (RFC 8259, section 6).
BITS = 1024

_HALF = re.compile(r"[\ud800-\udfff]")


def plain(answer: Any, longest: int = LONGEST, largest: int = LARGEST) -> Any:
    """The answer as JSON without half surrogate pairs, NaN and infinite numbers, which become U+FFFD and null.

    Parts that are beyond the bounds are replaced by LEFT_OUT, which says so: longest are the characters of one text,
    largest those of all.
    """
    return _Copy(longest, largest).of(answer, DEPTH)


class _Copy:
    """A copy of one answer, with what room is left for the rest of it."""

    def __init__(self, longest: int, largest: int) -> None:
        self._longest = longest
        self._room = largest

    def of(self, value: Any, depth: int) -> Any:
        self._room -= LEAST
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, (dict, list)):
            if depth == 0:
                return LEFT_OUT.format("deep")
            if isinstance(value, dict):
                return self._object(value, depth - 1)
            return self._array(value, depth - 1)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return value if value.bit_length() <= BITS else LEFT_OUT.format("long")
        if isinstance(value, float):
            return value if math.isfinite(value) else None
        return self._text(str(value))

    def _object(self, value: dict[Any, Any], depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, each in value.items():
            if self._room <= 0:
                found["..."] = LEFT_OUT.format("long")
                break
            shown = self._text(str(name))
            found[shown] = self.of(each, depth)
        return found

    def _array(self, value: list[Any], depth: int) -> list[Any]:
        found: list[Any] = []
        for each in value:
            if self._room <= 0:
                found.append(LEFT_OUT.format("long"))
                break
            found.append(self.of(each, depth))
        return found

    def _text(self, text: str) -> str:
        most = min(self._longest, max(self._room, 0))
        self._room -= len(text)
        if len(text) > most:
            text = f"{text[:most]}... {LEFT_OUT.format('long')}"
        return text if text.isascii() else _HALF.sub("\ufffd", text)
