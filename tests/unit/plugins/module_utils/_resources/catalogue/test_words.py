# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word of every type of resource has a meaning, and from every transitional one a wait finds an end."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import words
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import RESOURCE_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.words import Meaning, meaning

ALL = {value for key, value in vars(Meaning).items() if key.isupper() and isinstance(value, str)}
USED = {word.upper() for each in RESOURCE_TYPES for word in each.words}


def test_every_word_of_every_type_has_a_meaning() -> None:
    without = [(row.title, word) for row in RESOURCE_TYPES for word in row.words if meaning(row.title, word) not in ALL]
    assert without == []


def test_every_type_has_an_end_for_a_wait() -> None:
    """A transitional state leads somewhere: a wait for a type that had no other would never end."""
    endless = [
        row.title
        for row in RESOURCE_TYPES
        if row.words and {meaning(row.title, word) for word in row.words} == {Meaning.TRANSITIONAL}
    ]
    assert endless == []


@pytest.mark.parametrize(
    ("transitional", "ends"),
    [
        (
            "DELETING",
            {Meaning.DELETED, Meaning.FAILED, Meaning.STEADY, Meaning.DONE},
        ),  # some are gone then, without a word
        ("TERMINATING", {Meaning.DELETED, Meaning.CANCELED}),
        ("CANCELING", {Meaning.CANCELED, Meaning.FAILED}),
        ("STOPPING", {Meaning.STEADY}),
        ("STARTING", {Meaning.STEADY}),
        ("ATTACHING", {Meaning.STEADY}),
        ("SCHEDULING_DELETION", {Meaning.STEADY}),
    ],
)
def test_a_transitional_word_comes_with_where_it_leads(transitional: str, ends: set[str]) -> None:
    rows = [row for row in RESOURCE_TYPES if transitional in row.words]
    assert rows
    assert [row.title for row in rows if not {meaning(row.title, word) for word in row.words} & ends] == []


def test_no_word_is_there_for_nothing() -> None:
    assert set(words._MEANINGS) == USED
    for title, own in words._BY_TYPE.items():
        row = next(each for each in RESOURCE_TYPES if each.title == title)
        assert set(own) <= set(row.words)
        assert not {word for word, value in own.items() if value == words._MEANINGS[word]}


def test_each_word_stands_once() -> None:
    listed = [word for group in words._WORDS.values() for word in group.split()]
    assert len(listed) == len(set(listed))


@given(st.sampled_from(sorted(USED)), st.sampled_from([str.lower, str.title, lambda word: f" {word} "]))
def test_case_and_blanks_do_not_count(word: str, spelt: object) -> None:
    assert meaning("core.instance", spelt(word)) == meaning("core.instance", word)  # type: ignore[operator]


@pytest.mark.parametrize("word", [None, "", "UNHEARD_OF", "RUNNING INSTANCE"])
def test_a_word_that_nobody_knows_has_none(word: str) -> None:
    assert meaning("core.instance", word) is None
