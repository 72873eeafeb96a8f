# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator: Oracle's long-running operations on loopback, for tests, demos and documentation. See README.md."""

from __future__ import annotations

import sys

from ._checkout import make_importable

make_importable()

try:
    from .clock import ManualClock
    from .server import Simulator
except ModuleNotFoundError as error:
    if sys.argv[:1] != ["-m"]:  # what it is while `python -m` imports the package
        raise
    raise SystemExit(
        f"simulator: the Python package {error.name} is not installed. Install what the simulator needs:\n"
        f"  {sys.executable} -m pip install cheroot werkzeug cryptography pyyaml"
    ) from None

__all__ = ["ManualClock", "Simulator"]
