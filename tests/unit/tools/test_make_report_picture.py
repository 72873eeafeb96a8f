# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wait whose report is a picture of the documentation: it has every outcome, and takes seconds. `make pictures` draws it."""

from __future__ import annotations

import html
import pathlib
import re

from ansible_collections.longops.oracle.tests.tools import make_report_picture

ROOT = pathlib.Path(__file__).parents[3]


def test_the_report_has_every_outcome(tmp_path: pathlib.Path) -> None:
    result = make_report_picture.waited(tmp_path / "report.html")
    assert (len(result["succeeded"]), len(result["unsuccessful"]), len(result["pending"])) == (3, 3, 2)
    assert result["elapsed"] >= make_report_picture.TIMEOUT
    text = re.sub(r"<[^>]*>", " ", (tmp_path / "report.html").read_text(encoding="utf-8").partition("<body>")[2])
    words = " ".join(html.unescape(text).split())
    for expected in [
        "Timed out: 2 of 8 operations had not ended",
        "2 failed 1 canceled 1 requires attention 1 not over 3 succeeded",
        "PrecheckFailed",
        "OGG-08221",
        "NEEDS_ATTENTION at 40 %",
        "09:00 09:05 09:10 09:15 09:20 09:25",
    ]:
        assert expected in words, expected
    assert "clock" not in words


def test_the_picture_is_small() -> None:
    file = ROOT / make_report_picture.PICTURE
    if file.exists():  # a tarball has none
        assert file.stat().st_size < 150_000
