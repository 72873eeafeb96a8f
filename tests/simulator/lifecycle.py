# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lifecycles of resources: pure functions of the seconds since a resource is there."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Mapping, Optional

from .resource_types import Type, Types, nearest
from .scenario import ScenarioError


@dataclass(frozen=True)
class Move:
    """A resource comes into a state. What the service says of the one before is gone."""

    at: float  # seconds since the resource is there
    state: str
    details: Optional[str] = None  # what the service says of the state


@dataclass(frozen=True)
class Lifecycle:
    """Moves in order of time, the first of them at 0."""

    moves: tuple[Move, ...]

    def at(self, elapsed: float) -> Move:
        """The last move until then."""
        return [move for move in self.moves if move.at <= elapsed or move is self.moves[0]][-1]

    def then(self, elapsed: float, *moves: Move) -> Lifecycle:
        """This lifecycle until elapsed seconds, then these moves."""
        return Lifecycle(tuple(move for move in self.moves if move.at <= elapsed) + moves)


def moves_of(definition: Mapping[str, Any], type_: Type) -> tuple[Move, ...]:
    """The moves of `steps`, or those of `state`, `then`, `after` and `details`, by the words of the type."""
    strict = not definition.get("undocumented")
    if definition.get("steps") is not None:
        if any(definition.get(key) is not None for key in ("then", "details")):
            raise ScenarioError(f"{type_.title}: steps stand instead of then, after and details")
        moves = [_step(item, type_, strict) for item in definition["steps"]]
        if definition.get("state") is not None:
            moves.insert(0, Move(0, type_.word(definition["state"], strict)))
    else:
        first = type_.word(definition.get("state") or "steady", strict)
        moves = [Move(0, first)]
        if definition.get("then") is not None:
            moves.append(Move(float(definition.get("after") or 0), type_.word(definition["then"], strict)))
        moves[-1] = Move(moves[-1].at, moves[-1].state, definition.get("details"))
    if not moves or any(later.at < earlier.at for earlier, later in zip(moves, moves[1:])):
        raise ScenarioError(f"{type_.title}: steps must be in order of their `at`")
    return tuple(moves)


def _step(item: Mapping[str, Any], type_: Type, strict: bool) -> Move:
    if set(item) - {"at", "state", "details"} or not {"at", "state"} <= set(item):
        raise ScenarioError(f"a step of a resource has `at`, `state` and perhaps `details`: {dict(item)!r}")
    return Move(float(item["at"]), type_.word(item["state"], strict), item.get("details"))


@dataclass(frozen=True)
class Definition:
    """A resource before it is there. Times are in seconds of the timeline."""

    type: str  # title of a resource type, such as core.instance
    moves: tuple[Move, ...] = ()
    id: Optional[str] = None
    parameters: Mapping[str, str] = field(default_factory=dict)  # the other names that its path or query needs
    compartment_id: Optional[str] = None
    display_name: Optional[str] = None
    extra: Mapping[str, Any] = field(default_factory=dict)  # further fields of the answer
    count: int = 1
    created: float = 0  # so long ago
    visible_after: float = 0  # 404 until then
    gone_after: Optional[float] = None  # 404 so long after it is deleted; None: as in the scenario
    takes: Optional[float] = None  # how long a call takes that changes it; None: as in the scenario

    @classmethod
    def of(cls, definition: Mapping[str, Any], types: Types) -> Definition:
        """Read a definition of a scenario file, the control API or Simulator.resource."""
        rest = dict(definition)
        if "type" not in rest:
            raise ScenarioError(f"a resource has a `type`: {rest!r}")
        type_ = types.find(rest["type"])
        names = [item.name for item in fields(cls) if item.name != "moves"]
        plain = {key: rest.pop(key) for key in names if key in rest}
        moves = moves_of(rest, type_)
        for key in set(rest) - {"state", "then", "after", "details", "steps", "undocumented"}:
            raise ScenarioError(f"a resource has no key {key}; {nearest(key, [*names, 'state', 'then', 'after'])}")
        plain["parameters"] = type_.parameters(plain.get("parameters") or {})
        if plain.get("id") is not None and plain.get("count", 1) != 1:
            raise ScenarioError("an id can be given to one resource only")
        return cls(moves=moves, **plain)
