# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources of the simulator change with their operations, and by the calls of their services."""

from __future__ import annotations

import json

import pytest
import requests

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.oci.resource_calls import NOT_DELETED
from ansible_collections.longops.oracle.tests.simulator.resource_types import Types
from ansible_collections.longops.oracle.tests.simulator.scenario import ScenarioError
from ansible_collections.longops.oracle.tests.unit.simulator.conftest import Caller

DB_SYSTEM = "ocid1.mysqldbsystem.oc1.iad.exampleaaaaaaaabbbbbbbbcccccccc"


def path(resource):
    row = resource.type
    names = {**resource.parameters, row.id: resource.id}
    return f"/{row.service}{row.base_path}{row.path.format(**names)}"


def creation(**plays):
    named = {"entity_type": "mysqldbsystem", "action_type": "CREATED", "identifier": DB_SYSTEM}
    return {**named, "plays": {"type": "mysql.db_system", **plays}}


def states(call, clock, at, *moments):
    """The words at these seconds."""
    seen = []
    now = 0
    for moment in moments:
        clock.advance(moment - now)
        now = moment
        answer = call.get(at)
        seen.append(answer.json()["lifecycleState"] if answer.status_code == 200 else answer.status_code)
    return seen


# With operations


def test_the_resource_lags_behind_its_work_request(sim, call, clock):
    sim.launch("mysql", operation_type="CREATE_DB_SYSTEM", seconds=10, resources=[creation(lag=20)])
    at = f"/20190415/dbSystems/{DB_SYSTEM}"
    assert states(call, clock, at, 0, 10, 29.9, 30) == ["CREATING", "CREATING", "CREATING", "ACTIVE"]


def test_the_resource_of_one_that_fails(sim, call, clock):
    named = creation(details="Out of host capacity.")
    sim.launch("mysql", operation_type="CREATE_DB_SYSTEM", seconds=10, outcome="failed", resources=[named])
    clock.advance(10)
    body = call.get(f"/20190415/dbSystems/{DB_SYSTEM}").json()
    assert (body["lifecycleState"], body["lifecycleDetails"]) == ("FAILED", "Out of host capacity.")


def test_an_operation_that_gives_no_id(sim, call):
    operation = sim.launch("mysql", operation_type="CREATE_DB_SYSTEM", resources=[{"plays": "mysql.db_system"}])
    (named,) = call.get(f"/mysql/20190415/workRequests/{operation.id}").json()["resources"]
    assert named["identifier"].startswith("ocid1.mysqldbsystem.oc1.iad.")
    assert call.get(f"/20190415/dbSystems/{named['identifier']}").json()["lifecycleState"] == "ACTIVE"


def test_resources_of_several_types_with_one_id(sim, call):
    """As the attachment of a boot volume, which has the id of its instance."""
    instance = sim.resource("core.instance")
    attachment = sim.resource("core.boot_volume_attachment", id=instance.id)
    named = {"identifier": instance.id, "plays": "core.instance"}
    sim.launch("work_requests", operation_type="Terminate Instance", seconds=5, resources=[named])
    assert call.get(path(instance)).json()["lifecycleState"] == "TERMINATING"
    assert call.get(path(attachment)).json()["lifecycleState"] == "ATTACHED"


def test_states_of_its_own(sim, call, clock):
    named = creation(during="UPDATING", succeeded="INACTIVE")
    sim.launch("mysql", operation_type="CREATE_DB_SYSTEM", seconds=10, resources=[named])
    assert states(call, clock, f"/20190415/dbSystems/{DB_SYSTEM}", 0, 10) == ["UPDATING", "INACTIVE"]


def test_one_that_is_there_already(sim, call, clock):
    resource = sim.resource("mysql.db_system", "INACTIVE")
    named = {"identifier": resource.id, "plays": {"succeeded": "ACTIVE"}}
    operation = sim.launch("mysql", operation_type="START_DB_SYSTEM", seconds=100, resources=[named])
    assert call.get(path(resource)).json()["lifecycleState"] == "UPDATING"
    sim.finish(operation)
    clock.advance(1)
    assert call.get(path(resource)).json()["lifecycleState"] == "ACTIVE"


def test_an_update_that_fails_leaves_it_as_it_was(sim, call, clock):
    resource = sim.resource("core.instance", "STOPPED")
    named = {"identifier": resource.id, "plays": {"during": "STARTING", "failed": "STOPPED"}}
    sim.launch("work_requests", operation_type="Start Instance", seconds=5, outcome="failed", resources=[named])
    assert states(call, clock, path(resource), 0, 5) == ["STARTING", "STOPPED"]


def test_a_deletion_by_an_operation(sim, call, clock):
    resource = sim.resource("mysql.db_system", gone_after=10)
    named = {"identifier": resource.id, "plays": "mysql.db_system"}
    sim.launch("mysql", operation_type="DELETE_DB_SYSTEM", seconds=5, resources=[named])
    assert states(call, clock, path(resource), 0, 5, 14, 15) == ["DELETING", "DELETED", "DELETED", 404]


def test_a_canceled_operation(sim, call, clock):
    resource = sim.resource("mysql.db_system")
    named = {"identifier": resource.id, "plays": "mysql.db_system"}
    operation = sim.launch("mysql", operation_type="DELETE_DB_SYSTEM", seconds=50, resources=[named])
    assert call.get(path(resource)).json()["lifecycleState"] == "DELETING"
    sim.finish(operation, "canceled")
    assert call.get(path(resource)).json()["lifecycleState"] == "ACTIVE"


def test_a_move_ends_what_operations_make_of_it(sim, call, clock):
    resource = sim.resource("mysql.db_system")
    named = {"identifier": resource.id, "plays": "mysql.db_system"}
    sim.launch("mysql", operation_type="UPDATE_DB_SYSTEM", seconds=5, resources=[named])
    clock.advance(1)
    sim.move(resource, "FAILED")
    assert states(call, clock, path(resource), 0, 10) == ["FAILED", "FAILED"]


def test_a_launching_call_makes_the_resource(clock):
    scenario = {
        "templates": {
            "addon": {
                "service": "container_engine",
                "operation_type": "ADDON_CREATE",
                "seconds": 5,
                "resources": [
                    {
                        "identifier": "{addonName}",
                        "plays": {"type": "container_engine.addon", "parameters": {"clusterId": "{clusterId}"}},
                    }
                ],
            }
        },
        "launches": [
            {"method": "POST", "path": "/20180222/clusters/{clusterId}/addons", "template": "addon", "status": 202}
        ],
    }
    with Simulator(scenario, clock=clock) as sim:
        call = Caller(sim)
        base = "/container_engine/20180222/clusters/ocid1.cluster.oc1.iad.exampleone/addons"
        assert call("POST", base, json.dumps({"addonName": "CertManager"}).encode()).status_code == 202
        assert states(call, clock, f"{base}/CertManager", 0, 5) == ["CREATING", "ACTIVE"]


@pytest.mark.parametrize(
    ("plays", "message"),
    [
        ({"type": "mysql.db_sistem"}, "did you mean mysql.db_system"),
        ({"type": "mysql.db_system", "succeeded": "AKTIVE"}, "did you mean ACTIVE"),
        ({"type": "mysql.db_system", "suceeded": "ACTIVE"}, "no key suceeded"),
        ("mysql.db_sistem", "did you mean mysql.db_system"),
    ],
)
def test_mistakes_in_a_template(plays, message):
    template = {"service": "mysql", "resources": [{"identifier": "{resourceId}", "plays": plays}]}
    with pytest.raises(ScenarioError, match=message):
        Simulator({"templates": {"one": template}})


def test_a_resource_that_is_not_there_needs_a_type(sim):
    with pytest.raises(ScenarioError, match="the `type` of a resource that is not there yet"):
        sim.launch("mysql", resources=[{"identifier": DB_SYSTEM, "plays": {"succeeded": "ACTIVE"}}])


# With calls


@pytest.mark.parametrize(
    ("action", "state", "seen"),
    [
        ("STOP", "RUNNING", ["STOPPING", "STOPPING", "STOPPED"]),
        ("SOFTSTOP", "RUNNING", ["STOPPING", "STOPPING", "STOPPED"]),
        ("START", "STOPPED", ["STARTING", "STARTING", "RUNNING"]),
        ("RESET", "RUNNING", ["STOPPING", "STARTING", "RUNNING"]),
    ],
)
def test_power_actions(sim, call, clock, action, state, seen):
    resource = sim.resource("core.instance", state, change_seconds=10)
    answer = call("POST", f"{path(resource)}?action={action}", b"")
    assert (answer.status_code, answer.json()["lifecycleState"]) == (200, seen[0])
    assert answer.headers["etag"] == call.get(path(resource)).headers["etag"]
    assert states(call, clock, path(resource), 0, 5, 10) == seen
    assert [entry.call for entry in sim.journal][:2] == ["action", "resource"]


def test_an_action_that_a_request_does_not_name(sim, call):
    resource = sim.resource("core.instance")
    answer = call("POST", path(resource), b"")
    assert (answer.status_code, answer.json()["code"]) == (400, "MissingParameter")
    assert call("POST", "/20160918/instances/ocid1.instance.oc1.iad.examplenone?action=STOP", b"").status_code == 404


def test_an_action_is_not_repeated_with_its_retry_token(sim, call):
    resource = sim.resource("core.instance", "RUNNING", change_seconds=5)
    headers = {"opc-retry-token": "once"}
    answers = [call("POST", f"{path(resource)}?action=STOP", b"", headers=headers) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert call("POST", f"{path(resource)}?action=STOP", b"").json()["code"] == "Conflict"


@pytest.mark.parametrize(
    ("title", "action", "state", "seen", "service"),
    [
        ("core.instance_pool", "stop", "RUNNING", ["STOPPING", "STOPPED"], None),
        ("database.autonomous_database", "stop", "AVAILABLE", ["STOPPING", "STOPPED"], "work_requests"),
        ("mysql.db_system", "stop", "ACTIVE", ["UPDATING", "INACTIVE"], "mysql"),
        ("analytics.analytics_instance", "start", "INACTIVE", ["UPDATING", "ACTIVE"], "analytics"),
        ("vault.secret", "scheduleDeletion", "ACTIVE", ["SCHEDULING_DELETION", "PENDING_DELETION"], None),
    ],
)
def test_actions_of_other_types(sim, call, clock, title, action, state, seen, service):
    resource = sim.resource(title, state)
    answer = call("POST", f"{path(resource)}/actions/{action}", b"{}")
    assert answer.status_code == 200
    assert states(call, clock, path(resource), 0, 2) == seen
    begun = sim.app.oci.store.find(answer.headers.get("opc-work-request-id", ""))
    assert (begun.family.title if begun else None) == service


def test_an_action_that_the_type_does_not_have(sim, call):
    vcn = sim.resource("core.vcn")
    assert call("POST", f"{path(vcn)}/actions/stop", b"").json()["code"] == "NotAuthorizedOrNotFound"
    assert call("POST", path(vcn), b"").status_code == 405


@pytest.mark.parametrize(
    ("title", "state", "seen", "status"),
    [
        ("core.vcn", "AVAILABLE", ["TERMINATING", "TERMINATED", 404], 204),
        ("core.instance", "STOPPED", ["TERMINATING", "TERMINATED", 404], 202),
        ("core.boot_volume_attachment", "ATTACHED", ["DETACHING", "DETACHED", 404], 204),
        ("mysql.db_system", "FAILED", ["DELETING", "DELETED", 404], 202),
        ("resource_manager.job", "IN_PROGRESS", ["CANCELING", "CANCELED", "CANCELED"], 202),
    ],
)
def test_deletions_have_the_words_of_the_type(sim, call, clock, title, state, seen, status):
    resource = sim.resource(title, state, gone_after=10)
    assert call("DELETE", path(resource)).status_code == status
    assert states(call, clock, path(resource), 0, 2, 12) == seen
    assert sim.journal[0].call == "delete"


@pytest.mark.parametrize(("title", "state"), [("resource_manager.job", "SUCCEEDED"), ("ai_language.job", "FAILED")])
def test_what_has_ended_is_not_canceled(sim, call, title, state):
    job = sim.resource(title, state)
    way = (
        call("DELETE", path(job))
        if title == "resource_manager.job"
        else call("POST", f"{path(job)}/actions/cancel", b"")
    )
    assert (way.status_code, way.json()["code"]) == (409, "IncorrectState")


def test_a_deletion_that_the_service_does_not_have(sim, call):
    key = sim.resource("key_management.key")
    answer = call("DELETE", path(key))
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


# Those that make one


@pytest.mark.parametrize(
    ("title", "body", "seen", "service"),
    [
        ("core.vcn", {"displayName": "shop"}, ["PROVISIONING", "AVAILABLE"], None),
        ("core.boot_volume_attachment", {"displayName": "disk"}, ["ATTACHING", "ATTACHED"], None),
        ("core.instance", {"displayName": "web"}, ["PROVISIONING", "RUNNING"], "work_requests"),
        ("mysql.db_system", {"displayName": "shop"}, ["CREATING", "ACTIVE"], "mysql"),
        ("resource_manager.job", {"displayName": "apply"}, ["ACCEPTED", "SUCCEEDED"], "resource_manager"),
        ("container_engine.addon", {"addonName": "CertManager"}, ["CREATING", "ACTIVE"], "container_engine"),
    ],
)
def test_creations(sim, call, clock, title, body, seen, service):
    row = Types().find(title).row
    parents = {name: f"ocid1.{name[:-2].lower()}.oc1.iad.exampleparent" for name in row.requires}
    at = f"/{row.service}{row.base_path}{row.path.rpartition('/')[0].format(**parents)}"
    sent = {
        "compartmentId": "ocid1.compartment.oc1..examplenew",
        "adminPassword": "secret",
        "sourceDetails": {},
        **body,
    }
    answer = call("POST", at, json.dumps(sent).encode())
    made = answer.json()
    assert (answer.status_code, made["lifecycleState"], made["compartmentId"]) == (200, seen[0], sent["compartmentId"])
    assert next(iter(body.values())) in (made["displayName"], made["id"])
    assert not {"adminPassword", "sourceDetails"} & set(made)
    assert [(entry.call, entry.operation) for entry in sim.journal] == [("create", made["id"])]
    assert states(call, clock, f"{at}/{made['id']}", 0, 2) == seen
    begun = sim.app.oci.store.find(answer.headers.get("opc-work-request-id", ""))
    assert (begun.family.title if begun else None) == service


def test_a_creation_is_not_repeated_with_its_retry_token(sim, call):
    headers = {"opc-retry-token": "once"}
    answers = [call("POST", "/core/20160918/vcns", b"{}", headers=headers) for _each in range(2)]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert len(sim.app.oci.resources.all()) == 1


def test_a_name_that_is_taken(sim, call):
    addon = sim.resource("container_engine.addon", id="CoreDNS", gone_after=0)
    at, body = path(addon).rpartition("/")[0], b'{"addonName": "CoreDNS"}'
    answer = call("POST", at, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "NotAuthorizedOrResourceAlreadyExists")
    sim.move(addon, "DELETED")
    assert call("POST", at, body).json()["lifecycleState"] == "CREATING"


def test_a_creation_that_the_service_does_not_have(sim, call):
    assert call("POST", "/core/20160918/vnics", b"{}").status_code == 404


def test_changes_without_a_signature_where_launches_may_lack_it(clock):
    with Simulator(clock=clock, unsigned_launches=True) as sim:
        made = requests.post(f"{sim.url}/20160918/vcns", json={"displayName": "shop"}, timeout=10)
        at = f"{sim.url}/20160918/vcns/{made.json()['id']}"
        clock.advance(2)
        assert requests.get(at, timeout=10).status_code == 401
        assert requests.delete(at, timeout=10).status_code == 204
        sim.fault(call="create", service="core", status=500)
        assert requests.post(f"{sim.url}/20160918/vcns", json={}, timeout=10).status_code == 500


def test_one_without_words_for_it_is_gone_at_once(sim, call):
    titles = (title for title, kind in Types().titles.items() if kind.deletion == (None, None))
    bare = sim.resource(next(title for title in titles if title not in NOT_DELETED))
    query = "&".join(f"{name}={value}" for name, value in bare.parameters.items())
    assert call("DELETE", f"{path(bare)}?{query}").status_code in (202, 204)
    assert call.get(f"{path(bare)}?{query}").status_code == 404


def test_a_launching_call_comes_first(clock):
    with Simulator("demo", clock=clock) as sim:
        resource = sim.resource("core.instance")
        answer = Caller(sim)("DELETE", path(resource))
        (operation,) = [each for each in sim.app.oci.store.all() if resource.id in each.identifiers]
        assert answer.headers["opc-work-request-id"] == operation.id
        assert sim.journal[-1].call == "launch"


def test_the_words_of_every_type_are_in_order():
    """It is steady at first, then on its way, and then no more."""
    for kind in Types().titles.values():
        steady, (during, after) = kind.find_word("steady"), kind.deletion
        if kind.row.words:
            assert {word for word in (during, after) if word} <= set(kind.row.words), kind.title
            assert steady in kind.row.words, kind.title
        assert during is None or kind.is_transitional(during), kind.title
        assert not kind.is_transitional(steady), kind.title
