# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a result of the last observations, where a module could not return one: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ..module_utils._core import decisions
from ..module_utils._core.operation import FaultKind, OperationKind, State
from ..module_utils._text import messages
from ..module_utils._text.sanitize import clean
from ..module_utils._text.times import duration
from ._events import Entry, Event

#: What is said of operations whose wait has ended early.
_NEXT = "The operations go on: run the task again to continue waiting."


def result(
    why: str, events: Sequence[Event], kinds: Sequence[OperationKind], asked: Mapping[str, Any]
) -> dict[str, Any]:
    """A failed result with the keys of a wait for operations of these kinds.

    events has the latest of each operation, asked are the options of the task. polls is None: the module alone has
    counted them.
    """
    entries: dict[str, list[Entry]] = {kind.result_key: [] for kind in kinds}
    ids: dict[str, list[str]] = {"succeeded": [], "unsuccessful": [], "pending": []}
    ended: list[decisions.Ended] = []
    for event in events:
        outcome = _outcome(event.entry, asked)
        entries[event.kind.result_key].append(event.entry)
        ids[outcome].append(event.id)
        ended.append((event.kind, event.entry, outcome == "unsuccessful"))
    return {
        **entries,
        **ids,
        **decisions.keys(ended),
        **({"canceling": []} if asked.get("on_timeout") == "cancel" else {}),
        "changed": False,
        "failed": True,
        "timed_out": False,
        "elapsed": max((event.elapsed for event in events), default=0.0),
        "polls": None,
        "msg": f"{clean(why).rstrip('.')}. {_last(events)}",
    }


def _last(events: Sequence[Event]) -> str:
    parts = [_observed(event) for event in events[: messages.FEW]]
    if len(events) > len(parts):
        parts.append(f"The result has the last observation of {len(events) - len(parts)} more.")
    return " ".join([*parts, _NEXT])


def _observed(event: Event) -> str:
    entry = event.entry
    called = messages.name(
        event.kind.noun, event.id, entry.get("operation_type"), entry.get("service"), entry.get("display_name")
    )
    status = messages.progress_of(entry) if entry["state"] else "not read"
    return f"After {duration(event.elapsed)}, {called} was {status}."


def _outcome(entry: Entry, asked: Mapping[str, Any]) -> str:
    """As the wait itself has it: what cannot be read or is not to be waited for any more has failed as well."""
    if entry["state"] == State.SUCCEEDED:
        return "succeeded"
    is_unreadable = (entry.get("fault") or {}).get("kind") == FaultKind.FATAL
    is_stuck = entry["state"] == State.ATTENTION and asked.get("on_attention") == "fail"
    return "unsuccessful" if entry["state"] in State.ENDED or is_unreadable or is_stuck else "pending"
