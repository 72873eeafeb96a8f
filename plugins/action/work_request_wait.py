# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live progress around the module work_request_wait."""

from __future__ import annotations

from typing import Any, ClassVar, Mapping, Sequence

from ..module_utils._oci.cancel import check_can_cancel
from ..module_utils._oci.catalogue import lookup
from ..plugin_utils._watching import WORDS, WatchingAction


class ActionModule(WatchingAction):
    noun = "work request"
    key = "work_requests"
    asking = ("work_request_id", "id", "work_request_ids", "opc_work_request_id", "resource_id")
    words: ClassVar[Mapping[str, tuple[str, ...]]] = dict(
        WORDS, on_timeout=(*WORDS["on_timeout"], "cancel"), logs=("failed", "all", "none")
    )

    def again(self, entry: Mapping[str, Any]) -> Any:
        return {name: entry[name] for name in ("id", "service", "compartment_id")}

    def check(self, entries: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> None:
        if asked["on_timeout"] == "cancel":
            check_can_cancel(lookup.find(entry["service"]) for entry in entries)
