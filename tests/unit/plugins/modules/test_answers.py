# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that a service says is lost: answers of services as they were met in the field, read and waited for."""

from __future__ import annotations

import json
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import clean
from ansible_collections.longops.oracle.tests.simulator import Simulator

UNIQUE = "aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
BALANCER = f"ocid1.loadbalancer.oc1.iad.{UNIQUE}"
IN_USE = "Listener port 443 is already in use"
WORKFLOW = {"workflowName": "AddListenerWorkflow", "type": "FAIL", "message": IN_USE}
ACCEPTED = "2026-01-02T12:00:00.123Z"

Run = Callable[..., Any]


def request_id(type_: str = "coreservicesworkrequest") -> str:
    return f"ocid1.{type_}.oc1.iad.{UNIQUE}"


def answering(sim: Simulator, body: Any, **criteria: Any) -> None:
    """All reads of a work request are answered so."""
    sim.fault(**{"call": "get", "times": None, "body": body, **criteria})


# What stands beside the usual fields


LOAD_BALANCER = {
    "id": request_id("loadbalancerworkrequest"),
    "loadBalancerId": BALANCER,
    "type": "CreateListener",
    "lifecycleState": "FAILED",
    "message": json.dumps(WORKFLOW),
    "errorDetails": [],
    "timeAccepted": ACCEPTED,
}


def test_a_load_balancer_says_why_in_json_in_its_message(sim: Simulator, wait: Run, info: Run) -> None:
    answering(sim, LOAD_BALANCER)
    done = wait(work_request_id=LOAD_BALANCER["id"])
    assert f"(CreateListener, load_balancer) ended FAILED. {IN_USE}. opc-request-id: " in done.msg
    assert "gives no error" not in done.msg
    assert (done.result["resource_ids"], done.result["failure_categories"]) == ([BALANCER], ["conflict"])
    for entry in (done.entry, info(work_request_id=LOAD_BALANCER["id"]).entry):
        assert (entry["errors"], entry["explanation"], entry["answer"]) == ([], IN_USE, LOAD_BALANCER)
        assert entry["resources"] == [
            {"entity_type": "loadbalancer", "action_type": None, "identifier": BALANCER, "entity_uri": None}
        ]


@pytest.mark.parametrize("absent", [{}, {"errorDetails": None}])
def test_a_load_balancer_that_says_nothing_gives_no_error(sim: Simulator, wait: Run, absent: dict[str, Any]) -> None:
    answering(sim, {"id": LOAD_BALANCER["id"], "lifecycleState": "FAILED", **absent})
    done = wait(work_request_id=LOAD_BALANCER["id"])
    assert "ended FAILED. The service gives no error for it." in done.msg
    assert (done.entry["errors"], done.warnings) == ([], [])


def test_where_a_load_balancer_gives_errors_they_are_the_reason(sim: Simulator, wait: Run) -> None:
    answering(sim, {**LOAD_BALANCER, "errorDetails": [{"errorCode": "BAD_INPUT", "message": "No such port"}]})
    done = wait(work_request_id=LOAD_BALANCER["id"])
    assert "ended FAILED. BAD_INPUT: No such port. opc-request-id" in done.msg
    assert done.result["failure_categories"] == ["invalid"]
    assert done.entry["explanation"] == IN_USE


def test_an_error_whose_text_is_json_shows_the_message_in_it(sim: Simulator, wait: Run) -> None:
    answering(sim, {**LOAD_BALANCER, "errorDetails": [{"errorCode": "BAD_INPUT", "message": json.dumps(WORKFLOW)}]})
    done = wait(work_request_id=LOAD_BALANCER["id"])
    assert f"ended FAILED. BAD_INPUT: {IN_USE}. opc-request-id" in done.msg
    assert done.entry["errors"][0]["message"] == json.dumps(WORKFLOW)  # data stays data


@pytest.mark.parametrize("family", [each for each in FAMILIES if each.explanations], ids=lambda each: each.title)
def test_every_service_with_an_explanation_of_its_own(sim: Simulator, wait: Run, family: Any) -> None:
    about = {"identifier": f"ocid1.thing.oc1.iad.{UNIQUE}"}
    launched = sim.launch(family.title, seconds=0, outcome="failed", explanation="No subnet left", resources=[about])
    done = wait(work_request_id=launched.id, service=family.title, logs="none")
    assert "ended FAILED" in done.msg
    assert ". No subnet left. " in done.msg
    assert done.entry["explanation"] == "No subnet left"
    if family.resource_ids:
        assert about["identifier"] in [each["identifier"] for each in done.entry["resources"]]


def test_an_explanation_in_the_report_of_a_mix(sim: Simulator, run: Run, signed: dict[str, str]) -> None:
    launched = sim.launch("os_management_hub", seconds=0, outcome="failed", explanation="The agent\tis offline")
    entry = {"work_request_id": launched.id, "service": "os_management_hub"}
    done = run("operation_wait", operations=[entry], timeout=2, **signed)
    assert "\n  The agent is offline\n" in done.result["report"]
    assert "gives no error" not in done.msg


def test_what_is_pending_at_the_deadline_says_how_it_goes(sim: Simulator, wait: Run) -> None:
    steps = [{"at": 0, "status": "in_progress", "explanation": "Waiting for the agent"}]
    launched = sim.launch("os_management_hub", steps=steps)
    done = wait(work_request_id=launched.id, service="os_management_hub", timeout=0.2)
    assert "is still IN_PROGRESS. Waiting for the agent." in done.msg


def test_an_error_whose_message_is_json_shows_the_sentence_in_it(sim: Simulator, info: Run) -> None:
    answering(sim, {"code": "InvalidParameter", "message": json.dumps(WORKFLOW)}, status=400)
    assert (
        info(work_request_id=request_id()).entry["fault"]["message"].startswith(f"400 InvalidParameter: {IN_USE} (GET ")
    )


def test_an_answer_that_is_no_work_request_is_quoted(sim: Simulator, info: Run) -> None:
    answering(sim, {"code": "Moved", "message": "Ask the other region\x1b"})
    reason = "the answer has no status, but says: Moved: Ask the other region"
    assert info(work_request_id=request_id()).entry["fault"]["message"].startswith(f"{reason} (GET ")
    sim.clear_faults()
    answering(sim, {"id": request_id()})
    assert info(work_request_id=request_id()).entry["fault"]["message"].startswith("the answer has no status (GET ")


def test_an_endless_explanation_is_cut_and_whole_in_the_answer(sim: Simulator, wait: Run) -> None:
    answering(sim, {**LOAD_BALANCER, "message": "x" * 10_000 + "\ud800"})
    done = wait(work_request_id=LOAD_BALANCER["id"])
    assert done.entry["explanation"] == "x" * 2000 + "..."
    assert done.entry["answer"]["message"] == "x" * 10_000 + "\ufffd"
    assert len(done.msg) < 3000


# Regular names where a service has others


def test_a_load_balancer_that_answers_under_regular_names(sim: Simulator, wait: Run) -> None:
    id_ = LOAD_BALANCER["id"]
    regular = {"id": id_, "status": "SUCCEEDED", "operationType": "CREATE_LOAD_BALANCER", "percentComplete": 100.0}
    answering(sim, regular)
    done = wait(work_request_id=id_)
    assert done.result["succeeded"] == [id_]
    assert done.result["polls"] == 1
    entry = done.entry
    assert (entry["operation_type"], entry["percent_complete"]) == ("CREATE_LOAD_BALANCER", 100.0)


def test_kubernetes_that_gives_a_percentage(sim: Simulator, info: Run) -> None:
    id_ = request_id("clustersworkrequest")
    answering(sim, {"id": id_, "status": "IN_PROGRESS", "operationType": "NODEPOOL_CREATE", "percentComplete": 45.5})
    assert info(work_request_id=id_).entry["percent_complete"] == 45.5


# Characters that JSON forbids


def control(said: Any) -> str:
    """JSON with a TAB, a line break and a bell in its texts as they are. What of it leaves a module is not the subject."""
    return json.dumps(said).replace("|", "\t\r\n\x07")


def test_control_characters_in_a_body_do_not_hide_it(sim: Simulator, wait: Run) -> None:
    id_ = request_id()
    answering(sim, control({"id": id_, "status": "FAILED", "operationType": "Create|Volume", "percentComplete": 5}))
    sim.fault(call="errors", body=control([{"code": "QuotaExceeded", "message": "No|room"}]))
    sim.fault(call="logs", body=control([{"message": "Half|way"}]))
    done = wait(work_request_id=id_)
    assert "(Create Volume, work_requests) ended FAILED at 5 %. QuotaExceeded: No room." in done.msg
    assert done.result["polls"] == 1
    entry = done.entry
    [error], [line] = entry["errors"], entry["logs"]
    for text, words in (
        (error["message"], "No room"),
        (line["message"], "Half way"),
        (entry["operation_type"], "Create Volume"),
    ):
        assert clean(text.replace("\ufffd", "")) == words
        assert "\t" in text
    assert entry["operation_type"] == entry["answer"]["operationType"]


def test_they_do_not_hide_a_list_or_the_reason_of_an_error(sim: Simulator, info: Run) -> None:
    about = {"service": "work_requests", "compartment_id": sim.compartment_id}
    item = {"id": request_id(), "status": "FAILED", "operationType": "Create|Volume"}
    sim.fault(call="list", body=control([item]))
    assert info(**about).entry["operation_type"].startswith("Create\t")
    sim.fault(call="list", status=400, body=control({"code": "InvalidParameter", "message": "No|such"}))
    assert info(**about).msg.startswith("400 InvalidParameter: No such (GET ")


def test_a_byte_order_mark_before_the_body(sim: Simulator, info: Run) -> None:
    answering(sim, "\ufeff" + json.dumps({"id": request_id(), "status": "FAILED"}))
    assert info(work_request_id=request_id()).entry["status"] == "FAILED"


# Answers that no result can have as they are


def test_an_answer_stays_valid_json_whatever_it_was(sim: Simulator, info: Run) -> None:
    extra = '"half": "\\ud800", "none": NaN, "more": 1e999, "deep": %s1%s, "long": "%s"' % (
        "[" * 99,
        "]" * 99,
        "x" * 10**6,
    )
    answering(sim, '{"id": "%s", "status": "FAILED", %s}' % (request_id(), extra))
    done = info(work_request_id=request_id())
    answer = json.loads(done.stdout, parse_constant=pytest.fail)["work_requests"][0]["answer"]
    assert (answer["id"], answer["half"], answer["none"], answer["more"]) == (request_id(), "\ufffd", None, None)
    assert len(done.stdout) < 100_000
    assert "left out" in answer["long"]


def test_secrets_are_masked_in_it_as_everywhere(sim: Simulator, info: Run, run: Run) -> None:
    passphrase = "correct-horse-battery"
    answering(sim, {"id": request_id(), "status": "FAILED", "note": f"as {passphrase}", "message": f"for {passphrase}"})
    done = info(work_request_id=request_id(), api_user_key_pass_phrase=passphrase)
    assert passphrase not in done.stdout
    assert done.entry["answer"]["note"].startswith("as ***")


# Pages that were read


@pytest.fixture
def broken_after(sim: Simulator, small_pages: None) -> Callable[..., None]:
    """broken_after(2, "errors") lets all pages of errors after the second one fail."""
    return lambda pages, call: sim.fault(call=call, skip=pages, times=None, status=500) and None


@pytest.mark.parametrize("part", ["errors", "logs"])
def test_entries_of_pages_that_were_read_are_kept(sim: Simulator, info: Run, broken_after: Run, part: str) -> None:
    many = {"errors": [(f"C{number}", f"M{number}") for number in range(7)], "logs": [f"L{n}" for n in range(7)]}
    launched = sim.launch("container_instances", seconds=0, outcome="failed", **many)
    broken_after(2, part)
    done = info(work_request_id=launched.id, include=[part])
    assert len(done.entry[part]) == 4
    [warning] = done.warnings
    assert warning.startswith(
        f"There may be more {part} of work request {launched.id} than the 4 that were read, because page 3 of them could not"
        " be read: 500 InternalServerError: Internal server error (GET "
    )


def test_a_wait_keeps_them_too(sim: Simulator, wait: Run, broken_after: Run) -> None:
    errors = [(f"C{number}", f"M{number}") for number in range(7)]
    launched = sim.launch("container_instances", seconds=0, outcome="failed", errors=errors)
    broken_after(2, "errors")
    done = wait(work_request_id=launched.id)
    assert len(done.entry["errors"]) == 4
    assert "(and 3 more errors)" in done.msg
    assert any(warning.startswith("There may be more errors of ") for warning in done.warnings)


def test_without_any_entry_nothing_is_claimed(sim: Simulator, wait: Run, broken_after: Run) -> None:
    launched = sim.launch("container_instances", seconds=0, outcome="failed", errors=[("C", "M")])
    broken_after(0, "errors")
    done = wait(work_request_id=launched.id, logs="none")
    assert done.entry["errors"] is None
    assert "Its errors could not be read." in done.msg


def test_a_list_whose_rest_cannot_be_read(sim: Simulator, info: Run, broken_after: Run) -> None:
    about = {"compartment_id": "ocid1.compartment.oc1..exampleofbrokenlists"}
    launched = sim.launch_many("container_instances", count=7, **about)
    broken_after(2, "list")
    done = info(service="container_instances", **about)
    assert [entry["id"] for entry in done.entries] == [each.id for each in reversed(launched[3:])]
    [skipped] = done.result["skipped_services"]
    assert skipped["service"] == "container_instances"
    assert skipped["reason"] == "answered 500 InternalServerError, after 4 work requests were read"
    assert skipped["fault"]["http_status"] == 500
    [warning] = done.warnings
    assert warning.startswith(
        "There may be more work requests of container_instances than the 4 that were found, because the rest of the list could"
        " not be read: 500 InternalServerError: "
    )


@pytest.mark.parametrize(("pages", "filters"), [(0, {}), (2, {"operation_type": ["ANOTHER"]})])
def test_a_list_fails_where_nothing_was_found(
    sim: Simulator, info: Run, broken_after: Run, pages: int, filters: dict[str, Any]
) -> None:
    about = {"compartment_id": "ocid1.compartment.oc1..exampleofemptylists"}
    sim.launch_many("container_instances", count=7, **about)
    broken_after(pages, "list")
    assert info(service="container_instances", **about, **filters).msg.startswith("500 InternalServerError: ")


def test_nothing_acts_on_half_of_a_list(
    sim: Simulator, wait: Run, cancel: Run, run: Run, signed: dict[str, str], broken_after: Run
) -> None:
    cluster = f"ocid1.cluster.oc1.iad.{UNIQUE}"
    sim.launch_many("container_engine", count=7, seconds=60, resources=[{"identifier": cluster}])
    broken_after(2, "list")
    about = {"resource_id": cluster, "compartment_id": sim.compartment_id}
    assert cancel(**about).msg.startswith("500 InternalServerError: ")
    assert "500 InternalServerError: " in wait(**about).msg
    assert "500 InternalServerError: " in run("operation_wait", operations=[about], timeout=1, **signed).msg
    assert {entry.method for entry in sim.journal} == {"GET"}


# Successes that contradict themselves

DBSYSTEM = f"ocid1.dbsystem.oc1.iad.{UNIQUE}"


def doubtful(**changes: Any) -> dict[str, Any]:
    resource = {"entityType": "dbsystem", "actionType": "IN_PROGRESS", "identifier": DBSYSTEM}
    return {
        "id": request_id(),
        "status": "SUCCEEDED",
        "operationType": "Create DB System",
        "percentComplete": 100,
        "compartmentId": "ocid1.compartment.oc1..exampleofdoubts",
        "resources": [resource],
        **changes,
    }


DOUBT = (
    f"Work request {request_id()} (Create DB System, work_requests) is SUCCEEDED, but its answer also says that {DBSYSTEM} is"
    " still in progress. Check before you build on it."
)


def test_a_success_with_a_resource_in_progress_has_a_warning_in_all_modules(
    sim: Simulator, info: Run, wait: Run, run: Run, signed: dict[str, str]
) -> None:
    answering(sim, doubtful())
    sim.fault(call="list", times=None, body=[doubtful()])
    mix = run("operation_wait", operations=[request_id()], timeout=2, **signed)
    listed = info(service="work_requests", compartment_id=sim.compartment_id)
    surveyed = info(service=["work_requests", "mysql"], compartment_id=sim.compartment_id, in_flight=False,
                    service_endpoint=f"{sim.url}/{{service}}")  # fmt: skip
    for done in (info(work_request_id=request_id()), wait(work_request_id=request_id()), mix, listed, surveyed):
        assert done.code == 0
        assert DOUBT in done.warnings  # the other service of the survey, which answers alike, has one of its own
        assert len(done.warnings) == len(done.entries)
        assert {entry["state"] for entry in done.entries} == {"succeeded"}


def test_so_has_one_that_is_not_canceled_because_it_has_succeeded(sim: Simulator, cancel: Run) -> None:
    id_ = request_id("clustersworkrequest")
    answering(sim, doubtful(id=id_))
    done = cancel(work_request_id=id_)
    assert done.result["canceling"] == []
    assert done.warnings == [DOUBT.replace(request_id(), id_).replace("work_requests", "container_engine")]


@pytest.mark.parametrize("action", ["CREATED", "RELATED", None])
def test_one_whose_resources_are_ready_has_none(sim: Simulator, wait: Run, action: Any) -> None:
    answering(sim, doubtful(resources=[{"actionType": action, "identifier": DBSYSTEM}]))
    assert wait(work_request_id=request_id()).warnings == []


# Spellings


@pytest.mark.parametrize("accepted", ["CANCELED", "CANCELLED", " canceled ", "Cancelled"])
@pytest.mark.parametrize("answered", ["CANCELED", "CANCELLED", "Canceled"])
def test_canceled_is_accepted_in_either_spelling(
    sim: Simulator, wait: Run, run: Run, signed: dict[str, str], accepted: str, answered: str
) -> None:
    answering(sim, doubtful(status=answered))
    for done in (
        wait(work_request_id=request_id(), accept=[accepted]),
        run("operation_wait", operations=[request_id()], timeout=2, accept=[accepted], **signed),
    ):
        assert done.result["succeeded"] == [request_id()]
        assert done.entry["status"] == answered


def test_what_is_not_accepted_fails_as_before(sim: Simulator, wait: Run) -> None:
    answering(sim, doubtful(status="CANCELLED"))
    assert "ended CANCELLED" in wait(work_request_id=request_id(), accept=["PARTIALLY_SUCCEEDED"]).msg


@pytest.mark.parametrize(("service", "own"), [("container_instances", "CANCELED"), ("psa", "CANCELLED")])
@pytest.mark.parametrize("word", ["canceled", "cancelled"])
def test_a_list_of_what_was_canceled_asks_in_the_spelling_of_the_service(
    sim: Simulator, info: Run, service: str, own: str, word: str
) -> None:
    about = {"compartment_id": "ocid1.compartment.oc1..exampleofspellings"}
    launched = sim.launch(service, seconds=0, outcome="canceled", **about)
    sim.launch(service, seconds=0, **about)
    done = info(service=service, status=[word], **about)
    assert [entry["id"] for entry in done.entries] == [launched.id]
    assert sim.journal[-1].query["status"] == [own]
    sim.remove(launched)


# Ends that never had a percentage


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED"])
def test_a_percentage_that_never_moved_is_returned_and_not_shown(
    sim: Simulator, info: Run, wait: Run, status: str
) -> None:
    """As MySQL HeatWave and the Dynamic Routing Gateway answer: without a start, at 0."""
    item = doubtful(status=status, percentComplete=0.0, timeStarted=None, resources=[])
    answering(sim, item)
    sim.fault(call="list", body=[item])
    done = wait(work_request_id=request_id(), on_failure="report")
    assert done.entry["percent_complete"] == 0.0
    assert "0 %" not in " ".join(info(service="work_requests", compartment_id=sim.compartment_id).result["table"])
    if status == "FAILED":
        assert "ended FAILED. " in wait(work_request_id=request_id()).msg
