# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads how hypothesis searches."""

from __future__ import annotations

from ansible_collections.longops.oracle.tests.unit.examples import load_profile

load_profile()
