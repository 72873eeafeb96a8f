# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""resource_info from options to the result."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._resources import search
from ansible_collections.longops.oracle.tests.simulator import Simulator

NOWHERE = "ocid1.instance.oc1.iad.anuwcljrnowherenowherenowherenowherenowherenowherenowherenow1"

Run = Callable[..., Any]


@pytest.fixture
def info(run: Run, signed: dict[str, str]) -> Run:
    """info(resource_id=...) runs resource_info against the simulator."""
    return lambda **options: run("resource_info", **{**signed, **options})


def test_resources_of_several_types(sim: Simulator, info: Run) -> None:
    made = [
        sim.resource("core.instance", "STOPPING"),
        sim.resource("core.vcn", "AVAILABLE"),
        sim.resource("core.image", "DELETED"),
    ]
    result = info(resource_id=[each.id for each in made]).result
    found = [(each["id"], each["status"], each["state"]) for each in result["resources"]]
    assert found == [
        (made[0].id, "STOPPING", "pending"),
        (made[1].id, "AVAILABLE", "succeeded"),
        (made[2].id, "DELETED", "failed"),
    ]
    assert len(sim.journal) == 3


def test_a_missing_resource_is_an_error_unless_it_may_be_missing(sim: Simulator, info: Run) -> None:
    made = sim.resource("core.instance", "RUNNING")
    result = info(resource_id=[made.id, NOWHERE]).result
    assert f"Resource {NOWHERE} cannot be read: 404 NotAuthorizedOrNotFound" in result["msg"]
    assert [each["status"] for each in result["resources"]] == ["RUNNING", None]
    result = info(resource_id=[made.id, NOWHERE], missing_ok=True).result
    assert [(each["status"], each["absent"]) for each in result["resources"]] == [
        ("RUNNING", False),
        ("404 NotAuthorizedOrNotFound", True),
    ]


def test_the_result_of_a_wait_names_its_resources(sim: Simulator, info: Run) -> None:
    made = sim.resource("core.instance", "RUNNING")
    first = info(resource_id=made.id).result
    assert [each["id"] for each in info(resource_id=first).result["resources"]] == [made.id]


# Lists


def test_the_resources_of_a_compartment_that_are_on_their_way(sim: Simulator, info: Run) -> None:
    made = sim.resource("core.instance", "STOPPING", display_name="web-1")
    sim.resource("core.vcn", "AVAILABLE")
    result = info(compartment_id=sim.compartment_id).result
    [entry] = result["resources"]
    assert (entry["id"], entry["resource_id"], entry["service"], entry["resource_type"]) == (
        made.id,
        made.id,
        "core",
        "instance",
    )
    assert (entry["status"], entry["state"], entry["goal"], entry["display_name"]) == (
        "STOPPING",
        "pending",
        ["settled"],
        "web-1",
    )
    assert entry["compartment_id"] == sim.compartment_id
    assert entry["answer"]["identifier"] == made.id
    assert entry["opc_request_id"]
    assert result["table"] == [
        f"SERVICE  TYPE      STATUS    NAME   {'RESOURCE':<{len(made.id)}}".rstrip(),
        f"core     instance  STOPPING  web-1  {made.id}",
    ]
    assert [each.call for each in sim.journal] == ["search"]
    by_id = info(resource_id=made.id).result
    assert entry.keys() == by_id["resources"][0].keys()
    assert by_id["table"] is None


def test_all_of_a_compartment_by_service_and_type(sim: Simulator, info: Run) -> None:
    made = [
        sim.resource("core.instance", "RUNNING"),
        sim.resource("core.vcn", "AVAILABLE"),
        sim.resource("container_engine.cluster", "FAILED"),
    ]
    everything = {"compartment_id": sim.compartment_id, "in_flight": False}

    def ids(**options: Any) -> list[str]:
        return [each["id"] for each in info(**everything, **options).result["resources"]]

    assert ids() == [each.id for each in reversed(made)]
    assert ids(service="compute") == [made[1].id, made[0].id]
    assert ids(service="core.vcn") == ids(resource_type="vcn") == [made[1].id]
    assert ids(service="oke") == [made[2].id]
    assert ids(max_results=2) == [made[2].id, made[1].id]
    states = {each["id"]: each["state"] for each in info(**everything).result["resources"]}
    assert states == {made[0].id: "succeeded", made[1].id: "succeeded", made[2].id: "failed"}


def test_one_of_a_type_that_is_not_known(sim: Simulator, info: Run) -> None:
    id_ = "ocid1.newestthing.oc1.iad.exampleofatypethatthiscollectiondoesnotknowyet"
    sim.resource("core.instance", "STARTING", id=id_)
    [entry] = info(compartment_id=sim.compartment_id).result["resources"]
    assert (entry["id"], entry["service"], entry["resource_type"], entry["state"]) == (id_, None, "Instance", "pending")


def test_a_list_that_cannot_be_read(sim: Simulator, info: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 1)
    made = [sim.resource("core.instance", "STARTING") for _number in range(2)]
    sim.fault(call="search", skip=1, times=None, status=404)
    result = info(compartment_id=sim.compartment_id).result
    assert [each["id"] for each in result["resources"]] == [made[1].id]
    assert "There may be more resources than the 1 that were found, because the rest of the list" in str(
        result["warnings"]
    )
    sim.clear_faults()
    sim.fault(call="search", times=None, status=404)
    assert "404 NotAuthorizedOrNotFound" in info(compartment_id=sim.compartment_id).result["msg"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of the following is required: resource_id, compartment_id"),
        ({"compartment_id": "production"}, "'production' is not an OCID"),
        ({"compartment_id": "ocid1.compartment.oc1..example", "service": "oek"}, "Did you mean"),
        ({"compartment_id": "ocid1.compartment.oc1..example", "resource_type": "instanze"}, "Did you mean"),
        ({"compartment_id": "ocid1.compartment.oc1..example", "max_results": 0}, "max_results must be 1 or more"),
        ({"compartment_id": "ocid1.compartment.oc1..example", "missing_ok": True}, "that resource_id names"),
        ({"resource_id": NOWHERE, "in_flight": True}, "choose from the list of a compartment"),
        ({"compartment_id": "ocid1.compartment.AK00661530.scasg01.example"}, "has no Resource Search"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(
    sim: Simulator, info: Run, options: dict[str, Any], message: str
) -> None:
    result = info(**options).result
    assert result["failed"] is True
    assert message in result["msg"]
    assert len(sim.journal) == 0
