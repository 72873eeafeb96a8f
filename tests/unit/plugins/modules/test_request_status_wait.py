# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""request_status_wait from options to the result: what ends it, when, and what it reports."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.modules import request_status_info, request_status_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("short_grace")

RESULT_KEYS = {"requests", "succeeded", "unsuccessful", "pending", "timed_out", "elapsed", "polls"} | {
    "failure_categories",
    "resource_ids",
}
ERROR = ("OGG-00664", "OCI Error ORA-12541: no listener.")
INNER = ("OGG-08221", "Cannot register EXT1.")

Run = Callable[..., Any]


def later(seconds: float, call: Callable[[], Any]) -> None:
    """Something happens while the module waits."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()


def explained(cause: str, action: str) -> dict[str, Any]:
    return {
        "links": [],
        "messages": [],
        "response": {"severity": "ERROR", "title": "T", "cause": cause, "action": action},
    }


def over(status: int = 200) -> dict[str, Any]:
    """What ansible.builtin.uri registers of a call that was answered at once."""
    return {
        "changed": False,
        "status": status,
        "url": "https://h/services/v2/extracts/EXT1",
        "json": {"links": [], "messages": []},
    }


# Success


def test_a_request_that_succeeds(sim: Simulator, gate: Any, request_wait: Run) -> None:
    request = gate.launch(seconds=1)
    result = request_wait(request_id=request.id).result
    assert set(result) == RESULT_KEYS | {"changed", "invocation"}
    assert result["changed"] is False
    assert (result["succeeded"], result["unsuccessful"], result["pending"]) == ([str(request.id)], [], [])
    assert result["timed_out"] is False
    assert 0 < result["elapsed"] < 30
    assert result["polls"] == len(sim.journal.of(call="get")) > 1
    [entry] = result["requests"]
    assert (entry["progress"], entry["state"], entry["request_status"], entry["errors"], entry["result"]) == (
        "succeeded",
        "succeeded",
        200,
        None,
        None,
    )
    assert {entry.call for entry in sim.journal} == {"get"}


def test_what_comes_back_is_documented(gate: Any, request_wait: Run) -> None:
    documented, of_info = (yaml.safe_load(module.RETURN) for module in (request_status_wait, request_status_info))
    assert set(documented) == RESULT_KEYS | {"report_file"}
    assert "RV(longops.oracle.request_status_info#module:requests)" in " ".join(documented["requests"]["description"])
    [entry] = request_wait(request_id=gate.launch().id).result["requests"]
    assert set(entry) == set(of_info["requests"]["contains"])


def test_the_result_of_a_success_where_it_is_wanted(gate: Any, request_wait: Run) -> None:
    [entry] = request_wait(
        request_id=gate.launch(result={"links": [], "messages": [], "response": {"lag": 3}}).id, include_result=True
    ).result["requests"]
    assert entry["result"]["body"]["response"] == {"lag": 3}


def test_many_requests_of_one_service(gate: Any, request_wait: Run) -> None:
    ids = [str(request.id) for request in gate.launch_many("distsrvr", seconds=0.3, count=25)]
    result = request_wait(deployment="Local", service="distsrvr", request_id=ids).result
    assert result["succeeded"] == ids
    assert {entry["service"] for entry in result["requests"]} == {"Local/distsrvr"}


# Calls that were complete when they were answered


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_complete_call_succeeds_without_a_poll(sim: Simulator, request_wait: Run, status: int) -> None:
    result = request_wait(request_id=over(status)).result
    assert (result["succeeded"], result["unsuccessful"], result["pending"], result["timed_out"], result["polls"]) == (
        [],
        [],
        [],
        False,
        0,
    )
    [entry] = result["requests"]
    assert (entry["id"], entry["call"], entry["state"], entry["request_status"]) == (
        None,
        over()["url"],
        "succeeded",
        status,
    )
    assert len(sim.journal) == 0


def test_complete_calls_among_others(gate: Any, request_wait: Run) -> None:
    request = gate.launch(seconds=0.2)
    loop = {
        "results": [
            over(),
            {"status": 202, "location": "/requests/%d" % request.id, "url": "https://h/x"},
            over(201),
            {"skipped": True},
        ]
    }
    result = request_wait(request_id=loop).result
    assert [entry["id"] for entry in result["requests"]] == [None, str(request.id), None]
    assert [entry["state"] for entry in result["requests"]] == ["succeeded"] * 3
    assert result["succeeded"] == [str(request.id)]


def test_nothing_to_wait_for(request_wait: Run) -> None:
    for nothing in ([], {"skipped": True, "changed": False}, {"results": []}):
        result = request_wait(request_id=nothing).result
        assert (result["requests"], result["succeeded"], result["polls"]) == ([], [], 0)


def test_null_is_not_everything(sim: Simulator, run: Run, authenticated: Any) -> None:
    """As request_status_info has it; a mistyped variable must not wait for what others do."""
    assert "request_id is null" in run("request_status_wait", request_id=None, **authenticated).msg
    assert "missing required arguments: request_id" in run("request_status_wait", **authenticated).msg
    assert len(sim.journal) == 0


# Failure


def test_a_failure_reports_its_errors(sim: Simulator, gate: Any, request_wait: Run) -> None:
    sim.fault(call="oggerr", operation="OGG-00664", body=explained("The listener is down.", "Start it."))
    sim.fault(call="oggerr", operation="OGG-08221", body=explained("It is registered.", "Unregister it first"))
    messages = [("OGG-01020", "Begun.", "INFO"), ERROR, ("OGG-06439", "No unique key.", "WARNING")]
    request = gate.launch(outcome="failed", request_status=409, messages=messages, result_messages=[INNER])
    ended = request_wait(request_id=request.id)
    assert ended.msg == (
        "GoldenGate request %d (%s) ended failed. Its call was answered 409."
        " OGG-00664: ERROR: OCI Error ORA-12541: no listener. Cause: The listener is down. Action: Start it."
        " OGG-08221: ERROR: Cannot register EXT1. Cause: It is registered. Action: Unregister it first."
        " Waited %s (1 poll)."
        % (request.id, sim.url.partition("://")[2], ended.msg.rsplit("Waited ", 1)[1].partition(" (1 poll)")[0])
    )
    assert set(ended.result) == RESULT_KEYS | {"changed", "invocation", "failed", "msg"}
    [entry] = ended.result["requests"]
    assert [message["code"] for message in entry["messages"]] == ["OGG-01020", "OGG-00664", "OGG-06439", "OGG-08221"]
    assert entry["result"]["status"] == {"code": 409, "reason": "Conflict"}
    assert ended.result["unsuccessful"] == [str(request.id)]


def test_the_shape_of_12_3_reports_the_same(run: Run) -> None:
    with Simulator(
        goldengate={"result_shape": "12.3", "explanations": {"OGG-08221": {"title": "T", "cause": "It is registered."}}}
    ) as sim:
        request = sim.goldengate.launch(outcome="failed", result_messages=[INNER])
        message = run("request_status_wait", url=sim.url, token=sim.goldengate.token, request_id=request.id).msg
    assert "OGG-08221: ERROR: Cannot register EXT1. Cause: It is registered." in message


def test_a_failure_without_messages(gate: Any, request_wait: Run) -> None:
    message = request_wait(request_id=gate.launch(outcome="failed").id).msg
    assert "ended failed. Its call was answered 500. The service gives no error for it." in message


def test_a_failure_that_carries_only_warnings(gate: Any, request_wait: Run) -> None:
    message = request_wait(
        request_id=gate.launch(outcome="failed", messages=[("OGG-06439", "No unique key.", "WARNING")]).id
    ).msg
    assert "OGG-06439: WARNING: No unique key." in message


def test_of_many_errors_the_first_ten_are_shown(gate: Any, request_wait: Run) -> None:
    messages = [("OGG-%05d" % number, "Error number %d." % number) for number in range(14)]
    ended = request_wait(request_id=gate.launch(outcome="failed", messages=messages).id)
    assert "Error number 9 (and 4 more errors)." in ended.msg
    assert "Error number 10" not in ended.msg
    assert len(ended.result["requests"][0]["errors"]) == 14


def test_a_missing_explanation_changes_nothing_else(sim: Simulator, gate: Any, request_wait: Run) -> None:
    sim.fault(call="oggerr", status=500, times=None)
    ended = request_wait(request_id=gate.launch(outcome="failed", messages=[ERROR]).id)
    assert "OGG-00664: ERROR: OCI Error ORA-12541: no listener. Waited" in ended.msg
    assert not ended.warnings


@pytest.mark.parametrize("status", [400, 409, 500, 599])
def test_succeeded_with_an_error_status_is_a_failure(gate: Any, request_wait: Run, status: int) -> None:
    ended = request_wait(request_id=gate.launch(request_status=status).id)
    assert "ended succeeded, but failed. Its call was answered %d." % status in ended.msg
    assert ended.result["requests"][0]["state"] == "failed"


def test_aborted_is_canceled(gate: Any, request_wait: Run) -> None:
    ended = request_wait(
        request_id=gate.launch(outcome="aborted", messages=[("OGG-12099", "Stopped by the user.", "INFO")]).id
    )
    assert "ended aborted." in ended.msg
    assert "Stopped by the user." in ended.msg
    assert ended.result["requests"][0]["state"] == "canceled"


@pytest.mark.parametrize("progress", ["failed", "ABORTED", "Paused", "processing"])
def test_an_accepted_progress_is_a_success(sim: Simulator, gate: Any, request_wait: Run, progress: str) -> None:
    request = gate.launch(steps=[{"at": 0, "progress": progress.lower()}])
    result = request_wait(request_id=request.id, accept=[progress], include_result=True).result
    assert result["succeeded"] == [str(request.id)]
    assert result["requests"][0]["progress"] == progress.lower()
    assert bool(sim.journal.of(call="result")) == (progress in ("failed", "ABORTED"))


def test_the_first_failure_ends_the_wait(gate: Any, request_wait: Run) -> None:
    failed, endless = gate.launch(seconds=0.2, outcome="failed"), gate.launch(outcome=None)
    ended = request_wait(request_id=[endless.id, failed.id])
    assert "1 of 2 GoldenGate requests failed:\n- GoldenGate request %d" % failed.id in ended.msg
    assert "1 more still pending." in ended.msg
    assert (ended.result["pending"], ended.result["timed_out"]) == ([str(endless.id)], False)


def test_all_failures_are_reported_at_the_end(gate: Any, request_wait: Run) -> None:
    requests = [
        gate.launch(outcome="failed", messages=[ERROR]),
        gate.launch(seconds=0.3),
        gate.launch(outcome="aborted"),
    ]
    ended = request_wait(request_id=[request.id for request in requests], on_failure="fail_at_end")
    assert "2 of 3 GoldenGate requests failed:" in ended.msg
    assert ended.msg.count("OGG-00664") == 1
    assert ended.result["succeeded"] == [str(requests[1].id)]


def test_failures_can_be_reported(gate: Any, request_wait: Run) -> None:
    request = gate.launch(outcome="failed", messages=[ERROR])
    ended = request_wait(request_id=request.id, on_failure="report")
    assert ended.code == 0
    assert ended.result["unsuccessful"] == [str(request.id)]
    assert ended.result["requests"][0]["errors"][0]["code"] == "OGG-00664"


# Attention


def test_paused_requires_attention_and_warns(gate: Any, request_wait: Run) -> None:
    request = gate.launch(steps=[{"at": 0, "progress": "paused"}])
    ended = request_wait(request_id=request.id, timeout=0.3)
    assert "is still paused, and requires attention." in ended.msg
    assert ended.result["requests"][0]["state"] == "attention"
    assert ended.warnings[0].endswith(" requires attention (paused): it goes on once a user has acted.")
    later(0.3, lambda: gate.finish(request))
    assert request_wait(request_id=request.id).result["succeeded"] == [str(request.id)]


def test_paused_can_be_a_failure(gate: Any, request_wait: Run) -> None:
    request = gate.launch(steps=[{"at": 0, "progress": "paused"}])
    ended = request_wait(request_id=request.id, on_attention="fail")
    assert " requires attention (paused)." in ended.msg
    assert ended.result["unsuccessful"] == [str(request.id)]


# The deadline


def test_a_timeout_names_what_is_still_pending(gate: Any, request_wait: Run) -> None:
    request = gate.launch(seconds=600)
    ended = request_wait(request_id=request.id, timeout=0.5)
    assert ended.msg.startswith("Timed out after 0.5 s. GoldenGate request %d" % request.id)
    assert "is still pending." in ended.msg
    assert ended.msg.endswith(" Nothing was canceled: run the task again to continue waiting, or raise timeout.")
    assert (ended.result["timed_out"], ended.result["pending"]) == (True, [str(request.id)])
    assert 0.5 <= ended.result["elapsed"] < 30
    assert request_wait(request_id=request.id, timeout=0.2, on_timeout="report").result["timed_out"] is True


@pytest.mark.parametrize("run_way", ["as_module"])
@pytest.mark.parametrize("hanging", [{"delay": 30}, {"dribble": 2}])
def test_a_server_that_hangs_does_not_overrun_the_deadline(
    sim: Simulator, gate: Any, request_wait: Run, hanging: Any
) -> None:
    request = gate.launch()
    sim.fault(times=None, operation=str(request.id), **hanging)
    begin = time.monotonic()
    ended = request_wait(request_id=request.id, timeout=0.5)
    assert time.monotonic() - begin < 20  # not 30, however busy this machine is
    assert "no answer within" in ended.msg or "did not finish" in ended.msg
    assert ended.result["timed_out"] is True


@pytest.mark.parametrize("run_way", ["as_module"])
def test_a_server_that_hangs_after_the_failure(sim: Simulator, gate: Any, request_wait: Run) -> None:
    sim.fault(call="result", delay=30, times=None)
    sim.fault(call="oggerr", delay=30, times=None)
    begin = time.monotonic()
    ended = request_wait(request_id=gate.launch(outcome="failed", messages=[ERROR]).id, timeout=1)
    assert time.monotonic() - begin < 20
    assert "OGG-00664: ERROR: OCI Error ORA-12541: no listener." in ended.msg


def test_check_mode_polls_once(sim: Simulator, gate: Any, request_wait: Run) -> None:
    ids = [gate.launch(outcome=None).id, gate.launch(outcome="failed", messages=[ERROR]).id, gate.launch().id]
    ended = request_wait(request_id=[*ids, over()], _ansible_check_mode=True)
    assert ended.code == 0
    assert (ended.result["pending"], ended.result["unsuccessful"], ended.result["succeeded"]) == (
        [str(ids[0])],
        [str(ids[1])],
        [str(ids[2])],
    )
    assert (ended.result["timed_out"], ended.result["polls"]) == (False, 3)
    assert len(sim.journal.of(call="get")) == 3


# Transient errors


@pytest.mark.parametrize("run_way", ["as_module"])
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 502, "kind": "html"},
        pytest.param({"status": 429}, id="throttled"),
        {"status": 500, "body": {"links": [], "messages": []}},
        {"body": {"links": [], "messages": []}},
        {"reset": True},
    ],
)
def test_retry_of_a_poll_after_transient_errors_is_reported(
    sim: Simulator, gate: Any, request_wait: Run, fault: Any
) -> None:
    request = gate.launch()
    sim.fault(times=2, **fault)
    ended = request_wait(request_id=request.id, timeout=10)
    assert ended.result["succeeded"] == [str(request.id)]
    [warning] = ended.warnings
    assert "GoldenGate request %d" % request.id in warning
    assert "2 polls failed and were retried, the last because of: " in warning


@pytest.mark.parametrize("wrong", [401, 403])
def test_wrong_credentials_end_a_wait_at_once(run: Run, wrong: int) -> None:
    with Simulator(goldengate={"wrong_credentials": wrong}) as sim:
        ended = run("request_status_wait", url=sim.url, username="oggadmin", password="Wr0ng", request_id=1)
        assert len(sim.journal) == 1
    assert "cannot be read: " in ended.msg
    assert f": {wrong} OGG-1206" in ended.msg
    assert "Check username and password" in ended.msg
    assert ended.result["unsuccessful"] == ["1"]
    assert "Wr0ng" not in ended.stdout


def test_a_request_that_is_younger_than_its_record(gate: Any, request_wait: Run) -> None:
    request = gate.launch(visible_after=0.15)
    assert request_wait(request_id=request.id).result["succeeded"] == [str(request.id)]


def test_the_id_of_another_service(gate: Any, request_wait: Run) -> None:
    request = gate.launch("distsrvr")
    ended = request_wait(request_id=request.id)
    assert "404 OGG-12031: The requested resource does not exist (GET " in ended.msg
    assert f"Ids belong to one service, and this is {gate.url()}: check url, deployment and service." in ended.msg
    assert ended.result["unsuccessful"] == [str(request.id)]
    assert ended.result["timed_out"] is False


def test_no_retry_before_retry_after(sim: Simulator, gate: Any, request_wait: Run) -> None:
    sim.fault(status=503, headers={"Retry-After": "1"})
    request = gate.launch()
    assert request_wait(request_id=request.id, timeout=5).result["elapsed"] >= 1


# Bad input: nothing is sent


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"request_id": {"status": 202, "url": "https://h/services/v2/extracts/E"}},
            ["to https://h/services/v2/extracts/E was answered 202 and names no request"],
        ),
        (
            {
                "request_id": [
                    1,
                    {"status": 202, "location": "/requests/1", "json": {"links": [{"href": "/requests/2"}]}},
                ]
            },
            ["different requests, 1 and 2"],
        ),
        (
            {"request_id": {"status": 500, "json": {"messages": [{"code": "OGG-1", "title": "No."}]}}},
            ["the service refused the call with status 500: OGG-1: No."],
        ),
        ({"request_id": "https://h/services/v2/extracts/EXT1"}, ["is not the id of a GoldenGate request"]),
        ({"request_id": {"changed": True}}, ["its keys are changed"]),
        ({"timeout": -1}, ["timeout must be"]),
        ({"interval": 0}, ["interval"]),
        ({"interval": 5, "max_interval": 1}, ["must not be above max_interval"]),
        ({"url": "ftp://h"}, ["url must be the address"]),
        ({"password": None}, ["password is missing"]),
        ({"on_failure": "never"}, ["on_failure"]),
    ],
)
def test_bad_input(sim: Simulator, request_wait: Run, options: Any, words: list[str]) -> None:
    ended = request_wait(**{"request_id": 1, **options})
    for word in words:
        assert word in ended.msg
    assert len(sim.journal) == 0


def test_no_secret_is_shown(sim: Simulator, gate: Any, request_wait: Run) -> None:
    registered = {
        **over(202),
        "location": "/requests/%d"
        % gate.launch(outcome="failed", messages=[("OGG-00001", "Bad %s" % gate.password)]).id,
    }
    registered["cookies_string"] = "session=S3cretCookie"
    for name in ("request_id", "id"):
        ended = request_wait(**{name: registered})
        assert ended.msg
        assert gate.password not in ended.stdout
        assert "S3cretCookie" not in ended.stdout


def test_a_host_name_that_cannot_be_resolved_fails_after_three_polls(request_wait: Run) -> None:
    ended = request_wait(request_id=77, url="https://goldengate.nowhere.invalid", timeout=1200)
    assert (ended.result["unsuccessful"], ended.result["polls"], ended.result["timed_out"]) == (["77"], 3, False)
    assert ended.msg.startswith("GoldenGate request 77 cannot be read: no such host: goldengate.nowhere.invalid (GET ")


def test_an_answer_that_hangs_leaves_time_for_another_poll(sim: Simulator, request_wait: Run, gate: Any) -> None:
    launched = gate.launch(seconds=0)
    sim.fault(call="get", delay=60, times=1)
    ended = request_wait(request_id=launched.id, timeout=6)
    assert (ended.code, ended.result["polls"]) == (0, 2)
    assert 2 <= ended.result["elapsed"] < 6


@pytest.mark.parametrize(("status", "category"), [(403, "authorization"), (400, "invalid")])
def test_what_cannot_be_read_has_a_category(
    sim: Simulator, request_wait: Run, gate: Any, status: int, category: str
) -> None:
    sim.fault(call="get", status=status, times=None)
    ended = request_wait(request_id=gate.launch(seconds=0).id)
    assert ended.result["failure_categories"] == [category]
    assert ended.result["requests"][0]["fault"]["category"] == category


def test_errors_have_a_category(sim: Simulator, request_wait: Run, gate: Any) -> None:
    missing = gate.launch(
        seconds=0, outcome="failed", messages=[("OGG-12031", "The requested resource does not exist.")]
    )
    ended = request_wait(request_id=missing.id)
    assert ended.result["failure_categories"] == ["not_found"]
    assert [error["category"] for error in ended.result["requests"][0]["errors"]] == ["not_found"]
    assert ended.result["resource_ids"] == []
