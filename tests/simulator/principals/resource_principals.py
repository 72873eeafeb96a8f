# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource principals: a token of the service that runs a resource, and the session token that the auth service gives for it.

Both calls are those of Oracle's SDK (auth/signers/resource_principals_federation_signer.py,
ephemeral_resource_principals_v21_signer.py and nested_resource_principals_signer.py); Oracle documents neither. The signer depends
on the version: a session of the instance or of a resource (1.1, 3.0), or the resource itself with its own key (2.1, 2.1.1, 2.1.2).
That both calls must have the same signer is a rule of the simulator.
"""

from __future__ import annotations

import re
from typing import Callable, NamedTuple, Optional

from werkzeug.wrappers import Request, Response

from ..credentials import KeyRing, Signer
from ..journal import Entry
from ..oci.answers import NOT_FOUND, ApiError, json_response
from ..oci.signatures import INCORRECT
from . import request_bodies
from .inventory import NEXT, REQUESTERS, RESOURCE, resource_key
from .tokens import Tokens

#: Path at the service, with any prefix (OCI_RESOURCE_PRINCIPAL_RPT_PATH).
TOKEN_PATH = re.compile(r"(?P<base>/.*)?/resourcePrincipalToken(?P<version>V2|V212)?/(?P<resource>[^/]+)")
#: Hosts of resources, without a path: since 2.189.0 the SDK accepts only these for parents, because it validates endpoints
#: (base_client.py), although it documents a complete URL.
HOSTS = {f"{resource.rpartition('.')[2]}.resources.example": resource for resource in REQUESTERS}
#: Path at the auth service.
SESSION_PATH = "/v1/resourcePrincipalSessionToken"
#: Header with the URL for the next resource of a chain.
NEXT_HEADER = "opc-parent-rpt-url"
#: Seconds for which the answer to the first call is valid; not documented.
SECONDS = 300.0


class Place(NamedTuple):
    """The resource whose token is requested. version: of the path; base: its prefix. Both are None at the host of a resource."""

    resource: str
    base: Optional[str]
    version: Optional[str]


def place(path: str, host: str) -> Optional[Place]:
    """The resource whose token this address gives, if it gives one."""
    found = TOKEN_PATH.fullmatch(path)
    if found:
        return Place(found["resource"], found["base"] or "", found["version"] or "")
    return Place(HOSTS[host], None, None) if path == "/" and host in HOSTS else None


def parent_url(resource: str) -> str:
    """The URL at which the SDK requests the token of a resource."""
    return next(f"http://{host}" for host, there in HOSTS.items() if there == resource)


class Pair(NamedTuple):
    """The answer to the first call. The second call must have both tokens and the same signer."""

    service_token: str
    requester: str
    resource: str


class ResourcePrincipals:
    """Answers both calls. verify: Cloud.verified. parents: resources above the first in a chain of nested principals, 1 or 2."""

    def __init__(
        self, keys: KeyRing, tokens: Tokens, verify: Callable[..., Signer], tenancy: str, compartment: str
    ) -> None:
        self.parents = 1
        self._keys = keys
        self._tokens = tokens
        self._verify = verify
        self._tenancy = tenancy
        self._compartment = compartment
        self._pairs: dict[str, Pair] = {}

    def claims(self, resource: str) -> dict[str, str]:
        """The claims of the session token of a resource; the SDK reads the tenancy and the compartment."""
        return {
            "ptype": "resource",
            "res_id": resource,
            "res_type": resource.split(".")[1],
            "res_tenant": self._tenancy,
            "res_compartment": self._compartment,
        }

    def token(self, request: Request, target: str, entry: Entry) -> Response:
        """GET .../resourcePrincipalToken/{resource}"""
        at = place(request.path, request.host)
        resource = entry.operation = at.resource
        signer = self._verify(request, target, entry, self._find)
        kind = _kind(signer)
        if kind not in {"V2": ("2.1", "2.1.1"), "V212": ("2.1.2",)}.get(at.version, ("session",)):
            raise ApiError(401, INCORRECT)
        if signer.principal not in (REQUESTERS.get(resource, ()) if kind == "session" else (resource,)):
            raise ApiError(404, NOT_FOUND)
        token = self._tokens.bearer("resource_principal_token", resource, self.claims(resource), SECONDS).token
        service_token = self._tokens.bearer(
            "service_principal_session_token", "exampleservice", {"ptype": "service"}, SECONDS
        ).token
        self._pairs[token] = Pair(service_token, signer.principal, resource)
        headers = {}
        if self.parents > 1 and resource in NEXT:
            complete = f"{request.host_url.rstrip('/')}{at.base}/resourcePrincipalToken/{NEXT[resource]}"
            headers[NEXT_HEADER] = parent_url(NEXT[resource]) if at.base is None else complete
        return json_response(
            {"resourcePrincipalToken": token, "servicePrincipalSessionToken": service_token}, headers=headers
        )

    def session_token(self, request: Request, target: str, entry: Entry) -> Response:
        """POST /v1/resourcePrincipalSessionToken"""
        signer = self._verify(request, target, entry, self._find)
        body = request_bodies.body(request)
        token = self._tokens.find("resource_principal_token", body.get("resourcePrincipalToken"))
        pair = self._pairs[token.token] if token else None
        if (
            pair is None
            or pair.service_token != body.get("servicePrincipalSessionToken")
            or pair.requester != signer.principal
        ):
            raise ApiError(401, INCORRECT)
        entry.operation = pair.resource
        key = request_bodies.public_key(body.get("sessionPublicKey"), "sessionPublicKey")
        return json_response(
            {
                "token": self._tokens.session(
                    "resource_principal_session_token", pair.resource, key, self.claims(pair.resource)
                ).token
            }
        )

    def _find(self, key_id: str) -> Optional[Signer]:
        """Find a session, or the resource with its own key, which is valid for these calls only."""
        own = [
            f"resource/v2.1/{RESOURCE}",
            *(f"resource/v{version}/{self._tenancy}/{RESOURCE}" for version in ("2.1.1", "2.1.2")),
        ]
        if key_id in own:
            return Signer(key_id, resource_key().public_key(), principal=RESOURCE)
        return self._keys.find(key_id)


def _kind(signer: Signer) -> str:
    """The kind of a signer: session, user, or the version of a resource's own key."""
    if signer.principal is None:
        return "user"
    return "session" if signer.key_id.startswith("ST$") else signer.key_id.split("/")[1].removeprefix("v")
