# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test certificate authorities, and certificates for loopback, for a client, and for every host name requested of the proxy."""

from __future__ import annotations

import datetime
import ipaddress
import pathlib
from typing import Any, Optional, Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)
#: Names of loopback.
NAMES = ("localhost", "127.0.0.1", "::1")


class Authority:
    """Signs certificates. parent is the authority that signs its own certificate; without one it is self-signed."""

    def __init__(self, name: str, parent: Optional[Authority] = None) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        self._name = common_name(name)
        usage = x509.KeyUsage(
            digital_signature=True,
            key_cert_sign=True,
            crl_sign=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        builder = (
            _builder(self._name, self._key.public_key(), 30 * DAY)
            .add_extension(x509.BasicConstraints(True, None), True)
            .add_extension(usage, True)
            .add_extension(self._id, False)
        )
        self.certificate = (parent or self)._sign(builder)

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return self._key

    def issue(self, subject: x509.Name, key: Any, life: datetime.timedelta) -> x509.Certificate:
        """A certificate for a public key. life counts from now; a negative one gives an expired certificate."""
        return self._sign(_builder(subject, key, life))

    def issue_for_names(
        self,
        names: Sequence[str],
        key: Any,
        usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
        life: datetime.timedelta = 30 * DAY,
    ) -> x509.Certificate:
        """A certificate for hosts, or for a client. names: DNS names and IP addresses."""
        builder = _builder(
            common_name(names[0][:64]), key, life
        )  # the limit of X.520; clients read the alternative names
        builder = builder.add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), False)
        return self._sign(builder.add_extension(x509.ExtendedKeyUsage([usage]), False))

    def _sign(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self._id)
        return builder.issuer_name(self._name).add_extension(by, False).sign(self._key, hashes.SHA256())


def make(folder: pathlib.Path, authority: Authority, names: Sequence[str] = NAMES) -> tuple[pathlib.Path, pathlib.Path]:
    """Write server.pem and server.key into the folder; returns their paths in this order."""
    return _make(folder, "server", authority, names, ExtendedKeyUsageOID.SERVER_AUTH)


def make_client(folder: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    """Write client_ca.pem, client.pem and client.key for client authentication, from an authority of their own."""
    authority = Authority("longops simulator client CA")
    return (
        write_authority(folder / "client_ca.pem", authority),
        *_make(folder, "client", authority, ["client"], ExtendedKeyUsageOID.CLIENT_AUTH),
    )


def write_authority(path: pathlib.Path, authority: Authority) -> pathlib.Path:
    return _write(path, pem(authority.certificate))


def write_pair(path: pathlib.Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> pathlib.Path:
    """Write a certificate and its key into one file, for ssl.SSLContext.load_cert_chain."""
    return _write(path, pem(certificate) + _key_pem(key))


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def common_name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _make(
    folder: pathlib.Path, stem: str, authority: Authority, names: Sequence[str], usage: x509.ObjectIdentifier
) -> tuple[pathlib.Path, pathlib.Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.issue_for_names(names, key.public_key(), usage)
    return _write(folder / (f"{stem}.pem"), pem(certificate)), _write(folder / (f"{stem}.key"), _key_pem(key))


def _write(path: pathlib.Path, data: bytes) -> pathlib.Path:
    path.touch(mode=0o600)
    path.write_bytes(data)
    return path


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _general_name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _builder(subject: x509.Name, key: Any, life: datetime.timedelta) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.timezone.utc)
    return x509.CertificateBuilder(
        subject_name=subject,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=min(now, now + life) - DAY,
        not_valid_after=now + life,
    )
