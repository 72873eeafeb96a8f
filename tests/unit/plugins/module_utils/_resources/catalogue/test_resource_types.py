# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue of resources: what all rows have in common, what is irregular, and how fast it is read."""

from __future__ import annotations

import re

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.resource_types import (
    RESOURCE_TYPES as OF_WORK_REQUESTS,
)
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import resource_types
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import (
    OCID_TYPES,
    RESOURCE_TYPES,
)
from ansible_collections.longops.oracle.tests.tools import (
    make_catalogue,
    resource_facts,
    resource_ocid_facts,
    resource_ocids,
    resource_reader,
)

BY_TITLE = {each.title: each for each in RESOURCE_TYPES}
#: Types whose words the SDK does not name.
WITHOUT_WORDS = {
    "capacity_management.internal_occm_demand_signal",
    "marketplace_publisher.admin_artifact",
    "marketplace_publisher.admin_listing",
    "marketplace_publisher.admin_listing_revision",
    "marketplace_publisher.admin_listing_revision_attachment",
    "marketplace_publisher.admin_listing_revision_package",
    "marketplace_publisher.admin_term",
    "marketplace_publisher.admin_term_version",
    "os_management_hub.profile_version",
}


def test_what_is_written_is_what_the_sdk_has() -> None:
    pytest.importorskip("oci", reason="the SDK is not installed, as in the oldest environment")
    rows = resource_reader.read_resources(make_catalogue.sdk_folder())
    assert list(RESOURCE_TYPES) == rows
    assert {kind: title for title, kinds in resource_ocids.ocid_types(rows).items() for kind in kinds} == OCID_TYPES


def test_how_many_there_are() -> None:
    assert len(RESOURCE_TYPES) == len(BY_TITLE) == 881
    assert len({each.service for each in RESOURCE_TYPES}) == 144
    assert [each.title for each in RESOURCE_TYPES] == sorted(
        BY_TITLE, key=lambda title: (title.split(".")[0], title.split(".")[1])
    )


@pytest.mark.parametrize("service", sorted({each.service for each in RESOURCE_TYPES}))
def test_the_rows_of_a_service_can_be_asked(service: str) -> None:
    for row in RESOURCE_TYPES:
        if row.service == service:
            check(row)


def check(row: ResourceType) -> None:
    in_path = re.findall(r"\{(\w+)\}", row.path)
    assert row.path.startswith("/")
    assert not re.match(r"/\d{8}/", row.path)  # that is in base_path
    assert re.fullmatch(r"(/\d{8})?", row.base_path)
    assert row.endpoint.startswith("https://")
    assert set(re.findall(r"\{(\w+)", row.endpoint)) <= {"region", "secondLevelDomain", "dualStack", "vault"}
    assert set(in_path) <= {row.id, *row.requires}
    assert row.id not in row.requires
    assert len(set(row.requires)) == len(row.requires)
    # What is not in the path is in the query, after it.
    others = [name for name in in_path if name != row.id]
    assert list(row.requires)[: len(others)] == others
    assert bool(row.words) == (row.title not in WITHOUT_WORDS)


def test_what_is_irregular_is_so_by_a_fact() -> None:
    assert {each.title for each in RESOURCE_TYPES if each.state != "lifecycleState"} == set(resource_facts.IRREGULAR)
    assert not set(resource_facts.LEFT_OUT) & set(BY_TITLE)
    assert set(resource_facts.DETAILS) | set(resource_facts.BY_COMPARTMENT) <= set(BY_TITLE)
    assert {each.client for each in RESOURCE_TYPES if "{vault}" in each.endpoint} == set(resource_facts.ENDPOINTS)
    assert {service for service, _getter in resource_facts.NAMES} <= {each.service for each in RESOURCE_TYPES}


@pytest.mark.parametrize(
    ("title", "path", "id_", "requires", "state"),
    [
        ("core.instance", "/instances/{instanceId}", "instanceId", (), "lifecycleState"),
        (
            "container_engine.addon",
            "/clusters/{clusterId}/addons/{addonName}",
            "addonName",
            ("clusterId",),
            "lifecycleState",
        ),
        ("database.db_server", "/dbServers/{dbServerId}", "dbServerId", ("exadataInfrastructureId",), "lifecycleState"),
        ("key_management.key", "/keys/{keyId}", "keyId", (), "lifecycleState"),
        ("data_safe.data_safe_configuration", "/configuration", "compartmentId", (), "lifecycleState"),
        ("object_storage.copy", "/workRequests/{workRequestId}", "workRequestId", (), "status"),
        (
            "multicloud.network_anchor",
            "/networkAnchors/{networkAnchorId}",
            "networkAnchorId",
            ("subscriptionServiceName", "subscriptionId"),
            "networkAnchorLifecycleState",
        ),
        (
            "data_integration.task_run",
            "/workspaces/{workspaceId}/applications/{applicationKey}/taskRuns/{taskRunKey}",
            "taskRunKey",
            ("workspaceId", "applicationKey"),
            "status",
        ),
    ],
)
def test_rows_of_several_sorts(title: str, path: str, id_: str, requires: tuple[str, ...], state: str) -> None:
    row = BY_TITLE[title]
    assert (row.path, row.id, row.requires, row.state) == (path, id_, requires, state)


def test_words_of_one_field_are_not_those_of_another_one() -> None:
    rotation = BY_TITLE["container_engine.credential_rotation_status"]
    assert rotation.words == ("IN_PROGRESS", "WAITING", "COMPLETED")  # and not those of statusDetails
    assert BY_TITLE["announcements_service.announcement"].words == (
        "ACTIVE",
        "INACTIVE",
    )  # of the class it is derived from


def test_fields_that_explain_a_state() -> None:
    assert BY_TITLE["resource_manager.job"].details == ("lifecycleDetails", "failureDetails")
    assert BY_TITLE["integration.integration_instance"].details == ("lifecycleDetails", "stateMessage")
    assert BY_TITLE["disaster_recovery.dr_plan"].details == ("lifeCycleDetails",)
    assert BY_TITLE["core.instance"].details == ()
    assert BY_TITLE["budget.alert_rule"].details == ()  # its message is that of the alert


def test_types_in_ocids_do_not_contradict_those_of_work_requests() -> None:
    """Both catalogues say the same of the types that both know, and each that is missing here has a reason."""
    missing = {kind for kind in OF_WORK_REQUESTS if kind not in OCID_TYPES}
    assert missing == set(resource_ocid_facts.NO_STATE)
    for kind, family in OF_WORK_REQUESTS.items():
        service = family.partition(".")[0]
        if kind in OCID_TYPES:
            assert OCID_TYPES[kind].partition(".")[0] in resource_ocids.SHARED.get(service, (service,)), kind


def test_the_source_stays_small() -> None:
    """Every wait of a module in a process of its own compiles it."""
    with open(resource_types.__file__, encoding="utf-8") as file:
        text = file.read()
    assert len(text) < 120_000
    assert all(len(line) <= 160 for line in text.splitlines())
