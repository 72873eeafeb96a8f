# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources that the simulator plays: their words over time, their addresses, and what is refused."""

from __future__ import annotations

import pytest
import requests
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import RESOURCE_TYPES
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.oci.routes import HOST_PART
from ansible_collections.longops.oracle.tests.simulator.scenario import ScenarioError
from ansible_collections.longops.oracle.tests.unit.simulator.conftest import Caller

#: What stands for the parts of an endpoint.
HOSTS = {"region": "us-ashburn-1", "secondLevelDomain": "oraclecloud.com", "vault": "examplevault"}
IAAS = "https://iaas.{region}.{secondLevelDomain}"
INSTANCE = ResourceType(
    "core",
    "instance",
    "ComputeClient",
    IAAS,
    "/20160918",
    "/instances/{instanceId}",
    "instanceId",
    ("PROVISIONING", "RUNNING", "STARTING", "STOPPING", "STOPPED", "TERMINATING", "TERMINATED"),
    details=(),
)
DB_SYSTEM = ResourceType(
    "mysql",
    "db_system",
    "DbSystemClient",
    "https://mysql.{region}.ocp.{secondLevelDomain}",
    "/20190415",
    "/dbSystems/{dbSystemId}",
    "dbSystemId",
    ("CREATING", "ACTIVE", "DELETING", "DELETED", "FAILED"),
)
#: The same path as that of mysql, in a service with another version.
OTHER_DB_SYSTEM = DB_SYSTEM._replace(
    service="psql", client="PostgresqlClient", endpoint="https://postgresql.{region}.oci.{secondLevelDomain}"
)
ADDON = ResourceType(
    "container_engine",
    "addon",
    "ContainerEngineClient",
    "https://containerengine.{region}.oci.{secondLevelDomain}",
    "/20180222",
    "/clusters/{clusterId}/addons/{addonName}",
    "addonName",
    ("CREATING", "ACTIVE", "DELETING", "DELETED", "NEEDS_ATTENTION"),
    requires=("clusterId",),
)
MONITOR = ResourceType(
    "apm_synthetics",
    "monitor",
    "ApmSyntheticClient",
    "https://apm-synthetic.{region}.oci.{secondLevelDomain}",
    "/20200630",
    "/monitors/{monitorId}",
    "monitorId",
    ("ENABLED", "DISABLED"),
    requires=("apmDomainId",),
    state="status",
    details=(),
)
ROWS = (INSTANCE, DB_SYSTEM, OTHER_DB_SYSTEM, ADDON, MONITOR)


@pytest.fixture
def sim(clock):
    with Simulator(clock=clock, resource_types=ROWS) as simulator:
        yield simulator


def path(resource, service=True):
    row = resource.type
    names = {**resource.parameters, row.id: resource.id}
    return (f"/{row.service}" if service else "") + row.base_path + row.path.format(**names)


def error(answer):
    return answer.status_code, answer.json()["code"]


# Over time


def test_one_comes_from_a_state_to_the_next(sim, call, clock):
    resource = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=30, details="No room left.")
    first = call.get(path(resource)).json()
    assert (first["lifecycleState"], first["lifecycleDetails"]) == ("CREATING", None)
    assert first["timeCreated"] == first["timeUpdated"]
    clock.advance(30)
    second = call.get(path(resource)).json()
    assert (second["lifecycleState"], second["lifecycleDetails"]) == ("FAILED", "No room left.")
    assert second["timeUpdated"] > first["timeUpdated"]
    assert second["timeCreated"] == first["timeCreated"]


def test_steps(sim, call, clock):
    steps = [{"at": 10, "state": "ACTIVE", "details": "Ready"}, {"at": 20, "state": "DELETING"}]
    resource = sim.resource("mysql.db_system", "CREATING", steps=steps)
    seen = []
    for _poll in range(3):
        body = call.get(path(resource)).json()
        seen.append((body["lifecycleState"], body["lifecycleDetails"]))
        clock.advance(10)
    assert seen == [("CREATING", None), ("ACTIVE", "Ready"), ("DELETING", None)]


def test_speed(clock):
    with Simulator(clock=clock, resource_types=ROWS, speed=10) as sim:
        resource = sim.resource("core.instance", "STOPPING", then="STOPPED", after=30)
        clock.advance(3)
        assert Caller(sim).get(path(resource)).json()["lifecycleState"] == "STOPPED"


def test_a_deleted_one_is_shown_for_a_while_and_then_404(sim, call, clock):
    resource = sim.resource("core.instance", "TERMINATING", then="TERMINATED", after=5, gone_after=60)
    clock.advance(64)
    assert call.get(path(resource)).json()["lifecycleState"] == "TERMINATED"
    clock.advance(1)
    assert error(call.get(path(resource))) == (404, "NotAuthorizedOrNotFound")


def test_one_that_is_gone_at_once(sim, call, clock):
    resource = sim.resource("mysql.db_system", "DELETING", then="deleted", after=5, gone_after=0)
    assert call.get(path(resource)).status_code == 200
    clock.advance(5)
    assert call.get(path(resource)).status_code == 404


def test_one_that_the_service_shows_late(sim, call, clock):
    resource = sim.resource("core.instance", "PROVISIONING", visible_after=2)
    assert call.get(path(resource)).status_code == 404
    clock.advance(2)
    assert call.get(path(resource)).status_code == 200


def test_a_move_drops_what_was_to_follow(sim, call, clock):
    resource = sim.resource("mysql.db_system", "CREATING", then="ACTIVE", after=30)
    tag = call.get(path(resource)).headers["etag"]
    sim.move(resource, "FAILED", details="Out of host capacity.")
    answer = call.get(path(resource))
    assert answer.json()["lifecycleDetails"] == "Out of host capacity."
    assert answer.headers["etag"] != tag
    clock.advance(60)
    assert call.get(path(resource)).json()["lifecycleState"] == "FAILED"
    sim.move(resource.id, "DELETING", then="DELETED", after=5)
    clock.advance(5)
    assert call.get(path(resource)).json()["lifecycleState"] == "DELETED"


def test_a_removed_one(sim, call):
    resource, other = sim.resource("core.instance"), sim.resource("core.instance")
    sim.remove(resource)
    sim.remove(other.id)
    assert [call.get(path(each)).status_code for each in (resource, other)] == [404, 404]
    with pytest.raises(ValueError, match="there is no resource"):
        sim.move(resource.id, "RUNNING")


def test_a_move_with_a_key_that_there_is_not(sim):
    with pytest.raises(ScenarioError, match="no key afterr; did you mean after"):
        sim.move(sim.resource("core.instance"), "STOPPING", then="STOPPED", afterr=5)


def test_one_that_is_gone(sim, call, clock):
    resource = sim.resource("apm_synthetics.monitor", then="gone", after=5)
    query = f"?apmDomainId={resource.parameters['apmDomainId']}"
    assert call.get(path(resource) + query).status_code == 200
    clock.advance(5)
    assert call.get(path(resource) + query).status_code == 404


# What it answers


def test_the_body(sim, call):
    cluster = "ocid1.cluster.oc1.iad.exampleofanaddon"
    resource = sim.resource(
        "container_engine.addon",
        id="CoreDNS",
        parameters={"cluster_id": cluster},
        extra={"version": "v1"},
        details="Well",
    )
    body = call.get(f"/20180222/clusters/{cluster}/addons/CoreDNS").json()
    assert {**body, "timeCreated": "", "timeUpdated": ""} == {
        "id": "CoreDNS",
        "name": "CoreDNS",
        "displayName": "example addon",
        "compartmentId": sim.compartment_id,
        "clusterId": cluster,
        "lifecycleState": "ACTIVE",
        "lifecycleDetails": "Well",
        "timeCreated": "",
        "timeUpdated": "",
        "version": "v1",
    }
    assert resource.parameters == {"clusterId": cluster}


def test_the_field_of_its_own(sim, call):
    monitor = sim.resource("apm_synthetics.monitor")
    body = call.get(f"{path(monitor)}?apmDomainId={monitor.parameters['apmDomainId']}").json()
    assert (body["status"], "lifecycleState" in body) == ("ENABLED", False)


def test_ids_look_like_those_of_the_type(sim):
    assert sim.resource("core.instance").id.startswith("ocid1.instance.oc1.iad.")
    assert sim.resource("container_engine.addon").parameters["clusterId"].startswith("ocid1.cluster.oc1.iad.")


# Where it is


def test_addresses(sim, call):
    resource = sim.resource("core.instance", "RUNNING")
    hosts = {"host": "iaas.us-ashburn-1.oraclecloud.com"}
    assert call.get(path(resource)).status_code == 200
    assert call.get(path(resource, service=False)).status_code == 200
    assert call.get(path(resource, service=False), headers=hosts).status_code == 200
    assert [entry.service for entry in sim.journal] == ["core"] * 3
    others = {"host": "mysql.us-ashburn-1.ocp.oraclecloud.com"}
    assert call.get(path(resource, service=False), headers=others).status_code == 404
    assert call.get("/mysql" + path(resource, service=False)).status_code == 404
    assert sim.endpoint("core") == f"{sim.url}/core"


def test_every_type_is_found_at_its_path_and_at_its_host():
    """Of the whole catalogue, without the requests that the contract tests send."""
    wrong = []
    with Simulator() as everything:
        calls = everything.app.oci.resource_calls
        for row in RESOURCE_TYPES:
            made = everything.resource(row.title)
            at = row.base_path + row.path.format(**{**made.parameters, row.id: made.id})
            for host in ("127.0.0.1", HOST_PART.sub(lambda part: HOSTS.get(part[1], part[3]), row.endpoint)):
                url = f"http://{host.split('://')[-1]}"
                environ = EnvironBuilder(at, url, query_string={row.id: made.id, **made.parameters}).get_environ()
                found = calls.choose(Request(environ), None, at)
                if found is None or found.resource is not made:
                    wrong.append((row.title, host))
    assert wrong == []


def test_a_key_of_a_vault_through_the_proxy(clock):
    with Simulator(clock=clock) as sim:
        key = sim.resource("key_management.key")
        url = "https://examplevault-management.kms.us-ashburn-1.oraclecloud.com"
        answer = requests.get(
            f"{url}/20180608/keys/{key.id}", proxies={"https": sim.proxy_url}, verify=str(sim.ca_file), timeout=10
        )
        assert error(answer) == (401, "NotAuthenticated")
        assert [(entry.service, entry.call, entry.operation) for entry in sim.journal] == [
            ("key_management", "resource", key.id)
        ]


def test_a_path_that_two_services_have(sim, call):
    one, other = sim.resource("mysql.db_system"), sim.resource("psql.db_system")
    assert call.get(path(one, service=False)).json()["id"] == one.id
    assert call.get(path(other, service=False)).json()["id"] == other.id
    assert call.get("/psql" + path(one, service=False)).status_code == 404
    host = {"host": "mysql.us-ashburn-1.ocp.oraclecloud.com"}
    assert call.get(path(other, service=False), headers=host).status_code == 404


def test_beside_the_work_requests_of_its_service(sim, call):
    resource, operation = sim.resource("mysql.db_system"), sim.launch("mysql", seconds=5)
    assert call.get(path(resource)).status_code == 200
    assert call.get(f"/mysql/20190415/workRequests/{operation.id}").status_code == 200
    assert [entry.call for entry in sim.journal] == ["resource", "get"]


# What is refused


def test_another_parent(sim, call):
    addon = sim.resource("container_engine.addon", id="CoreDNS")
    assert call.get(path(addon)).status_code == 200
    other = path(addon).replace(addon.parameters["clusterId"], "ocid1.cluster.oc1.iad.exampleother")
    assert error(call.get(other)) == (404, "NotAuthorizedOrNotFound")


def test_a_query_that_lacks_a_name_or_has_another(sim, call):
    monitor = sim.resource("apm_synthetics.monitor")
    assert error(call.get(path(monitor))) == (400, "MissingParameter")
    assert "apmDomainId" in call.get(path(monitor)).json()["message"]
    assert call.get(f"{path(monitor)}?apmDomainId=ocid1.apmdomain.oc1.iad.exampleother").status_code == 404


def test_a_call_without_a_signature(sim):
    answer = requests.get(sim.url + path(sim.resource("core.instance")), timeout=10)
    assert error(answer) == (401, "NotAuthenticated")


def test_a_method_that_there_is_not(sim, call):
    answer = call("PATCH", path(sim.resource("core.instance")), b"{}")
    assert error(answer) == (405, "MethodNotAllowed")
    assert "GET" in answer.headers["allow"]


def test_faults(sim, call):
    one, other = sim.resource("core.instance"), sim.resource("mysql.db_system")
    sim.fault(service="core", call="resource", status=503)
    assert call.get(path(other)).status_code == 200
    assert call.get(path(one)).status_code == 503
    sim.fault(operation=other.id, status=429, headers={"Retry-After": "7"})
    assert call.get(path(one)).status_code == 200
    assert call.get(path(other)).headers["retry-after"] == "7"
    assert [entry.operation for entry in sim.journal.of(fault=True)] == [one.id, other.id]


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ({"type": "core.instence"}, "no resource type 'core.instence'; did you mean core.instance?"),
        ({"type": "db_system"}, "did you mean mysql.db_system or psql.db_system|psql.db_system or mysql.db_system"),
        ({"type": "core.instance", "state": "RUNING"}, "no state 'RUNING'; did you mean RUNNING"),
        ({"type": "core.instance", "state": "failed"}, "has no word for failed"),
        ({"type": "core.instance", "steps": [{"at": 1, "state": "STOPED"}]}, "did you mean STOPPED"),
        ({"type": "core.instance", "steps": [{"at": 1}]}, "a step of a resource has"),
        ({"type": "core.instance", "steps": [{"at": 1, "state": "STOPPED"}], "then": "RUNNING"}, "steps stand instead"),
        (
            {"type": "core.instance", "steps": [{"at": 2, "state": "STOPPED"}, {"at": 1, "state": "RUNNING"}]},
            "order",
        ),
        ({"type": "core.instance", "stat": "RUNNING"}, "has no key stat; did you mean state"),
        ({"type": "core.instance", "parameters": {"cluster_id": "x"}}, "no parameter 'cluster_id'; it has none"),
        ({"type": "core.instance", "id": "ocid1.instance.oc1.iad.exampleone", "count": 2}, "one resource only"),
        ({"state": "RUNNING"}, "has a `type`"),
    ],
)
def test_mistakes_in_a_scenario(definition, message):
    with pytest.raises(ScenarioError, match=message):
        Simulator({"resources": [definition]}, resource_types=ROWS)


def test_an_id_that_there_is_already(sim):
    resource = sim.resource("core.instance")
    with pytest.raises(ScenarioError, match="already"):
        sim.resource("core.instance", id=resource.id)


def test_a_word_that_nobody_knows(sim, call):
    resource = sim.resource("core.instance", "FROBNICATING", undocumented=True)
    assert call.get(path(resource)).json()["lifecycleState"] == "FROBNICATING"


# From another process


def test_a_scenario_file(clock):
    definition = {"type": "core.instance", "state": "STOPPING", "then": "STOPPED", "after": 5, "count": 2}
    with Simulator({"resources": [definition], "gone_after": 5}, clock=clock, resource_types=ROWS) as sim:
        found = requests.get(f"{sim.url}/control/resources", timeout=10).json()
        assert [each["resource"]["lifecycleState"] for each in found] == ["STOPPING"] * 2
        clock.advance(5)
        sim.move(found[0]["id"], "deleted")
        clock.advance(5)
        left = requests.get(f"{sim.url}/control/resources", timeout=10).json()
        assert [each["id"] for each in left] == [found[1]["id"]]


def test_the_control_api(sim, call):
    url = f"{sim.url}/control/resources"
    made = requests.post(url, json=[{"type": "mysql.db_system", "state": "CREATING"}], timeout=10)
    assert made.status_code == 201
    (id_,) = made.json()["ids"]
    assert made.json()["resources"][0]["type"] == "mysql.db_system"
    moved = requests.post(f"{url}/{id_}/move", json={"state": "FAILED", "details": "No room"}, timeout=10)
    assert moved.json()["resource"]["lifecycleDetails"] == "No room"
    assert call.get(f"/20190415/dbSystems/{id_}").json()["lifecycleState"] == "FAILED"
    assert requests.get(f"{url}/{id_}", timeout=10).json()["visible"] is True
    assert requests.delete(f"{url}/{id_}", timeout=10).status_code == 204
    assert requests.get(f"{url}/{id_}", timeout=10).status_code == 404
    wrong = requests.post(url, json={"type": "mysql.db_sistem"}, timeout=10)
    assert (wrong.status_code, "did you mean mysql.db_system" in wrong.json()["message"]) == (400, True)
    sim.resource("core.instance")
    assert requests.delete(url, timeout=10).status_code == 204
    assert requests.get(url, timeout=10).json() == []
    types = requests.get(f"{sim.url}/control/resource_types", timeout=10).json()
    assert [each["title"] for each in types] == sorted(row.title for row in ROWS)
