# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generated files are up to date, and the generator rejects what it does not support."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.tests.tools import catalogue_facts, make_catalogue, sdk_reader


@pytest.fixture(scope="module")
def sdk() -> Path:
    return make_catalogue.sdk_folder()


@pytest.fixture(scope="module")
def files(sdk: Path) -> dict[str, str]:
    return make_catalogue.generate(sdk)


@pytest.fixture
def doctored(sdk: Path, tmp_path: Path) -> Path:
    """An SDK of one service, data_flow, that tests can change."""
    shutil.copytree(sdk / "data_flow", tmp_path / "data_flow", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("version.py", "regions_definitions.py"):
        shutil.copy(sdk / name, tmp_path)
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_files_are_up_to_date(files: dict[str, str]) -> None:
    assert make_catalogue.differing(files, make_catalogue.ROOT) == []


def test_the_script_writes_what_differs_and_checks_without_writing(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(make_catalogue, "generate", lambda folder: files)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["make_catalogue.py", *arguments])
        return make_catalogue.main(), "".join(capsys.readouterr())

    code, output = run("--check")
    assert code == 1
    assert all(f"{name} is out of date" in output for name in files)
    assert list(tmp_path.iterdir()) == []
    assert run() == (0, "".join(f"wrote {name}\n" for name in files))
    assert run("--check") == run() == (0, "")
    for name, text in files.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text
    (tmp_path / make_catalogue.CATALOGUE).write_text(
        files[make_catalogue.CATALOGUE].replace("lifecycleState", "lifeCycleState"), encoding="utf-8"
    )
    code, output = run("--check")
    assert code == 1
    assert [name for name in files if name in output] == [make_catalogue.CATALOGUE]


def test_the_reader_finds_irregularities(doctored: Path) -> None:
    (family,) = sdk_reader.read_sdk(doctored)
    assert family == next(family for family in FAMILIES if family.service == "data_flow")._replace(
        retry_after=True,  # not in the SDK's source
        statuses=("ACCEPTED", "CANCELLED", "CANCELLING", "FAILED", "INPROGRESS", "SUCCEEDED"),
    )


def add_field(model: Path, wire: str, kind: str) -> None:
    """Give a model of the SDK another field."""
    replace(model, "self.swagger_types = {", f"self.swagger_types = {{\n            '{wire.lower()}': '{kind}',")
    replace(model, "self.attribute_map = {", f"self.attribute_map = {{\n            '{wire.lower()}': '{wire}',")


@pytest.mark.parametrize(
    ("wire", "kind", "found"),
    [
        ("message", "str", {"explanations": ("message",)}),
        ("statusMessage", "str", {"explanations": ("statusMessage",)}),
        ("lifecycleDetails", "str", {"explanations": ("lifecycleDetails",)}),
        ("failureReason", "str", {"explanations": ("failureReason",)}),
        ("lakeId", "str", {"resource_ids": ("lakeId",)}),
        ("resourceId", "str", {"resource_ids": ("resourceId",)}),
        ("opcRequestId", "str", {}),  # of no resource
        ("lakeId", "int", {}),
        ("operationDetails", "str", {}),  # what it does, not how it goes
        ("statusDetails", "dict(str, str)", {}),
    ],
)
def test_the_reader_finds_fields_of_a_service_that_is_not_known_yet(
    doctored: Path, wire: str, kind: str, found: dict[str, Any]
) -> None:
    [before] = sdk_reader.read_sdk(doctored)
    add_field(doctored / "data_flow" / "models" / "work_request.py", wire, kind)
    [after] = sdk_reader.read_sdk(doctored)
    lacks = {"list_lacks": (*before.list_lacks, "explanation")} if "explanations" in found else {}
    assert after == before._replace(**found, **lacks)


def test_the_reader_finds_explanations_of_resources(doctored: Path) -> None:
    [before] = sdk_reader.read_sdk(doctored)
    add_field(doctored / "data_flow" / "models" / "work_request_resource.py", "statusMessage", "str")
    [after] = sdk_reader.read_sdk(doctored)
    assert after == before._replace(resource_explanations=("statusMessage",))


def test_the_page_names_the_services_with_fields_of_their_own(files: dict[str, str]) -> None:
    section = re.search("## Fields of their own(.*?)## ", files[make_catalogue.SERVICES], re.DOTALL)[1]
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", section, re.MULTILINE))
    assert rows["load_balancer"] == "`message` | `loadBalancerId` | `percentComplete`, which is not documented"
    assert rows["oda"].startswith(
        "`statusMessage`, `statusMessage` of each resource | `odaInstanceId`, `resourceId`, `resources[].resourceId`"
    )
    assert rows["os_management_hub"].startswith("`message` |")
    for title in ("rover", "log_analytics.storage"):
        assert rows[title].startswith("`statusDetails` |")
    assert rows["container_engine"].endswith("`percentComplete`, which is not documented")
    assert "mysql" not in rows


@pytest.mark.parametrize("model", ["work_request.py", "work_request_summary.py"])
def test_a_word_without_a_state_is_an_error(doctored: Path, model: str) -> None:
    replace(doctored / "data_flow" / "models" / model, 'STATUS_FAILED = "FAILED"', 'STATUS_FAILED = "EXPLODED"')
    script = Path(make_catalogue.__file__)
    run = subprocess.run(
        [sys.executable, str(script), "--check", "--sdk", str(doctored)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert "data_flow has the status word EXPLODED" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_required_argument_without_an_option_is_an_error(doctored: Path) -> None:
    replace(
        doctored / "data_flow" / "data_flow_client.py",
        "required_arguments = ['compartmentId']",
        "required_arguments = ['compartmentId', 'lakeId']",
    )
    with pytest.raises(make_catalogue.CatalogueError, match="data_flow needs lakeId"):
        make_catalogue.all_families(sdk_reader.read_sdk(doctored))


def test_work_requests_without_a_list_are_an_error(doctored: Path) -> None:
    replace(doctored / "data_flow" / "data_flow_client.py", "def list_work_requests(", "def enumerate_work_requests(")
    with pytest.raises(make_catalogue.CatalogueError, match="data_flow has work requests without a list"):
        sdk_reader.read_sdk(doctored)


def test_a_list_without_a_call_for_one_is_an_error(doctored: Path) -> None:
    replace(
        doctored / "data_flow" / "data_flow_client.py",
        'resource_path = "/workRequests/{workRequestId}"',
        'resource_path = "/workRequests/{key}"',
    )
    with pytest.raises(
        make_catalogue.CatalogueError, match="data_flow lists work requests without a call for a single one"
    ):
        sdk_reader.read_sdk(doctored)


def test_facts_about_unknown_families_are_an_error(doctored: Path) -> None:
    with pytest.raises(make_catalogue.CatalogueError, match=r"has unknown families: .*work_requests"):
        make_catalogue.generate(doctored)


def test_every_fact_has_its_source() -> None:
    for table in (
        catalogue_facts.RETRY_AFTER,
        catalogue_facts.OCID_TYPES,
        catalogue_facts.WITHOUT_API,
        catalogue_facts.NAMES,
    ):
        for row in table:
            assert len(row) == 3
            assert isinstance(row[-1], str)
            assert row[-1]
    for row in catalogue_facts.OLDER_FAMILIES:
        assert row["source"]
