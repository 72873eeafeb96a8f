# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait over ssh whose connection is lost in the middle: it goes on over a new one while there is time, and loses no observation."""

from __future__ import annotations

import contextlib
import pathlib
import time
from typing import Any, Iterator, Optional

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import connections, playing, versions
from .cable import Cable
from .running import Running
from .sshd import Sshd

CONNECTIONS = ("ssh", "ssh_su", "ssh_sudo_pipelined")
OPERATION = [{"at": 0, "status": "in_progress", "percent": 40}]
SOON = 3.0  # seconds within which the module of a lost connection has ended


class Wait:
    """A playbook that waits over a cable for one operation, which does not end by itself."""

    def __init__(
        self, connection: str, sshd: Optional[Sshd], sim: Simulator, cable: Cable, folder: pathlib.Path, seconds: float
    ) -> None:
        assert sshd is not None
        self.sim, self.cable, self.sshd = sim, cable, sshd
        self.id = sim.launch("container_engine", id=playing.long_id("clusters"), steps=OPERATION).id
        variables = connections.variables(connection, sshd, sim)
        own_key = f"-o HostKeyAlias=[127.0.0.1]:{sshd.port}"
        variables["ansible_port"] = cable.port
        variables["ansible_ssh_common_args"] += f" {own_key}"
        host = {**variables, "id": self.id, "seconds": seconds}
        self.files_before = sshd.files()
        [version, *_others] = versions.available()
        self.playbook = Running(version, folder, connections.PLAYBOOK, {"host": host}, oci_url=sim.url)

    def until_polled(self, times: int = 2) -> None:
        """Until there were so many further polls, and a line was shown."""
        before = len(self.polls())
        self.playbook.wait_until(lambda: len(self.polls()) >= before + times, 60, f"{times} polls")
        self.playbook.wait_until(lambda: any("host | " in line.text for line in self.playbook.lines), 20, "a line")

    def polls(self) -> list[Any]:
        return self.sim.journal.of(call="get", operation=self.id)

    def result(self) -> dict[str, Any]:
        self.playbook.wait(90)
        return self.playbook.results["host"]


@pytest.fixture
def begin(sshd: Optional[Sshd], sim: Simulator, tmp_path: pathlib.Path, connection: str) -> Iterator[Any]:
    """begin(seconds) starts a playbook with this timeout."""
    connections.skip_unless_available(connection, sshd)
    assert sshd is not None
    with contextlib.ExitStack() as stack:
        cable = stack.enter_context(Cable(sshd.port))

        def start(seconds: float) -> Wait:
            wait = Wait(connection, sshd, sim, cable, tmp_path / "play", seconds)
            stack.callback(wait.playbook.end)
            return wait

        yield start


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_a_wait_goes_on_over_a_new_connection(begin: Any) -> None:
    wait = begin(60)
    wait.until_polled()
    wait.cable.cut()
    cut = time.monotonic()
    time.sleep(SOON + 1)
    assert [poll for poll in wait.polls() if poll.monotonic > cut + SOON] == []
    wait.cable.mend()
    wait.until_polled()
    wait.sim.finish(wait.id)
    result = wait.result()
    assert not result.get("failed"), result
    assert result["succeeded"] == [wait.id]
    assert [entry["state"] for entry in result["work_requests"]] == ["succeeded"]
    assert result["elapsed"] > SOON
    assert "The connection to the host of the wait was lost" in wait.playbook.output
    assert wait.playbook.output.count("| SUCCEEDED") == 1
    assert wait.sshd.files() == wait.files_before


@pytest.mark.parametrize("connection", ["ssh_su"])
def test_a_connection_that_does_not_come_back_leaves_the_last_observation(begin: Any) -> None:
    wait = begin(14)
    wait.until_polled()
    wait.cable.cut()
    result = wait.result()
    assert result["failed"]
    assert not result.get("unreachable")
    assert wait.id in result["msg"]
    assert "IN_PROGRESS" in result["msg"]
    assert result["pending"] == [wait.id]
    assert time.monotonic() < wait.polls()[0].monotonic + 14 + 15


@pytest.mark.parametrize("connection", ["ssh_sudo_pipelined"])
def test_an_end_that_was_observed_outlasts_the_connection(begin: Any) -> None:
    """The connection is cut while the errors of what failed are read; afterwards the service knows nothing of it any more."""
    wait = begin(60)
    wait.until_polled()
    wait.sim.fault(call="errors", operation=wait.id, delay=20, times=None)
    wait.sim.finish(wait.id, "failed", errors=[("QuotaExceeded", "No cores are left.")])
    wait.playbook.wait_until(lambda: "| FAILED" in wait.playbook.output, 30, "the failure is shown")
    wait.cable.cut()
    wait.sim.remove(wait.id)
    wait.sim.clear_faults()
    wait.cable.mend()
    result = wait.result()
    assert result["failed"]
    assert result["unsuccessful"] == [wait.id]
    assert "FAILED" in result["msg"]
