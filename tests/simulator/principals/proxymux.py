# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxymux of an OKE cluster: exchanges the token of a service account for a session token (POST /resourcePrincipalSessionTokens).

Request and answer are those of Oracle's SDK (auth/signers/oke_workload_identity_resource_principal_signer.py), which treats 403 as
a cluster that is not an enhanced one; Oracle documents neither. The answer is a JSON string with base64, as in the mocks of
Oracle's other SDKs. The real port is 12250.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Callable

from werkzeug.wrappers import Request, Response

from ..oci.answers import ApiError
from ..oci.signatures import INCORRECT
from . import request_bodies
from .inventory import CLUSTER, WORKLOAD
from .tokens import Issued, Tokens

PATH = "/resourcePrincipalSessionTokens"


class Proxymux:
    """cluster: "enhanced", or "basic", which has no workload identities."""

    def __init__(self, tokens: Tokens, claims: Callable[[str], dict[str, Any]]) -> None:
        self.cluster = "enhanced"
        self._tokens = tokens
        self._claims = claims

    def service_account(self, seconds: float) -> Issued:
        """A token of a service account, as Kubernetes mounts it in a pod."""
        claims = {
            "iss": "https://kubernetes.default.svc.cluster.local",
            "aud": ["https://kubernetes.default.svc.cluster.local"],
        }
        return self._tokens.bearer("service_account", WORKLOAD, claims, seconds)

    def answer(self, request: Request) -> Response:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or self._tokens.find("service_account", token) is None:
            raise ApiError(401, INCORRECT)
        if self.cluster != "enhanced":
            raise ApiError(403, "Workload identities need an enhanced cluster.")
        key = request_bodies.public_key(request_bodies.body(request).get("podKey"), "podKey")
        issued = self._tokens.session("proxymux", CLUSTER, key, {**self._claims(CLUSTER), "ptype": "workload"})
        answer = base64.b64encode(json.dumps({"token": f"ST${issued.token}"}).encode()).decode()
        return Response(json.dumps(answer), content_type="application/json")
