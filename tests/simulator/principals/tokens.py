# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that the simulator has given out: for whom, what for, and until when they are good."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Optional

from cryptography.hazmat.primitives.asymmetric import rsa

from ..credentials import KeyRing, json_web_token, jwk

#: Oracle does not say how long its tokens live, only that they are short-lived.
SECONDS = 1200.0


@dataclass(frozen=True)
class Issued:
    """One token. kind is the call that gave it, or service_account or delegation; expires is in seconds since the epoch."""

    kind: str
    principal: str  # OCID, or the name of a service account
    token: str
    expires: float
    purpose: Optional[str] = None  # of a federation token: what the client said


class Tokens:
    """Gives out JSON web tokens with iat and exp, by the clock that signatures are judged by."""

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
        """A token that requests can be signed with, with the private part of this key; the service takes them from now on."""
        issued = self.bearer(
            kind, principal, {**claims, "jwk": jwk(key)}, self.seconds if seconds is None else seconds, purpose
        )
        self._keys.add_session(issued.token, key, expires=issued.expires, principal=principal)
        return issued

    def bearer(
        self, kind: str, principal: str, claims: dict[str, Any], seconds: float, purpose: Optional[str] = None
    ) -> Issued:
        """A token that is shown as it is."""
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
        """What is known of a token of this kind that is shown, if it is still good."""
        return next(
            (each for each in self if each.kind == kind and each.token == token and each.expires > self._now()), None
        )

    def revoke(self) -> None:
        """Nothing that was signed with a token given out so far is accepted any more."""
        for issued in self:
            self._keys.forget(f"ST${issued.token}")

    def __iter__(self) -> Iterator[Issued]:
        with self._lock:
            return iter(list(self._issued))
