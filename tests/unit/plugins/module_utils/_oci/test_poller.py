# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many work requests are polled by the list of their compartment, and one by one where that is not possible."""

from __future__ import annotations

import collections
import time
from typing import Any, Callable, Sequence

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Fault,
    FaultKind,
    Observation,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Outcome
from ansible_collections.longops.oracle.plugins.module_utils._oci import targets as targets_module, work_request_ids
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import listing
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.plugins.module_utils._oci.poller import MANY, MISSES, Poller
from ansible_collections.longops.oracle.plugins.module_utils._oci.wait import WorkRequestGroup
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait, pollers
from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.examples import examples
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make

HERE = "ocid1.compartment.oc1..exampleofpollingtests"
ELSEWHERE = "ocid1.compartment.oc1..exampleofsomewhereelse"
RESOURCE = {"entity_type": "Thing", "action_type": "CREATED", "identifier": "ocid1.thing.oc1.iad.example"}
LISTING = [family.title for family in FAMILIES if family.lists_whole_compartments]


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


def targets(client: OciClient, launched: Sequence[Any], compartment_id: str | None = None) -> list[Any]:
    asked = [{"id": each.id, "service": each.family.title, "compartment_id": compartment_id} for each in launched]
    return targets_module.by_asked(client, work_request_ids.find(asked), None)


def polling(
    client: OciClient, launched: Sequence[Any], compartment_id: str | None = None
) -> Callable[..., dict[str, Observation]]:
    """poll(due, soon) looks through one and the same Poller, and gives what was seen by id."""
    pool = Pool(10)
    looker = Poller(client, targets(client, launched), compartment_id, pool)

    def poll(due: Sequence[Any], soon: Sequence[Any] = ()) -> dict[str, Observation]:
        deadline = time.monotonic() + 60
        begun = looker.start([each.id for each in due], [each.id for each in soon], lambda: deadline)
        found: dict[str, Observation] = {}
        while len(found) < len(begun):
            found.update((observation.id, observation) for observation in pollers.collect(pool, 60.0))
        assert set(found) == set(begun)
        return found

    return poll


def calls(sim: Simulator) -> dict[str, int]:
    """How often each call was made since the last time."""
    made = collections.Counter(entry.call for entry in sim.journal)
    sim.journal.clear()
    return dict(made)


def launch(sim: Simulator, count: int = 8, title: str = "container_engine", **how: Any) -> list[Any]:
    return sim.launch_many(
        title, count=count, **{"compartment_id": HERE, "outcome": None, "resources": [RESOURCE], **how}
    )


def test_every_family_that_can_be_listed_is(sim: Simulator, client: OciClient) -> None:
    for title in LISTING:
        launched = launch(sim, count=5, title=title)
        observations = polling(client, launched, HERE)(launched)
        made = calls(sim)
        assert (title, made.pop("list"), set(made) - {"namespace"}) == (title, 1, set())
        assert {each.operation.service for each in observations.values()} == {title}
        assert {each.operation.state for each in observations.values()} == {State.PENDING}


def test_a_list_gives_as_much_of_each_as_a_single_poll(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim, accepted=40, seconds=100, outcome="succeeded")
    observations = polling(client, launched, HERE)(launched)
    for each, target in zip(launched, targets(client, launched)):
        alone, listed = client.poll(target, time.monotonic() + 60), observations[each.id]
        assert listed.operation == alone.operation
        assert listed.age == pytest.approx(40, abs=5)
        assert listed.request_id


def test_few_are_polled_one_by_one(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim, count=4)
    polling(client, launched, HERE)(launched)
    assert calls(sim) == {"get": 4}


def test_a_family_whose_list_is_of_something_else_is_never_listed(sim: Simulator, client: OciClient) -> None:
    for title in ("load_balancer", "waas", "blockchain"):
        launched = launch(sim, title=title)
        polling(client, launched, HERE)(launched)
        assert calls(sim) == {"get": 8}


def test_the_poll_of_one_gives_the_compartment_of_all(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim)
    poll = polling(client, launched)
    poll(launched)
    assert calls(sim) == {"get": 1, "list": 1}
    poll(launched)
    assert calls(sim) == {"list": 1}


def test_those_of_several_compartments_are_found_and_listed_from_then_on(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim) + launch(sim, compartment_id=ELSEWHERE)
    poll = polling(client, launched)
    poll(launched)
    assert calls(sim) == {"get": 1 + 8, "list": 1}
    poll(launched)
    assert calls(sim) == {"list": 2}


def test_a_wrong_compartment_costs_one_page(sim: Simulator, client: OciClient) -> None:
    sim.launch("container_engine", compartment_id=ELSEWHERE)
    launched = launch(sim)
    poll = polling(client, launched, ELSEWHERE)
    poll(launched)
    assert calls(sim) == {"list": 1, "get": 8}
    poll(launched)
    assert calls(sim) == {"list": 1}


def test_each_api_has_a_list_of_its_own(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim) + launch(sim, title="mysql") + launch(sim, count=2, title="queue")
    polling(client, launched, HERE)(launched)
    assert calls(sim) == {"list": 2, "get": 2}


def test_a_list_is_read_no_further_than_to_the_last_of_them(
    sim: Simulator, client: OciClient, small_pages: None
) -> None:
    older, launched = launch(sim, count=40), launch(sim, count=60)
    polling(client, [*older, *launched], HERE)(launched[50:] + launched[:2])
    assert calls(sim) == {"list": 1, "get": 10}  # a page for twelve: two were on it
    polling(client, [*older, *launched], HERE)(launched)
    assert calls(sim) == {"list": 6, "get": 48}


def test_a_list_that_is_too_long_for_a_few_is_not_read_for_them(
    sim: Simulator, client: OciClient, small_pages: None
) -> None:
    launched = launch(sim, count=60)
    poll = polling(client, launched, HERE)
    poll(launched)
    calls(sim)
    poll(launched[:20])
    assert calls(sim) == {"get": 20}


def test_only_those_on_the_first_pages_of_a_long_list_are_read_from_it(
    sim: Simulator, client: OciClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 10)
    launched = launch(sim, count=60)  # the newest come first
    poll = polling(client, launched, HERE)
    for asked, made in (
        (launched, {"list": 6}),
        (launched[-10:], {"list": 1}),
        (launched[:10], {"get": 10}),
        (launched[:5] + launched[-20:], {"list": 2, "get": 5}),
    ):
        poll(asked)
        assert calls(sim) == made


def test_one_that_the_list_does_not_show_is_polled_by_itself(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim)
    hidden = sim.launch("container_engine", compartment_id=HERE, outcome=None)
    sim.fault(call="list", times=None, body={"items": [sim.app.oci.work_requests.item(each) for each in launched]})
    poll = polling(client, [*launched, hidden], HERE)
    for _time in range(MISSES):
        assert poll([*launched, hidden])[hidden.id].operation.status == "ACCEPTED"
        assert calls(sim) == {"list": 1, "get": 1}
    poll([*launched, hidden])
    assert calls(sim) == {"list": 1, "get": 1}
    poll([*launched[:4], hidden])
    assert calls(sim) == {"get": 5}  # it is not counted among those that a list would show


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_list_that_may_not_be_read_is_not_polled_again(sim: Simulator, client: OciClient, status: int) -> None:
    launched = launch(sim)
    sim.fault(call="list", status=status, times=None)
    poll = polling(client, launched, HERE)
    for asked in ({"list": 1, "get": 8}, {"get": 8}):
        assert {each.operation.status for each in poll(launched).values()} == {"ACCEPTED"}
        assert calls(sim) == asked


@pytest.mark.parametrize(
    "effect", [{"status": 503}, {"reset": True}, {"status": 200, "kind": "garbage"}, {"status": 200, "body": 7}]
)
def test_a_list_that_is_out_of_order_is_tried_again_the_next_time(
    sim: Simulator, client: OciClient, effect: dict[str, Any]
) -> None:
    launched = launch(sim)
    sim.fault(call="list", **effect)
    poll = polling(client, launched, HERE)
    for asked in ({"list": 1, "get": 8}, {"list": 1}):
        assert {each.operation.status for each in poll(launched).values()} == {"ACCEPTED"}
        assert calls(sim) == asked


def test_a_throttled_list_is_not_replaced_by_single_polls(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim)
    sim.fault(call="list", status=429, headers={"Retry-After": "7"})
    observations = polling(client, launched, HERE)(launched)
    assert calls(sim) == {"list": 1}
    assert {(each.fault.kind, each.fault.retry_after) for each in observations.values()} == {(FaultKind.TRANSIENT, 7.0)}


def test_a_list_that_is_throttled_for_ever_is_replaced_now_and_then(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim)
    sim.fault(call="list", status=429, headers={"Retry-After": "0"}, times=6)
    poll = polling(client, launched, HERE)
    asked = []
    for _time in range(7):
        observations = poll(launched).values()
        asked.append(calls(sim))
        throttled = asked[-1] == {"list": 1} and _time < 6
        assert {each.fault is not None for each in observations} == {throttled}
    assert asked == [{"list": 1}, {"list": 1}, {"list": 1, "get": 8}] * 2 + [{"list": 1}]


def test_what_is_due_soon_is_polled_with_what_is_due(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim)
    poll = polling(client, launched, HERE)
    assert len(poll(launched[:1], launched[1:])) == 8
    assert calls(sim) == {"list": 1}
    assert len(poll(launched[:1], launched[1:3])) == 1
    assert calls(sim) == {"get": 1}


# Whole waits


def wait(client: OciClient, launched: Sequence[Any], **terms: Any) -> Outcome:
    settings = Terms(**{"timeout": 30.0, "interval": 0.1, "max_interval": 0.1, **terms})
    group = WorkRequestGroup(client, targets(client, launched), "failed", 10, HERE)
    return group_wait.wait([group], settings, 10)


def test_a_thousand_are_waited_for(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim, count=1000, seconds=0.5, outcome="succeeded")
    outcome = wait(client, launched, interval=0.5, max_interval=0.5)
    assert [watch.id for watch in outcome.watches] == [each.id for each in launched]
    assert {watch.outcome for watch in outcome.watches} == {"succeeded"}
    assert all(watch.operation.details["resources"] for watch in outcome.watches)
    made = calls(sim)
    assert made["list"] <= 10 * 20  # polls of twenty pages each
    assert made.get("get", 0) <= 60  # the last few, which are too few for a list


def test_what_a_list_lacks_is_read_once_it_is_over(sim: Simulator, client: OciClient) -> None:
    errors = [{"code": "Broken", "message": "It broke."}]
    for title in sorted(family.title for family in FAMILIES if family.list_lacks and family.lists_whole_compartments):
        launched = launch(sim, count=6, title=title, seconds=0, outcome="failed", errors=errors, logs=["One.", "Two."])
        outcome = wait(client, launched, on_failure="report")
        made = calls(sim)
        assert (title, made["list"], made["get"]) == (title, 1, 6)
        for watch, target in zip(outcome.watches, targets(client, launched)):
            whole = client.read(target)
            assert watch.operation == client.logs(target, client.errors(target, whole.operation))
        sim.journal.clear()


def test_what_a_list_lacks_is_read_at_the_deadline(sim: Simulator, client: OciClient) -> None:
    launched = launch(sim, count=6, title="mysql", logs=["One."])
    outcome = wait(client, launched, timeout=0.0)
    assert outcome.timed_out
    assert {watch.operation.state for watch in outcome.watches} == {State.PENDING}
    assert all(watch.operation.details["resources"] and watch.operation.logs for watch in outcome.watches)
    assert calls(sim) == {"list": 1, "get": 6, "errors": 6, "logs": 6}


@pytest.mark.parametrize("outcome", ["failed", "succeeded", "canceled"])
@pytest.mark.parametrize(
    "effect",
    [
        {"status": 503},
        {"status": 404},
        {"status": 401},
        {"status": 429},
        {"reset": True},
        {"status": 200, "body": ""},
        {"status": 200, "body": {"status": "IN_PROGRESS"}},
    ],
    ids=lambda effect: " ".join(map(str, effect.values())),
)
@pytest.mark.usefixtures("no_pauses")
def test_an_end_that_a_list_has_shown_is_final(
    sim: Simulator, client: OciClient, outcome: str, effect: dict[str, Any]
) -> None:
    """Whatever is answered where what the list lacks is read."""
    launched = launch(sim, count=6, title="mysql", seconds=0, outcome=outcome)
    sim.fault(call="get", times=None, **effect)
    ended = wait(client, launched, on_failure="report", timeout=5.0)
    assert not ended.timed_out
    assert {watch.operation.state for watch in ended.watches} == {getattr(State, outcome.upper())}
    assert {watch.fault for watch in ended.watches} == {None}


# Any service


class AnyService:
    """A client of a service in which everything is drawn: what is listed, what single polls give, and what fails.

    Calls run at once, in the thread of the waiter, in whatever order they are taken from the pool.
    """

    def __init__(self, data: st.DataObject, compartments: dict[str, str]) -> None:
        self.listing = self
        self.polled: list[str] = []
        self.listed = 0
        self._draw = data.draw
        self._compartments = compartments

    def poll(self, target: Any, deadline: float) -> Observation:
        self.polled.append(target.id)
        return self._draw(self._observations(target.id))

    def poll_list(
        self, target: Any, compartment_id: str, wanted: Any, most_pages: int, deadline: float
    ) -> listing.Polled:
        self.listed += 1
        there = sorted(id_ for id_ in wanted if self._compartments[id_] == compartment_id)
        shown = self._draw(st.lists(st.sampled_from(there), unique=True)) if there else []
        read = self._draw(st.integers(0, most_pages))
        found = {id_: self._draw(self._observations(id_, faults=False)) for id_ in (shown if read else [])}
        pages = {id_: self._draw(st.integers(1, read)) for id_ in found}
        fault = self._draw(st.none() | st.none() | FAULTS)
        return listing.Polled(found, pages, read, fault is None and self._draw(st.booleans()), fault)

    def _observations(self, id_: str, faults: bool = True) -> st.SearchStrategy[Observation]:
        details = {"compartment_id": self._compartments[id_], "resources": []}
        seen = st.sampled_from([State.PENDING, State.PENDING, State.SUCCEEDED, State.FAILED]).map(
            lambda state: Observation(id_, Operation(id_, "service", "WORD", state, details=details))
        )
        return seen | FAULTS.map(lambda fault: Observation(id_, fault=fault)) if faults else seen


FAULTS = st.builds(
    Fault,
    st.sampled_from([FaultKind.TRANSIENT, FaultKind.NOT_FOUND, FaultKind.FATAL, FaultKind.UNRESOLVED]),
    st.just("why"),
    st.sampled_from([None, 404, 403, 429, 503]),
)


class AnyOrder:
    """A pool whose calls end in any order, one at a time."""

    def __init__(self, data: st.DataObject) -> None:
        self._calls: list[tuple[Any, Any]] = []
        self._data = data

    def submit(self, key: Any, call: Any) -> None:
        self._calls.append((key, call))

    def collect_all(self) -> list[Observation]:
        found: list[Observation] = []
        while self._calls:
            key, call = self._calls.pop(self._data.draw(st.integers(0, len(self._calls) - 1)))
            found += key(call())
        return found


@examples(100)
@given(st.integers(1, 45), st.none() | st.sampled_from([HERE, ELSEWHERE]), st.data())
def test_whatever_a_service_does_each_is_observed_once_a_poll(
    count: int, compartment: str | None, data: st.DataObject
) -> None:
    titles = ["container_engine", "database", "waas", "mysql"]
    kinds = data.draw(st.lists(st.sampled_from(titles), min_size=1, max_size=2))
    families = {f"id {number}": lookup.find(kinds[number % len(kinds)]) for number in range(count)}
    two = data.draw(st.booleans())
    service = AnyService(data, {id_: (HERE, ELSEWHERE)[two and number % 2] for number, id_ in enumerate(families)})
    aims = [Target(id_, family, f"https://{family.title}.example.com", None) for id_, family in families.items()]
    pool = AnyOrder(data)
    looker = Poller(service, aims, compartment, pool)  # type: ignore[arg-type]
    left = list(families)
    for _round in range(3):
        due = data.draw(st.lists(st.sampled_from(left), unique=True, min_size=1)) if left else []
        soon = [id_ for id_ in left if id_ not in due and data.draw(st.booleans())]
        service.polled, service.listed = [], 0
        begun = looker.start(due, soon, lambda: 60.0)
        observations = pool.collect_all()
        assert sorted(each.id for each in observations) == sorted(begun)
        assert len(set(begun)) == len(begun)
        assert set(due) <= set(begun) <= {*due, *soon}
        for each in observations:
            assert (each.operation is None) != (each.fault is None)
            assert each.operation is None or each.operation.id == each.id
        assert len(service.polled) == len(set(service.polled)) <= len(begun)
        assert service.listed <= max(0, len(begun) // MANY) + len(kinds) * 2
        ended = {each.id for each in observations if each.operation and each.operation.ended}
        left = [id_ for id_ in left if id_ not in ended]
