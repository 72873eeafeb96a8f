# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of waits that are interrupted, and of such that end, in playbooks: however the module runs, there is a whole one."""

from __future__ import annotations

import pathlib
import stat
import time
from typing import Any

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import connections, playing, versions
from .running import Running

STEPS = [{"at": 0, "status": "in_progress", "percent": 40}]


@pytest.mark.parametrize("version", versions.available(), ids=str)
def test_a_user_who_interrupts_a_playbook_has_a_report_on_what_is_known(
    version: versions.Version, sim: Simulator, tmp_path: pathlib.Path
) -> None:
    hosts: dict[str, dict[str, Any]] = {
        name: {
            **connections.variables(name, None, sim),
            "id": sim.launch("container_engine", id=playing.long_id("clusters"), steps=STEPS).id,
            "seconds": 60,
            "report_path": str(tmp_path / f"{name}.html"),
        }
        for name in connections.LOCAL
    }
    playbook = Running(version, tmp_path / "run", connections.PLAYBOOK, hosts, terminal=True, oci_url=sim.url)
    try:
        playbook.wait_until(
            lambda: all(len(sim.journal.of(call="get", operation=host["id"])) >= 2 for host in hosts.values()),
            60,
            "both hosts have polled twice",
        )
        playbook.press_ctrl_c()
        playbook.wait(20)
        until = time.monotonic() + 5
        paths = [pathlib.Path(host["report_path"]) for host in hosts.values()]
        while not all(path.exists() for path in paths) and time.monotonic() < until:
            time.sleep(0.1)
        for host, path in zip(hosts.values(), paths):
            text = path.read_text(encoding="utf-8")
            assert text.endswith("</html>\n")
            assert "Interrupted: 0 of 1 operation had ended" in text
            assert "IN_PROGRESS" in text
            assert host["id"] in text
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert sorted(path.name for path in tmp_path.glob("*.html")) == ["as_module.html", "in_process.html"]
        assert list(tmp_path.glob(".longops-*")) == []
    finally:
        playbook.end()


def test_reports_of_the_role(sim: Simulator, tmp_path: pathlib.Path) -> None:
    """One below the home of its user, and one that cannot be written, which is told before the wait."""
    failed = sim.launch("container_engine", accepted=60, seconds=1, outcome="failed", errors=[("Full", "No <room>.")])
    running = sim.launch("container_engine", outcome=None, seconds=600)
    played = playing.play(
        tmp_path,
        "longops.oracle.wait",
        {
            "written": {"work_request_id": failed.id, "wait_report": "~/of wait.md"},
            "refused": {"work_request_id": running.id, "wait_report": str(tmp_path / "no" / "report.html")},
        },
        wait_hosts="all",
        config_file_location=str(sim.config_file),
        service_endpoint=sim.url,
    )
    assert played.code == 2, played.output
    path = tmp_path / "home" / "of wait.md"
    assert "No <room>." in path.read_text(encoding="utf-8")
    results = {
        host: next(
            event["event_data"]["res"]
            for event in played.of(host, "runner_on_failed")
            if "work_requests" in event["event_data"]["res"]
        )
        for host in ("written", "refused")
    }
    assert results["written"]["report_file"] == str(path)
    assert f"{tmp_path}/no is no directory. Create it first." in results["refused"]["msg"]
    assert sim.journal.of(call="get", operation=running.id) == []
    assert played.complaints() == []
