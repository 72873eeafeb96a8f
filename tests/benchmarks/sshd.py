# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An sshd on loopback for the user who runs the benchmarks: its keys, its configuration, the inventory that reaches it.

It runs as a child of the measured command, so its processes, and the modules that it starts, are part of what is measured.
"""

from __future__ import annotations

import getpass
import json
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import sys
from typing import Optional, Sequence

#: sshd is often in none of the folders of a user's PATH.
SEARCH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin", "/sbin"))
CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/user_key.pub
PidFile {folder}/sshd.pid
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
StrictModes no
Subsystem sftp internal-sftp
MaxSessions 100
MaxStartups 100
"""
#: Ansible's own options, but the connection that tasks share closes soon after the last of them, and the login is retried
#: while sshd starts.
OPTIONS = "-C -F /dev/null -o ControlMaster=auto -o ControlPersist=5s -o ConnectionAttempts=10 -o IdentitiesOnly=yes"
#: Starts sshd, runs a command, stops sshd, and exits with the status of the command.
SCRIPT = '{sshd} -D -f {config} -E {log} & server=$!; "$@"; status=$?; kill $server; wait $server; exit $status'


def missing() -> Optional[str]:
    """The program that is not installed, if one is."""
    return next((name for name in ("sshd", "ssh", "ssh-keygen") if shutil.which(name, path=SEARCH) is None), None)


class Sshd:
    """Keys and configuration in a folder. sshd runs only within the command that around() returns."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        for name in ("host_key", "user_key"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        self._port = _free_port()
        (folder / "sshd_config").write_text(CONFIG.format(port=self._port, folder=folder), encoding="utf-8")
        if os.geteuid() == 0:
            pathlib.Path("/run/sshd").mkdir(exist_ok=True)  # sshd does not start as root without it

    def inventory(self) -> pathlib.Path:
        """An inventory with one host: this machine, this user, this Python, over ssh."""
        options = f"{OPTIONS} -o StrictHostKeyChecking=no -o UserKnownHostsFile={self._folder / 'known_hosts'}"
        host = {
            "ansible_connection": "ssh",
            "ansible_host": "127.0.0.1",
            "ansible_port": self._port,
            "ansible_user": getpass.getuser(),
            "ansible_ssh_private_key_file": str(self._folder / "user_key"),
            "ansible_ssh_args": options,
            "ansible_python_interpreter": sys.executable,
            "ansible_remote_tmp": str(self._folder / "remote"),
        }
        file = self._folder / "inventory.json"
        file.write_text(json.dumps({"all": {"hosts": {"remote": host}}}), encoding="utf-8")
        return file

    def around(self, command: Sequence[str]) -> list[str]:
        """The command with sshd running beside it."""
        script = SCRIPT.format(
            sshd=shlex.quote(shutil.which("sshd", path=SEARCH) or "sshd"),
            config=shlex.quote(str(self._folder / "sshd_config")),
            log=shlex.quote(str(self._folder / "sshd.log")),
        )
        return ["sh", "-c", script, "sh", *command]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
