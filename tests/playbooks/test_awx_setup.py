# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook longops.oracle.awx_setup: what it asks the modules of awx.awx for, and, where that collection is installed, what becomes of it.

Where it is not, modules stand in for its own that have the same options (tests/tools/awx_specs.json) and note what they are given.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from typing import Any, Iterator, Optional

import pytest

from ansible_collections.longops.oracle.tests.tools import make_awx_specs

from . import awx, awx_server, playing

PLAYBOOK = "longops.oracle.awx_setup"
IMAGE = "registry.example.com/longops-ee:1.0.0"
SPECS = json.loads(make_awx_specs.SPECS.read_text(encoding="utf-8"))
#: A module that stands in for one of awx.awx. It refuses options as that one does.
STAND_IN = """
import json, os, pathlib
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        spec = json.loads(pathlib.Path(SPECS).read_text(encoding="utf-8"))["modules"][NAME]
        spec["state"]["default"] = "present"
        args = json.loads(json.dumps(dict(self._task.args)))
        valid = ArgumentSpecValidator(spec).validate(args)
        if valid.error_messages:
            return {"failed": True, "msg": "; ".join(valid.error_messages)}
        with open(NOTES, "a", encoding="utf-8") as file:
            file.write(json.dumps([NAME, args]) + "\\n")
        return {"changed": False}
"""


def stand_in(folder: pathlib.Path) -> pathlib.Path:
    """A collections path with an awx.awx of such modules. What they are given is in the file notes."""
    notes = folder / "notes"
    for name in make_awx_specs.MODULES:
        constants = f"NAME, SPECS, NOTES = {name!r}, {str(make_awx_specs.SPECS)!r}, {str(notes)!r}\n"
        for kind, text in (("action", constants + STAND_IN), ("modules", "DOCUMENTATION = ''\n")):
            path = folder / "ansible_collections" / "awx" / "awx" / "plugins" / kind / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def installed() -> Optional[pathlib.Path]:
    """The folder of an installed awx.awx; None where there is none."""
    paths = [*os.environ.get("ANSIBLE_COLLECTIONS_PATH", "").split(os.pathsep), *sys.path]
    for path in filter(None, paths):
        found = pathlib.Path(path) / "ansible_collections" / "awx" / "awx"
        if (found / "MANIFEST.json").exists():
            return found
    return None


def missing() -> Optional[str]:
    """Why there is no awx.awx to try the playbook with; None where there is one."""
    found = installed()
    if found is None:
        return "awx.awx is not installed: `make awx` takes it from PyPI (54 MB)"
    version = make_awx_specs.read(found)["version"]
    if version != SPECS["version"]:
        return (
            f"awx.awx {version} is installed, and the options are those of {SPECS['version']}: `make awx` renews them"
        )
    return None


needs_awx = pytest.mark.skipif(missing() is not None, reason=missing() or "")


def setup(folder: pathlib.Path, collections: pathlib.Path, settings: Any = None, **variables: Any) -> playing.Played:
    path = f"{playing.COLLECTIONS}{os.pathsep}{collections}"
    return playing.play(
        folder, PLAYBOOK, {"localhost": {}}, 0, {"ANSIBLE_COLLECTIONS_PATH": path, **(settings or {})}, **variables
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What each module was given, in order."""
    folder = tmp_path_factory.mktemp("awx_setup")
    played = setup(
        folder, stand_in(folder / "collections"), awx_image=IMAGE, awx_prefix="ACME ", awx_credentials=["OCI"]
    )
    assert played.code == 0, played.output
    assert played.complaints() == []
    notes = (folder / "collections" / "notes").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in make_awx_specs.MODULES}
    for name, args in map(json.loads, notes):
        found[name].append(args)
    return found


def test_types_reach_awx_as_they_are_written(made: dict[str, list[dict[str, Any]]]) -> None:
    types = awx.read("credential_types")
    assert [each["name"] for each in made["credential_type"]] == [f"ACME {each['name']}" for each in types]
    for given, written in zip(made["credential_type"], types):
        assert {key: given[key] for key in ("kind", "inputs", "injectors")} == {
            key: written[key] for key in ("kind", "inputs", "injectors")
        }
    assert "{{ tower.filename }}" in json.dumps(made["credential_type"])


def test_templates_name_what_was_made(made: dict[str, list[dict[str, Any]]]) -> None:
    [environment], [inventory], [project] = made["execution_environment"], made["inventory"], made["project"]
    [host] = made["host"]
    assert environment["image"] == IMAGE
    assert host["inventory"] == inventory["name"]
    assert host["variables"]["ansible_python_interpreter"] == "{{ ansible_playbook_python }}"
    written = awx.read("job_templates")
    assert len(made["job_template"]) == len(written)
    for given, template in zip(made["job_template"], written):
        assert given["name"] == f"ACME {template['name']}"
        assert given["playbook"] == f"docs/awx/project/{template['playbook']}"
        assert (awx.DATA.parents[1] / given["playbook"]).is_file()
        assert given["execution_environment"] == environment["name"]
        assert (given["inventory"], given["project"]) == (inventory["name"], project["name"])
        assert given["credentials"] == ["OCI"]
        assert not given[
            "ask_variables_on_launch"
        ]  # launch_command is not for who launches, nor where credentials lead
        assert given["extra_vars"] == template.get("extra_vars", {})


def test_surveys_have_what_awx_wants_of_each_question(made: dict[str, list[dict[str, Any]]]) -> None:
    for given in [*made["job_template"], *made["workflow_job_template"]]:
        assert given["survey_enabled"]
        assert set(given["survey_spec"]) == {"name", "description", "spec"}
        for question in given["survey_spec"]["spec"]:
            assert {"variable", "type", "question_name", "question_description", "required", "default"} <= set(question)
        awx.check_survey(given["survey_spec"]["spec"])


def test_each_node_follows_those_that_it_leads_to(made: dict[str, list[dict[str, Any]]]) -> None:
    templates = {each["name"] for each in made["job_template"]}
    known: set[str] = set()
    for node in made["workflow_job_template_node"]:
        assert node["unified_job_template"] in templates
        assert {*node["success_nodes"], *node["failure_nodes"], *node["always_nodes"]} <= known
        known.add(node["identifier"])
    assert len(known) == 5


def test_what_there_is_already_is_used(tmp_path: pathlib.Path) -> None:
    own = {
        "awx_execution_environment": "EE",
        "awx_inventory": "Hosts",
        "awx_project": "Playbooks",
        "awx_playbooks": ".",
        "awx_organization": "ACME",
    }
    played = setup(tmp_path, stand_in(tmp_path / "collections"), **own, awx_image="", awx_credentials="")
    assert played.code == 0, played.output
    notes = [json.loads(line) for line in (tmp_path / "collections" / "notes").read_text(encoding="utf-8").splitlines()]
    assert {name for name, _args in notes}.isdisjoint({"execution_environment", "inventory", "host", "project"})
    template = next(args for name, args in notes if name == "job_template")
    assert [template[key] for key in ("execution_environment", "inventory", "project", "playbook", "organization")] == [
        "EE",
        "Hosts",
        "Playbooks",
        "wait.yml",
        "ACME",
    ]
    assert "credentials" not in template


def test_the_commands_of_the_guide(tmp_path: pathlib.Path) -> None:
    guide = (awx.DATA.parent / "awx.md").read_text(encoding="utf-8")
    [commands] = re.findall("```sh\n(export CONTROLLER_HOST=.*?)```", guide, re.DOTALL)
    path = f"{playing.COLLECTIONS}{os.pathsep}{stand_in(tmp_path / 'collections')}"
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        input="token\n",
        env={**playing.environment(tmp_path), "ANSIBLE_COLLECTIONS_PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "longops: OCI API key" in done.stdout
    assert IMAGE in (tmp_path / "collections" / "notes").read_text(encoding="utf-8")


def test_says_what_it_needs(tmp_path: pathlib.Path) -> None:
    played = setup(tmp_path, stand_in(tmp_path / "collections"))
    assert played.code == 2
    assert "Name either the image of the execution environment, with -e awx_image=..." in played.output


# With awx.awx itself


@needs_awx
def test_the_digest_is_that_of_the_collection() -> None:
    found = installed()
    assert found is not None
    assert make_awx_specs.read(found) == SPECS


@pytest.fixture
def server() -> Iterator[awx_server.Server]:
    with awx_server.Server() as running:
        yield running


@needs_awx
def test_a_second_run_changes_nothing(server: awx_server.Server, tmp_path: pathlib.Path) -> None:
    found = installed()
    assert found is not None
    settings = {"CONTROLLER_HOST": server.url, "CONTROLLER_OAUTH_TOKEN": "token", "CONTROLLER_VERIFY_SSL": "false"}
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    runs = [setup(tmp_path / name, found.parents[2], settings, awx_image=IMAGE) for name in ("first", "second")]
    assert [run.code for run in runs] == [0, 0], runs[-1].output
    assert "changed=0 " in runs[1].output
    assert "changed=0 " not in runs[0].output
    assert len(server.objects["workflow_job_template_nodes"]) == 5
