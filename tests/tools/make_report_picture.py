# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws docs/pictures/report.png, the page that a wait writes with the option report: `make pictures`.

It is of a real wait of operation_wait against the simulator, in which half an hour passes in seconds.

Usage: python -m ansible_collections.longops.oracle.tests.tools.make_report_picture CHECKOUT
"""

from __future__ import annotations

import contextlib
import functools
import pathlib
import sys
import tempfile
import time
import types
from typing import Any, Iterator, Mapping
from unittest import mock

from ansible_collections.longops.oracle.plugins.module_utils._ansible import runner
from ansible_collections.longops.oracle.plugins.module_utils._oci import wait as oci_wait
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait
from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool
from ansible_collections.longops.oracle.plugins.module_utils._report import report as report_module
from ansible_collections.longops.oracle.plugins.modules import operation_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import browser

PICTURE = pathlib.Path("docs", "pictures", "report.png")
WIDTH, HEIGHT = 1100, 905
#: 2026-11-30 09:00:00 UTC, from which on the wait lasts as many seconds at most.
BEGIN, TIMEOUT = 1796029200.0, 1500
#: What is waited for: the service and the type of each operation, how long before the wait it was accepted, and its steps.
OPERATIONS: tuple[tuple[str, str, float, list[dict[str, Any]]], ...] = (
    (
        "work_requests",
        "Launch Instance Pool",
        40,
        [{"at": 0, "status": "accepted", "percent": 0}]
        + [{"at": 60 + 70 * step, "status": "in_progress", "percent": 5 + 9 * step} for step in range(10)]
        + [{"at": 790, "status": "succeeded", "percent": 100}],
    ),
    (
        "container_engine",
        "NODEPOOL_CREATE",
        30,
        [{"at": 0, "status": "accepted"}, {"at": 150, "status": "in_progress"}, {"at": 1010, "status": "succeeded"}],
    ),
    (
        "work_requests",
        "Patch DB System",
        60,
        [
            {"at": 0, "status": "accepted", "percent": 0},
            {"at": 90, "status": "in_progress", "percent": 5, "log": "Running the patch prechecks"},
            {"at": 300, "percent": 20, "log": "Prechecks passed on dbnode1"},
            {"at": 520, "percent": 30},
            {
                "at": 700,
                "percent": 42,
                "log": "Prechecks failed on dbnode2",
                "error": {
                    "code": "PrecheckFailed",
                    "message": "dbnode2: /u01 has 4.2 GB free, and the patch needs 15 GB.",
                },
            },
            {"at": 720, "status": "failed", "percent": 42, "log": "The DB system is available"},
        ],
    ),
    (
        "nosql",
        "UPDATE_TABLE",
        10,
        [
            {"at": 0, "status": "accepted", "percent": 0},
            {"at": 20, "status": "in_progress", "percent": 25, "log": "Building the index"},
            {"at": 380, "status": "canceling"},
            {"at": 420, "status": "canceled"},
        ],
    ),
    (
        "load_balancer",
        "CreateLoadBalancer",
        20,
        [{"at": 0, "status": "accepted"}, {"at": 10, "status": "in_progress"}, {"at": 250, "status": "succeeded"}],
    ),
    (
        "database_tools",
        "UPDATE_DATABASE_TOOLS_CONNECTION",
        70,
        [
            {"at": 0, "status": "accepted", "percent": 0},
            {"at": 30, "status": "in_progress", "percent": 15},
            {"at": 240, "percent": 40},
            {"at": 600, "status": "needs_attention", "log": "The secret that holds the password cannot be read"},
        ],
    ),
    (
        "work_requests",
        "Create Backup",
        5,
        [{"at": 0, "status": "accepted", "percent": 0}]
        + [{"at": 60 + 240 * step, "status": "in_progress", "percent": 4 + 11 * step} for step in range(9)],
    ),
)


def main() -> int:
    checkout = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder, "report.html")
        waited(page)
        browser.picture(page, (checkout / PICTURE).absolute(), WIDTH, HEIGHT)
    return 0


def waited(report: pathlib.Path) -> Mapping[str, Any]:
    """Wait for all of them, and write the report there: the result of the task."""
    with fast_clock() as now, Simulator(clock=now) as sim:
        launched = [
            sim.launch(service, operation_type=name, accepted=accepted, steps=steps)
            for service, name, accepted, steps in OPERATIONS
        ]
        request = sim.goldengate.launch(
            seconds=330,
            outcome="failed",
            request_status=400,
            result_messages=[("OGG-08221", "Extract SALES was not registered: the database answered ORA-01950.")],
        )
        gate = {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}
        entries = [{"work_request_id": each.id, "service": each.family.title} for each in launched]
        options = {
            "operations": [*entries, {"request_id": request.id, "options": gate}],
            "config_file_location": str(sim.config_file),
            "service_endpoint": sim.url,
            "on_failure": "fail_at_end",
            "timeout": TIMEOUT,
            "report": str(report),
        }
        return runner.run_in_process(operation_wait.spec(), operation_wait.body, options)


@contextlib.contextmanager
def fast_clock() -> Iterator[Any]:
    """A clock since 1970, which jumps to the moment at which a wait wants to go on, while no poll is under way."""
    jumped, begun, collect = [0.0], time.monotonic(), Pool.collect

    def monotonic() -> float:
        return time.monotonic() + jumped[0]

    def now() -> float:
        return BEGIN + monotonic() - begun

    def collect_or_jump(pool: Pool, timeout: float) -> list[tuple[Any, Any]]:
        if pool._pending:
            return collect(pool, timeout)
        jumped[0] += timeout
        return []

    fake = types.SimpleNamespace(monotonic=monotonic)
    with (
        mock.patch.object(Pool, "collect", collect_or_jump),
        mock.patch.object(group_wait, "time", fake),
        mock.patch.object(oci_wait, "time", fake),
        mock.patch.object(report_module, "Report", functools.partial(report_module.Report, clock=now)),
    ):
        yield now


if __name__ == "__main__":
    sys.exit(main())
