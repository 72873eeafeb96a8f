# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which a soak waits: each engine waits for all operations, in tasks of its own, while there are faults."""

from __future__ import annotations

import contextlib
import pathlib
import random
import time
from typing import Any, Callable, Mapping, Sequence

from ansible_collections.longops.oracle.tests.playbooks import processes, versions
from ansible_collections.longops.oracle.tests.playbooks.running import Running
from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import judge, sampling, workload
from .chaos import Chaos
from .event_sources import KEYS, EventSources

PLAYBOOK = pathlib.Path(__file__).with_name("wait.yml")
#: How many playbooks wait side by side in each engine; for the event sources: how many of them are started.
ENGINES = {"one task": 1, "twenty playbooks": 20, "event sources": 1}
#: Seconds beyond the end of the last operation that a wait gets, and that a playbook gets beyond its wait.
GRACE, PLAYBOOK_GRACE = 60.0, 60.0
#: How the tasks poll. A hanging answer is given up after read_timeout.
POLLING = {"interval": 1, "max_interval": 5, "read_timeout": 8}
#: When processes are read, as parts of the time: all tasks have begun, and some operations have not ended.
READINGS = {"start": 0.4, "middle": 0.6, "end": 0.8}

Say = Callable[[str], None]
Figures = dict[str, Any]


class Soak:
    """One engine, with so many operations that end within so many seconds. Everything that it writes is below one folder."""

    def __init__(self, engine: str, operations: int, seconds: float, seed: int, folder: pathlib.Path) -> None:
        self._engine = engine
        self._operations = operations
        self._seconds = seconds
        self._seed = seed
        self._folder = folder

    def run(self, say: Say) -> Figures:
        """What came of it: lost, wrong and polled_on are lists of sentences, which are to be empty."""
        chance = random.Random(f"{self._seed} {self._engine}")
        with contextlib.ExitStack() as stack:
            sim = stack.enter_context(Simulator(retry_after="1"))
            sources = None
            if self._engine == "event sources":
                sources = EventSources(sim, self._folder / "sources", self._seconds, POLLING)
                stack.callback(sources.end)
            begin = time.monotonic()
            planned = workload.launch(sim, self._operations, self._seconds, chance)
            waits = ENGINES[self._engine]
            parts = [planned[number::waits] for number in range(waits)]
            started = [sources or self._start(sim, number, part) for number, part in enumerate(parts)]
            if sources is not None:
                sources.watch(planned)
            for playbook in started:
                stack.callback(playbook.end)
            markers = {playbook.marker for playbook in started}
            sampler = stack.enter_context(sampling.Sampler(lambda: _of_any(markers)))
            chaos = stack.enter_context(Chaos(sim, chance))
            say(f"{self._engine}: {len(planned)} operations in {waits} {'task' if waits == 1 else 'tasks'}")
            time.sleep(max(0.0, max(each.ends for each in planned) - time.time()))
            chaos.clear_up()
            say(f"{self._engine}: all operations have ended, no more faults")
            for playbook in started:
                playbook.wait(GRACE + PLAYBOOK_GRACE)
            held = {name: sampler.nearest(begin + part * self._seconds) for name, part in READINGS.items()}
            journal = list(sim.journal)
            results = [playbook.results for playbook in started]
            verdicts = [judge.judge(part, result, journal) for part, result in zip(parts, results)]
        repeated = [each for result in results for each in result.get("repeated", ())]
        told = {key: sum(result[key] for result in results) for key in ("events", "ends") if key in results[0]}
        return {
            "engine": self._engine,
            "operations": len(planned),
            "tasks": waits,
            "seconds": round(time.monotonic() - begin, 1),
            "requests": len(journal),
            "faults": sum(1 for entry in journal if entry.fault),
            "weather": chaos.seen,
            "lost": [each for verdict in verdicts for each in verdict.lost],
            "wrong": [*(each for verdict in verdicts for each in verdict.wrong), *repeated],
            **told,
            "polled_on": [each for verdict in verdicts for each in verdict.polled_on],
            "held": {name: each._replace(at=round(each.at - begin, 1))._asdict() for name, each in held.items()},
            "level": sampling.is_level(held["start"], held["end"], waits if sources is None else len(KEYS)),
        }

    def _start(self, sim: Simulator, number: int, planned: Sequence[workload.Planned]) -> Running:
        variables: Mapping[str, Any] = {
            "operations": [each.entry for each in planned],
            "oci_config": str(sim.config_file),
            "url": sim.url,
            "username": sim.goldengate.username,
            "password": sim.goldengate.password,
            "seconds": self._seconds + GRACE,
            **POLLING,
        }
        [version, *_others] = versions.available()
        return Running(version, self._folder / str(number), PLAYBOOK, {"localhost": variables})


def _of_any(markers: set[str]) -> list[processes.Process]:
    return [
        found
        for found in processes.every()
        if any(marker in found.command or marker in found.environment for marker in markers)
    ]
