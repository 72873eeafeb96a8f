# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What results and messages call work requests. Private to longops.oracle."""

from __future__ import annotations

from .._core.operation import OperationKind
from .catalogue.action_types import affected
from .catalogue.error_categories import category_of_entry

KIND = OperationKind("work request", "work_requests", "work_request", categorize=category_of_entry, affected=affected)
