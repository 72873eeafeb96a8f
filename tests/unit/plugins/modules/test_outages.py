# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outages in the middle of a wait: the server, the network or the name gone for a minute, clocks that jump, a process that is suspended."""

from __future__ import annotations

import contextlib
import dataclasses
import email.utils
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import types
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._http import transport
from ansible_collections.longops.oracle.plugins.module_utils._oci import wait as wait_module
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait
from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import (
    LAST_POLL,
    STRAGGLER_GRACE,
    SUSPENDED,
)
from ansible_collections.longops.oracle.tests.conftest import MODULES
from ansible_collections.longops.oracle.tests.playbooks.cable import Cable
from ansible_collections.longops.oracle.tests.simulator import Simulator

BEGINS, ENDS = 10.0, 70.0  # seconds of the wait between which there is an outage
TIMEOUT = 300.0
NAME = "gate.example.com"
KINDS = ("work_request", "request")
Act = Callable[[], Any]


class Timetable:
    """Virtual time, in which things happen: while no poll is under way, the clock of a wait jumps to what comes next."""

    def __init__(self) -> None:
        self.now = 0.0
        self._acts: list[tuple[float, Act]] = []

    def at(self, moment: float, act: Act) -> None:
        self._acts.append((moment, act))
        self._acts.sort(key=lambda each: each[0])

    def jump(self, seconds: float) -> None:
        if self._acts and self._acts[0][0] <= self.now + seconds:
            moment, act = self._acts.pop(0)
            self.now = max(self.now, moment)
            act()
        else:
            self.now += seconds


@pytest.fixture
def timetable(monkeypatch: pytest.MonkeyPatch) -> Timetable:
    made = Timetable()
    collect = Pool.collect

    def collect_or_jump(pool: Pool, timeout: float) -> list[tuple[Any, Any]]:
        if pool._pending:
            return collect(pool, timeout)
        made.jump(timeout)
        return []

    monkeypatch.setattr(Pool, "collect", collect_or_jump)
    for module in (group_wait, wait_module):
        monkeypatch.setattr(module, "time", types.SimpleNamespace(monotonic=lambda: time.monotonic() + made.now))
    return made


@dataclasses.dataclass
class Watched:
    """An operation of one of the kinds, the module that waits for it, and the cable to its server."""

    sim: Simulator
    kind: str
    operation: Any
    module: str
    options: dict[str, Any]
    cable: Cable

    @property
    def id(self) -> str:
        return str(self.operation.id)

    def finish(self, outcome: str) -> None:
        """With an error where it fails: one beside a success would be a failure."""
        error = [("OGG-00664", "No listener.")] if outcome == "failed" else []
        if self.kind == "request":
            self.sim.goldengate.finish(self.operation, outcome, error)
        else:
            self.sim.finish(self.operation, outcome, errors=error)

    def polls(self) -> int:
        return len(self.sim.journal.of(call="get", operation=self.id))


@pytest.fixture(params=KINDS)
def watched(request: pytest.FixtureRequest, sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    lookup = socket.getaddrinfo

    def find(host: str, *arguments: Any, **options: Any) -> Any:
        return lookup("127.0.0.1" if host == NAME else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", find)
    with Cable(sim.port) as cable:
        url = f"http://{NAME}:{cable.port}"
        limits = {"timeout": TIMEOUT, "connect_timeout": 1, "read_timeout": 1}
        if request.param == "request":
            gate = sim.goldengate
            operation: Any = gate.launch(outcome=None)
            options = {"url": url, "username": gate.username, "password": gate.password, "request_id": operation.id}
            yield Watched(sim, "request", operation, "request_status_wait", {**options, **limits}, cable)
        else:
            operation = sim.launch("container_engine", outcome=None)
            options = {"config_file_location": str(sim.config_file), "service_endpoint": url, "service": "oke"}
            options["work_request_id"] = operation.id
            yield Watched(sim, "work_request", operation, "work_request_wait", {**options, **limits}, cable)


def outages(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Act, Act]]:
    """How each outage begins and ends."""
    sim, cable = watched.sim, watched.cable
    known = socket.getaddrinfo
    no_such_name = socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def fault(**effects: Any) -> tuple[Act, Act]:
        return lambda: sim.fault(times=None, **effects), sim.clear_faults

    def lose_name() -> None:
        cable.cut()  # a connection that is kept needs no name

        def fail(*_arguments: Any, **_options: Any) -> Any:
            raise no_such_name

        monkeypatch.setattr(socket, "getaddrinfo", fail)

    def find_name() -> None:
        monkeypatch.setattr(socket, "getaddrinfo", known)
        cable.mend()

    return {
        "cut": (cable.cut, cable.mend),
        "refused": (cable.refuse, cable.mend),
        "reset": fault(reset=True),
        "closed": fault(close=True),
        "error 500": fault(status=500),
        "error 503": fault(status=503, headers={"Retry-After": "5"}, kind="html"),
        "throttled": fault(status=429),  # the pauses of a Retry-After are real ones, in the rate limiter
        "a page of a proxy": fault(kind="html"),
        "no name": (lose_name, find_name),
    }


OUTAGES = [
    "cut",
    "refused",
    "reset",
    "closed",
    "error 500",
    "error 503",
    "throttled",
    "a page of a proxy",
    "no name",
]


@pytest.mark.parametrize("outage", OUTAGES)
@pytest.mark.parametrize("outcome", ["succeeded", "failed"])
def test_what_ends_while_the_server_is_gone_is_told_when_it_is_back(
    watched: Watched, timetable: Timetable, run: Any, monkeypatch: pytest.MonkeyPatch, outage: str, outcome: str
) -> None:
    begins, ends = outages(watched, monkeypatch)[outage]
    timetable.at(BEGINS, begins)
    timetable.at(BEGINS + 20, lambda: watched.finish(outcome))
    timetable.at(ENDS, ends)
    result = run(watched.module, **watched.options).result
    assert result["succeeded" if outcome == "succeeded" else "unsuccessful"] == [watched.id], result
    assert bool(result.get("failed")) == (outcome == "failed")
    assert ENDS <= result["elapsed"] <= ENDS + 30 * 1.1  # the longest pause, as chance would have it
    entry = (result.get("work_requests") or result["requests"])[0]
    assert entry["fault"] is None


@pytest.mark.parametrize("outage", ["refused", "error 503", "no name"])
def test_an_outage_that_outlasts_the_wait_leaves_the_last_observation_and_its_reason(
    watched: Watched, timetable: Timetable, run: Any, monkeypatch: pytest.MonkeyPatch, outage: str
) -> None:
    begins, _ends = outages(watched, monkeypatch)[outage]
    timetable.at(BEGINS, begins)
    result = run(watched.module, **{**watched.options, "timeout": 60}).result
    assert result["failed"]
    assert result["timed_out"]
    assert result["pending"] == [watched.id]
    entry = (result.get("work_requests") or result["requests"])[0]
    assert entry["state"] == "pending"
    reason = {"refused": "refused", "error 503": "503", "no name": "no such host"}[outage]
    assert reason in entry["fault"]["message"].lower()
    assert reason in result["msg"].lower()
    assert result["elapsed"] <= 65


# Clocks


def header(seconds: float) -> dict[str, str]:
    return {"Date": email.utils.formatdate(seconds, usegmt=True)}


YEARS = 3 * 365 * 86400.0


@pytest.mark.parametrize("jump", [-YEARS, -3600.0, -60.0, 60.0, 3600.0, YEARS])
def test_a_server_whose_clock_jumps_is_polled_as_often_and_its_end_believed(
    watched: Watched, timetable: Timetable, run: Any, jump: float
) -> None:
    """The age of an operation is by the server's clock: it decides when to poll next, within the bounds, and nothing else."""
    timetable.at(BEGINS, lambda: watched.sim.fault(times=None, headers=header(time.time() + jump)))
    timetable.at(ENDS, lambda: watched.finish("failed"))
    result = run(watched.module, **watched.options).result
    assert result["unsuccessful"] == [watched.id]
    assert ENDS <= result["elapsed"] <= ENDS + 30 * 1.1
    assert 4 <= watched.polls() <= ENDS / 2 + 2


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_server_without_a_usable_date(watched: Watched, timetable: Timetable, run: Any, date: str) -> None:
    watched.sim.fault(times=None, headers={"Date": date})
    timetable.at(ENDS, lambda: watched.finish("succeeded"))
    result = run(watched.module, **watched.options).result
    assert result["succeeded"] == [watched.id]
    assert ENDS <= result["elapsed"] <= ENDS + 30 * 1.1


@pytest.mark.parametrize("jump", [-YEARS, -3600.0, 3600.0, YEARS])
def test_the_clock_of_this_machine_may_jump(
    watched: Watched, timetable: Timetable, run: Any, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    """Deadlines are monotonic; of the wall clock there is only the reading of dates. Signatures have one of their own."""
    jumped = [0.0]
    clock = types.SimpleNamespace(time=lambda: time.time() + jumped[0], monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(transport, "time", clock)
    timetable.at(BEGINS, lambda: jumped.__setitem__(0, jump))
    timetable.at(ENDS, lambda: watched.finish("succeeded"))
    result = run(watched.module, **watched.options).result
    assert result["succeeded"] == [watched.id]
    assert ENDS <= result["elapsed"] <= ENDS + 30 * 1.1


# A process that is suspended


class Module:
    """A module in a process of its own, which is suspended and goes on."""

    def __init__(self, watched: Watched, folder: pathlib.Path, **options: Any) -> None:
        polling = {"interval": 0.2, "max_interval": 0.2}
        there = {"url" if watched.kind == "request" else "service_endpoint": f"http://127.0.0.1:{watched.cable.port}"}
        arguments = {"ANSIBLE_MODULE_ARGS": {**watched.options, **there, **polling, **options}}
        self._out = folder / "out"
        with self._out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", f"{MODULES}{watched.module}"],
                stdin=subprocess.PIPE,
                stdout=out,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(arguments).encode())
        self.process.stdin.close()

    @contextlib.contextmanager
    def suspended(self, seconds: float) -> Iterator[None]:
        """Suspend the process while the block runs, and for so many seconds in all."""
        until = time.monotonic() + seconds
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
            time.sleep(max(0.0, until - time.monotonic()))
        finally:
            self.process.send_signal(signal.SIGCONT)

    def result(self, timeout: float) -> dict[str, Any]:
        try:
            self.process.wait(timeout)
        finally:
            self.process.kill()
            self.process.wait()
        return json.loads(self._out.read_text(encoding="utf-8"))


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("server", ["kept the connection", "closed the connection"])
def test_a_process_that_was_suspended_tells_how_the_operation_has_ended(
    watched: Watched, tmp_path: pathlib.Path, server: str
) -> None:
    module = Module(watched, tmp_path, timeout=30)
    until(lambda: watched.polls() >= 2)
    with module.suspended(1.0):
        watched.finish("succeeded")
        if server == "closed the connection":
            watched.cable.cut()
            watched.cable.mend()
    result = module.result(20)
    assert result["succeeded"] == [watched.id], result
    assert not result.get("failed")


@pytest.mark.parametrize("ends", [True, False])
def test_a_process_that_wakes_after_its_deadline_polls_once_more(
    watched: Watched, tmp_path: pathlib.Path, ends: bool
) -> None:
    """What it was told before tells nothing of now. The poll that is under way is later than any answer can be."""
    late = LAST_POLL + STRAGGLER_GRACE + SUSPENDED + 0.5
    module = Module(watched, tmp_path, timeout=1)
    until(lambda: watched.polls() >= 2)
    with module.suspended(late):
        if ends:
            watched.finish("succeeded")
    woken = time.monotonic()
    result = module.result(20)
    assert time.monotonic() - woken < 5
    assert result["timed_out"] is not ends
    assert result["succeeded" if ends else "pending"] == [watched.id], result
