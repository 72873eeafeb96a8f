# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps what a wait observes of its operations, and when: pure. Private to longops.oracle.

It takes the events of the stream, which have neither secrets nor control characters in them. All times are seconds since
1970 by this host's clock, unless they are called the server's.
"""

from __future__ import annotations

from typing import Any, Hashable, Mapping, NamedTuple, Optional, Sequence

from .._core.operation import OperationKind
from .._core.watch import Key
from .._text import messages

#: Marks that are kept of one operation: of more, every other one that has but a percentage is left out.
MOST_MARKS = 60

Entry = Mapping[str, Any]


class Mark(NamedTuple):
    """What was seen of an operation at one time: its status, its percentage, or why it could not be read."""

    time: float
    status: str
    state: Optional[str]
    percent: Optional[float] = None
    fault: Optional[str] = None

    @property
    def kind(self) -> tuple[Any, ...]:
        """All but time and percentage."""
        return self.status, self.state, self.fault


class Track:
    """One operation: its latest entry, whether it succeeded, failed or is pending, and what was seen of it when.

    skew is the server's clock minus this host's, in seconds, where the server told its time.
    """

    def __init__(self, id_: Optional[str], kind: OperationKind, entry: Optional[Entry], outcome: str) -> None:
        self.id = id_
        self.kind = kind
        self.entry = entry
        self.outcome = outcome
        self.marks: list[Mark] = []
        self.skew: Optional[float] = None
        self.left_out = 0  # marks that were not kept

    def take(self, entry: Entry, outcome: str, now: float, server_time: Optional[float]) -> None:
        self.entry, self.outcome = entry, outcome
        skew = None if server_time is None else server_time - now
        if skew is not None and (self.skew is None or abs(skew) < abs(self.skew)):
            self.skew = skew  # other answers took longer
        fault = entry.get("fault")
        mark = Mark(
            now,
            messages.status_word(entry.get("status") or entry.get("progress"), entry.get("state"))
            if entry.get("state")
            else "",
            entry.get("state"),
            None if fault else entry.get("percent_complete"),
            fault["message"] if fault else None,
        )
        if self.marks and mark[1:] == self.marks[-1][1:]:
            return  # its errors or logs are new
        self.marks.append(mark)
        if len(self.marks) > MOST_MARKS:
            self._thin()

    def _thin(self) -> None:
        """Leave out every other mark of those that have nothing new but a percentage, or one reason of several for one thing."""
        kept = [self.marks[0]]
        for before, mark, after in zip(self.marks, self.marks[1:], self.marks[2:]):
            passing = mark.kind == before.kind == after.kind or (before.fault and mark.fault and after.fault)
            if passing and kept[-1] is before:
                self.left_out += 1
            else:
                kept.append(mark)
        kept.append(self.marks[-1])
        if len(kept) > MOST_MARKS:  # it goes to and fro
            self.left_out += len(kept) - MOST_MARKS
            kept = kept[: MOST_MARKS // 2] + kept[-MOST_MARKS // 2 :]
        self.marks = kept


class Timeline:
    """The operations of one wait, from its begin on."""

    def __init__(self) -> None:
        self.began: Optional[float] = None
        self.kinds: list[OperationKind] = []
        self._tracks: dict[Hashable, Track] = {}

    def begin(self, now: float, groups: Sequence[tuple[OperationKind, Sequence[str]]]) -> None:
        """The wait begins, for groups of operations of one kind, with their ids; or it goes on with more, after those before."""
        self.began = now if self.began is None else self.began
        self.kinds = list(dict.fromkeys(kind for kind, _ids in groups))
        for number, (kind, ids) in enumerate(groups):
            for id_ in ids:
                self._tracks.setdefault(Key(number, id_), Track(id_, kind, None, "pending"))

    def take(
        self, key: Hashable, event: Mapping[str, Any], outcome: str, now: float, server_time: Optional[float]
    ) -> None:
        """An event of the stream, about the operation of that key, and whether it has succeeded, failed or is pending."""
        track = self._tracks[key]
        track.take(event[track.kind.event_key], outcome, now, server_time)

    @property
    def tracks(self) -> list[Track]:
        """All operations, in the order in which they were asked for."""
        return list(self._tracks.values())
