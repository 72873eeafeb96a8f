# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A body run as a module and in process: the same result to the key and the value, and nothing secret in either."""

from __future__ import annotations

import errno
import json
import os
import pathlib
import re
import sys
import types
from typing import Any, Callable, Optional

import pytest
from ansible.module_utils import basic

from ansible_collections.longops.oracle.plugins.module_utils._ansible import runner
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import MissingLibraryError, UsageError
from ansible_collections.longops.oracle.tests.simulator import Simulator

MADE_UP = "ansible_collections.longops.oracle.plugins.modules.made_up"
OPC = r"[0-9A-F]{32}/[0-9A-F]{32}/[0-9A-F]{32}"
COOKIE = "session=c29tZXNlY3JldGNvb2tpZQ"
PASSWORD = "correct horse battery"
ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"

Way = Callable[..., Any]
Both = Callable[..., dict[str, Any]]


def comparable(ended: Any) -> dict[str, Any]:
    """A result without what differs from run to run: times, and Oracle's ids of requests."""
    result = ended.result
    if "warnings" in result:
        result["warnings"] = ended.warnings
    if result.get("exception"):  # the lines of the two ways in the runner are others
        result["exception"] = re.sub(r", line \d+", "", result["exception"])
    text = re.sub(OPC, "OPC", json.dumps(result))
    text = re.sub(r'"elapsed": [0-9.]+', '"elapsed": 0', text)
    return json.loads(re.sub(r"Waited [0-9.]+ s", "Waited 0 s", text))


@pytest.fixture
def both(as_module: Way, in_process: Way) -> Both:
    """both("work_request_info", option=...) runs a module both ways, and gives the result if it is one."""

    def call(module: str, **options: Any) -> dict[str, Any]:
        first, second = as_module(module, **options), in_process(module, **options)
        assert comparable(first) == comparable(second)
        return comparable(second)

    return call


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch, both: Both) -> Callable[..., dict[str, Any]]:
    """made_up(body, spec, option=...) runs a module of this body and argument spec both ways."""

    def call(body: Any, argument_spec: Optional[dict[str, Any]] = None, **options: Any) -> dict[str, Any]:
        def spec() -> dict[str, Any]:
            return {"argument_spec": argument_spec or {}, "supports_check_mode": True}

        module = types.SimpleNamespace(spec=spec, body=body, main=lambda: runner.run_as_module(spec(), body))
        monkeypatch.setitem(sys.modules, MADE_UP, module)
        return both("made_up", **options)

    return call


# The modules


@pytest.fixture
def gate_options(sim: Simulator) -> dict[str, Any]:
    return {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}


def test_info_of_one(sim: Simulator, both: Both, signed: dict[str, str]) -> None:
    failed = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("LimitExceeded", "No cores.")])
    result = both("work_request_info", work_request_id=failed.id, include=["errors", "logs"], **signed)
    assert result["work_requests"][0]["errors"][0]["code"] == "LimitExceeded"
    assert result["invocation"]["module_args"]["work_request_id"] == [failed.id]


def test_info_of_a_list(sim: Simulator, both: Both, signed: dict[str, str]) -> None:
    compartment = "ocid1.compartment.oc1..aaaaaaaaexampleqdw3x5l7q2zk4m6tbn8vhy2rja3pxs5d2gq4examplecompart7zqsaq"
    sim.launch("work_requests", compartment_id=compartment, accepted=100, seconds=0)
    result = both("work_request_info", compartment_id=compartment, **signed)
    assert len(result["work_requests"]) == 1


def test_a_wait_that_succeeds(sim: Simulator, both: Both, signed: dict[str, str]) -> None:
    result = both("work_request_wait", work_request_id=sim.launch("work_requests", seconds=0).id, **signed)
    assert (result["polls"], len(result["succeeded"])) == (1, 1)


def test_a_wait_that_fails(sim: Simulator, both: Both, signed: dict[str, str]) -> None:
    failed = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("LimitExceeded", "No cores.")])
    result = both("work_request_wait", work_request_id=failed.id, **signed)
    assert "LimitExceeded: No cores." in result["msg"]


def test_a_wait_that_times_out_with_warnings(sim: Simulator, both: Both, signed: dict[str, str]) -> None:
    odd = sim.launch("work_requests", steps=[{"at": 0, "status": "PONDERING"}])
    result = both("work_request_wait", work_request_id=odd.id, timeout=0, on_timeout="report", **signed)
    assert result["timed_out"]
    assert len(result["warnings"]) == 1


def test_cancel_in_check_mode(sim: Simulator, both: Both, signed: dict[str, str]) -> None:
    running = sim.launch("container_engine", outcome=None)
    result = both("work_request_cancel", work_request_id=running.id, _ansible_check_mode=True, **signed)
    assert result["changed"]


def test_goldengate_info_and_wait(sim: Simulator, both: Both, gate_options: dict[str, Any]) -> None:
    request = sim.goldengate.launch(seconds=0)
    for module in ("request_status_info", "request_status_wait"):
        result = both(module, request_id=request.id, **gate_options)
        assert [entry["state"] for entry in result["requests"]] == ["succeeded"]


def test_a_mix(sim: Simulator, both: Both, signed: dict[str, str], gate_options: dict[str, Any]) -> None:
    failed = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("LimitExceeded", "No cores.")])
    request = {"request_id": sim.goldengate.launch(seconds=0).id, "options": gate_options}
    result = both("operation_wait", operations=[failed.id, request], on_failure="fail_at_end", **signed)
    assert (len(result["work_requests"]), len(result["requests"])) == (1, 1)
    assert result["msg"] == result["report"]


def test_nothing_to_wait_for(both: Both) -> None:
    assert both("operation_wait", operations=[])["report"] == "There was nothing to wait for."


# Options


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"work_request_id": ID, "work_requst": 1}, ["Unsupported parameters for (longops.oracle.work_request_wait)"]),
        ({"work_request_id": ID, "timeout": "soon"}, ["timeout", "float"]),
        ({"work_request_id": ID, "on_failure": "ignore"}, ["on_failure", "fail_fast, fail_at_end, report"]),
        ({"work_request_id": ID, "accept": {"a": 1}}, ["accept", "list"]),
        ({}, ["one of the following is required: work_request_id, resource_id"]),
        ({"work_request_id": ID, "resource_id": ID}, ["mutually exclusive: work_request_id|resource_id"]),
    ],
)
def test_options_that_are_wrong(both: Both, options: dict[str, Any], words: list[str]) -> None:
    result = both("work_request_wait", **options)
    assert result["failed"]
    for word in words:
        assert word in result["msg"]


def test_an_option_that_is_missing(both: Both) -> None:
    assert both("operation_wait")["msg"] == "missing required arguments: operations"


def test_an_option_and_its_alias(sim: Simulator, both: Both, signed: dict[str, str]) -> None:
    launched = sim.launch("work_requests", seconds=0)
    result = both("work_request_info", work_request_id=launched.id, id=launched.id, **signed)
    assert result["warnings"] == ["Both option work_request_id and its alias id are set."]


def test_options_come_from_the_environment_as_well(sim: Simulator, both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCI_CONFIG_FILE", str(sim.config_file))
    launched = sim.launch("work_requests", seconds=0)
    result = both("work_request_info", work_request_id=launched.id, service_endpoint=sim.url)
    assert result["invocation"]["module_args"]["config_file_location"] == str(sim.config_file)


def test_values_are_converted(made_up: Both) -> None:
    spec = {"number": {"type": "int"}, "flag": {"type": "bool", "default": True}, "names": {"type": "list"}}
    result = made_up(lambda run: ({"options": run.params}, None), spec, number="7", flag="no", names="a,b")
    assert result["options"] == {"number": 7, "flag": False, "names": ["a", "b"]}


# How a body ends


def test_what_a_body_returns(made_up: Both) -> None:
    body = {"list": [1, 2.5, None, True], "text": "\u2028\ud83d\x00", "time": pathlib.Path("/x"), "changed": True}
    result = made_up(lambda run: (dict(body, time=str(body["time"]), warnings=["Be careful.", "Be careful."]), None))
    assert result["warnings"] == ["Be careful."]
    assert (result["list"], result["changed"]) == ([1, 2.5, None, True], True)


def test_a_failure(made_up: Both) -> None:
    result = made_up(lambda run: ({"polls": 3}, "It went wrong."))
    assert (result["msg"], result["failed"], result["polls"], result["changed"]) == ("It went wrong.", True, 3, False)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (lambda: UsageError("interval must be at least 0.1 s."), r"interval must be at least 0\.1 s\."),
        (
            lambda: ZeroDivisionError("of all things"),
            r"longops\.oracle has a fault of its own \(ZeroDivisionError: of all things\)\..*",
        ),
        (
            lambda: MissingLibraryError("requests", "to send requests"),
            r"Failed to import the required Python library \(requests\) on .*",
        ),
    ],
)
def test_what_a_body_raises(made_up: Both, error: Callable[[], Exception], message: str) -> None:
    def body(run: Any) -> Any:
        raise error()  # a new one, whose traceback is not longer the second time

    assert re.fullmatch(message, made_up(body)["msg"])


@pytest.mark.parametrize("check_mode", [True, False])
def test_check_mode(made_up: Both, check_mode: bool) -> None:
    assert made_up(lambda run: ({"check": run.check_mode}, None), _ansible_check_mode=check_mode)["check"] is check_mode


# Secrets


def test_what_is_secret_is_masked(made_up: Both) -> None:
    def body(run: Any) -> Any:
        run.hide(["found-later"])
        return {
            "text": f"a {PASSWORD} b found-later",
            "changed": True,
            "none": None,
            "list": [PASSWORD],
        }, "x found-later"

    result = made_up(body, {"password": {"no_log": True}, "url": {}}, password=PASSWORD, url=f"http://{PASSWORD}@h")
    assert PASSWORD not in json.dumps(result)
    assert "found-later" not in json.dumps(result)
    assert result["text"] == "a ******** b ********"
    assert result["invocation"]["module_args"] == {
        "password": "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER",
        "url": "http://********@h",
    }


def test_a_secret_that_is_a_word_of_ansible_leaves_the_result_readable(made_up: Both) -> None:
    result = made_up(lambda run: ({"changed": True}, None), {"password": {"no_log": True}}, password="True")
    assert result["changed"] is True


REGISTERED = {"cookies": {"JSESSIONID": COOKIE}, "status": 202, "json": {}}
ENTRY = {"request_id": 7, "options": {"url": "https://h", "username": "u", "password": PASSWORD}}


@pytest.mark.parametrize(
    ("module", "options"),
    [
        ("operation_wait", {"operations": [ENTRY], "timeout": "soon"}),
        ("operation_wait", {"operations": [ENTRY], "no_such_option": 1}),
        ("operation_wait", {"operations": [ENTRY], "interval": 0}),
        ("operation_wait", {"operations": [dict(ENTRY, extra=1)]}),
        ("operation_wait", {"operations": [{"request_id": 7, "options": {"pasword": PASSWORD}}]}),
        ("operation_wait", {"operations": [{"request_id": 7, "options": [PASSWORD]}]}),
        ("operation_wait", {"operations": json.dumps([ENTRY]), "timeout": "soon"}),
        ("request_status_wait", {"request_id": REGISTERED, "timeout": "soon", "url": "https://h"}),
        ("request_status_wait", {"request_id": REGISTERED, "interval": 0, "url": "https://h"}),
        ("request_status_wait", {"request_ids": REGISTERED, "interval": 0, "url": "https://h"}),
        ("request_status_wait", {"request_id": REGISTERED, "url": "https://h"}),
        ("request_status_info", {"id": REGISTERED, "nothing": 1, "url": "https://h"}),
        ("work_request_wait", {"work_request_id": REGISTERED, "timeout": "soon"}),
        ("work_request_wait", {"work_request_id": REGISTERED, "interval": 0}),
        ("work_request_wait", {"opc_work_request_id": [REGISTERED], "interval": 0}),
        ("work_request_info", {"id": REGISTERED, "include": "all"}),
        ("work_request_cancel", {"work_request_id": REGISTERED, "connect_timeout": "soon"}),
    ],
)
def test_a_task_that_fails_early_shows_no_secret(
    both: Both, monkeypatch: pytest.MonkeyPatch, module: str, options: dict[str, Any]
) -> None:
    """Neither in its result nor in the log of the host, to which AnsibleModule writes the options."""
    logged: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "log", lambda self, msg, log_args=None: logged.append(f"{msg} {log_args}"))
    result = both(module, **options)
    assert result["failed"]
    assert "fault of its own" not in result["msg"]
    shown = json.dumps(result) + "".join(logged)
    for secret in (COOKIE, PASSWORD, "c29tZXNlY3JldGNvb2tpZQ"):
        assert secret not in shown
    assert "timeout" in "".join(logged) or not logged


def test_what_a_task_is_about_is_shown_as_soon_as_it_is_known(both: Both) -> None:
    """Ids are no secret."""
    result = both("work_request_wait", work_request_id=ID, service="no_such_service")
    assert result["failed"]
    assert result["invocation"]["module_args"]["work_request_id"] == [ID]


def test_no_option_of_type_raw_is_logged(
    sim: Simulator, as_module: Way, gate_options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where all goes well."""
    logged: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "log", lambda self, msg, log_args=None: logged.append(f"{msg} {log_args}"))
    entry = {"request_id": sim.goldengate.launch(seconds=0).id, "options": gate_options}
    ended = as_module("operation_wait", operations=[entry])
    assert ended.result["succeeded"]
    assert "Invoked with" in logged[0]
    assert "max_interval" in logged[0]
    assert sim.goldengate.password not in logged[0] + ended.stdout


def test_raw_options_are_known_by_all_their_names() -> None:
    spec = {
        "a": {"type": "raw", "aliases": ["b"]},
        "c": {"type": "list", "elements": "raw"},
        "d": {"type": "list", "elements": "str", "aliases": ["e"]},
        "f": {},
    }
    assert runner.raw_options(spec) == ["a", "b", "c"]


# The stream


def streaming(events: list[dict[str, Any]]) -> Callable[[Any], Any]:
    def body(run: Any) -> Any:
        run.open_progress_file(run.params["progress_file"])
        for event in events:
            run.report(event)
        return {"done": True}, None

    return body


EVENTS = [
    {"elapsed": 0.0, "operations": 12, "work_request": {"id": ID, "status": f"a {PASSWORD} b"}},
    {"elapsed": 1.5, "operations": 12, "work_request": {"id": ID, "status": None}},
]
SPEC = {"progress_file": {"type": "path"}, "password": {"no_log": True}}


def in_this_process(body: Any, listener: Optional[Callable[[Any], None]] = None, **options: Any) -> dict[str, Any]:
    return runner.run_in_process({"argument_spec": SPEC}, body, options, listener)


def test_a_listener_is_told_each_event_without_secrets() -> None:
    heard: list[Any] = []
    in_this_process(streaming(EVENTS), heard.append, password=PASSWORD)
    assert heard == [dict(EVENTS[0], work_request={"id": ID, "status": "a ******** b"}), EVENTS[1]]


def test_numbers_of_the_stream_stay_numbers() -> None:
    """Whatever password happens to be the same."""
    heard: list[Any] = []
    in_this_process(streaming(EVENTS), heard.append, password="12")
    assert [event["operations"] for event in heard] == [12, 12]


def test_a_progress_file_has_each_event_without_secrets(
    tmp_path: pathlib.Path, as_module: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = streaming(EVENTS)
    module = types.SimpleNamespace(main=lambda: runner.run_as_module({"argument_spec": SPEC}, body))
    monkeypatch.setitem(sys.modules, MADE_UP, module)
    as_module("made_up", progress_file=str(tmp_path / "module"), password=PASSWORD)
    in_this_process(body, progress_file=str(tmp_path / "process"), password=PASSWORD)
    for file in tmp_path.iterdir():
        lines = [json.loads(line) for line in file.read_text(encoding="ascii").splitlines()]
        assert lines == [dict(EVENTS[0], work_request={"id": ID, "status": "a ******** b"}), EVENTS[1]]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_listener_that_raises_changes_nothing(tmp_path: pathlib.Path) -> None:
    heard: list[Any] = []

    def listener(event: Any) -> None:
        heard.append(event)
        raise ValueError("cannot take it")

    file = tmp_path / "progress"
    result = in_this_process(streaming(EVENTS), listener, progress_file=str(file))
    assert (result["done"], "warnings" in result) == (True, False)
    assert len(heard) == 1
    assert len(file.read_text(encoding="ascii").splitlines()) == 2


@pytest.mark.parametrize("broken", ["write", "close"])
def test_a_full_disk_warns_and_changes_nothing(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def full(*_arguments: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def body(run: Any) -> Any:
        run.open_progress_file(run.params["progress_file"])
        with monkeypatch.context() as patched:
            if broken == "write":
                patched.setattr(os, "write", full)
            for event in EVENTS:
                run.report(event)
        if broken == "close":
            monkeypatch.setattr(run._file, "close", full)
        return {"done": True}, None

    heard: list[Any] = []
    path = str(tmp_path / "progress")
    result = in_this_process(body, heard.append, progress_file=path)
    assert result["done"]
    assert result["warnings"] == [f"The progress file {path} is incomplete: No space left on device."]
    assert len(heard) == 2  # the other consumer has them all


def test_an_event_that_is_no_json_warns_and_changes_nothing(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "progress")
    odd = dict(EVENTS[0], work_request={"percent_complete": float("nan")})
    result = in_this_process(streaming([odd, *EVENTS]), progress_file=path)
    assert result["done"]
    [warning] = result["warnings"]
    assert warning.startswith(f"The progress file {path} is incomplete: ")


def test_a_run_that_is_abandoned_leaves_no_file_of_an_action_plugin(tmp_path: pathlib.Path) -> None:
    for name, left in ((".longops-progress-0123", False), ("progress", True)):

        def body(run: Any) -> Any:
            run.open_progress_file(run.params["progress_file"])
            run.abandon()
            return {}, None

        in_this_process(body, progress_file=str(tmp_path / name))
        assert (tmp_path / name).exists() is left


def test_a_run_that_is_not_observed_makes_no_events() -> None:
    def body(run: Any) -> Any:
        run.open_progress_file(None)
        return {"observed": run.is_observed}, None

    assert in_this_process(body)["observed"] is False
    assert in_this_process(body, lambda event: None)["observed"] is True


def test_invocation_is_shown_where_ansible_asks_for_it() -> None:
    assert "invocation" not in in_this_process(lambda run: ({}, None), _ansible_inject_invocation=False)
    assert "invocation" in in_this_process(lambda run: ({}, None), _ansible_inject_invocation=True)


def test_a_traceback_is_shown_where_ansible_asks_for_it() -> None:
    def body(run: Any) -> Any:
        raise ZeroDivisionError

    shown = in_this_process(body, _ansible_tracebacks_for=["error"])
    assert "in body" in shown["exception"]
    assert "exception" not in in_this_process(body, _ansible_tracebacks_for=["warning"])
