# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the bodies of requests for tokens. Invalid ones raise ApiError (400)."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.wrappers import Request

from ..oci.answers import ApiError


def body(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(request.get_data())
    except ValueError as error:
        raise ApiError(400, "The body is not JSON.", "CannotParseRequest") from error
    if not isinstance(found, dict):
        raise ApiError(400, "The body is not a JSON object.", "CannotParseRequest")
    return found


def public_key(text: Any, name: str) -> rsa.RSAPublicKey:
    """A public key as Oracle's SDK sends it: PEM without its first line, its last line and line ends."""
    try:
        key = serialization.load_der_public_key(base64.b64decode(text, validate=True))
    except (TypeError, ValueError) as error:
        raise ApiError(400, f"{name} is not a public key.") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise ApiError(400, f"{name} is not an RSA key.")
    return key
