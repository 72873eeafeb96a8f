# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source longops.oracle.resources, against the simulator."""

from __future__ import annotations

import json
import logging
import pathlib
import threading
from typing import Any, Callable

import jsonschema
import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import LongopsError
from ansible_collections.longops.oracle.plugins.module_utils._polling import waiter
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.extensions.eda import running
from ansible_collections.longops.oracle.tests.unit.extensions.eda.running import Told

NAME = "resources"
NOWHERE = "ocid1.instance.oc1.iad.anuwcljrnowherenowherenowherenowherenowherenowherenowherenow1"
COMPARTMENT = "ocid1.compartment.oc1..exampleofacompartmentwithnothinginitatall"


@pytest.fixture
def where(sim: Simulator) -> dict[str, Any]:
    """The arguments for the simulator, with short intervals."""
    return {
        "config_file_location": str(sim.config_file),
        "service_endpoint": f"{sim.url}/{{service}}",
        "interval": 0.1,
        "max_interval": 0.3,
        "scan_interval": 1,
    }


def ended(*ids: Any, times: int = 1) -> Callable[[Told], bool]:
    return lambda told: all(told.told.count(("end", str(id_))) >= times for id_ in ids)


def statuses(told: Told) -> list[tuple[str, Any, Any]]:
    return [(event["change"], told.entry(event)["status"], told.entry(event)["state"]) for event in told]


def later(seconds: float, call: Callable[[], Any]) -> None:
    threading.Timer(seconds, call).start()


# Given resources


def test_a_given_resource_is_watched_until_it_is_gone(sim: Simulator, where: dict[str, Any]) -> None:
    steps = ["STARTING", "RUNNING", "STOPPING", "STOPPED", "TERMINATING", "TERMINATED"]
    made = sim.resource(
        "core.instance", steps=[{"at": 0.7 * number, "state": word} for number, word in enumerate(steps)]
    )
    found = running.run(NAME, {**where, "resource_id": made.id}, ended(made.id), more=0.5)
    assert statuses(found) == [
        ("new", "STARTING", "pending"),
        *(("status", word, "pending") for word in steps[1:-1]),
        ("end", "TERMINATED", "succeeded"),
    ]
    assert {tuple(found.entry(event)["goal"]) for event in found} == {("absent",)}
    assert {found.entry(event)["operation_type"] for event in found} == {"instance"}


def test_a_failure_is_a_change_of_what_is_watched(sim: Simulator, where: dict[str, Any]) -> None:
    made = sim.resource("mysql.db_system", "UPDATING", then="FAILED", after=0.5, details="No space is left.")
    found = running.run(NAME, {**where, "resource_id": made.id}, lambda told: len(told) >= 2, more=0.5)
    assert statuses(found) == [("new", "UPDATING", "pending"), ("status", "FAILED", "attention")]
    assert found.entry(found[1])["explanation"] == "No space is left."


def test_one_that_the_service_forgets_is_gone(sim: Simulator, where: dict[str, Any]) -> None:
    made = sim.resource("core.volume_attachment", "DETACHING")
    later(0.7, lambda: sim.remove(made))
    found = running.run(NAME, {**where, "resource_id": made.id}, ended(made.id))
    assert statuses(found) == [
        ("new", "DETACHING", "pending"),
        ("end", "404 NotAuthorizedOrNotFound", "succeeded"),
    ]
    assert found.entry(found[1])["absent"] is True


def test_states_that_are_waited_for_are_an_end(sim: Simulator, where: dict[str, Any]) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=0.5)
    other = sim.resource("core.instance", "STOPPING", then="TERMINATED", after=0.5)
    found = running.run(
        NAME, {**where, "resource_id": [made.id, other.id], "state": "stopped"}, ended(made.id, other.id)
    )
    assert found.ends() == {made.id: "succeeded", other.id: "failed"}
    gone = sim.resource("core.instance", "TERMINATING", then="TERMINATED", after=0.5)
    found = running.run(NAME, {**where, "resource_id": gone.id, "absent": True}, ended(gone.id))
    assert statuses(found)[-1] == ("end", "TERMINATED", "succeeded")
    running_ = sim.resource("core.instance", "STARTING", then="RUNNING", after=0.5)
    found = running.run(NAME, {**where, "resource_id": running_.id, "fail_on": ["RUNNING"]}, ended(running_.id))
    assert statuses(found)[-1] == ("end", "RUNNING", "failed")


def test_one_without_an_ocid(sim: Simulator, where: dict[str, Any]) -> None:
    made = sim.resource("container_engine.addon", "CREATING", then="ACTIVE", after=0.5, id="CertManager")
    cluster = made.parameters["clusterId"]
    args = {"resource_id": made.id, "service": "oke", "resource_type": "addon", "parameters": {"cluster_id": cluster}}
    found = running.run(NAME, {**where, **args, "state": "ACTIVE"}, ended(f"{cluster}/CertManager"))
    assert found.entry(found[-1])["resource_id"] == "CertManager"


def test_a_restart_tells_a_deletion_that_came_meanwhile(
    sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path
) -> None:
    made = sim.resource("core.instance", "RUNNING")
    args = {**where, "resource_id": made.id, "cursor_file": str(tmp_path / "cursor")}
    all_ = running.run(NAME, args, lambda told: len(told) >= 1)
    sim.remove(made)
    all_ += running.run(NAME, args, ended(made.id))
    assert statuses(all_) == [("new", "RUNNING", "pending"), ("end", "404 NotAuthorizedOrNotFound", "succeeded")]
    assert running.run(NAME, args, lambda told: True, more=1) == []


# What goes on its way


def test_what_goes_on_its_way_in_a_compartment(sim: Simulator, where: dict[str, Any]) -> None:
    sim.resource("core.instance", "STOPPED")
    first = sim.resource("core.instance", "STARTING", then="RUNNING", after=1.5)
    bad = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=1.5, details="No space is left.")
    made: list[Any] = []
    later(1.2, lambda: made.append(sim.resource("core.vcn", "TERMINATING", then="TERMINATED", after=1.5).id))
    args = {**where, "compartment_id": sim.compartment_id}
    found = running.run(NAME, args, lambda told: bool(made) and ended(first.id, bad.id, *made)(told), more=1.2)
    assert found.ends() == {first.id: "succeeded", bad.id: "failed", made[0]: "succeeded"}
    assert sorted(found.told) == sorted(
        [(change, id_) for id_ in (first.id, bad.id, made[0]) for change in ("new", "end")]
    )
    [failed] = [found.entry(event) for event in found if found.entry(event)["state"] == "failed"]
    assert (failed["explanation"], failed["errors"]) == ("No space is left.", [])
    assert failed["goal"] == ["settled"]


def test_one_that_goes_on_its_way_again_is_new_again(
    sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path
) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=1)
    args = {**where, "compartment_id": sim.compartment_id, "cursor_file": str(tmp_path / "cursor")}
    all_ = running.run(NAME, args, ended(made.id))
    all_ += running.run(NAME, args, lambda told: True, more=1.5)
    sim.move(made, "STARTING", then="RUNNING", after=2.5)
    all_ += running.run(NAME, args, ended(made.id), more=1.5)
    later(0.5, lambda: sim.move(made, "STOPPING", then="STOPPED", after=2))
    all_ += running.run(NAME, args, ended(made.id), more=1.5)
    assert [(change, status) for change, status, _state in statuses(all_)] == [
        ("new", "STOPPING"), ("end", "STOPPED"),
        ("new", "STARTING"), ("end", "RUNNING"),
        ("new", "STOPPING"), ("end", "STOPPED"),
    ]  # fmt: skip


def test_a_search_that_lags_behind_repeats_nothing(
    sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path
) -> None:
    sim.search_lag = 4.0
    made = sim.resource("core.instance", "STOPPED")
    args = {**where, "compartment_id": sim.compartment_id, "cursor_file": str(tmp_path / "cursor")}
    assert running.run(NAME, args, lambda told: True, more=1.5) == []
    sim.move(
        made, "STARTING", then="RUNNING", after=3
    )  # it is in the list for three scans, and has ended before the first
    all_ = running.run(NAME, args, ended(made.id), more=1.5)
    all_ += running.run(NAME, args, lambda told: True, more=2.5)  # it is still in the list when this one begins
    assert statuses(all_) == [("end", "RUNNING", "succeeded")]


def test_services_and_types_are_chosen(sim: Simulator, where: dict[str, Any]) -> None:
    made = sim.resource("core.vcn", "PROVISIONING")
    sim.resource("core.instance", "STARTING")
    other = sim.resource("container_engine.cluster", "CREATING")
    args = {**where, "compartment_id": sim.compartment_id}
    found = running.run(NAME, {**args, "resource_type": ["vcn", "cluster"]}, lambda told: len(told) >= 2, more=0.5)
    assert {id_ for _change, id_ in found.told} == {made.id, other.id}
    found = running.run(NAME, {**args, "service": "oke"}, lambda told: len(told) >= 1, more=0.5)
    assert {id_ for _change, id_ in found.told} == {other.id}


def test_given_ones_and_a_compartment_at_once(sim: Simulator, where: dict[str, Any]) -> None:
    given = sim.resource("core.instance", "STOPPING", then="STOPPED", after=1.5)
    other = sim.resource("core.instance", "STARTING", then="RUNNING", after=1.5)
    args = {**where, "resource_id": given.id, "compartment_id": sim.compartment_id}
    found = running.run(NAME, args, ended(other.id), more=1.5)
    assert found.told.count(("new", given.id)) == 1
    assert [status for change, status, _state in statuses(found) if change == "status"] == ["STOPPED"]


def test_one_that_cannot_be_read_by_its_id_is_said(
    sim: Simulator, where: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    sim.resource("container_engine.virtual_node", "CREATING", undocumented=True)
    made = sim.resource("core.instance", "STARTING")
    with caplog.at_level(logging.WARNING):
        found = running.run(
            NAME, {**where, "compartment_id": sim.compartment_id}, lambda told: len(told) >= 1, more=1.5
        )
    assert {id_ for _change, id_ in found.told} == {made.id}
    said = [record.getMessage() for record in caplog.records if "are not watched" in record.getMessage()]
    assert len(said) == 1
    assert "container_engine.virtual_node" in said[0]


def test_faults_lose_and_repeat_nothing(sim: Simulator, where: dict[str, Any]) -> None:
    made = [
        sim.resource("core.instance", "STARTING", then=("RUNNING", "TERMINATED")[number % 2], after=1.2 + 0.1 * number)
        for number in range(12)
    ]
    for effect in ({"status": 503}, {"reset": True}, {"kind": "truncated"}, {"kind": "html"}, {"delay": 0.3}):
        sim.fault(times=5, skip=3, **effect)
    ids = [each.id for each in made]
    found = running.run(NAME, {**where, "compartment_id": sim.compartment_id}, ended(*ids[4:]), longest=60, more=1.5)
    assert len(set(found.told)) == len(found.told)


# Mistakes


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({}, "Nothing to watch: give resource_id or compartment_id."),
        ({"resource_id": []}, "Nothing to watch: resource_id names nothing."),
        ({"resource_id": NOWHERE, "service": ["core", "oke"]}, "service can be only one"),
        ({"resource_id": NOWHERE, "resource_type": ["vcn", "instance"]}, "resource_type can be only one"),
        ({"resource_id": NOWHERE, "state": "RUNING"}, "is no state of core.instance"),
        ({"resource_id": NOWHERE, "state": "RUNNING", "absent": True}, "exclude each other"),
        ({"resource_id": NOWHERE, "missing_ok": True}, "missing_ok is for absent"),
        ({"compartment_id": COMPARTMENT, "state": "RUNNING"}, "state cannot be set without resource_id"),
        ({"compartment_id": COMPARTMENT, "service": ["oek"]}, "Did you mean"),
        ({"compartment_id": COMPARTMENT, "service": ["oke"], "resource_type": ["instance"]}, "container_engine has"),
        ({"compartment_id": "production"}, "'production' is not an OCID"),
        ({"compartment_id": COMPARTMENT, "api_version": "20160918"}, "api_version is that of one service"),
        ({"compartment_id": COMPARTMENT, "service_endpoint": "http://127.0.0.1:9"}, "write {service} in it"),
        ({"compartment_id": "ocid1.compartment.AK00661530.scasg01.example"}, "has no Resource Search"),
        ({"resource_id": NOWHERE, "percent_step": 1}, "There is no option percent_step."),
        ({"resource_id": NOWHERE, "cursor_file": "/missing/cursor"}, "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    sim: Simulator, where: dict[str, Any], args: dict[str, Any], message: str
) -> None:
    with pytest.raises(LongopsError) as caught:
        running.run(NAME, {**where, **args}, lambda told: False, longest=10)
    assert message in str(caught.value)
    assert len(sim.journal) == 0


@pytest.mark.parametrize("args", [{"compartment_id": COMPARTMENT}, {"resource_id": NOWHERE}])
def test_a_rejected_authentication_ends_it_with_a_message(
    sim: Simulator, where: dict[str, Any], args: dict[str, Any]
) -> None:
    with pytest.raises(LongopsError, match="401"):
        running.run(NAME, {**where, **args, "config_profile_name": "UNKNOWN"}, lambda told: False)


def test_real_events_are_as_the_schema_says(
    sim: Simulator, where: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiter, "NOT_FOUND_GRACE", 0.5)
    schema = json.loads((running.EVENT_SOURCES / "schemas" / f"{NAME}_event.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    good = sim.resource("core.instance", "STARTING", then="RUNNING", after=0.7)
    bad = sim.resource("mysql.db_system", "CREATING", then="FAILED", after=0.7)
    sim.launch(
        "mysql", seconds=0, outcome="failed", errors=[("QuotaExceeded", "No cores are left.")],
        resources=[{"entity_type": "dbsystem", "identifier": bad.id}],
    )  # fmt: skip
    ids = [good.id, bad.id]
    found = running.run(
        NAME,
        {**where, "resource_id": [*ids, NOWHERE], "state": "settled"},
        lambda told: ended(*ids)(told) and ("unreadable", NOWHERE) in told.told,
    )
    for event in found:
        validator.validate(event)
    assert {event["change"] for event in found} >= {"new", "end", "unreadable"}
    [failed] = [found.entry(event) for event in found if found.entry(event)["state"] == "failed"]
    assert failed["errors"][0]["code"] == "QuotaExceeded"
    assert failed["work_request"]["status"] == "FAILED"
    documented = schema["properties"]["resource"]["properties"]
    assert list(documented) == list(found.entry(found[0]))
