# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Resource Search of the simulator: what its queries find, in which order, and which it refuses."""

from __future__ import annotations

import json

import pytest

PATH = "/20180409/resources"
OTHER = "ocid1.compartment.oc1..exampleothercompartment"


@pytest.fixture
def search(call):
    def answer(query, options="", **more):
        return call("POST", PATH + options, json.dumps({"type": "Structured", "query": query, **more}).encode())

    return answer


@pytest.fixture
def resources(sim, clock):
    """Three resources, one after the other, and one that only an operation names."""
    made = {}
    for name, title, state, compartment_id in (
        ("web", "core.instance", "RUNNING", None),
        ("net", "core.vcn", "AVAILABLE", None),
        ("old", "core.instance", "TERMINATED", OTHER),
    ):
        made[name] = sim.resource(title, state, display_name=name, compartment_id=compartment_id).id
        clock.advance(1)
    named = {"entity_type": "bootVolume", "identifier": "ocid1.bootvolume.oc1.iad.exampleofanoperation"}
    sim.launch("work_requests", seconds=60, resources=[named])
    made["example"] = named["identifier"]
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("query all resources", "example old net web"),
        ("QUERY ALL RESOURCES sorted by timeCreated asc", "web net old example"),
        ("query all resources sorted by displayName", "example net old web"),
        ("query all resources sorted by displayName desc", "web old net example"),
        ("query instance resources", "old web"),
        ("query instance, vcn resources", "old net web"),
        ("query bootvolume resources", "example"),
        ("query subnet resources", ""),
        ("query all resources where lifeCycleState = 'running'", "web"),
        ('query all resources where lifecycleState == "RUNNING"', "web"),
        ("query instance resources where lifeCycleState != 'TERMINATED'", "web"),
        (f"query all resources where compartmentId = '{OTHER}'", "old"),
        (
            "query all resources where (lifeCycleState = 'RUNNING' || lifeCycleState = 'UPDATING')"
            f" && compartmentId != '{OTHER}'",
            "example web",
        ),
        (
            "query all resources return allAdditionalFields where displayName = 'net' || resourceType = 'Instance'",
            "old net web",
        ),
    ],
)
def test_what_a_query_finds(search, resources, query, found):
    items = search(query).json()["items"]
    assert [item["displayName"] for item in items] == found.split()
    assert {item["identifier"] for item in items} <= set(resources.values())


def test_an_item(sim, search, resources):
    (item,) = search(f"query all resources where identifier = '{resources['net']}'").json()["items"]
    assert item.pop("timeCreated").endswith("Z")
    assert item == {
        "resourceType": "Vcn",
        "identifier": resources["net"],
        "compartmentId": sim.compartment_id,
        "displayName": "net",
        "lifecycleState": "AVAILABLE",
        "identityContext": {},
    }


def test_the_states_are_behind(sim, search, clock):
    sim.resource("core.instance", "STOPPING", then="STOPPED", after=5)
    sim.search_lag = 60
    seen = []
    for seconds in (59, 1, 4, 1):
        clock.advance(seconds)
        seen.append([item["lifecycleState"] for item in search("query instance resources").json()["items"]])
    assert seen == [[], ["STOPPING"], ["STOPPING"], ["STOPPED"]]


def test_one_that_an_operation_names_is_on_its_way_until_that_has_ended(sim, search, clock):
    sim.launch(
        "work_requests", seconds=5, resources=[{"entity_type": "instance", "identifier": "ocid1.a.oc1..example"}]
    )
    assert [item["lifecycleState"] for item in search("query all resources").json()["items"]] == ["UPDATING"]
    clock.advance(5)
    assert [item["lifecycleState"] for item in search("query all resources").json()["items"]] == ["ACTIVE"]


def test_the_state_is_that_of_the_moment(sim, search, clock):
    sim.resource("core.instance", "TERMINATING", then="TERMINATED", after=5, gone_after=10)
    seen = []
    for _each in range(4):
        seen.append([item["lifecycleState"] for item in search("query instance resources").json()["items"]])
        clock.advance(5)
    assert seen == [["TERMINATING"], ["TERMINATED"], ["TERMINATED"], []]


def test_a_played_resource_that_an_operation_names_is_found_once(sim, search):
    resource = sim.resource("core.instance")
    sim.launch("work_requests", seconds=5, resources=[{"entity_type": "instance", "identifier": resource.id}])
    assert [item["lifecycleState"] for item in search("query all resources").json()["items"]] == ["RUNNING"]


def test_pages(sim, search, resources):
    query = "query all resources"
    first = search(query, "?limit=3")
    assert [item["displayName"] for item in first.json()["items"]] == ["example", "old", "net"]
    sim.resource("core.instance")  # newer than all: it does not move the next page
    rest = search(query, f"?limit=3&page={first.headers['opc-next-page']}")
    assert [item["displayName"] for item in rest.json()["items"]] == ["web"]
    assert "opc-next-page" not in rest.headers
    another = search("query instance resources", f"?page={first.headers['opc-next-page']}")
    assert (another.status_code, another.json()["code"]) == (400, "InvalidParameter")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("query all", "input '<EOF>'"),
        ("select all resources", "input 'select'"),
        ("query all resources where", "input '<EOF>'"),
        ("query all resources where displayName = name", "input 'name'"),
        ("query all resources where displayName = 'a' displayName", "input 'displayName'"),
        ("query all resources where displayName = 'a' && displayName = 'b' || displayName = 'c'", "input '||'"),
        ("query all resources where (displayName = 'a'", "input '<EOF>'"),
        ("query all resources where displayName = 'a", "input ''a'"),
        ("query all resources where shape = 'a'", "Unknown field 'shape'"),
        ("query instence resources", "Unknown resource type 'instence'"),
    ],
)
def test_what_is_refused(search, query, message):
    answer = search(query)
    assert (answer.status_code, answer.json()["code"]) == (400, "CannotParseRequest")
    assert message in answer.json()["message"]


def test_a_search_for_free_text(call):
    answer = call("POST", PATH, json.dumps({"type": "FreeText", "text": "web"}).encode())
    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")
