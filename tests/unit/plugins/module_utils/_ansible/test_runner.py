# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all modules share: how they end, and that their documentation says what they do."""

from __future__ import annotations

import importlib
import pathlib
import re
from typing import Any, Callable

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.longops.oracle.plugins.module_utils._ansible import options, runner
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci import connection
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms
from ansible_collections.longops.oracle.tests.simulator import Simulator

ROOT = pathlib.Path(runner.__file__).resolve().parents[3]
PACKAGE = "ansible_collections.longops.oracle.plugins."
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
WAIT_DEFAULTS = {name: spec.get("default") for name, spec in options.wait_options().items()}

Run = Callable[..., Any]


def test_the_version_is_that_of_the_collection() -> None:
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert galaxy["version"] == options.VERSION


# Documentation


def documented(module: str) -> dict[str, Any]:
    """The options of a module's documentation, with those of the fragments that it extends: its own win."""
    docs = yaml.safe_load(importlib.import_module(f"{PACKAGE}modules.{module}").DOCUMENTATION)
    options: dict[str, Any] = {}
    for name in docs["extends_documentation_fragment"]:
        file, _dot, part = name.removeprefix("longops.oracle.").partition(".")
        fragment = importlib.import_module(f"{PACKAGE}doc_fragments.{file}").ModuleDocFragment
        options.update(yaml.safe_load(getattr(fragment, part.upper() or "DOCUMENTATION"))["options"])
    return {**options, **docs.get("options", {})}


def accepted(module: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The argument spec that a module hands to Ansible."""

    class Stop(Exception):
        pass

    found: dict[str, Any] = {}

    def catch(argument_spec: dict[str, Any], **_others: Any) -> None:
        found.update(argument_spec)
        raise Stop

    loaded = importlib.import_module(f"{PACKAGE}modules.{module}")
    for place, name in ((loaded, "AnsibleModule"), (basic, "AnsibleModule"), (runner, "Module")):
        if hasattr(place, name):
            monkeypatch.setattr(place, name, catch)
    with pytest.raises(Stop):
        loaded.main()
    return found


@pytest.mark.parametrize("module", MODULES)
def test_options_are_as_documented(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, spec = documented(module), accepted(module, monkeypatch)
    assert sorted(docs) == sorted(spec)
    for name in spec:
        for key in ("type", "elements", "choices", "default", "aliases"):
            assert docs[name].get(key) == spec[name].get(key), (name, key)
        assert docs[name].get("required", False) == spec[name].get("required", False), name
        told = re.findall(r"E\((\w+)\)", str(docs[name]["description"]))
        assert set(spec[name].get("fallback", ((), []))[1]) <= set(told), name


@pytest.mark.parametrize("module", MODULES)
def test_what_comes_back_is_described(module: str) -> None:
    def check(values: dict[str, Any]) -> None:
        for value in values.values():
            assert value["description"]
            assert value["type"]
            check(value.get("contains", {}))

    check(yaml.safe_load(importlib.import_module(f"{PACKAGE}modules.{module}").RETURN))


# Terms


def test_terms_are_what_was_asked_for() -> None:
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
def test_times_that_are_none(option: str, value: float) -> None:
    with pytest.raises(UsageError, match=f"{option} must be a number of seconds, zero or more, not {value:g}"):
        options.terms({**WAIT_DEFAULTS, option: value})


def test_intervals_that_would_be_a_burden() -> None:
    with pytest.raises(UsageError, match=r"interval must be at least 0\.1 s, not 0\.05 s"):
        options.terms({**WAIT_DEFAULTS, "interval": 0.05})


# How a module ends


def test_a_fault_of_our_own_says_so(info: Run, talkative: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_name: str) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(lookup, "find_by_ocid", break_down)
    result = info(work_request_id="ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid", **talkative).result
    assert result["msg"].startswith(
        "longops.oracle has a fault of its own (ZeroDivisionError: of all things). Please report it"
    )
    assert "Traceback" not in result["msg"]
    assert "in break_down" in str(result["exception"])


def test_what_is_hidden_is_masked_everywhere(sim: Simulator, info: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "secrets", lambda _params: ["MAKE_SECRET"])
    launched = sim.launch("container_engine", operation_type="MAKE_SECRET", outcome=None)
    done = info(work_request_id=launched.id)
    assert "SECRET" not in done.stdout
    assert done.entry["status"] == "ACCEPTED"


@pytest.mark.parametrize(
    ("option", "value"),
    [("connect_timeout", 0.0), ("read_timeout", -1.0), ("read_timeout", 3601.0), ("connect_timeout", float("nan"))],
)
def test_limits_of_a_request(option: str, value: float) -> None:
    with pytest.raises(UsageError, match=f"{option} must be a number of seconds above 0 and up to 3600"):
        options.check_limits({"connect_timeout": 10.0, "read_timeout": 60.0, option: value})
