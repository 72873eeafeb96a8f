# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of the faults that a server can do, at the points of a task; `make faults` tries them all."""

from __future__ import annotations

import pytest

from ansible_collections.longops.oracle.tests.hostile import cases, crowd, faults, points


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[str]]:
    """What is wrong with each case of the sample. They are played side by side, because they wait more than they work."""
    return {outcome.case.name: outcome.wrong for outcome in crowd.outcomes(of_sample=True)}


@pytest.mark.parametrize("case", cases.sample(), ids=lambda case: case.name.replace("\x00", ""))
def test_a_fault_leads_to_what_the_table_says(outcomes: dict[str, list[str]], case: cases.Case) -> None:
    assert outcomes[case.name] == [], f"{case.fault.means}: the task {case.leads_to}"


def test_the_sample_has_every_fault_and_every_point() -> None:
    sample = cases.sample()
    assert {case.point.name for case in sample} == {point.name for point in points.table()}
    played = {(case.fault.name, case.fault.api) for case in sample}
    assert {(each.name, each.api) for each in faults.table() if each.group != "statuses"} <= played
    assert len({case.fault.name for case in sample if case.fault.group == "statuses"}) > 80


def test_everything_has_every_status_with_every_body_and_each_at_every_point() -> None:
    everything = [case for case in cases.everything() if case.fault.group == "statuses"]
    assert len({case.fault.name for case in everything}) == 300 * 4
    for point in points.table():
        if point.only is None:
            assert len({case.fault.name[:3] for case in everything if case.point.name == point.name}) == 300, point.name
