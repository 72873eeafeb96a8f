# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service of a resource is found by the type in its OCID."""

from __future__ import annotations

import re

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES, OCID_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._oci.ocid import region_of
from ansible_collections.longops.oracle.tests.tools import catalogue_facts, resource_type_facts, resource_type_writer
from ansible_collections.longops.oracle.tests.tools.sdk_source import CatalogueError

ROWS = [(kind, title) for title, _source, kinds in resource_type_facts.RESOURCE_TYPES for kind in kinds]
WITHOUT_API = {name for name, _text, _source in catalogue_facts.WITHOUT_API}
TITLES = {family.title for family in FAMILIES}

#: What people wait for most.
COMMON = {
    "work_requests": "instance instancepool image volume bootvolume vcn subnet dbsystem dbnode database autonomousdatabase cloudvmcluster"
    " cloudexadatainfrastructure clusternetwork capacityreservation dns-zone",
    "container_engine": "cluster nodepool virtualnodepool",
    "load_balancer": "loadbalancer",
    "network_load_balancer": "networkloadbalancer",
    "mysql": "mysqldbsystem mysqlbackup",
    "psql": "postgresqldbsystem",
    "golden_gate": "goldengatedeployment goldengateconnection",
    "apigateway": "apigateway apideployment",
    "functions": "fnapp fnfunc",
    "resource_manager": "ormstack ormjob",
    "data_science": "datasciencenotebooksession datasciencemodeldeployment datascienceproject",
    "data_flow": "dataflowapplication dataflowrun",
    "streaming": "stream streampool",
    "identity": "compartment",
    "integration": "integrationinstance",
    "analytics": "analyticsinstance",
    "container_instances": "computecontainerinstance",
    "nosql": "nosqltable",
    "ocvp": "vmwaresddc",
    "redis": "rediscluster",
    "opensearch": "opensearchcluster",
    "bastion": "bastion",
    "devops": "devopsproject",
    "waf": "webappfirewallpolicy",
}


@pytest.mark.parametrize(("kind", "title"), [row for row in ROWS if row[1] not in WITHOUT_API])
def test_every_type_leads_to_its_service(kind: str, title: str) -> None:
    assert lookup.find_by_resource(f"ocid1.{kind}.oc1.iad.exampleuniqueid").title == title


@pytest.mark.parametrize("kind", [kind for kind, title in ROWS if title in WITHOUT_API])
def test_a_service_without_such_an_api_is_reported(kind: str) -> None:
    with pytest.raises(UsageError, match=r"File Storage has no work-request API, .* lifecycleState"):
        lookup.find_by_resource(f"ocid1.{kind}.oc1.ap_tokyo_1.exampleuniqueid")


@pytest.mark.parametrize(("title", "kinds"), COMMON.items())
def test_what_people_wait_for_most_is_known(title: str, kinds: str) -> None:
    assert {lookup.find_by_resource(f"ocid1.{kind}.oc1.iad.a").title for kind in kinds.split()} == {title}


def test_a_service_whose_work_requests_cannot_be_found_by_resource_has_no_types() -> None:
    """Else the answer would be that nothing is under way, whatever is."""
    blind = {
        family.title
        for family in FAMILIES
        if "resource_id" not in family.filters and family.fields.get("resources", "") is None
    }
    assert blind.isdisjoint(title for _kind, title in ROWS)


def test_types_of_work_requests_are_none_of_resources() -> None:
    assert {kind for kind, _title in ROWS}.isdisjoint(OCID_TYPES)


@pytest.mark.parametrize("kind", ["automaticDrConfiguration", "automaticdrconfiguration"])
def test_capitals_in_a_type_do_not_count(kind: str) -> None:
    assert lookup.find_by_resource(f"ocid1.{kind}.oc1.iad.a").title == "disaster_recovery"


@pytest.mark.parametrize(
    ("resource_id", "words"),
    [
        (
            "ocid1.instancepol.oc1.iad.a",
            r"of the type instancepol, and .* is not known\. Did you mean instancepool \(work_requests\)",
        ),
        (
            "ocid1.qwxyzz.oc1.iad.a",
            r"of the type qwxyzz, and which service has its work requests is not known\. Name it with the option service",
        ),
        ("ocid1.coreservicesworkrequest.oc1.iad.a", "is a work request and no resource: give it as work_request_id"),
        (
            "my-pool",
            "'my-pool' is not an OCID, whose type determines the service: name the service with the option service",
        ),
        ("", "'' is not an OCID"),
        (None, "None is not an OCID"),
        ("ocid1.instance.oc1.iad.a' or '1", "is not an OCID"),
    ],
)
def test_a_resource_without_a_known_service_has_a_hint(resource_id: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        lookup.find_by_resource(resource_id)


@pytest.mark.parametrize(
    ("ocid", "region"),
    [
        ("ocid1.instance.oc1.iad.a", "iad"),
        ("ocid1.cluster.oc1.eu-frankfurt-1.a", "eu-frankfurt-1"),
        ("ocid1.filesystem.oc1.ap_tokyo_1.a", "ap-tokyo-1"),
        ("ocid1.compartment.oc1..a", None),
        ("a-table", None),
        (None, None),
    ],
)
def test_the_region_of_a_resource(ocid: object, region: str | None) -> None:
    assert region_of(ocid) == region


# The table


def test_every_row_has_a_source_and_types_as_ocids_have_them() -> None:
    sources = {
        resource_type_facts.REAL,
        resource_type_facts.DOCUMENTED,
        resource_type_facts.SAMPLE,
        resource_type_facts.MOCK,
    }
    for title, source, kinds in resource_type_facts.RESOURCE_TYPES:
        assert title in TITLES | WITHOUT_API
        assert source in sources
        assert kinds
        assert all(re.fullmatch("[a-z][a-z0-9-]*", kind) for kind in kinds)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("nonesuch", "real ids", ("thing",)), "has an unknown family: nonesuch"),
        (("bastion", "real ids", ("cluster",)), "has the type cluster twice"),
    ],
)
def test_an_invalid_row_is_rejected(
    monkeypatch: pytest.MonkeyPatch, row: tuple[str, str, tuple[str, ...]], words: str
) -> None:
    monkeypatch.setattr(resource_type_writer, "RESOURCE_TYPES", (*resource_type_facts.RESOURCE_TYPES, row))
    with pytest.raises(CatalogueError, match=words):
        resource_type_writer.files(TITLES | WITHOUT_API)


def test_table_and_page_are_as_generated() -> None:
    from ansible_collections.longops.oracle.tests.tools.make_catalogue import ROOT, differing

    files = resource_type_writer.files(TITLES | WITHOUT_API)
    assert set(files) == {resource_type_writer.SOURCE, resource_type_writer.PAGE}
    assert differing(files, ROOT) == []
