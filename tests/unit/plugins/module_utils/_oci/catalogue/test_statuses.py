# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every status word has a state, and an unknown word has none."""

from __future__ import annotations

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import State
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import families
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.statuses import STATES, state_of


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PENDING, "ACCEPTED CREATED WAITING IN_PROGRESS INPROGRESS CANCELING CANCELLING SUSPENDING"),
        (State.ATTENTION, "NEEDS_ATTENTION SUSPENDED"),
        (State.SUCCEEDED, "SUCCEEDED COMPLETED"),
        (State.FAILED, "FAILED PARTIALLY_SUCCEEDED"),
        (State.CANCELED, "CANCELED CANCELLED SKIPPED"),
    ],
)
def test_meaning(state: str, words: str) -> None:
    assert {word for word, meaning in STATES.items() if meaning == state} == set(words.split())


def test_every_word_of_the_catalogue_has_a_state_and_no_other_is_kept() -> None:
    assert {word for family in families() for word in family.statuses} == set(STATES)
    assert set(STATES.values()) == set(State.ALL)


def test_every_family_can_end_well_and_badly() -> None:
    for family in families():
        assert {State.SUCCEEDED, State.FAILED} <= {state_of(word) for word in family.statuses}, family.title


def test_case_and_blanks_do_not_count() -> None:
    assert state_of("Succeeded") == state_of(" succeeded ") == State.SUCCEEDED


@pytest.mark.parametrize("word", ["UNKNOWN_ENUM_VALUE", "PAUSED", "", None, 5, ["FAILED"], {"status": "FAILED"}])
def test_an_unknown_word(word: object) -> None:
    assert state_of(word) is None
