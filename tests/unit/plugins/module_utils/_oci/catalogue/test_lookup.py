# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service is found by any name that people have for it, and by a work request's OCID."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import (
    NAMES,
    OCID_TYPES,
    WITHOUT_API,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.ocid import OCID_LENGTH, Ocid, parse_ocid

#: Service as Oracle's Work Requests guide names it, package of the SDK, families.
DOCUMENTED = (
    ("Application Performance Monitoring", "apm_control_plane", "default"),
    ("Autonomous Recovery Service", "recovery", "default"),
    ("Bastion", "bastion", "default"),
    ("Blockchain Platform", "blockchain", "default"),
    ("Cloud Advisor", "optimizer", "default"),
    ("Cluster Placement Groups", "cluster_placement_groups", "default"),
    ("Compute (core; shared API)", "work_requests", "default"),
    ("Connector Hub", "sch", "default"),
    ("Container Instances", "container_instances", "default"),
    ("Content Management", "oce", "default"),
    ("Data Catalog", "data_catalog", "default"),
    ("Data Integration", "data_integration", "default"),
    ("Data Labeling", "data_labeling_service", "default"),
    ("Data Science", "data_science", "default"),
    ("Database (shared API)", "work_requests", "default"),
    ("Database Management", "database_management", "default"),
    ("Database Migration", "database_migration", "default"),
    ("Database Tools", "database_tools", "default"),
    ("OCI Database with PostgreSQL", "psql", "default"),
    ("DevOps", "devops", "default"),
    ("Full Stack Disaster Recovery", "disaster_recovery", "default"),
    ("Globally Distributed Autonomous Database", "distributed_database", "default"),
    ("GoldenGate", "golden_gate", "default"),
    ("IAM", "identity", "iam tagging default"),
    ("Integration", "integration", "default"),
    ("Java Management", "jms", "default"),
    ("Kubernetes Engine", "container_engine", "default"),
    ("Load Balancer", "load_balancer", "default"),
    ("Network Load Balancer", "network_load_balancer", "default"),
    ("Logging Analytics", "log_analytics", "query config storage default"),
    ("Logging", "logging", "default"),
    ("Management Agent", "management_agent", "default"),
    ("HeatWave", "mysql", "default"),
    ("Network Firewall", "network_firewall", "default"),
    ("Object Storage", "object_storage", "default"),
    ("Oracle Cloud Bridge", "cloud_bridge", "default"),
    ("Oracle Cloud Migrations", "cloud_migrations", "default"),
    ("OS Management Hub", "os_management_hub", "default"),
    ("Process Automation", "opa", "default"),
    ("Queue", "queue", "default"),
    ("Resource Manager", "resource_manager", "default"),
    ("Secure Desktops", "desktops", "default"),
    ("Service Mesh", "service_mesh", "default"),
    ("Stack Monitoring", "stack_monitoring", "default"),
    ("Vision", "ai_vision", "default"),
    ("Visual Builder Studio", "vbs_inst", "default"),
    ("Vulnerability Scanning", "vulnerability_scanning", "default"),
    # File Storage is in the guide too, and has no such API: see below.
)

EVERYDAY = {
    "container_engine": "oke OKE kubernetes Kubernetes-Engine k8s ce containerengine",
    "work_requests": "compute core database db atp adw adb autonomous exadata exacs dbcs vcn networking network instance_pool dns iaas",
    "mysql": "heatwave HeatWave mysql mds",
    "psql": "postgres postgresql",
    "load_balancer": "lb lbaas loadbalancer",
    "network_load_balancer": "nlb networkloadbalancer",
    "resource_manager": "orm terraform stack",
    "functions": "fn functions",
    "object_storage": "os bucket objectstorage",
    "integration": "oic",
    "analytics": "oac",
    "apigateway": "api_gateway apigw",
    "golden_gate": "goldengate ogg",
    "waf": "waf web_application_firewall",
    "redis": "cache oci_cache",
    "ocvp": "ocvs vmware",
    "identity.tagging": "tagging tags identity.tagging",
    "zpr.policy": "zpr zpr.policy",
}


@pytest.mark.parametrize(("documented", "package", "families"), DOCUMENTED)
def test_documented_services(documented: str, package: str, families: str) -> None:
    assert lookup.find(documented).service == package
    assert lookup.find(package).service == package
    for name in families.split():
        title = package if name == "default" else f"{package}.{name}"
        assert lookup.find(title).title == title


def test_common_names() -> None:
    for title, names in EVERYDAY.items():
        for name in names.split():
            assert lookup.find(name).title == title, name


def test_every_title_and_every_name_is_found_however_it_is_spelt() -> None:
    for family in lookup.families():
        for spelling in (
            family.title,
            family.title.upper(),
            family.title.replace("_", "-"),
            family.title.replace("_", " "),
            f" {family.title} ",
        ):
            assert lookup.find(spelling) is family
    for name, title in NAMES.items():
        for spelling in (name, name.title(), name.replace(" ", "_"), name.replace(" ", "")):
            assert lookup.find(spelling).title == title


@pytest.mark.parametrize(
    ("package", "title"),
    [
        ("identity", "identity"),
        ("iam", "identity"),
        ("log_analytics", "log_analytics"),
        ("zpr", "zpr.policy"),
        ("apm_control_plane", "apm_control_plane"),
    ],
)
def test_a_package_with_several_families_gives_its_main_one(package: str, title: str) -> None:
    assert lookup.find(package).title == title


def test_every_package_gives_one_of_its_own_families() -> None:
    for family in lookup.families():
        assert lookup.find(family.service).service == family.service


@pytest.mark.parametrize("name", ["File Storage", "file_storage", "FileStorage", "fss"])
def test_file_storage_has_no_such_api(name: str) -> None:
    with pytest.raises(UsageError, match="File Storage has no work-request API") as raised:
        lookup.find(name)
    assert str(raised.value) in WITHOUT_API.values()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("contaner_engine", "container_engine"),
        ("load_balancr", "load_balancer"),
        ("identity.taging", "identity.tagging"),
        ("kubernets", "kubernetes"),
    ],
)
def test_an_unknown_name_offers_the_nearest_ones(name: str, near: str) -> None:
    with pytest.raises(UsageError) as raised:
        lookup.find(name)
    message = str(raised.value)
    assert repr(name) in message
    assert near in re.split(", | or ", message.split("Did you mean ")[1].split("? ")[0])
    assert "docs/services.md" in message


@pytest.mark.parametrize("name", ["", " ", "../..", "xyzzyxyzzy", "no\x1b[31m such", "n" * 100_000, None, 7, ["oke"]])
def test_an_unknown_name_without_a_similar_one(name: object) -> None:
    with pytest.raises(UsageError) as raised:
        lookup.find(name)
    message = str(raised.value)
    assert "Did you mean" not in message
    assert message.isprintable()
    assert len(message) < 300


def test_families_by_the_type_in_the_ocid() -> None:
    for kind, title in OCID_TYPES.items():
        found = lookup.find_by_ocid(f"ocid1.{kind}.oc1.iad.exampleuniqueid")
        assert found is not None
        assert found.title == title
        assert found.ocid


@pytest.mark.parametrize("kind", ["instance", "workrequest", "containerengineworkrequest", "coreservicesworkrequests"])
def test_a_type_is_never_guessed(kind: str) -> None:
    assert lookup.find_by_ocid(f"ocid1.{kind}.oc1.iad.exampleuniqueid") is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid",
            ("coreservicesworkrequest", "oc1", "iad", "", "exampleuniqueid"),
        ),
        (
            "ocid1.clustersworkrequest.oc1.eu-frankfurt-1.example",
            ("clustersworkrequest", "oc1", "eu-frankfurt-1", "", "example"),
        ),
        ("ocid1.identityworkrequest.oc1..example", ("identityworkrequest", "oc1", "", "", "example")),
        ("ocid1.taggingworkrequest.oc1..example", ("taggingworkrequest", "oc1", "", "", "example")),
        ("ocid1.waasworkrequest.oc19..example", ("waasworkrequest", "oc19", "", "", "example")),
        (
            "ocid1.mysqlworkrequest.oc1.phx.0a1b-2c3d.example",
            ("mysqlworkrequest", "oc1", "phx", "0a1b-2c3d", "example"),
        ),
    ],
)
def test_the_parts_of_an_ocid(text: str, parts: tuple[str, ...]) -> None:
    assert parse_ocid(text) == Ocid(*parts)


BAD = {
    "nothing": "",
    "no OCID at all": "0a1b2c3d-0000-0000-0000-000000000000",
    "another version": "ocid2.coreservicesworkrequest.oc1.iad.example",
    "upper case": "OCID1.coreservicesworkrequest.oc1.iad.example",
    "too few parts": "ocid1.coreservicesworkrequest.oc1.iad",
    "too many parts": "ocid1.coreservicesworkrequest.oc1.iad.a.b.c",
    "no type": "ocid1..oc1.iad.example",
    "no realm": "ocid1.coreservicesworkrequest..iad.example",
    "no unique part": "ocid1.coreservicesworkrequest.oc1.iad.",
    "an empty extra part": "ocid1.mysqlworkrequest.oc1.iad..example",
    "a path": "ocid1.coreservicesworkrequest.oc1.iad.a/b",
    "a way up": "ocid1.coreservicesworkrequest.oc1.iad.../../20160918/instances",
    "an encoded way up": "ocid1.coreservicesworkrequest.oc1.iad.%2e%2e%2fx",
    "a query": "ocid1.coreservicesworkrequest.oc1.iad.example?x=1",
    "a fragment": "ocid1.coreservicesworkrequest.oc1.iad.example#x",
    "a line break at the end": "ocid1.coreservicesworkrequest.oc1.iad.example\n",
    "a header": "ocid1.coreservicesworkrequest.oc1.iad.example\r\nX-Injected: 1",
    "a null": "ocid1.coreservicesworkrequest.oc1.iad.exam\x00ple",
    "an escape": "ocid1.coreservicesworkrequest.oc1.iad.\x1b[31mexample",
    "a blank before": " ocid1.coreservicesworkrequest.oc1.iad.example",
    "a blank within": "ocid1.coreservicesworkrequest.oc1.iad.exam ple",
    "two": "ocid1.coreservicesworkrequest.oc1.iad.a,ocid1.coreservicesworkrequest.oc1.iad.b",
    "letters of another alphabet": "ocid1.coreservicesworkrequest.oc1.iad.ex\u0430mple",
    "digits of another alphabet": "ocid1.coreservicesworkrequest.oc1.iad.\u0661",
    "too long": f"ocid1.coreservicesworkrequest.oc1.iad.{'a' * 218}",
    "very long": "a" * 1_000_000,
    "a template": "ocid1.coreservicesworkrequest.oc1.iad.<unique>",
    "null": None,
    "a number": 12,
    "a list": ["ocid1.coreservicesworkrequest.oc1.iad.example"],
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_what_is_not_an_ocid(text: object) -> None:
    for ask in (parse_ocid, lookup.find_by_ocid):
        with pytest.raises(UsageError, match="is not an OCID") as raised:
            ask(text)
        assert str(raised.value).isprintable()
        assert len(str(raised.value)) < 350


def test_the_longest_ocid() -> None:
    longest = f"ocid1.coreservicesworkrequest.oc1.iad.{'a' * 217}"
    assert len(longest) == OCID_LENGTH
    assert parse_ocid(longest).unique == "a" * 217


_PART = st.text(f"{string.ascii_letters}{string.digits}-_", min_size=1, max_size=30)
_LOWER = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=30)


@given(
    kind=_LOWER.filter(lambda text: text[0].isalpha()),
    realm=_LOWER,
    region=st.one_of(st.just(""), _LOWER),
    extra=st.one_of(st.just(""), _PART),
    unique=_PART,
)
def test_parts_that_are_joined_are_parsed_again(kind: str, realm: str, region: str, extra: str, unique: str) -> None:
    text = ".".join(["ocid1", kind, realm, region, *([extra] if extra else []), unique])
    assert parse_ocid(text) == (kind, realm, region, extra, unique)


@given(st.one_of(st.text(), st.from_regex(r"ocid1\.[a-z]+\.oc1\.[a-z]*\.[^.]*(\.[^.]*)?", fullmatch=True)))
def test_any_text_is_an_ocid_or_rejected(text: str) -> None:
    try:
        parts = parse_ocid(text)
    except UsageError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert (
            ".".join(
                [
                    "ocid1",
                    parts.type,
                    parts.realm,
                    parts.region_code,
                    *([parts.extra] if parts.extra else []),
                    parts.unique,
                ]
            )
            == text
        )
        assert set(text) <= set(f"{string.ascii_letters}{string.digits}-_.")


# The work request of an id

UUID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
APPLIANCE = "ocid1.workrequest.AK00661530.scasg01.exampleuniqueid"
UNKNOWN = "ocid1.workrequest.oc1.iad.exampleuniqueid"


@pytest.mark.parametrize(
    ("id_", "region"),
    [
        (APPLIANCE, "scasg01"),
        ("ocid1.workrequest.AK00661530.SCASG01.exampleuniqueid", "SCASG01"),
        ("ocid1.newthingworkrequest.oc1.iad.exampleuniqueid", "iad"),
        ("ocid1.newthingworkrequest.oc99..exampleuniqueid", None),
        ("ocid1.NewThing_workrequest.oc1.eu-frankfurt-1.0a1b.exampleuniqueid", "eu-frankfurt-1"),
        ("ocid2.workrequest.oc1.iad.exampleuniqueid", None),
        (UUID, None),
        ("425988381", None),
        ("x:y@z=", None),
    ],
)
@pytest.mark.parametrize("service", ["container_instances", "work_requests", "object_storage", "mysql"])
def test_with_a_service_any_id_is_valid_that_can_stand_in_a_url(id_: str, region: str | None, service: str) -> None:
    found = lookup.find_by_work_request(id_, service)
    assert (found.family.title, found.region) == (service, region)


@pytest.mark.parametrize(
    "id_",
    ["", ".", "..", "a/b", "a b", "a?b", "a#b", "a%2fb", "a\\b", "a\nb", "a\x00", "\u0661", "a'b", "{a}", "a" * 256],
)
def test_what_cannot_stand_in_a_url_is_no_id_of_any_service(id_: str) -> None:
    for ask in (("container_instances", None), (None, "https://containerengine.pca.example.com")):
        with pytest.raises(UsageError) as raised:
            lookup.find_by_work_request(id_, *ask)
        assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("ocid1.containerengineworkrequest.oc1.iad.x", "Did you mean service: container_engine?"),
        ("ocid1.goldengateworkrequest.oc1.iad.x", "Did you mean service: golden_gate?"),
        ("ocid1.dataflowworkrequest.oc1.iad.x", "Did you mean service: data_flow"),
        ("ocid1.autonomousdatabaseworkrequest.oc1.iad.x", "Did you mean service: work_requests"),
        (
            UNKNOWN,
            "is of the type workrequest, and which service has those is not known. Name it with the option service.",
        ),
        (
            "ocid1.instance.oc1.iad.x",
            "is the OCID of a resource (type instance) and not of a work request: give it as resource_id",
        ),
        ("ocid1.newthing.oc1.iad.x", "If it is the OCID of a resource, give it as resource_id."),
        (UUID, "if it is one, set service: object_storage."),
        ("425988381", "request_status_wait"),
        ("something", "looks like ocid1."),
    ],
)
def test_an_id_of_which_no_service_is_known_says_what_it_may_be(id_: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        lookup.find_by_work_request(id_, None)
    assert words in str(raised.value)
    assert id_ in str(raised.value)
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize(
    ("endpoint", "title"),
    [
        ("https://containerengine.pca.example.com", "container_engine"),
        ("https://objectstorage.us-ashburn-1.oraclecloud.com/", "object_storage"),
        ("https://identity.us-ashburn-1.oci.oraclecloud.com/20160918", "identity"),
    ],
)
def test_an_endpoint_names_the_service_of_an_id_of_unknown_type(endpoint: str, title: str) -> None:
    for id_ in (APPLIANCE, UNKNOWN, UUID):
        assert lookup.find_by_work_request(id_, None, endpoint).family.title == title
    known = "ocid1.bastionworkrequest.oc1.iad.exampleuniqueid"
    assert lookup.find_by_work_request(known, None, endpoint).family.title == "bastion"


@pytest.mark.parametrize(
    "endpoint", ["https://iaas.pca.example.com", "http://127.0.0.1:8080", "https://[broken", "https://h"]
)
def test_an_endpoint_of_several_services_or_none_names_none(endpoint: str) -> None:
    with pytest.raises(UsageError, match="which service has those is not known"):
        lookup.find_by_work_request(UNKNOWN, None, endpoint)


@pytest.mark.parametrize(
    ("service", "others"),
    [
        ("log_analytics", ["log_analytics.config", "log_analytics.query", "log_analytics.storage"]),
        ("Logging Analytics", ["log_analytics.config", "log_analytics.query", "log_analytics.storage"]),
        ("log_analytics.storage", []),
        ("identity", ["identity.iam", "identity.tagging"]),
        ("zpr", ["zpr.configuration"]),
        ("marketplace_publisher", []),  # both have the same address for one work request
        ("container_engine", []),
    ],
)
def test_the_other_families_of_a_service_are_tried_unless_one_is_named(service: str, others: list[str]) -> None:
    found = lookup.find_by_work_request(APPLIANCE, service).others
    assert sorted(family.title for family in found) == others


def test_a_whole_message_about_an_unknown_service() -> None:
    with pytest.raises(UsageError) as caught:
        lookup.find("container_engin")
    assert str(caught.value) == (
        "'container_engin' is not a service whose work requests this collection knows. Did you mean container_engine,"
        " container instance or container_instances? All names are in docs/services.md of longops.oracle."
    )
