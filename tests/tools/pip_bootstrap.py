# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts pip into an empty virtual environment, from what Python itself carries.

home.py lays this where ansible-test keeps the bootstrap script that it would otherwise fetch from a host of its own, which mirrors and
closed networks lack. ansible-test runs it with the environment's Python, and asks for the pip version of its own choice; any pip will do.
"""

from __future__ import annotations

import ensurepip
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

# There are about twenty environments to fill, and ensurepip takes five seconds for what unpacking its wheel does in none.
carried = list((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
if carried:
    zipfile.ZipFile(carried[0]).extractall(sysconfig.get_path("purelib"))
else:
    subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
