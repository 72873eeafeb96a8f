# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live progress around the module request_status_wait."""

from __future__ import annotations

from typing import Any, Mapping

from ..plugin_utils._watching import WatchingAction


class ActionModule(WatchingAction):
    noun = "GoldenGate request"
    key = "requests"
    asking = ("request_id", "id", "request_ids")
    errors_shown = 10

    def again(self, entry: Mapping[str, Any]) -> Any:
        return {"id": entry["id"], "call": entry["call"]}
