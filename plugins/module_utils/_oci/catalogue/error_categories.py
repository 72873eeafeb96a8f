# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows the category of an error of OCI, from its code, its text and the status of the answer: pure. Private to longops.oracle.

[errors]: OCI API reference, "API Errors" (https://docs.oracle.com/iaas/Content/API/References/apierrors.htm)
[capacity]: "Out of host capacity" in the Compute documentation (https://docs.oracle.com/iaas/Content/Compute/Tasks/troubleshooting-out-of-host-capacity.htm)
"""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional

from ..._core.operation import Category
from ..._http import faults

#: The codes of [errors] and, where a comment says so, of others.
CODES = {
    "CannotParseRequest": Category.INVALID,
    "InvalidParameter": Category.INVALID,
    "LimitExceeded": Category.LIMIT,
    "MissingParameter": Category.INVALID,
    "QuotaExceeded": Category.LIMIT,
    "NotAuthenticated": Category.AUTHORIZATION,
    "NotAllowed": Category.INVALID,  # 403: the home region has to be asked
    "NotAuthorized": Category.AUTHORIZATION,
    "SignUpRequired": Category.AUTHORIZATION,
    # OCI does not tell apart what is not there and what the user may not see, and answers both with 404.
    "NotAuthorizedOrNotFound": Category.NOT_FOUND,
    "RelatedResourceNotAuthorizedOrNotFound": Category.NOT_FOUND,
    "NotFound": Category.NOT_FOUND,
    "NamespaceNotFound": Category.NOT_FOUND,
    "MethodNotAllowed": Category.INVALID,
    "Conflict": Category.CONFLICT,
    "ExternalServerIncorrectState": Category.CONFLICT,
    "IncorrectState": Category.CONFLICT,
    "InvalidatedRetryToken": Category.CONFLICT,
    "NotAuthorizedOrResourceAlreadyExists": Category.CONFLICT,
    "ResourceLocked": Category.CONFLICT,
    "LockConflict": Category.CONFLICT,  # retried by Oracle's SDK (oci/retry/retry_checkers.py)
    "NoEtagMatch": Category.CONFLICT,
    "PayloadTooLarge": Category.INVALID,
    "UnprocessableEntity": Category.INVALID,
    "TooManyRequests": Category.THROTTLED,
    "RequestHeaderFieldsTooLarge": Category.INVALID,
    "MethodNotImplemented": Category.INVALID,
    "InternalServerError": Category.INTERNAL,
    "InternalError": Category.INTERNAL,  # of Compute
    "ExternalServerUnreachable": Category.INTERNAL,
    "ExternalServerTimeout": Category.INTERNAL,
    "ExternalServerInvalidResponse": Category.INTERNAL,
    "ServiceUnavailable": Category.INTERNAL,
    "BAD_INPUT": Category.INVALID,  # of load balancers, whose other one is INTERNAL_ERROR (WorkRequestError in Oracle's SDK)
}
#: Texts that say more than the code beside them: Compute answers 500 InternalError with "Out of host capacity", and the
#: Console shows "Out of capacity for shape ..." for the same [capacity].
CAPACITY = re.compile(r"\b(out[\s_]?of|insufficient)[\s_]?(\w+?[\s_]?)?capacity\b", re.IGNORECASE)
#: Texts of errors of [errors], for those that other services repeat without the code: of LimitExceeded ("The following service limits
#: were exceeded: ...") and QuotaExceeded, of NotAuthorizedOrNotFound, of TooManyRequests ("User-rate limit exceeded"), and of a resource
#: that is there already (NotAuthorizedOrResourceAlreadyExists).
TEXTS = {
    re.compile(
        r"\b(service limits?|quotas?|limits? for (this|the) (tenancy|compartment))\b[^.]{0,80}\b(exceeded|reached)\b",
        re.IGNORECASE,
    ): Category.LIMIT,
    re.compile(r"\bauthorization failed or requested resource not found\b", re.IGNORECASE): Category.NOT_FOUND,
    re.compile(r"\b(too many requests|rate limit exceeded)\b", re.IGNORECASE): Category.THROTTLED,
    re.compile(r"\balready (exists?|in use)\b", re.IGNORECASE): Category.CONFLICT,
}

_BY_LETTERS = {re.sub(r"[^a-z]", "", code.lower()): category for code, category in CODES.items()}
#: A code within a text, as that of another service that Kubernetes Engine repeats: "... Compute service.(400, LimitExceeded, false)".
_IN_TEXT = re.compile(r"\b(" + "|".join(sorted(CODES, key=len, reverse=True)) + r")\b")
#: Words that are codes and plain English alike.
_PLAIN = frozenset(("Conflict",))


def category_of(code: Optional[str], text: Optional[str], status: Optional[int] = None) -> str:
    """The category of an error. status is that of the answer which was the error, if it was one."""
    code, text = code or "", text or ""
    if CAPACITY.search(text) or CAPACITY.search(code):
        return Category.CAPACITY
    known = _BY_LETTERS.get(re.sub(r"[^a-z]", "", code.lower()), Category.UNKNOWN)
    if known not in (Category.UNKNOWN, Category.INTERNAL):
        return known
    repeated = [CODES[word] for word in _IN_TEXT.findall(text) if word not in _PLAIN]
    repeated += [category for pattern, category in TEXTS.items() if pattern.search(text)]
    for category in repeated:
        if category != Category.INTERNAL:
            return category
    if known != Category.UNKNOWN:
        return known
    if repeated:
        return Category.INTERNAL
    if code.isascii() and code.isdigit():  # some services give the status as the code
        status = int(code)
    return faults.category_of(status)


def category_of_entry(entry: Mapping[str, Any]) -> str:
    """The category of a failed work request whose errors do not say it: from the explanation outside them, else the latest log line."""
    logs = [log["message"] for log in entry.get("logs") or () if log["message"]]
    return category_of(None, entry.get("explanation") or (logs[-1] if logs else None))
