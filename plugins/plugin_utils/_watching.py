# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a wait module in slices, and shows between them how far the operations are. Private to longops.oracle.

The wait itself stays on the host that the task runs on: credentials and network belong to it. The schedule of looks has no
memory, so a wait that is cut into slices looks as often as one that is not.
"""

from __future__ import annotations

import time
from typing import Any, Mapping, Optional

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.longops.oracle.plugins.module_utils import _report
from ansible_collections.longops.oracle.plugins.module_utils._operation import Fault
from ansible_collections.longops.oracle.plugins.module_utils._waiter import NOT_FOUND_GRACE
from ansible_collections.longops.oracle.plugins.plugin_utils._progress import Reporter
from ansible_collections.longops.oracle.plugins.plugin_utils._slices import Total

display = Display()

#: Seconds of the first slice, by how much each is longer than the one before, and the longest. Each costs the start of a
#: module, some 0.5 s of CPU time.
FIRST_SLICE = 4.0
GROWTH = 2.0
LONGEST_SLICE = 60.0
#: Seconds that a slice has left when it stops believing that an operation is still to come.
MARGIN = 5.0
#: What an option is where the task does not say: as in the argument spec of the modules.
DEFAULTS = {"timeout": 1200.0, "on_failure": "fail_fast", "on_timeout": "fail", "progress": "changes"}


class WatchingAction(ActionBase):
    """Base of the action plugins of the wait modules, which say what their operations are called and where they are."""

    noun = ""  # what one operation is called
    key = ""  # of the entries in a result
    asking = ("",)  # the option that names the operations, then all others that a task may use in its place
    errors_shown = 1  # in a failure's message, of each operation

    _supports_check_mode = True
    _supports_async = True

    def again(self, entry: Mapping[str, Any]) -> Any:
        """What names the operation of this entry to the next slice."""
        raise NotImplementedError

    def run(self, tmp: Optional[str] = None, task_vars: Optional[dict[str, Any]] = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        task = self._task
        options = {name: task.args.get(name, default) for name, default in DEFAULTS.items()}
        timeout = _seconds(options["timeout"])
        silent = task.async_val or task.check_mode or task.no_log or options["progress"] != "changes"
        if silent or timeout is None:
            return dict(result, **self._module(task.args, task_vars, wrap_async=bool(task.async_val)))
        return dict(result, **self._in_slices(options, timeout, task_vars or {}))

    def _in_slices(self, options: Mapping[str, Any], timeout: float, task_vars: dict[str, Any]) -> dict[str, Any]:
        fail_fast = options["on_failure"] == "fail_fast"
        arguments = dict(self._task.args, on_failure="fail_fast" if fail_fast else "report", on_timeout="report")
        reporter = Reporter(str(task_vars.get("inventory_hostname", "")), self.noun)
        total = Total(self.key)
        begin = slice_begin = time.monotonic()
        length = FIRST_SLICE
        overhead = 0.0  # seconds that the module takes to start, which count towards the deadline as well
        while True:
            arguments["timeout"] = min(length, timeout - (slice_begin - begin) - overhead)
            part = self._module(arguments, task_vars)
            if not isinstance(part.get(self.key), list):
                return dict(total.result(time.monotonic() - begin, True), **part) if total.entries else part
            total.add(part)
            now = time.monotonic()
            overhead, slice_begin, elapsed = now - slice_begin - part["elapsed"], now, now - begin
            for line in reporter.lines(total.entries, elapsed):
                display.display(line, stderr=True)
            failed_fast = fail_fast and bool(part["unsuccessful"])
            if not part["pending"] or failed_fast or elapsed + overhead >= timeout:
                break
            length = min(length * GROWTH, LONGEST_SLICE)
            if any((entry["fault"] or {}).get("kind") == Fault.NOT_FOUND for entry in total.pending()):
                length = max(length, NOT_FOUND_GRACE + MARGIN)  # which begins anew with each slice
            for option in self.asking:
                arguments.pop(option, None)
            arguments[self.asking[0]] = [self.again(entry) for entry in total.pending()]
        return self._judged(total.result(elapsed, failed_fast), options, timeout)

    def _judged(self, result: dict[str, Any], options: Mapping[str, Any], timeout: float) -> dict[str, Any]:
        """The result, as a failure where the options make it one: what the module does at the end of a single run."""
        failure = _report.verdict(self.noun, self.key, result, dict(options, timeout=timeout), self.errors_shown)
        return result if failure is None else dict(result, failed=True, msg=failure)

    def _module(
        self, arguments: Mapping[str, Any], task_vars: Optional[dict[str, Any]], wrap_async: bool = False
    ) -> dict[str, Any]:
        return self._execute_module(module_args=dict(arguments), task_vars=task_vars, wrap_async=wrap_async)


def _seconds(value: Any) -> Optional[float]:
    """A time-out that a slice can be cut from; None where the module has to refuse or to handle it itself."""
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    return seconds if 0 < seconds < float("inf") else None
