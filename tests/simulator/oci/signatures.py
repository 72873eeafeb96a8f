# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the HTTP signature of a request as OCI does (draft-cavage-http-signatures, RSA-SHA256; "Request Signatures" in OCI's documentation)."""

from __future__ import annotations

import base64
import binascii
import datetime
import email.utils
import hashlib
from typing import Callable, Mapping, Optional, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from werkzeug.datastructures import Authorization

from ..credentials import Signer
from .answers import ApiError

CLOCK_SKEW = 300  # seconds
INCOMPLETE = "The required information to complete authentication was not provided."
INCORRECT = "The required information to complete authentication was not provided or was incorrect."
NOT_VERIFIED = "Failed to verify the HTTP(S) Signature"
EXPIRED = "The provided security token has expired."
FOR_ALL = ("(request-target)", "host")
FOR_BODIES = ("content-length", "content-type", "x-content-sha256")
#: The token of a user for whom an instance acts. The signature must cover it, as in Oracle's SDK
#: (auth/signers/instance_principals_delegation_token_signer.py), so that it cannot be added on the way.
ON_BEHALF = "opc-obo-token"


def verify(
    method: str,
    target: str,
    headers: Mapping[str, str],
    body: bytes,
    find: Callable[[str], Optional[Signer]],
    now: float,
    required: Sequence[str] = FOR_ALL,
) -> Signer:
    """The signer of a request. Raises ApiError (401) if the signature is invalid.

    target: path and query exactly as sent. headers: case-insensitive. now: seconds since the epoch. required: names that the
    signature must cover, besides the date, and FOR_BODIES if there is a body.
    """
    if "Authorization" not in headers:
        raise ApiError(401, INCOMPLETE)
    given = Authorization.from_header(headers["Authorization"])
    if (
        given is None
        or given.type != "signature"
        or not all(given.get(key) for key in ("keyId", "algorithm", "signature"))
    ):
        raise ApiError(401, INCORRECT)
    if given["algorithm"] != "rsa-sha256":
        raise ApiError(401, f"The signature algorithm '{given['algorithm']}' is not supported; use rsa-sha256.")
    if given.get("version", "1") != "1":
        raise ApiError(401, f"The signature version '{given['version']}' is not supported.")
    signed = (given.get("headers") or "date").lower().split()
    _require(method, signed, headers, required)
    _check_date(headers["x-date" if "x-date" in signed else "date"], now)
    signer = find(given["keyId"])
    if signer is None:
        raise ApiError(401, INCORRECT)
    if signer.expires is not None and signer.expires <= now:
        raise ApiError(401, EXPIRED)
    try:
        signature = base64.b64decode(given["signature"], validate=True)
        text = "\n".join(_line(name, method, target, headers) for name in signed)
        signer.public_key.verify(signature, text.encode("latin-1"), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error) as error:
        raise ApiError(401, NOT_VERIFIED) from error
    if "x-content-sha256" in signed:
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        if headers["x-content-sha256"] != digest:
            raise ApiError(401, "The x-content-sha256 header does not match the body of the request.")
    return signer


def _require(method: str, signed: list[str], headers: Mapping[str, str], required: Sequence[str]) -> None:
    wanted = [
        *required,
        *(FOR_BODIES if method in ("POST", "PUT", "PATCH") else ()),
        *([ON_BEHALF] if ON_BEHALF in headers else ()),
    ]
    missing = [name for name in wanted if name not in signed]
    if "date" not in signed and "x-date" not in signed:
        missing.insert(0, "date")
    if missing:
        raise ApiError(401, f"The signature must cover these headers as well: {', '.join(missing)}.")
    absent = [name for name in signed if name != "(request-target)" and name not in headers]
    if absent:
        raise ApiError(401, f"The signature covers headers that were not sent: {', '.join(absent)}.")


def _check_date(text: str, now: float) -> None:
    try:
        sent = email.utils.parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError) as error:
        raise ApiError(401, f"Date '{text}' is not a valid date.") from error
    if abs(sent - now) > CLOCK_SKEW:
        raise ApiError(
            401,
            f"Date '{text}' is not within allowed clock skew. Current '{_date(now)}',"
            f" valid datetime range: ['{_date(now - CLOCK_SKEW)}', '{_date(now + CLOCK_SKEW)}']",
        )


def _date(seconds: float) -> str:
    return email.utils.format_datetime(datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc), usegmt=True)


def _line(name: str, method: str, target: str, headers: Mapping[str, str]) -> str:
    return f"{name}: {f'{method.lower()} {target}' if name == '(request-target)' else headers[name]}"
