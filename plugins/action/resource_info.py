# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module resource_info, where possible in the process of the playbook."""

from __future__ import annotations

from ..plugin_utils._module_action import ModuleAction


class ActionModule(ModuleAction):
    module = "resource_info"
