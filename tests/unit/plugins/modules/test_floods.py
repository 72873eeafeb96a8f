# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What servers send without end, or in texts of megabytes, is cut where it is shown, and bounded in the data."""

from __future__ import annotations

import json
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.api import listing
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]
CLUSTER = "ocid1.cluster.oc1.iad.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#: Characters of a text that no service has reason to send, and most that are shown of all in one message.
HUGE, MOST_SHOWN = 3_000_000, 20_000


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def mixed(run: Run, signed: dict[str, str]) -> Run:
    return lambda **options: run("operation_wait", **{**signed, "interval": 0.1, "max_interval": 0.1, **options})


@pytest.mark.parametrize("words", [("ODD",), ("ODD", "STRANGE", "NEW")])
def test_many_unknown_statuses_are_one_warning(words: tuple[str, ...], run: Run, signed: Any, sim: Simulator) -> None:
    compartment = "ocid1.compartment.oc1..exampleofmany"
    one = {"operationType": "CLUSTER_CREATE", "resources": [], "compartmentId": compartment}
    for page in range(6):
        body = [
            {
                **one,
                "id": f"ocid1.clustersworkrequest.oc1.iad.example{page:03}{number:03}",
                "status": words[number % len(words)],
            }
            for number in range(50)
        ]
        more = {"opc-next-page": str(page)} if page < 5 else {}
        sim.fault(call="list", status=200, body=body, headers=more)
    done = run("work_request_info", **{**signed, "compartment_id": compartment, "service": "container_engine"})
    assert len(done.entries) == 300
    [warning] = [text for text in done.warnings if "not known to this version" in text]
    assert warning.startswith("The statuses of 300 work requests are not known to this version of longops.oracle")
    assert f"{words[0]} of ocid1.clustersworkrequest.oc1.iad.example000000" in warning
    assert "and 297 more" in warning
    assert len(warning) < 1000


def test_errors_of_many_that_cannot_be_read_are_one_warning(wait: Run, sim: Simulator) -> None:
    ids = [each.id for each in sim.launch_many("container_engine", outcome="failed", seconds=0, count=50)]
    sim.fault(call="errors", status=403, times=None)
    done = wait(work_request_id=ids, on_failure="fail_at_end", logs="none", timeout=30)
    [warning] = [text for text in done.warnings if "could not be read" in text]
    assert warning.startswith("The errors of 50 work requests could not be read: ocid1.")
    assert "403" in warning
    assert "and 47 more" in warning


@pytest.mark.parametrize("module", ["work_request_wait", "operation_wait"])
def test_texts_of_megabytes_are_cut_where_they_are_shown(module: str, wait: Run, mixed: Run, sim: Simulator) -> None:
    launched = sim.launch("container_engine", outcome="failed", seconds=0)
    whole = {
        "id": launched.id,
        "status": "FAILED",
        "compartmentId": sim.compartment_id,
        "operationType": "T" * HUGE,
        "timeAccepted": "2026-01-01T00:00:00Z",
    }
    sim.fault(call="get", status=200, body=whole, headers={"opc-request-id": "r" * 60_000}, times=None)
    sim.fault(call="errors", status=200, body=[{"code": "C" * 1000, "message": "m" * HUGE}], times=None)
    sim.fault(call="logs", status=200, body=[{"message": "l" * HUGE}], times=None)
    done = (
        mixed(operations=[launched.id]) if module == "operation_wait" else wait(work_request_id=launched.id, timeout=30)
    )
    assert done.result.get("unsuccessful") == [launched.id], done.stdout[:1500] + done.stdout[-1500:]
    assert "ended FAILED" in done.msg or ": FAILED" in done.msg
    assert len(done.msg) < MOST_SHOWN
    assert "characters)" in done.msg
    assert all(len(text) < MOST_SHOWN for text in done.warnings)
    assert done.entry["errors"], done.warnings
    assert len(done.entry["errors"][0]["message"]) >= 16_384
    assert len(json.dumps(done.result)) < 500_000


def test_a_fault_with_texts_of_megabytes_is_cut(wait: Run, sim: Simulator) -> None:
    launched = sim.launch("container_engine", outcome=None)
    body = {"code": "C" * HUGE, "message": "x"}
    sim.fault(call="get", status=400, body=body, headers={"opc-request-id": "r" * 60_000}, times=None)
    done = wait(work_request_id=launched.id)
    assert len(done.msg) < MOST_SHOWN
    assert len(json.dumps(done.result)) < 500_000


def test_pages_without_end_are_bounded_and_said(run: Run, signed: Any, sim: Simulator, monkeypatch: Any) -> None:
    monkeypatch.setattr(listing, "MAX_LIST", 1024 * 1024)
    compartment = "ocid1.compartment.oc1..exampleofmany"
    for number in range(20):
        sim.fault(call="list", status=200, body=[{"a": "x" * 200_000}], headers={"opc-next-page": f"page{number}"})
    done = run("work_request_info", **{**signed, "compartment_id": compartment, "service": "container_engine"})
    assert any(
        "A list of container_engine has more than 1 MiB; what comes after 6 pages was not read." in text
        for text in done.warnings
    )
    assert len(sim.journal) == 6


def test_a_page_that_comes_again_is_said(run: Run, signed: Any, sim: Simulator) -> None:
    compartment = "ocid1.compartment.oc1..exampleofmany"
    sim.fault(call="list", status=200, body=[], headers={"opc-next-page": "again"}, times=None)
    done = run("work_request_info", **{**signed, "compartment_id": compartment, "service": "container_engine"})
    assert any("names a page again that it has named before" in text for text in done.warnings)
    assert len(sim.journal) == 2
