# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules that wait share: the stream of a wait, and how its outcome becomes a result. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Callable, Optional, Sequence, TypeVar

from .._core import decisions
from .._core.errors import RequestError
from .._core.operation import FaultKind
from .._core.watch import Key, Outcome, Watch
from .._http import retry
from .._http.retry import Limits
from .._polling import group_wait, waiter
from .._polling.group_wait import Group
from .._polling.waiter import Terms
from .._text import messages
from .._text.times import duration
from . import options
from .runner import Run

Found = TypeVar("Found")


def terms(run: Run) -> Terms:
    """The terms of a wait as the options say; in check mode those of a single poll. Raises UsageError, also for the report.

    The time of the task begins with this call.
    """
    run.open_report(run.params["report"])
    found = options.terms(run.params)
    if run.check_mode:
        return found._replace(timeout=0.0, on_failure="report")
    return found._replace(begin=group_wait.clock(), cancels=run.params["on_timeout"] == "cancel")


def limits(run: Run, wanted: Terms) -> Limits:
    """Those of the requests that are to find out what to wait for: they are retried until the deadline, as polls are."""
    timeout = max(run.params["timeout"], waiter.LEAST_SEARCH)
    begin = group_wait.clock() if wanted.begin is None else wanted.begin
    return retry.until(begin + timeout, waiter.longest_poll(timeout), waiter.UNRESOLVED_POLLS)


def found(run: Run, limits: Limits, find: Callable[[], Found]) -> Found:
    """What find returns, which finds out what to wait for. Whatever is transient in that is retried within limits.

    Raises RequestError, which says so where the time of the task was over.
    """
    try:
        return retry.tried(find, limits.retry, limits.deadline, time.monotonic, time.sleep)
    except RequestError as error:
        if error.fault.kind != FaultKind.TRANSIENT:
            raise
        text = f"Timed out after {duration(run.params['timeout'])}, before it was known what to wait for: {error}"
        raise RequestError(error.fault._replace(message=text), error.skew) from error


def wait(run: Run, groups: Sequence[Group], wanted: Terms, then: Optional[group_wait.Then] = None) -> Outcome:
    """Wait for these groups, and report each observation that changes something. Raises UsageError (the progress file).

    Afterwards wait for those that then gives, in the same stream; not in check mode, which polls once.
    """
    run.open_progress_file(run.params["progress_file"])
    every = list(groups)

    def begin() -> None:
        run.begin([(group.kind, group.ids) for group in every])

    def observer(watch: Watch, elapsed: float) -> None:
        group = every[watch.key.group if isinstance(watch.key, Key) else 0]
        count = sum(len(each.ids) for each in every)
        run.report({"elapsed": round(elapsed, 3), "operations": count, group.kind.event_key: group.entry(watch)}, watch)

    def go_on(outcome: Outcome) -> Sequence[Group]:
        added = then(outcome) if then is not None else ()
        every.extend(added)
        begin()
        return added

    begin()
    following = None if then is None or run.check_mode else go_on
    return group_wait.wait(groups, wanted, options.CONNECTIONS, observer if run.is_observed else None, following)


def summary(outcome: Outcome) -> dict[str, Any]:
    """What a wait returns beside its entries.

    The ids of what failed are not called "failed": that key belongs to Ansible.
    """
    return {
        "succeeded": _ids(outcome, "succeeded"),
        "unsuccessful": _ids(outcome, "failed"),
        "pending": _ids(outcome, "pending"),
        "timed_out": outcome.timed_out,
        "elapsed": round(outcome.elapsed, 3),
        "polls": outcome.polls,
    }


def ended(
    run: Run, group: Group, outcome: Outcome, found: dict[str, Any], then: Sequence[Group] = ()
) -> tuple[dict[str, Any], Optional[str]]:
    """What a wait for one group returns, and why the module is to fail, if it is. found has the entries of the group.

    then are the groups that were waited for afterwards, whose entries are there as well.
    """
    groups = [group, *then]
    more = [each.kind for each in then]
    found = dict(found, **summary(outcome))
    failed = set(found["unsuccessful"])
    entries = [(each.kind, entry) for each in groups for entry in found[each.kind.result_key]]
    found.update(decisions.keys([(kind, entry, entry["id"] in failed) for kind, entry in entries]))
    found["warnings"] = [*found["warnings"], *warnings(groups, outcome)]
    if run.check_mode:
        return dict(found, timed_out=False), None
    if outcome.broken:
        return found, messages.broken(group.kind, found, outcome.broken, more)
    return found, messages.verdict(group.kind, found, run.params, more)


def warnings(groups: Sequence[Group], outcome: Outcome) -> list[str]:
    """What the user should know of a wait although it may not have failed."""
    found = list(outcome.notes)
    for number, group in enumerate(groups):
        watches = group_wait.of_group(outcome.watches, number)
        found += messages.warnings(group.kind, [watch.id for watch in watches], watches)
    return found


def _ids(outcome: Outcome, wanted: str) -> list[str]:
    return [watch.id for watch in outcome.of(wanted)]
