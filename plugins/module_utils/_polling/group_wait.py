# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One wait over any number of groups: operations of one kind that share a client. Private to longops.oracle."""

from __future__ import annotations

import random
import time
from typing import Any, Callable, Optional, Protocol, Sequence

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


#: Gives the groups that are to be waited for next, by how those before have ended.
Then = Callable[[Outcome], Sequence[Group]]


def wait(
    groups: Sequence[Group],
    terms: waiter.Terms,
    threads: int,
    observer: Optional[waiter.Observer] = None,
    then: Optional[Then] = None,
) -> Outcome:
    """Wait until the operations of all groups have ended, and read what explains their ends. The keys are (group, id).

    Of each group at most so many threads poll at the same time. Where the wait did not end early, it goes on with the groups
    that then gives, under the same deadline. Their numbers follow those of the groups before.
    """
    terms = terms._replace(begin=clock() if terms.begin is None else terms.begin)
    observer = observer and waiter.guarded(observer)
    outcome = _stage(groups, 0, terms, threads, observer, then is not None)
    if then is None or outcome.broken or (terms.on_failure == "fail_fast" and outcome.of("failed")):
        return outcome
    try:
        added = then(outcome)
    except Exception as error:  # how the operations ended is known
        return outcome._replace(broken=f"{own_fault(error)}, so the wait ended early. Please report it.")
    if not any(group.ids for group in added):
        return outcome
    last = _stage(added, len(groups), terms, threads, observer, False)
    return last._replace(
        watches=outcome.watches + last.watches,
        timed_out=outcome.timed_out or last.timed_out,
        notes=tuple(dict.fromkeys(outcome.notes + last.notes)),
    )


def _stage(
    groups: Sequence[Group],
    first: int,
    terms: waiter.Terms,
    threads: int,
    observer: Optional[waiter.Observer],
    goes_on: bool,
) -> Outcome:
    """Wait for groups whose numbers begin with first. goes_on says whether others are waited for afterwards."""
    keys = [Key(number, id_) for number, group in enumerate(groups, first) for id_ in group.ids]
    if first and clock() >= waiter.end_of_polls(terms):  # those before took all of the time
        unread = tuple(Watch(key, clock()) for key in keys)
        return Outcome(unread, clock() - (terms.begin or 0.0), True)
    poller = CompositePoller([group.poller for group in groups], threads, first)
    try:
        outcome = waiter.wait(keys, poller, terms, clock, random.random, observer)
    finally:
        poller.close()
    deadline = clock() + waiter.explain_timeout(outcome, terms)
    if goes_on:
        deadline = min(deadline, _end_of_stage(terms))
    return _explained(groups, first, outcome, terms, threads, observer, deadline)


def _explained(
    groups: Sequence[Group],
    first: int,
    outcome: Outcome,
    terms: waiter.Terms,
    threads: int,
    observer: Optional[waiter.Observer],
    deadline: float,
) -> Outcome:
    """The outcome of these groups with what explains how their operations ended, as far as it is read until that time."""
    before = [watch.operation for watch in outcome.watches]

    def explain(number: int) -> None:
        try:
            groups[number].explain(of_group(outcome.watches, first + number), outcome.timed_out, deadline)
        except Exception as error:  # how they ended is known
            notes.append(
                f"{own_fault(error)}, so what explains the ends of operations is incomplete. Please report it."
            )

    notes: list[str] = []
    Pool(max(1, min(threads, len(groups)))).map(explain, range(len(groups)))
    if observer is not None:
        for watch, operation in zip(outcome.watches, before):
            if watch.operation != operation:  # its errors, logs or result are known now
                observer(watch, clock() - (terms.begin or 0.0))
    return outcome._replace(notes=tuple(dict.fromkeys(notes)))


def _end_of_stage(terms: waiter.Terms) -> float:
    """Until when to explain what has ended, so that those that come afterwards are polled at the deadline at the latest."""
    return max((terms.begin or 0.0) + terms.timeout, (clock() + waiter.end_of_polls(terms)) / 2)


def clock() -> float:
    """The clock of waits, in seconds."""
    return time.monotonic()


def of_group(watches: Sequence[Watch], number: int) -> list[Watch]:
    """Those of the watches that are of the group of that number."""
    return [watch for watch in watches if isinstance(watch.key, Key) and watch.key.group == number]
