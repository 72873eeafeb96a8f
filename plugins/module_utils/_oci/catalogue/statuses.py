# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Maps each status word of a work request to a state. Private to longops.oracle.

The words are those of the SDK's models (schemas WorkRequest and WorkRequestSummary); the generator of the catalogue fails for
a word that is missing here.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional

from ..._core.operation import State

STATES: Mapping[str, str] = {
    "ACCEPTED": State.PENDING,
    "CREATED": State.PENDING,  # management_agent: there, not yet accepted
    "WAITING": State.PENDING,  # for its time, or for other work to end
    "IN_PROGRESS": State.PENDING,
    "INPROGRESS": State.PENDING,  # data_flow
    "CANCELING": State.PENDING,  # may still end in any way
    "CANCELLING": State.PENDING,
    "SUSPENDING": State.PENDING,  # data_safe
    "SUSPENDED": State.ATTENTION,  # data_safe: stands still until ResumeWorkRequest is called
    "NEEDS_ATTENTION": State.ATTENTION,
    "SUCCEEDED": State.SUCCEEDED,
    "COMPLETED": State.SUCCEEDED,  # object_storage
    "FAILED": State.FAILED,
    # identity.tagging, security_attribute. A play that went on would build on something incomplete, so it stops here;
    # the option accept allows it.
    "PARTIALLY_SUCCEEDED": State.FAILED,
    "CANCELED": State.CANCELED,
    "CANCELLED": State.CANCELED,
    # os_management_hub: over without having been carried out, and without an error to show.
    "SKIPPED": State.CANCELED,
}


def state_of(word: Any) -> Optional[str]:
    """The State that a status word stands for, in any case; None for an unknown word."""
    return STATES.get(word.strip().upper()) if isinstance(word, str) else None
