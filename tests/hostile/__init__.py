# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hostile server, the table of what it does, and what each must lead to.

The simulator answers as Oracle's services do; this server attacks. `make faults` plays every fault at every point.
"""
