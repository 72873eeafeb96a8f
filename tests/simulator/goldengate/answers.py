# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of GoldenGate's answers: envelopes, links, messages, errors and times."""

from __future__ import annotations

import datetime
import http
from typing import Any, Iterable, Mapping, Optional

from ..oci.answers import ApiError

NO_SUCH_RESOURCE = "OGG-12031"
MALFORMED_AUTHORIZATION = "OGG-12061"
NOT_AUTHORIZED = "OGG-12062"
NO_AUTHORIZATION = "OGG-12063"
TITLES = {
    NO_SUCH_RESOURCE: "The requested resource does not exist.",
    MALFORMED_AUTHORIZATION: "The authorization header of the request is malformed.",
    NOT_AUTHORIZED: "The user is not authorized to access this resource.",
    NO_AUTHORIZATION: "The request has no authorization information.",
}
TYPE = "https://www.rfc-editor.org/rfc/rfc9110.html#name-status-codes"
SEVERITIES = ("INFO", "WARNING", "ERROR")


class GoldenGateError(ApiError):
    """The answer to a request is an error of GoldenGate. now: seconds since the epoch."""

    def __init__(self, status: int, code: str, now: float, headers: Optional[Mapping[str, str]] = None) -> None:
        super().__init__(status, TITLES.get(code), code, headers)
        self.body = error_body(status, now, code)


def error_body(status: int, now: float, code: Optional[str] = None) -> dict[str, Any]:
    """The body of an error. It has only links and messages, as the real one."""
    code = code or (NO_SUCH_RESOURCE if status == 404 else None)
    only = message({"code": code, "title": TITLES.get(code or "", f"{reason(status)}.")}, now)
    return {"links": [], "messages": [{**only, "type": TYPE}]}


def envelope(
    links: Iterable[Mapping[str, str]], messages: Iterable[Mapping[str, Any]] = (), response: Any = None
) -> dict[str, Any]:
    """An api:standardResponse."""
    body: dict[str, Any] = {"$schema": "api:standardResponse", "links": list(links), "messages": list(messages)}
    return body if response is None else {**body, "response": response}


def link(rel: str, href: str, media_type: str = "application/json") -> dict[str, str]:
    return {"rel": rel, "href": href, "mediaType": media_type}


def message(definition: Any, now: float) -> dict[str, Any]:
    """An ogg:message from (code, title), (code, title, severity), or a mapping of its fields. The default severity is ERROR."""
    if not isinstance(definition, Mapping):
        definition = dict(zip(("code", "title", "severity"), definition))
    fields = {"$schema": "ogg:message", "severity": "ERROR", "issued": whole_seconds(now), **definition}
    return {key: value for key, value in fields.items() if value is not None}


def reason(status: int) -> str:
    """The reason phrase of an HTTP status."""
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


def whole_seconds(seconds: float) -> str:
    """Seconds since the epoch in the form of messages: 2026-05-28T18:25:48Z."""
    return _moment(seconds).isoformat(timespec="seconds").replace("+00:00", "Z")


def milliseconds(seconds: float) -> str:
    """Seconds since the epoch in the form of requests: 2017-12-14T12:41:56.948+00:00."""
    return _moment(seconds).isoformat(timespec="milliseconds")


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
