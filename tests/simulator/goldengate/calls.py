# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that start requests, POST /extracts/{extract} and the like, and the places of the id in their answers."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from ..scenario import ScenarioError

#: Where the answer to a call has the id of the request that it started. No public sample of such an answer is known, so
#: these are all that the documented schemas allow, and some that are wrong.
ID_IN = (
    "everywhere",  # in all three places below
    "location",  # in the header Location
    "links",  # in the links of the body
    "response",  # in the links of an ogg:request in the body
    "nowhere",
    "two_ids",  # one in the header, another in the links
    "at_once",  # in none: the call is complete with its answer, and starts no request
)


class Places(NamedTuple):
    """The id in each place of an answer."""

    location: Optional[int]
    links: Optional[int]
    response: Optional[int]


@dataclass(frozen=True)
class Call:
    """A call of a service that starts a request, and its answer."""

    method: str
    path: str  # below the version, with {names}
    service: Optional[str] = None  # Local/distsrvr; None: any
    request: Mapping[str, Any] = field(default_factory=dict)  # the definition of the request, or {"template": name}
    id_in: str = "everywhere"  # one of ID_IN
    status: Optional[int] = None  # None: 202, or 200 with at_once
    messages: tuple[Any, ...] = ()  # of the answer

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Call:
        """Read a call of a scenario."""
        unknown = set(item) - {each.name for each in fields(cls)}
        if unknown or not {"method", "path"} <= set(item):
            raise ScenarioError(
                f"a GoldenGate call needs method and path, and has no key but those documented: {dict(item)!r}"
            )
        if item.get("id_in", ID_IN[0]) not in ID_IN:
            raise ScenarioError(f"id_in of a GoldenGate call is one of {', '.join(ID_IN)}, not {item['id_in']!r}")
        return cls(**{**item, "messages": tuple(item.get("messages", ()))})

    @property
    def starts(self) -> int:
        """The number of requests that it starts."""
        return {"at_once": 0, "two_ids": 2}.get(self.id_in, 1)

    @property
    def answer_status(self) -> int:
        """The HTTP status of the answer."""
        return self.status or (202 if self.starts else 200)

    def named_ids(self, ids: Sequence[int]) -> Places:
        """The ids of the started requests by their place in the answer."""
        first, last = (ids[0], ids[-1]) if ids else (None, None)
        return Places(
            location=first if self.id_in in ("everywhere", "location", "two_ids") else None,
            links=last if self.id_in in ("everywhere", "links", "two_ids") else None,
            response=first if self.id_in in ("everywhere", "response") else None,
        )
