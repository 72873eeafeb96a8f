# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Weighs all that GoldenGate says about a request into its state: pure. Private to longops.oracle.

Of an ogg:request only progress is required ("Retrieve Request Status" in the Oracle GoldenGate REST API), and no field alone
makes a success while another one says that the call failed. What says so is never overruled.
"""

from __future__ import annotations

import http
import re
from typing import Any, NamedTuple, Optional

from .._core.operation import State

#: The states of the words of ogg:request's progress.
STATES = {
    "pending": State.PENDING,
    "processing": State.PENDING,
    "paused": State.ATTENTION,
    "succeeded": State.SUCCEEDED,
    "failed": State.FAILED,
    "aborted": State.CANCELED,
}
#: Least HTTP status with which a call can end, least that is an error, and least number that is no HTTP status.
FINAL, ERROR, TOO_LARGE = 200, 400, 1000

_THREE_DIGITS = re.compile(r"(?<![0-9.])[2-9][0-9]{2}(?![0-9])")
_PHRASES = {re.sub("[^a-z]", "", status.phrase.lower()): int(status) for status in http.HTTPStatus if status >= FINAL}
#: Texts that are no HTTP status but say what one would.
_BAD_WORDS = frozenset(("aborted", "error", "failed", "failure"))


class Evidence(NamedTuple):
    """What is known of a request, as the service wrote it. What it did not say is None.

    errors: whether one of its messages, or of those of its result, is an error. result_read: whether /result could be read;
    None where it was not asked for, or is to be asked again. result_status: the status of the call in it.
    """

    progress: Optional[str]
    completed: Any = None
    request_status: Any = None
    end_time: Any = None
    errors: bool = False
    result_read: Optional[bool] = None
    result_status: Any = None

    @property
    def said(self) -> Optional[str]:
        """What its progress means; None where that is no documented word."""
        return STATES.get(self.progress.strip().lower()) if self.progress is not None else None

    @property
    def over(self) -> bool:
        """Whether the request has ended, by any of what says so. requestStatus and endTime are there only at the end."""
        return self.said in State.ENDED or self._over_by_fields

    @property
    def _over_by_fields(self) -> bool:
        completed = truth(self.completed)
        if completed is None:
            return status_code(self.request_status) is not None and isinstance(self.end_time, str)
        return completed

    @property
    def failing(self) -> bool:
        """Whether anything says that the call failed. An error among the messages of a request that goes on is not the end of it."""
        said_so = self.said == State.FAILED or is_error(self.request_status) or is_error(self.result_status)
        return said_so or (self.errors and self.over)

    @property
    def vouched(self) -> bool:
        """Whether there is more for a success than a word: the status of the call, or its result."""
        return bool(self.result_read) or status_code(self.request_status) is not None


def state(found: Evidence) -> str:
    """The State that all the evidence together means."""
    said = found.said
    if said == State.CANCELED:
        return said
    if found.failing:
        return State.FAILED
    if (
        said == State.SUCCEEDED
    ):  # an end, but not while the service says that it is not complete, and nothing else speaks for it
        return State.PENDING if truth(found.completed) is False and not found.vouched else State.SUCCEEDED
    if said is not None:
        return said
    if not found.over:
        return State.PENDING
    if found.vouched:
        return State.SUCCEEDED
    return State.PENDING if found.result_read is None else State.FAILED  # nothing speaks for it


def wants_result(found: Evidence) -> bool:
    """Whether what /result says decides the state."""
    return (
        found.result_read is None
        and not found.failing
        and not found.vouched
        and (found.said == State.SUCCEEDED or (found.said is None and found.over))
    )


def status_code(value: Any) -> Optional[int]:
    """The HTTP status with which a call ended in any form: 400, 400.0, "400", "400 Bad Request", "BadRequest", {"code": 400}.

    None where there is none in it. Of several the highest, which is the worst.
    """
    if isinstance(value, (dict, list)):
        inner = [value.get("code"), value.get("status")] if isinstance(value, dict) else value
        return max(filter(None, map(_code_of, inner)), default=None)
    return _code_of(value)


def is_error(value: Any) -> bool:
    """Whether a status, in any form, says that a call failed."""
    code = status_code(value)
    return code >= ERROR if code is not None else isinstance(value, str) and value.strip().lower() in _BAD_WORDS


def truth(value: Any) -> Optional[bool]:
    """true or false, also as a text; None where it is neither."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _code_of(value: Any) -> Optional[int]:
    if isinstance(value, str):
        return _code_in(value.strip())
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if FINAL <= value < TOO_LARGE else None


def _code_in(text: str) -> Optional[int]:
    try:
        return _code_of(float(text))
    except ValueError:
        found = _THREE_DIGITS.search(text)
    return int(found[0]) if found else _PHRASES.get(re.sub("[^a-z]", "", text.lower()))
