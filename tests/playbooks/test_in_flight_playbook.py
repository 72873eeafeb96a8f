# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook longops.oracle.in_flight, as a user or a job template calls it, and the ad hoc command that does the same."""

from __future__ import annotations

import pathlib
import subprocess
import sys
from typing import Any

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = "longops.oracle.in_flight"
#: Answers to questions of a survey that are left open.
LEFT_OPEN = {
    "service": "",
    "resource_id": "",
    "status": "",
    "max_results": "",
    "in_flight_timeout": "",
    "in_flight_hosts": "",
    "region": "",
}


def show(sim: Simulator, folder: pathlib.Path, **variables: Any) -> playing.Played:
    where = {"config_file_location": str(sim.config_file), "service_endpoint": f"{sim.url}/{{service}}"}
    return playing.play(folder, PLAYBOOK, {"localhost": {}}, **where, **variables)


def test_shows_what_is_in_flight_and_who_did_not_tell(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched = sim.launch("container_engine", outcome=None, operation_type="NODEPOOL_CREATE")
    sim.launch("container_engine", seconds=0, operation_type="NODEPOOL_DELETE")
    stopping = sim.resource("core.instance", "STOPPING")
    for title in ("mysql", "oda"):
        sim.fault(service=title, status=404, times=None)
    played = show(sim, tmp_path, compartment_id=sim.compartment_id, **LEFT_OPEN)
    assert played.code == 0, played.output
    assert "SERVICE           OPERATION        STATUS    DONE  AGE" in played.output
    assert "container_engine  NODEPOOL_CREATE  ACCEPTED" in played.output
    assert launched.id in played.output
    assert "core              instance         STOPPING     -  -" in played.output
    assert stopping.id in played.output
    assert "NODEPOOL_DELETE" not in played.output
    assert "2: answered 404 NotAuthorizedOrNotFound (mysql, oda)" in played.output
    assert (
        "4: needs the OCID of one of its resources as resource_id (apm_control_plane.apm_domain, blockchain, load_balancer, waas)"
        in played.output
    )
    skipped = [event["event_data"]["task"] for event in played.of("localhost", "runner_on_skipped")]
    assert skipped == [
        "Ask GoldenGate",
        "Show the requests of GoldenGate",
    ]  # services that are skipped are no task that is
    assert played.complaints() == []


def test_a_few_services_and_what_has_failed_there(sim: Simulator, tmp_path: pathlib.Path) -> None:
    failed = sim.launch("mysql", seconds=0, outcome="failed")
    sim.launch("mysql", outcome=None)
    played = show(
        sim, tmp_path, compartment_id=sim.compartment_id, service="mysql, oke", status="FAILED", in_flight_timeout=20
    )
    assert played.code == 0, played.output
    assert failed.id in played.output
    assert "ACCEPTED" not in played.output
    assert {entry.service for entry in sim.journal} == {"mysql", "container_engine"}


def test_only_a_resource_is_on_its_way(sim: Simulator, tmp_path: pathlib.Path) -> None:
    stopping = sim.resource("core.instance", "STOPPING")
    played = show(sim, tmp_path, compartment_id=sim.compartment_id)
    assert played.code == 0, played.output
    assert stopping.id in played.output


def test_one_service_that_has_nothing(sim: Simulator, tmp_path: pathlib.Path) -> None:
    played = show(sim, tmp_path, compartment_id=sim.compartment_id, service="mysql")
    assert played.code == 0, played.output
    assert "There are no such work requests." in played.output


def test_says_what_it_needs(sim: Simulator, tmp_path: pathlib.Path) -> None:
    played = show(sim, tmp_path, compartment_id="")
    assert played.code == 2
    assert "Name the compartment, with -e compartment_id=ocid1..." in played.output
    assert len(sim.journal) == 0


def test_an_ad_hoc_command_shows_the_table(sim: Simulator, tmp_path: pathlib.Path) -> None:
    sim.launch("container_engine", outcome=None, operation_type="NODEPOOL_CREATE")
    options = {
        "service": "all", "compartment_id": sim.compartment_id, "config_file_location": sim.config_file,
        "service_endpoint": f"{sim.url}/{{service}}",
    }  # fmt: skip
    command = [
        str(pathlib.Path(sys.executable).parent / "ansible"),
        "localhost",
        "-m",
        "longops.oracle.work_request_info",
    ]
    arguments = [
        "-a",
        " ".join("%s=%s" % item for item in options.items()),
        "-e",
        f"ansible_python_interpreter={sys.executable}",
    ]
    ran = subprocess.run(
        [*command, *arguments],
        env=playing.environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("localhost | SUCCESS => {")
    assert '        "SERVICE           OPERATION        STATUS    DONE  AGE' in ran.stdout
    assert '        "container_engine  NODEPOOL_CREATE  ACCEPTED' in ran.stdout
