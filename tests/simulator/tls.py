# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Throw-away certificate authorities: one that signed a certificate for this machine, one that signed a client's."""

from __future__ import annotations

import datetime
import ipaddress
import pathlib
from typing import Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)
#: Of this machine.
NAMES = ("localhost", "127.0.0.1", "::1")


def make(folder: pathlib.Path, names: Sequence[str] = NAMES) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    """Write ca.pem, server.pem and server.key into the folder; returns their paths in this order."""
    return _make(folder, ("ca.pem", "server.pem", "server.key"), "longops simulator CA", names, ExtendedKeyUsageOID.SERVER_AUTH)


def make_client(folder: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    """The same with client_ca.pem, client.pem and client.key, for a client that shows who it is."""
    names = ("client_ca.pem", "client.pem", "client.key")
    return _make(folder, names, "longops simulator client CA", ["client"], ExtendedKeyUsageOID.CLIENT_AUTH)


def _make(
    folder: pathlib.Path, files: Sequence[str], authority: str, names: Sequence[str], usage: x509.ObjectIdentifier
) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = _name(authority)
    ca_usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )
    ca_id = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    ca = _builder(ca_name, ca_name, ca_key).add_extension(x509.BasicConstraints(True, 0), True).add_extension(ca_usage, True)
    ca_certificate = ca.add_extension(ca_id, False).sign(ca_key, hashes.SHA256())
    certificate = (
        _builder(_name(names[0]), ca_name, key)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), False)
        .add_extension(x509.ExtendedKeyUsage([usage]), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ca_id), False)
        .sign(ca_key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths = folder / files[0], folder / files[1], folder / files[2]
    for path, data in zip(paths, (_pem(ca_certificate), _pem(certificate), pem)):
        path.touch(mode=0o600)
        path.write_bytes(data)
    return paths


def _general_name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.timezone.utc)
    return x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), now - DAY, now + 30 * DAY)
