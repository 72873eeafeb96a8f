# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue says of each irregular API what is irregular about it, and nothing of the regular ones."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import (
    FIELDS,
    ITEM,
    RESOURCE_FIELDS,
    Family,
)

BY_TITLE = {family.title: family for family in FAMILIES}
PARTS = ("list", "errors", "logs")


def titles(condition: Any) -> set[str]:
    return {family.title for family in FAMILIES if condition(family)}


def test_size() -> None:
    assert len(FAMILIES) == len(BY_TITLE) == 121
    assert len({family.service for family in FAMILIES}) == 113  # 109 of the SDK, four that it has no more


def test_what_is_on_the_other_side_of_a_row_is_of_the_right_type() -> None:
    for family in FAMILIES:
        assert family.endpoint.startswith("https://"), family.title
        assert "{region}" in family.endpoint, family.title
        assert "{secondLevelDomain}" in family.endpoint, family.title
        assert re.fullmatch(r"(/\d{8})?", family.base_path), family.title
        for name, default in Family._field_defaults.items():
            if default is not None:
                allowed = (str, type(None)) if isinstance(default, str) else (type(default),)
                assert isinstance(getattr(family, name), allowed), (family.title, name)
        assert set(family.fields) <= set(FIELDS), family.title
        assert set(family.resource_fields) <= set(RESOURCE_FIELDS), family.title
        assert set(family.filters) <= {"resource_id", "status", "operation_type", "id"}, family.title
        assert set(family.bare) <= set(PARTS), family.title
        assert set(family.unpaged) <= set(PARTS), family.title


def test_every_family_names_its_work_requests() -> None:
    for family in FAMILIES:
        for path in filter(None, (family.get, family.errors, family.logs, family.cancel)):
            names = [name for _text, name, _spec, _conversion in string.Formatter().parse(path) if name]
            assert "workRequestId" in names, family.title
            assert set(names) <= {"workRequestId", "namespaceName"}, family.title
        assert family.list is not None, family.title


@pytest.mark.parametrize(
    ("title", "get", "listed"),
    [
        ("load_balancer", "/loadBalancerWorkRequests/{workRequestId}", "/loadBalancers/{loadBalancerId}/workRequests"),
        ("identity", ITEM, "/workRequests"),
        ("identity.tagging", "/taggingWorkRequests/{workRequestId}", "/taggingWorkRequests"),
        ("identity.iam", "/iamWorkRequests/{workRequestId}", "/iamWorkRequests"),
        (
            "log_analytics",
            "/namespaces/{namespaceName}/workRequests/{workRequestId}",
            "/namespaces/{namespaceName}/workRequests",
        ),
        (
            "log_analytics.query",
            "/namespaces/{namespaceName}/queryWorkRequests/{workRequestId}",
            "/namespaces/{namespaceName}/queryWorkRequests",
        ),
        (
            "log_analytics.config",
            "/namespaces/{namespaceName}/configWorkRequests/{workRequestId}",
            "/namespaces/{namespaceName}/configWorkRequests",
        ),
        (
            "log_analytics.storage",
            "/namespaces/{namespaceName}/storageWorkRequests/{workRequestId}",
            "/namespaces/{namespaceName}/storageWorkRequests",
        ),
        ("zpr.policy", "/zprPolicyWorkRequests/{workRequestId}", "/zprPolicyWorkRequests"),
        ("zpr.configuration", "/zprConfigurationWorkRequests/{workRequestId}", "/zprConfigurationWorkRequests"),
        ("psa", "/psaWorkRequests/{workRequestId}", "/psaWorkRequests"),
        ("gdp", "/gdpWorkRequests/{workRequestId}", "/gdpWorkRequests"),
        ("security_attribute", "/securityAttributeWorkRequests/{workRequestId}", "/securityAttributeWorkRequests"),
        ("apm_control_plane.apm_domain", ITEM, "/apmDomains/{apmDomainId}/workRequests"),
        ("marketplace_publisher.admin", ITEM, "/adminWorkRequests"),
    ],
)
def test_irregular_paths(title: str, get: str, listed: str) -> None:
    assert (BY_TITLE[title].get, BY_TITLE[title].list) == (get, listed)


def test_no_other_paths_are_irregular() -> None:
    assert titles(lambda family: family.get != ITEM or family.list != "/workRequests") == {
        "load_balancer", "identity.tagging", "identity.iam", "log_analytics", "log_analytics.query", "log_analytics.config",
        "log_analytics.storage", "zpr.policy", "zpr.configuration", "psa", "gdp", "security_attribute", "apm_control_plane.apm_domain",
        "marketplace_publisher.admin",
    }  # fmt: skip


def test_errors_and_logs_are_beside_the_item_where_they_are() -> None:
    for family in FAMILIES:
        assert family.errors in (None, f"{family.get}/errors") or family.service == "data_integration"
        assert family.logs in (None, f"{family.get}/logs")
        assert family.cancel in (None, family.get)
    assert BY_TITLE["data_integration"].errors == f"{ITEM}/workRequestErrors"


def test_versions_that_are_not_where_they_usually_are() -> None:
    assert titles(lambda family: not family.base_path) == {"object_storage"}
    assert BY_TITLE["jms_java_downloads"].base_path == "/20230601"  # the SDK has it inside the path
    assert BY_TITLE["service_mesh"].base_path == "/20220615"  # of an older SDK


def test_older_families() -> None:
    for service in ("service_mesh", "globally_distributed_database", "os_management", "ai_anomaly_detection"):
        assert BY_TITLE[service].get == ITEM
    assert BY_TITLE["os_management"].bare == PARTS
    assert BY_TITLE["globally_distributed_database"].endpoint == BY_TITLE["distributed_database"].endpoint
    assert BY_TITLE["globally_distributed_database"].base_path != BY_TITLE["distributed_database"].base_path


def test_what_errors_and_logs_cannot_do_without() -> None:
    compartment = {"container_engine", "integration", "network_load_balancer", "visual_builder"}
    assert titles(lambda family: "compartmentId" in family.logs_requires) == compartment
    assert titles(lambda family: "compartmentId" in family.errors_requires) == compartment | {"log_analytics.storage"}
    assert BY_TITLE["log_analytics.storage"].errors_requires == ("namespaceName", "compartmentId")
    assert (
        titles(lambda family: set(family.errors_requires + family.logs_requires) - {"compartmentId", "namespaceName"})
        == set()
    )


def test_what_lists_cannot_do_without() -> None:
    unusual = {
        family.title: family.list_requires for family in FAMILIES if set(family.list_requires) - {"compartmentId"}
    }
    assert unusual == {
        "apm_control_plane.apm_domain": ("apmDomainId",),
        "blockchain": ("compartmentId", "blockchainPlatformId"),
        "load_balancer": ("loadBalancerId",),
        "log_analytics": ("namespaceName", "compartmentId"),
        "log_analytics.config": ("namespaceName", "compartmentId"),
        "log_analytics.query": ("namespaceName", "compartmentId"),
        "log_analytics.storage": ("namespaceName", "compartmentId"),
        "waas": ("waasPolicyId", "compartmentId"),
    }


def test_one_option_names_the_resource_whatever_the_service_calls_it() -> None:
    special = {
        family.title: family.filters["resource_id"]
        for family in FAMILIES
        if family.filters.get("resource_id", "resourceId") != "resourceId"
    }
    assert special == {
        "apm_control_plane.apm_domain": "apmDomainId",
        "blockchain": "blockchainPlatformId",
        "data_integration": "workspaceId",
        "database_tools": "resourceIdentifier",
        "database_tools_runtime": "resourceIdentifier",
        "identity": "resourceIdentifier",
        "identity.iam": "resourceIdentifier",
        "identity.tagging": "resourceIdentifier",
        "integration": "integrationInstanceId",
        "jms": "fleetId",
        "load_balancer": "loadBalancerId",
        "management_agent": "agentId",
        "opensearch": "sourceResourceId",
        "pss": "resourceIdentifier",
        "security_attribute": "resourceIdentifier",
        "waas": "waasPolicyId",
    }
    assert BY_TITLE["oda"].filters["resource_id"] == "resourceId"  # it has odaInstanceId too
    assert BY_TITLE["container_engine"].filters["resource_id"] == "resourceId"  # it has clusterId too
    assert BY_TITLE["data_integration"].filters["status"] == "workRequestStatus"
    assert BY_TITLE["management_agent"].filters["operation_type"] == "type"


def test_paging() -> None:
    assert {family.title: family.unpaged for family in FAMILIES if family.unpaged} == {
        "container_engine": ("errors", "logs")
    }


def test_bare_arrays() -> None:
    assert titles(lambda family: family.bare) == {
        "analytics", "apm_control_plane", "apm_control_plane.apm_domain", "bastion", "bds", "container_engine", "data_catalog",
        "data_integration", "data_safe", "data_science", "golden_gate", "identity", "identity.iam", "identity.tagging", "integration",
        "load_balancer", "logging", "management_agent", "mysql", "object_storage", "oce", "oda", "os_management", "resource_manager",
        "security_attribute", "waas", "work_requests",
    }  # fmt: skip
    for family in FAMILIES:
        there = tuple(part for part in PARTS if getattr(family, part))
        assert family.bare in ((), there), family.title


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("object_storage", "ACCEPTED IN_PROGRESS CANCELING COMPLETED FAILED CANCELED"),
        ("identity.tagging", "ACCEPTED IN_PROGRESS CANCELING SUCCEEDED FAILED PARTIALLY_SUCCEEDED CANCELED"),
        ("security_attribute", "ACCEPTED IN_PROGRESS CANCELING SUCCEEDED FAILED PARTIALLY_SUCCEEDED CANCELED"),
        ("os_management_hub", "ACCEPTED WAITING IN_PROGRESS CANCELING SUCCEEDED FAILED CANCELED SKIPPED"),
        ("management_agent", "ACCEPTED CREATED IN_PROGRESS CANCELING SUCCEEDED FAILED CANCELED"),
        ("data_safe", "ACCEPTED IN_PROGRESS CANCELING SUSPENDING SUSPENDED SUCCEEDED FAILED CANCELED"),
        ("data_flow", "ACCEPTED INPROGRESS CANCELLING SUCCEEDED FAILED CANCELLED"),
        ("logging", "ACCEPTED IN_PROGRESS CANCELLING SUCCEEDED FAILED CANCELED"),
        ("ddfs", "ACCEPTED WAITING IN_PROGRESS CANCELLING NEEDS_ATTENTION SUCCEEDED FAILED CANCELLED"),
        ("load_balancer", "ACCEPTED IN_PROGRESS SUCCEEDED FAILED"),
    ],
)
def test_irregular_words(title: str, words: str) -> None:
    assert BY_TITLE[title].statuses == tuple(words.split())


def test_spellings_of_canceled() -> None:
    assert titles(lambda family: "CANCELLED" in family.statuses) == {"data_flow", "ddfs", "dif", "jms_utils", "psa"}
    assert titles(lambda family: "UNKNOWN_ENUM_VALUE" in family.statuses) == set()


def test_fields() -> None:
    assert {family.title: family.fields for family in FAMILIES if family.fields} == {
        "container_engine": {"percent_complete": None},
        "data_flow": {"operation_type": "operation"},
        "load_balancer": {
            "operation_type": "type",
            "status": "lifecycleState",
            "percent_complete": None,
            "time_started": None,
            "resources": None,
        },
        "log_analytics.config": {"status": "lifecycleState", "resources": None},
        "log_analytics.query": {"resources": None},
        "log_analytics.storage": {"resources": None},
        "oda": {"operation_type": "requestAction"},
        "os_management_hub": {"time_accepted": "timeCreated"},
    }
    assert {family.title: family.resource_fields for family in FAMILIES if family.resource_fields} == {
        "analytics": {"entity_type": "resourceType", "action_type": "actionResult", "entity_uri": "resourceUri"},
        "data_flow": {"entity_type": "resourceType", "identifier": "resourceId", "entity_uri": "resourceUri"},
        "oda": {
            "entity_type": "resourceType",
            "action_type": "resourceAction",
            "identifier": "resourceId",
            "entity_uri": "resourceUri",
        },
        "service_catalog": {"identifier": "entityId"},
    }


def test_errors_and_logs_inside_the_item() -> None:
    inline = {
        family.title: (family.inline_errors, family.inline_logs)
        for family in FAMILIES
        if family.inline_errors or family.inline_logs
    }
    assert inline == {
        "identity": ("errors", "logs"),
        "load_balancer": ("errorDetails", None),
        "waas": ("errors", "logs"),
    }
    for title in inline:
        assert BY_TITLE[title].errors is BY_TITLE[title].logs is None
    assert titles(lambda family: family.errors is None and family.inline_errors is None) == {
        "log_analytics.config",
        "log_analytics.query",
    }


def test_fields_of_errors_and_logs() -> None:
    regular = ("code", "timestamp", "timestamp")
    unusual = {family.title: (family.error_code, family.error_time, family.log_time) for family in FAMILIES}
    assert {title: fields for title, fields in unusual.items() if fields != regular} == {
        "load_balancer": ("errorCode", None, "timestamp"),
        "oda": ("code", "timeStamp", "timeStamp"),
    }


def test_retry_after() -> None:
    assert titles(lambda family: not family.retry_after) == {
        "ai_language", "data_flow", "database_migration", "desktops", "identity.iam", "load_balancer", "log_analytics.config",
        "marketplace", "resource_manager", "streaming", "work_requests",
    }  # fmt: skip


def test_cancel() -> None:
    assert len(titles(lambda family: family.cancel)) == 53
    for title in (
        "container_engine",
        "logging",
        "nosql",
        "analytics",
        "blockchain",
        "management_agent",
    ):  # delete_work_request in the SDK
        assert BY_TITLE[title].cancel == ITEM
    assert BY_TITLE["work_requests"].cancel is None


def test_endpoints_that_have_choices() -> None:
    assert titles(lambda family: "{dualStack?" in family.endpoint) == {
        "generative_ai", "jms", "jms_java_downloads", "jms_utils", "logging", "management_agent", "object_storage",
    }  # fmt: skip
    assert titles(lambda family: family.dual_stack) == {"jms", "jms_java_downloads", "jms_utils"}
    assert titles(lambda family: family.realm_endpoints) == {"object_storage"}
    assert set(BY_TITLE["object_storage"].realm_endpoints) == {"oc1"}


def test_ids_that_are_not_always_ocids() -> None:
    assert not BY_TITLE["object_storage"].ocid
    for title in ("work_requests", "load_balancer", "container_engine", "mysql", "identity", "waas"):
        assert BY_TITLE[title].ocid


def test_the_source_is_short_and_its_lines_fit() -> None:
    from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import families, regions

    for module in (families, regions):
        with open(module.__file__, encoding="utf-8") as file:
            lines = file.read().splitlines()
        assert max(map(len, lines)) <= 160
        assert len(lines) < 1000
