# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules for GoldenGate in a playbook, with the results that ansible.builtin.uri really registers."""

from __future__ import annotations

import base64
import pathlib
from typing import Any

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "request_status.yml"
WAYS = ("everywhere", "location", "links", "response")


@pytest.fixture(scope="module")
def sim() -> Any:
    with Simulator() as simulator:
        gate = simulator.goldengate
        for way in WAYS:
            gate.on("PATCH", f"/extracts/{way}", id_in=way, request={"seconds": 2})
        gate.on("PATCH", "/extracts/at_once", id_in="at_once")
        gate.on(
            "PATCH",
            "/extracts/failing",
            request={"outcome": "failed", "result_messages": [["OGG-08221", "Cannot register EXT1."]]},
        )
        yield simulator


@pytest.fixture(scope="module")
def played(sim: Simulator, tmp_path_factory: pytest.TempPathFactory) -> playing.Played:
    gate = sim.goldengate
    hosts = {"gate": {"gate_url": sim.url, "gate_username": gate.username, "gate_password": gate.password}}
    return playing.play(tmp_path_factory.mktemp("request_status"), str(PLAYBOOK), hosts, verbosity=3)


@pytest.fixture
def left(played: playing.Played) -> Any:
    assert played.code == 0, played.output
    return played.left("gate")


def test_each_registered_result_names_its_request(sim: Simulator, left: Any) -> None:
    launched = [entry.operation for entry in sim.journal.of(call="launch", status=202)][: len(WAYS)]
    assert [entry["id"] for entry in left["waited"]["requests"]] == [*launched, None]
    assert left["waited"]["succeeded"] == launched
    assert [entry["state"] for entry in left["waited"]["requests"]] == ["succeeded"] * 5
    assert [entry["call"].rpartition("/")[2] for entry in left["waited"]["requests"]] == [*WAYS, "at_once"]


def test_the_info_module_takes_them_as_well(left: Any) -> None:
    assert [entry["state"] for entry in left["polled"]][-1] == "succeeded"
    assert [entry["id"] for entry in left["polled"]] == [entry["id"] for entry in left["waited"]["requests"]]


def test_a_failure_is_told(left: Any) -> None:
    assert "ended failed. Its call was answered 500. OGG-08221: ERROR: Cannot register EXT1." in left["message"]


def test_check_mode_goes_through(left: Any) -> None:
    assert left["nothing"] == []


def test_nobody_is_warned(played: playing.Played) -> None:
    assert played.complaints() == []


def test_no_secret_is_shown_however_verbose(sim: Simulator, played: playing.Played) -> None:
    gate = sim.goldengate
    everything = played.everything()
    assert "module_args" in everything
    for secret in (gate.password, base64.b64encode(f"{gate.username}:{gate.password}".encode()).decode()):
        assert secret not in everything
