# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of every family are read page by page, and filtered by the service where it can, else here."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError, UsageError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind, State
from ansible_collections.longops.oracle.plugins.module_utils._http.headers import Answer
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import listing
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.list_query import Filters
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.examples import examples
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make

TITLES = [family.title for family in FAMILIES]
RESOURCE = "ocid1.something.oc1.iad.exampleresource"
ID = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid"
NUMBERS = itertools.count()


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


@pytest.fixture
def compartment() -> str:
    """One that no other test uses."""
    return "ocid1.compartment.oc1..exampleofclienttests%d" % next(NUMBERS)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("title", TITLES)
def test_a_list_is_read_to_its_end(sim: Simulator, title: str, compartment: str) -> None:
    resource = f"ocid1.something.oc1.iad.example{compartment[-3:]}"
    launched = sim.launch_many(
        title,
        count=5,
        seconds=0,
        compartment_id=compartment,
        resources=[{"identifier": resource, "entity_type": "thing"}],
    )
    family = launched[0].family
    client = make(sim, service_endpoint=sim.endpoint(title))
    needs_resource = set(family.list_requires) - {"compartmentId", "namespaceName"}
    found = client.listing.list_work_requests(
        family, compartment, Filters(resource_id=resource if needs_resource else None)
    ).operations
    assert sorted(operation.id for operation in found) == sorted(operation.id for operation in launched)
    assert {operation.state for operation in found} == {State.SUCCEEDED}
    if "list" not in family.unpaged:
        assert len(sim.journal.of(call="list")) == 3


def launch_listed(sim: Simulator, compartment: str) -> dict[str, Any]:
    definitions = {
        "running": {"outcome": None, "operation_type": "Make", "resources": [{"identifier": "ocid1.a.oc1.iad.one"}]},
        "done": {"seconds": 0, "operation_type": "Make", "resources": [{"identifier": "ocid1.a.oc1.iad.two"}]},
        "failed": {
            "seconds": 0,
            "outcome": "failed",
            "operation_type": "Break",
            "resources": [{"identifier": "ocid1.a.oc1.iad.one"}],
        },
    }
    return {
        name: sim.launch("logging", compartment_id=compartment, **definition)
        for name, definition in definitions.items()
    }


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), {"running", "done", "failed"}),
        (Filters(statuses=frozenset(["SUCCEEDED"])), {"done"}),
        (Filters(statuses=frozenset(["SUCCEEDED", "FAILED"])), {"done", "failed"}),
        (Filters(operation_types=frozenset(["MAKE"])), {"running", "done"}),
        (Filters(resource_id="ocid1.a.oc1.iad.one"), {"running", "failed"}),
        (Filters(resource_id="ocid1.a.oc1.iad.one", in_flight=True), {"running"}),
        (Filters(statuses=frozenset(["NOBODYS"]), operation_types=frozenset(["MAKE"])), set()),
    ],
)
def test_a_list_is_filtered(
    sim: Simulator, client: OciClient, compartment: str, filters: Filters, names: set[str]
) -> None:
    """logging's API filters by status alone in some versions, and by nothing in others: what passes there is filtered again."""
    launched = launch_listed(sim, compartment)
    if filters.statuses == {"NOBODYS"}:
        family = lookup.find("logging")._replace(filters={})
    else:
        family = lookup.find("logging")
    found = client.listing.list_work_requests(family, compartment, filters).operations
    assert {operation.id for operation in found} == {launched[name].id for name in names}


def test_the_service_filters_by_what_it_can(sim: Simulator, client: OciClient, compartment: str) -> None:
    sim.launch("container_engine", compartment_id=compartment)
    filters = Filters(resource_id=RESOURCE, statuses=frozenset(["FAILED"]))
    client.listing.list_work_requests(lookup.find("container_engine"), compartment, filters)
    assert sim.journal[-1].query == {
        "compartmentId": [compartment],
        "resourceId": [RESOURCE],
        "status": ["FAILED"],
        "limit": ["50"],
    }


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("load_balancer", []),
        ("apm_control_plane.apm_domain", []),
        ("log_analytics.query", ["compartmentId"]),
        ("adm", ["compartmentId"]),
        ("waas", ["compartmentId", "waasPolicyId"]),
    ],
)
def test_a_list_is_requested_with_the_parameters_it_has(
    sim: Simulator, compartment: str, title: str, query: list[str]
) -> None:
    sim.launch(title, compartment_id=compartment)
    family = lookup.find(title)
    resource = RESOURCE if set(family.list_requires) - {"compartmentId", "namespaceName"} else None
    make(sim, service_endpoint=sim.endpoint(title)).listing.list_work_requests(
        family, compartment, Filters(resource_id=resource)
    )
    assert sorted(sim.journal[-1].query) == sorted([*query, "limit"])


def test_a_work_request_is_read_where_neither_the_service_nor_the_list_filters_by_resource(
    sim: Simulator, client: OciClient, compartment: str
) -> None:
    wanted = sim.launch("mysql", compartment_id=compartment, outcome=None, resources=[{"identifier": RESOURCE}])
    sim.launch("mysql", compartment_id=compartment, outcome=None, resources=[{"identifier": f"{RESOURCE}2"}])
    found = client.listing.list_work_requests(
        lookup.find("mysql"), compartment, Filters(resource_id=RESOURCE)
    ).operations
    assert [operation.id for operation in found] == [wanted.id]


@pytest.mark.parametrize(("status", "raises"), [(404, False), (400, True)])
def test_a_work_request_whose_resource_cannot_be_read_is_not_left_out(
    sim: Simulator, client: OciClient, compartment: str, status: int, raises: bool
) -> None:
    """It may be the very one that is waited for; what is not there any more is not."""
    sim.launch("mysql", compartment_id=compartment, outcome=None, resources=[{"identifier": RESOURCE}])
    sim.fault(call="get", status=status)
    if raises:
        with pytest.raises(RequestError):
            client.listing.list_work_requests(lookup.find("mysql"), compartment, Filters(resource_id=RESOURCE))
    else:
        assert (
            client.listing.list_work_requests(
                lookup.find("mysql"), compartment, Filters(resource_id=RESOURCE)
            ).operations
            == []
        )


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(("most", "requests"), [(1, 1), (2, 1), (3, 2), (5, 3), (9, 3)])
def test_no_more_pages_are_read_than_needed(
    sim: Simulator, client: OciClient, compartment: str, most: int, requests: int
) -> None:
    sim.launch_many("work_requests", count=5, compartment_id=compartment)
    assert len(
        client.listing.list_work_requests(lookup.find("work_requests"), compartment, Filters(), most).operations
    ) == min(most, 5)
    assert len(sim.journal) == requests


def test_a_maximum_does_not_make_pages_small_where_entries_are_filtered_out(
    sim: Simulator, client: OciClient, compartment: str
) -> None:
    sim.launch("work_requests", compartment_id=compartment, operation_type="Wanted")
    sim.launch_many("work_requests", count=30, compartment_id=compartment, operation_type="Other")
    filters = Filters(operation_types=frozenset(["WANTED"]))
    assert len(client.listing.list_work_requests(lookup.find("work_requests"), compartment, filters, 1).operations) == 1
    assert len(sim.journal) == 1


def test_an_entry_that_is_on_two_pages_is_listed_once(sim: Simulator, client: OciClient, compartment: str) -> None:
    """A work request that begins between two pages moves the rest on."""
    first = {"items": [{"id": ID, "status": "FAILED"}, {"id": f"{ID}2", "status": "FAILED"}]}
    second = {"items": [{"id": f"{ID}2", "status": "FAILED"}, {"id": f"{ID}3", "status": "FAILED"}]}
    sim.fault(call="list", status=200, body=first, headers={"opc-next-page": "next"})
    sim.fault(call="list", status=200, body=second)
    found = client.listing.list_work_requests(lookup.find("work_requests"), compartment, Filters()).operations
    assert [operation.id for operation in found] == [ID, f"{ID}2", f"{ID}3"]


def test_a_list_that_never_ends_is_left_with_a_warning(
    sim: Simulator, client: OciClient, compartment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MAX_PAGES", 5)
    for number in range(9):
        sim.fault(call="list", status=200, body=[], headers={"opc-next-page": "page%d" % number})
    assert client.listing.list_work_requests(lookup.find("work_requests"), compartment, Filters()).operations == []
    assert len(sim.journal) == 5
    assert "5 pages" in next(iter(client.warnings))


def test_a_list_whose_next_page_is_the_same_ends(sim: Simulator, client: OciClient, compartment: str) -> None:
    sim.fault(call="list", status=200, body=[], headers={"opc-next-page": "same"}, times=None)
    assert client.listing.list_work_requests(lookup.find("work_requests"), compartment, Filters()).operations == []
    assert len(sim.journal) == 2


def test_a_list_with_an_error_status_raises(sim: Simulator, client: OciClient) -> None:
    with pytest.raises(RequestError, match=r"^404 NotAuthorizedOrNotFound: .*Check the id"):
        client.listing.list_work_requests(lookup.find("work_requests"), "ocid1.compartment.oc1..nobodys", Filters())


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("load_balancer", "needs loadBalancerId: give the OCID of that resource as resource_id"),
        ("waas", "needs waasPolicyId: give the OCID of that resource as resource_id"),
        ("blockchain", "needs blockchainPlatformId: give"),
        ("apm_control_plane.apm_domain", "needs apmDomainId: give"),
    ],
)
def test_a_list_that_needs_more_parameters_names_them(
    sim: Simulator, client: OciClient, compartment: str, title: str, words: str
) -> None:
    with pytest.raises(UsageError, match=f"To list the work requests of {title} its API {words}"):
        client.listing.list_work_requests(lookup.find(title), compartment, Filters())
    assert len(sim.journal) == 0


def test_a_service_whose_work_requests_name_no_resource_cannot_list_by_resource(
    sim: Simulator, client: OciClient, compartment: str
) -> None:
    with pytest.raises(UsageError, match=r"log_analytics\.query do not say which resource"):
        client.listing.list_work_requests(
            lookup.find("log_analytics.query"), compartment, Filters(resource_id=RESOURCE)
        )


FILTERED = [family.title for family in FAMILIES if "resource_id" in family.filters]


@pytest.mark.parametrize("title", FILTERED)
def test_an_entry_about_another_resource_is_left_out_although_the_service_listed_it(
    sim: Simulator, compartment: str, title: str
) -> None:
    """Some services ignore the filter. Where the list lies below the resource in the path, they cannot."""
    family = lookup.find(title)
    names = family.resource_fields
    status = family.fields.get("status") or "status"

    def entry(number: int, *identifiers: str) -> dict[str, Any]:
        resources = [{names.get("identifier") or "identifier": each} for each in identifiers]
        listed = family.fields.get("resources", "resources") or "resources"
        return {"id": f"{ID}{number}", status: "IN_PROGRESS", listed: resources}

    body = [entry(1, RESOURCE), entry(2, f"{RESOURCE}2"), entry(3), entry(4, f"{RESOURCE}2", RESOURCE.upper())]
    sim.fault(call="list", status=200, body=body, times=None)
    client = make(sim, service_endpoint=sim.endpoint(title))
    found = client.listing.list_work_requests(family, compartment, Filters(resource_id=RESOURCE)).operations
    below = "{" in (family.list or "")
    assert [operation.id[-1] for operation in found] == (["1", "2", "3", "4"] if below else ["1", "3", "4"])
    assert any(f"{ID}2" in text for text in client.warnings) is not below


# Any pages


class Pages:
    """A session whose service answers each page with these entries and the name of this next page, if any."""

    def __init__(self, contents: dict[str | None, tuple[list[Any], str | None]], fails_at: int | None = None) -> None:
        self.contents = contents
        self.asked: list[str | None] = []
        self.warnings: list[str] = []
        self._fails_at = fails_at

    def warn(self, message: str) -> None:
        self.warnings.append(message)

    def deadline_of(self, deadline: Any) -> None:
        """There is time for all pages."""

    def send(self, method: str, target: Any, path: str, query: dict[str, str], deadline: Any, retry: Any) -> Answer:
        if len(self.asked) == self._fails_at:
            raise RequestError(Fault(FaultKind.TRANSIENT, "503 (GET https://h/list)", 503))
        self.asked.append(query.get("page"))
        items, following = self.contents[query.get("page")]
        return Answer({"items": items}, {} if following is None else {listing.NEXT_PAGE: following})


def read(session: Pages, part: str = "list") -> list[Any]:
    family = lookup.find("container_engine")
    target = Target(ID, family, "https://h", None)
    answers = listing.pages(session, target, family.list, part, {"compartmentId": "c"}, None)  # type: ignore[arg-type]
    return [entry for answer in answers for entry in answer.body["items"]]


TOKENS = st.sampled_from(["a", "b", "c", "d", "e"])


@given(st.lists(st.lists(st.integers(), max_size=3), min_size=1, max_size=8))
def test_all_entries_are_read_in_order_however_they_are_paged(chunks: list[list[int]]) -> None:
    names = [None, *(f"page {number}" for number in range(1, len(chunks)))]
    session = Pages({name: (chunk, after) for name, chunk, after in zip(names, chunks, [*names[1:], None])})
    assert read(session) == [entry for chunk in chunks for entry in chunk]
    assert session.asked == names
    assert session.warnings == []


@given(st.dictionaries(st.none() | TOKENS, st.tuples(st.lists(st.integers(), max_size=2), st.none() | TOKENS)))
def test_pages_that_lead_anywhere_are_read_once_each(contents: dict[str | None, tuple[list[Any], str | None]]) -> None:
    whole = {name: ([], None) for name in (None, *"abcde")} | contents
    session = Pages(whole)
    assert read(session) == [entry for name in session.asked for entry in whole[name][0]]
    assert len(set(session.asked)) == len(session.asked) <= 6


@examples(20)
@given(st.integers(1, 10), st.integers(1, 30))
def test_pages_without_end_are_read_up_to_a_bound_and_said(bound: int, more: int) -> None:
    names = [None, *map(str, range(bound + more))]
    session = Pages({name: ([name], after) for name, after in zip(names, names[1:])})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "MAX_PAGES", bound)
        assert read(session) == names[:bound]
    [warning] = session.warnings
    assert f"more than {bound} pages" in warning


@examples(60)
@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.sets(st.integers(0, 9)),
    st.integers(1, 4),
    st.integers(1, 5),
    st.none() | st.integers(0, 3),
)
def test_one_poll_of_a_list_gives_what_is_on_the_pages_that_it_read(
    listed: list[int], wanted: set[int], size: int, most: int, fails_at: int | None
) -> None:
    chunks = [listed[at : at + size] for at in range(0, len(listed), size)] or [[]]
    names = [None, *map(str, range(1, len(chunks)))]
    entries = [[{"id": str(number), "status": "IN_PROGRESS"} for number in chunk] for chunk in chunks]
    session = Pages(dict(zip(names, zip(entries, [*names[1:], None]))), fails_at)
    target = Target(ID, lookup.find("container_engine"), "https://h", None)
    reader = listing.Listing(session, None, lambda operation: operation)  # type: ignore[arg-type]
    polled = reader.poll_list(target, "c", {str(number) for number in wanted}, most, 60.0)
    shown = [number for chunk in chunks[: polled.read] for number in chunk]
    assert {int(id_) for id_ in polled.observations} == wanted & set(shown)
    assert polled.read == len(session.asked) <= most
    for id_, page in polled.pages.items():
        assert int(id_) in chunks[page - 1]
    if polled.fault is not None:
        assert polled.read == fails_at
    elif polled.whole:
        assert polled.read == len(chunks)
    else:
        assert polled.read in (most, len(chunks)) or len(polled.observations) == len(wanted)
