# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes of this machine, as /proc shows them: found by a marker, by their user or by their parent, and ended by pid."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import signal
from typing import Collection, Iterator, Optional

PROC = pathlib.Path("/proc")


@dataclasses.dataclass(frozen=True)
class Process:
    """One process at the moment of its reading. command is its command line, with blanks between the arguments."""

    pid: int
    parent: int
    uid: int  # the effective one
    command: str
    name: str  # of its program, as the kernel knows it: sshd
    environment: str

    def __str__(self) -> str:
        return f"{self.pid} (parent {self.parent}, uid {self.uid}): {self.command or self.name}"

    @property
    def is_ssh_master(self) -> bool:
        """Whether it is what ControlPersist leaves behind on purpose: it holds a connection open for the next playbook."""
        return self.command.rstrip().endswith("[mux]")


def every() -> Iterator[Process]:
    """All processes that still run, zombies left out."""
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            found = of(int(folder.name))
            if found is not None:
                yield found


def of(pid: int) -> Optional[Process]:
    """The process with this pid; None where there is none, it is a zombie, or it is not ours to read."""
    folder = PROC / str(pid)
    with contextlib.suppress(OSError):
        status = dict(
            line.split(":\t", 1)
            for line in (folder / "status").read_text(errors="replace").splitlines()
            if ":\t" in line
        )
        if status["State"].startswith(("Z", "X")):
            return None
        command, environment = (
            (folder / name).read_bytes().replace(b"\0", b" ").decode(errors="replace")
            for name in ("cmdline", "environ")
        )
        return Process(
            pid, int(status["PPid"]), int(status["Uid"].split("\t")[1]), command, status["Name"], environment
        )
    return None


def marked(marker: str) -> list[Process]:
    """Those that have the marker in their arguments or in the environment that they were started with."""
    return [found for found in every() if marker in found.command or marker in found.environment]


def of_users(uids: Collection[int]) -> list[Process]:
    return [found for found in every() if found.uid in uids]


def children(pid: int) -> list[Process]:
    return [found for found in every() if found.parent == pid]


def ancestors(found: Process) -> Iterator[Process]:
    """The process, its parent, and so on up to the first one that cannot be read."""
    current: Optional[Process] = found
    while current is not None and current.pid > 1:
        yield current
        current = of(current.parent)


def end(found: Collection[Process]) -> None:
    """End these at once."""
    for process in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
