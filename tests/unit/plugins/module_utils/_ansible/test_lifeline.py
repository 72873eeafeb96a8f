# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a process ends because what started it is gone: real processes, all at once, in real time that is kept short."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import pty
import signal
import subprocess
import sys
import time
from typing import Any, Iterator, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._ansible import lifeline

#: Seconds within which a process has to be gone, on a busy machine; lifeline.EVERY is what it takes on a free one.
SOON = 10.0
#: Seconds for which one that lives on is watched: more than one glance.
LIVES = 1.6 * lifeline.EVERY

#: A process that is held for a minute. It says on its stderr that it has begun.
HELD = """
import os, signal, sys, time
for number in {ignored}:
    signal.signal(number, signal.SIG_IGN)
from ansible_collections.longops.oracle.plugins.module_utils._ansible import lifeline
def cleanup():
    os.unlink({file!r})
with lifeline.held(cleanup, pipe={pipe}, signals={signals}):
    open({file!r}, "x").close()
    os.write(2, b"%d\\n" % os.getpid())
    time.sleep(60)
"""
#: A process that starts another one, and ends when it is killed.
PARENT = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', sys.argv[1]]); time.sleep(60)"


@dataclasses.dataclass
class Started:
    """A process that is held, the one that was started (itself or its parent), and its file."""

    pid: int
    process: subprocess.Popen[bytes]
    file: pathlib.Path

    def is_gone(self, within: float = SOON) -> bool:
        """Whether the process is no more, and has cleaned up."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if not self._lives():
                return not self.file.exists()
            time.sleep(0.02)
        return False

    def lives_on(self) -> bool:
        time.sleep(LIVES)
        return self._lives() and self.file.exists()

    def _lives(self) -> bool:
        if self.pid == self.process.pid:
            return self.process.poll() is None
        try:
            state = pathlib.Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        return state != "Z"


@pytest.fixture
def start(tmp_path: pathlib.Path) -> Iterator[Any]:
    started: list[Started] = []

    def call(stdout: Any, pipe: int = -1, signals: bool = False, parent: bool = False, ignored: Any = ()) -> Started:
        file = tmp_path / f"file{len(started)}"
        code = HELD.format(file=str(file), pipe=pipe, signals=signals, ignored=[int(each) for each in ignored])
        arguments = ["-c", PARENT, code] if parent else ["-c", code]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=stdout,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env=environment,
        )
        assert process.stderr is not None
        pid = int(process.stderr.readline())
        started.append(Started(pid, process, file))
        return started[-1]

    yield call
    for each in started:
        for pid in (each.pid, each.process.pid):
            with contextlib.suppress(ProcessLookupError):
                if each.process.poll() is None or pid != each.process.pid:
                    os.kill(pid, signal.SIGKILL)
        each.process.wait()
        each.process.stderr.close()  # type: ignore[union-attr]
        if each.process.stdout is not None:
            each.process.stdout.close()


pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="asks /proc who lives")


def test_it_ends_with_its_parent(start: Any) -> None:
    """However that ends: SIGKILL leaves nobody the time to tell."""
    held = start(subprocess.DEVNULL, parent=True)
    held.process.kill()
    held.process.wait()
    assert held.is_gone()


def test_it_ends_when_nobody_reads_its_result(start: Any) -> None:
    held = start(subprocess.PIPE, pipe=1)
    held.process.stdout.close()
    assert held.is_gone()
    assert held.process.wait(SOON) == lifeline.STATUS


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_it_ends_by_signals_and_cleans_up(start: Any, number: int) -> None:
    held = start(subprocess.PIPE, pipe=1, signals=True)
    begin = time.monotonic()
    os.kill(held.pid, number)
    assert held.is_gone()
    assert held.process.wait(SOON) == lifeline.STATUS
    assert time.monotonic() - begin < SOON


def test_it_lives_on_while_somebody_may_read_its_result(start: Any, tmp_path: pathlib.Path) -> None:
    """In a file, at a terminal, from a pipe that is open; and where a signal is ignored, as under nohup."""
    controller, terminal = pty.openpty()
    with (tmp_path / "out").open("wb") as file:
        all_held = [
            start(file, pipe=1, signals=True),
            start(terminal, pipe=1),
            start(subprocess.PIPE, pipe=1),
            start(subprocess.DEVNULL, pipe=1),
            start(subprocess.DEVNULL, parent=True),
            start(file, pipe=1, signals=True, ignored=[signal.SIGHUP]),
        ]
    os.kill(all_held[-1].pid, signal.SIGHUP)
    assert all_held[0].lives_on()
    for each in all_held[1:]:
        assert each._lives()
    os.close(terminal)
    os.close(controller)
    assert all_held[1].is_gone()  # the terminal was closed


# In one process


def test_signals_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    with lifeline.held(lambda: None, signals=True):
        during = [signal.getsignal(number) for number in numbers]
    assert [signal.getsignal(number) for number in numbers] == before
    assert all(now != then for now, then in zip(during, before) if then is not signal.SIG_IGN)


def test_signals_are_left_alone_where_they_are_not_asked_for() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with lifeline.held(lambda: None):
        assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("cut", ["the pipe", "the parent", None])
def test_what_cuts_it(monkeypatch: pytest.MonkeyPatch, cut: Optional[str]) -> None:
    reader, writer = os.pipe()
    try:
        line = lifeline.Lifeline(lambda: None, writer)
        assert not line.is_cut
        if cut == "the pipe":
            os.close(reader)
        elif cut == "the parent":
            monkeypatch.setattr(os, "getppid", lambda: 1)
        assert line.is_cut == (cut is not None)
    finally:
        os.close(writer)
        if cut != "the pipe":
            os.close(reader)


def test_it_ends_also_where_it_cannot_clean_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[int] = []

    def cleanup() -> None:
        raise OSError("a read-only file system")

    def end(status: int) -> None:
        ends.append(status)
        raise SystemExit(status)  # instead of the end of the process, which is the one that tests

    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(SystemExit):
        lifeline.Lifeline(cleanup).end()
    assert ends == [lifeline.STATUS]


def test_nothing_happens_after_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifeline, "EVERY", 0.01)
    ends: list[Any] = []
    monkeypatch.setattr(lifeline.Lifeline, "end", lambda self, *_signal: ends.append(self))
    with lifeline.held(lambda: None):
        pass
    monkeypatch.setattr(os, "getppid", lambda: 1)
    time.sleep(0.05)
    assert ends == []
