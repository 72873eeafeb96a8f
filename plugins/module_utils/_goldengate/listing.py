# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses the list of a GoldenGate service's requests: pure. Private to longops.oracle.

Schema: ogg:collection of the Oracle GoldenGate REST API, whose items have links and a name, and a status in later versions.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

from .._core.operation import State
from .request_ids import hrefs, request_id_in
from .server_messages import response_in
from .verdict import STATES


class Listed(NamedTuple):
    """A request in a list. progress is None where the list does not have it in a documented word."""

    id: str
    progress: Optional[str] = None

    @property
    def ended(self) -> bool:
        """Whether the list says that it has ended."""
        return self.progress is not None and STATES[self.progress] in State.ENDED


class Listing(NamedTuple):
    """The requests in a list, each once, how many of its items name none, and whether it has more pages."""

    requests: list[Listed]
    unnamed: int
    more: bool


def listing(body: Any) -> Optional[Listing]:
    """What is in the answer for a list; None where it is none."""
    items = response_in(body).get("items")
    if not isinstance(items, list):
        return None
    found: dict[str, Listed] = {}
    unnamed = 0
    for item in items:
        request_id = _id(item) if isinstance(item, dict) else None
        if request_id is None:
            unnamed += 1
        else:
            found.setdefault(request_id, Listed(request_id, _progress(item.get("status"))))
    return Listing(list(found.values()), unnamed, _has_next(body.get("links")))


def _id(item: dict[str, Any]) -> Optional[str]:
    """The id of a request in a list: its name, which can be a number, or the end of its links."""
    name = item.get("name")
    name = str(name) if isinstance(name, int) else name
    return next((found for found in map(request_id_in, [name, *hrefs(item.get("links"))]) if found), None)


def _progress(status: Any) -> Optional[str]:
    word = status.strip().lower() if isinstance(status, str) else ""
    return word if word in STATES else None


def _has_next(links: Any) -> bool:
    found = links if isinstance(links, list) else []
    return any(isinstance(link, dict) and link.get("rel") == "next" for link in found)
