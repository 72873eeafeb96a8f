# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What services say of resources, right or wrong: states in any form, explanations, answers about something else."""

from __future__ import annotations

import json
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

UNIQUE = "anuwcljrexampleexampleexampleexampleexampleexampleexampleexa"
ID = f"ocid1.instance.oc1.iad.{UNIQUE}1"
OTHER = f"ocid1.instance.oc1.iad.{UNIQUE}2"
VOLUME = f"ocid1.volume.oc1.iad.{UNIQUE}3"

Run = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("virtual_time")


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def wait_for(run: Run, signed: dict[str, str]) -> Run:
    """wait_for(state=...) waits for one instance, polling ten times a second for two seconds at most."""
    defaults = {"resource_id": ID, "interval": 0.1, "max_interval": 0.1, "timeout": 2}
    return lambda **options: run("resource_wait", **{**signed, **defaults, **options})


@pytest.fixture
def answers(sim: Simulator) -> Run:
    """answers({...}, {...}) has the polls of a resource answered so, one after the other, the last one for ever.

    A number is a status with an error of OCI, a text is a state.
    """

    def add(*bodies: Any, **more: Any) -> None:
        for number, body in enumerate(bodies):
            how: dict[str, Any] = {"status": body} if isinstance(body, int) else {"body": body}
            if isinstance(body, str):
                how = {"body": {"id": ID, "lifecycleState": body}}
            sim.fault(call="resource", times=None if number == len(bodies) - 1 else 1, **how, **more)

    return add


def entry(ended: Any) -> dict[str, Any]:
    [found] = ended.result["resources"]
    return found


def because(ended: Any) -> str:
    """The reason of the latest fault."""
    return entry(ended)["fault"]["message"]


# States


@pytest.mark.parametrize("word", ["RUNNING", "Running", "running", "  RUNNING\n", "\tRunning "])
def test_a_state_in_any_case_and_with_blanks(answers: Run, wait_for: Run, word: str) -> None:
    answers(word)
    ended = wait_for(state="RUNNING")
    assert ended.result["succeeded"] == [ID]
    assert (entry(ended)["status"].strip(), ended.warnings) == (word.strip(), [])


@pytest.mark.parametrize(
    "value",
    [None, "", "   ", [], {}, ["RUNNING"], {"state": "RUNNING"}],
    ids=["null", "empty", "blanks", "a list", "an object", "a list of one", "an object with it"],
)
def test_an_answer_without_a_state_says_nothing(answers: Run, wait_for: Run, value: Any) -> None:
    answers({"id": ID, "lifecycleState": value}, "RUNNING")
    ended = wait_for(state="RUNNING")
    assert ended.result["succeeded"] == [ID]
    [warning] = ended.warnings
    assert "1 poll failed and was retried because of: the answer has no lifecycleState (GET " in warning


@pytest.mark.parametrize("value", [True, 7, 1.5])
def test_a_state_that_is_no_text_is_unknown(answers: Run, wait_for: Run, value: Any) -> None:
    answers({"id": ID, "lifecycleState": value}, "RUNNING")
    ended = wait_for()
    assert ended.result["succeeded"] == [ID]
    assert any(f"The state {value} of resource {ID} (core.instance) is not known" in each for each in ended.warnings)


@pytest.mark.parametrize("body", [[], [{"id": ID, "lifecycleState": "RUNNING"}], "text", 5, True, None, {}])
def test_an_answer_that_is_no_resource(sim: Simulator, answers: Run, wait_for: Run, body: Any) -> None:
    sim.fault(call="resource", body=json.dumps(body))
    answers("RUNNING")
    ended = wait_for(state="RUNNING")
    assert ended.result["succeeded"] == [ID]
    assert "1 poll failed and was retried" in ended.warnings[0]


def test_a_state_under_the_usual_name_where_the_type_has_another(sim: Simulator, wait_for: Run) -> None:
    id_ = ID.replace("instance", "managedinstance")
    sim.fault(call="resource", body={"id": id_, "lifecycleState": "NORMAL"}, times=None)
    assert wait_for(resource_id=id_, service="os_management_hub.managed_instance", timeout=0).result["succeeded"] == [
        id_
    ]


def test_an_error_in_a_200(answers: Run, wait_for: Run) -> None:
    answers({"code": "InternalError", "message": "Something\x1b broke"})
    ended = wait_for(timeout=0)
    assert because(ended).startswith("the answer has no lifecycleState, but says: InternalError: Something broke (GET ")
    assert ended.result["pending"] == [ID]


@pytest.mark.parametrize("other", [OTHER, VOLUME, f"ocid1.instance.oc1.phx.{UNIQUE}1"])
def test_an_answer_about_another_resource(answers: Run, wait_for: Run, other: str) -> None:
    answers({"id": other, "lifecycleState": "RUNNING"}, {"id": other, "lifecycleState": "TERMINATED"}, "STOPPED")
    ended = wait_for(state=["RUNNING", "STOPPED"])
    assert entry(ended)["status"] == "STOPPED"
    assert f"the answer is about another resource, {other} (GET " in ended.warnings[0]


def test_the_id_in_capitals_is_the_same(answers: Run, wait_for: Run) -> None:
    answers({"id": ID.upper().replace("OCID1", "ocid1"), "lifecycleState": "RUNNING"})
    ended = wait_for(state="RUNNING")
    assert (ended.result["succeeded"], entry(ended)["id"]) == ([ID], ID)


# What has ended, and what only looks so


@pytest.mark.parametrize("leaving", ["TERMINATING", "Terminating"])
@pytest.mark.parametrize("goal", [{"state": "RUNNING"}, {}])
def test_a_state_from_before_a_deletion_that_is_read_once_more(
    answers: Run, wait_for: Run, leaving: str, goal: dict[str, Any]
) -> None:
    answers(leaving, "RUNNING", leaving, "TERMINATED")
    ended = wait_for(**goal)
    assert entry(ended)["status"] == "TERMINATED"
    assert ended.result["unsuccessful" if goal else "succeeded"] == [ID]


def test_a_deletion_that_is_given_up_is_believed_when_it_is_read_twice(answers: Run, wait_for: Run) -> None:
    answers("TERMINATING", "RUNNING")
    ended = wait_for(state="RUNNING")
    assert (ended.result["succeeded"], ended.result["polls"]) == ([ID], 3)


@pytest.mark.parametrize("goal", [{"absent": True}, {}])
def test_a_deletion_that_ends_is_believed_at_once(answers: Run, wait_for: Run, goal: dict[str, Any]) -> None:
    answers("TERMINATING", "TERMINATED")
    ended = wait_for(**goal)
    assert (ended.result["succeeded"], ended.result["polls"]) == ([ID], 2)


def test_the_case_of_a_state_is_no_change(answers: Run, wait_for: Run) -> None:
    answers("FAILED", "Failed", " failed", "TERMINATED")
    assert wait_for(absent=True).result["succeeded"] == [ID]


def test_what_requires_attention_before_it_is_deleted_is_waited_for(answers: Run, wait_for: Run) -> None:
    answers("NEEDS_ATTENTION", "NEEDS_ATTENTION", "TERMINATED")
    assert wait_for(absent=True, on_attention="fail").result["succeeded"] == [ID]


def test_what_requires_attention_while_it_is_deleted_has_failed(answers: Run, wait_for: Run) -> None:
    answers("TERMINATING", "NEEDS_ATTENTION")
    assert "ended NEEDS_ATTENTION" in wait_for(absent=True).msg


# What the user calls an end


@pytest.mark.parametrize("word", ["TERMINATED", "FAILED", "SUCCEEDED", "CANCELED", "NEEDS_ATTENTION", "NEW_WORD"])
@pytest.mark.parametrize("goal", [{"state": "RUNNING"}, {}, {"absent": True}])
def test_what_is_accepted_is_a_success_and_says_nothing_else(
    answers: Run, wait_for: Run, word: str, goal: dict[str, Any]
) -> None:
    answers(word)
    ended = wait_for(accept=[word.lower()], **goal)
    assert ended.result["succeeded"] == [ID]
    assert (entry(ended)["state"], entry(ended)["explanation"], ended.warnings) == ("succeeded", None, [])


def test_a_word_cannot_be_accepted_and_a_failure(sim: Simulator, wait_for: Run) -> None:
    assert "CANCELED stands in fail_on and in accept: it cannot be both." in wait_for(
        fail_on=["cancelled"], accept=["CANCELED"]
    ).msg.replace("CANCELLED", "CANCELED")
    assert len(sim.journal) == 0


# Explanations


def test_an_explanation_in_json_of_endless_length_and_with_control_characters(answers: Run, wait_for: Run) -> None:
    said = {"code": "CapacityError", "message": "Out of host capacity\x1b[2J\u202e. " + "x" * 10_000}
    answers({"id": ID, "lifecycleState": "FAILED", "lifecycleDetails": json.dumps(said)})
    ended = wait_for(state="RUNNING")
    assert "ended FAILED. CapacityError: Out of host capacity [2J . xxx" in ended.msg
    assert len(ended.msg) < 5000
    assert entry(ended)["explanation"].startswith("CapacityError: Out of host capacity")
    assert len(entry(ended)["explanation"]) <= 2003
    assert "\x1b" not in json.dumps(ended.result, ensure_ascii=False)
    assert ended.result["failure_categories"] == ["capacity"]


@pytest.mark.parametrize("value", [5, [], {}, ["The disk", "is full"], {"message": "The disk is full"}, True])
def test_an_explanation_of_any_form(answers: Run, wait_for: Run, value: Any) -> None:
    answers({"id": ID, "lifecycleState": "FAILED", "lifecycleDetails": value})
    ended = wait_for(state="RUNNING")
    said = entry(ended)["explanation"]
    assert said == ("The disk is full" if isinstance(value, (list, dict)) and value else None)


@pytest.mark.parametrize(
    "said",
    [
        "Failed to attach the volume: InternalError",
        {"code": "LimitExceeded", "message": "No cores left."},
        json.dumps({"code": "LimitExceeded", "message": "No cores left."}),
        "The agent could not be reached.",
        "Upgrade was unsuccessful, and has been rolled back",
    ],
)
def test_a_success_beside_an_error_is_told(answers: Run, wait_for: Run, said: Any) -> None:
    answers({"id": ID, "lifecycleState": "RUNNING", "lifecycleDetails": said})
    ended = wait_for(state="RUNNING")
    assert ended.result["succeeded"] == [ID]
    [warning] = ended.warnings
    assert warning.startswith(f"Resource {ID} (instance to RUNNING, core) is RUNNING, but the service also says: ")
    assert warning.endswith(" Check before you build on it.")


@pytest.mark.parametrize(
    "said", ["", "Running", "Created without errors.", "0 errors", "No failures. All nodes are ready.", {}, None]
)
def test_a_success_beside_good_news_is_not(answers: Run, wait_for: Run, said: Any) -> None:
    answers({"id": ID, "lifecycleState": "RUNNING", "lifecycleDetails": said})
    assert wait_for(state="RUNNING").warnings == []


def test_a_success_beside_an_error_in_a_field_of_its_own_is_told(answers: Run, wait_for: Run) -> None:
    answers({"id": ID, "lifecycleState": "RUNNING", "errorMessage": "It has no boot volume"})
    assert "the service also says: It has no boot volume. Check" in wait_for(state="RUNNING").warnings[0]


def test_what_is_gone_is_not_contradicted(answers: Run, wait_for: Run) -> None:
    answers({"id": ID, "lifecycleState": "TERMINATED", "lifecycleDetails": "Error while it ran."})
    assert wait_for(absent=True).warnings == []


# Texts that no service has reason to send


def test_texts_of_megabytes(answers: Run, wait_for: Run) -> None:
    huge = "x" * 1_000_000
    answers(
        {
            "id": ID,
            "lifecycleState": "FAILED",
            "displayName": huge,
            "timeCreated": huge,
            "timeUpdated": huge,
            "compartmentId": huge,
        },
        headers={"opc-request-id": "r" * 60_000},
    )
    ended = wait_for(state="RUNNING")
    assert len(ended.msg) < 20_000
    assert len(json.dumps({**entry(ended), "answer": None})) < 200_000


def test_a_word_of_megabytes_that_writes_on_the_terminal(answers: Run, wait_for: Run) -> None:
    answers("\x1b[2J" + "X" * 1_000_000)
    ended = wait_for(timeout=0.3)
    assert len(ended.msg) < 20_000
    assert all(len(each) < 2000 and "\x1b" not in each for each in ended.warnings)


def test_halves_of_surrogate_pairs_and_odd_numbers(sim: Simulator, wait_for: Run) -> None:
    text = f'{{"id": "{ID}", "lifecycleState": "RUNNING", "displayName": "\\ud800", "timeCreated": NaN, "x": [Infinity, 1e999]}}'
    sim.fault(call="resource", body=text, times=None)
    ended = wait_for(state="RUNNING")
    assert (entry(ended)["display_name"], ended.result["succeeded"]) == ("\ufffd", [ID])
    json.dumps(ended.result, allow_nan=False)
