# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No link of a page is dead: the file is there, and so is the heading."""

from __future__ import annotations

import functools
import pathlib
import re

import pytest

from ansible_collections.longops.oracle.tests.tools import markdown_pages as markdown

ROOT = pathlib.Path(__file__).parents[3]
PAGES = [
    pathlib.PurePosixPath(path.relative_to(ROOT).as_posix())
    for pattern in (
        "*.md",
        ".github/**/*.md",
        "docs/**/*.md",
        "roles/**/*.md",
        "tests/simulator/*.md",
        "extensions/**/*.md",
    )
    for path in sorted(ROOT.glob(pattern))
]
#: Files that name pages of the project by their whole addresses.
OTHERS = [
    path
    for pattern in (
        "galaxy.yml",
        "docs/docsite/*.yml",
        "plugins/**/*.py",
        "roles/**/*.yml",
        "extensions/**/*.py",
        ".github/**/*.yml",
    )
    for path in sorted(ROOT.glob(pattern))
]


@functools.lru_cache(maxsize=None)
def text(page: pathlib.PurePosixPath) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def fault(page: pathlib.PurePosixPath, target: str) -> str:
    """What is wrong with a link of a page; empty if nothing is."""
    place = markdown.file_of(page, target)
    if place is None:
        return ""
    path, anchor = place
    if not (ROOT / path).exists():
        return f"{target}: there is no {path}"
    if anchor and path.suffix == ".md" and anchor not in markdown.anchors(text(path)):
        return f"{target}: {path} has no heading {anchor}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_link_of_a_page_is_dead(page: pathlib.PurePosixPath) -> None:
    found = [(link.line, fault(page, link.target)) for link in markdown.links(text(page))]
    assert [f"{page}:{line}: {what}" for line, what in found if what] == []


def test_no_link_of_another_file_is_dead() -> None:
    address = re.compile(re.escape(markdown.HOME) + r"[\w./#-]*[\w/]")
    nowhere = pathlib.PurePosixPath("nowhere.md")
    found = [
        (path, fault(nowhere, target))
        for path in OTHERS
        for target in address.findall(path.read_text(encoding="utf-8"))
    ]
    assert [f"{path.name}: {what}" for path, what in found if what] == []


def test_the_page_of_contents_lists_every_page() -> None:
    contents = pathlib.PurePosixPath("docs/README.md")
    listed = {place[0] for link in markdown.links(text(contents)) if (place := markdown.file_of(contents, link.target))}
    assert {page for page in PAGES if page.parts[0] == "docs" and page != contents} <= listed


@pytest.mark.parametrize(
    "target",
    [
        "nothing.md",
        "services.md#nothing",
        "#nothing",
        "../plugins/modules/nothing.py",
        markdown.HOME + "docs/nothing.md",
    ],
)
def test_a_dead_link_is_found(target: str) -> None:
    assert fault(pathlib.PurePosixPath("docs/README.md"), target)


@pytest.mark.parametrize(
    "target",
    [
        "services.md",
        "services.md#fields-of-their-own",
        "#start-here",
        "../plugins",
        "https://example.com/nothing.md",
        markdown.HOME + "docs/services.md",
    ],
)
def test_a_link_that_leads_somewhere_is_not(target: str) -> None:
    assert fault(pathlib.PurePosixPath("docs/README.md"), target) == ""
