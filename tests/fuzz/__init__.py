# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What nobody has thought of: answers that are mutated byte by byte and value by value, and more examples of every property.

The faults of tests/hostile are written by hand. These are made by chance, from what services really answer.
"""
