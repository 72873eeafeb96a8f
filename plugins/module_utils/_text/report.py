# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report on a wait over operations of several kinds, in lines: pure. Private to longops.oracle.

First the sum, then what failed with all of its errors, then what is still pending. What servers and users wrote is shown
as printable text: no control character of it reaches a terminal.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from .._core.operation import OperationKind, State
from . import messages
from .explanation import sentence
from .sanitize import clean, clean_lines, name_beside, shortened
from .times import duration

#: An entry of a result, with its kind and its outcome: succeeded, failed or pending.
Reported = tuple[OperationKind, Mapping[str, Any], str]


def report(entries: Sequence[Reported], found: Mapping[str, Any], timeout: float) -> str:
    """How the wait ended. found has not_started, timed_out, elapsed and polls, as the module returns them."""
    lines = [line for text in found["not_started"] for line in clean_lines(text)]
    if entries:
        lines.append(_sum([outcome for _kind, _entry, outcome in entries], found, timeout))
    elif not lines:
        lines.append("There was nothing to wait for.")
    for wanted in ("failed", "pending"):
        for kind, entry, outcome in entries:
            if outcome == wanted:
                lines += ["", *_block(kind, entry, outcome)]
    return "\n".join(lines)


def _sum(outcomes: Sequence[str], found: Mapping[str, Any], timeout: float) -> str:
    succeeded, failed, pending = (outcomes.count(each) for each in ("succeeded", "failed", "pending"))
    after = f" after {duration(timeout)}" if found["timed_out"] else ""
    return (
        f"{len(outcomes)} operation{'' if len(outcomes) == 1 else 's'}: {succeeded} succeeded, {failed} failed,"
        f" {pending} not over{after}. Waited {duration(found['elapsed'])} ({messages.polls(found['polls'])})."
    )


def _block(kind: OperationKind, entry: Mapping[str, Any], outcome: str) -> list[str]:
    """One operation: what it is and its status, its id, and what is known about why."""
    called = shortened(clean(entry.get("operation_type")), messages.SHOWN_WORD) or kind.noun[:1].upper() + kind.noun[1:]
    status = messages.progress_of(entry) if entry["state"] else "never read"
    if entry["state"] == State.ATTENTION:
        status = f"requires attention ({status})"
    name = name_beside(entry.get("display_name"), clean(entry["id"]))
    lines = [
        f"{called} ({clean(entry['service'])}): {status}",
        f"  {clean(entry['id'])}{name and f' ({name})'}".rstrip(),
    ]
    if outcome == "failed" and entry.get("request_status"):
        lines += _indented(messages.call_status(entry))
    errors = entry["errors"] or ()
    for error in errors:
        text = [part for part in (error["code"], sentence(error["message"])) if part and clean(part)]
        lines += _indented(": ".join(text) or "An error without text.")
    is_explained = any(clean(error["message"]) for error in errors) and not kind.explains_itself
    explanation = None if is_explained else entry.get("explanation")
    if clean(explanation):
        lines += _indented(str(explanation))
    if entry["fault"] is not None:
        lines += _indented(entry["fault"]["message"])
    elif outcome == "failed" and not errors and not clean(explanation) and entry["state"] in State.ENDED:
        lines.append(
            "  Its errors could not be read." if entry["errors"] is None else "  The service gives no error for it."
        )
    logs = [log["message"] for log in entry.get("logs") or () if clean(log["message"])]
    if logs:
        lines += _indented(f"Latest log entry: {logs[-1]}")
    if entry.get("opc_request_id") and entry["fault"] is None:
        lines += _indented(f"opc-request-id: {entry['opc_request_id']}")
    return lines


def _indented(text: str) -> list[str]:
    first, *others = clean_lines(shortened(text, messages.LONGEST)) or [""]
    return [f"  {first}".rstrip(), *(f"    {line}".rstrip() for line in others)]
