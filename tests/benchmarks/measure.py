# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every subject on every kind of work, in turns, each time with a new simulator, and keeps the raw figures of each run.

A figure is a dictionary:
    work, subject, scheme   what was done, by whom (keys of subjects.py), over https or http
    ok                      whether the command succeeded; if not, nothing follows
    wall                    seconds; of waits from the launch of the operations, which comes right before the start of the command
    cpu, pss, alone, rss    seconds, MB, MB, MB: see tree.Cost
    requests                that clients made, but for those that launched operations; not of looks and what is idle
and of some kinds of work:
    overshoot               one: seconds from the end of the operation to the first request after it
    refused, per_second     limited: requests answered 429; [requests, answered 429] in each second from the first request on
    settled, minute         idle: seconds of CPU until the measured minutes begin, and in one of them
Those of profile have work, subject, scheme, ok, wall, and instead of the others
    imports                 milliseconds by whose the imported modules are, see imports.py
"""

from __future__ import annotations

import contextlib
import itertools
import pathlib
import subprocess
import sys
import threading
import time
import traceback
from typing import Any, Callable, Iterator, Mapping, Optional

from . import imports, subjects, tree
from .payload import payload
from .service import Launched, Service, running
from .subjects import CLI, EMPTY, FLOOR, LOOKS, OURS, OURS_LISTED, SDK, SLEEP, URI, URI_ASYNC, WAITS, Subject

Figure = dict[str, Any]
Say = Callable[[str], None]

EMPTY_PLAY, MODULE, PROFILE, LOOK, ONE, FIFTY, THOUSAND, LIMITED, IDLE = (
    "empty",
    "module",
    "profile",
    "look",
    "one",
    "fifty",
    "thousand",
    "limited",
    "idle",
)
COUNTS = {ONE: 1, FIFTY: 50, THOUSAND: 1000, LIMITED: 1000}
SECONDS = 20.0  # that an operation takes
RATE = 20.0  # requests a second, where there is a limit
HTTPS, HTTP = "https", "http"
TIMEOUT = 400.0  # seconds for one command
#: What hardly uses the machine is measured side by side, begun so many seconds apart that the starts do not coincide.
APART = 4.0
#: Of a long wait, which is an hour old when it begins: which seconds of it are looked at, and when it ends.
IDLE_AGE = 3600.0
IDLE_FROM, IDLE_TO = 90.0, 210.0
IDLE_PAUSE = 1.0  # seconds between two readings


class Plan:
    """How often each kind of work is done. runs is what most of it is worth; what takes long is done less often."""

    def __init__(self, runs: int) -> None:
        few = min(runs, 2)
        self.looks = 3 * runs
        self.modules = 5 * runs
        self.one = runs
        self.fifty = {
            HTTPS: {OURS: runs, FLOOR: runs, SDK: few, URI: 1, URI_ASYNC: 1, CLI: 1},
            HTTP: {OURS: few, FLOOR: few},
        }
        self.thousand = {
            HTTPS: {OURS: runs, OURS_LISTED: runs, FLOOR: runs},
            HTTP: {OURS: few, FLOOR: 1},
        }
        self.limited = few
        self.idle = runs


class Bench:
    """All measuring happens below one folder."""

    def __init__(self, folder: pathlib.Path, plan: Plan, say: Say) -> None:
        self._folder = folder
        self._plan = plan
        self._say = say
        self._numbers = itertools.count(1)
        self.figures: list[Figure] = []
        self._parts: Mapping[str, Callable[[], None]] = {
            LOOK: self._looks,
            MODULE: self._modules,
            PROFILE: self._profiles,
            ONE: self._ones,
            FIFTY: self._fifties,
            THOUSAND: self._thousands,
            LIMITED: self._limits,
            IDLE: self._idles,
        }

    @property
    def parts(self) -> list[str]:
        return list(self._parts)

    def measure(self, parts: list[str]) -> list[Figure]:
        self._say("warming up")
        for key, subject in WAITS.items():
            with self._service(HTTPS, subject) as service:
                self._wait(service, ONE, key, subject, HTTPS, seconds=0.0)
        self.figures.clear()
        for part in parts:
            self._parts[part]()
        return self.figures

    # the kinds of work

    def _looks(self) -> None:
        """Playbooks with one look, and one without, all against the same simulators."""
        with contextlib.ExitStack() as stack:
            sites = [(EMPTY_PLAY, EMPTY, HTTPS, *self._site(stack, HTTPS, LOOKS[EMPTY]))]
            sites += [
                (LOOK, key, scheme, *self._site(stack, scheme, LOOKS[key]))
                for scheme in (HTTPS, HTTP)
                for key in (URI, OURS)
            ]
            for number in range(self._plan.looks + 1):
                for work, key, scheme, service, id_ in sites:
                    cost = self._run(LOOKS[key].command(service, [id_]), LOOKS[key], service)
                    if number:  # the first run is to warm up
                        self._keep(work, key, scheme, cost)

    def _modules(self) -> None:
        """The same modules without Ansible around them."""
        with contextlib.ExitStack() as stack:
            sites = []
            for scheme in (HTTPS, HTTP):
                for key in (URI, OURS):
                    service, id_ = self._site(stack, scheme, LOOKS[key])
                    file = payload(LOOKS[key].command(service, [id_]), LOOKS[key].environment(service), service.folder)
                    sites.append((key, scheme, service, [sys.executable, str(file)]))
            for _number in range(self._plan.modules):
                for key, scheme, service, command in sites:
                    self._keep(MODULE, key, scheme, self._run(command, LOOKS[key], service))

    def _profiles(self) -> None:
        """What the modules spend their time on, each alone: this tells shares, and takes a little longer than without."""
        with contextlib.ExitStack() as stack:
            for key in (URI, OURS):
                service, id_ = self._site(stack, HTTPS, LOOKS[key])
                environment = LOOKS[key].environment(service)
                file = payload(LOOKS[key].command(service, [id_]), environment, service.folder)
                for _number in range(self._plan.modules):
                    begin = time.monotonic()
                    command = [sys.executable, "-X", "importtime", str(file)]
                    done = subprocess.run(
                        command,
                        env=environment,
                        cwd=service.folder,
                        capture_output=True,
                        text=True,
                        check=True,
                        timeout=TIMEOUT,
                    )
                    wall = time.monotonic() - begin
                    self._note(
                        {
                            "work": PROFILE,
                            "subject": key,
                            "scheme": HTTPS,
                            "ok": True,
                            "wall": wall,
                            "imports": imports.owned(done.stderr.splitlines()),
                        }
                    )

    def _ones(self) -> None:
        """Our wait alone, the others side by side."""
        others = [(key, scheme) for scheme in (HTTPS, HTTP) for key in (URI, SDK, CLI, FLOOR)] + [(OURS, HTTP)]
        for _number in range(self._plan.one):
            self._alone(ONE, OURS, HTTPS)
            self._side_by_side(
                [self._sleep, *(lambda key=key, scheme=scheme: self._alone(ONE, key, scheme) for key, scheme in others)]
            )

    def _fifties(self) -> None:
        self._in_turns(FIFTY, self._plan.fifty)

    def _thousands(self) -> None:
        self._in_turns(THOUSAND, self._plan.thousand)

    def _limits(self) -> None:
        for _number in range(self._plan.limited):
            self._alone(LIMITED, OURS, HTTPS, rate=RATE)

    def _idles(self) -> None:
        waits = subjects.idle(IDLE_TO + 5)
        self._side_by_side(
            [
                lambda key=key, subject=subject: self._idle(key, subject)
                for _number in range(self._plan.idle)
                for key, subject in waits.items()
            ]
        )

    # one run

    def _in_turns(self, work: str, plan: Mapping[str, Mapping[str, int]]) -> None:
        for number in range(max(runs for times in plan.values() for runs in times.values())):
            for scheme, times in plan.items():
                for key, runs in times.items():
                    if number < runs:
                        self._alone(work, key, scheme)

    def _alone(self, work: str, key: str, scheme: str, rate: Optional[float] = None) -> None:
        subject = WAITS[key]
        with self._survived(work, key, scheme), self._service(scheme, subject, SECONDS) as service:
            if rate is not None:
                service.limit(rate)
            self._wait(service, work, key, subject, scheme, SECONDS)

    def _sleep(self) -> None:
        """A task that takes as long as the operation, and looks at nothing."""
        subject = subjects.sleeping(SECONDS)
        with self._survived(ONE, SLEEP, HTTPS), self._service(HTTPS, subject) as service:
            self._keep(ONE, SLEEP, HTTPS, self._run(subject.command(service, []), subject, service))

    def _wait(self, service: Service, work: str, key: str, subject: Subject, scheme: str, seconds: float) -> None:
        count = COUNTS[work]
        launched = Launched([""] * count, 0.0) if subject.starts else service.launch(count, seconds=seconds)
        cost = self._run(subject.command(service, launched.ids), subject, service)
        if cost is None:
            self._keep(work, key, scheme, None)
            return
        more: Figure = {"wall": cost.end - (cost.begin if subject.starts else launched.at)}
        entries = [entry for entry in service.journal() if entry["call"] != "launch"]
        more["requests"] = len(entries)
        if work == ONE:
            end = service.last_end()
            more["overshoot"] = min(entry["time"] for entry in entries if entry["time"] >= end) - end
        if work == LIMITED:
            more["refused"] = sum(entry["status"] == 429 for entry in entries)
            more["per_second"] = per_second(entries)
        self._keep(work, key, scheme, cost, **more)

    def _idle(self, key: str, subject: Subject) -> None:
        with self._survived(IDLE, key, HTTPS), self._service(HTTPS, subject) as service:
            ids = service.launch(1, outcome=None, accepted=IDLE_AGE, seconds=2 * IDLE_AGE).ids
            cost = self._run(subject.command(service, ids), subject, service, IDLE_PAUSE)
            if cost is None:
                self._keep(IDLE, key, HTTPS, None)
                return
            begin, end = (
                min(cost.samples, key=lambda sample: abs(sample.elapsed - moment)) for moment in (IDLE_FROM, IDLE_TO)
            )
            minute = (end.cpu - begin.cpu) / (end.elapsed - begin.elapsed) * 60
            self._keep(IDLE, key, HTTPS, cost, settled=begin.cpu, minute=minute)

    def _side_by_side(self, tasks: list[Callable[[], None]]) -> None:
        threads = [threading.Thread(target=task) for task in tasks]
        for thread in threads[:-1]:
            thread.start()
            time.sleep(APART)
        threads[-1].start()
        for thread in threads:
            thread.join()

    @contextlib.contextmanager
    def _survived(self, work: str, key: str, scheme: str) -> Iterator[None]:
        """What goes wrong with one run does not cost those of half an hour."""
        try:
            yield
        except Exception:
            self._say(traceback.format_exc())
            self._keep(work, key, scheme, None)

    def _service(
        self, scheme: str, subject: Subject, seconds: float = 0.0
    ) -> contextlib.AbstractContextManager[Service]:
        return running(self._folder / ("%03d" % next(self._numbers)), scheme == HTTPS, subject.signed, seconds)

    def _site(self, stack: contextlib.ExitStack, scheme: str, subject: Subject) -> tuple[Service, str]:
        """A simulator with an operation that never ends."""
        service = stack.enter_context(self._service(scheme, subject))
        return service, service.launch(1, outcome=None).ids[0]

    def _run(
        self, command: list[str], subject: Subject, service: Service, pause: float = tree.PAUSE
    ) -> Optional[tree.Cost]:
        """What the command cost; None if it failed, and then its output is shown."""
        log = service.folder / "log"
        try:
            cost = tree.run(command, subject.environment(service), service.folder, log, TIMEOUT, pause)
            failure = None if cost.status == 0 else "ended with status %d" % cost.status
        except tree.TookTooLong as error:
            failure = str(error)
        if failure is None:
            return cost
        self._say(f"{subject.title}: {failure}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
        return None

    def _keep(self, work: str, key: str, scheme: str, cost: Optional[tree.Cost], **more: Any) -> None:
        figure: Figure = {"work": work, "subject": key, "scheme": scheme, "ok": cost is not None}
        if cost is not None:
            figure.update(wall=cost.wall, cpu=cost.cpu, pss=cost.pss, alone=cost.alone, rss=cost.rss)
            figure.update(more)
        self._note(figure)

    def _note(self, figure: Figure) -> None:
        rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in figure.items()}
        self.figures.append(rounded)
        self._say(" ".join("%s=%s" % pair for pair in rounded.items() if pair[0] != "per_second"))


def per_second(entries: list[Mapping[str, Any]]) -> list[list[int]]:
    """Of the requests in a journal, how many came in each second since the first, and how many of them were answered 429."""
    if not entries:
        return []
    begin = min(entry["monotonic"] for entry in entries)
    counts = [[0, 0] for _second in range(int(max(entry["monotonic"] for entry in entries) - begin) + 1)]
    for entry in entries:
        count = counts[int(entry["monotonic"] - begin)]
        count[0] += 1
        count[1] += entry["status"] == 429
    return counts
