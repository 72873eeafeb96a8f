# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait in the background outlives its playbook, as every module does that Ansible runs with async: the guide says so."""

from __future__ import annotations

import json
import pathlib
import signal
import time
from typing import Any

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing, versions
from .running import Running

PLAYBOOK = pathlib.Path(__file__).parent / "background.yml"


def test_a_wait_in_the_background_goes_on_when_its_playbook_is_killed(sim: Simulator, tmp_path: pathlib.Path) -> None:
    operation = sim.launch("container_engine", id=playing.long_id("clusters"), outcome=None)
    results = tmp_path / "async"
    host = {"id": operation.id, "oci_config": str(sim.config_file), "ansible_async_dir": str(results)}
    [version, *_others] = versions.available()
    playbook = Running(version, tmp_path / "play", PLAYBOOK, {"host": host}, oci_url=sim.url)

    def polls() -> list[Any]:
        return sim.journal.of(call="get", operation=operation.id)

    def result() -> dict[str, Any]:
        [file] = [path for path in results.iterdir() if path.is_file()]
        return json.loads(file.read_text(encoding="utf-8"))

    try:
        playbook.wait_until(lambda: len(polls()) >= 2, 60, "two polls")
        playbook.send(signal.SIGKILL)
        killed = time.monotonic()
        time.sleep(4)
        assert polls()[-1].monotonic > killed + 3
        sim.finish(operation)
        deadline = time.monotonic() + 20
        while not result().get("succeeded") and time.monotonic() < deadline:
            time.sleep(0.2)
        assert result()["succeeded"] == [operation.id]
    finally:
        playbook.end()
