# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How text becomes a part of a page without being markup: pure. Private to longops.oracle.

Text of servers and users stands in the content of elements only, never in an attribute, a style or an id.
"""

from __future__ import annotations

import html
from typing import Iterable, Optional, Sequence

from .._text.sanitize import clean
from .described import Verdict

#: What stands where there is nothing to say.
NOTHING = "&ndash;"


def plain(text: Optional[str]) -> str:
    """One line of text, as the content of an element."""
    return html.escape(clean(text), quote=True)


def name(text: str) -> str:
    """A name in one line, which may be broken behind underscores."""
    return plain(text).replace("_", "_<wbr>")


def took(text: str) -> str:
    """A duration, of which each is on one line: "4 min 38 s", "9 min 59 s so far", "22 s to 2 min 9 s"."""
    if text.endswith(" so far"):
        return f"<span>{plain(text[:-7])}</span> <small>so far</small>"
    return " to ".join(f"<span>{plain(part)}</span>" for part in text.split(" to ")) if text else NOTHING


def lines(texts: Sequence[str]) -> str:
    """Lines of text, of which a style keeps the ends."""
    return "\n".join(plain(text) for text in texts)


def icon(verdict: Optional[Verdict]) -> str:
    """The symbol of a verdict. Next to it stands a word that says the same."""
    return f'<svg class="i" aria-hidden="true"><use href="#i-{verdict.value}"/></svg>' if verdict is not None else ""


def fitting(pieces: Iterable[str], most: int) -> tuple[list[str], int]:
    """The first pieces that have at most so many bytes together, and how many."""
    found: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece.encode("utf-8", "replace"))
        if size > most:
            break
        found.append(piece)
    return found, len(found)
