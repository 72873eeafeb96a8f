# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource principals: the service that runs a resource vouches for it, and the auth service gives the session token for that.

Two calls, both as Oracle's SDK makes them (auth/signers/resource_principals_federation_signer.py,
ephemeral_resource_principals_v21_signer.py and nested_resource_principals_signer.py); Oracle documents neither. Who may sign
them differs by version: a session of the instance or of a resource (1.1, 3.0), or the resource itself with a key that it
was given (2.1, 2.1.1, 2.1.2). What each path takes is here; that the two calls must have one signer is our own rule.
"""

from __future__ import annotations

import re
from typing import Callable, NamedTuple, Optional

from werkzeug.wrappers import Request, Response

from ..credentials import KeyRing, Signer
from ..journal import Entry
from ..oci.answers import NOT_FOUND, Refusal, json_response
from ..oci.signatures import INCORRECT
from . import reading
from .inventory import ASKERS, NEXT, RESOURCE, resource_key
from .tokens import Tokens

#: At the service, whose path may begin with anything (OCI_RESOURCE_PRINCIPAL_RPT_PATH).
TOKEN_PATH = re.compile(r"(?P<base>/.*)?/resourcePrincipalToken(?P<version>V2|V212)?/(?P<resource>[^/]+)")
#: Or the resource has a host of its own, and no path: all that the SDK takes for parents since it looks at endpoints with care
#: (2.189.0, base_client.py), although it asks for the complete URL.
HOSTS = {f"{resource.rpartition('.')[2]}.resources.example": resource for resource in ASKERS}
#: At the auth service.
SESSION_PATH = "/v1/resourcePrincipalSessionToken"
#: Where the next resource of a chain is to be asked for.
NEXT_HEADER = "opc-parent-rpt-url"
#: For how long the answer to the first call can be used, in seconds; our own choice.
SECONDS = 300.0


class Place(NamedTuple):
    """Which resource's token is asked for. version is that of the path, base all that comes before it; both None at a host of its own."""

    resource: str
    base: Optional[str]
    version: Optional[str]


def place(path: str, host: str) -> Optional[Place]:
    """The resource whose token is to be had there; None: nothing of the kind."""
    found = TOKEN_PATH.fullmatch(path)
    if found:
        return Place(found["resource"], found["base"] or "", found["version"] or "")
    return Place(HOSTS[host], None, None) if path == "/" and host in HOSTS else None


def parent_url(resource: str) -> str:
    """Where the token of a resource is to be had by the SDK."""
    return next(f"http://{host}" for host, there in HOSTS.items() if there == resource)


class Pair(NamedTuple):
    """What the first call gave: the session token is only given for both together, to whom they were given."""

    service_token: str
    asker: str
    resource: str


class ResourcePrincipals:
    """verify is Cloud.verified. parents is how many resources the chain of nested principals has above the first, 1 or 2."""

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
        """What a session token says of a resource; the SDK reads the tenancy and the compartment."""
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
            raise Refusal(401, INCORRECT)
        if signer.principal not in (ASKERS.get(resource, ()) if kind == "session" else (resource,)):
            raise Refusal(404, NOT_FOUND)
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
        body = reading.body(request)
        token = self._tokens.find("resource_principal_token", body.get("resourcePrincipalToken"))
        pair = self._pairs[token.token] if token else None
        if (
            pair is None
            or pair.service_token != body.get("servicePrincipalSessionToken")
            or pair.asker != signer.principal
        ):
            raise Refusal(401, INCORRECT)
        entry.operation = pair.resource
        key = reading.public_key(body.get("sessionPublicKey"), "sessionPublicKey")
        return json_response(
            {
                "token": self._tokens.session(
                    "resource_principal_session_token", pair.resource, key, self.claims(pair.resource)
                ).token
            }
        )

    def _find(self, key_id: str) -> Optional[Signer]:
        """Sessions, and the resource by its own key, with which it can sign nothing else."""
        own = [
            f"resource/v2.1/{RESOURCE}",
            *(f"resource/v{version}/{self._tenancy}/{RESOURCE}" for version in ("2.1.1", "2.1.2")),
        ]
        if key_id in own:
            return Signer(key_id, resource_key().public_key(), principal=RESOURCE)
        return self._keys.find(key_id)


def _kind(signer: Signer) -> str:
    """session, the version of the key of a resource, or user."""
    if signer.principal is None:
        return "user"
    return "session" if signer.key_id.startswith("ST$") else signer.key_id.split("/")[1].removeprefix("v")
