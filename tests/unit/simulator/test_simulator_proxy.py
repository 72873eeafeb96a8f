# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy answers for every host, connects to no other host, and marks its requests in the journal."""

from __future__ import annotations

import concurrent.futures
import http.client
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

import pytest
import requests
from cryptography import x509

from ansible_collections.longops.oracle.tests.simulator import Simulator

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def shared():
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def sim(shared):
    yield shared
    shared.clear_faults()
    shared.journal.clear()


@pytest.fixture
def client(sim):
    return session(sim)


def session(sim, url=None):
    """A client that uses the proxy and trusts its CA."""
    made = requests.Session()
    made.trust_env = False
    made.proxies = {"http": url or sim.proxy_url, "https": url or sim.proxy_url}
    made.verify = str(sim.ca_file)
    return made


def shown(sim, authority, server_name=None):
    """The certificate after CONNECT to an authority."""
    context = ssl.create_default_context(cafile=str(sim.ca_file))
    context.check_hostname = False
    with socket.create_connection(("127.0.0.1", sim.proxy_port), 10) as connection:
        connection.sendall(b"CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (authority.encode(), authority.encode()))
        answer = connection.recv(1000)
        assert answer == b"HTTP/1.1 200 Connection established\r\n\r\n"
        with context.wrap_socket(connection, server_hostname=server_name) as tls:
            certificate = x509.load_der_x509_certificate(tls.getpeercert(binary_form=True))
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in names]


@pytest.mark.parametrize(
    "host",
    [
        "iaas.us-ashburn-1.oraclecloud.com",
        "containerengine.eu-frankfurt-1.oci.oraclecloud.eu:8443",
        "10.96.0.1:12250",
        "[fd00::1]:443",
    ],
)
def test_any_host_by_its_real_name(sim, client, host):
    answer = client.get(f"https://{host}/20160918/nothing?a=1%2F2", timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (401, "NotAuthenticated")
    [entry] = sim.journal
    assert (entry.host, entry.proxied, entry.method, entry.path, entry.query) == (
        host.removesuffix(":443"),
        True,
        "GET",
        "/20160918/nothing",
        {"a": ["1/2"]},
    )


def test_a_direct_request_is_not_proxied(sim):
    requests.get(f"{sim.url}/n/", timeout=10)
    assert (sim.journal[-1].host, sim.journal[-1].proxied) == (f"127.0.0.1:{sim.port}", False)


def test_a_certificate_for_every_name(sim):
    assert shown(sim, "one.example:443") == ["one.example"]
    assert shown(sim, "one.example:443", "one.example") == ["one.example"]
    assert shown(sim, "one.example:443", "two.example") == ["two.example"]
    assert shown(sim, "192.0.2.1:443") == ["192.0.2.1"]
    assert shown(sim, "192.0.2.1:443", "three.example") == ["three.example"]
    assert shown(sim, "[2001:db8::1]:443") == ["2001:db8::1"]
    long = f"{'a' * 60}.{'b' * 60}.example"
    assert shown(sim, f"{long}:443") == [long]
    assert not len(sim.journal)  # requests are only those in a tunnel


def test_a_plain_http_request(sim, client):
    answer = client.get(
        "http://169.254.169.254/opc/v2/instance/id", headers={"Authorization": "Bearer Oracle"}, timeout=10
    )
    assert answer.text == sim.principals.instance_id
    [entry] = sim.journal
    assert (entry.host, entry.proxied, entry.path, entry.call) == (
        "169.254.169.254",
        True,
        "/opc/v2/instance/id",
        "metadata",
    )


def test_signatures_are_valid_with_and_without_the_proxy(sim, call):
    """The signature covers path, query and host, not the request target that the proxy gets."""
    call.session.proxies = {"http": sim.proxy_url}
    operation = sim.launch("work_requests")
    path = "/work_requests/20160918/workRequests"
    assert call.get(f"{path}/{operation.id}").json()["id"] == operation.id
    assert call.get(f"{path}?compartmentId={sim.compartment_id}&limit=5&resourceId=a%2Fb").status_code == 200
    assert [(entry.proxied, entry.signature) for entry in sim.journal] == [(True, "valid")] * 2


def test_one_tunnel_for_many_requests(sim):
    connection = http.client.HTTPSConnection(
        "127.0.0.1", sim.proxy_port, timeout=10, context=ssl.create_default_context(cafile=str(sim.ca_file))
    )
    connection.set_tunnel("iaas.us-ashburn-1.oraclecloud.com", 443)
    connection.connect()
    tunnel = connection.sock
    for _each in range(3):
        connection.request("GET", "/n/")
        assert connection.getresponse().read()
        assert connection.sock is tunnel
    connection.close()
    assert [entry.status for entry in sim.journal] == [401] * 3


def test_a_client_that_does_not_trust_the_ca(sim, client, capfd):
    client.verify = True
    with pytest.raises(requests.exceptions.SSLError, match="certificate verify failed"):
        client.get("https://iaas.us-ashburn-1.oraclecloud.com/n/", timeout=10)
    client.verify = str(sim.ca_file)
    assert client.get("https://iaas.us-ashburn-1.oraclecloud.com/n/", timeout=10).status_code == 401
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /n/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
        b"CONNECT a.example HTTP/1.1\r\nHost: a.example\r\n\r\n",
        b"CONNECT /n/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
    ],
)
def test_a_request_that_is_not_for_a_proxy(sim, sent):
    with socket.create_connection(("127.0.0.1", sim.proxy_port), 10) as connection:
        connection.sendall(sent)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_disconnects_during_the_handshake(sim, client, capfd):
    with socket.create_connection(("127.0.0.1", sim.proxy_port), 10) as connection:
        connection.sendall(b"CONNECT a.example:443 HTTP/1.0\r\n\r\n")
        assert connection.recv(1000)
        connection.sendall(b"no TLS at all\r\n")
    assert client.get("https://a.example/n/", timeout=10).status_code == 401
    assert capfd.readouterr() == ("", "")


# Credentials.


@pytest.fixture(scope="module")
def guarded():
    with Simulator(proxy_credentials="me:s3cret", authenticate=False) as simulator:
        yield simulator


def test_right_credentials(guarded):
    client = session(guarded)
    guarded.journal.clear()
    assert client.get("https://a.example/n/", timeout=10).json() == "examplenamespace"
    assert client.get("http://a.example/n/", timeout=10).json() == "examplenamespace"
    assert [(entry.status, entry.host, entry.method) for entry in guarded.journal] == [(200, "a.example", "GET")] * 2
    assert all("proxy-authorization" not in entry.headers for entry in guarded.journal)


@pytest.mark.parametrize("credentials", ["", "me:wrong@", "other:s3cret@"])
def test_wrong_credentials(guarded, credentials):
    client = session(guarded, f"http://{credentials}127.0.0.1:{guarded.proxy_port}")
    guarded.journal.clear()
    with pytest.raises(requests.exceptions.ProxyError, match="407"):
        client.get("https://a.example/n/", timeout=10)
    answer = client.get("http://a.example/n/", timeout=10)
    assert (answer.status_code, answer.headers["proxy-authenticate"]) == (407, 'Basic realm="simulator"')
    assert [(entry.method, entry.path, entry.host, entry.proxied, entry.status) for entry in guarded.journal] == [
        ("CONNECT", "a.example:443", "a.example:443", True, 407),
        ("GET", "/n/", "a.example", True, 407),
    ]
    assert {entry.headers.get("proxy-authorization", "Basic ...") for entry in guarded.journal} == {"Basic ..."}


# Faults.


def test_faults_apply_in_the_tunnel(guarded):
    client = session(guarded)
    url = "https://a.example/n/"
    for fault in ({"reset": True}, {"close": True}, {"kind": "truncated"}):
        guarded.fault(**fault)
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            client.get(url, timeout=10)
        assert client.get(url, timeout=10).json() == "examplenamespace"
    guarded.fault(status=503)
    assert client.get(url, timeout=10).status_code == 503


def test_a_fault_of_the_proxy_itself(guarded):
    guarded.journal.clear()
    guarded.fault(method="CONNECT", status=502, kind="html")
    guarded.fault(method="CONNECT", reset=True)
    guarded.fault(method="CONNECT", path="^b.example", status=503)
    client = session(guarded)
    for host in ("a", "a", "b"):
        with pytest.raises(requests.ConnectionError):
            client.get(f"https://{host}.example/n/", timeout=10)
    assert client.get("https://a.example/n/", timeout=10).status_code == 200
    assert [(entry.method, entry.status) for entry in guarded.journal] == [
        ("CONNECT", 502),
        ("CONNECT", None),
        ("CONNECT", 503),
        ("GET", 200),
    ]


def test_a_delayed_connect(guarded):
    guarded.fault(method="CONNECT", delay=0.2)
    before = time.monotonic()
    assert session(guarded).get("https://a.example/n/", timeout=10).status_code == 200
    assert time.monotonic() - before >= 0.2


def test_many_at_once(guarded):
    guarded.journal.clear()

    def send(number):
        with session(guarded) as client:
            return [client.get(f"https://host-{number % 5}.example/n/", timeout=30).status_code for _each in range(3)]

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        assert list(pool.map(send, range(20))) == [[200] * 3] * 20
    assert len(guarded.journal) == 60


def test_it_stops_while_a_tunnel_is_open():
    with Simulator(authenticate=False) as sim:
        client = session(sim)
        client.get("https://a.example/n/", timeout=10)
        sim.fault(delay=60)
        thread = threading.Thread(target=lambda: client.get("https://a.example/n/", timeout=30), daemon=True)
        thread.start()
        while len(sim.journal) < 2:
            time.sleep(0.001)
        before = time.monotonic()
    assert time.monotonic() - before < 5
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_on_the_command_line(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulator", "--proxy", "me:s3cret", "--config-dir", tmp_path],
        cwd=CHECKOUT,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        printed = dict(process.stdout.readline().strip().split(" at ") for _each in range(4))
        environment = requests.post(
            f"{printed['Simulator ready']}/control/principals/environments",
            json={"kind": "instance_principal"},
            timeout=10,
        ).json()
        assert environment == {
            "OCI_METADATA_BASE_URL": f"{printed['Simulator ready']}/opc/v2",
            "HTTPS_PROXY": printed["Proxy"],
        }
        answer = requests.get(
            "https://a.example/healthz",
            proxies={"https": printed["Proxy"]},
            verify=printed["Certificate authority"],
            timeout=10,
        )
        assert json.loads(answer.text) == {"status": "ok"}
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=10) == ("", "")
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()
