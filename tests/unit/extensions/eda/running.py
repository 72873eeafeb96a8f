# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs event sources as ansible-rulebook does: main() of the file, with a queue, until it is canceled."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
import runpy
import threading
import time
from typing import Any, Callable, Optional

EVENT_SOURCES = pathlib.Path(__file__).absolute().parents[4] / "extensions" / "eda" / "plugins" / "event_source"
#: Seconds within which whatever is waited for has to come, on a busy machine.
LONGEST = 30.0
KEYS = {"work_requests": "work_request", "goldengate_requests": "request", "resources": "resource"}


def main_of(name: str) -> Callable[..., Any]:
    """The coroutine of an event source, whose file is run as ansible-rulebook runs it."""
    return runpy.run_path(str(EVENT_SOURCES / f"{name}.py"))["main"]


class Told(list[dict[str, Any]]):
    """Events in order."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._key = KEYS[name]

    def entry(self, event: dict[str, Any]) -> dict[str, Any]:
        return event[self._key]

    @property
    def told(self) -> list[tuple[str, str]]:
        """(change, id) of each."""
        return [(event["change"], str(self.entry(event)["id"])) for event in self]

    def ends(self) -> dict[str, str]:
        """The states of those whose end was told."""
        return {str(self.entry(each)["id"]): self.entry(each)["state"] for each in self if each["change"] == "end"}


def run(
    name: str,
    args: dict[str, Any],
    enough: Callable[[Told], bool],
    longest: float = LONGEST,
    queue: Optional[Any] = None,
    more: float = 0.0,
) -> Told:
    """The events until there are enough, and for so many seconds more; then the source is canceled. Raises what it raises."""
    found = Told(name)

    async def watched() -> None:
        given = queue or asyncio.Queue()
        task = asyncio.create_task(main_of(name)(given, args))
        deadline = time.monotonic() + longest
        try:
            while not enough(found) and time.monotonic() < deadline:
                await _take(given, found, task)
            assert enough(found), f"after {longest:g} s: {found.told}"
            deadline = time.monotonic() + more
            while time.monotonic() < deadline:
                await _take(given, found, task)
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            while not given.empty():  # what was put there before
                found.append(given.get_nowait())

    asyncio.run(watched())
    return found


async def _take(queue: Any, found: Told, task: asyncio.Task[None]) -> None:
    with contextlib.suppress(asyncio.TimeoutError):
        found.append(await asyncio.wait_for(queue.get(), 0.1))
    if task.done():
        task.result()
        raise AssertionError("the event source has ended by itself")


def threads() -> set[threading.Thread]:
    """The threads of this process that belong to the collection. Those of tests before can be among them."""
    return {each for each in threading.enumerate() if "longops" in each.name or "_work" in each.name}
