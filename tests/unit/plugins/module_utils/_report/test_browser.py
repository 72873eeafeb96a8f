# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report in a browser: light and dark, as wide as a desk and as narrow as a phone, and on paper."""

from __future__ import annotations

import pathlib
import re
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._report import html_page
from ansible_collections.longops.oracle.tests.tools import browser

from . import samples
from .test_html_page import NASTY

WIDTHS = (1400, 390, 320)
LIGHT, DARK = ("rgb(255, 255, 255)", "rgb(27, 31, 36)"), ("rgb(20, 23, 27)", "rgb(230, 233, 237)")
RUN = "<script>window.ran = parent.ran = true</script><img src=x onerror='parent.ran = true'>"


@pytest.fixture(scope="module")
def program() -> str:
    try:
        return browser.program()
    except browser.Missing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    found = {
        "one": samples.one(),
        "eight": samples.eight(),
        "thousand": samples.many(1000),
        "nasty": samples.saying(RUN + "".join(NASTY)),
        "long": samples.saying("w" * 3000),
    }
    return {name: html_page.page(content, "1.0.0") for name, content in found.items()}


def test_pages_are_laid_out_at_every_width(program: str, pages: dict[str, str]) -> None:
    for (name, width), found in browser.measured(pages, WIDTHS).items():
        about = f"{name} at {width} px: {found}"
        assert found["overflow"] <= 0, about
        assert (found["background"], found["colour"]) == LIGHT, about  # the policy allows the style
        assert "system-ui" in found["font"], about
        assert found["bars"] == found["drawn"] > 0, about
        assert (found["outside"], found["covered"]) == (0, 0), about
        assert (found["scripts"], found["images"], found["ran"]) == (0, 0, False), about
        assert found["text"] > 300, about


def test_a_browser_that_is_dark_has_a_dark_page(program: str, pages: dict[str, str]) -> None:
    [found] = browser.measured({"one": pages["one"]}, [1400], browser.DARK).values()
    assert (found["background"], found["colour"]) == DARK


def test_a_page_can_be_printed(program: str, pages: dict[str, str], tmp_path: pathlib.Path) -> None:
    page, file = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(pages["eight"], encoding="utf-8")
    browser.printed(page, file)
    content: Any = file.read_bytes()
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 8
