# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/playbooks.md names every playbook, and every variable that the head of a playbook names."""

from __future__ import annotations

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).parents[3]
SECTIONS = re.split(r"^## ", (ROOT / "docs" / "playbooks.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
OWN = {
    section.split()[0].removeprefix("longops.oracle."): section
    for section in SECTIONS
    if section.startswith("longops.")
}


def test_every_playbook_is_named() -> None:
    playbooks = {path.stem for path in (ROOT / "playbooks").glob("*.yml")}
    assert playbooks - {name for name in playbooks if f"longops.oracle.{name}" in "".join(SECTIONS)} == set()


@pytest.mark.parametrize("playbook", OWN)
def test_every_variable_of_its_head_is_described(playbook: str) -> None:
    head = (ROOT / "playbooks" / f"{playbook}.yml").read_text(encoding="utf-8")
    variables = re.findall(r"^#   (\w+) {2,}", head.split("# It leaves")[0], re.MULTILINE)
    assert len(variables) > 5
    assert set(variables) <= set(re.findall(r"^\| `(\w+)`", OWN[playbook], re.MULTILINE))
