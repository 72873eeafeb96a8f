# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The section about interrupted playbooks, made of what `make interruptions` has written down."""

from __future__ import annotations

import re
from typing import Any, Mapping, Sequence

from .section import Results, Section, among, number, table

#: What is counted of each interruption, and how it is called.
LEFT = {"processes": "processes", "requests": "requests", "canceled": "cancellations", "files": "files"}
CONNECTIONS = {
    "in_process": "in process",
    "as_module": "local, as a module",
    "ssh_su": "ssh and su, with a terminal",
    "ssh_sudo_pipelined": "ssh and sudo, pipelined",
}
INTERRUPTIONS = {
    "ctrl_c": "Ctrl-C",
    "sigterm": "SIGTERM to the playbook",
    "sighup": "SIGHUP to the playbook",
    "sigkill": "SIGKILL to the playbook",
    "closed_terminal": "a closed terminal",
    "killed_workers": "SIGKILL to its workers",
    "killed_modules": "SIGKILL to the modules",
    "runner_cancel": "canceled by ansible-runner's callback",
    "runner_sigterm": "SIGTERM to ansible-runner",
    "lost_connection": "ssh lost for good",
}


def _row(name: str, found: Sequence[Mapping[str, Any]]) -> list[str]:
    left = [number(sum(each[key] for each in found)) for key in LEFT]
    return [name, number(len(found)), *left, number(sum(bool(each["resumed"]) for each in found))]


def _rows(results: Results) -> list[tuple[str, str, str]]:
    left = sum(each[key] for each in results for key in LEFT)
    resumed = sum(bool(each["resumed"]) for each in results)
    what = f"interruptions of {len(among(results, 'interruption'))} kinds"
    return [(what, f"{number(len(results))} playbooks", f"{number(left)} things left, {number(resumed)} resumed")]


def _text(results: Results) -> str:
    cores = ", ".join(sorted(among(results, "core"), key=lambda core: list(map(int, re.findall(r"\d+", core)))))
    rows = [
        _row(names.get(name, name), found)
        for names, key in ((INTERRUPTIONS, "interruption"), (CONNECTIONS, "connection"))
        for name, found in among(results, key).items()
    ]
    return f"""\
## Interruptions

Each is tried on two tasks in the middle of a wait, one of which would soon cancel at its deadline: with ansible-core {cores}, in process, as a module and over
ssh. Counted is what there is of them 3 s later: processes, requests from then on, cancellations, and files (but for those that ansible-core leaves behind
of any module). Then the task is run again, and has to go on to the right end.

{table(["interruption, or connection", "tried", *LEFT.values(), "resumed"], [*rows, _row("**all**", results)])}"""


SECTION = Section("tests/playbooks/interruptions.json", "make interruptions", _rows, _text)
