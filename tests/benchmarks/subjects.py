# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The subjects of the benchmarks: their titles, and the commands with which they poll operations or wait for them.

All of them get the same operations of the API that Compute, Networking and Database share, with two exceptions: ansible.builtin.uri
cannot sign, so its simulator checks no signatures, and Oracle's command line interface waits only for what it has started itself, so
it starts the deletion of node pools. Those of RESOURCE_WAITS get instances that stop; the command line interface stops them itself.
"""

from __future__ import annotations

import json
import os
import pathlib
import shlex
import sys
from typing import Any, Callable, Mapping, NamedTuple, Sequence

from .service import COMPARTMENT, RESOURCE, ROOT, Service
from .sshd import Sshd

HERE = ROOT / "tests" / "benchmarks"
INVENTORY = HERE / "playbooks" / "inventory.yml"
BIN = pathlib.Path(sys.executable).parent
#: What the command line interface deletes.
NODE_POOL = "ocid1.nodepool.oc1.iad.example{number}"

Command = Callable[[Service, Sequence[str]], list[str]]


class Subject(NamedTuple):
    title: str
    command: Command  # from the service and the ids of the operations
    signed: bool = True
    starts: bool = False  # it starts its operations itself, as many as there are ids
    ssh: bool = False  # it needs sshd

    def environment(self, service: Service) -> dict[str, str]:
        """An environment without the settings of the user: an empty home, and only what finds the programs and the collection."""
        home = service.folder / "home"
        home.mkdir(exist_ok=True)
        return {
            "HOME": str(home),
            "PATH": os.pathsep.join((str(BIN), "/usr/local/bin", "/usr/bin", "/bin")),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT.parents[2]),
            "ANSIBLE_ASYNC_DIR": str(home / "async"),
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
            "OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING": "True",
        }


def playbook(name: str, many: bool = True, ssh: bool = False, **variables: Any) -> Command:
    """A playbook of this folder, run on the controller. many: pass it the ids. ssh: run it over ssh, with an sshd of its own."""

    def command(service: Service, ids: Sequence[str]) -> list[str]:
        values = {"url": service.url, "config_file": str(service.config_file), **variables}
        if service.ca_file is not None:
            values["ca_file"] = str(service.ca_file)
        if many:
            values["ids"] = list(ids)
        file = service.folder / "variables.json"
        file.write_text(json.dumps(values), encoding="utf-8")
        sshd = Sshd(service.folder / "sshd") if ssh else None
        run = [str(BIN / "ansible-playbook"), "-i", str(sshd.inventory() if sshd else INVENTORY)]
        run += [str(HERE / "playbooks" / f"{name}.yml"), "-e", f"@{file}"]
        return sshd.around(run) if sshd else run

    return command


def script(name: str) -> Command:
    """A Python program of the folder peers."""

    def command(service: Service, ids: Sequence[str]) -> list[str]:
        file = service.folder / "ids"
        file.write_text("\n".join(ids), encoding="utf-8")
        arguments = [
            service.url,
            str(service.config_file),
            str(file),
            *([str(service.ca_file)] if service.ca_file else []),
        ]
        return [sys.executable, str(HERE / "peers" / name), *arguments]

    return command


def cli(service: Service, ids: Sequence[str]) -> list[str]:
    """oci ... --wait-for-state SUCCEEDED: a process for each id, all at the same time, as in a shell script with &."""
    one = [str(BIN / "oci"), "ce", "node-pool", "delete", "--force", "--wait-for-state", "SUCCEEDED"]
    one += ["--config-file", str(service.config_file), "--endpoint", service.url]
    if service.ca_file is not None:
        one += ["--cert-bundle", str(service.ca_file)]
    if len(ids) == 1:
        return [*one, "--node-pool-id", NODE_POOL.format(number=1)]
    numbers = " ".join(str(number) for number in range(len(ids)))
    each = shlex.join([*one, "--node-pool-id", NODE_POOL.format(number="{}")])
    return ["sh", "-c", f"printf '%s\\n' {numbers} | xargs -P {len(ids)} -I{{}} {each}"]


def cli_stop(service: Service, ids: Sequence[str]) -> list[str]:
    """oci ... --wait-for-state STOPPED for one instance, which it stops itself."""
    command = [str(BIN / "oci"), "compute", "instance", "action", "--action", "STOP", "--wait-for-state", "STOPPED"]
    command += ["--config-file", str(service.config_file), "--endpoint", service.url, "--instance-id", ids[0]]
    return [*command, *(["--cert-bundle", str(service.ca_file)] if service.ca_file is not None else [])]


EMPTY = "empty"
SLEEP = "sleep"
OURS = "ours"
OURS_MODULE = "ours module"
OURS_SSH = "ours ssh"
OURS_ROLE = "ours role"
OURS_LISTED = "ours listed"
OURS_SILENT = "ours silent"
URI = "uri"
URI_ASYNC = "uri async"
SDK = "sdk"
CLI = "cli"
FLOOR = "floor"

#: The variable with which the action plugins run modules as Ansible does, in a process of their own, also on the controller.
AS_MODULE = {"longops_oracle_in_process": False}

POLLS: Mapping[str, Subject] = {
    EMPTY: Subject("an empty playbook", playbook("empty")),
    URI: Subject("ansible.builtin.uri", playbook("poll_uri"), signed=False),
    OURS: Subject("work_request_info", playbook("poll_ours")),
    OURS_MODULE: Subject("work_request_info, as a module", playbook("poll_ours", **AS_MODULE)),
}
WAITS: Mapping[str, Subject] = {
    OURS: Subject("work_request_wait", playbook("wait_ours")),
    OURS_MODULE: Subject("work_request_wait, as a module", playbook("wait_ours", **AS_MODULE)),
    OURS_SSH: Subject("work_request_wait, over ssh", playbook("wait_ours", ssh=True), ssh=True),
    OURS_ROLE: Subject("the role wait", playbook("wait_role")),
    OURS_LISTED: Subject(
        "work_request_wait, compartment and resource",
        playbook("wait_ours", many=False, compartment_id=COMPARTMENT, resource_id=RESOURCE),
    ),
    URI: Subject("ansible.builtin.uri, until", playbook("wait_uri"), signed=False),
    URI_ASYNC: Subject("ansible.builtin.uri, async", playbook("wait_uri_async"), signed=False),
    SDK: Subject("oci.wait_until, threads", script("sdk_wait.py")),
    CLI: Subject("oci-cli --wait-for-state", cli, starts=True),
    FLOOR: Subject("bare signed requests", script("floor.py")),
}
RESOURCE_WAITS: Mapping[str, Subject] = {
    OURS: Subject("resource_wait", playbook("wait_resource")),
    SDK: Subject("oci.wait_until, threads", script("sdk_wait.py")),
    CLI: Subject("oci-cli --wait-for-state", cli_stop, starts=True),
}


def sleeping(seconds: float) -> Subject:
    """A task that only sleeps for so long: the cost of Ansible itself in that time."""
    return Subject("a task that sleeps", playbook("sleep", seconds=seconds))


def idle(seconds: float) -> Mapping[str, Subject]:
    """Waits for an operation that does not end, until a timeout of so many seconds, and a task that only sleeps."""
    return {
        SLEEP: sleeping(seconds),
        OURS: Subject("progress: changes", playbook("wait_ours", seconds=seconds)),
        OURS_SILENT: Subject("progress: none", playbook("wait_ours", progress="none", seconds=seconds)),
    }
