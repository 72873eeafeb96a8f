# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds out what a report says of one operation: how it ended, its times, its errors and all else: pure. Private to longops.oracle.

Whether a time is the service's, or that at which something was seen, is said everywhere.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence

from .._core.operation import Category, Description, State
from .._text import messages, times
from .._text.explanation import sentence
from .._text.sanitize import capital, clean, clean_lines, name_beside, reason, shortened
from .._text.times import duration
from .axis import AFTER, BEFORE, utc
from .described import Described, Said, Step, Verdict
from .timeline import Mark, Track

#: Errors, log entries, resources and steps of one operation that a report shows, and characters of one text.
MOST_ERRORS, MOST_LOGS, MOST_RESOURCES, MOST_STEPS, LONGEST = 20, 30, 20, 40, 4000
#: Characters of a reason that several operations may have in common.
LONGEST_REASON = 300
#: Seconds by which an end may be seen later than it was before a report says so in words.
SEEN_LATE = 3.0


class _Times(NamedTuple):
    accepted: Optional[float]
    started: Optional[float]
    finished: Optional[float]


def describe(track: Track, skew: float, shift: float, wait: tuple[float, float], day: str) -> Described:
    """What a report says of this operation.

    skew is added to the times at which something was seen, shift to those of the service: then they are on one axis, on which
    the wait lasted from wait[0] to wait[1]. day is the day on which it began, "2026-11-30".
    """
    entry = track.entry or {}
    about = track.kind.describe(entry) if entry else Description()
    verdict = _verdict(track)
    own, notes = _times(about, shift, wait)
    seen = [mark._replace(time=mark.time + skew) for mark in track.marks]
    is_open = entry.get("state") not in State.ENDED
    until = seen[-1].time if seen and verdict == Verdict.UNREADABLE else wait[1]
    begin, end, from_seen, to_seen = _span(own, seen, is_open, until)
    if shift:
        side = "ahead of" if shift < 0 else "behind"
        notes.append(f"The clock of its service is {duration(abs(shift))} {side} that of the others.")
    if begin is not None and end is not None and end < begin:
        notes.append(
            f"The times of the service contradict each other: the end is {duration(begin - end)} before the begin."
        )
        begin = end
    if own.accepted is not None and own.accepted > wait[1] + SEEN_LATE:
        notes.append("By the time of the service that it was accepted, this was after the end of the wait.")
    late = [mark.time for mark in seen if mark.state in State.ENDED][:1]
    if own.finished is not None and late and late[0] - own.finished > SEEN_LATE:
        notes.append(f"Its end was seen {duration(late[0] - own.finished)} later, by the next poll.")
    errors = [_error(each) for each in entry.get("errors") or ()]
    logs = [Said(_lines(each.get("message")), _written(each.get("timestamp"), day)) for each in entry.get("logs") or ()]
    fault = clean(entry["fault"]["message"]) if entry.get("fault") else ""
    category, why = _reason(track, errors, fault)
    return Described(
        verdict,
        shortened(clean(entry.get("operation_type")), messages.SHOWN_WORD) or capital(track.kind.noun),
        messages.progress_of(entry) if entry.get("state") else "never read",
        shortened(clean(entry.get("service")), messages.SHOWN_WORD),
        shortened(clean(str(entry.get("id") or track.id or "")), messages.SHOWN_WORD),
        "" if verdict == Verdict.UNREADABLE else _took(begin, end, is_open, from_seen or to_seen),
        begin,
        own.started if begin is not None and own.started is not None and own.started >= begin else None,
        end,
        is_open,
        from_seen,
        to_seen,
        [(mark.time, mark.percent) for mark in seen if mark.percent is not None and mark.state not in State.ENDED],
        _attention(seen, end),
        _steps(about, own, seen, entry),
        _facts(about, own, day),
        _resources(about),
        errors[:MOST_ERRORS],
        logs[-MOST_LOGS:],
        _left_out(track, errors, logs, about),
        _lines(entry.get("explanation")),
        shortened(fault, LONGEST),
        notes,
        category,
        why,
        name=name_beside(about.name, clean(str(entry.get("id") or ""))),
    )


def _verdict(track: Track) -> Verdict:
    state = (track.entry or {}).get("state")
    if state == State.ATTENTION and track.outcome != "succeeded":
        return Verdict.ATTENTION
    if track.outcome != "failed":
        return Verdict.SUCCEEDED if track.outcome == "succeeded" else Verdict.PENDING
    if state == State.CANCELED:
        return Verdict.CANCELED
    return Verdict.FAILED if state in State.ENDED else Verdict.UNREADABLE


def _times(about: Description, shift: float, wait: tuple[float, float]) -> tuple[_Times, list[str]]:
    """The service's times on the axis, without those that make no sense, and what is to be said of these."""
    found, notes = [], []
    for word, written in (("accepted", about.accepted), ("started", about.started), ("finished", about.finished)):
        time = times.timestamp(written)
        if time is not None and not wait[0] - BEFORE <= time + shift <= wait[1] + AFTER:
            notes.append(
                f"The service says that it {'was ' if word == 'accepted' else ''}{word} at {utc(time)}: not shown."
            )
            time = None
        found.append(None if time is None else time + shift)
    return _Times(*found), notes


def _span(
    own: _Times, seen: Sequence[Mark], is_open: bool, until: float
) -> tuple[Optional[float], Optional[float], bool, bool]:
    """Begin and end, and whether they are only when it was seen. until is how long it was watched."""
    begin = own.accepted if own.accepted is not None else own.started
    end = until if is_open else own.finished
    from_seen, to_seen = begin is None, end is None
    if begin is None and seen:
        begin = seen[0].time if end is None else min(seen[0].time, end)
    if end is None:
        end = next((mark.time for mark in seen if mark.state in State.ENDED), begin)
    if is_open and begin is not None and end is not None and begin > end:
        end = begin  # accepted in the future, by a clock that differs
    if begin is None and end is not None and not is_open:
        begin = end
    return begin, (end if begin is not None else None), from_seen, to_seen


def _took(begin: Optional[float], end: Optional[float], is_open: bool, is_seen: bool) -> str:
    if begin is None or end is None:
        return ""
    length = duration(max(0.0, end - begin))
    if is_open:
        return f"{length} so far" if end > begin else ""
    if is_seen:
        return f"about {length}" if end > begin else ""
    return length


def _attention(seen: Sequence[Mark], end: Optional[float]) -> list[tuple[float, float]]:
    spans = []
    for number, mark in enumerate(seen):
        if mark.state == State.ATTENTION:
            until = seen[number + 1].time if number + 1 < len(seen) else end
            if until is not None and until > mark.time:
                spans.append((mark.time, until))
    return spans


def _steps(about: Description, own: _Times, seen: Sequence[Mark], entry: Mapping[str, Any]) -> list[Step]:
    """All that happened in the order of time; of many things that were seen the first and the last."""
    said = [Step(own.accepted, "accepted", False)] if own.accepted is not None else []
    if own.started is not None:
        later = own.accepted is not None and own.started > own.accepted
        queued = f", {duration(own.started - (own.accepted or 0.0))} later" if later else ""
        said.append(Step(own.started, f"started{queued}", False))
    if own.finished is not None:
        word = "finished" if entry.get("state") in State.ENDED else "says that it finished"
        said.append(Step(own.finished, word, False))
    marks = [Step(mark.time, _seen(mark), True) for mark in seen]
    if len(marks) > MOST_STEPS:
        half = MOST_STEPS // 2
        between = Step(marks[half].time, f"{len(marks) - 2 * half} more changes", True)
        marks = [*marks[:half], between, *marks[-half:]]
    return sorted([*said, *marks], key=lambda step: step.time)


def _seen(mark: Mark) -> str:
    if mark.fault:
        return f"not readable: {shortened(clean(reason(mark.fault)), LONGEST_REASON)}"
    percent = messages.shown_percent(mark.state, mark.percent)  # the status is clean already
    return mark.status if percent is None else f"{mark.status} at {int(percent)} %"


def _facts(about: Description, own: _Times, day: str) -> list[tuple[str, str]]:
    """What is not among the steps: times that are none, or make no sense, and what only this kind has."""
    named = zip(_Times._fields, (about.accepted, about.started, about.finished), own)
    odd = [(name, _written(written, day)) for name, written, time in named if time is None]
    others = [(name, shortened(clean(value), messages.SHOWN_WORD * 2)) for name, value in about.facts]
    return [(name, value) for name, value in [*odd, *others] if value]


def _written(time: Any, day: str) -> str:
    """A time of the service in UTC; as it wrote it where that is no time."""
    known = times.timestamp(time)
    return shortened(clean(time), messages.SHOWN_WORD) if known is None else utc(known, day)


def _resources(about: Description) -> list[str]:
    return [
        shortened(" ".join(filter(None, map(clean, each))), messages.SHOWN_WORD * 2)
        for each in about.resources[:MOST_RESOURCES]
    ]


def _error(error: Mapping[str, Any]) -> Said:
    category = str(error.get("category") or "")
    label = shortened(clean(error.get("code")), messages.SHOWN_WORD)
    return Said(_lines(sentence(error.get("message"))), label, "" if category == Category.UNKNOWN else category)


def _lines(text: Any) -> list[str]:
    return [line for line in clean_lines(shortened(text, LONGEST) if isinstance(text, str) else None) if line]


def _left_out(track: Track, errors: Sequence[Said], logs: Sequence[Said], about: Description) -> list[str]:
    more = [
        (len(errors) - MOST_ERRORS, "errors"),
        (len(logs) - MOST_LOGS, "earlier log entries"),
        (len(about.resources) - MOST_RESOURCES, "resources"),
        (track.left_out, "changes that were seen"),
    ]
    return [f"{count:,} {what}" for count, what in more if count > 0]


def _reason(track: Track, errors: Sequence[Said], fault: str) -> tuple[str, str]:
    """The category of a failure, and its first reason in a line."""
    entry = track.entry or {}
    if fault:
        return entry["fault"].get("category") or "", shortened(reason(fault), LONGEST_REASON)
    text = next((": ".join(filter(None, (each.label, " ".join(each.lines)))) for each in errors), "")
    category = next((each.category for each in errors if each.category), "") or track.kind.categorize(entry)
    explained = " ".join(_lines(entry.get("explanation")))
    return category, shortened(text or explained, LONGEST_REASON)
