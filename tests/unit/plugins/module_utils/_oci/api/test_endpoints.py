# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions and endpoints are those that Oracle's SDK has, but for what it guesses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import HealthCheck, example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.endpoints import (
    Region,
    checked_endpoint,
    endpoint,
    find_region,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.regions import REALMS, REGIONS, SHORT_CODES
from ansible_collections.longops.oracle.tests.unit.examples import examples, tried

NEW = {
    "realmKey": "OC77",
    "realmDomainComponent": "OracleCloud77.com",
    "regionKey": "XYZ",
    "regionIdentifier": "xx-example-1",
}
KNOWN_REALM = {
    "realmKey": "oc1",
    "realmDomainComponent": "elsewhere.example",
    "regionKey": "qqq",
    "regionIdentifier": "us-example-9",
}
BUILT_IN = {
    "realmKey": "oc77",
    "realmDomainComponent": "elsewhere.example",
    "regionKey": "iad",
    "regionIdentifier": "us-phoenix-1",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".oci").mkdir()
    return tmp_path


def teach(home: Path, content: Any) -> Path:
    file = home / ".oci" / "regions-config.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def find(text: Any, home: Path, **environ: str) -> Region:
    return find_region(text, environ, str(home))


# Regions that are built in


def test_all_regions_and_realms_of_the_sdk(home: Path) -> None:
    from oci import regions as sdk, regions_definitions

    assert len(REGIONS) == len(regions_definitions.REGIONS) == 85
    assert len(REALMS) == len(regions_definitions.REALMS) == 20
    for name in regions_definitions.REGIONS:
        realm = sdk.get_realm_from_region(name)
        assert find(name, home) == find(name.upper(), home) == Region(name, realm, regions_definitions.REALMS[realm])
    for code, name in regions_definitions.REGIONS_SHORT_NAMES.items():
        assert find(code, home) == find(code.upper(), home) == find(name, home)
    assert set(SHORT_CODES.values()) == set(REGIONS)


def test_what_is_built_in_is_not_taught_otherwise_and_its_files_are_not_read(home: Path) -> None:
    teach(home, "not JSON")
    assert find("iad", home, OCI_REGION_METADATA="not JSON either").name == "us-ashburn-1"
    teach(home, [BUILT_IN, NEW])
    assert find("xyz", home).realm == "oc77"
    assert find("iad", home) == Region("us-ashburn-1", "oc1", "oraclecloud.com")


# Regions that are taught


@pytest.mark.parametrize("text", ["xx-example-1", "XX-Example-1", "xyz", "XYZ", " xyz "])
def test_a_region_from_the_environment(home: Path, text: str) -> None:
    assert find(text, home, OCI_REGION_METADATA=json.dumps(NEW)) == Region("xx-example-1", "oc77", "oraclecloud77.com")


@pytest.mark.parametrize("text", ["xx-example-1", "XYZ"])
def test_a_region_from_the_file(home: Path, text: str) -> None:
    teach(home, [KNOWN_REALM, NEW])
    assert find(text, home) == Region("xx-example-1", "oc77", "oraclecloud77.com")


def test_the_file_comes_before_the_environment(home: Path) -> None:
    teach(home, [{**NEW, "realmKey": "oc78", "realmDomainComponent": "file.example"}])
    assert find("xyz", home, OCI_REGION_METADATA=json.dumps(NEW)).second_level_domain == "file.example"
    assert find("us-example-9", home, OCI_REGION_METADATA=json.dumps(KNOWN_REALM)).name == "us-example-9"


def test_a_realm_that_is_built_in_keeps_its_domain(home: Path) -> None:
    assert find("qqq", home, OCI_REGION_METADATA=json.dumps(KNOWN_REALM)) == Region(
        "us-example-9", "oc1", "oraclecloud.com"
    )


def test_a_name_with_dots_is_a_domain(home: Path) -> None:
    region = find("Region1.Private.Example.com", home)
    assert region == Region("region1.private.example.com", "", "")
    assert endpoint(lookup.find("work_requests"), region) == "https://iaas.region1.private.example.com"
    assert (
        endpoint(lookup.find("generative_ai_agent"), region) == "https://agent.generativeai.region1.private.example.com"
    )
    assert (
        endpoint(lookup.find("jms_java_downloads"), region)
        == "https://download.javamanagement.region1.private.example.com"
    )
    assert (
        endpoint(lookup.find("object_storage"), region, realm_specific=True)
        == "https://objectstorage.region1.private.example.com"
    )


def test_a_default_domain_takes_unknown_regions(home: Path) -> None:
    region = find("xx-example-1", home, OCI_DEFAULT_REALM="default.example")
    assert endpoint(lookup.find("work_requests"), region) == "https://iaas.xx-example-1.default.example"
    assert find("a.b", home, OCI_DEFAULT_REALM="default.example").name == "a.b"
    assert find("iad", home, OCI_DEFAULT_REALM="default.example").realm == "oc1"


SDK_ANSWERS = """
import json, sys
from oci import regions
template = "https://iaas.{region}.{secondLevelDomain}"
print(json.dumps([regions.endpoint_for("work_request", region, service_endpoint_template=template) for region in sys.argv[1:]]))
"""


@pytest.mark.parametrize(
    ("file", "environ"),
    [
        ([NEW, KNOWN_REALM, BUILT_IN], {}),
        (None, {"OCI_REGION_METADATA": json.dumps(NEW), "OCI_DEFAULT_REALM": "default.example"}),
        (
            [{**NEW, "realmDomainComponent": "file.example"}],
            {"OCI_REGION_METADATA": json.dumps(KNOWN_REALM), "OCI_DEFAULT_REALM": "default.example"},
        ),
    ],
)
def test_taught_regions_are_where_the_sdk_has_them(home: Path, file: Any, environ: dict[str, str]) -> None:
    if file is not None:
        teach(home, file)
    asked = ["xx-example-1", "XYZ", "us-example-9", "qqq", "iad", "us-phoenix-1", "a.example.com"]
    if "OCI_DEFAULT_REALM" in environ:
        asked.append("nowhere")
    else:
        with pytest.raises(UsageError):
            find("nowhere", home, **environ)
    command = [sys.executable, "-c", SDK_ANSWERS, *asked]
    answer = subprocess.run(
        command, env={"HOME": str(home), **environ}, check=True, capture_output=True, text=True, timeout=60
    ).stdout
    family = lookup.find("work_requests")
    assert [endpoint(family, find(text, home, **environ)) for text in asked] == json.loads(answer)


# What is refused


@pytest.mark.parametrize(
    ("text", "near"),
    [("us-ashbrun-1", "us-ashburn-1"), ("eu-frankfurt", "eu-frankfurt-1"), ("uk-lodnon-1", "uk-london-1")],
)
def test_an_unknown_region_is_never_taken_for_one_of_oc1(home: Path, text: str, near: str) -> None:
    with pytest.raises(UsageError) as raised:
        find(text, home, OCI_REGION_METADATA=json.dumps(NEW))
    message = str(raised.value)
    assert repr(text) in message
    assert near in message
    assert "OCI_REGION_METADATA" in message
    assert "regions-config.json" in message


def test_an_unknown_region_without_a_similar_name_is_rejected_as_well(home: Path) -> None:
    with pytest.raises(UsageError, match="The region 'zzzz' is not known\\. A region newer"):
        find("zzzz", home)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "a..b",
        "-a",
        "iad/",
        "iad/../x",
        "a b",
        "iad\n.example.com",
        "user@host.example",
        "a.example:443",
        "\u0430.example",
        "a" * 300,
        None,
        5.5,
        ["iad"],
    ],
)
def test_what_cannot_be_a_part_of_a_host_is_no_region(home: Path, text: object) -> None:
    with pytest.raises(UsageError, match="is not a region's name") as raised:
        find(text, home)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 250


BAD_METADATA = {
    "not JSON": "{",
    "a number": "5",
    "an empty object": "{}",
    "a missing key": json.dumps({key: value for key, value in NEW.items() if key != "regionKey"}),
    "an empty value": json.dumps({**NEW, "realmKey": " "}),
    "a value that is no text": json.dumps({**NEW, "realmKey": 5}),
    "a value that is no domain": json.dumps({**NEW, "realmDomainComponent": "example.com/evil?"}),
    "a name that is no host": json.dumps({**NEW, "regionIdentifier": "a@b"}),
}


@pytest.mark.parametrize("text", BAD_METADATA.values(), ids=BAD_METADATA.keys())
def test_metadata_that_cannot_be_used(home: Path, text: str) -> None:
    with pytest.raises(UsageError, match="OCI_REGION_METADATA"):
        find("xyz", home, OCI_REGION_METADATA=text)
    file = teach(home, f"[{text}]" if text != "{" else text)
    with pytest.raises(UsageError) as raised:
        find("xyz", home)
    assert str(file) in str(raised.value)


@pytest.mark.parametrize("content", [json.dumps(NEW), '"xyz"', "", "null"])
def test_a_file_that_holds_no_list(home: Path, content: str) -> None:
    file = teach(home, content)
    with pytest.raises(UsageError) as raised:
        find("xyz", home)
    assert str(file) in str(raised.value)


def test_a_file_that_is_no_text(home: Path) -> None:
    file = home / ".oci" / "regions-config.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read") as raised:
        find("xyz", home)
    assert str(file) in str(raised.value)


def test_a_directory_instead_of_the_file_is_none(home: Path) -> None:
    (home / ".oci" / "regions-config.json").mkdir()
    with pytest.raises(UsageError, match="is not known"):
        find("xyz", home)


# Endpoints. Those of all families in all regions are compared with the SDK's in tests/unit/parity.


def test_a_parameter_of_a_realms_template_is_filled(home: Path) -> None:
    family, region = lookup.find("object_storage"), find("iad", home)
    assert endpoint(family, region, True, parameters={"namespaceName": "mytenancy"}) == (
        "https://mytenancy.objectstorage.us-ashburn-1.oci.customer-oci.com"
    )
    assert endpoint(family, region, True) == "https://objectstorage.us-ashburn-1.oci.customer-oci.com"
    assert endpoint(family, find("eu-madrid-2", home), True) == "https://objectstorage.eu-madrid-2.oraclecloud.eu"


# A service endpoint that is given


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "iaas.us-ashburn-1.oraclecloud.com",
        "ftp://x",
        "file:///etc/passwd",
        "http://",
        "https:///x",
        "http://[::1",
        "http://a:port",
    ]
    + ["http://a b", "http://a/\n", "http://a:0", "http://a:99999", "http://a/..", "HTTP", "http://é"],
)
def test_what_is_no_endpoint_is_rejected(text: str) -> None:
    with pytest.raises(UsageError, match="service_endpoint must be a URL"):
        checked_endpoint(text)


@pytest.mark.parametrize(
    "text", ["http://me:hidden@host", "http://hidden@host", "http://host/?hidden", "http://host/#hidden"]
)
def test_what_an_endpoint_may_not_have_is_not_repeated(text: str) -> None:
    with pytest.raises(UsageError, match="service_endpoint must have no credentials, query or fragment") as caught:
        checked_endpoint(text)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("text", ["http://127.0.0.1:8080", "https://host.example.com/base/path/", "http://[::1]:80"])
def test_an_endpoint_is_taken_without_the_slash_at_its_end(text: str) -> None:
    assert checked_endpoint(text) == text.rstrip("/")


# Anything

hosts = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?){0,3}", fullmatch=True)
urls = st.lists(
    st.sampled_from(["https://", "http://", "HTTPS://", "iaas.us-ashburn-1.oraclecloud.com", "/20160918", ":443", ":0"])
    | st.sampled_from(
        [":x", "{service}", "/", "//", "@", "?", "#", "..", "[::1]", "[", " ", "\\", "%2e", "\u212a", "\n"]
    )
    | st.text(max_size=3),
    max_size=8,
).map("".join)
FIXTURE = examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(hosts | urls | st.text() | st.sampled_from([*REGIONS, *SHORT_CODES]), st.none() | hosts | st.text(max_size=20))
def test_any_name_is_a_region_or_refused(text: str, default: str | None) -> None:
    environ = {} if default is None else {"OCI_DEFAULT_REALM": default}
    region, message = tried(lambda: find_region(text, environ, "/nonexistent"))
    if region is None:
        assert message.isprintable()
        return
    assert find_region(region.name, environ, "/nonexistent") == region
    host = urlsplit(endpoint(lookup.find("container_engine"), region)).netloc
    assert re.fullmatch(r"[a-z0-9.-]{1,600}", host)
    assert host.endswith(f".{region.second_level_domain or region.name}")


@given(st.sampled_from(sorted(REGIONS)), st.sampled_from(lookup.families()), st.booleans(), st.booleans())
def test_every_endpoint_is_below_the_domain_of_its_realm(name: str, family: Any, realm: bool, dual: bool) -> None:
    region = find_region(name.upper(), {}, "/nonexistent")
    url = endpoint(family, region, realm, dual, {"namespaceName": "space", "service": "x"})
    parts = urlsplit(url)
    assert (parts.scheme, parts.path, parts.query, parts.port) == ("https", "", "", None)
    assert (parts.hostname or "").endswith((f".{REALMS[region.realm]}", ".customer-oci.com"))
    assert name in url
    assert "{" not in url


metadata = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | hosts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        | st.fixed_dictionaries(dict.fromkeys(NEW, inner))
    ),
    max_leaves=8,
).map(json.dumps)


@FIXTURE
@given(metadata | st.text(), metadata.map(str.encode) | st.binary(), hosts | st.text(max_size=12))
@example("[" * 100_000, b"", "xyz")
@example("", b"[" * 100_000, "xyz")
def test_any_definition_of_regions_is_read_or_refused(home: Path, variable: str, file: bytes, name: str) -> None:
    (home / ".oci" / "regions-config.json").write_bytes(file)
    region, message = tried(lambda: find_region(name, {"OCI_REGION_METADATA": variable}, str(home)))
    assert region is not None or "region" in message.lower()


@given(
    hosts,
    hosts,
    hosts.filter(lambda text: text.strip("0123456789.")),
    hosts.filter(lambda text: text.strip("0123456789.")),
)
def test_what_is_defined_is_found(realm: str, domain: str, code: str, name: str) -> None:
    text = json.dumps(dict(zip(NEW, (realm, domain, code, name))))
    for asked in (name, code.upper()):
        found = find_region(asked, {"OCI_REGION_METADATA": text}, "/nonexistent")
        if asked.lower() not in {*REGIONS, *SHORT_CODES}:
            assert found == Region(name, realm, REALMS.get(realm, domain))


@given(urls | st.text())
@example("https://%2e")
@example("https://[::1]https://")
@example("https://me:1234/5@host")
@example("https://t0k3n/5@host")
def test_any_service_endpoint_is_a_url_without_credentials_or_refused(text: str) -> None:
    found, message = tried(lambda: checked_endpoint(text))
    if found is None:
        assert message.isprintable()
        return
    assert "@" not in found
    parts = urlsplit(f"{found}/20160918/workRequests/id?compartmentId=x")
    sent = requests.Request("GET", found + "/20160918/workRequests/id").prepare()
    assert urlsplit(sent.url or "").hostname == parts.hostname == urlsplit(found.lower()).hostname
    assert urlsplit(sent.url or "").path.endswith("/20160918/workRequests/id")


@given(st.text("abc", max_size=4), st.text(min_size=1, max_size=8).map(lambda text: f"s3{text}cr3t"), hosts)
def test_no_message_shows_credentials_of_a_service_endpoint(user: str, secret: str, host: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_endpoint(f"https://{user}:{secret}@{host}")
    assert "s3" not in str(caught.value).replace(host, "")
