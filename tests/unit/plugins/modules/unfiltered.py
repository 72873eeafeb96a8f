# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that ignores the filter by resource: it lists what is about a cluster, what names another one, and what names none."""

from __future__ import annotations

from typing import Any

from ansible_collections.longops.oracle.tests.simulator import Simulator


class Unfiltered:
    """Work requests without an end, of which only ours is certainly about the cluster."""

    def __init__(self, sim: Simulator, cluster: str) -> None:
        self._sim = sim
        about = ([{"identifier": id_, "entity_type": "cluster"}] for id_ in (cluster, f"{cluster}2"))
        self.ours, self.other, self.silent = (
            sim.launch("container_engine", outcome=None, resources=each) for each in (*about, [])
        )
        same = {"status": "IN_PROGRESS", "operationType": "CLUSTER_UPDATE"}
        body = [{"id": each.id, **same} for each in (self.ours, self.other, self.silent)]
        sim.fault(call="list", status=200, body=body, times=None)

    def check_canceled(self, done: Any) -> None:
        """At the deadline of a wait for the cluster only ours is canceled. What names none is waited for, what names others only is not."""
        ours, silent = self.ours.id, self.silent.id
        assert (done.result["canceling"], sorted(done.result["pending"])) == ([ours], sorted([ours, silent]))
        assert [entry.operation for entry in self._sim.journal.of(call="cancel")] == [ours]
        assert any(f"names other resources only: {self.other.id}. It was left out." in text for text in done.warnings)
        assert any(
            text.startswith(f"Work request {silent} could not be canceled: it does not say which resources it affects")
            for text in done.warnings
        )
