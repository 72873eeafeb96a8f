# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated GoldenGate: URLs, authentication and roles, calls that start requests, timelines of requests."""

from __future__ import annotations

import json

import pytest
import requests

from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.simulator.scenario import ScenarioError

from .goldengate_client import GoldenGateClient

FORMS = [
    ("direct", "adminsrvr", "/services/v2"),
    ("direct", "distsrvr", "/direct/Local/distsrvr/services/v2"),
    ("direct", "Second/adminsrvr", "/direct/Second/adminsrvr/services/v2"),
    ("direct", "ServiceManager", "/direct/ServiceManager/services/v2"),
    ("proxy", "adminsrvr", "/services/Local/adminsrvr/v2"),
    ("proxy", "Second/recvsrvr", "/services/Second/recvsrvr/v2"),
    ("proxy", "ServiceManager", "/services/ServiceManager/v2"),
    ("single", "adminsrvr", "/services/adminsrvr/v2"),
    ("single", "pmsrvr", "/services/pmsrvr/v2"),
]
IDS = "/requests/%d"


@pytest.fixture(scope="module")
def shared():
    with Simulator(clock=ManualClock(), goldengate={"deployments": ["Local", "Second"]}) as simulator:
        yield simulator


@pytest.fixture
def sim(shared):
    shared.journal.clear()
    shared.clear_faults()
    return shared


@pytest.fixture
def clock(sim):
    return sim.app.clock


@pytest.fixture
def goldengate(sim):
    return sim.goldengate


@pytest.fixture
def client(sim):
    return GoldenGateClient(sim)


def progress(client, request):
    return client(IDS % request.id).json()["response"]["progress"]


class TestPlaces:
    @pytest.mark.parametrize(("form", "service", "path"), FORMS)
    def test_a_service_has_each_of_its_urls_and_right_links(self, sim, goldengate, form, service, path):
        assert goldengate.url(form, service) == sim.url + path
        request = goldengate.launch(service)
        answer = GoldenGateClient(sim, form, service)(IDS % request.id)
        assert answer.status_code == 200
        for link in answer.json()["links"]:
            assert link["href"].startswith(f"{sim.url}{path}/")
        assert sim.journal[-1].service == goldengate.service(service)

    def test_requests_are_those_of_one_service(self, sim, goldengate):
        request = goldengate.launch("distsrvr")
        found = {
            (form, service): GoldenGateClient(sim, form, service)(IDS % request.id).status_code
            for form, service, _path in FORMS
        }
        assert found.pop(("direct", "distsrvr")) == 200
        assert set(found.values()) == {404}
        listed = GoldenGateClient(sim, "proxy", "distsrvr")("/requests").json()["response"]["items"]
        assert str(request.id) in {item["name"] for item in listed}
        assert str(request.id) not in {
            item["name"] for item in GoldenGateClient(sim)("/requests").json()["response"]["items"]
        }

    @pytest.mark.parametrize(
        "path",
        [
            "/services/Elsewhere/adminsrvr/v2/requests",
            "/services/Local/extsrvr/v2/requests",
            "/services/extsrvr/v2/requests",
            "/direct/a/b",
        ],
    )
    def test_an_unknown_service_is_404_of_the_proxy(self, sim, path):
        answer = requests.get(sim.url + path, timeout=10)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "text/html"

    @pytest.mark.parametrize("path", ["/nothing", "/requests/abc", "/requests/1/2", "/oggerr/1"])
    def test_an_unknown_path_is_404_of_the_service(self, client, path):
        assert client(path).json()["messages"][0]["code"] == "OGG-12031"

    @pytest.mark.parametrize(
        ("form", "service"), [("single", "Second/adminsrvr"), ("single", "ServiceManager"), ("odd", "adminsrvr")]
    )
    def test_a_service_has_no_url_in_some_forms(self, goldengate, form, service):
        with pytest.raises(ValueError, match="has no URL of form"):
            goldengate.url(form, service)

    def test_addresses(self, sim, goldengate):
        assert goldengate.address() == sim.url
        assert goldengate.address("distsrvr") == f"{sim.url}/direct/Local/distsrvr"
        with pytest.raises(ScenarioError, match="no service nothing"):
            goldengate.address("nothing")

    @pytest.mark.parametrize(
        ("links", "start"),
        [
            ("internal", "http://localhost:9012/services/v2/"),
            ("doubled", "%s/services/Local/adminsrvr/services/Local/adminsrvr/v2/"),
        ],
    )
    def test_links_can_be_wrong_behind_a_proxy(self, links, start):
        with Simulator(goldengate={"links": links}) as sim:
            request = sim.goldengate.launch()
            hrefs = [link["href"] for link in GoldenGateClient(sim, "proxy")(IDS % request.id).json()["links"]]
            start = start % sim.url if "%" in start else start
            assert all(href.startswith(start) for href in hrefs)
            assert any(href.endswith(IDS % request.id) for href in hrefs)


class TestAuthentication:
    @pytest.mark.parametrize(
        ("path", "allowed"),
        [
            ("", "User"),
            ("/requests/1", "User"),
            ("/requests/1/result", "User"),
            ("/oggerr/OGG-00001", "User"),
            ("/requests", "Administrator"),
            ("/authorizations", "Security"),
        ],
    )
    def test_roles(self, sim, goldengate, path, allowed):
        for credentials in (
            {"auth": (goldengate.user, goldengate.user_password)},
            {"headers": {"Authorization": f"Bearer {goldengate.user_token}"}},
        ):
            answer = GoldenGateClient(sim, **credentials)(path)
            assert (answer.status_code == 403) == (allowed != "User")
        for credentials in (
            {"auth": (goldengate.username, goldengate.password)},
            {"headers": {"Authorization": f"bearer {goldengate.token}"}},
        ):
            assert GoldenGateClient(sim, **credentials)(path).status_code in (200, 404)

    def test_calls_need_an_operator(self, sim, goldengate):
        goldengate.on("POST", "/roles/{extract}")
        before = goldengate.all()
        assert (
            GoldenGateClient(sim, auth=(goldengate.user, goldengate.user_password))("/roles/X", "POST").json()[
                "messages"
            ][0]["code"]
            == "OGG-12062"
        )
        assert goldengate.all() == before
        assert GoldenGateClient(sim)("/roles/X", "POST").status_code == 202

    @pytest.mark.parametrize(
        ("header", "code"),
        [
            (None, "OGG-12063"),
            ("Basic", "OGG-12061"),
            ("Basic !", "OGG-12061"),
            ("Basic bm9jb2xvbg==", "OGG-12061"),
            ("Basic /w==", "OGG-12061"),
            ("Bearer", "OGG-12061"),
            ("Bearer ", "OGG-12061"),
            ("Digest x", "OGG-12061"),
        ],
    )
    def test_missing_and_malformed_authorization(self, sim, header, code):
        answer = requests.get(
            f"{sim.goldengate.url()}/requests", headers={"Authorization": header} if header else {}, timeout=10
        )
        assert (answer.status_code, answer.json()["messages"][0]["code"]) == (401, code)
        assert sim.journal[-1].signature == answer.json()["messages"][0]["title"]

    @pytest.mark.parametrize(("wrong", "code"), [(401, "OGG-12063"), (403, "OGG-12062")])
    def test_wrong_credentials_are_401_or_403(self, wrong, code):
        with Simulator(goldengate={"wrong_credentials": wrong}) as sim:
            for credentials in (
                {"auth": (sim.goldengate.username, "wrong")},
                {"auth": ("unknown", "x")},
                {"headers": {"Authorization": "Bearer wrong"}},
            ):
                answer = GoldenGateClient(sim, **credentials)("/requests/1")
                assert (answer.status_code, answer.json()["messages"][0]["code"]) == (wrong, code)

    def test_authentication_can_be_disabled(self):
        with Simulator(authenticate=False) as sim:
            assert requests.get(f"{sim.goldengate.url()}/authorizations", timeout=10).status_code == 200

    def test_the_journal_has_no_secrets(self, sim, goldengate, client):
        GoldenGateClient(sim, auth=(goldengate.username, goldengate.password))("")
        GoldenGateClient(sim, headers={"Authorization": f"Bearer {goldengate.token}"})("")
        assert [entry.headers["authorization"] for entry in sim.journal] == ["Basic ...", "Bearer ..."]

    def test_a_client_certificate(self, tmp_path):
        with Simulator(tls=True, config_dir=tmp_path) as sim:
            goldengate = sim.goldengate
            how = {"verify": str(sim.ca_file), "auth": None}
            assert (goldengate.client_cert, goldengate.client_key) == (tmp_path / "client.pem", tmp_path / "client.key")
            assert goldengate.client_key.stat().st_mode & 0o77 == 0
            client = GoldenGateClient(sim)
            assert client("/requests", cert=(goldengate.client_cert, goldengate.client_key), **how).status_code == 200
            assert (
                client("/authorizations", cert=(goldengate.client_cert, goldengate.client_key), **how).status_code
                == 403
            )
            assert client("/requests", **how).json()["messages"][0]["code"] == "OGG-12063"
            with pytest.raises(requests.ConnectionError):
                client(
                    "/requests", cert=(tmp_path / "server.pem", tmp_path / "server.key"), **how
                )  # of another authority

    def test_a_client_certificate_that_is_required(self):
        with Simulator(tls=True, client_certificate="required") as sim:
            goldengate = sim.goldengate
            assert (
                GoldenGateClient(sim)(
                    "", verify=str(sim.ca_file), cert=(goldengate.client_cert, goldengate.client_key)
                ).status_code
                == 200
            )
            with pytest.raises(requests.ConnectionError):
                GoldenGateClient(sim)("", verify=str(sim.ca_file))

    def test_a_certificate_for_another_host(self):
        with (
            Simulator(tls=["goldengate.example.com"]) as sim,
            pytest.raises(requests.exceptions.SSLError, match="IP address mismatch"),
        ):
            GoldenGateClient(sim)("", verify=str(sim.ca_file))


class TestCalls:
    @pytest.mark.parametrize(
        ("id_in", "location", "links", "response"),
        [
            ("everywhere", True, True, True),
            ("location", True, False, False),
            ("links", False, True, False),
            ("response", False, False, True),
            ("nowhere", False, False, False),
        ],
    )
    def test_each_way_to_name_a_request(self, sim, goldengate, client, id_in, location, links, response):
        goldengate.on("PATCH", "/extracts/{extract}", id_in=id_in, request={"seconds": 5})
        answer = client("/extracts/EXT1", "PATCH", json={"registration": "default"})
        assert answer.status_code == 202
        entry = sim.journal[-1]
        assert entry.call == "launch"
        here = goldengate.url() + IDS % int(entry.operation)
        body = answer.json()
        assert (answer.headers.get("location") == here) == location
        assert (here in [link["href"] for link in body["links"]]) == links
        assert (here in [link["href"] for link in body.get("response", {}).get("links", [])]) == response
        assert here not in json.dumps(body) or links or response
        assert client(IDS % int(entry.operation)).json()["response"]["progress"] == "pending"

    def test_an_answer_can_name_two_requests(self, sim, client, goldengate):
        goldengate.on("DELETE", "/replicats/{replicat}", id_in="two_ids")
        answer = client("/replicats/REP1", "DELETE")
        first, second = sim.journal[-1].operation.split(",")
        assert answer.headers["location"].endswith(first)
        assert second in json.dumps(answer.json()["links"])
        assert first not in json.dumps(answer.json())

    @pytest.mark.parametrize("status", [200, 201])
    def test_a_call_can_be_complete_with_its_answer(self, sim, client, goldengate, status):
        before = len(goldengate.all())
        goldengate.on("POST", "/sources/{distpath}", id_in="at_once", status=status, service="Local/adminsrvr")
        answer = client("/sources/PATH1", "POST")
        assert answer.status_code == status
        assert (answer.headers.get("location") == f"{goldengate.url()}/sources/PATH1") == (status == 201)
        assert "/requests/" not in answer.text
        assert sim.journal[-1].operation is None
        assert len(goldengate.all()) == before

    def test_a_call_of_one_service(self, sim, goldengate):
        goldengate.on("POST", "/sources2/{distpath}", service="Local/distsrvr")
        assert GoldenGateClient(sim, "proxy", "distsrvr")("/sources2/P", "POST").status_code == 202
        assert GoldenGateClient(sim)("/sources2/P", "POST").status_code == 404
        assert goldengate.find(int(sim.journal[-2].operation)).service == "Local/distsrvr"

    def test_messages_use_names_of_the_path_and_fields_of_the_body(self, client, goldengate):
        goldengate.on(
            "POST",
            "/filled/{extract}",
            request={"outcome": "failed", "messages": [["OGG-00001", "{extract} at {begin}."]]},
        )
        here = client("/filled/EXT1", "POST", json={"begin": "now", "other": 5}).headers["location"]
        assert client(IDS % int(here.rsplit("/", 1)[1])).json()["messages"][0]["title"] == "EXT1 at now."

    def test_a_scenario_file(self, tmp_path):
        scenario = tmp_path / "scenario.yml"
        scenario.write_text(
            "goldengate:\n"
            "  templates: {register: {seconds: 3, messages: [[OGG-1, Registered., INFO]]}}\n"
            "  calls: [{method: PATCH, path: '/extracts/{extract}', request: {template: register}, id_in: links}]\n"
            "  requests: [{template: register, count: 2, id: null}]\n"
        )
        with Simulator(scenario) as sim:
            assert len(sim.goldengate.all()) == 2
            assert GoldenGateClient(sim)("/extracts/E", "PATCH").status_code == 202
            assert len(sim.goldengate.all()) == 3

    @pytest.mark.parametrize(
        ("goldengate", "words"),
        [
            ({"deployment": "Local"}, "no key deployment"),
            ({"links": "odd"}, "links of GoldenGate is one of right"),
            ({"result_shape": "12"}, "result_shape"),
            ({"wrong_credentials": 500}, "401, 403"),
            ({"calls": [{"path": "/x"}]}, "needs method and path"),
            ({"calls": [{"method": "POST", "path": "/x", "id_in": "header"}]}, "id_in"),
            ({"calls": [{"method": "POST", "path": "/x", "request": {"template": "none"}}]}, "no template 'none'"),
            ({"requests": [{"length": 5}]}, "no key length"),
            ({"requests": [{"steps": [{"progress": "pending"}]}]}, "a step has"),
            ({"requests": [{"steps": [{"at": 2}, {"at": 1}]}]}, "in order"),
            ({"requests": [{"service": "Elsewhere/adminsrvr"}]}, "no service Elsewhere/adminsrvr"),
            ({"requests": [{"id": 1}, {"id": 1}]}, "one request only"),
        ],
    )
    def test_a_mistake_is_reported_at_the_start(self, goldengate, words):
        with pytest.raises(ScenarioError, match=words):
            Simulator(goldengate=goldengate)


class TestRequests:
    @pytest.mark.parametrize(
        "order",
        [
            ("pending", "processing", "succeeded"),
            ("pending", "paused", "processing", "failed"),
            ("processing", "paused", "aborted"),
            ("succeeded",),
        ],
    )
    def test_timelines(self, client, goldengate, clock, order):
        request = goldengate.launch(steps=[{"at": 10 * number, "progress": each} for number, each in enumerate(order)])
        for each in order:
            assert progress(client, request) == each
            clock.advance(10)

    def test_a_plain_timeline(self, client, goldengate, clock):
        request = goldengate.launch(seconds=10, outcome="failed", messages=[("OGG-00001", "No.")], request_status=409)
        seen = []
        for _second in range(12):
            state = client(IDS % request.id).json()
            seen.append((state["response"]["progress"], state["response"].get("requestStatus"), len(state["messages"])))
            clock.advance(1)
        assert seen == [("pending", None, 0)] + [("processing", None, 0)] * 9 + [("failed", 409, 1)] * 2

    def test_a_request_is_finished_and_removed(self, client, goldengate):
        request = goldengate.launch(outcome=None)
        goldengate.finish(request, "aborted", [("OGG-00001", "Stopped.")], 503)
        body = client(IDS % request.id).json()
        assert (body["response"]["progress"], body["response"]["requestStatus"], body["messages"][0]["title"]) == (
            "aborted",
            503,
            "Stopped.",
        )
        goldengate.remove(request)
        assert client(IDS % request.id).status_code == 404
        with pytest.raises(ValueError, match="no GoldenGate request"):
            goldengate.finish(request.id)

    def test_visible_after(self, client, goldengate, clock):
        request = goldengate.launch(visible_after=5)
        assert client(IDS % request.id).status_code == 404
        clock.advance(5)
        assert client(IDS % request.id).status_code == 200

    def test_extra_adds_and_removes_fields(self, client, goldengate):
        request = goldengate.launch(
            outcome=None, extra={"startTime": None, "completed": None, "requestStatus": 204, "name": "x"}
        )
        assert client(IDS % request.id).json()["response"] == {
            "$schema": "ogg:request",
            "progress": "processing",
            "requestStatus": 204,
            "name": "x",
        }

    def test_the_journal_has_service_call_and_operation(self, sim, client, goldengate):
        request = goldengate.launch()
        for path in (IDS % request.id, f"{IDS % request.id}/result", "/requests", "/oggerr/OGG-00001", "/nothing"):
            client(path)
        assert [(entry.call, entry.operation, entry.status) for entry in sim.journal] == [
            ("get", str(request.id), 200),
            ("result", str(request.id), 200),
            ("list", None, 200),
            ("oggerr", "OGG-00001", 404),
            (None, None, 404),
        ]
        assert {entry.service for entry in sim.journal} == {"Local/adminsrvr"}
        assert sim.journal.of(call="get", operation=str(request.id))

    def test_faults_apply_to_matching_requests(self, sim, client, goldengate):
        request = goldengate.launch()
        sim.fault(call="result", status=502, kind="html")
        sim.fault(service="Local/distsrvr", status=500)
        assert client(IDS % request.id).status_code == 200
        answer = client(f"{IDS % request.id}/result")
        assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
        assert GoldenGateClient(sim, "proxy", "distsrvr")("/requests").status_code == 500

    def test_a_fault_can_leave_out_the_messages(self, sim, client):
        sim.fault(status=500, body={"links": [], "messages": []})
        assert client("/requests").json() == {"links": [], "messages": []}

    def test_a_huge_body(self, sim, client):
        sim.fault(kind="huge")
        assert len(client("/requests").content) > 10_000_000


def test_the_control_api(sim, client):
    control = f"{sim.url}/control/goldengate"
    answer = requests.post(
        f"{control}/requests", json=[{"seconds": 60}, {"service": "distsrvr", "outcome": None, "count": 2}], timeout=10
    )
    assert answer.status_code == 201
    ids = answer.json()["ids"]
    assert [found["service"] for found in answer.json()["requests"]] == [
        "Local/adminsrvr",
        "Local/distsrvr",
        "Local/distsrvr",
    ]
    assert {found["id"] for found in requests.get(f"{control}/requests", timeout=10).json()} >= set(ids)
    finished = requests.post(
        f"{control}/requests/{ids[0]}/finish",
        json={"progress": "failed", "messages": [["OGG-1", "No."]]},
        timeout=10,
    )
    assert finished.json()["request"]["progress"] == "failed"
    assert client(IDS % ids[0]).json()["messages"][0]["title"] == "No."
    assert requests.delete(f"{control}/requests/{ids[0]}", timeout=10).status_code == 204
    assert client(IDS % ids[0]).status_code == 404
    assert requests.post(f"{control}/requests/{ids[0]}/finish", timeout=10).status_code == 404
    assert (
        requests.post(
            f"{control}/calls", json={"method": "PUT", "path": "/controlled", "id_in": "links"}, timeout=10
        ).status_code
        == 204
    )
    assert client("/controlled", "PUT").status_code == 202
    assert requests.post(f"{control}/requests", json={"odd": 1}, timeout=10).status_code == 400
    assert requests.get(f"{control}/nothing", timeout=10).status_code == 404


# What the documentation leaves open


@pytest.mark.parametrize("name", ["my-svc", "Ai Service", "b\u00fccher"])
@pytest.mark.parametrize(("form", "service"), [("direct", "Local/{}"), ("proxy", "Local/{}"), ("single", "{}")])
def test_services_that_an_administrator_has_added(name, form, service):
    with Simulator(goldengate={"services": [name]}) as sim:
        request = sim.goldengate.launch(service.format(name))
        assert request.service == f"Local/{name}"
        url = sim.goldengate.url(form, service.format(name))
        answer = requests.get(url + IDS % request.id, headers=bearer(sim), timeout=10)
        assert answer.json()["response"]["progress"] == "succeeded"
        assert sim.journal[-1].service == f"Local/{name}"
        assert requests.get(sim.goldengate.url() + IDS % request.id, headers=bearer(sim), timeout=10).status_code == 404


@pytest.mark.parametrize("key", ["services", "deployments"])
@pytest.mark.parametrize("name", ["", "a/b", ".."])
def test_a_name_is_one_part_of_a_path(key, name):
    with pytest.raises(ScenarioError, match="one part of a path"), Simulator(goldengate={key: [name]}):
        pass


def bearer(sim):
    return {"Authorization": f"Bearer {sim.goldengate.token}"}


@pytest.mark.parametrize(
    ("settings", "definition", "path"),
    [
        ({}, {"late_polls": 2}, IDS),
        ({}, {"late_results": 2}, IDS + "/result"),
        ({"result_shape": "12.3"}, {"late_results": 2}, IDS + "/result"),
        ({"late_lists": 2}, {}, "/requests"),
    ],
)
def test_a_get_that_outlasts_the_synchronous_wait_becomes_a_request(settings, definition, path):
    clock = ManualClock()
    with Simulator(clock=clock, goldengate=settings) as sim:
        request = sim.goldengate.launch(**definition)
        url = sim.goldengate.url()

        def get(path):
            return requests.get(url + path, headers=bearer(sim), timeout=10)

        path = path % request.id if "%" in path else path
        late = [get(path) for _each in range(2)]
        assert [answer.status_code for answer in late] == [202, 202]
        location = late[0].headers["Location"]
        assert location == late[0].json()["links"][0]["href"].replace("/result", "")
        assert get(location[len(url) :]).json()["response"]["progress"] == "pending"
        clock.advance(1)
        assert get(location[len(url) :]).json()["response"]["progress"] == "succeeded"
        result = get(location[len(url) :] + "/result").json()
        at_last = get(path)
        assert at_last.status_code == 200
        content = result if settings.get("result_shape") == "12.3" else result["response"]["body"]
        if path != "/requests":  # whose own requests are in it by now
            assert content == at_last.json()
        assert content["response" if "response" in content else "links"]


def test_a_request_that_is_listed_and_gone():
    with Simulator(goldengate={}) as sim:
        request, other = sim.goldengate.launch(gone_after=0), sim.goldengate.launch()
        url, headers = sim.goldengate.url(), bearer(sim)
        items = requests.get(f"{url}/requests", headers=headers, timeout=10).json()["response"]["items"]
        assert [item["name"] for item in items] == [str(request.id), str(other.id)]
        assert requests.get(url + IDS % request.id, headers=headers, timeout=10).status_code == 404
        assert requests.get(url + IDS % other.id, headers=headers, timeout=10).status_code == 200
