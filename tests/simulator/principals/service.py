# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Principals as one object: dispatch of their requests, and the API for tests and scripts."""

from __future__ import annotations

import pathlib
from typing import Any, Callable, Mapping, NamedTuple, Optional

from werkzeug.wrappers import Request, Response

from ..credentials import REGION, TENANCY, USER
from ..journal import Entry
from ..oci import answers
from ..oci.answers import ApiError
from ..oci.service import LARGEST_BODY, Cloud
from ..oci.store import COMPARTMENT
from . import federation, metadata, proxymux, resource_principals, tokens
from .certificates import Identity
from .environments import Environments, Home
from .inventory import CLUSTER, INSTANCE, PARENT, RESOURCE
from .tokens import Issued, Tokens


class _Call(NamedTuple):
    """One call: its name in the journal, a test of path and host, its method (None: the handler checks it), its handler."""

    name: str
    is_at: Callable[[str, str], Any]
    method: Optional[str]
    answer: Callable[[Request, str, Entry], Response]


class Principals:
    """Instances, resources and pods, and their authentication. Tokens are checked by Cloud.now, whatever the simulator's clock."""

    instance_id, resource_id, parent_id, cluster_id = INSTANCE, RESOURCE, PARENT, CLUSTER

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._tokens = Tokens(cloud.keys, cloud.now)
        #: Issues certificates for instances, also invalid ones: identity.issue(life=, opc_tenant=).
        self.identity = Identity(TENANCY, COMPARTMENT, INSTANCE)
        self.metadata = metadata.Metadata(self.identity, TENANCY, COMPARTMENT, INSTANCE)
        self._resources = resource_principals.ResourcePrincipals(
            cloud.keys, self._tokens, cloud.verified, TENANCY, COMPARTMENT
        )
        self._proxymux = proxymux.Proxymux(self._tokens, self._resources.claims)
        self._environments = Environments(
            self._tokens, self._resources, self._proxymux, self._delegation, TENANCY, REGION
        )
        exchange = federation.Federation(self.identity, self._tokens, cloud.verified, cloud.now, TENANCY)
        self._calls = (
            _Call(
                "metadata",
                lambda path, _host: metadata.PATH.fullmatch(path),
                None,
                lambda request, _target, _entry: self.metadata.answer(request),
            ),
            _Call("federation", lambda path, _host: path == federation.PATH, "POST", exchange.answer),
            _Call("resource_principal_token", resource_principals.place, "GET", self._resources.token),
            _Call(
                "resource_principal_session_token",
                lambda path, _host: path == resource_principals.SESSION_PATH,
                "POST",
                self._resources.session_token,
            ),
            _Call(
                "proxymux",
                lambda path, _host: path == proxymux.PATH,
                "POST",
                lambda request, _target, _entry: self._proxymux.answer(request),
            ),
        )

    # properties

    @property
    def token_seconds(self) -> float:
        """Life of the session tokens that are issued from now on; negative: they are expired.

        Oracle's signers replace a token 60 seconds before its end, or after half of its life (OKE), so a token of 30 seconds is
        valid but replaced before every request.
        """
        return self._tokens.seconds

    @token_seconds.setter
    def token_seconds(self, seconds: float) -> None:
        self._tokens.seconds = seconds

    @property
    def cluster(self) -> str:
        """ "enhanced" (the default), or "basic", which is answered 403."""
        return self._proxymux.cluster

    @cluster.setter
    def cluster(self, kind: str) -> None:
        self._proxymux.cluster = kind

    def reset(self) -> None:
        """Restore the initial properties; issued tokens stay valid."""
        self._tokens.seconds = tokens.SECONDS
        self._proxymux.cluster = "enhanced"
        self._resources.parents = 1
        self.metadata.move("iad", **metadata.ASHBURN)

    @property
    def issued(self) -> list[Issued]:
        """Every issued token, the oldest first, also those that do not sign requests."""
        return list(self._tokens)

    # authentication of a process

    def environment(self, kind: str, **how: Any) -> dict[str, str]:
        """The environment variables with which Oracle's signers, and ours, authenticate to this simulator.

        instance_principal: no options.
        instance_obo_user: seconds (3600) until the delegation token expires. The token is in the file that the profile names
            (OCI_CONFIG_FILE, OCI_CONFIG_PROFILE), as in Cloud Shell.
        resource_principal: version ("2.2"). With "3.0": leaf, the version of the first resource of the chain, and parents (1 or 2),
            the number of resources above it. With 2.2: seconds, the life of its token. For versions with a key (2.1 to 2.2), files
            puts the key and the token into files (renew() replaces their content), and pass_phrase encrypts the key; not both,
            because the SDK then fails to open the file of the pass phrase.
        oke_workload_identity: service_host ("10.96.0.1", any name), and seconds (3600) until the service account's token
            expires. The SDK has no variable for the path of that token; it is the argument service_account_token_path:
            environment["OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH"], or service_account_file().

        Fixed addresses are reached through HTTPS_PROXY, and through HTTP_PROXY for plain HTTP: for 1.1 the SDK reads
        http://169.254.169.254/opc/v2/instance/id whatever OCI_METADATA_BASE_URL is, so NO_PROXY must not contain that address;
        the parents of 3.0 have hosts of their own.
        The CA of the proxy, ca_file, is federation_client_cert_bundle_verify for both kinds of the instance, one of the variables
        for OKE, and REQUESTS_CA_BUNDLE where the SDK has no other setting: for 1.1, and with tls for 2.1 to 2.1.2 and 3.0.
        """
        return self._environments.of(kind, **how)

    def renew(self, environment: Mapping[str, str], seconds: Optional[float] = None) -> None:
        """Replace token and key in the files of an environment with files=True, as an external provider does."""
        self._environments.renew(environment, seconds)

    def service_account_token(self, seconds: float = 3600) -> str:
        return self._proxymux.service_account(seconds).token

    def service_account_file(self, seconds: float = 3600) -> pathlib.Path:
        """A file with a token of the service account."""
        return self._environments.service_account_file(seconds)

    def delegation_token(self, seconds: float = 3600) -> str:
        """A token with which an instance acts for the user: the signed header opc-obo-token."""
        return self._delegation(seconds).token

    def revoke(self) -> None:
        """Revoke all session tokens issued so far: 401 from now on."""
        self._tokens.revoke()

    @property
    def home(self) -> Optional[Home]:
        return self._environments.home

    @home.setter
    def home(self, home: Home) -> None:
        self._environments.home = home

    def _delegation(self, seconds: float) -> Issued:
        issued = self._tokens.bearer("delegation", USER, {"tenant": TENANCY, "ptype": "user"}, seconds)
        self._cloud.keys.add_delegation(issued.token, issued.expires)
        return issued

    # answers

    error_body = staticmethod(answers.error_body)

    def has(self, path: str, host: str) -> bool:
        """Whether an address is one of theirs. Only the hosts of resources matter; for all others the path decides."""
        return any(call.is_at(path, host) for call in self._calls)

    def find_answer(self, request: Request, target: str, entry: Entry) -> Callable[[], Response]:
        """Find the call of a request and enter it into the journal. Returns a function that gives the answer or raises ApiError."""
        call = next(call for call in self._calls if call.is_at(request.path, request.host))
        entry.call = call.name
        if call.name != "metadata":
            entry.request_id = answers.request_id(request.headers.get("opc-request-id"))
        return lambda: self._answer(call, request, target, entry)

    @staticmethod
    def _answer(call: _Call, request: Request, target: str, entry: Entry) -> Response:
        if call.method not in (None, request.method):
            raise ApiError(405, headers={"Allow": call.method})
        if (request.content_length or 0) > LARGEST_BODY:
            raise ApiError(413, "The body of the request is too large.")
        return call.answer(request, target, entry)
