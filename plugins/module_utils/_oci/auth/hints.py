# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what an error status of OCI means and what to do about it, as hints for messages: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional

from ..._core.operation import Fault
from ..._http.faults import THROTTLED, append_hint
from ..._text import times

#: OCI rejects a request whose date is further off than this, in seconds (docs.oracle.com, "Request Signatures").
CLOCK_TOLERANCE = 300.0


def with_hint(fault: Fault, source: str, skew: Optional[float] = None, hint: str = "") -> Fault:
    """The fault, with a hint at the end of its message where its HTTP status has one.

    source is where the credentials are from; skew is the server's clock minus this host's in seconds; hint is what may be
    wrong with the credentials where the service rejects them (401) although the clock is right.
    """
    return append_hint(fault, _hint(fault.http_status, source, skew, hint))


def of_key(source: str, declared: str, actual: Optional[str]) -> str:
    """The hint for an API key; declared and actual are its fingerprint by the settings and by the key, where that is known."""
    if actual and declared.lower() != actual:
        return f"The key's fingerprint is {actual}, but {source} has {declared}: one of the two is wrong"
    return f"Check user, tenancy, fingerprint and key in {source}, and that the key is among the user's API keys"


def of_session(source: str, profile: str) -> str:
    """The hint for the session of a profile."""
    return (
        f"The session of {source} may have expired, or its key belong to another session: renew it with `oci session"
        f" refresh --profile {profile}`, or authenticate again with `oci session authenticate --profile-name"
        f" {profile}`"
    )


def of_principal(source: str) -> str:
    """The hint for the token of a principal."""
    return (
        f"The token of {source} was rejected, and there is no newer one: check that the service is of the same"
        " realm and tenancy, and that what the token stands for (instance, resource, pod, delegation) has not"
        " been moved, terminated or revoked"
    )


def _hint(status: Optional[int], source: str, skew: Optional[float], hint: str) -> str:
    if status == 401:
        if skew is not None and abs(skew) > CLOCK_TOLERANCE:
            return (
                f"This host's clock is {times.duration(abs(skew))} {'behind' if skew > 0 else 'ahead of'} the"
                " server's, and OCI rejects more than 5 min: set the clock"
            )
        return hint
    if status == 403:
        return f"Authentication ({source}) succeeded, but a permission is missing: ask for a policy that allows this"
    if status == 404:
        return (
            f"OCI answers the same for what does not exist and for what this user ({source}) may not read, and"
            " keeps work requests for 12 hours, and deleted resources for a while. Check the id, its service and region, and the policies"
        )
    if status == THROTTLED:
        return "OCI limits the rate of requests: wait with a longer interval"
    return ""
