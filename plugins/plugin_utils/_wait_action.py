# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of each module that waits: runs it once, and shows what it reports. Private to longops.oracle."""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
from typing import Any, ClassVar, Mapping, Optional, Sequence, Union

from ansible import constants as C  # noqa: N812  # the name that ansible-core gives it
from ansible.errors import AnsibleConnectionFailure
from ansible.utils.display import Display

from ..module_utils._ansible.options import wait_options
from ..module_utils._core.operation import OperationKind
from ..module_utils._polling.progress_file import TEMPORARY
from ..module_utils._text.sanitize import clean
from . import _lost
from ._events import Event
from ._follower import Follower
from ._live_lines import LiveLines
from ._module_action import ModuleAction
from ._progress import Reporter, whereabouts
from ._progress_files import LocalFile, RemoteFile
from ._reconnect import Attempts, Known

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

    def again(self, events: Sequence[Event]) -> dict[str, Any]:
        """The options that another run of the module has in place of those of the task, for what was observed before."""
        return {}

    def abandon(self) -> None:
        super().abandon()
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
        path = str(given or self._temporary())
        file = self._file(path, not given)
        if given and file.exists():
            display.vvv(f"longops.oracle does not follow {path}, which existed before: the module fails because of it.")
            return self.as_module(task_vars)
        if not given and isinstance(file, LocalFile):
            self._own_file = file
        result = self._returned(task_vars, lines, path, file)
        if any(kind.result_key in result for kind in self.kinds):
            self._show_ends(result, lines)
        elif lines.latest:
            made = self.lost(str(result.get("msg") or "The module ended without a result."), lines.latest)
            result = {**made, **result, "failed": True, "msg": made["msg"]}
        return self._as_asked(result, progress_file=given)

    def _returned(
        self, task_vars: dict[str, Any], lines: LiveLines, path: str, file: Union[LocalFile, RemoteFile]
    ) -> dict[str, Any]:
        """The result of the module, which is run again over a new connection where that to its host is lost, while there is time."""
        attempts, known = Attempts(self._timeout()), Known()
        folders: list[str] = []  # of the modules whose connection was lost
        options: dict[str, Any] = {"progress_file": path}
        while True:
            before = attempts.elapsed
            try:
                with Follower(file, functools.partial(_put_later, lines, before)):
                    result = self.as_module(task_vars, **options)
            except AnsibleConnectionFailure as error:
                events, why = known.take(lines.latest), f"The connection to the host of the wait was lost: {error}"
                if not events:
                    raise
                if attempts.are_over:
                    return self.lost(why, events)
                display.warning(f"{clean(why).rstrip('.')}. Connecting again.")
                left = attempts.next()
                folders += self._connect_again()
                options = {"progress_file": self._temporary(), "timeout": left, **self.again(events)}
                file = self._file(options["progress_file"], True)
                continue
            self._remove(folders)
            if not known or not any(kind.result_key in result for kind in self.kinds):
                return result
            if known.denied_by(result, self.kinds):
                found = "What was found over a new connection does not go on from what was observed before"
                return self.lost(f"{why.strip().rstrip('.')}. {found}", known.take(lines.latest))
            asked = self._as_asked(result, timeout=self._timeout())
            return {**asked, "elapsed": round(before + result["elapsed"], 3)}

    def _connect_again(self) -> list[str]:
        """Have the next command make a connection of its own: the folder that core has made over the old one, if any."""
        with contextlib.suppress(Exception):  # what holds the old one may be gone as well
            self._connection.reset()
        shell = self._connection._shell
        folder, shell.tmpdir = shell.tmpdir, None
        return [folder] if folder else []

    def _remove(self, folders: Sequence[str]) -> None:
        """Remove folders of modules that lost their connection: they have removed what is in them, but may be another user."""
        shell = self._connection._shell
        own = shell.tmpdir
        with contextlib.suppress(AnsibleConnectionFailure):
            for folder in folders:
                self._remove_tmp_path(folder)
        shell.tmpdir = own

    def _timeout(self) -> float:
        """The value of the option timeout, in seconds."""
        try:
            return float(self._task.args["timeout"])
        except (KeyError, TypeError, ValueError):  # the module says what is wrong with it
            return wait_options()["timeout"]["default"]

    def _show_ends(self, result: dict[str, Any], lines: LiveLines) -> None:
        """Show what the result says: the last lines of the file may not have been read."""
        entries = [(kind.event_key, entry) for kind in self.kinds for entry in result.get(kind.result_key) or ()]
        for name, entry in entries:
            lines.put({"elapsed": result.get("elapsed", 0.0), "operations": len(entries), name: entry})

    def _on_controller(self, path: str) -> str:
        """A path as a module on the controller understands it, which ansible-core runs in the directory of the playbook."""
        return os.path.join(self._loader.get_basedir(), os.path.expanduser(os.path.expandvars(path)))

    @property
    def _is_local(self) -> bool:
        """Whether this process can open the files of the module."""
        return self._connection.transport == "local" and self._connection.become is None

    def _file(self, path: str, is_ours: bool) -> Union[LocalFile, RemoteFile]:
        """The progress file of the module, where it is."""
        return LocalFile(self._on_controller(path), is_ours) if self._is_local else RemoteFile(self, path, is_ours)

    def _temporary(self) -> str:
        """A path that cannot be guessed, for a file that the module creates for the eyes of its own user."""
        local, there = C.DEFAULT_LOCAL_TMP, self.get_shell_option("system_tmpdirs", default=["/tmp"])[-1]  # noqa: S108  # nosec B108  # random
        return f"{local if self._is_local else there}/{TEMPORARY}{secrets.token_hex(16)}"

    @staticmethod
    def _as_asked(result: dict[str, Any], **given: Any) -> dict[str, Any]:
        """The result, with these options as the task has them where Ansible shows options."""
        invocation = result.get("invocation")
        if isinstance(invocation, dict) and set(given) <= set(invocation.get("module_args", {})):
            result["invocation"] = dict(invocation, module_args={**invocation["module_args"], **given})
        return result


def _put_later(lines: LiveLines, before: float, event: Mapping[str, Any]) -> None:
    """Take an event of a run that began so many seconds after the wait."""
    lines.put({**event, "elapsed": before + event["elapsed"]} if "elapsed" in event else event)
