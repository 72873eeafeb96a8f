# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations are launched by calls of OCI's services, and by the control API."""

from __future__ import annotations

import json

import pytest
import requests

from ansible_collections.longops.oracle.tests.simulator import Simulator


@pytest.fixture(scope="module")
def demo():
    with Simulator("demo", unsigned_launches=True) as simulator:
        yield simulator


def post(sim, path, method="POST", headers=None, **body):
    return requests.request(method, sim.url + path, json=body, headers=headers, timeout=10)


def shown(sim, id_):
    return requests.get(f"{sim.url}/control/operations/{id_}", timeout=10).json()


def test_a_resource_is_created(demo):
    answer = post(demo, "/20160918/instancePools", compartmentId=demo.compartment_id, displayName="web", size=3)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["displayName"], body["lifecycleState"], body["instanceConfigurationId"]) == (
        "web",
        "PROVISIONING",
        None,
    )
    assert body["id"].startswith("ocid1.instancepool.oc1.iad.")
    operation = shown(demo, answer.headers["opc-work-request-id"])
    assert operation["service"] == "work_requests"
    assert operation["work_request"]["resources"][0]["identifier"] == body["id"]
    assert operation["work_request"]["operationType"] == "Launch Instance Pool"


@pytest.mark.parametrize(
    ("method", "path", "service", "status"),
    [
        ("POST", "/20180222/nodePools", "container_engine", 202),
        ("POST", "/container_engine/20180222/nodePools", "container_engine", 202),
        ("PUT", "/20160918/dbSystems/ocid1.dbsystem.oc1.iad.example", "work_requests", 200),
        ("POST", "/20170115/loadBalancers", "load_balancer", 204),
        ("PUT", "/20190828/tables/orders", "nosql", 202),
        ("DELETE", "/20160918/instances/ocid1.instance.oc1.iad.example", "work_requests", 204),
    ],
)
def test_launching_calls_of_services(demo, method, path, service, status):
    body = {
        "compartmentId": demo.compartment_id,
        "name": "n",
        "displayName": "d",
        "clusterId": "c",
        "shapeName": "flexible",
        "subnetIds": ["s"],
    }
    answer = post(demo, path, method, **body)
    assert answer.status_code == status
    assert shown(demo, answer.headers["opc-work-request-id"])["service"] == service
    entry = demo.journal[-1]
    assert (entry.call, entry.operation) == ("launch", answer.headers["opc-work-request-id"])


def test_several_work_requests_come_in_one_header(demo):
    answer = post(demo, "/20160918/databases/ocid1.database.oc1.iad.example/actions/clone")
    ids = answer.headers["opc-work-request-id"].split(",")
    assert [shown(demo, id_)["work_request"]["operationType"] for id_ in ids] == ["Clone Database", "Create Backup"]


def test_required_fields_of_a_launch(demo):
    answer = post(demo, "/20180222/nodePools", compartmentId=demo.compartment_id, name="n")
    assert (answer.status_code, answer.json()["code"]) == (400, "MissingParameter")
    assert "clusterId" in answer.json()["message"]
    for data in (b"{", b"[]"):
        answer = requests.post(f"{demo.url}/20180222/nodePools", data=data, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (400, "CannotParseRequest")
    answer = requests.post(f"{demo.url}/20180222/nodePools", data=b"x" * 1_000_001, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (413, "PayloadTooLarge")


def test_a_retry_token_launches_once(demo):
    body = {"compartmentId": demo.compartment_id}
    first, second, third = (
        post(demo, "/20160918/instancePools", headers={"opc-retry-token": token}, **body)
        for token in ("one", "one", "two")
    )
    assert (
        first.headers["opc-work-request-id"]
        == second.headers["opc-work-request-id"]
        != third.headers["opc-work-request-id"]
    )
    assert first.json() == second.json()
    assert first.headers["opc-request-id"] != second.headers["opc-request-id"]


# The control API.


@pytest.fixture
def control(sim):
    session = requests.Session()

    def call(method, path, body=None):
        return session.request(method, sim.url + path, data=None if body is None else json.dumps(body), timeout=10)

    return call


def test_health(control):
    assert control("GET", "/healthz").json() == {"status": "ok"}


def test_operations_are_launched_read_finished_and_removed(sim, control, clock):
    launched = control("POST", "/control/operations", {"service": "queue", "seconds": 10, "count": 2})
    assert launched.status_code == 201
    ids = launched.json()["ids"]
    assert launched.headers["opc-work-request-id"] == ",".join(ids)
    assert len(ids) == 2
    clock.advance(5)
    operation = control("GET", f"/control/operations/{ids[0]}").json()
    assert (operation["service"], operation["work_request"]["percentComplete"], operation["elapsed"]) == (
        "queue",
        50,
        pytest.approx(5),
    )
    finished = control(
        "POST", f"/control/operations/{ids[0]}/finish", {"status": "failed", "errors": [{"code": "A", "message": "a"}]}
    ).json()
    assert finished["work_request"]["status"] == "FAILED"
    assert control("POST", f"/control/operations/{ids[1]}/finish").json()["work_request"]["status"] == "SUCCEEDED"
    assert {each["id"] for each in control("GET", "/control/operations").json()} == set(ids)
    assert control("DELETE", f"/control/operations/{ids[0]}").status_code == 204
    assert control("GET", f"/control/operations/{ids[0]}").status_code == 404
    assert len(sim.journal) == 0  # the control API is not part of the service


def test_several_definitions_at_once(control):
    launched = control(
        "POST",
        "/control/operations",
        [{"service": "queue"}, {"service": "waas", "id": "ocid1.waasworkrequest.oc1..mine"}],
    )
    assert launched.headers["opc-work-request-id"].endswith(",ocid1.waasworkrequest.oc1..mine")


def test_faults_and_journal(sim, control):
    assert len(control("POST", "/control/faults", [{"status": 500}, {"status": 503}]).json()["ids"]) == 2
    assert [control("GET", "/n/").status_code for _each in range(3)] == [500, 503, 401]
    journal = control("GET", "/control/journal").json()
    assert [entry["status"] for entry in journal] == [500, 503, 401]
    assert control("DELETE", "/control/journal").status_code == 204
    assert control("GET", "/control/journal").json() == []
    control("POST", "/control/faults", {"status": 500})
    assert control("DELETE", "/control/faults").status_code == 204
    assert control("GET", "/n/").status_code == 401


def test_families_are_listed(control):
    families = {family["title"]: family for family in control("GET", "/control/families").json()}
    assert families["identity.tagging"]["get"] == "/taggingWorkRequests/{workRequestId}"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/control/operations", {"service": "nowhere"}, 400),
        ("POST", "/control/operations", {"template": "nothing"}, 400),
        ("POST", "/control/operations", {"colour": "red"}, 400),
        ("POST", "/control/operations", {"id": "a", "count": 2}, 400),
        ("POST", "/control/operations", "text", 400),
        ("POST", "/control/operations", 5, 400),
        ("POST", "/control/operations/none/finish", {}, 404),
        ("POST", "/control/faults", {"colour": "red"}, 400),
        ("POST", "/control/faults", {"path": "("}, 400),
        ("POST", "/control/keys", {"colour": "red"}, 400),
        ("POST", "/control/keys", {"public_key": "not PEM"}, 400),
        ("PUT", "/control/operations", {}, 405),
        ("GET", "/control/nothing", None, 404),
        ("GET", "/control", None, 404),
    ],
)
def test_mistakes_are_reported(control, method, path, body, status):
    answer = control(method, path, body)
    assert answer.status_code == status
    assert answer.json()["message"]


def test_a_body_that_is_not_json(sim):
    assert requests.post(f"{sim.url}/control/operations", data="{", timeout=10).status_code == 400


def test_a_key_can_be_registered(control, call, sim):
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = call.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    key_id = control(
        "POST", "/control/keys", {"public_key": pem, "tenancy": "ocid1.tenancy.oc1..a", "user": "ocid1.user.oc1..b"}
    ).json()["keyId"]
    assert call.get("/n/", key_id=key_id).json() == "examplenamespace"


def test_the_body_can_choose_the_template():
    templates = {name: {"service": "work_requests", "outcome": name} for name in ("succeeded", "failed")}
    launch = {"method": "POST", "path": "/20160918/instances", "template": "{end}"}
    with Simulator({"templates": templates, "launches": [launch], "unsigned_launches": True}) as sim:
        answer = post(sim, "/20160918/instances", end="failed")
        assert shown(sim, answer.headers["opc-work-request-id"])["work_request"]["status"] == "FAILED"
        assert post(sim, "/20160918/instances", end="elsewhere").status_code == 400
        assert post(sim, "/20160918/instances").status_code == 400
