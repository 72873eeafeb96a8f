# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which links of the built site lead nowhere, and what it would load from other hosts. Sphinx checks the links of pages, not those of its theme."""

from __future__ import annotations

import pathlib
from html.parser import HTMLParser
from typing import Iterator, Optional
from urllib.parse import unquote, urlsplit

#: Elements whose address a browser loads by itself.
LOADED = ("script", "link", "img", "iframe", "source")


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[tuple[str, str]] = []  # element, address
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value:
                self.links.append((tag, value))


def faults(html: pathlib.Path) -> Iterator[str]:
    """What is wrong with links, in all pages below a folder."""
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(html.rglob("*.html"))}
    for path, page in pages.items():
        for element, address in page.links:
            url = urlsplit(address)
            if url.scheme or url.netloc:
                if element in LOADED:
                    yield f"{path.relative_to(html)} loads {address}"
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            if not target.exists():
                yield f"{path.relative_to(html)} leads to {address}, which does not exist"
            elif url.fragment and target in pages and unquote(url.fragment) not in pages[target].anchors:
                yield f"{path.relative_to(html)} leads to {address}, which has no such anchor"
