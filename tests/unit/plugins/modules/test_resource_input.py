# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users give to the modules for resources by mistake: nothing unsafe is sent, and the message says what is wrong."""

from __future__ import annotations

import json
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

UNIQUE = "anuwcljrexampleexampleexampleexampleexampleexampleexampleexa1"
ID = f"ocid1.instance.oc1.iad.{UNIQUE}"
CLUSTER = f"ocid1.cluster.oc1.iad.{UNIQUE}"
ADDON = {"resource_id": "CertManager", "service": "container_engine", "resource_type": "addon"}

Run = Callable[..., Any]


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=["resource_wait", "resource_info"])
def module(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def refused(sim: Simulator, run: Run, signed: dict[str, str], module: str) -> Run:
    """refused(resource_id=...) is the message of a module that refuses its options, and sends nothing."""

    def call(**options: Any) -> str:
        ended = run(module, **{**signed, **options})
        assert len(sim.journal) == 0
        assert all(each.isprintable() for each in ended.msg.splitlines())
        assert len(ended.msg) < 3000
        return ended.msg

    return call


@pytest.fixture
def read(sim: Simulator, run: Run, signed: dict[str, str], module: str) -> Run:
    """read(resource_id=...) reads resources, in both modules."""
    waits = {"interval": 0.1, "max_interval": 0.1, "timeout": 2} if module == "resource_wait" else {}
    return lambda **options: run(module, **{**signed, **waits, **options})


# Ids

ODD_IDS = {
    "a slash": "a/b",
    "a way up": "..",
    "a dot": ".",
    "percent": "a%2Fb",
    "a quote": "a'b\"c",
    "a question mark": "a?b=c",
    "a fragment": "a#b",
    "a blank inside": "a b",
    "a line end": "a\nb",
    "NUL": "a\x00b",
    "an accent": "caf\u00e9",
    "a right-to-left mark": "a\u202eb",
    "half of a surrogate pair": "a\ud800b",
    "very long": "a" * 300,
    "braces": "{clusterId}",
    "a semicolon": "a;b",
    "a backslash": "..\\x",
}


#: What a name may have, and no id.
OF_NAMES = {"a blank inside", "an accent"}


@pytest.mark.parametrize(
    ("type_", "form"),
    [
        *(({"service": "core.instance"}, form) for form in ODD_IDS),
        *((ADDON, form) for form in sorted(ODD_IDS.keys() - OF_NAMES)),
    ],
)
def test_an_id_that_is_unsafe_in_a_url(refused: Run, form: str, type_: dict[str, str]) -> None:
    message = refused(
        **{**type_, "resource_id": ODD_IDS[form]}, parameters={"clusterId": CLUSTER} if type_ is ADDON else {}
    )
    assert "cannot be an id" in message or "resource_id" in message


@pytest.mark.parametrize("name", ["Compute Instance Run Command", "caf\u00e9", "a=b (c)", "Bastion"])
@pytest.mark.parametrize("given", [lambda name: name, lambda name: [name], lambda name: f" {name} , {name}"])
def test_a_name_of_several_words(sim: Simulator, read: Run, name: str, given: Callable[[str], Any]) -> None:
    made = sim.resource("compute_instance_agent.instance_agent_plugin", "RUNNING", id=name)
    ended = read(
        resource_id=given(name),
        service="compute_instance_agent",
        resource_type="instance_agent_plugin",
        parameters={"instanceagentId": made.parameters["instanceagentId"]},
        compartment_id=made.parameters["compartmentId"],
    )
    [found] = ended.result["resources"]
    assert (found["resource_id"], found["status"]) == (name, "RUNNING")
    assert found["id"] == f"{made.parameters['instanceagentId']}/{name}"


@pytest.mark.parametrize("form", ODD_IDS)
def test_a_parameter_that_is_unsafe_in_a_url(refused: Run, form: str) -> None:
    message = refused(**ADDON, parameters={"cluster_id": ODD_IDS[form]})
    assert message.startswith("cluster_id in parameters is ")
    assert "which cannot be sent: it has letters, digits and . _ - and at most 255 characters." in message


@pytest.mark.parametrize("value", [["x"], [CLUSTER], {"id": CLUSTER}, True, 1.5, [], {}])
def test_a_parameter_that_is_no_text(refused: Run, value: Any) -> None:
    message = refused(**ADDON, parameters={"clusterId": value})
    assert message.startswith("clusterId in parameters must be a text, not ")
    assert CLUSTER not in message


@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_parameter_without_a_value_is_missing(refused: Run, value: Any) -> None:
    assert (
        refused(**ADDON, parameters={"clusterId": value})
        == "container_engine.addon is read with clusterId beside its own id: set parameters: {clusterId: ...}."
    )


def test_a_parameter_that_is_there_twice(refused: Run) -> None:
    message = refused(**ADDON, parameters={"clusterId": CLUSTER, "cluster_id": CLUSTER.replace("1", "2")})
    assert message == "parameters has clusterId twice, as clusterId and as cluster_id: give one of them."


def test_parameters_that_are_of_no_use(refused: Run) -> None:
    message = refused(
        **ADDON, parameters={"clusterId": CLUSTER, "Cluster\x1b[2JKey": "x", "y" * 5000: 1, "z": 2, "v": 3}
    )
    assert message.startswith("parameters has ")
    assert "of which container_engine.addon has no use: it is read with clusterId beside its own id." in message


def test_a_value_in_parameters_is_not_repeated(refused: Run) -> None:
    """It may be a secret that came from a vault by mistake."""
    for value in ({"password": "Hunter-2-hunter"}, ["Hunter-2-hunter"]):
        assert "Hunter" not in refused(**ADDON, parameters={"clusterId": value})
    assert "Hunter" not in refused(resource_id=ID, parameters={"password": "Hunter-2-hunter"})


def test_numbers_are_texts(sim: Simulator, read: Run) -> None:
    made = sim.resource(
        "usage_api.email_recipients_group",
        parameters={"subscriptionId": "7", "compartmentId": f"ocid1.tenancy.oc1..{UNIQUE}"},
    )
    ended = read(
        resource_id=made.id,
        service="usage_api.email_recipients_group",
        parameters={"subscription_id": 7},
        compartment_id=f"ocid1.tenancy.oc1..{UNIQUE}",
    )
    assert [each["state"] for each in ended.result["resources"]] == ["succeeded"]


# What is no resource, or none of a known type


def test_a_work_request(refused: Run) -> None:
    for type_ in ("coreservicesworkrequest", "clustersworkrequest", "inventedworkrequest"):
        message = refused(resource_id=f"ocid1.{type_}.oc1.iad.{UNIQUE}")
        assert "is the OCID of a work request and not of a resource" in message
        assert "work_request_wait" in message


def test_ids_of_where_resources_are(sim: Simulator, read: Run) -> None:
    made = sim.resource("identity.compartment", "ACTIVE")
    assert [each["status"] for each in read(resource_id=made.id).result["resources"]] == ["ACTIVE"]


def test_a_tenancy_has_no_state(refused: Run) -> None:
    message = refused(resource_id=f"ocid1.tenancy.oc1..{UNIQUE}")
    assert "tenancy" in message


def test_an_ocid_of_an_unknown_type(refused: Run) -> None:
    message = refused(resource_id=f"ocid1.instanec.oc1.iad.{UNIQUE}")
    assert "instanec" in message
    assert "instance" in message


@pytest.mark.parametrize("given", ["", "   ", {}, 5, True, 1.5, {"resource_id": 5}, {"resource_id": None}, [5]])
def test_what_is_no_id(refused: Run, given: Any) -> None:
    assert "resource_id" in refused(resource_id=given)


@pytest.mark.parametrize("given", [[], [[], []], {"skipped": True, "changed": False, "skip_reason": "x"}])
def test_nothing_to_read(read: Run, given: Any) -> None:
    ended = read(resource_id=given)
    assert (ended.code, ended.result["resources"]) == (0, [])


# Entries, and answers whose id does not say what they are about


@pytest.mark.parametrize("option", ["state", "absent", "fail_on", "missing_ok", "parameters"])
def test_an_entry_has_no_goal_of_its_own(refused: Run, option: str) -> None:
    """It would be waited for without it, and found to have settled."""
    message = refused(resource_id=[ID, {"resource_id": ID, option: "RUNNING"}])
    assert message.startswith(f"An entry of resource_id has {option}. ")
    assert "operation_wait" in message


def attachment(sim: Simulator) -> Any:
    """The attachment of a boot volume, whose id is that of its instance."""
    sim.resource("core.instance", "RUNNING", id=ID)
    return sim.resource("core.boot_volume_attachment", "ATTACHED", id=ID)


ATTACHMENT = {"id": ID, "instance_id": ID, "boot_volume_id": ID.replace("instance", "bootvolume")}


@pytest.mark.parametrize(
    "given",
    [
        {"resource_id": ID, "resource_type": "boot_volume_attachment"},
        {"changed": True, "boot_volume_attachment": {**ATTACHMENT, "lifecycle_state": "ATTACHING"}},
        {"changed": False, "boot_volume_attachments": [ATTACHMENT]},
        {
            "changed": True,
            "rc": 0,
            "stdout": json.dumps({"data": {key.replace("_", "-"): ATTACHMENT[key] for key in ATTACHMENT}}),
        },
    ],
)
def test_a_boot_volume_attachment(sim: Simulator, read: Run, given: Any) -> None:
    attachment(sim)
    ended = read(resource_id=given)
    assert [(each["resource_type"], each["status"]) for each in ended.result["resources"]] == [
        ("boot_volume_attachment", "ATTACHED")
    ]


def test_what_was_read_is_read_again(sim: Simulator, run: Run, signed: dict[str, str], read: Run) -> None:
    attachment(sim)
    before = run("resource_info", **signed, resource_id=ID, resource_type="boot_volume_attachment").result
    for given in ({**before, "changed": False}, before["resources"]):
        assert [each["status"] for each in read(resource_id=given).result["resources"]] == ["ATTACHED"]


def test_a_result_about_what_has_no_ocid(refused: Run) -> None:
    result = {"changed": True, "addon": {"name": "CertManager", "lifecycle_state": "CREATING"}}
    message = refused(**{**ADDON, "resource_id": result}, parameters={"clusterId": CLUSTER})
    assert message.endswith("Resources of this type have no OCID: give the name.")


def test_an_id_twice_is_read_once(sim: Simulator, read: Run) -> None:
    made = sim.resource("core.instance", "RUNNING")
    ended = read(resource_id=[made.id, {"resource_id": made.id}, {"instance": {"id": made.id}}, f" {made.id} "])
    assert [each["id"] for each in ended.result["resources"]] == [made.id]
    assert len(sim.journal) == 1


def test_an_id_twice_as_two_things(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    id_ = f"ocid1.dbsystem.oc1.iad.{UNIQUE}"
    entries = [
        {"resource_id": id_, "service": "database.db_system", "state": "settled"},
        {"resource_id": id_, "service": "database.exadata_iorm_config", "state": "settled"},
    ]
    ended = run("operation_wait", **signed, operations=entries)
    assert (
        f"The same id, {id_}, is that of a database.db_system and of a database.exadata_iorm_config. Wait for them in two tasks."
        in ended.msg
    )
    assert len(sim.journal) == 0


def test_a_name_of_several_words_in_any_mix(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    made = sim.resource("compute_instance_agent.instance_agent_plugin", "RUNNING", id="Compute Instance Run Command")
    entry = {
        "resource_id": "Compute Instance Run Command",
        "service": "compute_instance_agent.instance_agent_plugin",
        "parameters": {"instanceagentId": made.parameters["instanceagentId"]},
        "compartment_id": made.parameters["compartmentId"],
        "state": "RUNNING",
    }
    ended = run("operation_wait", **signed, operations=[entry])
    assert ended.result["succeeded"] == [f"{made.parameters['instanceagentId']}/Compute Instance Run Command"]


# Goals


@pytest.fixture
def refused_goal(sim: Simulator, run: Run, signed: dict[str, str]) -> Run:
    def call(**options: Any) -> str:
        ended = run("resource_wait", **{**signed, "resource_id": ID, **options})
        assert len(sim.journal) == 0
        return ended.msg

    return call


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"state": [""]}, "state has an empty word"),
        ({"state": "  "}, "state has an empty word"),
        ({"state": ["RUNNING", ""]}, "state has an empty word"),
        ({"fail_on": [""]}, "fail_on has an empty word"),
        ({"state": "absent"}, "absent is no state, but an option of its own: set absent: true."),
        ({"state": "present"}, "'PRESENT' in state is no state of core.instance."),
        ({"state": ["settled", "RUNNING"]}, "cannot stand beside other words"),
        ({"fail_on": "settled"}, "'SETTLED' in fail_on is no state of core.instance."),
        ({"state": "x" * 5000}, "in state is no state of core.instance."),
        ({"state": "a\x1b[2Jb"}, "in state is no state of core.instance."),
        ({"state": "RUNNING", "fail_on": "running"}, "RUNNING stands in fail_on and in state"),
        ({"missing_ok": True}, "missing_ok is for absent"),
        ({"interval": 10, "max_interval": 5}, "interval (10 s) must not be above max_interval (5 s)."),
        ({"timeout": -1}, "timeout must be a number of seconds"),
    ],
)
def test_goals_that_are_none(refused_goal: Run, options: dict[str, Any], message: str) -> None:
    found = refused_goal(**options)
    assert message in found
    assert len(found) < 1000


def test_an_empty_list_of_states_is_none(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    made = sim.resource("core.instance", "STOPPED")
    assert run("resource_wait", **signed, resource_id=made.id, state=[]).result["resources"][0]["goal"] == ["settled"]


def test_a_timeout_of_nothing_is_one_poll(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=60)
    ended = run("resource_wait", **signed, resource_id=made.id, state="STOPPED", timeout=0)
    assert (ended.result["polls"], ended.result["timed_out"], ended.result["pending"]) == (1, True, [made.id])
    gone = sim.resource("core.instance", "STOPPED")
    assert run("resource_wait", **signed, resource_id=gone.id, state="STOPPED", timeout=0).result["succeeded"] == [
        gone.id
    ]


def test_an_interval_that_is_longer_than_the_timeout(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    made = sim.resource("core.instance", "STOPPING", then="STOPPED", after=1)
    ended = run("resource_wait", **signed, resource_id=made.id, state="STOPPED", timeout=1.5, interval=30)
    assert (ended.result["succeeded"], ended.result["polls"]) == ([made.id], 2)
