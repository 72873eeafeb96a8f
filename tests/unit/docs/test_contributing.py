# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CONTRIBUTING.md tells of what there is: targets, files and the test that it shows."""

from __future__ import annotations

import pathlib
import re
import textwrap

ROOT = pathlib.Path(__file__).parents[3]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
#: Targets that others make on their way, and nobody has to know.
BESIDE = {"help", "build", "clean"}
#: What targets write where they are run.
WRITTEN = {"docs/reliability.md", "tests/playbooks/interruptions.json"}


def targets() -> set[str]:
    """Those that `make help` lists."""
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_it_names_every_target_and_no_other() -> None:
    named = set(re.findall(r"(?:`|\n|\.\.\. )make ([a-z]+)", PAGE))
    assert named <= targets()
    assert targets() - named <= BESIDE


def test_files_that_it_names_are_there() -> None:
    named = re.findall(r"`((?:tests|plugins|docs|roles|playbooks|meta|changelogs|extensions|\.github)/[\w./-]+)`", PAGE)
    files = [name for name in named if "NAME" not in name and name not in WRITTEN]
    assert len(files) > 30
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_the_test_that_it_shows_is_one_of_ours() -> None:
    [shown] = re.findall(r"^ *```python\n(.*?)^ *```", PAGE, re.DOTALL | re.MULTILINE)
    tests = (path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "unit").rglob("test_*.py"))
    assert any(textwrap.dedent(shown) in text for text in tests)
