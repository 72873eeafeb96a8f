# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers as data: what is JSON comes through as it is, and whatever a server sends becomes JSON of a bounded size."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._text.answer import (
    DEPTH,
    LARGEST,
    LEFT_OUT,
    LONGEST,
    plain,
)

LONG = LEFT_OUT.format("long")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        {
            "id": "ocid1.workrequest.oc1.iad.a",
            "percentComplete": 12.5,
            "resources": [],
            "extra": {"a": [1, None, True]},
        },
        {"message": "a tab\t, a line\n, a bell\x07, ünïcödé and 🐘"},  # data stays data
        [{"id": 1}, {"id": 2**64}],
    ],
)
def test_json_is_not_changed(answer: Any) -> None:
    assert plain(answer) == answer


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ('{"a": NaN, "b": [Infinity, -Infinity, 1e999]}', {"a": None, "b": [None, None, None]}),
        (r'{"\ud800": "half \udfff", "whole": "\ud83d\ude00"}', {"\ufffd": "half \ufffd", "whole": "😀"}),
        ("9" * 400, LONG),
    ],
)
def test_what_python_reads_although_it_is_no_json(sent: str, found: Any) -> None:
    assert plain(json.loads(sent)) == found


def test_depth() -> None:
    deep: Any = "core"
    for _level in range(DEPTH):
        deep = {"in": deep}
    assert plain(deep) == deep
    text = json.dumps(plain([deep]))
    assert "core" not in text
    assert LEFT_OUT.format("deep") in text


def test_a_long_text_is_cut_where_the_rest_stays() -> None:
    found = plain({"a": "x" * LONGEST, "b": "y" * (LONGEST + 1), "c": "z"})
    assert found == {"a": "x" * LONGEST, "b": f"{'y' * LONGEST}... {LONG}", "c": "z"}


def test_much_is_cut_at_its_end() -> None:
    found = plain({"first": 1, "list": ["x" * 100] * 100_000, "last": 2})
    assert (found["first"], found["list"][0]) == (1, "x" * 100)
    assert (found["list"][-1], found["..."]) == (LONG, LONG)
    assert 0.9 * LARGEST < len(json.dumps(found)) < 1.1 * LARGEST


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5) | st.text(),
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
        max_leaves=50,
    )
)
def test_anything_becomes_json_that_stays_as_it_is(answer: Any) -> None:
    found = plain(answer)
    text = json.dumps(found, allow_nan=False)
    text.encode()
    assert json.loads(text) == found == plain(found)
