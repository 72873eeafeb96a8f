# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios, and the timelines of operations: pure functions of the seconds since an operation was accepted."""

from __future__ import annotations

import json
import pathlib
from dataclasses import dataclass, field, fields, replace
from typing import Any, Mapping, Optional, Sequence

import yaml

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.statuses import state_of

#: The scenarios of the simulator.
OWN = pathlib.Path(__file__).parent / "scenarios"
#: Status words for each meaning, in order of preference: the first that a family has is used.
SPELLINGS = {
    "accepted": ("ACCEPTED", "CREATED", "INPROGRESS"),
    "in_progress": ("IN_PROGRESS", "INPROGRESS", "ACCEPTED"),
    "succeeded": ("SUCCEEDED", "COMPLETED"),
    "canceling": ("CANCELING", "CANCELLING"),
    "canceled": ("CANCELED", "CANCELLED"),
}
#: Statuses of an operation that is accepted but not started.
NOT_STARTED = frozenset(("ACCEPTED", "CREATED", "WAITING"))


class ScenarioError(ValueError):
    """A scenario or a definition is invalid. The message says where and why."""


def spell(word: str, statuses: Sequence[str]) -> str:
    """The status word of a family. A word in lower case is a meaning; any other word is returned unchanged."""
    if not word.islower():
        return word
    for spelling in SPELLINGS.get(word, ()):
        if spelling in statuses:
            return spelling
    return word.upper()


@dataclass(frozen=True)
class Step:
    """The changes at one moment; attributes that are None do not change."""

    at: float  # seconds since the operation was accepted
    status: Optional[str] = None
    percent: Optional[float] = None
    log: Optional[str] = None
    error: Optional[tuple[str, str]] = None  # code and message
    explanation: Optional[str] = None  # what the service says how it goes, beside errors and logs


@dataclass(frozen=True)
class Snapshot:
    """An operation at one moment. Times are seconds since it was accepted."""

    status: str
    percent: Optional[float]
    started: Optional[float]
    finished: Optional[float]
    logs: tuple[tuple[float, str], ...]
    errors: tuple[tuple[float, str, str], ...]
    explanation: Optional[str] = None

    @property
    def ended(self) -> bool:
        return self.finished is not None


@dataclass(frozen=True)
class Timeline:
    """Steps in order of time."""

    steps: tuple[Step, ...]

    def at(self, elapsed: float, statuses: Sequence[str] = ()) -> Snapshot:
        """The operation, elapsed seconds after it was accepted. statuses are the status words of its family."""
        status = spell("accepted", statuses)
        percent: Optional[float] = None
        started: Optional[float] = None
        finished: Optional[float] = None
        explanation: Optional[str] = None
        logs: list[tuple[float, str]] = []
        errors: list[tuple[float, str, str]] = []
        for step in self.steps:
            if step.at > elapsed:
                break
            if step.status is not None:
                status = spell(step.status, statuses)
                if started is None and status not in NOT_STARTED:
                    started = step.at
                if finished is None and state_of(status) in State.ENDED:
                    finished = step.at
            if step.percent is not None:
                percent = step.percent
            if step.log is not None:
                logs.append((step.at, step.log))
            if step.error is not None:
                errors.append((step.at, *step.error))
            if step.explanation is not None:
                explanation = step.explanation
        return Snapshot(status, percent, started, finished, tuple(logs), tuple(errors), explanation)

    def then(self, elapsed: float, *steps: Step) -> Timeline:
        """This timeline until elapsed seconds, then these steps."""
        return Timeline(tuple(step for step in self.steps if step.at <= elapsed) + steps)

    @classmethod
    def of(cls, definition: Mapping[str, Any]) -> Timeline:
        """The timeline of `steps`, or one made of `seconds`, `outcome`, `errors`, `logs` and `explanation`."""
        if "steps" in definition:
            steps = [_step(item) for item in definition["steps"]]
            if any(later.at < earlier.at for earlier, later in zip(steps, steps[1:])):
                raise ScenarioError("steps must be in order of their `at`")
            return cls(tuple(steps))
        return cls(
            tuple(
                _plain_steps(
                    float(definition.get("seconds", 0)),
                    definition.get("outcome", "succeeded"),
                    [_error(item) for item in definition.get("errors", ())],
                    definition.get("logs", ()),
                    definition.get("explanation"),
                )
            )
        )


def _step(item: Mapping[str, Any]) -> Step:
    unknown = set(item) - {"at", "status", "percent", "log", "error", "explanation"}
    if unknown or "at" not in item:
        raise ScenarioError(f"a step has `at` and any of status, percent, log, error, explanation: {dict(item)!r}")
    error = _error(item["error"]) if item.get("error") is not None else None
    return Step(
        float(item["at"]), item.get("status"), item.get("percent"), item.get("log"), error, item.get("explanation")
    )


def _error(item: Any) -> tuple[str, str]:
    if isinstance(item, Mapping):
        return item["code"], item["message"]
    code, message = item
    return code, message


def _plain_steps(
    seconds: float,
    outcome: Optional[str],
    errors: Sequence[tuple[str, str]],
    logs: Sequence[str],
    explanation: Optional[str],
) -> list[Step]:
    """Accepted at 0, in progress after a tenth, then evenly spread percentages and log lines, then the outcome (None: no end)."""
    steps = [Step(0, "accepted", 0)]
    if seconds > 0:
        steps += [Step(seconds * tenth / 10, "in_progress", tenth * 10) for tenth in range(1, 10)]
    steps += [Step(seconds * (number + 1) / (len(logs) + 1), log=line) for number, line in enumerate(logs)]
    steps += [Step(seconds, error=error) for error in errors]
    if explanation is not None:
        steps.append(Step(seconds, explanation=explanation))
    if outcome is not None:
        steps.append(Step(seconds, outcome, 100 if state_of(spell(outcome, ())) == State.SUCCEEDED else None))
    return sorted(steps, key=lambda step: step.at)  # stable, so the outcome comes last


def finishing_steps(
    status: str = "succeeded", percent: Any = None, errors: Any = (), log: Any = None, explanation: Any = None
) -> list[Step]:
    """The steps that end an operation immediately."""
    if percent is None and status == "succeeded":
        percent = 100
    return [Step(0, error=_error(error)) for error in errors] + [Step(0, status, percent, log, explanation=explanation)]


@dataclass(frozen=True)
class Definition:
    """An operation before it is launched. Times are in seconds of the timeline."""

    service: str = "work_requests"  # title of a family, such as identity.tagging
    operation_type: str = "CREATE_RESOURCE"
    timeline: Timeline = Timeline(())
    compartment_id: Optional[str] = None
    resources: tuple[Mapping[str, Any], ...] = ()  # entity_type, action_type, identifier, entity_uri, plays
    id: Optional[str] = None
    count: int = 1
    accepted: float = 0  # so long before the launch, or after it if negative
    visible_after: float = 0  # 404 until then
    cancel_seconds: float = 2  # from CANCELING to CANCELED; None: it cannot be canceled
    retry_after: Any = None  # value of the header; None: that of the scenario
    extra: Mapping[str, Any] = field(default_factory=dict)  # further fields of the item, by their names in JSON

    @classmethod
    def of(cls, definition: Mapping[str, Any], templates: Mapping[str, Mapping[str, Any]]) -> Definition:
        """Read a definition of a scenario file, the control API or Simulator.launch."""
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
        unknown = set(merged) - {"steps", "seconds", "outcome", "errors", "logs", "explanation"}
        if unknown:
            raise ScenarioError(f"an operation has no key {', '.join(sorted(unknown))}")
        plain["resources"] = tuple(plain.get("resources") or ())
        return cls(timeline=Timeline.of(merged), **plain)


@dataclass(frozen=True)
class Launch:
    """A call of a service that starts operations, and its answer."""

    method: str
    path: str  # with {names} for use in templates and in the answer
    templates: tuple[str, ...]
    status: int = 200
    requires: tuple[str, ...] = ()  # required fields of the body
    resource: Optional[Mapping[str, Any]] = None  # the answer's body; None: empty
    resource_type: str = "resource"  # OCID type of the new resource


@dataclass(frozen=True)
class Scenario:
    """Templates, the calls that launch them, operations that exist from the start, and faults."""

    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    launches: tuple[Launch, ...] = ()
    operations: tuple[Mapping[str, Any], ...] = ()
    resources: tuple[Mapping[str, Any], ...] = ()  # see lifecycle.py
    faults: tuple[Mapping[str, Any], ...] = ()
    namespace: str = "examplenamespace"  # of Object Storage
    retry_after: Any = 1  # Retry-After of families that send it; seconds
    forget_after: float = 12 * 3600  # seconds after its end until an operation is 404
    gone_after: float = 600  # seconds after it is deleted until a resource is 404
    search_lag: float = 0  # seconds by which Resource Search is behind
    change_seconds: float = 2  # how long it takes to do to a resource what a call asks for
    page_size: int = 100  # of a list without a limit
    max_page_size: int = 1000
    unsigned_launches: bool = False
    goldengate: Mapping[str, Any] = field(default_factory=dict)  # see goldengate/settings.py

    @classmethod
    def of(cls, source: Any) -> Scenario:
        """From a Scenario, a mapping, None (empty), the path of a YAML or JSON file, or the name of one of the simulator's own."""
        if isinstance(source, Scenario):
            return source
        if source is None:
            return cls()
        if not isinstance(source, Mapping):
            path = _file(source)
            try:
                text = path.read_text(encoding="utf-8")
                source = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
            except (OSError, ValueError, yaml.YAMLError) as error:
                raise ScenarioError(f"scenario {path}: {error}") from error
            if not isinstance(source, Mapping):
                raise ScenarioError(f"scenario {path} is not a mapping")
        known = {item.name for item in fields(cls)}
        if set(source) - known:
            raise ScenarioError(f"a scenario has no key {', '.join(sorted(set(source) - known))}")
        scenario = cls(
            **{
                **source,
                "launches": tuple(_launch(item) for item in source.get("launches", ())),
                "operations": tuple(source.get("operations", ())),
                "resources": tuple(source.get("resources", ())),
                "faults": tuple(source.get("faults", ())),
            }
        )
        for item in scenario.operations + tuple(
            {"template": name} for launch in scenario.launches for name in launch.templates if "{" not in name
        ):
            Definition.of(item, scenario.templates)  # reports mistakes at the start
        return scenario

    def with_settings(self, **settings: Any) -> Scenario:
        return replace(self, **settings)


def _file(source: Any) -> pathlib.Path:
    path = pathlib.Path(source)
    own = OWN / (f"{path.name}.yml")
    return own if path.parent == pathlib.Path(".") and not path.is_file() and own.exists() else path


def _launch(item: Mapping[str, Any]) -> Launch:
    template = item.get("template", ())
    names = (template,) if isinstance(template, str) else tuple(template)
    others = {key: value for key, value in item.items() if key != "template"}
    if "requires" in others:
        others["requires"] = tuple(others["requires"])
    try:
        return Launch(templates=names, **others)
    except TypeError as error:
        raise ScenarioError(f"launch {dict(item)!r}: {error}") from error
