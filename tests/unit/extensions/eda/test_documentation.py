# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation and the schemas of event sources, compared with the options that they have."""

from __future__ import annotations

import json
import re
import runpy
from typing import Any

import jsonschema
import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._ansible.options import FromEnvironment
from ansible_collections.longops.oracle.plugins.module_utils._events.event import Change
from ansible_collections.longops.oracle.tests.unit.extensions.eda import running

NAMES = ["goldengate_requests", "resources", "work_requests"]
#: What an option of this type is in JSON.
TYPES = {"str": "string", "dict": "object", "path": "string", "float": "number", "int": "integer", "bool": "boolean"}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def source(name: str) -> dict[str, Any]:
    return runpy.run_path(str(running.EVENT_SOURCES / f"{name}.py"))


@pytest.fixture
def options(source: dict[str, Any]) -> dict[str, Any]:
    return source["spec"]()["argument_spec"]


def schema(name: str) -> dict[str, Any]:
    return json.loads((running.EVENT_SOURCES / "schemas" / f"{name}.json").read_text())


def test_these_are_all() -> None:
    assert sorted(path.stem for path in running.EVENT_SOURCES.glob("*.py")) == NAMES
    extensions = yaml.safe_load((running.EVENT_SOURCES.parents[3] / "meta" / "extensions.yml").read_text())
    assert extensions == {"extensions": [{"args": {"ext_dir": "eda/plugins/event_source"}}]}


def test_each_option_is_documented_as_it_is(source: dict[str, Any], options: dict[str, Any]) -> None:
    documented = yaml.safe_load(source["DOCUMENTATION"])["options"]
    assert documented.keys() == options.keys()
    for option, spec in options.items():
        found = documented[option]
        assert found["description"], option
        assert found["type"] == spec["type"], option
        for key in ("elements", "choices", "default", "aliases"):
            assert (found.get(key) or None) == (spec.get(key) or None), (option, key)
        assert bool(found.get("required")) == bool(spec.get("required")), option
        variables = spec.get("fallback", (None, []))[1]
        assert re.findall(r"E\((\w+)\)", found["description"][-1]) == list(variables) or not variables, option


def test_the_examples_have_options_that_there_are(name: str, source: dict[str, Any], options: dict[str, Any]) -> None:
    for example in yaml.safe_load(source["EXAMPLES"]):
        [(used, args)] = [(key, value) for key, value in example.items() if key != "name"]
        assert used == f"longops.oracle.{name}"
        jsonschema.validate(args, schema(name))
        assert args.keys() <= options.keys()


def test_the_schema_of_the_arguments_has_all_options(name: str, options: dict[str, Any]) -> None:
    found = schema(name)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["properties"].keys() == options.keys()
    assert found.get("required", []) == [option for option, spec in options.items() if spec.get("required")]
    for option, spec in options.items():
        described = found["properties"][option]
        if spec["type"] in TYPES:
            assert described["type"] == TYPES[spec["type"]], option
        assert described.get("enum") == spec.get("choices"), option
        assert described.get("format") == ("password" if spec.get("no_log") else None), option
        assert not isinstance(described.get("default"), FromEnvironment)
        assert not re.search(r"\b[OVCEM]\(", described["description"]), option


def test_the_schema_of_events_has_all_changes(name: str) -> None:
    assert schema(f"{name}_event")["properties"]["change"]["enum"] == list(Change.ALL)
