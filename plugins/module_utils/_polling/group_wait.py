# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One wait over any number of groups: operations of one kind that share a client. Private to longops.oracle."""

from __future__ import annotations

import random
import time
from typing import Any, Optional, Protocol, Sequence

from .._core.errors import own_fault
from .._core.operation import OperationKind
from .._core.watch import Key, Outcome, Watch
from . import waiter
from .pollers import CompositePoller, Starts, Submits
from .thread_pool import Pool


class Group(Protocol):
    """What a kind of operation brings to a wait. Its ids are unique, but another group may have the same."""

    @property
    def kind(self) -> OperationKind:
        """What these operations are called."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the operations."""

    def poller(self, pool: Submits) -> Starts:
        """What polls these operations, with the threads of this pool."""

    def explain(self, watches: Sequence[Watch], timed_out: bool, deadline: float) -> None:
        """Read what explains how each of them ended, until that time of the monotonic clock."""

    def entry(self, watch: Watch) -> dict[str, Any]:
        """What is known of one operation, in the form in which modules return it, but without answer.

        It is for the stream, which has an entry for each change: an answer in each would repeat the same again and again.
        """

    def entries(self, watches: Sequence[Watch]) -> list[dict[str, Any]]:
        """The entries of all that the user asked for, in that order: also of what had ended before the wait."""


def wait(
    groups: Sequence[Group],
    terms: waiter.Terms,
    threads: int,
    observer: Optional[waiter.Observer] = None,
) -> Outcome:
    """Wait until the operations of all groups have ended, and read what explains their ends. The keys are (group, id).

    Of each group at most so many threads poll at the same time.
    """
    poller = CompositePoller([group.poller for group in groups], threads)
    keys = [Key(number, id_) for number, group in enumerate(groups) for id_ in group.ids]
    begin = clock() if terms.begin is None else terms.begin
    observer = observer and waiter.guarded(observer)
    try:
        outcome = waiter.wait(keys, poller, terms._replace(begin=begin), clock, random.random, observer)
    finally:
        poller.close()
    deadline = clock() + waiter.explain_timeout(outcome, terms)
    before = [watch.operation for watch in outcome.watches]

    def explain(number: int) -> None:
        try:
            groups[number].explain(of_group(outcome.watches, number), outcome.timed_out, deadline)
        except Exception as error:  # how they ended is known
            notes.append(
                f"{own_fault(error)}, so what explains the ends of operations is incomplete. Please report it."
            )

    notes: list[str] = []
    Pool(max(1, min(threads, len(groups)))).map(explain, range(len(groups)))
    if observer is not None:
        for watch, operation in zip(outcome.watches, before):
            if watch.operation != operation:  # its errors, logs or result are known now
                observer(watch, clock() - begin)
    return outcome._replace(notes=tuple(dict.fromkeys(notes)))


def clock() -> float:
    """The clock of waits, in seconds."""
    return time.monotonic()


def of_group(watches: Sequence[Watch], number: int) -> list[Watch]:
    """Those of the watches that are of the group of that number."""
    return [watch for watch in watches if isinstance(watch.key, Key) and watch.key.group == number]
