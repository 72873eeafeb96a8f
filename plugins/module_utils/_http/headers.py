# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows the headers of a response, and the answer that they belong to. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional

from .._text import times
from .._text.sanitize import clean, cut

#: Characters of a correlation id that are kept. OCI's have at most 98 (opc-request-id: three parts of 32).
LONGEST_ID = 200


class Answer(NamedTuple):
    """A response without its body, or a successful one with it.

    headers ignore case; date is the server's clock in seconds since 1970; request says which request was answered,
    "GET https://host/path"; request_id is the service's correlation id, under the name request_id_header, else the one that was
    sent; retry_after is in seconds, size the bytes of the body. What the response does not have is None.
    """

    body: Any
    headers: Mapping[str, str]
    date: Optional[float] = None
    status: int = 200
    request: str = ""
    request_id_header: Optional[str] = None
    request_id: Optional[str] = None
    retry_after: Optional[float] = None
    size: int = 0


def answer(
    status: int,
    headers: Mapping[str, str],
    request: str,
    request_id_header: Optional[str],
    now: float,
    sent_id: Optional[str] = None,
) -> Answer:
    """The answer that these headers belong to, without its body. now is this host's clock, for a server that sends no date.

    sent_id is the correlation id of the request, which a gateway or a proxy in front of the service may not send back.
    """
    date = times.http_date(headers.get("date"))
    return Answer(
        None,
        headers,
        date,
        status,
        request,
        request_id_header,
        (cut(clean(headers.get(request_id_header)), LONGEST_ID) or sent_id) if request_id_header else None,
        times.retry_after(headers.get("retry-after"), now if date is None else date),
    )
