# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resources of a compartment are asked for at Resource Search, page by page, as Oracle's SDK asks."""

from __future__ import annotations

import time
from typing import Any

import oci
import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._http import retry
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._resources import search
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.words import (
    Meaning,
    meaning,
    words_for,
)
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make

pytestmark = pytest.mark.usefixtures("no_pauses")

ELSEWHERE = "ocid1.compartment.oc1..exampleofanothercompartment"


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


def listed(client: OciClient, sim: Simulator, in_flight: bool = True, **how: Any) -> search.Listed:
    return search.in_compartment(client, sim.compartment_id, in_flight, **how)


def test_what_is_on_its_way_is_found(sim: Simulator, client: OciClient) -> None:
    stopping = sim.resource("core.instance", "STOPPING", display_name="web-1")
    sim.resource("core.instance", "RUNNING")
    sim.resource("core.vcn", "PROVISIONING", compartment_id=ELSEWHERE)
    found = listed(client, sim)
    assert [(each.id, each.word, each.compartment_id) for each in found.items] == [
        (stopping.id, "STOPPING", sim.compartment_id)
    ]
    assert (found.whole, found.read, found.fault) == (True, 1, None)
    [item] = found.items
    assert item.type == lookup.by_title("core.instance")
    assert (item.search_type, item.meaning, item.body["displayName"]) == ("Instance", Meaning.TRANSITIONAL, "web-1")
    [entry] = sim.journal
    assert (entry.method, entry.path, entry.query, entry.call) == (
        "POST",
        "/20180409/resources",
        {"limit": ["1000"]},
        "search",
    )


def test_all_are_found_where_all_are_wanted(sim: Simulator, client: OciClient) -> None:
    made = [sim.resource("core.instance", "RUNNING"), sim.resource("core.vcn", "PROVISIONING")]
    found = listed(client, sim, in_flight=False)
    assert [each.id for each in found.items] == [each.id for each in reversed(made)]
    assert [each.is_on_its_way for each in found.items] == [True, False]


def test_the_case_of_a_word_does_not_count(sim: Simulator, client: OciClient) -> None:
    made = sim.resource("core.instance", "Stopping", undocumented=True)
    sim.resource("core.instance", "Running", undocumented=True)
    assert [(each.id, each.word) for each in listed(client, sim).items] == [(made.id, "Stopping")]


def test_types_that_are_wanted(sim: Simulator, client: OciClient) -> None:
    made = sim.resource("core.vcn", "PROVISIONING")
    sim.resource("core.instance", "STARTING")
    found = listed(client, sim, types=lookup.matching("core", "vcn"))
    assert [each.id for each in found.items] == [made.id]


def test_one_whose_type_is_not_known(sim: Simulator, client: OciClient) -> None:
    id_ = "ocid1.newestthing.oc1.iad.exampleofatypethatthiscollectiondoesnotknowyet"
    sim.resource("core.instance", "STARTING", id=id_)
    [item] = listed(client, sim).items
    assert (item.type, item.search_type, item.is_on_its_way) == (None, "Instance", True)


def test_all_pages_are_read(sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    made = [sim.resource("core.instance", "STARTING") for _number in range(5)]
    found = listed(client, sim)
    assert [each.id for each in found.items] == [each.id for each in reversed(made)]
    assert [entry.query.get("page") is not None for entry in sim.journal] == [False, True, True]
    sim.journal.clear()
    assert len(listed(client, sim, max_results=3).items) == 3
    assert len(sim.journal) == 2


def test_no_more_pages_are_read_than_make_sense(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE", 1)
    monkeypatch.setattr(search, "MOST_PAGES", 2)
    for _number in range(3):
        sim.resource("core.instance", "STARTING")
    found = listed(client, sim)
    assert (len(found.items), found.read, found.whole, found.fault) == (2, 2, False, None)


def test_what_was_read_is_kept(sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 1)
    for _number in range(3):
        sim.resource("core.instance", "STARTING")
    sim.fault(call="search", skip=1, times=None, status=404)
    found = listed(client, sim)
    assert (len(found.items), found.whole) == (1, False)
    assert found.fault is not None
    assert found.fault.http_status == 404


def test_a_transient_error_is_tried_again_and_an_answer_that_is_no_list_is_a_fault(
    sim: Simulator, client: OciClient
) -> None:
    made = sim.resource("core.instance", "STARTING")
    sim.fault(call="search", times=1, status=503)
    assert [each.id for each in listed(client, sim).items] == [made.id]
    sim.fault(call="search", times=None, kind="html")
    found = listed(client, sim, limits=retry.Limits(time.monotonic() + 1, retry.ONCE))
    assert (found.items, found.whole) == ([], False)
    assert found.fault is not None


def test_the_sdk_sends_the_same(sim: Simulator, client: OciClient) -> None:
    """The hash of the body is among what is signed, so equal hashes are equal bodies."""
    config = oci.config.from_file(str(sim.config_file))
    theirs = oci.resource_search.ResourceSearchClient(
        config, service_endpoint=sim.url, retry_strategy=oci.retry.NoneRetryStrategy()
    )
    details = oci.resource_search.models.StructuredSearchDetails(query=search.query(sim.compartment_id, True))
    sim.resource("core.instance", "STARTING")
    assert len(theirs.search_resources(details, limit=1000).data.items) == len(listed(client, sim).items) == 1
    covered = ("host", "content-type", "content-length", "x-content-sha256")
    sent = [
        (each.method, each.path, each.query, {name: each.headers[name] for name in covered}) for each in sim.journal
    ]
    assert sent[0] == sent[1]


def test_the_query_names_all_words_that_are_transitional() -> None:
    text = search.query("ocid1.compartment.oc1..example", True)
    assert text.startswith(
        "query all resources where compartmentId = 'ocid1.compartment.oc1..example' && (lifeCycleState = 'ACCEPTED' || "
    )
    words = words_for(Meaning.TRANSITIONAL)
    assert {"CREATING", "STOPPING", "PROVISIONING"} <= set(words)
    assert all(f"'{word}'" in text for word in words)
    assert not any(f"'{word}'" in text for word in ("RUNNING", "FAILED", "DELETED"))
    assert all(meaning("", word) == Meaning.TRANSITIONAL for word in words)


def test_what_is_no_compartment_is_not_asked_for(sim: Simulator, client: OciClient) -> None:
    for wrong in ("production", "ocid1.compartment.oc1..a' || 'b"):
        with pytest.raises(UsageError, match="is not an OCID"):
            search.in_compartment(client, wrong, True)
    with pytest.raises(UsageError, match="Private Cloud Appliance has no Resource Search"):
        search.in_compartment(client, "ocid1.compartment.AK00661530.scasg01.exampleofanappliance", True)
    assert len(sim.journal) == 0
