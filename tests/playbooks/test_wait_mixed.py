# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role wait with requests of GoldenGate beside work requests of OCI: all cases are hosts of one playbook, run once."""

from __future__ import annotations

import dataclasses
import pathlib
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "wait_mixed.yml"


@dataclasses.dataclass
class Run:
    sim: Simulator
    played: playing.Played
    work_requests: dict[str, str]

    def message(self, host: str) -> str:
        return self.played.left(host)["message"]

    def result(self, host: str) -> dict[str, Any]:
        return self.played.left(host)["result"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with Simulator() as sim:
        gate = sim.goldengate
        gate.on("PATCH", "/extracts/slow", id_in="location", request={"seconds": 2})
        gate.on("PATCH", "/extracts/quick", id_in="at_once")
        gate.on(
            "PATCH",
            "/extracts/failing",
            request={"outcome": "failed", "result_messages": [["OGG-08221", "Cannot register EXT1."]]},
        )
        failed = sim.launch(seconds=0, outcome="failed", errors=[("LimitExceeded", "No cores left.")])
        ids = {"good": sim.launch("container_engine", seconds=1).id, "bad": failed.id}
        own = {
            "service": "distsrvr",
            "deployment": deployment(sim),
            "username": gate.username,
            "password": gate.password,
        }
        other = {"request_id": gate.launch(service="distsrvr", seconds=0).id, "options": own}
        common = {
            "oci_config": str(sim.config_file),
            "oci_url": sim.url,
            "gate_url": sim.url,
            "gate_username": gate.username,
            "gate_password": gate.password,
        }
        wrong = [{"request_id": 42, "options": {"pasword": "x"}}, {"request_id": 42, "url": "x"}, {"request_id": ""}]
        hosts = {
            "good": {**common, "extracts": ["slow", "quick"], "others": [ids["good"], other]},
            "bad": {**common, "extracts": ["failing"], "others": [ids["bad"]]},
            "refused": {**common, "extracts": [], "others": wrong},
        }
        yield Run(sim, playing.play(tmp_path_factory.mktemp("mixed"), str(PLAYBOOK), hosts, verbosity=3), ids)


def deployment(sim: Simulator) -> str:
    """The deployment in the simulator's URLs behind a proxy: .../services/DEPLOYMENT/distsrvr/v2."""
    return sim.goldengate.url("proxy", "distsrvr").split("/services/")[1].split("/")[0]


def test_both_kinds_are_waited_for_in_one_list(run: Run) -> None:
    assert run.message("good") == ""
    result = run.result("good")
    assert [entry["id"] for entry in result["work_requests"]] == [run.work_requests["good"]]
    assert [entry["state"] for entry in result["requests"]] == ["succeeded"] * 3
    assert len(result["succeeded"]) == 3  # the third call was over when it answered, and has no id
    assert (result["unsuccessful"], result["pending"], result["timed_out"]) == ([], [], False)
    assert result["report"].startswith("4 operations: 4 succeeded, 0 failed, 0 not over. Waited ")


def test_a_call_that_was_over_when_it_answered_needs_no_branch(run: Run) -> None:
    [at_once] = [entry for entry in run.result("good")["requests"] if entry["id"] is None]
    assert at_once["call"].endswith("/extracts/quick")
    assert (at_once["completed"], at_once["state"]) == (True, "succeeded")


def test_the_failures_of_both_kinds_stand_in_one_message(run: Run) -> None:
    message = run.message("bad")
    assert message.startswith("2 operations: 0 succeeded, 2 failed, 0 not over. Waited ")
    for said in (
        run.work_requests["bad"],
        "LimitExceeded: No cores left.",
        "GoldenGate request (",
        "OGG-08221: ERROR: Cannot register EXT1.",
    ):
        assert said in message
    assert run.result("bad")["report"] == message


def test_wrong_entries_are_told_before_anything_is_asked(run: Run) -> None:
    message = run.message("refused")
    assert "Entry 1 of operations: there is no option pasword. There are: ca_path, client_cert, " in message
    assert "Entry 2 of operations: url cannot stand beside request_id." in message
    assert "Entry 3 of operations: its request_id is empty." in message


def test_nothing_secret_and_nothing_to_complain_about_is_printed(run: Run) -> None:
    assert run.sim.goldengate.password not in run.played.everything()
    assert [
        line for line in run.played.complaints() if "is not encrypted" not in line
    ] == []  # the simulator here is plain HTTP
