# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tokens that the simulator has issued: principal, purpose and expiry."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Optional

from cryptography.hazmat.primitives.asymmetric import rsa

from ..credentials import KeyRing, json_web_token, jwk

#: Oracle documents only that its tokens are short-lived.
SECONDS = 1200.0


@dataclass(frozen=True)
class Issued:
    """One token. kind: the call that issued it, or service_account or delegation. expires: seconds since the epoch."""

    kind: str
    principal: str  # OCID, or the name of a service account
    token: str
    expires: float
    purpose: Optional[str] = None  # of a federation token, as the client sent it


class Tokens:
    """Issues JSON web tokens with iat and exp, by the clock that checks signatures."""

    def __init__(self, keys: KeyRing, now: Callable[[], float]) -> None:
        self.seconds = SECONDS  # life of the next session token
        self._keys = keys
        self._now = now
        self._issued: list[Issued] = []
        self._lock = threading.Lock()

    def session(
        self,
        kind: str,
        principal: str,
        key: rsa.RSAPublicKey,
        claims: dict[str, Any],
        seconds: Optional[float] = None,
        purpose: Optional[str] = None,
    ) -> Issued:
        """Issue a token with which requests are signed by the private key of this public key."""
        issued = self.bearer(
            kind, principal, {**claims, "jwk": jwk(key)}, self.seconds if seconds is None else seconds, purpose
        )
        self._keys.add_session(issued.token, key, expires=issued.expires, principal=principal)
        return issued

    def bearer(
        self, kind: str, principal: str, claims: dict[str, Any], seconds: float, purpose: Optional[str] = None
    ) -> Issued:
        """Issue a bearer token."""
        now = self._now()
        all_claims = {
            "sub": principal,
            "iat": int(now),
            "exp": int(now + seconds),
            "jti": secrets.token_hex(8),
            **claims,
        }
        issued = Issued(kind, principal, json_web_token(all_claims), now + seconds, purpose)
        with self._lock:
            self._issued.append(issued)
        return issued

    def find(self, kind: str, token: Any) -> Optional[Issued]:
        """A valid token of this kind."""
        return next(
            (each for each in self if each.kind == kind and each.token == token and each.expires > self._now()), None
        )

    def revoke(self) -> None:
        """Revoke all tokens issued so far for signing."""
        for issued in self:
            self._keys.forget(f"ST${issued.token}")

    def __iter__(self) -> Iterator[Issued]:
        with self._lock:
            return iter(list(self._issued))
