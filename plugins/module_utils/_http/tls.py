# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks certificate files, and knows what makes a server's certificate untrusted, and a connection not private. Private to longops.oracle."""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from .._core.errors import UsageError

#: Seconds that reading a server's certificate may take, after the request has failed.
TIMEOUT = 5.0


def is_in_clear(url: str) -> bool:
    """Whether what is sent to this URL can be read on its way: it is not encrypted, and leaves this host."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "http" or host == "localhost" or host.endswith(".localhost"):  # RFC 6761, section 6.3
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return True
    inner = getattr(address, "ipv4_mapped", None) or address
    return not inner.is_loopback


def trusted(verify: Any) -> Any:
    """What a server's certificate is verified with: True, the default, is replaced by the bundle that the environment names."""
    if verify is not True:
        return verify
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def check_bundle(path: str) -> None:
    """Raises UsageError where no certificates to trust can be read from the file (or the directory, as c_rehash makes it)."""
    try:
        if not os.path.isdir(path):
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as error:  # an SSLError is one
        why = "it holds no certificates in PEM form" if isinstance(error, ssl.SSLError) else error.strerror
        raise UsageError(f"The file of trusted certificates {path} cannot be used: {why}.") from None


def check_client_certificate(certificate: str, key: str) -> None:
    """Raises UsageError where these two files are no usable client certificate and key."""

    def no_pass_phrase() -> str:
        raise UsageError(f"The key of the client certificate {key} is encrypted; give one without a pass phrase.")

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key, no_pass_phrase)
    except OSError as error:  # an SSLError is one
        why = getattr(error, "reason", None) or error.strerror or "they are not in PEM form"
        text = (
            f"The client certificate {certificate} and its key {key} cannot be used: {why.replace('_', ' ').lower()}."
        )
        raise UsageError(text) from None


def hint(url: str, cause: str, trust_option: str = "") -> str:
    """What to do about an untrusted certificate of the server at url; empty where that is not known.

    cause is the text of the TLS library, trust_option the option that names the file of trusted certificates.
    """
    if "mismatch" in cause or "doesn't match" in cause:
        names = certificate_names(url)
        if names:
            return f"It is for {', '.join(names)}: use one of these names, or have a certificate made for this one"
    elif "self-signed" in cause or "self signed" in cause or "local issuer" in cause:
        by_option = f" with the option {trust_option}" if trust_option else ""
        return f"Name the file with the certificate of the authority that signed it{by_option}"
    return ""


def certificate_names(url: str) -> list[str]:
    """The host names and addresses in the certificate of the server at url; none where it cannot be read.

    Only the handshake is made, and no request is sent, because the certificate is not verified.
    """
    try:
        from cryptography import x509  # here, because its import takes longer than most polls
    except ImportError:
        return []
    parts = urlsplit(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        connection = socket.create_connection((parts.hostname, parts.port or 443), timeout=TIMEOUT)
        with connection, context.wrap_socket(connection, server_hostname=parts.hostname) as secured:
            certificate = x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return []
    return [str(name.value) for name in names]
