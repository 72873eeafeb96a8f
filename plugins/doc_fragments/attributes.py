# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What every module promises, as Ansible's documentation lists it."""

    DOCUMENTATION = r"""
options: {}
attributes:
  diff_mode:
    description: Returns details on what has changed (or would change) when in diff mode.
    support: none
    details:
      - Nothing is ever changed.
  platform:
    description: Target operating systems.
    platforms: posix
    support: full
  idempotent:
    description: Running it again changes nothing more.
    support: full
"""

    OCI = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/longops.oracle.oci) in C(module_defaults) to set options of all modules for OCI at once.
    support: full
    membership:
      - longops.oracle.oci
"""

    GOLDENGATE = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/longops.oracle.goldengate) in C(module_defaults) to set options of all modules for GoldenGate at once.
    support: full
    membership:
      - longops.oracle.goldengate
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode and return what it would return otherwise.
    support: full
"""

    WAIT = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode without changing anything.
    support: full
    details:
      - In check mode it looks once, does not wait, and does not fail for what it sees.
  action:
    description: Has an action plugin that runs on the controller.
    support: full
    details:
      - The action plugin runs the module in slices and prints the progress between them. The wait stays on the host of the task.
  async:
    description: Can be used with the task keyword C(async).
    support: full
"""
