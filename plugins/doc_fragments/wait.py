# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options of the modules that wait."""

    DOCUMENTATION = r"""
options:
  timeout:
    description:
      - Seconds to wait. The last poll happens at this deadline. With V(0) each operation is polled once.
      - All that the task does shares this time, such as searching the work requests of a resource, and reading errors at the end. At most five
        seconds later the task has ended, whatever servers do.
    type: float
    default: 1200.0
  interval:
    description:
      - Seconds between the first two polls of an operation, and the least at any time. The interval grows with the age of the operation,
        and shrinks again as its percentage nears the end.
      - A longer time that the service requests with the header C(Retry-After) is respected.
    type: float
    default: 2.0
  max_interval:
    description:
      - Most seconds between two polls of an operation.
    type: float
    default: 30.0
  on_failure:
    description:
      - What to do when an operation fails, is canceled, or cannot be read.
      - V(fail_fast) fails as soon as it is observed, V(fail_at_end) when all operations have ended, V(report) never.
    type: str
    choices: [fail_fast, fail_at_end, report]
    default: fail_fast
  on_timeout:
    description:
      - What to do when an operation has not ended at the deadline. V(report) ends the task successfully, with RV(timed_out=true).
    type: str
    choices: [fail, report]
    default: fail
  on_attention:
    description:
      - What to do when an operation requires attention, which means that it stands still until a user acts.
      - V(wait) waits and warns, V(fail) counts it as failed.
    type: str
    choices: [wait, fail]
    default: wait
  accept:
    description:
      - Statuses that count as success besides the service's own, such as V(PARTIALLY_SUCCEEDED) or V(CANCELED), in any case.
      - V(CANCELED) means V(CANCELLED) as well, and the other way round, because services spell it in both ways.
      - A status of an operation that is still pending ends the wait for it as well.
      - V(SUCCEEDED) has no effect. An operation whose errors contradict this status has failed.
    type: list
    elements: str
    default: []
  progress:
    description:
      - Whether to print the progress of the operations during the wait. V(changes) prints a line for every change, and at least one a
        minute. A percentage that moves is printed at most every two seconds, and that of more than five operations is summed up in one
        line, at most every five seconds.
      - The action plugin prints the lines on the controller. It prints none in check mode, with C(no_log), or in an C(async) task.
        Where it cannot follow the module's progress, the output of C(-vvv) says why.
    type: str
    choices: [changes, none]
    default: changes
  progress_file:
    description:
      - Path of a file on the host of the task to which the wait appends a line for every observation that changes something,
        so that the progress of a task can be followed from elsewhere, with C(tail -f) for instance. This works in an C(async) task too.
      - Each line is a dictionary in JSON. C(elapsed) is the number of seconds since the wait began, C(operations) the number of operations
        that the wait watches. C(work_request) or C(request) is the observed operation in the form of an entry of the result,
        with its errors and logs as far as they are known.
      - The wait creates the file, with the mode C(0600). It is an error if the file exists. The file stays when the wait ends.
    type: path
    version_added: 1.0.0
  report:
    description:
      - Path of a file on the host of the task for a report on the wait. It has the outcome, all operations on one axis of time, the percentages
        as they were seen, and the errors, log entries and request ids of what did not succeed.
      - A name that ends with C(.html) gives a page for a browser, one that ends with C(.md) Markdown for a pull request or a chat.
      - The report is written when the wait ends, however it ends. If the wait is interrupted, the report has what is known by then. A path that
        cannot be written to is an error before the wait. If the report cannot be written after it, a warning says so, and the result is the same.
      - A file that is there is replaced in one step, and keeps its mode. A new one has the mode C(0600). A symbolic link is replaced, not
        followed. Hosts and loops that write to the same path replace each other's report.
      - Nothing is written in check mode.
    type: path
    version_added: 1.0.0
"""
