# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows which event follows from an observation, given what was told before: pure. Private to longops.oracle."""

from __future__ import annotations

import math
from typing import Optional

from .._core.operation import Fault, FaultKind, Operation
from .event import Change, Told

#: HTTP status of a rejected authentication: it says nothing of the operation (OCI API reference, "API Errors").
UNAUTHENTICATED = 401
#: The least percent between two events about a percentage.
LEAST_STEP = 0.1


def changed(told: Optional[Told], operation: Operation, step: float) -> Optional[tuple[str, Told]]:
    """The change that an operation shows which has not ended, and what is told then; None where there is none to tell.

    step is how many percent lie between two events, 0 where none is wanted. A percentage that falls tells nothing.
    """
    reached = _step(operation.percent_complete, step)
    if told is None:
        return Change.NEW, Told(operation.status, operation.state, reached)
    now = Told(operation.status, operation.state, max(told.percent, reached))
    if told.over or now == told:
        return None
    if (now.status, now.state) != (told.status, told.state) or told.unreadable:
        return Change.STATUS, now
    return Change.PERCENT, now


def ended(told: Optional[Told], operation: Operation) -> Optional[tuple[str, Told]]:
    """The change that an operation shows which has ended; None where that was told."""
    if told is not None and told.over:
        return None
    percent = 0.0 if told is None else told.percent
    return Change.END, Told(operation.status, operation.state, percent, over=True)


def unreadable(told: Optional[Told], fault: Fault) -> Optional[tuple[str, Told]]:
    """The change that it is if an operation cannot be read because of a fault that no retry helps.

    None where that was told, and for what concerns all operations alike: an authentication, or a host.
    """
    if fault.kind not in (FaultKind.FATAL, FaultKind.NOT_FOUND) or fault.http_status == UNAUTHENTICATED:
        return None
    before = Told() if told is None else told
    return None if before.unreadable or before.over else (Change.UNREADABLE, before._replace(unreadable=True))


def _step(percent: Optional[float], step: float) -> float:
    """The highest multiple of step that a percentage has reached. 100 belongs to the end."""
    if not percent or not step or not math.isfinite(percent):
        return 0.0
    return min(math.floor(percent / step) * step, 100.0)
