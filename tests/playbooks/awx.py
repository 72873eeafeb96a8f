# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job as AWX runs one, by ansible-runner: what credentials inject, which variables a survey and earlier nodes give, and what is handed on.

Facts about AWX are those of AWX 24.6: custom credential types (user guide, "Custom Credential Types"), surveys and artifacts (user guide, "Workflows").
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import tempfile
import types
from typing import Any, Mapping, NamedTuple, Optional, Sequence

import jinja2.sandbox
import yaml

from . import playing

DATA = playing.COLLECTIONS / "ansible_collections" / "longops" / "oracle" / "docs" / "awx"
#: What the values of questions are in JSON.
QUESTIONS = {
    "text": str,
    "textarea": str,
    "password": str,
    "integer": int,
    "float": (int, float),
    "multiplechoice": str,
    "multiselect": list,
}
#: Environment variables that no credential may set.
RESERVED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "JOB_ID", "INVENTORY_ID")


class Job(NamedTuple):
    """How a job ended, and its artifacts: what set_stats left, which AWX hands on."""

    played: playing.Played
    artifacts: dict[str, Any]


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def one(name: str, wanted: str) -> dict[str, Any]:
    [found] = [each for each in read(name) if each["name"] == wanted]
    return found


def check_type(credential_type: Mapping[str, Any]) -> None:
    """What AWX checks of a credential type: its fields, and that templates name nothing else."""
    fields = credential_type["inputs"]["fields"]
    names = [field["id"] for field in fields]
    assert len(set(names)) == len(names)
    assert "tower" not in names
    for field in fields:
        assert re.fullmatch("[a-zA-Z_]+[a-zA-Z0-9_]*", field["id"]), field
        assert set(field) <= {"id", "label", "type", "help_text", "secret", "multiline", "format", "choices", "default"}
        assert field["type"] in ("string", "boolean")
        assert field["type"] == "string" or not set(field) & {"secret", "multiline", "format", "choices"}
    assert set(credential_type["inputs"]["required"]) <= set(names)
    injectors = credential_type["injectors"]
    assert set(injectors) <= {"env", "file"}  # AWX has extra_vars as well, which inject() leaves out
    files = injectors.get("file", {})
    assert all(re.fullmatch(r"template(\.[a-zA-Z_]+[a-zA-Z0-9_]*)?", label) for label in files)
    assert "template" not in files or len(files) == 1
    assert not [name for name in injectors.get("env", {}) if name.startswith("ANSIBLE_") or name in RESERVED]
    namespace = {**dict.fromkeys(names, "EXAMPLE"), "tower": _tower(dict.fromkeys(files, "EXAMPLE"))}
    strict = jinja2.sandbox.ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)
    for template in [*files.values(), *injectors.get("env", {}).values()]:
        assert strict.from_string(template).render(namespace).isascii()


def inject(credential_type: Mapping[str, Any], inputs: Mapping[str, Any], folder: pathlib.Path) -> dict[str, str]:
    """The environment variables of a job with a credential of this type. Files are written below folder."""
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment()
    namespace = {name: value for name, value in inputs.items() if isinstance(value, bool) or value}
    for field in credential_type["inputs"]["fields"]:
        if field["type"] == "boolean":
            namespace.setdefault(field["id"], False)
    paths = {}
    for label, template in credential_type["injectors"].get("file", {}).items():
        handle, path = tempfile.mkstemp(dir=folder)  # 0600, as AWX's are
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(environment.from_string(template).render(namespace))
        paths[label] = path
    namespace["tower"] = _tower(paths)
    injected = credential_type["injectors"].get("env", {})
    return {name: environment.from_string(template).render(namespace) for name, template in injected.items()}


def _tower(paths: Mapping[str, str]) -> Any:
    if "template" in paths:
        return types.SimpleNamespace(filename=paths["template"])
    return types.SimpleNamespace(
        filename=types.SimpleNamespace(**{label.partition(".")[2]: path for label, path in paths.items()})
    )


def check_survey(survey: Sequence[Mapping[str, Any]]) -> None:
    """What AWX checks of the questions of a survey."""
    variables = [question["variable"] for question in survey]
    assert len(set(variables)) == len(variables)
    for question in survey:
        assert isinstance(question["question_name"], str)
        kind = QUESTIONS[question["type"]]
        assert question.get("default", "") == "" or isinstance(question["default"], kind), question
        assert ("choices" in question) == (question["type"] in ("multiplechoice", "multiselect"))
        assert question.get("default", "") in (*question.get("choices", ()), "") or "choices" not in question


def answers(survey: Sequence[Mapping[str, Any]], **given: Any) -> dict[str, Any]:
    """The variables of who answers these questions, and leaves all others as they are. AWX has refused other types by then."""
    assert set(given) <= {question["variable"] for question in survey}
    found = {question["variable"]: question.get("default", "") for question in survey}
    for question in survey:
        value = given.get(question["variable"], "")
        assert value == "" or isinstance(value, QUESTIONS[question["type"]]), question
    return {**found, **given}


def run(
    folder: pathlib.Path,
    template: Mapping[str, Any],
    credentials: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]] = (),
    artifacts: Optional[Mapping[str, Any]] = None,
    extra: Optional[Mapping[str, Any]] = None,
    workflow: Optional[Mapping[str, Any]] = None,
    verbosity: int = 0,
    **answered: Any,
) -> Job:
    """Run the job of a job template: credentials are pairs of a type and its inputs, artifacts those of the nodes before it.

    Its survey's answers and defaults give way to artifacts, and these to the answers in the survey of the workflow. The job has a HOME
    that cannot be written to, and must leave its project as it is, because both can be so in an execution environment of AWX.
    """
    (folder / "credentials").mkdir(parents=True)
    settings = {
        "HOME": "/proc/none",
        "ANSIBLE_HOME": str(folder / "ansible"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "RUNNER_OMIT_EVENTS": "False",
    }
    for credential_type, inputs in credentials:
        settings.update(inject(credential_type, inputs, folder / "credentials"))
    variables = {
        **template.get("extra_vars", {}),
        **answers(template["survey"], **answered),
        **(artifacts or {}),
        **(workflow or {}),
        **(extra or {}),
    }
    project = sorted(DATA.rglob("*"))
    played = playing.play(
        folder, str(DATA / "project" / template["playbook"]), {"localhost": {}}, verbosity, settings, **variables
    )
    assert sorted(DATA.rglob("*")) == project
    left = [
        event["event_data"].get("artifact_data") for event in played.events if event["event"] == "playbook_on_stats"
    ]
    return Job(played, json.loads(json.dumps(left[-1] or {})) if left else {})
