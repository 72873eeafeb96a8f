# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invalid signatures, certificates and tokens of principals are rejected, and a token grants no more than it should."""

from __future__ import annotations

import base64
import datetime
import json
import re

import pytest
import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.credentials import private_key
from ansible_collections.longops.oracle.tests.simulator.principals.certificates import Identity, instance_key
from ansible_collections.longops.oracle.tests.simulator.principals.inventory import GRANDPARENT, PARENT, resource_key

SESSION = "/v1/resourcePrincipalSessionToken"
FEDERATION = ["date", "(request-target)", "content-length", "content-type", "x-content-sha256"]
AN_HOUR = datetime.timedelta(hours=1)


@pytest.fixture(scope="module")
def sim():
    with Simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def _reset(sim):
    yield
    sim.clock_skew = 0.0
    sim.principals.reset()


def der(key):
    return base64.b64encode(
        key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    ).decode()


SESSION_KEY = der(private_key().public_key())


def without_lines(pem):
    return "".join(line for line in pem.decode().splitlines() if not line.startswith("-----"))


@pytest.fixture
def federate(call, sim):
    """Request a token as an instance does, with changes for a test."""

    def send(certificate=None, body=(), method="POST", tamper=False, **how):
        certificate = certificate or sim.principals.identity.issue()
        fields = {
            "certificate": base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode(),
            "publicKey": SESSION_KEY,
            "intermediateCertificates": [without_lines(sim.principals.identity.intermediate)],
            **dict(body),
        }
        tenancy = next(unit.value for unit in certificate.subject if unit.value.startswith("opc-tenant:"))[
            len("opc-tenant:") :
        ]
        how.setdefault("key_id", f"{tenancy}/fed-x509/{certificate.fingerprint(hashes.SHA1()).hex(':').upper()}")
        data = json.dumps(fields).encode()
        if tamper:
            how["send"] = data.replace(b'"publicKey"', b'"publicKez"')
        return call(method, "/v1/x509", data, **{"key": instance_key(), "signed": FEDERATION, **how})

    return send


def rejected(answer, status=401, code="NotAuthenticated"):
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["opc-request-id"]
    return True


def as_session(answer, sim):
    """The arguments of a call that is signed with the token of an answer."""
    assert answer.status_code == 200, answer.text
    return {"key": private_key(), "key_id": f"ST${answer.json()['token']}"}


# The metadata service.


def metadata(sim, path, **headers):
    return requests.get(sim.url + path, headers={"Authorization": "Bearer Oracle", **headers}, timeout=10)


def test_metadata(sim):
    assert metadata(sim, "/opc/v2/instance/id").text == sim.principals.instance_id
    assert metadata(sim, "/opc/v2/instance/region").text == "iad"
    assert metadata(sim, "/opc/v2/instance/canonicalRegionName").text == "us-ashburn-1"
    assert metadata(sim, "/opc/v2/instance/regionInfo").json()["realmKey"] == "oc1"
    assert metadata(sim, "/opc/v2/instance/").json()["compartmentId"] == sim.compartment_id
    assert "opc-request-id" not in metadata(sim, "/opc/v2/instance/").headers
    assert metadata(sim, "/opc/v2/identity/cert.pem").text.startswith("-----BEGIN CERTIFICATE-----")
    assert metadata(sim, "/opc/v2/identity/cert.pem").text == metadata(sim, "/opc/v2/identity/cert.pem").text


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/opc/v2/instance/id", {"Authorization": ""}, 401),
        ("/opc/v2/instance/id", {"Authorization": "Bearer oracle"}, 401),
        ("/opc/v2/identity/key.pem", {"X-Forwarded-For": "192.0.2.1"}, 403),
        ("/opc/v2/identity/key.pem", {"Forwarded": "for=192.0.2.1"}, 403),
        ("/opc/v1/instance/id", {}, 404),
        ("/openstack/latest/meta_data.json", {}, 404),
        ("/opc/v2/instance/colour", {}, 404),
        ("/opc/v2/instance/id/more", {}, 404),
        ("/opc/v2/", {}, 404),
    ],
)
def test_errors_of_the_metadata_service(sim, path, headers, status):
    assert metadata(sim, path, **headers).status_code == status
    assert (sim.journal[-1].call, sim.journal[-1].status) == ("metadata", status)


# The federation endpoint.


def test_a_certificate_is_exchanged_for_a_token(federate, call, sim):
    session = as_session(federate(), sim)
    assert (
        call.get(f"/work_requests/20160918/workRequests?compartmentId={sim.compartment_id}", **session).status_code
        == 200
    )


@pytest.mark.parametrize("missing", FEDERATION)
def test_a_required_header_that_is_not_signed(federate, missing):
    assert rejected(federate(signed=[name for name in FEDERATION if name != missing]))


def test_a_signature_of_another_key(federate, sim, call):
    assert rejected(federate(key=private_key()))
    assert rejected(federate(key_id=f"{sim.tenancy_id}/fed-x509/{':'.join(['00'] * 20)}"))
    assert rejected(federate(key_id=call.key_id, key=call.key))


def test_a_modified_body(federate):
    assert rejected(federate(tamper=True))


def test_invalid_certificates(federate, sim):
    identity = sim.principals.identity
    other = Identity(sim.tenancy_id, sim.compartment_id, sim.principals.instance_id)
    assert rejected(federate(other.issue()))
    assert rejected(federate(other.issue(), {"intermediateCertificates": [without_lines(other.intermediate)]}))
    assert rejected(federate(identity.issue(-AN_HOUR)))
    assert rejected(federate(identity.issue(opc_tenant="ocid1.tenancy.oc1..exampleothertenancy")))
    assert rejected(federate(body={"intermediateCertificates": []}))
    assert rejected(federate(body={"intermediateCertificates": [without_lines(identity.leaf)]}))


def test_a_certificate_expires_by_the_clock_of_the_service(federate, sim, gmt):
    sim.clock_skew = 7300.0
    assert rejected(federate(date=gmt(7300)))


@pytest.mark.parametrize(
    "body",
    [
        {"certificate": "garbage"},
        {"certificate": None},
        {"publicKey": "garbage"},
        {"publicKey": None},
        {"publicKey": der(ec.generate_private_key(ec.SECP256R1()).public_key())},
        {"intermediateCertificates": "one"},
        {"intermediateCertificates": ["one"]},
    ],
)
def test_invalid_fields_of_the_body(federate, body):
    assert rejected(federate(body=body), 400, "InvalidParameter")


@pytest.mark.parametrize("body", [b"", b"[]", b"{"])
def test_a_body_that_is_not_json(call, body):
    assert rejected(call("POST", "/v1/x509", body), 400, "CannotParseRequest")


def test_the_wrong_method(federate, sim):
    assert rejected(federate(method="PUT"), 405, "MethodNotAllowed")
    assert rejected(requests.get(f"{sim.url}/v1/x509", timeout=10), 405, "MethodNotAllowed")


# Resource principals.


@pytest.fixture
def by_key(sim):
    """The arguments of a call that the resource signs with its own key, for version 2.1, 2.1.1 or 2.1.2."""
    names = {"2.1": sim.principals.resource_id}
    return lambda version: {
        "key": resource_key(),
        "key_id": f"resource/v{version}/{names.get(version, f'{sim.tenancy_id}/{sim.principals.resource_id}')}",
    }


@pytest.fixture
def request_token(call, sim):
    """The call for a resource principal token."""
    return lambda signer, version="", resource=sim.principals.resource_id, **how: call.get(
        f"/20180711/resourcePrincipalToken{version}/{resource}", **signer, **how
    )


@pytest.fixture
def exchange(call):
    """The call for a session token."""

    def send(signer, pair, **changes):
        fields = {**pair.json(), "sessionPublicKey": SESSION_KEY, **changes}
        return call("POST", SESSION, json.dumps(fields).encode(), **signer)

    return send


@pytest.mark.parametrize(("version", "path"), [("2.1", "V2"), ("2.1.1", "V2"), ("2.1.2", "V212")])
def test_a_resource_with_its_own_key(request_token, exchange, by_key, call, sim, version, path):
    signer = by_key(version)
    session = as_session(exchange(signer, request_token(signer, path)), sim)
    assert (
        call.get(f"/work_requests/20160918/workRequests?compartmentId={sim.compartment_id}", **session).status_code
        == 200
    )
    for other in {"", "V2", "V212"} - {path}:
        assert rejected(request_token(signer, other))


def test_the_key_of_a_resource_signs_no_other_calls(call, by_key, sim):
    assert rejected(
        call.get(f"/work_requests/20160918/workRequests?compartmentId={sim.compartment_id}", **by_key("2.1"))
    )


def test_signers_that_may_not_request_the_token(request_token, federate, call, by_key, sim):
    user = {"key": call.key, "key_id": call.key_id}
    for version in ("", "V2", "V212"):
        assert rejected(request_token(user, version))
    assert rejected(request_token({**by_key("2.1"), "key": private_key()}, "V2"))
    assert rejected(request_token({"key": resource_key(), "key_id": f"resource/v2.1/{PARENT}"}, "V2"))
    instance = as_session(federate(), sim)
    assert request_token(instance).status_code == 200
    assert rejected(request_token(instance, "V2"))
    assert rejected(request_token(instance, resource=GRANDPARENT), 404, "NotAuthorizedOrNotFound")
    assert rejected(
        request_token(instance, resource="ocid1.instance.oc1.iad.exampleother"), 404, "NotAuthorizedOrNotFound"
    )
    assert rejected(request_token(by_key("2.1"), "V2", PARENT), 404, "NotAuthorizedOrNotFound")
    assert rejected(requests.get(f"{sim.url}/20180711/resourcePrincipalToken/{sim.principals.resource_id}", timeout=10))


@pytest.mark.parametrize("parents", [1, 2])
def test_a_chain_of_resources(request_token, exchange, federate, call, sim, parents):
    """By paths; the SDK uses hosts, which test_principals_sdk.py tests."""
    sim.principals.environment("resource_principal", version="3.0", parents=parents)
    signer = as_session(federate(), sim)
    answer = request_token(signer, resource=PARENT)
    if parents == 1:
        assert "opc-parent-rpt-url" not in answer.headers
        return
    path = answer.headers["opc-parent-rpt-url"].removeprefix(sim.url)
    assert path == f"/20180711/resourcePrincipalToken/{GRANDPARENT}"
    parent = as_session(exchange(signer, answer), sim)
    last = call.get(path, **parent)
    assert "opc-parent-rpt-url" not in last.headers
    assert exchange(parent, last).status_code == 200
    assert sim.journal[-1].operation == GRANDPARENT


def test_tokens_of_different_pairs(request_token, exchange, by_key, federate, sim):
    signer, instance = by_key("2.1"), as_session(federate(), sim)
    one, other = request_token(signer, "V2"), request_token(signer, "V2")
    assert rejected(exchange(signer, one, servicePrincipalSessionToken=other.json()["servicePrincipalSessionToken"]))
    assert rejected(exchange(signer, one, resourcePrincipalToken="another"))
    assert rejected(exchange(signer, one, resourcePrincipalToken=["another"]))
    assert rejected(exchange(instance, one))
    assert rejected(exchange(signer, one, sessionPublicKey="garbage"), 400, "InvalidParameter")
    assert exchange(signer, one).status_code == 200


def test_a_pair_that_has_expired(request_token, exchange, by_key, sim, gmt):
    signer = by_key("2.1")
    pair = request_token(signer, "V2")
    sim.clock_skew = 301.0
    assert rejected(exchange({**signer, "date": gmt(301)}, pair))


# The proxymux.


@pytest.fixture
def pod(sim):
    def send(authorization=None, key=SESSION_KEY):
        headers = {"Authorization": authorization or f"Bearer {sim.principals.service_account_token()}"}
        return requests.post(
            f"{sim.url}/resourcePrincipalSessionTokens", json={"podKey": key}, headers=headers, timeout=10
        )

    return send


def test_a_pod(pod, call, sim):
    token = json.loads(base64.b64decode(pod().json()))["token"]
    session = {"key": private_key(), "key_id": token}
    assert (
        call.get(f"/work_requests/20160918/workRequests?compartmentId={sim.compartment_id}", **session).status_code
        == 200
    )


def test_errors_of_the_proxymux(pod, sim):
    assert rejected(pod("Bearer a.b.c"))
    assert rejected(pod(f"Bearer {sim.principals.service_account_token(-1)}"))
    assert rejected(pod(f"Bearer {sim.principals.delegation_token()}"))
    assert rejected(pod("Basic dXNlcjpwYXNz"))
    assert rejected(pod(key="garbage"), 400, "InvalidParameter")
    sim.principals.cluster = "basic"
    assert rejected(pod(), 403, "NotAuthorized")
    assert sim.journal[-1].call == "proxymux"


# Delegation tokens.


def test_a_delegation_token(call, sim):
    path = f"/work_requests/20160918/workRequests?compartmentId={sim.compartment_id}"
    signed = ["date", "(request-target)", "host", "opc-obo-token"]

    def get(token, names=signed):
        return call.get(path, signed=names, headers={"opc-obo-token": token})

    token = sim.principals.delegation_token()
    assert rejected(get(token, signed[:3]))
    assert "opc-obo-token" in sim.journal[-1].signature
    assert rejected(get("another"))
    assert rejected(get(sim.principals.delegation_token(-1)))
    assert get(token).status_code == 200


# Keys.


def test_a_session_is_for_the_key_that_was_sent(federate, call, sim):
    session = as_session(federate(), sim)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = f"/work_requests/20160918/workRequests?compartmentId={sim.compartment_id}"
    assert rejected(call.get(path, **{**session, "key": other}))
    sim.principals.revoke()
    assert rejected(call.get(path, **session))


@pytest.mark.parametrize(
    ("kind", "how", "word"),
    [
        ("instance", {}, "'instance'"),
        ("resource_principal", {"version": "4.0"}, "'4.0'"),
        ("resource_principal", {"version": "3.0", "leaf": "4.0"}, "'4.0'"),
    ],
)
def test_unknown_environments(sim, kind, how, word):
    with pytest.raises(ValueError, match=re.escape(word)):
        sim.principals.environment(kind, **how)


def test_principals_over_the_control_api(sim):
    environment = requests.post(
        f"{sim.url}/control/principals/environments", json={"kind": "resource_principal", "version": "2.1"}, timeout=10
    )
    assert environment.status_code == 201
    assert environment.json()["OCI_RESOURCE_PRINCIPAL_RPT_ENDPOINT"] == sim.url
    assert (
        requests.patch(
            f"{sim.url}/control/principals", json={"token_seconds": 5, "cluster": "basic"}, timeout=10
        ).status_code
        == 204
    )
    assert (sim.principals.token_seconds, sim.principals.cluster) == (5, "basic")
    assert requests.patch(f"{sim.url}/control/principals", json={"colour": "red"}, timeout=10).status_code == 400
    assert (
        requests.post(f"{sim.url}/control/principals/environments", json={"kind": "none"}, timeout=10).status_code
        == 400
    )
    assert requests.post(f"{sim.url}/control/principals/revoke", timeout=10).status_code == 204
