# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The federation endpoint of the auth service: a certificate for a token (POST /v1/x509).

What is sent, and what is signed with what, is as in Oracle's SDK (auth/federation_client.py); Oracle documents none of it. What
is not as the SDK sends it is refused with 401, or 400 where it cannot be read.
"""

from __future__ import annotations

from typing import Callable, Optional

from werkzeug.wrappers import Request, Response

from ..credentials import Signer
from ..journal import Entry
from ..oci.answers import Refusal, json_response
from ..oci.signatures import INCORRECT
from . import reading
from .certificates import Identity
from .tokens import Tokens

PATH = "/v1/x509"
#: The host is not signed here, unlike everywhere else.
REQUIRED = ("(request-target)",)


class Federation:
    """verify is Cloud.verified."""

    def __init__(
        self, identity: Identity, tokens: Tokens, verify: Callable[..., Signer], now: Callable[[], float], tenancy: str
    ) -> None:
        self._identity = identity
        self._tokens = tokens
        self._verify = verify
        self._now = now
        self._tenancy = tenancy

    def answer(self, request: Request, target: str, entry: Entry) -> Response:
        body = reading.body(request)
        intermediates = body.get("intermediateCertificates") or []
        if not isinstance(intermediates, list):
            raise Refusal(400, "intermediateCertificates is not a list.")
        vouched = self._identity.check(body.get("certificate"), intermediates, self._now())
        if vouched.tenancy != self._tenancy:
            raise Refusal(401, INCORRECT)
        key_id = f"{vouched.tenancy}/fed-x509/{vouched.fingerprint}"

        def find(given: str) -> Optional[Signer]:
            return Signer(key_id, vouched.key) if given == key_id else None

        self._verify(request, target, entry, find, REQUIRED)
        key = reading.public_key(body.get("publicKey"), "publicKey")
        claims = {
            "ptype": "instance",
            "tenant": vouched.tenancy,
            "opc-instance": vouched.instance,
            "opc-certtype": "instance",
        }
        issued = self._tokens.session("federation", vouched.instance, key, claims, purpose=body.get("purpose"))
        return json_response({"token": issued.token})
