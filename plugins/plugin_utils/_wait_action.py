# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of each module that waits: runs it once, and shows what it reports. Private to longops.oracle."""

from __future__ import annotations

import os
import secrets
from typing import Any, ClassVar, Optional, Sequence

from ansible import constants as C  # noqa: N812  # the name that ansible-core gives it
from ansible.errors import AnsibleConnectionFailure
from ansible.utils.display import Display

from ..module_utils._core.operation import OperationKind
from ..module_utils._polling.progress_file import TEMPORARY
from . import _lost
from ._events import Event
from ._follower import Follower
from ._live_lines import LiveLines
from ._module_action import ModuleAction
from ._progress import Reporter, whereabouts
from ._progress_files import LocalFile, RemoteFile

display = Display()


class WaitAction(ModuleAction):
    """Base of the action plugins of the modules that wait. kinds are those of the operations that a module waits for."""

    kinds: ClassVar[tuple[OperationKind, ...]] = ()

    _own_file: Optional[LocalFile] = None  # the progress file that this plugin made on the controller

    def result(self, task_vars: dict[str, Any]) -> dict[str, Any]:
        if not self._is_shown():
            return super().result(task_vars)
        where = whereabouts(task_vars.get("inventory_hostname"), self._task.delegate_to)
        lines = LiveLines(Reporter(where), self.kinds)
        lines.start()
        try:
            if self.runs_here(task_vars):
                return self.in_process(task_vars, lines.put)
            return self._followed(task_vars, lines)
        finally:
            lines.finish()

    def lost(self, why: str, events: Sequence[Event]) -> dict[str, Any]:
        """What the module would have returned, made of the latest event of each operation."""
        return _lost.result(why, events, self.kinds, self._task.args)

    def abandon(self) -> None:
        if self._own_file is not None:
            self._own_file.remove()

    def _is_shown(self) -> bool:
        """Whether the user is to have lines: not in the background, where they come too late, nor where they are secret."""
        task = self._task
        silent = task.async_val or task.check_mode or task.no_log
        return not silent and task.args.get("progress", "changes") == "changes"

    def _followed(self, task_vars: dict[str, Any], lines: LiveLines) -> dict[str, Any]:
        """Run the module once, and follow its progress file meanwhile."""
        given = self._task.args.get("progress_file")
        is_local = self._connection.transport == "local" and self._connection.become is None
        path = str(given) if given else self._temporary(is_local)
        file = LocalFile(self._on_controller(path), not given) if is_local else RemoteFile(self, path, not given)
        if given and file.exists():
            display.vvv(f"longops.oracle does not follow {path}, which existed before: the module fails because of it.")
            return self.as_module(task_vars)
        if not given and isinstance(file, LocalFile):
            self._own_file = file
        try:
            with Follower(file, lines.put):
                result = self.as_module(task_vars, progress_file=path)
        except AnsibleConnectionFailure as error:
            if not lines.latest:
                raise
            return self.lost(f"The connection to the host of the wait was lost: {error}", lines.latest)
        if any(kind.result_key in result for kind in self.kinds):
            self._show_ends(result, lines)
        elif lines.latest:
            made = self.lost(str(result.get("msg") or "The module ended without a result."), lines.latest)
            result = {**made, **result, "failed": True, "msg": made["msg"]}
        return self._as_asked(result, given)

    def _show_ends(self, result: dict[str, Any], lines: LiveLines) -> None:
        """Show what the result says: the last lines of the file may not have been read."""
        entries = [(kind.event_key, entry) for kind in self.kinds for entry in result.get(kind.result_key) or ()]
        for name, entry in entries:
            lines.put({"elapsed": result.get("elapsed", 0.0), "operations": len(entries), name: entry})

    def _on_controller(self, path: str) -> str:
        """A path as a module on the controller understands it, which ansible-core runs in the directory of the playbook."""
        return os.path.join(self._loader.get_basedir(), os.path.expanduser(os.path.expandvars(path)))

    def _temporary(self, is_local: bool) -> str:
        """A path that cannot be guessed, for a file that the module creates for the eyes of its own user."""
        folder = C.DEFAULT_LOCAL_TMP if is_local else self.get_shell_option("system_tmpdirs", default=["/tmp"])[-1]  # noqa: S108
        return f"{folder}/{TEMPORARY}{secrets.token_hex(16)}"

    @staticmethod
    def _as_asked(result: dict[str, Any], given: Any) -> dict[str, Any]:
        """The result, with the options of the task where Ansible shows them: the file was no option of the user's."""
        invocation = result.get("invocation")
        if not given and isinstance(invocation, dict) and "progress_file" in invocation.get("module_args", {}):
            args = dict(invocation["module_args"], progress_file=None)
            result["invocation"] = dict(invocation, module_args=args)
        return result
