# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of each module: runs it, in this process where it may, otherwise as ansible-core does. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Optional

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ..module_utils._ansible import lifeline
from . import _in_process

display = Display()


class ModuleAction(ActionBase):
    """Base of the action plugins; module is the name of the module, without that of the collection."""

    module = ""

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: Optional[str] = None, task_vars: Optional[dict[str, Any]] = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        # No task outlives its playbook: ansible-core 2.19 and later give workers sessions of their own.
        with lifeline.of_worker(self.abandon):
            result.update(self.result(task_vars or {}))
        return result

    def result(self, task_vars: dict[str, Any]) -> dict[str, Any]:
        """What the module returns."""
        return self.in_process(task_vars) if self.runs_here(task_vars) else self.as_module(task_vars)

    def abandon(self) -> None:
        """The playbook has ended, and so will this process: leave nothing behind, but a report that the task asks for."""
        _in_process.abandon()

    def runs_here(self, task_vars: dict[str, Any]) -> bool:
        obstacle = _in_process.obstacle(self, task_vars)
        if obstacle is not None:
            display.vvv(f"longops.oracle.{self.module} runs as a module, because {obstacle}.")
        return obstacle is None

    def in_process(self, task_vars: dict[str, Any], listener: Optional[_in_process.Listener] = None) -> dict[str, Any]:
        return _in_process.run(self, self.module, task_vars, listener)

    def as_module(self, task_vars: dict[str, Any], **options: Any) -> dict[str, Any]:
        """Run the module as ansible-core does, with further options beside those of the task."""
        args = dict(self._task.args, **options)
        return self._execute_module(module_args=args, task_vars=task_vars, wrap_async=bool(self._task.async_val))
