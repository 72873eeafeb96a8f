# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an event source in place of a module: until it has told an end, and a little longer, or as long as a case lasts."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import pathlib
import runpy
import time
from typing import Any, Mapping

from ...plugins.module_utils._events import watcher

EVENT_SOURCES = pathlib.Path(__file__).absolute().parents[2] / "extensions" / "eda" / "plugins" / "event_source"
#: How the name of a module begins that stands for an event source, and the key of the operation in an event of each.
PREFIX = "event source "
KEYS = {
    "work_requests": ("work_request", "work_requests"),
    "resources": ("resource", "resources"),
    "goldengate_requests": ("request", "requests"),
}
#: Seconds after which an operation is tried again that cannot be read: not half a minute here.
SOON = 0.3
#: Seconds in which nothing may follow an end.
AFTERWARDS = 0.4


def run(module: str, options: Mapping[str, Any]) -> tuple[Any, str]:
    """A result as a module has it, with events, and what it is as JSON."""
    name = module[len(PREFIX) :]
    args = {key: value for key, value in options.items() if key != "timeout"}
    watcher.UNREADABLE = SOON
    logging.getLogger("longops.oracle").setLevel(logging.CRITICAL)  # of many at once it is no use
    key, entries = KEYS[name]
    events: list[dict[str, Any]] = []
    found: dict[str, Any] = {"failed": False, "msg": ""}
    try:
        asyncio.run(_until(name, args, events, options["timeout"]))
    except Exception as error:
        found = {"failed": True, "msg": str(error)}
    found.update({"events": events, entries: [event[key] for event in events[-1:]]})
    return found, json.dumps(found)


async def _until(name: str, args: Mapping[str, Any], events: list[dict[str, Any]], longest: float) -> None:
    queue: asyncio.Queue[Any] = asyncio.Queue()
    task = asyncio.create_task(runpy.run_path(str(EVENT_SOURCES / f"{name}.py"))["main"](queue, args))
    deadline = time.monotonic() + longest
    try:
        while time.monotonic() < deadline:
            with contextlib.suppress(asyncio.TimeoutError):
                events.append(await asyncio.wait_for(queue.get(), 0.05))
                if events[-1]["change"] == "end":
                    deadline = min(deadline, time.monotonic() + AFTERWARDS)
            if task.done():
                break
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
