# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of work-request APIs: each difference that a family can have, and whatever else a server may send."""

from __future__ import annotations

import json
import math
from typing import Any, Iterator, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Category,
    ErrorEntry,
    LogEntry,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import parsing
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import (
    FIELDS,
    RESOURCE_FIELDS,
    Family,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import families, find
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.statuses import STATES

ID = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid"
REGULAR = find("container_instances")
BODY: dict[str, Any] = {
    "id": ID,
    "operationType": "CREATE_CONTAINER_INSTANCE",
    "status": "IN_PROGRESS",
    "percentComplete": 45.5,
    "timeAccepted": "2026-01-02T12:00:00.123Z",
    "timeStarted": "2026-01-02T12:00:01Z",
    "timeFinished": None,
    "compartmentId": "ocid1.compartment.oc1..exampleuniqueid",
    "resources": [
        {
            "entityType": "containerinstance",
            "actionType": "CREATED",
            "identifier": "ocid1.computecontainerinstance.oc1.iad.exampleuniqueid",
            "entityUri": "/containerInstances/x",
            "metadata": {"a": "b"},
        }
    ],
    "somethingNew": {"x": [1, 2]},
}


def read(family: Family = REGULAR, **changes: Any) -> Operation:
    found = parsing.operation(family, {**BODY, **changes})
    assert found is not None
    return found


def test_a_regular_item() -> None:
    assert read() == Operation(
        id=ID,
        service="container_instances",
        status="IN_PROGRESS",
        state=State.PENDING,
        operation_type="CREATE_CONTAINER_INSTANCE",
        percent_complete=45.5,
        time_accepted="2026-01-02T12:00:00.123Z",
        time_started="2026-01-02T12:00:01Z",
        time_finished=None,
        errors=None,
        logs=None,
        explanation=None,
        answer=BODY,
        details={
            "compartment_id": "ocid1.compartment.oc1..exampleuniqueid",
            "resources": [
                {
                    "entity_type": "containerinstance",
                    "action_type": "CREATED",
                    "identifier": "ocid1.computecontainerinstance.oc1.iad.exampleuniqueid",
                    "entity_uri": "/containerInstances/x",
                }
            ],
        },
    )


def body_of(family: Family) -> dict[str, Any]:
    """An item in this family's own spelling, each field with a value that can be told from the others."""
    said: dict[str, Any] = {"id": ID}
    for key, regular in FIELDS.items():
        name = family.fields.get(key, regular)
        if name is not None and key != "resources":
            said[name] = {"status": "FAILED", "percent_complete": 12}.get(key, f"the {key}")
        elif name is not None:
            fields = {key: family.resource_fields.get(key, regular) for key, regular in RESOURCE_FIELDS.items()}
            said[name] = [{field: f"the {key}" for key, field in fields.items() if field is not None}]
    return said


@pytest.mark.parametrize("family", families(), ids=lambda family: family.title)
def test_every_family_in_its_own_spelling(family: Family) -> None:
    found = parsing.operation(family, body_of(family))
    assert found is not None
    assert (found.id, found.service, found.status, found.state) == (ID, family.title, "FAILED", State.FAILED)
    values = {**found._asdict(), **found.details}
    for key in FIELDS:
        if family.fields.get(key, "here") is None:
            assert values[key] in (None, [])
        elif key == "percent_complete":
            assert values[key] == 12.0
        elif key == "resources":
            absent = {key for key, name in family.resource_fields.items() if name is None}
            assert values[key] == [{key: None if key in absent else f"the {key}" for key in RESOURCE_FIELDS}]
        elif key != "status":
            assert values[key] == f"the {key}"


@pytest.mark.parametrize("family", families(), ids=lambda family: family.title)
def test_every_family_has_errors_and_logs_in_its_own_spelling(family: Family) -> None:
    said = {family.error_code: "Busy", "message": "No room", family.error_time or "x": "2026-01-02T12:00:00Z"}
    expected = ErrorEntry("Busy", "No room", "2026-01-02T12:00:00Z" if family.error_time else None)
    assert parsing.errors(family, [said]) == parsing.errors(family, {"items": [said]}) == (expected,)
    line = {"message": "Half way", family.log_time: "2026-01-02T12:00:00Z"}
    assert (
        parsing.logs(family, [line])
        == parsing.logs(family, {"items": [line]})
        == (LogEntry("Half way", "2026-01-02T12:00:00Z"),)
    )
    inline = {name: [content] for name, content in ((family.inline_errors, said), (family.inline_logs, line)) if name}
    found = parsing.operation(family, {**body_of(family), **inline})
    assert found is not None
    assert found.errors == ((expected,) if family.inline_errors else None)
    assert found.logs == ((LogEntry("Half way", "2026-01-02T12:00:00Z"),) if family.inline_logs else None)


class TestIrregular:
    """The irregularities that are known of real services, by name."""

    def test_load_balancer(self) -> None:
        found = read(
            find("load_balancer"),
            status="x",
            type="CreateListener",
            lifecycleState="FAILED",
            errorDetails=[{"errorCode": "BAD_INPUT", "message": "No such port"}],
        )
        assert (found.operation_type, found.status, found.state) == ("CreateListener", "FAILED", State.FAILED)
        assert (found.percent_complete, found.time_started, found.details["resources"]) == (None, None, [])
        assert found.errors == (ErrorEntry("BAD_INPUT", "No such port", None),)

    def test_oda(self) -> None:
        oda = find("oda")
        found = read(
            oda, requestAction="CREATE_ODA_INSTANCE", resources=[{"resourceId": "x", "resourceAction": "CREATE"}]
        )
        assert found.operation_type == "CREATE_ODA_INSTANCE"
        assert found.details["resources"] == [
            {"entity_type": None, "action_type": "CREATE", "identifier": "x", "entity_uri": None}
        ]
        assert parsing.errors(oda, [{"code": "C", "timeStamp": "T"}]) == (ErrorEntry("C", None, "T"),)
        assert parsing.logs(oda, [{"message": "M", "timeStamp": "T"}]) == (LogEntry("M", "T"),)

    def test_os_management_hub(self) -> None:
        assert (
            read(find("os_management_hub"), timeCreated="2026-01-02T11:00:00Z").time_accepted == "2026-01-02T11:00:00Z"
        )

    def test_data_flow(self) -> None:
        assert read(find("data_flow"), operation="CREATE", operationType=None).operation_type == "CREATE"

    def test_container_engine(self) -> None:
        assert read(find("container_engine")).percent_complete is None

    @pytest.mark.parametrize("service", ["waas", "identity"])
    def test_errors_and_logs_in_the_item(self, service: str) -> None:
        found = read(find(service), status="FAILED", errors=[{"code": "C", "message": "M"}], logs=[])
        assert found.errors == (ErrorEntry("C", "M", None),)
        assert found.logs == ()

    def test_free_text_of_the_shared_api(self) -> None:
        assert read(find("work_requests"), operationType="Update DB System").operation_type == "Update DB System"


@pytest.mark.parametrize("word", [*STATES, "Succeeded", "canceled"])
def test_status_words_keep_their_spelling_and_get_their_meaning(word: str) -> None:
    found = read(status=word)
    assert (found.status, found.state) == (word, STATES[word.upper()])


@pytest.mark.parametrize("word", ["UNKNOWN_ENUM_VALUE", "PAUSED", "SUCCEEDED_WITH_WARNINGS", "5"])
def test_an_unknown_status_is_kept_and_pending(word: str) -> None:
    found = read(status=word)
    assert (found.status, found.state) == (word, State.PENDING)


@pytest.mark.parametrize("status", [None, "", "  ", [], {}, ["FAILED"]])
def test_without_a_status_there_is_no_operation(status: Any) -> None:
    assert parsing.operation(REGULAR, {**BODY, "status": status}) is None


def test_an_item_that_does_not_repeat_its_id_has_the_one_of_the_request() -> None:
    bare = {"status": "FAILED"}
    assert parsing.operation(REGULAR, bare, ID) == Operation(
        ID,
        "container_instances",
        "FAILED",
        State.FAILED,
        answer=bare,
        details={"compartment_id": None, "resources": []},
    )
    assert parsing.operation(REGULAR, bare) is None
    assert parsing.operation(REGULAR, {**bare, "id": ""}) is None
    found = parsing.operation(REGULAR, {**bare, "id": "its own"}, ID)
    assert found is not None
    assert found.id == "its own"


@pytest.mark.parametrize(
    "body", [None, [], "IN_PROGRESS", 5, True, [BODY], {}, {"code": "NotAuthorizedOrNotFound", "message": "no"}]
)
def test_what_is_no_item(body: Any) -> None:
    assert parsing.operation(REGULAR, body, ID) is None


@pytest.mark.parametrize(
    ("said", "percent"),
    [
        (0, 0.0),
        (100, 100.0),
        (12, 12.0),
        (99.999, 99.999),
        (-3, 0.0),
        (250, 100.0),
        (10**400, 100.0),
        (None, None),
        ("45", None),
        (True, None),
        ([45], None),
        (math.nan, None),
        (math.inf, None),
        (-math.inf, None),
    ],
)
def test_percentages(said: Any, percent: Optional[float]) -> None:
    found = read(percentComplete=said).percent_complete
    assert found == percent
    assert found is None or isinstance(found, float)


class TestLists:
    @pytest.mark.parametrize(
        ("body", "items"),
        [
            ([], []),
            ([1, {"a": 2}], [1, {"a": 2}]),
            ({"items": []}, []),
            ({"items": [{"a": 2}], "total": 1}, [{"a": 2}]),
        ],
    )
    def test_both_shapes(self, body: Any, items: list[Any]) -> None:
        assert parsing.is_list(body)
        assert parsing.items(body) == items

    @pytest.mark.parametrize(
        "body", [None, {}, {"items": None}, {"items": {}}, {"items": "x"}, "[]", 5, {"code": "x", "message": "y"}]
    )
    def test_neither(self, body: Any) -> None:
        assert not parsing.is_list(body)
        assert parsing.items(body) == []

    def test_oldest_first_whatever_the_service_does(self) -> None:
        times = ["2026-01-02T12:00:02Z", "2026-01-02T14:00:01+02:00", "2026-01-02T12:00:03.5Z"]
        entries = [{"code": "c", "message": time, "timestamp": time} for time in times]
        assert [error.message for error in parsing.errors(REGULAR, entries)] == [times[1], times[0], times[2]]
        assert [line.message for line in parsing.logs(REGULAR, {"items": entries})] == [times[1], times[0], times[2]]

    def test_entries_of_the_same_moment_stay_in_order(self) -> None:
        entries = [{"message": str(n), "timestamp": "2026-01-02T12:00:00Z"} for n in range(5)]
        assert [line.message for line in parsing.logs(REGULAR, entries)] == ["0", "1", "2", "3", "4"]

    @pytest.mark.parametrize("odd", [None, "yesterday", 5])
    def test_without_times_they_stay_as_they_came(self, odd: Any) -> None:
        entries = [{"message": "b", "timestamp": "2026-01-02T12:00:01Z"}, {"message": "a", "timestamp": odd}]
        assert [line.message for line in parsing.logs(REGULAR, entries)] == ["b", "a"]

    def test_what_is_no_entry_is_passed_over(self) -> None:
        assert parsing.errors(REGULAR, [None, "x", 5, [], {"message": "here"}]) == (ErrorEntry(None, "here", None),)
        assert parsing.logs(REGULAR, [None, "x", 5, [], {}]) == (LogEntry(None, None),)

    def test_resources_that_are_none(self) -> None:
        for odd in (None, "x", 5, {}, [None, "x", 5]):
            assert read(resources=odd).details["resources"] == []
        assert len(read(resources={"items": [{}]}).details["resources"]) == 1

    def test_text_is_kept_as_it_came(self) -> None:
        nasty = "\x1b[31m \u202e\n"
        assert parsing.errors(REGULAR, [{"message": nasty}])[0].message == nasty
        assert read(operationType=nasty).operation_type == nasty


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(sorted(STATES)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*BODY, *BODY["resources"][0], "items", "errors", "logs"]), inner, max_size=6)
    ),
    max_leaves=25,
)
BODIES = (
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys([*BODY, "lifecycleState", "errorDetails", "errors", "logs", "type"], JSON)
    )
    | JSON
)
FAMILIES = st.sampled_from(
    [find(name) for name in ("container_instances", "load_balancer", "identity", "waas", "oda", "log_analytics.config")]
)


def scalars(value: Any) -> Iterator[str]:
    """Every text and number in a body, as text."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    elif value is not None:
        yield str(value)


@given(FAMILIES, BODIES)
def test_whatever_is_sent_is_read_without_inventing(family: Family, body: Any) -> None:
    sent = set(scalars(body))
    said = [entry[:3] for entry in parsing.errors(family, body)] + list(parsing.logs(family, body))
    assert {part for entry in said for part in entry if part is not None} <= sent
    assert {error.category for error in parsing.errors(family, body)} <= set(Category.ALL)
    found = parsing.operation(family, body, ID)
    if found is None:
        status = body.get(family.fields.get("status") or "status") if isinstance(body, dict) else None
        assert status is None or isinstance(status, (dict, list)) or not str(status).strip()
        return
    assert found.id in sent | {ID}
    texts = (found.status, found.operation_type, found.time_accepted, found.time_started, found.time_finished)
    assert {text for text in (*texts, found.details["compartment_id"]) if text is not None} <= sent
    assert found.state in State.ALL
    assert found.percent_complete is None or 0 <= found.percent_complete <= 100
    for entry in [error[:3] for error in found.errors or ()] + list(found.logs or ()):
        assert {part for part in entry if part is not None} <= sent
    for resource in found.details["resources"]:
        assert set(resource) == set(RESOURCE_FIELDS)
        assert {part for part in resource.values() if part is not None} <= sent
    json.dumps([found._asdict(), found.details])
