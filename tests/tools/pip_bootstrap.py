# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs pip into an empty virtual environment, from the wheel in Python's ensurepip.

home.py puts this at the path of the bootstrap script that ansible-test would otherwise download from a host that mirrors and closed
networks lack. ansible-test runs it with the environment's Python and requests a version of pip; any version works.
"""

from __future__ import annotations

import ensurepip
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

# There are about twenty environments, and ensurepip takes five seconds each, where unpacking its wheel takes almost no time.
wheels = list((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
if wheels:
    zipfile.ZipFile(wheels[0]).extractall(sysconfig.get_path("purelib"))
else:
    subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
