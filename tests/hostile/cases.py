# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which faults are played at which points: all of them, and the sample for every run of the tests."""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

from . import faults, points
from .faults import BODIES, Fault
from .points import Point

#: Of the statuses, so many are between two that are tried where each case has a process of its own.
SOME = 10
#: Of the faults that an ordinary process can have, so many are between two for which the module has one of its own.
APART = 50


class Case(NamedTuple):
    """A fault at a point. as_module: the module has a process of its own, as on a host."""

    fault: Fault
    point: Point
    as_module: bool = False

    @property
    def leads_to(self) -> str:
        return self.point.leads_to(self.fault)

    @property
    def name(self) -> str:
        return f"{self.point.name}: {self.fault.name}"

    @property
    def timeout(self) -> float:
        """Seconds of the wait."""
        return self.point.timeout_with(self.fault)

    @property
    def is_alone(self) -> bool:
        """Whether nothing else may happen in the process in which it is played."""
        return self.fault.bounded or bool(self.fault.clock)

    @property
    def is_heavy(self) -> bool:
        """Whether its process does one thing at a time."""
        return self.is_alone or self.point.principal


@functools.lru_cache(maxsize=1)
def everything() -> tuple[Case, ...]:
    """Every fault at every point where it can happen. Elsewhere than at some points each status has one form of body, in turn."""
    found = []
    for number, point in enumerate(points.table()):
        for fault in faults.table():
            if point.takes(fault) and (point.whole or _in_turn(fault, point, number)):
                found.append(Case(fault, point))
    shared = itertools.count()
    return tuple(
        case
        if case.is_alone or case.fault.lookup is not None
        else case._replace(as_module=case.point.principal or next(shared) % APART == 0)
        for case in found
    )


def _in_turn(fault: Fault, point: Point, number: int) -> bool:
    if fault.bounded or fault.clock:
        return False
    if fault.group != "statuses":
        return True
    status = int(fault.name[:3])
    if point.principal and (status + number) % SOME and status not in (401, 404, 408, 429, 500, 501, 503):
        return False
    return fault.name == f"{status}, {tuple(BODIES)[(status + number) % len(BODIES)]} body"


@functools.lru_cache(maxsize=1)
def sample() -> tuple[Case, ...]:
    """Every fault at one point, of each third status one form, and every point: always the same."""
    by_fault: dict[tuple[str, str], list[Case]] = {}
    for case in everything():
        by_fault.setdefault((case.fault.name, case.fault.api), []).append(case)
    found = []
    for number, cases in enumerate(by_fault.values()):
        fault = cases[0].fault
        if fault.group == "statuses" and number % 13:
            continue
        found.append(
            cases[number * number % 101 % len(cases)]._replace(
                as_module=number % 40 == 0 and fault.lookup is None and not cases[0].is_alone
            )
        )
        if found[-1].point.principal:
            found[-1] = found[-1]._replace(as_module=True)
    missing = {point.name for point in points.table()} - {case.point.name for case in found}
    found += [next(case for case in everything() if case.point.name == name) for name in sorted(missing)]
    return tuple(found)
