# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An end that was observed is final: the first poll finds an operation FAILED, and whatever a later one would answer changes nothing."""

from __future__ import annotations

import pathlib
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "observed_end.yml"
#: What every poll after the first one answers.
LATER: dict[str, dict[str, Any]] = {
    "http_503": {"status": 503},
    "http_404": {"status": 404},
    "http_429": {"status": 429},
    "reset": {"reset": True},
    "closed": {"close": True},
    "empty": {"status": 200, "kind": "empty"},
    "html": {"status": 200, "kind": "html"},
    "in_progress": {"status": 200, "body": {"id": "ID", "status": "IN_PROGRESS", "percentComplete": 40.0}},
    "succeeded": {"status": 200, "body": {"id": "ID", "status": "SUCCEEDED", "percentComplete": 100.0}},
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[playing.Played]:
    with Simulator() as sim:
        hosts = {}
        for host, answer in LATER.items():
            id_ = sim.launch(
                service="work_requests", seconds=0, outcome="failed", errors=[("DiskFull", "/u01 has 4 GB free.")]
            ).id
            fault = dict(answer, body=dict(answer["body"], id=id_)) if "body" in answer else answer
            sim.fault(call="get", operation=id_, skip=1, times=None, **fault)
            hosts[host] = {"id": id_}
        yield playing.play(
            tmp_path_factory.mktemp("end"), str(PLAYBOOK), hosts, oci_url=sim.url, oci_config=str(sim.config_file)
        )


@pytest.mark.parametrize("host", LATER)
def test_what_was_observed_to_fail_has_failed(played: playing.Played, host: str) -> None:
    result = played.left(host)
    assert result["failed"]
    assert [entry["status"] for entry in result["work_requests"]] == ["FAILED"]
    assert result["unsuccessful"] == [result["work_requests"][0]["id"]]
    assert "DiskFull: /u01 has 4 GB free." in result["msg"]
