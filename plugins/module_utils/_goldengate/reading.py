# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads GoldenGate requests once, several at a time, and turns what was seen into entries. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._goldengate import location, results
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.client import GoldenGateClient
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.location import Started
from ansible_collections.longops.oracle.plugins.module_utils._operation import Observation
from ansible_collections.longops.oracle.plugins.module_utils._pool import Pool
from ansible_collections.longops.oracle.plugins.module_utils._waiter import Watch


def started(client: GoldenGateClient, given: Any) -> list[Started]:
    """The requests in a value as location.find() takes it; all that the service knows where there is no value."""
    if given is None:
        return [Started(request_id) for request_id in client.list()]
    return location.find(given)


def by_id(
    client: GoldenGateClient, calls: Sequence[Started], include_result: bool, connections: int
) -> list[Optional[Observation]]:
    """Each request as it is now; None for a call that was over when it answered."""

    def read(call: Started) -> Optional[Observation]:
        if call.id is None:
            return None
        seen = client.read(call.id)
        if include_result and seen.operation is not None and seen.operation.ended:
            return seen._replace(operation=client.with_result(seen.operation))
        return seen

    return Pool(connections).map(read, calls)


def observed(client: GoldenGateClient, call: Started, seen: Optional[Observation]) -> dict[str, Any]:
    """The entry of one reading."""
    if call.id is None or seen is None:
        return results.at_once(call, client.service)
    return results.entry(call.id, client.service, seen.operation, seen.fault)


def watched(client: GoldenGateClient, call: Started, watch: Optional[Watch]) -> dict[str, Any]:
    """The entry of what a wait last saw."""
    if call.id is None or watch is None:
        return results.at_once(call, client.service)
    return results.entry(call.id, client.service, watch.operation, watch.fault)
