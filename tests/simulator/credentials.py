# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test credentials: users, keys and sessions whose signatures are valid, and the OCI config file for a client."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import pathlib
import threading
import time
from dataclasses import dataclass
from typing import Any, Mapping, Optional

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

TENANCY = "ocid1.tenancy.oc1..exampletenancy"
USER = "ocid1.user.oc1..exampleuser"
OUTSIDER = "ocid1.user.oc1..exampleuserwithoutpolicies"
REGION = "us-ashburn-1"
PASS_PHRASE = "correct horse battery staple"
SESSION_SECONDS = 3600


_keys: dict[str, rsa.RSAPrivateKey] = {}
_making = threading.Lock()


def private_key(owner: str = "user") -> rsa.RSAPrivateKey:
    """The key of an owner. There is one per process, because generating a key takes longer than starting the simulator."""
    with _making:
        if owner not in _keys:
            _keys[owner] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return _keys[owner]


def fingerprint(key: rsa.RSAPublicKey) -> str:
    """The fingerprint of a public key as OCI computes it: MD5 of its DER form."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.md5(der, usedforsecurity=False).digest().hex(":")


@dataclass(frozen=True)
class Signer:
    """A key whose signatures are valid, and its owner."""

    key_id: str
    public_key: rsa.RSAPublicKey
    allowed: bool = True  # whether a policy grants access to anything
    expires: Optional[float] = None  # seconds since the epoch
    principal: Optional[str] = None  # OCID of the instance or resource that signs, where it is not a user


class KeyRing:
    """All signers, by key id."""

    def __init__(self) -> None:
        self._signers: dict[str, Signer] = {}
        self._delegations: dict[str, float] = {}

    def find(self, key_id: str) -> Optional[Signer]:
        return self._signers.get(key_id)

    def add_user(
        self, tenancy: str = TENANCY, user: str = USER, key: Optional[rsa.RSAPublicKey] = None, allowed: bool = True
    ) -> Signer:
        """Upload a public key for a user, as the console does."""
        key = key or private_key().public_key()
        return self._add(Signer(f"{tenancy}/{user}/{fingerprint(key)}", key, allowed))

    def add_session(
        self,
        token: str,
        key: Optional[rsa.RSAPublicKey] = None,
        allowed: bool = True,
        expires: Optional[float] = None,
        principal: Optional[str] = None,
    ) -> Signer:
        """Register a session token and the key that signs with it."""
        return self._add(Signer(f"ST${token}", key or private_key().public_key(), allowed, expires, principal))

    def add_delegation(self, token: str, expires: float) -> None:
        """Register a delegation token, with which instances act for its user until it expires."""
        self._delegations[token] = expires

    def delegates(self, token: str, now: float) -> bool:
        """Whether a delegation token is valid."""
        return self._delegations.get(token, now) > now

    def forget(self, key_id: str) -> None:
        """Remove a key: its signatures are invalid from now on."""
        self._signers.pop(key_id, None)

    def _add(self, signer: Signer) -> Signer:
        self._signers[signer.key_id] = signer
        return signer


def session_token(expires: float, key: Optional[rsa.RSAPrivateKey] = None) -> str:
    """A session token in the form of OCI's: a JSON web token that contains the public key of the session."""
    key = key or private_key()
    claims = {
        "sub": USER,
        "tenant": TENANCY,
        "iat": int(time.time()),
        "exp": int(expires),
        "jwk": jwk(key.public_key()),
    }
    return json_web_token(claims, key)


def json_web_token(claims: Mapping[str, Any], key: Optional[rsa.RSAPrivateKey] = None) -> str:
    """A signed JSON web token (RFC 7519) with these claims."""
    parts = [
        _base64(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT", "kid": "simulator"}, claims)
    ]
    signature = (key or private_key()).sign(".".join(parts).encode(), padding.PKCS1v15(), hashes.SHA256())
    return ".".join(parts + [_base64(signature)])


def jwk(key: rsa.RSAPublicKey) -> str:
    """A public key in the form in which OCI's tokens contain it: a JSON web key (RFC 7517), serialized."""
    numbers = key.public_numbers()
    return json.dumps({"kty": "RSA", "n": _base64_of(numbers.n), "e": _base64_of(numbers.e)})


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _base64_of(number: int) -> str:
    return _base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


#: The profiles of the config file and their credentials.
PROFILES = {
    "DEFAULT": "an API key that works",
    "ENCRYPTED": "the same key, encrypted with a pass phrase",
    "SESSION": "a session token that is valid for an hour",
    "EXPIRED": "an expired session token",
    "OUTSIDER": "a user without any policy",
    "UNKNOWN": "a fingerprint that was never uploaded",
    "WRONG_PASS_PHRASE": "an encrypted key with a wrong pass phrase",
    "NO_KEY": "a key file that does not exist",
}


def write_config(folder: pathlib.Path, ring: KeyRing, region: str = REGION) -> pathlib.Path:
    """Write keys, tokens and a config file with all PROFILES into the folder, and register them. Returns the path of the config file."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    key = private_key()
    now = time.time()
    plain = write_secret(folder / "key.pem", pem_of(key))
    encrypted = write_secret(folder / "encrypted.pem", pem_of(key, PASS_PHRASE))
    good, expired = session_token(now + SESSION_SECONDS), session_token(now - 60)
    name = fingerprint(key.public_key())
    ring.add_user()
    ring.add_user(user=OUTSIDER, allowed=False)
    ring.add_session(good, expires=now + SESSION_SECONDS)
    ring.add_session(expired, expires=now - 60)
    user = {"user": USER, "fingerprint": name, "tenancy": TENANCY, "region": region, "key_file": plain}
    session = {key: value for key, value in user.items() if key != "user"}
    profiles: dict[str, dict[str, Any]] = {
        "DEFAULT": user,
        "ENCRYPTED": {**user, "key_file": encrypted, "pass_phrase": PASS_PHRASE},
        "SESSION": {**session, "security_token_file": write_secret(folder / "token", good)},
        "EXPIRED": {**session, "security_token_file": write_secret(folder / "expired_token", expired)},
        "OUTSIDER": {**user, "user": OUTSIDER},
        "UNKNOWN": {**user, "fingerprint": ":".join(["00"] * 16)},
        "WRONG_PASS_PHRASE": {**user, "key_file": encrypted, "pass_phrase": "wrong"},
        "NO_KEY": {**user, "key_file": folder / "there_is_no_such_key.pem"},
    }
    sections = []
    for profile, settings in profiles.items():
        lines = [f"# {PROFILES[profile]}", f"[{profile}]", *(f"{name}={value}" for name, value in settings.items())]
        sections.append("".join(f"{line}\n" for line in lines))
    text = "\n".join(sections)
    return write_secret(folder / "config", text)


@functools.lru_cache(maxsize=None)
def pem_of(key: rsa.RSAPrivateKey, pass_phrase: Optional[str] = None) -> str:
    """A private key as PEM, encrypted if there is a pass phrase."""
    lock = serialization.BestAvailableEncryption(pass_phrase.encode()) if pass_phrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock).decode()


def write_secret(path: pathlib.Path, text: str) -> pathlib.Path:
    """Write a file with mode 0600; Oracle's clients warn about others."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")
    return path
