# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait of 20 s in each way in which Ansible runs a module: every step is shown soon, the results are the same, no file is left."""

from __future__ import annotations

import dataclasses
import json
import re
import threading
import time
from typing import Any, Iterator, Optional

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import connections, playing, versions
from .running import Running
from .sshd import Sshd

STEPS = range(10, 100, 10)  # percent
PACE = 2.0  # seconds from one step to the next
SOON = 3.0  # seconds from the poll that reads a step to the line that shows it


class Operation:
    """One that moves by ten percent every two seconds from its first poll on, so that no machine is too slow to see all of it."""

    def __init__(self, sim: Simulator) -> None:
        self._sim = sim
        self.id = sim.launch(id=playing.long_id(), steps=[{"at": 0, "status": "in_progress", "percent": 0}]).id
        self._due: Optional[float] = None
        self._coming = list(STEPS)
        self.made: dict[int, float] = {}  # when it came to each step

    def move(self) -> None:
        """Take the steps that are due."""
        now = time.monotonic()
        if self._due is None:
            polls = self._sim.journal.of(call="get", operation=self.id)
            self._due = polls[0].monotonic + PACE if polls else None
        elif now >= self._due and len(self.made) <= len(STEPS):
            self._due += PACE
            if self._coming:
                percent = self._coming.pop(0)
                self._sim.finish(self.id, status="in_progress", percent=percent)
            else:
                percent = 100
                self._sim.finish(self.id)
            self.made[percent] = now

    def read(self, percent: int) -> float:
        """When the first poll came that must have read this step. One under way at that moment may have read it as well."""
        polls = self._sim.journal.of(call="get", operation=self.id, status=200)
        return min(poll.monotonic for poll in polls if poll.monotonic >= self.made[percent])


@dataclasses.dataclass
class Run:
    """One playbook, in which one host of each connection waits; reasons say why the others are not in it."""

    playbook: Running
    operations: dict[str, Operation]
    results: dict[str, dict[str, Any]]
    left: list[str]  # files
    code: int

    def shown(self, connection: str, percent: int) -> list[float]:
        """When a line said that the operation of this connection's host was at so many percent."""
        pattern = re.compile(rf"{connection} \| .*{self.operations[connection].id[-8:]} \| .*\] {percent} % \|")
        return [line.time for line in self.playbook.lines if pattern.match(line.text)]


@pytest.fixture(scope="module", params=versions.available(), ids=str)
def run(
    request: pytest.FixtureRequest, sshd: Optional[Sshd], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Run]:
    available = [each for each in connections.ALL if connections.unavailable(each, sshd) is None]
    stop = threading.Event()
    with Simulator() as sim:
        operations = {each: Operation(sim) for each in available}

        def move() -> None:
            while not stop.wait(0.02):
                for operation in operations.values():
                    operation.move()

        hosts = {each: {**connections.variables(each, sshd, sim), "id": operations[each].id} for each in available}
        before = sshd.files() if sshd is not None else set()
        mover = threading.Thread(target=move, daemon=True)
        mover.start()
        playbook = Running(
            request.param,
            tmp_path_factory.mktemp("run") / "playbook",
            connections.PLAYBOOK,
            hosts,
            oci_url=sim.url,
            seconds=120,
        )
        try:
            code = playbook.wait(150)
            left = playbook.files() + sorted((sshd.files() if sshd is not None else set()) - before)
            yield Run(playbook, operations, playbook.results, left, code)
        finally:
            stop.set()
            mover.join()
            playbook.end()


@pytest.fixture(params=connections.ALL)
def connection(request: pytest.FixtureRequest, sshd: Optional[Sshd]) -> str:
    connections.skip_unless_available(request.param, sshd)
    return request.param


def test_every_step_is_shown_soon_after_its_poll(run: Run, connection: str) -> None:
    operation = run.operations[connection]
    late = {}
    for percent in STEPS:
        shown = run.shown(connection, percent)
        if not shown or shown[0] > operation.read(percent) + SOON:
            late[percent] = f"{shown[0] - operation.read(percent):.1f} s" if shown else "never"
    assert late == {}, run.playbook.output


def test_its_end_is_shown(run: Run, connection: str) -> None:
    assert re.search(rf"{connection} \| .*\| SUCCEEDED \[##########\] 100 % \|", run.playbook.output), (
        run.playbook.output
    )


def test_it_ends_soon_after_the_operation(run: Run, connection: str) -> None:
    operation = run.operations[connection]
    assert operation.read(100) - operation.made[100] < 2.0
    assert run.results[connection]["succeeded"] == [operation.id]


def test_the_result_is_that_of_the_module_to_the_key(run: Run, connection: str) -> None:
    """Apart from ids, times and counts, which differ between any two runs, so is every value."""
    reference, found = (comparable(run.results[host], run.operations[host].id) for host in ("as_module", connection))
    assert found == reference


def comparable(result: dict[str, Any], id_: str) -> dict[str, Any]:
    found = json.loads(json.dumps(result).replace(id_, "ID"))
    for entry in found["work_requests"]:
        for name in ("time_accepted", "time_started", "time_finished", "opc_request_id"):
            entry[name] = type(entry[name]).__name__
        # The body as it came has the times as well, under the service's own names.
        entry["answer"] = {
            name: type(value).__name__ if name.startswith("time") else value for name, value in entry["answer"].items()
        }
    for name in ("elapsed", "polls"):
        found[name] = type(found[name]).__name__
    found.get("invocation", {"module_args": {}})["module_args"].pop("config_file_location", None)
    found["warnings"] = [warning for warning in found.get("warnings", ()) if "polls failed" not in str(warning)]
    return found


def test_no_file_is_left_behind(run: Run) -> None:
    assert run.left == []


def test_the_playbook_ends_well_and_nothing_of_it_is_left_running(run: Run, sshd: Optional[Sshd]) -> None:
    assert run.code == 0, run.playbook.output
    assert [str(process) for process in run.playbook.left()] == []
    assert sshd is None or [str(process) for process in sshd.at_work()] == []
