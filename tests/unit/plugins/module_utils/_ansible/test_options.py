# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that modules share: they are as documented, and what they mean."""

from __future__ import annotations

import importlib
import json
import pathlib
import re
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.longops.oracle.plugins.module_utils._ansible import options
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms

ROOT = pathlib.Path(options.__file__).resolve().parents[3]
PACKAGE = "ansible_collections.longops.oracle.plugins."
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
WAIT_DEFAULTS = {name: spec.get("default") for name, spec in options.wait_options().items()}


def test_the_version_is_that_of_the_collection() -> None:
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert galaxy["version"] == options.VERSION


# Documentation


def documented(module: str) -> dict[str, Any]:
    """The options of a module's documentation, with those of the fragments that it extends: its own win."""
    docs = yaml.safe_load(importlib.import_module(f"{PACKAGE}modules.{module}").DOCUMENTATION)
    found: dict[str, Any] = {}
    for name in docs["extends_documentation_fragment"]:
        file, _dot, part = name.removeprefix("longops.oracle.").partition(".")
        fragment = importlib.import_module(f"{PACKAGE}doc_fragments.{file}").ModuleDocFragment
        found.update(yaml.safe_load(getattr(fragment, part.upper() or "DOCUMENTATION")).get("options", {}))
    return {**found, **docs.get("options", {})}


@pytest.mark.parametrize("module", MODULES)
def test_options_are_as_documented(module: str) -> None:
    docs = documented(module)
    spec = importlib.import_module(f"{PACKAGE}modules.{module}").spec()["argument_spec"]
    assert sorted(docs) == sorted(spec)
    for name in spec:
        for key in ("type", "elements", "choices", "default", "aliases"):
            assert docs[name].get(key) == spec[name].get(key), (name, key)
        assert docs[name].get("required", False) == spec[name].get("required", False), name
        variables = re.findall(r"E\((\w+)\)", str(docs[name]["description"]))
        assert set(spec[name].get("fallback", ((), []))[1]) <= set(variables), name


@pytest.mark.parametrize("module", MODULES)
def test_results_are_described(module: str) -> None:
    def check(values: dict[str, Any]) -> None:
        for value in values.values():
            assert value["description"]
            assert value["type"]
            check(value.get("contains", {}))

    check(yaml.safe_load(importlib.import_module(f"{PACKAGE}modules.{module}").RETURN))


# Terms


def test_terms_are_what_the_options_say() -> None:
    asked = {
        "timeout": 5.0,
        "interval": 1.0,
        "max_interval": 3.0,
        "on_failure": "report",
        "on_attention": "fail",
        "accept": [" skipped ", "Odd"],
    }
    assert options.terms({**WAIT_DEFAULTS, **asked}) == Terms(
        5.0, 1.0, 3.0, "report", "fail", frozenset(("SKIPPED", "ODD"))
    )


def test_the_waiters_defaults_are_the_modules() -> None:
    assert options.terms(WAIT_DEFAULTS) == Terms()


@pytest.mark.parametrize("option", ["timeout", "interval", "max_interval"])
@pytest.mark.parametrize("value", [-1.0, -0.001, float("nan"), float("inf"), float("-inf")])
def test_invalid_times(option: str, value: float) -> None:
    with pytest.raises(UsageError, match=f"{option} must be a number of seconds, zero or more, not {value:g}"):
        options.terms({**WAIT_DEFAULTS, option: value})


def test_intervals_that_are_too_short() -> None:
    with pytest.raises(UsageError, match=r"interval must be at least 0\.1 s, not 0\.05 s"):
        options.terms({**WAIT_DEFAULTS, "interval": 0.05})


# Requests


@pytest.mark.parametrize(
    ("option", "value"),
    [("connect_timeout", 0.0), ("read_timeout", -1.0), ("read_timeout", 3601.0), ("connect_timeout", float("nan"))],
)
def test_limits_of_a_request(option: str, value: float) -> None:
    with pytest.raises(UsageError, match=f"{option} must be a number of seconds above 0 and up to 3600"):
        options.check_limits({"connect_timeout": 10.0, "read_timeout": 60.0, option: value})


# Texts

SPEC = {
    "name": {"type": "str"},
    "names": {"type": "list", "elements": "str"},
    "anything": {"type": "raw"},
    "file": options.from_environment("SOME_FILE", type="path"),
}


@pytest.mark.parametrize(("option", "value"), [("name", "a\udc80"), ("name", "\ud83d"), ("names", ["a", "\ud83d"])])
def test_half_of_a_surrogate_pair_is_no_text(option: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"{option} has half of a surrogate pair in it, which is no character."):
        options.check_text({option: value}, SPEC)


def test_whole_characters_and_other_types_are_fine() -> None:
    options.check_text({"name": "\U0001f600", "names": ["\u00e9", 7, None], "anything": "\ud83d", "file": None}, SPEC)


def test_bytes_of_the_environment_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    path = b"/home/jos\xe9".decode("utf-8", "surrogateescape")
    with pytest.raises(UsageError):
        options.check_text({"file": path}, SPEC)
    monkeypatch.setenv("SOME_FILE", path)
    options.check_text({"file": path}, SPEC)


# What the task gives, and what the environment


@pytest.mark.parametrize(
    ("given", "environment", "of_task", "value"),
    [
        ("iad", None, "iad", "iad"),
        ("iad", "iad", "iad", "iad"),
        ("iad", "phx", "iad", "iad"),
        (None, "phx", None, "phx"),
        (None, None, None, None),
        ("", "phx", None, ""),
        (None, "", None, None),  # as a credential of AWX sets it whose field is empty
    ],
)
def test_a_value_of_the_task_is_told_from_one_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: Any, environment: Any, of_task: Any, value: Any
) -> None:
    if environment is not None:
        monkeypatch.setenv("OCI_REGION", environment)
    spec = {"region": options.from_environment("OCI_REGION", type="str")}
    params = ArgumentSpecValidator(spec).validate({} if given is None else {"region": given}).validated_parameters
    assert (options.of_task(params, "region"), params["region"]) == (of_task, value)
    assert json.dumps(params) == json.dumps({"region": value})
