# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a principal's token is replaced, and the messages where there is none. Whole authentications are in test_principals_sign_in.py."""

from __future__ import annotations

import base64
import builtins
import json
import threading
import types
from typing import Any, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import MissingLibraryError, RequestError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import principals
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth.config_file import Profile

KIND = principals.KINDS["instance_principal"]
PROFILE = Profile("instance_principal", {}, "the options of the task", "DEFAULT")


class Auth:
    """Where tokens come from: they live for so many seconds (None: not known) after the clock's time at which they were fetched."""

    def __init__(self, life: Optional[float]) -> None:
        self.now = 1_800_000_000.0
        self.life = life
        self.fetched = 0
        self.broken = False

    def sign_in(self) -> Any:
        if self.broken:
            raise RequestError(Fault(FaultKind.TRANSIENT, "Authentication failed: no answer"))
        self.fetched += 1
        claims = {} if self.life is None else {"exp": self.now + self.life}
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return types.SimpleNamespace(api_key="ST$head%d.%s.sign" % (self.fetched, payload), region="eu-frankfurt-1")

    def principal(self) -> principals.Principal:
        return principals.Principal(
            KIND, self.sign_in, lambda signer, request: (signer.api_key, request), lambda: self.now
        )


@pytest.mark.parametrize(("life", "until"), [(1200.0, 1140.0), (90.0, 45.0), (3600.0, 3540.0)])
def test_a_token_is_replaced_shortly_before_it_ends(life: float, until: float) -> None:
    auth = Auth(life)
    principal = auth.principal()
    auth.now += until - 1
    first, _request = principal("a request")
    assert auth.fetched == 1
    auth.now += 2
    second, request = principal("another")
    assert (auth.fetched, request) == (2, "another")
    assert first != second == principal.key_id


def test_a_token_without_an_expiry_is_kept() -> None:
    auth = Auth(None)
    principal = auth.principal()
    auth.now += 1e6
    principal("a request")
    assert auth.fetched == 1


def test_a_token_that_cannot_be_replaced_is_used_to_its_end() -> None:
    auth = Auth(1200.0)
    principal = auth.principal()
    auth.now += 1150
    auth.broken = True
    assert principal("a request")[0] == principal.key_id
    auth.now += 49
    assert principal("a request")[0] == principal.key_id
    auth.now += 11
    with pytest.raises(RequestError, match="no answer"):
        principal("a request")
    auth.broken = False
    principal("a request")
    assert auth.fetched == 2


def test_what_cannot_be_replaced_is_not_tried_with_every_request() -> None:
    auth = Auth(1200.0)
    principal = auth.principal()
    auth.now += 1150
    auth.broken = True
    principal("a request")
    auth.broken = False
    auth.now += principals.PAUSE - 1
    principal("a request")
    assert auth.fetched == 1
    auth.now += 2
    principal("a request")
    assert auth.fetched == 2


def test_a_rejected_token_is_replaced_once() -> None:
    auth = Auth(1200.0)
    principal = auth.principal()
    refused = principal.key_id
    assert principal.refresh(refused)
    assert principal.refresh(refused)  # of another request, which was refused at the same time
    assert auth.fetched == 2


def test_the_same_token_again_is_no_reason_to_try_again() -> None:
    principal = principals.Principal(
        KIND, lambda: types.SimpleNamespace(api_key="ST$fixed"), lambda signer, request: request
    )
    assert not principal.refresh("ST$fixed")


def test_many_requests_at_a_time_share_one_new_token() -> None:
    auth = Auth(1200.0)
    principal = auth.principal()
    auth.now += 1150
    threads = [threading.Thread(target=principal, args=("a request",)) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert auth.fetched == 2


def test_a_principal_knows_where_it_runs() -> None:
    assert Auth(None).principal().region == "eu-frankfurt-1"
    assert (
        principals.Principal(
            KIND, lambda: types.SimpleNamespace(api_key="ST$x"), lambda signer, request: request
        ).region
        is None
    )


# What is said


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Fault:
    """The fault of an authentication in which the SDK raises this."""

    def make(*_arguments: Any) -> Any:
        raise error

    monkeypatch.setitem(principals.KINDS, "instance_principal", KIND._replace(make=make))
    with pytest.raises(RequestError) as caught:
        principals.signer(PROFILE, principals.Options(), {})
    return caught.value.fault


def test_the_reason_comes_with_what_such_an_authentication_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = failing(monkeypatch, OSError("Unsupported OCI_RESOURCE_PRINCIPAL_VERSION: 9"))
    assert fault.kind == FaultKind.FATAL
    assert fault.message == (
        f"Authentication with auth_type instance_principal failed: Unsupported OCI_RESOURCE_PRINCIPAL_VERSION: 9. {KIND.needs}"
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (500, FaultKind.TRANSIENT),
        (503, FaultKind.TRANSIENT),
        (408, FaultKind.TRANSIENT),
        (429, FaultKind.TRANSIENT),
        (501, FaultKind.FATAL),
        (401, FaultKind.FATAL),
        (404, FaultKind.FATAL),
    ],
)
def test_a_failed_authentication_is_reported_in_one_line(
    monkeypatch: pytest.MonkeyPatch, status: int, kind: str
) -> None:
    from oci.exceptions import ServiceError

    fault = failing(monkeypatch, ServiceError(status, "SomeCode", {"opc-request-id": "7F3A"}, "not\nnow"))
    assert fault.kind == kind
    known = {408: "unknown", 429: "throttled", 500: "internal", 503: "internal"}
    assert fault.category == known.get(status, "authorization")
    assert "was answered %d: not now. It works on" % status in fault.message


def test_a_connection_that_fails_may_be_made_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failing(monkeypatch, ConnectionRefusedError(111, "Connection refused")).kind == FaultKind.TRANSIENT


@pytest.mark.parametrize(
    "answer",
    ["", "<html>Not now</html>", '{"token": "e', "[]", "7", "null", "{}", "9" * 5000, "[" * 100000],
    ids=lambda answer: answer[:12] or "nothing",
)
def test_an_answer_without_a_token_may_have_one_the_next_time(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """A proxy can have put its page in the place of the answer."""

    def make(*_arguments: Any) -> Any:
        return json.loads(answer)["token"]  # as each signer of the SDK does

    monkeypatch.setitem(principals.KINDS, "instance_principal", KIND._replace(make=make))
    with pytest.raises(RequestError) as caught:
        principals.signer(PROFILE, principals.Options(), {})
    assert caught.value.fault.kind == FaultKind.TRANSIENT
    assert "failed: the answer to the request for a token has none (" in caught.value.fault.message


def test_a_setting_that_is_wrong_is_wrong_the_next_time_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failing(monkeypatch, ValueError("resource_id should be provided")).kind == FaultKind.FATAL


def test_no_secret_is_in_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEsecret\n-----END RSA PRIVATE KEY-----"
    token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWNyZXQifQ.c2VjcmV0"
    message = failing(monkeypatch, ValueError(f"Cannot use {key} with {token}")).message
    assert "secret" not in message
    assert "Cannot use (a key) with (a token)" in message


def test_a_long_reason_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    message = failing(monkeypatch, RuntimeError("long " * 1000)).message
    assert len(message) < len(KIND.needs) + principals.LONGEST_REASON + 100


def test_without_the_sdk_the_message_names_what_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def without_oci(name: str, *rest: Any) -> Any:
        if name == "oci" or name.startswith("oci."):
            raise ImportError("No module named 'oci'")
        return genuine(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_oci)
    with pytest.raises(MissingLibraryError) as caught:
        principals.signer(PROFILE, principals.Options(), {})
    assert caught.value.library == "oci"
    assert (
        caught.value.reason
        == "for authentication with auth_type instance_principal; api_key and security_token need no such library"
    )


# What the SDK is told through the environment


def prepared(environ: dict[str, str], **options: Any) -> dict[str, str]:
    principals._prepare(environ, principals.Options(**options))
    return environ


def test_requests_to_the_metadata_service_use_no_proxy() -> None:
    assert prepared({})["NO_PROXY"] == "169.254.169.254,fd00:c1::a9fe:a9fe"
    assert (
        prepared({"NO_PROXY": "example.com,169.254.169.254"})["NO_PROXY"]
        == "example.com,169.254.169.254,fd00:c1::a9fe:a9fe"
    )
    assert prepared({"no_proxy": "example.com"})["no_proxy"] == "example.com,169.254.169.254,fd00:c1::a9fe:a9fe"


def test_a_bundle_is_the_one_of_the_task() -> None:
    assert "REQUESTS_CA_BUNDLE" not in prepared({})
    assert prepared({}, bundle="/etc/ca.pem")["REQUESTS_CA_BUNDLE"] == "/etc/ca.pem"
