# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The query language of OCI's Resource Search, as far as: query all resources where CONDITIONS.

A condition compares a field with a text by = or !=, without regard to case. && , || and parentheses combine them ("Search
Language Syntax", https://docs.oracle.com/iaas/Content/Search/Concepts/querysyntax.htm).
"""

from __future__ import annotations

import re
from typing import Any, Callable, Mapping

from .answers import ApiError

Condition = Callable[[Mapping[str, Any]], bool]

TOKEN = re.compile(r"\s*(?:(?P<word>\w+)|'(?P<text>[^']*)'|(?P<sign>&&|\|\||!=|=|\(|\)))")
#: Field of a query -> field of an item.
FIELDS = {
    "identifier": "identifier",
    "compartmentid": "compartmentId",
    "lifecyclestate": "lifecycleState",
    "resourcetype": "resourceType",
    "displayname": "displayName",
}


def parse(query: str) -> Condition:
    """Whether an item is one that the query wants. Raises ApiError."""
    return _Parser(query).whole()


def _unsupported(query: str) -> ApiError:
    return ApiError(
        400,
        "The simulator supports queries of the form: query all resources where FIELD = 'TEXT', with !=, &&, || and parentheses, and not:"
        f" {query[:200]}",
    )


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens: list[tuple[str, str]] = []
        position = 0
        while query[position:].strip():
            match = TOKEN.match(query, position)
            if match is None:
                raise _unsupported(query)
            self._tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            position = match.end()

    def whole(self) -> Condition:
        for word in ("query", "all", "resources"):
            self._expect("word", word)
        if not self._tokens:
            return lambda item: True
        self._expect("word", "where")
        found = self._either()
        if self._tokens:
            raise _unsupported(self._query)
        return found

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._next("||"):
            parts.append(self._both())
        return lambda item: any(part(item) for part in parts)

    def _both(self) -> Condition:
        parts = [self._one()]
        while self._next("&&"):
            parts.append(self._one())
        return lambda item: all(part(item) for part in parts)

    def _one(self) -> Condition:
        if self._next("("):
            found = self._either()
            self._expect("sign", ")")
            return found
        field = FIELDS.get(self._take("word").lower())
        is_equal = self._next("=")
        if not is_equal:
            self._expect("sign", "!=")
        text = self._take("text").casefold()
        if field is None:
            raise _unsupported(self._query)
        name = field
        return lambda item: (str(item.get(name) or "").casefold() == text) == is_equal

    def _take(self, group: str) -> str:
        if not self._tokens or self._tokens[0][0] != group:
            raise _unsupported(self._query)
        return self._tokens.pop(0)[1]

    def _expect(self, group: str, text: str) -> None:
        if self._take(group).lower() != text:
            raise _unsupported(self._query)

    def _next(self, sign: str) -> bool:
        if self._tokens and self._tokens[0] == ("sign", sign):
            self._tokens.pop(0)
            return True
        return False
