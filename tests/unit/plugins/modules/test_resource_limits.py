# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for resources that servers, numbers or faults of our own take to their limits: they end in time, and nothing is lost."""

from __future__ import annotations

import time
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._polling import waiter
from ansible_collections.longops.oracle.plugins.module_utils._resources import contradictions, parsing, verdict
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]
ENDPOINT = {"service": "object_storage.private_endpoint", "resource_id": "pe-1"}


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def wait_for(run: Run, signed: dict[str, str]) -> Run:
    defaults = {"interval": 0.1, "max_interval": 0.1, "timeout": 2}
    return lambda **options: run("resource_wait", **{**signed, **defaults, **options})


# Time


@pytest.fixture
def short_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiter, "LAST_POLL", 0.9)
    monkeypatch.setattr(waiter, "AFTERWARDS", 0.1)


@pytest.mark.usefixtures("short_end")
@pytest.mark.parametrize("count", [1, 50])
def test_a_server_that_hangs(count: int, run: Run) -> None:
    with Simulator() as sim:
        made = [sim.resource("core.instance", "STOPPING", then="STOPPED", after=60).id for _each in range(count)]
        sim.fault(delay=10, skip=count, times=None)
        begin = time.monotonic()
        ended = run(
            "resource_wait",
            config_file_location=str(sim.config_file),
            service_endpoint=sim.url,
            resource_id=made,
            state="STOPPED",
            timeout=1,
            interval=0.1,
            max_interval=0.1,
        )
        assert time.monotonic() - begin < 1 + 1 + 2
    assert ended.result["timed_out"]
    assert ended.result["pending"] == made
    assert "STOPPING" in [each["status"] for each in ended.result["resources"]]  # some may have hung from the first on


# Numbers


@pytest.mark.usefixtures("virtual_time")
def test_many_unknown_states_are_one_warning(sim: Simulator, wait_for: Run) -> None:
    made = [sim.resource("core.vcn", f"ODD{number}", undocumented=True).id for number in range(30)]
    ended = wait_for(resource_id=made, timeout=0.3)
    [warning] = [each for each in ended.warnings if "not known" in each]
    assert warning.startswith("The states of 30 resources are not known to this version of longops.oracle")
    assert "and 27 more" in warning


def test_contradictions_of_many_are_few_warnings(sim: Simulator, wait_for: Run) -> None:
    said = "Error: it does not answer."
    made = [sim.resource("core.instance", "RUNNING").id for _each in range(30)]
    for id_ in made:
        sim.fault(
            call="resource", operation=id_, body={"id": id_, "lifecycleState": "RUNNING", "lifecycleDetails": said}
        )
    ended = wait_for(resource_id=made, state="RUNNING")
    assert len(ended.warnings) == contradictions.NAMED + 1
    assert ended.warnings[-1].startswith("So it does of 25 more resources that have reached their goal: ocid1.")


def test_three_hundred_resources_of_several_types(sim: Simulator, wait_for: Run) -> None:
    titles = ["core.instance", "core.vcn", "database.autonomous_database"]
    made = [sim.resource(titles[number % 3], "steady").id for number in range(300)]
    ended = wait_for(resource_id=made, timeout=30)
    assert ended.result["succeeded"] == made
    assert len(sim.journal) == 300


# What stands before the request for the resource


@pytest.mark.usefixtures("virtual_time", "short_grace")
@pytest.mark.parametrize("missing_ok", [False, True])
def test_a_namespace_that_is_not_found_is_no_absence(sim: Simulator, wait_for: Run, missing_ok: bool) -> None:
    sim.fault(path="/n$|/n[?]", status=404, times=None)
    ended = wait_for(**ENDPOINT, region="iad", absent=True, missing_ok=missing_ok)
    assert "cannot be read: The namespace of the tenancy, which is part of the path, cannot be read." in ended.msg
    assert ended.result["succeeded"] == []


def test_a_namespace_is_read_once(sim: Simulator, wait_for: Run) -> None:
    made = sim.resource("object_storage.private_endpoint", "CREATING", then="ACTIVE", after=0.3, id="pe-1")
    ended = wait_for(**ENDPOINT, region="iad", state="ACTIVE", compartment_id=made.compartment_id)
    assert ended.result["succeeded"] == [ended.result["resources"][0]["id"]]
    assert sum(each.path.endswith("/n") for each in sim.journal) == 1


# Faults of our own


@pytest.mark.parametrize("module", [parsing, verdict])
@pytest.mark.parametrize("error", [TypeError("no str"), RecursionError("too deep"), MemoryError()])
def test_a_poll_that_raises_ends_its_own_resource_only(
    module: Any, error: Exception, sim: Simulator, wait_for: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = sim.resource("core.instance", "STOPPING", then="STOPPED", after=0.3)
    bad = sim.resource("core.vcn", "PROVISIONING", then="AVAILABLE", after=0.3)
    name = "operation" if module is parsing else "state"
    right = getattr(module, name)

    def fails(first: Any, *others: Any) -> Any:
        called = first.type.title if module is parsing else first
        if called in ("core.vcn", "PROVISIONING"):
            raise error
        return right(first, *others)

    monkeypatch.setattr(module, name, fails)
    ended = wait_for(resource_id=[good.id, bad.id], on_failure="fail_at_end")
    assert (ended.result["succeeded"], ended.result["unsuccessful"]) == ([good.id], [bad.id])
    assert (
        f"longops.oracle has a fault of its own ({type(error).__name__}: {error}). Please report it."
        in ended.result["msg"]
    )


def test_what_explains_may_raise(sim: Simulator, wait_for: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_any: Any) -> Any:
        raise TypeError("no str")

    monkeypatch.setattr(contradictions, "warnings", fails)
    made = sim.resource("core.instance", "RUNNING")
    ended = wait_for(resource_id=made.id, state="RUNNING")
    assert ended.result["succeeded"] == [made.id]
    assert any("what explains the ends of operations is incomplete" in each for each in ended.warnings)
