# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a group of the entries of operation_wait that are about GoldenGate requests. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Sequence

from .._ansible.options import CONNECTIONS
from .._ansible.runner import Run
from .._core.watch import Watch
from .._goldengate import connection, request_ids
from .._goldengate.wait import RequestGroup
from .entries import Entry
from .faults import Faults
from .part import Part


class GoldenGateRequests(Part):
    """Requests of one service. Each call that was complete when it was answered is one of its own, in its place."""

    def __init__(self, run: Run, entries: Sequence[Entry]) -> None:
        super().__init__(run, entries)
        self._calls: list[tuple[int, request_ids.Call]] = []

    def parse(self, entry: Entry) -> bool:
        found = request_ids.find(entry.given)
        self._calls += [(entry.number, call) for call in found]
        return bool(found)

    def connect(self, faults: Faults) -> None:
        if not self.params["url"]:
            faults.add(self.entries, "url is missing. Set it under options, or for all entries.")
            return
        with faults.of_options(self.entries):
            self.client = self._run.closing(connection.client(self.params, self._run.secrets))

    def locate(self, faults: Faults) -> None:
        unique: dict[Any, tuple[int, request_ids.Call]] = {}
        for position, (number, call) in enumerate(self._calls):
            unique.setdefault(call.id or position, (number, call))
        self.places = [number for number, _call in unique.values()]
        self.group = RequestGroup(self.client, [call for _number, call in unique.values()], False, CONNECTIONS)

    def cancel(self, watches: Sequence[Watch], deadline: float) -> list[str]:
        return []  # GoldenGate has no call for it
