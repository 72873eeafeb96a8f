# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which Ansible runs a module, as variables of a host: in its own process, here, over ssh, as another user."""

from __future__ import annotations

import pathlib
from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from .sshd import Sshd, missing

PLAYBOOK = pathlib.Path(__file__).parent / "connections.yml"
LOCAL = ("in_process", "as_module")
#: Needs an sshd, or the users that come with one.
REMOTE = ("local_become", "ssh", "ssh_su", "ssh_sudo", "ssh_sudo_pipelined")
ALL = (*LOCAL, *REMOTE)


def unavailable(connection: str, sshd: Optional[Sshd]) -> Optional[str]:
    """Why this connection cannot be had here; None where it can."""
    if connection in LOCAL:
        return None
    if sshd is None:
        return missing()
    return "sudo is not installed" if "sudo" in connection and not sshd.has_sudo else None


def skip_unless_available(connection: str, sshd: Optional[Sshd]) -> None:
    reason = unavailable(connection, sshd)
    if reason is not None:
        pytest.skip(reason)


def variables(connection: str, sshd: Optional[Sshd], sim: Simulator) -> dict[str, Any]:
    """The variables of a host that is reached in this way, the path of its OCI config file included."""
    if connection in LOCAL:
        return {
            "longops_oracle_in_process": connection == "in_process",
            "oci_config": str(sim.config_file),
            # Otherwise it is below the home that this user has in /etc/passwd, whatever HOME is.
            "ansible_remote_tmp": "{{ results | dirname }}/home/.ansible/tmp",
        }
    assert sshd is not None
    user = sshd.login if connection == "ssh" else sshd.other
    config = {"oci_config": str(sshd.give(user, sim.config_file))}
    if connection == "local_become":
        return {**config, **sshd.becoming("su"), "ansible_python_interpreter": str(sshd.python)}
    found = {**config, **sshd.connecting(), "ansible_pipelining": connection == "ssh_sudo_pipelined"}
    method = {"ssh_su": "su", "ssh_sudo": "sudo", "ssh_sudo_pipelined": "sudo"}.get(connection)
    return {**found, **sshd.becoming(method)} if method else found
