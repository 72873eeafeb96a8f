# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugins: where they run a module, what they follow, and that nothing of it changes the result."""

from __future__ import annotations

import functools
import json
import os
import pathlib
import subprocess
import sys
import threading
import types
from typing import Any, Callable, Optional

import pytest
from ansible import constants
from ansible.errors import AnsibleConnectionFailure

from ansible_collections.longops.oracle.plugins.action import (
    operation_wait,
    request_status_info,
    request_status_wait,
    resource_wait,
    work_request_cancel,
    work_request_info,
    work_request_wait,
)
from ansible_collections.longops.oracle.plugins.plugin_utils import (
    _follower,
    _live_lines,
    _module_action,
    _wait_action,
)
from ansible_collections.longops.oracle.plugins.plugin_utils._live_lines import LiveLines
from ansible_collections.longops.oracle.plugins.plugin_utils._progress_files import LocalFile, RemoteFile
from ansible_collections.longops.oracle.plugins.plugin_utils._wait_action import WaitAction
from ansible_collections.longops.oracle.tests.unit.plugins.plugin_utils import tasks

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
HERE = {"inventory_hostname": "web1", "ansible_python_interpreter": sys.executable}
ELSEWHERE = {**HERE, "longops_oracle_in_process": False}
DONE = {"work_requests": [], "succeeded": [ID], "changed": False}


def event(status: str = "IN_PROGRESS", state: str = "pending", elapsed: float = 0.0) -> str:
    entry = {"id": ID, "service": "core", "operation_type": "MAKE", "status": status, "state": state}
    return json.dumps({"elapsed": elapsed, "operations": 1, "work_request": entry}) + "\n"


class Screen:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.verbose: list[str] = []
        self.warnings: list[str] = []

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def display(self, line: str, stderr: bool = False) -> None:
        self.lines.append(line)

    def vvv(self, line: str, host: Optional[str] = None) -> None:
        self.verbose.append(line)


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    made = Screen()
    for module in (_live_lines, _follower, _wait_action, _module_action):
        if hasattr(module, "display"):
            monkeypatch.setattr(module, "display", made)
    return made


class Ran:
    """How the module was run: in this process, or with which arguments elsewhere."""

    def __init__(self) -> None:
        self.in_process = 0
        self.args: list[dict[str, Any]] = []
        self.asynchronous: list[bool] = []


@pytest.fixture
def act(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """act(module, task_vars, args=...) runs the action plugin; module(path or listener) takes the place of the module."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(temporary))

    def call(module: Any, task_vars: dict[str, Any], plugin: Any = work_request_wait, **attributes: Any) -> Any:
        action = tasks.make(plugin.ActionModule, tmp_path, **attributes)
        ran = Ran()

        def as_module(self: Any, module_args: dict[str, Any], task_vars: Any, wrap_async: bool) -> dict[str, Any]:
            ran.args.append(module_args)
            ran.asynchronous.append(wrap_async)
            found = module(module_args.get("progress_file"))
            return {"invocation": {"module_args": {**module_args}}, **found}

        def in_process(self: Any, task_vars: Any, listener: Any = None) -> dict[str, Any]:
            ran.in_process += 1
            return module(listener)

        monkeypatch.setattr(type(action), "_execute_module", as_module)
        monkeypatch.setattr(type(action), "in_process", in_process)
        result = action.run(task_vars=task_vars)
        return types.SimpleNamespace(result=result, ran=ran, action=action, left=list(temporary.iterdir()))

    return call


def writes(*lines: str, result: Any = None) -> Callable[[Optional[str]], dict[str, Any]]:
    """A module that writes these lines of its progress file, and returns a result or raises."""

    def module(path: Optional[str]) -> dict[str, Any]:
        assert path is not None
        assert not os.path.exists(path)
        pathlib.Path(path).write_text("".join(lines), encoding="ascii")
        if isinstance(result, Exception):
            raise result
        return dict(DONE if result is None else result)

    return module


# Where a module runs


@pytest.mark.parametrize(
    "plugin",
    [
        operation_wait,
        request_status_info,
        request_status_wait,
        work_request_cancel,
        work_request_info,
        work_request_wait,
    ],
)
def test_every_plugin_runs_its_module_where_it_may(act: Any, plugin: Any) -> None:
    name = plugin.__name__.rpartition(".")[2]
    assert plugin.ActionModule.module == name
    done = act(lambda listener: {"changed": False}, HERE, plugin=plugin)
    assert (done.ran.in_process, done.ran.args) == (1, [])
    done = act(lambda path: {"changed": False}, ELSEWHERE, plugin=plugin)
    assert (done.ran.in_process, len(done.ran.args)) == (0, 1)


def test_why_a_module_has_a_process_of_its_own_is_said(act: Any, screen: Screen) -> None:
    act(writes(), ELSEWHERE)
    assert (
        "longops.oracle.work_request_wait runs as a module, because longops_oracle_in_process is false."
        in screen.verbose
    )


def test_a_task_in_the_background_runs_plainly(act: Any, screen: Screen) -> None:
    done = act(lambda path: {"started": 1}, HERE, async_val=60, args={"work_request_id": ID})
    assert (done.ran.args, done.ran.asynchronous) == ([{"work_request_id": ID}], [True])
    assert screen.lines == []


@pytest.mark.parametrize(
    "attributes", [{"check_mode": True}, {"no_log": True}, {"args": {"progress": "none"}}, {"async_val": 60}]
)
def test_where_there_are_to_be_no_lines_no_file_is_asked_for(act: Any, screen: Screen, attributes: Any) -> None:
    done = act(lambda path: dict(DONE, path=path), ELSEWHERE, **attributes)
    assert done.result["path"] is None
    assert "progress_file" not in done.ran.args[0]
    assert screen.lines == []


@pytest.mark.parametrize("attributes", [{"check_mode": True}, {"no_log": True}, {"args": {"progress": "none"}}])
def test_where_there_are_to_be_no_lines_no_listener_is_handed_over(act: Any, attributes: Any) -> None:
    assert (
        act(lambda listener: dict(DONE, has_listener=listener is not None), HERE, **attributes).result["has_listener"]
        is False
    )


# In process


def test_lines_come_from_the_body_itself(act: Any, screen: Screen) -> None:
    def body(listener: Any) -> dict[str, Any]:
        listener(json.loads(event()))
        listener(json.loads(event("SUCCEEDED", "succeeded", 4.0)))
        return dict(DONE)

    done = act(body, HERE, delegate_to="localhost")
    assert screen.lines == [
        f"web1 -> localhost | MAKE ...{ID[-8:]} | IN_PROGRESS | 0 s",
        f"web1 -> localhost | MAKE ...{ID[-8:]} | SUCCEEDED | 4 s",
    ]
    assert {name: done.result[name] for name in DONE} == DONE


def test_an_exception_of_the_body_goes_on_and_lines_end(act: Any) -> None:
    def body(listener: Any) -> dict[str, Any]:
        listener(json.loads(event()))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        act(body, HERE)


# On the controller, as a module


def test_a_module_is_followed_and_its_file_removed(act: Any, screen: Screen) -> None:
    done = act(writes(event(), event("SUCCEEDED", "succeeded", 4.0)), ELSEWHERE, args={"work_request_id": ID})
    assert [line.split(" | ")[2] for line in screen.lines] == ["IN_PROGRESS", "SUCCEEDED"]
    assert (done.result["succeeded"], done.left) == ([ID], [])
    path = pathlib.Path(done.ran.args[0]["progress_file"])
    assert path.name.startswith(".longops-progress-")
    assert len(path.name) >= len(".longops-progress-") + 32  # it cannot be guessed
    assert done.result["invocation"]["module_args"] == {"work_request_id": ID, "progress_file": None}


def test_two_runs_have_files_of_their_own(act: Any) -> None:
    paths = {act(writes(event()), ELSEWHERE).ran.args[0]["progress_file"] for _run in range(2)}
    assert len(paths) == 2


def test_a_file_of_the_user_stays_and_is_followed(act: Any, screen: Screen, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "mine"
    done = act(writes(event()), ELSEWHERE, args={"progress_file": str(path)})
    assert len(screen.lines) == 1
    assert path.read_text(encoding="ascii") == event()
    assert done.result["invocation"]["module_args"]["progress_file"] == str(path)


@pytest.mark.parametrize("given", ["mine", "~/mine", "$WHERE/mine"])
def test_a_path_is_that_of_the_module(
    act: Any, screen: Screen, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """A relative one begins in the directory in which ansible-core runs local modules, not in that of the playbook's user."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WHERE", str(tmp_path))
    done = act(lambda path: writes(event())(str(tmp_path / "mine")), ELSEWHERE, args={"progress_file": given})
    assert len(screen.lines) == 1
    assert done.ran.args[0]["progress_file"] == given


@pytest.mark.parametrize("link", [False, True])
def test_a_file_that_was_there_before_is_not_shown(
    act: Any, screen: Screen, tmp_path: pathlib.Path, link: bool
) -> None:
    """It has lines of another wait; the module fails because of it, with its own message and no observation."""
    path = tmp_path / "mine"
    old = tmp_path / "old"
    old.write_text(event("FAILED", "failed"), encoding="ascii")
    if link:
        path.symlink_to(old)
    else:
        old.rename(path)
    failed = {"failed": True, "msg": "The progress file exists already."}
    done = act(lambda given: dict(failed), ELSEWHERE, args={"progress_file": str(path)})
    assert screen.lines == []
    assert done.result["msg"] == "The progress file exists already."
    assert path.read_text(encoding="ascii") == event("FAILED", "failed")
    assert any("does not follow" in line for line in screen.verbose)


def test_a_module_that_fails_before_anything_is_polled_keeps_its_message(act: Any) -> None:
    done = act(lambda path: {"failed": True, "msg": "interval must be at least 0.1 s."}, ELSEWHERE)
    assert done.result["msg"] == "interval must be at least 0.1 s."
    assert "pending" not in done.result


def test_a_module_that_is_killed_leaves_its_last_observation(act: Any) -> None:
    killed = {"failed": True, "rc": -9, "msg": "MODULE FAILURE"}
    done = act(writes(event(), result=killed), ELSEWHERE)
    assert done.result["msg"].startswith(f"MODULE FAILURE. After 0 s, work request {ID} (MAKE, core) was IN_PROGRESS.")
    assert (done.result["pending"], done.result["polls"], done.left) == ([ID], None, [])
    assert "canceling" not in done.result


def test_the_result_of_a_killed_module_has_the_keys_of_its_kind(act: Any) -> None:
    killed = {"failed": True, "rc": -9, "msg": "MODULE FAILURE"}
    options = {"on_timeout": "cancel"}
    done = act(writes(event(), result=killed), ELSEWHERE, plugin=operation_wait, args=options)
    assert {"work_requests", "requests", "report", "not_started", "canceling"} <= set(done.result)


class Time:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The time in which connections are made again."""
    made = Time()
    attempts = functools.partial(_wait_action.Attempts, clock=lambda: made.now, sleep=made.sleep)
    monkeypatch.setattr(_wait_action, "Attempts", attempts)
    return made


LOST = AnsibleConnectionFailure("Shared connection to web1 closed.")
WAS_LOST = "The connection to the host of the wait was lost: Shared connection to web1 closed."


def runs(*modules: Callable[[Optional[str]], dict[str, Any]]) -> Callable[[Optional[str]], dict[str, Any]]:
    """A module that does something else each time it is run."""
    left = iter(modules)

    def module(path: Optional[str]) -> dict[str, Any]:
        return next(left)(path)

    return module


def found(status: str, state: str, **more: Any) -> dict[str, Any]:
    entry = json.loads(event(status, state))["work_request"]
    return {"work_requests": [entry], "elapsed": 7.0, "changed": False, **more}


def test_a_connection_that_is_lost_for_good_leaves_the_last_observation(act: Any, clock: Time) -> None:
    done = act(writes(event(), result=LOST), ELSEWHERE, args={"work_request_id": ID, "timeout": "100"})
    assert done.result["failed"]
    assert done.result["msg"].startswith(WAS_LOST)
    assert done.result["pending"] == [ID]
    assert done.left == []
    assert clock.pauses == [1, 2, 4, 8, 16, 30, 30, 9]  # to the deadline
    assert [args.get("timeout") for args in done.ran.args] == ["100", 99, 97, 93, 85, 69, 39, 9, 0]


def test_a_connection_that_comes_back_goes_on_with_the_time_that_is_left(act: Any, clock: Time, screen: Screen) -> None:
    def cut(path: Optional[str]) -> dict[str, Any]:
        clock.now += 40
        return writes(event(), result=LOST)(path)

    again = writes(event("SUCCEEDED", "succeeded", 7.0), result=found("SUCCEEDED", "succeeded", succeeded=[ID]))
    options = {"work_request_id": ID, "timeout": 60, "on_timeout": "report"}
    done = act(runs(cut, again), ELSEWHERE, args=options)
    first, second = done.ran.args
    assert second == {**options, "timeout": 19, "progress_file": second["progress_file"]}
    assert second["progress_file"] != first["progress_file"]
    assert not done.result.get("failed")
    assert (done.result["succeeded"], done.result["elapsed"]) == ([ID], 48.0)
    assert done.result["invocation"]["module_args"] == {**options, "progress_file": None}
    assert screen.warnings == [f"{WAS_LOST} Connecting again."]
    assert screen.lines[-1].endswith("| SUCCEEDED | 48 s")
    assert done.left == []


def test_the_timeout_of_a_task_without_one_is_the_modules_default(act: Any, clock: Time) -> None:
    done = act(writes(event(), result=LOST), ELSEWHERE, args={"work_request_id": ID})
    assert sum(clock.pauses) == 1200
    assert done.ran.args[1]["timeout"] == 1199


@pytest.mark.parametrize(
    "second",
    [
        found("SUCCEEDED", "succeeded", succeeded=[ID]),
        found("IN_PROGRESS", "pending", pending=[ID]),
        {"work_requests": [], "elapsed": 0.1, "changed": False},
    ],
)
def test_an_end_that_was_observed_before_is_final(act: Any, second: dict[str, Any]) -> None:
    done = act(runs(writes(event("FAILED", "failed"), result=LOST), writes(result=second)), ELSEWHERE)
    assert done.result["failed"]
    assert done.result["unsuccessful"] == [ID]
    assert done.result["msg"].startswith(WAS_LOST)
    assert "was FAILED" in done.result["msg"]


def test_an_operation_that_a_new_wait_does_not_find_is_not_lost(act: Any) -> None:
    """A resource's operations that have ended meanwhile are not in flight any more, so a wait by resource_id finds none."""
    nothing = {"work_requests": [], "elapsed": 0.1, "changed": False}
    done = act(runs(writes(event(), result=LOST), writes(result=nothing)), ELSEWHERE)
    assert done.result["failed"]
    assert done.result["pending"] == [ID]


INSTANCE = "ocid1.instance.oc1.iad.anuwcljrexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2qab"


def of_resource(status: Optional[str], state: Optional[str], id_: str = INSTANCE) -> str:
    entry = {"id": id_, "service": "core", "operation_type": "instance", "status": status, "state": state}
    return json.dumps({"elapsed": 0.0, "operations": 1, "resource": entry}) + "\n"


def gone(**more: Any) -> dict[str, Any]:
    entry = json.loads(of_resource("404 NotAuthorizedOrNotFound", "succeeded"))["resource"]
    return {"resources": [entry], "succeeded": [INSTANCE], "elapsed": 7.0, "changed": False, **more}


@pytest.mark.parametrize(
    ("absent", "status", "missing_ok"),
    [(True, "TERMINATING", True), ("yes", "TERMINATING", True), (False, "STOPPING", None), (True, None, None)],
)
def test_a_resource_that_was_seen_before_may_be_missing_over_a_new_connection(
    act: Any, absent: Any, status: Optional[str], missing_ok: Optional[bool]
) -> None:
    options = {"resource_id": INSTANCE, "absent": absent}
    first = writes(of_resource(status, status and "pending"), result=LOST)
    done = act(runs(first, writes(result=gone())), ELSEWHERE, plugin=resource_wait, args=options)
    assert not done.result.get("failed")
    assert [args.get("missing_ok") for args in done.ran.args] == [None, missing_ok]


def test_entries_about_resources_that_were_seen_before_are_told_so(act: Any) -> None:
    about = {"resource_id": INSTANCE}
    given = [ID, {**about, "absent": True}, {**about, "state": "STOPPED"}, about]
    first = writes(event(), of_resource("TERMINATING", "pending"), result=LOST)
    second = writes(result={**found("SUCCEEDED", "succeeded"), **gone()})
    done = act(runs(first, second), ELSEWHERE, plugin=operation_wait, args={"operations": given})
    assert not done.result.get("failed")
    assert [args["operations"] for args in done.ran.args] == [
        given,
        [ID, {**about, "absent": True, "missing_ok": True}, *given[2:]],
    ]


def test_resources_that_a_new_wait_comes_to_later_go_on(act: Any) -> None:
    """then: resources. What was observed of them before counts, and the end of the work request as well."""
    options = {"work_request_id": ID, "then": "resources"}
    first = writes(event("SUCCEEDED", "succeeded"), of_resource("CREATING", "pending"), result=LOST)
    both = {**found("SUCCEEDED", "succeeded"), **gone()}
    done = act(runs(first, writes(result=both)), ELSEWHERE, args=options)
    assert not done.result.get("failed")
    only = {**found("SUCCEEDED", "succeeded"), "resources": []}
    done = act(runs(first, writes(result=only)), ELSEWHERE, args=options)
    assert (done.result["failed"], done.result["pending"], done.result["succeeded"]) == (True, [INSTANCE], [ID])
    assert [each["id"] for each in done.result["resources"]] == [INSTANCE]


@pytest.mark.parametrize(("options", "has_resources"), [({}, False), ({"then": "resources"}, True)])
def test_a_lost_result_has_resources_where_they_are_waited_for(act: Any, options: Any, has_resources: bool) -> None:
    done = act(writes(event(), result=LOST), ELSEWHERE, args={"work_request_id": ID, "timeout": 1, **options})
    assert ("resources" in done.result) == has_resources


def test_a_new_wait_that_fails_by_itself_has_the_last_observation(act: Any) -> None:
    failed = {"failed": True, "msg": "The config file is gone."}
    done = act(runs(writes(event(), result=LOST), lambda path: failed), ELSEWHERE)
    assert done.result["failed"]
    assert done.result["pending"] == [ID]
    assert done.result["msg"].startswith("The config file is gone.")


def test_a_connection_that_never_was_is_ansibles_own_business(act: Any) -> None:
    """The host is unreachable, then."""
    with pytest.raises(AnsibleConnectionFailure):
        act(writes(result=AnsibleConnectionFailure("no route")), ELSEWHERE)


def test_nothing_of_the_following_changes_the_result(act: Any, monkeypatch: pytest.MonkeyPatch, screen: Screen) -> None:
    def broken(self: Any, first: int) -> Any:
        raise PermissionError("no")

    monkeypatch.setattr(LocalFile, "read", broken)
    done = act(writes(event()), ELSEWHERE)
    assert (done.result["succeeded"], screen.lines, done.left) == ([ID], [], [])
    assert any("cannot follow the wait" in line for line in screen.verbose)


def test_a_plugin_whose_playbook_has_ended_leaves_no_file(tmp_path: pathlib.Path) -> None:
    action = tasks.make(work_request_wait.ActionModule, tmp_path)
    action.abandon()
    path = tmp_path / ".longops-progress-0123"
    path.write_text(event(), encoding="ascii")
    action._own_file = LocalFile(str(path), is_ours=True)
    action.abandon()
    action.abandon()
    assert not path.exists()


# On another host


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that are run on the other host, which is this one."""

    commands: list[str] = []

    def execute(self: Any, cmd: str, sudoable: bool = True, **others: Any) -> dict[str, Any]:
        commands.append(cmd)
        ran = subprocess.run(["sh", "-c", cmd], capture_output=True, text=True, check=False, timeout=30)
        return {"rc": ran.returncode, "stdout": ran.stdout, "stderr": ran.stderr, "stdout_lines": []}

    monkeypatch.setattr(WaitAction, "_low_level_execute_command", execute)
    monkeypatch.setattr(WaitAction, "get_shell_option", lambda self, option, default=None: default, raising=False)
    return commands


def test_a_module_of_another_host_is_followed_by_commands_and_its_file_removed(
    act: Any, shell: list[str], screen: Screen
) -> None:
    done = act(writes(event(), event("SUCCEEDED", "succeeded", 4.0)), HERE, connection="ssh")
    path = done.ran.args[0]["progress_file"]
    assert [line.split(" | ")[2] for line in screen.lines] == ["IN_PROGRESS", "SUCCEEDED"]
    assert not os.path.exists(path)
    assert shell[-1].endswith(f"rm -f {path}; true")  # one command for the rest of it and its end
    assert done.result["succeeded"] == [ID]


def test_another_user_is_followed_by_commands_as_well(act: Any, shell: list[str], screen: Screen) -> None:
    done = act(writes(event()), HERE, become=types.SimpleNamespace(name="sudo"))
    assert len(screen.lines) == 1
    assert not os.path.exists(done.ran.args[0]["progress_file"])
    assert shell


def test_a_file_of_the_user_on_another_host(act: Any, shell: list[str], screen: Screen, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "mine"
    act(writes(event()), HERE, connection="ssh", args={"progress_file": str(path)})
    assert len(screen.lines) == 1
    assert path.exists()
    assert not any("rm -f" in command for command in shell)


def test_a_file_that_was_there_before_on_another_host(
    act: Any, shell: list[str], screen: Screen, tmp_path: pathlib.Path
) -> None:
    path = tmp_path / "mine"
    path.write_text(event("FAILED", "failed"), encoding="ascii")
    failed = {"failed": True, "msg": "The progress file exists already."}
    done = act(lambda given: dict(failed), HERE, connection="ssh", args={"progress_file": str(path)})
    assert (screen.lines, done.result["msg"]) == ([], "The progress file exists already.")
    assert path.exists()


def test_a_connection_that_is_lost_before_the_first_reading_leaves_the_last_observation(
    act: Any, shell: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RemoteFile, "pause", 60.0)
    done = act(writes(event(), result=LOST), HERE, connection="ssh", args={"timeout": 1})
    assert done.result["pending"] == [ID]


def test_a_connection_that_does_not_come_back_keeps_its_message(
    act: Any, shell: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands fail as well, and that is no reason for another message."""
    monkeypatch.setattr(RemoteFile, "pause", 0.0)
    is_read = threading.Event()
    put = LiveLines.put
    monkeypatch.setattr(LiveLines, "put", lambda self, found: (put(self, found), is_read.set()))

    def module(path: Optional[str]) -> dict[str, Any]:
        assert path is not None
        if is_read.is_set():
            raise LOST
        pathlib.Path(path).write_text(event(), encoding="ascii")
        assert is_read.wait(30)

        def lost(self: Any, cmd: str, sudoable: bool = True, **others: Any) -> dict[str, Any]:
            raise AnsibleConnectionFailure("closed")

        monkeypatch.setattr(WaitAction, "_low_level_execute_command", lost)
        os.unlink(path)
        raise AnsibleConnectionFailure("Shared connection to web1 closed.")

    done = act(module, HERE, connection="ssh")
    assert done.result["msg"].startswith("The connection to the host of the wait was lost: Shared connection to web1")
    assert done.result["pending"] == [ID]


@pytest.mark.parametrize("connection", ["local", "ssh"])
def test_a_module_that_makes_no_file_is_not_waited_for(
    act: Any, shell: list[str], connection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RemoteFile, "pause", 60.0)
    failed = {"failed": True, "msg": "interval must be at least 0.1 s."}
    done = act(lambda path: dict(failed), ELSEWHERE, connection=connection)
    assert done.result["msg"] == "interval must be at least 0.1 s."
    assert all("rm -f" in command for command in shell)  # no other command was begun in the meantime


def test_the_end_is_shown_although_the_file_could_not_be_read(
    act: Any, shell: list[str], screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RemoteFile, "_events", lambda self, action, command: 1 / 0)
    ended = {**DONE, "elapsed": 4.0, "work_requests": [json.loads(event("SUCCEEDED", "succeeded"))["work_request"]]}
    act(writes(event(), result=ended), HERE, connection="ssh")
    assert screen.lines == [f"web1 | MAKE ...{ID[-8:]} | SUCCEEDED | 4 s"]


def test_calls_that_were_complete_when_they_were_answered_have_no_lines(act: Any, screen: Screen) -> None:
    """As in process: there was no wait for them."""
    call = {"id": None, "call": "https://gate/services/v2/extracts/EXT1", "service": "Local", "state": "succeeded"}
    done = act(writes(result={"requests": [call], "elapsed": 0.0}), ELSEWHERE, plugin=request_status_wait)
    assert (done.result["requests"], screen.lines) == ([call], [])
