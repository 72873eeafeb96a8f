# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The timelines of asynchronous requests: pure functions of the seconds since a request was accepted."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Mapping, Optional

from ..scenario import ScenarioError

PROGRESS = ("pending", "processing", "paused", "succeeded", "failed", "aborted")
FINISHED = frozenset(("succeeded", "failed", "aborted"))
#: Default of the HTTP status of the original call.
STATUS = {"succeeded": 200, "failed": 500, "aborted": 500}


@dataclass(frozen=True)
class Step:
    """The changes at one moment; attributes that are None do not change."""

    at: float  # seconds since the request was accepted
    progress: Optional[str] = None
    message: Any = None  # as answers.message() takes it


@dataclass(frozen=True)
class Snapshot:
    """A request at one moment. Times are seconds since it was accepted."""

    progress: str
    finished: Optional[float]
    messages: tuple[tuple[float, Any], ...]


@dataclass(frozen=True)
class Timeline:
    """Steps in order of time."""

    steps: tuple[Step, ...]

    def at(self, elapsed: float) -> Snapshot:
        progress, finished, messages = "pending", None, []
        for step in self.steps:
            if step.at > elapsed:
                break
            if step.progress is not None:
                progress = step.progress
                finished = step.at if progress in FINISHED else None
            if step.message is not None:
                messages.append((step.at, step.message))
        return Snapshot(progress, finished, tuple(messages))

    def then(self, elapsed: float, *steps: Step) -> Timeline:
        """This timeline until elapsed seconds, then these steps."""
        return Timeline(tuple(step for step in self.steps if step.at <= elapsed) + steps)

    @classmethod
    def of(cls, definition: Mapping[str, Any]) -> Timeline:
        """The timeline of `steps`, or one made of `seconds`, `outcome` and `messages`."""
        if "steps" in definition:
            try:
                steps = tuple(Step(**item) for item in definition["steps"])
            except TypeError as error:
                raise ScenarioError(f"a step has `at` and any of progress, message: {error}") from error
            if any(later.at < earlier.at for earlier, later in zip(steps, steps[1:])):
                raise ScenarioError("steps must be in order of their `at`")
            return cls(steps)
        seconds = float(definition.get("seconds", 0))
        outcome = definition.get("outcome", "succeeded")
        begun = (Step(0, "pending"), Step(seconds / 10, "processing"))
        messages = tuple(Step(seconds, message=each) for each in definition.get("messages", ()))
        return cls(begun + messages + (() if outcome is None else (Step(seconds, outcome),)))


@dataclass(frozen=True)
class Definition:
    """A request before it is launched. Times are in seconds of the timeline."""

    service: Optional[str] = (
        None  # Local/adminsrvr or ServiceManager; None: the first deployment's Administration Service
    )
    timeline: Timeline = Timeline(())
    id: Optional[int] = None
    count: int = 1
    accepted: float = 0  # so long before the launch
    visible_after: float = 0  # 404 until then
    gone_after: Optional[float] = None  # 404 from then on, although it is still in the list; None: never
    late_polls: int = 0  # so many GETs of the request are answered with 202 first ...
    late_results: int = 0  # ... and so many of its result
    request_status: Optional[int] = None  # of the original call
    result: Any = (
        None  # body of the original call's answer: an object or a string; None: an envelope with result_messages
    )
    result_messages: tuple[Any, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)  # further fields of the ogg:request; null removes a field

    @classmethod
    def of(cls, definition: Mapping[str, Any], templates: Mapping[str, Mapping[str, Any]]) -> Definition:
        """Read a definition of a scenario file, the control API or GoldenGate.launch."""
        merged = dict(definition)
        name = merged.pop("template", None)
        if name is not None:
            if name not in templates:
                raise ScenarioError(
                    f"there is no template {name!r}; the templates are: {', '.join(sorted(templates)) or 'none'}"
                )
            merged = {**templates[name], **merged}
        plain = {
            key: merged.pop(key) for key in [item.name for item in fields(cls)] if key in merged and key != "timeline"
        }
        unknown = set(merged) - {"steps", "seconds", "outcome", "messages"}
        if unknown:
            raise ScenarioError(f"a GoldenGate request has no key {', '.join(sorted(unknown))}")
        plain["result_messages"] = tuple(plain.get("result_messages") or ())
        return cls(timeline=Timeline.of(merged), **plain)
