# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what a refusal by OCI means and what to do about it: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional

from ..._core.operation import Fault
from ..._text import times

#: OCI refuses a request whose date is further off than this, in seconds (docs.oracle.com, "Request Signatures").
CLOCK_TOLERANCE = 300.0


def advised(fault: Fault, source: str, skew: Optional[float] = None, suspicion: str = "") -> Fault:
    """The fault, with a sentence of advice at the end of its message.

    source says where the sign-in came from; skew is the server's clock minus ours in seconds; suspicion is what may be
    wrong with the sign-in where the service refuses it although the clock is right.
    """
    advice = _advice(fault.http_status, source, skew, suspicion)
    return fault._replace(message=f"{fault.message.rstrip('. ')}. {advice}") if advice else fault


def of_key(source: str, declared: str, actual: Optional[str]) -> str:
    """What may be wrong with an API key; declared and actual are its fingerprint by the settings and by the key, where that is known."""
    if actual and declared.lower() != actual:
        return f"The key's fingerprint is {actual}, but {source} says {declared}: one of the two is the wrong one"
    return f"Check user, tenancy, fingerprint and key in {source}, and that the key is among the user's API keys"


def of_session(source: str, profile: str) -> str:
    """What may be wrong with the session of a profile."""
    return (
        f"The session of {source} may have ended, or its key be another one's: renew it with `oci session"
        f" refresh --profile {profile}`, or sign in again with `oci session authenticate --profile-name"
        f" {profile}`"
    )


def of_principal(source: str) -> str:
    """What may be wrong with the token of a principal."""
    return (
        f"The token of {source} was refused, and there is no better one: check that the service is of the same"
        " realm and tenancy, and that what the token stands for (instance, resource, pod, delegation) has not"
        " been moved, ended or withdrawn"
    )


def _advice(status: Optional[int], source: str, skew: Optional[float], suspicion: str) -> str:
    if status == 401:
        if skew is not None and abs(skew) > CLOCK_TOLERANCE:
            return (
                f"This host's clock is {times.duration(abs(skew))} {'behind' if skew > 0 else 'ahead of'} the"
                " server's, and OCI refuses more than 5 min: set the clock"
            )
        return suspicion
    if status == 403:
        return f"The sign-in ({source}) is right, but has no right to this: ask for a policy that allows it"
    if status == 404:
        return (
            f"OCI says the same for what does not exist and for what this sign-in ({source}) may not read; and"
            " work requests are kept for 12 hours only. Check the id, its service and region, and the policies"
        )
    if status == 429:
        return "OCI limits how often it is asked: wait with a longer interval"
    return ""
