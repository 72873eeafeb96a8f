# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a result must show, whatever the server did: an oracle that knows the script and no code of the collection."""

from __future__ import annotations

import json
import re
from typing import Any, Callable, NamedTuple, Sequence

from .points import Leads
from .services import ACTIVE, ERROR, FAILED, GG_ERROR, SUCCEEDED

#: Seconds that a task may take after its deadline, and the inaccuracy of a busy machine.
AFTER, SLACK = 5.0, 1.5
#: Seconds in which a failure that no retry can help has to be reported, where a request has 1 s.
AT_ONCE = 5.0
#: Seconds in which a read that is retried gives up: four tries, with pauses in between.
RETRIES = 20.0
#: Bytes that a process may need beyond one to which nothing was done. The largest answer that is read has 4 MiB.
MEMORY = 64 * 1024 * 1024
#: Characters of the longest message.
LONGEST = 20000

#: What no line on a terminal may have.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Played(NamedTuple):
    """What came of a case. words are the statuses that were sent in right answers; result is None where it is no JSON."""

    result: Any
    printed: str
    seconds: float
    words: Sequence[str]
    secrets: frozenset[str]
    place: str  # of the server, as a message names it
    trapped: int  # requests that another server got
    memory: int = 0  # bytes more than a case without a fault
    requests: Sequence[str] = ()
    loading: float = 0.0  # seconds of these until the first request, where the process loads Oracle's SDK before

    @property
    def working(self) -> float:
        """Seconds that the task itself took."""
        return self.seconds - self.loading


class Wanted(NamedTuple):
    """What is known of a case beforehand."""

    leads_to: str
    waits: bool
    timeout: float
    end: str
    entries: str  # the key of the entries in the result
    several: bool = False  # whether there are several operations


def wrong(wanted: Wanted, played: Played) -> list[str]:
    """Everything that is wrong with a result."""
    if not isinstance(played.result, dict):
        return [f"no result: {played.printed[-300:]!r}"]
    found = _whatever_happens(wanted, played)
    found += _CHECKS[wanted.leads_to](wanted, played)
    return found


def _whatever_happens(wanted: Wanted, played: Played) -> list[str]:
    result, text = played.result, played.printed
    msg = str(result.get("msg", ""))
    found = []
    if "Traceback" in text or "fault of its own" in text or "exception" in result:
        found.append("an internal error")
    try:
        json.dumps(json.loads(text, parse_constant=_no_constant))
    except ValueError as error:
        found.append(f"JSON that strict readers refuse: {error}")
    found += [
        f"a secret is shown: {secret[:12]}..."
        for secret in played.secrets
        if secret in text or json.dumps(secret)[1:-1] in text
    ]
    if result.get("failed") and len(msg.strip()) < 20:
        found.append(f"a message that says nothing: {msg!r}")
    if len(msg) > LONGEST:
        found.append(f"a message of {len(msg)} characters")
    shown = [msg, *map(str, result.get("warnings", ())), str(result.get("report", "")).replace("\n", "")]
    found += [f"control characters are shown: {ascii(line)[:200]}" for line in shown if _CONTROL.search(line)]
    if wanted.waits and played.working > wanted.timeout + AFTER + SLACK:
        found.append(f"it took {played.seconds:.1f} s, with a timeout of {wanted.timeout:g} s")
    if played.trapped:
        found.append(f"{played.trapped} connections to another host")
    if played.memory > MEMORY:
        found.append(f"{played.memory / 1e6:.0f} MB of memory")
    ends = [word for word in played.words if _is_end(word)]
    statuses = {str(entry.get("status") or entry.get("progress")) for entry in _entries(wanted, played)}
    # Where several are waited for, the first failure ends the wait, and its end can come before each was observed.
    unobserved = {"None"} if wanted.several and wanted.leads_to == Leads.TIMES_OUT else set()
    if (
        ends
        and wanted.waits
        and not (ends[0] in statuses if wanted.several and wanted.end == FAILED else statuses - unobserved <= {ends[0]})
    ):
        found.append(f"{ends[0]} was observed, and the result has {statuses}")
    return found


def _is_end(word: str) -> bool:
    """Whether no operation goes on with this word, in whatever case; or, after a 404, no resource."""
    return word.strip().upper() in (SUCCEEDED, FAILED, ACTIVE) or word.startswith(("404 ", "410 "))


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _entries(wanted: Wanted, played: Played) -> list[dict[str, Any]]:
    found = played.result.get(wanted.entries) or []
    return [entry for entry in found if isinstance(entry, dict)]


def _last_observation(wanted: Wanted, played: Played) -> list[str]:
    """The result has the last status that was observed, if there was any."""
    statuses = [entry.get("status") or entry.get("progress") for entry in _entries(wanted, played)]
    if not statuses:
        return ["no entry"]
    if wanted.several and any(statuses) and wanted.leads_to in (Leads.FAILS, Leads.TIMES_OUT):
        statuses = list(filter(None, statuses))  # some were never observed
    if wanted.several and wanted.end == FAILED:
        statuses = [FAILED] if FAILED in statuses else statuses  # the others need not have ended by then
    if not played.words:
        return [f"an observation of nothing: {status!r}" for status in statuses if status]
    last = _shown(played.words[-1])
    return [f"{status!r} is not the last observation, {last!r}" for status in statuses if _shown(str(status)) != last]


def _shown(word: str) -> str:
    """A word without what no terminal should get, which a result may leave out or replace."""
    return _CONTROL.sub("", word.replace("\ufffd", ""))


def _right(wanted: Wanted, played: Played) -> list[str]:
    found = []
    fails = wanted.waits and wanted.end == FAILED
    if bool(played.result.get("failed")) != fails:
        found.append(f"failed is {not fails}: {played.result.get('msg')!r}"[:400])
    if played.result.get("timed_out"):
        found.append("timed out")
    if fails and not any(text in str(played.result.get("msg")) for text in (ERROR, GG_ERROR)):
        found.append(f"the error of the operation is not in the message: {played.result.get('msg')!r}"[:400])
    return found + _last_observation(wanted, played)


def _said(wanted: Wanted, played: Played) -> list[str]:
    found = [] if played.result.get("failed") else ["not failed"]
    if played.result.get("timed_out"):
        found.append("timed out")
    warnings = " ".join(map(str, played.result.get("warnings", ())))
    if "could not be read" not in warnings and "No time was left" not in warnings:
        found.append(f"it does not say what could not be read: {warnings!r}")
    return found + _last_observation(wanted, played)


def _fails(wanted: Wanted, played: Played) -> list[str]:
    found = _reason(played)
    if played.result.get("timed_out"):
        found.append("timed out")
    if played.working > AT_ONCE:
        found.append(f"it took {played.seconds:.1f} s")
    return found + _last_observation(wanted, played)


def _reason(played: Played) -> list[str]:
    """It failed, and the message says where."""
    msg = str(played.result.get("msg"))
    found = [] if played.result.get("failed") else ["not failed"]
    if played.place not in msg and "Resource Search answered" not in msg:
        found.append(f"the message does not say where: {msg!r}"[:400])
    return found


def _times_out(wanted: Wanted, played: Played) -> list[str]:
    found = _reason(played)
    if not played.result.get("timed_out"):
        found.append(f"not timed out: {played.result.get('msg')!r}"[:400])
    if played.seconds < wanted.timeout - 0.1:
        found.append(f"over after {played.seconds:.1f} s of {wanted.timeout:g} s")
    return found + _last_observation(wanted, played)


def _stays(wanted: Wanted, played: Played) -> list[str]:
    """As a timeout, but without a fault at the end."""
    found = [] if played.result.get("timed_out") and played.result.get("failed") else ["not timed out"]
    return found + _last_observation(wanted, played)


def _gives_up(wanted: Wanted, played: Played) -> list[str]:
    found = _reason(played)
    if played.working > max(RETRIES, wanted.timeout if wanted.waits else 0.0):
        found.append(f"it took {played.seconds:.1f} s")
    if played.result.get("canceling"):
        found.append("it says that a cancellation was requested")
    return found


def _not_canceled(wanted: Wanted, played: Played) -> list[str]:
    found = [] if played.result.get("failed") and played.result.get("timed_out") else ["not timed out"]
    if played.result.get("canceling"):
        found.append("it says that a cancellation was requested")
    warnings = " ".join(map(str, played.result.get("warnings", ())))
    if "could not be canceled" not in warnings:
        found.append(f"it does not say what could not be canceled: {warnings!r}")
    return found + _last_observation(wanted, played)


def _events(wanted: Wanted, played: Played) -> list[str]:
    """Nothing is told twice, and nothing after the end. A status may be told again after another one."""
    changes = [event["change"] for event in played.result["events"]]
    found = [
        f"{change} was told {changes.count(change)} times" for change in ("new", "end") if changes.count(change) > 1
    ]
    if "end" in changes and changes[-1] != "end":
        found.append(f"something was told after the end: {changes}")
    if played.result.get("failed"):
        found.append(f"it ended: {played.result.get('msg')!r}"[:400])
    return found


def _told(wanted: Wanted, played: Played) -> list[str]:
    found = _events(wanted, played)
    last = played.result["events"][-1] if played.result["events"] else {"change": "nothing"}
    if last["change"] != "end":
        return [*found, f"no end was told, but {last['change']}"]
    if wanted.end == FAILED and not any(text in json.dumps(last) for text in (ERROR, GG_ERROR)):
        found.append("the end has no error")
    return found + _last_observation(wanted, played)


def _goes_on(wanted: Wanted, played: Played) -> list[str]:
    return _events(wanted, played)


def _ends(wanted: Wanted, played: Played) -> list[str]:
    found = _reason(played)
    if played.seconds > AT_ONCE:
        found.append(f"it took {played.seconds:.1f} s")
    return found


_CHECKS: dict[str, Callable[[Wanted, Played], list[str]]] = {
    Leads.RIGHT: _right,
    Leads.SAID: _said,
    Leads.FAILS: _fails,
    Leads.TIMES_OUT: _times_out,
    Leads.STAYS: _stays,
    Leads.GIVES_UP: _gives_up,
    Leads.NOT_CANCELED: _not_canceled,
    Leads.CANCELED: _stays,
    Leads.TOLD: _told,
    Leads.GOES_ON: _goes_on,
    Leads.ENDS: _ends,
}
