# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of each module that waits: runs it once, and shows what it reports. Private to longops.oracle."""

from __future__ import annotations

import os
import secrets
import shlex
import tempfile
from typing import Any, ClassVar, Mapping, Optional

from ansible import constants as C  # noqa: N812  # the name that ansible-core gives it
from ansible.errors import AnsibleConnectionFailure
from ansible.utils.display import Display

from ..module_utils._polling.progress_file import TEMPORARY
from . import _follower, _lost
from ._live_lines import LiveLines
from ._module_action import ModuleAction
from ._progress import Reporter, whereabouts

display = Display()

#: Seconds that a command on another host gets to notice that the file it follows is gone.
LAST_COMMAND = 2.5


class WaitAction(ModuleAction):
    """Base of the action plugins of the modules that wait. result_keys are those of the entries in a result."""

    result_keys: ClassVar[tuple[str, ...]] = ()

    _path: Optional[str] = None  # of the progress file that this plugin made on the controller

    def result(self, task_vars: dict[str, Any]) -> dict[str, Any]:
        if not self._is_shown():
            return super().result(task_vars)
        where = whereabouts(task_vars.get("inventory_hostname"), self._task.delegate_to)
        lines = LiveLines(Reporter(where))
        lines.start()
        try:
            if self.runs_here(task_vars):
                return self.in_process(task_vars, lines.put)
            return self._followed(task_vars, lines)
        finally:
            lines.finish()

    def abandon(self) -> None:
        if self._path is not None:
            _follower.remove(self._path)

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
        if is_local:
            self._path = None if given else path
            follower = _follower.Follower(_follower.open_file(os.path.expanduser(path)), lines.put, _follower.EVERY)
        else:
            follower = _follower.Follower(_follower.shell(self, path), lines.put, _follower.PAUSE)
        follower.start()
        try:
            result = self.as_module(task_vars, progress_file=path)
        except AnsibleConnectionFailure as error:
            if not lines.latest:
                raise
            return _lost.connection(str(error), lines.latest, self.result_keys)
        finally:
            if not given:
                self._remove(path, is_local)
            follower.stop(LAST_COMMAND)
        if not any(key in result for key in self.result_keys) and lines.latest:
            result = _lost.module(result, lines.latest, self.result_keys)
        for event in self._events(result):  # the last lines of the file may not have been read any more
            lines.put(event)
        return self._as_asked(result, given)

    def _events(self, result: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What is known at the end, as events of the stream."""
        entries = [(key[:-1], entry) for key in self.result_keys for entry in result.get(key) or ()]
        elapsed = result.get("elapsed", 0.0)
        return [{"elapsed": elapsed, "operations": len(entries), name: entry} for name, entry in entries]

    def _temporary(self, is_local: bool) -> str:
        """A path that cannot be guessed, for a file that the module creates for the eyes of its own user."""
        if is_local:
            return os.path.join(C.DEFAULT_LOCAL_TMP, TEMPORARY + secrets.token_hex(16))
        directories = self.get_shell_option("system_tmpdirs", default=None) or [tempfile.gettempdir()]
        return f"{directories[-1]}/{TEMPORARY}{secrets.token_hex(16)}"

    def _remove(self, path: str, is_local: bool) -> None:
        try:
            if is_local:
                _follower.remove(path)
            else:
                self._low_level_execute_command(f"rm -f {shlex.quote(path)}", sudoable=True)
        except Exception as error:  # a lost connection above all: the module removes the file itself then
            display.vvv(f"longops.oracle could not remove {path}: {error}")

    @staticmethod
    def _as_asked(result: dict[str, Any], given: Any) -> dict[str, Any]:
        """The result, with the options of the task where Ansible shows them: the file was no option of the user's."""
        invocation = result.get("invocation")
        args: Mapping[str, Any] = invocation.get("module_args", {}) if isinstance(invocation, dict) else {}
        if not given and isinstance(invocation, dict) and "progress_file" in args:
            result["invocation"] = dict(invocation, module_args=dict(args, progress_file=None))
        return result
