# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxymux of an OKE cluster: a service account's token for a session token (POST /resourcePrincipalSessionTokens, port 12250).

Request and answer are as in Oracle's SDK (auth/signers/oke_workload_identity_resource_principal_signer.py), which takes 403 for a
cluster that is not an enhanced one; Oracle documents none of it. The answer is base64, in quotes as a JSON string, as the
mock-ups of Oracle's other SDKs have it; what is signed with the token is signed as any session.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Callable

from werkzeug.wrappers import Request, Response

from ..oci.answers import Refusal
from ..oci.signatures import INCORRECT
from . import reading
from .inventory import CLUSTER, WORKLOAD
from .tokens import Issued, Tokens

PATH = "/resourcePrincipalSessionTokens"


class Proxymux:
    """cluster is "enhanced", or "basic", which has no workload identities."""

    def __init__(self, tokens: Tokens, claims: Callable[[str], dict[str, Any]]) -> None:
        self.cluster = "enhanced"
        self._tokens = tokens
        self._claims = claims

    def service_account(self, seconds: float) -> Issued:
        """A token as Kubernetes puts it into a pod."""
        claims = {
            "iss": "https://kubernetes.default.svc.cluster.local",
            "aud": ["https://kubernetes.default.svc.cluster.local"],
        }
        return self._tokens.bearer("service_account", WORKLOAD, claims, seconds)

    def answer(self, request: Request) -> Response:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or self._tokens.find("service_account", token) is None:
            raise Refusal(401, INCORRECT)
        if self.cluster != "enhanced":
            raise Refusal(403, "Workload identities need an enhanced cluster.")
        key = reading.public_key(reading.body(request).get("podKey"), "podKey")
        issued = self._tokens.session("proxymux", CLUSTER, key, {**self._claims(CLUSTER), "ptype": "workload"})
        answer = base64.b64encode(json.dumps({"token": f"ST${issued.token}"}).encode()).decode()
        return Response(json.dumps(answer), content_type="application/json")
