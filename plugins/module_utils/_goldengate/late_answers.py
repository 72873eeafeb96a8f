# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads with GET, also where GoldenGate answers the GET itself with 202 and gives the content later. Private to longops.oracle.

Any call that outlasts the service's synchronous wait becomes a request of its own: Oracle's example of /requests/{id}/result
is the result of a GET. So the content is that of the request that the 202 names, or that of the same GET a while later.
"""

from __future__ import annotations

import time
from typing import Callable, Optional

from .._core.errors import RequestError
from .._core.operation import Fault, FaultKind, Operation, State
from .._http import faults, retry as _retry
from .._http.headers import Answer
from .._http.retry import Retry
from .._http.transport import Transport
from .._text.sanitize import clean
from . import parsing, server_messages, verdict
from .endpoint import Location
from .error_categories import category_of
from .request_ids import linked, request_id_in

#: The statuses of answers that have what was asked for (RFC 9110): 203 is a 200 that a proxy has changed.
COMPLETE = (200, 203)
#: Seconds to wait for a late answer, unless the deadline comes before, and between two tries unless the service wants more.
LONGEST = 30.0
PAUSE = 0.5


class Reader:
    """Reads the URLs of one service. clock and sleep are in seconds, as the transport has them."""

    def __init__(
        self,
        transport: Transport,
        location: Location,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport
        self._location = location
        self._clock = clock
        self._sleep = sleep

    def once(self, url: str, deadline: Optional[float], retry: Retry) -> Answer:
        """One answer with any status 2xx: a poll is repeated anyway, so nothing is waited for here."""
        return self._transport.request("GET", url, deadline=deadline, retry=retry)

    def get(self, url: str, deadline: Optional[float] = None, first: Optional[Answer] = None) -> Answer:
        """The answer that is complete, for which is waited until the deadline. Raises RequestError.

        first is the first answer, where there is one.
        """
        limit = self._clock() + LONGEST
        if deadline is not None:
            deadline = limit = min(limit, deadline)
        asked = request_id_in(url)
        while True:
            answer, first = first or self.once(url, deadline, _retry.DEFAULT), None
            if answer.status in COMPLETE:
                return answer
            other = named(answer)
            if other is not None and other != asked:
                return self._result_of(other, answer, limit)
            self._pause(answer, limit)

    def _result_of(self, request_id: str, first: Answer, limit: float) -> Answer:
        """The content of the GET that became this request, as if it had been the first answer."""
        url = self._location.request(request_id)
        while True:
            found = self._ended(request_id, url, limit)
            if found is not None:
                break
            self._pause(first, limit)
        content, _messages = parsing.result(self.once(f"{url}/result", limit, _retry.DEFAULT).body)
        body, told = parsing.call_answer(content)
        if verdict.is_error(told) or found.state != State.SUCCEEDED:
            status = verdict.status_code(told)
            code, text = map(clean, server_messages.code_and_message(body))
            reason = ": ".join(filter(None, (str(status or clean(found.status)), code, text)))
            kind = faults.kind_of(status) if status else FaultKind.FATAL
            fault = faults.of_answer(kind, reason, first._replace(status=status or first.status), code or None)
            raise RequestError(fault._replace(category=category_of(code, text, status)))
        return first._replace(body=body, status=COMPLETE[0])

    def _ended(self, request_id: str, url: str, limit: float) -> Optional[Operation]:
        try:
            answer = self.once(url, limit, _retry.DEFAULT)
        except RequestError as error:
            if error.fault.kind == FaultKind.NOT_FOUND:
                return None  # it can be younger than its record
            raise
        found = parsing.operation(request_id, "", answer.body) if answer.status in COMPLETE else None
        return found if found is not None and found.ended else None

    def _pause(self, answer: Answer, limit: float) -> None:
        pause = max(PAUSE, answer.retry_after or 0.0)
        if self._clock() + pause >= limit:
            reason = f"answered {answer.status}, and nothing more in time"
            raise RequestError(faults.of_answer(FaultKind.TRANSIENT, reason, answer))
        self._sleep(pause)


def is_late(fault: Fault) -> bool:
    """Whether this is the fault of an answer that did not come in time, which is no error of the service."""
    status = fault.http_status or 0
    return fault.kind == FaultKind.TRANSIENT and 200 < status < 300 and status not in COMPLETE


def named(answer: Answer) -> Optional[str]:
    """The request that an answer names: in its header Location, in the links of its body, or in those of its response."""
    return request_id_in(answer.headers.get("location")) or next(iter(linked(answer.body)), None)
