# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificates that OCI issues to an instance, and their verification.

The subject of a leaf is like that of real ones: the instance's OCID as common name, and organizational units that begin with
opc-certtype, opc-compartment, opc-instance and opc-tenant. Oracle documents neither; its SDK reads the tenancy from the latter
(auth/auth_utils.py), and openssl shows the rest on any instance.
"""

from __future__ import annotations

import base64
import datetime
from typing import Any, Optional, Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from .. import tls
from ..credentials import private_key
from ..oci.answers import ApiError

#: Real ones are valid for about two hours, and replaced before their end.
LIFE = datetime.timedelta(hours=2)
TENANT = "opc-tenant:"
INSTANCE = "opc-instance:"


def instance_key() -> rsa.RSAPrivateKey:
    """The key of the certificate."""
    return private_key("instance")


class VerifiedIdentity:
    """The identity in a verified chain of certificates."""

    def __init__(self, leaf: x509.Certificate) -> None:
        key = leaf.public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise ApiError(401, "The key of the certificate is not an RSA key.")
        self.key = key
        self.fingerprint = leaf.fingerprint(hashes.SHA1()).hex(":").upper()
        self.tenancy = _unit(leaf, TENANT)
        self.instance = _unit(leaf, INSTANCE)


class Identity:
    """Issues and verifies the certificates of the instance."""

    def __init__(self, tenancy: str, compartment: str, instance: str) -> None:
        self._of = {"opc-certtype:": "instance", "opc-compartment:": compartment, INSTANCE: instance, TENANT: tenancy}
        self._root = tls.Authority("longops simulator identity root")
        self._intermediate = tls.Authority("longops simulator identity intermediate", self._root)
        self._leaf: Optional[x509.Certificate] = None

    @property
    def leaf(self) -> bytes:
        """PEM. It is renewed after half of its life."""
        if (
            self._leaf is None
            or self._leaf.not_valid_after_utc - datetime.datetime.now(datetime.timezone.utc) < LIFE / 2
        ):
            self._leaf = self.issue()
        return tls.pem(self._leaf)

    @property
    def intermediate(self) -> bytes:
        return tls.pem(self._intermediate.certificate)

    def issue(self, life: datetime.timedelta = LIFE, **changed: str) -> x509.Certificate:
        """A certificate for the instance; keywords change its units: issue(opc_tenant="ocid1...")."""
        units = {**self._of, **{f"{name.replace('_', '-')}:": value for name, value in changed.items()}}
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, units[INSTANCE][:64]),
                *(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, name + value) for name, value in units.items()),
            ]
        )
        return self._intermediate.issue(subject, instance_key().public_key(), life)

    def check(self, leaf: Any, intermediates: Sequence[Any], now: float) -> VerifiedIdentity:
        """The identity of a leaf that an intermediate has issued, which this authority has issued. Raises ApiError (401).

        Certificates are base64 of the DER form, as between the first and the last line of PEM. now: seconds since the epoch.
        """
        certificate = _load(leaf)
        moment = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
        chain = [
            certificate,
            *(
                each
                for each in map(_load, intermediates)
                if _issued(certificate, each) and _issued(each, self._root.certificate)
            ),
        ]
        if len(chain) < 2:
            raise ApiError(401, "The certificate was not issued by a trusted authority.")
        if not all(each.not_valid_before_utc <= moment <= each.not_valid_after_utc for each in chain):
            raise ApiError(401, "The certificate has expired, or is not yet valid.")
        return VerifiedIdentity(certificate)


def _load(text: Any) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
    except (TypeError, ValueError) as error:
        raise ApiError(400, "A certificate is not base64 of the DER form.") from error


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def _unit(certificate: x509.Certificate, prefix: str) -> str:
    """The value of the organizational unit with this prefix in the subject."""
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return next((str(unit.value)[len(prefix) :] for unit in units if str(unit.value).startswith(prefix)), "")
