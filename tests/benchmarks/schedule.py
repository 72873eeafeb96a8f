# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the polling schedule of our waiter with those of its peers: overshoot and polls over durations from 2 s to 12 h, in virtual time.

Overshoot is the time from the end of an operation to the first poll after it; polls counts the polls until then. Nothing sleeps and
nothing is sent. The random numbers come from fixed seeds, so the outcome is always the same.
"""

from __future__ import annotations

import math
import random
import statistics
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._polling import schedule
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms

DEFAULTS = Terms()
SAMPLES = 200  # operations of about one duration
FEWER = 20  # the same where many settings are compared
DURATIONS = [2.0 * (6 * 3600.0) ** (step / 16) for step in range(17)]  # 2 s to 12 h, evenly on a logarithmic scale

Percent = Callable[[float], Optional[float]]  # from the part of the duration that has passed
Moments = Iterator[float]  # of polls, in seconds since the operation was accepted
Schedule = Callable[[float, Percent, random.Random], Moments]  # from the duration of the operation

OURS = "ours"
NO_PERCENT, LINEAR, STEPS = "no percentage", "linear", "in ten steps"
PERCENTS: Mapping[str, Percent] = {
    NO_PERCENT: lambda part: None,
    LINEAR: lambda part: 100 * part,
    STEPS: lambda part: 10.0 * math.floor(10 * part),
}


class Result(NamedTuple):
    """Means over operations that take about as long, for each of DURATIONS."""

    overshoot: list[float]  # seconds
    polls: list[float]

    @property
    def relative(self) -> float:
        """Mean overshoot as a part of the duration. It weights the durations evenly on a logarithmic scale, as they are spread on it."""
        return statistics.mean(seconds / duration for seconds, duration in zip(self.overshoot, DURATIONS))

    @property
    def mean_polls(self) -> float:
        return statistics.mean(self.polls)


def ours(interval: float = DEFAULTS.interval, max_interval: float = DEFAULTS.max_interval) -> Schedule:
    def moments(duration: float, percent: Percent, chance: random.Random) -> Moments:
        moment = 0.0
        while True:
            yield moment
            moment += schedule.next_poll(
                moment, percent(min(1.0, moment / duration)), None, interval, max_interval, chance.random()
            )

    return moments


def every(pause: float) -> Schedule:
    def moments(duration: float, percent: Percent, chance: random.Random) -> Moments:
        moment = 0.0
        while True:
            yield moment
            moment += pause

    return moments


def doubling(first: float, longest: float) -> Schedule:
    def moments(duration: float, percent: Percent, chance: random.Random) -> Moments:
        moment, pause = 0.0, first
        while True:
            yield moment
            moment += pause
            pause = min(2 * pause, longest)

    return moments


PEERS: Mapping[str, Schedule] = {
    "until, delay 5": every(5.0),  # ansible-core, task keyword until
    "oci.wait_until": doubling(1.0, 30.0),  # oci SDK, waiter.py
    "awx job_wait": every(2.0),  # awx.awx, option interval
    "Terraform": doubling(0.1, 10.0),  # terraform-plugin-sdk, StateChangeConf without PollInterval
}
#: Each kind of schedule with other settings.
FAMILIES: Mapping[str, Sequence[Schedule]] = {
    "ours, other max_interval": [ours(DEFAULTS.interval, longest) for longest in (5.0, 10.0, 20.0, 30.0, 60.0, 120.0)],
    "a fixed pause": [every(pause) for pause in (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)],
    "a pause that doubles": [doubling(1.0, longest) for longest in (2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)],
}


def measured(schedule: Schedule, percent: Percent, samples: int = SAMPLES) -> Result:
    """Means over operations that take 0.9 to 1.1 times each duration."""
    means = []
    for duration in DURATIONS:
        chance = random.Random(1)
        overshoots, counts = [], []
        for _sample in range(samples):
            real = duration * chance.uniform(0.9, 1.1)
            for count, moment in enumerate(schedule(real, percent, chance), start=1):
                if moment >= real:
                    overshoots.append(moment - real)
                    counts.append(count)
                    break
        means.append((statistics.mean(overshoots), statistics.mean(counts)))
    return Result(*(list(column) for column in zip(*means)))


def compared() -> dict[str, Any]:
    """Everything, in a form for JSON: results by name, and of each family of schedules [polls, relative overshoot] for each setting."""
    none = PERCENTS[NO_PERCENT]
    return {
        "durations": DURATIONS,
        "ours": {name: measured(ours(), percent)._asdict() for name, percent in PERCENTS.items()},
        "peers": {name: measured(schedule, none)._asdict() for name, schedule in PEERS.items()},
        "families": {
            name: [
                [result.mean_polls, result.relative]
                for result in (measured(schedule, none, FEWER) for schedule in schedules)
            ]
            for name, schedules in FAMILIES.items()
        },
    }


class Defeat(NamedTuple):
    """A duration at which a peer has both less overshoot and fewer polls."""

    percent: str
    peer: str
    duration: float
    ours: tuple[float, float]  # overshoot in seconds, polls
    theirs: tuple[float, float]


def defeats(data: Mapping[str, Any]) -> list[Defeat]:
    """Where a peer is better in both, in what compared() gave."""
    return [
        Defeat(percent, peer, duration, our, their)
        for percent, mine in data["ours"].items()
        for peer, theirs in data["peers"].items()
        for duration, our, their in zip(data["durations"], zip(*_columns(mine)), zip(*_columns(theirs)))
        if their[0] < our[0] and their[1] < our[1]
    ]


def at_polls(family: Sequence[Sequence[float]], polls: float) -> Optional[float]:
    """Relative overshoot of a family of schedules with the setting that takes so many polls; None if no setting does."""
    points = sorted(family)
    for (few, longer), (many, shorter) in zip(points, points[1:]):
        if few <= polls <= many:
            part = math.log(polls / few) / math.log(many / few)
            return longer * (shorter / longer) ** part
    return None


def _columns(result: Mapping[str, Any]) -> tuple[list[float], list[float]]:
    return result["overshoot"], result["polls"]


def table(data: Mapping[str, Any]) -> str:
    """For a terminal."""
    columns = {**{f"ours, {name}": result for name, result in data["ours"].items()}, **data["peers"]}
    lines = [
        "mean overshoot in s / mean number of polls",
        f"{'duration':10}{''.join(f'{name:>22}' for name in columns)}",
    ]
    for row, duration in enumerate(data["durations"]):
        cells = (f"{result['overshoot'][row]:14.1f} /{result['polls'][row]:6.0f}" for result in columns.values())
        lines.append(f"{duration:8.0f} s{''.join(cells)}")
    totals = (Result(**result) for result in columns.values())
    lines.append(
        f"{'relative':10}{''.join(f'{100 * result.relative:13.1f}% /{result.mean_polls:6.0f}' for result in totals)}"
    )
    lines += [
        f"{each.peer} is better in both than ours, {each.percent}, at {each.duration:.0f} s" for each in defeats(data)
    ]
    return "\n".join(lines)
