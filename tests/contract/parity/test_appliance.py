# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls to a Private Cloud Appliance are sent as Oracle's SDK sends them with the same region, byte for byte, and the SDK works against the simulated one."""

from __future__ import annotations

import email.utils
import time
from typing import Any, Callable, Iterator, Mapping, NamedTuple

import oci
import pytest
import requests
from oci._vendor import requests as oracles_requests

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import listing
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.editions import PCA
from ansible_collections.longops.oracle.tests.contract.parity.demand import (
    COMPARTMENT,
    ID,
    LISTS_OF_APPLIANCE,
    WAYS,
    requests_to_appliance,
)
from ansible_collections.longops.oracle.tests.contract.parity.oracles import FAMILIES, OraclesClient
from ansible_collections.longops.oracle.tests.contract.parity.recorder import Recorder
from ansible_collections.longops.oracle.tests.contract.parity.test_requests import DATE, compare, our_client
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.families import DOMAIN

PAGE = listing.PAGE
PLAIN = oci.retry.NoneRetryStrategy()


@pytest.fixture
def same_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clients sign with the same date."""
    monkeypatch.setattr(email.utils, "formatdate", lambda *_arguments, **_options: DATE)


class Sent(NamedTuple):
    """One call, our requests, and what the SDK sent for the same."""

    call: str
    ours: list[Any]
    theirs: list[Any]


def calls(title: str, signers: Any, **theirs: Any) -> Iterator[Sent]:
    our_recorder, their_recorder = Recorder(requests), Recorder(oracles_requests)
    our_recorder.ends = their_recorder.ends = True
    ours = our_client(signers.ours, our_recorder, Place(region=DOMAIN, compartment_id=COMPARTMENT, environ={}))
    config = {**signers.config, "region": DOMAIN, **theirs.pop("config", {})}
    oracles = OraclesClient(FAMILIES[title], config, signer=signers.theirs, skip_deserialization=True, **theirs)
    oracles.client.base_client.session.mount("https://", their_recorder)
    target = ours.target(ID, title)
    family = target.family
    running = Operation(ID, title, "IN_PROGRESS", State.PENDING, details={})
    in_path = dict.fromkeys(("workRequestId",), ID)
    owner = {"compartmentId": COMPARTMENT}

    def sent(call: str, *values: Mapping[str, Any]) -> Sent:
        for each in values:
            oracles.send(call, {name: value for name, value in each.items() if name in oracles.calls[call].parameters})
        return Sent(call, our_recorder.take(), their_recorder.take())

    ours.poll(target, time.monotonic() + 60)
    yield sent("get", in_path)
    for part in ("errors", "logs"):
        if getattr(family, part):
            getattr(ours, part)(target, running)
            required = owner if "compartmentId" in getattr(family, f"{part}_requires") else {}
            yield sent(part, {**in_path, **required, "limit": PAGE})
    if family.cancel:
        ours.cancel(target)
        yield sent("cancel", in_path)
    for arguments, values in LISTS_OF_APPLIANCE[title]:
        ours.listing.list_work_requests(family, *arguments)
        yield sent("list", *({**each, "limit": PAGE} for each in values))


@pytest.mark.parametrize("title", sorted(PCA.pages))
@pytest.mark.parametrize("by", WAYS)
def test_every_call_is_sent_as_the_sdk_sends_it_with_the_same_region(
    title: str, by: str, signers: Any, compared: Callable[..., None], same_date: None
) -> None:
    host = PCA.family(FAMILIES[title]).endpoint.replace("{region}", DOMAIN)
    other = {"config": {"region": "us-ashburn-1"}, "service_endpoint": host} if by == "endpoint" else {}
    counts: dict[str, int] = {}
    for call, ours, theirs in calls(title, signers, **other):
        assert len(ours) == len(theirs) > 0
        for one, another in zip(ours, theirs):
            assert one.url.startswith(f"{host}/")
            compare(one, another, signers.public_key)
        counts[call] = counts.get(call, 0) + len(ours)
    assert counts == {
        call: count for call, count in requests_to_appliance(PCA.family(FAMILIES[title])).items() if count
    }
    compared(**counts, signatures=2 * sum(counts.values()))


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """client("container_engine") is Oracle's client with the profile of a simulated appliance, whose names lead to it."""
    with Simulator(edition="pca") as simulator:
        monkeypatch.setenv("HTTPS_PROXY", simulator.proxy_url)
        config = oci.config.from_file(str(simulator.config_file))
        signer = oci.signer.Signer.from_config(config)

        def make(title: str) -> Any:
            oracles = OraclesClient(FAMILIES[title], config, signer=signer, retry_strategy=PLAIN)
            oracles.client.base_client.session.verify = str(simulator.ca_file)
            return oracles.client

        make.appliance = simulator  # type: ignore[attr-defined]
        yield make


def test_the_sdk_reads_and_lists_there(client: Any) -> None:
    appliance = client.appliance
    made = appliance.launch("work_requests", outcome="failed", errors=[("InternalError", "no")], logs=["one"])
    shared = client("work_requests")
    assert shared.get_work_request(made.id).data.status == "FAILED"
    assert [each.id for each in shared.list_work_requests(appliance.compartment_id).data] == [made.id]
    assert [each.message for each in shared.list_work_request_errors(made.id).data] == ["no"]
    assert [each.message for each in shared.list_work_request_logs(made.id).data] == ["one"]


def test_the_sdk_needs_the_type_for_a_list_of_kubernetes(client: Any) -> None:
    appliance = client.appliance
    made = appliance.launch(
        "container_engine", operation_type="CLUSTER_CREATE", steps=[{"at": 0, "status": "accepted"}]
    )
    kubernetes = client("container_engine")
    with pytest.raises(oci.exceptions.ServiceError) as refused:
        kubernetes.list_work_requests(appliance.compartment_id)
    assert (refused.value.status, refused.value.code) == (400, "MissingParameter")
    found = kubernetes.list_work_requests(appliance.compartment_id, resource_type="CLUSTER").data
    assert [each.id for each in found] == [made.id]
    assert kubernetes.delete_work_request(made.id).status == 204


def test_the_sdk_does_not_see_the_state_of_a_load_balancer_there(client: Any) -> None:
    """Its model knows lifecycleState only, which is why a wait with it never ends there."""
    made = client.appliance.launch("load_balancer")
    assert client("load_balancer").get_work_request(made.id).data.lifecycle_state is None


def test_the_sdk_finds_no_other_service_there(client: Any) -> None:
    with pytest.raises(oci.exceptions.ServiceError) as missing:
        client("bastion").get_work_request(ID)
    assert missing.value.status == 404
