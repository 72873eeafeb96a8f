# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources in the values that a playbook has, the results of oracle.oci above all."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci import work_request_ids
from ansible_collections.longops.oracle.plugins.module_utils._oci.resource_ids import Resource, find, search

TENANCY = "ocid1.tenancy.oc1..exampleuniqueidt"
COMPARTMENT = "ocid1.compartment.oc1..exampleuniqueidc"
INSTANCE = "ocid1.instance.oc1.iad.exampleuniqueidi"
CLUSTER = "ocid1.cluster.oc1.iad.exampleuniqueidk"
WORK_REQUEST = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueidw"
#: A resource as oracle.oci's modules return it, with all that stands around an id.
BODY = {
    "id": INSTANCE,
    "compartment_id": COMPARTMENT,
    "image_id": "ocid1.image.oc1.iad.exampleuniqueid",
    "lifecycle_state": "PROVISIONING",
    "source_details": {"source_type": "image", "image_id": "ocid1.image.oc1.iad.exampleuniqueid"},
    "vnics": [{"id": "ocid1.vnic.oc1.iad.exampleuniqueid"}],
}
CAMEL = {"id": INSTANCE, "compartmentId": COMPARTMENT, "lifecycleState": "PROVISIONING"}


def result(**more: Any) -> dict[str, Any]:
    return {"changed": True, "failed": False, **more}


def cli(text: str) -> dict[str, Any]:
    return result(rc=0, stdout=text, stdout_lines=text.splitlines(), stderr="", cmd=["oci"])


@pytest.mark.parametrize(
    "given_value",
    [
        pytest.param(INSTANCE, id="an id"),
        pytest.param(f'"{INSTANCE}"\n', id="with quotation marks"),
        pytest.param([INSTANCE], id="a list"),
        pytest.param({"id": INSTANCE}, id="an entry"),
        pytest.param({"resource_id": INSTANCE}, id="an entry with the option's name"),
        pytest.param(BODY, id="the resource itself"),
        pytest.param(result(instance=BODY), id="oracle.oci"),
        pytest.param(result(instances=[BODY]), id="oracle.oci, a list"),
        pytest.param(
            result(instance=BODY, invocation={"module_args": {"vcn": {"id": "ocid1.vcn.oc1.iad.x"}}}), id="-vvv"
        ),
        pytest.param({"results": [result(instance=BODY, item={"id": CLUSTER})], "changed": True}, id="a loop"),
        pytest.param(result(status=202, json=CAMEL, url="https://h/20160918/instances"), id="uri"),
        pytest.param(result(status=202, content=json.dumps(CAMEL)), id="uri without JSON"),
        pytest.param({"data": {"id": INSTANCE, "compartment-id": COMPARTMENT}, "etag": "x"}, id="the CLI, parsed"),
        pytest.param(cli(json.dumps({"data": {"id": INSTANCE}, "etag": "x"}, indent=2)), id="the CLI"),
        pytest.param(cli(json.dumps({"data": [{"id": INSTANCE}]})), id="a list of the CLI"),
        pytest.param(cli(f"Action completed.\n{INSTANCE}\n"), id="a raw id"),
        pytest.param(cli(json.dumps([INSTANCE])), id="a query of the CLI"),
        pytest.param(
            result(
                outputs={
                    "instance": {"sensitive": False, "type": "string", "value": INSTANCE},
                    "compartment": {"sensitive": False, "type": "string", "value": COMPARTMENT},
                    "name": {"sensitive": False, "type": "string", "value": "web"},
                }
            ),
            id="Terraform",
        ),
        pytest.param(
            {"instance": {"sensitive": False, "type": ["object", {}], "value": BODY}}, id="an object of Terraform"
        ),
        pytest.param(
            result(resource_ids=[INSTANCE], work_requests=[{"id": WORK_REQUEST}]), id="a wait of this collection"
        ),
        pytest.param(
            cli(
                json.dumps(
                    {
                        "format_version": "1.0",
                        "values": {
                            "root_module": {
                                "resources": [{"type": "null_resource", "values": {"id": "817", "triggers": None}}],
                                "child_modules": [{"resources": [{"type": "oci_core_instance", "values": BODY}]}],
                            }
                        },
                    }
                )
            ),
            id="the state of Terraform",
        ),
        pytest.param(
            result(outputs={"all": {"value": {"web": INSTANCE}, "type": ["map"], "sensitive": False}}),
            id="a map of Terraform",
        ),
        pytest.param({"web": INSTANCE, "web2": INSTANCE}, id="a dictionary of nothing but ids"),
        pytest.param(
            result(work_requests=[{"id": WORK_REQUEST, "resources": [{"identifier": INSTANCE}]}]),
            id="what a poll returned",
        ),
        pytest.param(
            {"id": WORK_REQUEST, "resources": [{"identifier": INSTANCE}], "service": "x"}, id="an entry of it"
        ),
        pytest.param(f"'{INSTANCE}'", id="with the quotation marks of a shell"),
        pytest.param({"status_code": 202, "changed": True, "json": CAMEL}, id="win_uri"),
        pytest.param({"instance_id": INSTANCE, "compartment_id": COMPARTMENT}, id="a key that names its type"),
    ],
)
def test_whatever_names_a_resource_is_taken(given_value: Any) -> None:
    before = copy.deepcopy(given_value)
    assert [each.id for each in find(given_value)] == [INSTANCE]
    assert given_value == before


def test_several_come_in_order_and_once() -> None:
    other = {"changed": False, "cluster": {"id": CLUSTER}}
    assert [each.id for each in find([result(instance=BODY), other, INSTANCE])] == [INSTANCE, CLUSTER]
    for text in (
        f"{CLUSTER},{INSTANCE}",
        f"{CLUSTER} {INSTANCE}",
        f"{CLUSTER}\n{INSTANCE}\n",
        f"{CLUSTER}, {INSTANCE}",
    ):
        assert [each.id for each in find(text)] == [CLUSTER, INSTANCE]


def test_the_compartment_beside_the_id_is_kept() -> None:
    """So that it need not be searched for, which finds no resource that is new."""
    assert find(result(instance=BODY)) == find(result(json=CAMEL)) == [Resource(INSTANCE, None, COMPARTMENT)]
    assert find({"resource_id": CLUSTER, "service": "oke"}) == [Resource(CLUSTER, "oke")]


@pytest.mark.parametrize("own", [COMPARTMENT, TENANCY])
def test_a_compartment_is_a_resource_where_nothing_else_is(own: str) -> None:
    assert [each.id for each in find(own)] == [own]
    assert [each.id for each in find(result(compartment={"id": own, "compartment_id": TENANCY}))] == [own]
    assert [each.id for each in find(result(compartment={"id": own}, instance=BODY))] == [INSTANCE]


TOPIC = "ocid1.onstopic.oc1.iad.exampleuniqueid"
SUBNET = "ocid1.subnet.oc1.iad.exampleuniqueid"


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ({"topic_id": TOPIC, "compartment_id": COMPARTMENT, "lifecycle_state": "ACTIVE"}, [TOPIC]),
        ({"topic-id": TOPIC, "compartment-id": COMPARTMENT, "lifecycle-state": "ACTIVE"}, [TOPIC]),
        ({"identifier": INSTANCE, "compartmentId": COMPARTMENT, "lifecycleState": "Running"}, [INSTANCE]),
        ({"name": "dns", "subnet_id": SUBNET, "compartment_id": COMPARTMENT, "lifecycle_state": "CREATING"}, []),
        ({"name": "by_date", "compartment_id": COMPARTMENT, "lifecycle_state": "CREATING"}, []),
        ({"name": "by_date", "compartment_id": COMPARTMENT}, []),
    ],
)
def test_an_answer_about_a_resource_is_not_about_what_that_is_in(answer: dict[str, Any], ids: list[str]) -> None:
    """Otherwise a wait for it would end with the state of its subnet, or of its compartment."""
    assert [each.id for each in search(result(thing=answer))] == ids
    assert [each.id for each in search(result(things=[answer]))] == ids


def test_the_type_beside_an_id() -> None:
    volume = "ocid1.bootvolume.oc1.iad.exampleuniqueid"
    attached = {"id": INSTANCE, "instance_id": INSTANCE, "boot_volume_id": volume}
    found = Resource(INSTANCE, resource_type="boot_volume_attachment")
    assert find(attached | {"changed": True}) == find(result(boot_volume_attachment=attached)) == [found]
    assert find({"resource_id": INSTANCE, "resource_type": "boot_volume_attachment"}) == [found]
    entry = {"id": INSTANCE, "resource_id": INSTANCE, "service": "core", "resource_type": "boot_volume_attachment"}
    assert find(result(resources=[entry], table=None)) == [found]
    # A problem of Cloud Guard, which is about a resource.
    problem = {"id": "ocid1.cloudguardproblem.oc1.iad.x", "resource_id": INSTANCE, "resource_type": "Instance"}
    assert find(result(problem=problem)) == [Resource("ocid1.cloudguardproblem.oc1.iad.x")]


@pytest.mark.parametrize("empty", [None, [], {"changed": False, "skipped": True}, {"changed": False, "results": []}])
def test_nothing_is_found_in_nothing(empty: Any) -> None:
    assert find(empty) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "its keys are none"),
        (result(msg="OK"), "its keys are changed, failed, msg"),
        (result(status=204, json=None), "it was answered with status 204"),
        (
            result(status=404, json={"code": "NotAuthorizedOrNotFound", "message": "Not found"}),
            "404: NotAuthorizedOrNotFound: Not",
        ),
        (cli("nothing here"), "the command printed a line without one"),
        (7, "not 7"),
        ("", "empty text"),
        ({"id": INSTANCE, "service": 5}, "must be a name"),
        (
            {"resource_id": INSTANCE, "resource_type": ["x"]},
            "The resource_type beside a resource_id must be a name, not a list",
        ),
        ({"changed": False, "failed": True, "msg": "No"}, "its task failed, and its keys are changed, failed, msg"),
    ],
)
def test_what_names_no_resource_is_described(wrong: Any, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(wrong)
    assert words in str(caught.value)
    assert "resource_id" in str(caught.value)


JSON_LIKE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from([INSTANCE, COMPARTMENT, WORK_REQUEST]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "data", "json", "value", "instance", "resource_id", "changed", "stdout", "x"]),
            inner,
            max_size=4,
        )
        | inner.map(json.dumps)
    ),
    max_leaves=20,
)


@given(JSON_LIKE)
def test_anything_gives_resources_or_a_message(value: Any) -> None:
    try:
        assert all(isinstance(each.id, str) and each.id for each in find(value))
    except UsageError as error:
        assert str(error).endswith(".")  # noqa: PT017
    search(value)


# An entry of operation_wait


def test_an_entry_means_the_work_request_of_a_result_and_else_its_resource() -> None:
    asked = work_request_ids.find_operations(
        [result(instance=BODY, opc_work_request_id=WORK_REQUEST), result(cluster={"id": CLUSTER}), WORK_REQUEST]
    )
    assert [(each.id, each.is_resource) for each in asked] == [(WORK_REQUEST, False), (CLUSTER, True)]
    with pytest.raises(UsageError, match="has no work request id"):
        work_request_ids.find_operations(result(msg="OK"))
