# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The structured queries of Resource Search, as far as the simulator understands them: types, conditions and order; pure.

    query all resources where compartmentId = '...' && (lifeCycleState = 'A' || lifeCycleState = 'B')
    query instance, vcn resources where lifeCycleState != 'TERMINATED' sorted by displayName asc

("Search Language Syntax" in OCI's documentation.) The names of fields and values are compared without regard to case.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping, NamedTuple, Optional

from .answers import ApiError

TOKEN = re.compile(r"""\s*(?:(?P<value>'[^']*'|"[^"]*")|(?P<sign>&&|\|\||!=|==|=|\(|\)|,)|(?P<word>[\w.\-]+))""")
#: Fields that conditions and the order may name, in lower case, and their names in an item.
FIELDS: Mapping[str, str] = {
    "identifier": "identifier",
    "compartmentid": "compartmentId",
    "lifecyclestate": "lifecycleState",
    "displayname": "displayName",
    "resourcetype": "resourceType",
    "timecreated": "timeCreated",
}
Condition = Callable[[Mapping[str, Any]], bool]


class Query(NamedTuple):
    """Which items are wanted, and in which order. types: in lower case; none: all."""

    types: tuple[str, ...]
    matches: Condition
    sorted_by: str = "timeCreated"
    ascending: bool = False


def parse(text: str) -> Query:
    """The query, or ApiError (400 CannotParseRequest, as Oracle answers)."""
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        position = 0
        while text[position:].strip():
            token = TOKEN.match(text, position)
            if token is None:
                raise _syntax_error(text[position:].strip())
            self._tokens.append((str(token.lastgroup), token[str(token.lastgroup)]))
            position = token.end()

    def query(self) -> Query:
        self._expect("query")
        types = [self._word()]
        while self._take(","):
            types.append(self._word())
        self._expect("resources")
        if self._take("return"):
            self._word()
        matches: Condition = self._any() if self._take("where") else lambda item: True
        field, ascending = "timeCreated", False
        if self._take("sorted"):
            self._expect("by")
            field = self._field()
            ascending = bool(self._take("asc")) or not (self._take("desc") or field == "timeCreated")
        if self._tokens:
            raise _syntax_error(self._tokens[0][1])
        return Query(() if types == ["all"] else tuple(types), matches, field, ascending)

    def _any(self) -> Condition:
        """Conditions with && or || between them. Whoever mixes both uses parentheses."""
        conditions = [self._one()]
        sign = next((sign for sign in ("&&", "||") if self._take(sign)), None)
        if sign is not None:
            conditions.append(self._one())
            while self._take(sign):
                conditions.append(self._one())
        combine = any if sign == "||" else all
        return lambda item: combine(condition(item) for condition in conditions)

    def _one(self) -> Condition:
        if self._take("("):
            condition = self._any()
            self._expect(")")
            return condition
        field = self._field()
        sign = next((sign for sign in ("!=", "==", "=") if self._take(sign)), None)
        if sign is None or not self._tokens or self._tokens[0][0] != "value":
            raise _syntax_error(self._tokens[0][1] if self._tokens else "<EOF>")
        value = self._tokens.pop(0)[1][1:-1].lower()
        return lambda item: (str(item.get(field) or "").lower() == value) is (sign != "!=")

    def _field(self) -> str:
        name = self._word()
        if name not in FIELDS:
            raise ApiError(400, f"Unknown field '{name}'", "CannotParseRequest")
        return FIELDS[name]

    def _word(self) -> str:
        if not self._tokens or self._tokens[0][0] != "word":
            raise _syntax_error(self._tokens[0][1] if self._tokens else "<EOF>")
        return self._tokens.pop(0)[1].lower()

    def _take(self, expected: str) -> Optional[str]:
        if self._tokens and self._tokens[0][0] != "value" and self._tokens[0][1].lower() == expected:
            return self._tokens.pop(0)[1]
        return None

    def _expect(self, expected: str) -> None:
        if self._take(expected) is None:
            raise _syntax_error(self._tokens[0][1] if self._tokens else "<EOF>")


def _syntax_error(near: str) -> ApiError:
    """As Oracle answers: oracle/oci-cli issue 606."""
    return ApiError(400, f"Syntax error near: no viable alternative at input '{near}'", "CannotParseRequest")
