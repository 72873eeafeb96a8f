# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A version is released only where its tag, its release notes and the code agree."""

from __future__ import annotations

import os
import pathlib
import subprocess
from typing import Any

import pytest
import yaml

from ansible_collections.longops.oracle.tests.tools import release

ROOT = pathlib.Path(__file__).parents[3]
SUMMARY = {"release_summary": "Better."}


class Checkout:
    """What release.py reads of a checkout."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        self.write("galaxy.yml", "version: 1.2.0\n")
        self.write("plugins/module_utils/_ansible/options.py", 'VERSION = "1.2.0"\n')
        self.releases({"1.1.0": SUMMARY, "1.2.0": SUMMARY})
        self.write("CHANGELOG.md", "## v1\\.2\\.0\n")
        self.write("CHANGELOG.rst", "v1.2.0\n======\n")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def releases(self, releases: dict[str, Any]) -> None:
        notes = {"releases": {version: {"changes": changes} for version, changes in releases.items()}}
        self.write("changelogs/changelog.yaml", yaml.safe_dump(notes))

    def problems(self, tag: str = "") -> list[str]:
        return release.problems(self.root, tag)


@pytest.fixture
def checkout(tmp_path: pathlib.Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.mark.parametrize("tag", ["", "1.2.0"])
def test_what_agrees_can_be_released(checkout: Checkout, tag: str) -> None:
    assert checkout.problems(tag) == []


@pytest.mark.parametrize("tag", ["1.2.1", "v1.2.0", "1.2"])
def test_another_tag(checkout: Checkout, tag: str) -> None:
    [problem] = checkout.problems(tag)
    assert problem.startswith(f"The tag is {tag}, and galaxy.yml has the version 1.2.0")


def test_a_version_in_the_code_that_was_forgotten(checkout: Checkout) -> None:
    checkout.write("plugins/module_utils/_ansible/options.py", 'VERSION = "1.1.0"\n')
    [problem] = checkout.problems()
    assert "options.py has another VERSION than 1.2.0" in problem


def test_a_version_that_is_none(checkout: Checkout) -> None:
    checkout.write("galaxy.yml", "version: '1.2'\n")
    assert "none of semantic versioning" in checkout.problems()[0]


def test_fragments_that_are_in_no_release_notes(checkout: Checkout) -> None:
    checkout.write("changelogs/fragments/later.yml", "bugfixes: [x - y.]\n")
    [problem] = checkout.problems()
    assert problem == "Not in the release notes yet: later.yml in changelogs/fragments. Run `make changelog`."


def test_no_release_notes(checkout: Checkout) -> None:
    checkout.releases({"1.1.0": SUMMARY})
    assert checkout.problems() == ["changelogs/changelog.yaml has no release 1.2.0. Run `make changelog`."]


def test_release_notes_without_a_summary(checkout: Checkout) -> None:
    checkout.releases({"1.2.0": {"bugfixes": ["x - y."]}})
    [problem] = checkout.problems()
    assert "no release_summary" in problem


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CHANGELOG.rst"])
def test_release_notes_that_were_not_rendered(checkout: Checkout, name: str) -> None:
    checkout.write(name, "## v1\\.1\\.0\n")
    assert checkout.problems() == [f"{name} has nothing about 1.2.0. Run `make changelog`."]


def test_an_interface_that_is_not_kept_or_is_another_one(checkout: Checkout) -> None:
    for kept in (None, "before"):
        if kept:
            checkout.write("tests/contract/interfaces/1.2.0.json", kept)
        [problem] = release.problems(checkout.root, interface_now="now")
        assert problem.startswith("tests/contract/interfaces/1.2.0.json is not the interface that there is.")
    checkout.write("tests/contract/interfaces/1.2.0.json", "now")
    assert release.problems(checkout.root, interface_now="now") == []


def test_what_breaks_playbooks_needs_another_first_number(checkout: Checkout) -> None:
    checkout.releases({"1.1.0": SUMMARY, "1.2.0": {**SUMMARY, "breaking_changes": ["x - y."]}})
    [problem] = checkout.problems()
    assert problem.startswith("The release notes of 1.2.0 have breaking_changes")
    checkout.releases({"0.9.0": SUMMARY, "1.2.0": {**SUMMARY, "breaking_changes": ["x - y."]}})
    assert checkout.problems() == []  # the first 1.x


def test_nothing_is_published_without_a_token(tmp_path: pathlib.Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "GALAXY_TOKEN"}
    command = ["sh", str(ROOT / "tests/tools/publish.sh"), "longops-oracle-1.2.0.tar.gz"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Nothing was published: set GALAXY_TOKEN")


def test_the_token_is_sent_and_stands_in_no_command_line(tmp_path: pathlib.Path) -> None:
    """ansible-galaxy is played by a script, which shows how it was called."""
    galaxy = tmp_path / "ansible-galaxy"
    galaxy.write_text(
        '#!/bin/sh\necho "$@"\ncat "$ANSIBLE_GALAXY_TOKEN_PATH"\nls -l "$ANSIBLE_GALAXY_TOKEN_PATH"\necho "[$GALAXY_TOKEN]"\n'
    )
    galaxy.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", str(ROOT / "tests/tools/publish.sh"), "x.tar.gz"],
        env={**os.environ, "PATH": path, "GALAXY_TOKEN": "s3cret-token"},
        capture_output=True,
        text=True,
        check=True,
    )
    called, token, listed, environment = done.stdout.splitlines()
    assert (called, token, environment) == ("collection publish x.tar.gz", "token: s3cret-token", "[]")
    assert listed.startswith("-rw-------")
    assert not pathlib.Path(listed.split()[-1]).exists()
