# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module work_request_wait, and shows how far it is."""

from __future__ import annotations

from typing import Any, Sequence

from ..module_utils._oci.kind import KIND as WORK_REQUEST
from ..module_utils._resources.kind import KIND as RESOURCE
from ..plugin_utils._events import Event
from ..plugin_utils._wait_action import WaitAction


class ActionModule(WaitAction):
    module = "work_request_wait"
    kinds = (WORK_REQUEST, RESOURCE)  # the second with then: resources

    def lost(self, why: str, events: Sequence[Event]) -> dict[str, Any]:
        found = super().lost(why, events)
        if self._task.args.get("then") != "resources":
            del found[RESOURCE.result_key]
        return found
