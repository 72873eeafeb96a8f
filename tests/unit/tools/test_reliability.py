# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page about reliability is made from what the checks have written down, and what they have written down is right."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from ansible_collections.longops.oracle.tests.hostile import cases, faults, points
from ansible_collections.longops.oracle.tests.tools.reliability import (
    __main__ as page_of,
    faults as about_faults,
    interruptions,
    mutations,
    soak,
)

ROOT = page_of.ROOT


def written(folder: pathlib.Path, file: str, results: Any) -> str:
    """The page where one check has written down these results."""
    (folder / file).parent.mkdir(parents=True)
    (folder / file).write_text(json.dumps(results), encoding="utf-8")
    return page_of.page(folder)


def found(section: Any) -> Any:
    return json.loads((ROOT / section.file).read_text(encoding="utf-8"))


def test_a_check_without_results_is_left_out(tmp_path: pathlib.Path) -> None:
    assert "make faults" not in page_of.page(tmp_path)


def test_faults_that_are_tried_and_right_are_counted(tmp_path: pathlib.Path) -> None:
    results = {
        "faults": 1666,
        "points": [
            {"name": "the first poll", "again": 1, "tried": {"TLS": 9, "DNS": 1000}, "right": {"TLS": 6, "DNS": 1000}},
            {"name": "a list", "again": 0, "tried": {"TLS": 2}, "right": {"TLS": 2}},
        ],
    }
    page = written(tmp_path, "tests/hostile/results.json", results)
    assert "| 1,666 faults at 2 points of a task | 1,011 tasks | 3 wrong | `make faults` |" in page
    assert f"| TLS | {faults.GROUPS['TLS']} | 11 | 8 |" in page
    assert f"| the first poll | {points.table()[0].rule} | 1,009 | 1,006 |" in page


def test_mutated_answers_and_properties_that_failed_are_counted(tmp_path: pathlib.Path) -> None:
    before, after = {"threads": 3, "descriptors": 12, "mb": 80}, {"threads": 4, "descriptors": 13, "mb": 1081.6}
    answers = {"seconds": 120, "cases": 4321, "calls": {"oci observe": 4300, "goldengate observe": 21}, "failures": 2}
    properties = {"seconds": 119, "files": 7, "of_files": 8, "properties": 40, "examples": 54321, "failures": 0}
    results = {"seed": 5, "answers": {**answers, "before": before, "after": after}, "properties": properties}
    page = written(tmp_path, "tests/fuzz/results.json", results)
    assert "| calls whose answers are changed by chance | 4,321 | 2 failed | `make fuzz` |" in page
    assert "| examples of 40 properties | 54,321 | all hold | `make fuzz` |" in page
    assert "| memory in MB | 80 | 1,082 |" in page
    assert "| oci observe | 4,300 |" in page


def interruption(name: str, **more: Any) -> dict[str, Any]:
    left = {"processes": 0, "requests": 0, "canceled": 0, "files": 0, "resumed": True}
    return {"core": "2.19.1", "connection": "ssh_su", "interruption": name, **left, **more}


def test_interruptions_are_summed_up_by_kind_and_connection(tmp_path: pathlib.Path) -> None:
    results = [
        interruption("sigkill", processes=2),
        interruption("sigkill", core="2.21.0rc1", connection="in_process"),
        interruption("ctrl_c", resumed=False),
    ]
    page = written(tmp_path, "tests/playbooks/interruptions.json", results)
    assert "| interruptions of 2 kinds | 3 playbooks | 2 things left, 2 resumed | `make interruptions` |" in page
    assert "ansible-core 2.19.1, 2.21.0rc1," in page
    assert "| SIGKILL to the playbook | 2 | 2 | 0 | 0 | 0 | 2 |" in page
    assert "| ssh and su, with a terminal | 2 | 2 | 0 | 0 | 0 | 1 |" in page
    assert "| **all** | 3 | 2 | 0 | 0 | 0 | 2 |" in page


def test_a_soak_shows_what_was_lost_and_what_was_held(tmp_path: pathlib.Path) -> None:
    held = {at: {"threads": 45, "descriptors": 60, "mb": 1096.4} for at in ("start", "end")}
    engine = {"engine": "one task", "operations": 1000, "seconds": 71.5, "requests": 2410, "faults": 330, "held": held}
    page = written(tmp_path, "tests/soak/results.json", {"seed": 7, "engines": [{**engine, "lost": 0, "wrong": 1}]})
    assert "| operations (one task) whose requests met 330 faults | 1,000 | 0 lost, 1 wrong | `make soak` |" in page
    assert 'make soak ARGS="--seed 7"' in page
    assert "| one task | 1,000 | 72 | 2,410 | 330 | 0 | 1 |" in page
    assert page.count("| 45 | 60 | 1,096 |") == 2


def test_each_rule_is_that_of_a_point_and_each_group_that_of_a_fault() -> None:
    assert {point.rule for point in points.table()} == set(points.RULES)
    assert {fault.group for fault in faults.table()} == set(faults.GROUPS)


@pytest.mark.parametrize("section", page_of.SECTIONS, ids=lambda section: section.command)
def test_every_check_has_a_target_and_has_written_down_what_it_found(section: Any) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"\n{section.command.split()[1]}:" in makefile
    assert found(section)


def test_the_page_is_up_to_date() -> None:
    """If not, python -m ansible_collections.longops.oracle.tests.tools.reliability writes it again."""
    assert (ROOT / page_of.PAGE).read_text(encoding="utf-8") == page_of.page()


def test_the_results_have_all_faults_at_all_points_and_all_are_right() -> None:
    """If not, a table has changed: make faults."""
    results = found(about_faults.SECTION)
    assert [each["name"] for each in results["points"]] == [point.name for point in points.table()]
    assert sum(sum(each["tried"].values()) for each in results["points"]) == len(cases.everything())
    assert [each["name"] for each in results["points"] if each["right"] != each["tried"]] == []


def test_nothing_is_left_lost_wrong_or_failed_in_the_results() -> None:
    assert [each for each in found(interruptions.SECTION) if not each["resumed"]] == []
    assert [each for each in found(interruptions.SECTION) if any(each[key] for key in interruptions.LEFT)] == []
    assert [each["engine"] for each in found(soak.SECTION)["engines"] if each["lost"] or each["wrong"]] == []
    assert [found(mutations.SECTION)[name]["failures"] for name in ("answers", "properties")] == [0, 0]
