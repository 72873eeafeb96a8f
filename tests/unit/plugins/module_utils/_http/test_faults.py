# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statuses and exceptions become faults whose messages all have one shape."""

from __future__ import annotations

import socket

import pytest
import requests

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind
from ansible_collections.longops.oracle.plugins.module_utils._http import faults, headers
from ansible_collections.longops.oracle.plugins.module_utils._http.faults import PLAIN, ApiConventions
from ansible_collections.longops.oracle.plugins.module_utils._text.sanitize import reason

URL = "https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests/" + "x" * 95
REQUEST = f"GET {URL}"
#: Those of a service that is none of Oracle's.
OTHER = ApiConventions("x-correlation", lambda body: (body["error"], body["text"]), frozenset({(423, "Locked")}))


def error_answer(status: int, body: object, conventions: ApiConventions, **sent: str) -> Fault:
    answer = headers.answer(status, sent, REQUEST, conventions.request_id_header, 0.0)._replace(body=body)
    return faults.of_error_answer(answer, b"<h1>text</h1>", conventions)


def test_a_message_has_reason_request_and_hint() -> None:
    assert faults.message("no answer. ", REQUEST) == f"no answer ({REQUEST})"
    assert faults.message("no answer", REQUEST, "Wait") == f"no answer ({REQUEST}). Wait"


def test_a_hint_is_appended_once_with_one_full_stop() -> None:
    fault = Fault(FaultKind.FATAL, f"403: no ({REQUEST}).", 403)
    assert faults.append_hint(fault, "Ask").message == f"403: no ({REQUEST}). Ask"
    assert faults.append_hint(fault, "") is fault


def test_the_conventions_of_a_service_are_handed_to_the_transport() -> None:
    fault = error_answer(423, {"error": "Locked", "text": "By another."}, OTHER, **{"x-correlation": "7F3A"})
    assert fault == Fault(
        FaultKind.TRANSIENT,
        f"423 Locked: By another ({REQUEST}, x-correlation 7F3A)",
        423,
        "Locked",
        "7F3A",
        None,
        "conflict",
    )
    assert error_answer(423, {"error": "Other", "text": ""}, OTHER).kind == FaultKind.FATAL


def test_without_conventions_there_is_only_http() -> None:
    sent = {"opc-request-id": "7F3A", "retry-after": "3"}
    fault = error_answer(409, {"code": "IncorrectState", "message": "Busy"}, PLAIN, **sent)
    assert fault == Fault(FaultKind.FATAL, f"409: text ({REQUEST})", 409, None, None, 3.0, "conflict")


def test_a_proxy_that_requires_authentication_has_a_hint() -> None:
    assert error_answer(407, None, PLAIN).message == f"407: text ({REQUEST}). {faults._proxy.HINT}"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (socket.EAI_NONAME, "no such host: iaas.us-ashburn-1.oraclecloud.com"),
        (socket.EAI_AGAIN, "host name lookup failed (why): iaas.us-ashburn-1.oraclecloud.com"),
    ],
)
def test_a_failed_name_lookup_names_the_host(number: int, text: str) -> None:
    error = requests.exceptions.ConnectionError(socket.gaierror(number, "why"))
    fault = faults.of_exception(URL, REQUEST, error, 1.0, 2.0)
    assert (fault.kind, fault.message) == (FaultKind.UNRESOLVED, f"{text} ({REQUEST}). {faults.UNRESOLVED}")


def test_a_failed_name_lookup_of_a_proxy_names_the_proxy_without_its_credentials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hidden@proxy.invalid:3128")
    error = requests.exceptions.ConnectionError(socket.gaierror(socket.EAI_NONAME, "why"))
    message = faults.of_exception(URL, REQUEST, error, 1.0, 2.0).message
    assert message == f"no such host: proxy.invalid (the proxy) ({REQUEST}). {faults.UNRESOLVED_PROXY}"
    assert reason(message) == "no such host: proxy.invalid (the proxy)"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (requests.exceptions.ConnectTimeout(), "no connection within 1 s"),
        (requests.exceptions.ReadTimeout(), "no answer within 2 s"),
        (
            requests.exceptions.ConnectionError(OSError(111, "Connection refused")),
            "connection failed: Connection refused",
        ),
    ],
)
def test_a_timeout_and_a_failed_connection_are_transient(error: Exception, text: str) -> None:
    fault = faults.of_exception(URL, REQUEST, error, 1.0, 2.0)
    assert (fault.kind, fault.message) == (FaultKind.TRANSIENT, f"{text} ({REQUEST})")


def test_the_innermost_cause_is_found_however_it_is_wrapped() -> None:
    error = ValueError(RuntimeError("outer"))
    assert faults.innermost(error) == "outer"
    error.__cause__ = OSError(32, "Broken pipe")
    assert faults.innermost(error) == "Broken pipe"
    assert faults.innermost(RuntimeError()) == "RuntimeError"


def test_causes_that_go_in_a_circle_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert list(faults.causes(one)) == [one, other]
