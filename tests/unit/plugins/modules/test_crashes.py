# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is raised below, what was observed is returned, and the message says what went wrong."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci import poller
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import parsing
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.listing import Listing
from ansible_collections.longops.oracle.plugins.module_utils._polling import pollers, thread_pool
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]
ERRORS = [
    TypeError("no str"),
    OverflowError("too large"),
    RuntimeError("can't start new thread"),
    MemoryError(),
    RecursionError("too deep"),
]


@pytest.fixture(params=["as_module"])
def run_way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def mixed(run: Run, signed: dict[str, str]) -> Run:
    return lambda **options: run("operation_wait", **{**signed, "interval": 0.1, "max_interval": 0.1, **options})


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_poll_that_raises_ends_its_own_operation_only(
    error: Exception, wait: Run, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = (sim.launch("container_engine", outcome="succeeded", seconds=0.3).id for _each in range(2))
    parse = parsing.operation

    def fails(family: Any, body: Any, id_: Any = None) -> Any:
        if id_ == bad:
            raise error
        return parse(family, body, id_)

    monkeypatch.setattr(parsing, "operation", fails)
    done = wait(work_request_id=[good, bad], on_failure="fail_at_end")
    assert done.result["succeeded"] == [good]
    assert done.result["unsuccessful"] == [bad]
    assert (
        f"longops.oracle has a fault of its own ({type(error).__name__}: {error}). Please report it."
        in done.result["msg"]
    )


@pytest.mark.parametrize("module", ["work_request_wait", "operation_wait"])
@pytest.mark.parametrize("count", [1, 12])
def test_where_the_wait_itself_breaks_the_last_observations_are_returned(
    module: str, count: int, wait: Run, mixed: Run, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [each.id for each in sim.launch_many("container_engine", outcome=None, count=count)]
    collect, calls = pollers.collect, []

    def breaks(pool: Any, timeout: float) -> Any:
        found = collect(pool, timeout)
        calls.extend(found)
        if len(calls) > count + 1:
            raise TypeError("no str")
        return found

    monkeypatch.setattr(pollers, "collect", breaks)
    done = mixed(operations=ids) if module == "operation_wait" else wait(work_request_id=ids)
    assert done.code == 1
    assert done.result["pending"] == ids
    assert {entry["status"] for entry in done.entries} <= {"ACCEPTED", "IN_PROGRESS"}
    assert not done.result["timed_out"]
    assert done.result["msg"].startswith(
        "longops.oracle has a fault of its own (TypeError: no str), so the wait ended early. Please report it."
    )
    assert all(id_ in done.result["msg"] for id_ in ids)


def test_a_failure_is_told_though_its_explanation_breaks(
    wait: Run, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched = sim.launch("container_engine", outcome="failed", seconds=0)

    def breaks(*_any: Any, **_more: Any) -> Any:
        raise KeyError("code")

    monkeypatch.setattr(OciClient, "errors", breaks)
    done = wait(work_request_id=launched.id)
    assert done.result["unsuccessful"] == [launched.id]
    assert "ended FAILED" in done.result["msg"]
    assert any(
        "longops.oracle has a fault of its own (KeyError: 'code'), so what explains" in text for text in done.warnings
    )


def test_a_list_that_cannot_be_parsed_is_polled_one_by_one(
    wait: Run, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [each.id for each in sim.launch_many("container_engine", outcome="succeeded", seconds=0.3, count=12)]

    def breaks(*_any: Any, **_more: Any) -> Any:
        raise TypeError("no str")

    monkeypatch.setattr(Listing, "poll_list", breaks)
    assert len(ids) >= poller.MANY
    assert wait(work_request_id=ids, timeout=20).result["succeeded"] == ids


def test_without_any_more_threads_the_wait_goes_on(wait: Run, sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    launched = sim.launch("container_engine", outcome="succeeded", seconds=0.3)
    start = thread_pool.threading.Thread.start

    def refuses(thread: Any) -> None:
        if thread._target is not None and thread._target.__name__ == "_work":
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(thread_pool.threading.Thread, "start", refuses)
    assert wait(work_request_id=launched.id, timeout=20).result["succeeded"] == [launched.id]


@pytest.mark.parametrize("proxy", ["http://u:hunter2@", "http://", "::::", "http://[::1", "x://h", "http://h:x"])
def test_a_proxy_that_is_none_is_a_clear_error(
    proxy: str, wait: Run, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched = sim.launch("container_engine", outcome=None)
    monkeypatch.setenv("HTTP_PROXY", proxy)
    done = wait(work_request_id=launched.id)
    assert done.result["unsuccessful"] == [launched.id]
    assert "cannot be sent through the proxy" in done.msg
    assert "hunter2" not in done.stdout
