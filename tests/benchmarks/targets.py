# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets of the benchmarks and whether they are met: pure functions of the raw figures over HTTPS, which Oracle's services speak."""

from __future__ import annotations

import math
import statistics
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Sequence

from .measure import (
    EMPTY_PLAY,
    FIFTY,
    HTTPS,
    IDLE,
    IDLE_FROM,
    LIMITED,
    ONE,
    POLL,
    RATE,
    RESOURCE_COUNT,
    RESOURCE_SECONDS,
    RESOURCES,
    SECONDS,
    THOUSAND,
)
from .schedule import DEFAULTS
from .subjects import EMPTY, OURS, OURS_MODULE, OURS_ROLE, OURS_SSH, SDK, SLEEP, URI, WAITS

Figure = Mapping[str, Any]
#: Seconds that a request and its answer may take on loopback.
ROUND_TRIP = 0.1
#: A second with more requests than this many times the limit, after the one with the first 429, is a storm: the server never answers
#: more in a second, since it lets as many as its limit pass at once, and then those that the second allows.
STORM = 2
#: Seconds of CPU that a wait may take above a task that only sleeps for as long: as a module or over ssh, which is the start of a
#: module, and for fifty operations in process.
MODULE_START, FIFTY_ABOVE = 0.6, 1.0
#: The longest pause between two polls is a tenth of the time that a wait has taken, and by chance a tenth of that more.
OF_AGE = 0.11


class Target(NamedTuple):
    work: str
    wanted: str
    measured: str
    part: float  # what was measured as a part of the most that is allowed

    @property
    def met(self) -> bool:
        return self.part <= 1


def select(figures: Sequence[Figure], work: str, subject: str, scheme: str = HTTPS) -> list[Figure]:
    """The runs that succeeded."""
    wanted = (work, subject, scheme)
    return [each for each in figures if (each["work"], each["subject"], each["scheme"]) == wanted and each["ok"]]


def median(figures: Sequence[Figure], quantity: str) -> float:
    return statistics.median(each[quantity] for each in figures)


def spread(figures: Sequence[Figure], quantity: str, form: str) -> str:
    """Median, and least to most where there were several runs. form may have a unit: "%.1f s"."""
    values = [each[quantity] for each in figures]
    text = form % statistics.median(values)
    number = form.split()[0]
    return text if len(values) == 1 else f"{text} ({number % min(values)} to {number % max(values)})"


def added(
    figures: Sequence[Figure], subject: str, quantity: str, scheme: str = HTTPS, work: str = POLL
) -> Optional[float]:
    """The cost of a subject above that of an empty playbook; None if either was not measured."""
    some, empty = select(figures, work, subject, scheme), select(figures, EMPTY_PLAY, EMPTY)
    return median(some, quantity) - median(empty, quantity) if some and empty else None


def hour(figure: Figure) -> float:
    """Per cent of one core in a wait of an hour: the CPU of one run until it settled, then its idle minute for the rest of the hour."""
    return 100 * (figure["settled"] + figure["minute"] * (3600 - IDLE_FROM) / 60) / 3600


def busiest_after_429(per_second: Sequence[Sequence[int]]) -> int:
    """Requests in the busiest second after the one with the first 429; 0 if there is none."""
    seconds = [second for second, (_requests, throttled) in enumerate(per_second) if throttled]
    return max((requests for requests, _throttled in per_second[seconds[0] + 1 :]), default=0) if seconds else 0


def targets(figures: Sequence[Figure]) -> list[Target]:
    """The targets for all work that was measured."""
    return [
        *_poll(figures),
        *_one(figures),
        *_many(figures),
        *_limited(figures),
        *_idle(figures),
        *_resources(figures),
    ]


def _poll(figures: Sequence[Figure]) -> Iterator[Target]:
    work = "one poll, above an empty playbook"
    theirs = added(figures, URI, "cpu")
    for subject, name, most in ((OURS, "in process", 0.25), (OURS_MODULE, "as a module", 1.1)):
        mine = added(figures, subject, "cpu")
        if mine is not None and theirs:
            walls = [added(figures, each, "wall") or 0.0 for each in (subject, URI)]
            yield Target(
                f"{work}, {name}",
                f"at most {most:g} times the CPU of ansible.builtin.uri",
                f"{mine / theirs:.2f} times the CPU time ({mine:.2f} s and {theirs:.2f} s),"
                f" {walls[0] / walls[1]:.2f} times the wall time ({walls[0]:.2f} s and {walls[1]:.2f} s)",
                mine / theirs / most,
            )


def _one(figures: Sequence[Figure]) -> Iterator[Target]:
    work = "one operation of 20 s, with progress"
    runs = select(figures, ONE, OURS)
    if runs:
        most = DEFAULTS.interval + ROUND_TRIP
        yield _at_most(work, "overshoot at most %s s (`interval` and a round trip)", most, runs, "overshoot", "%.2f s")
        yield _at_most(work, "at most %s requests", 12, runs, "requests", "%.0f")
        yield _at_most(f"{work}, in process", "at most %s MB", 80, runs, "pss", "%.0f MB")
    sleeping = select(figures, ONE, SLEEP)
    if not sleeping:
        return
    own = median(sleeping, "cpu")
    if runs:
        cpu = median(runs, "cpu")
        wanted = "at most the CPU of a task that sleeps for 20 s"
        yield Target(f"{work}, in process", wanted, f"{cpu:.2f} s; such a task takes {own:.2f} s", cpu / own)
    for subject, name in ((OURS_MODULE, "as a module"), (OURS_SSH, "over ssh")):
        runs = select(figures, ONE, subject)
        if runs:
            yield _above_sleep(f"{work}, {name}", MODULE_START, runs, sleeping)


def _many(figures: Sequence[Figure]) -> Iterator[Target]:
    wall, cpu, memory, requests = ("wall", "%.1f s"), ("cpu", "%.1f s"), ("pss", "%.0f MB"), ("requests", "%.0f")
    fifty = [(22.5, "at most %s s wall", wall), (85, "at most %s MB", memory)]
    thousand = [
        (28, "at most %s s wall", wall),
        (4, "at most %s s CPU", cpu),
        (95, "at most %s MB", memory),
        (1250, "at most %s requests", requests),
    ]
    sleeping = select(figures, ONE, SLEEP)
    for work, subject, name, limits in (
        (FIFTY, OURS, "50 of 20 s", fifty),
        (FIFTY, OURS_ROLE, f"50 of 20 s, {WAITS[OURS_ROLE].title}", fifty),
        (THOUSAND, OURS, "1,000 of 20 s, one compartment", thousand),
    ):
        runs = select(figures, work, subject)
        if runs:
            for most, text, (quantity, form) in limits:
                yield _at_most(name, text, most, runs, quantity, form)
            if work == FIFTY and sleeping:
                yield _above_sleep(name, FIFTY_ABOVE, runs, sleeping)


def _limited(figures: Sequence[Figure]) -> Iterator[Target]:
    runs = [each for each in figures if each["work"] == LIMITED]
    if not runs:
        return
    work = f"1,000 against a server with a limit of {RATE:.0f} requests a second"
    well = [each for each in runs if each["ok"]]
    yield Target(
        work,
        "every run succeeds",
        f"{len(well)} of {len(runs)} runs succeeded",
        1.0 if len(well) == len(runs) else math.inf,
    )
    if well:
        busiest = max(busiest_after_429(each["per_second"]) for each in well)
        throttled = median(well, "throttled")
        yield Target(
            work,
            f"no request storm after a 429 (no second with more than {STORM * RATE:.0f} requests)",
            f"{throttled:.0f} requests throttled; at most {busiest} in a second after that"
            if throttled
            else "no request throttled",
            busiest / (STORM * RATE),
        )


def _idle(figures: Sequence[Figure]) -> Iterator[Target]:
    runs, sleeping = select(figures, IDLE, OURS), select(figures, IDLE, SLEEP)
    if runs and sleeping:
        percent, own = (statistics.median(hour(each) for each in found) for found in (runs, sleeping))
        yield Target(
            "an hour's wait, with progress",
            "at most 0.1 % of one core above a task that sleeps",
            f"{percent - own:.2f} %, extrapolated; such a task takes {own:.2f} %",
            (percent - own) / 0.1,
        )


def resources(figures: Sequence[Figure], subject: str, seconds: float, count: int = 1) -> list[Figure]:
    """The runs that succeeded of waits for so many resources, which took so many seconds."""
    wanted = (seconds, count)
    return [each for each in select(figures, RESOURCES, subject) if (each["seconds"], each["operations"]) == wanted]


def _resources(figures: Sequence[Figure]) -> Iterator[Target]:
    ones = {subject: [resources(figures, subject, seconds) for seconds in RESOURCE_SECONDS] for subject in (OURS, SDK)}
    for seconds, runs in zip(RESOURCE_SECONDS, ones[OURS]):
        if runs:
            most = max(DEFAULTS.interval, OF_AGE * seconds) + ROUND_TRIP
            wanted = "overshoot at most %s s (the longest pause and a round trip)"
            yield _at_most(f"one resource of {seconds:.0f} s", wanted, most, runs, "overshoot", "%.2f s")
    if all(runs for each in ones.values() for runs in each):
        ours, peer = (sum(median(runs, "overshoot") for runs in ones[subject]) for subject in (OURS, SDK))
        yield Target(
            f"one resource, {' and '.join(f'{seconds:.0f} s' for seconds in RESOURCE_SECONDS)} together",
            "at most half the overshoot of oci.wait_until",
            f"{ours:.1f} s; oci.wait_until {peer:.1f} s",
            2 * ours / peer if peer else math.inf,
        )
    one, fifty, peer = (
        resources(figures, subject, SECONDS, count)
        for subject, count in ((OURS, 1), (OURS, RESOURCE_COUNT), (SDK, RESOURCE_COUNT))
    )
    if one and fifty:
        work = f"{RESOURCE_COUNT} resources of {SECONDS:.0f} s, in one task"
        for quantity, more, form in (("wall", 2.5, "%.1f s"), ("cpu", 1.0, "%.2f s"), ("pss", 15, "%.0f MB")):
            name = {"wall": "wall", "cpu": "CPU", "pss": "memory"}[quantity]
            many, single = median(fifty, quantity), median(one, quantity)
            wanted = f"{name} at most {more:g} {form.split()[1]} above that of one"
            yield Target(work, wanted, f"{form % many}; one takes {form % single}", (many - single) / more)
    if fifty and peer:
        ours, theirs = median(fifty, "wall"), median(peer, "wall")
        wanted = "at most the wall time of oci.wait_until in threads"
        yield Target(work, wanted, f"{ours:.1f} s; oci.wait_until {theirs:.1f} s", ours / theirs)


def _above_sleep(work: str, most: float, runs: Sequence[Figure], sleeping: Sequence[Figure]) -> Target:
    """CPU above that of a task that sleeps for as long, measured in the same run."""
    own = median(sleeping, "cpu")
    above = median(runs, "cpu") - own
    wanted = f"CPU at most {most:.1f} s above a task that sleeps for 20 s"
    return Target(work, wanted, f"{above:.2f} s; such a task takes {own:.2f} s", above / most)


def _at_most(work: str, wanted: str, most: float, runs: Sequence[Figure], quantity: str, form: str) -> Target:
    return Target(work, wanted % f"{most:,g}", spread(runs, quantity, form), median(runs, quantity) / most)
