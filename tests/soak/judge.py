# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what a wait has returned with what was planned and with what the simulator answered: pure."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from .workload import Planned

#: Seconds from the arrival of a request, which the journal has, to the moment that its answer is about: faults delay it, and other requests.
LATE = 5.0


class Verdict(NamedTuple):
    """What is wrong with the outcome of one wait: each list has a sentence for each operation."""

    lost: list[str]  # planned, and not in the result as something that has ended
    wrong: list[str]  # in the result with another outcome than planned, or before it can have been known
    polled_on: list[
        str
    ]  # polled after its end was answered: no fault where that answer came too late, on a busy machine


def judge(planned: Sequence[Planned], result: Mapping[str, Any], journal: Iterable[Any]) -> Verdict:
    """journal has the simulator's entries, at least those about these operations and all lists."""
    told = _told(result)
    states = {
        entry["id"]: entry["state"]
        for key in ("work_requests", "resources", "requests")
        for entry in result.get(key) or ()
        if entry
    }
    entries = list(journal)
    listed = [entry.time for entry in entries if entry.call == "list" and entry.status == 200]
    read: dict[str, list[Any]] = {}
    for entry in entries:
        if entry.call in ("get", "resource") and entry.operation:
            read.setdefault(str(entry.operation), []).append(entry)
    lost, wrong, polled_on = [], [], []
    for each in planned:
        outcome = told.get(each.id)
        own = read.get(each.id, [])
        after = [number for number, entry in enumerate(own) if entry.time + LATE > each.ends and _tells(entry)]
        whole = [number for number in after if not own[number].fault and own[number].time > each.ends]
        if outcome is None:
            lost.append(f"{each.id} was to be {each.outcome}, and is in no list of the result")
        elif outcome == "pending":
            lost.append(f"{each.id} was to be {each.outcome}, and is pending")
        elif outcome != each.outcome or states.get(each.id) != each.outcome:
            wrong.append(f"{each.id} was to be {each.outcome}, and is {outcome} ({states.get(each.id)})")
        elif not after and not any(time + LATE > each.ends for time in listed):
            wrong.append(f"{each.id} is {outcome}, which no answer said: it was not read after its end")
        # What a list has shown of one that failed is completed by one more request.
        more = len(own) - 1 - whole[0] if whole else 0
        if more > (each.outcome != "succeeded"):
            polled_on.append(f"{each.id} was polled {more} times after its end had been answered")
    return Verdict(lost, wrong, polled_on)


def _tells(entry: Any) -> bool:
    """Whether an answer can tell of an end: that it is not found is one of a resource."""
    return entry.status == 200 or (entry.status == 404 and entry.call == "resource")


def _told(result: Mapping[str, Any]) -> dict[str, str]:
    names = {"succeeded": "succeeded", "unsuccessful": "failed", "pending": "pending"}
    return {str(id_): outcome for key, outcome in names.items() for id_ in result.get(key) or ()}
