# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the modules share: both ways to run a module, and the modules for GoldenGate and cancel."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._polling import waiter
from ansible_collections.longops.oracle.tests.simulator import Simulator


@pytest.fixture(params=["as_module", "in_process"])
def run_way(request: pytest.FixtureRequest) -> str:
    """Every test runs its module both ways: what users get is the same.

    Those that take long and are of what is below the two ways, such as servers that hang, are parametrized with one.
    """
    return request.param


@pytest.fixture(autouse=True)
def for_all(no_pauses: None) -> None:
    """What every test of a module has."""


@pytest.fixture
def cancel(run: Callable[..., Any], signed: dict[str, str]) -> Callable[..., Any]:
    """cancel(work_request_id=...) runs work_request_cancel against the simulator."""
    return lambda **options: run("work_request_cancel", **{**signed, **options})


@pytest.fixture
def gate(sim: Simulator) -> Any:
    """The simulated GoldenGate."""
    return sim.goldengate


@pytest.fixture
def authenticated(sim: Simulator) -> dict[str, Any]:
    """The options that authenticate to its Administration Service."""
    return {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}


@pytest.fixture
def request_info(run: Callable[..., Any], authenticated: dict[str, Any]) -> Callable[..., Any]:
    """request_info(request_id=...) runs request_status_info; an option that is None is not given."""
    return lambda **options: run("request_status_info", **_given({**authenticated, **options}))


@pytest.fixture
def request_wait(run: Callable[..., Any], authenticated: dict[str, Any]) -> Callable[..., Any]:
    """request_wait(request_id=...) runs request_status_wait, which polls ten times a second for two seconds at most."""
    defaults = {"interval": 0.1, "max_interval": 0.1, "timeout": 2}
    return lambda **options: run("request_status_wait", **_given({**authenticated, **defaults, **options}))


@pytest.fixture
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds for the poll at the deadline, and half a second of grace for what is not found."""
    monkeypatch.setattr(waiter, "LAST_POLL", 2.0)
    monkeypatch.setattr(waiter, "NOT_FOUND_GRACE", 0.5)


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}
