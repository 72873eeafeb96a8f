# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a resource is read: host, path and query, by its id, what stands beside it, and the place that a task names."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Place, Session
from ansible_collections.longops.oracle.plugins.module_utils._oci.resource_ids import Resource
from ansible_collections.longops.oracle.plugins.module_utils._resources import targets
from ansible_collections.longops.oracle.plugins.module_utils._resources.targets import Naming, Target

UNIQUE = "anuwcljrexampleexampleexampleexampleexampleexampleexampleexa1"
RACK = "AK00661530.scasg01"


class Signer:
    """What a session asks of one before a request."""

    source = "profile DEFAULT of the file"


def ocid(type_: str, where: str = "oc1.iad", extra: str = "") -> str:
    return f"ocid1.{type_}.{where}.{extra}{UNIQUE}"


def found(
    id_: str, service: Optional[str] = None, *, parameters: Any = None, compartment_id: Any = None, **place: Any
) -> Target:
    environ = place.pop("environ", {})
    given = place.get("region")
    session = Session(None, Signer(), Place(**{"given_region": given, **place}, environ=environ, home="/nowhere"))  # type: ignore[arg-type]
    return targets.target(session, Resource(id_), Naming(service, None, parameters or {}, compartment_id))


def url(id_: str, service: Optional[str] = None, **more: Any) -> str:
    target = found(id_, service, **more)
    path, query = targets.path(target, "tenancyspace" if target.needs_namespace else None)
    return target.base + path + "".join(f"?{name}={value}" for name, value in query.items())


# Regions


@pytest.mark.parametrize(
    ("where", "region", "host"),
    [
        ("oc1.iad", None, "iaas.us-ashburn-1.oraclecloud.com"),
        ("oc1.eu-frankfurt-1", None, "iaas.eu-frankfurt-1.oraclecloud.com"),
        ("oc1.eu_frankfurt_1", None, "iaas.eu-frankfurt-1.oraclecloud.com"),
        ("oc2.us-langley-1", None, "iaas.us-langley-1.oraclegovcloud.com"),
        ("oc1.iad", "phx", "iaas.us-ashburn-1.oraclecloud.com"),
        ("oc1.", "phx", "iaas.us-phoenix-1.oraclecloud.com"),
        (RACK, "pca.example.com", "iaas.pca.example.com"),
        ("oc1.iad", "pca.example.com", "iaas.us-ashburn-1.oraclecloud.com"),
    ],
)
def test_a_resource_is_read_where_its_ocid_says(where: str, region: Optional[str], host: str) -> None:
    id_ = ocid("instance", where)
    assert url(id_, region=region) == f"https://{host}/20160918/instances/{id_}"


def test_what_has_no_ocid_is_read_where_what_it_lies_under_is() -> None:
    cluster = ocid("cluster", "oc1.phx")
    expected = (
        f"https://containerengine.us-phoenix-1.oci.oraclecloud.com/20180222/clusters/{cluster}/addons/CertManager"
    )
    assert url("CertManager", "container_engine.addon", parameters={"CLUSTER-ID": cluster}, region="iad") == expected


@pytest.mark.parametrize(
    ("where", "region", "message"),
    [
        ("oc1.", None, "No region is known for core"),
        ("oc1.nowhere1", None, "The region 'nowhere1' is not known"),
        ("oc1.", "https://iaas.example.com:8443/x", "is not a region's name"),
        (RACK, None, "is of a Private Cloud Appliance .rack AK00661530., which is reached by its domain"),
    ],
)
def test_no_region(where: str, region: Optional[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        url(ocid("instance", where), region=region)


# Endpoints


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("https://gateway.example.com/oci/{service}/", "https://gateway.example.com/oci/core/20160918"),
        ("https://gateway.example.com/20160918", "https://gateway.example.com/20160918"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/20160918"),
    ],
)
def test_a_service_endpoint(endpoint: str, expected: str) -> None:
    assert url(ocid("instance"), service_endpoint=endpoint) == f"{expected}/instances/{ocid('instance')}"


@pytest.mark.parametrize(
    "endpoint", ["https://user:Hunter-2@h.example.com", "https://h.example.com/?Hunter-2=1", "Hunter-2:x"]
)
def test_a_service_endpoint_with_a_secret_in_it(endpoint: str) -> None:
    with pytest.raises(UsageError, match="service_endpoint must") as raised:
        url(ocid("instance"), service_endpoint=endpoint)
    assert endpoint == "Hunter-2:x" or "Hunter" not in str(raised.value)


def test_the_version_of_an_api() -> None:
    assert "/20990101/instances/" in url(ocid("instance"), api_version="/20990101/")


def test_dual_stack() -> None:
    id_ = ocid("bootvolume")
    hosts = {
        value: url(id_, environ={"OCI_DUAL_STACK_ENDPOINT_ENABLED": value}).split("/")[2] for value in ("true", "false")
    }
    assert hosts == {
        "true": "iaas.us-ashburn-1.ds.oci.oraclecloud.com",
        "false": "iaas.us-ashburn-1.oraclecloud.com",
    }


def test_the_endpoint_of_a_realm_with_names_in_it() -> None:
    """Without the namespace the host is that of all of them."""
    there = url("pe-1", "object_storage.private_endpoint", region="iad", realm_specific=True)
    assert there == "https://objectstorage.us-ashburn-1.oci.customer-oci.com/n/tenancyspace/pe/pe-1"


def test_a_namespace_that_is_given_is_not_asked_for() -> None:
    target = found("pe-1", "object_storage.private_endpoint", region="iad", parameters={"namespace_name": "mine"})
    assert not target.needs_namespace
    assert targets.path(target, None)[0] == "/n/mine/pe/pe-1"


# Keys of a vault


KEY = ocid("key", "oc1.iad", "b5rwt7mjaaeuk.")
VAULT = "https://b5rwt7mjaaeuk-management.kms.us-ashburn-1.oraclecloud.com/20180608"


def test_a_key_is_read_from_its_vault() -> None:
    assert url(KEY) == f"{VAULT}/keys/{KEY}"


def test_a_version_of_a_key_is_read_from_the_vault_of_the_key() -> None:
    for id_ in (ocid("keyversion", "oc1.iad", "b5rwt7mjaaeuk."), ocid("keyversion")):
        assert (
            url(id_, "key_management.key_version", parameters={"keyId": KEY}) == f"{VAULT}/keys/{KEY}/keyVersions/{id_}"
        )


@pytest.mark.parametrize("id_", [ocid("key"), "mine"])
def test_a_key_whose_vault_is_not_known(id_: str) -> None:
    with pytest.raises(UsageError, match="set service_endpoint to the management endpoint of the vault"):
        url(id_, "key_management.key", region="iad")
    endpoint = "https://b5rwt7mjaaeuk-management.kms.us-ashburn-1.oraclecloud.com"
    assert url(id_, "key_management.key", service_endpoint=endpoint) == f"{VAULT}/keys/{id_}"


# Queries


def test_a_name_that_the_path_does_not_have_is_in_the_query() -> None:
    target = found(
        "Bastion",
        "compute_instance_agent.instance_agent_plugin",
        region="iad",
        parameters={"instanceagent_id": ocid("instance")},
        compartment_id=ocid("compartment", "oc1."),
    )
    path, query = targets.path(target, None)
    assert path == f"/instanceagents/{ocid('instance')}/plugins/Bastion"
    assert query == {"compartmentId": ocid("compartment", "oc1.")}


def test_each_name_is_filled_once() -> None:
    """A value cannot be the name of another one."""
    target = found(ocid("cluster"), "container_engine.cluster")._replace(
        type=found("x", "container_engine.addon", region="iad", parameters={"clusterId": "y"}).type,
        names={"clusterId": "{addonName}", "addonName": "a b"},
    )
    assert targets.path(target, None)[0] == "/clusters/%7BaddonName%7D/addons/a%20b"
