# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the file that Ansible sends to a host for one task, so that a module can run without Ansible."""

from __future__ import annotations

import pathlib
import subprocess
from typing import Mapping, Sequence


def payload(playbook: Sequence[str], env: Mapping[str, str], folder: pathlib.Path) -> pathlib.Path:
    """Run a playbook with one task and return the file of that task (AnsiballZ: the module, all that it imports, and its arguments)."""
    remote = folder / "remote"
    settings = {"ANSIBLE_KEEP_REMOTE_FILES": "1", "ANSIBLE_REMOTE_TMP": str(remote), "ANSIBLE_PIPELINING": "0"}
    done = subprocess.run(playbook, env={**env, **settings}, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(playbook)}\n{done.stdout}{done.stderr}")
    [file] = remote.glob("*/AnsiballZ_*.py")
    return file
