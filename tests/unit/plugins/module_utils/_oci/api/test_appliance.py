# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A region that is a domain, an id of a rack and an endpoint mean a Private Cloud Appliance; everything else means OCI."""

from __future__ import annotations

import json
import types
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci import targets
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Place, Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup

UNIQUE = "wliyvq5p4p8ds5zripnmpjaei6opkq2okyp2b5t5uyhrulr00va4ewbrsr23"
RACK = f"ocid1.workrequest.AK00661530.scasg01.{UNIQUE}"
CLOUD = f"ocid1.clustersworkrequest.oc1.iad.{UNIQUE}"
COMPARTMENT = f"ocid1.compartment.AK00661530..{UNIQUE}"
DOMAIN = "pca.example.com"


def client(**place: Any) -> OciClient:
    """A client at this place, without a server."""
    signer = types.SimpleNamespace(source="profile DEFAULT of the file")
    return OciClient(None, signer, Place(**{"environ": {}, "home": "/nowhere", **place}))


def target(id_: str, service: str | None = None, **place: Any) -> Target:
    return client(**place).target(id_, service)


@pytest.mark.parametrize(
    ("service", "url"),
    [
        ("work_requests", "https://iaas.pca.example.com/20160918"),
        ("load_balancer", "https://iaas.pca.example.com/20170115"),
        ("container_engine", "https://containerengine.pca.example.com/20180222"),
        ("container_instances", "https://compute-containers.pca.example.com/20210415"),
        ("network_load_balancer", "https://network-load-balancer-api.pca.example.com/20200501"),
    ],
)
@pytest.mark.parametrize("id_", [RACK, RACK.lower(), RACK.replace("scasg01", "")])
def test_a_service_is_at_the_domain_whatever_the_id_calls_its_system(service: str, url: str, id_: str) -> None:
    assert target(id_, service, region=DOMAIN).base == url


@pytest.mark.parametrize("system", ["iad", "us-phoenix-1"])
def test_a_system_may_have_the_name_of_a_region_of_oci(system: str) -> None:
    id_ = RACK.replace("scasg01", system)
    assert target(id_, region=DOMAIN).base == "https://iaas.pca.example.com/20160918"
    with pytest.raises(UsageError, match="is of a Private Cloud Appliance"):
        target(id_, region="us-ashburn-1")


def test_an_id_alone_is_of_the_shared_api_first() -> None:
    assert target(RACK, region=DOMAIN).family.title == "work_requests"


def test_a_type_that_names_its_service_counts_there_too() -> None:
    id_ = f"ocid1.clustersworkrequest.AK00661530.scasg01.{UNIQUE}"
    assert target(id_, region=DOMAIN).family.list_requires == ("compartmentId", "resourceType")


@pytest.mark.parametrize(
    "written", [DOMAIN, "PCA.Example.COM", f" {DOMAIN} ", f"{DOMAIN}.", f"https://{DOMAIN}", f"https://{DOMAIN}./"]
)
def test_a_domain_is_understood_in_any_writing(written: str) -> None:
    assert target(RACK, region=written).base == "https://iaas.pca.example.com/20160918"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (f"http://{DOMAIN}", "option service_endpoint"),
        (f"{DOMAIN}:8443", "option service_endpoint"),
        (f"https://{DOMAIN}:443", "option service_endpoint"),
        (f"https://{DOMAIN}/20160918", "option service_endpoint"),
        ("10.1.2.3", "option service_endpoint"),
        (f"https://me:secret@{DOMAIN}", "is not a region's name"),
        (f"iaas.{DOMAIN}", f"the host of a service: set the region to its domain, {DOMAIN}"),
        (f"https://containerengine.{DOMAIN}", f"set the region to its domain, {DOMAIN}"),
        ("pca_1.example.com", "is not a region's name"),
        ("iaas.eu-frankfurt-1.oraclecloud.com", "the host of a service: set the region to eu-frankfurt-1"),
    ],
)
def test_what_is_no_domain_is_an_error_that_says_what_to_give(written: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as raised:
        target(RACK, region=written)
    assert "secret" not in str(raised.value)


# Which place an id is at


def test_an_id_of_oci_is_read_there_although_the_profile_is_of_an_appliance() -> None:
    found = target(CLOUD, region=DOMAIN)
    assert found.base == "https://containerengine.us-ashburn-1.oci.oraclecloud.com/20180222"
    assert found.family.list_values == {}


@pytest.mark.parametrize("code", ["scasg01", "us-nowhere-1"])
def test_a_region_that_nobody_knows_gives_way_to_a_domain(code: str) -> None:
    id_ = f"ocid1.clustersworkrequest.oc1.{code}.{UNIQUE}"
    assert target(id_, region=DOMAIN).base == "https://containerengine.pca.example.com/20180222"
    with pytest.raises(UsageError, match=f"The region '{code}' is not known"):
        target(id_, region="us-ashburn-1")


def test_a_region_that_the_environment_defines_is_known() -> None:
    taught = {"realmKey": "oc99", "realmDomainComponent": "oc99.example", "regionKey": "now", "regionIdentifier": "n-1"}
    environ = {"OCI_REGION_METADATA": json.dumps(taught)}
    found = target(f"ocid1.clustersworkrequest.oc99.now.{UNIQUE}", region=DOMAIN, environ=environ)
    assert found.base == "https://containerengine.n-1.oci.oc99.example/20180222"


@pytest.mark.parametrize("region", [None, "us-ashburn-1", "iad"])
@pytest.mark.parametrize("id_", [RACK, RACK.replace("scasg01", "")])
def test_an_id_of_a_rack_is_never_asked_of_oci(region: str | None, id_: str) -> None:
    with pytest.raises(UsageError, match=r"is of a Private Cloud Appliance \(rack AK00661530\)") as raised:
        target(id_, region=region)
    assert "such as scasg01.example.com" in str(raised.value) or "such as system.example.com" in str(raised.value)


def test_neither_is_a_compartment_of_a_rack() -> None:
    with pytest.raises(UsageError, match="is of a Private Cloud Appliance"):
        client(region="us-ashburn-1").target_in(lookup.find("oke"), "", None, (COMPARTMENT, None))


@pytest.mark.parametrize("domain", ["us-ashburn-1.oraclecloud.com", "x.oci.oraclegovcloud.com", "x.customer-oci.com"])
def test_a_domain_of_oci_is_no_appliance(domain: str) -> None:
    found = target("ocid1.functionsworkrequest.oc1..unique", "functions", region=domain)
    assert found.base.startswith("https://functions." + domain)


# What is not there


@pytest.mark.parametrize("service", ["functions", "data_safe", "identity.tagging", "mysql"])
def test_a_service_that_an_appliance_has_not_is_refused_with_those_it_has(service: str) -> None:
    with pytest.raises(UsageError, match=f"Work requests of {service} are not known on a Private Cloud Appliance") as e:
        target(RACK, service, region=DOMAIN)
    assert "container_engine, container_instances, load_balancer, network_load_balancer, work_requests" in str(e.value)


def test_a_resource_whose_compartment_is_not_known_needs_it() -> None:
    resource = f"ocid1.instance.AK00661530.scasg01.{UNIQUE}"
    with pytest.raises(UsageError, match="has no Resource Search to find it with: set the option compartment_id"):
        targets.lists(client(region=DOMAIN), None, None, resource)
    assert targets.lists(client(region=DOMAIN), None, COMPARTMENT, resource).compartment_ids == (COMPARTMENT,)


# Endpoints


@pytest.mark.parametrize(
    ("endpoint", "id_", "service", "requires"),
    [
        ("https://containerengine.pca.example.com", "ocid1.clustersworkrequest.x..u", None, True),
        ("https://containerengine.pca.example.com:8443", "ocid1.clustersworkrequest.x..u", None, True),
        ("https://proxy.example.com", RACK, "container_engine", True),
        ("http://127.0.0.1:8080", RACK.lower(), "container_engine", True),
        ("https://containerengine.pca.example.com", CLOUD, None, False),
        ("https://proxy.example.com", "ocid1.clustersworkrequest.x..u", None, False),
        ("https://containerengine.eu-new-1.oci.oraclecloud.com", "ocid1.clustersworkrequest.x..u", None, False),
        ("http://127.0.0.1:8080", CLOUD, None, False),
    ],
)
def test_an_endpoint_that_is_given_is_an_appliance_by_its_form_or_by_the_id(
    endpoint: str, id_: str, service: str | None, requires: bool
) -> None:
    found = target(id_, service, service_endpoint=endpoint)
    assert found.base == f"{endpoint}/20180222"
    assert ("resourceType" in found.family.list_requires) is requires


def test_no_service_is_refused_at_an_endpoint_that_is_given() -> None:
    found = target(RACK, "functions", service_endpoint="https://functions.pca.example.com")
    assert found.base.startswith("https://functions.pca.example.com/")


def test_a_region_that_is_none_does_not_matter_where_an_endpoint_is_given() -> None:
    assert target(RACK, region="a..b", service_endpoint="https://iaas.example.com").family.title == "work_requests"


def test_the_region_of_the_profile_makes_an_endpoint_an_appliance() -> None:
    make: Callable[..., Target] = target
    found = make("ocid1.clustersworkrequest.x..u", region=DOMAIN, service_endpoint="http://127.0.0.1:1")
    assert "resourceType" in found.family.list_requires
