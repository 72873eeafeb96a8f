# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What commands print: JSON behind prompts and warnings, HTTP answers with headers, values on lines."""

from __future__ import annotations

import json
import time
from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._ansible import printed

BODY = {"data": {"id": "x", "tags": {"a": [1, "}"]}}, "opc-work-request-id": "y"}
COMPACT, PRETTY = json.dumps(BODY), json.dumps(BODY, indent=2)


@pytest.mark.parametrize("body", [COMPACT, PRETTY, PRETTY.replace("\n", "\r\n"), PRETTY.replace('"x"', '"x\ty"')])
@pytest.mark.parametrize(
    "before",
    [
        "",
        "\ufeff",
        "\n\n",
        "Are you sure you want to delete this resource? [y/N]: ",
        "Action completed. Waiting until the work request has entered state: ('SUCCEEDED',)\n",
        "WARNING: {config_file} is open to all\nstep [1] of [2]\n",
        "\x1b[33mWarning: Permissions on ~/.oci/config are too open\x1b[0m\n",
    ],
)
@pytest.mark.parametrize("after", ["", "\n", "\nDone. [ok]\n", "\n{end}"])
def test_json_is_found_whatever_stands_around_it(before: str, body: str, after: str) -> None:
    [found] = printed.read(before + body + after).values
    assert found["opc-work-request-id"] == "y"


def test_several_documents_come_in_order() -> None:
    text = f"{json.dumps({'n': 1})}\n--\n{json.dumps([{'n': 2}])}\nand {json.dumps({'n': 3}, indent=4)}"
    assert printed.read(text).values == [{"n": 1}, [{"n": 2}], {"n": 3}]


@pytest.mark.parametrize("value", [[["a", "b"]], [["a"], ["b", "c"]], [[["a"]]], [[{"id": "a"}], []], ["a", ["b"]]])
@pytest.mark.parametrize("indent", [None, 2])
def test_lists_in_a_list_are_what_a_query_for_several_values_prints(value: list[Any], indent: Optional[int]) -> None:
    assert printed.read(f"Fetched [1] page [[2]]\n{json.dumps(value, indent=indent)}\n").values == [value]


@pytest.mark.parametrize("cut", range(6, len(PRETTY) - 1, 7))
def test_nothing_is_taken_out_of_json_that_is_cut_short(cut: int) -> None:
    found = printed.read(f"Action completed.\n{PRETTY[:cut]}")
    assert found.values == []
    assert found.broken


def test_a_document_after_a_broken_one_is_found() -> None:
    found = printed.read(f'{{"a": {{"b": \n{PRETTY}')
    assert found.values == [BODY]
    assert found.broken


HEAD = "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nopc-work-request-id: y\r\n"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 Connection established\r\n\r\n",
        "HTTP/1.0 200 Connection Established\r\nProxy-Agent: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://h/other\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest\r\n\r\n",
        "  % Total    % Received\n  0     0    0     0    0     0      0      0 --:--:-- --:--:--\n",
    ],
)
@pytest.mark.parametrize("body", ["", COMPACT, PRETTY])
@pytest.mark.parametrize("version", ["HTTP/1.1 202 Accepted", "HTTP/2 202 ", "HTTP/2 202", "HTTP/3 202"])
def test_the_last_answer_of_a_call_counts(before: str, body: str, version: str) -> None:
    [found] = printed.read(before + HEAD.replace("HTTP/1.1 202 Accepted", version) + "\r\n" + body).values
    assert found["status"] == 202
    assert found["headers"]["opc-work-request-id"] == "y"
    assert found.get("json") == (BODY if body else None)


def test_each_call_of_one_command_has_its_answer() -> None:
    text = HEAD + "\r\n" + HEAD.replace(": y", ": z") + "\r\n" + COMPACT
    assert [each["headers"]["opc-work-request-id"] for each in printed.read(text).values] == ["y", "z"]


def test_what_curl_prints_with_verbose_is_read_as_well() -> None:
    text = (
        "> POST /x HTTP/1.1\r\n> Host: h\r\n>\r\n< HTTP/1.1 202 Accepted\r\n< opc-work-request-id: y\r\n<\r\n" + COMPACT
    )
    [found] = printed.read(text).values
    assert (found["status"], found["headers"]) == (202, {"opc-work-request-id": "y"})


def test_the_status_that_curl_writes_out_belongs_to_the_body() -> None:
    assert printed.read(f"{COMPACT}\n202").values == [{"status": 202, "json": BODY}]


def test_a_header_that_comes_twice_has_both_values() -> None:
    [found] = printed.read("HTTP/1.1 202 Accepted\nX: a\nopc-work-request-id: y\nopc-work-request-id: z\n\n").values
    assert found["headers"] == {"X": "a", "opc-work-request-id": "y,z"}


def test_headers_alone() -> None:
    assert printed.read("date: now\nOpc-Work-Request-Id: y\n").values == [
        {"headers": {"date": "now", "Opc-Work-Request-Id": "y"}}
    ]


def test_what_is_in_json_is_on_no_line() -> None:
    """Such as the work request that once made an instance, in its metadata."""
    text = (
        "before\n" + json.dumps({"metadata": {"created-by": "ocid1.x"}}, indent=1) + "\nbetween\n" + COMPACT + " after"
    )
    assert printed.read(text).lines == ["before", "between", "after"]


def test_lines_come_without_what_frames_them() -> None:
    assert printed.read('"a"\n\n  b,\n').lines == ["a", "b"]


@given(
    st.text()
    | st.lists(st.sampled_from(["{", "[", '"', "}", "]", "\\", "\n", "HTTP/1.1 200 x\n", "a: b\n", "1"])).map("".join)
)
def test_any_text_can_be_read(text: str) -> None:
    found = printed.read(text)
    assert all(isinstance(value, (dict, list)) for value in found.values)


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000, '{"a":' * 200_000, "{" * 1_000_000, '["' + "a" * 1_000_000, "HTTP/1.1 200\n" * 50_000]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    begin = time.process_time()
    printed.read(text)
    assert time.process_time() - begin < 5


def test_loads_takes_what_servers_write_into_texts() -> None:
    value: Any = printed.loads('\ufeff{"a": "tab\there"}')
    assert value == {"a": "tab\there"}
