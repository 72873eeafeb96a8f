# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one client of OCI for all entries with equal options, whatever they are about. Private to longops.oracle."""

from __future__ import annotations

import json
from typing import Any, Mapping

from .._ansible import waits
from .._ansible.runner import Run
from .._oci import connection
from .._oci.api.client import OciClient
from .._polling.waiter import Terms


class OciClients:
    """The clients of a wait on these terms. limits are those of the requests that find out what to wait for."""

    def __init__(self, run: Run, terms: Terms) -> None:
        self.accept = terms.accept
        self.limits = waits.limits(run, terms)
        self._run = run
        self._made: dict[str, OciClient] = {}

    def of(self, params: Mapping[str, Any]) -> OciClient:
        """The client for these options. Raises LongopsError."""
        equal = json.dumps(params, sort_keys=True, default=str)
        if equal not in self._made:
            made = connection.client(dict(params), self._run.secrets, self.accept, self.limits)
            self._made[equal] = self._run.closing(made)
        return self._made[equal]
