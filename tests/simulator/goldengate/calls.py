# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that start requests, POST /extracts/{extract} and the like, and each way to tell the id of what they started."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from ..scenario import ScenarioError

#: Where the answer of a call names the request that it started. No public sample of such an answer is known, so there
#: is one for each way that the documented schemas leave open, and for those that go wrong.
WAYS = (
    "everywhere",  # in all three places below
    "location",  # in the header Location
    "links",  # in the links of the body
    "response",  # in the links of an ogg:request in the body
    "nowhere",
    "two_ids",  # one in the header, another in the links
    "at_once",  # nothing is started: the call is over when it answers
)


class Places(NamedTuple):
    """The ids that an answer has in each place."""

    location: Optional[int]
    links: Optional[int]
    response: Optional[int]


@dataclass(frozen=True)
class Call:
    """A call of a service that starts a request, and how it answers."""

    method: str
    path: str  # below the version, with {names}
    service: Optional[str] = None  # Local/distsrvr; None: any
    request: Mapping[str, Any] = field(default_factory=dict)  # what it starts: a definition, or {"template": name}
    id_in: str = "everywhere"  # one of WAYS
    status: Optional[int] = None  # None: 202, or 200 where it is over at once
    messages: tuple[Any, ...] = ()  # in its answer

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Call:
        """Read a call as a scenario has it."""
        unknown = set(item) - {each.name for each in fields(cls)}
        if unknown or not {"method", "path"} <= set(item):
            raise ScenarioError(f"a GoldenGate call has a method and a path; this one is {dict(item)!r}")
        if item.get("id_in", WAYS[0]) not in WAYS:
            raise ScenarioError(f"id_in of a GoldenGate call is one of {', '.join(WAYS)}, not {item['id_in']!r}")
        return cls(**{**item, "messages": tuple(item.get("messages", ()))})

    @property
    def starts(self) -> int:
        """How many requests it starts."""
        return {"at_once": 0, "two_ids": 2}.get(self.id_in, 1)

    @property
    def answered(self) -> int:
        """The HTTP status of its answer."""
        return self.status or (202 if self.starts else 200)

    def told(self, ids: Sequence[int]) -> Places:
        """Where the answer names which of the ids that were started."""
        first, last = (ids[0], ids[-1]) if ids else (None, None)
        return Places(
            location=first if self.id_in in ("everywhere", "location", "two_ids") else None,
            links=last if self.id_in in ("everywhere", "links", "two_ids") else None,
            response=first if self.id_in in ("everywhere", "response") else None,
        )
