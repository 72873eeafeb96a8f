# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for work requests: joins the client, the waiter and threads, then fetches what explains the end.

Private to longops.oracle.
"""

from __future__ import annotations

import random
import time
from typing import Collection, NamedTuple, Optional, Sequence

from .._core.operation import Operation
from .._polling import waiter
from .._polling.thread_pool import Pool
from .._text.sanitize import some
from .api.client import OciClient, Target
from .poller import Poller

#: Work requests that a warning names where many are concerned.
NAMED = 3


def wait(
    client: OciClient,
    targets: Sequence[Target],
    terms: waiter.Terms,
    logs: str,
    connections: int,
    compartment_id: Optional[str] = None,
) -> waiter.Outcome:
    """Wait for all targets. logs is "failed", "all" or "none": whose log entries to fetch at the end.

    compartment_id is where those may be that do not say where they are.
    Operations that failed or wait for a person come with their errors, and so do those that are not over at the deadline,
    unless logs is "none": a wait that is a slice of a longer one asks for nothing but what has changed.
    """
    looker = Poller(client, targets, compartment_id, connections)
    outcome = waiter.wait([target.id for target in targets], looker, terms, time.monotonic, random.random)
    deadline = time.monotonic() + waiter.patience(outcome, terms)
    questions = _questions(targets, outcome, looker.partly_observed, logs)
    _explain(client, questions, Pool(connections), deadline)
    return outcome


class Question(NamedTuple):
    """What is to be asked about one operation after the wait: the rest of it where a list has shown but a part, errors, logs."""

    watch: waiter.Watch
    target: Target
    whole: bool
    errors: bool
    logs: bool


def _questions(
    targets: Sequence[Target], outcome: waiter.Outcome, partly_observed: Collection[str], logs: str
) -> list[Question]:
    questions = []
    for watch, target in zip(outcome.watches, targets):
        if watch.operation is None or (watch.fault is not None and not watch.operation.ended):
            continue  # it could not be read just now, so neither can what stands beside it
        troubled = watch.outcome == "failed" or (watch.outcome == "pending" and outcome.timed_out and logs != "none")
        wanted = logs == "all" or (logs == "failed" and troubled)
        question = Question(watch, target, troubled and target.id in partly_observed, troubled, wanted)
        if question.whole or question.errors or question.logs:
            questions.append(question)
    return questions


def _explain(client: OciClient, questions: Sequence[Question], pool: Pool, deadline: float) -> None:
    """Ask all questions, and keep what was learned of each operation."""
    late: set[str] = set()

    def ask(question: Question) -> Operation:
        operation = question.watch.operation
        for wanted, key, read in (
            (question.whole, None, client.completed),
            (question.errors, "errors", client.errors),
            (question.logs, "logs", client.logs),
        ):
            if not wanted or (key and getattr(operation, key) is not None):
                continue
            if time.monotonic() >= deadline:
                late.add(question.target.id)
            else:
                operation = read(question.target, operation, deadline)
        return operation

    for question, operation in zip(questions, pool.map(ask, questions)):
        question.watch.operation = operation
    if late:
        client.warn(f"No time was left to read all errors and logs of {some(sorted(late), NAMED)}.")
