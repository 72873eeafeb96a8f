# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows the tenancy's Object Storage namespace, which stands in the paths of some services. Private to longops.oracle."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Optional

from ..._core.errors import RequestError, UsageError
from ..._core.operation import Fault, FaultKind


class Namespaces:
    """The namespace from the option, or requested once in each region (GetNamespace, GET /n).

    read answers with what Object Storage of a region says, until a time of the monotonic clock.
    """

    def __init__(self, read: Callable[[Optional[str], Optional[float]], Any], given: Optional[str]) -> None:
        self._read = read
        self._given = given
        self._known: dict[Optional[str], str] = {}
        self._lock = threading.Lock()

    def in_region(self, region: Optional[str], deadline: Optional[float]) -> str:
        """Raises RequestError, and UsageError where the answer is none."""
        if self._given:
            return self._given
        if not self._lock.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic())):
            raise RequestError(Fault(FaultKind.TRANSIENT, "The namespace of the tenancy was not answered in time."))
        try:
            if region not in self._known:
                self._known[region] = self._asked(region, deadline)
            return self._known[region]
        finally:
            self._lock.release()

    def _asked(self, region: Optional[str], deadline: Optional[float]) -> str:
        try:
            found = self._read(region, deadline)
        except RequestError as error:
            text = (
                "The namespace of the tenancy, which is part of the path, cannot be read. Set the option"
                f" namespace, or see: {error}"
            )
            kind = error.fault.kind if error.fault.kind in FaultKind.RETRIED else FaultKind.FATAL
            raise RequestError(error.fault._replace(kind=kind, message=text), error.skew) from error
        if not isinstance(found, str):
            raise UsageError(
                "Object Storage did not answer with the namespace of the tenancy: set the option namespace."
            )
        return found
