# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares when our waiter looks with when its peers do: overshoot and looks over durations from 2 s to 12 h, in virtual time.

Overshoot is how long after its end an operation is seen to have ended, looks are how often it is asked for. Nothing sleeps and
nothing is sent, so a run takes seconds. Usage: python tests/benchmarks/schedule.py
"""

from __future__ import annotations

import math
import random
import statistics
from typing import Callable, Iterator, Optional

from ansible_collections.longops.oracle.plugins.module_utils import _schedule

INTERVAL, MAX_INTERVAL = 2.0, 30.0  # the defaults of our modules
SAMPLES = 200  # operations of about one duration
DURATIONS = [2.0 * (6 * 3600.0) ** (step / 16) for step in range(17)]  # 2 s to 12 h, evenly on a logarithmic scale

Percent = Callable[[float], Optional[float]]  # of the part of the duration that has passed
Looks = Iterator[float]  # moments of looks, in seconds since the operation was accepted

PERCENTS: dict[str, Percent] = {
    "no percentage": lambda part: None,
    "linear": lambda part: 100 * part,
    "in ten steps": lambda part: 10.0 * math.floor(10 * part),
}


def ours(duration: float, percent: Percent, chance: random.Random) -> Looks:
    moment = 0.0
    while True:
        yield moment
        moment += _schedule.next_look(moment, percent(min(1.0, moment / duration)), None, INTERVAL, MAX_INTERVAL, chance.random())


def every(pause: float) -> Callable[..., Looks]:
    def looks(duration: float, percent: Percent, chance: random.Random) -> Looks:
        moment = 0.0
        while True:
            yield moment
            moment += pause

    return looks


def doubling(first: float, longest: float) -> Callable[..., Looks]:
    def looks(duration: float, percent: Percent, chance: random.Random) -> Looks:
        moment, pause = 0.0, first
        while True:
            yield moment
            moment += pause
            pause = min(2 * pause, longest)

    return looks


PEERS: dict[str, Callable[..., Looks]] = {
    "until, delay 5": every(5.0),  # ansible-core, task keyword until
    "oci.wait_until": doubling(1.0, 30.0),  # oci SDK, waiter.py
    "awx job_wait": every(2.0),  # awx.awx, option interval
    "Terraform": doubling(0.1, 10.0),  # terraform-plugin-sdk, StateChangeConf without PollInterval
}


def measured(looks: Callable[..., Looks], duration: float, percent: Percent) -> tuple[float, float]:
    """Mean overshoot in seconds and mean number of looks, over operations that take about this long."""
    chance = random.Random(1)
    overshoots, counts = [], []
    for _sample in range(SAMPLES):
        real = duration * chance.uniform(0.9, 1.1)
        for count, moment in enumerate(looks(real, percent, chance), start=1):
            if moment >= real:
                overshoots.append(moment - real)
                counts.append(count)
                break
    return statistics.mean(overshoots), statistics.mean(counts)


def main() -> None:
    peers = {name: [measured(looks, duration, PERCENTS["no percentage"]) for duration in DURATIONS] for name, looks in PEERS.items()}
    mine = {"ours, " + name: [measured(ours, duration, percent) for duration in DURATIONS] for name, percent in PERCENTS.items()}
    columns = {**mine, **peers}
    print("mean overshoot in s / mean number of looks")
    print("%-10s" % "duration" + "".join("%22s" % name for name in columns))
    for row, duration in enumerate(DURATIONS):
        print("%8.0f s" % duration + "".join("%14.1f /%6.0f" % columns[name][row] for name in columns))
    print("%-10s" % "relative" + "".join(
        "%13.1f%% /%6.0f" % (
            100 * statistics.mean(cell[0] / duration for cell, duration in zip(cells, DURATIONS)),
            statistics.mean(cell[1] for cell in cells),
        )
        for cells in columns.values()
    ))
    better = [
        (name, duration, which)
        for which, cells in mine.items()
        for name, others in peers.items()
        for duration, our, other in zip(DURATIONS, cells, others)
        if other[0] < our[0] and other[1] < our[1]
    ]
    for name, duration, which in better:
        print("%s is better in both than %s at %.0f s" % (name, which, duration))
    if not better:
        print("No peer is better in both at any duration.")


if __name__ == "__main__":
    main()
