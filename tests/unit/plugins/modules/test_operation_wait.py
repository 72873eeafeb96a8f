# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What operation_wait keeps to itself of the options of entries."""

from __future__ import annotations

import base64
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

PASSWORD = "Password-of-an-entry-1"


@pytest.mark.parametrize("url_user", ["", "user:Url-secret-1@"])
def test_what_an_entry_and_the_module_make_up_together_is_secret(
    sim: Simulator, run: Callable[..., Any], url_user: str
) -> None:
    """The header of HTTP Basic is made of the module's user name and the entry's password, and a server can repeat it."""
    username = sim.goldengate.username
    pair = base64.b64encode(f"{username}:{PASSWORD}".encode()).decode()
    body = {"messages": [{"severity": "ERROR", "code": "OGG-12061", "title": f"Wrong: Basic {pair}"}]}
    sim.fault(times=None, status=403, body=body)
    url = sim.url.replace("://", f"://{url_user}")
    entry = {"request_id": 425988381, "options": {"url": url, "password": PASSWORD}}
    ended = run("operation_wait", username=username, operations=[entry], timeout=1)
    assert ended.code == 1
    assert "OGG-12061" in ended.msg if not url_user else "credentials" in ended.msg
    for secret in (pair, PASSWORD, "Url-secret-1"):
        assert secret not in ended.stdout


@pytest.mark.parametrize("wrong", [42, ["https://x.example.com"], {"a": 1}])
def test_an_endpoint_that_is_no_text_is_told(sim: Simulator, run: Callable[..., Any], wrong: Any) -> None:
    entry = {"work_request_id": sim.launch("container_engine").id, "options": {"service_endpoint": wrong}}
    ended = run("operation_wait", config_file_location=str(sim.config_file), operations=[entry], timeout=1)
    assert "service_endpoint must be a URL" in ended.msg


@pytest.mark.parametrize("to_token", [True, False])
def test_credentials_of_an_entry_take_the_place_of_the_modules(
    sim: Simulator, run: Callable[..., Any], to_token: bool
) -> None:
    gate = sim.goldengate
    password = {"username": gate.username, "password": gate.password}
    token = {"token": "Token-of-nobody-1"}
    module, own = (password, token) if to_token else (token, password)
    entry = {"request_id": gate.launch(seconds=0).id, "options": own}
    ended = run(
        "operation_wait", url=sim.url, operations=[entry], timeout=1, on_failure="report", on_timeout="report", **module
    )
    assert ended.result["not_started"] == []
    sent = sim.journal[-1].headers["authorization"]
    assert sent.startswith("Bearer " if to_token else "Basic ")
