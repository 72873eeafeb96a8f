# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a module returns is JSON without secrets and control characters when it leaves, and otherwise as it was."""

from __future__ import annotations

import json
from typing import Any, Iterator

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._ansible import outgoing
from ansible_collections.longops.oracle.plugins.module_utils._text.masking import MASK, WHOLE, Secrets

SECRET = "Hunter-2/hünter"
texts = st.text() | st.tuples(st.text(), st.text()).map(SECRET.join) | st.sampled_from(["\x1b[2J", "a\r\nb", "\u202e"])
plain = st.text(st.characters(exclude_categories=["C", "Z"]))
#: Keys whose values are no words of this collection.
keys = plain.filter(lambda key: key not in outgoing.OF_OURS)
results = st.recursive(
    st.none() | st.booleans() | st.integers(-100, 100) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | st.just("answer"), inner, max_size=4),
    max_leaves=20,
)
harmless = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
    max_leaves=20,
)


def all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from all_texts(each)


@given(st.dictionaries(keys, results, max_size=4))
def test_no_secret_leaves(value: dict[str, Any]) -> None:
    left = outgoing.result(value, Secrets([SECRET]))
    assert json.loads(json.dumps(left)) == left
    for text in all_texts(left):
        assert SECRET not in text
        assert not set(text) & set("\x1b\r\u202e\x9b")
    assert outgoing.result(left, Secrets([SECRET])) == left


@given(st.dictionaries(plain, harmless, max_size=4))
def test_all_else_leaves_as_it_is(value: dict[str, Any]) -> None:
    assert outgoing.data(value, Secrets([SECRET])) == value


def test_the_keys_of_a_server_are_masked_and_those_of_ours_are_not() -> None:
    secrets = Secrets(["operation_type"])
    left = outgoing.data({"operation_type": "x", "answer": {"operation_type": [{"an operation_type": 1}]}}, secrets)
    assert left == {"operation_type": "x", "answer": {WHOLE: [{f"an {MASK}": 1}]}}


@pytest.mark.parametrize("password", ["failed", "fatal", "capacity", "pending"])
def test_the_words_that_plays_decide_by_stay(password: str) -> None:
    """A password that is one of them must not hide how an operation ended, from the action plugin neither."""
    entry = {
        "state": password,
        "status": password,
        "fault": {"kind": password, "category": password, "message": password},
    }
    left = outgoing.event({"elapsed": 1.0, "work_request": entry}, Secrets([password]))["work_request"]
    assert (left["state"], left["fault"]["kind"], left["fault"]["category"]) == (password,) * 3
    assert left["status"] == left["fault"]["message"] == WHOLE
    assert outgoing.result({"failure_categories": [password], "msg": "x"}, Secrets([password])) == {
        "failure_categories": [password],
        "msg": "x",
    }


def test_the_numbers_of_ours_stay() -> None:
    event = {"elapsed": 123456.789, "operations": 7, "work_request": {"answer": {"pin": 123456}}}
    left = outgoing.event(event, Secrets(["123456"]))
    assert left == {"elapsed": 123456.789, "operations": 7, "work_request": {"answer": {"pin": WHOLE}}}


def test_lines_have_no_ends_of_their_own() -> None:
    left = outgoing.result({"warnings": ["a\nb\x1b"], "table": ["x  y"], "msg": "one\ntwo"}, Secrets())
    assert left == {"warnings": ["a b"], "table": ["x  y"], "msg": "one\ntwo"}
