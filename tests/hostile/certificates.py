# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificates of the hostile server, made at run time."""

from __future__ import annotations

import datetime
import functools
import pathlib
import ssl
import tempfile
import threading

from cryptography.hazmat.primitives.asymmetric import ec

from ..simulator import tls
from .resolver import DOMAIN

#: The certificates that a server can have. With the last one it speaks nothing newer than TLS 1.1.
NAMES = ("good", "self-signed", "another name", "expired", "another authority", "TLS 1.1")

_lock = threading.Lock()
_contexts: dict[str, ssl.SSLContext] = {}


@functools.lru_cache(maxsize=1)
def folder() -> pathlib.Path:
    """Where this process keeps keys and certificates."""
    return pathlib.Path(tempfile.mkdtemp(prefix="longops-hostile-"))


def ca_file() -> pathlib.Path:
    """The authority that a client is told to trust."""
    contexts()
    return folder() / "ca.pem"


def contexts() -> dict[str, ssl.SSLContext]:
    """A TLS context for each of NAMES, made at the first use."""
    with _lock:
        if not _contexts:
            authority = tls.Authority("hostile CA")
            tls.write_authority(folder() / "ca.pem", authority)
            any_name = f"*.{DOMAIN}"
            itself = tls.Authority(any_name)
            _contexts.update(
                {
                    "good": _context("good", authority, any_name),
                    "self-signed": _context("self", itself, any_name, key=itself.key),
                    "another name": _context("name", authority, "elsewhere.example.com"),
                    "expired": _context("expired", authority, any_name, -tls.DAY),
                    "another authority": _context("other", tls.Authority("another CA"), any_name),
                    "TLS 1.1": _context("old", authority, any_name),
                }
            )
            _contexts["TLS 1.1"].set_ciphers("ALL:@SECLEVEL=0")
            _contexts["TLS 1.1"].minimum_version = ssl.TLSVersion.TLSv1
            _contexts["TLS 1.1"].maximum_version = ssl.TLSVersion.TLSv1_1
    return _contexts


def _context(
    stem: str,
    authority: tls.Authority,
    name: str,
    life: datetime.timedelta = 30 * tls.DAY,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> ssl.SSLContext:
    key = key or ec.generate_private_key(ec.SECP256R1())
    certificate = authority.issue_for_names([name], key.public_key(), life=life)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.write_pair(folder() / f"{stem}.pem", certificate, key))
    return context
