# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what an event of the stream of a wait is: one observation of one operation. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence

from ..module_utils._core.operation import OperationKind

Entry = Mapping[str, Any]
#: What tells two operations apart: the kind, the service and the id.
Key = tuple[str, str, str]


class Event(NamedTuple):
    """One event: the entry of an operation in the form of the result, and the seconds since the wait began.

    operations is how many of them the wait watches.
    """

    kind: OperationKind
    entry: Entry
    elapsed: float
    operations: int

    @property
    def id(self) -> str:
        return str(self.entry["id"])

    @property
    def key(self) -> Key:
        return self.kind.event_key, str(self.entry.get("service")), self.id


def parse(found: Any, kinds: Sequence[OperationKind]) -> Optional[Event]:
    """The event that this dictionary is; None where it is none about an operation of one of these kinds.

    Entries without an id are of calls that were complete when they were answered, for which there was no wait.
    """
    if not isinstance(found, dict) or not isinstance(found.get("elapsed"), (int, float)):
        return None
    for kind in kinds:
        entry = found.get(kind.event_key)
        if isinstance(entry, dict) and entry.get("id") and "state" in entry:
            return Event(kind, entry, float(found["elapsed"]), int(found.get("operations") or 1))
    return None
