# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns a wait over any mix of operations into what operation_wait returns. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._ansible import waits
from .._ansible.runner import Run
from .._core import decisions
from .._core.watch import Outcome
from .._goldengate.kind import KIND as REQUEST
from .._oci.kind import KIND as WORK_REQUEST
from .._polling import group_wait
from .._polling.waiter import end_of_task
from .._resources.kind import KIND as RESOURCE
from .._text.report import Reported, report
from .groups import Made

#: Where the entries of each kind are listed.
RESULT_KEYS = tuple(kind.result_key for kind in (WORK_REQUEST, REQUEST, RESOURCE))
#: Where the ids are listed, by the outcome of the operation.
IDS = {"succeeded": "succeeded", "failed": "unsuccessful", "pending": "pending"}


def refused(faults: Sequence[str], params: Mapping[str, Any]) -> tuple[dict[str, Any], Optional[str]]:
    """The result where nothing was polled: all keys are there, so that a playbook can rely on them."""
    nothing: dict[str, Any] = {
        **waits.summary(Outcome((), 0.0, False)),
        **decisions.keys([]),
        **{key: [] for key in RESULT_KEYS},
    }
    found = {**nothing, "not_started": list(faults)}
    found["report"] = report([], found, params["timeout"])
    return found, found["report"]


def ended(run: Run, made: Made, outcome: Outcome) -> tuple[dict[str, Any], Optional[str]]:
    """The result of a wait, and why the module is to fail, if it is: the report says it."""
    params = run.params
    found: dict[str, Any] = {**waits.summary(outcome), "not_started": []}
    found.update((key, []) for key in (*RESULT_KEYS, *IDS.values()))
    if run.check_mode:
        found["timed_out"] = False
    reported: list[tuple[int, Reported]] = []
    canceling: list[str] = []
    for number, part in enumerate(made.parts):
        watches = group_wait.of_group(outcome.watches, number)
        outcomes = {watch.id: watch.outcome for watch in watches}
        for place, each in zip(part.places, part.group.entries(watches)):
            reported.append((place, (part.group.kind, each, outcomes.get(each["id"], "succeeded"))))
        if params["on_timeout"] == "cancel" and found["timed_out"]:
            pending = [watch for watch in watches if watch.outcome == "pending"]
            canceling += part.cancel(pending, end_of_task(made.terms))
    ordered = [each for _place, each in sorted(reported, key=lambda pair: pair[0])]
    for kind, entry, end in ordered:
        found[kind.result_key].append(entry)
        if entry["id"] is not None:
            found[IDS[end]].append(entry["id"])
    found.update(decisions.keys([(kind, entry, end == "failed") for kind, entry, end in ordered]))
    if params["on_timeout"] == "cancel":
        found["canceling"] = canceling
        found["changed"] = bool(canceling)
    found["warnings"] = [
        *(text for part in made.parts for text in part.client.warnings),
        *waits.warnings(made.groups, outcome),
    ]
    found["report"] = report(ordered, found, params["timeout"])
    if outcome.broken:
        found["report"] = f"{outcome.broken}\n{found['report']}"
    failed = outcome.broken or (found["unsuccessful"] and params["on_failure"] != "report")
    late = found["timed_out"] and params["on_timeout"] != "report"
    return found, found["report"] if (failed or late) and not run.check_mode else None
