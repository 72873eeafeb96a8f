# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options that every module that waits has."""

    DOCUMENTATION = r"""
options:
  timeout:
    description:
      - Seconds to wait. The last look happens at this deadline. With V(0) there is one look.
    type: float
    default: 1200.0
  interval:
    description:
      - Seconds between two looks at first, and the least there is. The time between looks grows with the age of the operation, and
        shrinks again as its percentage nears the end.
      - A service that asks for more time with the header C(Retry-After) gets it.
    type: float
    default: 2.0
  max_interval:
    description:
      - Most seconds between two looks.
    type: float
    default: 30.0
  on_failure:
    description:
      - What to do when an operation fails, is canceled, or cannot be read.
      - V(fail_fast) fails at once, V(fail_at_end) when all operations are over, V(report) never.
    type: str
    choices: [fail_fast, fail_at_end, report]
    default: fail_fast
  on_timeout:
    description:
      - What to do when an operation is not over at the deadline. V(report) ends the task well, with RV(timed_out=true).
    type: str
    choices: [fail, report]
    default: fail
  on_attention:
    description:
      - What to do when an operation needs a person to act before it goes on.
      - V(wait) waits and warns, V(fail) counts it as failed.
    type: str
    choices: [wait, fail]
    default: wait
  accept:
    description:
      - Statuses that count as success besides the service's own, such as V(PARTIALLY_SUCCEEDED) or V(CANCELED), in any case.
      - A status of an operation that is still under way ends the wait for it as well.
    type: list
    elements: str
    default: []
  progress:
    description:
      - Whether to say between looks how far the operations are. V(changes) prints a line when something has changed, and now and then
        that nothing has, at once, after 20 seconds, and later every minute.
      - The lines are printed on the controller, not by the module. Nothing is printed in check mode, with C(no_log), or in an C(async) task.
    type: str
    choices: [changes, none]
    default: changes
"""
