# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module ends where something goes wrong in it, and what leaves it: both ways."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._ansible import runner
from ansible_collections.longops.oracle.plugins.module_utils._oci import connection
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.tests.simulator import Simulator

SECRET = "Secr3t-of-an-entry"
ID = "ocid1.coreservicesworkrequest.oc1.iad.aaaaaaaa2fhq7zsvxyzwkp4dnqm5r6t3ujgbc2l7eoihytv3xmwq5sdkf4ra"

Run = Callable[..., Any]


@pytest.fixture(params=["as_module", "in_process"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_fault_of_our_own_says_so(info: Run, talkative: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_any: Any) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(lookup, "find_by_work_request", break_down)
    result = info(work_request_id=ID, **talkative).result
    assert result["msg"].startswith(
        "longops.oracle has a fault of its own (ZeroDivisionError: of all things). Please report it"
    )
    assert "Traceback" not in result["msg"]
    assert "in break_down" in str(result["exception"])


def test_what_is_hidden_is_masked_everywhere(sim: Simulator, info: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "secrets", lambda _params: ["MAKE_SECRET"])
    launched = sim.launch("container_engine", operation_type="MAKE_SECRET", outcome=None)
    done = info(work_request_id=launched.id)
    assert "SECRET" not in done.stdout
    assert done.entry["status"] == "ACCEPTED"


# Options of type raw: a secret can be anywhere in them


def test_options_that_are_unknown_are_shown_by_their_names_alone(run: Run) -> None:
    entry = {"request_id": 7, "options": {"password": SECRET}}
    done = run("operation_wait", operations=[entry], operation=[entry], timeout=5)
    assert done.msg.startswith("Unsupported parameters for (")
    assert "operation. Supported" in done.msg
    assert SECRET not in done.stdout + done.stderr
    shown = done.result["invocation"]["module_args"]
    assert shown["timeout"] == 5
    assert {"operations", "operation"}.isdisjoint(shown)


@pytest.mark.parametrize("name", ["request_id", "id", "request_ids"])
@pytest.mark.parametrize("timeout", ["soon", -1])
def test_a_timeout_that_is_wrong_beside_a_secret(run: Run, name: str, timeout: Any) -> None:
    """The value is wrong for Ansible, or for the body before it has read them."""
    registered = {"status": 202, "cookies_string": SECRET}
    done = run("request_status_wait", **{name: registered}, url="https://gate.example.com", timeout=timeout)
    assert "timeout" in done.msg
    assert SECRET not in done.stdout + done.stderr
    assert done.result["invocation"]["module_args"]["timeout"] == timeout


def test_a_text_that_cannot_be_encoded_is_logged_as_an_escape_sequence(
    as_module: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AnsibleModule fails with a traceback where it has to encode it for the log."""
    logged: list[str] = []
    monkeypatch.setattr(runner.AnsibleModule, "log", lambda _module, msg, log_args=None: logged.append(msg))
    as_module("work_request_info", work_request_id=ID, region="a\ud83d")
    assert "region=a\\ud83d" in logged[0]


def test_what_the_body_put_in_their_place_is_shown(sim: Simulator, info: Run) -> None:
    launched = sim.launch("container_engine", outcome=None)
    registered = {"opc_work_request_id": launched.id, "status": 200, "changed": True, "cookies_string": SECRET}
    done = info(work_request_id=registered)
    assert done.result["invocation"]["module_args"]["work_request_id"] == [launched.id]
    assert SECRET not in done.stdout


def test_a_progress_file_that_exists_fails_before_anything_is_sent(sim: Simulator, wait: Run, tmp_path: Any) -> None:
    file = tmp_path / "progress"
    file.write_text("kept", encoding="utf-8")
    assert str(file) in wait(work_request_id=sim.launch("container_engine").id, progress_file=str(file)).msg
    assert file.read_text(encoding="utf-8") == "kept"
    assert len(sim.journal) == 0
