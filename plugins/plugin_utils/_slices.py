# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up the slices that a wait was cut into: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from ansible_collections.longops.oracle.plugins.module_utils import _report

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
        self._polls = 0
        self._warnings: list[str] = []

    def add(self, part: Mapping[str, Any]) -> None:
        """Take in the result of one slice."""
        for position, entry in enumerate(part[self._key]):
            # A call that was over when it answered has no id, and is only in the first slice.
            key = entry["id"] or "#%d" % position
            before = self._entries.get(key)
            # What was seen before still counts in a slice that could not read it.
            lost = entry["state"] is None and before is not None
            self._entries[key] = dict(before, fault=entry["fault"]) if lost else entry
        for outcome in OUTCOMES:
            self._outcomes.update((key, outcome) for key in part[outcome])
        self._polls += part["polls"]
        self._warnings += part.get("warnings", ())
        self._last = dict(part)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Every operation as it was last seen, in the order in which they were asked for."""
        return list(self._entries.values())

    def pending(self) -> list[dict[str, Any]]:
        """The entries of those that are not over."""
        return [entry for entry in self.entries if self._outcomes.get(entry["id"]) == "pending"]

    def result(self, elapsed: float, failed_fast: bool) -> dict[str, Any]:
        """The result of the whole wait, which took elapsed seconds. failed_fast: it ended because something failed."""
        result = {name: value for name, value in self._last.items() if name not in ("failed", "msg", "exception")}
        result[self._key] = self.entries
        for outcome in OUTCOMES:
            result[outcome] = [key for key, found in self._outcomes.items() if found == outcome]
        result["timed_out"] = bool(result["pending"]) and not failed_fast
        result["elapsed"] = round(elapsed, 3)
        result["polls"] = self._polls
        if self._warnings:
            result["warnings"] = _report.added(self._warnings)
        return result
