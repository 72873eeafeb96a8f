# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a wait module in slices, and shows between them how far the operations are. Private to longops.oracle.

The wait itself stays on the host that the task runs on: credentials and network belong to it. The schedule of looks has no
memory, so a wait that is cut into slices looks as often as one that is not.
"""

from __future__ import annotations

import contextlib
import time
from typing import Any, ContextManager, Mapping, Optional, Sequence

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ..module_utils._core.errors import LongopsError
from ..module_utils._text import messages
from ._heartbeat import beating
from ._pace import Pace, Slice
from ._progress import FEW, Reporter, whereabouts
from ._slices import Total

display = Display()

#: What an option is where the task does not say, and what it can be: as in the argument spec of the modules.
TIMES = {"timeout": 1200.0, "interval": 2.0, "max_interval": 30.0}
WORDS = {
    "on_failure": ("fail_fast", "fail_at_end", "report"),
    "on_timeout": ("fail", "report"),
    "progress": ("changes", "none"),
}
#: Most seconds without a line.
SILENCE = 60.0
#: Seconds from which on slices of a few operations read what explains how far they are, such as logs. Before, it would cost
#: more requests than looks do.
EXPLAINED_FROM = 8.0


class WatchingAction(ActionBase):
    """Base of the action plugins of the wait modules, which say what their operations are called and where they are."""

    noun = ""  # what one operation is called
    key = ""  # of the entries in a result
    asking = ("",)  # the option that names the operations, then all others that a task may use in its place
    words: Mapping[str, tuple[str, ...]] = WORDS  # what options can be, the default first; logs may be one of them
    errors_shown = 1  # in a failure's message, of each operation

    _supports_check_mode = True
    _supports_async = True

    def again(self, entry: Mapping[str, Any]) -> Any:
        """What names the operation of this entry to the next slice."""
        raise NotImplementedError

    def check(self, entries: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> None:
        """Raise LongopsError where the task asks for what these operations do not have."""

    def run(self, tmp: Optional[str] = None, task_vars: Optional[dict[str, Any]] = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        task = self._task
        asked = self._asked()
        silent = task.async_val or task.check_mode or task.no_log
        if silent or asked is None or asked["progress"] == "none":
            return dict(result, **self._module(task.args, task_vars, wrap_async=bool(task.async_val)))
        return dict(result, **self._in_slices(asked, task_vars or {}))

    def _asked(self) -> Optional[dict[str, Any]]:
        """The options that decide how to wait; None where the module has to refuse one of them."""
        asked = {name: self._task.args.get(name, words[0]) for name, words in self.words.items()}
        times = {name: _seconds(self._task.args.get(name, default)) for name, default in TIMES.items()}
        known = all(asked[name] in words for name, words in self.words.items())
        return dict(asked, **times) if known and None not in times.values() else None

    def _in_slices(self, asked: Mapping[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
        fail_fast = asked["on_failure"] == "fail_fast"
        arguments = dict(self._task.args, on_failure="fail_fast" if fail_fast else "report")
        reporter = Reporter(whereabouts(task_vars.get("inventory_hostname"), self._task.delegate_to), self.noun)
        pace = Pace(asked["timeout"], asked["interval"], asked["max_interval"])
        total = Total(self.key)
        begin = time.monotonic()
        start = float("inf")  # the least seconds that a module took to start and to end
        failed_fast = False
        following = pace.first()
        while True:
            with self._heartbeat(following, reporter, total, begin):
                time.sleep(following.pause)
                slice_begin = time.monotonic()
                sparing = "logs" in asked and not following.last and not self._explains(total, slice_begin - begin)
                arguments["timeout"] = following.timeout
                arguments["on_timeout"] = "cancel" if following.last and asked["on_timeout"] == "cancel" else "report"
                if "logs" in asked:
                    arguments["logs"] = "none" if sparing else asked["logs"]
                part = self._part(arguments, task_vars, bool(total.entries))
            elapsed = time.monotonic() - begin
            if not isinstance(part.get(self.key), list):
                return self._told(dict(total.result(elapsed, True), **part) if total.entries else part, asked)
            try:
                self.check(part[self.key], asked)
            except LongopsError as error:
                return self._told(dict(part, failed=True, msg=str(error)), asked)
            total.add(part, sparing)
            for line in reporter.lines(total.entries, elapsed):
                display.display(line, stderr=True)
            start = min(start, time.monotonic() - slice_begin - part["elapsed"])
            failed_fast = fail_fast and bool(part["unsuccessful"])
            if not part["pending"] or failed_fast or following.last:
                break
            self._ask(arguments, total.pending())
            following = pace.next(elapsed, start, total.pending())
        self._explain(total, arguments, asked, task_vars)
        return self._told(self._judged(total.result(time.monotonic() - begin, failed_fast), asked), asked)

    def _heartbeat(self, following: Slice, reporter: Reporter, total: Total, begin: float) -> ContextManager[None]:
        """While a long slice runs, say now and then that the wait goes on."""
        seen = time.monotonic()

        def beat() -> None:
            now = time.monotonic()
            for line in reporter.still(total.entries, now - begin, now - seen):
                display.display(line, stderr=True)

        return beating(SILENCE, beat) if following.pause + following.timeout > SILENCE else contextlib.nullcontext()

    def _explains(self, total: Total, elapsed: float) -> bool:
        """Whether the next slice is to read what explains how far each operation is: that costs two requests each."""
        return elapsed >= EXPLAINED_FROM and len(total.pending()) <= FEW

    def _explain(
        self, total: Total, arguments: dict[str, Any], asked: Mapping[str, Any], task_vars: dict[str, Any]
    ) -> None:
        """Read what slices have spared and the module would have read at the end of a single run."""
        unexplained = total.unexplained(asked.get("logs") == "all") if asked.get("logs", "none") != "none" else []
        if unexplained:
            self._ask(arguments, unexplained)
            arguments.update(timeout=0, logs=asked["logs"], on_failure="report")
            part = self._part(arguments, task_vars, True)
            if isinstance(part.get(self.key), list):
                total.add(part)

    def _ask(self, arguments: dict[str, Any], entries: list[dict[str, Any]]) -> None:
        """Have arguments name these operations and no others."""
        for option in self.asking:
            arguments.pop(option, None)
        arguments[self.asking[0]] = [self.again(entry) for entry in entries]

    def _judged(self, result: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        """The result, as a failure where the options make it one: what the module does at the end of a single run."""
        failure = messages.verdict(self.noun, self.key, result, asked, self.errors_shown)
        return result if failure is None else dict(result, failed=True, msg=failure)

    def _told(self, result: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        """The result, with the options of the task in the place of those of a slice, where Ansible shows them."""
        if "invocation" in result:
            given = result["invocation"]["module_args"]
            result["invocation"] = {
                "module_args": dict(given, **{name: asked[name] for name in asked if name in given})
            }
        return result

    def _part(self, arguments: Mapping[str, Any], task_vars: dict[str, Any], later: bool) -> dict[str, Any]:
        """What one slice gives. What keeps a later one from running is no reason to lose what the earlier ones saw."""
        try:
            return self._module(arguments, task_vars)
        except AnsibleError as error:
            if not later:
                raise
            kind = "unreachable" if isinstance(error, AnsibleConnectionFailure) else "failed"
            return {kind: True, "msg": str(error)}

    def _module(
        self, arguments: Mapping[str, Any], task_vars: Optional[dict[str, Any]], wrap_async: bool = False
    ) -> dict[str, Any]:
        return self._execute_module(module_args=dict(arguments), task_vars=task_vars, wrap_async=wrap_async)


def _seconds(value: Any) -> Optional[float]:
    """A time that a slice can be cut from; None where the module has to refuse or to handle it itself."""
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    return seconds if 0 < seconds < float("inf") else None
