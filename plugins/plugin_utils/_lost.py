# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a result of the last observations, where a module could not return one: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

from ..module_utils._core.operation import State
from ..module_utils._text import messages
from ..module_utils._text.times import duration
from ._progress import NOUNS

Events = Mapping[Any, Mapping[str, Any]]
#: What is said of operations whose wait has ended early.
_NEXT = "The operations go on: run the task again to wait on."


def connection(why: str, latest: Events, keys: Sequence[str]) -> dict[str, Any]:
    """The result of a task whose host could not be reached any more."""
    return _result(f"The connection to the host of the wait was lost: {why.strip()}", latest, keys)


def module(result: Mapping[str, Any], latest: Events, keys: Sequence[str]) -> dict[str, Any]:
    """The result of a module that ended without one of its own, or that failed before it had one."""
    lost = _result(str(result.get("msg") or "The module ended without a result.").strip(), latest, keys)
    return {**lost, **{key: value for key, value in result.items() if key not in ("failed", "msg")}}


def _result(why: str, latest: Events, keys: Sequence[str]) -> dict[str, Any]:
    entries = {key: [] for key in keys}  # type: dict[str, list[Any]]
    ids: dict[str, list[str]] = {"succeeded": [], "unsuccessful": [], "pending": []}
    for name, entry in _entries(latest.values()):
        entries.setdefault(f"{name}s", []).append(entry)
        ids[_outcome(entry)].append(entry["id"])
    elapsed = max((float(event["elapsed"]) for event in latest.values()), default=0.0)
    message = f"{why.rstrip('.')}. {_last(latest)}"
    return {**entries, **ids, "changed": False, "timed_out": False, "elapsed": elapsed, "failed": True, "msg": message}


def _last(latest: Events) -> str:
    parts = []
    for event in latest.values():
        for name, entry in _entries([event]):
            called = messages.name(NOUNS[name], entry["id"], entry.get("operation_type"), entry.get("service"))
            status = messages.progress_of(entry) if entry["state"] else "not read"
            parts.append(f"After {duration(float(event['elapsed']))}, {called} was {status}.")
    shown = parts[: messages.FEW]
    if len(parts) > len(shown):
        shown.append(f"The result has the last observation of {len(parts) - len(shown)} more.")
    return " ".join([*shown, _NEXT])


def _entries(events: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for event in events:
        for name in NOUNS:
            if name in event:
                yield name, event[name]


def _outcome(entry: Mapping[str, Any]) -> str:
    if entry["state"] == State.SUCCEEDED:
        return "succeeded"
    return "unsuccessful" if entry["state"] in State.ENDED else "pending"
