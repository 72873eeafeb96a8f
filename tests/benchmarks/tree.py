# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command and measures its whole process tree: wall time, CPU time, and peak memory. Linux only.

A small launcher starts the command and becomes the parent of every process whose own parent has ended (on Linux a child subreaper),
so processes that Ansible leaves in the background are counted as well. CPU time is user and system time as the kernel counted it for
all processes that have ended. Memory is the sum of the proportional set sizes (PSS) of the tree, in which a page that several processes
share is counted once; it is read at intervals, so a peak between two readings is missed. Pages of files that processes outside of the
tree have as well, such as those of Python, count in part only; `alone` is the sum as if there were no such processes. Neither the
launcher nor the reading is part of any figure.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
from typing import Mapping, NamedTuple, Sequence

LAUNCHER = """
import ctypes, json, os, resource, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
report = int(sys.argv[1])
os.set_inheritable(report, False)
begin = time.time()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
while True:
    try:
        pid, status = os.wait()
    except ChildProcessError:
        break
    if pid == child:
        end, result = time.time(), os.waitstatus_to_exitcode(status)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
os.write(report, json.dumps([result, begin, end, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]).encode())
"""
#: Seconds between two readings of the memory, and the most of one core that the readings may take: reading a hundred processes is slow.
PAUSE = 0.2
SHARE = 0.2
TICKS = os.sysconf("SC_CLK_TCK")
MB = 1000000 / 1024  # KiB, the unit of the kernel


class Sample(NamedTuple):
    """One reading: seconds since the start, seconds of CPU so far, and MB of memory as in Cost."""

    elapsed: float
    cpu: float
    pss: float
    alone: float


class Cost(NamedTuple):
    """What one run cost. Times in seconds, memory in MB (a million bytes)."""

    status: int  # exit status of the command; negative: the signal that ended it
    begin: float  # seconds since the epoch
    end: float  # of the command; processes in the background may have ended later
    cpu: float  # user and system, of all processes
    pss: float  # peak of the sum over all processes
    alone: float  # the same, as if no other processes shared pages with the tree
    rss: float  # peak resident set of the largest process
    samples: tuple[Sample, ...]

    @property
    def wall(self) -> float:
        return self.end - self.begin


class TimedOut(Exception):
    """The command was killed with all its processes at the timeout."""


class _Process(NamedTuple):
    parent: int
    cpu: float  # own, and of the children that have ended
    reaped: float  # of the children that have ended
    ended: bool  # a zombie: its parent has not waited for it


class _Memory(NamedTuple):
    """KiB, of one process."""

    pss: float
    pss_anonymous: float
    files: float  # resident pages of files, shared or not


def run(
    command: Sequence[str],
    env: Mapping[str, str],
    folder: pathlib.Path,
    log: pathlib.Path,
    timeout: float,
    pause: float = PAUSE,
) -> Cost:
    """Run a command to its end, in a folder, with its output in a log. Raises TimedOut after timeout seconds."""
    ours, theirs = os.pipe()
    try:
        with log.open("wb") as output:
            launcher = subprocess.Popen(
                [sys.executable, "-ISc", LAUNCHER, str(theirs), *command],
                env=dict(env),
                cwd=folder,
                pass_fds=[theirs],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        os.close(theirs)
        try:
            samples = _watched(launcher, timeout, pause)
        except BaseException:
            _end(launcher)
            raise
        with os.fdopen(os.dup(ours), "rb") as report:
            status, begin, end, cpu, rss = json.loads(report.read())
    finally:
        os.close(ours)
    pss = max((sample.pss for sample in samples), default=0.0)
    alone = max((sample.alone for sample in samples), default=0.0)
    return Cost(status, begin, end, cpu, pss, alone, rss / MB, tuple(samples))


def _watched(launcher: subprocess.Popen[bytes], timeout: float, pause: float) -> list[Sample]:
    begin = time.monotonic()
    samples: list[Sample] = []
    rest = pause / 4  # so that short commands are read as well
    while True:
        try:
            launcher.wait(rest)
            return samples
        except subprocess.TimeoutExpired:
            pass
        now = time.monotonic()
        if now - begin > timeout:
            raise TimedOut(f"timed out after {timeout:.0f} s")
        before = time.thread_time()
        samples.append(_read(launcher.pid, now - begin))
        rest = max(pause, (time.thread_time() - before) / SHARE)


def _read(root: int, elapsed: float) -> Sample:
    processes = _processes()
    members = _below(root, processes)
    cpu = sum(processes[pid].cpu for pid in members) + (processes[root].reaped if root in processes else 0.0)
    memory = [_memory(pid) for pid in members]
    files = sum(each.pss - each.pss_anonymous for each in memory)
    # Without other processes, the pages of files would be at least those of the process that has most of them.
    most = max((each.files for each in memory), default=0.0)
    return Sample(
        elapsed,
        cpu,
        sum(each.pss for each in memory) / MB,
        (sum(each.pss for each in memory) - files + max(files, most)) / MB,
    )


def _processes() -> dict[int, _Process]:
    """All processes of the machine."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                text = pathlib.Path("/proc", name, "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:  # it has ended
                continue
            fields = text.rpartition(")")[
                2
            ].split()  # from the third field of proc(5) on: the name before it may contain blanks
            user, system, user_reaped, system_reaped = (int(field) / TICKS for field in fields[11:15])
            reaped = user_reaped + system_reaped
            found[int(name)] = _Process(int(fields[1]), user + system + reaped, reaped, fields[0] == "Z")
    return found


def _below(root: int, processes: Mapping[int, _Process]) -> list[int]:
    """The processes that descend from root, without itself."""
    children: dict[int, list[int]] = {}
    for pid, process in processes.items():
        children.setdefault(process.parent, []).append(pid)
    found: list[int] = []
    waiting = [root]
    while waiting:
        own = children.get(waiting.pop(), [])
        found += own
        waiting += own
    return found


def _memory(pid: int) -> _Memory:
    """All zero for a process that has ended."""
    try:
        text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii", errors="replace")
    except OSError:
        text = ""
    sizes = {line.split(":")[0]: float(line.split()[1]) for line in text.splitlines() if line.endswith(" kB")}
    return _Memory(
        sizes.get("Pss", 0.0), sizes.get("Pss_Anon", 0.0), sizes.get("Rss", 0.0) - sizes.get("Anonymous", 0.0)
    )


def _end(launcher: subprocess.Popen[bytes]) -> None:
    """Kill a tree until no process is left. Orphans move to the stopped launcher, which is killed last."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(launcher.pid, signal.SIGSTOP)
    deadline = time.monotonic() + 10
    empty = 0  # readings in a row: one may miss a process that is being orphaned
    while empty < 2 and time.monotonic() < deadline:
        processes = _processes()
        members = [pid for pid in _below(launcher.pid, processes) if not processes[pid].ended]
        empty = 0 if members else empty + 1
        for pid in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
    launcher.kill()
    launcher.wait()
