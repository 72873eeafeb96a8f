# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of OCI's answers: JSON bodies, error codes, and the headers of every answer."""

from __future__ import annotations

import datetime
import json
import secrets
from typing import Any, Mapping, Optional

from werkzeug.wrappers import Response

#: The default error code of each status (API Errors in OCI's documentation).
CODES = {
    400: "InvalidParameter",
    401: "NotAuthenticated",
    402: "SignUpRequired",
    403: "NotAuthorized",
    404: "NotAuthorizedOrNotFound",
    405: "MethodNotAllowed",
    409: "IncorrectState",
    412: "NoEtagMatch",
    413: "PayloadTooLarge",
    422: "UnprocessableEntity",
    429: "TooManyRequests",
    431: "RequestHeaderFieldsTooLarge",
    500: "InternalServerError",
    501: "MethodNotImplemented",
    502: "BadGateway",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}
NOT_FOUND = "Authorization failed or requested resource not found."
MESSAGES = {
    404: NOT_FOUND,
    405: "The method is not allowed for this resource.",
    409: "The requested state for the resource conflicts with its current state.",
    429: "Too many requests for the user.",
    500: "Internal server error",
    503: "The service is currently unavailable.",
}


class ApiError(Exception):
    """The answer to a request is an error: its status, code, message and headers."""

    def __init__(
        self,
        status: int,
        message: Optional[str] = None,
        code: Optional[str] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = error_body(status, message, code)
        self.headers = dict(headers or {})


def error_body(status: int, message: Optional[str] = None, code: Optional[str] = None) -> dict[str, str]:
    return {
        "code": code or CODES.get(status, "Unknown"),
        "message": message or MESSAGES.get(status, f"The service answered {status}."),
    }


def json_response(body: Any, status: int = 200, headers: Optional[Mapping[str, str]] = None) -> Response:
    return Response(json.dumps(body), status, dict(headers or {}), content_type="application/json")


def request_id(sent: Optional[str]) -> str:
    """opc-request-id of an answer: the first two parts that the client sent, and then parts of the service, three in all.

    Oracle's documentation of API Gateway calls them customer, trace and span ("opc-request-id values seen by the client ...").
    """
    parts = [part for part in (sent or "").split("/")[:2] if part]
    return "/".join([*parts, *(secrets.token_hex(16).upper() for _part in range(3 - len(parts)))])


def timestamp(seconds: Optional[float]) -> Optional[str]:
    """Seconds since the epoch in RFC 3339 with milliseconds."""
    if seconds is None:
        return None
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
