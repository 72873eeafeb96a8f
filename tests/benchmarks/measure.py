# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every subject on every kind of work, in turns, each time with a new simulator, and keeps the raw figures of each run.

A figure is a dictionary:
    work, subject, scheme   the kind of work, the subject (a key of subjects.py), https or http
    ok                      whether the command succeeded; if not, the figure has no other keys
    wall                    seconds; for a wait from the launch of the operations, right before the command starts
    cpu, pss, alone, rss    seconds, MB, MB, MB: see tree.Cost
    requests                of clients, without those that launch operations; not for poll and idle
Some kinds of work have more:
    overshoot               one: seconds from the end of the operation to the first request after it
    throttled, per_second   limited: requests answered 429; [requests, answered 429] in each second from the first request on
    operations              scale, resources: how many there were
    seconds, overshoot      resources: seconds that a resource takes; seconds from the last one's end to the first request after it
    settled, minute         idle: seconds of CPU until the measured minutes begin, and in one of them
The figures of profile have work, subject, scheme, ok, wall, and instead of the others
    imports                 milliseconds by the owner of the imported modules, see imports.py
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

from . import imports, sshd, subjects, tree
from .payload import payload
from .service import Launched, Service, running
from .subjects import (
    CLI,
    EMPTY,
    FLOOR,
    OURS,
    OURS_LISTED,
    OURS_MODULE,
    OURS_ROLE,
    OURS_SSH,
    POLLS,
    RESOURCE_WAITS,
    SDK,
    SLEEP,
    URI,
    URI_ASYNC,
    WAITS,
    Subject,
)

Figure = dict[str, Any]
Say = Callable[[str], None]

EMPTY_PLAY, MODULE, PROFILE, POLL, ONE, FIFTY, THOUSAND, LIMITED, IDLE, SCALE, RESOURCES = (
    "empty",
    "module",
    "profile",
    "poll",
    "one",
    "fifty",
    "thousand",
    "limited",
    "idle",
    "scale",
    "resources",
)
COUNTS = {ONE: 1, FIFTY: 50, THOUSAND: 1000, LIMITED: 1000}
SIZES = (10, 100, 1000, 10000)  # operations of one task, for scale
SECONDS = 20.0  # duration of an operation
RESOURCE_SECONDS = (SECONDS, 60.0)  # that a resource takes to its state, for resources
RESOURCE_COUNT = 50  # resources that one task waits for, each for SECONDS
RATE = 20.0  # requests a second, for the server with a rate limit
HTTPS, HTTP = "https", "http"
TIMEOUT = 400.0  # seconds for one command
#: Subjects that hardly use the machine run side by side. They start so many seconds apart that their starts do not coincide.
APART = 4.0
#: A long wait for an operation that is an hour old: the seconds of the wait between which it is measured, and its timeout.
IDLE_AGE = 3600.0
IDLE_FROM, IDLE_TO = 90.0, 210.0
IDLE_PAUSE = 1.0  # seconds between two readings


class Plan:
    """The number of runs of each kind of work: runs for most of them, fewer for those that take long."""

    def __init__(self, runs: int) -> None:
        few = min(runs, 2)
        self.polls = 3 * runs
        self.modules = 5 * runs
        self.one = runs
        self.fifty = {
            HTTPS: {OURS: runs, OURS_ROLE: runs, FLOOR: runs, SDK: few, URI: 1, URI_ASYNC: 1, CLI: 1},
            HTTP: {OURS: few, FLOOR: few},
        }
        self.thousand = {
            HTTPS: {OURS: runs, OURS_LISTED: runs, FLOOR: runs},
            HTTP: {OURS: few, FLOOR: 1},
        }
        self.limited = few
        self.idle = runs
        self.scale = few
        self.resources = runs


class Bench:
    """Measures. Everything that it writes is below one folder."""

    def __init__(self, folder: pathlib.Path, plan: Plan, say: Say) -> None:
        self._folder = folder
        self._plan = plan
        self._say = say
        self._numbers = itertools.count(1)
        self._ssh_reported = False
        self.figures: list[Figure] = []
        self._parts: Mapping[str, Callable[[], None]] = {
            POLL: self._polls,
            MODULE: self._modules,
            PROFILE: self._profiles,
            ONE: self._ones,
            FIFTY: self._fifties,
            THOUSAND: self._thousands,
            LIMITED: self._limits,
            IDLE: self._idles,
            SCALE: self._scales,
            RESOURCES: self._resources,
        }

    @property
    def parts(self) -> list[str]:
        return list(self._parts)

    def measure(self, parts: list[str]) -> list[Figure]:
        self._say("warming up")
        for key, subject in WAITS.items():
            if subject.ssh and self._no_ssh():
                continue
            with self._service(HTTPS, subject) as service:
                self._wait(service, ONE, key, subject, HTTPS, seconds=0.0)
        self.figures.clear()
        for part in parts:
            self._parts[part]()
        return self.figures

    # the kinds of work

    def _polls(self) -> None:
        """Playbooks with one poll, and an empty one, all against the same simulators."""
        with contextlib.ExitStack() as stack:
            sites = [(EMPTY_PLAY, EMPTY, HTTPS, *self._site(stack, HTTPS, POLLS[EMPTY]))]
            sites += [
                (POLL, key, scheme, *self._site(stack, scheme, POLLS[key]))
                for scheme in (HTTPS, HTTP)
                for key in (URI, OURS, OURS_MODULE)
            ]
            for number in range(self._plan.polls + 1):
                for work, key, scheme, service, id_ in sites:
                    cost = self._run(POLLS[key].command(service, [id_]), POLLS[key], service)
                    if number:  # the first run only warms up
                        self._keep(work, key, scheme, cost)

    def _modules(self) -> None:
        """The modules of the polls, run without Ansible."""
        with contextlib.ExitStack() as stack:
            sites = []
            for scheme in (HTTPS, HTTP):
                for key in (URI, OURS_MODULE):
                    service, id_ = self._site(stack, scheme, POLLS[key])
                    file = payload(POLLS[key].command(service, [id_]), POLLS[key].environment(service), service.folder)
                    sites.append((key, scheme, service, [sys.executable, str(file)]))
            for _number in range(self._plan.modules):
                for key, scheme, service, command in sites:
                    self._keep(MODULE, key, scheme, self._run(command, POLLS[key], service))

    def _profiles(self) -> None:
        """The imports of the modules. Python takes a little longer with this report than without it."""
        with contextlib.ExitStack() as stack:
            for key in (URI, OURS_MODULE):
                service, id_ = self._site(stack, HTTPS, POLLS[key])
                environment = POLLS[key].environment(service)
                file = payload(POLLS[key].command(service, [id_]), environment, service.folder)
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
        """Our waits beside the task that only sleeps, then the peers side by side."""
        mine = [OURS, OURS_MODULE, *([] if self._no_ssh() else [OURS_SSH])]
        peers = [(key, scheme) for scheme in (HTTPS, HTTP) for key in (URI, SDK, CLI, FLOOR)] + [(OURS, HTTP)]
        for _number in range(self._plan.one):
            self._side_by_side([self._sleep, *(lambda key=key: self._alone(ONE, key, HTTPS) for key in mine)])
            self._side_by_side(
                [lambda key=key, scheme=scheme: self._alone(ONE, key, scheme) for key, scheme in peers],
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

    def _scales(self) -> None:
        subject = WAITS[OURS]
        for _number in range(self._plan.scale):
            for count in SIZES:
                with self._survived(SCALE, OURS, HTTPS), self._service(HTTPS, subject, SECONDS) as service:
                    self._wait(service, SCALE, OURS, subject, HTTPS, SECONDS, count)

    def _resources(self) -> None:
        """One resource for each subject side by side, then many for those that can wait for many, one after the other."""
        ones = [(key, seconds) for seconds in RESOURCE_SECONDS for key in RESOURCE_WAITS]
        for _number in range(self._plan.resources):
            self._side_by_side([lambda key=key, seconds=seconds: self._resource(key, seconds) for key, seconds in ones])
            for key in (OURS, SDK):
                self._resource(key, SECONDS, RESOURCE_COUNT)

    def _no_ssh(self) -> bool:
        """Whether the runs over ssh are skipped, which is reported once."""
        program = sshd.missing()
        if program and not self._ssh_reported:
            self._say(f"{program} is not installed: no wait over ssh is measured")
            self._ssh_reported = True
        return program is not None

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
        """A task that takes as long as the operation and only sleeps."""
        subject = subjects.sleeping(SECONDS)
        with self._survived(ONE, SLEEP, HTTPS), self._service(HTTPS, subject) as service:
            self._keep(ONE, SLEEP, HTTPS, self._run(subject.command(service, []), subject, service))

    def _wait(
        self,
        service: Service,
        work: str,
        key: str,
        subject: Subject,
        scheme: str,
        seconds: float,
        count: Optional[int] = None,
    ) -> None:
        count = COUNTS[work] if count is None else count
        launched = Launched([""] * count, 0.0) if subject.starts else service.launch(count, seconds=seconds)
        cost = self._run(subject.command(service, launched.ids), subject, service)
        if cost is None:
            self._keep(work, key, scheme, None)
            return
        more: Figure = {"wall": cost.end - (cost.begin if subject.starts else launched.at)}
        entries = [entry for entry in service.journal() if entry["call"] != "launch"]
        more["requests"] = len(entries)
        if work == SCALE:
            more["operations"] = count
        if work == ONE:
            end = service.last_end()
            # A request that came right before the end may be answered right after it.
            more["overshoot"] = min((entry["time"] for entry in entries if entry["time"] >= end), default=end) - end
        if work == LIMITED:
            more["throttled"] = sum(entry["status"] == 429 for entry in entries)
            more["per_second"] = per_second(entries)
        self._keep(work, key, scheme, cost, **more)

    def _resource(self, key: str, seconds: float, count: int = 1) -> None:
        subject = RESOURCE_WAITS[key]
        with self._survived(RESOURCES, key, HTTPS), self._service(HTTPS, subject) as service:
            made = service.instances(count, seconds, stopping=not subject.starts)
            cost = self._run(subject.command(service, made.ids), subject, service)
            if cost is None:
                self._keep(RESOURCES, key, HTTPS, None)
                return
            entries = service.journal()
            polls = [entry for entry in entries if entry["call"] == "resource"]
            begin = next(entry["time"] for entry in entries if entry["call"] == "action") if subject.starts else made.at
            end = begin + seconds
            more: Figure = {"wall": cost.end - (cost.begin if subject.starts else made.at), "requests": len(polls)}
            # The last resource is seen by the last request: the schedules of many are not the same.
            after = min if count == 1 else max
            more["overshoot"] = after((entry["time"] for entry in polls if entry["time"] >= end), default=end) - end
            self._keep(RESOURCES, key, HTTPS, cost, **more, operations=count, seconds=seconds)

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
        """An error in one run is a failed run, and does not end the measurement."""
        try:
            yield
        except Exception:
            self._say(traceback.format_exc())
            self._keep(work, key, scheme, None)

    def _service(
        self, scheme: str, subject: Subject, seconds: float = 0.0
    ) -> contextlib.AbstractContextManager[Service]:
        return running(self._folder / f"{next(self._numbers):03d}", scheme == HTTPS, subject.signed, seconds)

    def _site(self, stack: contextlib.ExitStack, scheme: str, subject: Subject) -> tuple[Service, str]:
        """A simulator with an operation that never ends."""
        service = stack.enter_context(self._service(scheme, subject))
        return service, service.launch(1, outcome=None).ids[0]

    def _run(
        self, command: list[str], subject: Subject, service: Service, pause: float = tree.PAUSE
    ) -> Optional[tree.Cost]:
        """The cost of the command; None if it failed, and then its output is printed."""
        log = service.folder / "log"
        try:
            cost = tree.run(command, subject.environment(service), service.folder, log, TIMEOUT, pause)
            failure = None if cost.status == 0 else f"ended with status {cost.status}"
        except tree.TimedOut as error:
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
        self._say(" ".join(f"{name}={value}" for name, value in rounded.items() if name != "per_second"))


def per_second(entries: list[Mapping[str, Any]]) -> list[list[int]]:
    """[requests, those answered 429] in each second since the first request of a journal."""
    if not entries:
        return []
    begin = min(entry["monotonic"] for entry in entries)
    counts = [[0, 0] for _second in range(int(max(entry["monotonic"] for entry in entries) - begin) + 1)]
    for entry in entries:
        count = counts[int(entry["monotonic"] - begin)]
        count[0] += 1
        count[1] += entry["status"] == 429
    return counts
