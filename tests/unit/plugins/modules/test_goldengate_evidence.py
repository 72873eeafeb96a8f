# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All modules for GoldenGate take their verdict from all the evidence, whichever way a request is given."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("short_grace")

ERROR = ("OGG-00303", "Unable to connect to database using user ggadmin.")
WARNING = ("OGG-06439", "No unique key is defined for table T.", "WARNING")

Run = Callable[..., Any]

#: What a service says of a request that it calls succeeded, and which is none.
FAILED = {
    "an error beside it": {"messages": [ERROR], "extra": {"requestStatus": None}},
    "an error beside a good status": {"messages": [ERROR, WARNING]},
    "a status that is text": {"extra": {"requestStatus": "400"}},
    "a status that is text with blanks": {"extra": {"requestStatus": " 400 "}},
    "a status in words": {"extra": {"requestStatus": "BadRequest"}},
    "a status that is no integer": {"extra": {"requestStatus": 400.0}},
    "no status, and a result with one": {"request_status": 400, "extra": {"requestStatus": None}},
    "no status, and an error in the result": {"result_messages": [ERROR], "extra": {"requestStatus": None}},
    "a word that nobody knows": {"request_status": 400, "extra": {"progress": "finished"}},
}
SUCCEEDED = {
    "a status that is text": {"extra": {"requestStatus": "200"}},
    "no status, and a good result": {"extra": {"requestStatus": None}},
    "warnings": {"messages": [WARNING, ("OGG-08100", "Registered.", "INFO")]},
    "a word that nobody knows": {"extra": {"progress": "finished"}},
    "not complete by its own word, but a status": {"extra": {"completed": False}},
}


@pytest.fixture
def operation_wait(run: Run, authenticated: Any) -> Run:
    """operation_wait of one request."""

    def call(request_id: Any) -> Any:
        return run("operation_wait", operations=[{"request_id": request_id}], interval=0.1, timeout=2, **authenticated)

    return call


@pytest.mark.parametrize("evidence", FAILED.values(), ids=FAILED)
def test_evidence_of_a_failure_is_one_everywhere(
    gate: Any, request_info: Run, request_wait: Run, operation_wait: Run, evidence: Any
) -> None:
    request = gate.launch(**evidence)
    number = str(request.id)
    [entry] = request_info(request_id=number).result["requests"]
    assert entry["state"] == "failed"
    told = "OGG-00303: ERROR: Unable to connect" if "OGG-00303" in str(evidence) else "Its call was answered 400."
    for ended in (request_wait(request_id=number), operation_wait(number)):
        assert told in ended.msg
        assert ("succeeded, but failed" in ended.msg) == (entry["progress"] == "succeeded")
        assert ended.result["unsuccessful"] == [number]
        assert ended.result["succeeded"] == []
    if "answered 400" in told:
        assert entry["request_status"] == 400
    else:
        assert [error["code"] for error in entry["errors"]] == ["OGG-00303"]


@pytest.mark.parametrize("shape", ["12.3", "12.3 with status"])
@pytest.mark.parametrize("evidence", [{"extra": {"requestStatus": None}}, {"outcome": "failed"}, {}])
@pytest.mark.parametrize("status", [400, 404, 409])
def test_a_result_that_is_the_answer_of_the_call_itself(run: Run, shape: str, evidence: Any, status: int) -> None:
    with Simulator(goldengate={"result_shape": shape}) as sim:
        request = sim.goldengate.launch(request_status=status, result_messages=[ERROR], **evidence)
        options = {"url": sim.url, "token": sim.goldengate.token, "request_id": request.id}
        ended = run("request_status_wait", **options)
    unsure = shape != "12.3" and "extra" in evidence and status == 404  # which can be that of the result
    if unsure:
        assert ended.result["succeeded"] == [str(request.id)]
        assert "could not be read: 404" in ended.warnings[0]
    else:
        assert "OGG-00303: ERROR: Unable to connect" in ended.msg
        assert not ended.warnings


@pytest.mark.parametrize("evidence", SUCCEEDED.values(), ids=SUCCEEDED)
def test_evidence_of_a_success(gate: Any, request_info: Run, request_wait: Run, evidence: Any) -> None:
    request = gate.launch(**evidence)
    [entry] = request_info(request_id=request.id).result["requests"]
    assert (entry["state"], entry["request_status"], entry["errors"]) == ("succeeded", 200, None)
    assert request_wait(request_id=request.id).result["polls"] == 1


def test_an_accepted_success_does_not_hide_an_error(gate: Any, request_wait: Run) -> None:
    """Where a play has one list for all that it waits for."""
    accept = ["succeeded", "ABORTED"]
    request, aborted = gate.launch(messages=[ERROR]), gate.launch(outcome="aborted", messages=[ERROR])
    ended = request_wait(request_id=[request.id, aborted.id], accept=accept, on_failure="fail_at_end")
    assert ended.result["unsuccessful"] == [str(request.id)]
    assert ended.result["succeeded"] == [str(aborted.id)]


def test_evidence_in_a_list(sim: Simulator, request_info: Run) -> None:
    sim.goldengate.launch("recvsrvr", messages=[ERROR])
    [*_others, entry] = request_info(url=sim.goldengate.address("recvsrvr")).result["requests"]
    assert (entry["progress"], entry["state"]) == ("succeeded", "failed")


def test_the_registered_result_of_reading_a_request_is_no_success_of_its_own(
    sim: Simulator, gate: Any, request_wait: Run
) -> None:
    """ansible.builtin.uri answered 200, which is the status of the GET."""
    url = f"{gate.url()}/requests/{gate.launch(messages=[ERROR]).id}"
    for suffix in ("", "/result"):
        links = [{"rel": "related", "href": f"{url}/result"}, {"rel": "self", "href": url}]
        body = {"links": links, "messages": [], "response": {"progress": "succeeded"}}
        registered = {"changed": False, "status": 200, "url": url + suffix, "json": body}
        assert "OGG-00303" in request_wait(request_id=registered).msg


def test_polls_that_are_answered_later(sim: Simulator, gate: Any, request_wait: Run, request_info: Run) -> None:
    request = gate.launch()
    sim.fault(call="get", status=202, times=2, headers={"Location": "/services/v2/requests/1"}, body="")
    ended = request_wait(request_id=request.id)
    assert (ended.result["succeeded"], ended.result["polls"], ended.warnings) == ([str(request.id)], 3, [])
    sim.fault(call="get", operation=str(request.id), status=202, times=2, body="")
    assert request_info(request_id=request.id).result["requests"][0]["state"] == "succeeded"


def test_a_poll_that_is_always_answered_later_is_pending_at_the_deadline(
    sim: Simulator, gate: Any, request_wait: Run
) -> None:
    request = gate.launch()
    sim.fault(call="get", status=202, times=None, body="")
    ended = request_wait(request_id=request.id, timeout=0.5)
    assert "is still pending." in ended.msg
    assert (ended.result["pending"], ended.result["timed_out"]) == ([str(request.id)], True)
    [entry] = ended.result["requests"]
    assert (entry["progress"], entry["state"], entry["fault"]) == (None, "pending", None)


def test_raw_control_characters_are_read(sim: Simulator, gate: Any, request_wait: Run) -> None:
    text = '{"messages": [{"severity": "ERROR", "code": "OGG-00303", "title": "Unable\tto\nconnect."}], "links": [],'
    sim.fault(call="get", body=text + ' "response": {"progress": "failed"}}')
    assert "OGG-00303: ERROR: Unable to connect." in request_wait(request_id=gate.launch().id).msg


ODD = {
    "halves of surrogate pairs": '{"messages": [{"severity": "ERROR", "x\\ud800": 1, "title": "\\ud800"}], "response":'
    ' {"progress": "failed", "requestStatus": "\\ud800", "completed": "\\ud800", "startTime": "\\ud800"}}',
    "no numbers": '{"messages": [{"severity": "ERROR", "title": NaN, "code": 5, "issued": Infinity}],'
    ' "response": {"progress": "failed", "requestStatus": NaN}}',
    "depth": '{"messages": [{"title": "Deep.", "x": %s}], "response": {"progress": "failed"}}'
    % ("[" * 800 + "]" * 800),
    "deep messages": '{"messages": %s, "response": {"progress": "failed"}}' % ("[" * 900 + "]" * 900),
    "large numbers": '{"messages": [], "response": {"progress": "failed", "requestStatus": %s}}' % ("9" * 400),
    "scalars": '{"messages": 5, "links": "x", "response": {"progress": "failed", "endTime": 5}}',
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
@pytest.mark.parametrize("call", ["get", "result"])
def test_odd_answers_are_read_and_returned(
    sim: Simulator, gate: Any, request_info: Run, request_wait: Run, body: str, call: str
) -> None:
    request = gate.launch(outcome="failed")
    sim.fault(call=call, body=body, times=None)
    [entry] = request_info(request_id=request.id, include_result=True).result["requests"]
    assert (entry["progress"], entry["state"]) == ("failed", "failed")
    assert "ended failed." in request_wait(request_id=request.id).msg
