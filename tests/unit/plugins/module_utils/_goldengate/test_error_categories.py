# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The category of an error of GoldenGate."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._goldengate.error_categories import (
    category_of,
    category_of_entry,
)


@pytest.mark.parametrize(
    ("code", "status", "category"),
    [
        ("OGG-12031", None, "not_found"),
        ("ogg-12062", 403, "authorization"),
        ("OGG-00664", None, "unknown"),
        ("OGG-99999", 400, "invalid"),
        ("OGG-99999", 409, "conflict"),
        (None, 500, "internal"),
        (None, 429, "throttled"),
        (None, None, "unknown"),
    ],
)
def test_the_category_of_an_error(code: Any, status: Any, category: str) -> None:
    assert category_of(code, "text", status) == category


@pytest.mark.parametrize(
    ("status", "category"),
    [(409, "conflict"), ("400", "invalid"), (True, "unknown"), (200, "unknown"), (None, "unknown"), ("odd", "unknown")],
)
def test_the_category_of_a_call_without_errors(status: Any, category: str) -> None:
    assert category_of_entry({"request_status": status}) == category
