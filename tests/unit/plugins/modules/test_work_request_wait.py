# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""work_request_wait from options to the result: what ends it, when, and what it reports."""

from __future__ import annotations

import pathlib
import re
import threading
import time
from typing import Any, Callable

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._http.retry import Retry
from ansible_collections.longops.oracle.plugins.module_utils._polling import waiter
from ansible_collections.longops.oracle.plugins.modules import work_request_info, work_request_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.modules.unfiltered import Unfiltered

ID = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid"
CLUSTER = "ocid1.cluster.oc1.iad.aaaabbbbaaaabbbbaaaabbbbaaaabbbbaaaabbbbaaaabbbbaaaabbbbexa1"
RESULT_KEYS = {"work_requests", "succeeded", "unsuccessful", "pending", "timed_out", "elapsed", "polls"} | {
    "failure_categories",
    "resource_ids",
}
ERRORS = [("LimitExceeded", "No cores left."), ("Second", "More."), ("Third", "Still more."), ("Fourth", "And more.")]

Run = Callable[..., Any]


@pytest.fixture
def short_last_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds for the poll at the deadline, in place of five."""
    monkeypatch.setattr(waiter, "LAST_POLL", 2.0)


# Success


def test_an_operation_that_succeeds(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", seconds=2)
    result = wait(work_request_id=launched.id).result
    assert set(result) == RESULT_KEYS | {"changed", "invocation"}
    assert result["changed"] is False
    assert (result["succeeded"], result["unsuccessful"], result["pending"]) == ([launched.id], [], [])
    assert result["timed_out"] is False
    assert 0 < result["elapsed"] < 30
    assert result["polls"] == len(sim.journal) > 1
    assert (result["work_requests"][0]["state"], result["work_requests"][0]["errors"]) == ("succeeded", None)


def test_the_result_is_documented(sim: Simulator, wait: Run) -> None:
    documented, of_info = (yaml.safe_load(module.RETURN) for module in (work_request_wait, work_request_info))
    assert set(documented) == RESULT_KEYS | {"canceling", "resource", "resources", "searched", "report_file"}
    about = {
        "compartment_id": "ocid1.compartment.oc1..exampleofdocumented",
        "resources": [{"identifier": "ocid1.cluster.oc1.iad.documented"}],
    }
    sim.launch("container_engine", seconds=1, **about)
    result = wait(resource_id="ocid1.cluster.oc1.iad.documented", compartment_id=about["compartment_id"]).result
    for key, value in (("work_requests", result["work_requests"][0]), ("searched", result["resource"])):
        assert f"RV(longops.oracle.work_request_info#module:{key})" in " ".join(documented[key]["description"])
        assert set(value) == set(of_info[key]["contains"])


@pytest.mark.usefixtures("small_pages")
def test_operations_of_mixed_services(sim: Simulator, wait: Run) -> None:
    titles = [
        "container_engine",
        "work_requests",
        "load_balancer",
        "identity",
        "identity.tagging",
        "identity.iam",
        "object_storage",
        "log_analytics",
    ]
    launched = [sim.launch(title, seconds=0.2) for title in titles]
    result = wait(
        work_request_id=[{"id": operation.id, "service": operation.family.title} for operation in launched], logs="all"
    ).result
    assert result["succeeded"] == [operation.id for operation in launched]
    assert [entry["service"] for entry in result["work_requests"]] == titles
    assert all(
        entry["logs"] is not None for entry in result["work_requests"] if entry["service"] not in ("load_balancer",)
    )
    assert len(sim.journal.of(call="namespace")) == 1


def test_all_that_is_in_flight_for_a_resource(sim: Simulator, wait: Run) -> None:
    about = {
        "compartment_id": "ocid1.compartment.oc1..exampleofwaiting",
        "resources": [{"identifier": "ocid1.cluster.oc1.iad.one"}],
    }
    running = sim.launch_many("container_engine", count=2, seconds=1, **about)
    sim.launch("container_engine", seconds=0, outcome="failed", **about)
    sim.launch(
        "container_engine",
        outcome=None,
        compartment_id=about["compartment_id"],
        resources=[{"identifier": "ocid1.cluster.oc1.iad.two"}],
    )
    done = wait(compartment_id=about["compartment_id"], resource_id="ocid1.cluster.oc1.iad.one", service="oke")
    assert sorted(done.result["succeeded"]) == sorted(operation.id for operation in running)
    assert done.warnings == []


def test_nothing_in_flight_for_a_resource_warns(sim: Simulator, wait: Run) -> None:
    compartment = "ocid1.compartment.oc1..exampleofnothing"
    sim.launch("work_requests", outcome=None, compartment_id=compartment)
    done = wait(compartment_id=compartment, resource_id="ocid1.instance.oc1.iad.unknown")
    assert (done.entries, done.result["polls"]) == ([], 0)
    assert [
        warning.startswith("Nothing is under way for ocid1.instance.oc1.iad.unknown") for warning in done.warnings
    ] == [True]


def test_an_empty_list_ends_at_once(sim: Simulator, wait: Run) -> None:
    assert wait(work_request_id=[]).result["polls"] == 0
    assert len(sim.journal) == 0


# The message of a failure


@pytest.mark.usefixtures("small_pages")
def test_a_failure_reports_errors_logs_and_request_id(sim: Simulator, wait: Run) -> None:
    steps = [
        {"at": 0, "status": "ACCEPTED"},
        {"at": 0.1, "status": "IN_PROGRESS", "percent": 45, "log": "Making nodes"},
        *({"at": 0.2, "error": error} for error in ERRORS),
        {"at": 0.2, "status": "FAILED", "log": "Giving up"},
    ]
    launched = sim.launch("data_safe", operation_type="MAKE_THING", steps=steps)
    done = wait(work_request_id=launched.id)
    request_id = sim.journal.of(call="get")[-1].request_id
    assert re.fullmatch(
        rf"Work request {re.escape(launched.id)} \(MAKE_THING, data_safe\) ended FAILED at 45 %\."
        rf" LimitExceeded: No cores left \(and 3 more errors\)\."
        rf" opc-request-id: {re.escape(request_id)}\. Waited [\d.]+ s \(\d+ polls\)\.",
        done.msg,
    )
    assert set(done.result) >= RESULT_KEYS
    assert (done.result["unsuccessful"], done.result["succeeded"], done.result["pending"]) == ([launched.id], [], [])
    assert [(error["code"], error["message"]) for error in done.entry["errors"]] == ERRORS
    assert [log["message"] for log in done.entry["logs"]] == ["Making nodes", "Giving up"]
    assert done.entry["opc_request_id"] == request_id
    assert done.entry["fault"] is None


@pytest.mark.usefixtures("small_pages", "virtual_time")
def test_a_timeout_reports_errors_logs_and_request_id(sim: Simulator, wait: Run) -> None:
    steps = [
        {"at": 0, "status": "IN_PROGRESS", "percent": 45, "log": "Making nodes"},
        *({"at": 0, "error": error} for error in ERRORS),
    ]
    launched = sim.launch("data_safe", operation_type="MAKE_THING", steps=steps)
    done = wait(work_request_id=launched.id, timeout=1200, interval=30, max_interval=30)
    request_id = sim.journal.of(call="get")[-1].request_id
    assert re.fullmatch(
        r"Timed out after 20 min\. Work request %s \(MAKE_THING, data_safe\) is still IN_PROGRESS at 45 %%\."
        r" LimitExceeded: No cores left \(and 3 more errors\)\."
        r" opc-request-id: %s\. Waited 20 min \(%d polls\)\."
        r" Nothing was canceled: run the task again to continue waiting, or raise timeout\."
        % (re.escape(launched.id), re.escape(request_id), done.result["polls"]),
        done.msg,
    )
    assert done.result["elapsed"] == pytest.approx(1200, abs=2)
    assert (done.result["timed_out"], done.result["pending"], done.result["unsuccessful"]) == (True, [launched.id], [])
    assert [(error["code"], error["message"]) for error in done.entry["errors"]] == ERRORS
    assert [log["message"] for log in done.entry["logs"]] == ["Making nodes"]


@pytest.mark.usefixtures("virtual_time")
def test_on_timeout_report(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    done = wait(work_request_id=launched.id, timeout=0.2, on_timeout="report")
    assert done.code == 0
    assert (done.result["timed_out"], done.result["pending"], done.entry["state"]) == (True, [launched.id], "pending")


def test_on_failure_report(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=ERRORS)
    done = wait(work_request_id=launched.id, on_failure="report")
    assert done.code == 0
    assert (done.result["unsuccessful"], len(done.entry["errors"])) == ([launched.id], 4)


def test_the_first_failure_ends_the_wait(sim: Simulator, wait: Run) -> None:
    running, failing = (
        sim.launch("container_engine", outcome=None),
        sim.launch("container_engine", seconds=0.2, outcome="failed"),
    )
    done = wait(work_request_id=[running.id, failing.id])
    assert done.msg.startswith(f"1 of 2 work requests failed:\n- Work request {failing.id}")
    assert "1 more still pending." in done.msg
    assert (done.result["pending"], done.result["timed_out"]) == ([running.id], False)


def test_fail_at_end_reports_all_failures(sim: Simulator, wait: Run) -> None:
    first = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("One", "First.")])
    second = sim.launch("work_requests", seconds=0.3, outcome="failed", errors=[("Two", "Second.")])
    third = sim.launch("work_requests", seconds=0.4)
    done = wait(work_request_id=[first.id, second.id, third.id], on_failure="fail_at_end")
    assert done.msg.startswith(f"2 of 3 work requests failed:\n- Work request {first.id}")
    assert "One: First." in done.msg
    assert "Two: Second." in done.msg
    assert done.result["succeeded"] == [third.id]


def test_a_failure_without_errors_shows_the_latest_log_entry(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed", logs=["Begun", "The disk is full"])
    assert "Latest log: The disk is full." in wait(work_request_id=launched.id).msg


def test_a_failure_whose_errors_cannot_be_read_is_still_reported(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed")
    sim.fault(path="/(errors|logs)", status=500, times=None)
    done = wait(work_request_id=launched.id)
    assert "ended FAILED. Its errors could not be read. opc-request-id: " in done.msg
    assert (done.entry["errors"], done.entry["logs"]) == (None, None)
    assert sorted("errors" in warning for warning in done.warnings) == [False, True]


# What each status means


@pytest.mark.usefixtures("virtual_time")
@pytest.mark.parametrize(
    ("service", "status", "outcome", "state"),
    [
        ("object_storage", "COMPLETED", "succeeded", "succeeded"),
        ("psa", "CANCELLED", "unsuccessful", "canceled"),
        ("identity.tagging", "PARTIALLY_SUCCEEDED", "unsuccessful", "failed"),
        ("data_flow", "INPROGRESS", "pending", "pending"),
        ("data_safe", "SUSPENDED", "pending", "attention"),
        ("work_requests", "PONDERING", "pending", "pending"),
    ],
)
def test_what_a_status_means(sim: Simulator, wait: Run, service: str, status: str, outcome: str, state: str) -> None:
    """One word of each state, and one that is not known: test_statuses has all of them."""
    launched = sim.launch(service, steps=[{"at": 0, "status": status}])
    done = wait(work_request_id=launched.id, service=service, timeout=60, interval=20, max_interval=20)
    assert done.code == (0 if outcome == "succeeded" else 1)
    assert (done.entry["status"], done.entry["state"]) == (status, state)
    assert done.result[outcome] == [launched.id]
    if outcome != "succeeded":
        assert status in done.msg


@pytest.mark.parametrize("status", ["PARTIALLY_SUCCEEDED", "CANCELED", "PONDERING", "NEEDS_ATTENTION", "IN_PROGRESS"])
def test_a_status_can_be_accepted(sim: Simulator, wait: Run, status: str) -> None:
    launched = sim.launch("work_requests", steps=[{"at": 0, "status": status}])
    done = wait(work_request_id=launched.id, accept=["SKIPPED", status.lower()])
    assert (done.code, done.result["succeeded"], done.entry["state"]) == (0, [launched.id], "succeeded")
    assert done.entry["status"] == status
    assert done.warnings == []


def test_an_unknown_status_warns_and_stays_pending(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("work_requests", steps=[{"at": 0, "status": "PONDERING"}, {"at": 0.3, "status": "SUCCEEDED"}])
    done = wait(work_request_id=launched.id)
    assert done.result["succeeded"] == [launched.id]
    assert [f"The status PONDERING of work request {launched.id}" in warning for warning in done.warnings] == [True]


@pytest.mark.usefixtures("virtual_time")
def test_requires_attention_warns(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("ai_data_platform", operation_type="MAKE", steps=[{"at": 0, "status": "NEEDS_ATTENTION"}])
    done = wait(work_request_id=launched.id, service="ai_data_platform", timeout=60, interval=20, max_interval=20)
    assert "is still NEEDS_ATTENTION, and requires attention." in done.msg
    called = f"Work request {launched.id} (MAKE, ai_data_platform)"
    assert done.warnings == [f"{called} requires attention (NEEDS_ATTENTION): it goes on once a user has acted."]


def test_requires_attention_can_end_the_wait(sim: Simulator, wait: Run) -> None:
    launched = sim.launch(
        "ai_data_platform", steps=[{"at": 0, "status": "NEEDS_ATTENTION", "error": ("Approve", "A user has to.")}]
    )
    done = wait(work_request_id=launched.id, service="ai_data_platform", on_attention="fail")
    assert "requires attention (NEEDS_ATTENTION). Approve: A user has to." in done.msg
    assert (done.result["unsuccessful"], done.entry["state"]) == ([launched.id], "attention")


# Answers that are no work request: test_transport has every status with every body

PASSING = {200, 503}


@pytest.mark.parametrize("run_way", ["as_module"])
@pytest.mark.usefixtures("virtual_time")
@pytest.mark.parametrize(
    ("status", "kind"), [(200, "truncated"), (400, "error"), (401, "html"), (404, "error"), (503, "empty")]
)
def test_an_answer_that_is_none(sim: Simulator, wait: Run, status: int, kind: str) -> None:
    launched = sim.launch("container_engine", operation_type="MAKE", steps=[{"at": 0, "status": "IN_PROGRESS"}])
    sim.fault(call="get", skip=1, status=status, kind=kind, times=None)
    done = wait(work_request_id=launched.id, timeout=60, interval=10, max_interval=10)
    fault = done.entry["fault"]
    assert fault["kind"] == ("not_found" if status == 404 else "transient" if status in PASSING else "fatal")
    if (status, kind) != (200, "truncated"):  # which old versions of urllib3 take for a whole answer
        assert fault["http_status"] == status
    assert fault["message"].rstrip(".") in done.msg
    assert (done.entry["status"], done.entry["operation_type"]) == ("IN_PROGRESS", "MAKE")  # as it was last observed
    assert "IN_PROGRESS" in done.msg
    assert f"Work request {launched.id} (MAKE, container_engine)" in done.msg
    if status in PASSING:
        assert (done.result["timed_out"], done.result["pending"]) == (True, [launched.id])
        assert len(sim.journal) > 2
    else:
        assert (done.result["timed_out"], done.result["unsuccessful"]) == (False, [launched.id])
        assert len(sim.journal) == 2 or status == 404


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 409},
        pytest.param({"status": 429}, id="throttled"),
        {"status": 503, "kind": "html"},
        {"reset": True},
        {"kind": "huge"},
        {"status": 404},
    ],
)
def test_retry_of_transient_errors_is_reported(sim: Simulator, wait: Run, fault: dict[str, Any]) -> None:
    launched = sim.launch("container_engine", seconds=0, operation_type="MAKE")
    sim.fault(call="get", times=2, **fault)
    done = wait(work_request_id=launched.id)
    assert (done.code, done.result["succeeded"], done.result["polls"]) == (0, [launched.id], 3)
    [warning] = done.warnings
    assert warning.startswith(
        f"Work request {launched.id} (MAKE, container_engine): 2 polls failed and were retried, the last because of: "
    )


def test_a_redirect_is_not_followed_and_no_signature_leaves(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    with Simulator(authenticate=False) as elsewhere:
        sim.fault(status=302, kind="empty", headers={"Location": f"{elsewhere.url}/x"}, times=None)
        assert f"redirect to {elsewhere.url}/x, which is not followed" in wait(work_request_id=launched.id).msg
        assert len(elsewhere.journal) == 0


@pytest.mark.usefixtures("virtual_time")
def test_not_found_after_the_grace_gives_a_hint(sim: Simulator, wait: Run) -> None:
    done = wait(work_request_id=ID, timeout=1200, interval=5, max_interval=30)
    assert waiter.NOT_FOUND_GRACE <= done.result["elapsed"] < 2 * waiter.NOT_FOUND_GRACE
    assert "keeps work requests for 12 hours, and deleted resources for a while" in done.msg
    assert (done.entry["state"], done.entry["service"]) == (None, "work_requests")


# Authentication


def make_session(sim: Simulator, folder: pathlib.Path, token: str) -> tuple[dict[str, str], pathlib.Path]:
    file, config = folder / "token", folder / "config"
    file.write_text(token, encoding="utf-8")
    config.write_text(
        f"[DEFAULT]\nkey_file={sim.config_file.parent / 'key.pem'}\nsecurity_token_file={file}\n", encoding="utf-8"
    )
    return {"config_file_location": str(config), "auth_type": "security_token"}, file


def test_a_session_that_is_renewed_meanwhile_goes_on(sim: Simulator, wait: Run, tmp_path: pathlib.Path) -> None:
    options, file = make_session(sim, tmp_path, "first-session")
    sim.add_key(token="first-session")
    sim.add_key(token="second-session")
    launched = sim.launch("container_engine", seconds=2)

    def renew() -> None:
        """As soon as there was a poll."""
        while not any(entry.status for entry in sim.journal):
            time.sleep(0.01)
        file.write_text("second-session", encoding="utf-8")
        sim.add_key(token="first-session", expires=time.time())

    renewal = threading.Thread(target=renew, daemon=True)
    renewal.start()
    assert wait(work_request_id=launched.id, timeout=30, **options).result["succeeded"] == [launched.id]
    renewal.join()
    statuses = [entry.status for entry in sim.journal]
    assert statuses.count(401) == 1
    assert statuses[0] == statuses[-1] == 200


def test_a_session_that_is_not_renewed_ends_the_wait_with_a_hint(
    sim: Simulator, wait: Run, tmp_path: pathlib.Path
) -> None:
    options, _file = make_session(sim, tmp_path, "only-session")
    sim.add_key(token="only-session", expires=time.time() + 0.5)
    done = wait(work_request_id=sim.launch("container_engine", outcome=None).id, timeout=5, **options)
    assert "`oci session refresh --profile DEFAULT`" in done.msg
    assert "Its last status was ACCEPTED at 0 %" not in done.msg  # container_engine gives no percentage
    assert "Its last status was ACCEPTED." in done.msg
    assert [entry.status for entry in sim.journal].count(401) == 1
    assert "only-session" not in done.stdout


def test_a_wrong_fingerprint_is_named(sim: Simulator, wait: Run) -> None:
    done = wait(work_request_id=sim.launch("container_engine", outcome=None).id, config_profile_name="UNKNOWN")
    assert "The key's fingerprint is " in done.msg
    assert len(sim.journal) == 1


def test_a_wrong_clock_is_named(run: Run) -> None:
    with Simulator(clock=lambda: time.time() + 930) as sim:
        sim.clock_skew = 930
        launched = sim.launch("container_engine", outcome=None)
        done = run(
            "work_request_wait",
            config_file_location=str(sim.config_file),
            service_endpoint=sim.url,
            work_request_id=launched.id,
        )
    assert "This host's clock is 15 min" in done.msg
    assert "behind the server's" in done.msg


# The deadline


@pytest.mark.parametrize("run_way", ["as_module"])
@pytest.mark.usefixtures("short_last_poll")
@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"delay": 60},
        {"dribble": 0.3},
        {"kind": "huge"},
        {"reset": True},
        {"status": 503},
        {"status": 429, "headers": {"Retry-After": "3600"}},
    ],
    ids=["never ends", "hangs", "dribbles", "is huge", "resets", "is busy", "asks for an hour"],
)
def test_the_deadline_holds(sim: Simulator, wait: Run, fault: dict[str, Any]) -> None:
    launched = sim.launch("container_engine", outcome=None)
    if fault:
        sim.fault(call="get", skip=1, times=None, **fault)
    begin = time.monotonic()
    done = wait(work_request_id=launched.id, timeout=0.6)
    spent = time.monotonic() - begin
    assert 0.6 <= spent < 30  # not 60, however busy this machine is; test_waiter has the seconds
    assert done.msg.startswith(
        f"Timed out after 0.6 s. Work request {launched.id} (CREATE_RESOURCE, container_engine) is still ACCEPTED."
    )
    assert done.entry["status"] == "ACCEPTED"
    assert (done.entry["fault"] is None) == (not fault)


def test_no_poll_before_retry_after(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", seconds=1, retry_after="0.4")
    assert wait(work_request_id=launched.id).code == 0
    times = [entry.monotonic for entry in sim.journal]
    assert len(times) >= 3
    assert all(later - earlier >= 0.4 for earlier, later in zip(times, times[1:]))


# A host that is not there


@pytest.mark.usefixtures("virtual_time")
def test_a_host_name_that_cannot_be_resolved_fails_after_three_polls(sim: Simulator, wait: Run) -> None:
    """Not at the deadline, twenty minutes later."""
    launched = sim.launch("container_engine", outcome=None)
    done = wait(work_request_id=launched.id, service_endpoint="http://oke.nowhere.invalid", timeout=1200)
    assert (done.result["unsuccessful"], done.result["polls"], done.result["timed_out"]) == ([launched.id], 3, False)
    assert done.result["failure_categories"] == ["unknown"]
    assert done.msg.startswith(f"Work request {launched.id} cannot be read: no such host: oke.nowhere.invalid (GET ")
    assert "Check the region or the URL that the name comes from" in done.msg


def test_an_answer_that_hangs_leaves_time_for_another_poll(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", seconds=0)
    sim.fault(call="get", delay=60, times=1)
    done = wait(work_request_id=launched.id, timeout=6)
    assert (done.code, done.result["polls"]) == (0, 2)
    assert 2 <= done.result["elapsed"] < 6
    [warning] = done.warnings
    assert f"no answer within 2 s (GET {sim.url}" in warning


# What plays decide by


def test_a_failure_has_categories_and_its_errors_too(sim: Simulator, wait: Run) -> None:
    errors = [("InternalError", "Out of host capacity."), ("InternalError", "Rolled back.")]
    full = sim.launch("container_engine", seconds=0, outcome="failed", errors=errors)
    limited = sim.launch("container_engine", seconds=0, outcome="failed", errors=ERRORS[:1])
    good = sim.launch("container_engine", seconds=0)
    done = wait(work_request_id=[full.id, limited.id, good.id], on_failure="fail_at_end")
    assert done.result["failure_categories"] == ["capacity", "limit"]
    assert [[error["category"] for error in entry["errors"] or ()] for entry in done.entries] == [
        ["capacity", "internal"],
        ["limit"],
        [],
    ]
    assert wait(work_request_id=good.id).result["failure_categories"] == []


def test_what_cannot_be_read_has_a_category_as_well(sim: Simulator, wait: Run) -> None:
    running = sim.launch("container_engine", outcome=None)
    sim.fault(call="get", status=401, times=None)
    done = wait(work_request_id=running.id)
    assert (done.result["failure_categories"], done.entry["fault"]["category"]) == (["authorization"], "authorization")


def test_resources_that_were_created_come_first(sim: Simulator, wait: Run) -> None:
    def resource(action: str, name: str) -> dict[str, str]:
        return {"entity_type": "x", "action_type": action, "identifier": f"ocid1.x.oc1.iad.{name}"}

    words = [("UPDATED", "b"), ("RELATED", "c"), ("CREATED", "a"), ("DELETED", "d"), ("FAILED", "e")]
    one = sim.launch("container_engine", seconds=0, resources=[resource(*each) for each in words])
    other = sim.launch("container_engine", seconds=0, resources=[resource("CREATED", "f"), resource("UPDATED", "b")])
    done = wait(work_request_id=[one.id, other.id])
    assert [identifier[-1] for identifier in done.result["resource_ids"]] == ["a", "f", "b"]


# Canceling at the deadline


def test_on_timeout_cancel_cancels_at_the_deadline(sim: Simulator, wait: Run) -> None:
    late, over = (
        sim.launch("container_engine", outcome=None, cancel_seconds=60),
        sim.launch("container_engine", seconds=0),
    )
    done = wait(work_request_id=[late.id, over.id], timeout=0.2, on_timeout="cancel")
    assert done.msg.startswith(
        f"Timed out after 0.2 s. 1 of 2 work requests were still pending:\n- Work request {late.id}"
    )
    assert done.msg.endswith(" Its cancellation was requested.")
    assert (done.result["canceling"], done.result["pending"], done.result["changed"]) == ([late.id], [late.id], True)
    assert [entry.operation for entry in sim.journal.of(call="cancel")] == [late.id]


def test_nothing_is_canceled_before_the_deadline_nor_in_check_mode(sim: Simulator, wait: Run) -> None:
    over, endless = sim.launch("container_engine", seconds=0), sim.launch("container_engine", outcome=None)
    done = wait(work_request_id=over.id, on_timeout="cancel")
    assert (done.code, done.result["canceling"], done.result["changed"]) == (0, [], False)
    failing = sim.launch("container_engine", seconds=0, outcome="failed")
    assert wait(work_request_id=[endless.id, failing.id], on_timeout="cancel").result["canceling"] == []
    assert wait(work_request_id=endless.id, on_timeout="cancel", _ansible_check_mode=True).code == 0
    assert sim.journal.of(call="cancel") == []


def test_a_service_without_cancel_fails_before_the_wait(sim: Simulator, wait: Run) -> None:
    done = wait(
        work_request_id=sim.launch("load_balancer", outcome=None).id, service="load_balancer", on_timeout="cancel"
    )
    assert "Work requests of load_balancer cannot be canceled" in done.msg
    assert len(sim.journal) == 0


def test_a_failed_cancel_warns(sim: Simulator, wait: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Retry, "pause", lambda self, failures, retry_after, chance: 0.0)
    stubborn = sim.launch("container_engine", outcome=None, cancel_seconds=None)
    willing = sim.launch("container_engine", outcome=None)
    done = wait(work_request_id=[stubborn.id, willing.id], timeout=0, on_timeout="cancel")
    assert done.msg.endswith(" The cancellation of 1 of the 2 was requested.")
    assert [warning.startswith(f"Work request {stubborn.id} could not be canceled: ") for warning in done.warnings] == [
        True
    ]


def test_what_may_not_be_about_the_resource_is_not_canceled(sim: Simulator, wait: Run) -> None:
    listed = Unfiltered(sim, CLUSTER)
    listed.check_canceled(
        wait(resource_id=CLUSTER, compartment_id=sim.compartment_id, timeout=0.3, on_timeout="cancel")
    )


# Check mode


@pytest.mark.parametrize(
    ("definition", "state"),
    [
        ({"outcome": None}, "pending"),
        ({"seconds": 0, "outcome": "failed"}, "failed"),
        ({"seconds": 0}, "succeeded"),
        ({"outcome": None, "visible_after": 60}, None),
    ],
)
def test_check_mode_polls_once_and_does_not_fail(
    sim: Simulator, wait: Run, definition: dict[str, Any], state: str | None
) -> None:
    launched = sim.launch("container_engine", **definition)
    begin = time.monotonic()
    done = wait(work_request_id=launched.id, timeout=60, _ansible_check_mode=True)
    assert time.monotonic() - begin < 30
    assert (done.code, done.result["changed"], done.result["timed_out"], done.entry["state"]) == (
        0,
        False,
        False,
        state,
    )
    assert len(sim.journal.of(call="get")) == 1


@pytest.mark.parametrize("status", [401, 500, 418])
def test_check_mode_does_not_fail_for_an_operation_that_cannot_be_read(sim: Simulator, wait: Run, status: int) -> None:
    launched = sim.launch("container_engine")
    sim.fault(call="get", status=status, times=None)
    done = wait(work_request_id=launched.id, _ansible_check_mode=True)
    assert (done.code, done.entry["fault"]["http_status"], len(sim.journal)) == (0, status, 1)


@pytest.mark.parametrize("run_way", ["as_module"])
@pytest.mark.usefixtures("short_last_poll")
def test_check_mode_does_not_wait_for_a_server_that_hangs(sim: Simulator, wait: Run) -> None:
    sim.fault(call="get", delay=60, times=None)
    begin = time.monotonic()
    done = wait(work_request_id=sim.launch("container_engine").id, timeout=60, _ansible_check_mode=True)
    assert time.monotonic() - begin < 30
    assert (done.code, done.entry["fault"]["kind"]) == (0, "transient")


def test_check_mode_fails_for_options_that_cannot_be_right(wait: Run) -> None:
    assert "is not an OCID" in wait(work_request_id="x", _ansible_check_mode=True).msg


# Bad input

BAD = [
    ({"timeout": -1}, "timeout must be a number of seconds, zero or more, not -1"),
    ({"timeout": "nan"}, "timeout must be a number of seconds, zero or more, not nan"),
    ({"timeout": "inf"}, "timeout must be a number of seconds, zero or more, not inf"),
    ({"timeout": "-inf"}, "timeout must be a number of seconds, zero or more, not -inf"),
    ({"interval": "nan"}, "interval must be a number of seconds"),
    ({"interval": -2}, "interval must be a number of seconds"),
    ({"interval": 0}, "interval must be at least 0.1 s, not 0 s"),
    ({"max_interval": "inf"}, "max_interval must be a number of seconds"),
    ({"interval": 5, "max_interval": 2}, "interval (5 s) must not be above max_interval (2 s)"),
    ({"interval": 40, "max_interval": None}, "interval (40 s) must not be above max_interval (30 s)"),
    ({"timeout": "soon"}, "timeout"),
    ({"work_request_id": "x"}, "'x' is not an OCID"),
    ({"work_request_id": f"{ID}/../.."}, "is not an OCID"),
    ({"work_request_id": None}, "work_request_id, resource_id"),
    ({"work_request_id": None, "compartment_id": "ocid1.compartment.oc1..a"}, "work_request_id, resource_id"),
    ({"work_request_id": None, "resource_id": "ocid1.qwxyzz.oc1.iad.a"}, "Name it with the option service"),
    ({"resource_id": "ocid1.instance.oc1.iad.a", "compartment_id": "ocid1.compartment.oc1..a"}, "mutually exclusive"),
    ({"service": "nonsense"}, "'nonsense' is not a service"),
    ({"service_endpoint": "ftp://example.com"}, "service_endpoint must be a URL"),
    ({"config_profile_name": "MISSING"}, "It has: DEFAULT, "),
    ({"config_profile_name": "WRONG_PASS_PHRASE"}, "the pass phrase does not fit"),
    ({"on_failure": "panic"}, "on_failure"),
]


@pytest.mark.parametrize(("options", "words"), BAD)
def test_bad_input(sim: Simulator, wait: Run, options: dict[str, Any], words: str) -> None:
    done = wait(**{"work_request_id": ID, **options})
    assert words in done.msg
    assert len(sim.journal) == 0


@pytest.mark.parametrize("library", ["requests", "cryptography"])
def test_a_library_that_is_missing(signed: dict[str, str], spawn: Run, library: str) -> None:
    done = spawn("work_request_wait", f"import sys; sys.modules[{library!r}] = None", work_request_id=ID, **signed)
    assert done.msg.startswith(f"Failed to import the required Python library ({library}) on ")


def test_a_process_of_its_own_ends_with_its_answer(sim: Simulator, signed: dict[str, str], spawn: Run) -> None:
    """A poll that hangs does not keep the process."""
    slow, failing = (
        sim.launch("container_engine", outcome=None),
        sim.launch("container_engine", seconds=0, outcome="failed"),
    )
    sim.fault(operation=slow.id, delay=60, times=None)
    begin = time.monotonic()
    done = spawn("work_request_wait", work_request_id=[slow.id, failing.id], timeout=60, **signed)
    assert time.monotonic() - begin < 30
    assert "1 more still pending." in done.msg
    assert done.stderr == ""


# Secrets


@pytest.mark.parametrize("talks", [False, True])
@pytest.mark.parametrize("profile", ["ENCRYPTED", "SESSION", "UNKNOWN", "WRONG_PASS_PHRASE", "EXPIRED"])
def test_no_secret_is_shown(sim: Simulator, wait: Run, talkative: dict[str, Any], profile: str, talks: bool) -> None:
    launched = sim.launch("container_engine", seconds=0, outcome="failed", errors=ERRORS)
    given = (
        {"auth_type": "security_token"}
        if profile in ("SESSION", "EXPIRED")
        else {"api_user_key_pass_phrase": f"{sim.pass_phrase}!"}
    )
    if profile == "ENCRYPTED":
        given = {"api_user_key_pass_phrase": sim.pass_phrase}
    done = wait(work_request_id=launched.id, config_profile_name=profile, **given, **(talkative if talks else {}))
    assert done.code == 1
    assert ("LimitExceeded" in done.stdout) == (profile in ("ENCRYPTED", "SESSION"))
    folder = sim.config_file.parent
    secrets = [
        sim.pass_phrase,
        (folder / "token").read_text(encoding="utf-8"),
        (folder / "expired_token").read_text(encoding="utf-8"),
    ]
    secrets += [line for line in (folder / "key.pem").read_text(encoding="utf-8").splitlines() if "KEY" not in line]
    for secret in secrets:
        assert secret not in done.stdout
        assert secret not in done.stderr


# Documentation


def test_the_examples_run(sim: Simulator, wait: Run) -> None:
    compartment = "ocid1.compartment.oc1..exampleuniqueid"
    ids = {
        "work_requests": ID,
        "container_engine": "ocid1.clustersworkrequest.oc1.iad.exampleuniqueid",
        "mysql": "ocid1.mysqlworkrequest.oc1.iad.exampleuniqueid",
    }
    resources = [{"identifier": "ocid1.dbsystem.oc1.iad.exampleuniqueid"}]
    launched = [
        sim.launch(service, id=id_, seconds=0, compartment_id=compartment, resources=resources)
        for service, id_ in ids.items()
    ]
    tasks = [task.get("longops.oracle.work_request_wait") for task in yaml.safe_load(work_request_wait.EXAMPLES)]
    registered = {"opc_work_request_id": ID, "status": 200, "changed": True}
    instance = {"changed": True, "instance": {"id": "ocid1.instance.oc1.iad.example", "compartment_id": compartment}}
    given = {"work_request_id": {"{{ launch }}": registered}, "resource_id": {"{{ instance }}": instance}}
    try:
        found = [
            len(wait(**{key: given.get(key, {}).get(str(value), value) for key, value in task.items()}).entries)
            for task in tasks
            if task
        ]
    finally:
        for operation in launched:
            sim.remove(operation)
    assert found == [1, 1, 2, 1, 0, 0, 1]


# Services with several families, and ids of every form


@pytest.mark.parametrize("named", ["log_analytics", "Logging Analytics", None])
def test_a_purge_of_log_analytics_is_found_by_its_service_or_its_id(
    sim: Simulator, wait: Run, named: str | None
) -> None:
    launched = sim.launch("log_analytics.storage", seconds=1)
    done = wait(work_request_id=launched.id, service=named, timeout=20)
    assert done.result["succeeded"] == [launched.id]
    assert done.entry["service"] == "log_analytics.storage"


def test_a_work_request_that_no_family_knows_yet_is_waited_for(sim: Simulator, wait: Run) -> None:
    """A record can be younger than the operation, in whichever family it is."""
    launched = sim.launch(
        "identity.iam", id="ocid1.newthingworkrequest.oc1..exampleuniqueid", seconds=2, visible_after=1
    )
    done = wait(work_request_id=launched.id, service="identity", timeout=20)
    assert (done.result["succeeded"], done.entry["service"]) == ([launched.id], "identity.iam")


@pytest.mark.usefixtures("virtual_time")
def test_what_no_family_knows_is_not_waited_for_longer_than_what_one_does_not(sim: Simulator, wait: Run) -> None:
    elapsed = []
    for service in ("identity", "identity.iam"):
        done = wait(work_request_id="ocid1.newthingworkrequest.oc1..exampleofnobody", service=service, timeout=600)
        assert "404" in done.msg
        elapsed.append(done.result["elapsed"])
    assert 19 < elapsed[1] < 30
    assert abs(elapsed[0] - elapsed[1]) < 5


@pytest.mark.parametrize(
    ("service", "id_"),
    [
        ("container_instances", "ocid1.workrequest.AK00661530.scasg01.exampleuniqueid"),
        ("container_instances", "ocid1.workrequest.ak00661530.scasg01.exampleuniqueid"),
        ("mysql", "ocid1.workrequest.oc99.new-region-7.0a1b-2c3d.exampleuniqueid"),
        ("object_storage", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"),
        ("data_science", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"),
        ("os_management", "12345"),
    ],
)
def test_an_id_of_any_form_is_waited_for_where_service_and_endpoint_are_known(
    sim: Simulator, wait: Run, service: str, id_: str
) -> None:
    sim.launch(service, id=id_, seconds=1)
    done = wait(work_request_id={"id": id_, "service": service}, timeout=20)
    assert done.result["succeeded"] == [id_]
    sim.remove(id_)


def test_what_curl_printed_is_waited_for(sim: Simulator, wait: Run) -> None:
    launched = sim.launch("container_engine", seconds=1)
    printed = f"HTTP/2 202 \r\nopc-work-request-id: {launched.id}\r\n\r\n"
    done = wait(work_request_id={"changed": True, "rc": 0, "stdout": printed}, timeout=20)
    assert done.result["succeeded"] == [launched.id]
    assert done.result["invocation"]["module_args"]["work_request_id"] == [launched.id]


def test_a_refused_call_is_told_with_the_services_own_code_and_message(sim: Simulator, wait: Run) -> None:
    body = {"code": "QuotaExceeded", "message": "The quota of compartment dev is used up."}
    done = wait(
        work_request_id={"changed": False, "failed": True, "status": 400, "json": body, "cookies": {"s": "S3cret"}}
    )
    assert (
        "the service refused the call with status 400: QuotaExceeded: The quota of compartment dev is used up."
        in done.msg
    )
    assert "S3cret" not in done.stdout
    assert len(sim.journal) == 0


def test_many_of_another_family_are_found_although_the_list_of_the_first_does_not_show_them(
    sim: Simulator, wait: Run
) -> None:
    launched = [
        sim.launch("identity.tagging", id=f"ocid1.newthingworkrequest.oc1..exampleofmany{number}", seconds=2)
        for number in range(7)
    ]
    done = wait(work_request_id=[each.id for each in launched], service="identity", timeout=30)
    assert sorted(done.result["succeeded"]) == sorted(each.id for each in launched)
    assert {entry["service"] for entry in done.entries} == {"identity.tagging"}
