# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator: Oracle's long-running operations on loopback, for tests, demos and documentation. See README.md."""

from __future__ import annotations

from ._checkout import make_importable

make_importable()

from .clock import ManualClock
from .server import Simulator

__all__ = ["ManualClock", "Simulator"]
