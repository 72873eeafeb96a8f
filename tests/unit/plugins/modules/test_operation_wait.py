# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""operation_wait from options to the result: a mix of work requests and GoldenGate requests, in one wait."""

from __future__ import annotations

import base64
import json
import pathlib
from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.modules import operation_wait, request_status_info, work_request_info
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.modules.unfiltered import Unfiltered

pytestmark = pytest.mark.usefixtures("short_grace")

DOCUMENTED = yaml.safe_load(operation_wait.RETURN)
RESULT_KEYS = set(DOCUMENTED) - {"canceling", "report_file"}
SESSION = {"auth_type": "security_token", "config_profile_name": "SESSION"}
COMPARTMENT = "ocid1.compartment.oc1..aaaaaaaaq2m7x4vtn6wkzr5jyhb3pdgs2lfoecui7vxm4zq5ktwnr6ajydha"
CLUSTER = "ocid1.cluster.oc1.iad.aaaaaaaafh3wq7zmx5tkcv2nrydg4jsb6puoeil7hxq3vmwz5ktn2rdjgy4a"
ERROR = ("LimitExceeded", "No more nodes.")
PASSWORD = "Wr0ng-password-of-an-entry"

Run = Callable[..., Any]


@pytest.fixture
def mix(run: Run, signed: dict[str, str], authenticated: dict[str, Any]) -> Run:
    """mix(operation, ..., option=...) runs operation_wait, which polls ten times a second; an option that is None is not given."""
    defaults = {**signed, **authenticated, "interval": 0.1, "max_interval": 0.1, "timeout": 30}

    def call(*operations: Any, **options: Any) -> Any:
        given = {name: value for name, value in {**defaults, **options}.items() if value is not None}
        return run("operation_wait", operations=list(operations), **given)

    return call


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> list[Transport]:
    """The HTTP sessions that were made: one for each client."""
    made: list[Transport] = []
    begin = Transport.__init__

    def count(transport: Transport, *args: Any, **options: Any) -> None:
        made.append(transport)
        begin(transport, *args, **options)

    monkeypatch.setattr(Transport, "__init__", count)
    return made


def request(id_: Any, **options: Any) -> dict[str, Any]:
    """The entry of a request of GoldenGate, with options of its own."""
    return {"request_id": id_, **({"options": options} if options else {})}


# Success


def test_a_mix_that_succeeds(sim: Simulator, gate: Any, mix: Run) -> None:
    """Results are in the order given, whichever group an entry belongs to."""
    about = {"compartment_id": COMPARTMENT, "resources": [{"identifier": CLUSTER}]}
    launched = [sim.launch("container_engine", seconds=0.3) for _each in range(4)]
    in_flight = sim.launch("container_engine", seconds=3, **about)
    accepted = gate.launch(seconds=0.3)
    done = mix(
        {"work_request_id": launched[0].id, "options": SESSION},
        launched[1].id,
        request({"status": 202, "location": f"/services/v2/requests/{accepted.id}"}),
        {"work_request_id": launched[2].id, "service": "oke", "options": SESSION},
        {"opc_work_request_id": launched[3].id, "status": 200, "changed": True},
        {"resource_id": CLUSTER, "compartment_id": COMPARTMENT, "service": "oke"},
    )
    ids = [*(each.id for each in launched), in_flight.id]
    assert set(done.result) == RESULT_KEYS | {"changed", "invocation"}
    assert [entry["id"] for entry in done.entries] == ids
    assert [entry["id"] for entry in done.result["requests"]] == [str(accepted.id)]
    assert sorted(done.result["succeeded"]) == sorted([*ids, str(accepted.id)])
    assert (done.result["unsuccessful"], done.result["pending"], done.result["not_started"]) == ([], [], [])
    assert (done.result["timed_out"], done.result["changed"], done.warnings) == (False, False, [])
    assert done.result["report"].startswith("6 operations: 6 succeeded, 0 failed, 0 not over. Waited ")
    assert done.result["polls"] == len(sim.journal.of(call="get"))


def test_the_entries_are_documented(sim: Simulator, gate: Any, mix: Run) -> None:
    result = mix(sim.launch("container_engine").id, request(gate.launch().id)).result
    for key, module, name in (
        ("work_requests", work_request_info, "work_request_info"),
        ("requests", request_status_info, "request_status_info"),
    ):
        assert f"RV(longops.oracle.{name}#module:{key})" in " ".join(DOCUMENTED[key]["description"])
        assert set(result[key][0]) == set(yaml.safe_load(module.RETURN)[key]["contains"])


def test_skipped_results_are_passed_over(sim: Simulator, mix: Run) -> None:
    launched = sim.launch("container_engine")
    skipped = {"skipped": True, "changed": False}
    done = mix(skipped, launched.id, request(skipped))
    assert (done.result["succeeded"], done.result["requests"]) == ([launched.id], [])
    assert mix(skipped, url=None).result["report"] == "There was nothing to wait for."
    assert mix().result["polls"] == 0


def test_a_complete_call_succeeds_without_a_poll(sim: Simulator, mix: Run) -> None:
    over = {"status": 200, "url": "https://gate.example.com/services/v2/extracts/EXT1", "json": {"links": []}}
    result = mix(request(over)).result
    assert ([entry["state"] for entry in result["requests"]], result["succeeded"]) == (["succeeded"], [])
    assert (result["polls"], len(sim.journal)) == (0, 0)
    assert result["report"].startswith("1 operation: 1 succeeded, ")


def test_a_work_request_that_is_named_twice_is_one(sim: Simulator, mix: Run) -> None:
    launched = sim.launch("container_engine")
    done = mix(launched.id, {"work_request_id": launched.id, "options": SESSION}, launched.id)
    assert [entry["id"] for entry in done.entries] == [launched.id]
    assert (done.result["succeeded"], done.result["polls"]) == ([launched.id], 1)


# Failure


def test_a_failure_in_any_group_ends_the_wait(sim: Simulator, gate: Any, mix: Run) -> None:
    running, endless = sim.launch("container_engine", outcome=None), gate.launch(outcome=None)
    failing = sim.launch("container_engine", seconds=0.3, outcome="failed", errors=[ERROR])
    done = mix(running.id, request(endless.id), {"work_request_id": failing.id, "options": SESSION})
    assert done.msg == done.result["report"]
    assert done.msg.startswith("3 operations: 0 succeeded, 1 failed, 2 not over. Waited ")
    assert "LimitExceeded: No more nodes." in done.msg
    assert all(id_ in done.msg for id_ in (running.id, failing.id, str(endless.id)))
    assert set(done.result) == RESULT_KEYS | {"changed", "invocation", "failed", "msg"}
    assert (done.result["unsuccessful"], done.result["timed_out"]) == ([failing.id], False)


def test_fail_at_end_reports_the_failures_of_all_groups(sim: Simulator, gate: Any, mix: Run) -> None:
    first = sim.launch("container_engine", seconds=0, outcome="failed", errors=[ERROR])
    second = gate.launch(seconds=0.3, outcome="failed", messages=[("OGG-00664", "no listener.")])
    third = sim.launch("container_engine", seconds=0.5)
    done = mix(first.id, request(second.id), third.id, on_failure="fail_at_end")
    assert done.msg.startswith("3 operations: 1 succeeded, 2 failed, 0 not over.")
    assert done.msg.index("LimitExceeded: No more nodes.") < done.msg.index("OGG-00664")
    assert sorted(done.result["unsuccessful"]) == sorted([first.id, str(second.id)])
    reported = mix(first.id, request(second.id), third.id, on_failure="report")
    assert (reported.code, sorted(reported.result["unsuccessful"])) == (0, sorted([first.id, str(second.id)]))


def test_retry_of_transient_errors_is_reported(sim: Simulator, gate: Any, mix: Run) -> None:
    work_request, accepted = sim.launch("container_engine"), gate.launch()
    sim.fault(operation=work_request.id, status=503, times=2)
    sim.fault(operation=str(accepted.id), status=503, times=1)
    done = mix(work_request.id, request(accepted.id))
    assert done.code == 0
    first, second = done.warnings
    assert "2 polls failed and were retried, the last because of: 503" in first
    assert f"GoldenGate request {accepted.id}" in second
    assert "1 poll failed and was retried because of: 503" in second


def test_fail_fast_reports_the_failure_of_an_entry_with_options_of_its_own_at_once(
    sim: Simulator, gate: Any, mix: Run
) -> None:
    """Beside it one that takes long, and a request of GoldenGate: all three are in the report."""
    long, request_id = sim.launch("container_engine", seconds=40).id, str(gate.launch(outcome=None).id)
    failing = sim.launch("container_engine", seconds=0.5, outcome="failed", errors=[ERROR]).id
    done = mix(long, {"work_request_id": failing, "options": SESSION}, request(request_id), on_failure="fail_fast")
    assert done.result["elapsed"] <= 0.5 + 2
    assert (done.result["unsuccessful"], done.result["pending"]) == ([failing], [long, request_id])
    assert all(id_ in done.msg for id_ in (long, failing, request_id))
    assert [entry["id"] for entry in done.entries] == [long, failing]
    assert [entry["id"] for entry in done.result["requests"]] == [request_id]


def test_a_wrong_password_of_one_entry_fails_at_the_first_poll(sim: Simulator, gate: Any, mix: Run) -> None:
    """With the default pace: no entry is polled twice, and all three are in the report."""
    long, request_id = sim.launch("container_engine", seconds=40).id, str(gate.launch(outcome=None).id)
    failing = sim.launch("container_engine", seconds=5, outcome="failed", errors=[ERROR]).id
    entries = [long, {"work_request_id": failing, "options": SESSION}, request(request_id, password=PASSWORD)]
    done = mix(*entries, interval=None, max_interval=None)
    assert done.result["polls"] <= 3
    assert done.result["elapsed"] <= 2
    assert done.msg.startswith("3 operations: 0 succeeded, 1 failed, 2 not over. Waited ")
    assert (done.result["unsuccessful"], done.result["pending"]) == ([request_id], [long, failing])
    assert all(id_ in done.msg for id_ in (long, failing, request_id))
    assert [entry["id"] for entry in done.entries] == [long, failing]
    assert [entry["fault"]["http_status"] for entry in done.result["requests"]] == [401]
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize("on_attention", ["fail", "wait"])
def test_requires_attention(gate: Any, sim: Simulator, mix: Run, on_attention: str) -> None:
    waiting = sim.launch("data_safe", steps=[{"at": 0, "status": "SUSPENDED"}])
    paused = gate.launch(steps=[{"at": 0, "progress": "paused"}])
    done = mix(waiting.id, request(paused.id), on_attention=on_attention, on_failure="fail_at_end", timeout=0.3)
    assert "requires attention (SUSPENDED)" in done.msg
    assert "requires attention (paused)" in done.msg
    ids = done.result["unsuccessful" if on_attention == "fail" else "pending"]
    assert sorted(ids) == sorted([waiting.id, str(paused.id)])


# The deadline


def test_a_timeout_names_what_is_still_pending(sim: Simulator, gate: Any, mix: Run) -> None:
    launched, accepted = sim.launch("container_engine", outcome=None), gate.launch(outcome=None)
    done = mix(launched.id, request(accepted.id), timeout=0.3)
    assert done.msg.startswith("2 operations: 0 succeeded, 0 failed, 2 not over after 0.3 s. Waited ")
    assert (done.result["timed_out"], done.result["pending"]) == (True, [launched.id, str(accepted.id)])
    reported = mix(launched.id, request(accepted.id), timeout=0, on_timeout="report")
    assert (reported.code, reported.result["timed_out"]) == (0, True)
    assert "canceling" not in reported.result


def test_on_timeout_cancel_cancels_work_requests_of_all_groups(sim: Simulator, gate: Any, mix: Run) -> None:
    late, own = (sim.launch("container_engine", outcome=None, cancel_seconds=60) for _each in range(2))
    over, accepted = sim.launch("container_engine"), gate.launch(outcome=None)
    entries = [late.id, over.id, {"work_request_id": own.id, "options": SESSION}, request(accepted.id)]
    done = mix(*entries, timeout=0.3, on_timeout="cancel")
    assert done.code == 1
    assert set(done.result) == RESULT_KEYS | {"canceling", "changed", "invocation", "failed", "msg"}
    assert (done.result["canceling"], done.result["changed"]) == ([late.id, own.id], True)
    assert done.result["pending"] == [late.id, own.id, str(accepted.id)]
    assert sorted(each.operation for each in sim.journal.of(call="cancel")) == sorted([late.id, own.id])


def test_nothing_is_canceled_before_the_deadline_nor_in_check_mode(sim: Simulator, mix: Run) -> None:
    running = sim.launch("container_engine", outcome=None)
    failing = sim.launch("container_engine", seconds=0, outcome="failed")
    assert mix(running.id, failing.id, on_timeout="cancel").result["canceling"] == []
    checked = mix(running.id, on_timeout="cancel", _ansible_check_mode=True)
    assert (checked.code, checked.result["canceling"], checked.result["changed"]) == (0, [], False)
    assert sim.journal.of(call="cancel") == []


def test_a_service_without_cancel_fails_before_the_wait(sim: Simulator, mix: Run) -> None:
    can, cannot = (sim.launch(title, outcome=None) for title in ("container_engine", "load_balancer"))
    done = mix(can.id, {"work_request_id": cannot.id, "service": "load_balancer"}, on_timeout="cancel")
    assert "Work requests of load_balancer cannot be canceled" in done.msg
    assert (done.result["polls"], len(done.result["not_started"]), len(sim.journal)) == (0, 1, 0)


def test_what_may_not_be_about_the_resource_is_not_canceled(sim: Simulator, mix: Run) -> None:
    listed = Unfiltered(sim, CLUSTER)
    listed.check_canceled(
        mix({"resource_id": CLUSTER, "compartment_id": sim.compartment_id}, timeout=0.3, on_timeout="cancel")
    )


# Correlation ids


def test_an_entry_can_have_an_opc_request_id_of_its_own(sim: Simulator, mix: Run) -> None:
    one, other = (sim.launch("container_engine").id for _each in range(2))
    done = mix(one, {"work_request_id": other, "options": {"opc_request_id": "of-its-own"}}, opc_request_id="of-all")
    assert done.code == 0
    sent = {each.operation: each.headers["opc-request-id"] for each in sim.journal.of(call="get")}
    assert sent == {one: "of-all", other: "of-its-own"}
    refused = mix({"work_request_id": one, "options": {"opc_request_id": "not valid"}})
    assert "opc_request_id 'not valid' cannot be sent" in refused.msg


@pytest.mark.usefixtures("virtual_time")
def test_a_timeout_without_any_answer_leaves_an_id_to_quote(sim: Simulator, mix: Run) -> None:
    running = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", close=True, times=None)
    done = mix(running.id, timeout=30)
    sent = sim.journal[-1].headers["opc-request-id"]
    assert done.entries[0]["opc_request_id"] == sent
    assert f", opc-request-id {sent})" in done.msg


# Check mode


def test_check_mode_polls_once_and_does_not_fail(sim: Simulator, gate: Any, mix: Run) -> None:
    pending, failed = (sim.launch("container_engine", seconds=0, outcome=outcome) for outcome in (None, "failed"))
    accepted = gate.launch(outcome=None)
    done = mix(pending.id, failed.id, request(accepted.id), _ansible_check_mode=True)
    assert (done.code, done.result["timed_out"], done.result["polls"]) == (0, False, 3)
    assert (done.result["pending"], done.result["unsuccessful"]) == ([pending.id, str(accepted.id)], [failed.id])
    assert len(sim.journal.of(call="get")) == 3


# Bad entries: all are named in one message, and nothing is sent

GOOD = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaavm3w7xq5zt2kcn6rydg4jsbhpuoeil7hxq3vmwz5ktn2rdjgy4a"
BAD = [
    (" ", "is empty."),
    (7.5, "is 7.5. It must be the id of a work request, a registered result, or a dictionary"),
    (None, "is null."),
    ("not-an-ocid", ": 'not-an-ocid' is not an OCID"),
    ({"work_request_id": GOOD, "service": "nonsense"}, ": 'nonsense' is not a service"),
    ({"resource_id": CLUSTER, "service": "nonsense"}, ": 'nonsense' is not a service"),
    ({"resource_id": "not-an-ocid"}, ": 'not-an-ocid' is not an OCID"),
    ({"work_request_id": GOOD, "options": {"pasword": PASSWORD}}, ": there is no option pasword. There are: api_user"),
    ({"work_request_id": GOOD, "options": PASSWORD}, ": its options must be a dictionary, not a text."),
    ({"work_request_id": GOOD, "options": {"connect_timeout": "soon"}}, ": argument 'connect_timeout'"),
    ({"request_id": 7, "compartment_id": COMPARTMENT}, ": compartment_id cannot stand beside request_id."),
    ({"request_id": 7, "options": {"region": "iad"}}, ": there is no option region. There are: ca_path"),
    ({"request_id": ""}, ": its request_id is empty."),
    ({"request_id": {"changed": True}}, ": "),
    ({"resource_id": 7}, ": resource_id must be an id, a list of ids or a registered result, not 7."),
    ({"resource_id": [CLUSTER, GOOD]}, " is a work request and no resource: give it as work_request_id."),
    (
        {"changed": True, "msg": PASSWORD},
        ": What is given as work_request_id has no work request id: its keys are changed, msg.",
    ),
    ({"resource_id": CLUSTER, "work_request_id": GOOD}, ": work_request_id cannot stand beside resource_id."),
]


@pytest.mark.parametrize("checked", [False, True])
def test_bad_entries_are_named_in_one_message(sim: Simulator, mix: Run, checked: bool) -> None:
    done = mix(GOOD, *(entry for entry, _words in BAD), timeout=-1, _ansible_check_mode=checked)
    faults = done.result["not_started"]
    for number, (_entry, words) in enumerate(BAD, start=2):
        [fault] = [each for each in faults if each.startswith(f"Entry {number} of operations")]
        assert words in fault
    assert faults[0] == "timeout must be a number of seconds, zero or more, not -1."
    assert len(faults) == len(BAD) + 1
    assert done.msg == "\n".join(faults)
    assert set(done.result) >= RESULT_KEYS
    assert (done.result["polls"], len(sim.journal)) == (0, 0)
    assert PASSWORD not in done.stdout + done.stderr


def test_what_is_wrong_with_connections_is_named_in_one_message(sim: Simulator, mix: Run) -> None:
    done = mix(
        {"work_request_id": GOOD, "options": {"config_profile_name": "MISSING"}},
        request(7, ca_path="/nonexistent/ca.pem"),
        request(8, url="ftp://gate.example.com"),
    )
    for words in ("There is no profile MISSING in ", "/nonexistent/ca.pem", "url must be the address"):
        assert words in done.msg
    assert len(sim.journal) == 0


def test_a_url_is_needed_where_an_entry_has_none(sim: Simulator, gate: Any, mix: Run) -> None:
    accepted = gate.launch()
    done = mix(request(accepted.id), url=None)
    assert done.msg == "Entry 1 of operations: url is missing. Set it under options, or for all entries."
    assert len(sim.journal) == 0
    assert mix(request(accepted.id, url=sim.url), url=None).result["succeeded"] == [str(accepted.id)]


# Options of the module and of entries


def test_the_service_of_the_module_belongs_to_goldengate_alone(sim: Simulator, gate: Any, mix: Run) -> None:
    """An OCID that names no service is read from the shared API, unless its entry names one."""
    shared, named = sim.launch("work_requests"), sim.launch("load_balancer")
    accepted = gate.launch("distsrvr")
    done = mix(
        shared.id,
        {"work_request_id": named.id, "service": "load_balancer"},
        request(accepted.id),
        service="distsrvr",
        deployment="Local",
    )
    assert [entry["service"] for entry in done.entries] == ["work_requests", "load_balancer"]
    assert [entry["service"] for entry in done.result["requests"]] == ["Local/distsrvr"]
    assert done.code == 0


def test_an_entry_sets_what_differs_and_inherits_the_rest(sim: Simulator, gate: Any, mix: Run) -> None:
    first, second = gate.launch("distsrvr"), gate.launch("recvsrvr")
    entries = [
        request(each.id, service=each_service) for each, each_service in ((first, "distsrvr"), (second, "recvsrvr"))
    ]
    done = mix(*entries, deployment="Local")
    assert [entry["service"] for entry in done.result["requests"]] == ["Local/distsrvr", "Local/recvsrvr"]
    assert done.code == 0


def test_the_same_id_of_two_deployments_is_kept_apart(sim: Simulator, mix: Run) -> None:
    with Simulator() as one, Simulator() as other:
        failed = one.goldengate.launch(outcome="failed", messages=[("OGG-00664", "no listener.")])
        succeeded = other.goldengate.launch(seconds=0.3)
        assert failed.id == succeeded.id
        entries = [
            request(each.id, url=place.url, username=place.goldengate.username, password=place.goldengate.password)
            for each, place in ((failed, one), (succeeded, other))
        ]
        done = mix(*entries, on_failure="fail_at_end")
    id_ = str(failed.id)
    assert [(entry["id"], entry["state"]) for entry in done.result["requests"]] == [(id_, "failed"), (id_, "succeeded")]
    assert (done.result["succeeded"], done.result["unsuccessful"]) == ([id_], [id_])
    assert done.msg.startswith("2 operations: 1 succeeded, 1 failed, 0 not over.")
    assert done.msg.count(id_) == 1


def test_entries_with_equal_options_share_a_client(sim: Simulator, gate: Any, mix: Run, clients: list[Any]) -> None:
    launched = [sim.launch("log_analytics") for _each in range(4)]
    accepted = [gate.launch() for _each in range(3)]
    done = mix(
        {"work_request_id": launched[0].id, "service": "log_analytics"},
        {"work_request_id": launched[1].id, "service": "log_analytics", "options": {}},
        {"work_request_id": launched[2].id, "service": "log_analytics", "options": SESSION},
        {"work_request_id": launched[3].id, "service": "log_analytics", "options": dict(reversed(SESSION.items()))},
        request(accepted[0].id),
        request(accepted[1].id),
        request(accepted[2].id, read_timeout=20),
    )
    assert done.code == 0, done.msg
    assert len(clients) == 4
    assert len(sim.journal.of(call="namespace")) == 2  # each client asks once


# The stream


def test_the_progress_file_has_the_operations_of_all_groups(
    sim: Simulator, gate: Any, mix: Run, tmp_path: pathlib.Path
) -> None:
    file = tmp_path / "progress"
    launched = sim.launch("container_engine", seconds=0.3, outcome="failed", errors=[ERROR])
    accepted = gate.launch(seconds=0.3)
    done = mix(launched.id, request(accepted.id), on_failure="report", progress_file=str(file))
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert file.stat().st_mode & 0o777 == 0o600
    assert {event["operations"] for event in events} == {2}
    last = {kind: [event[kind] for event in events if kind in event][-1] for kind in ("work_request", "request")}
    assert last["work_request"] == {**done.entry, "answer": None}
    assert last["request"] == {**done.result["requests"][0], "answer": None}


# Secrets


def test_the_options_of_entries_are_not_shown(sim: Simulator, gate: Any, mix: Run) -> None:
    launched, accepted = sim.launch("container_engine"), gate.launch()
    own = {"username": gate.username, "password": gate.password}
    done = mix(
        {"work_request_id": launched.id, "options": {"api_user_key_pass_phrase": PASSWORD}},
        request({"status": 202, "location": f"/requests/{accepted.id}", "cookies_string": "S3cretCookie"}, **own),
        username=None,
        password=None,
    )
    assert done.code == 0, done.stdout
    assert done.result["invocation"]["module_args"]["operations"] == [launched.id, str(accepted.id)]
    for secret in (PASSWORD, gate.password, "S3cretCookie"):
        assert secret not in done.stdout + done.stderr


@pytest.mark.parametrize("url_user", ["", "user:Url-secret-1@"])
def test_what_an_entry_and_the_module_make_up_together_is_secret(
    sim: Simulator, run: Callable[..., Any], url_user: str
) -> None:
    """The header of HTTP Basic is made of the module's user name and the entry's password, and a server can repeat it."""
    username = sim.goldengate.username
    pair = base64.b64encode(f"{username}:{PASSWORD}".encode()).decode()
    body = {"messages": [{"severity": "ERROR", "code": "OGG-12061", "title": f"Wrong: Basic {pair}"}]}
    sim.fault(times=None, status=403, body=body)
    url = sim.url.replace("://", f"://{url_user}")
    entry = {"request_id": 425988381, "options": {"url": url, "password": PASSWORD}}
    ended = run("operation_wait", username=username, operations=[entry], timeout=1)
    assert ended.code == 1
    assert "OGG-12061" in ended.msg if not url_user else "credentials" in ended.msg
    for secret in (pair, PASSWORD, "Url-secret-1"):
        assert secret not in ended.stdout


@pytest.mark.parametrize("wrong", [42, ["https://x.example.com"], {"a": 1}])
def test_an_endpoint_that_is_no_text_is_named(sim: Simulator, run: Callable[..., Any], wrong: Any) -> None:
    entry = {"work_request_id": sim.launch("container_engine").id, "options": {"service_endpoint": wrong}}
    ended = run("operation_wait", config_file_location=str(sim.config_file), operations=[entry], timeout=1)
    assert "service_endpoint must be a URL" in ended.msg


@pytest.mark.parametrize("to_token", [True, False])
def test_credentials_of_an_entry_take_the_place_of_the_modules(
    sim: Simulator, run: Callable[..., Any], to_token: bool
) -> None:
    gate = sim.goldengate
    password = {"username": gate.username, "password": gate.password}
    token = {"token": "Token-without-rights-1"}
    module, own = (password, token) if to_token else (token, password)
    entry = {"request_id": gate.launch(seconds=0).id, "options": own}
    ended = run(
        "operation_wait", url=sim.url, operations=[entry], timeout=1, on_failure="report", on_timeout="report", **module
    )
    assert ended.result["not_started"] == []
    sent = sim.journal[-1].headers["authorization"]
    assert sent.startswith("Bearer " if to_token else "Basic ")
