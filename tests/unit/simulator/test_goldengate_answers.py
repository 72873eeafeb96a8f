# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answers of the simulated GoldenGate have the documented form."""

from __future__ import annotations

import json

import jsonschema
import pytest
import requests
from hypothesis import HealthCheck, given, strategies as st

from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.unit.examples import examples

from .goldengate_client import GoldenGateClient, check

PROGRESS = ("pending", "processing", "paused", "succeeded", "failed", "aborted")
ERROR = ("OGG-00664", "OCI Error ORA-12541: no listener.")
EXPLANATIONS = {
    "OGG-00664": {"title": "OCI Error {0}", "cause": "The database is away.", "action": "Start its listener."}
}
#: "Retrieve Request Status" in Oracle's documentation.
EXAMPLE = {
    "$schema": "api:standardResponse",
    "links": [
        {
            "href": "http://localhost:11001/services/v2/requests/425988381/result",
            "mediaType": "application/json",
            "rel": "related",
        },
        {
            "href": "http://localhost:11001/services/v2/requests/425988381",
            "mediaType": "application/json",
            "rel": "canonical",
        },
        {
            "href": "http://localhost:11001/services/v2/requests/425988381",
            "mediaType": "application/json",
            "rel": "self",
        },
        {
            "href": "http://localhost:11001/services/v2/metadata-catalog/request",
            "mediaType": "application/schema+json",
            "rel": "describedby",
        },
    ],
    "messages": [],
    "response": {
        "$schema": "ogg:request",
        "completed": True,
        "endTime": "2017-12-14T12:41:56.950+00:00",
        "progress": "succeeded",
        "requestStatus": 200,
        "startTime": "2017-12-14T12:41:56.948+00:00",
    },
}


@pytest.fixture(scope="module")
def clock():
    return ManualClock(1513255316.948)


@pytest.fixture(scope="module", params=["later", "12.3"])
def sim(clock, request):
    with Simulator(clock=clock, goldengate={"explanations": EXPLANATIONS, "result_shape": request.param}) as simulator:
        yield simulator


@pytest.fixture
def client(sim):
    return GoldenGateClient(sim)


def test_the_documented_example_fits_the_schema():
    check(EXAMPLE, "standardResponse")
    check(EXAMPLE["response"], "request")


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({"links": []}, "standardResponse"),
        ({"links": [], "messages": [{"code": "OGG-1"}]}, "standardResponse"),
        ({"links": [{"rel": "self", "href": "/services/v2"}], "messages": []}, "standardResponse"),
        ({"progress": "done"}, "request"),
        ({"progress": "pending", "startTime": "2017-12-14"}, "request"),
        ({"status": {}, "headers": []}, "requestResult"),
        ({"items": [{"name": "1"}]}, "collection"),
        ({"title": "T"}, "messageExplanation"),
        ({"items": []}, "versions"),
    ],
)
def test_the_schema_rejects_undocumented_fields(document, name):
    with pytest.raises(jsonschema.ValidationError):
        check(document, name)


def test_the_answer_for_a_request_is_the_documented_one(sim, client):
    found = sim.goldengate.launch(steps=[{"at": 0, "progress": "succeeded"}])
    body = client(f"/requests/{found.id}").json()
    here = f"{sim.goldengate.url()}/requests/{found.id}"
    expected = json.loads(json.dumps(EXAMPLE).replace("http://localhost:11001/services/v2/requests/425988381", here))
    expected["links"][3]["href"] = f"{sim.goldengate.url()}/metadata-catalog/request"
    expected["response"].update(startTime="2017-12-14T12:41:56.948+00:00", endTime="2017-12-14T12:41:56.948+00:00")
    for document in (body, expected):
        document["links"].sort(key=lambda link: link["rel"])
    assert body == expected


message = st.tuples(
    st.from_regex(r"OGG-[0-9]{5}", fullmatch=True),
    st.text("abc ,.{}", min_size=1, max_size=30),
    st.sampled_from(["INFO", "WARNING", "ERROR"]),
)


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(PROGRESS),
    st.lists(message, max_size=3),
    st.lists(message, max_size=3),
    st.none() | st.integers(100, 599),
    st.none() | st.just("plain text") | st.just({"links": [], "messages": []}),
    st.floats(0, 1e9),
)
def test_every_request_and_result_is_as_documented(
    sim, client, progress, messages, result_messages, status, result, accepted
):
    found = sim.goldengate.launch(
        steps=[{"at": 0, "progress": progress, "message": each} for each in messages]
        + [{"at": 0, "progress": progress}],
        result_messages=result_messages,
        request_status=status,
        result=result,
        accepted=accepted,
    )
    body = client(f"/requests/{found.id}").json()
    check(body, "standardResponse")
    check(body["response"], "request")
    assert body["response"]["progress"] == progress
    over = progress in ("succeeded", "failed", "aborted")
    assert [body["response"]["completed"], "requestStatus" in body["response"], "endTime" in body["response"]] == [
        over
    ] * 3
    assert [(each["code"], each["title"], each["severity"]) for each in body["messages"]] == messages
    answer = client(f"/requests/{found.id}/result")
    assert answer.status_code == (200 if over else 404)
    check(answer.json(), "standardResponse")
    if over and answer.json().get("response"):
        check(answer.json()["response"], "requestResult")
        assert answer.json()["response"]["status"]["code"] == body["response"]["requestStatus"]


def test_both_shapes_of_a_result(sim, client):
    found = sim.goldengate.launch(outcome="failed", result_messages=[ERROR], request_status=409)
    body = client(f"/requests/{found.id}/result").json()
    if "response" in body:
        assert body["messages"] == []
        assert body["response"]["status"] == {"code": 409, "reason": "Conflict"}
        body = body["response"]["body"]
        check(body, "standardResponse")
    assert [each["code"] for each in body["messages"]] == ["OGG-00664"]


def test_the_result_shape_is_that_of_the_scenario():
    for shape, documented in (("later", True), ("12.3", False)):
        with Simulator(goldengate={"result_shape": shape}) as sim:
            found = sim.goldengate.launch()
            assert ("response" in GoldenGateClient(sim)(f"/requests/{found.id}/result").json()) == documented


def test_the_list(sim, client):
    mine = [sim.goldengate.launch(outcome=None), sim.goldengate.launch(outcome="aborted")]
    listed = {item["name"]: item for item in client.document("/requests", "collection")["items"]}
    assert [listed[str(each.id)]["status"] for each in mine] == ["processing", "aborted"]


def test_an_explanation(client):
    found = client.document("/oggerr/OGG-00664", "messageExplanation")
    assert (found["cause"], found["action"]) == ("The database is away.", "Start its listener.")
    assert client("/oggerr/OGG-99999").status_code == 404


def test_roles(client):
    assert {"User", "Operator", "Administrator", "Security"} <= {
        item["name"] for item in client.document("/authorizations", "collection")["items"]
    }


def test_versions(sim, client):
    check(client("").json(), "version")
    who = (sim.goldengate.username, sim.goldengate.password)
    for path in ("/services", "/services/", "/services/Local/distsrvr", "/direct/ServiceManager/services"):
        body = requests.get(sim.url + path, auth=who, timeout=10).json()
        check(body, "versions")
        assert [item["version"] for item in body["items"]] == ["v2"]


@pytest.mark.parametrize("id_in", ["everywhere", "location", "links", "response", "nowhere", "two_ids", "at_once"])
def test_answers_of_calls_are_as_documented(sim, client, id_in):
    sim.goldengate.on(
        "POST",
        "/extracts/{extract}",
        id_in=id_in,
        messages=[("OGG-08100", "Extract {extract} is being added.", "INFO")],
    )
    body = client("/extracts/EXT1", "POST").json()
    check(body, "standardResponse")
    assert body["messages"][0]["title"] == "Extract EXT1 is being added."
    if "response" in body:
        check(body["response"], "request")


def test_an_unknown_id_is_404_as_documented(clock, client):
    answer = client("/requests/1")
    assert answer.status_code == 404
    assert answer.json() == {
        "links": [],
        "messages": [
            {
                "$schema": "ogg:message",
                "title": "The requested resource does not exist.",
                "code": "OGG-12031",
                "severity": "ERROR",
                "issued": "2017-12-14T12:41:56Z",
                "type": "https://www.rfc-editor.org/rfc/rfc9110.html#name-status-codes",
            }
        ],
    }
    check(answer.json(), "standardResponse")


@pytest.mark.parametrize(
    "how",
    [
        {"auth": ("me", "wrong")},
        {"auth": ("ogguser", "Simulated-password-2")},
        {"auth": None},
        {"headers": {"Authorization": "x"}, "auth": None},
    ],
)
def test_errors_are_as_documented(client, how):
    body = client("/requests", **how).json()
    check(body, "standardResponse")
    assert body["messages"]


@pytest.mark.parametrize("status", [400, 404, 409, 429, 500, 503])
def test_an_injected_error_has_the_form_of_goldengate(sim, client, status):
    sim.fault(status=status)
    answer = client("/requests/1")
    assert answer.status_code == status
    check(answer.json(), "standardResponse")
    assert answer.json()["messages"][0]["severity"] == "ERROR"
    assert "opc-request-id" not in answer.headers
