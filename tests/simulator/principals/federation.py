# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The federation endpoint of the auth service: exchanges a certificate for a token (POST /v1/x509).

Body and signature are those of Oracle's SDK (auth/federation_client.py); Oracle documents neither. Other requests are answered
401, or 400 if the body cannot be read.
"""

from __future__ import annotations

from typing import Callable, Optional

from werkzeug.wrappers import Request, Response

from ..credentials import Signer
from ..journal import Entry
from ..oci.answers import ApiError, json_response
from ..oci.signatures import INCORRECT
from . import request_bodies
from .certificates import Identity
from .tokens import Tokens

PATH = "/v1/x509"
#: Unlike elsewhere, the signature does not cover the host.
REQUIRED = ("(request-target)",)


class Federation:
    """Answers POST /v1/x509. verify: Cloud.verified."""

    def __init__(
        self, identity: Identity, tokens: Tokens, verify: Callable[..., Signer], now: Callable[[], float], tenancy: str
    ) -> None:
        self._identity = identity
        self._tokens = tokens
        self._verify = verify
        self._now = now
        self._tenancy = tenancy

    def answer(self, request: Request, target: str, entry: Entry) -> Response:
        body = request_bodies.body(request)
        intermediates = body.get("intermediateCertificates") or []
        if not isinstance(intermediates, list):
            raise ApiError(400, "intermediateCertificates is not a list.")
        identity = self._identity.check(body.get("certificate"), intermediates, self._now())
        if identity.tenancy != self._tenancy:
            raise ApiError(401, INCORRECT)
        key_id = f"{identity.tenancy}/fed-x509/{identity.fingerprint}"

        def find(given: str) -> Optional[Signer]:
            return Signer(key_id, identity.key) if given == key_id else None

        self._verify(request, target, entry, find, REQUIRED)
        key = request_bodies.public_key(body.get("publicKey"), "publicKey")
        claims = {
            "ptype": "instance",
            "tenant": identity.tenancy,
            "opc-instance": identity.instance,
            "opc-certtype": "instance",
        }
        issued = self._tokens.session("federation", identity.instance, key, claims, purpose=body.get("purpose"))
        return json_response({"token": issued.token})
