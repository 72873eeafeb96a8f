# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment variables and files with which a process authenticates to this simulator, for every kind of principal.

Their names and meanings are those of Oracle's SDK (auth/signers/resource_principals_signer.py has them for each version).
"""

from __future__ import annotations

import itertools
import os
import pathlib
from typing import Any, Callable, Mapping, Optional, Protocol

from cryptography.hazmat.primitives.asymmetric import rsa

from ..credentials import PASS_PHRASE, pem_of, write_secret
from .inventory import PARENT, RESOURCE, resource_key
from .proxymux import Proxymux
from .resource_principals import ResourcePrincipals, parent_url
from .tokens import Issued, Tokens

PREFIX = "OCI_RESOURCE_PRINCIPAL_"
LEAF = "_FOR_LEAF_RESOURCE"
#: Any host name works: the proxy answers for all.
METADATA = "http://metadata.example/opc/v2"


class Home(Protocol):
    """The part of the simulator that environments use."""

    url: str
    proxy_url: str
    ca_file: pathlib.Path
    folder: pathlib.Path


class Environments:
    """Makes environments. delegation: issues a delegation token that is valid for so many seconds."""

    def __init__(
        self,
        tokens: Tokens,
        resources: ResourcePrincipals,
        proxymux: Proxymux,
        delegation: Callable[[float], Issued],
        tenancy: str,
        region: str,
    ) -> None:
        self.home: Optional[Home] = None
        self._tokens = tokens
        self._resources = resources
        self._proxymux = proxymux
        self._delegation = delegation
        self._tenancy = tenancy
        self._region = region
        self._numbers = itertools.count(1)
        self._kinds: dict[str, Callable[..., dict[str, str]]] = {
            "instance_principal": self._instance_principal,
            "instance_obo_user": self._instance_obo_user,
            "resource_principal": self._resource_principal,
            "oke_workload_identity": self._oke_workload_identity,
        }

    def of(self, kind: str, **how: Any) -> dict[str, str]:
        if kind not in self._kinds:
            raise ValueError(f"there is no kind {kind!r}; the kinds are {', '.join(self._kinds)}")
        return self._kinds[kind](**how)

    def renew(self, environment: Mapping[str, str], seconds: Optional[float] = None) -> None:
        """Replace token and key in the files of this environment, which is of version 2.2 or has such a leaf."""
        suffix = "" if f"{PREFIX}RPST" in environment else LEAF
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        for name, text in (("RPST", self._session(key, seconds)), ("PRIVATE_PEM", pem_of(key))):
            path = pathlib.Path(environment[PREFIX + name + suffix])
            os.replace(
                write_secret(path.with_name(f"{path.name}.new"), text), path
            )  # atomic, so that a reader gets the whole file

    def service_account_file(self, seconds: float) -> pathlib.Path:
        return write_secret(self._new_folder() / "token", self._proxymux.service_account(seconds).token)

    @property
    def _at(self) -> Home:
        if self.home is None:
            raise RuntimeError("environments need a running simulator")
        return self.home

    def _new_folder(self) -> pathlib.Path:
        folder = self._at.folder.resolve() / f"principal-{next(self._numbers)}"
        folder.mkdir()
        return folder

    def _instance_principal(self) -> dict[str, str]:
        if self._at.url.startswith("https:"):  # the SDK does not verify the metadata service with our CA
            return {
                "OCI_METADATA_BASE_URL": METADATA,
                "HTTP_PROXY": self._at.proxy_url,
                "HTTPS_PROXY": self._at.proxy_url,
            }
        return {"OCI_METADATA_BASE_URL": f"{self._at.url}/opc/v2", "HTTPS_PROXY": self._at.proxy_url}

    def _instance_obo_user(self, seconds: float = 3600) -> dict[str, str]:
        folder = self._new_folder()
        settings = {
            "tenancy": self._tenancy,
            "region": self._region,
            "authentication_type": "instance_principal",
            "delegation_token_file": write_secret(folder / "delegation_token", self._delegation(seconds).token),
        }
        lines = [f"[{self._region}]", *(f"{name}={value}" for name, value in settings.items())]
        config = write_secret(folder / "config", "".join(f"{line}\n" for line in lines))
        return {**self._instance_principal(), "OCI_CONFIG_FILE": str(config), "OCI_CONFIG_PROFILE": self._region}

    def _oke_workload_identity(self, service_host: str = "10.96.0.1", seconds: float = 3600) -> dict[str, str]:
        return {
            "KUBERNETES_SERVICE_HOST": service_host,
            "OCI_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH": str(self._at.ca_file.resolve()),
            "OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH": str(self.service_account_file(seconds)),
            f"{PREFIX}VERSION": "2.2",
            f"{PREFIX}REGION": self._region,
            "HTTPS_PROXY": self._at.proxy_url,
        }

    def _resource_principal(
        self, version: str = "2.2", leaf: str = "2.2", parents: int = 1, **how: Any
    ) -> dict[str, str]:
        if version != "3.0":
            return {f"{PREFIX}VERSION": version, **self._given(version, "", **how), **self._around(version)}
        self._resources.parents = parents
        return {
            f"{PREFIX}VERSION": "3.0",
            f"{PREFIX}VERSION{LEAF}": leaf,
            **self._given(leaf, LEAF, **how),
            f"{PREFIX}RPT_URL_FOR_PARENT_RESOURCE": parent_url(PARENT),
            f"{PREFIX}RPST_ENDPOINT_FOR_PARENT_RESOURCE": self._at.url,
            **self._around(leaf, nested=True),
        }

    def _around(self, version: str, nested: bool = False) -> dict[str, str]:
        """Further variables of a version: the environment of the instance, the proxy for fixed addresses, and our CA."""
        around: dict[str, str] = {}
        if version == "1.1":
            around = self._instance_principal()
        if version == "1.1" or nested:
            around["HTTP_PROXY"] = self._at.proxy_url
        if version == "1.1" or (self._at.url.startswith("https:") and (version != "2.2" or nested)):
            around["REQUESTS_CA_BUNDLE"] = str(self._at.ca_file.resolve())
        return around

    def _given(self, version: str, suffix: str, **how: Any) -> dict[str, str]:
        """The variables of one version."""
        if version == "1.1":
            given = self._endpoints()
        elif version in ("2.1", "2.1.1", "2.1.2"):
            given = self._ephemeral(version, **how)
        elif version == "2.2":
            given = self._injected(**how)
        else:
            raise ValueError(f"resource principals have no version {version!r}")
        return {PREFIX + name + suffix: str(value) for name, value in given.items()}

    def _endpoints(self) -> dict[str, Any]:
        return {"RPT_ENDPOINT": self._at.url, "RPST_ENDPOINT": self._at.url}

    def _ephemeral(self, version: str, files: bool = False, pass_phrase: bool = False) -> dict[str, Any]:
        given = {
            **self._endpoints(),
            "RESOURCE_ID": RESOURCE,
            "REGION": self._region,
            **self._key(resource_key(), files, pass_phrase),
        }
        if version != "2.1":
            given["TENANCY_ID"] = self._tenancy
        if version == "2.1.2":
            given["SECURITY_CONTEXT"] = "example-security-context"
        return given

    def _injected(
        self, files: bool = False, pass_phrase: bool = False, seconds: Optional[float] = None
    ) -> dict[str, Any]:
        token = self._session(resource_key(), seconds)
        given = {"REGION": self._region, **self._key(resource_key(), files, pass_phrase)}
        return {**given, "RPST": write_secret(self._new_folder() / "rpst", token) if files else token}

    def _key(self, key: rsa.RSAPrivateKey, files: bool, pass_phrase: bool) -> dict[str, Any]:
        text = pem_of(key, PASS_PHRASE if pass_phrase else None)
        given = {"PRIVATE_PEM": write_secret(self._new_folder() / "private.pem", text) if files else text}
        return {**given, "PRIVATE_PEM_PASSPHRASE": PASS_PHRASE} if pass_phrase else given

    def _session(self, key: rsa.RSAPrivateKey, seconds: Optional[float]) -> str:
        """A session token that is injected into the resource."""
        return self._tokens.session(
            "injected", RESOURCE, key.public_key(), self._resources.claims(RESOURCE), seconds
        ).token
