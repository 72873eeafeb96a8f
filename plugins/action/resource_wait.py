# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module resource_wait, and shows how far it is."""

from __future__ import annotations

from typing import Any, Sequence

from ..module_utils._resources.kind import KIND
from ..plugin_utils._events import Event
from ..plugin_utils._reconnect import missing_is_gone
from ..plugin_utils._wait_action import WaitAction


class ActionModule(WaitAction):
    module = "resource_wait"
    kinds = (KIND,)

    def again(self, events: Sequence[Event]) -> dict[str, Any]:
        return missing_is_gone(self._task.args, events, KIND)
