# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many services are read at once, and the fault of one does not concern the others."""

from __future__ import annotations

import collections
import itertools
import pathlib
import socket
import time
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci import list_all_services
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import endpoints
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.list_query import Filters
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import config_file, signer as signer_module
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.list_all_services import Survey
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make, make_session

NUMBERS = itertools.count()
IN_FLIGHT = Filters(in_flight=True)
#: Families with a list of a compartment, and what the others need.
WHOLE = [family.title for family in lookup.families() if family.lists_whole_compartments]
NEEDS = {
    "apm_control_plane.apm_domain": "apmDomainId", "blockchain": "blockchainPlatformId", "load_balancer": "loadBalancerId",
    "waas": "waasPolicyId",
}  # fmt: skip
#: A second list of the work requests of another family.
SAME = {"marketplace_publisher.admin": "marketplace_publisher"}
FEW = ["work_requests", "identity", "container_engine", "mysql"]

Ask = Callable[..., Survey]


pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim, service_endpoint=f"{sim.url}/{{service}}")


@pytest.fixture
def compartment(sim: Simulator) -> str:
    """One that no other test uses, and that has something in it."""
    compartment = "ocid1.compartment.oc1..exampleofsurveyingtests%d" % next(NUMBERS)
    sim.launch("identity", seconds=0, compartment_id=compartment)
    return compartment


@pytest.fixture
def survey(client: OciClient, compartment: str) -> Ask:
    """survey("oke", "mysql") asks these services of the simulator."""

    def ask(
        *names: str,
        filters: Filters = IN_FLIGHT,
        most: Any = None,
        include: Any = (),
        timeout: float = 60,
        by: Any = client,
    ) -> Survey:
        return list_all_services.survey(
            by, list_all_services.families(names), compartment, filters, most, include, 10, timeout
        )

    return ask


def ids(found: Survey) -> list[str]:
    return [target.id for target, _observation in found.found]


def reasons(found: Survey) -> dict[str, str]:
    return {each.service: each.reason for each in found.skipped}


# What is found


def test_every_service_that_lists_is_read_once(sim: Simulator, survey: Ask, compartment: str) -> None:
    launched = {title: sim.launch(title, outcome=None, compartment_id=compartment).id for title in sorted(WHOLE)}
    found = survey("all")
    shown = {target.id: target.family.title for target, _observation in found.found}
    assert len(found.found) == len(shown) == len(launched)  # also where two lists show the same
    assert {title: shown[id_] for title, id_ in launched.items()} == {
        title: SAME.get(title, title) for title in launched
    }
    assert list(shown.values()) == sorted(shown.values())
    assert all(observation.operation.state == "pending" for _target, observation in found.found)
    asked = collections.Counter(entry.service for entry in sim.journal.of(call="list"))
    assert asked == dict.fromkeys(WHOLE, 1)
    assert len(sim.journal) == len(WHOLE) + 1  # and the namespace, once for the four families that need it
    assert found.read == len(WHOLE)
    assert set(reasons(found)) == set(NEEDS)
    for skipped in found.skipped:
        assert skipped.reason == list_all_services.NEEDS_RESOURCE
        assert f"its API needs {NEEDS[skipped.service]}" in skipped.fault.message


def test_only_what_is_in_flight_the_newest_first(sim: Simulator, survey: Ask, compartment: str) -> None:
    sim.launch("mysql", seconds=0, compartment_id=compartment)
    late = sim.launch("mysql", outcome=None, compartment_id=compartment, accepted=10)
    early = sim.launch("mysql", outcome=None, compartment_id=compartment, accepted=500)
    attention = sim.launch("data_safe", steps=[{"at": 0, "status": "NEEDS_ATTENTION"}], compartment_id=compartment)
    found = survey("mysql", "data_safe")
    assert ids(found) == [attention.id, late.id, early.id]
    assert found.skipped == []


def test_the_newest_over_all_services(sim: Simulator, survey: Ask, compartment: str) -> None:
    ages = {"container_engine": 30, "mysql": 10, "data_safe": 20}
    launched = {
        title: sim.launch(title, outcome=None, compartment_id=compartment, accepted=age).id
        for title, age in ages.items()
    }
    assert ids(survey(*ages, most=2)) == [launched["data_safe"], launched["mysql"]]


def test_filters_hold_for_every_service(sim: Simulator, survey: Ask, compartment: str) -> None:
    """Whether its list can filter by them or not, and whether it shows what they are about or not."""
    resource = "ocid1.thing.oc1.iad.examplething%d" % next(NUMBERS)
    services_ = ("container_engine", "mysql", "blockchain")
    about = {"resources": [{"identifier": resource, "entity_type": "thing"}], "compartment_id": compartment}
    launched = {title: sim.launch(title, outcome=None, **about).id for title in services_}
    for title in services_:
        sim.launch(title, outcome=None, compartment_id=compartment)
        sim.launch(title, seconds=0, outcome="failed", **about)
    assert sorted(ids(survey(*services_, filters=Filters(resource_id=resource, in_flight=True)))) == sorted(
        launched.values()
    )
    assert len(ids(survey(*services_, filters=Filters(resource_id=resource, statuses=frozenset(["FAILED"]))))) == 3


def test_errors_and_logs_where_they_are_included(sim: Simulator, survey: Ask, compartment: str) -> None:
    for title in ("container_engine", "mysql"):
        sim.launch(title, seconds=0, outcome="failed", errors=[("A", "b")], logs=["one"], compartment_id=compartment)
    found = survey("oke", "mysql", filters=Filters(), include=["errors", "logs"])
    assert [(each.operation.errors[0].code, each.operation.logs[0].message) for _target, each in found.found] == [
        ("A", "one")
    ] * 2


def test_names_are_services_once_each() -> None:
    assert [family.title for family in list_all_services.families(["oke", "MySQL", "container_engine"])] == [
        "container_engine",
        "mysql",
    ]
    assert list_all_services.families(["oke", " ALL "]) == list(lookup.families())
    with pytest.raises(UsageError, match="'okey' is not a service"):
        list_all_services.families(["mysql", "okey"])


# Bounds


@pytest.mark.usefixtures("small_pages")
def test_a_long_list_is_cut(sim: Simulator, survey: Ask, compartment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_all_services, "MOST_PAGES", 2)
    launched = sim.launch_many("mysql", count=5, outcome=None, compartment_id=compartment)
    sim.launch_many("container_engine", count=4, outcome=None, compartment_id=compartment)
    found = survey("mysql", "container_engine")
    assert ids(found)[4:] == [operation.id for operation in reversed(launched[1:])]
    assert reasons(found) == {"mysql": "has more than 4 work requests, of which no others were read"}
    assert found.skipped[0].fault is None
    assert len(sim.journal.of(service="mysql")) == 2


def test_no_more_is_read_than_wanted(sim: Simulator, survey: Ask, compartment: str, small_pages: None) -> None:
    sim.launch_many("mysql", count=9, outcome=None, compartment_id=compartment)
    found = survey("mysql", most=3)
    assert (len(found.found), found.skipped, len(sim.journal)) == (3, [], 2)


def test_a_service_that_hangs_is_left_out_when_time_is_up(sim: Simulator, survey: Ask, compartment: str) -> None:
    launched = sim.launch("mysql", outcome=None, compartment_id=compartment)
    sim.fault(service="container_engine", delay=30)
    begin = time.monotonic()
    found = survey("oke", "mysql", timeout=1)
    assert time.monotonic() - begin < 10  # not 30, however busy this machine is
    assert ids(found) == [launched.id]
    assert reasons(found) == {"container_engine": "no answer within 1 s"}
    assert found.skipped[0].fault.kind == "transient"


@pytest.mark.usefixtures("small_pages")
def test_what_was_read_before_is_kept(sim: Simulator, survey: Ask, compartment: str) -> None:
    launched = sim.launch_many("mysql", count=5, outcome=None, compartment_id=compartment)
    sim.fault(service="mysql", skip=1, status=500, times=None)
    found = survey("oke", "mysql")
    assert ids(found) == [launched[4].id, launched[3].id]
    assert reasons(found) == {"mysql": "answered 500 InternalServerError, after 2 work requests were read"}
    assert found.read == 2


def test_errors_are_read_as_long_as_there_is_time(sim: Simulator, client: OciClient, compartment: str) -> None:
    sim.launch_many("mysql", count=3, outcome=None, compartment_id=compartment)
    sim.fault(call="errors", delay=30, times=None)
    wanted = list_all_services.families(["mysql"])
    found = list_all_services.survey(client, wanted, compartment, IN_FLIGHT, None, ["errors"], 1, 1.0)
    assert [observation.operation.errors for _target, observation in found.found] == [None] * 3
    assert len(sim.journal.of(call="errors")) == 1
    assert "The errors of 2 work requests were not read before the deadline." in client.warnings


# Services with faults


@pytest.mark.parametrize(
    ("effect", "reason"),
    [
        ({"status": 404}, "answered 404 NotAuthorizedOrNotFound"),
        ({"status": 403, "body": {"code": "NotAllowed", "message": "No."}}, "answered 403 NotAllowed"),
        ({"status": 401}, "answered 401 NotAuthenticated"),
        ({"status": 503, "kind": "html"}, "answered 503"),
        ({"kind": "garbage"}, "answered 200"),
        ({"body": {"key": "value"}}, "answered 200"),
        ({"close": True}, "connection failed: "),
        ({"reset": True}, "connection failed: "),
    ],
)
def test_the_fault_of_one_service_does_not_hide_the_others(
    sim: Simulator, survey: Ask, compartment: str, effect: dict[str, Any], reason: str
) -> None:
    launched = sim.launch("container_engine", outcome=None, compartment_id=compartment)
    sim.fault(service="mysql", times=None, **effect)
    found = survey("mysql", "oke")
    assert ids(found) == [launched.id]
    [skipped] = found.skipped
    assert skipped.service == "mysql"
    assert skipped.reason.startswith(reason)
    assert f" (GET {sim.url}/mysql/" in skipped.fault.message
    assert len(sim.journal.of(service="mysql")) == (
        list_all_services.RETRY.tries if skipped.fault.kind == "transient" and "key" not in str(effect) else 1
    )
    assert list_all_services.failure(found) is None


def test_a_transient_error_is_retried(sim: Simulator, survey: Ask) -> None:
    for title in FEW:
        sim.fault(service=title, status=429 if title == "mysql" else 503)
    found = survey(*FEW)
    assert (found.skipped, found.read, len(sim.journal)) == ([], 4, 8)


def test_where_no_service_can_be_read_the_message_has_the_reasons(sim: Simulator, survey: Ask) -> None:
    sim.fault(service="mysql", status=500, times=None)
    for title in ("container_engine", "identity"):
        sim.fault(service=title, status=404, times=None)
    lines = list_all_services.failure(survey("mysql", "identity", "oke", "waas")).splitlines()
    assert lines[0] == "No service could be read, of 4:"
    assert lines[1].startswith("- container_engine, identity: 404 NotAuthorizedOrNotFound: ")
    assert f"(GET {sim.url}/container_engine/" in lines[1]
    assert lines[2].startswith("- mysql: 500 InternalServerError: ")
    assert f"(GET {sim.url}/mysql/" in lines[2]
    assert lines[3].startswith("- waas: To list the work requests of waas its API needs waasPolicyId")


def test_where_none_of_all_can_be_read_the_message_is_short(sim: Simulator, survey: Ask) -> None:
    found = survey("all", by=make(sim, "OUTSIDER", service_endpoint=f"{sim.url}/{{service}}"))
    message = list_all_services.failure(found)
    assert len(found.skipped) == len(lookup.families())
    assert "- adm, ai_anomaly_detection, " in message
    assert f"and {len(WHOLE) - list_all_services.NAMED} more: 404 NotAuthorizedOrNotFound: " in message
    assert message.count("\n") == 2
    assert f"\n- {', '.join(NEEDS)}: To list" in message


# Authentication


def test_a_rejected_authentication_is_not_tried_with_every_service(sim: Simulator, survey: Ask) -> None:
    found = survey("all", by=make(sim, "UNKNOWN", service_endpoint=f"{sim.url}/{{service}}"))
    assert [entry.service for entry in sim.journal] == ["work_requests", "identity"]
    message = list_all_services.failure(found)
    assert message.startswith("No service was read, because the authentication is rejected: 401 NotAuthenticated: ")
    assert f" (GET {sim.url}/identity/" in message
    assert "The key's fingerprint is" in message
    assert collections.Counter(reasons(found).values()) == {
        "answered 401 NotAuthenticated": 2,
        "not read, because other services reject the authentication": len(lookup.families()) - 2,
    }


def test_one_service_alone_that_rejects_the_authentication_is_skipped(sim: Simulator, survey: Ask) -> None:
    sim.fault(service="work_requests", status=401)
    found = survey(*FEW)
    assert reasons(found) == {"work_requests": "answered 401 NotAuthenticated"}
    assert found.read == 3


def test_a_session_that_was_renewed_is_taken_up_once(sim: Simulator, survey: Ask, tmp_path: pathlib.Path) -> None:
    valid = config_file.read_token(config_file.load("security_token", {}, str(sim.config_file), "SESSION"))
    (tmp_path / "session").mkdir()
    _client, file = make_session(sim, tmp_path / "session", "old.token.a")
    settings = config_file.load("security_token", {}, str(tmp_path / "session" / "config"))
    signer = signer_module.signer(settings)
    client = OciClient(
        Transport(signer, conventions=CONVENTIONS), signer, Place(service_endpoint=f"{sim.url}/{{service}}")
    )
    file.write_text(valid, encoding="utf-8")
    found = survey("all", by=client)
    assert found.read == len(WHOLE)
    assert [entry.status for entry in sim.journal if entry.status != 200] == [401]


# At Oracle's own host names


class Names:
    """What the host names of this process resolve to: a simulator, a port where nothing answers, or nothing."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.silent: set[str] = set()
        self.unknown: set[str] = set()
        self.asked: collections.Counter[str] = collections.Counter()
        self.hole = socket.create_server(("127.0.0.1", 0), backlog=200)

    def resolve(self, host: str, port: int, *_args: Any, **_more: Any) -> list[Any]:
        self.asked[host] += 1
        if host in self.unknown:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        port = self.hole.getsockname()[1] if host in self.silent else self.simulator.port
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def host(title: str) -> str:
    region = endpoints.find_region("us-ashburn-1", {}, "/nowhere")
    return endpoints.endpoint(lookup.find(title), region, False, None, {}).split("/")[2].lower()


@pytest.fixture(scope="module")
def at_oracle() -> Iterator[Simulator]:
    with Simulator(tls=sorted({host(title) for title in WHOLE}), max_page_size=50) as simulator:
        yield simulator


@pytest.fixture
def names(at_oracle: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    names = Names(at_oracle)
    monkeypatch.setattr(socket, "getaddrinfo", names.resolve)
    at_oracle.journal.clear()
    yield names
    names.hole.close()


def survey_of(simulator: Simulator, *wanted: str, timeout: float = 60) -> Survey:
    settings = config_file.load("api_key", {}, str(simulator.config_file))
    signer = signer_module.signer(settings)
    client = OciClient(
        Transport(signer, str(simulator.ca_file), conventions=CONVENTIONS),
        signer,
        Place(region="us-ashburn-1", environ={}),
    )
    return list_all_services.survey(
        client, list_all_services.families(wanted), simulator.compartment_id, IN_FLIGHT, None, [], 10, timeout
    )


def test_a_service_that_is_not_in_the_region_is_left_out(at_oracle: Simulator, names: Names) -> None:
    names.unknown = {host("mysql")}
    found = survey_of(at_oracle, *FEW)
    assert reasons(found) == {"mysql": f"no such host: {host('mysql')}"}
    assert found.read == 3


def test_however_many_hang_the_others_answer(at_oracle: Simulator, names: Names) -> None:
    names.silent = {host(title) for title in WHOLE} - {host(title) for title in FEW}
    begin = time.monotonic()
    found = survey_of(at_oracle, "all", timeout=6)
    assert max(entry.monotonic for entry in at_oracle.journal) < begin + 6  # and not when time is up for the others
    assert {entry.headers["host"] for entry in at_oracle.journal} == {host(title) for title in FEW}
    hanging = [title for title in WHOLE if host(title) in names.silent]
    assert len(hanging) > 100
    assert {title: reasons(found).get(title) for title in hanging} == dict.fromkeys(hanging, "no answer within 6 s")
    assert found.read == len(WHOLE) - len(hanging)


def test_a_host_is_sent_its_own_requests_only(at_oracle: Simulator, names: Names) -> None:
    titles = ["cluster_placement_groups", "delegate_access_control", "work_requests"]
    launched = [at_oracle.launch(title, outcome=None).id for title in titles]
    found = survey_of(at_oracle, *titles)
    assert (ids(found), found.skipped) == (launched, [])


@pytest.mark.usefixtures("small_pages")
def test_a_connection_serves_all_pages_of_its_host(at_oracle: Simulator, names: Names) -> None:
    hosts: dict[str, str] = {}
    for title in WHOLE:
        hosts.setdefault(host(title), title)
    some = list(hosts.values())[:14]
    for title in some:
        at_oracle.launch_many(title, count=5, outcome=None)
    found = survey_of(at_oracle, *some)
    assert (len(found.found), found.skipped) == (14 * 5, [])
    assert names.asked == {host(title): 1 for title in some}
