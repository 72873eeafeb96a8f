# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells a person how a wait ended, in sentences that read on their own: pure. Private to longops.oracle.

What a server wrote is shown as one printable line.
"""

from __future__ import annotations

from typing import Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._operation import Observation, Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._text import clean
from ansible_collections.longops.oracle.plugins.module_utils._times import duration
from ansible_collections.longops.oracle.plugins.module_utils._waiter import Outcome, Watch


def failure(noun: str, outcome: Outcome, errors_shown: int = 1) -> str:
    """Why a wait failed, with that many errors of each operation told and the rest counted.

    noun is what one operation is called in the middle of a sentence: "work request".
    """
    failed = outcome.of("failed")
    lines = [_failed(noun, watch, errors_shown) for watch in failed]
    pending = len(outcome.of("pending"))
    still = "%d more still pending. " % pending if pending else ""
    return _together(noun, lines, len(outcome.watches), "failed") + still + _spent(outcome)


def time_out(noun: str, outcome: Outcome, timeout: float) -> str:
    """What was still going on at the deadline, timeout seconds after the beginning."""
    lines = [_pending(noun, watch) for watch in outcome.of("pending")]
    text = _together(noun, lines, len(outcome.watches), "were not over")
    advice = "Nothing was stopped: wait again to go on where this wait left off, or with a longer timeout."
    return "Timed out after %s. %s%s %s" % (duration(timeout), text, _spent(outcome), advice)


def unread(noun: str, observations: Sequence[Observation]) -> Optional[str]:
    """Which operations could not be read and why; None where all could."""
    lines = [
        "%s cannot be read: %s" % (_capital(name(noun, seen.id, None)), _sentence(seen.fault.message))
        for seen in observations
        if seen.fault is not None
    ]
    return _together(noun, lines, len(observations), "could not be read").strip() if lines else None


def troubles(noun: str, outcome: Outcome) -> list[str]:
    """What a person should know although it may not have failed the wait: attention needed, looks that were repeated."""
    lines = []
    for watch in outcome.watches:
        called = _capital(name(noun, watch.id, watch.operation))
        if watch.operation is not None and watch.operation.state == State.ATTENTION:
            lines.append("%s is %s: a person must act before it goes on." % (called, progress(watch.operation)))
        repeated = watch.troubles - (1 if watch.fault is not None else 0)
        if repeated > 0 and watch.last_trouble is not None:
            looks = "1 look" if repeated == 1 else "%d looks" % repeated
            lines.append(
                "%s: %s failed and had to be repeated, the last because %s" % (called, looks, _sentence(watch.last_trouble.message))
            )
    return lines


def name(noun: str, key: str, operation: Optional[Operation]) -> str:
    """How an operation is called: work request ID (Create node pool, container_engine)."""
    if operation is None:
        return "%s %s" % (noun, clean(key))
    kind = ", ".join(part for part in (clean(operation.operation_type), clean(operation.service)) if part)
    return "%s %s%s" % (noun, clean(key), " (%s)" % kind if kind else "")


def progress(operation: Operation) -> str:
    """Status and percentage: IN_PROGRESS at 45 %."""
    status = clean(operation.status) or operation.state
    if operation.percent_complete is None:
        return status
    return "%s at %d %%" % (status, operation.percent_complete)


def _failed(noun: str, watch: Watch, errors_shown: int) -> str:
    what = _capital(name(noun, watch.id, watch.operation))
    operation = watch.operation
    if watch.fault is not None:
        text = "%s cannot be read: %s" % (what, _sentence(watch.fault.message))
        return text + (" It was last seen %s." % progress(operation) if operation else "")
    if operation.state == State.ATTENTION:
        text = "%s waits for a person: it is %s." % (what, progress(operation))
    else:
        text = "%s ended %s." % (what, progress(operation))
    return text + _details(watch, errors_shown)


def _pending(noun: str, watch: Watch) -> str:
    what = _capital(name(noun, watch.id, watch.operation))
    if watch.operation is None:
        text = "%s could not be read." % what
    else:
        acting = ", and a person must act before it goes on" if watch.operation.state == State.ATTENTION else ""
        text = "%s is still %s%s." % (what, progress(watch.operation), acting)
    if watch.fault is not None:
        text += " The last look failed: %s" % _sentence(watch.fault.message)
    return text + _details(watch)


def _details(watch: Watch, errors_shown: int = 1) -> str:
    """The first errors and how many more there are, else the latest log line; and the server's correlation id."""
    parts = []
    if watch.operation is not None:
        if watch.operation.details.get("request_status"):
            parts.append("Its call was answered %s." % clean(str(watch.operation.details["request_status"])))
        parts += _reasons(watch.operation, errors_shown)
    if watch.request_id and watch.fault is None:
        parts.append("opc-request-id: %s." % clean(watch.request_id))
    return "".join(" " + part for part in parts)


def _reasons(operation: Operation, errors_shown: int) -> list[str]:
    if operation.errors:
        told = [": ".join(part for part in (clean(error.code), clean(error.message)) if part) for error in operation.errors]
        shown = [_sentence(text or "an error without a text") for text in told[:errors_shown]]
        more = len(told) - len(shown)
        if more:
            shown[-1] = "%s (and %d more error%s)." % (shown[-1].rstrip("."), more, "" if more == 1 else "s")
        return shown
    lines = [log.message for log in operation.logs or () if clean(log.message)]
    if lines:
        return ["Latest log: %s" % _sentence(lines[-1])]
    if operation.ended:
        return ["No error of it is known." if operation.errors is None else "The service gives no error for it."]
    return []


def _together(noun: str, lines: list[str], count: int, what: str) -> str:
    if len(lines) == 1 and count == 1:
        return lines[0] + " "
    return "%d of %d %ss %s:\n%s\n" % (len(lines), count, noun, what, "\n".join("- " + line for line in lines))


def _spent(outcome: Outcome) -> str:
    return "Waited %s in %d look%s." % (duration(outcome.elapsed), outcome.polls, "" if outcome.polls == 1 else "s")


def _sentence(text: str) -> str:
    text = clean(text)
    return text if text.endswith((".", "!", "?")) else text + "."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
