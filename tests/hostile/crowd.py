# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays many cases side by side, in processes with several threads each."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import tempfile
import traceback
from typing import Iterator, NamedTuple, Sequence

from .cases import Case, everything, sample
from .play import wrong

#: Processes, the threads of each, and the cases that a process gets at a time.
PROCESSES, THREADS, CHUNK = 3, 10, 100
#: How many times a process gets that many, before another one takes its place.
LIFE = 3


class Outcome(NamedTuple):
    """What was wrong with a case, nothing where it was right; and whether that was the second try.

    On a busy machine a server can be later than a wait of a second allows, so what is wrong is tried once more when nothing else
    runs.
    """

    case: Case
    wrong: list[str]
    again: bool = False


def outcomes(of_sample: bool, at_points: str = "") -> Iterator[Outcome]:
    """The outcomes of the cases, those at points that have this in their names, as they come."""
    cases = sample() if of_sample else everything()
    numbers = [number for number, case in enumerate(cases) if at_points in case.point.name]
    alone = [number for number in numbers if cases[number].is_alone]
    others = [number for number in numbers if not cases[number].is_alone]
    # Neighbours have the same point, and would all wait, or all work, at the same time.
    count = max(1, len(others) // CHUNK)
    chunks = [others[at::count] for at in range(count)] + [alone[at::4] for at in range(4) if alone[at::4]]
    context = multiprocessing.get_context("spawn")
    failed: list[int] = []
    with concurrent.futures.ProcessPoolExecutor(PROCESSES, context, _initialize, max_tasks_per_child=LIFE) as pool:
        # Those that are alone take longest, so they begin first.
        running = [pool.submit(_play, of_sample, chunk) for chunk in reversed(chunks)]
        for future in concurrent.futures.as_completed(running):
            for number, found in future.result():
                if found:
                    failed.append(number)
                else:
                    yield Outcome(cases[number], [])
    with concurrent.futures.ProcessPoolExecutor(1, context, _initialize) as pool:
        for number, found in pool.map(_play_one, [of_sample] * len(failed), failed):
            yield Outcome(cases[number], found, True)


def _initialize() -> None:
    """No setting of the user decides how a case ends."""
    for name in list(os.environ):
        if name.startswith(("OCI_", "OGG_")) or name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
            del os.environ[name]
    os.environ["HOME"] = tempfile.mkdtemp(prefix="longops-hostile-home-")


def _play(of_sample: bool, numbers: Sequence[int]) -> list[tuple[int, list[str]]]:
    cases = sample() if of_sample else everything()
    threads = 1 if cases[numbers[0]].is_alone else THREADS
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(zip(numbers, pool.map(_checked, [cases[number] for number in numbers])))


def _play_one(of_sample: bool, number: int) -> tuple[int, list[str]]:
    return _play(of_sample, [number])[0]


def _checked(case: Case) -> list[str]:
    try:
        return wrong(case)
    except Exception:
        return [traceback.format_exc()]
