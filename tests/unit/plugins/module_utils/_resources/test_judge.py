# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What polls of a resource become, with what was seen of it before."""

from __future__ import annotations

from typing import Any

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Category,
    Fault,
    FaultKind,
    Observation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._resources import goal as goals, parsing
from ansible_collections.longops.oracle.plugins.module_utils._resources.judge import NEVER_SEEN, SEEN_BEFORE, Judge
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._resources.rows import ID, target

TO_BE_GONE = goals.parse({"absent": True})
MISSING = Fault(
    FaultKind.NOT_FOUND,
    "404 NotAuthorizedOrNotFound: not here",
    404,
    "NotAuthorizedOrNotFound",
    category=Category.NOT_FOUND,
)


def seen(of: Any, state: str, details: Any = None) -> Observation:
    operation = parsing.operation(
        of, {"id": ID, "lifecycleState": state, "lifecycleDetails": details, "displayName": "web"}
    )
    return Observation(ID, operation)


def test_a_resource_that_was_seen_is_gone_when_the_service_does_not_know_it() -> None:
    judge, of = Judge(), target(TO_BE_GONE)
    assert judge.observation(of, seen(of, "TERMINATING")).operation.state == State.PENDING
    gone = judge.observation(of, Observation(ID, fault=MISSING))
    assert gone.fault is None
    assert (gone.operation.state, gone.operation.status) == (State.SUCCEEDED, "404 NotAuthorizedOrNotFound")
    assert (gone.operation.details["absent"], gone.operation.details["display_name"]) == (True, "web")


def test_one_that_was_never_seen_is_a_fault_unless_the_user_says_otherwise() -> None:
    of = target(TO_BE_GONE)
    missing = Judge().observation(of, Observation(ID, fault=MISSING)).fault
    assert missing == MISSING._replace(message=f"{MISSING.message}. {NEVER_SEEN}")
    gone = Judge().observation(target(TO_BE_GONE._replace(missing_ok=True)), Observation(ID, fault=MISSING))
    assert (gone.fault, gone.operation.state) == (None, State.SUCCEEDED)


def test_other_faults_and_other_goals_are_left_as_they_are() -> None:
    judge, of = Judge(), target(TO_BE_GONE)
    judge.observation(of, seen(of, "TERMINATING"))
    denied = MISSING._replace(kind=FaultKind.FATAL, http_status=403)
    assert judge.observation(of, Observation(ID, fault=denied)).fault == denied
    settled, other = Judge(), target()
    settled.observation(other, seen(other, "RUNNING"))
    assert settled.observation(other, Observation(ID, fault=denied)).fault == denied


def test_what_was_there_before_is_told_from_what_never_was() -> None:
    judge, of = Judge(), target()
    assert judge.observation(of, Observation(ID, fault=MISSING)).fault == MISSING
    judge.observation(of, seen(of, "RUNNING"))
    missing = judge.observation(of, Observation(ID, fault=MISSING)).fault
    assert missing == MISSING._replace(message=f"{MISSING.message}. {SEEN_BEFORE}")


def test_what_is_watched_has_no_hint_at_an_option_that_cannot_be_set() -> None:
    assert Judge().observation(target(goals.WATCHED), Observation(ID, fault=MISSING)).fault == MISSING


def test_a_word_for_what_is_gone_is_reached_by_what_is_forgotten_while_it_is_deleted() -> None:
    judge, of = Judge(), target(goals.parse({"state": ["TERMINATED"]}))
    judge.observation(of, seen(of, "TERMINATING"))
    gone = judge.observation(of, Observation(ID, fault=MISSING)).operation
    assert (gone.state, gone.status) == (State.SUCCEEDED, "404 NotAuthorizedOrNotFound")
    judge.observation(of, seen(of, "RUNNING"))
    assert judge.observation(of, Observation(ID, fault=MISSING)).operation is None


def test_a_state_that_no_resource_leaves_is_explained() -> None:
    of = target(goals.parse({"state": ["RUNNING", "STOPPED"]}))
    ended = Judge().observation(of, seen(of, "TERMINATED", "Preempted.")).operation
    assert ended.state == State.FAILED
    assert (
        ended.explanation == "Preempted. A resource does not leave this state, and the wait is for RUNNING or STOPPED."
    )
    assert ended.operation_type == "instance to RUNNING or STOPPED"


def test_a_failure_before_a_deletion_and_during_it() -> None:
    judge, of = Judge(), target(TO_BE_GONE)
    assert judge.observation(of, seen(of, "FAILED")).operation.state == State.PENDING
    assert judge.observation(of, seen(of, "TERMINATING")).operation.state == State.PENDING
    assert judge.observation(of, seen(of, "FAILED")).operation.state == State.FAILED


def test_what_is_forgotten_was_never_seen() -> None:
    judge, of = Judge(), target(TO_BE_GONE)
    judge.observation(of, seen(of, "TERMINATING"))
    judge.forget(ID)
    assert judge.observation(of, Observation(ID, fault=MISSING)).operation is None


def test_what_another_process_has_seen_counts() -> None:
    judge, of = Judge(), target(TO_BE_GONE)
    judge.remember(ID, "RUNNING")
    doubtful = judge.observation(of, Observation(ID, fault=MISSING))
    assert doubtful.fault == MISSING  # one copy of the data may lag behind
    assert judge.observation(of, Observation(ID, fault=MISSING)).operation.state == State.SUCCEEDED
    settled, other = Judge(), target()
    settled.remember(ID, "Terminating")
    assert settled.observation(other, seen(other, "TERMINATED")).operation.state == State.SUCCEEDED
    settled.forget(ID)
    settled.remember(ID, "TERMINATING")
    assert settled.observation(other, Observation(ID, fault=MISSING)).operation.details["absent"] is True
    settled.forget(ID)
    assert settled.observation(other, Observation(ID, fault=MISSING)).fault == MISSING


def test_a_failure_since_another_process_has_seen_it_is_one_of_the_deletion() -> None:
    of = target(TO_BE_GONE)
    for word, state in (("running", State.FAILED), (" Failed", State.PENDING)):
        judge = Judge()
        judge.remember(ID, word)
        assert judge.observation(of, seen(of, "FAILED")).operation.state == state


def test_one_that_is_watched_ends_where_nothing_follows() -> None:
    judge, of = Judge(), target(goals.WATCHED)
    words = ("STARTING", "RUNNING", "FAILED", "NEEDS_ATTENTION", "STOPPED", "PONDERING", "TERMINATING")
    states = [judge.observation(of, seen(of, word)).operation.state for word in words]
    pending, attention = State.PENDING, State.ATTENTION
    assert states == [pending, pending, attention, attention, pending, pending, pending]
    assert judge.observation(of, seen(of, "TERMINATED")).operation.state == State.SUCCEEDED
    assert judge.observation(of, Observation(ID, fault=MISSING)).operation.state == State.SUCCEEDED
    run = target(goals.WATCHED, key="run")
    ended = [judge.observation(run, seen(run, word)).operation for word in ("SUCCEEDED", "CANCELED")]
    assert [each.state for each in ended] == [State.SUCCEEDED, State.CANCELED]
    assert {each.operation_type for each in ended} == {"instance"}
    assert ended[1].explanation is None
