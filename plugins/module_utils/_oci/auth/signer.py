# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs requests with an RSA key as OCI requires. Private to longops.oracle.

The scheme is draft-cavage-http-signatures; what must be signed is in docs.oracle.com, "Request Signatures".
"""

from __future__ import annotations

import base64
import email.utils
import hashlib
import os
import traceback
from typing import Any, Callable, Optional
from urllib.parse import urlsplit

from ..._core.errors import MissingLibraryError, UsageError
from . import config_file, hints, token_file

try:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
except ImportError:
    CRYPTOGRAPHY_TRACEBACK: Optional[str] = traceback.format_exc()
else:
    CRYPTOGRAPHY_TRACEBACK = None

AUTH_TYPES = ("api_key", "security_token")
BODY_METHODS = ("POST", "PUT", "PATCH")


class Signer:
    """Signs a prepared request of the requests library in place: give it as auth.

    credentials gives the key and the key id, now and at every refresh(). profile is where they are from.
    """

    region: Optional[str] = None  # only principals have one; a profile's is a setting like others

    def __init__(self, credentials: Callable[[], tuple[Any, str]], profile: config_file.Profile) -> None:
        self._credentials = credentials
        self._profile = profile
        self._current = credentials()

    @property
    def source(self) -> str:
        """Where the credentials are from, as a message names it."""
        return self._profile.source

    @property
    def hint(self) -> str:
        """What may be wrong with the credentials where the service rejects them (401), and what to do."""
        if self._profile.auth_type == "security_token":
            return hints.of_session(self.source, self._profile.name)
        return hints.of_key(self.source, self._profile.values["fingerprint"], self.fingerprint)

    @property
    def key_id(self) -> str:
        """The id of the key that requests are signed with now."""
        return self._current[1]

    def refresh(self, rejected: str) -> bool:
        """Read the credentials again after this key id was rejected; True where the key id is another one now, so that a retry makes sense."""
        self._current = self._credentials()
        return self.key_id != rejected

    @property
    def fingerprint(self) -> Optional[str]:
        """The fingerprint under which OCI knows the key: MD5 of the public key in DER, as aa:bb:..."""
        public = (
            self._current[0]
            .public_key()
            .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        try:
            digest = hashlib.md5(public, usedforsecurity=False).hexdigest()
        except ValueError:  # a FIPS host has no MD5 at all
            return None
        return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))

    def __call__(self, request: Any) -> Any:
        key, key_id = self._current
        headers = request.headers
        parts = urlsplit(request.url)
        headers["host"] = parts.netloc.rpartition("@")[2]
        headers["date"] = email.utils.formatdate(usegmt=True)
        signed = ["date", "(request-target)", "host"]
        if request.method in BODY_METHODS:
            body = request.body or b""
            body = body.encode("utf-8") if isinstance(body, str) else body
            headers.setdefault("content-type", "application/json")
            headers["content-length"] = str(len(body))
            headers["x-content-sha256"] = base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")
            signed += ["content-length", "content-type", "x-content-sha256"]
        target = f"{request.method.lower()} {request.path_url}"
        lines = [f"{name}: {target if name == '(request-target)' else headers[name]}" for name in signed]
        signature = key.sign("\n".join(lines).encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
        headers["authorization"] = (
            "Signature"
            f' algorithm="rsa-sha256",headers="{" ".join(signed)}",keyId="{key_id}",signature="{base64.b64encode(signature).decode("ascii")}",version="1"'
        )
        return request


def signer(profile: config_file.Profile) -> Signer:
    """The signer of a profile for api_key or security_token. Raises UsageError (key or token not usable) and MissingLibraryError (cryptography)."""
    if CRYPTOGRAPHY_TRACEBACK is not None:
        raise MissingLibraryError("cryptography", "to sign requests to OCI", CRYPTOGRAPHY_TRACEBACK)
    if profile.auth_type == "security_token":
        return Signer(
            lambda: (_load_key(profile), f"ST${config_file.read_token(profile)}"), profile
        )  # a new session has a new key
    key = _load_key(profile)
    key_id = "/".join(profile.values[part] for part in ("tenancy", "user", "fingerprint"))
    if not key_id.isprintable() or '"' in key_id:
        raise UsageError(f"tenancy, user or fingerprint of {profile.source} has an invalid character.")
    return Signer(lambda: (key, key_id), profile)


def _load_key(profile: config_file.Profile) -> Any:
    content = profile.get("key_content")
    if profile.get("key_file"):
        where = os.path.expanduser(profile.values["key_file"])
        try:
            with open(where, "rb") as file:
                pem = file.read(1024 * 1024)
        except (OSError, ValueError) as error:
            reason = token_file.unreadable(error, "")
            raise UsageError(
                f"The private key file {where} (key_file in {profile.source}) cannot be read: {reason}."
            ) from error
    else:
        where, pem = "key_content", str(content).encode("utf-8")
    phrase = profile.get("pass_phrase")
    encrypted = b"BEGIN ENCRYPTED" in pem or b"4,ENCRYPTED" in pem  # PKCS#8, and the older form of OpenSSL
    if encrypted and phrase is None:
        raise UsageError(
            f"The private key {where} is encrypted, and {profile.source} has no pass_phrase. Set it there, or"
            " with the option api_user_key_pass_phrase."
        )
    try:
        # A pass phrase that a plain key does not need is no fault: profiles inherit it from DEFAULT.
        key = _parse(pem, phrase.encode("utf-8") if encrypted and phrase else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if encrypted:
            reason = "the pass phrase does not fit it, or it is damaged"
        elif b"PUBLIC KEY" in pem:
            reason = "it is a public key; the private one is needed"
        elif not pem.strip():
            reason = "it is empty"
        else:
            reason = "it is not a private key in PEM form"
        raise UsageError(f"The private key {where} ({profile.source}) cannot be used: {reason}.") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UsageError(f"The private key {where} ({profile.source}) is not an RSA key; OCI signs with RSA only.")
    return key


def _parse(pem: bytes, phrase: Optional[bytes]) -> Any:
    # To check that the numbers of the user's own key are prime takes longer than all other work for a poll.
    try:
        return serialization.load_pem_private_key(pem, phrase, unsafe_skip_rsa_key_validation=True)
    except TypeError:  # cryptography before 39 always does it
        return serialization.load_pem_private_key(pem, phrase)
