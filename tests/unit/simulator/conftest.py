# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running simulator, and a client that can send invalid signatures."""

from __future__ import annotations

import base64
import configparser
import email.utils
import hashlib
import pathlib
import time
from typing import Any, Optional
from urllib.parse import urlsplit

import pytest
import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def sim(clock):
    with Simulator(clock=clock) as simulator:
        yield simulator


class Caller:
    """Signs requests as OCI documents it, with changes for a test."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        config = configparser.ConfigParser()
        config.read(sim.config_file)
        user = config["DEFAULT"]
        self.key_id = "/".join((user["tenancy"], user["user"], user["fingerprint"]))
        self.key = serialization.load_pem_private_key(
            pathlib.Path(user["key_file"]).read_bytes(), None, unsafe_skip_rsa_key_validation=True
        )
        self.session = requests.Session()
        self.session.trust_env = False  # saves the search for proxies in each of thousands of requests

    def __call__(
        self,
        method: str,
        path: str,
        body: Optional[bytes] = None,
        *,
        signed: Optional[list[str]] = None,
        key: Any = None,
        key_id: Optional[str] = None,
        date: Optional[str] = None,
        date_header: str = "date",
        algorithm: str = "rsa-sha256",
        version: str = "1",
        target: Optional[str] = None,
        send: Optional[bytes] = None,
        headers: Optional[dict[str, str]] = None,
    ) -> requests.Response:
        """target: the request target that is signed. send: the body that is sent. Both default to the right ones."""
        url = self.sim.url + path
        parts = urlsplit(url)
        values = {date_header: date or email.utils.formatdate(usegmt=True), "host": parts.netloc, **(headers or {})}
        query = f"?{parts.query}" if parts.query else ""
        values["(request-target)"] = target or f"{method.lower()} {parts.path}{query}"
        names = [date_header, "(request-target)", "host"]
        if body is not None:
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            values.update(
                {"content-length": str(len(body)), "content-type": "application/json", "x-content-sha256": digest}
            )
            names += ["content-length", "content-type", "x-content-sha256"]
        names = names if signed is None else signed
        text = "\n".join(f"{name}: {values[name]}" for name in names)
        signature = base64.b64encode(
            (key or self.key).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        ).decode()
        values["authorization"] = 'Signature algorithm="{}",headers="{}",keyId="{}",signature="{}",version="{}"'.format(
            algorithm,
            " ".join(names),
            key_id or self.key_id,
            signature,
            version,
        )
        del values["(request-target)"]
        return self.session.request(
            method, url, headers={**values, **(headers or {})}, data=body if send is None else send, timeout=10
        )

    def get(self, path: str, **how: Any) -> requests.Response:
        return self("GET", path, **how)


@pytest.fixture
def call(sim):
    return Caller(sim)


@pytest.fixture
def gmt():
    """The Date header of a time so many seconds from now."""
    return lambda seconds: email.utils.formatdate(time.time() + seconds, usegmt=True)
