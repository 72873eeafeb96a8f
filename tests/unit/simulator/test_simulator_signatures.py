# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator accepts the signatures that OCI accepts, and rejects those that OCI rejects."""

from __future__ import annotations

import time

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.credentials import session_token

LIST = "/work_requests/20160918/workRequests"


@pytest.fixture(scope="module")
def sim():
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def path(sim):
    return f"{LIST}?compartmentId={sim.compartment_id}"


@pytest.fixture(scope="module")
def other_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def rejected(response, *words):
    assert response.status_code == 401
    assert response.json()["code"] == "NotAuthenticated"
    for word in words:
        assert word in response.json()["message"]
    assert response.headers["opc-request-id"]
    return True


def test_a_signed_request_is_answered(call, path, sim):
    assert call.get(path).json() == []
    assert sim.journal[-1].signature == "valid"


def test_no_signature(sim, path):
    assert rejected(requests.get(sim.url + path, timeout=10), "not provided")


@pytest.mark.parametrize(
    "header", ["Basic dXNlcjpwYXNz", "Signature", "Signature keyId", 'Signature keyId="a/b/c"', "Bearer token", "\x7f"]
)
def test_a_malformed_authorization_header(call, path, header):
    assert rejected(call.get(path, headers={"authorization": header}))


def test_an_unknown_key(call, path):
    assert rejected(call.get(path, key_id="ocid1.tenancy.oc1..a/ocid1.user.oc1..b/00:11"), "incorrect")


def test_another_key(call, path, other_key, sim):
    assert rejected(call.get(path, key=other_key), "verify")
    assert "verify" in sim.journal[-1].signature


def test_a_signature_that_is_not_base64(call, path):
    header = f'Signature algorithm="rsa-sha256",headers="date (request-target) host",keyId="{call.key_id}",signature="!",version="1"'
    assert rejected(call.get(path, headers={"authorization": header}), "verify")


def test_another_algorithm(call, path):
    assert rejected(call.get(path, algorithm="hmac-sha256"), "hmac-sha256")


def test_another_version(call, path):
    assert rejected(call.get(path, version="2"), "version")


@pytest.mark.parametrize("name", ["date", "(request-target)", "host"])
def test_a_header_that_is_not_signed(call, path, name):
    assert rejected(
        call.get(path, signed=[each for each in ("date", "(request-target)", "host") if each != name]), name
    )


@pytest.mark.parametrize("name", ["content-length", "content-type", "x-content-sha256"])
def test_a_header_of_a_body_that_is_not_signed(call, name):
    names = ["date", "(request-target)", "host", "content-length", "content-type", "x-content-sha256"]
    names.remove(name)
    assert rejected(call("POST", "/20160918/instances", b"{}", signed=names), name)


def test_a_signed_header_that_is_not_sent(call, path):
    header = f'Signature algorithm="rsa-sha256",headers="date (request-target) host x-none",keyId="{call.key_id}",signature="AAAA",version="1"'
    assert rejected(call.get(path, headers={"authorization": header}), "x-none")


@pytest.mark.parametrize("seconds", [-310, 310])
def test_a_date_more_than_five_minutes_off(call, path, gmt, seconds):
    assert rejected(call.get(path, date=gmt(seconds)), "allowed clock skew")


@pytest.mark.parametrize("seconds", [-290, 290])
def test_a_date_a_little_off(call, path, gmt, seconds):
    assert call.get(path, date=gmt(seconds)).status_code == 200


def test_the_clock_of_the_service_can_be_off(call, path, sim):
    sim.clock_skew = 301
    assert rejected(call.get(path), "allowed clock skew")
    sim.clock_skew = 0
    assert call.get(path).status_code == 200


def test_an_invalid_date(call, path):
    assert rejected(call.get(path, date="yesterday"), "yesterday")


def test_x_date_replaces_date(call, path, gmt):
    assert call.get(path, date_header="x-date").status_code == 200
    assert rejected(call.get(path, date_header="x-date", date=gmt(400)), "clock skew")


def test_the_signature_covers_the_path_as_sent(call, path):
    assert rejected(call.get(path, target=f"get {LIST}?compartmentId=other"), "verify")
    assert call.get(f"{path}&resourceId=a%3Ab").status_code == 200


def test_a_body_that_does_not_match_its_hash(call):
    answer = call("POST", "/20160918/instances", b'{"a": 1}', send=b'{"a": 2}')
    assert rejected(answer, "x-content-sha256")


def test_a_session_token(call, path, sim, other_key):
    pem = other_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    token = session_token(time.time() + 60, other_key)
    sim.add_key(token=token, public_key=pem, expires=time.time() + 60)
    assert call.get(path, key=other_key, key_id=f"ST${token}").status_code == 200
    assert rejected(call.get(path, key_id=f"ST${token}"), "verify")
    assert rejected(call.get(path, key=other_key, key_id="ST$unknown"), "incorrect")
    assert token not in str(sim.journal.to_json())


def test_an_expired_session(call, path, sim):
    sim.add_key(token="old", expires=time.time() - 1)
    assert rejected(call.get(path, key_id="ST$old"), "expired")


def test_a_user_without_policies_gets_404(call, path, sim):
    signer = sim.add_key(user="ocid1.user.oc1..exampleuserwithoutpolicies", allowed=False)
    answer = call.get(path, key_id=signer.key_id)
    assert (answer.status_code, answer.json()["code"]) == (404, "NotAuthorizedOrNotFound")


def test_authentication_can_be_disabled(path):
    with Simulator(authenticate=False) as sim:
        assert requests.get(sim.url + path, timeout=10).status_code == 200
        assert sim.journal[-1].signature == "not checked"


def test_unsigned_launches_need_the_option():
    scenario = {
        "templates": {"one": {"seconds": 1}},
        "launches": [{"method": "POST", "path": "/20160918/instances", "template": "one"}],
    }
    with Simulator(scenario) as sim:
        assert rejected(requests.post(f"{sim.url}/20160918/instances", json={}, timeout=10))
    with Simulator(scenario, unsigned_launches=True) as sim:
        answer = requests.post(f"{sim.url}/20160918/instances", json={}, timeout=10)
        assert answer.status_code == 200
        id_ = answer.headers["opc-work-request-id"]
        assert rejected(requests.get(f"{sim.url}/20160918/workRequests/{id_}", timeout=10))
        wrong = {"authorization": "Signature nonsense"}
        assert rejected(requests.post(f"{sim.url}/20160918/instances", json={}, headers=wrong, timeout=10))
