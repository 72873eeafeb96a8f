# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up the slices that a wait was cut into: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from ..module_utils._core.operation import State
from ..module_utils._text import messages

OUTCOMES = ("succeeded", "unsuccessful", "pending")


class Total:
    """What is known after some slices, in the form in which one run of the module would have returned it.

    key is that of the entries in a result: work_requests, requests.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._entries: dict[str, dict[str, Any]] = {}
        self._outcomes: dict[Optional[str], str] = {}
        self._last: dict[str, Any] = {}
        self._resource: dict[str, Any] = {}
        self._invocation: Optional[dict[str, Any]] = None
        self._polls = 0
        self._warnings: list[str] = []
        self._slices = 0
        self._seen: dict[Optional[str], int] = {}  # the latest slice that could read it
        self._owed: set[Optional[str]] = set()

    def add(self, part: Mapping[str, Any], sparing: bool = False) -> None:
        """Take in the result of one slice. sparing: it read no logs of what was over."""
        self._slices += 1
        for position, entry in enumerate(part[self._key]):
            # A call that was over when it answered has no id, and is only in the first slice.
            key = entry["id"] or "#%d" % position
            before = self._entries.get(key)
            if entry["state"] is not None or before is None:
                self._entries[key] = dict(entry)
            else:  # what was seen before still counts in a slice that could not read it
                before.update(
                    (name, entry[name]) for name in ("fault", "opc_request_id") if entry.get(name) is not None
                )
            if entry["state"] is not None:
                self._seen[entry["id"]] = self._slices
        for outcome in OUTCOMES:
            self._outcomes.update((key, outcome) for key in part[outcome])
        over = [*part["succeeded"], *part["unsuccessful"]]
        (self._owed.update if sparing else self._owed.difference_update)(over)
        self._polls += part["polls"]
        # What a slice could not read at all the next one reads first: that its looks failed is in the fault, if it stays so.
        unread = {entry["id"] for entry in part[self._key] if entry["state"] is None}
        self._warnings += [text for text in map(_text, part.get("warnings", ())) if not _is_about(text, unread)]
        self._invocation = self._invocation or part.get("invocation")
        self._last = dict(part)
        if "resource" in part:  # only the first slice asks for one
            self._resource = {"resource": part["resource"]}

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Every operation as it was last seen, in the order in which they were asked for."""
        return list(self._entries.values())

    def pending(self) -> list[dict[str, Any]]:
        """The entries of those that are not over, those first that could not be read for longest.

        A service that allows few requests may leave those at the end of a slice without a look.
        """
        pending = [entry for entry in self.entries if self._outcomes.get(entry["id"]) == "pending"]
        return sorted(pending, key=lambda entry: self._seen.get(entry["id"], 0))

    def unexplained(self, all_logs: bool) -> list[dict[str, Any]]:
        """The entries of those that came to a bad end, or with all_logs to any, in slices that read no logs."""
        found = [entry for entry in self.entries if entry["id"] in self._owed and _is_readable(entry)]
        return [entry for entry in found if all_logs or self._outcomes[entry["id"]] == "unsuccessful"]

    def result(self, elapsed: float, failed_fast: bool) -> dict[str, Any]:
        """The result of the whole wait, which took elapsed seconds. failed_fast: it ended because something failed."""
        result = {name: value for name, value in self._last.items() if name not in ("failed", "msg", "exception")}
        result.update(self._resource)
        order = {entry["id"]: None for entry in self.entries if entry["id"] in self._outcomes}
        result[self._key] = self.entries
        for outcome in OUTCOMES:
            result[outcome] = [key for key in order if self._outcomes[key] == outcome]
        result["timed_out"] = bool(result["pending"]) and not failed_fast
        result["elapsed"] = round(elapsed, 3)
        result["polls"] = self._polls
        if self._warnings:
            result["warnings"] = messages.added(self._warnings)
        if self._invocation is not None:
            result["invocation"] = self._invocation
        return result


def _is_readable(entry: Mapping[str, Any]) -> bool:
    """Whether the module would have read what stands beside it: it could read the operation itself."""
    return entry["state"] is not None and (entry["fault"] is None or entry["state"] in State.ENDED)


def _is_about(warning: str, ids: set[Optional[str]]) -> bool:
    """Whether a warning begins with the name of one of these: Work request ID: 2 looks failed ..."""
    return any(word.rstrip(":") in ids for word in warning.split(" ", 3)[:3])


def _text(warning: Any) -> str:
    """From ansible-core 2.19 on a module's warnings arrive as objects that have the text of an event."""
    return warning if isinstance(warning, str) else str(getattr(getattr(warning, "event", None), "msg", warning))
