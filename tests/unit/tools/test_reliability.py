# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page about reliability is made from what the checks have written down."""

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.longops.oracle.tests.hostile import cases, faults, points
from ansible_collections.longops.oracle.tests.tools import make_reliability
from ansible_collections.longops.oracle.tests.tools.make_reliability import ROOT, SECTIONS

FAULTS = "tests/hostile/results.json"
needs_results = pytest.mark.skipif(not (ROOT / FAULTS).exists(), reason="make faults has not been run")


def test_a_check_without_results_is_left_out(tmp_path: pathlib.Path) -> None:
    assert "make faults" not in make_reliability.page(tmp_path)


def test_what_is_tried_and_right_is_counted(tmp_path: pathlib.Path) -> None:
    found = {
        "faults": 1666,
        "points": [
            {"name": "the first poll", "again": 1, "tried": {"TLS": 9, "DNS": 1000}, "right": {"TLS": 6, "DNS": 1000}},
            {"name": "a list", "again": 0, "tried": {"TLS": 2}, "right": {"TLS": 2}},
        ],
    }
    (tmp_path / FAULTS).parent.mkdir(parents=True)
    (tmp_path / FAULTS).write_text(json.dumps(found), encoding="utf-8")
    page = make_reliability.page(tmp_path)
    assert "| 1,666 faults at 2 points of a task | 1,011 tasks | 3 wrong | `make faults` |" in page
    assert f"| TLS | {faults.GROUPS['TLS']} | 11 | 8 |" in page
    assert f"| the first poll | {points.table()[0].rule} | 1,009 | 1,006 |" in page


def test_each_rule_is_that_of_a_point_and_each_group_that_of_a_fault() -> None:
    assert {point.rule for point in points.table()} == set(points.RULES)
    assert {fault.group for fault in faults.table()} == set(faults.GROUPS)


def test_every_check_has_a_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{section.command.split()[1]}:" in makefile for section in SECTIONS)


@needs_results
def test_the_page_is_up_to_date() -> None:
    """If not, the command in make_reliability.py writes it again."""
    assert (ROOT / make_reliability.PAGE).read_text(encoding="utf-8") == make_reliability.page()


@needs_results
def test_the_results_have_all_faults_at_all_points_and_all_are_right() -> None:
    """If not, a table has changed: make faults."""
    found = json.loads((ROOT / FAULTS).read_text(encoding="utf-8"))
    assert [each["name"] for each in found["points"]] == [point.name for point in points.table()]
    assert sum(sum(each["tried"].values()) for each in found["points"]) == len(cases.everything())
    assert [each["name"] for each in found["points"] if each["right"] != each["tried"]] == []
