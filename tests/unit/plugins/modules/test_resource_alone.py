# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""resource_id and nothing else: the modules find out the service, the compartment and the region by themselves."""

from __future__ import annotations

import itertools
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._http import transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.tools.resource_type_facts import RESOURCE_TYPES

NUMBERS = itertools.count()
#: One type of resource of each service.
TYPES = {title: kinds[0] for title, _source, kinds in reversed(RESOURCE_TYPES) if title != "file_storage"}
POOL = "ocid1.instancepool.oc1.iad.example"

Run = Callable[..., Any]


def about(resource_id: str, **more: Any) -> dict[str, Any]:
    """What an operation is launched with that is about this resource, in a compartment that no other test uses."""
    compartment = "ocid1.compartment.oc1..exampleofresources%d" % next(NUMBERS)
    return {
        "compartment_id": compartment,
        "resources": [{"entity_type": "thing", "action_type": "UPDATED", "identifier": resource_id}],
        **more,
    }


def calls(sim: Simulator) -> list[str]:
    return [entry.call for entry in sim.journal]


@pytest.mark.parametrize("title", sorted(TYPES))
def test_info_finds_the_work_requests_of_a_resource_of_every_service(sim: Simulator, info: Run, title: str) -> None:
    resource_id = "ocid1.%s.oc1..exampleof%d" % (TYPES[title], next(NUMBERS))
    family = lookup.find(title)
    launched = sim.launch(
        "apm_control_plane" if title.startswith("apm_control_plane.") else title, outcome=None, **about(resource_id)
    )
    done = info(resource_id=resource_id)
    assert [entry["id"] for entry in done.entries] == [launched.id]
    resource = done.result["resource"]
    assert (resource["id"], resource["service"], resource["region"]) == (resource_id, title, None)
    searched = sim.journal.of(call="search")
    if title == "identity":
        assert resource["compartment_ids"] == [launched.compartment_id, resource_id]
    else:
        assert resource["compartment_ids"] == [entry for entry in [launched.compartment_id] if searched]
    assert bool(searched) is not family.lists_a_resource
    assert {entry.query.get("compartmentId", [None])[0] for entry in sim.journal.of(call="list")} == set(
        resource["compartment_ids"] or [None]
    )


def test_every_service_that_has_types_was_tried() -> None:
    assert {title for title, _source, _kinds in RESOURCE_TYPES} - {"file_storage"} == set(TYPES)
    assert set(TYPES) <= {family.title for family in FAMILIES}


def test_wait_waits_for_all_that_is_in_flight(sim: Simulator, wait: Run) -> None:
    pool = f"{POOL}ofwaiting"
    where = about(pool)
    running = sim.launch_many("work_requests", count=2, seconds=1, **where)
    sim.launch("work_requests", seconds=0, outcome="failed", **where)
    sim.launch("work_requests", outcome=None, **{**where, "resources": []})
    done = wait(resource_id=pool)
    assert sorted(done.result["succeeded"]) == sorted(each.id for each in running)
    assert done.result["resource"] == {
        "id": pool,
        "service": "work_requests",
        "region": "iad",
        "compartment_ids": [where["compartment_id"]],
    }
    assert calls(sim)[:2] == ["search", "list"]
    assert done.warnings == []


def test_wait_names_where_nothing_was_found(sim: Simulator, wait: Run) -> None:
    pool = f"{POOL}atrest"
    where = about(pool)
    sim.launch("work_requests", seconds=0, operation_type="Update Instance Pool", **where)
    done = wait(resource_id=pool)
    assert (done.code, done.entries) == (0, [])
    [warning] = done.warnings
    assert warning.startswith(
        f"Nothing is under way for {pool} in work_requests at {sim.endpoint('work_requests').rpartition('/')[0]}, compartment"
        f" {where['compartment_id']}, so there was nothing to do."
    )
    assert "(Update Instance Pool) is SUCCEEDED since" in warning


def test_cancel_cancels_all_that_is_in_flight(sim: Simulator, cancel: Run) -> None:
    cluster = "ocid1.cluster.oc1.iad.exampleofcanceling"
    running = sim.launch_many("container_engine", count=2, outcome=None, cancel_seconds=60, **about(cluster))
    done = cancel(resource_id=cluster)
    assert sorted(done.result["canceling"]) == sorted(each.id for each in running)
    assert done.result["resource"]["service"] == "container_engine"


@pytest.mark.parametrize("given", ["service", "compartment_id"])
def test_what_is_given_is_not_asked_for(sim: Simulator, info: Run, given: str) -> None:
    pool = f"{POOL}of{given}"
    launched = sim.launch("work_requests", outcome=None, **about(pool))
    done = info(resource_id=pool, **{given: {"service": "compute", "compartment_id": launched.compartment_id}[given]})
    assert [entry["id"] for entry in done.entries] == [launched.id]
    assert done.result["resource"]["compartment_ids"] == [launched.compartment_id]
    assert calls(sim) == (["list"] if given == "compartment_id" else ["search", "list"])


def test_a_service_that_is_given_counts_more_than_the_type(sim: Simulator, info: Run) -> None:
    instance = "ocid1.instance.oc1.iad.exampleofpatching"
    launched = sim.launch("os_management_hub", outcome=None, **about(instance))
    assert [entry["id"] for entry in info(resource_id=instance, service="osmh").entries] == [launched.id]


def test_filters_choose_among_those_of_a_resource(sim: Simulator, info: Run) -> None:
    pool = f"{POOL}offilters"
    where = about(pool)
    sim.launch("work_requests", outcome=None, **where)
    failed = sim.launch("work_requests", seconds=0, outcome="failed", **where)
    assert [entry["id"] for entry in info(resource_id=pool, status=["failed"]).entries] == [failed.id]
    assert len(info(resource_id=pool, max_results=1).entries) == 1


def test_a_tenancy_is_its_own_compartment(sim: Simulator, info: Run) -> None:
    launched = sim.launch("identity", outcome=None, **{**about(sim.tenancy_id), "compartment_id": sim.tenancy_id})
    done = info(resource_id=sim.tenancy_id)
    assert [entry["id"] for entry in done.entries] == [launched.id]
    assert done.result["resource"]["compartment_ids"] == [sim.tenancy_id]
    assert calls(sim) == ["list"]


@pytest.mark.parametrize("where_found", ["there", "above"])
def test_what_happens_to_a_compartment_is_found_there_and_above(sim: Simulator, info: Run, where_found: str) -> None:
    compartment = f"ocid1.compartment.oc1..exampleofbeingdeleted{where_found}"
    where = about(compartment)
    above = where["compartment_id"]
    launched = sim.launch(
        "identity", outcome=None, **{**where, "compartment_id": compartment if where_found == "there" else above}
    )
    for each in (compartment, above):  # so that both are there
        sim.launch("identity", seconds=0, compartment_id=each)
    sim.fault(call="search", body={"items": [{"identifier": compartment, "compartmentId": above}]}, status=200)
    done = info(resource_id=compartment)
    assert [entry["id"] for entry in done.entries] == [launched.id]
    assert done.result["resource"]["compartment_ids"] == [above, compartment]


# Regions


@pytest.fixture
def hosts(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hosts to which requests are sent, for all of which the simulator answers."""
    sent: list[str] = []
    exchange = transport.Transport._exchange

    def to_the_simulator(self: Any, request: Any, *more: Any) -> Any:
        sent.append(request.url.split("/")[2])
        return exchange(self, request._replace(url=f"{sim.url}/{request.url.split('/', 3)[3]}"), *more)

    monkeypatch.setattr(transport.Transport, "_exchange", to_the_simulator)
    return sent


def in_frankfurt(sim: Simulator, pool: str, **definition: Any) -> Any:
    id_ = "ocid1.coreservicesworkrequest.oc1.eu-frankfurt-1.example%d" % next(NUMBERS)
    return sim.launch("work_requests", **{"id": id_, "outcome": None, **about(pool), **definition})


def test_a_resource_in_another_region_is_looked_for_there(
    sim: Simulator, info: Run, hosts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task names no region: everything that is sent, also the side lists, goes to where the OCID says, whatever the environment says."""
    monkeypatch.setenv("OCI_REGION", "us-phoenix-1")
    pool = "ocid1.instancepool.oc1.eu-frankfurt-1.example"
    launched = in_frankfurt(sim, pool)
    done = info(resource_id=pool, include=["errors"], service_endpoint=None)
    assert [entry["id"] for entry in done.entries] == [launched.id]
    assert done.result["resource"]["region"] == "eu-frankfurt-1"
    assert hosts == [
        "query.eu-frankfurt-1.oci.oraclecloud.com",
        "iaas.eu-frankfurt-1.oraclecloud.com",
        "iaas.eu-frankfurt-1.oraclecloud.com",
    ]


@pytest.mark.parametrize("module", ["work_request_info", "work_request_wait", "work_request_cancel", "operation_wait"])
def test_the_region_of_the_task_counts_more_than_that_of_the_resource(
    sim: Simulator, run: Run, signed: dict[str, str], hosts: list[str], monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    """A copy to another region: the work request is there, and so is its list. The compartment is where the resource is."""
    monkeypatch.setenv("OCI_REGION", "us-ashburn-1")  # the same one, which makes no difference
    cluster = f"ocid1.cluster.oc1.phx.{'aaaabbbb' * 7}exa1"
    launched = sim.launch(
        "container_engine",
        id=f"ocid1.clustersworkrequest.oc1.iad.{'aaaabbbb' * 6}{next(NUMBERS):012}",
        seconds=1.5 if module.endswith("wait") else 60,  # under way when it is searched, also on a busy machine
        **about(cluster),
    )
    given: dict[str, Any] = {"resource_id": cluster}
    if module == "operation_wait":
        given = {"operations": [given]}
    if module.endswith("wait"):
        given.update(interval=0.1, max_interval=0.1)
    done = run(module, **{**signed, "service_endpoint": None, "region": "us-ashburn-1", **given})
    assert (done.code, [entry["id"] for entry in done.entries], done.warnings) == (0, [launched.id], [])
    assert hosts[0] == "query.us-phoenix-1.oci.oraclecloud.com"
    assert set(hosts[1:]) == {"containerengine.us-ashburn-1.oci.oraclecloud.com"}


def test_the_region_of_an_entry_counts_as_well(
    sim: Simulator, run: Run, signed: dict[str, str], hosts: list[str]
) -> None:
    volume = f"ocid1.volumebackup.oc1.phx.{'aaaabbbb' * 7}exa3"
    entry = {"resource_id": volume, "compartment_id": sim.compartment_id, "options": {"region": "iad"}}
    done = run("operation_wait", **{**signed, "service_endpoint": None, "operations": [entry]})
    assert hosts == ["iaas.us-ashburn-1.oraclecloud.com"]
    [warning] = done.warnings
    assert warning == (
        f"Nothing is under way for {volume} in work_requests in us-ashburn-1, compartment {sim.compartment_id}, so there was"
        " nothing to do. The task names this region. The OCID names phx, which is asked without the option region. It has no"
        " work requests there at all: check the ids and the option service."
    )


@pytest.mark.parametrize("source", ["environment", "profile", "ocid"])
def test_the_warning_names_the_region_that_was_asked(
    sim: Simulator, wait: Run, hosts: list[str], monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    if source == "environment":
        monkeypatch.setenv("OCI_REGION", "us-phoenix-1")
    part = "eu-frankfurt-1" if source == "ocid" else ""
    region = {"environment": "us-phoenix-1", "profile": sim.region, "ocid": "eu-frankfurt-1"}[source]
    pool = f"ocid1.instancepool.oc1.{part}.{'aaaabbbb' * 7}exa4"
    done = wait(resource_id=pool, compartment_id=sim.compartment_id, service_endpoint=None)
    [warning] = done.warnings
    assert warning.startswith(f"Nothing is under way for {pool} in work_requests in {region}, compartment ")
    assert "The task names" not in warning
    assert hosts == [f"iaas.{region}.oraclecloud.com"]


def test_a_work_request_is_read_in_the_region_of_its_own_id(sim: Simulator, wait: Run, hosts: list[str]) -> None:
    launched = in_frankfurt(sim, "ocid1.instancepool.oc1.iad.example", outcome="succeeded")
    assert wait(work_request_id=launched.id, service_endpoint=None, region="us-ashburn-1").code == 0
    assert hosts == ["iaas.eu-frankfurt-1.oraclecloud.com"]


# Refusals


@pytest.mark.parametrize("module", ["work_request_info", "work_request_wait", "work_request_cancel"])
@pytest.mark.parametrize(
    ("options", "words", "asked"),
    [
        ({"resource_id": "ocid1.instancepol.oc1.iad.a"}, "Did you mean instancepool (work_requests)", []),
        ({"resource_id": "ocid1.filesystem.oc1.iad.a"}, "File Storage has no work-request API", []),
        ({"resource_id": "ocid1.coreservicesworkrequest.oc1.iad.a"}, "give it as work_request_id", []),
        ({"resource_id": "users"}, "'users' is not an OCID, whose type determines the service", []),
        ({"resource_id": "users", "service": "nosql"}, "set the option compartment_id", []),
        (
            {"resource_id": "ocid1.instance.oc1.iad.unknown"},
            "Resource Search does not know ocid1.instance.oc1.iad.unknown",
            ["search"],
        ),
        (
            {"resource_id": "ocid1.instance.oc1.iad.a", "config_profile_name": "OUTSIDER"},
            "answered 404 NotAuthorizedOrNotFound",
            ["search"],
        ),
        (
            {"resource_id": "ocid1.instance.oc1.nowhere.a", "service_endpoint": None},
            "The region 'nowhere' is not known",
            [],
        ),
    ],
)
def test_a_resource_that_cannot_be_resolved_is_named(
    sim: Simulator, run: Run, signed: dict[str, str], module: str, options: dict[str, Any], words: str, asked: list[str]
) -> None:
    given = {name: value for name, value in {**signed, **options}.items() if value is not None}
    assert words in run(module, **given).msg
    assert calls(sim) == asked


@pytest.mark.parametrize("status", [403, 404])
def test_a_search_that_is_refused_asks_for_the_compartment(sim: Simulator, wait: Run, status: int) -> None:
    pool = f"{POOL}ofrefusals"
    sim.fault(call="search", status=status)
    refused = wait(resource_id=pool)
    assert f"answered {status}" in refused.msg
    assert "Set the option compartment_id" in refused.msg
    launched = sim.launch("work_requests", seconds=3, **about(pool))
    assert wait(resource_id=pool, compartment_id=launched.compartment_id, timeout=20).result["succeeded"] == [
        launched.id
    ]


# Several resources, and what other modules registered of them

OTHER_POOL = "ocid1.instancepool.oc1.phx.example"


def registered(resource_id: str, name: str = "instance_pool", **more: Any) -> dict[str, Any]:
    """What a module of oracle.oci returns."""
    return {"changed": True, "failed": False, name: {"id": resource_id, "lifecycle_state": "PROVISIONING", **more}}


def test_a_registered_resource_is_waited_for_without_a_search_for_its_compartment(sim: Simulator, wait: Run) -> None:
    """Which would not find a resource that is new."""
    pool = f"{POOL}ofregistered"
    where = about(pool)
    running = sim.launch("work_requests", seconds=3, **where)
    sim.journal.clear()
    done = wait(resource_id=registered(pool, compartment_id=where["compartment_id"]), timeout=20)
    assert done.result["succeeded"] == [running.id]
    assert done.result["resource"]["id"] == pool
    assert done.result["searched"] == [done.result["resource"]]
    assert done.result["invocation"]["module_args"]["resource_id"] == [pool]
    assert "search" not in calls(sim)


def test_the_compartment_of_the_task_beats_that_of_a_result(sim: Simulator, info: Run) -> None:
    pool = f"{POOL}ofelsewhere"
    where = about(pool)
    launched = sim.launch("work_requests", **where)
    done = info(
        resource_id=registered(pool, compartment_id="ocid1.compartment.oc1..other"),
        compartment_id=where["compartment_id"],
    )
    assert [entry["id"] for entry in done.entries] == [launched.id]


def test_several_resources_of_several_services_are_waited_for_at_once(sim: Simulator, wait: Run) -> None:
    pool, cluster, idle = f"{POOL}ofseveral", "ocid1.cluster.oc1.phx.exampleofseveral", f"{OTHER_POOL}idle"
    first, second = about(pool), about(cluster)
    both = {**first, "resources": [*first["resources"], {"identifier": idle}]}
    running = [
        sim.launch("work_requests", seconds=3, **first),
        sim.launch("container_engine", seconds=3, **second),
        sim.launch("work_requests", seconds=3, **both),
    ]
    ended = sim.launch("work_requests", seconds=0, **about(idle))
    done = wait(
        resource_id=[registered(pool), cluster, {"resource_id": idle, "compartment_id": ended.compartment_id}],
        timeout=20,
    )
    assert sorted(done.result["succeeded"]) == sorted(each.id for each in running)
    assert [(each["id"], each["service"], each["region"]) for each in done.result["searched"]] == [
        (pool, "work_requests", "iad"),
        (cluster, "container_engine", "phx"),
        (idle, "work_requests", "phx"),
    ]
    assert "resource" not in done.result
    [warning] = done.warnings
    assert warning.startswith(f"Nothing is under way for {idle} in work_requests")
    assert ended.id in warning


def test_a_work_request_of_two_resources_is_listed_once(sim: Simulator, info: Run) -> None:
    pool, other = f"{POOL}oftwo", f"{OTHER_POOL}oftwo"
    where = about(pool)
    where["resources"].append({"identifier": other})
    launched = sim.launch_many("work_requests", count=3, outcome=None, **where)
    done = info(resource_id=[pool, other], compartment_id=where["compartment_id"])
    assert sorted(entry["id"] for entry in done.entries) == sorted(each.id for each in launched)
    assert len(done.result["searched"]) == 2
    assert len(info(resource_id=[pool, other], compartment_id=where["compartment_id"], max_results=2).entries) == 2
    everywhere = info(
        resource_id=[pool, other],
        compartment_id=where["compartment_id"],
        service=["compute", "oke"],
        service_endpoint=f"{sim.url}/{{service}}",
    )
    assert sorted(entry["id"] for entry in everywhere.entries) == sorted(each.id for each in launched)


def test_cancel_takes_several(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    clusters = [f"ocid1.cluster.oc1.iad.exampleofcancel{letter}" for letter in "ab"]
    launched = [sim.launch("container_engine", outcome=None, **about(cluster)) for cluster in clusters]
    done = run("work_request_cancel", resource_id=[registered(each, "cluster") for each in clusters], **signed)
    assert sorted(done.result["canceling"]) == sorted(each.id for each in launched)
    assert [each["id"] for each in done.result["searched"]] == clusters


@pytest.mark.parametrize("nothing", [[], {"changed": False, "skipped": True}, {"changed": False, "results": []}])
@pytest.mark.parametrize("module", ["work_request_info", "work_request_wait", "work_request_cancel"])
def test_no_resource_means_no_work_request_and_not_all_of_the_compartment(
    sim: Simulator, run: Run, signed: dict[str, str], module: str, nothing: Any
) -> None:
    launched = sim.launch("container_engine", outcome=None)
    done = run(module, resource_id=nothing, compartment_id=launched.compartment_id, service="oke", **signed)
    assert done.entries == done.result["searched"] == []
    assert len(sim.journal) == 0


@pytest.mark.parametrize("module", ["work_request_wait", "work_request_cancel"])
def test_an_empty_text_is_no_resource(sim: Simulator, run: Run, signed: dict[str, str], module: str) -> None:
    """It would mean the whole compartment."""
    done = run(module, resource_id="", compartment_id=sim.compartment_id, service="oke", **signed)
    assert "What is given as resource_id is an empty text" in done.msg
    assert len(sim.journal) == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("ocid1.qwxyzz.oc1.iad.a", "ocid1.qwxyzz.oc1.iad.a is of the type qwxyzz"),
        (
            "ocid1.coreservicesworkrequest.oc1.iad.a",
            "ocid1.coreservicesworkrequest.oc1.iad.a is a work request and no resource",
        ),
        ({"changed": True, "msg": "S3cret"}, "its keys are changed, msg."),
        (
            {"changed": True, "work_request": {"id": "ocid1.clustersworkrequest.oc1.iad.a"}},
            "is a work request and no resource",
        ),
        (7, "not 7"),
    ],
)
def test_one_bad_resource_is_named_and_nothing_is_sent(sim: Simulator, wait: Run, wrong: Any, words: str) -> None:
    done = wait(resource_id=[POOL, wrong])
    assert words in done.msg
    assert "S3cret" not in done.stdout
    assert len(sim.journal) == 0


def test_a_resource_whose_lists_cannot_be_read_is_named(sim: Simulator, wait: Run) -> None:
    pool, unknown = f"{POOL}ofnaming", f"{POOL}ofnobody"
    sim.launch("work_requests", **about(pool))
    assert unknown in wait(resource_id=[pool, unknown]).msg


@pytest.mark.usefixtures("no_pauses")
def test_the_resource_of_a_failed_request_is_named(sim: Simulator, wait: Run) -> None:
    pool, broken = f"{POOL}offailing", "ocid1.cluster.oc1.iad.exampleoffailing"
    where = about(pool)
    sim.launch("work_requests", seconds=0, **where)
    sim.fault(service="container_engine", call="list", status=403)
    done = wait(resource_id=[pool, broken], compartment_id=where["compartment_id"])
    assert broken in done.msg
    assert "403" in done.msg


def test_operation_wait_takes_registered_resources_as_entries(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    pool, cluster = f"{POOL}ofentries", "ocid1.cluster.oc1.iad.exampleofentries"
    first, second = about(pool), about(cluster)
    running = [
        sim.launch("work_requests", seconds=3, **first),
        sim.launch("container_engine", seconds=3, **second),
        sim.launch("mysql", seconds=3),
    ]
    done = run(
        "operation_wait",
        operations=[
            registered(pool, compartment_id=first["compartment_id"]),
            {"resource_id": [registered(cluster, "cluster")], "compartment_id": second["compartment_id"]},
            {
                "changed": True,
                "opc_work_request_id": running[2].id,
                "db_system": {"id": "ocid1.mysqldbsystem.oc1.iad.x"},
            },
            {"changed": False, "skipped": True},
        ],
        interval=0.1,
        max_interval=0.1,
        timeout=20,
        **signed,
    )
    assert sorted(done.result["succeeded"]) == sorted(each.id for each in running)
    assert "search" not in calls(sim)


def test_a_result_without_a_work_request_says_what_to_give(sim: Simulator, wait: Run) -> None:
    accepted = {"changed": False, "status": 202, "json": {"id": POOL, "compartmentId": "ocid1.compartment.oc1..x"}}
    done = wait(work_request_id=accepted)
    assert f"it was answered with status 202. It has the id of {POOL}: give that as resource_id" in done.msg
    assert "over when it answered" not in done.msg
    assert len(sim.journal) == 0
