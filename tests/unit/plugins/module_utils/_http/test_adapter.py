# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle of authorities is read once, however many connections there are, and nothing else is trusted."""

from __future__ import annotations

import pathlib
import ssl
from typing import Any, Iterator

import pytest
import requests

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError
from ansible_collections.longops.oracle.plugins.module_utils._http.adapter import Adapter
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.tests.simulator import Simulator

HOSTS = ("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def secured() -> Iterator[Simulator]:
    with Simulator(tls=list(HOSTS), authenticate=False) as simulator:
        yield simulator


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The bundles that were read."""
    files: list[Any] = []
    original = ssl.SSLContext.load_verify_locations

    def load(context: ssl.SSLContext, *args: Any, **more: Any) -> None:
        files.extend(args[:1] or [more.get("cafile")])
        original(context, *args, **more)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", load)
    return files


def get(transport: Transport, simulator: Simulator, host: str) -> Any:
    return transport.request("GET", f"https://{host}:{simulator.port}/n/").body


def test_a_bundle_is_read_once_for_all_connections(secured: Simulator, read: list[Any]) -> None:
    transport = Transport(verify=str(secured.ca_file))
    read.clear()
    secured.fault(headers={"Connection": "close"}, times=None)
    for host in HOSTS * 2:
        assert get(transport, secured, host) == "examplenamespace"
    secured.clear_faults()
    assert read == [str(secured.ca_file)]


def test_a_bundle_can_be_named_by_the_environment(secured: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(secured.ca_file))
    assert get(Transport(), secured, "localhost") == "examplenamespace"


def test_with_an_empty_folder_nothing_is_trusted(secured: Simulator, tmp_path: pathlib.Path) -> None:
    with pytest.raises(RequestError, match="certificate not trusted"):
        get(Transport(verify=str(tmp_path)), secured, "localhost")


def test_only_what_is_in_the_bundle_is_trusted(secured: Simulator) -> None:
    with Simulator(tls=True) as other:
        transport = Transport(verify=str(other.ca_file))
        for _again in range(2):
            with pytest.raises(RequestError, match="certificate not trusted"):
                get(transport, secured, "localhost")
    with pytest.raises(RequestError, match="certificate not trusted"):
        get(Transport(), secured, "localhost")
    assert get(Transport(verify=False), secured, "localhost") == "examplenamespace"


def test_a_certificate_of_another_name_is_not_trusted() -> None:
    with Simulator(tls=["other.example.com"], authenticate=False) as simulator:
        transport = Transport(verify=str(simulator.ca_file))
        with pytest.raises(RequestError, match=r"certificate not trusted.*other\.example\.com"):
            get(transport, simulator, "localhost")


@pytest.mark.parametrize("through_proxy", [False, True])
def test_closing_it_closes_connections_of_which_an_answer_is_still_known(sim: Simulator, through_proxy: bool) -> None:
    adapter = Adapter(1, 1)
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", adapter)
    proxies = {"http": sim.url} if through_proxy else {}  # which answers in the place of the host
    host = "http://elsewhere.example" if through_proxy else sim.url
    answer = session.get(f"{host}/20160918/workRequests/none", proxies=proxies, timeout=10)
    assert answer.status_code >= 400
    pool = answer.raw._pool
    [connection] = [each for each in pool.pool.queue if each is not None]
    assert connection.sock is not None
    session.close()
    assert connection.sock is None
