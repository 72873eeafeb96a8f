# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The instance metadata service, version 2: properties of the instance, and its certificates.

The paths, the required header and the forbidden ones are documented ("Getting Instance Metadata",
docs.oracle.com/iaas/Content/Compute/Tasks/gettingmetadata.htm); the files below identity/ are those that Oracle's SDK reads
(auth/signers/instance_principals_security_token_signer.py). Oracle documents that requests without the header are rejected, but
not the status: 401 is what users report. Errors are not JSON, as the SDK notes (auth/certificate_retriever.py).
"""

from __future__ import annotations

import json
import re
from typing import Any, Mapping

from cryptography.hazmat.primitives import serialization
from werkzeug.wrappers import Request, Response

from .certificates import Identity, instance_key

PATH = re.compile(r"/(opc/v[12]|openstack)(/.*)?")
ROOT = "/opc/v2/"
ASHBURN = {
    "realmKey": "oc1",
    "realmDomainComponent": "oraclecloud.com",
    "regionKey": "IAD",
    "regionIdentifier": "us-ashburn-1",
}
#: A request with one of these was forwarded.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host")


class Metadata:
    """The metadata of one instance. region: its name in the service, which is the short code for the four oldest regions."""

    def __init__(self, identity: Identity, tenancy: str, compartment: str, instance: str) -> None:
        self.move("iad", **ASHBURN)
        self._identity = identity
        self._tenancy = tenancy
        self._instance = {
            "availabilityDomain": "Uocm:US-ASHBURN-AD-1",
            "compartmentId": compartment,
            "displayName": "exampleinstance",
            "faultDomain": "FAULT-DOMAIN-1",
            "id": instance,
            "shape": "VM.Standard.E4.Flex",
            "state": "Running",
            "tenantId": tenancy,
        }

    def move(self, region: str, **info: str) -> None:
        """Move to another region: its name in the service, and regionInfo, which the SDK reads for regions that it does not know (regions.py)."""
        self.region, self.region_info = region, info

    def answer(self, request: Request) -> Response:
        if not request.path.startswith(ROOT):
            return _error(404)  # version 1 is disabled, as on hardened instances
        if request.headers.get("Authorization") != "Bearer Oracle":
            return _error(401)
        if any(name in request.headers for name in FORWARDED):
            return _error(403)  # the status is not documented
        if request.method != "GET":
            return _error(405)
        found: Any = self._document()
        for part in request.path[len(ROOT) :].strip("/").split("/"):
            if not isinstance(found, Mapping) or part not in found:
                return _error(404)
            found = found[part]
        if isinstance(found, Mapping):
            return Response(json.dumps(found, indent=2), content_type="application/json")
        return Response(found, content_type="text/plain")

    def _document(self) -> dict[str, Any]:
        key = instance_key().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        region = {
            "region": self.region,
            "canonicalRegionName": self.region_info["regionIdentifier"],
            "regionInfo": self.region_info,
        }
        return {
            "instance": {**self._instance, **region},
            "identity": {
                "cert.pem": self._identity.leaf.decode(),
                "intermediate.pem": self._identity.intermediate.decode(),
                "key.pem": key.decode(),
                "tenancyId": self._tenancy,
            },
        }


def _error(status: int) -> Response:
    return Response(f"{status}\n", status, content_type="text/plain")
