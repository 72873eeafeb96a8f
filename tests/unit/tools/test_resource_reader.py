# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generator of the catalogue of resources finds what is irregular, and rejects what nobody has decided on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import RESOURCE_TYPES
from ansible_collections.longops.oracle.tests.tools import (
    make_catalogue,
    resource_catalogue_writer,
    resource_facts,
    resource_ocid_facts,
    resource_ocids,
    resource_page_writer,
    resource_reader,
    sdk_source,
)
from ansible_collections.longops.oracle.tests.tools.sdk_source import CatalogueError

OF_DATA_FLOW = [row for row in RESOURCE_TYPES if row.service == "data_flow"]
TEMPLATE = "https://thing.{region}.oci.{secondLevelDomain}"


@pytest.fixture
def doctored(tmp_path: Path) -> Path:
    """An SDK of one service, data_flow, that tests can change."""
    sdk = make_catalogue.sdk_folder()
    shutil.copytree(sdk / "data_flow", tmp_path / "data_flow", ignore=shutil.ignore_patterns("__pycache__"))
    sdk_source._modules.cache_clear()
    resource_reader._may_have_state.cache_clear()
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def row(name: str, **changes: object) -> ResourceType:
    """A type of resource of a made-up service."""
    made = ResourceType("some_service", name, "C", TEMPLATE, "/20260101", f"/x/{{{name}Id}}", f"{name}Id", ("ACTIVE",))
    return made._replace(**changes)


def test_the_types_of_one_service(doctored: Path) -> None:
    assert resource_reader.read_resources(doctored) == OF_DATA_FLOW
    assert {each.name for each in OF_DATA_FLOW} >= {"application", "pool", "private_endpoint", "run", "statement"}


def test_a_field_that_explains_the_state_is_found(doctored: Path) -> None:
    before = next(each for each in OF_DATA_FLOW if each.name == "application")
    model = doctored / "data_flow" / "models" / "application.py"
    replace(model, "self.swagger_types = {", "self.swagger_types = {\n            'why': 'str',")
    replace(model, "self.attribute_map = {", "self.attribute_map = {\n            'why': 'lifecycleDetails',")
    [after] = [each for each in resource_reader.read_resources(doctored) if each.name == "application"]
    assert before.details == ()
    assert after == before._replace(details=("lifecycleDetails",))


def test_a_state_of_another_name_has_to_be_decided_on(doctored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = doctored / "data_flow" / "models" / "pool.py"
    replace(model, "'lifecycleState'", "'status'")
    replace(model, "    LIFECYCLE_STATE_", "    STATUS_")
    with pytest.raises(CatalogueError, match=r"data_flow.pool has status and no lifecycleState: add it to IRREGULAR"):
        resource_reader.read_resources(doctored)
    monkeypatch.setitem(resource_facts.IRREGULAR, "data_flow.pool", ("status", "Pool"))
    before = next(each for each in OF_DATA_FLOW if each.name == "pool")
    assert before._replace(state="status") in resource_reader.read_resources(doctored)
    monkeypatch.setitem(resource_facts.IRREGULAR, "data_flow.pool", ("status", "Puddle"))
    with pytest.raises(CatalogueError, match=r"data_flow.pool is read as Pool"):
        resource_reader.read_resources(doctored)
    monkeypatch.delitem(resource_facts.IRREGULAR, "data_flow.pool")
    monkeypatch.setitem(resource_facts.LEFT_OUT, "data_flow.pool", "for a reason")
    assert "pool" not in {each.name for each in resource_reader.read_resources(doctored)}


def test_a_resource_without_an_id_has_to_be_decided_on(doctored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = doctored / "data_flow" / "data_flow_client.py"
    replace(client, "/pools/{poolId}", "/pool")
    replace(client, "required_arguments = ['poolId']", "required_arguments = []")
    with pytest.raises(CatalogueError, match=r"data_flow.pool has no id, which resource_reader does not support"):
        resource_reader.read_resources(doctored)
    monkeypatch.setitem(resource_facts.BY_COMPARTMENT, "data_flow.pool", "compartmentId")
    [pool] = [each for each in resource_reader.read_resources(doctored) if each.name == "pool"]
    assert (pool.id, pool.path, pool.requires) == ("compartmentId", "/pool", ())


def test_what_is_needed_outside_path_and_query_is_an_error(doctored: Path) -> None:
    client = doctored / "data_flow" / "data_flow_client.py"
    replace(client, "required_arguments = ['poolId']", "required_arguments = ['poolId', 'if-match']")
    with pytest.raises(CatalogueError, match=r"data_flow.pool needs ..if-match.. outside its path and query"):
        resource_reader.read_resources(doctored)


def test_two_getters_of_one_name_are_an_error(doctored: Path) -> None:
    shutil.copy(doctored / "data_flow" / "data_flow_client.py", doctored / "data_flow" / "second_client.py")
    with pytest.raises(CatalogueError, match="Two getters have the same name"):
        resource_reader.read_resources(doctored)


def test_words_of_a_class_that_a_model_is_derived_from(doctored: Path) -> None:
    models = doctored / "data_flow" / "models"
    constants = "    LIFECYCLE_STATE_ACTIVE = 'ACTIVE'\n    LIFECYCLE_STATE_GONE = 'GONE'\n"
    (models / "base_pool.py").write_text(f"class BasePool(object):\n{constants}", encoding="utf-8")
    replace(
        models / "__init__.py", "from .pool import Pool\n", "from .pool import Pool\nfrom .base_pool import BasePool\n"
    )
    replace(models / "pool.py", "class Pool(object):", "class Pool(BasePool):")
    [pool] = [each for each in resource_reader.read_resources(doctored) if each.name == "pool"]
    assert pool.words[-1] == "GONE"
    with pytest.raises(CatalogueError, match=r"words.py has no meaning for GONE \(data_flow.pool\): add them."):
        resource_catalogue_writer.files(doctored, "1.0", {"compared": {}})


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row("big_thing")], {"some_service.big_thing": ["bigthing", "someservicebigthing"]}),
        (  # two have the name, and one of them the service's name too
            [row("thing"), row("thing", service="other")],
            {"some_service.thing": ["someservicething"], "other.thing": ["otherthing"]},
        ),
        ([row("thing", id="thingName", path="/x/{thingName}")], {}),  # a name
        ([row("status", path="/x/{statusId}/status")], {}),  # what lies under a resource
        ([row("thing", service="core")], {"core.thing": ["thing"]}),  # which writes nothing before its names
        ([row("vnic")], {"some_service.vnic": ["someservicevnic"]}),  # a type that is known of another service
    ],
)
def test_types_in_ocids_by_rule(
    rows: list[ResourceType], found: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"vnic": ("core",)}
    monkeypatch.setattr(resource_ocids, "seen_types", lambda _rows: {})
    monkeypatch.setattr(resource_ocids, "_services", lambda: known)
    assert resource_ocids.ocid_types(rows) == found


def test_a_type_that_was_seen_outweighs_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource_ocid_facts, "TYPES", (("odd", "some_service.thing", "seen"),))
    monkeypatch.setattr(resource_ocid_facts, "NO_STATE", {})
    monkeypatch.setattr(resource_ocids, "_services", lambda: {"someservicegadget": ("some_service",)})
    rows = [row("thing"), row("gadget")]
    assert resource_ocids.ocid_types(rows) == {
        "some_service.thing": ["odd"],
        "some_service.gadget": ["someservicegadget"],
    }
    with pytest.raises(CatalogueError, match="neither it nor NO_STATE has someservicegadget"):
        resource_ocids.ocid_types(rows[:1])
    monkeypatch.setattr(resource_ocid_facts, "NO_STATE", {"someservicegadget": "it has no state"})
    with pytest.raises(CatalogueError, match=r"TYPES has unknown titles \(some_service.thing\)"):
        resource_ocids.ocid_types(rows[1:])


def test_every_kind_of_row_is_written_and_read() -> None:
    rows = [
        row(
            "a_name_that_is_long", path="/" + "/".join(f"{{part{number}Id}}" for number in range(30)), id="part29Id"
        )._replace(requires=tuple(f"part{number}Id" for number in range(29))),
        row("gizmo", words=tuple(f"WORD_{number}" for number in range(60)), details=("statusMessage", "errorMessage")),
        row("single", path="/single", id="compartmentId", state="status", details=()),
        row("thing", requires=("compartmentId",), dual_stack=True, realm_endpoints={"oc1": f"{TEMPLATE}/own"}),
    ]
    source = resource_catalogue_writer.source("1.0", rows, {"some_service.thing": ["odd", "thing"]})
    assert max(map(len, source.splitlines())) <= 160
    names = {"__name__": resource_catalogue_writer.__name__}
    package = "ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue"
    exec(compile(source.replace("from . import", f"from {package} import"), "source", "exec"), names)
    assert list(names["RESOURCE_TYPES"]) == rows
    assert names["OCID_TYPES"] == {"odd": "some_service.thing", "thing": "some_service.thing"}


def test_the_page_has_every_type_once() -> None:
    compared = {"resource": 1234, "resource_signatures": 2468, "resource_endpoints": 98765}
    text = resource_page_writer.page(
        "1.0", RESOURCE_TYPES, {"core.instance": ["instance", "odd"]}, {"odd": ""}, {"compared": compared}
    )
    assert f"{len(RESOURCE_TYPES)} types of resources of 144 services" in text
    assert "1,234 requests, 2,468 signatures and 98,765 endpoints" in text
    services = text.split("\n## ")[1:]
    titles = [
        f"{service.splitlines()[0]}.{line.split('`')[1]}"
        for service in services
        for line in service.splitlines()
        if line.startswith("| `") and not line.startswith("| `resource_type`")
    ]
    assert titles == [each.title for each in RESOURCE_TYPES]
    assert (
        "| `instance` | `odd`, (`instance`) |  | RUNNING, STOPPED | MOVING, PROVISIONING, STARTING, STOPPING, CREATING_IMAGE, TERMINATING"
        " | TERMINATED |  |" in text
    )
    assert "| `stage` (`status`) |  | `remediationRunId` |" in text
    assert all(f"`{title}`" in text for title in resource_facts.LEFT_OUT)
