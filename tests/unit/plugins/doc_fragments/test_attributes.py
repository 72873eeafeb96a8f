# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attributes that ansible-doc shows of each module are what the module, its action plugin and meta/runtime.yml do."""

from __future__ import annotations

import importlib
import json
import pathlib
import re
import subprocess
from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins import action, modules
from ansible_collections.longops.oracle.plugins.plugin_utils import _in_process
from ansible_collections.longops.oracle.tests.simulator import Simulator

COLLECTION = "longops.oracle"
ROOT = pathlib.Path(__file__).parents[4]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py") if path.stem != "__init__")
#: Where a result has its entries, by their kind.
ENTRIES = ("work_requests", "requests", "resources")

Documented = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def shown() -> dict[str, dict[str, Any]]:
    """What ansible-doc -j has of each module."""
    names = [f"{COLLECTION}.{module}" for module in MODULES]
    done = subprocess.run(["ansible-doc", "-j", *names], capture_output=True, text=True, check=True)
    return {name.rpartition(".")[2]: found["doc"] for name, found in json.loads(done.stdout).items()}


@pytest.fixture(params=MODULES)
def module(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def attributes(shown: dict[str, dict[str, Any]], module: str) -> Documented:
    return shown[module]["attributes"]


def spec(module: str) -> dict[str, Any]:
    found = importlib.import_module(f"{modules.__name__}.{module}").spec()
    assert isinstance(found, dict)
    return found


def waits(module: str) -> bool:
    return "progress_file" in spec(module)["argument_spec"]


def plugin(module: str) -> Any:
    """The class of its action plugin, None where it has none."""
    if not (ROOT / "plugins" / "action" / f"{module}.py").exists():
        return None
    return importlib.import_module(f"{action.__name__}.{module}").ActionModule


def support(is_there: bool) -> str:
    return "full" if is_there else "none"


@pytest.fixture
def play(run: Callable[..., Any], sim: Simulator, signed: dict[str, str], module: str) -> Callable[..., Any]:
    """play(is_over, option=...) runs the module for one operation of each kind that it knows, which is over or never will be."""
    options = spec(module)["argument_spec"]
    given: dict[str, Any] = {}
    operations: list[Any] = []
    ids: dict[str, str] = {}

    def launch(is_over: bool) -> None:
        how: dict[str, Any] = {"seconds": 0} if is_over else {"outcome": None}
        work_request = sim.launch("container_engine", cancel_seconds=60, **how).id
        request = sim.goldengate.launch(**how).id
        resource = sim.resource("core.instance", "RUNNING" if is_over else "STARTING").id
        if "config_file_location" in options:
            given.update(signed)
            operations.extend([{"work_request_id": work_request}, {"resource_id": resource, "state": "RUNNING"}])
        if "url" in options:
            at = {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}
            given.update(at)
            operations.append({"request_id": request})
        ids.update({"work_request_id": work_request, "request_id": str(request)})
        given.update({name: each for name, each in ids.items() if name in options})
        if "parameters" in options:
            given["resource_id"] = resource
        if "operations" in options:
            given["operations"] = operations
        if waits(module):
            given.update(interval=0.1, max_interval=0.1, timeout=2)

    def call(is_over: bool, **more: Any) -> Any:
        if not ids:
            launch(is_over)
        done = run(module, **{**given, **more})
        assert done.code == 0, done.stdout
        assert [entry for kind in ENTRIES for entry in done.result.get(kind, ())]
        return done

    return call


@pytest.fixture(autouse=True)
def for_all(no_pauses: None) -> None:
    """What every test here has."""


def test_each_module_has_all_that_can_be_said_of_it_and_nothing_else(attributes: Documented, module: str) -> None:
    """Those that the other tests here compare with the code, and a rare one where the code asks for it."""
    of_all = {"action", "action_group", "async", "check_mode", "diff_mode", "idempotent", "platform"}
    rare = {"bypass_host_loop"} if getattr(plugin(module), "BYPASS_HOST_LOOP", False) else set()
    assert set(attributes) == of_all | rare


def test_each_says_what_it_is_whether_it_is_supported_and_under_which_conditions(
    attributes: Documented, shown: dict[str, dict[str, Any]], module: str
) -> None:
    for name, attribute in attributes.items():
        assert attribute["support"] in ("full", "partial", "none"), name
        assert attribute["description"], name
        if attribute["support"] != "full":
            assert attribute.get("details"), f"{name} does not say why"
        known = set(shown[module]["options"])
        assert known.issuperset(re.findall(r"O\((\w+)\)", json.dumps(attribute))), name


def test_the_text_for_users_has_them_all(shown: dict[str, dict[str, Any]]) -> None:
    names = [f"{COLLECTION}.{module}" for module in MODULES]
    done = subprocess.run(["ansible-doc", *names], capture_output=True, text=True, check=True)
    text = re.sub(r"\x1b\[\d*m", "", done.stdout)  # underlined and bold
    sections = re.findall(r"^ATTRIBUTES:\n(.*?)^[A-Z]+:$", text, re.DOTALL | re.MULTILINE)
    found = [set(re.findall(r"^ {8}(\w+):\n {8}description:", section, re.MULTILINE)) for section in sections]
    assert sorted(map(sorted, found)) == sorted(sorted(shown[module]["attributes"]) for module in MODULES)


def test_action_groups_are_those_of_meta_runtime(attributes: Documented, module: str) -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    groups = sorted(f"{COLLECTION}.{name}" for name, members in runtime["action_groups"].items() if module in members)
    documented = attributes["action_group"]
    assert sorted(documented["membership"]) == groups
    assert documented["support"] == support(bool(groups))
    assert sorted(re.findall(r"C\(group/([\w.]+)\)", json.dumps(documented))) == groups


def test_no_member_of_an_action_group_is_missing_here() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert {member for members in runtime["action_groups"].values() for member in members} == set(MODULES)


def test_the_action_plugin_is_there(attributes: Documented, module: str) -> None:
    assert attributes["action"]["support"] == support(plugin(module) is not None)
    assert f"C({_in_process.VARIABLE})" in json.dumps(attributes["action"])


def test_async_is_what_the_action_plugin_allows(attributes: Documented, module: str) -> None:
    assert attributes["async"]["support"] == support(plugin(module)._supports_async)
    for option in ("progress_file", "timeout"):  # how such a task is followed, and what ends it
        assert (f"O({option})" in json.dumps(attributes["async"])) == waits(module), option


def test_check_mode_is_what_module_and_action_plugin_allow(attributes: Documented, module: str) -> None:
    allowed = spec(module)["supports_check_mode"] and plugin(module)._supports_check_mode
    assert attributes["check_mode"]["support"] == support(allowed)


def test_check_mode_changes_nothing_at_the_server_and_says_what_would_change(
    play: Callable[..., Any], sim: Simulator, module: str
) -> None:
    done = play(False, _ansible_check_mode=True)
    assert {entry.method for entry in sim.journal} == {"GET"}
    known = [entry for kind in ENTRIES for entry in done.result.get(kind, ())]
    assert done.result.get("polls", 0) <= len(known)  # none waits
    sim.journal.clear()
    if not waits(module):
        assert play(False).result["changed"] == done.result["changed"]


def test_a_diff_is_returned_where_that_is_said(play: Callable[..., Any], attributes: Documented, module: str) -> None:
    done = play(waits(module), _ansible_diff=True)
    assert attributes["diff_mode"]["support"] == support("diff" in done.result)


def test_the_second_run_changes_nothing_where_that_is_said(
    play: Callable[..., Any], attributes: Documented, module: str
) -> None:
    play(waits(module))
    assert attributes["idempotent"]["support"] == support(play(waits(module)).result["changed"] is False)


def test_the_platform_is_where_python_modules_run(attributes: Documented, module: str) -> None:
    """ansible-core sends no Python to Windows, where a module is a file .ps1."""
    platforms = "windows" if list((ROOT / "plugins" / "modules").glob(f"{module}.ps1")) else "posix"
    assert attributes["platform"]["platforms"] == platforms
    assert attributes["platform"]["support"] == "full"
