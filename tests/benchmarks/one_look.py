# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what one look costs on the host of a task: work_request_info beside ansible.builtin.uri, which gets the same.

Ansible makes the file that it would send to the host (AnsiballZ, with the module and all that it imports), and then only
that file is run, again and again, the two in turns. CPU and peak memory are those that the system counted for the process. The
server is the simulator, over TLS as Oracle's services are.

Usage: one_look.py [RUNS]
"""

from __future__ import annotations

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.simulator import Simulator

RUNS = 15
#: What is wanted: times the CPU of uri, and MiB of peak memory.
MOST_CPU = 1.3
MOST_MEMORY = 45.0
#: Runs a file and prints its status and what it cost. In a small process of its own, because on Linux the peak memory of a
#: process is never less than that of the one that started it.
LAUNCHER = """
import os, sys
pid = os.posix_spawn(sys.executable, [sys.executable, sys.argv[1]], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_pid, status, usage = os.wait4(pid, 0)
print(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


class Cost(NamedTuple):
    """Of one run: seconds of CPU (user and system), MiB of peak memory, seconds by the clock."""

    cpu: float
    memory: float
    elapsed: float


def payload(folder: pathlib.Path, module: str, arguments: str) -> pathlib.Path:
    """The file that Ansible sends to a host for this task."""
    place = folder / "collections" / "ansible_collections" / "longops"
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "oracle").exists():
        (place / "oracle").symlink_to(ROOT)
    remote = folder / module
    settings = {
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
        "ANSIBLE_KEEP_REMOTE_FILES": "1",
        "ANSIBLE_REMOTE_TMP": str(remote),
        "ANSIBLE_PIPELINING": "0",
        "HOME": str(folder),
    }
    command = ["ansible", "localhost", "-c", "local", "-e", "ansible_python_interpreter=" + sys.executable, "-m", module, "-a", arguments]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    [file] = remote.glob("*/AnsiballZ_*.py")
    return file


def run(file: pathlib.Path) -> Cost:
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-ISc", LAUNCHER, str(file)], capture_output=True, text=True, check=True)
    elapsed = time.monotonic() - begin
    status, cpu, peak = done.stdout.split()
    if status != "0":
        sys.exit("%s ended with status %s\n%s" % (file, status, done.stderr))
    unit = 1024**2 if sys.platform == "darwin" else 1024  # of ru_maxrss: bytes there, KiB elsewhere
    return Cost(float(cpu), float(peak) / unit, elapsed)


def line(name: str, costs: list[Cost]) -> str:
    def column(values: list[float], form: str) -> str:
        return "%s (%s to %s)" % tuple(form % value for value in (statistics.median(values), min(values), max(values)))

    cpu = column([cost.cpu * 1000 for cost in costs], "%.0f")
    memory = column([cost.memory for cost in costs], "%.1f")
    elapsed = column([cost.elapsed * 1000 for cost in costs], "%.0f")
    return "%-36s %-22s %-24s %s" % (name, cpu, memory, elapsed)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    folder = pathlib.Path(tempfile.mkdtemp(prefix="longops-one-look-"))
    try:
        with Simulator(config_dir=folder, tls=True) as sim:
            id_ = sim.launch("container_engine", outcome=None).id
            tasks = {
                "ansible.builtin.uri": "url=%s/control/operations/%s return_content=true ca_path=%s" % (sim.url, id_, sim.ca_file),
                "longops.oracle.work_request_info": "work_request_id=%s config_file_location=%s service_endpoint=%s cert_bundle=%s"
                % (id_, sim.config_file, sim.url, sim.ca_file),
            }
            files = {module: payload(folder, module, arguments) for module, arguments in tasks.items()}
            costs: dict[str, list[Cost]] = {name: [] for name in files}
            for number in range(runs + 1):
                for name, file in files.items():
                    cost = run(file)
                    if number:  # the first run may have compiled libraries
                        costs[name].append(cost)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    uri, ours = costs.values()
    print("%d runs of each, in turns, with Python %s: median (least to most)\n" % (runs, sys.version.split()[0]))
    print("%-36s %-22s %-24s %s" % ("", "CPU, ms", "peak memory, MiB", "elapsed, ms"))
    for name, found in costs.items():
        print(line(name, found))
    times = statistics.median(cost.cpu for cost in ours) / statistics.median(cost.cpu for cost in uri)
    memory = statistics.median(cost.memory for cost in ours)
    print("\nCPU is %.2f times that of uri (at most %.1f wanted), peak memory %.1f MiB (at most %.0f wanted)." % (times, MOST_CPU, memory, MOST_MEMORY))


if __name__ == "__main__":
    main()
