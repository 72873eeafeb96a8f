# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each way to end a playbook in mid-wait ends its modules within 3 s, sends nothing afterwards and leaves no progress file behind.

Each interruption has a playbook of its own, in which one host waits for a minute, and another has a deadline soon after the
interruption, at which it would cancel.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import functools
import json
import os
import pathlib
import re
import signal
import time
from typing import Any, Callable, Collection, Iterator, Mapping, Optional, Sequence

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import connections, playing, processes, versions
from .running import Running
from .sshd import Sshd
from .versions import Version

CONNECTIONS = ("in_process", "as_module", "ssh_su", "ssh_sudo_pipelined")
SOON = 3.0  # seconds from the interruption to the end of all that it is to end
AFTERWARDS = 2.0  # seconds for which requests are watched for after that
PATIENT, HASTY = "patient", "hasty"  # the two hosts
TIMEOUTS = {PATIENT: 60, HASTY: 25}  # seconds
AT_ONCE = 3  # playbooks side by side
#: The variable that names a file for what was left: `make interruptions` sets it.
RESULTS = "LONGOPS_INTERRUPTIONS"
OPERATION = [{"at": 0, "status": "in_progress", "percent": 40}]
#: What ansible-core leaves of any module where it is interrupted, whatever the module does: folders on both sides, the module
#: that it has copied there, and from 2.21 on a socket of its own.
OF_CORE = re.compile(
    r"/ansible-(local|tmp)-[^/]+(/AnsiballZ_\w+\.py|/tmp\w+|/ansiballz_cache(/.*)?)?$|/pymp-\w+(/listener-\w+)?$"
)
#: Where a module unpacks itself: it removes this when it ends, unless it is killed.
UNPACKED = re.compile(r"/ansible_[\w.]+_payload_\w+(/[\w.]+\.zip)?$")


@dataclasses.dataclass(frozen=True)
class Interruption:
    """What happens to a playbook in mid-wait, which has a terminal of its own or not, or is run by a job runner.

    spares says which processes need not end with it. goes_on: the playbook does, without what was interrupted, and fails.
    """

    happen: Callable[[Running, Optional[Sshd]], None]
    connections: Collection[str] = CONNECTIONS
    terminal: bool = False
    runner: str = ""  # what cancels its job: callback or signal
    spares: Callable[[Running, processes.Process], bool] = lambda _playbook, _process: False
    goes_on: bool = False
    timeouts: Mapping[str, int] = dataclasses.field(default_factory=lambda: TIMEOUTS)


def kill_workers(playbook: Running, _sshd: Optional[Sshd]) -> None:
    workers = playbook.workers()
    assert len(workers) == len(TIMEOUTS), playbook.output
    processes.end(workers)


def kill_modules(playbook: Running, _sshd: Optional[Sshd]) -> None:
    modules = playbook.modules()
    assert len(modules) == len(TIMEOUTS), playbook.output
    processes.end(modules)


def is_no_module(playbook: Running, process: processes.Process) -> bool:
    return process.pid not in {module.pid for module in playbook.modules()}


def lose_connection(_playbook: Running, sshd: Optional[Sshd]) -> None:
    """For good: a connection that can be made again is test_lost_connection.py's."""
    assert sshd is not None
    sshd.lock_out()
    sshd.cut()


INTERRUPTIONS = {
    "lost_connection": Interruption(
        lose_connection,
        connections=[name for name in CONNECTIONS if name in connections.REMOTE],
        spares=Running.started_here,
        goes_on=True,
        timeouts={PATIENT: 30, HASTY: 25},
    ),
    "ctrl_c": Interruption(lambda playbook, _sshd: playbook.press_ctrl_c(), terminal=True),
    "sigterm": Interruption(lambda playbook, _sshd: playbook.send(signal.SIGTERM)),
    "sighup": Interruption(lambda playbook, _sshd: playbook.send(signal.SIGHUP)),
    "closed_terminal": Interruption(lambda playbook, _sshd: playbook.close_terminal(), terminal=True),
    "sigkill": Interruption(lambda playbook, _sshd: playbook.send(signal.SIGKILL)),
    # What ansible-playbook does without its workers is its own affair.
    "killed_workers": Interruption(kill_workers, spares=Running.is_main),
    "killed_modules": Interruption(kill_modules, connections=CONNECTIONS[1:], spares=is_no_module, goes_on=True),
    "runner_cancel": Interruption(lambda playbook, _sshd: playbook.cancel(), runner="callback"),
    "runner_sigterm": Interruption(
        lambda playbook, _sshd: playbook.send(signal.SIGTERM), connections=CONNECTIONS[:2], runner="signal"
    ),
}


@dataclasses.dataclass(frozen=True)
class Interrupted:
    """What came of a playbook that was interrupted."""

    ids: dict[str, str]  # of its hosts' operations
    running: list[str]  # processes 3 s afterwards, without those that it spares
    requests: list[tuple[str, float]]  # method, and seconds from the interruption to it
    files: list[str]
    results: Optional[dict[str, Any]]  # of the hosts, where the playbook went on
    output: str


class Case:
    """A playbook that is to be interrupted. sshd: with users of its own, so that what is left behind is that of this case."""

    def __init__(
        self,
        interruption: Interruption,
        version: Version,
        connection: str,
        sshd: Optional[Sshd],
        sim: Simulator,
        folder: pathlib.Path,
    ) -> None:
        self._interruption = interruption
        self._sshd = sshd
        self._sim = sim
        variables = connections.variables(connection, sshd, sim)
        self._before = self._remote_files()
        self._ids = {
            host: sim.launch("container_engine", id=playing.long_id("clusters"), steps=OPERATION).id
            for host in TIMEOUTS
        }
        timeouts = interruption.timeouts
        hosts = {
            host: {**variables, "id": id_, "seconds": timeouts[host], "at_timeout": "cancel"}
            for host, id_ in self._ids.items()
        }
        terminal, runner = interruption.terminal, interruption.runner
        self.playbook = Running(
            version, folder, connections.PLAYBOOK, hosts, terminal=terminal, runner=runner, oci_url=sim.url
        )

    def interrupt(self) -> Interrupted:
        """Interrupt it once both hosts have polled twice, and watch it: until the hasty one's deadline where anything still runs."""
        self.playbook.wait_until(
            lambda: all(len(self._polls(host)) >= 2 for host in TIMEOUTS), 90, "both hosts have polled twice"
        )
        if self._interruption.goes_on:  # what was observed has to have come from there
            self.playbook.wait_until(self._is_shown, 15, "both hosts have shown a line")
        deadline = self._polls(HASTY)[0].monotonic + self._interruption.timeouts[HASTY]
        now = time.monotonic()
        assert now + SOON < deadline, "this machine is too slow to interrupt the playbook before its deadline"
        self._interruption.happen(self.playbook, self._sshd)
        while self._running() and time.monotonic() < now + SOON:
            time.sleep(0.2)
        running = [str(process) for process in self._running()]
        results = None
        if self._interruption.goes_on:
            self.playbook.wait(60)
            results = self.playbook.results
        time.sleep(max(0.0, now + SOON + AFTERWARDS - time.monotonic()))
        if self._running():
            time.sleep(max(0.0, deadline + AFTERWARDS - time.monotonic()))
        entries = [entry for id_ in self._ids.values() for entry in self._sim.journal.of(operation=id_)]
        return Interrupted(
            ids=self._ids,
            running=running,
            requests=[(entry.method, round(entry.monotonic - now, 1)) for entry in entries if entry.monotonic > now],
            files=self.playbook.files() + sorted(self._remote_files() - self._before),
            results=results,
            output=self.playbook.output,
        )

    def _polls(self, host: str) -> list[Any]:
        return self._sim.journal.of(call="get", operation=self._ids[host])

    def _is_shown(self) -> bool:
        lines = [line.text for line in self.playbook.lines]
        return all(any(line.startswith(f"{host} | ") for line in lines) for host in TIMEOUTS)

    def _running(self) -> list[processes.Process]:
        while True:
            found = [each for each in self.playbook.left() if not self._interruption.spares(self.playbook, each)]
            again = {each.pid: processes.of(each.pid) for each in found}
            left = [(each, now) for each in found if (now := again[each.pid]) is not None]
            # Where the parent of a process ends just now, it cannot be told from whom it descends: then all are read once more.
            if all(now.parent == each.parent for each, now in left):
                return [each for each, _now in left]

    def _remote_files(self) -> set[str]:
        return self._sshd.files() if self._sshd is not None else set()


@dataclasses.dataclass
class Outcomes:
    """What came of each interruption of playbooks with one version over one connection, and of the tasks that were run again."""

    interrupted: dict[str, concurrent.futures.Future[Interrupted]]
    again: dict[str, dict[str, Any]]  # the result of each task that was run again, whose operation has ended meanwhile

    def counted(self, version: Version, connection: str) -> list[dict[str, Any]]:
        """What was left, for docs/reliability.md."""
        found = [(name, future.result()) for name, future in self.interrupted.items() if not future.exception()]
        return [
            {
                "core": version.number,
                "connection": connection,
                "interruption": name,
                "processes": len(each.running),
                "requests": sum(1 for request in each.requests if request[1] > SOON),
                "canceled": sum(1 for request in each.requests if request[0] == "DELETE"),
                "files": sum(1 for path in each.files if not OF_CORE.search(path) and not UNPACKED.search(path)),
                "resumed": self.again[name].get("succeeded") == [each.ids[PATIENT]],
            }
            for name, each in found
        ]


def interrupt_all(version: Version, connection: str, sshd: Optional[Sshd], folder: pathlib.Path) -> Outcomes:
    """Interrupt playbooks in each way, then run the task of each again."""

    def interrupt(name: str) -> Interrupted:
        with contextlib.ExitStack() as stack:
            own = None
            if connection in connections.REMOTE and sshd is not None:
                own = stack.enter_context(sshd.with_own_users())
            case = Case(INTERRUPTIONS[name], version, connection, own, sim, folder / name)
            stack.callback(case.playbook.end)
            return case.interrupt()

    with Simulator(retry_after="0.5") as sim:
        assert (
            sim.config_file.exists()
        )  # it is written when it is first asked for, and that is not for several threads to do
        pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)
        try:
            futures = {name: pool.submit(interrupt, name) for name in INTERRUPTIONS if happens(name, connection)}
            concurrent.futures.wait(futures.values())
        finally:
            pool.shutdown(cancel_futures=True)
        ids = {name: future.result().ids[PATIENT] for name, future in futures.items() if not future.exception()}
        return Outcomes(futures, run_again(version, connection, sshd, sim, folder / "again", ids))


def run_again(
    version: Version,
    connection: str,
    sshd: Optional[Sshd],
    sim: Simulator,
    folder: pathlib.Path,
    ids: Mapping[str, str],
) -> dict[str, dict[str, Any]]:
    """The results of tasks that wait for these operations once more, which end while they do."""
    variables = connections.variables(connection, sshd, sim)
    hosts = {name: {**variables, "id": id_, "seconds": 90} for name, id_ in ids.items()}
    begin = len(sim.journal)
    playbook = Running(version, folder, connections.PLAYBOOK, hosts, oci_url=sim.url)
    try:
        playbook.wait_until(
            lambda: {entry.operation for entry in sim.journal[begin:] if entry.call == "get"} >= set(ids.values()),
            90,
            "all tasks have polled again",
        )
        for id_ in ids.values():
            sim.finish(id_)
        playbook.wait(90)
        return playbook.results
    finally:
        playbook.end()


@pytest.fixture(scope="module")
def outcomes(
    sshd: Optional[Sshd], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Version, str], Outcomes]]:
    """outcomes(version, connection) interrupts playbooks, once for all tests."""
    counted: list[dict[str, Any]] = []

    @functools.cache
    def interrupted(version: Version, connection: str) -> Outcomes:
        found = interrupt_all(version, connection, sshd, tmp_path_factory.mktemp(connection))
        counted.extend(found.counted(version, connection))
        return found

    yield interrupted
    if os.environ.get(RESULTS):
        _write_down(pathlib.Path(os.environ[RESULTS]), counted)


def _write_down(file: pathlib.Path, counted: Sequence[dict[str, Any]]) -> None:
    """Put what was counted in the place of what the file has of the same interruptions."""
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    found = {(each["core"], each["connection"], each["interruption"]): each for each in (*before, *counted)}
    lines = ",\n".join(f" {json.dumps(each)}" for each in found.values())
    file.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


@pytest.fixture
def interrupted(
    version: Version,
    connection: str,
    interruption: str,
    sshd: Optional[Sshd],
    outcomes: Callable[[Version, str], Outcomes],
) -> Interrupted:
    connections.skip_unless_available(connection, sshd)
    return outcomes(version, connection).interrupted[interruption].result()


def happens(name: str, connection: str) -> bool:
    return connection in INTERRUPTIONS[name].connections


def each(interruptions: Collection[str] = tuple(INTERRUPTIONS)) -> pytest.MarkDecorator:
    """Run a test for what came of each of these interruptions, of each connection, with each version."""
    cases = [
        pytest.param(version, connection, interruption, id=f"{version}-{connection}-{interruption}")
        for version in versions.available()
        for connection in CONNECTIONS
        for interruption in interruptions
        if happens(interruption, connection)
    ]
    return pytest.mark.parametrize(("version", "connection", "interruption"), cases)


@each()
def test_the_task_that_is_run_again_goes_on_to_the_end(
    version: Version, connection: str, interruption: str, interrupted: Interrupted, outcomes: Any
) -> None:
    result = outcomes(version, connection).again[interruption]
    assert not result.get("failed"), result
    assert result["succeeded"] == [interrupted.ids[PATIENT]]


@each()
def test_nothing_of_it_is_running_any_more(interrupted: Interrupted) -> None:
    assert interrupted.running == [], interrupted.output


@each()
def test_nothing_is_sent_afterwards(interrupted: Interrupted) -> None:
    assert [request for request in interrupted.requests if request[1] > SOON] == [], interrupted.output


@each()
def test_nothing_is_canceled_at_a_deadline_that_comes_afterwards(interrupted: Interrupted) -> None:
    assert [request for request in interrupted.requests if request[0] == "DELETE"] == [], interrupted.output


@each()
def test_no_progress_file_is_left(interrupted: Interrupted) -> None:
    assert [path for path in interrupted.files if not OF_CORE.search(path) and not UNPACKED.search(path)] == []


@each(("ctrl_c", "sigterm", "sighup"))
def test_no_file_of_the_module_is_left_where_a_user_ends_it(interrupted: Interrupted) -> None:
    assert [path for path in interrupted.files if not OF_CORE.search(path)] == []


@each(("lost_connection", "killed_modules"))
def test_a_playbook_that_goes_on_without_its_module_has_the_last_observation(interrupted: Interrupted) -> None:
    assert interrupted.results is not None
    for host, id_ in interrupted.ids.items():
        result = interrupted.results[host]
        assert result.get("failed"), result
        assert not result.get("unreachable"), result
        assert id_ in result["msg"], result
        assert "IN_PROGRESS" in result["msg"], result
        assert result["pending"] == [id_], result
        assert [entry["status"] for entry in result["work_requests"]] == ["IN_PROGRESS"]
