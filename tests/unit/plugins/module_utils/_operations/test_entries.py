# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What entries of operations mean, and what is said of those that mean nothing."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._operations.entries import (
    OPERATION,
    Entry,
    Kind,
    parse,
)
from ansible_collections.longops.oracle.tests.unit.examples import examples

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
RESOURCE = "ocid1.dbsystem.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampledbsystemuniqueid2q"
COMPARTMENT = "ocid1.compartment.oc1..aaaaaaaaexampleqdw3x5l7q2zk4m6tbn8vhy2rja3pxs5d2gq4examplecompart7zqsaq"
SECRET = "correct horse battery"
OCI = ("region", "config_profile_name", "connect_timeout")
GATE = ("url", "username", "password", "connect_timeout")


def parsed(*operations: Any) -> list[Entry]:
    """The entries, where all are valid."""
    found, wrong = parse(operations, OCI, GATE)
    assert wrong == {}
    return found


def fault(entry: Any) -> str:
    """What is wrong with it; a right one before and behind it is no worse for it."""
    found, wrong = parse((ID, entry, ID), OCI, GATE)
    assert [each.number for each in found] == [1, 3]
    assert list(wrong) == [2]
    assert SECRET not in wrong[2]
    assert wrong[2].isprintable()
    return wrong[2]


def test_each_entry_by_what_it_names() -> None:
    registered = {"changed": True, "work_request_id": ID, "headers": {}}
    found = parsed(
        ID,
        registered,
        {"work_request_id": ID, "service": "core", "compartment_id": COMPARTMENT, "options": {"region": "iad"}},
        {"resource_id": RESOURCE, "service": "database", "compartment_id": COMPARTMENT},
        {"resource_id": RESOURCE},
        {"request_id": 42, "options": {"url": "https://h"}},
        [ID, ID],
        {"skipped": True},
        {"request_id": {"status": 202}},
        {"resource_id": RESOURCE, "state": "AVAILABLE", "service": "database", "parameters": {"a": "b"}},
        {"resource_id": RESOURCE, "absent": True, "options": {"region": "iad"}},
    )
    named = {"work_request_id": ID, "service": "core", "compartment_id": COMPARTMENT}
    assert found == [
        Entry(1, OPERATION, ID),
        Entry(2, OPERATION, registered),
        Entry(3, "work_request_id", named, {"region": "iad"}),
        Entry(4, "resource_id", RESOURCE, {}, "database", COMPARTMENT),
        Entry(5, "resource_id", RESOURCE),
        Entry(6, "request_id", 42, {"url": "https://h"}),
        Entry(7, OPERATION, [ID, ID]),
        Entry(8, OPERATION, {"skipped": True}),
        Entry(9, "request_id", {"status": 202}),
        Entry(10, "resource_id", RESOURCE, {}, "database", wanted={"state": "AVAILABLE", "parameters": {"a": "b"}}),
        Entry(11, "resource_id", RESOURCE, {"region": "iad"}, wanted={"absent": True}),
    ]
    assert [entry.number for entry in found if entry.kind == Kind.REQUEST] == [6, 9]
    assert [entry.number for entry in found if entry.kind == Kind.RESOURCE] == [10, 11]


@pytest.mark.parametrize("key", ["state", "absent", "fail_on", "missing_ok"])
@pytest.mark.parametrize("value", [None, [], False])
def test_any_key_of_a_goal_makes_an_entry_one_about_a_resource_itself(key: str, value: Any) -> None:
    [entry] = parsed({"resource_id": RESOURCE, key: value})
    assert (entry.kind, entry.wanted) == (Kind.RESOURCE, {key: value})


@pytest.mark.parametrize("options", [None, {}, ""])
def test_no_options_are_no_fault(options: Any) -> None:
    named = {"work_request_id": ID}
    assert parsed({**named, "options": options}) == [Entry(1, "work_request_id", named)]


def test_all_faults_are_found() -> None:
    found, wrong = parse((42, {"resource_id": ""}, ID, "  "), OCI, GATE)
    assert [entry.number for entry in found] == [3]
    assert list(wrong) == [1, 2, 4]
    assert wrong[2] == ": its resource_id is empty."


@pytest.mark.parametrize(
    ("value", "shown"), [(42, "42"), (1, "1"), (0, "0"), (7.5, "7.5"), (True, "true"), (False, "false"), (None, "null")]
)
def test_what_is_no_entry_is_shown_as_it_was_written(value: Any, shown: str) -> None:
    assert fault(value) == (
        f" is {shown}. It must be the id of a work request, a registered result, or a dictionary with work_request_id,"
        " resource_id or request_id."
    )


@pytest.mark.parametrize("text", ["", " \t\n"])
def test_an_empty_text(text: str) -> None:
    assert fault(text) == " is empty."


@pytest.mark.parametrize(
    ("entry", "known"),
    [
        ({"work_request_id": ID, "options": {"pasword": SECRET, "regoin": SECRET}}, OCI),
        ({"work_request_id": ID, "options": {"password": SECRET}}, OCI),
        ({"request_id": 7, "options": {"pass\nword": SECRET}}, GATE),
    ],
)
def test_options_that_there_are_not(entry: dict[str, Any], known: tuple[str, ...]) -> None:
    names = ", ".join(sorted(name.replace("\n", " ") for name in entry["options"]))
    assert fault(entry) == f": there is no option {names}. There are: {', '.join(sorted(known))}."


@pytest.mark.parametrize(
    ("options", "noun"),
    [(SECRET, "a text"), ([SECRET], "a list"), (7, "a number"), (7.5, "a number"), (True, "true or false")],
)
def test_options_that_are_no_dictionary(options: Any, noun: str) -> None:
    assert fault({"request_id": 7, "options": options}) == f": its options must be a dictionary, not {noun}."


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (
            {"resource_id": RESOURCE, "work_request_id": ID},
            ": work_request_id cannot stand beside resource_id. An entry has the id of a work request, or a resource_id.",
        ),
        (
            {"request_id": 7, "password": SECRET, "url": "https://h"},
            ": password, url cannot stand beside request_id. Where GoldenGate is and how to authenticate stand under options.",
        ),
        (
            {"resource_id": RESOURCE, "state": "AVAILABLE", "work_request_id": ID, "stat": SECRET},
            ": stat, work_request_id cannot stand beside resource_id with state or absent. It is about the state of a resource.",
        ),
        (
            {"resource_id": RESOURCE, "resource_type": "instance"},
            ": resource_type cannot stand beside resource_id. It is about the work requests of the resource. With state, or"
            " absent, it is about the resource itself.",
        ),
        (
            {"request_id": 7, "state": "succeeded"},
            ": state cannot stand beside request_id. Where GoldenGate is and how to authenticate stand under options.",
        ),
        (
            {"request_id": 7, "resource_id": RESOURCE},
            ": request_id cannot stand beside resource_id. An entry has the id of a work request, or a resource_id.",
        ),
    ],
)
def test_what_cannot_stand_together(entry: dict[str, Any], text: str) -> None:
    assert fault(entry) == text


@pytest.mark.parametrize("key", ["resource_id", "request_id"])
@pytest.mark.parametrize("value", ["", None, [], {}])
def test_what_names_nothing(key: str, value: Any) -> None:
    assert fault({key: value}) == f": its {key} is empty."


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({"resource_id": RESOURCE, "service": 7}, "service"),
        ({"resource_id": RESOURCE, "compartment_id": {"a": 1}}, "compartment_id"),
    ],
)
def test_what_must_be_a_text(entry: dict[str, Any], name: str) -> None:
    assert fault(entry) == f": its {name} must be a text."


KEYS = st.sampled_from(
    ["work_request_id", "id", "resource_id", "request_id", "service", "compartment_id", "options", "skipped", "results"]
) | st.text(max_size=4)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from([ID, RESOURCE])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.sampled_from(GATE), inner, max_size=4),
    max_leaves=5,
)


@examples(100)
@given(st.lists(JSON | st.dictionaries(KEYS, JSON, max_size=4), max_size=5))
def test_any_list_gives_entries_or_faults(operations: list[Any]) -> None:
    found, wrong = parse(operations, OCI, GATE)
    assert sorted([*wrong, *(entry.number for entry in found)]) == list(range(1, len(operations) + 1))
    for text in wrong.values():
        assert text.startswith((": ", " is "))
        assert text.endswith(".")
        assert not {unicodedata.category(character) for character in text} & {"Cc", "Cs", "Zl", "Zp"}
    for entry in found:
        assert isinstance(entry.options, dict)
        json.dumps(entry.given)


@given(
    st.dictionaries(st.text(max_size=6).map(lambda name: f"k{name}"), st.just(SECRET), min_size=1, max_size=3),
    st.sampled_from(["work_request_id", "resource_id", "request_id"]),
    st.booleans(),
)
def test_no_fault_repeats_the_value_of_an_unknown_key(unknown: dict[str, str], key: str, is_option: bool) -> None:
    _found, wrong = parse([{key: ID, "options": unknown} if is_option else {key: ID, **unknown}], OCI, GATE)
    assert SECRET not in "".join(wrong.values())
    assert wrong or (key == "work_request_id" and not is_option)
