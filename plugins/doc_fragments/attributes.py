# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The attributes of all modules, as Ansible's documentation lists them.

    No name of a part is that of a file beside this one: Ansible would take longops.oracle.attributes.oci for oci.py.
    """

    DOCUMENTATION = r"""
options: {}
attributes:
  action:
    description: Has an action plugin that runs on the controller.
    support: full
    details:
      - Where the module would run on the controller anyway, as the same user and with the same Python, the action plugin runs the module's
        body in the controller's own process. The options and the result are the same.
      - Everywhere else it runs the module once, on the host of the task. The action plugin of a wait follows the module's progress file
        meanwhile, to print its progress.
      - Set the variable C(longops_oracle_in_process) to V(false) to run the module as a process of its own in any case.
  diff_mode:
    description: Returns details on what has changed (or would change) when in diff mode.
    support: none
    details:
      - The module changes nothing that a diff could show.
  platform:
    description: Target operating systems.
    platforms: posix
    support: full
  idempotent:
    description: Running it again changes nothing more.
    support: full
"""

    OCI_GROUP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/longops.oracle.oci) in C(module_defaults) to set options of all modules for OCI at once.
    support: full
    membership:
      - longops.oracle.oci
"""

    GOLDENGATE_GROUP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/longops.oracle.goldengate) in C(module_defaults) to set options of all modules for GoldenGate at once.
    support: full
    membership:
      - longops.oracle.goldengate
"""

    AT_ONCE = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode and return what it would return otherwise.
    support: full
  async:
    description: Can be used with the task keyword C(async).
    support: full
    details:
      - Such a task runs the module as a process of its own.
"""

    WAITING = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode without changing anything.
    support: full
    details:
      - In check mode each operation is polled once. The task neither waits nor fails for the state of an operation.
  async:
    description: Can be used with the task keyword C(async).
    support: full
    details:
      - Such a task runs the module as a process of its own, and prints no progress lines. O(progress_file) shows its progress.
      - It does not end with its playbook, but with its own O(timeout).
"""
