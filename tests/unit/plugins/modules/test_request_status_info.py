# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""request_status_info from options to the result: what it reads, how it authenticates, and what it reports of bad servers."""

from __future__ import annotations

import json
import os
from typing import Any, Callable

import pytest
import yaml
from cryptography.hazmat.primitives import serialization

from ansible_collections.longops.oracle.plugins.modules import request_status_info
from ansible_collections.longops.oracle.tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("short_grace")

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
ERROR = ("OGG-00664", "OCI Error ORA-12541: no listener.")
INNER = ("OGG-08221", "Cannot register EXT1.")
EXPLAINED = {
    "links": [],
    "messages": [],
    "response": {
        "$schema": "ogg:messageExplanation",
        "severity": "ERROR",
        "title": "T",
        "cause": "The database is away",
        "action": "Start it.",
    },
}
KEYS = {
    "id",
    "service",
    "call",
    "progress",
    "state",
    "completed",
    "request_status",
    "start_time",
    "end_time",
    "result",
    "messages",
    "errors",
    "explanation",
    "answer",
    "retry_after",
    "fault",
}

Run = Callable[..., Any]


def entry(ended: Any) -> dict[str, Any]:
    """The only entry of a result."""
    [found] = ended.result["requests"]
    assert set(found) == KEYS
    return found


# What it reads


def test_the_documented_example_comes_whole(sim: Simulator, request_info: Run) -> None:
    sim.fault(body=EXAMPLE)
    found = entry(request_info(request_id=425988381))
    assert found["answer"] == EXAMPLE
    assert found == {
        **dict.fromkeys(KEYS),
        "id": "425988381",
        "service": sim.url.partition("://")[2],
        "progress": "succeeded",
        "state": "succeeded",
        "completed": True,
        "request_status": 200,
        "start_time": "2017-12-14T12:41:56.948+00:00",
        "end_time": "2017-12-14T12:41:56.950+00:00",
        "messages": [],
        "answer": EXAMPLE,
    }


def test_what_comes_back_is_documented(request_info: Run, gate: Any) -> None:
    documented = yaml.safe_load(request_status_info.RETURN)
    assert set(documented) == set(request_info(request_id=gate.launch().id).result) - {"changed", "invocation"}
    assert set(documented["requests"]["contains"]) == KEYS


def test_what_the_service_does_not_say_is_null(sim: Simulator, request_info: Run) -> None:
    sim.fault(body={"response": {"progress": "pending"}})
    found = entry(request_info(request_id=1))
    said = {key: value for key, value in found.items() if value is not None}
    assert said == {
        "id": "1",
        "service": found["service"],
        "progress": "pending",
        "state": "pending",
        "messages": [],
        "answer": {"response": {"progress": "pending"}},
    }


@pytest.mark.parametrize(
    ("progress", "state", "status"),
    [
        ("processing", "pending", None),
        ("paused", "attention", None),
        ("succeeded", "succeeded", 200),
        ("aborted", "canceled", 500),
    ],
)
def test_what_a_progress_means(gate: Any, request_info: Run, progress: str, state: str, status: Any) -> None:
    ended = request_info(request_id=gate.launch(steps=[{"at": 0, "progress": progress}]).id)
    found = entry(ended)
    assert (found["progress"], found["state"], found["request_status"]) == (progress, state, status)
    assert found["completed"] is (status is not None)
    assert (found["end_time"] is None) == (status is None)
    assert not ended.warnings


def test_succeeded_with_an_error_status_is_a_failure(gate: Any, request_info: Run) -> None:
    found = entry(request_info(request_id=gate.launch(request_status=409).id))
    assert (found["progress"], found["state"], found["request_status"]) == ("succeeded", "failed", 409)


def test_many_in_the_order_asked_for(gate: Any, request_info: Run) -> None:
    ids = [gate.launch(outcome=outcome).id for outcome in ("failed", "succeeded", None)]
    found = request_info(request_id=[ids[2], ids[0], ids[1], ids[0]]).result["requests"]
    assert [each["id"] for each in found] == [str(ids[2]), str(ids[0]), str(ids[1])]
    assert [each["state"] for each in found] == ["pending", "failed", "succeeded"]


@pytest.mark.parametrize("name", ["request_id", "id", "request_ids"])
def test_ids_in_all_forms(sim: Simulator, gate: Any, request_info: Run, name: str) -> None:
    number = gate.launch().id
    link = "http://localhost:9012/services/v2/requests/%d/result" % number
    registered = {
        "changed": False,
        "status": 202,
        "url": f"{sim.url}/x",
        "location": link,
        "cookies": {"session": "S3cretCookie"},
        "json": {},
    }
    for given in (
        number,
        str(number),
        link,
        [number],
        [link, str(number)],
        registered,
        {"results": [registered]},
        {"id": number, "progress": "pending"},
    ):
        ended = request_info(**{name: given})
        assert entry(ended)["id"] == str(number)
        assert {entry.path for entry in sim.journal} == {"/services/v2/requests/%d" % number}
        assert ended.result["invocation"]["module_args"]["request_id"] == [str(number)]
        assert "S3cretCookie" not in ended.stdout


def test_what_this_module_returned_is_taken_again(gate: Any, request_info: Run) -> None:
    first = request_info(
        request_id=[
            gate.launch().id,
            {"status": 202, "url": "https://h/x", "location": "/requests/%d" % gate.launch().id},
        ]
    ).result
    again = request_info(request_id=first).result
    assert again["requests"] == first["requests"]
    assert [each["call"] for each in again["requests"]] == [None, "https://h/x"]


def test_a_call_that_was_over_is_not_read(sim: Simulator, request_info: Run) -> None:
    found = entry(
        request_info(
            request_id={"changed": False, "status": 201, "url": "https://h/services/v2/extracts/E", "json": {}}
        )
    )
    assert len(sim.journal) == 0
    said = {key: value for key, value in found.items() if value is not None}
    assert said == {
        "service": sim.url.partition("://")[2],
        "call": "https://h/services/v2/extracts/E",
        "state": "succeeded",
        "completed": True,
        "request_status": 201,
        "messages": [],
    }


def test_all_that_the_service_knows(sim: Simulator, request_info: Run) -> None:
    def found() -> dict[str, str]:
        entries = request_info(url=sim.goldengate.address("recvsrvr")).result["requests"]
        return {entry["id"]: entry["state"] for entry in entries}

    others = found()  # of another test
    mine = [str(sim.goldengate.launch("recvsrvr", outcome=outcome).id) for outcome in (None, "failed")]
    assert found() == {**others, **dict(zip(mine, ["pending", "failed"]))}
    assert sim.journal[0].call == "list"


@pytest.fixture
def listing(sim: Simulator, request_info: Run) -> Run:
    """listing(definition, ..., option=...) lists the requests of a service that has these, and those of no other test."""

    def call(*definitions: dict[str, Any], **options: Any) -> Any:
        gate = sim.goldengate
        for request in gate.all():
            gate.remove(request)
        for definition in definitions:
            gate.launch("recvsrvr", **definition)
        sim.journal.clear()
        return request_info(url=gate.address("recvsrvr"), **options)

    return call


IN_FLIGHT = {"outcome": None}
MIXED = [
    {"id": 15, **IN_FLIGHT},
    {"id": 19},
    {"id": 13, "steps": [{"at": 0, "progress": "paused"}]},
    {"id": 18, "outcome": "failed", "messages": [ERROR]},
    {"id": 17, **IN_FLIGHT},
]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, ["15", "19", "13", "18", "17"]),
        ({"in_flight": False}, ["15", "19", "13", "18", "17"]),
        ({"in_flight": True}, ["15", "13", "17"]),
        ({"max_results": 2}, ["19", "18"]),
        ({"max_results": 2, "in_flight": True}, ["15", "17"]),
        ({"max_results": 99}, ["15", "19", "13", "18", "17"]),
    ],
)
def test_what_is_chosen_of_a_list(sim: Simulator, listing: Run, options: Any, found: list[str]) -> None:
    ended = listing(*MIXED, **options)
    assert [entry["id"] for entry in ended.result["requests"]] == found
    assert sorted(entry.operation for entry in sim.journal.of(call="get")) == sorted(found)
    assert [entry.call for entry in sim.journal].count("oggerr") == ("18" in found)


@pytest.mark.parametrize("in_flight", [False, True])
def test_a_request_that_is_listed_and_gone_is_left_out(sim: Simulator, listing: Run, in_flight: bool) -> None:
    ended = listing(
        {"id": 21, "gone_after": 0, **IN_FLIGHT}, {"id": 22, **IN_FLIGHT}, {"id": 20, **IN_FLIGHT}, in_flight=in_flight
    )
    assert [entry["id"] for entry in ended.result["requests"]] == ["22", "20"]
    assert not ended.warnings
    ended = listing({"id": 21, "gone_after": 0, **IN_FLIGHT}, {"id": 20, **IN_FLIGHT}, max_results=1)
    assert [entry["id"] for entry in ended.result["requests"]] == ["20"]
    missing = listing({"id": 23}, request_id=24)  # it was asked for
    assert "GoldenGate request 24 cannot be read: 404 OGG-12031" in missing.msg


def test_one_that_cannot_be_read_is_not_left_out(sim: Simulator, listing: Run) -> None:
    sim.fault(call="get", operation="31", status=500, times=None)
    ended = listing({"id": 31}, {"id": 32})
    assert "GoldenGate request 31 cannot be read: 500" in ended.msg
    assert [entry["id"] for entry in ended.result["requests"]] == ["31", "32"]


def test_a_list_that_is_answered_later(run: Run) -> None:
    with Simulator(goldengate={"late_lists": 1}) as sim:
        number = sim.goldengate.launch(late_results=1, extra={"requestStatus": None}).id
        ended = run("request_status_info", url=sim.url, token=sim.goldengate.token)
    [entry, *own] = ended.result["requests"]
    assert (entry["id"], entry["state"], own) == (str(number), "succeeded", [])
    assert not ended.warnings


def test_the_list_needs_an_administrator(gate: Any, request_info: Run) -> None:
    message = request_info(username=gate.user, password=gate.user_password).msg
    assert "403 OGG-12062" in message
    assert "the user's role" in message
    assert request_info(username=gate.user, password=gate.user_password, request_id=gate.launch().id).result["requests"]


@pytest.mark.parametrize(
    ("options", "service", "label", "path"),
    [
        ({}, "adminsrvr", None, "/services/v2/requests/"),
        ({"deployment": "Local"}, "adminsrvr", "Local/adminsrvr", "/services/Local/adminsrvr/v2/requests/"),
        (
            {"deployment": "Local", "service": "Distribution Service"},
            "distsrvr",
            "Local/distsrvr",
            "/services/Local/distsrvr/v2/requests/",
        ),
        ({"service": "adminsrvr"}, "adminsrvr", "adminsrvr", "/services/adminsrvr/v2/requests/"),
        ({"service": "pmsrvr", "version": "v2"}, "pmsrvr", "pmsrvr", "/services/pmsrvr/v2/requests/"),
        (
            {"deployment": "Local", "service": "ServiceManager"},
            "ServiceManager",
            "ServiceManager",
            "/services/ServiceManager/v2/requests/",
        ),
    ],
)
def test_every_url_form(
    sim: Simulator, gate: Any, request_info: Run, options: Any, service: str, label: Any, path: str
) -> None:
    number = gate.launch(service).id
    found = entry(request_info(request_id=number, **options))
    assert found["progress"] == "succeeded"
    assert found["service"] == (label or sim.url.partition("://")[2])
    assert sim.journal[0].path == path + str(number)


@pytest.mark.parametrize("name", ["my-svc", "Ai Service", "b\u00fccher"])
@pytest.mark.parametrize("deployment", [None, "Local", "Test-2 (old)"])
def test_a_service_that_an_administrator_has_added(run: Run, monkeypatch: Any, name: str, deployment: Any) -> None:
    with Simulator(goldengate={"services": [name], "deployments": ["Local", "Test-2 (old)"]}) as sim:
        gate = sim.goldengate
        request = gate.launch(f"{deployment or 'Local'}/{name}")
        options = {"url": sim.url, "token": gate.token, "request_id": request.id}
        own = {"service": name, **({"deployment": deployment} if deployment else {})}
        label = "/".join(filter(None, (deployment, name)))
        assert entry(run("request_status_info", **options, **own))["service"] == label
        assert sim.journal[0].service == f"{deployment or 'Local'}/{name}"
        for option, value in own.items():
            monkeypatch.setenv(f"OGG_{option.upper()}", value)
        assert run("request_status_wait", **options).result["succeeded"] == [str(request.id)]


def test_a_service_that_may_be_mistyped(gate: Any, request_info: Run) -> None:
    message = request_info(request_id=gate.launch().id, deployment="Local", service="adminsvr").msg
    assert "check url, deployment and service. Did you mean adminsrvr?" in message


@pytest.mark.parametrize("links", ["internal", "doubled"])
def test_mangled_links_do_no_harm(run: Run, links: str) -> None:
    with Simulator(goldengate={"links": links}) as sim:
        gate = sim.goldengate
        link = "http://elsewhere.example.com/x/requests/%d" % gate.launch().id
        ended = run(
            "request_status_info",
            url=sim.url,
            deployment="Local",
            token=gate.token,
            request_id=link,
            include_result=True,
        )
        assert entry(ended)["result"]["status"]["code"] == 200
        assert {entry.service for entry in sim.journal} == {"Local/adminsrvr"}


@pytest.mark.parametrize("shape", ["later", "12.3"])
def test_results_in_both_shapes(run: Run, shape: str) -> None:
    with Simulator(goldengate={"result_shape": shape}) as sim:
        gate = sim.goldengate
        ids = [
            gate.launch(outcome="failed", messages=[ERROR], result_messages=[INNER]).id,
            gate.launch(outcome=None).id,
        ]
        options = {"url": sim.url, "token": gate.token, "request_id": ids}
        failed, endless = run("request_status_info", include_result=True, **options).result["requests"]
        body = failed["result"]["body"] if shape == "later" else failed["result"]
        assert [message["code"] for message in body["messages"]] == ["OGG-08221"]
        assert [message["code"] for message in failed["messages"]] == ["OGG-00664", "OGG-08221"]
        assert [error["code"] for error in failed["errors"]] == ["OGG-00664", "OGG-08221"]
        assert endless["result"] is None
        assert [entry.operation for entry in sim.journal.of(call="result")] == [str(ids[0])]
        without = run("request_status_info", **options).result["requests"][0]
        assert without["result"] is None
        assert [error["code"] for error in without["errors"]] == ["OGG-00664"]


def test_a_result_that_is_text(gate: Any, request_info: Run) -> None:
    found = entry(request_info(request_id=gate.launch(result="x" * 131072).id, include_result=True))
    assert found["result"]["body"] == "x" * 131072


def test_a_result_that_cannot_be_read_is_a_warning(sim: Simulator, gate: Any, request_info: Run) -> None:
    sim.fault(call="result", status=502, kind="html", times=None)
    ended = request_info(request_id=gate.launch().id, include_result=True)
    assert entry(ended)["result"] is None
    [warning] = ended.warnings
    assert "could not be read" in warning
    assert "502" in warning


def test_a_failure_is_explained(sim: Simulator, gate: Any, request_info: Run) -> None:
    sim.fault(call="oggerr", operation="OGG-00664", body=EXPLAINED)
    found = entry(
        request_info(request_id=gate.launch(outcome="failed", messages=[ERROR, ("OGG-01020", "Begun.", "INFO")]).id)
    )
    [error] = found["errors"]
    assert error["code"] == "OGG-00664"
    assert error["message"] == "ERROR: OCI Error ORA-12541: no listener. Cause: The database is away. Action: Start it."
    assert error["timestamp"] == found["messages"][0]["issued"]
    assert [message["severity"] for message in found["messages"]] == ["ERROR", "INFO"]


@pytest.mark.parametrize("time", ["2026-05-28 18:25:60z", "2026-05-28t18:25:48.123456-23:59", "0000-02-31T00:00:00Z"])
def test_legal_times_come_as_they_are(gate: Any, request_info: Run, time: str) -> None:
    ended = request_info(request_id=gate.launch(extra={"startTime": time, "endTime": time}).id)
    assert (entry(ended)["start_time"], entry(ended)["end_time"]) == (time, time)
    assert not ended.warnings


def test_an_illegal_time_comes_as_it_is_with_a_warning(gate: Any, request_info: Run) -> None:
    number = gate.launch(extra={"startTime": "28.05.2026 18:25"}).id
    ended = request_info(request_id=number)
    assert entry(ended)["start_time"] == "28.05.2026 18:25"
    [warning] = ended.warnings
    assert warning == "The time '28.05.2026 18:25' of GoldenGate request %d is not written as documented." % number


def test_an_unknown_progress_warns(gate: Any, request_info: Run) -> None:
    ended = request_info(request_id=gate.launch(outcome=None, extra={"progress": "resting"}).id)
    assert (entry(ended)["progress"], entry(ended)["state"]) == ("resting", "pending")
    assert "'resting'" in ended.warnings[0]


def test_check_mode_reads_as_well(gate: Any, request_info: Run) -> None:
    assert entry(request_info(request_id=gate.launch().id, _ansible_check_mode=True))["progress"] == "succeeded"


# Authentication


def test_a_token(sim: Simulator, gate: Any, request_info: Run) -> None:
    assert request_info(request_id=gate.launch().id, username=None, password=None, token=gate.token).result["requests"]
    assert sim.journal[0].headers["authorization"] == "Bearer ..."


def test_the_environment(sim: Simulator, gate: Any, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {
        "OGG_URL": sim.url,
        "OGG_DEPLOYMENT": "Local",
        "OGG_SERVICE": "distsrvr",
        "OGG_VERSION": "v2",
        "OGG_USERNAME": gate.user,
        "OGG_PASSWORD": gate.user_password,
        "OGG_VALIDATE_CERTS": "false",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    ended = run("request_status_info", request_id=gate.launch("distsrvr").id)
    assert entry(ended)["service"] == "Local/distsrvr"
    assert gate.user_password not in ended.stdout
    monkeypatch.delenv("OGG_USERNAME")
    monkeypatch.delenv("OGG_PASSWORD")
    monkeypatch.setenv("OGG_TOKEN", gate.user_token)
    ended = run("request_status_info", request_id=gate.launch().id, deployment="", service="")
    assert entry(ended)["service"] == sim.url.partition("://")[2]
    assert gate.user_token not in ended.stdout


@pytest.fixture(scope="module")
def secure() -> Any:
    with Simulator(tls=True) as simulator:
        yield simulator


@pytest.fixture
def tls(secure: Simulator) -> dict[str, Any]:
    """The options that authenticate over TLS."""
    gate = secure.goldengate
    return {
        "url": secure.url,
        "username": gate.username,
        "password": gate.password,
        "ca_path": str(secure.ca_file),
        "request_id": gate.launch().id,
    }


def test_a_bundle_of_authorities(run: Run, tls: dict[str, Any]) -> None:
    ended = run("request_status_info", **tls)
    assert entry(ended)["progress"] == "succeeded"
    assert not ended.warnings


def test_the_environment_of_tls(secure: Simulator, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = secure.goldengate
    for name, value in (
        ("URL", secure.url),
        ("CA_PATH", secure.ca_file),
        ("CLIENT_CERT", gate.client_cert),
        ("CLIENT_KEY", gate.client_key),
    ):
        monkeypatch.setenv(f"OGG_{name}", str(value))
    assert entry(run("request_status_info", request_id=gate.launch().id))["progress"] == "succeeded"


def test_an_authority_that_is_not_trusted(run: Run, tls: dict[str, Any]) -> None:
    del tls["ca_path"]
    message = run("request_status_info", **tls).msg
    assert "TLS certificate not trusted" in message
    assert "certificate of the authority that signed it" in message


def test_no_certificate_is_requested(run: Run, tls: dict[str, Any], recwarn: Any) -> None:
    del tls["ca_path"]
    ended = run("request_status_info", **{**tls, "validate_certs": False})
    assert entry(ended)["progress"] == "succeeded"
    assert ended.warnings == [
        f"The TLS certificate of {tls['url']} is not verified, so the credentials can be intercepted."
    ]
    assert not ended.stderr
    assert not recwarn.list


def test_a_certificate_for_another_host(run: Run) -> None:
    with Simulator(tls=["goldengate.example.com", "10.0.0.7"]) as sim:
        message = run(
            "request_status_info", url=sim.url, token="some-token", ca_path=str(sim.ca_file), request_id=1
        ).msg
    assert "127.0.0.1" in message
    for name in ("goldengate.example.com", "10.0.0.7"):
        assert name in message


@pytest.mark.parametrize("together", [False, True])
def test_a_client_certificate(secure: Simulator, run: Run, tls: dict[str, Any], tmp_path: Any, together: bool) -> None:
    gate = secure.goldengate
    del tls["username"], tls["password"]
    if together:
        both = tmp_path / "both.pem"
        both.write_bytes(gate.client_cert.read_bytes() + gate.client_key.read_bytes())
        tls["client_cert"] = str(both)
    else:
        tls.update(client_cert=str(gate.client_cert), client_key=str(gate.client_key))
    secure.journal.clear()
    assert entry(run("request_status_info", **tls))["progress"] == "succeeded"
    assert "authorization" not in secure.journal[0].headers


def test_a_client_certificate_beside_a_password(run: Run) -> None:
    with Simulator(tls=True, client_certificate="required") as sim:
        gate = sim.goldengate
        options = {
            "url": sim.url,
            "username": gate.username,
            "password": gate.password,
            "ca_path": str(sim.ca_file),
            "request_id": gate.launch().id,
        }
        certificate = {"client_cert": str(gate.client_cert), "client_key": str(gate.client_key)}
        assert entry(run("request_status_info", **options, **certificate))["progress"] == "succeeded"
        assert sim.journal[0].headers["authorization"] == "Basic ..."
        assert "TLS handshake failed" in run("request_status_info", **options).msg


def test_plain_http_warns(sim: Simulator, gate: Any, request_info: Run) -> None:
    assert not request_info(request_id=gate.launch().id).warnings
    other = sim.url.replace("127.0.0.1", "127.1")  # this machine by a name that does not look like it
    ended = request_info(request_id=gate.launch().id, url=other)
    assert ended.warnings == [f"{other} is not encrypted, so the credentials can be intercepted: use https."]


def test_a_netrc_is_not_used(sim: Simulator, gate: Any, run: Run, secure: Simulator) -> None:
    netrc = os.path.join(os.environ["HOME"], ".netrc")
    with open(netrc, "w", encoding="utf-8") as file:
        file.write(f"default login {gate.username} password {gate.password}\n")
    options = {"url": secure.url, "ca_path": str(secure.ca_file), "request_id": 1}
    assert "Authentication needs" in run("request_status_info", **options).msg
    secure.journal.clear()
    gate = secure.goldengate
    run("request_status_info", client_cert=str(gate.client_cert), client_key=str(gate.client_key), **options)
    assert "authorization" not in secure.journal[0].headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_credential_follows_a_redirect(sim: Simulator, gate: Any, request_info: Run, status: int) -> None:
    number = gate.launch().id
    with Simulator() as elsewhere:
        sim.fault(
            status=status, headers={"Location": elsewhere.goldengate.url() + "/requests/%d?x=1" % number}, times=None
        )
        message = request_info(request_id=number).msg
        assert len(elsewhere.journal) == 0
    assert (
        "redirect to %s/requests/%d, which is not followed" % (f"{elsewhere.goldengate.root}/services/v2", number)
        in message
    )


def test_no_cookie_is_kept(sim: Simulator, gate: Any, request_info: Run) -> None:
    sim.fault(headers={"Set-Cookie": "ogg.session=abc; Path=/"})
    request_info(request_id=gate.launch().id, include_result=True)
    assert [entry.call for entry in sim.journal] == ["get", "result"]
    assert all("cookie" not in entry.headers for entry in sim.journal)


@pytest.mark.parametrize("wrong", [401, 403])
@pytest.mark.parametrize("credentials", [{"username": "oggadmin", "password": "Wr0ng"}, {"token": "Wr0ng"}])
def test_wrong_credentials(run: Run, wrong: int, credentials: Any) -> None:
    with Simulator(goldengate={"wrong_credentials": wrong}) as sim:
        ended = run("request_status_info", url=sim.url, request_id=[1, 2], **credentials)
        assert len(sim.journal) == 2  # no retry with credentials that may lock a user out
    assert f": {wrong} OGG-1206" in ended.msg
    assert "Check username and password, or the token" in ended.msg
    assert [each["fault"]["kind"] for each in ended.result["requests"]] == ["fatal", "fatal"]
    assert "Wr0ng" not in ended.stdout


def test_no_secret_is_shown(sim: Simulator, gate: Any, request_info: Run) -> None:
    """Not even where a server sends back what it got."""
    basic = "b2dnYWRtaW46U2ltdWxhdGVkLXBhc3N3b3JkLTE="
    for body in (f"You sent Basic {basic}", f"Password {gate.password} is wrong"):
        sim.fault(status=400, body=body)
        ended = request_info(request_id=1)
        assert "400" in ended.msg
        for secret in (gate.password, basic):
            assert secret not in ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("http://oggadmin:S3cret%21@127.0.0.1:1", ["S3cret"]),
        ("https://S3cretToken@h", ["S3cretToken"]),
        ("oggadmin:S3cret@h:9012", ["S3cret"]),
    ],
)
def test_credentials_in_a_url_are_refused_and_not_shown(request_info: Run, url: str, secrets: Any) -> None:
    ended = request_info(url=url, request_id=1)
    assert "credentials" in ended.msg or "must be the address" in ended.msg
    for secret in secrets:
        assert secret not in ended.stdout


# Bad input: nothing is sent


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"url": "goldengate:9012"}, ["url must be the address"]),
        ({"url": "https://h/services/v2"}, ["must end before /services"]),
        ({"deployment": "a/b"}, ["deployment is the name in the path", "'a/b' has one of / "]),
        ({"service": "../v2"}, ["service is the name in the path", "'../v2' has one of / "]),
        ({"service": " "}, ["service is the name in the path", "blanks"]),
        ({"version": "../v2"}, ["version is a name"]),
        ({"password": None}, ["password is missing"]),
        ({"username": None, "password": None}, ["Authentication needs", "OGG_USERNAME"]),
        ({"token": "x"}, ["not both"]),
        ({"username": None, "password": None, "token": "Bearer x"}, ["without the word Bearer"]),
        ({"ca_path": "/nonexistent/ca.pem"}, ["/nonexistent/ca.pem", "option ca_path", "cannot be read"]),
        ({"client_cert": "/nonexistent/client.pem"}, ["/nonexistent/client.pem", "option client_cert"]),
        ({"client_key": "/nonexistent/client.key"}, ["client_key belongs to client_cert"]),
        ({"in_flight": True}, ["in_flight and max_results choose from a list; request_id names its own"]),
        ({"max_results": 5}, ["choose from a list"]),
        ({"request_id": None, "max_results": 0}, ["max_results must be 1 or more, not 0"]),
        ({"request_id": None, "max_results": -3}, ["max_results must be 1 or more, not -3"]),
        ({"connect_timeout": 0}, ["connect_timeout"]),
        ({"read_timeout": -1}, ["read_timeout"]),
        ({"request_id": "EXT1"}, ["'EXT1' is not the id"]),
        ({"request_id": True}, ["not True"]),
        ({"request_id": ["https://h/\ud800/requests/1"]}, ["half of a surrogate pair"]),
        ({"request_id": {"status": 202, "url": "https://h/x"}}, ["answered 202 and names no request"]),
        (
            {"request_id": {"status": 202, "location": "/requests/1", "json": {"links": [{"href": "/requests/2"}]}}},
            ["different requests, 1 and 2"],
        ),
        ({"request_id": {"status": 409, "cookies": {"s": "S3cretCookie"}}}, ["it was answered with status 409"]),
    ],
)
def test_bad_input(sim: Simulator, request_info: Run, options: dict[str, Any], words: list[str]) -> None:
    ended = request_info(**{"request_id": 1, **options})
    for word in words:
        assert word in ended.msg
    assert len(sim.journal) == 0
    assert "S3cretCookie" not in ended.stdout


def test_bad_certificate_files(secure: Simulator, run: Run, tls: dict[str, Any], tmp_path: Any) -> None:
    gate = secure.goldengate
    empty, encrypted, both = tmp_path / "empty.pem", tmp_path / "encrypted.key", tmp_path / "both.pem"
    empty.write_text("")
    key = serialization.load_pem_private_key(gate.client_key.read_bytes(), None)
    encrypted.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    both.write_bytes(gate.client_cert.read_bytes() + encrypted.read_bytes())
    server_key = gate.client_key.with_name("server.key")
    for options, words in (
        ({"client_cert": str(empty)}, "cannot be used"),
        ({"client_cert": str(tmp_path)}, "cannot be used"),
        ({"client_cert": str(gate.client_cert)}, "cannot be used"),
        ({"client_cert": str(gate.client_cert), "client_key": str(server_key)}, "key values mismatch"),
        (
            {"client_cert": str(gate.client_cert), "client_key": str(encrypted)},
            "is encrypted; give one without a pass phrase",
        ),
        ({"client_cert": str(both)}, "is encrypted"),
        ({"ca_path": str(empty)}, "no certificates"),
    ):
        assert words in run("request_status_info", **{**tls, **options}).msg


def test_a_client_certificate_needs_https(sim: Simulator, secure: Simulator, request_info: Run) -> None:
    gate = secure.goldengate
    ended = request_info(
        username=None, password=None, client_cert=str(gate.client_cert), client_key=str(gate.client_key), request_id=1
    )
    assert "over https only" in ended.msg
    assert len(sim.journal) == 0


# Bad servers: a clear message, the same keys, no traceback


@pytest.mark.parametrize(
    ("fault", "words", "kind"),
    [
        ({"status": 502, "kind": "html"}, ["cannot be read: 502: 502"], "transient"),
        (
            {"status": 500, "body": {"links": [], "messages": []}},
            ["500: GoldenGate gives no reason"],
            "transient",
        ),
        (
            {"status": 400, "body": {"links": [], "messages": []}},
            ["400: GoldenGate gives no reason"],
            "fatal",
        ),
        (
            {"body": {"$schema": "api:standardResponse", "links": [], "messages": []}},
            ["the answer has no response.progress"],
            "transient",
        ),
        (
            {"body": {"links": [], "messages": [], "response": None}},
            ["the answer has no response.progress"],
            "transient",
        ),
        (
            {"body": {"links": [], "messages": [], "response": {"$schema": "ogg:request"}}},
            ["the answer has no response.progress"],
            "transient",
        ),
        ({"body": "[]"}, ["the answer has no response.progress"], "transient"),
        ({"body": '{"$schema": "api:standardResponse", "links": ['}, ["not JSON", "api:standardResponse"], "transient"),
        ({"kind": "truncated"}, ["(GET http:"], "transient"),  # in what way depends on the version of urllib3
        ({"kind": "garbage"}, ["not JSON"], "transient"),
        ({"kind": "html"}, ["not JSON: 200 200 proxy"], "transient"),
        ({"kind": "empty"}, ["not JSON: (empty)"], "transient"),
        ({"kind": "huge"}, ["more than 4 MiB"], "transient"),
        ({"reset": True}, ["connection failed"], "transient"),
        ({"close": True}, ["connection failed"], "transient"),
        ({"status": 404, "kind": "html"}, [": 404: ", "Ids belong to one service"], "not_found"),
    ],
)
def test_bad_servers(sim: Simulator, gate: Any, request_info: Run, fault: Any, words: list[str], kind: str) -> None:
    number = gate.launch().id
    sim.fault(times=None, call="get", operation=str(number), **fault)
    good = gate.launch().id
    ended = request_info(request_id=[number, good])
    for word in words:
        assert word in ended.msg
    assert "GoldenGate request %d cannot be read" % number in ended.msg
    bad, well = ended.result["requests"]
    assert set(bad) == KEYS
    assert (bad["state"], bad["answer"], bad["fault"]["kind"]) == (None, None, kind)
    assert bad["fault"]["message"] in ended.msg or f"{bad['fault']['message']}." in ended.msg
    assert well["progress"] == "succeeded"
    assert len(ended.msg) < 1000


def test_what_passes_is_tried_again(sim: Simulator, gate: Any, request_info: Run) -> None:
    sim.fault(status=503, times=2)
    assert entry(request_info(request_id=gate.launch().id))["progress"] == "succeeded"
    assert len(sim.journal) == 3


def test_the_id_of_another_service(gate: Any, request_info: Run) -> None:
    number = gate.launch("distsrvr").id
    ended = request_info(request_id=number, deployment="Local", service="adminsrvr")
    assert "404 OGG-12031: The requested resource does not exist (GET " in ended.msg
    assert (
        f"Ids belong to one service, and this is {gate.url('proxy')}: check url, deployment and service." in ended.msg
    )
    assert entry(request_info(request_id=number, deployment="Local", service="distsrvr"))["progress"] == "succeeded"


def test_a_deployment_that_a_proxy_does_not_know(request_info: Run) -> None:
    assert "404" in request_info(deployment="Elsewhere", request_id=1).msg
    assert "There is no GoldenGate service at" in request_info(deployment="Elsewhere").msg


def test_connection_refused(request_info: Run) -> None:
    with Simulator() as sim:
        url = sim.url
    assert "refused" in request_info(url=url, request_id=1).msg.lower()


def test_a_list_that_is_none(sim: Simulator, request_info: Run) -> None:
    sim.fault(call="list", body={"links": [], "messages": []}, times=None)
    assert "the answer has no response.items" in request_info().msg


def test_tls_that_is_no_tls(sim: Simulator, request_info: Run) -> None:
    message = request_info(url=sim.url.replace("http:", "https:"), request_id=1).msg
    assert "TLS handshake failed" in message


def test_titles_are_shown_on_one_line(sim: Simulator, gate: Any, request_info: Run) -> None:
    sim.fault(
        status=400,
        body={"messages": [{"severity": "ERROR", "code": "OGG-1\x1b[31m", "title": "Red\x1b[0m\nand\u202e long"}]},
    )
    ended = request_info(request_id=1)
    assert "OGG-1 [31m: Red [0m and long" in ended.msg
    assert json.loads(ended.stdout)["msg"] == ended.msg
