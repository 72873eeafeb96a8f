# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for work requests: joins the client, the waiter and threads, then fetches what explains the end.

Private to longops.oracle.
"""

from __future__ import annotations

import random
import time
from typing import Sequence

from ansible_collections.longops.oracle.plugins.module_utils import _waiter
from ansible_collections.longops.oracle.plugins.module_utils._oci.client import OciClient, Target
from ansible_collections.longops.oracle.plugins.module_utils._pool import Looker, Pool


def wait(
    client: OciClient, targets: Sequence[Target], terms: _waiter.Terms, logs: str, connections: int
) -> _waiter.Outcome:
    """Wait for all targets. logs is "failed", "all" or "none": whose log entries to fetch at the end.

    Operations that failed or wait for a person come with their errors, and so do those that are not over at the deadline,
    unless logs is "none": a wait that is a slice of a longer one asks for nothing but what has changed.
    """
    by_id = {target.id: target for target in targets}
    looker = Looker(lambda key, give_up_at: client.look(by_id[key], give_up_at), connections)
    outcome = _waiter.wait(by_id, looker, terms, time.monotonic, random.random)
    _explain(client, targets, outcome, logs, Pool(connections), time.monotonic() + _waiter.patience(outcome, terms))
    return outcome


def _explain(
    client: OciClient, targets: Sequence[Target], outcome: _waiter.Outcome, logs: str, pool: Pool, give_up_at: float
) -> None:
    questions = []
    for watch, target in zip(outcome.watches, targets):
        if watch.operation is None or (watch.fault is not None and not watch.operation.ended):
            continue  # it could not be read just now, so neither can what stands beside it
        troubled = watch.outcome == "failed" or (watch.outcome == "pending" and outcome.timed_out and logs != "none")
        if troubled and watch.operation.errors is None:
            questions.append((watch, target, "errors"))
        if watch.operation.logs is None and (logs == "all" or (logs == "failed" and troubled)):
            questions.append((watch, target, "logs"))

    late: set[str] = set()

    def ask(question: tuple[_waiter.Watch, Target, str]) -> object:
        watch, target, kind = question
        if time.monotonic() >= give_up_at:
            late.add(target.id)
            return None
        read = client.errors if kind == "errors" else client.logs
        return getattr(read(target, watch.operation, give_up_at), kind)

    for (watch, target, kind), found in zip(questions, pool.map(ask, questions)):
        watch.operation = watch.operation._replace(**{kind: found})
    if late:
        client.warn("No time was left to read all errors and logs of %s." % ", ".join(sorted(late)))
