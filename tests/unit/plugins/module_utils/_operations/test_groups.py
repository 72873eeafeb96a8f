# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How entries of operations become groups of a wait: who shares a client, whose options reach whom, and what is secret."""

from __future__ import annotations

import base64
import json
from typing import Any, Callable

import pytest
from hypothesis import HealthCheck, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._ansible import outgoing
from ansible_collections.longops.oracle.plugins.module_utils._ansible.runner import Run
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import LongopsError
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Watch
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import connection as goldengate
from ansible_collections.longops.oracle.plugins.module_utils._oci import connection as oci
from ansible_collections.longops.oracle.plugins.module_utils._operations import groups, options as operation_options
from ansible_collections.longops.oracle.plugins.module_utils._operations.groups import Made
from ansible_collections.longops.oracle.plugins.modules import operation_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.examples import examples

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
OTHER = "ocid1.coreservicesworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
CLUSTER = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
PASSWORD = "correct horse battery"
GATE = {"url": "https://gate.example.invalid", "username": "u", "password": PASSWORD}

Make = Callable[..., Made]


class Clients(list):  # type: ignore[type-arg]
    """The options with which clients were made, in order."""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Clients:
    found = Clients()
    for module in (oci, goldengate):

        def client(params: dict[str, Any], *more: Any, _made: Any = module.client, _module: Any = module) -> Any:
            found.append((_module.__name__.split("._")[-1].split(".")[0], dict(params)))
            return _made(params, *more)

        monkeypatch.setattr(module, "client", client)
    return found


@pytest.fixture
def defaults(sim: Simulator) -> dict[str, Any]:
    """The options of the module by which it reaches the simulator, where an entry has none of its own."""
    return {"config_file_location": str(sim.config_file), "service_endpoint": sim.url}


@pytest.fixture
def make(defaults: dict[str, Any]) -> Make:
    def call(*operations: Any, **options: Any) -> Made:
        return groups.make(run_of(list(operations), **{**defaults, **options}))

    return call


def run_of(operations: list[Any], **options: Any) -> Run:
    spec = operation_wait.spec()["argument_spec"]
    params = {name: each.get("default") for name, each in spec.items()}
    secrets = {options[name] for name, each in spec.items() if each.get("no_log") and name in options}
    return Run({**params, **options, "operations": operations}, False, secrets, None)


def ids(found: Made) -> list[list[str]]:
    assert found.faults == []
    return [list(group.ids) for group in found.groups]


def places(found: Made) -> list[list[int]]:
    return [list(part.places) for part in found.parts]


# Options


def test_each_option_of_the_module_is_that_of_its_kind() -> None:
    own = operation_options.of_module()
    assert own["service"] == goldengate.connection_options()["service"]  # an entry for OCI names its own
    assert "resource_id" not in own
    assert "required" not in own["url"]  # only an entry with request_id needs it
    for name, spec in oci.connection_options().items():
        if name not in ("service", "resource_id"):
            assert own[name] == spec
    for name, spec in goldengate.connection_options().items():
        if name != "url":
            assert own[name] == spec


def test_a_default_service_of_goldengate_does_not_reach_work_requests(make: Make, made: Clients) -> None:
    found = make(ID, {"request_id": 7, "options": GATE}, service="distsrvr", deployment="Local")
    assert ids(found) == [[ID], ["7"]]
    assert [(kind, params["service"]) for kind, params in made] == [("oci", None), ("goldengate", "distsrvr")]
    assert found.groups[0].entries([]) == []


def test_an_entry_for_oci_may_name_its_service_in_three_places(make: Make) -> None:
    plain = (
        "ocid1.workrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"  # of any service
    )
    for entry in (
        {"work_request_id": plain, "service": "lbaas"},
        {"work_request_id": plain, "options": {"service": "lbaas", "region": "iad"}},
        [{"id": plain, "service": "lbaas"}],
    ):
        assert ids(make(entry)) == [[plain]]


def test_equal_options_share_a_client(make: Make, made: Clients) -> None:
    found = make(
        ID,
        {"work_request_id": OTHER, "options": {"region": "phx", "read_timeout": 5}},
        {"work_request_id": CLUSTER},
        {"work_request_id": CLUSTER.replace("zqsa", "zqsb"), "options": {"read_timeout": 5, "region": "phx"}},
        {"request_id": 7, "options": GATE},
        {"request_id": 8, "options": dict(reversed(GATE.items()))},
    )
    assert ids(found) == [[ID, CLUSTER], [OTHER, CLUSTER.replace("zqsa", "zqsb")], ["7", "8"]]
    assert [kind for kind, _params in made] == ["oci", "oci", "goldengate"]
    assert places(found) == [[1, 3], [2, 4], [5, 6]]


def test_two_goldengate_services_may_have_requests_of_the_same_id(make: Make) -> None:
    other = {**GATE, "url": "https://other.example.invalid"}
    found = make(
        {"request_id": 7, "options": GATE}, {"request_id": 7, "options": other}, {"request_id": "7", "options": GATE}
    )
    assert ids(found) == [["7"], ["7"]]
    assert places(found) == [[1], [2]]


def test_calls_that_were_complete_when_answered_are_each_in_their_place(make: Make) -> None:
    """Also where they went to the same URL."""
    url = "https://gate.example.invalid/services/v2/extracts/EXT1"
    at_once = {"changed": False, "status": 200, "url": url}
    loop = {"changed": False, "results": [at_once, {**at_once, "url": url.replace("EXT1", "EXT2")}, at_once]}
    found = make(*({"request_id": given, "options": GATE} for given in (7, at_once, 8, at_once, 7, loop)))
    assert ids(found) == [["7", "8"]]
    entries = found.groups[0].entries([])
    assert [entry["id"] for entry in entries] == ["7", None, "8", None, None, None, None]
    assert [entry["call"][-4:] for entry in entries if entry["call"]] == ["EXT1", "EXT1", "EXT1", "EXT2", "EXT1"]
    assert places(found) == [[1, 2, 3, 4, 6, 6, 6]]


def test_a_work_request_that_is_named_twice_is_waited_for_once(make: Make) -> None:
    found = make(ID, {"work_request_id": ID, "options": {"region": "phx"}}, [ID, OTHER])
    assert ids(found) == [[ID, OTHER], []]


def test_options_of_an_entry_stand_over_those_of_the_module(make: Make, made: Clients) -> None:
    make({"request_id": 7, "options": {"password": "other"}}, **GATE, read_timeout=7.0)
    [(_kind, params)] = made
    assert (params["url"], params["username"], params["password"]) == (GATE["url"], "u", "other")
    assert params["read_timeout"] == 7.0


def test_options_of_an_entry_are_converted(make: Make, made: Clients) -> None:
    make({"request_id": 7, "options": {**GATE, "validate_certs": "no", "read_timeout": "5"}})
    [(_kind, params)] = made
    assert (params["validate_certs"], params["read_timeout"]) == (False, 5.0)


def test_an_option_that_is_null_is_not_given(make: Make, made: Clients) -> None:
    make({"request_id": 7, "options": {**GATE, "read_timeout": None}}, read_timeout=7.0)
    assert made[0][1]["read_timeout"] == 7.0


@pytest.mark.parametrize(("own", "module"), [({"token": "abc"}, GATE), (GATE, {"url": GATE["url"], "token": "abc"})])
def test_credentials_of_an_entry_take_the_place_of_the_modules(
    make: Make, made: Clients, own: dict[str, Any], module: dict[str, Any]
) -> None:
    """They are not mixed: a token and a password at once could only be an error."""
    found = make({"request_id": 7, "options": own}, **module)
    assert ids(found) == [["7"]]
    given = {name: value for name, value in made[0][1].items() if name in ("token", "username", "password") and value}
    assert given == {name: value for name, value in own.items() if name != "url"}


# What is wrong

UNKNOWN = "ocid1.workrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
SYSTEM = "ocid1.dbsystem.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
INSTANCE = "ocid1.instance.oc1.iad.anuwcljrexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2qab"
VOLUME = "ocid1.volume.oc1.iad.abuwcljrexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2qabcd"
BAD: list[tuple[Any, str]] = [
    ({"no": "id"}, "has no work request id"),
    ({"work_request_id": "de305d54-75b4-431b-adb2-eb6b9e546014"}, "is not an OCID"),
    ({"work_request_id": ID, "service": "no_such_service"}, "'no_such_service' is not a service"),
    ([ID, {"id": OTHER, "service": "nor_such_service"}], "'nor_such_service' is not a service"),
    ({"resource_id": "no-ocid"}, "'no-ocid' is not an OCID"),
    ({"resource_id": SYSTEM, "service": "no_such_service"}, "'no_such_service' is not a service"),
    ({"resource_id": SYSTEM, "compartment_id": "no-compartment"}, "'no-compartment' is not an OCID"),
    ({"resource_id": ID}, "is a work request and no resource"),
    ({"work_request_id": ID, "options": {"config_profile_name": "MISSING"}}, "There is no profile MISSING"),
    ({"work_request_id": ID, "options": {"realm_specific_endpoint_template_enabled": "perhaps"}}, "perhaps"),
    ({"work_request_id": ID, "options": {"service_endpoint": "gopher://h"}}, "service_endpoint must be a URL"),
    ({"request_id": "seven", "options": GATE}, "'seven' is not the id of a GoldenGate request"),
    ({"request_id": 7}, "url is missing"),
    ({"request_id": 7, "options": {**GATE, "url": "gopher://x"}}, "url must be the address"),
    ({"request_id": 7, "options": {"url": GATE["url"], "username": "u"}}, "password is missing"),
    ({"request_id": 7, "options": {**GATE, "validate_certs": "perhaps"}}, "perhaps"),
]


def test_all_bad_entries_are_named_at_once_and_nothing_is_sent(make: Make, sim: Simulator) -> None:
    """Also where a right one would have to be searched for."""
    faults = make({"resource_id": SYSTEM}, *(entry for entry, _words in BAD), 42).faults
    assert len(faults) == len(BAD) + 1
    for number, (text, (_entry, words)) in enumerate(zip(faults, [*BAD, (42, "is 42.")]), start=2):
        assert text.startswith(f"Entry {number} of operations")
        assert words in text
    assert len(sim.journal) == 0


def test_terms_that_contradict_each_other_are_named_first_and_nothing_is_sent(make: Make, sim: Simulator) -> None:
    faults = make({"resource_id": SYSTEM}, timeout=-1.0).faults
    assert faults == ["timeout must be a number of seconds, zero or more, not -1."]
    assert make(42, interval=0.0).faults[0].startswith("interval must be at least 0.1 s")
    assert len(sim.journal) == 0


def test_a_region_that_is_not_known_is_named_with_its_entry(make: Make, sim: Simulator) -> None:
    faults = make(ID.replace(".iad.", ".nowhere."), ID, service_endpoint=None).faults
    assert [text.partition(": ")[0] for text in faults] == ["Entry 1 of operations"]
    assert "nowhere" in faults[0]
    assert len(sim.journal) == 0


def test_a_principal_authenticates_only_where_no_entry_is_wrong(
    make: Make, monkeypatch: pytest.MonkeyPatch, made: Clients
) -> None:
    """Its token is requested from a service."""
    own = {"work_request_id": ID, "options": {"auth_type": "instance_principal"}}
    assert make(own, 42).faults == [text for text in make(42).faults for text in [text.replace("Entry 1", "Entry 2")]]
    assert made == []
    monkeypatch.setattr(oci, "client", lambda *_any: (_ for _ in ()).throw(LongopsError("no token")))
    assert make(own).faults == ["Entry 1 of operations: no token"]


def test_options_that_several_entries_have_in_common_are_told_once(make: Make) -> None:
    missing = {"config_profile_name": "MISSING"}
    [text] = make(ID, *({"work_request_id": OTHER, "options": missing} for _each in range(12))).faults
    assert text.startswith(
        "Entries 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more of operations: There is no profile MISSING"
    )


def test_what_is_wrong_with_the_modules_own_options_is_said_once(make: Make) -> None:
    """Also where an entry has other options of its own; and it comes first."""
    own = {"work_request_id": OTHER, "options": {"read_timeout": 7}}
    faults = make(42, ID, own, OTHER, config_profile_name="MISSING").faults
    assert faults[0].startswith("There is no profile MISSING")
    assert [text.partition(" is ")[0] for text in faults[1:]] == ["Entry 1 of operations"]


def test_an_address_is_needed_only_by_goldengate(make: Make) -> None:
    assert ids(make(ID)) == [[ID]]
    assert make({"request_id": 7, "options": {"username": "u", "password": "p"}}).faults == [
        "Entry 1 of operations: url is missing. Set it under options, or for all entries."
    ]


@pytest.mark.parametrize("key", ["work_request_id", "resource_id"])
def test_a_service_that_cannot_cancel_is_named_before_the_wait(make: Make, sim: Simulator, key: str) -> None:
    balancer = {key: UNKNOWN if key == "work_request_id" else SYSTEM, "service": "load_balancer"}
    [text] = make(CLUSTER, balancer, on_timeout="cancel").faults
    assert text.startswith("Entry 2 of operations: Work requests of load_balancer cannot be canceled")
    assert len(sim.journal) == 0


def test_a_resource_that_cannot_be_searched_is_named(make: Make, sim: Simulator) -> None:
    compartment = "ocid1.compartment.oc1.." + "a" * 60
    sim.fault(call="list", status=404, times=None)
    [text] = make({"resource_id": SYSTEM, "compartment_id": compartment}).faults
    assert text.startswith("Entry 1 of operations: ")
    assert "404" in text


@pytest.mark.parametrize(
    "operations", [[], [{"skipped": True}], [[]], [{"request_id": {"skipped": True}}, {"results": []}]]
)
def test_nothing_to_wait_for_makes_no_client(make: Make, made: Clients, operations: list[Any]) -> None:
    """So a URL that is missing is no fault."""
    found = make(*operations)
    assert (found.parts, found.faults, made) == ([], [], [])


KEYS = st.sampled_from(
    ["work_request_id", "id", "resource_id", "request_id", "service", "compartment_id", "options", "state", "absent"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([ID, "7", "https://h"])
OPTIONS = st.dictionaries(
    st.sampled_from(["url", "username", "password", "token", "service_endpoint", "region", "client_key", "ca_path"]),
    LEAVES | st.lists(LEAVES, max_size=2) | st.dictionaries(st.text(max_size=3), LEAVES, max_size=1),
    max_size=4,
)
ENTRIES = st.fixed_dictionaries({}, optional={"work_request_id": LEAVES, "request_id": LEAVES, "options": OPTIONS})
RESOURCES = st.fixed_dictionaries(
    {
        "resource_id": st.sampled_from([INSTANCE, VOLUME]) | LEAVES,
        "state": LEAVES | st.sampled_from(["STOPPED", "settled"]),
    },
    optional={"absent": LEAVES, "fail_on": LEAVES, "resource_type": LEAVES, "parameters": LEAVES, "options": OPTIONS},
)


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LEAVES | ENTRIES | RESOURCES | st.dictionaries(KEYS, LEAVES, max_size=3), max_size=4))
def test_any_list_makes_groups_or_faults(make: Make, operations: list[Any]) -> None:
    """Without a request, for no resource among them is valid."""
    found = make(*operations)
    assert not (found.faults and found.parts)
    for text in found.faults:
        assert text
        assert text == text.strip()
    for part in found.parts:
        entries = part.group.entries([Watch(id_, 0.0) for id_ in part.group.ids])
        assert len(part.places) == len(entries)


# Resources

ADDON = {"resource_id": "CertManager", "service": "container_engine", "resource_type": "addon", "state": "ACTIVE"}
UNDER = "ocid1.cluster.oc1.iad.aaaaaaaafh3wq7zmx5tkcv2nrydg4jsb6puoeil7hxq3vmwz5ktn2rdjgy4a"


def of(resource_id: Any, **more: Any) -> dict[str, Any]:
    return {"resource_id": resource_id, **more}


def goals(found: Made) -> list[list[Any]]:
    """The goals of the resources of each group, by its entries."""
    watches = [[Watch(id_, 0.0) for id_ in group.ids] for group in found.groups]
    return [[entry.get("goal") for entry in group.entries(each)] for group, each in zip(found.groups, watches)]


def test_resources_share_a_client_with_work_requests_of_equal_options(make: Make, made: Clients) -> None:
    own = {"region": "phx", "read_timeout": 5}
    found = make(
        of(INSTANCE, state="STOPPED"),
        ID,
        of(VOLUME, absent=True, options=own),
        {"work_request_id": OTHER, "options": dict(reversed(own.items()))},
        of([VOLUME.replace("2qab", "3qab")], state=["available", "FAULTY"], options={}),
    )
    assert ids(found) == [[INSTANCE, VOLUME.replace("2qab", "3qab")], [ID], [VOLUME], [OTHER]]
    assert places(found) == [[1, 5], [2], [3], [4]]
    assert [params["read_timeout"] for _kind, params in made] == [60.0, 5.0]
    assert goals(found)[0] == [["STOPPED"], ["AVAILABLE", "FAULTY"]]
    assert goals(found)[2] == [["absent"]]


def test_a_goal_is_as_the_options_of_resource_wait_have_it(make: Make) -> None:
    found = make(of(INSTANCE, state="stopped,RUNNING"), of(VOLUME, absent="yes", missing_ok="true"), accept=["NEW"])
    [group] = found.groups
    first, second = (target.goal for target in group._targets.values())
    assert (first.words, first.accepted) == ({"STOPPED", "RUNNING"}, {"NEW"})
    assert (second.absent, second.missing_ok) == (True, True)


@pytest.mark.parametrize("settled", [{"state": "settled"}, {"state": None}, {"absent": False}, {"fail_on": ["FAULTY"]}])
def test_without_words_the_goal_is_any_state_that_is_not_transitional(make: Make, settled: dict[str, Any]) -> None:
    assert goals(make(of(VOLUME, **settled))) == [[["settled"]]]


def test_what_has_no_ocid_is_known_by_what_it_lies_under(make: Make) -> None:
    other = UNDER.replace("gy4a", "gy4b")
    found = make(*({**ADDON, "parameters": {"cluster_id": each}} for each in (UNDER, other, UNDER)))
    assert ids(found) == [[f"{UNDER}/CertManager", f"{other}/CertManager"]]
    assert places(found) == [[1, 2]]


def test_a_service_and_a_compartment_come_from_the_entry_then_from_its_options(make: Make) -> None:
    compartment = "ocid1.compartment.oc1..aaaaaaaaexampleqdw3x5l7q2zk4m6tbn8vhy2rja3pxs5d2gq4examplecompart7zqsaq"
    names = {"resource_type": "addon", "parameters": {"clusterId": UNDER}, "state": "ACTIVE"}
    found = make(
        of("one", service="oke", compartment_id=compartment, **names),
        of("two", options={"service": "container_engine", "compartment_id": compartment}, **names),
        of("three", options={"service": "oke"}, **names),
        compartment_id=compartment,
    )
    assert ids(found) == [[f"{UNDER}/one"], [f"{UNDER}/two"], [f"{UNDER}/three"]]
    entries = [group.entries([Watch(group.ids[0], 0.0)])[0] for group in found.groups]
    assert {entry["compartment_id"] for entry in entries} == {compartment}


def test_the_same_resource_with_the_same_goal_is_waited_for_once(make: Make) -> None:
    again = of([VOLUME, INSTANCE], state=["STOPPED", "running"], options={"read_timeout": 5})
    found = make(
        of(INSTANCE, state=["RUNNING", "STOPPED"]),
        again | {"resource_id": INSTANCE},
        of(INSTANCE, state="running,stopped"),
    )
    assert ids(found) == [[INSTANCE], []]
    assert places(found) == [[1], []]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"state": "STOPPED"}, {"state": ["RUNNING", "STOPPED"]}, "with two goals, STOPPED and RUNNING or STOPPED"),
        ({"absent": True}, {"state": "settled"}, "with two goals, absent and settled"),
        (
            {"absent": True},
            {"absent": True, "missing_ok": True},
            "twice, with different values of fail_on or missing_ok",
        ),
        (
            {"state": "STOPPED", "fail_on": []},
            {"state": "STOPPED"},
            "twice, with different values of fail_on or missing_ok",
        ),
    ],
)
@pytest.mark.parametrize("own", [{}, {"read_timeout": 5}])
def test_one_resource_with_two_goals_is_a_fault_of_both_entries(
    make: Make, one: dict[str, Any], other: dict[str, Any], said: str, own: dict[str, Any]
) -> None:
    """Also where the entries have different options."""
    assert make(of(INSTANCE, **one), ID, of(INSTANCE, options=own, **other), 42).faults == [
        f"Entries 1, 3 of operations: The same resource, {INSTANCE}, is named {said}. Wait in two tasks, one after the other.",
        make(ID, ID, ID, 42).faults[0],
    ]


BAD_RESOURCES: list[tuple[Any, str]] = [
    (of(INSTANCE, state="STOPED"), "'STOPED' in state is no state of core.instance. Did you mean STOPPED?"),
    (of(INSTANCE, state="STOPPED", absent=True), "state and absent exclude each other"),
    (of(INSTANCE, state="STOPPED", missing_ok=True), "missing_ok is for absent"),
    (of(INSTANCE, absent="perhaps"), "perhaps"),
    (of(INSTANCE, state={"a": "STOPPED"}), "argument 'state'"),
    (of(INSTANCE, state="STOPPED", parameters="clusterId"), "argument 'parameters'"),
    (
        {**ADDON, "state": "ACTIVE"},
        "container_engine.addon is read with clusterId beside its own id: set parameters: {clusterId: ...}.",
    ),
    (of(7, state="STOPPED"), "resource_id must be an id, a list of ids or a registered result, not 7."),
    (of({"changed": True}, state="STOPPED"), "has no resource's OCID"),
    (of(INSTANCE, state="STOPPED", options={"config_profile_name": "MISSING"}), "There is no profile MISSING"),
    (of(INSTANCE, state="STOPPED", options={"state": "STOPPED"}), "there is no option state"),
    (of("", state="STOPPED"), "its resource_id is empty."),
]


def test_all_bad_entries_about_resources_are_named_at_once_and_nothing_is_sent(make: Make, sim: Simulator) -> None:
    faults = make(of(INSTANCE, state="STOPPED"), ID, *(entry for entry, _words in BAD_RESOURCES)).faults
    assert len(faults) == len(BAD_RESOURCES)
    for number, (text, (_entry, words)) in enumerate(zip(faults, BAD_RESOURCES), start=3):
        assert text.startswith(f"Entry {number} of operations")
        assert words in text
    assert len(sim.journal) == 0


def test_missing_profiles_of_both_kinds_are_told_once(make: Make) -> None:
    missing = {"config_profile_name": "MISSING"}
    [text] = make({"work_request_id": ID, "options": missing}, of(INSTANCE, state="STOPPED", options=missing)).faults
    assert text.startswith("Entries 1, 2 of operations: There is no profile MISSING")


def test_skipped_results_name_no_resource(make: Make, made: Clients) -> None:
    found = make(of({"skipped": True}, state="STOPPED"), of([], absent=True) | {"resource_id": {"results": []}})
    assert (found.parts, found.faults, made) == ([], [], [])


# Secrets


def test_what_entries_were_given_is_never_shown() -> None:
    run = run_of([{"request_id": 7, "options": GATE}, {"cookies": "c", "work_request_id": ID}], region="iad")
    groups.make(run)
    assert PASSWORD not in json.dumps(run.shown())


@pytest.mark.parametrize(
    ("own", "module"),
    [
        (GATE, {}),
        ({"password": PASSWORD}, {"url": GATE["url"], "username": "u"}),
        ({"username": "u"}, {"url": GATE["url"], "password": PASSWORD}),
        ({"pasword": "x", **GATE}, {}),
        ({**GATE, "url": f"https://u:{PASSWORD.replace(' ', '%20')}@h"}, {}),
    ],
)
def test_credentials_of_an_entry_are_masked_in_all_that_leaves_the_module(
    own: dict[str, Any], module: dict[str, Any]
) -> None:
    """Also as the header that they make up together, which a server might send back."""
    run = run_of([{"request_id": 7, "options": own}], **module)
    groups.make(run)
    header = base64.b64encode(f"u:{PASSWORD}".encode()).decode()
    shown = json.dumps(
        outgoing.result({"a": f"x {header} y", "b": PASSWORD, "c": f"see {own.get('url')}"}, run.secrets)
    )
    for secret in (header, PASSWORD, PASSWORD.replace(" ", "%20")):
        assert secret not in shown


SECRET = "Xq7-s3cret-value"


@pytest.mark.parametrize(
    "entry",
    [
        {"request_id": 7, "options": {"token": [SECRET]}},
        {"request_id": 7, "options": {"token": {"a": SECRET}}},
        {"request_id": 7, "options": {"password": {"a": [SECRET]}, "service_endpoint": 5, "url": 5}},
        {"request_id": 7, "options": {"url": f"https://user:{SECRET}@gate.example.invalid"}},
        {"request_id": 7, "options": {"url": f"https://user:{SECRET.replace('-', '%2D')}@gate.example.invalid"}},
        {"work_request_id": ID, "options": {"service_endpoint": f"https://user:{SECRET}@h.example.invalid"}},
        {"work_request_id": ID, "options": {"api_user_key_pass_phrase": [SECRET]}},
        {"work_request_id": ID, "options": {"password": SECRET}},  # in the wrong place
        {"resource_id": "", "options": {"token": SECRET}},
    ],
)
def test_secrets_of_entries_are_hidden_before_anything_can_fail(
    entry: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_any: Any) -> Any:
        raise ZeroDivisionError(json.dumps(entry))

    monkeypatch.setattr(groups, "parse", fail)
    run = run_of([entry])
    with pytest.raises(ZeroDivisionError) as raised:
        groups.make(run)
    assert run.params["operations"] is None
    assert "Xq7" not in json.dumps([outgoing.result({"msg": str(raised.value)}, run.secrets), run.shown()])


def test_an_endpoint_of_a_wrong_type_is_a_fault_and_no_exception(make: Make) -> None:
    assert make({"work_request_id": ID, "options": {"service_endpoint": 5}}).faults
