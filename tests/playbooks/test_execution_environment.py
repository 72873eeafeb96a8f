# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The execution environments of docs/awx: ansible-builder takes their definitions, and `make ee` has written down how they ran."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest
import yaml

from ansible_collections.longops.oracle.tests.tools import make_ee

from . import awx, playing

DEFINITIONS = sorted(awx.DATA.glob("execution-environment*.yml"))


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda path: path.stem)
def test_ansible_builder_takes_a_definition(definition: pathlib.Path, tmp_path: pathlib.Path) -> None:
    builder = pathlib.Path(sys.executable).parent / "ansible-builder"
    command = [str(builder), "create", "-f", str(definition), "-c", str(tmp_path / "context")]
    done = subprocess.run(command, env=playing.environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    requirements = yaml.safe_load((tmp_path / "context/_build/requirements.yml").read_text(encoding="utf-8"))
    assert requirements == {"collections": [{"name": "longops.oracle"}]}
    container = (tmp_path / "context/Containerfile").read_text(encoding="utf-8")
    assert 'ANSIBLE_INSTALL_REFS="ansible-core>=2.18 ansible-runner"' in container


def test_only_the_larger_one_has_oracles_sdk() -> None:
    python = {path.stem: yaml.safe_load(path.read_text())["dependencies"].get("python", []) for path in DEFINITIONS}
    assert python == {"execution-environment": [], "execution-environment-sdk": ["oci", "oci-cli"]}


def test_the_last_output_is_that_of_playbooks_that_ran_in_both_and_says_nothing_of_the_machine() -> None:
    guide = (awx.DATA.parent / "awx.md").read_text(encoding="utf-8")
    [text] = re.findall("```text\n(.*?)```", guide.partition(make_ee.HEADING + "\n\n")[2], re.DOTALL)
    runs = re.findall(r"^\$ (ansible-\w+) .*(longops-ee(?:-sdk)?)\b", text, re.MULTILINE)
    assert sorted(set(runs)) == [
        ("ansible-builder", "longops-ee"),
        ("ansible-builder", "longops-ee-sdk"),
        ("ansible-navigator", "longops-ee"),
        ("ansible-runner", "longops-ee"),
        ("ansible-runner", "longops-ee-sdk"),
    ]
    assert text.count("1 operation: 1 succeeded, 0 failed, 0 not over.") == text.count("wait.yml") + text.count(
        "oracle.wait "
    )
    assert "failed=1" not in text
    assert not re.search(r"\x1b|/tmp/|/work|/root|/home|://|\d{4,5}/tcp", text)


def test_an_output_takes_the_place_of_the_one_before() -> None:
    page = f"# Page\n\n```text\nkept\n```\n\n{make_ee.HEADING}\n\nIntroduction.\n\n```text\n{{}}\n```\n"
    assert make_ee.with_output(page.format("old"), ["$ new", "localhost/image \\1", ""]) == page.format(
        "$ new\nimage \\1"
    )
