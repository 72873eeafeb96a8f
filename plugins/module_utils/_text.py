# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what a server sent fit to be shown to a person: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any

#: Control characters, half surrogate pairs, and marks that turn the direction of writing: a terminal obeys them, or chokes.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: Any) -> str:
    """A text as one printable line; empty where it is no text."""
    if not isinstance(text, str):
        return ""
    return re.sub(r"\s+", " ", _UNPRINTABLE.sub(" ", text)).strip()
