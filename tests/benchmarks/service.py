# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator in a process of its own, whose cost is part of no figure: starts it, drives it over its control API, stops it."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import pathlib
import subprocess
import sys
import time
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Sequence

import requests

ROOT = pathlib.Path(os.path.abspath(__file__)).parents[2]  # not resolved: the collection may be a link
COMPARTMENT = "ocid1.compartment.oc1..examplecompartment"
RESOURCE = "ocid1.instancepool.oc1.iad.exampleuniqueid"
#: Operations to launch in one call: the answer has their ids in a header as well, and a header must stay below 64 KiB.
AT_ONCE = 500
#: Oracle's command line interface starts the operation that it waits for by deleting a node pool.
SCENARIO = {
    "unsigned_launches": False,
    "templates": {"deletion": {"service": "container_engine", "operation_type": "NODEPOOL_DELETE", "seconds": 0}},
    "launches": [
        {"method": "DELETE", "path": "/20180222/nodePools/{nodePoolId}", "template": "deletion", "status": 202}
    ],
}


class Launched(NamedTuple):
    ids: list[str]
    at: float  # when the service accepted them, in seconds since the epoch


class Service(NamedTuple):
    """A running simulator, and how a client reaches it."""

    url: str
    ca_file: Optional[pathlib.Path]  # only with TLS
    config_file: pathlib.Path
    folder: pathlib.Path  # for the files of a client

    def launch(self, count: int, **definition: Any) -> Launched:
        """Start operations of the API that Compute, Networking and Database share. definition: see the simulator's README."""
        resource = {"entity_type": "instancePool", "action_type": "CREATED", "identifier": RESOURCE}
        wanted = {"service": "work_requests", "compartment_id": COMPARTMENT, "resources": [resource], **definition}
        ids: list[str] = []
        at = time.time()
        while len(ids) < count:
            ids += self._control("POST", "operations", dict(wanted, count=min(count - len(ids), AT_ONCE)))["ids"]
        return Launched(ids, at)

    def instances(self, count: int, seconds: float, stopping: bool) -> Launched:
        """Make instances that are stopped after so many seconds: on their way already, or by the call that stops them."""
        wanted: dict[str, Any] = {"type": "core.instance", "compartment_id": COMPARTMENT, "count": count}
        if stopping:
            wanted |= {"state": "STOPPING", "then": "STOPPED", "after": seconds}
        else:
            wanted |= {"state": "RUNNING", "change_seconds": seconds}
        at = time.time()
        return Launched(self._control("POST", "resources", wanted)["ids"], at)

    def limit(self, rate: float) -> None:
        """Answer 429 to all requests above so many a second."""
        self._control("POST", "faults", {"rate": rate, "times": None, "status": 429, "headers": {"Retry-After": "1"}})

    def journal(self) -> list[dict[str, Any]]:
        """Every request of a client; for the keys see journal.Entry of the simulator."""
        return self._control("GET", "journal")

    def last_end(self) -> float:
        """When the last operation ended, in seconds since the epoch."""
        ends = [each["work_request"]["timeFinished"] for each in self._control("GET", "operations")]
        return max(datetime.datetime.fromisoformat(end.replace("Z", "+00:00")).timestamp() for end in ends)

    def _control(self, method: str, what: str, body: Any = None) -> Any:
        answer = requests.request(
            method, f"{self.url}/control/{what}", json=body, verify=str(self.ca_file or True), timeout=60
        )
        answer.raise_for_status()
        return answer.json()


@contextlib.contextmanager
def running(folder: pathlib.Path, tls: bool, signed: bool = True, seconds: float = 0) -> Iterator[Service]:
    """A simulator in a new folder. signed: whether it checks signatures. seconds: duration of operations that clients launch themselves."""
    folder.mkdir(parents=True)
    scenario = dict(SCENARIO, templates={"deletion": dict(SCENARIO["templates"]["deletion"], seconds=seconds)})
    (folder / "scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    options: Sequence[str] = [
        "--scenario",
        str(folder / "scenario.json"),
        "--config-dir",
        str(folder),
        "--url-file",
        str(folder / "url"),
    ]
    options = [*options, *(["--tls"] if tls else []), *([] if signed else ["--no-auth"])]
    with (folder / "simulator.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.simulator", *options], cwd=ROOT, stdout=log, stderr=log
        )
        try:
            printed = _printed(process, folder)
            ca_file = printed.get("Certificate authority at")
            yield Service(
                printed["Simulator ready at"],
                pathlib.Path(ca_file) if ca_file else None,
                pathlib.Path(printed["Config file at"]),
                folder,
            )
        finally:
            process.terminate()
            process.wait(20)


def _printed(process: subprocess.Popen[bytes], folder: pathlib.Path) -> Mapping[str, str]:
    """What the simulator prints when it is ready: "Config file at /path" as {"Config file at": "/path"}."""
    deadline = time.monotonic() + 30
    text = ""
    while "Simulator ready at" not in text:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the simulator did not start: {text}")
        time.sleep(0.02)
        text = (folder / "simulator.log").read_text(encoding="utf-8")
    return {words: value for words, _space, value in (line.rpartition(" ") for line in text.splitlines())}
