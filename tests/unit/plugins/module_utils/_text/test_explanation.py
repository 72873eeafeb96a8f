# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentence for the user in what services say: it is found where it stands in JSON, and nothing else is changed."""

from __future__ import annotations

import json
from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._text.answer import LONGEST
from ansible_collections.longops.oracle.plugins.module_utils._text.explanation import as_text, sentence

IN_USE = "Listener port 443 is already in use"
WORKFLOW = {"workflowName": "AddListenerWorkflow", "type": "FAIL", "message": IN_USE}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (None, None),
        ("", None),
        (" \n", None),
        (5, None),
        (True, None),
        ([], None),
        ({}, None),
        ("Rolled back", "Rolled back"),
        ("  Rolled back\n", "Rolled back"),
        (WORKFLOW, IN_USE),
        (json.dumps(WORKFLOW), IN_USE),
        (f"\n {json.dumps(WORKFLOW)} ", IN_USE),
        (json.dumps({**WORKFLOW, "message": json.dumps(WORKFLOW)}), IN_USE),
        (json.dumps(json.dumps(WORKFLOW)), IN_USE),
        ('"Rolled back"',) * 2,
        ('"{" and "}" are missing',) * 2,
        ('{"message": "a\ttab"}', "a\ttab"),
        ({"code": "BAD_INPUT", "message": IN_USE}, f"BAD_INPUT: {IN_USE}"),
        ({"errorCode": 7, "errorMessage": IN_USE}, IN_USE),
        ({"error": {"code": "C", "detail": IN_USE}}, f"C: {IN_USE}"),
        ({"message": "", "reason": IN_USE}, IN_USE),
        ([WORKFLOW, "and more"], f"{IN_USE} and more"),
        ('{"workflowName": "AddListenerWorkflow", "type": "FAIL"}',) * 2,  # no sentence in it: all of it
        ('{"message": ""}',) * 2,
        ("{not JSON}",) * 2,
        ("[1] Host down",) * 2,
        ("[1, 2]",) * 2,
        ("[" * 100_000,) * 2,
    ],
)
def test_the_sentence(said: Any, found: Optional[str]) -> None:
    assert sentence(said) == found


@pytest.mark.parametrize(
    ("said", "text"),
    [("as it\tis", "as it\tis"), ({"a": ["ü", None]}, '{"a": ["ü", null]}'), ("x" * (LONGEST + 1), "x" * LONGEST)],
)
def test_anything_as_a_text(said: Any, text: str) -> None:
    assert as_text(said) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["message", "code", "error", "x"]), inner, max_size=3)
    ),
)


@given(JSON, st.integers(0, 3))
def test_it_ends_whatever_is_in_what(said: Any, times: int) -> None:
    for _each in range(times):
        said = {"message": json.dumps(said)}
    found = sentence(said)
    assert found is None or found == found.strip() != ""
