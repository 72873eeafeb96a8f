# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hints for error statuses of OCI stay within what is known."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth.hints import (
    of_key,
    of_principal,
    of_session,
    with_hint,
)

SOURCE = "profile DEFAULT of ~/.oci/config"
DECLARED, ACTUAL = "AA:bb:01", "aa:bb:02"


def added(status: Optional[int], **known: Any) -> str:
    """The hint that is added to the message of a fault."""
    text = f"{status} Code: no (GET https://example.com, opc-request-id 7F3A)"
    fault = Fault(FaultKind.FATAL, text, status, "Code", "7F3A", 3.0)
    found = with_hint(fault, SOURCE, **known)
    assert found._replace(message=text) == fault  # nothing else changes
    assert found.message.startswith(text)
    return found.message[len(text) :]


def test_a_wrong_clock_is_the_first_hint() -> None:
    assert added(401, skew=420.0, hint="The key is wrong") == (
        ". This host's clock is 7 min behind the server's, and OCI rejects more than 5 min: set the clock"
    )
    assert "clock is 1 h ahead of the server's" in added(401, skew=-3600.0)


@pytest.mark.parametrize("skew", [None, 0.0, 300.0, -300.0, 12.5])
def test_with_a_right_clock_the_hint_is_that_of_the_credentials(skew: Optional[float]) -> None:
    assert added(401, skew=skew, hint="The key is wrong") == ". The key is wrong"


def test_a_fingerprint_of_another_key_is_named() -> None:
    assert of_key(SOURCE, DECLARED, ACTUAL) == (
        "The key's fingerprint is aa:bb:02, but profile DEFAULT of ~/.oci/config has AA:bb:01: one of the two is wrong"
    )


@pytest.mark.parametrize("actual", [DECLARED.lower(), None])
def test_with_a_right_fingerprint_the_hint_names_all_credentials(actual: Optional[str]) -> None:
    assert of_key(SOURCE, DECLARED, actual) == (
        "Check user, tenancy, fingerprint and key in profile DEFAULT of ~/.oci/config, and that the key is among the user's API keys"
    )


def test_a_session_may_have_expired() -> None:
    text = of_session(SOURCE, "DAILY")
    assert f"session of {SOURCE} may have expired" in text
    assert "`oci session refresh --profile DAILY`" in text
    assert "`oci session authenticate --profile-name DAILY`" in text


def test_a_principal_has_nothing_that_the_user_could_renew() -> None:
    assert of_principal("the workload identity of this pod").startswith(
        "The token of the workload identity of this pod was rejected"
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, ["a permission is missing", "policy", SOURCE]),
        (404, ["does not exist", "may not read", SOURCE, "12 hours", "service and region"]),
        (429, ["longer interval"]),
    ],
)
def test_hints_for_other_statuses(status: int, words: list[str]) -> None:
    text = added(status)
    assert all(word in text for word in words)


@pytest.mark.parametrize("status", [None, 200, 400, 409, 418, 500, 503])
def test_other_statuses_have_no_hint(status: Optional[int]) -> None:
    assert added(status, skew=9999.0, hint="The key is wrong") == ""


def test_a_message_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    text = with_hint(Fault(FaultKind.FATAL, "403: Not allowed. ", 403), SOURCE).message
    assert text.startswith("403: Not allowed. Authentication (")


def test_a_whole_message_about_what_is_not_found() -> None:
    id_ = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
    reason = f"404 NotAuthorizedOrNotFound: Authorization failed or requested resource not found (GET https://h/{id_})"
    assert with_hint(Fault(FaultKind.NOT_FOUND, reason, 404), SOURCE).message == (
        f"{reason}. OCI answers the same for what does not exist and for what this user ({SOURCE}) may not read, and keeps"
        " work requests for 12 hours, and deleted resources for a while. Check the id, its service and region, and the policies"
    )
