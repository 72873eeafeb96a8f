# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections of docs/reliability.md about soaks and interruptions, made of what `make soak` and `make interruptions` have written: pure."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

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


def interruptions(found: Sequence[Mapping[str, Any]]) -> str:
    """found: tests/playbooks/interruptions.json."""
    cores = ", ".join(
        sorted({each["core"] for each in found}, key=lambda core: [int(part) for part in core.split(".")])
    )
    rows = [
        _row(INTERRUPTIONS.get(name, name), _of(found, "interruption", name)) for name in _values(found, "interruption")
    ]
    rows += [_row(CONNECTIONS.get(name, name), _of(found, "connection", name)) for name in _values(found, "connection")]
    rows.append(_row("**all**", found))
    return f"""\
## Interruptions

Each is tried on two tasks in the middle of a wait, one of which would soon cancel at its deadline: with ansible-core {cores}, in process, as a module and over
ssh. Counted is what there is of them 3 s later: processes, requests from then on, cancellations, and files (but for those that ansible-core leaves behind
of any module). Then the task is run again, and has to go on to the right end.

```sh
make interruptions
```

{_table(["interruption", "tried", *LEFT.values(), "resumed"], rows)}"""


def soak(results: Mapping[str, Any]) -> str:
    """results: tests/soak/results.json."""
    engines = results["engines"]
    outcomes = [
        [
            each["engine"],
            f"{each['operations']:,}",
            f"{each['seconds']:.0f}",
            f"{each['requests']:,}",
            f"{each['faults']:,}",
            str(each["lost"]),
            str(each["wrong"]),
        ]
        for each in engines
    ]
    held = [
        [each["engine"], at, f"{there['threads']:,}", f"{there['descriptors']:,}", f"{there['mb']:,.0f}"]
        for each in engines
        for at, there in each["held"].items()
    ]
    return f"""\
## Soak

Operations of OCI and GoldenGate mixed, of which one in four fails. Meanwhile the service throttles, answers with errors, with pages of a proxy and with
garbage, resets and closes connections, is slow, hangs and goes away for seconds, by chance. Every outcome is compared with what was planned, and with what the
service answered.

```sh
make soak ARGS="--seed {results["seed"]}"
```

{_table(["engine", "operations", "seconds", "requests", "met faults", "lost", "wrong"], outcomes)}

What all processes of an engine hold together:

{_table(["engine", "at the", "threads", "descriptors", "memory, MB"], held)}"""


def _row(name: str, found: Sequence[Mapping[str, Any]]) -> list[str]:
    counts = [str(sum(each[key] for each in found)) for key in LEFT]
    return [name, str(len(found)), *counts, str(sum(bool(each["resumed"]) for each in found))]


def _values(found: Iterable[Mapping[str, Any]], key: str) -> list[str]:
    return list(dict.fromkeys(each[key] for each in found))


def _of(found: Iterable[Mapping[str, Any]], key: str, value: str) -> list[Mapping[str, Any]]:
    return [each for each in found if each[key] == value]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])
