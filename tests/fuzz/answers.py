# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutated answers, one case after the other: the number of a case and a seed make it again, and so does the file of one that failed."""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import random
import threading
import traceback
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Sequence

from . import calls, mutations
from .corpus import WORK_REQUESTS, Seed
from .server import Server

#: Answers of a case: the last one is given again and again.
ANSWERS = 4
#: How many of the cases leave connections open, so that a client that wants more has to wait.
OPEN = 0.02
#: How many of the whole waits, which take much longer than all other calls, are made.
WAITS = 0.2
#: What the threads are called that a module has for its polls. They live as long as its process, which here is that of many modules.
OF_MODULES = "_work"


class Case(NamedTuple):
    """One call, and the answers that it gets."""

    name: str
    service: Optional[str]
    id: str
    answers: tuple[bytes, ...]
    keeps_open: bool
    kind: str = WORK_REQUESTS
    parameters: Mapping[str, str] = {}

    @property
    def called(self) -> str:
        """How the figures call it."""
        return f"{self.kind} {self.name}"

    def run(self, server: Server) -> Optional[str]:
        """Why it is wrong; None where it is right."""
        server.serve(self.answers, self.keeps_open)
        try:
            calls.call(self.name, Seed(self.service, self.id, {}, self.kind, self.parameters), server.url)
        except Exception:
            return traceback.format_exc()
        return None

    def write(self, folder: pathlib.Path, why: str) -> pathlib.Path:
        """Write it to a file from which read() makes it again."""
        answers = [base64.b64encode(answer).decode() for answer in self.answers]
        text = json.dumps({**self._asdict(), "answers": answers, "why": why}, indent=1)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{hashlib.sha256(b''.join(self.answers)).hexdigest()[:12]}.json"
        file.write_text(text + "\n", encoding="utf-8")
        return file


def read(file: pathlib.Path) -> Case:
    """The case that is in a file."""
    found = json.loads(file.read_text(encoding="utf-8"))
    answers = tuple(map(base64.b64decode, found["answers"]))
    found.pop("why")
    return Case(**{**found, "answers": answers})


def case(seeds: Sequence[Seed], seed: int, number: int) -> Case:
    """The case of this number."""
    chance = random.Random(f"{seed} {number}")
    chosen = chance.choice(seeds)
    name = chance.choice(calls.names(chosen))
    if name == "wait" and chance.random() > WAITS:
        name = calls.names(chosen)[0]
    wanted = [chosen.answers[each] for each in calls.EXPECTS[name] if each in chosen.answers]
    others = list(chosen.answers.values())
    if chance.random() < 0.1:  # answers to other requests
        wanted = []
    answers = [*wanted, *(chance.choice(others) for _answer in range(ANSWERS))][:ANSWERS]
    mutate_at = {chance.randrange(ANSWERS), *([0] if chance.random() < 0.6 else [])}
    answers = [mutations.mutated(raw, chance) if at in mutate_at else raw for at, raw in enumerate(answers)]
    return Case(name, chosen.service, chosen.id, tuple(answers), chance.random() < OPEN, chosen.kind, chosen.parameters)


def cases(seeds: Sequence[Seed], seed: int) -> Iterator[Case]:
    """All cases of a seed, without end."""
    number = 0
    while True:
        yield case(seeds, seed, number)
        number += 1


def held() -> dict[str, Any]:
    """What this process holds that must not grow: its threads, its open files, and its memory in MB."""
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return {
        "threads": sum(OF_MODULES not in thread.name for thread in threading.enumerate()),
        "descriptors": len(list(pathlib.Path("/proc/self/fd").iterdir())),
        "mb": round(resident / 1024),
    }
