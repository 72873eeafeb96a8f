# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that runs in the process of the playbook behaves as one that runs in its own: each case is a host for each way."""

from __future__ import annotations

import pathlib
import shutil
import sys
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "in_process.yml"
WAYS = {"in_process": True, "as_module": False}
CASES = ("environment", "directory", "refused", "missing", "failed", "nothing")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[playing.Played]:
    folder = tmp_path_factory.mktemp("ways")
    with Simulator() as sim:
        shutil.copytree(sim.config_file.parent, folder / "project_files")
        done = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("Why", "{{ 6 * 7 }}")]).id
        variables: dict[str, dict[str, Any]] = {
            "environment": {"surroundings": {"OCI_CONFIG_FILE": str(sim.config_file)}},
            "directory": {"config": "config"},
            "refused": {"connect_timeout": "soon", "config": str(sim.config_file)},
            "missing": {"config": "nowhere/config"},
            "failed": {"config": str(sim.config_file), "include": ["errors"]},
            "nothing": {"config": str(sim.config_file), "id": "ocid1.clustersworkrequest.oc1.iad.examplenowhere"},
        }
        hosts = {
            f"{case}_{way}": {"id": done, **given, "longops_oracle_in_process": here}
            for case, given in variables.items()
            for way, here in WAYS.items()
        }
        playbook = sim.config_file.parent / "in_process.yml"  # its directory is where modules run on the controller
        shutil.copy(PLAYBOOK, playbook)
        yield playing.play(folder, str(playbook), hosts, verbosity=3, oci_url=sim.url)


@pytest.mark.parametrize("case", CASES)
def test_the_result_is_the_same_to_the_key(played: playing.Played, case: str) -> None:
    one, other = (comparable(played.left(f"{case}_{way}")) for way in WAYS)
    assert one == other


@pytest.mark.parametrize("way", WAYS)
def test_environment_and_directory_of_the_task_are_heeded(played: playing.Played, way: str) -> None:
    for case in ("environment", "directory"):
        assert [entry["status"] for entry in played.left(f"{case}_{way}")["work_requests"]] == ["FAILED"]


@pytest.mark.parametrize("way", WAYS)
def test_options_are_checked(played: playing.Played, way: str) -> None:
    assert "connect_timeout" in played.left(f"refused_{way}")["msg"]
    assert "There is no OCI configuration file nowhere/config" in played.left(f"missing_{way}")["msg"]


@pytest.mark.parametrize("way", WAYS)
def test_what_a_server_sends_is_evaluated_by_nobody(played: playing.Played, way: str) -> None:
    [entry] = played.left(f"failed_{way}")["work_requests"]
    assert entry["errors"][0]["message"] == "{{ 6 * 7 }}"


def test_why_a_module_runs_by_itself_is_said(played: playing.Played) -> None:
    assert "runs as a module, because longops_oracle_in_process is false." in played.output
    assert played.output.count("AnsiballZ_work_request_info") > 0


def comparable(result: dict[str, Any]) -> dict[str, Any]:
    for entry in result.get("work_requests", ()):
        assert entry.pop("opc_request_id")
        if entry["fault"]:
            entry["fault"] = {name: value is not None for name, value in entry["fault"].items()}
            result["msg"] = result["msg"].partition("opc-request-id")[0]
    return result


@pytest.mark.parametrize("way", WAYS)
def test_a_missing_library_names_the_python_that_lacks_it(sim: Simulator, tmp_path: pathlib.Path, way: str) -> None:
    (tmp_path / "lacks").mkdir()
    (tmp_path / "lacks" / "requests.py").write_text("raise ImportError('No module named requests')\n", encoding="utf-8")
    hosts = {
        "here": {
            "id": sim.launch("container_engine").id,
            "config": str(sim.config_file),
            "longops_oracle_in_process": WAYS[way],
        }
    }
    lacking = {"PYTHONPATH": str(tmp_path / "lacks")}
    played = playing.play(tmp_path, str(PLAYBOOK), hosts, 0, lacking, oci_url=sim.url)
    message = played.left("here")["msg"]
    assert "requests" in message
    assert sys.executable in message
