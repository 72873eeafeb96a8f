# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of resources whatever users give and services say."""

from __future__ import annotations

import json
import re
from typing import Any, Optional, Sequence
from urllib.parse import unquote

from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Category,
    Fault,
    FaultKind,
    Observation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.resource_ids import Resource
from ansible_collections.longops.oracle.plugins.module_utils._resources import (
    contradictions,
    goal as goals,
    parsing,
    results,
    targets,
    verdict,
)
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import RESOURCE_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.words import Meaning, meaning
from ansible_collections.longops.oracle.plugins.module_utils._resources.goal import Goal
from ansible_collections.longops.oracle.plugins.module_utils._resources.judge import Judge
from ansible_collections.longops.oracle.plugins.module_utils._resources.targets import Naming
from ansible_collections.longops.oracle.plugins.module_utils._resources.verdict import Past
from ansible_collections.longops.oracle.tests.unit.examples import examples, tried
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._resources.rows import ID, target

WORDS = (
    "CREATING",
    "ACTIVE",
    "UPDATING",
    "STOPPED",
    "DELETING",
    "DELETED",
    "FAILED",
    "NEEDS_ATTENTION",
    "CANCELED",
    "SUCCEEDED",
    "ODD",
)
MEANINGS = [value for name, value in vars(Meaning).items() if isinstance(value, str) and not name.startswith("_")]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
some_words = st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=3)
asked = st.fixed_dictionaries(
    {},
    optional={
        "state": some_words,
        "absent": st.booleans(),
        "missing_ok": st.booleans(),
        "fail_on": st.none() | some_words,
    },
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from([ID, ID.upper(), f"{ID[:-1]}2", ID.replace("instance", "volume")]) | anything,
        "lifecycleState": st.sampled_from(WORDS) | anything,
        "lifecycleDetails": anything,
        "displayName": anything,
        "timeCreated": anything,
        "compartmentId": anything,
    },
)


def wanted(options: dict[str, Any]) -> Goal:
    found, _message = tried(lambda: goals.parse(options))
    return found or goals.SETTLED_GOAL


@given(st.text(), st.sampled_from([None, *MEANINGS]), asked, st.builds(Past), st.frozensets(st.sampled_from(WORDS)))
def test_every_word_is_in_a_state(
    word: str, means: Optional[str], options: dict[str, Any], past: Past, accepted: frozenset[str]
) -> None:
    goal = wanted(options)._replace(accepted=accepted)
    state = verdict.state(word, means, goal, past)
    assert state in State.ALL
    if word in goal.words | accepted:
        assert state == State.SUCCEEDED
    elif state == State.SUCCEEDED:
        assert means == Meaning.DELETED if goal.absent else goal.is_settled
    assert isinstance(verdict.is_doubtful(state, means, past), bool)


@given(asked)
def test_every_goal_is_one_or_says_why_it_is_none(options: dict[str, Any]) -> None:
    found, message = tried(lambda: goals.parse(options))
    assert (found is None) == bool(message)
    if found is None:
        return
    again, _message = tried(lambda: goals.parse({**options, "state": [word.lower() for word in found.given]}))
    assert again is not None
    assert (again.words, again.absent, again.fail_on) == (found.words, found.absent, found.fail_on)
    assert all(word == word.upper() for word in found.given)
    assert found.names


@given(anything | bodies, asked)
@examples(300)
def test_every_body_is_an_observation_or_none(body: Any, options: dict[str, Any]) -> None:
    of = target(wanted(options))
    operation, other = parsing.operation(of, body), parsing.other_id(of, body)
    assert operation is None or (operation.id, operation.state) == (ID, State.PENDING)
    assert other is None or (isinstance(body, dict) and other == body["id"] != ID)
    if operation is None:
        return
    seen = Judge().observation(of, Observation(ID, operation))
    assert seen.operation is not None
    assert seen.operation.state in State.ALL
    entry = results.entry(of, seen)
    assert json.loads(json.dumps(entry, allow_nan=False)) == entry
    said = contradictions.contradiction(of, seen.operation)
    assert said is None or (said.isprintable() and len(said) < 1000)


# Stories


MISSING = Fault(
    FaultKind.NOT_FOUND, "404 NotAuthorizedOrNotFound: no", 404, "NotAuthorizedOrNotFound", category=Category.NOT_FOUND
)
PAGE = MISSING._replace(message="404: a page", code=None)
TROUBLE = Fault(FaultKind.TRANSIENT, "503 ServiceUnavailable: later", 503, "ServiceUnavailable")
FAULTS = {"404": MISSING, "page": PAGE, "503": TROUBLE}


def ends_by_model(story: Sequence[str], missing_ok: bool) -> Optional[tuple[int, str]]:
    """Where a wait for absence ends, and how: told anew, without what the collection knows of it."""
    last, missing, states = "", 0, []
    for number, answer in enumerate(story):
        if answer in ("page", "503"):
            continue
        if answer == "404":
            missing += 1
            if (not states and missing_ok) or (states and (last == "DELETING" or missing > 1)):
                return number, State.SUCCEEDED
            continue
        states.append(answer)
        last, missing = answer, 0
        if answer == "DELETED":
            return number, State.SUCCEEDED
        if answer in ("FAILED", "NEEDS_ATTENTION") and len(set(states)) > 1:
            return number, State.FAILED
    return None


@given(st.lists(st.sampled_from([*WORDS, *FAULTS]), max_size=8), st.booleans())
@examples(400)
def test_a_wait_for_absence_ends_where_a_model_says(story: Sequence[str], missing_ok: bool) -> None:
    of, judge = target(Goal(absent=True, missing_ok=missing_ok)), Judge()
    ended = None
    for number, answer in enumerate(story):
        operation = parsing.operation(of, {"id": ID, "lifecycleState": answer}) if answer in WORDS else None
        seen = judge.observation(of, Observation(ID, operation, FAULTS.get(answer)))
        assert (seen.operation is None) != (seen.fault is None)
        if seen.operation is not None and seen.operation.ended:
            ended = number, seen.operation.state
            break
    assert ended == ends_by_model(story, missing_ok)


@given(st.lists(st.sampled_from([*WORDS, *FAULTS]), max_size=8), st.sampled_from(["ACTIVE", "DELETED", "FAILED"]))
@examples(300)
def test_a_wait_for_a_state_succeeds_with_that_and_by_absence_where_that_was_on_its_way(
    story: Sequence[str], word: str
) -> None:
    of, judge = target(goals.parse({"state": [word]})), Judge()
    before = ""
    for answer in story:
        operation = parsing.operation(of, {"id": ID, "lifecycleState": answer}) if answer in WORDS else None
        seen = judge.observation(of, Observation(ID, operation, FAULTS.get(answer))).operation
        if operation is None:
            forgotten = word == "DELETED" and before == "DELETING" and answer == "404"
            assert (seen is not None and seen.state == State.SUCCEEDED) == forgotten
            if forgotten:
                break
            continue
        assert seen is not None
        doubted = before == "DELETING" and meaning(of.type.title, word) == Meaning.STEADY
        assert (seen.state == State.SUCCEEDED) == (answer == word and not doubted)
        if seen.ended:
            break
        before = answer


# Places

SAFE = re.compile(r"[A-Za-z0-9._~%/-]+")
named_types = st.sampled_from([each for each in RESOURCE_TYPES if len(each.requires) < 4])


@given(
    named_types,
    st.text(max_size=12) | st.just(ID),
    st.dictionaries(st.text(max_size=10), anything, max_size=2),
    st.data(),
)
@examples(300)
def test_every_path_has_its_own_segments_and_nothing_else(
    type_: Any, id_: str, more: dict[str, Any], data: st.DataObject
) -> None:
    values = st.text(max_size=12) | st.just(ID) | anything
    parameters = {**more, **{name: data.draw(values) for name in type_.requires}}

    def found() -> tuple[str, dict[str, str]]:
        title, names = targets.named(Resource(id_), Naming(type_.title, None, parameters, ID), Goal())
        return targets.path(target(type=title, names=names), "space")

    given_path, message = tried(found)
    assert len(message) < 3000
    if given_path is None:
        return
    path, query = given_path
    assert SAFE.fullmatch(path)
    assert len(path.split("/")) == len(type_.path.split("/"))
    assert not {".", ".."} & set(unquote(path).split("/"))
    assert all(isinstance(value, str) for value in query.values())
