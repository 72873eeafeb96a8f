# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watches the operations of a soak with the event sources, which are interrupted and started again in the middle."""

from __future__ import annotations

import collections
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import uuid
from typing import Any, Mapping, Sequence

from ansible_collections.longops.oracle.tests.playbooks import playing
from ansible_collections.longops.oracle.tests.playbooks.running import MARKER
from ansible_collections.longops.oracle.tests.simulator import Simulator

from .workload import SERVICES, Planned

EVENT_SOURCES = pathlib.Path(os.path.abspath(__file__)).parents[2] / "extensions" / "eda" / "plugins" / "event_source"
#: The part of the time after which each event source is interrupted, and the seconds for which nothing watches then.
MIDDLE, PAUSE = 0.2, 2.0
#: Seconds in which all lists are read once, before there are faults.
LONGEST_START = 60.0
#: The key of the operation in an event, by event source.
KEYS = {"work_requests": "work_request", "resources": "resource", "goldengate_requests": "request"}


class EventSources:
    """One process for all work requests and one for all resources, by their ids, and one for all GoldenGate requests, by the lists
    of their services.

    The last one begins at once, and is there before the first request. watch() begins the others. Within the seconds that are
    given they are interrupted once, and go on with what their cursors know. results is as that of a task. end() must be called.
    """

    def __init__(self, sim: Simulator, folder: pathlib.Path, seconds: float, polling: Mapping[str, Any]) -> None:
        self.marker = uuid.uuid4().hex
        self._sim = sim
        self._folder = folder
        self._seconds = seconds
        self._shared = {**polling, "scan_interval": 5}
        self._requests = 0
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._over = threading.Event()
        self._interrupter = threading.Thread(target=self._interrupt, daemon=True)
        folder.mkdir(parents=True)
        gg = sim.goldengate
        place = {"url": sim.url, "deployment": "Local", "username": gg.username, "password": gg.password}
        self._write("goldengate_requests", {**place, "service": [name.partition("/")[2] for name in SERVICES]})
        self._start("goldengate_requests")
        cursor, deadline = folder / "goldengate_requests.cursor", time.monotonic() + LONGEST_START
        while not cursor.exists() or cursor.read_text(encoding="utf-8").count('"mark"') < len(SERVICES):
            assert time.monotonic() < deadline, "the lists were not read"
            time.sleep(0.1)

    def watch(self, planned: Sequence[Planned]) -> None:
        """Watch these operations."""
        self._requests = sum("request_id" in each.entry for each in planned)
        entries = [each.entry for each in planned if "work_request_id" in each.entry]
        asked = [{"id": entry["work_request_id"], "service": entry["service"]} for entry in entries]
        resources = [each.id for each in planned if "resource_id" in each.entry]
        place = {
            "config_file_location": str(self._sim.config_file),
            "service_endpoint": f"{self._sim.url}/{{service}}",
        }
        self._write("work_requests", {**place, "work_request_id": asked})
        self._start("work_requests")
        self._write("resources", {**place, "resource_id": resources, "state": ["settled"]})
        self._start("resources")
        self._interrupter.start()

    def _write(self, name: str, args: Mapping[str, Any]) -> None:
        given = {**self._shared, **args, "cursor_file": str(self._folder / f"{name}.cursor")}
        (self._folder / f"{name}.json").write_text(json.dumps(given), encoding="utf-8")

    def _start(self, name: str) -> None:
        environment = {**playing.environment(self._folder), MARKER: self.marker, "PYTHONPATH": ""}
        with (self._folder / f"{name}.events").open("ab") as events, (self._folder / f"{name}.log").open("ab") as log:
            command = [sys.executable, EVENT_SOURCES / f"{name}.py", f"@{self._folder / name}.json"]
            self._processes[name] = subprocess.Popen(command, stdout=events, stderr=log, env=environment)

    def _interrupt(self) -> None:
        if self._over.wait(self._seconds * MIDDLE):
            return
        self._stop(signal.SIGTERM)
        if not self._over.wait(PAUSE):
            for name in KEYS:
                self._start(name)

    def _stop(self, number: int) -> None:
        for process in self._processes.values():
            if process.poll() is None:
                process.send_signal(number)
        for process in self._processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)

    def wait(self, longest: float) -> None:
        """Until all ends were told, or for so many seconds."""
        deadline = time.monotonic() + longest
        self._interrupter.join(longest)
        # What watches lists does not end by itself.
        while time.monotonic() < deadline and (
            any(self._processes[name].poll() is None for name in ("work_requests", "resources"))
            or self._ends("goldengate_requests") < self._requests
        ):
            time.sleep(0.2)
        self._stop(signal.SIGTERM)

    def end(self) -> None:
        self._over.set()
        if self._interrupter.is_alive():
            self._interrupter.join()
        self._stop(signal.SIGKILL)

    def _events(self, name: str) -> list[dict[str, Any]]:
        file = self._folder / f"{name}.events"
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def _ends(self, name: str) -> int:
        return sum(event["change"] == "end" for event in self._events(name))

    @property
    def results(self) -> dict[str, Any]:
        """The outcomes that were told, as a task returns them, with events: how many there were, and repeated: those told twice."""
        found: dict[str, Any] = {
            "succeeded": [],
            "unsuccessful": [],
            "pending": [],
            "work_requests": [],
            "resources": [],
            "requests": [],
        }
        told: collections.Counter[tuple[Any, ...]] = collections.Counter()
        for name in KEYS:
            for event in self._events(name):
                entry = event[KEYS[name]]
                told[_named(name, event["change"], entry)] += 1
                if event["change"] == "end":
                    found["succeeded" if entry["state"] == "succeeded" else "unsuccessful"].append(entry["id"])
                    found[f"{KEYS[name]}s"].append(entry)
        found["events"] = told.total()
        found["ends"] = sum(count for key, count in told.items() if key[1] == "end")
        found["repeated"] = [f"{key[2]} was told {count} times: {key[1]}" for key, count in told.items() if count > 1]
        return found


def _named(name: str, change: str, entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells an event from another one. A status can come back, but what is new or has ended cannot."""
    status = entry.get("status") or entry.get("progress") if change not in ("new", "end") else None
    return (name, change, entry["id"], status, entry["service"])
