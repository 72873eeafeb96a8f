# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What "there is no such resource" means: of a resource that is to be gone, of one that is to come to a state, and of a wrong address."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

ID = "ocid1.instance.oc1.iad.anuwcljrexampleexampleexampleexampleexampleexampleexampleexa1"

Run = Callable[..., Any]


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(autouse=True)
def in_no_time(virtual_time: None) -> None:
    """Polls pass at once."""


@pytest.fixture
def wait_for(run: Run, signed: dict[str, str]) -> Run:
    defaults = {"resource_id": ID, "interval": 0.1, "max_interval": 0.1, "timeout": 60}
    return lambda **options: run("resource_wait", **{**signed, **defaults, **options})


@pytest.fixture
def answers(sim: Simulator) -> Run:
    """answers("TERMINATING", 404) has the polls of a resource answered so, one after the other, the last one for ever."""

    def add(*bodies: Any) -> None:
        for number, body in enumerate(bodies):
            how = {"status": body} if isinstance(body, int) else {"body": {"id": ID, "lifecycleState": body}}
            how = body if isinstance(body, dict) else how
            sim.fault(call="resource", times=None if number == len(bodies) - 1 else 1, **how)

    return add


def entry(ended: Any) -> dict[str, Any]:
    [found] = ended.result["resources"]
    return found


NOT_OF_OCI: dict[str, dict[str, Any]] = {
    "a page": {"status": 404, "kind": "html"},
    "nothing": {"status": 404, "kind": "empty"},
    "other JSON": {"status": 404, "body": {"message": "no Route matched with those values"}},
    "the code of another error": {"status": 404, "body": {"code": "InternalError", "message": "Something broke."}},
    "no object": {"status": 404, "body": ["NotAuthorizedOrNotFound"]},
}


# To be gone


def test_gone_while_it_is_deleted(answers: Run, wait_for: Run) -> None:
    answers("TERMINATING", 404)
    ended = wait_for(absent=True)
    assert (ended.result["succeeded"], ended.result["polls"], ended.warnings) == ([ID], 2, [])
    assert (entry(ended)["status"], entry(ended)["absent"]) == ("404 NotAuthorizedOrNotFound", True)


def test_what_was_not_known_to_be_deleted_is_gone_at_the_second_404(answers: Run, wait_for: Run) -> None:
    answers("RUNNING", 404)
    ended = wait_for(absent=True)
    assert (ended.result["succeeded"], ended.result["polls"], ended.warnings) == ([ID], 3, [])
    assert (entry(ended)["absent"], entry(ended)["explanation"]) == (True, None)


def test_one_404_of_a_resource_that_is_there(answers: Run, wait_for: Run) -> None:
    answers("RUNNING", 404, "RUNNING", 404, "RUNNING")
    ended = wait_for(absent=True, timeout=2)
    assert ended.result["timed_out"]
    assert (entry(ended)["status"], entry(ended)["state"], entry(ended)["absent"]) == ("RUNNING", "pending", False)


@pytest.mark.parametrize("missing_ok", [False, True])
def test_the_second_404_need_not_be_the_next_answer(answers: Run, wait_for: Run, missing_ok: bool) -> None:
    answers("RUNNING", 404, 503, 429, 404)
    ended = wait_for(absent=True, missing_ok=missing_ok)
    assert (ended.result["succeeded"], ended.result["polls"]) == ([ID], 5)


def test_a_404_at_the_deadline_says_what_it_was(answers: Run, wait_for: Run) -> None:
    answers("RUNNING", 404)
    ended = wait_for(absent=True, timeout=0.1)
    assert ended.result["timed_out"]
    assert (
        "is still RUNNING. The latest poll was answered 404 NotAuthorizedOrNotFound: whether it is gone, the next one decides."
        in ended.msg
    )


def test_a_404_at_first_is_waited_for(answers: Run, wait_for: Run) -> None:
    answers(404, 404, "TERMINATING", 404)
    assert wait_for(absent=True).result["succeeded"] == [ID]


def test_what_was_never_seen_is_an_error_after_twenty_seconds(answers: Run, wait_for: Run) -> None:
    answers(404)
    ended = wait_for(absent=True, interval=1, max_interval=1)
    assert f"Resource {ID} (instance to be gone) cannot be read: 404 NotAuthorizedOrNotFound" in ended.msg
    assert "missing_ok" in ended.msg
    assert 20 <= ended.result["elapsed"] < 23


def test_what_may_be_missing_is_gone_at_the_first_poll(answers: Run, wait_for: Run) -> None:
    answers(404)
    ended = wait_for(absent=True, missing_ok=True, timeout=0)
    assert (ended.result["succeeded"], ended.result["polls"]) == ([ID], 1)
    assert entry(ended)["operation_type"] == "instance to be gone"


def test_gone_is_final(answers: Run, wait_for: Run) -> None:
    answers("TERMINATING", 404, "TERMINATING")
    assert wait_for(absent=True).result["polls"] == 2


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("form", NOT_OF_OCI)
def test_a_404_of_something_else_than_the_service_is_not_absence(
    answers: Run, wait_for: Run, form: str, seen: bool
) -> None:
    answers(*(["TERMINATING"] if seen else []), NOT_OF_OCI[form])
    ended = wait_for(absent=True, missing_ok=True, interval=1, max_interval=1)
    assert "cannot be read: 404" in ended.msg
    assert ended.result["unsuccessful"] == [ID]
    assert entry(ended)["absent"] is False


@pytest.mark.parametrize("status", [400, 401, 403, 405, 409, 410, 412, 501])
def test_what_no_retry_can_help_is_not_absence(answers: Run, wait_for: Run, status: int) -> None:
    answers("TERMINATING", {"status": status, "body": {"code": "Odd", "message": "No."}})
    ended = wait_for(absent=True)
    if status == 410:
        assert (ended.result["succeeded"], entry(ended)["status"]) == ([ID], "410 Odd")
        return
    assert f"cannot be read: {status} Odd: No (GET " in ended.msg
    assert "Its last status was TERMINATING." in ended.msg


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_can_pass_is_retried(answers: Run, wait_for: Run, status: int) -> None:
    answers("TERMINATING", status, status, 404)
    assert wait_for(absent=True).result["succeeded"] == [ID]


def test_a_redirect_is_not_absence(answers: Run, wait_for: Run) -> None:
    answers("TERMINATING", {"status": 302, "body": {}, "headers": {"location": "https://elsewhere.example.com/x"}})
    assert "302 redirect to https://elsewhere.example.com/x, which is not followed" in wait_for(absent=True).msg


# To come to a state


def test_a_resource_that_is_younger_than_its_record(answers: Run, wait_for: Run) -> None:
    answers(404, 404, "PROVISIONING", "RUNNING")
    ended = wait_for(state="RUNNING")
    assert ended.result["succeeded"] == [ID]
    assert "2 polls failed and were retried" in ended.warnings[0]


@pytest.mark.parametrize("goal", [{"state": "RUNNING"}, {}])
def test_a_404_that_comes_and_goes(answers: Run, wait_for: Run, goal: dict[str, Any]) -> None:
    answers("PROVISIONING", 404, "PROVISIONING", 404, 404, "RUNNING")
    assert wait_for(**goal).result["succeeded"] == [ID]


@pytest.mark.parametrize("goal", [{"state": "RUNNING"}, {}])
def test_what_is_gone_comes_to_no_state(answers: Run, wait_for: Run, goal: dict[str, Any]) -> None:
    answers("PROVISIONING", 404)
    ended = wait_for(**goal, interval=1, max_interval=1)
    assert "cannot be read: 404 NotAuthorizedOrNotFound" in ended.msg
    hint = "It was there before, so it may have been deleted since. Only a wait with absent is for that."
    assert f"{hint} Its last status was PROVISIONING." in ended.msg
    assert 20 <= ended.result["elapsed"] < 24
    assert ended.result["failure_categories"] == ["not_found"]


@pytest.mark.parametrize("status", [401, 403])
def test_what_the_user_may_not_read_ends_the_wait(answers: Run, wait_for: Run, status: int) -> None:
    answers(status)
    ended = wait_for()
    assert f"cannot be read: {status} " in ended.msg
    assert ended.result["failure_categories"] == ["authorization"]


def test_what_was_being_deleted_settles_by_being_gone(answers: Run, wait_for: Run) -> None:
    answers("TERMINATING", 404)
    assert wait_for().result["succeeded"] == [ID]


@pytest.mark.parametrize("state", ["TERMINATED", ["STOPPED", "terminated"]])
def test_what_is_forgotten_while_it_is_deleted_is_terminated(answers: Run, wait_for: Run, state: Any) -> None:
    answers("RUNNING", "TERMINATING", 404)
    ended = wait_for(state=state)
    assert ended.result["succeeded"] == [ID]
    assert (entry(ended)["status"], entry(ended)["absent"]) == ("404 NotAuthorizedOrNotFound", True)
    assert ended.result["resource_ids"] == []


def test_what_is_forgotten_without_a_deletion_is_not_known_to_be_terminated(answers: Run, wait_for: Run) -> None:
    answers("RUNNING", 404)
    assert "It was there before" in wait_for(state="TERMINATED").msg


@pytest.mark.parametrize("state", ["RUNNING", "TERMINATED"])
def test_what_is_terminated_is_not_there(answers: Run, wait_for: Run, state: str) -> None:
    answers("TERMINATED")
    assert wait_for(state=state).result["resource_ids"] == []


def test_a_deletion_that_was_given_up_is_no_absence(answers: Run, wait_for: Run) -> None:
    answers("TERMINATING", "UPDATING", 404, "UPDATING", "RUNNING")
    assert entry(wait_for())["status"] == "RUNNING"


# Read once


def test_resource_info_tells_absence_from_a_wrong_address(
    sim: Simulator, run: Run, signed: dict[str, str], answers: Run
) -> None:
    answers(NOT_OF_OCI["a page"], 404)
    ended = run("resource_info", **signed, resource_id=ID, missing_ok=True)
    assert "cannot be read: 404: " in ended.msg
    assert entry(run("resource_info", **signed, resource_id=ID, missing_ok=True))["absent"] is True
