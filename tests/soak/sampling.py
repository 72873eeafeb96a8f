# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What processes hold: threads, descriptors and memory, as /proc shows them, and whether that stays level."""

from __future__ import annotations

import contextlib
import os
import pathlib
import threading
import time
from types import TracebackType
from typing import Callable, NamedTuple, Optional, Sequence

from ansible_collections.longops.oracle.tests.playbooks import processes

EVERY = 1.0  # seconds between two readings
MB = 1000000 / 1024  # KiB, the unit of the kernel
#: What may come on top from the first reading to the last, for each process that waits: threads and descriptors for as many requests
#: at the same time as a task sends, and memory for what it has read.
MORE_THREADS, MORE_DESCRIPTORS, MORE_MB = 12, 24, 12.0


class Held(NamedTuple):
    """What a group of processes holds at one moment, in sum. at is in seconds of the monotonic clock."""

    at: float
    processes: int
    threads: int
    descriptors: int
    mb: float  # memory: the sum of the proportional set sizes, in millions of bytes


def read(found: Sequence[processes.Process]) -> Held:
    each = [_of(process.pid) for process in found]
    threads, descriptors, kib = (sum(values) for values in zip(*each)) if each else (0, 0, 0)
    return Held(time.monotonic(), len(each), threads, descriptors, kib / MB)


def is_level(first: Held, last: Held, waits: int) -> bool:
    """Whether nothing has piled up between two readings in so many waits."""
    return (
        last.threads <= first.threads + MORE_THREADS * waits
        and last.descriptors <= first.descriptors + MORE_DESCRIPTORS * waits
        and last.mb <= first.mb + MORE_MB * waits
    )


class Sampler:
    """Reads what some processes hold, again and again, while its context lasts."""

    def __init__(self, find: Callable[[], Sequence[processes.Process]]) -> None:
        self._find = find
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sampler", daemon=True)
        self._held: list[Held] = []

    def __enter__(self) -> Sampler:
        self._thread.start()
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._over.set()
        self._thread.join()

    def nearest(self, at: float) -> Held:
        """The reading that was nearest to that time of the monotonic clock."""
        return min(self._held, key=lambda held: abs(held.at - at), default=Held(at, 0, 0, 0, 0.0))

    def _run(self) -> None:
        while not self._over.wait(EVERY):
            self._held.append(read(self._find()))


def _of(pid: int) -> tuple[int, int, float]:
    """Threads, descriptors and KiB; all 0 for a process that has ended."""
    folder = pathlib.Path("/proc", str(pid))
    with contextlib.suppress(OSError):
        status = (folder / "status").read_text(encoding="utf-8", errors="replace")
        rollup = (folder / "smaps_rollup").read_text(encoding="ascii", errors="replace")
        threads = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("Threads:"))
        kib = next(float(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        return threads, len(os.listdir(folder / "fd")), kib
    return 0, 0, 0.0
