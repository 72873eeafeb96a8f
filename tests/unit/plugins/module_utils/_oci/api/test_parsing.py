# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of work-request APIs: each difference that a family can have, and whatever else a server may send."""

from __future__ import annotations

import json
import math
from typing import Any, Iterator, Optional, Sequence

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Category,
    ErrorEntry,
    LogEntry,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import entries, parsing
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import (
    EXPLANATIONS,
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
    assert entries.errors(family, [said]) == entries.errors(family, {"items": [said]}) == (expected,)
    line = {"message": "Half way", family.log_time: "2026-01-02T12:00:00Z"}
    assert (
        entries.logs(family, [line])
        == entries.logs(family, {"items": [line]})
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
            percentComplete=None,
            timeStarted=None,
            type="CreateListener",
            lifecycleState="FAILED",
            errorDetails=[{"errorCode": "BAD_INPUT", "message": "No such port"}],
        )
        assert (found.operation_type, found.status, found.state) == ("CreateListener", "FAILED", State.FAILED)
        assert (found.percent_complete, found.time_started) == (None, None)
        assert found.errors == (ErrorEntry("BAD_INPUT", "No such port", None, "invalid"),)

    def test_oda(self) -> None:
        oda = find("oda")
        found = read(
            oda, requestAction="CREATE_ODA_INSTANCE", resources=[{"resourceId": "x", "resourceAction": "CREATE"}]
        )
        assert found.operation_type == "CREATE_ODA_INSTANCE"
        assert found.details["resources"] == [
            {"entity_type": None, "action_type": "CREATE", "identifier": "x", "entity_uri": None}
        ]
        assert entries.errors(oda, [{"code": "C", "timeStamp": "T"}]) == (ErrorEntry("C", None, "T"),)
        assert entries.logs(oda, [{"message": "M", "timeStamp": "T"}]) == (LogEntry("M", "T"),)

    def test_os_management_hub(self) -> None:
        assert (
            read(find("os_management_hub"), timeCreated="2026-01-02T11:00:00Z").time_accepted == "2026-01-02T11:00:00Z"
        )

    def test_data_flow(self) -> None:
        assert read(find("data_flow"), operation="CREATE", operationType=None).operation_type == "CREATE"

    def test_container_engine(self) -> None:
        """The SDK's model has no percentage; the appliances' API gives one, under the regular name."""
        assert read(find("container_engine")).percent_complete == 45.5
        assert read(find("container_engine"), percentComplete=None).percent_complete is None

    @pytest.mark.parametrize("service", ["waas", "identity"])
    def test_errors_and_logs_in_the_item(self, service: str) -> None:
        found = read(find(service), status="FAILED", errors=[{"code": "C", "message": "M"}], logs=[])
        assert found.errors == (ErrorEntry("C", "M", None),)
        assert found.logs == ()

    def test_free_text_of_the_shared_api(self) -> None:
        assert read(find("work_requests"), operationType="Update DB System").operation_type == "Update DB System"


@pytest.mark.parametrize("family", families(), ids=lambda family: family.title)
def test_every_family_under_the_regular_names(family: Family) -> None:
    """Services move to them, and the appliances have them in APIs that have other names in OCI."""
    regular = find("container_instances")
    expected = parsing.operation(regular, body_of(regular))
    found = parsing.operation(family, body_of(regular))
    assert expected is not None
    assert found == expected._replace(service=family.title)


@pytest.mark.parametrize("family", families(), ids=lambda family: family.title)
def test_every_family_has_its_own_names_first(family: Family) -> None:
    others = {**dict.fromkeys(FIELDS.values(), "other"), "resources": [], "percentComplete": 1}
    own = body_of(family)
    found = parsing.operation(family, {**others, **own})
    assert found is not None
    values = {**found._asdict(), **found.details}
    for key, name in family.fields.items():
        assert name is None or values[key] == own[name]
        assert name is not None or values[key] in (others[FIELDS[key]], 1.0)


RESOURCE = {"entity_type": None, "action_type": None, "entity_uri": None}
IN_USE = "Listener port 443 is already in use"


class TestBesideTheUsualFields:
    @pytest.mark.parametrize("family", [each for each in families() if each.resource_ids], ids=lambda each: each.title)
    def test_a_resource_that_stands_outside_resources(self, family: Family) -> None:
        ids = {name: f"ocid1.thing{number}.oc1.iad.a" for number, name in enumerate(family.resource_ids)}
        found = read(family, **{name: None for name in FIELDS.values() if name == "resources"}, **ids)
        assert found.details["resources"] == [
            {**RESOURCE, "entity_type": f"thing{number}", "identifier": id_} for number, id_ in enumerate(ids.values())
        ]

    def test_one_that_is_no_ocid_is_called_as_its_field(self) -> None:
        [found] = read(find("load_balancer"), resources=None, loadBalancerId="lb-7").details["resources"]
        assert found == {**RESOURCE, "entity_type": "loadBalancer", "identifier": "lb-7"}

    @pytest.mark.parametrize("name", ["container_instances", "mysql", "oda", "load_balancer"])
    def test_the_name_that_any_service_may_have(self, name: str) -> None:
        [found] = read(find(name), resources=[], resourceId="ocid1.dbsystem.oc1.iad.a").details["resources"]
        assert found == {**RESOURCE, "entity_type": "dbsystem", "identifier": "ocid1.dbsystem.oc1.iad.a"}

    def test_what_is_in_resources_is_not_repeated(self) -> None:
        said = {"resourceId": "ocid1.odainstance.oc1.iad.a", "resourceAction": "UPDATE", "resourceType": "ODA"}
        found = read(find("oda"), resources=[said], odaInstanceId=said["resourceId"], resourceId="ocid1.x.oc1.iad.b")
        assert [(each["identifier"], each["action_type"]) for each in found.details["resources"]] == [
            ("ocid1.odainstance.oc1.iad.a", "UPDATE"),
            ("ocid1.x.oc1.iad.b", None),
        ]

    @pytest.mark.parametrize("odd", [None, "", " ", [], {}])
    def test_nothing_is_no_resource(self, odd: Any) -> None:
        assert read(find("load_balancer"), resources=None, loadBalancerId=odd).details["resources"] == []

    @pytest.mark.parametrize("family", [each for each in families() if each.explanations], ids=lambda each: each.title)
    def test_an_explanation_of_its_own(self, family: Family) -> None:
        assert read(family, **{family.explanations[0]: "Rolled back"}).explanation == "Rolled back"
        assert read(family, **{family.explanations[0]: None}).explanation is None

    @pytest.mark.parametrize("name", EXPLANATIONS)
    def test_one_that_any_service_may_have(self, name: str) -> None:
        assert read(**{name: "Rolled back"}).explanation == "Rolled back"

    def test_the_own_one_first(self) -> None:
        said = dict(zip(reversed(EXPLANATIONS), "1234"))
        for name in ("load_balancer", "rover", "oda"):
            family = find(name)
            assert read(family, **said).explanation == said[family.explanations[0]]
            assert read(family, **{**said, family.explanations[0]: ""}).explanation is not None

    @pytest.mark.parametrize(
        ("said", "found"),
        [
            (json.dumps({"workflowName": "AddListenerWorkflow", "type": "FAIL", "message": IN_USE}), IN_USE),
            ({"type": "FAIL", "message": IN_USE}, IN_USE),
            (["a", "b"], "a b"),
            (5, None),
            ("{}", "{}"),
        ],
    )
    def test_one_that_is_json(self, said: Any, found: Optional[str]) -> None:
        assert read(find("load_balancer"), message=said).explanation == found

    def test_those_of_resources_name_them_and_begin_with_what_failed(self) -> None:
        def resource(id_: str, status: str, said: Any) -> dict[str, Any]:
            return {"resourceType": "Attachment", "resourceId": id_, "status": status, "statusMessage": said}

        found = read(
            find("oda"),
            statusMessage="Some failed",
            resources=[
                resource("x1", "SUCCEEDED", "Done"),
                resource("x2", "FAILED", "No subnet"),
                resource("x3", "FAILED", None),
                resource("x4", "FAILED", "Some failed"),
            ],
        )
        assert found.explanation == "Some failed Attachment x2: No subnet Attachment x1: Done"

    def test_of_many_resources_the_first_few_are_enough(self) -> None:
        many = [{"identifier": f"x{number}", "statusMessage": f"S{number}"} for number in range(1000)]
        assert read(resources=many).explanation == "x0: S0 x1: S1 x2: S2 x3: S3 x4: S4"


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
        (-0.0, 0.0),
        (100.4, 100.0),
        (-1, None),  # what services say that do not know it
        (-0.1, None),
        (250, None),
        (10**400, None),
        (None, None),
        ("45", 45.0),
        (" 45.5 % ", 45.5),
        ("45 of 100", None),
        ("-1", None),
        ("", None),
        ("NaN", None),
        ("1e2", None),
        ("٤٥", None),
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


def test_resources_of_another_form() -> None:
    for odd in (None, "x", 5, {}, [None, 5, [], " "]):
        assert read(resources=odd).details["resources"] == []
    assert len(read(resources={"items": [{}]}).details["resources"]) == 1
    for name in ("container_instances", "oda", "data_flow"):
        [found] = read(find(name), resources=["ocid1.dbsystem.oc1.iad.a"]).details["resources"]
        assert found["identifier"] == "ocid1.dbsystem.oc1.iad.a"


def test_errors_in_the_item_that_are_null_are_none_and_absent_ones_are_not_known() -> None:
    balancer = find("load_balancer")
    assert read(balancer, errorDetails=None).errors == ()
    assert read(balancer, errorDetails="No room").errors == (ErrorEntry(None, "No room"),)
    assert read(balancer, errorDetails={"items": [{"message": "No room"}]}).errors == (ErrorEntry(None, "No room"),)
    assert read(balancer).errors is None


def test_text_is_kept_as_it_came() -> None:
    nasty = "\x1b[31m \u202e\n"
    assert entries.errors(REGULAR, [{"message": nasty}])[0].message == nasty
    assert read(operationType=nasty).operation_type == nasty


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(sorted(STATES)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*BODY, *BODY["resources"][0], *EXPLANATIONS, "items", "errors", "logs"]), inner, max_size=6
        )
    ),
    max_leaves=25,
)
BODIES = (
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            [*BODY, *EXPLANATIONS, "lifecycleState", "errorDetails", "errors", "logs", "type", "loadBalancerId"], JSON
        ),
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


def check_entries(entries: Sequence[Any], sent: set[str]) -> None:
    for entry in entries:
        code, timestamp = getattr(entry, "code", None), entry.timestamp
        assert {part for part in (code, timestamp) if part is not None} <= sent
        assert entry.message is None or _stands_in(entry.message, sent)


def _stands_in(message: str, sent: set[str]) -> bool:
    """Whether a message has some of the texts and numbers that were sent in it; one that is JSON has nothing else."""
    texts = {text.strip().lower() for text in sent}
    try:
        inner = json.loads(message)
    except ValueError:
        inner = None
    if isinstance(inner, (dict, list)):
        return {text.strip().lower() for text in scalars(inner)} <= texts
    return any(text in message.lower() for text in texts)


@given(FAMILIES, BODIES)
def test_whatever_is_sent_is_read_without_inventing(family: Family, body: Any) -> None:
    sent = set(scalars(body))
    check_entries(entries.errors(family, body) + entries.logs(family, body), sent)
    assert {error.category for error in entries.errors(family, body)} <= set(Category.ALL)
    found = parsing.operation(family, body, ID)
    if found is None:
        for name in {family.fields.get("status") or "status", "status"}:
            status = body.get(name) if isinstance(body, dict) else None
            assert status is None or isinstance(status, (dict, list)) or not str(status).strip()
        return
    assert found.id in sent | {ID}
    texts = (found.status, found.operation_type, found.time_accepted, found.time_started, found.time_finished)
    assert {text for text in (*texts, found.details["compartment_id"]) if text is not None} <= sent
    assert found.explanation is None or _stands_in(found.explanation, sent)
    assert {each["identifier"] for each in found.details["resources"]} <= sent | {None}
    assert found.state in State.ALL
    assert found.percent_complete is None or 0 <= found.percent_complete <= 100
    check_entries((found.errors or ()) + (found.logs or ()), sent)
    for resource in found.details["resources"]:
        assert set(resource) == set(RESOURCE_FIELDS)
        assert {part for part in resource.values() if part is not None} <= sent
    json.dumps([found._asdict(), found.details])
