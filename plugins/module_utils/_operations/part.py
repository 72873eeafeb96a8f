# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows the steps in which entries with equal options become a group of a wait. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Sequence

from .._ansible.runner import Run
from .._core.watch import Watch
from .._polling.group_wait import Group
from . import options
from .entries import Entry
from .faults import Faults


class Part:
    """The entries of one group, which share a client. The steps are check(), connect() and locate().

    check() leaves in entries those to go on with, and locate() sets group, and in places the number of the entry that each
    of group.entries() comes from.
    """

    group: Group
    places: Sequence[int]

    def __init__(self, run: Run, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.params: dict[str, Any] = {}
        self.client: Any = None
        self._run = run

    def check(self, faults: Faults) -> None:
        """Find out what the entries mean, from the options alone. Those of skipped results are passed over."""
        entries, self.entries = self.entries, []
        with faults.of_options(entries):
            self.params = options.of_entry(entries[0], self._run.params)
            # An entry's password and the module's user name make a secret that neither of them has.
            self._run.hide(options.secrets(self.params))
            self.entries = [entry for entry in entries if self._means_anything(entry, faults)]

    @property
    def is_local(self) -> bool:
        """Whether connect() sends nothing."""
        return True

    def connect(self, faults: Faults) -> None:
        """Make the client, from files and options."""
        raise NotImplementedError

    def locate(self, faults: Faults) -> None:
        """Make the group. This may ask a service where the operations are."""
        raise NotImplementedError

    def cancel(self, watches: Sequence[Watch], deadline: float) -> list[str]:
        """Request the cancellation of these operations, until that time of the monotonic clock: the ids for which it was requested."""
        raise NotImplementedError

    def parse(self, entry: Entry) -> bool:
        """Keep what an entry names: whether it names anything. Raises UsageError."""
        raise NotImplementedError

    def _means_anything(self, entry: Entry, faults: Faults) -> bool:
        with faults.of(entry):
            return self.parse(entry)
        return True  # it is wrong
