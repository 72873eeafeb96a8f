# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what an exception came from, however libraries wrap it: pure. Private to longops.oracle."""

from __future__ import annotations

import socket
from typing import Any, Iterator

from .._text.sanitize import clean


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, the innermost last."""
    seen: list[BaseException] = []
    cause: Any = error
    while isinstance(cause, BaseException) and cause not in seen:
        seen.append(cause)
        yield cause
        inner = (
            getattr(cause, "reason", None),
            cause.__cause__,
            cause.__context__,
            *cause.args[:1],
        )  # urllib3 1.26 uses them all
        cause = next((each for each in inner if isinstance(each, BaseException)), None)


def innermost(error: BaseException) -> str:
    """The innermost reason, which is the one that a person can act on."""
    for found in causes(error):
        if isinstance(found, socket.gaierror):
            return f"the host name cannot be resolved ({clean(found.strerror or str(found))})"
    said = clean(str(getattr(found, "strerror", None) or found))
    return said or type(found).__name__
