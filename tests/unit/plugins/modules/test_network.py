# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies between a module and a service: proxies, certificates, endpoints with a base path or an address for a name."""

from __future__ import annotations

import socket
import sys
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.tests.conftest import Ended
from ansible_collections.longops.oracle.tests.simulator import Simulator

#: Real names of endpoints, which only a proxy can lead to the simulator.
HOSTS = {
    "work_requests": "iaas.us-ashburn-1.oraclecloud.com",
    "container_engine": "containerengine.us-ashburn-1.oci.oraclecloud.com",
    "load_balancer": "iaas.us-ashburn-1.oraclecloud.com",
    "identity": "identity.us-ashburn-1.oci.oraclecloud.com",
}
#: Before 3.11, Python itself asks a proxy for a TLS connection to such an address without the brackets, which no proxy understands.
SCHEMES = ["http", "https"] if sys.version_info >= (3, 11) else ["http"]
Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def strict() -> Iterator[Simulator]:
    """A simulator whose proxy requires authentication."""
    with Simulator(proxy_credentials="porter:open sesame/1") as simulator:
        yield simulator


@pytest.fixture
def by_name(sim: Simulator) -> dict[str, Any]:
    """The options without an endpoint: region and certificates."""
    return {
        "config_file_location": str(sim.config_file),
        "region": "us-ashburn-1",
        "cert_bundle": str(sim.ca_file),
        "connect_timeout": 5,
    }


def through(monkeypatch: pytest.MonkeyPatch, proxy: str, *names: str) -> None:
    for name in names or ("HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, proxy)


# Proxies


@pytest.mark.parametrize("service", sorted(HOSTS))
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_service_is_reached_by_its_real_name(
    monkeypatch: pytest.MonkeyPatch, sim: Simulator, run: Run, by_name: dict[str, Any], service: str, variable: str
) -> None:
    through(monkeypatch, sim.proxy_url, variable)
    launched = sim.launch(service)
    done = run("work_request_info", work_request_id=launched.id, service=service, **by_name)
    assert done.entry["id"] == launched.id
    [asked] = sim.journal.of(call="get")
    assert (asked.host.partition(":")[0], asked.proxied, asked.signature) == (HOSTS[service], True, "valid")


def test_a_whole_wait_goes_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, sim: Simulator, run: Run, by_name: dict[str, Any], virtual_time: None
) -> None:
    through(monkeypatch, sim.proxy_url)
    launched = [sim.launch("container_engine", seconds=0.3).id for _each in range(3)]
    done = run(
        "work_request_wait",
        work_request_id=launched,
        service="oke",
        interval=0.1,
        max_interval=0.1,
        timeout=60,
        **by_name,
    )
    assert done.result["succeeded"] == launched
    assert {(entry.host.partition(":")[0], entry.proxied) for entry in sim.journal.of(call="get")} == {
        (HOSTS["container_engine"], True)
    }


def test_what_no_proxy_names_is_reached_without(monkeypatch: pytest.MonkeyPatch, sim: Simulator, info: Run) -> None:
    through(monkeypatch, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "example.com,127.0.0.1")
    assert info(work_request_id=sim.launch().id).code == 0
    assert not sim.journal.of(call="get")[0].proxied


def test_plain_http_goes_through_a_proxy_too(monkeypatch: pytest.MonkeyPatch, sim: Simulator, info: Run) -> None:
    through(monkeypatch, sim.proxy_url, "HTTP_PROXY")
    assert info(work_request_id=sim.launch().id, service_endpoint="http://iaas.example.com").code == 0
    [asked] = sim.journal.of(call="get")
    assert (asked.host, asked.proxied) == ("iaas.example.com", True)


def test_a_proxy_gets_its_credentials(
    monkeypatch: pytest.MonkeyPatch, strict: Simulator, run: Run, by_name: dict[str, Any]
) -> None:
    through(monkeypatch, strict.proxy_url)
    where = {**by_name, "config_file_location": str(strict.config_file), "cert_bundle": str(strict.ca_file)}
    assert run("work_request_info", work_request_id=strict.launch().id, **where).code == 0


@pytest.mark.parametrize(("endpoint", "variable"), [(None, "HTTPS_PROXY"), ("http://iaas.example.com", "HTTP_PROXY")])
def test_a_proxy_that_requires_authentication_is_named(
    monkeypatch: pytest.MonkeyPatch,
    strict: Simulator,
    run: Run,
    by_name: dict[str, Any],
    endpoint: str | None,
    variable: str,
) -> None:
    through(monkeypatch, "http://porter:wrong-secret@127.0.0.1:%d" % strict.proxy_port, variable)
    where = {**by_name, **({"service_endpoint": endpoint} if endpoint else {})}
    done = run("work_request_info", work_request_id=strict.launch().id, **where)
    assert "407" in done.msg
    assert (
        "The proxy requires authentication: put user and password into the URL of the environment variable HTTPS_PROXY"
        in done.msg
    )
    assert "wrong-secret" not in done.stdout
    assert endpoint or "the proxy http://127.0.0.1:%d" % strict.proxy_port in done.msg


def test_a_proxy_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, run: Run, by_name: dict[str, Any], sim: Simulator
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        proxy = "http://127.0.0.1:%d" % unused.getsockname()[1]
        through(monkeypatch, proxy.replace("//", "//porter:secret@"))
        done = run("work_request_info", work_request_id=sim.launch().id, **by_name)
    assert f"connection through the proxy {proxy} failed: " in done.msg
    assert "porter:secret" not in done.stdout


def test_a_proxy_whose_certificates_are_unknown_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, run: Run, by_name: dict[str, Any], sim: Simulator
) -> None:
    through(monkeypatch, sim.proxy_url)
    done = run("work_request_info", work_request_id=sim.launch().id, **{**by_name, "cert_bundle": None})
    assert "certificate" in done.msg
    assert "Name the file with the certificate of the authority that signed it" in done.msg


# Endpoints


@pytest.mark.parametrize(
    "path", ["/container_engine", "/container_engine/", "/container_engine/20180222", "/container_engine/20180222/"]
)
def test_an_endpoint_may_have_a_base_path(sim: Simulator, info: Run, path: str) -> None:
    launched = sim.launch("container_engine")
    assert info(work_request_id=launched.id, service="oke", service_endpoint=sim.url + path).entry["id"] == launched.id
    assert sim.journal.of(call="get")[0].path.startswith("/container_engine/20180222/")


@pytest.mark.parametrize("address", ["[fd00:c1::a9fe:1]", "[::1]:8443", "[fd00::1]:443"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_address_of_the_new_kind_may_stand_for_a_name(
    monkeypatch: pytest.MonkeyPatch, sim: Simulator, run: Run, by_name: dict[str, Any], scheme: str, address: str
) -> None:
    through(monkeypatch, sim.proxy_url)
    launched = sim.launch("container_engine")
    done = run(
        "work_request_info",
        work_request_id=launched.id,
        service="oke",
        service_endpoint=f"{scheme}://{address}/base",
        **by_name,
    )
    [asked] = sim.journal.of(proxied=True)
    assert (asked.host, asked.path) == (address, f"/base/20180222/workRequests/{launched.id}")
    assert (
        ": 404 NotAuthorizedOrNotFound: " in done.msg
    )  # there is nothing below this path, but the signature was right
    assert asked.signature == "valid"
