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
    heavy = [number for number in numbers if cases[number].is_heavy]
    others = [number for number in numbers if not cases[number].is_heavy]
    # They take longest, so they begin first.
    chunks = [heavy[at::4] for at in range(4) if heavy[at::4]]
    chunks += [others[at : at + CHUNK] for at in range(0, len(others), CHUNK)]
    context = multiprocessing.get_context("spawn")
    failed: list[int] = []
    with context.Pool(PROCESSES, _initialize, maxtasksperchild=LIFE) as pool:
        for played in pool.imap_unordered(_play, [(of_sample, chunk) for chunk in chunks]):
            for number, found in played:
                if found:
                    failed.append(number)
                else:
                    yield Outcome(cases[number], [])
    with context.Pool(1, _initialize) as pool:
        for played in pool.imap(_play, [(of_sample, [number]) for number in failed]):
            for number, found in played:
                yield Outcome(cases[number], found, True)


def _initialize() -> None:
    """No setting of the user decides how a case ends."""
    for name in list(os.environ):
        if name.startswith(("OCI_", "OGG_")) or name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
            del os.environ[name]
    os.environ["HOME"] = tempfile.mkdtemp(prefix="longops-hostile-home-")


def _play(job: tuple[bool, Sequence[int]]) -> list[tuple[int, list[str]]]:
    of_sample, numbers = job
    cases = sample() if of_sample else everything()
    threads = 1 if cases[numbers[0]].is_heavy else THREADS
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(zip(numbers, pool.map(_checked, [cases[number] for number in numbers])))


def _checked(case: Case) -> list[str]:
    try:
        return wrong(case)
    except Exception:
        return [traceback.format_exc()]
