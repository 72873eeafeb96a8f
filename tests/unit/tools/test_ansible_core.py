# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""make ANSIBLE=2.18 has that ansible-core in .venv, and make without it the pinned one again."""

from __future__ import annotations

import pathlib
import subprocess

import pytest

TOOLS = pathlib.Path(__file__).parents[2] / "tools"


class Checkout:
    """A checkout whose .venv has a Python that only writes down how pip is called."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        tools, programs = root / "tests" / "tools", root / ".venv" / "bin"
        for folder in (tools, programs):
            folder.mkdir(parents=True)
        versions = (TOOLS / "ansible_versions.txt").read_text(encoding="utf-8")
        (tools / "ansible_versions.txt").write_text(versions, encoding="utf-8")
        self.is_installed(True)

    def is_installed(self, works: bool) -> None:
        """Whether what pip is asked for can be had."""
        python = self.root / ".venv" / "bin" / "python"
        python.write_text(f'#!/bin/sh\necho "$@" >> calls\nexit {0 if works else 1}\n', encoding="utf-8")
        python.chmod(0o755)

    def use(self, version: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", str(TOOLS / "ansible_core.sh"), version]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)

    @property
    def asked(self) -> list[str]:
        """What pip was asked for since the last time."""
        calls = self.root / "calls"
        lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return [line.partition("--disable-pip-version-check ")[2] for line in lines]


@pytest.fixture
def checkout(tmp_path: pathlib.Path) -> Checkout:
    return Checkout(tmp_path)


def test_what_was_just_made_has_the_pinned_one(checkout: Checkout) -> None:
    assert (checkout.use("").returncode, checkout.asked) == (0, [])


def test_another_version_comes_once_and_the_pinned_one_comes_back(checkout: Checkout) -> None:
    for version, asked in (
        ("2.18", ["ansible-core==2.18.*"]),
        ("2.18", []),
        ("devel", ["--pre --upgrade ansible-core"]),
        ("", ["--requirement requirements-dev.txt"]),
        ("", []),
    ):
        assert (checkout.use(version).returncode, checkout.asked) == (0, asked)


@pytest.mark.parametrize("version", ["2.17", "2", "2.1", "latest", "devel2"])
def test_a_version_that_is_not_supported_is_refused(checkout: Checkout, version: str) -> None:
    done = checkout.use(version)
    assert (done.returncode, checkout.asked) == (1, [])
    assert f"There is no ansible-core {version} in" in done.stderr
    assert done.stderr.rstrip().endswith("2.18 2.19 2.20 2.21 devel")


def test_where_it_cannot_be_installed_the_next_steps_are_said(checkout: Checkout) -> None:
    checkout.is_installed(False)
    done = checkout.use("2.21")
    assert done.returncode == 1
    assert "make venv ANSIBLE=2.21 PYTHON=python3.13" in done.stderr
    checkout.is_installed(True)
    assert checkout.use("2.21").returncode == 0  # it is not taken for installed
