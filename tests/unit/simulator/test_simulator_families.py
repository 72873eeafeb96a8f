# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every family of the catalogue is served as its row describes, with each irregularity of Oracle's."""

from __future__ import annotations

import pytest
import requests

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import FIELDS, RESOURCE_FIELDS
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.simulator.families import LIST_FIELDS, families

FAMILIES = {family.title: family for family in families()}
RESOURCE = "ocid1.thing.oc1.iad.exampleresource"
NAMES = {
    "namespaceName": "examplenamespace",
    "loadBalancerId": RESOURCE,
    "waasPolicyId": RESOURCE,
    "blockchainPlatformId": RESOURCE,
    "apmDomainId": RESOURCE,
}
ERRORS = [("First", "the first error"), ("Second", "the second error")]
LOGS = ["one", "two", "three"]


class Client:
    """Reads one family as its row of the catalogue describes, over one connection."""

    def __init__(self, sim, clock):
        self.sim = sim
        self.clock = clock
        self.session = requests.Session()
        self.session.trust_env = False  # saves the search for proxies in each of thousands of requests

    def launch(self, title, **definition):
        resource = {"entity_type": "thing", "action_type": "CREATED", "identifier": RESOURCE, "entity_uri": "/things/1"}
        return self.sim.launch(title, resources=[resource], **definition)

    def url(self, family, template, id_=""):
        path = family.base_path.rstrip("/") + template
        for name, value in {**NAMES, "workRequestId": id_}.items():
            path = path.replace(f"{{{name}}}", value)
        return self.sim.endpoint(family.title) + path

    def send(self, title, call, id_="", method="GET", **query):
        family = FAMILIES[title]
        return self.session.request(method, self.url(family, getattr(family, call), id_), params=query, timeout=10)

    def required(self, title, call):
        values = {"compartmentId": self.sim.compartment_id, **NAMES}
        return {name: values[name] for name in getattr(FAMILIES[title], f"{call}_requires")}

    def get(self, title, id_):
        return self.send(title, "get", id_).json()

    def items(self, title, call, id_="", **query):
        family = FAMILIES[title]
        answer = self.send(title, call, id_, **{**self.required(title, call), **query})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert isinstance(body, list) == (call in family.bare)
        return body if call in family.bare else body["items"]


@pytest.fixture(scope="module")
def client():
    clock = ManualClock()
    with Simulator(clock=clock, authenticate=False, retry_after="1.5") as sim:
        yield Client(sim, clock)


def id_in_list(title):
    return LIST_FIELDS.get(title, {}).get("id", "id")


def field(family, key):
    return family.fields.get(key, FIELDS[key])


@pytest.mark.parametrize("title", FAMILIES)
def test_every_family(client, title):
    family = FAMILIES[title]
    operation = client.launch(title, seconds=10, outcome="failed", errors=ERRORS, logs=LOGS, operation_type="DO")
    client.clock.advance(20)

    answer = client.send(title, "get", operation.id)
    item = answer.json()
    assert answer.headers.get("Retry-After") == ("1.5" if family.retry_after else None)
    assert item[family.fields.get("id", "id")] == operation.id
    assert item[field(family, "status")] == "FAILED"
    expected = {"operation_type": "DO", "compartment_id": client.sim.compartment_id, "percent_complete": 90}
    for key, value in expected.items():
        name = field(family, key)
        assert name is None or item[name] == value
        assert name == FIELDS[key] or FIELDS[key] not in item
    times = [
        item[name]
        for name in (field(family, key) for key in ("time_accepted", "time_started", "time_finished"))
        if name
    ]
    assert times == sorted(times)
    assert times[0] < times[-1]
    if field(family, "resources"):
        [resource] = item[field(family, "resources")]
        assert resource[family.resource_fields.get("identifier", RESOURCE_FIELDS["identifier"])] == RESOURCE

    if family.errors:
        errors = client.items(title, "errors", operation.id)
        assert [(error[family.error_code], error["message"]) for error in errors] == ERRORS
        assert all(error[family.error_time].endswith("Z") for error in errors)
    if family.inline_errors:
        assert [error["message"] for error in item[family.inline_errors]] == [message for _code, message in ERRORS]
    if family.logs:
        assert sorted(log["message"] for log in client.items(title, "logs", operation.id)) == sorted(LOGS)
    if family.inline_logs:
        assert [log["message"] for log in item[family.inline_logs]] == LOGS

    if family.list:
        [listed] = [each for each in client.items(title, "list") if each[id_in_list(title)] == operation.id]
        assert listed[field(family, "status")] == "FAILED"
        kept = {
            "errors": family.inline_errors,
            "logs": family.inline_logs,
            **{key: field(family, key) for key in FIELDS},
            "explanation": next(iter(family.explanations), None),
        }
        assert {key for key, name in kept.items() if name and name not in listed} == set(family.list_lacks)


@pytest.mark.parametrize("title", FAMILIES)
def test_every_status_of_every_family_is_sent_as_it_is(client, title):
    family = FAMILIES[title]
    operation = client.launch(title)
    for word in family.statuses + ("NEVER_HEARD_OF",):
        client.sim.finish(operation, status=word)
        assert client.get(title, operation.id)[field(family, "status")] == word
    client.sim.remove(operation)


@pytest.mark.parametrize("title", FAMILIES)
def test_every_family_cancels_or_has_no_such_call(client, title):
    family = FAMILIES[title]
    operation = client.launch(title, seconds=100, cancel_seconds=3)
    client.clock.advance(20)
    answer = client.send(title, "get", operation.id, method="DELETE")
    if family.cancel is None:
        assert (answer.status_code, answer.json()["code"]) == (405, "MethodNotAllowed")
        client.sim.remove(operation)
        return
    assert answer.status_code == 202
    first = client.get(title, operation.id)[field(family, "status")]
    client.clock.advance(3)
    last = client.get(title, operation.id)[field(family, "status")]
    assert first.startswith("CANCEL")
    assert last.startswith("CANCEL")
    assert first != last
    assert last in family.statuses
    again = client.send(title, "get", operation.id, method="DELETE")
    assert (again.status_code, again.json()["code"]) == (409, "IncorrectState")


@pytest.mark.parametrize(
    ("title", "call", "name"),
    [
        (title, call, name)
        for title, family in FAMILIES.items()
        for call in ("list", "errors", "logs")
        if getattr(family, call)
        for name in getattr(family, f"{call}_requires")
        if f"{{{name}}}" not in getattr(family, call)
    ],
)
def test_a_missing_required_parameter_is_an_error(client, title, call, name):
    operation = client.launch(title)
    query = {key: value for key, value in client.required(title, call).items() if key != name}
    answer = client.send(title, call, operation.id, **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "MissingParameter")
    assert name in answer.json()["message"]
    client.sim.remove(operation)


@pytest.mark.parametrize(
    ("title", "key"), [(title, key) for title, family in FAMILIES.items() for key in family.filters]
)
def test_every_filter_filters(client, title, key):
    family = FAMILIES[title]
    mine = client.launch(title, seconds=5, operation_type="MINE")
    client.clock.advance(10)
    other = client.sim.launch(
        title, seconds=50, operation_type="OTHER", resources=[{"identifier": "ocid1.thing.oc1.iad.other"}]
    )
    value = {
        "resource_id": RESOURCE,
        "operation_type": "MINE",
        "id": mine.id,
        "status": client.get(title, mine.id)[field(family, "status")],
    }[key]
    name = family.filters[key]
    in_path = f"{{{name}}}" in family.list
    found = {each[id_in_list(title)] for each in client.items(title, "list", **({} if in_path else {name: value}))}
    assert mine.id in found
    assert other.id not in found
    client.sim.remove(mine)
    client.sim.remove(other)


# Each irregularity by name, with the spelling of Oracle's documentation and SDK.


def test_container_engine_has_no_percentage_and_no_paging_of_errors_and_logs(client):
    operation = client.launch("container_engine", seconds=1, outcome="failed", errors=ERRORS, logs=LOGS)
    client.clock.advance(2)
    assert "percentComplete" not in client.get("container_engine", operation.id)
    answer = client.send("container_engine", "logs", operation.id, compartmentId=client.sim.compartment_id, limit=1)
    assert [log["message"] for log in answer.json()] == LOGS
    assert "opc-next-page" not in answer.headers


@pytest.mark.parametrize("title", ["container_engine", "integration", "network_load_balancer", "visual_builder"])
@pytest.mark.parametrize("call", ["errors", "logs"])
def test_errors_and_logs_that_need_the_compartment(client, title, call):
    operation = client.launch(title)
    assert client.send(title, call, operation.id).status_code == 400
    assert client.send(title, call, operation.id, compartmentId=client.sim.compartment_id).status_code == 200
    assert client.send(title, call, operation.id, compartmentId="ocid1.compartment.oc1..another").status_code == 404


def test_load_balancer(client):
    operation = client.launch("load_balancer", seconds=1, outcome="failed", errors=ERRORS)
    client.clock.advance(2)
    url = f"{client.sim.url}/load_balancer/20170115/loadBalancerWorkRequests/{operation.id}"
    item = client.session.get(url, timeout=10).json()
    assert item["lifecycleState"] == "FAILED"
    assert item["loadBalancerId"] == RESOURCE
    assert item["errorDetails"] == [{"errorCode": code, "message": message} for code, message in ERRORS]
    assert {"status", "operationType", "percentComplete", "timeStarted", "resources"}.isdisjoint(item)
    assert client.session.get(f"{url}/errors", timeout=10).status_code == 404
    listed = client.session.get(
        f"{client.sim.url}/load_balancer/20170115/loadBalancers/{RESOURCE}/workRequests", timeout=10
    )
    assert operation.id in [each["id"] for each in listed.json()]
    assert "Retry-After" not in client.send("load_balancer", "get", operation.id).headers


def test_identity_has_three_families_at_three_paths(client):
    paths = {"identity": "workRequests", "identity.tagging": "taggingWorkRequests", "identity.iam": "iamWorkRequests"}
    for title, path in paths.items():
        operation = client.launch(title, seconds=0, outcome="failed", errors=ERRORS)
        for other, its_path in paths.items():
            answer = client.session.get(f"{client.sim.url}/{other}/20160918/{its_path}/{operation.id}", timeout=10)
            assert answer.status_code == (200 if other == title else 404)


def test_errors_and_logs_of_identity_and_waas_are_inline(client):
    for title in ("identity", "waas"):
        operation = client.launch(title, seconds=0, outcome="failed", errors=ERRORS, logs=LOGS)
        item = client.get(title, operation.id)
        assert ([each["code"] for each in item["errors"]], [each["message"] for each in item["logs"]]) == (
            ["First", "Second"],
            LOGS,
        )


def test_log_analytics_needs_the_namespace_of_object_storage(client):
    assert client.session.get(f"{client.sim.url}/n/", timeout=10).json() == "examplenamespace"
    for title in ("log_analytics", "log_analytics.config", "log_analytics.query", "log_analytics.storage"):
        operation = client.launch(title)
        family = FAMILIES[title]
        url = client.url(family, family.get, operation.id)
        assert client.session.get(url, timeout=10).status_code == 200
        assert client.session.get(url.replace("examplenamespace", "another"), timeout=10).status_code == 404
    assert "lifecycleState" in client.get("log_analytics.config", client.launch("log_analytics.config").id)


def test_zpr_has_two_families(client):
    operation = client.launch("zpr.policy")
    assert (
        client.session.get(f"{client.sim.url}/20240301/zprPolicyWorkRequests/{operation.id}", timeout=10).status_code
        == 200
    )
    assert (
        client.session.get(
            f"{client.sim.url}/20240301/zprConfigurationWorkRequests/{operation.id}", timeout=10
        ).status_code
        == 404
    )


def test_paths_of_their_own(client):
    for title, path in {
        "psa": "/psaWorkRequests/",
        "gdp": "/gdpWorkRequests/",
        "security_attribute": "/securityAttributeWorkRequests/",
        "object_storage": "/workRequests/",
    }.items():
        operation = client.launch(title)
        base = FAMILIES[title].base_path.rstrip("/")
        assert (
            client.session.get(client.sim.endpoint(title) + base + path + operation.id, timeout=10).status_code == 200
        )


def test_object_storage_has_the_status_completed_and_no_version(client):
    operation = client.launch("object_storage", seconds=0)
    answer = client.session.get(f"{client.sim.url}/workRequests/{operation.id}", timeout=10)
    assert answer.json()["status"] == "COMPLETED"


def test_errors_of_data_integration_have_a_path_of_their_own(client):
    operation = client.launch("data_integration", seconds=0, outcome="failed", errors=ERRORS)
    base = (
        f"{client.sim.endpoint('data_integration')}{FAMILIES['data_integration'].base_path}/workRequests/{operation.id}"
    )
    assert len(client.session.get(f"{base}/workRequestErrors", timeout=10).json()) == 2
    assert client.session.get(f"{base}/errors", timeout=10).status_code == 404


def test_apm_control_plane_has_a_second_list_of_the_same_work_requests(client):
    operation = client.launch("apm_control_plane")
    assert operation.id in [each["id"] for each in client.items("apm_control_plane.apm_domain", "list")]
    assert client.get("apm_control_plane.apm_domain", operation.id)["id"] == operation.id


def test_names_that_differ(client):
    item = client.get("data_flow", client.launch("data_flow", operation_type="RUN").id)
    assert item["operation"] == "RUN"
    assert item["resources"][0]["resourceId"] == RESOURCE
    item = client.get("oda", client.launch("oda", operation_type="START_ODA_INSTANCE").id)
    assert item["requestAction"] == "START_ODA_INSTANCE"
    assert item["resources"][0]["resourceAction"] == "CREATED"
    assert "timeCreated" in client.get("os_management_hub", client.launch("os_management_hub").id)
    assert client.get("service_catalog", client.launch("service_catalog").id)["resources"][0]["entityId"] == RESOURCE
    assert client.get("analytics", client.launch("analytics").id)["resources"][0]["resourceType"] == "thing"


def test_oda_has_another_spelling_of_timestamp(client):
    operation = client.launch("oda", seconds=0, outcome="failed", errors=ERRORS, logs=LOGS)
    assert "timeStamp" in client.items("oda", "errors", operation.id)[0]
    assert "timeStamp" in client.items("oda", "logs", operation.id)[0]


def test_the_shared_api_sends_no_retry_after(client):
    assert "Retry-After" not in client.send("work_requests", "get", client.launch("work_requests").id).headers


def test_lists_that_need_more_than_a_compartment(client):
    for title, name in (("blockchain", "blockchainPlatformId"), ("waas", "waasPolicyId")):
        assert client.send(title, "list", compartmentId=client.sim.compartment_id).status_code == 400
        assert (
            client.send(title, "list", compartmentId=client.sim.compartment_id, **{name: RESOURCE}).status_code == 200
        )


# Addresses of a family.


def test_the_path_alone_identifies_an_operation_of_any_family(client):
    for title in ("work_requests", "identity", "database_tools"):
        operation = client.launch(title)
        url = f"{client.sim.url}{FAMILIES[title].base_path}/workRequests/{operation.id}"
        assert client.session.get(url, timeout=10).json()["id"] == operation.id


def test_a_list_without_a_family_is_the_union(client):
    one, other = client.launch("work_requests"), client.launch("identity")
    query = {"compartmentId": client.sim.compartment_id}
    answer = client.session.get(f"{client.sim.url}/20160918/workRequests", params=query, timeout=10).json()
    assert {one.id, other.id} <= {each["id"] for each in answer}


@pytest.mark.parametrize("host", ["iaas.us-ashburn-1.oraclecloud.com", "iaas.us-ashburn-1.oraclecloud.com:443"])
def test_the_host_selects_the_family(client, host):
    shared, identity = client.launch("work_requests"), client.launch("identity")
    query = {"compartmentId": client.sim.compartment_id}
    answer = client.session.get(
        f"{client.sim.url}/20160918/workRequests", params=query, headers={"host": host}, timeout=10
    )
    found = {each["id"] for each in answer.json()}
    assert shared.id in found
    assert identity.id not in found
    url = f"{client.sim.url}/20160918/workRequests/{identity.id}"
    assert client.session.get(url, headers={"host": host}, timeout=10).status_code == 404


def test_rows_can_be_replaced():
    with Simulator(families=[FAMILIES["container_engine"]._replace(base_path="/20300101")], authenticate=False) as sim:
        operation = sim.launch("container_engine")
        assert requests.get(f"{sim.url}/20300101/workRequests/{operation.id}", timeout=10).status_code == 200
        assert requests.get(f"{sim.url}/20180222/workRequests/{operation.id}", timeout=10).status_code == 404


@pytest.mark.parametrize(
    ("operation_type", "outcome", "given", "ends"),
    [
        ("CREATE_NODE_POOL", "succeeded", "IN_PROGRESS", "CREATED"),
        ("Launch Instance", "succeeded", "IN_PROGRESS", "CREATED"),
        ("DELETE_TABLE", "succeeded", "IN_PROGRESS", "DELETED"),
        ("Update DB System", "succeeded", "IN_PROGRESS", "UPDATED"),
        ("CREATE_NODE_POOL", "failed", "IN_PROGRESS", "IN_PROGRESS"),
        ("CREATE_NODE_POOL", "succeeded", "RELATED", "RELATED"),
    ],
)
def test_a_resource_in_progress_is_so_until_the_end(client, operation_type, outcome, given, ends):
    resource = {"entity_type": "thing", "action_type": given, "identifier": RESOURCE}
    operation = client.sim.launch(
        "container_instances", seconds=10, outcome=outcome, operation_type=operation_type, resources=[resource]
    )
    actions = []
    for _each in range(2):
        actions.append(client.get("container_instances", operation.id)["resources"][0]["actionType"])
        client.clock.advance(10)
    assert actions == [given, ends]
    client.sim.remove(operation)
