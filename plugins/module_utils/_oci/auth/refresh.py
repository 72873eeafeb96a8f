# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authenticates afresh within the time of the request that was answered 401. Private to longops.oracle."""

from __future__ import annotations

import time
from typing import Any, Optional

from ..._core.errors import RequestError
from ..._core.operation import FaultKind
from ..._http.deadline import NoThreadError, call_with_timeout

#: Least seconds that it gets, even after the deadline.
LEAST = 0.1


def refreshed(signer: Any, key_id: str, deadline: Optional[float], error: RequestError) -> bool:
    """Whether signer has another key id than this now. error is the answer that requires it, deadline is of the monotonic clock.

    Raises a transient RequestError where it does not end in time.
    """
    if deadline is None:
        return bool(signer.refresh(key_id))
    try:
        return bool(call_with_timeout(lambda: signer.refresh(key_id), max(LEAST, deadline - time.monotonic())))
    except (TimeoutError, NoThreadError):
        text = f"{error.fault.message.rstrip('. ')}. A fresh authentication did not end in time"
        raise RequestError(error.fault._replace(kind=FaultKind.TRANSIENT, message=text), error.skew) from error
