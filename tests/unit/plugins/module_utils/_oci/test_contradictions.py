# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Successes that contradict themselves: what is a contradiction, what is none, and how few lines many of them take."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import ErrorEntry, Operation
from ansible_collections.longops.oracle.plugins.module_utils._oci import contradictions
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import parsing
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import find

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"


def operation(service: str = "container_instances", **said: Any) -> Operation:
    found = parsing.operation(find(service), {"id": ID, "status": "SUCCEEDED", **said})
    assert found is not None
    return found


def resource(action: Any, identifier: Any = "ocid1.thing.oc1.iad.a", **more: Any) -> dict[str, Any]:
    return {"entityType": "thing", "actionType": action, "identifier": identifier, **more}


def said(found: Operation) -> Optional[str]:
    """What it says against itself."""
    text = contradictions.contradiction(found)
    if text is None:
        return None
    before, _but, rest = text.partition(" is SUCCEEDED, but its answer also says that ")
    assert before == f"Work request {ID} ({found.service})"
    assert rest.endswith(". Check before you build on it.")
    return rest[: -len(". Check before you build on it.")]


@pytest.mark.parametrize(
    ("resources", "text"),
    [
        ([], None),
        ([resource("CREATED"), resource("RELATED"), resource(None), resource(5)], None),
        ([resource("IN_PROGRESS")], "ocid1.thing.oc1.iad.a is still in progress"),
        ([resource("in_progress ")], "ocid1.thing.oc1.iad.a is still in progress"),
        ([resource("IN_PROGRESS", None)], "thing is still in progress"),
        ([{"actionType": "IN_PROGRESS"}], "a resource is still in progress"),
        ([resource("IN_PROGRESS", "a"), resource("CREATED", "b"), resource("IN_PROGRESS", "c")], "a, c are still in progress"),
        ([resource("FAILED", "a"), resource("IN_PROGRESS", "b")], "b is still in progress and that a failed"),
        ([resource("IN_PROGRESS", f"r{n}") for n in range(7)], "r0, r1, r2, r3, r4 and 2 more are still in progress"),
        ([resource("CREATED", "a", lifecycleState="IN_PROGRESS")], "a is still in progress"),
        ([resource("CREATED", "a", metadata={"status": "IN_PROGRESS"})], None),
        ([resource("CREATED", "a", displayName="FAILED")], None),
        (["ocid1.thing.oc1.iad.z", None, resource("IN_PROGRESS", "a")], "a is still in progress"),
        ({"items": [resource("IN_PROGRESS", "a")]}, "a is still in progress"),
        ([resource("IN_PROGRESS", "a\x1b[31m\n")], "a [31m is still in progress"),
    ],
)  # fmt: skip
def test_resources(resources: Any, text: Optional[str]) -> None:
    assert said(operation(resources=resources)) == text


@pytest.mark.parametrize(
    ("service", "entry"),
    [
        ("oda", {"resourceId": "a", "resourceAction": "CREATE", "status": "IN_PROGRESS"}),
        ("analytics", {"identifier": "a", "actionResult": "IN_PROGRESS"}),
        ("service_catalog", {"entityId": "a", "actionType": "IN_PROGRESS"}),
        (
            "blockchain",
            {"identifier": "a", "actionType": "CREATED", "subTypeDetails": [{"subTypeStatus": "IN_PROGRESS"}]},
        ),
        ("database_management", {"identifier": "a", "entityDependencies": [{"actionType": "IN_PROGRESS"}]}),
        ("data_flow", {"resourceId": "a", "actionType": "INPROGRESS"}),
    ],
)
def test_resources_of_services_with_names_of_their_own(service: str, entry: dict[str, Any]) -> None:
    found = operation(service, resources=[entry], odaInstanceId="b")
    assert said(found) == "a is still in progress"


@pytest.mark.parametrize("status", ["FAILED", "CANCELED", "IN_PROGRESS", "PARTIALLY_SUCCEEDED", "PONDERING"])
def test_only_of_what_succeeded(status: str) -> None:
    found = operation(resources=[resource("IN_PROGRESS")], status=status)
    assert contradictions.contradiction(found) is None
    assert contradictions.contradiction(found._replace(state="succeeded")) is None  # the user has accepted it


@pytest.mark.parametrize("errors", [None, (), (ErrorEntry(" ", None),)])
def test_without_errors(errors: Any) -> None:
    assert said(operation()._replace(errors=errors)) is None
    assert contradictions.contradiction(None) is None


def test_errors_beside_a_success() -> None:
    one, two = ErrorEntry("Quota", "No room."), ErrorEntry(None, "Half of it was rolled back")
    assert said(operation()._replace(errors=(one,))) == "there was an error (Quota: No room)"
    assert said(operation()._replace(errors=(one, two))) == "there were 2 errors (Quota: No room)"


def test_many_have_few_lines() -> None:
    many = [operation(resources=[resource("IN_PROGRESS")])._replace(id=f"{ID}{number}") for number in range(20)]
    lines = contradictions.warnings([*many, None, operation()])
    assert len(lines) == contradictions.NAMED + 1
    first = ", ".join(f"{ID}{number}" for number in range(5, 10))
    assert lines[-1] == f"So do 15 more work requests that succeeded: {first} and 10 more."
    assert len(contradictions.warnings(many[:5])) == 5
