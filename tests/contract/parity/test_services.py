# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each service supports. docs/services.md is generated from the results of these tests (make services)."""

from __future__ import annotations

import json
from typing import Any, Callable, Iterator, Mapping, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import WITHOUT_API
from ansible_collections.longops.oracle.tests.contract.parity import demand
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.journal import Journal
from ansible_collections.longops.oracle.tests.tools import catalogue_facts, parity_results

TITLES = [family.title for family in demand.families()]
ERRORS = [("First", "the first error"), ("Second", "the second error"), ("Third", "the third error")]
LOGS = ["one", "two", "three"]
RESOURCE = "ocid1.thing.oc1.iad.exampleresource"
SECONDS_PER_POLL = 5

Run = Callable[..., Any]


class PollClock:
    """A clock that advances with each poll of an operation."""

    journal: Optional[Journal] = None

    def __call__(self) -> float:
        return 1_800_000_000 + SECONDS_PER_POLL * len(self.journal.of(call="get") if self.journal else ())


@pytest.fixture(scope="module")
def polled() -> Iterator[Simulator]:
    clock = PollClock()
    with Simulator(clock=clock, max_page_size=50) as simulator:
        clock.journal = simulator.journal
        yield simulator


@pytest.fixture
def sim(polled: Simulator) -> Simulator:
    polled.clear_operations()
    polled.journal.clear()
    return polled


@pytest.fixture
def called(sim: Simulator, run: Run) -> Callable[[str, str], Run]:
    """called(title, module)(option=...) runs a module against that service."""

    def of(title: str, module: str) -> Run:
        connection = {
            "config_file_location": str(sim.config_file),
            "service_endpoint": sim.endpoint(title),
            "service": title,
        }
        return lambda **options: run(module, **connection, **options)

    return of


@pytest.fixture
def known(request: pytest.FixtureRequest) -> Optional[Mapping[str, Any]]:
    """The committed results; None while they are written."""
    return (
        None
        if request.config.getoption("--write-results")
        else json.loads(parity_results.FILE.read_text(encoding="utf-8"))
    )


def results_of(sim: Simulator, called: Callable[[str, str], Run], title: str) -> dict[str, str]:
    """Use each feature of the modules with this service, and return the results. Failures raise."""
    resource = {"entity_type": "thing", "action_type": "CREATED", "identifier": RESOURCE, "entity_uri": "/things/1"}
    failed = sim.launch(title, seconds=0, outcome="failed", errors=ERRORS, logs=LOGS, resources=[resource])
    entry = called(title, "work_request_info")(work_request_id=failed.id, include=["errors", "logs"]).entry
    assert (entry["id"], entry["service"], entry["state"]) == (failed.id, title, "failed")
    results = {"get": "yes", "list": _listed(sim, called(title, "work_request_info"), title, resource)}
    for part, expected in (("errors", [message for _code, message in ERRORS]), ("logs", LOGS)):
        calls = sim.journal.of(call=part, operation=failed.id)
        if not entry[part] and not calls:
            assert entry[part] == []
            results[part] = "none"
        else:
            assert [each["message"] for each in entry[part]] == expected
            results[part] = "yes" if calls else "inline"
    results["wait"] = _waited(sim, called(title, "work_request_wait"), title, results["errors"] != "none")
    results["cancel"] = _canceled(sim, called(title, "work_request_cancel"), title)
    return results


def _listed(sim: Simulator, info: Run, title: str, resource: Mapping[str, str]) -> str:
    compartment = "ocid1.compartment.oc1..exampleofalist"
    launched = {each.id for each in sim.launch_many(title, count=3, compartment_id=compartment, resources=[resource])}
    done, result = info(compartment_id=compartment), "yes"
    if done.code:
        assert "give the OCID of that resource as resource_id" in done.msg
        done, result = info(compartment_id=compartment, resource_id=RESOURCE), "by resource_id"
    assert launched <= {entry["id"] for entry in done.entries}
    assert len(sim.journal.of(call="list", status=200)) > 1
    return result


def _waited(sim: Simulator, wait: Run, title: str, has_errors: bool) -> str:
    times = {"interval": 1, "max_interval": 5, "timeout": 600}
    good = sim.launch(title, seconds=SECONDS_PER_POLL + 1)
    done = wait(work_request_id=good.id, **times)
    assert (done.code, done.entry["state"], done.result["succeeded"]) == (0, "succeeded", [good.id])
    assert len(sim.journal.of(call="get", operation=good.id)) > 1
    bad = sim.launch(title, seconds=SECONDS_PER_POLL + 1, outcome="failed", errors=ERRORS)
    done = wait(work_request_id=bad.id, **times)
    assert done.entry["state"] == "failed"
    assert ("the first error" in done.msg) == has_errors
    return "yes"


def _canceled(sim: Simulator, cancel: Run, title: str) -> str:
    running = sim.launch(title, outcome=None)
    done = cancel(work_request_id=running.id)
    if done.code:
        assert "its API has no call for it" in done.msg or "the API of the service has no call for it" in done.msg
        assert (
            sim.journal.of(call="cancel", operation=running.id) == []
        )  # it may be read, to find in which family it is
        return "none"
    assert [entry.status for entry in sim.journal.of(call="cancel", operation=running.id)] == [202]
    return "yes"


@pytest.mark.usefixtures("small_pages", "virtual_time")
@pytest.mark.parametrize("title", TITLES)
def test_a_service(
    title: str,
    sim: Simulator,
    called: Callable[[str, str], Run],
    known: Optional[Mapping[str, Any]],
    record_property: Callable[[str, Any], None],
) -> None:
    results = results_of(sim, called, title)
    record_property(f"service {title}", results)
    assert known is None or known["services"].get(title) == results, (
        "docs/services.md is out of date: run make services"
    )


@pytest.mark.parametrize("name", WITHOUT_API)
def test_a_service_without_a_work_request_api_is_reported(
    name: str, sim: Simulator, run: Run, known: Optional[Mapping[str, Any]], record_property: Callable[[str, Any], None]
) -> None:
    connection = {"config_file_location": str(sim.config_file), "service_endpoint": sim.url}
    sentences = {
        run(module, service=name, work_request_id="ocid1.workrequest.oc1.iad.exampleuniqueid", **connection).msg
        for module in ("work_request_info", "work_request_wait", "work_request_cancel")
    }
    assert len(sentences) == 1
    record_property(f"without {name}", *sentences)
    assert known is None or {known["without"].get(name)} == sentences, (
        "docs/services.md is out of date: run make services"
    )
    assert len(sim.journal) == 0


def test_the_committed_results_are_complete(known: Optional[Mapping[str, Any]]) -> None:
    if known is not None:
        assert set(known["services"]) == set(TITLES)
        assert set(known["without"]) == set(WITHOUT_API)
        assert known["compared"] == demand.totals()


def test_every_documented_service_is_in_the_catalogue() -> None:
    documented = catalogue_facts.DOCUMENTED
    assert len(documented) == len(dict(documented)) == 46
    assert {title for _name, titles in documented for title in titles} <= set(TITLES)
    assert {name for name, titles in documented if not titles} == {"File Storage"}
