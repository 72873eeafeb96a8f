# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a module runs in the process of its action plugin, and that it finds there what a process of its own would have."""

from __future__ import annotations

import json
import os
import pathlib
import sys
from typing import Any, Callable, Optional

import pytest
from ansible.plugins.action import ActionBase

from ansible_collections.longops.oracle.plugins.plugin_utils import _in_process
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.plugin_utils import tasks

OWN = {"ansible_python_interpreter": sys.executable}


class Plugin(ActionBase):
    """An action plugin that does nothing."""

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        raise AssertionError("nothing is run")


Obstacle = Callable[..., Optional[str]]


@pytest.fixture
def obstacle(tmp_path: pathlib.Path) -> Obstacle:
    def call(task_vars: dict[str, Any], **attributes: Any) -> Optional[str]:
        return _in_process.obstacle(tasks.make(Plugin, tmp_path, task_vars=task_vars, **attributes), task_vars)

    return call


def test_nothing_stands_in_the_way(obstacle: Obstacle) -> None:
    assert obstacle(OWN) is None


def test_a_task_in_the_background_needs_a_process(obstacle: Obstacle) -> None:
    assert obstacle(OWN, async_val=60) == "the task is async"


@pytest.mark.parametrize("connection", ["ssh", "psrp"])
def test_another_host_needs_a_process(obstacle: Obstacle, connection: str) -> None:
    assert obstacle(OWN, connection=connection) == f"the connection is {connection}"


def test_another_user_needs_a_process(obstacle: Obstacle) -> None:
    assert obstacle(OWN, become=object()) == "the task has become"


@pytest.mark.parametrize("value", [False, "false", "no", 0, "{{ off }}"])
def test_a_variable_turns_it_off(obstacle: Obstacle, value: Any) -> None:
    variables = {**OWN, "longops_oracle_in_process": value, "off": False}
    if isinstance(value, str) and "{" in value:
        variables = trusted(variables)
    assert obstacle(variables) == "longops_oracle_in_process is false"


@pytest.mark.parametrize("value", [True, "true", "yes", 1])
def test_the_variable_may_say_so_as_well(obstacle: Obstacle, value: Any) -> None:
    assert obstacle({**OWN, "longops_oracle_in_process": value}) is None


@pytest.mark.parametrize("interpreter", ["/usr/bin/python3.6", "/opt/venv/bin/python", "python3", "/no such/python"])
def test_another_python_needs_a_process(obstacle: Obstacle, interpreter: str) -> None:
    text = obstacle({"ansible_python_interpreter": interpreter})
    assert text == f"ansible_python_interpreter is {interpreter}, and the controller's Python is {sys.executable}"


def test_the_interpreter_may_be_a_template(obstacle: Obstacle) -> None:
    variables = trusted({"ansible_python_interpreter": "{{ mine }}", "mine": sys.executable})
    assert obstacle(variables) is None


@pytest.mark.parametrize("auto", ["auto", "auto_silent", None])
def test_an_interpreter_that_is_not_known_yet_needs_a_process(obstacle: Obstacle, auto: Optional[str]) -> None:
    """ansible-core would ask the host which one it has."""
    variables = {} if auto is None else {"ansible_python_interpreter": auto}
    text = obstacle(variables)
    assert text is not None
    assert text.startswith(f"ansible_python_interpreter is {auto or 'auto'}, and the controller's Python is ")


@pytest.mark.parametrize(("found", "ours"), [(sys.executable, True), ("/usr/bin/python3.6", False)])
def test_an_interpreter_that_was_discovered_counts(obstacle: Obstacle, found: str, ours: bool) -> None:
    facts = {"discovered_interpreter_python": found}
    variables = {"ansible_python_interpreter": "auto_silent", "ansible_facts": facts}
    assert (obstacle(variables) is None) == ours


def test_a_delegated_task_has_the_variables_of_its_delegate(obstacle: Obstacle) -> None:
    here = {**OWN, "ansible_delegated_vars": {"jump": {"ansible_python_interpreter": "/opt/python"}}}
    assert "is /opt/python" in (obstacle(here, delegate_to="jump") or "")
    there = {
        "ansible_python_interpreter": "/opt/python",
        "ansible_delegated_vars": {"localhost": {**OWN, "longops_oracle_in_process": True}},
    }
    assert obstacle(there, delegate_to="localhost") is None
    assert "is /opt/python" in (obstacle(there) or "")
    there["ansible_delegated_vars"]["localhost"]["longops_oracle_in_process"] = False
    assert obstacle(there, delegate_to="localhost") == "longops_oracle_in_process is false"


@pytest.fixture
def venv(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """The controller's Python is that of a virtual environment: a link to the one of the system."""
    base = tmp_path / "usr" / "bin"
    venv = tmp_path / "venv" / "bin"
    for folder in (base, venv):
        folder.mkdir(parents=True)
    (base / "python3.11").write_text("", encoding="ascii")
    (base / "python3").symlink_to("python3.11")
    (venv / "python").symlink_to(base / "python3.11")
    (venv / "python3").symlink_to("python")
    monkeypatch.setattr(sys, "executable", str(venv / "python"))
    return tmp_path


@pytest.mark.parametrize(
    ("interpreter", "ours"),
    [
        ("venv/bin/python", True),
        ("venv/bin/python3", True),
        ("venv/bin/../bin/python", True),
        ("link/bin/python", True),
        ("usr/bin/python3", False),  # the same program, and other libraries
        ("usr/bin/python3.11", False),
        ("other/bin/python", False),
    ],
)
def test_a_link_to_the_same_program_elsewhere_is_another_python(
    venv: pathlib.Path, obstacle: Obstacle, interpreter: str, ours: bool
) -> None:
    (venv / "link").symlink_to("venv")
    (venv / "other" / "bin").mkdir(parents=True)
    (venv / "other" / "bin" / "python").symlink_to(venv / "usr" / "bin" / "python3.11")
    assert (obstacle({"ansible_python_interpreter": str(venv / interpreter)}) is None) == ours


def trusted(variables: dict[str, Any]) -> dict[str, Any]:
    """Variables whose templates ansible-core 2.19 and later believe to come from a playbook."""
    try:
        from ansible.template import trust_as_template
    except ImportError:
        return variables
    return {name: trust_as_template(value) if isinstance(value, str) else value for name, value in variables.items()}


# What a body finds


@pytest.fixture
def body(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the body of work_request_info finds: its options, the environment and the working directory."""
    found: list[dict[str, Any]] = []

    def replacement(run: Any) -> Any:
        found.append({"params": run.params, "environ": dict(os.environ), "cwd": os.getcwd(), "check": run.check_mode})
        return {"work_requests": []}, None

    monkeypatch.setattr(_in_process.load("modules.work_request_info"), "body", replacement)
    return found


def run(tmp_path: pathlib.Path, args: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    action = tasks.make(Plugin, tmp_path, action="longops.oracle.work_request_info", args=args, **attributes)
    return _in_process.run(action, "work_request_info", {})


def test_a_body_has_the_options_of_the_task(tmp_path: pathlib.Path, body: list[dict[str, Any]]) -> None:
    result = run(tmp_path, {"work_request_id": "7", "in_flight": "yes"})
    assert result["work_requests"] == []
    assert (body[0]["params"]["work_request_id"], body[0]["params"]["in_flight"]) == ("7", True)
    assert not [name for name in body[0]["params"] if name.startswith("_ansible")]


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_body_knows_of_check_mode(tmp_path: pathlib.Path, body: list[dict[str, Any]], check_mode: bool) -> None:
    run(tmp_path, {"work_request_id": "7"}, check_mode=check_mode)
    assert body[0]["check"] is check_mode


def test_a_body_has_the_environment_of_the_task_and_nothing_else_has(
    tmp_path: pathlib.Path, body: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGOPS_KEPT", "before")
    monkeypatch.setenv("LONGOPS_REPLACED", "before")
    before, directory = dict(os.environ), os.getcwd()
    environment = [{"LONGOPS_REPLACED": "during", "OCI_REGION": "phx", "LONGOPS_NUMBER": 7}]
    run(tmp_path, {"work_request_id": "7"}, environment=environment)
    found = body[0]
    assert {name: found["environ"].get(name) for name in ("LONGOPS_KEPT", "LONGOPS_REPLACED", "LONGOPS_NUMBER")} == {
        "LONGOPS_KEPT": "before",
        "LONGOPS_REPLACED": "during",
        "LONGOPS_NUMBER": "7",
    }
    assert found["params"]["region"] == "phx"  # by the variable that the option falls back to
    assert os.path.realpath(found["cwd"]) == os.path.realpath(tmp_path)  # where ansible-core runs local modules
    assert (dict(os.environ), os.getcwd()) == (before, directory)


def test_the_environment_is_restored_whatever_happens(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(run: Any) -> Any:
        os.environ["LONGOPS_LEFT"] = "behind"
        raise KeyboardInterrupt

    monkeypatch.setattr(_in_process.load("modules.work_request_info"), "body", killed)
    before, directory = dict(os.environ), os.getcwd()
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, {"work_request_id": "7"})
    assert (dict(os.environ), os.getcwd()) == (before, directory)


def test_arguments_reach_a_body_as_plain_json(tmp_path: pathlib.Path, body: list[dict[str, Any]]) -> None:
    """Without the tags that ansible-core attaches to values."""
    given = trusted({"text": "a"})["text"]
    run(tmp_path, {"work_request_id": [given, {"id": given}]})
    value = body[0]["params"]["work_request_id"]
    assert value == ["a", {"id": "a"}]
    assert (type(value), type(value[0]), type(value[1])) == (list, str, dict)


def test_plugins_are_imported_once_and_apart_from_the_collection() -> None:
    first, second = (_in_process.load("module_utils._core.errors") for _time in range(2))
    assert first is second
    assert first.__name__ == "_longops_oracle_plugins.module_utils._core.errors"


def test_a_missing_library_names_the_python_that_lacks_it(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = _in_process.load("module_utils._core.errors")

    def lacking(run: Any) -> Any:
        raise errors.MissingLibraryError("requests", "to send requests")

    monkeypatch.setattr(_in_process.load("modules.work_request_info"), "body", lacking)
    message = run(tmp_path, {"work_request_id": "7"})["msg"]
    assert "requests" in message
    assert sys.executable in message


def test_a_whole_module_with_its_events(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched = sim.launch("work_requests", seconds=0)
    args = {"work_request_id": launched.id, "config_file_location": str(sim.config_file), "service_endpoint": sim.url}
    events: list[Any] = []
    action = tasks.make(Plugin, tmp_path, action="longops.oracle.work_request_wait", args=args)
    result = _in_process.run(action, "work_request_wait", {}, events.append)
    assert result["succeeded"] == [launched.id]
    assert [event["work_request"]["status"] for event in events] == ["SUCCEEDED"]
    assert json.loads(json.dumps(result)) == result


def test_a_worker_that_ends_abandons_what_runs_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    runner = _in_process.load("module_utils._ansible.runner")
    monkeypatch.setattr(runner, "abandon_running", lambda: called.append("all"))
    _in_process.abandon()
    assert called == ["all"]


def test_what_is_wrong_names_the_module_as_the_task_does(tmp_path: pathlib.Path) -> None:
    result = run(tmp_path, {"work_request_id": "7", "wrong": 1})
    assert result["msg"].startswith("Unsupported parameters for (longops.oracle.work_request_info) module: wrong.")
