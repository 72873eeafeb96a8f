# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs a package of Debian for the tests that need one."""

from __future__ import annotations

import os
import shutil
import subprocess

#: Seconds for all of it.
LONGEST = 150


def install(package: str) -> None:
    """Install it, where this is root and has apt-get. Whoever needs it looks whether it is there now."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    script = f"apt-get update -qq; apt-get install -qq --no-install-recommends {package}"
    command = ["timeout", "--kill-after=5", str(LONGEST), "sh", "-c", script]  # a mirror can fail to answer
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
