# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the action plugin makes of slices that go wrong, or find little: a module that is a script, and a clock of its own."""

from __future__ import annotations

import types
from typing import Any, Callable, Union

import pytest
from ansible.errors import AnsibleConnectionFailure, AnsibleError

from ansible_collections.longops.oracle.plugins.action import request_status_wait, work_request_wait
from ansible_collections.longops.oracle.plugins.plugin_utils import _watching
from ansible_collections.longops.oracle.plugins.plugin_utils._progress import FEW

START = 0.5  # seconds that the module takes to start
Script = Callable[[dict[str, Any]], Union[dict[str, Any], Exception]]


class Watched:
    """An action plugin whose module is a script: the arguments that it was given, and the lines that were shown."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, script: Script, plugin: Any = work_request_wait, **task: Any
    ) -> None:
        self.now = 1000.0
        self.given: list[dict[str, Any]] = []
        self.lines: list[str] = []
        self._script = script
        monkeypatch.setattr(_watching, "time", types.SimpleNamespace(monotonic=lambda: self.now, sleep=self._pass))
        monkeypatch.setattr(_watching.display, "display", lambda line, stderr: self.lines.append(line))
        settings = {
            "args": {},
            "async_val": 0,
            "check_mode": False,
            "no_log": False,
            "delegate_to": None,
            "diff": False,
            **task,
        }
        connection = types.SimpleNamespace(_shell=types.SimpleNamespace(tmpdir=None))
        self._action = plugin.ActionModule(types.SimpleNamespace(**settings), connection, None, None, None, None)
        monkeypatch.setattr(self._action, "_module", self._module)

    def run(self) -> dict[str, Any]:
        return self._action.run(None, {"inventory_hostname": "web1"})

    def _pass(self, seconds: float) -> None:
        self.now += seconds

    def _module(self, arguments: dict[str, Any], _task_vars: Any, wrap_async: bool = False) -> dict[str, Any]:
        self.given.append(dict(arguments))
        self.now += START
        found = self._script(arguments)
        if isinstance(found, Exception):
            raise found
        self.now += found.get("elapsed", 0.0)
        return dict(found, invocation={"module_args": dict(arguments)})


def seen(arguments: dict[str, Any], *entries: dict[str, Any]) -> dict[str, Any]:
    """What the module returns when it has waited for all of its time, or until all was over."""
    rest = {
        "service": "oke",
        "compartment_id": None,
        "state": "pending",
        "status": "BUSY",
        "percent_complete": None,
        "errors": None,
        "fault": None,
    }
    entries = tuple({**rest, **entry} for entry in entries)
    outcomes = {"succeeded": ("succeeded",), "unsuccessful": ("failed",), "pending": ("pending", None)}
    found = {name: [entry["id"] for entry in entries if entry["state"] in states] for name, states in outcomes.items()}
    elapsed = float(arguments["timeout"]) if found["pending"] else 0.0
    return dict(
        found, work_requests=list(entries), elapsed=elapsed, polls=1, timed_out=bool(found["pending"]), changed=False
    )


def asked(arguments: dict[str, Any]) -> list[str]:
    return [entry["id"] if isinstance(entry, dict) else entry for entry in arguments["work_request_id"]]


def in_turn(*scripts: Script) -> Script:
    rest = list(scripts)

    def script(arguments: dict[str, Any]) -> Any:
        return rest.pop(0)(arguments)

    return script


def busy(arguments: dict[str, Any]) -> dict[str, Any]:
    return seen(arguments, *({"id": key} for key in asked(arguments)))


@pytest.mark.parametrize(
    ("trouble", "left"),
    [
        (AnsibleConnectionFailure("ssh: no route"), {"unreachable": True, "msg": "ssh: no route"}),
        (AnsibleError("no interpreter"), {"failed": True, "msg": "no interpreter"}),
        ({"failed": True, "msg": "MODULE FAILURE", "rc": 1}, {"failed": True, "msg": "MODULE FAILURE", "rc": 1}),
        ({"failed": True, "msg": "The session has ended."}, {"failed": True, "msg": "The session has ended."}),
    ],
)
def test_what_breaks_a_wait_off_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, trouble: Any, left: dict[str, Any]
) -> None:
    watched = Watched(monkeypatch, in_turn(busy, busy, lambda arguments: trouble), args={"work_request_id": ["a", "b"]})
    result = watched.run()
    assert {name: result[name] for name in left} == left
    assert [(entry["id"], entry["status"]) for entry in result["work_requests"]] == [("a", "BUSY"), ("b", "BUSY")]
    assert (result["pending"], result["polls"], result["timed_out"]) == (["a", "b"], 2, False)


def test_a_sign_in_that_ends_on_the_way_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = {"kind": "fatal", "message": "GET answered 401: the session has ended."}

    def refused(arguments: dict[str, Any]) -> dict[str, Any]:
        found = seen(arguments, {"id": "a", "status": None, "state": None, "fault": fault})
        return dict(found, unsuccessful=["a"], pending=[], timed_out=False, elapsed=0.0)

    result = Watched(monkeypatch, in_turn(busy, refused), args={"work_request_id": ["a"]}).run()
    assert [(entry["status"], entry["fault"]) for entry in result["work_requests"]] == [("BUSY", fault)]
    assert result["unsuccessful"] == ["a"]
    assert "the session has ended. It was last seen BUSY." in result["msg"]


def test_a_host_that_cannot_be_reached_at_first_is_for_ansible_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(
        monkeypatch, lambda arguments: AnsibleConnectionFailure("no route"), args={"work_request_id": ["a"]}
    )
    with pytest.raises(AnsibleConnectionFailure):
        watched.run()


def test_a_refusal_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = {"failed": True, "msg": "interval must be at least 0.1 s.", "changed": False}
    result = Watched(monkeypatch, lambda arguments: refusal, args={"work_request_id": ["a"], "interval": 0.01}).run()
    assert {name: result[name] for name in refusal} == refusal


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_failure": "perhaps"},
        {"on_timeout": "no"},
        {"logs": "some"},
        {"timeout": "soon"},
        {"interval": -1},
        {"timeout": 0},
    ],
)
def test_what_no_slice_can_be_cut_from_is_left_to_the_module(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    args = {"work_request_id": ["a"], **wrong}
    watched = Watched(monkeypatch, lambda arguments: {"changed": False}, args=args)
    watched.run()
    assert watched.given == [args]
    assert watched.lines == []


@pytest.mark.parametrize("silent", [{"no_log": True}, {"check_mode": True}, {"async_val": 60}])
def test_nothing_is_said_where_nobody_must_or_can_hear_it(
    monkeypatch: pytest.MonkeyPatch, silent: dict[str, Any]
) -> None:
    watched = Watched(monkeypatch, lambda arguments: {"changed": False}, args={"work_request_id": ["a"]}, **silent)
    watched.run()
    assert watched.given == [{"work_request_id": ["a"]}]
    assert watched.lines == []


def test_the_invocation_is_that_of_the_task(monkeypatch: pytest.MonkeyPatch) -> None:
    args = {"work_request_id": "a,b", "timeout": "60", "on_failure": "fail_at_end"}
    script = in_turn(lambda arguments: seen(arguments, {"id": "a"}, {"id": "b"}), busy, busy, busy, busy)
    shown = Watched(monkeypatch, script, args=args).run()["invocation"]["module_args"]
    assert shown == {
        "work_request_id": "a,b",
        "timeout": 60.0,
        "on_failure": "fail_at_end",
        "on_timeout": "fail",
        "logs": "failed",
    }


def test_many_are_asked_for_no_logs_until_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    many = ["id%d" % number for number in range(FEW + 1)]
    watched = Watched(monkeypatch, busy, args={"work_request_id": many, "timeout": 300})
    watched.run()
    logs = [given["logs"] for given in watched.given]
    assert logs == ["none"] * (len(logs) - 1) + ["failed"]
    assert watched.now == pytest.approx(1300, abs=1)


def test_few_are_asked_for_logs_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch, busy, args={"work_request_id": ["a"], "timeout": 300})
    watched.run()
    assert [given["logs"] for given in watched.given][:4] == ["none", "none", "failed", "failed"]


@pytest.mark.parametrize(("logs", "again"), [("failed", ["bad"]), ("all", ["good", "bad"]), ("none", None)])
def test_what_was_spared_is_read_at_the_end(monkeypatch: pytest.MonkeyPatch, logs: str, again: Any) -> None:
    over = {"good": {"id": "good", "state": "succeeded"}, "bad": {"id": "bad", "state": "failed", "errors": []}}

    def script(arguments: dict[str, Any]) -> dict[str, Any]:
        read = None if arguments["logs"] == "none" else [{"message": "x"}]
        return seen(arguments, *(dict(over[key], logs=read) for key in asked(arguments)))

    watched = Watched(
        monkeypatch, script, args={"work_request_id": ["good", "bad"], "logs": logs, "on_failure": "report"}
    )
    result = watched.run()
    assert [asked(given) for given in watched.given[1:]] == ([] if again is None else [again])
    assert [entry["id"] for entry in result["work_requests"] if entry["logs"]] == (again or [])


def test_goldengate_has_no_logs_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(arguments: dict[str, Any]) -> dict[str, Any]:
        found = seen(
            arguments,
            {
                "id": "7",
                "call": "https://gate/services/v2/extracts/E",
                "state": "succeeded" if "timeout" in arguments else "pending",
            },
        )
        return dict(found, requests=found["work_requests"])

    watched = Watched(monkeypatch, script, request_status_wait, args={"request_id": "7"})
    assert watched.run()["succeeded"] == ["7"]
    assert "logs" not in watched.given[0]


def test_a_delegated_task_names_both_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch, busy, args={"work_request_id": ["a"], "timeout": 3}, delegate_to="localhost")
    watched.run()
    assert watched.lines == ["web1 -> localhost | work request a | BUSY | 3.5 s"]


# Canceling at the deadline


def test_only_the_last_slice_may_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(arguments: dict[str, Any]) -> dict[str, Any]:
        found = busy(arguments)
        return dict(found, canceling=found["pending"], changed=True) if arguments["on_timeout"] == "cancel" else found

    watched = Watched(monkeypatch, script, args={"work_request_id": ["a"], "timeout": 100, "on_timeout": "cancel"})
    result = watched.run()
    assert [given["on_timeout"] for given in watched.given] == ["report"] * (len(watched.given) - 1) + ["cancel"]
    assert len(watched.given) > 2
    assert (result["canceling"], result["changed"], result["failed"]) == (["a"], True, True)
    assert result["msg"].endswith(" It was asked to be canceled.")


def test_what_could_not_be_canceled_is_told_after_the_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(arguments: dict[str, Any]) -> dict[str, Any]:
        return seen(arguments, {"id": "a", "service": "load_balancer"})

    watched = Watched(monkeypatch, script, args={"work_request_id": ["a"], "timeout": 100, "on_timeout": "cancel"})
    result = watched.run()
    assert len(watched.given) == 1
    assert result["failed"] is True
    assert result["msg"].startswith("Work requests of load_balancer cannot be canceled")


def test_nothing_is_canceled_at_goldengate(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(
        monkeypatch,
        lambda arguments: {"failed": True, "msg": "no such choice"},
        request_status_wait,
        args={"on_timeout": "cancel"},
    )
    assert watched.run()["msg"] == "no such choice"
    assert watched.given == [{"on_timeout": "cancel"}]
