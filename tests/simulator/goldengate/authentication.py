# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authentication and authorization: users, bearer tokens, client certificates, and their roles."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Mapping, Optional

from werkzeug.wrappers import Request

from .answers import MALFORMED_AUTHORIZATION, NO_AUTHORIZATION, NOT_AUTHORIZED, GoldenGateError

#: Each includes those before it.
ROLES = ("User", "Operator", "Administrator", "Security")
ADMINISTRATOR, PASSWORD = "oggadmin", "Simulated-password-1"
USER, USER_PASSWORD = "ogguser", "Simulated-password-2"
TOKEN = "simulated-token-of-an-administrator"
USER_TOKEN = "simulated-token-of-a-user"
USERS = {
    ADMINISTRATOR: {"password": PASSWORD, "role": "Security"},
    USER: {"password": USER_PASSWORD, "role": "User"},
}
TOKENS = {TOKEN: "Security", USER_TOKEN: "User"}
#: Role of clients with a certificate of the simulator's own authority.
CERTIFICATE_ROLE = "Administrator"


class Authentication:
    """Authenticates requests. wrong: the status for wrong credentials, 401, or 403 as in some deployments."""

    def __init__(self, users: Mapping[str, Mapping[str, str]], tokens: Mapping[str, str], wrong: int) -> None:
        self._users = users
        self._tokens = tokens
        self._wrong = wrong

    def role(self, request: Request, now: float) -> str:
        """The role of the sender of a request. Raises GoldenGateError."""
        header = request.headers.get("Authorization")
        if header is None:
            if request.environ.get("SSL_CLIENT_VERIFY") == "SUCCESS":
                return CERTIFICATE_ROLE
            raise GoldenGateError(401, NO_AUTHORIZATION, now, {"WWW-Authenticate": 'Basic realm="GoldenGate"'})
        scheme, _blank, value = header.partition(" ")
        role = {"basic": self._basic, "bearer": self._bearer}.get(scheme.lower(), _malformed)(value, now)
        if role is None:
            raise GoldenGateError(self._wrong, NO_AUTHORIZATION if self._wrong == 401 else NOT_AUTHORIZED, now)
        return role

    def _basic(self, value: str, now: float) -> Optional[str]:
        try:
            name, colon, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return _malformed(value, now)
        if not colon:
            return _malformed(value, now)
        user = self._users.get(name)
        return user["role"] if user is not None and user["password"] == password else None

    def _bearer(self, value: str, now: float) -> Optional[str]:
        return self._tokens.get(value) if value else _malformed(value, now)


def require(role: str, needed: str, now: float) -> None:
    """Raises GoldenGateError unless role includes the needed one."""
    if ROLES.index(role) < ROLES.index(needed):
        raise GoldenGateError(403, NOT_AUTHORIZED, now)


def _malformed(value: str, now: float) -> Any:
    raise GoldenGateError(401, MALFORMED_AUTHORIZATION, now)
