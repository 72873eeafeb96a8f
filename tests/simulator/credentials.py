# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may sign requests: throw-away users, keys and sessions, and the OCI config file that a client signs in with."""

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
    """The one key that an owner has in this process: making one takes longer than starting the simulator."""
    with _making:
        if owner not in _keys:
            _keys[owner] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return _keys[owner]


def fingerprint(key: rsa.RSAPublicKey) -> str:
    """The name that OCI gives to a public key: MD5 over its DER form."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.md5(der, usedforsecurity=False).digest().hex(":")


@dataclass(frozen=True)
class Signer:
    """Somebody whose signature the service knows how to check."""

    key_id: str
    public_key: rsa.RSAPublicKey
    allowed: bool = True  # whether any policy lets them see anything
    expires: Optional[float] = None  # seconds since the epoch
    principal: Optional[str] = None  # OCID of the instance or resource that signs, where it is not a user


class KeyRing:
    """Every signer that the service knows."""

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
        """Make a session token good for signing with the key it was issued for."""
        return self._add(Signer(f"ST${token}", key or private_key().public_key(), allowed, expires, principal))

    def add_delegation(self, token: str, expires: float) -> None:
        """Let instances act for the user who issued this token, until it expires."""
        self._delegations[token] = expires

    def delegates(self, token: str, now: float) -> bool:
        """Whether a delegation token is good."""
        return self._delegations.get(token, now) > now

    def forget(self, key_id: str) -> None:
        """Whoever signs with it is unknown from now on."""
        self._signers.pop(key_id, None)

    def _add(self, signer: Signer) -> Signer:
        self._signers[signer.key_id] = signer
        return signer


def session_token(expires: float, key: Optional[rsa.RSAPrivateKey] = None) -> str:
    """A session token of the form that OCI issues: a JSON web token with the session's public key inside."""
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
    """A public key as OCI puts it into tokens: a JSON web key (RFC 7517), itself as a text."""
    numbers = key.public_numbers()
    return json.dumps({"kty": "RSA", "n": _base64_of(numbers.n), "e": _base64_of(numbers.e)})


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _base64_of(number: int) -> str:
    return _base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


#: What each profile of the config file is there to show.
PROFILES = {
    "DEFAULT": "an API key that works",
    "ENCRYPTED": "the same key, encrypted with a pass phrase",
    "SESSION": "a session token that is good for an hour",
    "EXPIRED": "a session token that is not good any more",
    "OUTSIDER": "a user whom no policy allows anything",
    "UNKNOWN": "a fingerprint that was never uploaded",
    "WRONG_PASS_PHRASE": "an encrypted key with another key's pass phrase",
    "NO_KEY": "a key file that is not there",
}


def write_config(folder: pathlib.Path, ring: KeyRing) -> pathlib.Path:
    """Write keys, tokens and a config file with all PROFILES into the folder, and make them known. Returns the config file's path."""
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
    user = {"user": USER, "fingerprint": name, "tenancy": TENANCY, "region": REGION, "key_file": plain}
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
    text = "\n".join(
        "# %s\n[%s]\n%s\n" % (PROFILES[profile], profile, "\n".join("%s=%s" % item for item in settings.items()))
        for profile, settings in profiles.items()
    )
    return write_secret(folder / "config", text)


@functools.lru_cache(maxsize=None)
def pem_of(key: rsa.RSAPrivateKey, pass_phrase: Optional[str] = None) -> str:
    """A private key as a PEM text, encrypted if there is a pass phrase."""
    lock = serialization.BestAvailableEncryption(pass_phrase.encode()) if pass_phrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock).decode()


def write_secret(path: pathlib.Path, text: str) -> pathlib.Path:
    """Write a file that only its owner may read; Oracle's clients complain otherwise."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")
    return path
