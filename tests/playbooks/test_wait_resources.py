# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources in the role and in operation_wait beside the other kinds, and after work requests: all cases are hosts of one playbook."""

from __future__ import annotations

import dataclasses
import pathlib
import threading
import time
from typing import Any, Iterator, Optional

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "wait_resources.yml"
DETAILS, NAME = "Out of host capacity.", "orders"
WAYS = ("in_process", "as_module")


@dataclasses.dataclass
class Run:
    played: playing.Played
    ids: dict[str, dict[str, str]]  # of each host: the ids of its operations, by what they are called here

    def message(self, host: str) -> str:
        return self.played.left(host)["message"]

    def result(self, host: str) -> dict[str, Any]:
        return self.played.left(host)["result"]

    def lines(self, host: str, id_: str) -> list[str]:
        """The progress lines of one operation of a host, without when."""
        end = id_ if len(id_) <= 12 else f"...{id_[-8:]}"
        found = [
            line for line in self.played.output.splitlines() if line.startswith(f"{host} | ") and f" {end} " in line
        ]
        return [" | ".join(part for part in line.split(" | ")[1:3]).replace(end, "ID") for line in found]


class Ends(threading.Thread):
    """Resources that come to their last state half a second after they were asked for first, however long a playbook takes to begin."""

    def __init__(self, sim: Simulator) -> None:
        super().__init__(daemon=True)
        self.sim = sim
        self.is_over = False
        self._due: dict[str, tuple[str, Optional[str]]] = {}

    def resource(self, title: str, state: str, last: str, details: Optional[str] = None) -> str:
        """Make one: its id."""
        made = self.sim.resource(title, state, display_name=NAME)
        self._due[made.id] = (last, details)
        return made.id

    def run(self) -> None:
        while not self.is_over:
            asked = {entry.operation for entry in self.sim.journal.of(call="resource")}
            time.sleep(0.5)
            for id_ in asked & set(self._due):
                last, details = self._due.pop(id_)
                self.sim.move(id_, last, details=details)


def launch(ends: Ends, host: str) -> tuple[dict[str, str], dict[str, Any]]:
    """All three kinds in one list: their ids, and the variables of the host."""
    ids = {
        "stopping": ends.resource("core.instance", "STOPPING", "STOPPED"),
        "going": ends.resource("core.volume", "TERMINATING", "TERMINATED"),
        "settling": ends.resource("core.vcn", "PROVISIONING", "AVAILABLE"),
        "work": ends.sim.launch("mysql", seconds=3).id,
        "request": str(ends.sim.goldengate.launch(seconds=3).id),
    }
    mix = [
        {"resource_id": ids["stopping"], "state": "stopped"},
        ids["work"],
        {"resource_id": ids["going"], "absent": True},
        {"request_id": ids["request"]},
    ]
    if host.startswith("role"):
        return ids, {"by_role": mix, "known": ids["settling"]}
    return ids, {"by_module": [*mix, {"resource_id": {"vcn": {"id": ids["settling"]}}, "state": "settled"}]}


def launch_then(ends: Ends, host: str) -> tuple[dict[str, str], dict[str, Any]]:
    """A DB system whose work request has succeeded while it is still created."""
    last = ("FAILED", DETAILS) if host.startswith("failing") else ("ACTIVE", None)
    id_ = ends.resource("mysql.db_system", "CREATING", *last)
    resource = {"entity_type": "dbsystem", "action_type": "CREATED", "identifier": id_}
    launched = ends.sim.launch("mysql", seconds=0, resources=[resource])
    return {"work": launched.id, "resource": id_}, {"by_work_request": launched.id}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with Simulator() as sim:
        gate = sim.goldengate
        common = {
            "oci_config": str(sim.config_file),
            "oci_url": sim.url,
            "gate_url": sim.url,
            "gate_username": gate.username,
            "gate_password": gate.password,
        }
        ends = Ends(sim)
        hosts: dict[str, Any] = {}
        ids: dict[str, dict[str, str]] = {}
        for way in WAYS:
            for case, make in (("role", launch), ("mix", launch), ("ready", launch_then), ("failing", launch_then)):
                host = f"{case}_{way}"
                ids[host], variables = make(ends, host)
                hosts[host] = {**common, **variables, "longops_oracle_in_process": way == "in_process"}
        wrong = [{"resource_id": ids["role_in_process"]["stopping"], "state": "STOPED"}, {"request_id": ""}]
        hosts["refused"] = {**common, "by_role": wrong}
        ends.start()
        played = playing.play(
            tmp_path_factory.mktemp("resources"), str(PLAYBOOK), hosts, settings={"ANSIBLE_FORKS": "10"}
        )
        ends.is_over = True
        ends.join()
        yield Run(played, ids)


@pytest.mark.parametrize("host", [f"{case}_{way}" for case in ("role", "mix") for way in WAYS])
def test_all_three_kinds_in_one_wait(run: Run, host: str) -> None:
    """The last resource is named by a registered result of resource_info, or of a module of another collection."""
    ids, result = run.ids[host], run.result(host)
    assert run.message(host) == ""
    assert [entry["id"] for entry in result["work_requests"]] == [ids["work"]]
    assert [entry["id"] for entry in result["requests"]] == [ids["request"]]
    assert [(entry["id"], entry["status"], entry["goal"]) for entry in result["resources"]] == [
        (ids["stopping"], "STOPPED", ["STOPPED"]),
        (ids["going"], "TERMINATED", ["absent"]),
        (ids["settling"], "AVAILABLE", ["settled"]),
    ]
    assert sorted(result["succeeded"]) == sorted(ids.values())
    assert (result["unsuccessful"], result["pending"], result["timed_out"]) == ([], [], False)
    assert result["report"].startswith("5 operations: 5 succeeded, 0 failed, 0 not over. Waited ")


@pytest.mark.parametrize("host", [f"{case}_{way}" for case in ("role", "mix") for way in WAYS])
def test_each_kind_has_lines(run: Run, host: str) -> None:
    ids = run.ids[host]
    assert run.lines(host, ids["stopping"]) == [
        "instance to STOPPED ID (orders) | STOPPING",
        "instance to STOPPED ID (orders) | STOPPED",
    ]
    assert run.lines(host, ids["going"]) == [
        "volume to be gone ID (orders) | TERMINATING",
        "volume to be gone ID (orders) | TERMINATED",
    ]
    assert run.lines(host, ids["settling"])[-1] == "vcn ID (orders) | AVAILABLE"
    assert run.lines(host, ids["work"])[-1].endswith(" ID | SUCCEEDED [##########] 100 %")
    assert run.lines(host, ids["request"])[-1] == "GoldenGate request ID | succeeded"


@pytest.mark.parametrize("way", WAYS)
def test_a_wait_goes_on_until_the_resource_of_a_work_request_is_ready(run: Run, way: str) -> None:
    host = f"ready_{way}"
    ids, result = run.ids[host], run.result(host)
    assert run.message(host) == ""
    assert result["succeeded"] == [ids["work"], ids["resource"]]
    assert (result["resources"][0]["status"], result["resource_ids"]) == ("ACTIVE", [ids["resource"]])
    lines = run.lines(host, ids["resource"])
    assert lines == ["db_system ID (orders) | CREATING", "db_system ID (orders) | ACTIVE"]


@pytest.mark.parametrize("way", WAYS)
def test_a_resource_that_fails_after_its_work_request_has_succeeded_fails_the_task(run: Run, way: str) -> None:
    host = f"failing_{way}"
    ids = run.ids[host]
    message = run.message(host)
    assert message.startswith(
        f"1 of 2 operations failed:\n- Resource {ids['resource']} (orders, db_system, mysql) ended FAILED. {DETAILS}"
    )
    assert run.result(host)["unsuccessful"] == [ids["resource"]]
    assert run.lines(host, ids["work"])[-1].endswith("SUCCEEDED [##########] 100 %")
    assert run.lines(host, ids["resource"])[-1] == "db_system ID (orders) | FAILED"


def test_bad_entries_are_named_before_anything_is_sent(run: Run) -> None:
    message = run.message("refused")
    assert "Entry 1 of operations: 'STOPED' in state is no state of core.instance. Did you mean STOPPED?" in message
    assert "Entry 2 of operations: its request_id is empty." in message
    assert run.result("refused")["resources"] == []


def test_nothing_is_complained_about(run: Run) -> None:
    assert [line for line in run.played.complaints() if "is not encrypted" not in line] == []
