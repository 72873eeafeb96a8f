# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a field that may have one of several names: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence


def names(key: str, regular: Mapping[str, str], special: Mapping[str, Optional[str]]) -> tuple[str, ...]:
    """The names of a field, the family's own first."""
    own = special.get(key)
    return (regular[key],) if own is None else (own, regular[key])


def first_text(said: Mapping[str, Any], names: Sequence[Optional[str]]) -> Optional[str]:
    """The first of these fields that has a text, or a number, which becomes one."""
    texts = (_text(said.get(name)) for name in names if name is not None)
    return next((text for text in texts if text is not None and text.strip()), None)


def _text(value: Any) -> Optional[str]:
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value)
