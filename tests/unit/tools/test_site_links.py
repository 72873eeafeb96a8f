# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found wrong with the links of a site."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.longops.oracle.tests.tools import site_links


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ('<a href="other.html#there">', ""),
        ('<a href="other.html?v=1">', ""),
        ('<a href="#here">', ""),
        ('<a href="https://example.com/x">', ""),
        ('<a href="nothing.html">', "sub/page.html leads to nothing.html, which does not exist"),
        ('<a href="other.html#nothing">', "sub/page.html leads to other.html#nothing, which has no such anchor"),
        ('<a href="#nothing">', "sub/page.html leads to #nothing, which has no such anchor"),
        ('<img src="https://example.com/x.png">', "sub/page.html loads https://example.com/x.png"),
        ('<script src="//example.com/x.js">', "sub/page.html loads //example.com/x.js"),
    ],
)
def test_links(tmp_path: pathlib.Path, element: str, fault: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "page.html").write_text(f'<p id="here">{element}', encoding="utf-8")
    (tmp_path / "sub" / "other.html").write_text('<a name="there">', encoding="utf-8")
    assert list(site_links.faults(tmp_path)) == ([fault] if fault else [])
