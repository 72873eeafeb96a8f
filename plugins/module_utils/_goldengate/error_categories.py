# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows the category of an error of GoldenGate, from its code and the status of the answer: pure. Private to longops.oracle.

The codes are those of the Oracle GoldenGate REST API and of "Error Messages for Oracle GoldenGate".
"""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .._core.operation import Category
from .._http import faults

CODES = {
    "OGG-12031": Category.NOT_FOUND,  # the requested resource does not exist
    "OGG-12061": Category.AUTHORIZATION,  # the header Authorization is malformed
    "OGG-12062": Category.AUTHORIZATION,  # the user's role does not allow it
    "OGG-12063": Category.AUTHORIZATION,  # the user or the password is wrong
}


def category_of(code: Optional[str], text: Optional[str] = None, status: Optional[int] = None) -> str:
    """The category of an error. status is that of the answer which was the error, if it was one."""
    return CODES.get((code or "").upper()) or faults.category_of(status)


def category_of_entry(entry: Mapping[str, Any]) -> str:
    """The category of a failed request whose errors do not say it, from the status with which its call was answered."""
    status = str(entry.get("request_status"))  # a number, which some servers write as a text
    return category_of(None, None, int(status) if status.isascii() and status.isdigit() else None)
