# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook longops.oracle.wait, as a user or a job template calls it: by its name, with variables."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = "longops.oracle.wait"
#: Answers to questions of a survey that are left open.
LEFT_OPEN = {
    "compartment_id": "",
    "region": "",
    "resource_id": "",
    "resource_state": "",
    "resource_type": "",
    "wait_hosts": "",
}


def wait(sim: Simulator, folder: pathlib.Path, **variables: Any) -> playing.Played:
    return playing.play(
        folder,
        PLAYBOOK,
        {"localhost": {}},
        config_file_location=str(sim.config_file),
        service_endpoint=sim.url,
        **variables,
    )


def test_waits_for_ids_in_a_text(sim: Simulator, tmp_path: pathlib.Path) -> None:
    ids = [sim.launch("container_engine", accepted=60).id for _each in range(4)]
    texts = ["%s, %s\n%s\n" % tuple(ids[:3]), json.dumps({"opc-work-request-id": ids[3]}, indent=1)]
    played = wait(sim, tmp_path, work_request_id=texts, service="oke", **LEFT_OPEN)
    assert played.code == 0, played.output
    assert "4 operations: 4 succeeded, 0 failed, 0 not over." in played.output
    assert [len(sim.journal.of(call="get", operation=id_)) for id_ in ids] == [1, 1, 1, 1]
    assert played.complaints() == []


def test_fails_with_all_that_is_known_of_what_is_under_way_for_a_resource(
    sim: Simulator, tmp_path: pathlib.Path
) -> None:
    database = "ocid1.autonomousdatabase.oc1.iad.example"
    resource = {"entity_type": "AutonomousDatabase", "action_type": "UPDATED", "identifier": database}
    steps = [
        {
            "at": 0,
            "status": "in_progress",
            "percent": 10,
            "error": {"code": "OutOfStorage", "message": "Scale the storage."},
        }
    ]
    sim.launch("work_requests", accepted=60, resources=[resource], steps=steps)
    played = wait(sim, tmp_path, work_request_id="", wait_timeout=0, resource_id=database)
    assert played.code == 2, played.output
    assert "1 operation: 0 succeeded, 0 failed, 1 not over after 0 s." in played.output, played.output
    assert "OutOfStorage: Scale the storage." in played.output


@pytest.mark.parametrize(
    ("first", "last", "asked"),
    [
        ("STARTING", "RUNNING", {"resource_state": "running, STOPPED"}),
        ("TERMINATING", "TERMINATED", {"resource_state": " Absent", "resource_type": "instance", "service": "compute"}),
        ("STARTING", "RUNNING", {"resource_state": "settled", "service": ""}),
    ],
)
def test_waits_for_the_state_of_resources(
    sim: Simulator, tmp_path: pathlib.Path, first: str, last: str, asked: dict[str, str]
) -> None:
    # What is to be gone has to be seen before, and the others change while they are waited for or before.
    late = 6 if last == "TERMINATED" else 2
    made = [sim.resource("core.instance", first, then=last, after=after).id for after in (0, late)]
    played = wait(sim, tmp_path, **{**LEFT_OPEN, "resource_id": "\n".join(made), **asked})
    assert played.code == 0, played.output
    assert "2 operations: 2 succeeded, 0 failed, 0 not over." in played.output
    assert played.complaints() == []


def test_a_state_that_is_reached_no_more_fails(sim: Simulator, tmp_path: pathlib.Path) -> None:
    made = sim.resource("core.instance", "TERMINATED")
    played = wait(sim, tmp_path, resource_id=made.id, resource_state="RUNNING")
    assert played.code == 2
    assert "instance to RUNNING (core): TERMINATED" in played.output


def test_several_hosts_hand_on_what_came_of_all_of_them(sim: Simulator, tmp_path: pathlib.Path) -> None:
    failed, succeeded = sim.launch("container_engine", seconds=0, outcome="failed"), sim.launch("container_engine")
    hosts = {"one": {"work_request_id": failed.id}, "two": {"work_request_id": succeeded.id}}
    options = {"config_file_location": str(sim.config_file), "service_endpoint": sim.url}
    played = playing.play(tmp_path, PLAYBOOK, hosts, **options, wait_hosts="all")
    assert played.code == 2
    [left] = [event["event_data"]["artifact_data"] for event in played.events if event["event"] == "playbook_on_stats"]
    assert (left["operations_succeeded"], left["operations_unsuccessful"]) == ([succeeded.id], [failed.id])


@pytest.mark.parametrize(
    "variables", [{}, {"work_request_id": "", "resource_id": "", "compartment_id": "ocid1.compartment.oc1..example"}]
)
def test_says_what_it_needs(sim: Simulator, tmp_path: pathlib.Path, variables: dict[str, Any]) -> None:
    played = wait(sim, tmp_path, **variables)
    assert played.code == 2
    assert "Say what to wait for: either -e work_request_id=ocid1..." in played.output
    assert len(sim.journal) == 0
