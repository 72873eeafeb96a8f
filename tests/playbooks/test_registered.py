# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tasks really register, of commands above all, and what the modules read in it: in process and as a module."""

from __future__ import annotations

import json
import pathlib
import shutil
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "registered.yml"
WAYS = ("in_process", "as_module")
INSTANCE = "ocid1.instance.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
PASSWORD = "Wrong-password-in-a-result-1"

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Simulator, playing.Played, list[str]]]:
    with Simulator() as sim:
        gate = sim.goldengate
        gate.on("PATCH", "/extracts/EXT1", id_in="everywhere", request={"seconds": 1})
        about = {"resources": [{"identifier": INSTANCE}], "outcome": None}
        ids = [each.id for each in sim.launch_many("work_requests", count=5, **about)]
        outputs = [
            "Are you sure you want to delete this resource? [y/N]: "
            + json.dumps({"opc-work-request-id": ids[0]}, indent=2),
            f'"{ids[1]}"\n',
            ids[2],
            "Action completed. Waiting until the work request has entered state: ('SUCCEEDED',)\n"
            + json.dumps({"data": {"id": ids[3], "operation-type": "X", "resources": []}}),
            f"HTTP/1.1 202 Accepted\r\nopc-work-request-id: {ids[4]}\r\n\r\n" + json.dumps({"id": INSTANCE}),
        ]
        hosts = {way: {"longops_oracle_in_process": way == "in_process"} for way in WAYS}
        variables = {
            "outputs": outputs,
            "instance": {"changed": True, "instance": {"id": INSTANCE, "metadata": {"password": PASSWORD}}},
            "compartment_id": sim.compartment_id,
            "gate_username": gate.username,
            "gate_password": gate.password,
            "oci_config": str(sim.config_file),
            "sim_url": sim.url,
        }
        yield sim, playing.play(tmp_path_factory.mktemp("registered"), str(PLAYBOOK), hosts, **variables), ids


@pytest.mark.parametrize("way", WAYS)
def test_what_tasks_really_register(run: tuple[Simulator, playing.Played, list[str]], way: str) -> None:
    sim, played, ids = run
    assert played.code == 0, played.output
    left: dict[str, Any] = played.left(way)
    launched = [entry.operation for entry in sim.journal.of(call="launch", status=202)]
    assert left["read"] == ids
    assert len(left["curl"]) == 4
    assert set(left["curl"]) <= set(launched)
    assert sorted(left["mixed"]) == sorted(ids)
    assert f"It has the id of {INSTANCE}: give that as resource_id" in left["refused"]
    assert PASSWORD not in left["refused"]
    assert "What is given as resource_id has no resource's OCID" in left["about"]
