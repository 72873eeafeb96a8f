# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""resource_info from options to the result."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

NOWHERE = "ocid1.instance.oc1.iad.anuwcljrnowherenowherenowherenowherenowherenowherenowherenow1"

Run = Callable[..., Any]


@pytest.fixture
def info(run: Run, signed: dict[str, str]) -> Run:
    """info(resource_id=...) runs resource_info against the simulator."""
    return lambda **options: run("resource_info", **{**signed, **options})


def test_resources_of_several_types(sim: Simulator, info: Run) -> None:
    made = [
        sim.resource("core.instance", "STOPPING"),
        sim.resource("core.vcn", "AVAILABLE"),
        sim.resource("core.image", "DELETED"),
    ]
    result = info(resource_id=[each.id for each in made]).result
    found = [(each["id"], each["status"], each["state"]) for each in result["resources"]]
    assert found == [
        (made[0].id, "STOPPING", "pending"),
        (made[1].id, "AVAILABLE", "succeeded"),
        (made[2].id, "DELETED", "failed"),
    ]
    assert len(sim.journal) == 3


def test_a_missing_resource_is_an_error_unless_it_may_be_missing(sim: Simulator, info: Run) -> None:
    made = sim.resource("core.instance", "RUNNING")
    result = info(resource_id=[made.id, NOWHERE]).result
    assert f"Resource {NOWHERE} cannot be read: 404 NotAuthorizedOrNotFound" in result["msg"]
    assert [each["status"] for each in result["resources"]] == ["RUNNING", None]
    result = info(resource_id=[made.id, NOWHERE], missing_ok=True).result
    assert [(each["status"], each["absent"]) for each in result["resources"]] == [
        ("RUNNING", False),
        ("404 NotAuthorizedOrNotFound", True),
    ]


def test_the_result_of_a_wait_names_its_resources(sim: Simulator, info: Run) -> None:
    made = sim.resource("core.instance", "RUNNING")
    first = info(resource_id=made.id).result
    assert [each["id"] for each in info(resource_id=first).result["resources"]] == [made.id]
