# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every promise of docs/threat-model.md names tests that there are."""

from __future__ import annotations

import ast
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
#: The rows of its tables, without headings.
ROWS = [row for row in PAGE.splitlines() if row.startswith("| ") and not row.startswith(("| ---", "| promise"))]
TESTS = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("row", ROWS)
def test_a_promise_is_shown_by_tests(row: str) -> None:
    _before, promise, tests, _behind = row.split("|")
    named = TESTS.findall(tests)
    assert promise.strip()
    assert named
    assert not TESTS.sub("", tests).strip()
    for path, test in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert test.startswith("test_")
        assert test in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_it_has_promises_and_says_what_is_none() -> None:
    assert len(ROWS) > 15
    assert PAGE.count("| promise | test |") == 4
    assert "## What is not promised" in PAGE
