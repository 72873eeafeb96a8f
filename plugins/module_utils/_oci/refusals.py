# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the error of a service in what its clients print and return: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, Optional

#: A code of an error (OCI API reference, "API Errors"; some services have dots in theirs).
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")


def of_body(body: dict[str, Any]) -> Optional[str]:
    """The code and the message of an error as OCI's APIs answer, its CLI prints and oracle.oci returns it; None where it is none."""
    code, message = body.get("code"), body.get("message")
    if isinstance(code, str) and isinstance(message, str) and _CODE.fullmatch(code):
        return f"{code}: {message}"
    return None
