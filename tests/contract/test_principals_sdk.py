# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The signers of Oracle's SDK authenticate to the simulator as every kind of principal and read work requests, unchanged."""

from __future__ import annotations

import itertools
import pathlib
import types

import oci
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from oci.auth import session_key_supplier, signers
from oci.retry import NoneRetryStrategy, retry

from ansible_collections.longops.oracle.tests.simulator import Simulator

AUTH = "auth.us-ashburn-1.oraclecloud.com"
IAAS = "iaas.us-ashburn-1.oraclecloud.com"
METADATA = ["metadata"] * 3  # certificate, key, intermediate


@pytest.fixture(scope="module")
def running():
    with Simulator() as simulator:
        yield simulator


@pytest.fixture(scope="module")
def secure():
    with Simulator(tls=True) as simulator:
        yield simulator


@pytest.fixture
def sim(running):
    running.clear_faults()
    running.clock_skew = 0.0
    running.principals.reset()
    running.journal.clear()
    return running


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    for strategy in (
        retry.ExponentialBackOffWithDecorrelatedJitterRetryStrategy,
        retry.ExponentialBackoffWithFullJitterRetryStrategy,
    ):
        monkeypatch.setattr(strategy, "do_sleep", lambda *_how: None)


@pytest.fixture(scope="module")
def keys():
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _each in range(3)]


@pytest.fixture(autouse=True)
def keys_made_before(monkeypatch, keys):
    """The SDK generates a key for every token, which would take most of the time of these tests."""
    store = itertools.cycle(keys)
    monkeypatch.setattr(
        session_key_supplier, "rsa", types.SimpleNamespace(generate_private_key=lambda **_how: next(store))
    )


@pytest.fixture
def authenticate(monkeypatch):
    """authenticate(sim, kind, version=...) sets the environment and returns Oracle's signer, made as Oracle documents it."""

    def make(sim, kind, purpose=None, **how):
        environment = sim.principals.environment(kind, **how)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        if kind == "instance_principal":
            return signers.InstancePrincipalsSecurityTokenSigner(
                federation_client_cert_bundle_verify=str(sim.ca_file), purpose=purpose
            )
        if kind == "instance_obo_user":
            config = oci.config.from_file(environment["OCI_CONFIG_FILE"], environment["OCI_CONFIG_PROFILE"])
            token = pathlib.Path(config["delegation_token_file"]).read_text()
            return signers.InstancePrincipalsDelegationTokenSigner(
                delegation_token=token, federation_client_cert_bundle_verify=str(sim.ca_file)
            )
        if kind == "resource_principal":
            return signers.get_resource_principals_signer()
        return signers.get_oke_workload_identity_resource_principal_signer(
            environment["OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH"]
        )

    return make


def reader(sim, signer, **how):
    """A function that reads one work request of the simulator, by default at its real address, which needs HTTPS_PROXY."""
    client = oci.work_requests.WorkRequestClient({}, signer=signer, retry_strategy=NoneRetryStrategy(), **how)
    client.base_client.session.verify = str(sim.ca_file)
    operation = sim.launch("work_requests", seconds=60)
    return lambda: client.get_work_request(operation.id).data.status


def calls(sim):
    return [entry.call for entry in sim.journal]


def test_an_instance(sim, authenticate):
    signer = authenticate(sim, "instance_principal")
    assert (signer.region, signer.tenancy_id) == ("us-ashburn-1", sim.tenancy_id)
    assert calls(sim) == [*METADATA, "metadata", *METADATA, "federation"]
    assert reader(sim, signer)() == "ACCEPTED"
    federation, get = sim.journal[-2:]
    assert (federation.host, federation.proxied, federation.path, federation.signature) == (
        AUTH,
        True,
        "/v1/x509",
        "valid",
    )
    assert (get.host, get.proxied, get.call, get.signature, get.status) == (IAAS, True, "get", "valid", 200)
    assert (sim.journal[0].host, sim.journal[0].proxied) == (f"127.0.0.1:{sim.port}", False)
    [issued] = [each for each in sim.principals.issued if f"ST${each.token}" == signer.api_key]
    assert (issued.kind, issued.principal, issued.purpose) == ("federation", sim.principals.instance_id, None)


def test_an_instance_for_a_purpose(sim, authenticate):
    assert reader(sim, authenticate(sim, "instance_principal", purpose="service_principal"))() == "ACCEPTED"
    assert sim.principals.issued[-1].purpose == "service_principal"


def test_a_user_for_whom_an_instance_acts(sim, authenticate):
    assert reader(sim, authenticate(sim, "instance_obo_user"))() == "ACCEPTED"
    headers = sim.journal[-1].headers
    assert "opc-obo-token" in headers["authorization"]
    assert headers["opc-obo-token"] == "..."


def test_a_delegation_token_in_a_profile_as_in_cloud_shell(sim, authenticate, monkeypatch):
    """The SDK supports this authentication in a profile as well; the CA is then taken only from the environment."""
    authenticate(sim, "instance_obo_user")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(sim.ca_file))
    environment = sim.principals.environment("instance_obo_user")
    config = oci.config.from_file(environment["OCI_CONFIG_FILE"], environment["OCI_CONFIG_PROFILE"])
    client = oci.work_requests.WorkRequestClient(config)
    assert client.list_work_requests(sim.compartment_id).status == 200
    assert sim.journal[-1].headers["opc-obo-token"] == "..."


def test_an_expired_delegation_token(sim, authenticate):
    read = reader(sim, authenticate(sim, "instance_obo_user", seconds=-1))
    with pytest.raises(oci.exceptions.ServiceError) as error:
        read()
    assert error.value.status == 401


EXCHANGE = ["resource_principal_token", "resource_principal_session_token"]
TO_THE_INSTANCE = ["metadata", "metadata", *METADATA, "metadata", *METADATA, "federation", *METADATA, "federation"]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"version": "2.2"}, []),
        ({"version": "2.2", "files": True}, []),
        ({"version": "2.2", "pass_phrase": True}, []),
        ({"version": "2.1"}, EXCHANGE),
        ({"version": "2.1.1"}, EXCHANGE),
        ({"version": "2.1.1", "files": True}, EXCHANGE),
        ({"version": "2.1.2", "pass_phrase": True}, EXCHANGE),
        ({"version": "1.1"}, [*TO_THE_INSTANCE, *EXCHANGE]),
        ({"version": "3.0", "leaf": "2.2"}, EXCHANGE),
        ({"version": "3.0", "leaf": "2.2", "files": True, "parents": 2}, EXCHANGE * 3),
        (
            {"version": "3.0", "leaf": "1.1"},
            [*TO_THE_INSTANCE, *EXCHANGE, *METADATA, "federation", *EXCHANGE, *EXCHANGE],
        ),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_a_resource(sim, authenticate, how, expected):
    signer = authenticate(sim, "resource_principal", **how)
    assert calls(sim) == expected
    assert {entry.signature for entry in sim.journal if entry.call != "metadata"} <= {"valid"}
    assert reader(sim, signer, service_endpoint=sim.url)() == "ACCEPTED"
    assert sim.journal[-1].signature == "valid"


@pytest.mark.parametrize(
    ("how", "principal"),
    [
        ({"version": "2.1"}, "datasciencejobrun"),
        ({"version": "3.0"}, "datasciencepipelinerun"),
        ({"version": "3.0", "parents": 2}, "datascienceproject"),
    ],
)
def test_the_principal_of_each_version(sim, authenticate, how, principal):
    signer = authenticate(sim, "resource_principal", **how)
    [issued] = [each for each in sim.principals.issued if f"ST${each.token}" == signer.api_key]
    assert issued.principal.split(".")[1] == principal


def test_what_the_sdk_reads_from_a_resources_token(sim, authenticate):
    signer = authenticate(sim, "resource_principal")
    assert (signer.region, signer.get_claim("res_tenant"), signer.get_claim("res_compartment")) == (
        "us-ashburn-1",
        sim.tenancy_id,
        sim.compartment_id,
    )


@pytest.mark.parametrize("path", ["/apis/resourcePrincipalTokenV212/{}", "/apis/resourcePrincipalTokenV212"])
def test_a_path_prefix_of_the_service(sim, authenticate, monkeypatch, path):
    monkeypatch.setenv("OCI_RESOURCE_PRINCIPAL_RPT_PATH", path)
    authenticate(sim, "resource_principal", version="2.1.2")
    [entry] = sim.journal.of(call="resource_principal_token")
    assert entry.path == f"/apis/resourcePrincipalTokenV212/{sim.principals.resource_id}"
    assert entry.headers["security-context"]


def test_version_1_1_for_another_resource_than_the_instance(sim, authenticate, monkeypatch):
    monkeypatch.setenv("OCI_RESOURCE_PRINCIPAL_RPT_ID", sim.principals.resource_id)
    assert reader(sim, authenticate(sim, "resource_principal", version="1.1"))() == "ACCEPTED"
    assert [entry.operation for entry in sim.journal if entry.call in EXCHANGE] == [sim.principals.resource_id] * 2
    instance = sim.journal[0]  # read at its fixed address, although it is not needed here
    assert (instance.host, instance.proxied, instance.path) == ("169.254.169.254", True, "/opc/v2/instance/id")


@pytest.mark.parametrize("leaf", ["2.1", "2.1.1", "2.1.2"])
def test_versions_of_a_leaf_that_the_sdk_does_not_support(sim, authenticate, leaf):
    """It signs for a leaf of these versions as for one of 3.0, which its own signer does not support."""
    with pytest.raises(oci.exceptions.InvalidResourcePrincipalArguments):
        authenticate(sim, "resource_principal", version="3.0", leaf=leaf)
    assert calls(sim) == []


def test_a_parent_at_a_path(sim, authenticate, monkeypatch):
    """The SDK documents a complete URL but does not accept one, hence the hosts of parents in the simulator."""
    environment = sim.principals.environment("resource_principal", version="3.0")
    url = f"{sim.url}/20180711/resourcePrincipalToken/{sim.principals.parent_id}"
    for name, value in {**environment, "OCI_RESOURCE_PRINCIPAL_RPT_URL_FOR_PARENT_RESOURCE": url}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match="must not contain path"):
        signers.get_resource_principals_signer()


@pytest.mark.parametrize("host", ["10.96.0.1", "kubernetes.example"])
def test_a_pod(sim, authenticate, host):
    signer = authenticate(sim, "oke_workload_identity", service_host=host)
    [proxymux] = sim.journal
    assert (proxymux.call, proxymux.host, proxymux.proxied, proxymux.status) == ("proxymux", f"{host}:12250", True, 200)
    assert reader(sim, signer)() == "ACCEPTED"


def test_a_pod_of_a_basic_cluster(sim, authenticate):
    sim.principals.cluster = "basic"
    with pytest.raises(oci.exceptions.ServiceError, match="enhanced") as error:
        authenticate(sim, "oke_workload_identity")
    assert error.value.status == 403


def test_a_service_account_whose_token_has_expired(sim, authenticate):
    with pytest.raises(RuntimeError, match="has expired"):  # which the SDK checks itself
        authenticate(sim, "oke_workload_identity", seconds=-1)
    assert calls(sim) == []


# Expiry of tokens.


def test_a_token_is_replaced_before_its_end(sim, authenticate):
    sim.principals.token_seconds = 30  # the SDK renews tokens 60 s before their end
    read = reader(sim, authenticate(sim, "instance_principal"))
    sim.journal.clear()
    assert [read(), read()] == ["ACCEPTED"] * 2
    assert calls(sim) == [*METADATA, "federation", "get"] * 2
    sim.principals.token_seconds = 1200
    assert [read(), read()] == ["ACCEPTED"] * 2
    assert calls(sim)[10:] == [*METADATA, "federation", "get", "get"]


@pytest.mark.parametrize(
    ("kind", "how", "expected"),
    [
        ("instance_principal", {}, [*METADATA, "federation"]),
        ("resource_principal", {"version": "1.1"}, [*METADATA, "federation", *EXCHANGE]),
        ("resource_principal", {"version": "2.1.1"}, EXCHANGE),
        ("resource_principal", {"version": "3.0", "leaf": "2.2"}, None),
        ("oke_workload_identity", {}, ["proxymux"]),
    ],
)
def test_a_rejected_token_is_replaced(sim, authenticate, kind, how, expected):
    read = reader(sim, authenticate(sim, kind, **how), service_endpoint=sim.url)
    sim.journal.clear()
    sim.principals.revoke()
    if expected is None:  # the leaf has only its injected token
        with pytest.raises(oci.exceptions.ServiceError):
            read()
        return
    assert read() == "ACCEPTED"
    assert calls(sim) == ["get", *expected, "get"]
    assert (sim.journal[0].status, sim.journal[-1].status) == (401, 200)


def test_a_token_that_is_replaced_from_outside(sim, authenticate, monkeypatch):
    environment = sim.principals.environment("resource_principal", files=True, seconds=-1)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    read = reader(sim, signers.get_resource_principals_signer(), service_endpoint=sim.url)
    with pytest.raises(oci.exceptions.ServiceError):
        read()
    assert {entry.status for entry in sim.journal} == {401}
    sim.principals.renew(environment)
    assert read() == "ACCEPTED"


def test_a_token_that_is_expired_when_issued(sim, authenticate):
    sim.principals.token_seconds = -1
    read = reader(sim, authenticate(sim, "instance_principal"))
    with pytest.raises(oci.exceptions.ServiceError, match="expired"):
        read()


def test_a_token_expires_by_the_clock_of_the_service(sim, authenticate):
    sim.principals.token_seconds = 100
    read = reader(sim, authenticate(sim, "resource_principal", version="2.1"), service_endpoint=sim.url)
    sim.journal.clear()
    sim.clock_skew = 200.0
    assert read() == "ACCEPTED"
    assert calls(sim) == ["get", *EXCHANGE, "get"]


# Faults.


def test_a_federation_endpoint_that_fails_twice(sim, authenticate):
    sim.fault(call="federation", status=500, times=2)
    assert reader(sim, authenticate(sim, "instance_principal"))() == "ACCEPTED"
    assert [entry.status for entry in sim.journal.of(call="federation")] == [500, 500, 200]


def test_an_invalid_token(sim, authenticate):
    sim.fault(call="federation", body={"token": "garbage"})
    with pytest.raises(Exception, match="Not enough segments"):
        authenticate(sim, "instance_principal")


def test_a_slow_metadata_service(sim, authenticate):
    sim.fault(call="metadata", status=404, times=2)
    assert reader(sim, authenticate(sim, "instance_principal"))() == "ACCEPTED"
    assert [entry.status for entry in sim.journal][:3] == [404, 404, 200]


def test_a_metadata_service_that_hangs(sim, authenticate, monkeypatch):
    get = oci._vendor.requests.Session.get
    monkeypatch.setattr(
        oci._vendor.requests.Session, "get", lambda self, url, **how: get(self, url, **{**how, "timeout": 0.05})
    )
    sim.fault(call="metadata", delay=60, times=None)
    with pytest.raises(oci._vendor.requests.exceptions.ReadTimeout):
        authenticate(sim, "instance_principal")


def test_an_instance_in_a_new_region(sim, authenticate):
    sim.principals.metadata.move(
        "xy-nowhere-1",
        regionKey="XYZ",
        regionIdentifier="xy-nowhere-1",
        realmKey="oc99",
        realmDomainComponent="example.com",
    )
    authenticate(sim, "instance_principal")
    assert sim.journal[-1].host == "auth.xy-nowhere-1.oraclecloud.com"  # which the SDK treats as one of oc1


# A simulator with TLS, and a proxy that requires credentials.


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("instance_principal", {}),
        ("resource_principal", {"version": "2.1"}),
        ("resource_principal", {"version": "3.0"}),
        ("resource_principal", {"version": "1.1"}),
        ("oke_workload_identity", {}),
    ],
)
def test_over_tls(secure, authenticate, kind, how):
    assert reader(secure, authenticate(secure, kind, **how), service_endpoint=secure.url)() == "ACCEPTED"


def test_through_a_proxy_with_credentials(authenticate):
    with Simulator(proxy_credentials="me:p@ss:word/") as sim:
        assert reader(sim, authenticate(sim, "oke_workload_identity"))() == "ACCEPTED"
        assert [entry.proxied for entry in sim.journal] == [True, True]
