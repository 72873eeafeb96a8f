# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generated files are what the generator makes of the installed SDK, and it refuses what nobody has thought about."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

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
    """An SDK of one service, data_flow, to change at will."""
    shutil.copytree(sdk / "data_flow", tmp_path / "data_flow", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("version.py", "regions_definitions.py"):
        shutil.copy(sdk / name, tmp_path)
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_files_are_as_generated(files: dict[str, str]) -> None:
    assert make_catalogue.differing(files, make_catalogue.ROOT) == []


def test_the_script_writes_what_differs_and_checks_without_writing(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(make_catalogue, "generate", lambda folder: files)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["make_catalogue.py", *arguments])
        return make_catalogue.main(), "".join(capsys.readouterr())

    code, said = run("--check")
    assert code == 1
    assert all(f"{name} is not what" in said for name in files)
    assert list(tmp_path.iterdir()) == []
    assert run() == (0, "".join(f"wrote {name}\n" for name in files))
    assert run("--check") == run() == (0, "")
    for name, text in files.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text
    (tmp_path / make_catalogue.CATALOGUE).write_text(
        files[make_catalogue.CATALOGUE].replace("lifecycleState", "lifeCycleState"), encoding="utf-8"
    )
    code, said = run("--check")
    assert code == 1
    assert [name for name in files if name in said] == [make_catalogue.CATALOGUE]


def test_the_reader_finds_what_is_irregular(doctored: Path) -> None:
    (family,) = sdk_reader.read_sdk(doctored)
    assert family == next(family for family in FAMILIES if family.service == "data_flow")._replace(
        retry_after=True,  # not in the SDK's source
        statuses=("ACCEPTED", "CANCELLED", "CANCELLING", "FAILED", "INPROGRESS", "SUCCEEDED"),
    )


@pytest.mark.parametrize("model", ["work_request.py", "work_request_summary.py"])
def test_a_word_without_a_state_is_refused(doctored: Path, model: str) -> None:
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


def test_an_argument_that_no_option_gives_is_refused(doctored: Path) -> None:
    replace(
        doctored / "data_flow" / "data_flow_client.py",
        "required_arguments = ['compartmentId']",
        "required_arguments = ['compartmentId', 'lakeId']",
    )
    with pytest.raises(make_catalogue.Refusal, match="data_flow needs lakeId"):
        make_catalogue.all_families(sdk_reader.read_sdk(doctored))


def test_work_requests_without_a_list_are_refused(doctored: Path) -> None:
    replace(doctored / "data_flow" / "data_flow_client.py", "def list_work_requests(", "def enumerate_work_requests(")
    with pytest.raises(make_catalogue.Refusal, match="data_flow has work requests that no list shows"):
        sdk_reader.read_sdk(doctored)


def test_a_list_of_what_cannot_be_read_is_refused(doctored: Path) -> None:
    replace(
        doctored / "data_flow" / "data_flow_client.py",
        'resource_path = "/workRequests/{workRequestId}"',
        'resource_path = "/workRequests/{key}"',
    )
    with pytest.raises(make_catalogue.Refusal, match="data_flow lists work requests that it does not give one by one"):
        sdk_reader.read_sdk(doctored)


def test_facts_about_what_is_not_there_are_refused(doctored: Path) -> None:
    with pytest.raises(make_catalogue.Refusal, match=r"names families that are not there: .*work_requests"):
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
