# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Timelines, and the reading of scenario files."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.families import families
from ansible_collections.longops.oracle.tests.simulator.scenario import (
    OWN,
    Definition,
    Scenario,
    ScenarioError,
    Step,
    Timeline,
    spell,
)

REGULAR = ("ACCEPTED", "IN_PROGRESS", "FAILED", "SUCCEEDED", "CANCELING", "CANCELED")


def timeline(**definition):
    return Timeline.of(definition)


def test_a_plain_success():
    plain = timeline(seconds=10, logs=["half"])
    assert [plain.at(second, REGULAR).status for second in (0, 0.9, 1, 9.9, 10, 99)] == [
        "ACCEPTED",
        "ACCEPTED",
        "IN_PROGRESS",
        "IN_PROGRESS",
        "SUCCEEDED",
        "SUCCEEDED",
    ]
    assert [plain.at(second).percent for second in (0, 1, 5.5, 10)] == [0, 10, 50, 100]
    assert plain.at(4.9).logs == ()
    assert plain.at(5).logs == ((5, "half"),)
    assert (plain.at(99).started, plain.at(99).finished) == (1, 10)


def test_a_plain_failure_reports_its_errors_at_its_end():
    failing = timeline(seconds=4, outcome="failed", errors=[{"code": "A", "message": "a"}, ("B", "b")])
    assert failing.at(3.9).errors == ()
    assert failing.at(4).errors == ((4, "A", "a"), (4, "B", "b"))
    assert failing.at(4).percent == 90
    assert failing.at(4).ended


def test_an_operation_that_does_not_end():
    assert not timeline(seconds=1, outcome=None).at(1e9).ended


def test_an_operation_without_a_timeline_stays_accepted():
    assert Timeline(()).at(100, REGULAR).status == "ACCEPTED"


def test_a_step_keeps_what_it_omits():
    steps = timeline(
        steps=[{"at": 0, "status": "IN_PROGRESS", "percent": 5}, {"at": 1, "log": "x"}, {"at": 2, "error": ["E", "m"]}]
    )
    snapshot = steps.at(2)
    assert (snapshot.status, snapshot.percent, snapshot.logs, snapshot.errors) == (
        "IN_PROGRESS",
        5,
        ((1, "x"),),
        ((2, "E", "m"),),
    )


def test_later_steps_are_replaced():
    changed = timeline(seconds=10).then(5, Step(5, "canceling"), Step(7, "canceled"))
    assert [changed.at(second, REGULAR).status for second in (4, 5, 7, 50)] == [
        "IN_PROGRESS",
        "CANCELING",
        "CANCELED",
        "CANCELED",
    ]


@given(
    st.lists(
        st.tuples(
            st.floats(0, 100),
            st.sampled_from(["accepted", "in_progress", "succeeded", "failed", "canceling", "canceled", "ODD"]),
        )
    ),
    st.floats(0, 200),
    st.floats(0, 200),
)
def test_a_later_snapshot_contains_an_earlier_one(steps, earlier, later):
    line = Timeline(tuple(Step(at, status, log=status) for at, status in sorted(steps)))
    before, after = line.at(min(earlier, later)), line.at(max(earlier, later))
    assert after.logs[: len(before.logs)] == before.logs
    assert not before.ended or (after.ended and after.finished == before.finished)
    assert before.started is None or after.started == before.started


@pytest.mark.parametrize(
    ("word", "title", "spelling"),
    [
        ("succeeded", "object_storage", "COMPLETED"),
        ("in_progress", "data_flow", "INPROGRESS"),
        ("canceled", "data_flow", "CANCELLED"),
        ("canceling", "psa", "CANCELLING"),
        ("accepted", "management_agent", "CREATED"),
        ("needs_attention", "database_tools", "NEEDS_ATTENTION"),
        ("skipped", "os_management_hub", "SKIPPED"),
        ("BRAND_NEW", "object_storage", "BRAND_NEW"),
        ("Succeeded", "object_storage", "Succeeded"),
    ],
)
def test_every_family_has_its_own_spelling(word, title, spelling):
    statuses = next(family.statuses for family in families() if family.title == title)
    if word == "accepted":
        assert spell(word, statuses) in ("ACCEPTED", "CREATED")
    else:
        assert spell(word, statuses) == spelling


@pytest.mark.parametrize("word", ["succeeded", "failed", "in_progress"])
def test_the_words_of_a_plain_timeline_exist_in_every_family(word):
    odd = [family.title for family in families() if spell(word, family.statuses) not in family.statuses]
    assert odd == []


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"nothing": 1}, "nothing"),
        ({"templates": {"a": {"colour": 1}}, "operations": [{"template": "a"}]}, "colour"),
        ({"operations": [{"template": "missing"}]}, "missing"),
        ({"launches": [{"method": "POST", "path": "/x", "template": "missing"}]}, "missing"),
        ({"launches": [{"method": "POST", "path": "/x", "template": [], "colour": 1}]}, "colour"),
        ({"templates": {"a": {"steps": [{"status": "x"}]}}, "operations": [{"template": "a"}]}, "at"),
        ({"templates": {"a": {"steps": [{"at": 2}, {"at": 1}]}}, "operations": [{"template": "a"}]}, "order"),
    ],
)
def test_a_mistake_in_a_scenario_is_reported(mistake, words):
    with pytest.raises(ScenarioError, match=words):
        Scenario.of(mistake)


@pytest.mark.parametrize(("text", "words"), [("- a list", "mapping"), ("a: [", "scenario"), (None, "scenario")])
def test_a_file_that_is_not_a_scenario(tmp_path, text, words):
    file = tmp_path / "scenario.yml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ScenarioError, match=words):
        Scenario.of(file)


def test_a_template_of_an_unknown_service_is_reported():
    with pytest.raises(ScenarioError, match="nowhere"):
        Simulator({"templates": {"a": {"service": "nowhere"}}})


def test_yaml_and_json_are_the_same(tmp_path):
    content = {"templates": {"a": {"seconds": 5}}, "retry_after": "1.5", "page_size": 3}
    (tmp_path / "a.yml").write_text(yaml.safe_dump(content))
    (tmp_path / "a.json").write_text(json.dumps(content))
    assert Scenario.of(tmp_path / "a.yml") == Scenario.of(tmp_path / "a.json") == Scenario.of(content)


@pytest.mark.parametrize("name", sorted(file.stem for file in OWN.glob("*.yml")))
def test_the_simulators_own_scenarios_are_valid(name, clock):
    with Simulator(name, clock=clock) as sim:
        for template in Scenario.of(name).templates:
            operation = sim.launch(template=template)
            family = operation.family
            clock.advance(60)
            for step in operation.timeline.steps:
                assert step.status is None or spell(step.status, family.statuses) in family.statuses


def test_a_definition_can_override_its_template():
    templates = {"a": {"service": "waas", "seconds": 5, "outcome": "failed"}}
    definition = Definition.of({"template": "a", "outcome": "succeeded", "count": 2}, templates)
    assert (definition.service, definition.count) == ("waas", 2)
    assert definition.timeline.at(5, REGULAR).status == "SUCCEEDED"
