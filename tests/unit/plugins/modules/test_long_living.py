# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that lives on, as a worker of Ansible does, has after each module what it had before: no threads and no connections more."""

from __future__ import annotations

import contextlib
import gc
import os
import pathlib
import threading
import time
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.tests.conftest import Ended
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Ended]
#: The state of a socket that a server has.
LISTENS = "0A"


def held() -> set[Any]:
    """Threads, and the names of open files and sockets: those of this process but for a simulator's end of a connection, which closes when it comes to it."""
    names = set()
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):  # closed since
            names.add(os.readlink(f"/proc/self/fd/{number}"))
    names -= {os.readlink(f"/proc/self/fd/{number}") for number in (1, 2)}  # pytest puts others in their place
    ports = {f"socket:[{inode}]": (port, state) for inode, port, state in tcp()}
    served = {port for name, (port, state) in ports.items() if state == LISTENS and name in names}
    return {name for name in names if ports.get(name, ("", ""))[0] not in served} | set(threading.enumerate())


def tcp() -> Iterator[tuple[str, str, str]]:
    """Inode, local port and state of each TCP socket of IPv4. See proc_net_tcp.txt of the Linux kernel's documentation."""
    for line in pathlib.Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        words = line.split()
        yield words[9], words[1].partition(":")[2], words[3]


@pytest.fixture
def nothing_more(sim: Simulator) -> Iterator[None]:
    """Nothing is left, whether or not Python searches for cycles meanwhile, which it does where a test process holds much already."""
    gc.collect()
    gc.disable()
    before = held()
    try:
        yield
        deadline = time.monotonic() + 10
        while (left := held() - before) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert left == set()
    finally:
        gc.enable()


@pytest.fixture
def both(sim: Simulator, signed: dict[str, str]) -> dict[str, Any]:
    gate = sim.goldengate
    return {**signed, "url": sim.url, "username": gate.username, "password": gate.password}


def mixed(sim: Simulator, **definition: Any) -> list[Any]:
    work_requests = sim.launch_many("work_requests", count=12, **definition)
    requests = sim.goldengate.launch_many(count=6, **definition)
    return [*(each.id for each in work_requests), *({"request_id": each.id} for each in requests)]


WAITING = {"interval": 0.1, "max_interval": 0.1, "on_failure": "report", "on_timeout": "report"}


@pytest.mark.parametrize("end", [{"seconds": 0.3}, {"seconds": 0.3, "outcome": "failed"}, {"outcome": None}])
def test_a_wait(in_process: Run, sim: Simulator, both: dict[str, Any], end: dict[str, Any], nothing_more: None) -> None:
    for _time in range(3):
        done = in_process("operation_wait", operations=mixed(sim, **end), timeout=2, **WAITING, **both)
        assert done.code == 0, done.stdout


def test_a_wait_whose_server_hangs(in_process: Run, sim: Simulator, both: dict[str, Any], nothing_more: None) -> None:
    operations = mixed(sim, seconds=0.5)
    sim.fault(delay=1, times=8)
    done = in_process("operation_wait", operations=operations, timeout=5, read_timeout=0.5, **WAITING, **both)
    assert done.code == 0, done.stdout
    gc.collect()  # what was given up hangs on its exception, in a cycle


def test_a_wait_that_raises(in_process: Run, both: dict[str, Any], sim: Simulator, nothing_more: None) -> None:
    done = in_process("operation_wait", operations=mixed(sim), timeout=5, progress_file="/nowhere/at/all", **both)
    assert "cannot be created" in done.msg


def test_the_other_modules(in_process: Run, sim: Simulator, signed: dict[str, str], nothing_more: None) -> None:
    gate = sim.goldengate
    authenticated = {"url": sim.url, "username": gate.username, "password": gate.password}
    ids = [each.id for each in sim.launch_many("work_requests", count=6, outcome=None)]
    request = gate.launch().id
    gate.launch_many(count=40, gone_after=0)  # which are listed, and answer 404
    for _time in range(2):
        assert in_process("work_request_info", work_request_id=ids, **signed).code == 0
        assert in_process("work_request_info", compartment_id=sim.compartment_id, **signed).code == 0
        assert in_process("request_status_info", request_id=request, **authenticated).code == 0
        assert in_process("request_status_info", **authenticated).code == 0
        assert in_process("request_status_wait", request_id=request, **authenticated).code == 0
        done = in_process(
            "work_request_cancel", work_request_id=sim.launch("container_engine", outcome=None).id, **signed
        )
        assert done.code == 0, done.stdout
