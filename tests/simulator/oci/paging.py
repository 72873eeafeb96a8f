# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of lists: limit, page, opc-next-page."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any, Mapping, Optional, Sequence

from .answers import ApiError


def cut(
    rows: Sequence[tuple[int, Any]], query: Mapping[str, str], scope: str, default: int, largest: int
) -> tuple[list[Any], Optional[str]]:
    """One page of rows, and the token of the next page, if there is one.

    rows are (position, item) with increasing positions, so that a page continues after the last one even if rows were added
    or removed meanwhile. scope is the list and its filters, for which alone a token is valid.
    """
    limit = _limit(query.get("limit"), default, largest)
    after = _position(query["page"], scope) if "page" in query else None
    rest = [row for row in rows if after is None or row[0] > after]
    page = rest[:limit]
    return [item for position, item in page], _token(page[-1][0], scope) if len(rest) > limit else None


def _limit(text: Optional[str], default: int, largest: int) -> int:
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= largest:
        raise ApiError(400, f"limit must be a whole number from 1 to {largest}.")
    return int(text)


def _token(position: int, scope: str) -> str:
    return base64.urlsafe_b64encode(f"{_seal(position, scope)}:{position}".encode()).decode()


def _position(token: str, scope: str) -> int:
    try:
        seal, position = base64.urlsafe_b64decode(token.encode("ascii")).decode("ascii").split(":")
        if seal == _seal(int(position), scope):
            return int(position)
    except (binascii.Error, ValueError):
        pass
    raise ApiError(400, "The page token is invalid.")


def _seal(position: int, scope: str) -> str:
    return hashlib.sha256(f"{scope} {position}".encode()).hexdigest()[:16]
