# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The edition of an appliance names only families, calls and fields that there are, each with its page."""

from __future__ import annotations

import pathlib
import re

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.editions import PCA, REFERENCE
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family

THERE = sorted(PCA.pages)


def there(title: str) -> Family:
    return PCA.family(lookup.find(title))


@pytest.mark.parametrize("title", THERE)
def test_each_family_of_it_is_one_of_oci(title: str) -> None:
    assert lookup.find(title).title == title
    assert not {**PCA.asks.get(title, {}), **PCA.answers.get(title, {})}.keys() - set(Family._fields)


def test_it_has_differences_of_its_own_families_only() -> None:
    assert {*PCA.asks, *PCA.answers} <= set(THERE)


def test_each_family_of_it_is_asked_for_an_id_that_names_none() -> None:
    assert sorted(PCA.asked) == THERE


@pytest.mark.parametrize("title", THERE)
def test_each_page_is_of_a_call_that_the_family_has(title: str) -> None:
    family = there(title)
    for call, page in PCA.pages[title].items():
        path = getattr(family, call)
        method = "delete" if call == "cancel" else "get"
        words = re.sub(r"\{\w+\}", lambda name: re.sub("[A-Z]", lambda c: f"_{c[0]}", name[0][1:-1]), path).lower()
        assert page == f"op{family.base_path}{words}-{method}".replace("/", "-")


def test_hosts_are_the_service_before_the_domain() -> None:
    assert {title: there(title).endpoint for title in THERE} == {
        "work_requests": "https://iaas.{region}",
        "load_balancer": "https://iaas.{region}",
        "container_engine": "https://containerengine.{region}",
        "container_instances": "https://compute-containers.{region}",
        "network_load_balancer": "https://network-load-balancer-api.{region}",
    }


def test_versions_are_those_of_its_pages() -> None:
    assert {title: there(title).base_path for title in THERE} == {
        "work_requests": "/20160918",
        "load_balancer": "/20170115",
        "container_engine": "/20180222",
        "container_instances": "/20210415",
        "network_load_balancer": "/20200501",
    }


def test_only_work_requests_of_kubernetes_can_be_canceled() -> None:
    assert [title for title in THERE if there(title).cancel] == ["container_engine"]


def test_lists_are_asked_as_it_documents() -> None:
    assert there("container_engine").list_requires == ("compartmentId", "resourceType")
    assert there("container_engine").list_values == {"resourceType": ("CLUSTER", "NODEPOOL")}
    assert there("container_instances").filters["resource_id"] == "resourceIdentifier"
    assert there("work_requests").filters == {"resource_id": "resourceId"}
    assert there("network_load_balancer").filters == {}


def test_no_list_of_kubernetes_shows_a_whole_compartment() -> None:
    assert not there("container_engine").lists_whole_compartments
    assert lookup.find("container_engine").lists_whole_compartments


@pytest.mark.parametrize("title", ["load_balancer", "container_engine"])
def test_its_answers_have_the_regular_names(title: str) -> None:
    assert PCA.played(lookup.find(title)).fields == {}


def test_a_row_that_is_of_the_edition_already_does_not_change() -> None:
    for title in THERE:
        assert PCA.family(there(title)) == there(title)


# The page about it


def rows(heading: str) -> list[list[str]]:
    """The table below a heading of the page, without its head."""
    page = (pathlib.Path(__file__).parents[6] / "docs" / "private-cloud-appliance.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if line.startswith("| `")]


def test_the_page_says_what_is_there() -> None:
    said = {row[0].strip("`"): row[1:] for row in rows("What is there")}
    assert sorted(said) == THERE
    for title, (host, version, listed, cancel, explained) in said.items():
        family = there(title)
        assert f"https://{host.strip('`')}.{{region}}" == family.endpoint
        assert version.strip("`") == family.base_path
        assert ("of a compartment" in listed) is ("compartmentId" in family.list_requires)
        assert ("a resource in it" in listed) is (family.takes_compartment and "resource_id" in family.filters)
        assert cancel.startswith("yes") is (family.cancel is not None)
        assert (explained == "yes") is (family.errors is not None and family.logs is not None)


def test_the_page_names_what_was_read() -> None:
    links = {
        row[0].strip("`"): dict(re.findall(rf"\[(\w+)\]\({re.escape(REFERENCE)}([\w-]+)\.html\)", row[1]))
        for row in rows("Sources")
    }
    assert links == PCA.pages
