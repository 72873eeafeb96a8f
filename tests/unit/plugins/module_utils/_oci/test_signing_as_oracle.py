# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures are those of Oracle's SDK, byte for byte."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from oci.auth.signers import SecurityTokenSigner
from oci.signer import Signer as OraclesSigner

from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import signer
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth.config_file import Profile
from ansible_collections.longops.oracle.tests.simulator import credentials

USER, TENANCY = credentials.USER, credentials.TENANCY


def settings(tmp_path: pathlib.Path, auth_type: str = "api_key", **values: str) -> Profile:
    key = credentials.private_key()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(key.private_bytes(*form))
    own = {"fingerprint": credentials.fingerprint(key.public_key()), "key_file": str(tmp_path / "key.pem")}
    return Profile(
        auth_type, {"user": USER, "tenancy": TENANCY, **own, **values}, "profile DEFAULT of the file", "DEFAULT"
    )


REQUESTS = [
    ("GET", "https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests/ocid1.x.oc1.iad.a", None, None),
    (
        "GET",
        "https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests",
        {"page": "a b+c/ü=", "limit": "2"},
        None,
    ),
    ("GET", "http://127.0.0.1:8080/a%2Fb//c?x=1", {"y": "2"}, None),
    ("GET", "https://iaas.us-ashburn-1.oraclecloud.com", None, None),
    ("HEAD", "https://iaas.us-ashburn-1.oraclecloud.com/n/", None, None),
    ("DELETE", "https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests/x", None, None),
    ("POST", "https://iaas.us-ashburn-1.oraclecloud.com/20160918/instances", None, b'{"a": "\xc3\xbc"}'),
    ("POST", "https://iaas.us-ashburn-1.oraclecloud.com/20160918/instances", None, '{"a": "b"}'),
    ("POST", "https://iaas.us-ashburn-1.oraclecloud.com/20160918/instances/x/actions/stop", None, None),
    ("PUT", "https://iaas.us-ashburn-1.oraclecloud.com/20160918/instances/x", {"q": "1"}, b"{}"),
]


@pytest.mark.parametrize(("method", "url", "query", "body"), REQUESTS)
def test_a_signature_is_that_of_oracles_sdk(
    tmp_path: pathlib.Path, method: str, url: str, query: Any, body: Any
) -> None:
    profile = settings(tmp_path)
    ours = signer.signer(profile)(requests.Request(method, url, params=query, data=body).prepare())
    theirs = requests.Request(method, url, params=query, data=body, headers={"date": ours.headers["date"]}).prepare()
    OraclesSigner(TENANCY, USER, profile.values["fingerprint"], profile.values["key_file"])(theirs)
    assert ours.headers["authorization"] == theirs.headers["authorization"]
    for name in ours.headers["authorization"].split('headers="')[1].split('"')[0].split():
        assert ours.headers.get(name) == theirs.headers.get(name)


def test_the_signature_of_a_session_is_that_of_oracles_sdk(tmp_path: pathlib.Path) -> None:
    token = tmp_path / "token"
    token.write_text("the.session.token\n", encoding="utf-8")
    profile = settings(tmp_path, "security_token", security_token_file=str(token))
    ours = signer.signer(profile)(requests.Request("GET", "https://example.com/x").prepare())
    theirs = requests.Request("GET", "https://example.com/x", headers={"date": ours.headers["date"]}).prepare()
    SecurityTokenSigner("the.session.token", credentials.private_key())(theirs)
    assert ours.headers["authorization"] == theirs.headers["authorization"]
    assert 'keyId="ST$the.session.token"' in ours.headers["authorization"]
