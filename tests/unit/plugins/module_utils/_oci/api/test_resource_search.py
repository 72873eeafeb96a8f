# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The compartment of a resource is asked for at Resource Search, just as Oracle's SDK asks."""

from __future__ import annotations

from typing import Any

import oci
import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError, UsageError
from ansible_collections.longops.oracle.plugins.module_utils._http import retry
from ansible_collections.longops.oracle.plugins.module_utils._http.headers import Answer
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import resource_search
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.regions import REGIONS, SHORT_CODES
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make

CLUSTER = "ocid1.cluster.oc1.iad.exampleofsearching"
#: Headers that are signed and do not change with time.
COVERED = ("host", "content-type", "content-length", "x-content-sha256")
COMPARTMENT = "ocid1.compartment.oc1..exampleofsearching"


pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


@pytest.fixture
def cluster(sim: Simulator) -> str:
    """A cluster that something is under way for."""
    sim.launch(
        "container_engine",
        outcome=None,
        compartment_id=COMPARTMENT,
        resources=[{"entity_type": "cluster", "identifier": CLUSTER}],
    )
    return CLUSTER


def test_the_compartment_is_found(sim: Simulator, client: OciClient, cluster: str) -> None:
    assert resource_search.compartment_of(client, cluster) == COMPARTMENT
    [entry] = sim.journal
    assert (entry.method, entry.path, entry.query, entry.call, entry.signature) == (
        "POST",
        "/20180409/resources",
        {},
        "search",
        "valid",
    )


def test_the_sdk_sends_the_same(sim: Simulator, client: OciClient, cluster: str) -> None:
    """The hash of the body is among what is signed, so equal hashes are equal bodies."""
    config = oci.config.from_file(str(sim.config_file))
    theirs = oci.resource_search.ResourceSearchClient(
        config, service_endpoint=sim.url, retry_strategy=oci.retry.NoneRetryStrategy()
    )
    query = f"query all resources where identifier = '{cluster}'"
    found = theirs.search_resources(oci.resource_search.models.StructuredSearchDetails(query=query)).data.items
    assert [each.compartment_id for each in found] == [resource_search.compartment_of(client, cluster)]
    sent = [
        (entry.method, entry.path, entry.query, {name: entry.headers[name] for name in COVERED})
        for entry in sim.journal
    ]
    assert sent[0] == sent[1]
    assert len(sent) == 2
    signed = [_signed(entry.headers["authorization"]) for entry in sim.journal]
    assert signed[0] == signed[1]


def _signed(authorization: str) -> str:
    return authorization.partition('headers="')[2].partition('"')[0]


def test_the_endpoint_is_that_of_the_sdk(sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def request(self: Transport, method: str, url: str, *_rest: Any, **_more: Any) -> Answer:
        asked.append(url)
        return Answer({"items": []}, {})

    monkeypatch.setattr(Transport, "request", request)
    monkeypatch.setattr(client.session, "place", Place(region="us-phoenix-1"))
    config = oci.config.from_file(str(sim.config_file))
    theirs = oci.resource_search.ResourceSearchClient(config).base_client
    expected = []
    for region in [*REGIONS, *SHORT_CODES, ""]:
        with pytest.raises(UsageError):
            resource_search.compartment_of(client, f"ocid1.thing.oc1.{region}.exampleuniqueid")
        theirs.set_region(SHORT_CODES.get(region, region) or "us-phoenix-1")
        expected.append(f"{theirs.endpoint}/resources")
    assert asked == expected


@pytest.mark.parametrize(
    ("endpoint", "path"),
    [
        ("%s", "/20180409/resources"),
        ("%s/", "/20180409/resources"),
        ("%s/20180222", "/20180409/resources"),
        ("%s/container_engine", "/container_engine/20180409/resources"),
        ("%s/{service}", "/resource_search/20180409/resources"),
    ],
)
def test_with_a_service_endpoint_the_request_goes_there(sim: Simulator, cluster: str, endpoint: str, path: str) -> None:
    client = make(sim, service_endpoint=endpoint % sim.url, api_version="20991231")
    assert resource_search.compartment_of(client, cluster) == COMPARTMENT
    assert sim.journal[0].path == path


def test_an_unknown_resource_needs_the_compartment(sim: Simulator, client: OciClient) -> None:
    with pytest.raises(
        UsageError,
        match=r"Resource Search does not know ocid1.cluster.oc1.iad.nobodys, .* Set the option compartment_id",
    ):
        resource_search.compartment_of(client, "ocid1.cluster.oc1.iad.nobodys")
    assert len(sim.journal) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"items": [{"identifier": CLUSTER}]},
        {"items": [{"identifier": "another", "compartmentId": "x"}]},
        {"items": [7]},
        [],
    ],
)
def test_an_answer_about_something_else_is_none(sim: Simulator, client: OciClient, body: Any) -> None:
    sim.fault(call="search", body=body, status=200)
    with pytest.raises(UsageError, match="Resource Search does not know"):
        resource_search.compartment_of(client, CLUSTER)


@pytest.mark.parametrize("body", [{}, {"items": "none"}, {"status": "SUCCEEDED"}])
def test_an_answer_that_is_no_list_does_not_mean_that_there_is_no_such_resource(
    sim: Simulator, client: OciClient, body: Any
) -> None:
    sim.fault(call="search", body=body, status=200)
    with pytest.raises(RequestError, match=r"could not be searched for.* the answer is not a list"):
        resource_search.compartment_of(client, CLUSTER)


@pytest.mark.parametrize(("status", "code"), [(403, "NotAuthorized"), (404, "NotAuthorizedOrNotFound")])
def test_a_missing_permission_needs_the_compartment_and_is_not_retried(
    sim: Simulator, client: OciClient, cluster: str, status: int, code: str
) -> None:
    sim.fault(call="search", status=status, times=None)
    with pytest.raises(UsageError) as caught:
        resource_search.compartment_of(client, cluster)
    message = str(caught.value)
    assert "answered %d %s (opc-request-id %s)" % (status, code, sim.journal[0].request_id) in message
    assert message.endswith("Set the option compartment_id to the compartment that it is in.")
    assert "12 hours" not in message  # which is what a 404 can mean elsewhere
    assert len(sim.journal) == 1


@pytest.mark.parametrize("effect", [{"status": 503}, {"status": 429}, {"status": 500, "times": 3}, {"reset": True}])
def test_a_transient_error_is_retried(sim: Simulator, client: OciClient, cluster: str, effect: dict[str, Any]) -> None:
    sim.fault(call="search", **effect)
    assert resource_search.compartment_of(client, cluster) == COMPARTMENT
    assert {entry.call for entry in sim.journal} == {"search"}


def test_an_error_after_the_last_retry_has_a_hint(sim: Simulator, client: OciClient, cluster: str) -> None:
    sim.fault(call="search", status=503, times=None)
    with pytest.raises(
        RequestError,
        match=r"The compartment of ocid1.* could not be searched for\. Set the option compartment_id.* 503 .*\(POST ",
    ):
        resource_search.compartment_of(client, cluster)
    assert len(sim.journal) == retry.DEFAULT.tries


def test_a_rejected_authentication_is_reported(sim: Simulator, cluster: str) -> None:
    with pytest.raises(RequestError, match="401 NotAuthenticated") as caught:
        resource_search.compartment_of(make(sim, "UNKNOWN"), cluster)
    assert caught.value.fault.http_status == 401
