# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PyPI's oggrestapi, an independent client for GoldenGate, works against the simulator unchanged."""

from __future__ import annotations

import pytest
from oggrestapi import OGGRestAPI

from ansible_collections.longops.oracle.tests.simulator import Simulator


@pytest.fixture(scope="module")
def sim():
    with Simulator(goldengate={"wrong_credentials": 403}) as simulator:
        yield simulator


@pytest.fixture(params=["adminsrvr", "distsrvr", "ServiceManager"])
def service(request):
    return request.param


@pytest.fixture(params=["direct", "proxy"])
def client(request, sim, service):
    gate = sim.goldengate
    if request.param == "direct":
        with OGGRestAPI(gate.address(service), gate.username, gate.password, timeout=10) as made:
            yield made
    else:
        deployment = None if service == "ServiceManager" else "Local"
        with OGGRestAPI(sim.url, gate.username, gate.password, deployment, reverse_proxy=True, timeout=10) as made:
            yield made


def test_list_status_and_result(sim, service, client):
    failed = sim.goldengate.launch(
        service, outcome="failed", request_status=409, result_messages=[("OGG-00664", "No listener.")]
    )
    endless = sim.goldengate.launch(service, outcome=None)
    listed = {item["name"]: item["status"] for item in client.list_restapi_requests(ogg_service=service)}
    assert listed[str(failed.id)] == "failed"
    assert listed[str(endless.id)] in ("pending", "processing")
    state = client.get_restapi_request_status(failed.id, ogg_service=service)
    assert (state["progress"], state["completed"], state["requestStatus"]) == ("failed", True, 409)
    result = client.get_restapi_request_result(failed.id, ogg_service=service)
    assert result["status"] == {"code": 409, "reason": "Conflict"}
    assert result["body"]["messages"][0]["code"] == "OGG-00664"
    with pytest.raises(RuntimeError, match="does not exist"):
        client.get_restapi_request_status(1, ogg_service=service)
    assert [item["version"] for item in client.list_api_versions(ogg_service=service)] == ["v2"]


def test_it_treats_202_as_success(sim):
    """It does not wait, which is what our modules are for."""
    gate = sim.goldengate
    gate.on("PATCH", "/extracts/{extract}", request={"outcome": "failed"})
    with OGGRestAPI(sim.url, gate.username, gate.password, timeout=10) as client:
        client.update_extract("EXT1", data={"status": "running"})
    assert gate.all()[-1].id == int(sim.journal[-1].operation)
    assert gate.state(gate.all()[-1])["progress"] == "failed"


def test_wrong_credentials(sim):
    with pytest.raises(RuntimeError, match="check your credentials"):
        OGGRestAPI(sim.url, sim.goldengate.username, "wrong", timeout=10)
