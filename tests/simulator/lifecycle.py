# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lifecycles of resources, and what operations make of them: pure functions of the seconds since a resource is there."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Mapping, Optional

from .resource_types import GONE, Type, Types, nearest
from .scenario import ScenarioError

#: What a definition and a move say of the states.
MOVE_KEYS = ("state", "then", "after", "details", "steps", "undocumented")


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

    def with_moves(self, *moves: Move) -> Lifecycle:
        """This lifecycle and these moves, which come after its own of the same moment."""
        return Lifecycle((self.moves[0], *sorted((*self.moves[1:], *moves), key=lambda move: move.at)))

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
    change_seconds: Optional[float] = None  # how long it takes to do what a call asks for; None: as in the scenario

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
        for key in set(rest) - set(MOVE_KEYS):
            raise ScenarioError(f"a resource has no key {key}; {nearest(key, [*names, *MOVE_KEYS])}")
        plain["parameters"] = type_.parameters(plain.get("parameters") or {})
        if plain.get("id") is not None and plain.get("count", 1) != 1:
            raise ScenarioError("an id can be given to one resource only")
        return cls(moves=moves, **plain)


@dataclass(frozen=True)
class Effect:
    """What an operation makes of a resource that it names. A state that is None does not change."""

    definition: Definition  # of the resource, where it is not there yet
    during: Optional[str]
    succeeded: Optional[str]
    failed: Optional[str]
    canceled: Optional[str]
    details: Optional[str] = None  # with the state at the end, unless it has succeeded
    lag: float = 0  # seconds from the end of the operation until the resource follows

    @classmethod
    def of(
        cls, plays: Any, operation_type: str, named: Mapping[str, Any], types: Types, known: Optional[str] = None
    ) -> Effect:
        """Read the key `plays` of a resource that an operation names: a title, or a mapping. known: the title, if it is there."""
        given = {"type": plays} if isinstance(plays, str) else dict(plays)
        title = given.pop("type", known)
        if title is None:
            raise ScenarioError(f"plays names the `type` of a resource that is not there yet: {dict(named)!r}")
        type_ = types.find(title)
        strict = not given.pop("undocumented", False)
        usual = _usual(operation_type, type_)
        states = {}
        for key in ("during", "succeeded", "failed", "canceled"):
            word = given.pop(key, usual[key])
            states[key] = None if word is None else type_.word(word, strict)
        own = {key: given.pop(key) for key in ("details", "lag") if key in given}
        definition = {"type": title, "id": named.get("identifier"), "state": states["during"], **given}
        return cls(Definition.of({**definition, "undocumented": True}, types), **states, **own)


def _usual(operation_type: str, type_: Type) -> dict[str, Optional[str]]:
    """The states that operations of this name lead to, as far as the type has words for them."""
    name = operation_type.upper()
    failed = type_.find_word("failed")
    if any(word in name for word in ("DELETE", "TERMINATE", "DETACH")):
        return {
            "during": type_.deletion[0],
            "succeeded": type_.deletion[1] or GONE,
            "failed": failed,
            "canceled": None,
        }
    made = any(word in name for word in ("CREATE", "LAUNCH", "PROVISION"))
    during = type_.find_word("transitional") if made else "UPDATING" if "UPDATING" in type_.row.words else None
    steady = type_.find_word("steady")
    return {
        "during": during,
        "succeeded": steady,
        "failed": failed if made else steady,
        "canceled": failed if made else steady,
    }
