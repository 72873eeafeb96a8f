# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each meaning of a word is for each goal."""

from __future__ import annotations

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._resources import goal as goals, verdict
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.words import Meaning
from ansible_collections.longops.oracle.plugins.module_utils._resources.verdict import Past

TO_RUN = goals.parse({"state": ["RUNNING"]})
TO_BE_GONE = goals.parse({"absent": True})
SETTLED = goals.parse({})

PENDING, ATTENTION, SUCCEEDED, FAILED, CANCELED = State.ALL


@pytest.mark.parametrize(
    ("meaning", "word", "settled", "to_run", "to_be_gone"),
    [
        (Meaning.TRANSITIONAL, "STARTING", PENDING, PENDING, PENDING),
        (Meaning.STEADY, "STOPPED", SUCCEEDED, PENDING, PENDING),
        (Meaning.STEADY, "RUNNING", SUCCEEDED, SUCCEEDED, PENDING),
        (Meaning.DONE, "SUCCEEDED", SUCCEEDED, FAILED, PENDING),
        (Meaning.CANCELED, "CANCELED", CANCELED, CANCELED, PENDING),
        (Meaning.DELETED, "TERMINATED", FAILED, FAILED, SUCCEEDED),
        (Meaning.FAILED, "FAILED", FAILED, FAILED, PENDING),
        (Meaning.ATTENTION, "NEEDS_ATTENTION", FAILED, FAILED, PENDING),
        (None, "NEVER_HEARD_OF", PENDING, PENDING, PENDING),
    ],
)
def test_each_meaning(meaning: str, word: str, settled: str, to_run: str, to_be_gone: str) -> None:
    found = [verdict.state(word, meaning, goal, Past(True)) for goal in (SETTLED, TO_RUN, TO_BE_GONE)]
    assert found == [settled, to_run, to_be_gone]


@pytest.mark.parametrize("meaning", [Meaning.STEADY, Meaning.DONE])
def test_a_success_is_doubtful_after_a_deletion_had_begun(meaning: str) -> None:
    assert verdict.is_doubtful(SUCCEEDED, meaning, Past(True, is_going=True))
    assert not verdict.is_doubtful(SUCCEEDED, meaning, Past(True, was_going=True))
    assert not verdict.is_doubtful(FAILED, meaning, Past(True, is_going=True))
    assert not verdict.is_doubtful(SUCCEEDED, Meaning.DELETED, Past(True, is_going=True))


@pytest.mark.parametrize(
    ("past", "is_sure"),
    [
        (Past(), True),
        (Past(True, is_going=True, missing=1), True),
        (Past(True, was_going=True, missing=1), False),
        (Past(True, missing=1), False),
        (Past(True, missing=2), True),
    ],
)
def test_not_found_is_sure_where_a_deletion_was_seen_or_at_the_second_time(past: Past, is_sure: bool) -> None:
    assert verdict.is_absence_sure(past) is is_sure


def test_what_is_accepted_is_a_success_whatever_it_means() -> None:
    for meaning, word in (
        (Meaning.FAILED, "FAILED"),
        (Meaning.DELETED, "TERMINATED"),
        (Meaning.DONE, "SUCCEEDED"),
        (None, "NEW"),
    ):
        for goal in ({"state": ["RUNNING"]}, {}, {"absent": True}):
            assert verdict.state(word, meaning, goals.parse(goal, frozenset([word])), Past(True, True)) == SUCCEEDED


def test_what_requires_attention_while_it_is_deleted() -> None:
    assert verdict.state("NEEDS_ATTENTION", Meaning.ATTENTION, TO_BE_GONE, Past(True, True)) == FAILED
    of_failures = goals.parse({"absent": True, "fail_on": ["FAILED"]})
    assert verdict.state("NEEDS_ATTENTION", Meaning.ATTENTION, of_failures, Past(True, True)) == ATTENTION


def test_a_deletion_that_fails_is_told_from_a_failure_before_it() -> None:
    assert verdict.state("FAILED", Meaning.FAILED, TO_BE_GONE, Past(True, True)) == FAILED
    assert verdict.state("FAILED", Meaning.FAILED, TO_BE_GONE, Past(True)) == PENDING


def test_the_user_says_what_is_a_failure() -> None:
    only_stopped = goals.parse({"state": ["RUNNING"], "fail_on": ["STOPPED"]})
    assert verdict.state("STOPPED", Meaning.STEADY, only_stopped, Past(True)) == FAILED
    assert verdict.state("FAILED", Meaning.FAILED, only_stopped, Past(True)) == PENDING
    assert verdict.state("NEEDS_ATTENTION", Meaning.ATTENTION, only_stopped, Past(True)) == ATTENTION
    assert verdict.state("TERMINATED", Meaning.DELETED, only_stopped, Past(True)) == FAILED  # it never runs again


def test_the_goal_may_be_a_failure_or_transitional() -> None:
    for word, meaning in (("FAILED", Meaning.FAILED), ("STARTING", Meaning.TRANSITIONAL), ("NEW", None)):
        assert verdict.state(word, meaning, goals.parse({"state": [word]}), Past(True)) == SUCCEEDED


@pytest.mark.parametrize(
    ("missing_ok", "was_seen", "reached"), [(False, False, False), (False, True, True), (True, False, True)]
)
def test_absence_is_a_goal_once_the_resource_was_seen(missing_ok: bool, was_seen: bool, reached: bool) -> None:
    assert verdict.is_reached_by_absence(TO_BE_GONE._replace(missing_ok=missing_ok), Past(was_seen)) is reached
    assert not verdict.is_reached_by_absence(SETTLED, Past(True))


def test_what_was_being_deleted_settles_by_being_gone() -> None:
    going = Past(True, True, was_going=True)
    assert verdict.state("TERMINATED", Meaning.DELETED, SETTLED, going) == SUCCEEDED
    assert verdict.is_reached_by_absence(SETTLED, going)
    assert verdict.state("TERMINATED", Meaning.DELETED, TO_RUN, going) == FAILED
    assert not verdict.is_reached_by_absence(TO_RUN, going)


def test_what_may_have_been_deleted_settles_by_being_gone_as_well() -> None:
    """As a resource of which its work request does not say what was done to it. No user can ask for that."""
    may_be_gone = SETTLED._replace(missing_ok=True)
    assert verdict.state("DELETED", Meaning.DELETED, may_be_gone, Past()) == SUCCEEDED
    assert verdict.state("FAILED", Meaning.FAILED, may_be_gone, Past()) == FAILED
    assert verdict.state("ACTIVE", Meaning.STEADY, may_be_gone, Past()) == SUCCEEDED
    assert verdict.is_reached_by_absence(may_be_gone, Past())
    assert not verdict.is_reached_by_absence(SETTLED, Past(True))
