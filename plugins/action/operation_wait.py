# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module operation_wait, and shows how far it is."""

from __future__ import annotations

from typing import Any, Sequence

from ..module_utils._goldengate.kind import KIND as REQUEST
from ..module_utils._oci.kind import KIND as WORK_REQUEST
from ..module_utils._resources.kind import KIND as RESOURCE
from ..plugin_utils._events import Event
from ..plugin_utils._reconnect import missing_is_gone
from ..plugin_utils._wait_action import WaitAction


class ActionModule(WaitAction):
    module = "operation_wait"
    kinds = (WORK_REQUEST, REQUEST, RESOURCE)

    def again(self, events: Sequence[Event]) -> dict[str, Any]:
        given = self._task.args.get("operations")
        if not isinstance(given, list):
            return {}
        more = [missing_is_gone(each, events, RESOURCE) for each in given]
        return {"operations": [{**each, **beside} if beside else each for each, beside in zip(given, more)]}

    def lost(self, why: str, events: Sequence[Event]) -> dict[str, Any]:
        found = super().lost(why, events)
        return {**found, "not_started": [], "report": found["msg"]}
