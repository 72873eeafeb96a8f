# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operations of a report are shown one by one, and which together."""

from __future__ import annotations

from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND as OCI
from ansible_collections.longops.oracle.plugins.module_utils._report.axis import Axis
from ansible_collections.longops.oracle.plugins.module_utils._report.described import Verdict
from ansible_collections.longops.oracle.plugins.module_utils._report.grouping import (
    FEW,
    MOST_GROUPS,
    MOST_ROWS,
    PARTS,
    Group,
    brief,
    grouped,
)

from . import samples
from .samples import BEGAN, entry, error, log, ocid, waited


def test_a_few_are_shown_one_by_one() -> None:
    single, groups = grouped(samples.many(FEW).operations)
    assert (len(single), groups) == (FEW, [])


def test_of_a_thousand_those_that_failed_are_shown_one_by_one_and_the_rest_by_name() -> None:
    operations = samples.many(1000).operations
    single, groups = grouped(operations)
    assert {each.verdict for each in single} == {Verdict.FAILED}
    assert {group.verdict for group in groups} == {Verdict.SUCCEEDED}
    assert len(single) + sum(len(group.operations) for group in groups) == 1000
    sizes = [len(group.operations) for group in groups]
    assert sizes == sorted(sizes, reverse=True)
    assert groups[0].called == "Launch Instance"


def test_where_all_failed_not_all_have_a_row() -> None:
    single, groups = grouped(samples.many(1000, failed=1.0).operations)
    assert len(single) == MOST_ROWS
    assert sum(len(group.operations) for group in groups) == 1000 - MOST_ROWS


def test_many_names_are_summed_up() -> None:
    seen = [[(1.0, entry(ocid("workrequest", n), "SUCCEEDED", operation_type=f"Type {n}"))] for n in range(500)]
    _single, groups = grouped(waited([(OCI, each) for each in seen], 5).operations)
    assert len(groups) == MOST_GROUPS + 1
    assert groups[-1].called == "Others"
    assert sum(len(group.operations) for group in groups) == 500


def test_how_many_were_under_way() -> None:
    operations = samples.many(1000).operations
    group = Group(Verdict.SUCCEEDED, "a", "b", [each for each in operations if each.begin is not None])
    begin = min(each.begin or 0.0 for each in operations)
    end = max(each.end or 0.0 for each in operations)
    counts = group.under_way(Axis(begin, end))
    assert len(counts) == PARTS
    assert 0 < max(counts) < 1000
    assert min(counts) >= 0


def test_what_a_group_says_of_its_times() -> None:
    seen = [
        [(40.0, entry(ocid("workrequest", n), "SUCCEEDED", time_accepted=BEGAN + n, time_finished=BEGAN + 3 * n))]
        for n in (10, 11, 12)
    ]
    group = Group(Verdict.SUCCEEDED, "a", "b", waited([(OCI, each) for each in seen], 40).operations)
    words = "first began 09:00:10 UTC, last ended 09:00:36 UTC; took 20 s to 24 s, median 22 s"
    assert group.words("2026-11-30") == words
    assert Group(Verdict.PENDING, "a", "b", []).words("2026-11-30") == "no times are known"


def test_of_many_less_is_said() -> None:
    long = entry(
        ocid("workrequest"),
        "FAILED",
        errors=[error("E", "m" * 5000)] * 9,
        logs=[log("l")] * 9,
        explanation="e" * 5000,
    )
    [operation] = waited([(OCI, [(1.0, long)])], 2).operations
    found = brief(operation)
    assert (len(found.errors), len(found.logs)) == (3, 3)
    assert len(found.errors[0].lines[0]) < 700
    assert found.left_out == ["6 errors", "6 earlier log entries"]
