# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options state, absent, missing_ok and fail_on mean, and which are errors."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._resources import goal
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._resources.rows import INSTANCE


def test_words_are_in_any_case_and_spelling() -> None:
    found = goal.parse({"state": [" canceled ", "Running"]})
    assert found.words == {"CANCELED", "CANCELLED", "RUNNING"}
    assert found.names == ["CANCELED", "RUNNING"]
    assert found.sentence_part == "CANCELED or RUNNING"


@pytest.mark.parametrize("asked", [{}, {"state": None}, {"state": []}, {"state": ["settled"]}, {"state": ["Settled"]}])
def test_without_words_any_state_is_the_goal_that_is_not_transitional(asked: dict[str, Any]) -> None:
    found = goal.parse(asked)
    assert (found.words, found.absent, found.names, found.sentence_part) == (frozenset(), False, ["settled"], "")


def test_absence() -> None:
    found = goal.parse({"absent": True, "missing_ok": True})
    assert (found.names, found.sentence_part, found.missing_ok) == (["absent"], "be gone", True)


def test_an_empty_list_of_failures_is_not_the_default() -> None:
    assert goal.parse({}).fail_on is None
    assert goal.parse({"fail_on": []}).fail_on == frozenset()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"state": ["settled", "RUNNING"]}, "cannot stand beside other words"),
        ({"state": ["RUNNING"], "absent": True}, "state and absent exclude each other"),
        ({"state": ["RUNNING"], "missing_ok": True}, "missing_ok is for absent"),
        ({"state": ["STOPPED"], "fail_on": ["stopped"]}, "STOPPED stands in fail_on and in state"),
    ],
)
def test_contradictions(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        goal.parse(asked)


@pytest.mark.parametrize("option", ["state", "fail_on"])
def test_a_word_that_the_type_does_not_have(option: str) -> None:
    with pytest.raises(UsageError) as raised:
        goal.check(goal.parse({option: ["RUNING"]}), INSTANCE)
    said = str(raised.value)
    assert said.startswith(
        f"'RUNING' in {option} is no state of core.instance. Did you mean RUNNING? It has MOVING, PROVISIONING"
    )
    assert said.endswith("can be named with the option accept.")


def test_another_word_for_what_is_gone() -> None:
    hint = "To wait until a resource is gone, whatever its service calls that, set absent: true. It has MOVING"
    for option, told in (("state", True), ("fail_on", False)):
        with pytest.raises(UsageError) as raised:
            goal.check(goal.parse({option: ["deleted"]}), INSTANCE)
        assert (hint in str(raised.value)) == told


def test_any_word_is_right_where_the_words_of_a_type_are_not_known() -> None:
    goal.check(goal.parse({"state": ["RUNING"]}), INSTANCE._replace(words=()))
    goal.check(goal.parse({"state": ["RUNNING"], "fail_on": ["TERMINATED"]}), INSTANCE)


def test_words_with_a_meaning_of_the_users() -> None:
    found = goal.parse({"state": ["A"], "fail_on": ["B"]}, frozenset(["C"]))
    assert [found.names_word(word) for word in "ABCD"] == [True, True, True, False]
