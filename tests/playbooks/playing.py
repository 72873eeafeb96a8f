# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playbooks run by ansible-runner, in an environment of their own, and what came of them."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import secrets
import subprocess
import sys
from typing import Any, Mapping, Optional

import ansible_collections.longops.oracle as collection

COLLECTIONS = pathlib.Path(next(iter(collection.__path__))).parents[2]
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
#: The task whose message a playbook leaves behind for a test, on each host.
LEFT = "Leave behind what came of it"


@dataclasses.dataclass(frozen=True)
class Played:
    """How a playbook ended: its exit code, all that it printed, and the events that a job runner such as AWX gets to see."""

    code: int
    output: str
    events: list[dict[str, Any]]

    def left(self, host: str) -> Any:
        """What the task LEFT said on this host."""
        [message] = [
            event["event_data"]["res"]["msg"]
            for event in self.of(host, "runner_on_ok")
            if event["event_data"]["task"] == LEFT
        ]
        return message

    def of(self, host: str, kind: str) -> list[dict[str, Any]]:
        """The events of a kind that are about this host."""
        return [event for event in self.events if event["event"] == kind and event["event_data"].get("host") == host]

    def everything(self) -> str:
        """All that anybody gets to see of it."""
        return self.output + json.dumps(self.events)

    def complaints(self) -> list[str]:
        """Warnings and deprecations, whoever they come from."""
        return [line for line in self.output.splitlines() if "WARNING]" in line or "DEPRECATION" in line]


def play(
    folder: pathlib.Path,
    playbook: str,
    hosts: Mapping[str, Mapping[str, Any]],
    verbosity: int = 0,
    settings: Optional[Mapping[str, str]] = None,
    **variables: Any,
) -> Played:
    """Run a playbook, given by its path or its name in a collection, on these hosts with their variables.

    settings are further environment variables of ansible-playbook, variables are those of -e.
    """
    inventory = {"all": {"hosts": {host: {**LOCAL, **of_host} for host, of_host in hosts.items()}}}
    for name, content in {
        "inventory/hosts.json": inventory,
        "env/extravars": variables,
        "env/settings": {"job_timeout": 240},
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    for name in ("project", "home"):
        (folder / name).mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "ansible_runner",
        "run",
        str(folder),
        "-p",
        playbook,
        "-q",
        "--ident",
        "job",
        *["-v"] * verbosity,
    ]
    ran = subprocess.run(
        command,
        env={**environment(folder / "home"), **(settings or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    job = folder / "artifacts" / "job"
    events = [json.loads(path.read_text(encoding="utf-8")) for path in (job / "job_events").glob("*-*.json")]
    return Played(
        ran.returncode, (job / "stdout").read_text(encoding="utf-8"), sorted(events, key=lambda event: event["counter"])
    )


def long_id(kind: str = "coreservices") -> str:
    """An OCID of a work request that is as long as real ones are: 95 characters."""
    start = f"ocid1.{kind}workrequest.oc1.iad."
    return start + secrets.token_hex(48)[: 95 - len(start)]


def environment(home: pathlib.Path) -> dict[str, str]:
    """Nothing of the user who runs the tests but the language and the tools, so that no setting decides how they end."""
    return {
        "HOME": str(home),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "PATH": os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_INJECT_INVOCATION": "1",  # show at -vvv what each module was given, also from ansible-core 2.21 on
    }
