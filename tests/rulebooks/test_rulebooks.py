# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rulebooks, played by ansible-rulebook: a playbook runs where an operation fails, once each, also across restarts."""

from __future__ import annotations

import pathlib
import shutil
import signal
from typing import Any

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import environment
from .playing import Rulebook

HERE = pathlib.Path(__file__).absolute().parent
ERRORS = [("QuotaExceeded", "No cores are left.")]


@pytest.fixture(scope="module", autouse=True)
def _engine() -> None:
    try:
        environment.java_home()
        environment.environment()
    except environment.Missing as reason:
        pytest.skip(str(reason))


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    shutil.copy(HERE / "react.yml", tmp_path)
    return tmp_path


@pytest.fixture
def variables(sim: Simulator, folder: pathlib.Path) -> dict[str, Any]:
    return {
        "compartment_id": sim.compartment_id,
        "service": ["oke", "devops"],
        "cursor_file": str(folder / "cursor"),
        "config_file": str(sim.config_file),
        "service_endpoint": f"{sim.url}/{{service}}",
        "journal": str(folder / "journal"),
    }


def journal(folder: pathlib.Path) -> list[str]:
    """What the playbooks wrote down, a line each."""
    file = folder / "journal"
    return file.read_text().splitlines() if file.exists() else []


def has_read(folder: pathlib.Path) -> bool:
    """Whether each of the two lists was read once."""
    file = folder / "cursor"
    return file.exists() and file.read_text().count('"mark"') >= 2


def test_a_playbook_runs_where_an_operation_fails_once_each_across_a_restart(
    sim: Simulator, folder: pathlib.Path, variables: dict[str, Any]
) -> None:
    rulebook = (HERE / "act.yml").read_text()
    later = sim.launch("devops", seconds=3600, errors=ERRORS)
    with Rulebook(folder, rulebook, variables) as played:
        played.wait_for(lambda: has_read(folder))
        first = sim.launch("container_engine", seconds=0.3, outcome="failed", errors=ERRORS)
        sim.launch("devops", seconds=0.3)
        played.wait_for(lambda: len(journal(folder)) == 1)
        played.end(signal.SIGTERM)
        assert "Traceback" not in played.output
    sim.finish(later, "failed", errors=ERRORS)
    meanwhile = sim.launch("container_engine", seconds=0, outcome="failed", errors=ERRORS)
    sim.fault(times=3, status=503)
    with Rulebook(folder, rulebook, variables) as played:
        played.wait_for(lambda: len(journal(folder)) >= 3)
        last = sim.launch("container_engine", seconds=0.5, outcome="failed", errors=ERRORS)
        played.wait_for(lambda: len(journal(folder)) >= 4)
        played.end()
    assert sorted(journal(folder)) == sorted(f"{each.id} QuotaExceeded" for each in (first, later, meanwhile, last))


def test_a_resource_that_goes_on_its_way_again_is_told_again_across_a_restart(
    sim: Simulator, folder: pathlib.Path, variables: dict[str, Any]
) -> None:
    rulebook = (HERE / "settle.yml").read_text()
    made = sim.resource("core.instance", "STOPPING")
    outputs = []
    cursor = folder / "cursor"
    with Rulebook(folder, rulebook, variables) as played:
        played.wait_for(lambda: cursor.exists() and "STOPPING" in cursor.read_text())
        sim.move(made, "STOPPED")
        played.wait_for(lambda: f"settled {made.id} STOPPED" in played.output)
        played.end(signal.SIGTERM)
        assert "Traceback" not in played.output
        outputs.append(played.output)
    sim.move(made, "STARTING")
    with Rulebook(folder, rulebook, variables) as played:
        played.wait_for(lambda: "STARTING" in cursor.read_text())
        sim.move(made, "RUNNING")
        played.wait_for(lambda: f"settled {made.id} RUNNING" in played.output)
        played.end()
        outputs.append(played.output)
    assert [output.count(f"settled {made.id}") for output in outputs] == [1, 1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"service": ["contaner_engine"]}, "container_engine"),
        ({"cursor_file": "/missing/folder/cursor"}, "The cursor file /missing/folder/cursor (cursor_file) cannot be written"),
    ],
    ids=["service", "cursor"],
)  # fmt: skip
def test_a_rulebook_with_a_mistake_ends_and_says_what_is_wrong(
    folder: pathlib.Path, variables: dict[str, Any], change: dict[str, Any], message: str
) -> None:
    with Rulebook(folder, (HERE / "act.yml").read_text(), {**variables, **change}) as played:
        assert played.ended() != 0
        assert message in played.output
        assert "Traceback" not in played.output
