# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report in Markdown: text of servers is in code only, and every row of a table has its cells."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given

from ansible_collections.longops.oracle.plugins.module_utils._report import markdown_page
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import clean
from ansible_collections.longops.oracle.tests.unit.examples import examples

from . import samples
from .test_html_page import NASTY, SAMPLES, texts

markdown_it = pytest.importorskip("markdown_it", reason="the parser markdown-it-py is not installed")

#: What a comment on GitHub may have.
MOST = 65_536
MARKDOWN = [
    "`", "``", "```", "`x", "x`", "|", "\\|", "\\", "| a | b |\n| - | - |", "@team", "#12", "[x](https://example.com)", "![x](y)",
    "<https://example.com>", "https://example.com", "**x**", "# x", "> x", "- x", "```\n# x\n```", "~~~", "    x", "&lt;", ":+1:", "  \n",
]  # fmt: skip


def tokens(text: str) -> list[Any]:
    """What a renderer makes of it, without the blocks around what is inline."""
    found: list[Any] = []
    for token in markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        found += token.children or [] if token.type == "inline" else [token]
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_only_what_it_is_made_of(name: str) -> None:
    found = {token.type for token in tokens(markdown_page.page(SAMPLES[name](), "1.0.0"))}
    assert {each for each in found if each.startswith(("html", "link", "image"))} == set()
    assert "heading_open" in found


def test_what_happened_is_in_it() -> None:
    text = markdown_page.page(samples.eight(), "1.0.0")
    assert text.startswith("## \u2718 Timed out: 2 of 9 operations had not ended\n\nWaited: 10 min (111 polls).")
    for words in [
        "| 1 | `Patch DB System` | \u2718 `FAILED at 42 %` | 2026-11-30 08:59:40 | 4 min 48 s | `ocid1.",
        "dbnode2: /u01 has 4.2 GB free, and the patch needs 15 GB.",
        f"- opc-request-id of the latest poll: `{samples.OPC}`",
        "| 2026-11-30 09:01:42 | seen: `IN_PROGRESS at 20 %` |",
        "- 7. `Launch Instance Pool`: 5 % at 09:00:21, ",
        "Prechecks failed on dbnode2",
    ]:
        assert words in text, words


def test_resources_have_their_names_and_bars_from_when_they_were_seen() -> None:
    text = markdown_page.page(samples.states(), "1.0.0")
    for words in [
        "| 1 | `db_system (sales)` | \u2718 `FAILED` | 2026-11-30 09:00:00 | about 20 s | `ocid1.dbsystem.",
        "| 2 | `addon to ACTIVE` | \u25f7 `CREATING` | 2026-11-30 09:00:00 | 60 s so far | `ocid1.cluster.",
        "`instance to STOPPED (web-1)`",
        "`instance to be gone (web-2)` | \u2714 `404 NotAuthorizedOrNotFound`",
        "- latest work request: `ocid1.mysqlworkrequest.",
    ]:
        assert words in text, words
    lines = text.split("```text\n")[1].split("\n```")[0].splitlines()
    bars = [re.sub(r"[^\u00b7\u2592]", "", line) for line in lines[1:6]]
    assert 0 < len(bars[0]) < len(bars[1])  # to when it was seen to have failed, and to the end of the wait
    assert ["\u00b7" in bar for bar in bars] == [False, False, True, False, False]


def test_the_picture_has_all_operations_on_one_axis() -> None:
    text = markdown_page.page(samples.eight(), "1.0.0")
    lines = text.split("```text\n")[1].split("\n```")[0].splitlines()
    assert lines[0].split() == ["09:00", "09:02", "09:04", "09:06", "09:08", "09:10", "(UTC)"]
    assert len(lines) == 1 + 9 + 2
    assert lines[5].endswith("!!!\u25b2")
    column = lines[0].index("09:04")
    assert all(len(line) <= 110 for line in lines)
    assert lines[1][column - 2] == "\u2592"


@given(texts)
@example("".join(MARKDOWN))
@example("".join(NASTY))
@examples(60)
def test_text_of_a_service_is_in_code_only(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", [*MARKDOWN, *(f"{one}{other}" for one in MARKDOWN[:8] for other in MARKDOWN[:8])])
def test_so_is_markdown(text: str) -> None:
    check(text)


def check(text: str) -> None:
    harmless = tokens(markdown_page.page(samples.saying("text\nmore"), "1.0.0"))
    found = tokens(markdown_page.page(samples.saying(text), "1.0.0"))
    assert {token.type for token in found} <= {token.type for token in harmless}
    outside = {token.content for token in found if token.type == "text"}
    known = {token.content for token in harmless if token.type == "text"}
    assert {re.sub(r"\d+", "0", each) for each in outside} <= {re.sub(r"\d+", "0", each) for each in known}
    assert shape(found) == shape(
        tokens(markdown_page.page(samples.saying(re.sub(r"[^\n]", "x", lines(text))), "1.0.0"))
    )
    whole = clean(f"a{text}")
    cells = {token.content.strip() for token in found if token.type == "code_inline"}
    assert whole[:150] in "\n".join(cells) or whole[:150].replace("|", "\u00a6") in "\n".join(cells)


def lines(text: str) -> str:
    """A text that has as many lines that are not empty."""
    return "\n".join("x" for line in f"a{text}".strip().splitlines() if clean(line))[1:]


def shape(found: list[Any]) -> list[str]:
    """The tables, row by row."""
    return [token.type for token in found if token.type in ("tr_open", "th_open", "td_open", "table_open", "fence")]


@pytest.mark.parametrize(("count", "failed"), [(1000, 0.04), (5000, 1.0)])
def test_thousands_fit_into_a_comment(count: int, failed: float) -> None:
    text = markdown_page.page(samples.many(count, failed), "1.0.0")
    assert len(text) < MOST
    assert "more: see the result of the task." in text


def test_code_spans_keep_backticks() -> None:
    assert markdown_page.code("a `b` ``c") == "```a `b` ``c```"
    assert markdown_page.code("`a`") == "`` `a` ``"
    assert markdown_page.code("") == ""
    assert markdown_page.cell("a|b") == "`a\u00a6b`"
    assert markdown_page.block(["a", "````"]) == "`````text\na\n````\n`````"
