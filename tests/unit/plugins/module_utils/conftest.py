# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How hypothesis searches: the same cases in every run, however slow the machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("longops", derandomize=True, deadline=None, database=None)
settings.load_profile("longops")
