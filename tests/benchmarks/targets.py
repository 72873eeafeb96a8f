# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks have to show, and whether they do: pure functions of the raw figures. Judged over HTTPS, which is what Oracle's services speak."""

from __future__ import annotations

import math
import statistics
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Sequence

from .measure import EMPTY_PLAY, FIFTY, HTTPS, IDLE, IDLE_FROM, LIMITED, LOOK, ONE, RATE, THOUSAND
from .schedule import DEFAULTS
from .subjects import EMPTY, OURS, SLEEP, URI

Figure = Mapping[str, Any]
#: Seconds that a request and its answer may take on loopback.
ROUND_TRIP = 0.1
#: A second with more requests than this many times the limit, after the one in which the first was refused, is a storm: more than the server
#: would ever answer in a second, since it lets as many as its limit pass at once, and then those that the second allows.
STORM = 2


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
    figures: Sequence[Figure], subject: str, quantity: str, scheme: str = HTTPS, work: str = LOOK
) -> Optional[float]:
    """What a subject costs above an empty playbook; None where either was not measured."""
    some, empty = select(figures, work, subject, scheme), select(figures, EMPTY_PLAY, EMPTY)
    return median(some, quantity) - median(empty, quantity) if some and empty else None


def hour(figure: Figure) -> float:
    """Per cent of one core that a wait of an hour takes: what one run took to settle, and its idle minute as often as it takes."""
    return 100 * (figure["settled"] + figure["minute"] * (3600 - IDLE_FROM) / 60) / 3600


def busiest_after_refusal(per_second: Sequence[Sequence[int]]) -> int:
    """Requests in the busiest second after the one with the first 429; 0 if there is none."""
    refusals = [second for second, (_requests, refused) in enumerate(per_second) if refused]
    return max((requests for requests, _refused in per_second[refusals[0] + 1 :]), default=0) if refusals else 0


def targets(figures: Sequence[Figure]) -> list[Target]:
    """Of all work that was measured."""
    return [*_look(figures), *_one(figures), *_many(figures), *_limited(figures), *_idle(figures)]


def _look(figures: Sequence[Figure]) -> Iterator[Target]:
    mine, theirs = (added(figures, subject, "cpu") for subject in (OURS, URI))
    if mine is not None and theirs:
        walls = [added(figures, subject, "wall") or 0.0 for subject in (OURS, URI)]
        text = "%.2f times the CPU time (%.2f s and %.2f s), %.2f times the wall time (%.2f s and %.2f s)"
        measured = text % (mine / theirs, mine, theirs, walls[0] / walls[1], *walls)
        yield Target(
            "one look, added to a playbook's own cost",
            "at most 1.2 times ansible.builtin.uri",
            measured,
            mine / theirs / 1.2,
        )


def _one(figures: Sequence[Figure]) -> Iterator[Target]:
    runs = select(figures, ONE, OURS)
    if not runs:
        return
    work = "one operation of 20 s, defaults, progress on"
    most = DEFAULTS.interval + ROUND_TRIP
    yield _at_most(work, "overshoot at most %s s (`interval` and a round trip)", most, runs, "overshoot", "%.2f s")
    yield _at_most(work, "at most %s requests", 12, runs, "requests", "%.0f")
    cpu = added(figures, OURS, "cpu", work=ONE)
    if cpu is not None:
        yield Target(work, "CPU at most 1.5 s above an empty playbook", f"{cpu:.2f} s", cpu / 1.5)
    sleeping = select(figures, ONE, SLEEP)
    if sleeping:
        cpu = median(runs, "cpu") - median(sleeping, "cpu")
        measured = f"{cpu:.2f} s; such a task takes {median(sleeping, 'cpu'):.2f} s"
        yield Target(work, "the same above a task that only sleeps for 20 s", measured, cpu / 1.5)


def _many(figures: Sequence[Figure]) -> Iterator[Target]:
    wall, cpu, memory, requests = ("wall", "%.1f s"), ("cpu", "%.1f s"), ("pss", "%.0f MB"), ("requests", "%.0f")
    wanted = (
        (
            FIFTY,
            "50 of 20 s",
            [(23, "at most %s s wall", wall), (4, "at most %s s CPU", cpu), (110, "at most %s MB", memory)],
        ),
        (
            THOUSAND,
            "1,000 of 20 s, one compartment",
            [
                (28, "at most %s s wall", wall),
                (160, "at most %s MB", memory),
                (1300, "at most %s requests", requests),
            ],
        ),
    )
    for work, name, limits in wanted:
        runs = select(figures, work, OURS)
        if runs:
            for most, text, (quantity, form) in limits:
                yield _at_most(name, text, most, runs, quantity, form)


def _limited(figures: Sequence[Figure]) -> Iterator[Target]:
    runs = [each for each in figures if each["work"] == LIMITED]
    if not runs:
        return
    work = "1,000 against a server that allows %d requests a second" % RATE
    well = [each for each in runs if each["ok"]]
    yield Target(
        work,
        "all found, no failure",
        f"{len(well)} of {len(runs)} runs found all",
        1.0 if len(well) == len(runs) else math.inf,
    )
    if well:
        busiest = max(busiest_after_refusal(each["per_second"]) for each in well)
        refused = median(well, "refused")
        measured = (
            "%.0f requests refused; at most %d in a second after that" % (refused, busiest)
            if refused
            else "no request refused"
        )
        wanted = "no request storm after a 429 (no second with more than %d requests)" % (STORM * RATE)
        yield Target(work, wanted, measured, busiest / (STORM * RATE))


def _idle(figures: Sequence[Figure]) -> Iterator[Target]:
    runs, sleeping = select(figures, IDLE, OURS), select(figures, IDLE, SLEEP)
    if not runs:
        return
    work = "an hour's wait, progress on"
    percent = statistics.median(hour(each) for each in runs)
    yield Target(work, "at most 1 % of one core", f"{percent:.2f} %, extrapolated", percent)
    if sleeping:
        own = statistics.median(hour(each) for each in sleeping)
        measured = f"{percent - own:.2f} %, extrapolated; such a task takes {own:.2f} %"
        yield Target(work, "the same above a task that only sleeps", measured, percent - own)


def _at_most(work: str, wanted: str, most: float, runs: Sequence[Figure], quantity: str, form: str) -> Target:
    return Target(work, wanted % f"{most:,g}", spread(runs, quantity, form), median(runs, quantity) / most)
