# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a refusal by OCI is taken to mean, and that the advice stays within what is known."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth.hints import (
    advised,
    of_key,
    of_principal,
    of_session,
)

SOURCE = "profile DEFAULT of ~/.oci/config"
DECLARED, ACTUAL = "AA:bb:01", "aa:bb:02"


def advice(status: Optional[int], **known: Any) -> str:
    """What is added to the message of a fault."""
    told = f"GET https://example.com answered {status}: no (opc-request-id 7F3A)"
    fault = Fault(Fault.FATAL, told, status, "Code", "7F3A", 3.0)
    found = advised(fault, SOURCE, **known)
    assert found._replace(message=told) == fault  # nothing else changes
    assert found.message.startswith(told)
    return found.message[len(told) :]


def test_a_clock_that_is_off_is_the_first_suspect() -> None:
    assert advice(401, skew=420.0, suspicion="The key is wrong") == (
        ". This host's clock is 7 min behind the server's, and OCI refuses more than 5 min: set the clock"
    )
    assert "clock is 1 h ahead of the server's" in advice(401, skew=-3600.0)


@pytest.mark.parametrize("skew", [None, 0.0, 300.0, -300.0, 12.5])
def test_else_the_sign_in_is_to_blame(skew: Optional[float]) -> None:
    assert advice(401, skew=skew, suspicion="The key is wrong") == ". The key is wrong"


def test_a_fingerprint_that_is_not_the_keys_is_the_next() -> None:
    assert of_key(SOURCE, DECLARED, ACTUAL) == (
        "The key's fingerprint is aa:bb:02, but profile DEFAULT of ~/.oci/config says AA:bb:01: one of the two is the wrong one"
    )


@pytest.mark.parametrize("actual", [DECLARED.lower(), None])
def test_else_everything_that_makes_a_sign_in(actual: Optional[str]) -> None:
    assert of_key(SOURCE, DECLARED, actual) == (
        "Check user, tenancy, fingerprint and key in profile DEFAULT of ~/.oci/config, and that the key is among the user's API keys"
    )


def test_a_session_has_no_fingerprint_and_may_have_ended() -> None:
    told = of_session(SOURCE, "DAILY")
    assert f"session of {SOURCE} may have ended" in told
    assert "`oci session refresh --profile DAILY`" in told
    assert "`oci session authenticate --profile-name DAILY`" in told


def test_a_principal_has_nothing_that_a_person_could_renew() -> None:
    assert of_principal("the workload identity of this pod").startswith(
        "The token of the workload identity of this pod was refused"
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, ["has no right to this", "policy", SOURCE]),
        (404, ["does not exist", "may not read", SOURCE, "12 hours", "service and region"]),
        (429, ["longer interval"]),
    ],
)
def test_other_refusals(status: int, words: list[str]) -> None:
    told = advice(status)
    assert all(word in told for word in words)


@pytest.mark.parametrize("status", [None, 200, 400, 409, 418, 500, 503])
def test_no_advice_where_there_is_none(status: Optional[int]) -> None:
    assert advice(status, skew=9999.0, suspicion="The key is wrong") == ""


def test_a_message_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    told = advised(Fault(Fault.FATAL, "It answered 403: Not allowed. ", 403), SOURCE).message
    assert told.startswith("It answered 403: Not allowed. The sign-in (")
