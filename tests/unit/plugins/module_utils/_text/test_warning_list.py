# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Warnings of one sort are one, with their number and a few examples."""

from __future__ import annotations

from ansible_collections.longops.oracle.plugins.module_utils._text.warning_list import LONGEST, WarningList

SORT = "The errors of {count} things could not be read: {examples}."


def add(found: WarningList, *subjects: str) -> None:
    for subject in subjects:
        found.add_of_sort(SORT, subject, f"The errors of thing {subject} could not be read.", f"{subject} (why)")


def test_one_is_said_by_itself_however_often() -> None:
    found = WarningList()
    found.add("Other")
    add(found, "a", "a")
    found.add("Other")
    assert list(found) == ["Other", "The errors of thing a could not be read."]


def test_several_are_one() -> None:
    found = WarningList()
    add(found, "a", "b", "a", "b")
    found.add("Other")
    assert list(found) == ["The errors of 2 things could not be read: a (why), b (why).", "Other"]
    add(found, *map(str, range(298)), "a")
    assert list(found) == [
        "Other",
        "The errors of 300 things could not be read: a (why), b (why), 0 (why) and 297 more.",
    ]


def test_braces_of_a_server_are_no_fields_and_long_examples_are_cut() -> None:
    found = WarningList()
    for subject in ("{count}", "x" * 3_000_000):
        found.add_of_sort(SORT, subject, "one", subject)
    [text] = found
    assert text.startswith("The errors of 2 things could not be read: {count}, xxx")
    assert len(text) < LONGEST + 100
