# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The walk through registered results, with a kind of id that no service has, and what both kinds of the collection must have in common."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from typing import Any, Callable, NamedTuple, Optional, Sequence

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._ansible import registered_results, task_results
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import request_ids
from ansible_collections.longops.oracle.plugins.module_utils._oci import resource_ids, work_request_ids

A, B, C = (f"ticket1.example.oc1.iad.{letter * 70}" for letter in "abc")


class Ticket(NamedTuple):
    id: Optional[str]
    desk: Optional[str] = None


class Tickets(registered_results.Kind[Ticket]):
    option = "ticket"
    forms = "a ticket"
    entries_key = "tickets"
    nothing_beside = Ticket(None)
    id_keys = ("ticketid", "xticket")
    takes_numbers = True

    def leaves(self, parts: Sequence[str], beside: Ticket) -> list[Ticket]:
        return [beside._replace(id=part) for part in parts]

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        return [given["id"]] if "id" in given else None

    def in_line(self, line: str) -> list[str]:
        return [line] if line.startswith("ticket1.") else []

    def body(self, given: dict[str, Any], beside: Ticket) -> list[Ticket]:
        own = given.get("id")
        return [self.beside(given, beside)._replace(id=own)] if str(own).startswith("ticket1.") else []

    def beside(self, given: dict[str, Any], outer: Ticket) -> Ticket:
        return outer._replace(desk=given.get("desk") or outer.desk)

    def other(self, given: dict[str, Any], beside: Ticket) -> list[Ticket]:
        if task_results.http_status(given) == 204:
            return [beside]
        raise UsageError(f"No ticket: {task_results.keys_of(given)}.")


class Plain(registered_results.Kind[Ticket]):
    """A kind with nothing but what each must have."""

    option = "plain"
    forms = "a text"
    entries_key = "plains"
    nothing_beside = Ticket(None)

    def leaves(self, parts: Sequence[str], beside: Ticket) -> list[Ticket]:
        return [Ticket(part) for part in parts]

    def other(self, given: dict[str, Any], beside: Ticket) -> list[Ticket]:
        raise UsageError("Nothing.")


def find(value: Any) -> list[Ticket]:
    return registered_results.find(value, Tickets())


def loop(*results: Any) -> dict[str, Any]:
    """What a task with a loop registers."""
    return {"changed": False, "msg": "All items completed", "results": list(results)}


def printed(value: Any) -> dict[str, Any]:
    """What a command registers that printed this as JSON."""
    return {"changed": True, "rc": 0, "stdout": json.dumps(value), "stderr": ""}


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        pytest.param(A, [A], id="a text"),
        pytest.param(f" {A},\t{B}\n", [A, B], id="a text with a comma"),
        pytest.param(7, ["7"], id="a number"),
        pytest.param([A, (B, [C])], [A, B, C], id="nested lists"),
        pytest.param([A, B, A], [A, B], id="an id that is there twice"),
        pytest.param(json.dumps([A, {"id": B}]), [A, B], id="JSON"),
        pytest.param(json.dumps(json.dumps([A])), [A], id="JSON in JSON"),
        pytest.param({"ticket-id": A}, [A], id="a key"),
        pytest.param({"ticket_id": "", "ticket-id": A}, [A], id="an empty key before another"),
        pytest.param({"id": B, "results": [C], "ticket_id": A}, [A], id="a key of ids comes before all"),
        pytest.param({"tickets": [{"id": A}], "results": [C], "id": B}, [A], id="entries come before a loop"),
        pytest.param({"headers": {"X-Ticket": f"{A},{B}"}, "id": C}, [A, B], id="a header in any case"),
        pytest.param({"response_headers": {"x-ticket": A}}, [A], id="the headers of the CLI"),
        pytest.param(printed({"ticket_id": A}), [A], id="a command"),
        pytest.param({"id": A}, [A], id="an entry"),
        pytest.param(loop({"ticket_id": A}, printed({"id": B}), loop({"id": C})), [A, B, C], id="loops"),
        pytest.param([{"changed": False, "skipped": True}, A], [A], id="a skipped task"),
        pytest.param({"skipped": True, "ticket_id": A}, [A], id="an id beside skipped"),
        pytest.param({"skipped": True, "results": [A]}, [A], id="a loop beside skipped"),
    ],
)
def test_every_form(value: Any, ids: list[str]) -> None:
    before = copy.deepcopy(value)
    assert [ticket.id for ticket in find(value)] == ids
    assert value == before


@pytest.mark.parametrize(
    "value", [None, [], (), [None, []], "[]", '{"skipped": true}', loop(), loop({"skipped": True})]
)
def test_nothing_is_found_in_nothing(value: Any) -> None:
    assert find(value) == []


def test_what_stands_beside_an_id_reaches_all_ids_within_that_do_not_say_otherwise() -> None:
    value = {"desk": "outer", "ticket_id": [A, {"id": B, "desk": "inner"}, printed({"id": C})]}
    assert find(value) == [Ticket(A, "outer"), Ticket(B, "inner"), Ticket(C, "outer")]
    assert find([value, "9"])[-1] == Ticket("9")


def test_what_stands_beside_an_empty_list_is_not_read() -> None:
    class Strict(Tickets):
        def beside(self, given: dict[str, Any], outer: Ticket) -> Ticket:
            raise UsageError("It was read.")

    assert registered_results.find({"tickets": [], "desk": 5}, Strict()) == []


def test_each_call_that_started_nothing_is_one_of_its_own() -> None:
    complete = {"status": 204, "changed": False}
    assert find([complete, A, complete]) == [Ticket(None), Ticket(A), Ticket(None)]


@pytest.mark.parametrize("value", [{"headers": {"x-ticket": A}}, printed({"id": A}), {"id": A}, 5])
def test_a_kind_reads_only_the_places_that_it_names(value: Any) -> None:
    with pytest.raises(UsageError):
        registered_results.find(value, Plain())


NESTED = st.recursive(
    st.sampled_from([A, B, C]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.lists(inner, min_size=1, max_size=3).map(lambda values: loop(*values)),
        inner.map(lambda value: {"ticket_id": value}),
        inner.map(lambda value: {"changed": False, "headers": {"X-Ticket": value}}),
        inner.map(lambda value: printed({"tickets": [value]})),
        st.lists(inner, min_size=1, max_size=3).map(json.dumps),
    ),
    max_leaves=12,
)


def printable(message: str) -> bool:
    """Whether a terminal can show a message: no control characters and no half surrogate pairs."""
    return not any(unicodedata.category(character) in ("Cc", "Cs") for character in message)


def texts(value: Any) -> list[str]:
    """The ids in a value of NESTED in order, found by how they are written."""
    return list(dict.fromkeys(re.findall(r"ticket1\.example\.oc1\.iad\.[abc]{70}", json.dumps(value))))


@given(NESTED)
def test_any_nesting_has_the_same_ids_in_the_same_order(value: Any) -> None:
    try:
        found = [ticket.id for ticket in find(value)]
    except UsageError as error:
        found, message = None, str(error)
    assert found == texts(value) or (found is None and "nested too deeply" in message)


WRAPS = {
    "lists": lambda inner: [inner],
    "loops": loop,
    "keys": lambda inner: {"ticket_id": inner},
    "headers": lambda inner: {"headers": {"x-ticket": inner}},
}


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
@pytest.mark.parametrize("depth", [7, 8, 100])
def test_the_depth_is_bounded(wrap: Callable[[Any], Any], depth: int) -> None:
    value: Any = A
    for _ in range(depth):
        value = wrap(value)
    if depth >= registered_results.DEPTH:
        with pytest.raises(UsageError, match="What is given as ticket is nested too deeply"):
            find(value)
    else:
        assert find(value) == [Ticket(A)]


def test_json_texts_count_as_depth() -> None:
    assert find(json.dumps([json.dumps([json.dumps([A])])])) == [Ticket(A)]
    with pytest.raises(UsageError, match="nested too deeply"):
        find(json.dumps([[json.dumps([[json.dumps([[A]])]])]]))


def test_a_value_that_holds_itself_is_an_error() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(UsageError, match="nested too deeply"):
        find(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "ticket must be a ticket or a registered result, not True."),
        (1.5, "ticket must be a ticket or a registered result, not 1.5."),
        (float("nan"), "ticket must be a ticket or a registered result, not nan."),
        (b"hidden", "ticket must be a ticket or a registered result, not a value of the type bytes."),
        ({"ticket_id": {1, 2}}, "ticket must be a ticket or a registered result, not a value of the type set."),
        (
            "{hidden",
            "What is given as ticket looks like JSON and is not: Expecting property name enclosed in double quotes",
        ),
        ("\ud800", "What is given as ticket has half of a surrogate pair in it, which is no character."),
        (f"{A},\udfff", "What is given as ticket has half of a surrogate pair in it, which is no character."),
        ('["\\ud800"]', "What is given as ticket has half of a surrogate pair in it, which is no character."),
        ({}, "No ticket: its keys are none."),
        ({"b": 1, "a\x1b[31m\n": 2, "\ud800": 3}, "No ticket: its keys are (not printable), a [31m, b."),
        ({"k" * 100: 1}, f"No ticket: its keys are {'k' * 40}."),
        ({str(n): n for n in range(10, 30)}, "and 8 more."),
    ],
)
def test_messages(value: Any, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(value)
    assert message in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert printable(str(caught.value))


def test_one_of_several_is_named_by_its_number() -> None:
    for value, words in (
        ([A, {"x": 1}, B], " It is entry 2 of 3."),
        (loop({"ticket_id": A}, {"changed": False, "x": 1}), " It is result of the loop 2 of 2."),
    ):
        with pytest.raises(UsageError) as caught:
            find(value)
        assert str(caught.value).endswith(words)
    with pytest.raises(UsageError) as caught:
        find([{"x": 1}])
    assert "It is" not in str(caught.value)


def test_a_pair_of_surrogates_in_json_is_one_character() -> None:
    assert find('["\\ud83d\\ude00"]') == [Ticket("\U0001f600")]


def test_half_a_pair_beside_the_ids_of_a_printed_result_does_not_matter() -> None:
    assert find({"stdout": json.dumps({"ticket_id": A, "display-name": "caf\udce9"})}) == [Ticket(A)]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, 200), (-1, -1), (True, None), ("200", None), (200.0, None), (10**30, None), (None, None)],
)
def test_http_status(status: Any, expected: Optional[int]) -> None:
    assert task_results.http_status({"status": status}) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("x" * 500, "'" + "x" * 79 + "..."),
        ({"password": "hidden"}, "a dictionary"),
        (["hidden"], "a list"),
        (b"hidden", "a value of the type bytes"),
        (5, "5"),
    ],
)
def test_a_rejected_value_is_shown_short_or_by_what_it_is(value: Any, words: str) -> None:
    assert task_results.shown(value) == words


# What both kinds of the collection must have in common


FINDERS = pytest.mark.parametrize(
    "finder",
    [find, work_request_ids.find, work_request_ids.find_operations, resource_ids.find, request_ids.find],
)
SECRET = "S3cretValue"
KEYS = [
    "id", "ticket_id", "request_id", "work_request_id", "opc_work_request_id", "service", "compartment_id", "call",
    "results", "requests", "work_requests", "headers", "response_headers", "stdout", "skipped", "changed", "status",
    "json", "location", "url", "links", "response", "$schema", "messages", "opc-work-request-id", "code", "title",
]  # fmt: skip
#: Text with half surrogate pairs and control characters, which JSON can have and st.text() leaves out.
TEXT = st.text(st.characters(), max_size=12) | st.text(st.characters(categories=["Cs", "Cc"]), max_size=3)
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.sampled_from([A, "7", "202", "ogg:request"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | TEXT, inner, max_size=5)
        | inner.map(json.dumps)
    ),
    max_leaves=20,
)


@FINDERS
@given(
    value=JSON_LIKE
    | st.fixed_dictionaries({"status": st.sampled_from([200, 202, 409])}, optional={"json": JSON_LIKE, "url": TEXT})
)
def test_anything_gives_ids_or_a_message_that_can_be_printed(finder: Callable[[Any], list[Any]], value: Any) -> None:
    try:
        found, message = finder(value), "None."
    except UsageError as error:
        found, message = [], str(error)
    assert message.endswith(".")
    assert printable(message)
    assert len(message) < 1500
    for each in found:
        json.dumps(list(each), ensure_ascii=False).encode()


@FINDERS
@pytest.mark.parametrize(
    "secret",
    [
        pytest.param({"options": {"password": SECRET}}, id="options"),
        pytest.param({"changed": False, "status": 401, "cookies": {"session": SECRET}}, id="cookies"),
        pytest.param({"changed": False, "cookies_string": SECRET, "content": SECRET}, id="a result without a status"),
        pytest.param({"stdout": json.dumps({"data": {"secret": SECRET}})}, id="what a command printed"),
        pytest.param({"stdout": f"{{{SECRET}"}, id="what a command printed, cut short"),
        pytest.param(f'{{"token": {SECRET}}}', id="broken JSON"),
        pytest.param({"headers": {"authorization": SECRET}}, id="headers"),
        pytest.param({"results": [{"item": SECRET, "changed": False}]}, id="the item of a loop"),
        pytest.param({"id": SECRET.encode()}, id="no JSON"),
        pytest.param({"status": 202, "url": f"https://u:{SECRET}@h/x?token={SECRET}#{SECRET}"}, id="a URL"),
    ],
)
def test_no_secret_is_in_a_message(finder: Callable[[Any], list[Any]], secret: Any) -> None:
    with pytest.raises(UsageError) as caught:
        finder([secret])
    assert SECRET not in str(caught.value)


def hidden(value: Any) -> Any:
    """The same with a secret under each key that nobody knows, as a text, in a list and in what was printed."""
    if isinstance(value, dict):
        own = {key: hidden(inner) for key, inner in value.items()}
        return {**own, "token": SECRET, "vars": [{"password": SECRET}], "note": f'{{"password": "{SECRET}"}}'}
    if isinstance(value, list):
        return [hidden(inner) for inner in value]
    return value


#: What results have, apart from ids.
PARTS = st.recursive(
    st.none() | st.booleans() | st.sampled_from([200, 202, 409, "", "OK", "OGG-00303", "NotFound"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["changed", "failed", "rc", "status", "json", "content", "data", "results", "headers", "links", "messages",
                 "response", "items", "outputs", "value", "instance", "cookies", "invocation", "ansible_job_id", "stderr"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)  # fmt: skip
WORDS = st.sampled_from(["Are you sure? [y/N]: ", "ServiceError:\n", "HTTP/1.1 409 Conflict\r\nX: y\r\n\r\n", ""])


@FINDERS
@given(value=PARTS, words=WORDS, printed=st.booleans(), cut=st.integers(0, 60))
def test_what_stands_under_unknown_keys_is_in_no_message(
    finder: Callable[[Any], list[Any]], value: Any, words: str, printed: bool, cut: int
) -> None:
    secret = hidden({"x": value} if not isinstance(value, dict) else value)
    text = words + json.dumps(secret)
    given = {"changed": True, "rc": 1, "stdout": text[: len(text) - cut], "stderr": text} if printed else secret
    try:
        assert not any(SECRET in str(each.id) for each in finder(given))
    except UsageError as error:
        assert SECRET not in str(error)  # noqa: PT017
