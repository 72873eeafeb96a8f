# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of a wait, in whatever form: its outcome in a sentence, its sums, and its operations in order: pure.

Private to longops.oracle.
"""

from __future__ import annotations

import statistics
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from .._text import messages
from .._text.sanitize import clean, clean_lines, shortened
from .._text.times import duration
from .axis import Axis, axis, utc
from .described import Described, Verdict
from .describing import describe
from .timeline import Timeline, Track

#: Seconds by which two clocks may differ without a report saying so: headers have whole seconds, and answers take time.
CLOCK_TOLERANCE = 3.0
#: The verdicts, worst first, and what the sums call them.
ORDER = (Verdict.FAILED, Verdict.UNREADABLE, Verdict.CANCELED, Verdict.ATTENTION, Verdict.PENDING, Verdict.SUCCEEDED)
CALLED = {
    Verdict.FAILED: "failed",
    Verdict.UNREADABLE: "could not be read",
    Verdict.CANCELED: "canceled",
    Verdict.ATTENTION: "requires attention",
    Verdict.PENDING: "not over",
    Verdict.SUCCEEDED: "succeeded",
}
#: Failures from which on equal reasons are counted.
REASONS_FROM = 3
#: Reasons, and numbers of operations of one reason, that are listed.
MOST_REASONS, MOST_NUMBERS = 20, 10


class Reason(NamedTuple):
    """A reason that failures have in common: its category, its text, how many have it, and the numbers of the first of them."""

    category: str
    text: str
    operations: int
    numbers: Sequence[int]


class Content(NamedTuple):
    """A report. operations are in the order in which they are shown, counts has those verdicts that there are.

    verdict is that of the wait as a whole; None where nothing was waited for. facts are names and values, notes sentences.
    """

    title: str
    verdict: Optional[Verdict]
    counts: Mapping[Verdict, int]
    facts: Sequence[tuple[str, str]]
    message: Sequence[str]
    notes: Sequence[str]
    warnings: Sequence[str]
    reasons: Sequence[Reason]
    operations: Sequence[Described]
    axis: Axis
    day: str
    began: float
    ended: float


def content(timeline: Timeline, result: Optional[Mapping[str, Any]], now: float) -> Content:
    """The report on a wait at this time. result is what its module returns, safe as it leaves; None where it was interrupted."""
    began = now if timeline.began is None else timeline.began
    found = result or {}
    tracks = [*timeline.tracks, *_others(timeline, found)]
    skew = _common_skew(tracks)
    began, ended = began + skew, max(now, began) + skew
    day = utc(began)[:10]
    described = [describe(track, skew, _shift(track, skew), (began, ended), day) for track in tracks]
    described.sort(key=lambda each: (ORDER.index(each.verdict), each.begin if each.begin is not None else ended))
    operations = [each._replace(number=number) for number, each in enumerate(described, start=1)]
    counts = {verdict: sum(1 for each in operations if each.verdict == verdict) for verdict in ORDER}
    title, verdict = _title(operations, counts, result)
    spans = [(each.begin, each.end) for each in operations if each.begin is not None and each.end is not None]
    return Content(
        title,
        verdict,
        {each: count for each, count in counts.items() if count},
        _facts(found, began, ended, result is None),
        _message(found, operations),
        _notes(skew, [_shift(track, skew) for track in tracks], result is None),
        [shortened(clean(text), messages.LONGEST) for text in found.get("warnings") or ()],
        _reasons(operations),
        operations,
        axis(spans, began, ended),
        day,
        began,
        ended,
    )


def _others(timeline: Timeline, found: Mapping[str, Any]) -> list[Track]:
    """What was never polled: calls that were complete when they were answered have an entry in the result, and nothing else."""
    return [
        Track(None, kind, entry, "succeeded")
        for kind in timeline.kinds
        for entry in found.get(kind.result_key) or ()
        if entry.get("id") is None
    ]


def _common_skew(tracks: Sequence[Track]) -> float:
    """Seconds by which this host's clock is behind those of most servers; 0 where it hardly is, or they do not say."""
    known = [track.skew for track in tracks if track.skew is not None]
    skew = statistics.median(known) if known else 0.0
    return skew if abs(skew) > CLOCK_TOLERANCE else 0.0


def _shift(track: Track, skew: float) -> float:
    """Seconds by which the times of an operation are moved on the axis, because its server's clock differs from the others."""
    shift = 0.0 if track.skew is None else skew - track.skew
    return shift if abs(shift) > CLOCK_TOLERANCE else 0.0


def _title(
    operations: Sequence[Described], counts: Mapping[Verdict, int], result: Optional[Mapping[str, Any]]
) -> tuple[str, Optional[Verdict]]:
    """The outcome as a sentence without a period, and as a verdict."""
    total, bad = len(operations), total_of(counts, ORDER[:4])
    over = total - counts[Verdict.PENDING] - counts[Verdict.ATTENTION]
    if result is None and not operations:
        return "Interrupted before the wait began", Verdict.PENDING
    if result is None:
        return f"Interrupted: {over} of {operations_of(total)} had ended", Verdict.PENDING
    if not operations:
        if result.get("failed"):
            return "The wait did not begin", Verdict.FAILED
        return "There was nothing to wait for", None
    worst = next(verdict for verdict in ORDER if counts[verdict])
    if total == 1:
        return f"{operations[0].called}: {operations[0].status}", worst
    if result.get("timed_out"):
        return f"Timed out: {total - over} of {operations_of(total)} had not ended", worst
    if bad == counts[worst] and worst != Verdict.PENDING:
        count = all_of(total) if bad == total else f"{bad:,} of {operations_of(total)}"
        return f"{count} {_verb(worst, bad)}", worst
    if worst == Verdict.SUCCEEDED:
        return f"{all_of(total)} succeeded", worst
    if not bad:
        return f"{over} of {operations_of(total)} had ended", worst
    return f"{bad} of {operations_of(total)} did not succeed", worst


def _verb(verdict: Verdict, count: int) -> str:
    if verdict == Verdict.CANCELED:
        return "was canceled" if count == 1 else "were canceled"
    if verdict == Verdict.ATTENTION and count > 1:
        return "require attention"
    return CALLED[verdict]


def operations_of(count: int) -> str:
    """1 operation, 1,000 operations."""
    return f"{count:,} operation{'' if count == 1 else 's'}"


def all_of(count: int) -> str:
    return "Both operations" if count == 2 else f"All {operations_of(count)}"


def total_of(counts: Mapping[Verdict, int], verdicts: Sequence[Verdict]) -> int:
    return sum(counts.get(verdict, 0) for verdict in verdicts)


def _facts(found: Mapping[str, Any], began: float, ended: float, interrupted: bool) -> list[tuple[str, str]]:
    elapsed = found.get("elapsed")
    waited = duration(ended - began if elapsed is None else elapsed)
    polls = found.get("polls")
    facts = [
        ("Waited", waited if polls is None else f"{waited} ({messages.polls(polls)})"),
        ("From", utc(began)),
        ("To", utc(ended, utc(began)[:10])),
    ]
    if found.get("canceling"):
        facts.append(("Cancellation requested", operations_of(len(found["canceling"]))))
    failed = "failed" if found.get("failed") else "ok"
    return [*facts, ("Task", "interrupted" if interrupted else failed)]


def _message(found: Mapping[str, Any], operations: Sequence[Described]) -> list[str]:
    """The message of the task, where the operations do not say why it failed."""
    says_it = found.get("unsuccessful") or found.get("timed_out")
    return clean_lines(found.get("msg")) if found.get("failed") and not (operations and says_it) else []


def _notes(skew: float, shifts: Sequence[float], interrupted: bool) -> list[str]:
    notes = []
    if interrupted:
        notes.append(
            "The wait was interrupted before its end. The operations go on: run the task again to continue waiting."
        )
    if skew:
        side = "behind" if skew > 0 else "ahead of"
        notes.append(
            f"The clock of the host that waited was {duration(abs(skew))} {side} the clock of the service. The times at which"
            " something was seen are corrected by that."
        )
    moved = sum(1 for shift in shifts if shift)
    if moved:
        notes.append(
            f"The clock of the service differs from that of the others for {operations_of(moved)}, which says so. On the axis"
            " the bar is moved by the difference."
        )
    return notes


def _reasons(operations: Sequence[Described]) -> list[Reason]:
    """What failed together, the most frequent reason first; none where that says no more than the failures themselves."""
    failed = [each for each in operations if each.verdict in (Verdict.FAILED, Verdict.UNREADABLE)]
    together: dict[tuple[str, str], list[int]] = {}
    for each in failed:
        together.setdefault((each.category, each.reason), []).append(each.number)
    if len(failed) < REASONS_FROM or len(together) == len(failed):
        return []
    reasons = [
        Reason(category, text or "No reason is known.", len(numbers), numbers[:MOST_NUMBERS])
        for (category, text), numbers in together.items()
    ]
    return sorted(reasons, key=lambda reason: -reason.operations)
