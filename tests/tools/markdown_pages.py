# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the Markdown pages of the project: links, anchors, and blocks of code, which tests follow and run."""

from __future__ import annotations

import pathlib
import re
from typing import Callable, Iterator, NamedTuple

FENCE = re.compile(r"^(\s*)(?:```|~~~)(\S*)")
#: A link or picture: its text, and where it leads.
LINK = re.compile(r"(!?\[(?:[^\[\]]|\[[^\]]*\])*\]\()([^)\s]+)(\))")
CODE = re.compile(r"`+[^`]*`+")
HEADING = re.compile(r"^(#{1,6}) (.*?)\s*$")
#: What stands before a block says something about it to the tests: <!-- block: NOTE -->
NOTE = re.compile(r"^\s*<!-- block: (.*?) -->\s*$")
#: Where the address of a file of the project begins, in pages that are read elsewhere too, and that of a picture.
HOME = "https://github.com/longops/oracle/blob/main/"
PICTURE_HOME = "https://github.com/longops/oracle/raw/main/"


class Block(NamedTuple):
    """A block of code: its first line in the page, its language, its text without indentation, and the notes before it."""

    line: int
    language: str
    text: str
    notes: tuple[str, ...]


class Link(NamedTuple):
    line: int
    target: str


def parts(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number, and whether it belongs to a block of code, its fences included."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        yield number, line, inside or fence is not None
        if fence:
            inside = not inside


def blocks(text: str) -> list[Block]:
    found: list[Block] = []
    notes: list[str] = []
    opened = None
    body: list[str] = []
    for number, line, is_code in parts(text):
        fence = FENCE.match(line) if is_code else None
        if fence and opened is None:
            opened, body = (number + 1, fence), []
        elif fence and opened is not None:
            found.append(Block(opened[0], opened[1][2], "".join(f"{each}\n" for each in body), tuple(notes)))
            opened, notes = None, []
        elif opened is not None:
            body.append(line.removeprefix(opened[1][1]))
        elif note := NOTE.match(line):
            notes.append(note[1])
    return found


def links(text: str) -> list[Link]:
    """The links and pictures of a page, outside of code."""
    return [
        Link(number, found[2])
        for number, line, is_code in parts(text)
        if not is_code
        for found in LINK.finditer(CODE.sub("", line))
    ]


def with_links(text: str, target: Callable[[str], str]) -> str:
    """The page with every link leading where the function says."""
    lines = []
    for _number, line, is_code in parts(text):
        lines.append(line if is_code else LINK.sub(lambda found: found[1] + target(found[2]) + found[3], line))
    return "\n".join(lines) + "\n"


def anchors(text: str) -> list[str]:
    """The anchors of a page's headings, as GitHub and the site make them."""
    found: list[str] = []
    for _number, line, is_code in parts(text):
        heading = None if is_code else HEADING.match(line)
        if heading:
            words = LINK.sub(lambda link: link[1].lstrip("![").rstrip("]("), heading[2])
            slug = re.sub(r"[^\w\- ]", "", words.replace("`", "").lower()).replace(" ", "-")
            same = sum(each == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", each) is not None for each in found)
            found.append(f"{slug}-{same}" if same else slug)
    return found


def file_of(page: pathlib.PurePosixPath, target: str) -> tuple[pathlib.PurePosixPath, str] | None:
    """The file of the project that a link of a page leads to, and the anchor in it. None for another place in the world."""
    folder = pathlib.PurePosixPath() if target.startswith((HOME, PICTURE_HOME)) else page.parent
    path, _hash, anchor = target.removeprefix(HOME).removeprefix(PICTURE_HOME).partition("#")
    if "://" in path or path.startswith("mailto:"):
        return None
    return (normal(folder / path) if path else page), anchor


def normal(path: pathlib.PurePosixPath) -> pathlib.PurePosixPath:
    """The path without "..", from the root of the project."""
    kept: list[str] = []
    for part in path.parts:
        if part == ".." and kept:
            kept.pop()
        else:
            kept.append(part)
    return pathlib.PurePosixPath(*kept)
