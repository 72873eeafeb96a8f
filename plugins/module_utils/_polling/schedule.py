# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When to poll next: pure functions of what is known about an operation. Private to longops.oracle.

The schedule has no memory of earlier polls, so a wait that is run again in another process goes on as before.
All times are in seconds; chance is a random number from 0 up to 1.
"""

from __future__ import annotations

from typing import Optional

#: The part of an operation's age that passes until the next poll: an end is observed late by at most this part.
GROWTH = 0.1
#: The part of the time that the percentage says is left that passes until the next poll.
APPROACH = 0.5
#: How far chance moves a poll, so that many waits that began together do not poll together.
JITTER = 0.1
#: How much sooner, as a part of the gap, a poll may come that costs nothing because others are made anyhow.
EARLY = 0.25


def next_poll(
    age: float,
    percent: Optional[float],
    retry_after: Optional[float],
    interval: float,
    max_interval: float,
    chance: float,
) -> float:
    """Seconds until the next poll of a pending operation of this age: from interval to max_interval, at least retry_after."""
    gap = age * GROWTH
    if percent and 0 < percent < 100:
        gap = min(gap, age * (100 - percent) / percent * APPROACH)
    return _spread(gap, retry_after, interval, max_interval, chance)


def earliest(gap: float, retry_after: Optional[float], interval: float) -> float:
    """Seconds until a poll may come that costs nothing, where the next one of its own is due after gap."""
    return min(gap, max(gap * (1 - EARLY), interval, retry_after or 0.0))


def backoff(failures: int, retry_after: Optional[float], interval: float, max_interval: float, chance: float) -> float:
    """Seconds until the next try after this many failures in a row (1 or more): doubling, within the same bounds."""
    return _spread(interval * 2.0 ** min(failures - 1, 30), retry_after, interval, max_interval, chance)


def _spread(gap: float, retry_after: Optional[float], interval: float, max_interval: float, chance: float) -> float:
    gap = max(interval, min(gap, max_interval))
    lowest = max(interval, gap * (1 - JITTER))
    highest = min(max_interval, gap * (1 + JITTER))
    return max(lowest + (highest - lowest) * chance, retry_after or 0.0)
