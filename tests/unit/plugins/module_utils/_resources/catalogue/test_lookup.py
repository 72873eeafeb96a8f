# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The type of a resource is found by its OCID, and by any name that people have for its service and for itself."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import NAMES
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import (
    OCID_TYPES,
    RESOURCE_TYPES,
)
from ansible_collections.longops.oracle.tests.unit.examples import tried

UNIQUE = "abuwcljr4dq2k7vsoqxmzy5l3tn6bpw2hf7cegj5aiu3rvdk6onyxqz4mtla"  # 60 characters, as in real ids
#: Alternative names of services that the SDK no longer has, or that have no resource with a state.
WITHOUT = {
    "anomaly detection", "dbtools-runtime", "java management utils", "jms utilities", "mesh", "os management service", "osms",
    "sharded database",
}  # fmt: skip


def ocid(kind: str) -> str:
    return f"ocid1.{kind}.oc1.iad.{UNIQUE}"


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("instance", "core.instance"),
        ("bootvolumeattachment", "core.boot_volume_attachment"),
        ("autonomousdatabase", "database.autonomous_database"),
        ("dbsystem", "database.db_system"),
        ("mysqldbsystem", "mysql.db_system"),
        ("postgresqldbsystem", "psql.db_system"),
        ("nodepool", "container_engine.node_pool"),
        ("cluster", "container_engine.cluster"),
        ("loadbalancer", "load_balancer.load_balancer"),
        ("ormstack", "resource_manager.stack"),
        ("ormjob", "resource_manager.job"),
        ("fnapp", "functions.application"),
        ("fnfunc", "functions.function"),
        ("bastionsession", "bastion.session"),
        ("goldengatedeployment", "golden_gate.deployment"),
        ("apigateway", "apigateway.gateway"),
        ("filesystem", "file_storage.file_system"),
        ("key", "key_management.key"),
        ("capacityreservation", "core.compute_capacity_reservation"),
        ("dns-zone", "dns.zone"),
        ("AutomaticDrConfiguration", "disaster_recovery.automatic_dr_configuration"),
    ],
)
def test_the_type_in_an_ocid(kind: str, title: str) -> None:
    assert lookup.find(ocid(kind)).title == title


def test_every_type_in_ocids_leads_to_its_type() -> None:
    assert {kind: lookup.find(ocid(kind)).title for kind in OCID_TYPES} == OCID_TYPES


def test_every_title_is_found_however_it_is_spelt() -> None:
    for each in RESOURCE_TYPES:
        for spelling in (each.title, each.title.upper(), each.title.replace("_", " "), each.title.replace("_", "-")):
            assert lookup.find("any id", spelling) == each
        assert lookup.find("any id", each.service, each.name) == each
        assert lookup.find("any id", each.service, each.title) == each
        assert lookup.find(ocid("unheardof"), each.service, each.name.replace("_", "").upper()) == each


@pytest.mark.parametrize(
    ("service", "resource_type", "title"),
    [
        ("oke", "node pool", "container_engine.node_pool"),
        ("OKE", "Addon", "container_engine.addon"),
        ("compute", "instance", "core.instance"),
        ("bv", "volume", "core.volume"),
        ("networking", "vcn", "core.vcn"),
        ("adb", "autonomous database", "database.autonomous_database"),
        ("dns", "zone", "dns.zone"),
        ("identity.tagging", "tag", "identity.tag"),
        ("fss", "mount target", "file_storage.mount_target"),
        ("kms", "key_version", "key_management.key_version"),
        ("secrets", "secret", "vault.secret"),
        ("mysql db system", "backup", "mysql.backup"),
        ("orm", "ormjob", "resource_manager.job"),
        ("object storage", "copy", "object_storage.copy"),
        (None, "fnapp", "functions.application"),
        (None, "NodePool", "container_engine.node_pool"),
        ("nosql table", None, "nosql.table"),
    ],
)
def test_names_that_people_have(service: Optional[str], resource_type: Optional[str], title: str) -> None:
    assert lookup.find("any-id", service, resource_type).title == title


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT))
def test_every_name_of_a_service_with_work_requests_is_one_here(name: str) -> None:
    known = {each.name for each in RESOURCE_TYPES}
    found, message = tried(lambda: lookup.find("any-id", name))
    assert found is not None or any(each in message for each in known)
    assert "not a service" not in message


def test_the_ocid_decides_what_the_names_leave_open() -> None:
    assert lookup.find(ocid("mysqldbsystem"), None, "db system").title == "mysql.db_system"
    assert lookup.find(ocid("mysqldbsystem"), "mysql").title == "mysql.db_system"
    # The end of a type that is not known.
    assert lookup.find(ocid("newmysqlchannel"), "mysql").title == "mysql.channel"
    assert lookup.find(ocid("ocbnewassetsource"), "cloud_bridge").title == "cloud_bridge.asset_source"
    # The only type of a service.
    assert lookup.find(ocid("unheardof"), "load_balancer").title == "load_balancer.load_balancer"
    assert lookup.find("any-id", "psa").title == "psa.private_service_access"


def test_names_outweigh_the_ocid() -> None:
    assert lookup.find(ocid("instance"), "mysql", "db_system").title == "mysql.db_system"


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (
            (ocid("nodpool"),),
            [
                "is of the type nodpool",
                "Did you mean container_engine.node_pool",
                "service: container_engine, resource_type: node_pool",
            ],
        ),
        ((ocid("unheardof"),), ["unheardof", "service: core, resource_type: instance", "docs/resources.md"]),
        (
            (ocid("deployment"),),
            ["apigateway.deployment, devops.deployment, golden_gate.deployment", "service: apigateway"],
        ),
        ((ocid("coreservicesworkrequest"),), ["is the OCID of a work request", "work_request_wait"]),
        ((ocid("unheardofworkrequest"), "mysql"), ["is the OCID of a work request"]),
        (("my-addon",), ["'my-addon' is not an OCID", "service and resource_type"]),
        (
            ("my-addon", "oke"),
            ["'my-addon' is no OCID", "The service container_engine has addon, cluster", "resource_type"],
        ),
        (
            (ocid("instance"), "mysql"),
            ["of the type instance, which is core.instance: leave out the option service.", "mysql has backup"],
        ),
        ((ocid("bucket"),), ["is of the type bucket, and how the state", "If it has one, name its type"]),
        ((ocid("instance"), None, "instnce"), ["Did you mean core.instance"]),
        (("x", "kubernets"), ["'kubernets' is not a service", "Did you mean service: container_engine?"]),
        (("x", "core", "instanse"), ["'instanse'", "Did you mean core.instance", "and 5", "docs/resources.md"]),
        (("x", None, "db_system"), ["database.db_system, mysql.db_system, psql.db_system", "service: database"]),
        (("x", "core.instance", "image"), ["core.instance", "'image'"]),
        (("x", "mysql", "unheard of"), ["'unheard of'", "The service mysql has backup"]),
        ((None,), ["None is not an OCID"]),
        (("",), ["'' is not an OCID"]),
    ],
)
def test_errors_say_what_there_is_and_what_to_do(arguments: tuple[Any, ...], parts: list[str]) -> None:
    with pytest.raises(UsageError) as error:
        lookup.find(*arguments)
    for part in parts:
        assert part in str(error.value)


@given(st.text(), st.none() | st.text(min_size=1), st.none() | st.text(min_size=1))
def test_any_texts_find_a_type_or_get_a_printable_message(
    resource_id: str, service: Optional[str], resource_type: Optional[str]
) -> None:
    found, message = tried(lambda: lookup.find(resource_id, service, resource_type))
    assert found in RESOURCE_TYPES if found else message.isprintable()


def test_names_choose_types_from_a_list() -> None:
    def titles(service: Optional[str], name: Optional[str]) -> list[str]:
        return [each.title for each in lookup.matching(service, name)]

    assert titles("compute", "instance") == ["core.instance"]
    assert titles("core.instance", None) == titles(None, "core instance") == ["core.instance"]
    assert titles(None, "db system") == ["database.db_system", "mysql.db_system", "psql.db_system"]
    assert {"core.instance", "core.vcn"} < set(titles("networking", None))
    assert {each.partition(".")[0] for each in titles("oke", None)} == {"container_engine"}
    assert titles("core", "bootVolume") == ["core.boot_volume"]


@pytest.mark.parametrize(
    ("names", "part"),
    [
        (("kubernets", None), "Did you mean service: container_engine?"),
        (("core", "instanse"), "Did you mean core.instance"),
        (("core.instance", "image"), "set one of them"),
    ],
)
def test_names_that_choose_nothing_are_wrong(names: tuple[Any, Any], part: str) -> None:
    with pytest.raises(UsageError) as error:
        lookup.matching(*names)
    assert part in str(error.value)
