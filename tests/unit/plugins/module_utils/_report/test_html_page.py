# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as a page: it is whole, has nothing from elsewhere and no script, and text of servers stays text."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import re
from typing import Any, Callable, Optional

import pytest
from hypothesis import example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._report import html_page, html_style
from ansible_collections.longops.oracle.plugins.module_utils._report.axis import Axis
from ansible_collections.longops.oracle.plugins.module_utils._report.content import Content, content
from ansible_collections.longops.oracle.plugins.module_utils._report.html_timeline import MOST_PERCENTS, thinned
from ansible_collections.longops.oracle.plugins.module_utils._report.timeline import Timeline
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import clean
from ansible_collections.longops.oracle.tests.unit.examples import examples

from . import samples
from .samples import BEGAN

VOID = ("meta", "wbr")
SAMPLES: dict[str, Callable[[], Content]] = {
    "none": lambda: content(Timeline(), {"failed": True, "msg": "No."}, BEGAN),
    "one": samples.one,
    "eight": samples.eight,
    "states": samples.states,
    "eighty": lambda: samples.many(80),
    "all failed": lambda: samples.many(80, failed=1.0),
    "interrupted": lambda: samples.waited([(samples.OCI, [(1.0, samples.entry("a", "IN_PROGRESS"))])], 5, result=None),
}


class Parsed(html.parser.HTMLParser):
    """What a browser makes of a page: elements with their attributes, text, and whether each element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, Optional[str]]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.others: list[str] = []
        self.style = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert len({name for name, _value in attrs}) == len(attrs), attrs
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        assert "svg" in self.open, tag
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    @property
    def shape(self) -> set[tuple[str, str]]:
        """The names of all elements and their attributes."""
        return {(tag, name) for tag, attributes in self.elements for name in ("", *attributes)}

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _tag, attributes in self.elements if name in attributes]


@pytest.fixture(params=SAMPLES)
def parsed(request: pytest.FixtureRequest) -> Parsed:
    return Parsed(html_page.page(SAMPLES[request.param](), "1.0.0"))


def test_a_page_has_nothing_from_elsewhere_and_no_script(parsed: Parsed) -> None:
    tags = {tag for tag, _attributes in parsed.elements}
    assert tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "a:href"} == set()
    assert not [
        name for _tag, name in parsed.shape if name.startswith("on") or name in ("src", "style", "srcset", "xlink:href")
    ]
    assert all(re.fullmatch(r"#[a-z0-9-]+", target) for target in parsed.values("href"))
    assert re.findall(r"url\((?!#)|@import|https?:|//", parsed.style) == []


def test_a_page_allows_its_own_style_and_nothing_else(parsed: Parsed) -> None:
    [policy] = [
        attributes["content"]
        for tag, attributes in parsed.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256(parsed.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_ids_are_unique_and_every_link_has_its_target(parsed: Parsed) -> None:
    ids = parsed.values("id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in parsed.values("href")} <= set(ids)
    assert set(parsed.values("aria-labelledby")) <= set(ids)


def test_a_page_can_be_read_without_seeing_it(parsed: Parsed) -> None:
    """Headings in order, tables with heads, a language, and pictures that are described or hidden."""
    elements = parsed.elements
    assert [attributes.get("lang") for tag, attributes in elements if tag == "html"] == ["en"]
    levels = [int(tag[1]) for tag, _attributes in elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - level <= 1 for level, later in zip(levels, levels[1:]))
    for place, (tag, attributes) in enumerate(elements):
        if tag == "svg" and attributes.get("role") == "img":
            assert elements[place + 1][0] == "title"
        if tag == "table":
            assert "th" in [other for other, _attributes in elements[place : place + 8]]
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in elements if tag == "th")


def test_numbers_in_pictures_are_numbers(parsed: Parsed) -> None:
    for tag, attributes in parsed.elements:
        for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy"):
            if tag != "meta" and name in attributes:
                assert re.fullmatch(r"\d+(\.\d+)?%?", attributes[name] or ""), (tag, attributes)


def test_resources_have_their_names_and_the_times_at_which_they_were_seen() -> None:
    page = html_page.page(samples.states(), "1.0.0")
    text = " ".join(" ".join(Parsed(page).text).split())
    for words in [
        "STOPPED · core · web-1 · ...",
        "404 NotAuthorizedOrNotFound · core · web-2 · ...",
        "/CertManager",
        "first seen 09:00:00 UTC, seen to have ended 09:00:41 UTC",
        "about 41 s",
        "60 s so far",
        "OutOfHostCapacity capacity No host has room. The shape is not available.",
        "seen: STOPPING",
        "goal absent",
    ]:
        assert words in text, words
    assert "CertManager · " not in text


def test_what_happened_is_on_the_page() -> None:
    text = " ".join(" ".join(Parsed(html_page.page(samples.eight(), "1.0.0")).text).split())
    for words in [
        "Timed out: 2 of 9 operations had not ended",
        "Patch DB System",
        "FAILED at 42 %",
        "dbnode2: /u01 has 4.2 GB free, and the patch needs 15 GB.",
        "seen: IN_PROGRESS at 20 %",
        samples.OPC,
        "Prechecks failed on dbnode2",
        "Extract SALES was not registered",
        "The secret that holds the password cannot be read.",
        "403 NotAuthorizedOrNotFound",
        "started, 22 s later",
        "1 requires attention",
    ]:
        assert words in text, words


def test_an_operation_that_began_before_the_axis_has_a_mark_and_its_time() -> None:
    day = 86400.0
    seen = [(BEGAN - 3 * day, 1)] + [(BEGAN - 5, n) for n in range(2, 11)]
    operations = [
        (samples.OCI, [(1.0, samples.entry(samples.ocid("workrequest", n), "IN_PROGRESS", time_accepted=accepted))])
        for accepted, n in seen
    ]
    page = html_page.page(samples.waited(operations, 60), "1.0.0")
    assert page.count('href="#earlier"') == 2  # with that of the legend
    assert "accepted 2026-11-27 09:00:00 UTC" in page
    assert 'href="#earlier"' not in html_page.page(samples.eight(), "1.0.0")


def test_of_percentages_that_are_close_together_the_last_is_shown() -> None:
    """It may be the last for a long time."""
    axis = Axis(BEGAN, BEGAN + 1000)
    percents = [(BEGAN, 0.0), (BEGAN + 5, 10.0), (BEGAN + 10, 25.0), (BEGAN + 600, 30.0)]
    assert thinned(percents, axis) == [percents[0], percents[2], percents[3]]
    many = thinned([(BEGAN + n, n / 10) for n in range(1000)], axis)
    assert len(many) <= MOST_PERCENTS + 2
    assert (many[0][1], many[-1][1]) == (0.0, 99.9)
    assert thinned([], axis) == []


NASTY = [
    "<script>alert(1)</script>",
    "</style><script>x</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></svg><svg onload=x>",
    "&lt;b&gt;&#60;b&#62;&amp",
    "<!--",
    "-->",
    "]]>",
    "<?php ?>",
    "</code></td></tr></table>",
    "javascript:x",
    "\u202e\x00\x1b[31m\ud800\u2028",
    "#o1",
    "{{ 6 * 7 }}",
    "a\nb\r\nc\td",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(), st.lists(st.sampled_from([*NASTY, "x", " "])).map("".join))


@given(texts)
@example("".join(NASTY))
@example("_")
@examples(60)
def test_text_of_a_service_stays_text(text: str) -> None:
    harmless = Parsed(html_page.page(samples.saying("te_xt\nmore"), "1.0.0"))
    found = Parsed(html_page.page(samples.saying(text), "1.0.0"))
    assert found.shape <= harmless.shape
    assert found.others == []
    assert found.style == harmless.style
    whole = clean(f"a{text}")
    shown = " ".join(" ".join(found.text).split())
    assert " ".join(whole.split())[:150] in shown
    for name in {name for _tag, name in found.shape} - {"content"}:
        assert all(re.fullmatch(r"[-#a-zA-Z0-9 %.,()/=]*", value) for value in found.values(name)), name


@given(texts)
@examples(20)
def test_so_does_the_text_that_many_have_in_common(text: str) -> None:
    harmless = Parsed(html_page.page(samples.reasons_saying("te_xt"), "1.0.0"))
    found = Parsed(html_page.page(samples.reasons_saying(text), "1.0.0"))
    assert found.shape <= harmless.shape
    assert found.others == []


@pytest.mark.parametrize(("count", "failed"), [(1000, 0.04), (5000, 1.0)])
def test_a_page_about_thousands_stays_small(count: int, failed: float) -> None:
    page = html_page.page(samples.many(count, failed), "1.0.0")
    assert len(page.encode()) < 1_500_000
    parsed = Parsed(page)
    assert ("a", "href") in parsed.shape
    assert {target[1:] for target in parsed.values("href")} <= set(parsed.values("id"))


def test_long_texts_of_many_leave_it_small() -> None:
    long = '<&">' * 4000
    seen = [
        (
            samples.OCI,
            [(1.0, samples.entry(samples.ocid("workrequest", n), "FAILED", errors=[samples.error("E", long)] * 30))],
        )
        for n in range(60)
    ]
    assert len(html_page.page(samples.waited(seen, 5), "1.0.0").encode()) < 1_500_000


# Contrast (WCAG 2.2, 1.4.3)


def luminance(colour: str) -> float:
    whole = "".join(digit * 2 for digit in colour) if len(colour) == 3 else colour
    parts = [int(whole[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [html_style.LIGHT, html_style.DARK], ids=["light", "dark"])
def test_all_text_has_enough_contrast(colours: str) -> None:
    found = dict(re.findall(r"--([a-z]+):#([0-9a-f]+)", colours))
    grounds = [luminance(found[name]) for name in ("paper", "wash")]
    for name in ("ink", "soft", "succeeded", "failed", "canceled", "attention", "pending", "unreadable"):
        for ground in grounds:
            lighter, darker = sorted((luminance(found[name]), ground), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, name
