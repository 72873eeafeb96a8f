# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells a person how a wait ended, in sentences that read on their own: pure. Private to longops.oracle.

What a server wrote is shown as one printable line.
"""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional, Sequence

from .._core.operation import State
from .._polling.waiter import Outcome, Watch
from .sanitize import clean
from .times import duration

#: Operations whose repeated looks are told one by one, and lines in a message: more are summed up.
FEW = 5
MOST_LINES = 50

#: An entry of what a module returns: of work_requests, or of requests.
Entry = Mapping[str, Any]


def summed(outcome: Outcome) -> dict[str, Any]:
    """What a wait returns beside its entries.

    The ids of what failed are not called "failed": that key belongs to Ansible.
    """
    return {
        "succeeded": [watch.id for watch in outcome.of("succeeded")],
        "unsuccessful": [watch.id for watch in outcome.of("failed")],
        "pending": [watch.id for watch in outcome.of("pending")],
        "timed_out": outcome.timed_out,
        "elapsed": round(outcome.elapsed, 3),
        "polls": outcome.polls,
    }


def verdict(
    noun: str, key: str, found: Mapping[str, Any], asked: Mapping[str, Any], errors_shown: int = 1
) -> Optional[str]:
    """Why what a wait has found is a failure for whom it asked; None where it is none.

    noun is what one operation is called in the middle of a sentence, "work request"; found is what the module returns,
    with its entries under key; asked are the options on_failure, on_timeout and timeout. Of each operation that many
    errors are told, and the rest counted.
    """
    if found["unsuccessful"] and asked["on_failure"] != "report":
        return failure(noun, key, found, errors_shown)
    if found["timed_out"] and asked["on_timeout"] != "report":
        return time_out(noun, key, found, asked["timeout"])
    return None


def failure(noun: str, key: str, found: Mapping[str, Any], errors_shown: int = 1) -> str:
    """Why a wait failed."""
    lines = [_failed(noun, entry, errors_shown) for entry in _those(found, key, "unsuccessful")]
    still = f"{len(found['pending'])} more still pending. " if found["pending"] else ""
    return _together(noun, lines, len(found[key]), "failed") + still + _spent(found)


def time_out(noun: str, key: str, found: Mapping[str, Any], timeout: float) -> str:
    """What was still going on at the deadline, timeout seconds after the beginning."""
    lines = [_pending(noun, entry) for entry in _those(found, key, "pending")]
    text = _together(noun, lines, len(found[key]), "were not over")
    return f"Timed out after {duration(timeout)}. {text}{_spent(found)} {_afterwards(found)}"


def _afterwards(found: Mapping[str, Any]) -> str:
    if "canceling" not in found:
        return "Nothing was stopped: wait again to go on where this wait left off, or with a longer timeout."
    asked, pending = len(found["canceling"]), len(found["pending"])
    if asked == pending == 1:
        return "It was asked to be canceled."
    return "%d of %d were asked to be canceled." % (asked, pending)


def unread(noun: str, entries: Sequence[Entry], done: str = "read") -> Optional[str]:
    """Which operations could not be read, or whatever else was to be done with them, and why; None where all could."""
    lines = [
        f"{_capital(noun)} {clean(entry['id'])} cannot be {done}: {_sentence(entry['fault']['message'])}"
        for entry in entries
        if entry["fault"]
    ]
    return _together(noun, lines, len(entries), f"could not be {done}").strip() if lines else None


def transient_errors(noun: str, outcome: Outcome) -> list[str]:
    """What a person should know although it may not have failed the wait: attention needed, looks that were repeated."""

    def called(watch: Watch) -> str:
        operation = watch.operation
        kind, service = (operation.operation_type, operation.service) if operation else (None, None)
        return _capital(name(noun, watch.id, kind, service))

    waiting = [watch for watch in outcome.watches if watch.operation and watch.operation.state == State.ATTENTION]
    far = [
        progress(watch.operation.status, watch.operation.state, watch.operation.percent_complete) for watch in waiting
    ]
    lines = [f"{called(watch)} is {at}: a person must act before it goes on." for watch, at in zip(waiting, far)]
    # The look that ended the wait was not repeated.
    counts = [(watch, watch.transient_errors - (1 if watch.fault is not None else 0)) for watch in outcome.watches]
    repeated = [(watch, count, _sentence(watch.last_transient_error.message)) for watch, count in counts if count > 0]
    if len(repeated) > FEW:
        return [*lines, _repeated(f"Several {noun}s", sum(count for _watch, count, _why in repeated), repeated[-1][2])]
    return lines + [_repeated(called(watch), count, why) for watch, count, why in repeated]


def added(warnings: Sequence[str]) -> list[str]:
    """The warnings of several waits for the same operations, once each, with the looks that were repeated added up."""
    counts: dict[str, int] = {}
    texts: dict[str, str] = {}
    for warning in warnings:
        match = _REPEATED.match(warning)
        key = match["called"] if match else warning
        if match:
            counts[key] = counts.get(key, 0) + int(match["count"])
        texts[key] = _repeated(key, counts[key], match["why"]) if match else warning
    return list(texts.values())


_REPEATED = re.compile(
    r"(?P<called>.+): (?P<count>\d+) looks? failed and had to be repeated, the last because (?P<why>.+)", re.DOTALL
)


def _repeated(called: str, count: int, why: str) -> str:
    looks = "1 look" if count == 1 else "%d looks" % count
    return f"{called}: {looks} failed and had to be repeated, the last because {why}"


def name(noun: str, key: str, kind: Optional[str], service: Optional[str]) -> str:
    """How an operation is called: work request ID (Create node pool, container_engine)."""
    known = ", ".join(part for part in (clean(kind), clean(service)) if part)
    return "%s %s%s" % (noun, clean(key), " (%s)" % known if known else "")


def progress(status: Optional[str], state: Optional[str], percent: Optional[float]) -> str:
    """Status and percentage: IN_PROGRESS at 45 %."""
    said = clean(status) or str(state)
    return said if percent is None else "%s at %d %%" % (said, percent)


def _those(found: Mapping[str, Any], key: str, outcome: str) -> list[Entry]:
    ids = set(found[outcome])
    return [entry for entry in found[key] if entry["id"] in ids]


def _called(noun: str, entry: Entry) -> str:
    return _capital(name(noun, entry["id"], entry.get("operation_type"), entry["service"] if entry["state"] else None))


def _far(entry: Entry) -> str:
    return progress(entry.get("status") or entry.get("progress"), entry["state"], entry.get("percent_complete"))


def _failed(noun: str, entry: Entry, errors_shown: int) -> str:
    what = _called(noun, entry)
    if entry["fault"]:
        text = f"{what} cannot be read: {_sentence(entry['fault']['message'])}"
        return text + (f" It was last seen {_far(entry)}." if entry["state"] else "")
    if entry["state"] == State.ATTENTION:
        text = f"{what} waits for a person: it is {_far(entry)}."
    else:
        text = f"{what} ended {_far(entry)}."
    return text + _details(entry, errors_shown)


def _pending(noun: str, entry: Entry) -> str:
    what = _called(noun, entry)
    if not entry["state"]:
        text = f"{what} could not be read."
    else:
        acting = ", and a person must act before it goes on" if entry["state"] == State.ATTENTION else ""
        text = f"{what} is still {_far(entry)}{acting}."
    if entry["fault"]:
        text += f" The last look failed: {_sentence(entry['fault']['message'])}"
    return text + _details(entry, 1)


def _details(entry: Entry, errors_shown: int) -> str:
    """The first errors and how many more there are, else the latest log line; and the server's correlation id."""
    parts = []
    if entry.get("request_status"):
        parts.append(f"Its call was answered {clean(str(entry['request_status']))}.")
    parts += _reasons(entry, errors_shown)
    if entry.get("opc_request_id") and not entry["fault"]:
        parts.append(f"opc-request-id: {clean(entry['opc_request_id'])}.")
    return "".join(f" {part}" for part in parts)


def _reasons(entry: Entry, errors_shown: int) -> list[str]:
    if entry["errors"]:
        told = [
            ": ".join(part for part in (clean(error["code"]), clean(error["message"])) if part)
            for error in entry["errors"]
        ]
        shown = [_sentence(text or "an error without a text") for text in told[:errors_shown]]
        more = len(told) - len(shown)
        if more:
            shown[-1] = "%s (and %d more error%s)." % (shown[-1].rstrip("."), more, "" if more == 1 else "s")
        return shown
    lines = [log["message"] for log in entry.get("logs") or () if clean(log["message"])]
    if lines:
        return [f"Latest log: {_sentence(lines[-1])}"]
    if entry["state"] in State.ENDED:
        return ["No error of it is known." if entry["errors"] is None else "The service gives no error for it."]
    return []


def _together(noun: str, lines: list[str], count: int, what: str) -> str:
    if len(lines) == 1 and count == 1:
        return f"{lines[0]} "
    told = [f"- {line}" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        told.append("- and %d more, which the result has as well." % (len(lines) - MOST_LINES))
    return "%d of %d %ss %s:\n%s\n" % (len(lines), count, noun, what, "\n".join(told))


def _spent(found: Mapping[str, Any]) -> str:
    return "Waited %s in %d look%s." % (duration(found["elapsed"]), found["polls"], "" if found["polls"] == 1 else "s")


def _sentence(text: str) -> str:
    text = clean(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
