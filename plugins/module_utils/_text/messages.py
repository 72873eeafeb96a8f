# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells the user how a wait ended, in sentences that read on their own: pure. Private to longops.oracle.

What a server wrote is shown as one printable line.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._core.operation import Operation, OperationKind, State
from .._core.watch import Watch
from .explanation import sentence
from .sanitize import capital, clean, name_beside, shortened
from .times import duration

#: Operations whose retries are reported one by one, and lines in a message: more are summed up.
FEW = 5
MOST_LINES = 50

#: Characters of a text of a server that a message repeats, of one that is a word, a name or an id, and of a whole sentence.
SHOWN, SHOWN_WORD, LONGEST = 2000, 200, 4000
#: What follows the word "succeeded" of an operation that has not.
_DESPITE_SUCCESS = {State.FAILED: ", but failed", State.PENDING: ", but not completed"}

#: An entry of what a module returns: of work_requests, of requests, or of resources.
Entry = Mapping[str, Any]


def verdict(
    kind: OperationKind, found: Mapping[str, Any], asked: Mapping[str, Any], then: Sequence[OperationKind] = ()
) -> Optional[str]:
    """Why what a wait has found is a failure under the options of the task; None where it is none.

    found is what the module returns, with the entries of this kind, and of those of what was waited for afterwards (then);
    asked are the options on_failure, on_timeout and timeout.
    """
    if found["unsuccessful"] and asked["on_failure"] != "report":
        return failure(kind, found, then)
    if found["timed_out"] and asked["on_timeout"] != "report":
        return time_out(kind, found, asked["timeout"], then)
    return None


def failure(kind: OperationKind, found: Mapping[str, Any], then: Sequence[OperationKind] = ()) -> str:
    """Why a wait failed."""
    kinds = (kind, *then)
    lines = [_failed(each, entry) for each, entry in _those(kinds, found, "unsuccessful")]
    pending = f"{len(found['pending'])} more still pending. " if found["pending"] else ""
    return _together(kinds, found, lines, "failed") + pending + _spent(found)


def time_out(kind: OperationKind, found: Mapping[str, Any], timeout: float, then: Sequence[OperationKind] = ()) -> str:
    """What was still pending at the deadline, timeout seconds after the beginning."""
    kinds = (kind, *then)
    lines = [_pending(each, entry) for each, entry in _those(kinds, found, "pending")]
    text = _together(kinds, found, lines, "were still pending")
    return f"Timed out after {duration(timeout)}. {text}{_spent(found)} {_afterwards(kind, found)}"


def broken(kind: OperationKind, found: Mapping[str, Any], why: str, then: Sequence[OperationKind] = ()) -> str:
    """Why a wait ended before its time, and how the operations were that had not succeeded."""
    kinds = (kind, *then)
    lines = [_failed(each, entry) for each, entry in _those(kinds, found, "unsuccessful")]
    lines += [_pending(each, entry) for each, entry in _those(kinds, found, "pending")]
    return f"{_sentence(why)} {_together(kinds, found, lines, 'had not succeeded')}{_spent(found)}"


def _afterwards(kind: OperationKind, found: Mapping[str, Any]) -> str:
    if "canceling" not in found:
        return "Nothing was canceled: run the task again to continue waiting, or raise timeout."
    if not _those((kind,), found, "pending"):
        return f"There was nothing to cancel, because no {kind.noun} was pending."
    asked, pending = len(found["canceling"]), len(found["pending"])
    if not asked:
        return "It was not canceled." if pending == 1 else "None of them was canceled."
    if pending == 1:
        return "Its cancellation was requested."
    which = "all of them" if asked == pending else f"{asked} of the {pending}"
    return f"The cancellation of {which} was requested."


def unread(noun: str, entries: Sequence[Entry], done: str = "read") -> Optional[str]:
    """Which operations could not be read, or whatever else was to be done with them, and why; None where all could."""
    lines = [
        f"{capital(noun)} {clean(entry['id'])} cannot be {done}: {_sentence(entry['fault']['message'])}"
        for entry in entries
        if entry["fault"]
    ]
    return _in_one(noun, lines, len(entries), f"could not be {done}").strip() if lines else None


def warnings(kind: OperationKind, ids: Sequence[str], watches: Sequence[Watch]) -> list[str]:
    """What the user should know although it may not have failed the wait: attention required, polls that were retried.

    ids are those of the watches, in the same order.
    """
    lines = []
    retried: list[tuple[str, int, str]] = []
    for id_, watch in zip(ids, watches):
        operation, last = watch.operation, watch.last_transient_error
        called = capital(name_of(kind.noun, id_, operation))
        if operation is not None and operation.state == State.ATTENTION:
            status = progress(operation.status, operation.state, operation.percent_complete)
            explanation = clean(operation.explanation)
            said = f" {_sentence(explanation)}" if explanation else ""
            lines.append(f"{called} requires attention ({status}): it goes on once a user has acted.{said}")
        count = watch.transient_errors - (
            1 if watch.fault is not None else 0
        )  # the poll that ended the wait had no retry
        if count > 0 and last is not None:
            retried.append((called, count, _sentence(last.message)))
    if len(retried) > FEW:
        total = sum(count for _called, count, _why in retried)
        return [*lines, _retries(f"{len(retried)} {kind.noun}s", total, retried[-1][2])]
    return lines + [_retries(*each) for each in retried]


def _retries(called: str, count: int, why: str) -> str:
    polls = "1 poll failed and was retried" if count == 1 else f"{count} polls failed and were retried, the last"
    return f"{called}: {polls} because of: {why}"


def name(noun: str, key: str, kind: Optional[str], service: Optional[str], display_name: Any = None) -> str:
    """How an operation is called: work request ID (Create node pool, container_engine), resource ID (web, instance, core)."""
    known = ", ".join(part for part in (name_beside(display_name, clean(key)), _word(kind), _word(service)) if part)
    return f"{noun} {clean(key)}" + (f" ({known})" if known else "")


def name_of(noun: str, key: str, operation: Optional[Operation]) -> str:
    """The same of an operation as it was observed; None where it never was."""
    if operation is None:
        return name(noun, key, None, None)
    return name(noun, key, operation.operation_type, operation.service, operation.details.get("display_name"))


def progress(status: Optional[str], state: Optional[str], percent: Optional[float]) -> str:
    """Status and percentage: IN_PROGRESS at 45 %."""
    word = status_word(status, state)
    percent = shown_percent(state, percent)
    return word if percent is None else f"{word} at {int(percent)} %"


def status_word(status: Optional[str], state: Optional[str]) -> str:
    """The service's own word, and what contradicts it where all that the service says means something else."""
    word = _word(status) or str(state)
    return f"{word}{_DESPITE_SUCCESS.get(state or '', '')}" if word.lower() == State.SUCCEEDED else word


def shown_percent(state: Optional[str], percent: Optional[float]) -> Optional[float]:
    """A percentage where it says something. At an end many services leave it where it was, or where it never moved from.

    Of what succeeded it says something only if it is 100, of what failed or was canceled only if it is more than 0.
    """
    if percent is None or state not in State.ENDED:
        return percent
    says = percent >= 100 if state == State.SUCCEEDED else percent >= 1
    return percent if says else None


def progress_of(entry: Entry) -> str:
    """Status and percentage of an entry of any kind."""
    return progress(entry.get("status") or entry.get("progress"), entry["state"], entry.get("percent_complete"))


def error_text(error: Mapping[str, Any]) -> str:
    """Code and message of one entry of errors; empty where it has neither. Of a message that is JSON, the one in it."""
    text = shortened(clean(sentence(error.get("message"))), SHOWN)
    return ": ".join(part for part in (_word(error.get("code")), text) if part)


def call_status(entry: Entry) -> str:
    """The HTTP status with which the call ended that an entry with request_status stands for."""
    return f"Its call was answered {clean(str(entry['request_status']))}."


def _those(kinds: Sequence[OperationKind], found: Mapping[str, Any], outcome: str) -> list[tuple[OperationKind, Entry]]:
    ids = set(found[outcome])
    return [(kind, entry) for kind in kinds for entry in found[kind.result_key] if entry["id"] in ids]


def _called(kind: OperationKind, entry: Entry) -> str:
    service = entry["service"] if entry["state"] else None
    return capital(name(kind.noun, entry["id"], entry.get("operation_type"), service, entry.get("display_name")))


def _failed(kind: OperationKind, entry: Entry) -> str:
    what = _called(kind, entry)
    if entry["fault"]:
        text = f"{what} cannot be read: {_sentence(entry['fault']['message'])}"
        return text + (f" Its last status was {progress_of(entry)}." if entry["state"] else "")
    if entry["state"] == State.ATTENTION:
        text = f"{what} requires attention ({progress_of(entry)})."
    else:
        text = f"{what} ended {progress_of(entry)}."
    return text + _details(entry, kind, kind.errors_shown)


def _pending(kind: OperationKind, entry: Entry) -> str:
    what = _called(kind, entry)
    if not entry["state"]:
        text = f"{what} could not be read."
    else:
        acting = ", and requires attention" if entry["state"] == State.ATTENTION else ""
        text = f"{what} is still {progress_of(entry)}{acting}."
    if entry["fault"]:
        text += f" The last poll failed: {_sentence(entry['fault']['message'])}"
    return text + _details(entry, kind, 1)


def _details(entry: Entry, kind: OperationKind, errors_shown: int) -> str:
    """The first errors and how many more there are, else what else the service says; and the server's correlation id."""
    parts = []
    if entry.get("request_status"):
        parts.append(call_status(entry))
    parts += _reasons(entry, errors_shown, kind.explains_itself)
    if entry.get("opc_request_id") and not entry["fault"]:
        parts.append(f"opc-request-id: {_word(entry['opc_request_id'])}.")
    return "".join(f" {part}" for part in parts)


def _reasons(entry: Entry, errors_shown: int, explains_itself: bool) -> list[str]:
    errors = list(filter(None, map(error_text, entry["errors"] or ())))
    said = [_sentence(entry["explanation"])] if clean(entry.get("explanation")) else []
    if errors:
        shown = [_sentence(error) for error in errors[:errors_shown]]
        more = len(entry["errors"]) - len(shown)
        if more:
            shown[-1] = f"{shown[-1].rstrip('.')} (and {more} more error{'' if more == 1 else 's'})."
        if explains_itself:
            return [*said, *shown]
        only_codes = not any(clean(error.get("message")) for error in entry["errors"])
        return [*shown, *said] if only_codes else shown
    lines = [log["message"] for log in entry.get("logs") or () if clean(log["message"])]
    if lines:
        said.append(f"Latest log: {_sentence(lines[-1])}")
    if said or explains_itself:
        return said
    if entry["errors"]:
        return ["The service gives an error without text for it."]
    if entry["state"] in State.ENDED:
        return ["Its errors could not be read." if entry["errors"] is None else "The service gives no error for it."]
    return []


def _together(kinds: Sequence[OperationKind], found: Mapping[str, Any], lines: list[str], what: str) -> str:
    """The lines with what they have in common, among all operations of these kinds."""
    there = [kind.noun for kind in kinds if found[kind.result_key]] or [kinds[0].noun]
    count = sum(len(found[kind.result_key]) for kind in kinds)
    return _in_one(there[0] if len(there) == 1 else "operation", lines, count, what)


def _in_one(noun: str, lines: list[str], count: int, what: str) -> str:
    if len(lines) == 1 and count == 1:
        return f"{lines[0]} "
    shown = [f"- {line}" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(f"- and {len(lines) - MOST_LINES} more, which are in the result as well.")
    return f"{len(lines)} of {count} {noun}s {what}:\n" + "\n".join(shown) + "\n"


def _spent(found: Mapping[str, Any]) -> str:
    return f"Waited {duration(found['elapsed'])} ({polls(found['polls'])})."


def polls(count: int) -> str:
    """1 poll, 14 polls."""
    return f"{count} poll{'' if count == 1 else 's'}"


def _sentence(text: str) -> str:
    text = shortened(clean(text), LONGEST)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _word(text: Any) -> str:
    return shortened(clean(text), SHOWN_WORD)
