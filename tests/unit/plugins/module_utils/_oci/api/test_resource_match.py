# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a work request is about a resource."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Operation
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import resource_match
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import find

CLUSTER = f"ocid1.cluster.oc1.iad.{'a' * 60}"
OTHER = f"ocid1.cluster.oc1.iad.{'b' * 60}"
POOL = f"ocid1.nodepool.oc1.iad.{'c' * 60}"
REGULAR, BELOW = find("container_engine"), find("load_balancer")


def operation(*resources: tuple[Optional[str], Optional[str]]) -> Operation:
    found: list[dict[str, Any]] = [{"identifier": name, "entity_uri": uri} for name, uri in resources]
    return Operation("id", "service", details={"resources": found})


@pytest.mark.parametrize(
    ("resources", "about"),
    [
        ([(CLUSTER, None)], True),
        ([(OTHER, None), (CLUSTER, None)], True),
        ([(CLUSTER.upper(), None)], True),
        ([(None, f"/20180222/clusters/{CLUSTER}")], True),
        ([("web", f"https://example.com/20180222/clusters/{CLUSTER}/?x=1")], True),
        ([(OTHER, None)], False),
        ([(POOL, f"/20180222/clusters/{CLUSTER}/nodePools/{POOL}")], False),
        ([], None),
        ([(None, None)], None),
        ([("", "/")], None),
    ],
)
def test_what_a_work_request_is_about(resources: Any, about: Optional[bool]) -> None:
    found = operation(*resources)
    assert resource_match.is_about(found, CLUSTER) is about
    assert resource_match.may_be_about(REGULAR, found, CLUSTER) is (about is not False)
    assert resource_match.is_certainly_about(REGULAR, found, CLUSTER) is (about is True)


def test_one_without_a_list_of_resources_is_about_nothing_that_is_known() -> None:
    assert resource_match.is_about(Operation("id", "service"), CLUSTER) is None


def test_a_resource_that_is_named_by_a_path_with_encoded_characters() -> None:
    assert resource_match.is_about(operation((None, "/n/space/b/my%20bucket")), "my bucket") is True


@pytest.mark.parametrize(
    ("identifier", "uri", "about"),
    [
        ("orders", None, True),
        ("Orders", None, False),
        ("other/orders", "/n/space/b/other/o/orders", False),
        (None, "/n/space/b/Orders", False),
    ],
)
def test_names_that_are_no_ocids_are_compared_as_they_are(identifier: Any, uri: Any, about: bool) -> None:
    """Two buckets can have names that differ in case only, and an object can be called like a bucket."""
    assert resource_match.is_about(operation((identifier, uri)), "orders") is about


def test_a_list_that_lies_below_the_resource_has_no_others() -> None:
    assert resource_match.may_be_about(BELOW, operation((OTHER, None)), CLUSTER)
    assert resource_match.is_certainly_about(BELOW, operation(), CLUSTER)
    below = [family.title for family in FAMILIES if resource_match.lists_below(family)]
    assert below == ["apm_control_plane.apm_domain", "load_balancer"]


def test_the_warning_says_what_was_left_out_and_what_to_do() -> None:
    assert resource_match.left_out("container_engine in us-ashburn-1", CLUSTER, ["x"]) == (
        f"container_engine in us-ashburn-1 listed a work request for {CLUSTER} that names other resources only: x. It was left out. Give its id as"
        " work_request_id if it is meant."
    )
    assert "5 work requests" in resource_match.left_out("container_engine in us-ashburn-1", CLUSTER, list("edcba"))
    assert "a, b, c and 2 more. They were left out." in resource_match.left_out(
        "container_engine in us-ashburn-1", CLUSTER, list("edcba")
    )
