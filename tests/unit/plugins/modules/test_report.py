# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option report of the waits: what is written when, what it changes in a result, and what a task is told before the wait."""

from __future__ import annotations

import errno
import html
import json
import os
import pathlib
import signal
import stat
import subprocess
import sys
import time
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._ansible import runner
from ansible_collections.longops.oracle.plugins.module_utils._report import file as report_file
from ansible_collections.longops.oracle.plugins.modules import work_request_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]
ERRORS = [("LimitExceeded", "No <b>cores</b> left | at all.")]


@pytest.fixture
def page(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "report.html"


# When it is written


def test_a_wait_that_succeeds(sim: Simulator, wait: Run, page: pathlib.Path) -> None:
    launched = sim.launch("container_engine", seconds=1, operation_type="NODEPOOL_CREATE")
    done = wait(work_request_id=launched.id, report=str(page))
    assert done.result["report_file"] == str(page)
    assert done.warnings == []
    text = page.read_text(encoding="utf-8")
    assert "<title>NODEPOOL_CREATE: SUCCEEDED</title>" in text
    assert launched.id in text
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert [path.name for path in page.parent.iterdir()] == ["report.html"]


def test_a_wait_that_fails(sim: Simulator, wait: Run, page: pathlib.Path) -> None:
    failed = sim.launch("container_engine", seconds=0, outcome="failed", errors=ERRORS, logs=["Stopped."])
    done = wait(work_request_id=failed.id, report=str(page))
    assert "LimitExceeded" in done.msg
    assert done.result["report_file"] == str(page)
    text = page.read_text(encoding="utf-8")
    assert "No &lt;b&gt;cores&lt;/b&gt; left | at all." in text
    assert "Stopped." in text
    assert sim.journal.of(call="get")[-1].request_id in text


def test_a_wait_that_times_out(sim: Simulator, wait: Run, tmp_path: pathlib.Path) -> None:
    running = sim.launch("work_requests", outcome=None, seconds=600)
    done = wait(work_request_id=running.id, timeout=0.3, report=str(tmp_path / "report.md"))
    assert "Timed out" in done.msg
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "ACCEPTED at 0 %" in text.splitlines()[0]
    assert running.id in text


def test_requests_of_goldengate(sim: Simulator, request_wait: Run, page: pathlib.Path) -> None:
    request = sim.goldengate.launch(seconds=0)
    at_once = {"status": 200, "url": f"{sim.url}/services/v2/replicats/R1", "json": {"messages": []}}
    done = request_wait(request_id=[request.id, at_once], report=str(page))
    assert done.result["report_file"] == str(page)
    assert "<title>Both operations succeeded</title>" in page.read_text(encoding="utf-8")


def test_a_mix(sim: Simulator, run: Run, signed: Any, authenticated: Any, page: pathlib.Path) -> None:
    """The text that operation_wait returns as report stays what it is."""
    failed = sim.launch("container_engine", seconds=0, outcome="failed", errors=ERRORS)
    request = {"request_id": sim.goldengate.launch(seconds=0).id, "options": authenticated}
    done = run("operation_wait", operations=[failed.id, request], on_failure="report", report=str(page), **signed)
    assert done.result["report"].startswith("2 operations: 1 succeeded, 1 failed")
    assert done.result["report_file"] == str(page)
    assert "<title>1 of 2 operations failed</title>" in page.read_text(encoding="utf-8")


def test_a_wait_that_does_not_begin_says_why(run: Run, signed: Any, page: pathlib.Path) -> None:
    """A report of yesterday beside it would tell of another wait."""
    page.write_text("yesterday", encoding="utf-8")
    done = run("operation_wait", operations=["nonsense & more"], report=str(page), **signed)
    [why] = done.result["not_started"]
    text = page.read_text(encoding="utf-8")
    assert "The wait did not begin" in text
    assert html.escape(why) in text


def test_nothing_is_written_in_check_mode(sim: Simulator, wait: Run, page: pathlib.Path) -> None:
    done = wait(work_request_id=sim.launch("work_requests", seconds=0).id, report=str(page), _ansible_check_mode=True)
    assert "report_file" not in done.result
    assert list(page.parent.iterdir()) == []


@pytest.mark.parametrize("report", [None, ""])
def test_without_a_path_there_is_none(sim: Simulator, wait: Run, report: Any) -> None:
    assert "report_file" not in wait(work_request_id=sim.launch("work_requests", seconds=0).id, report=report).result


# Interruptions


def test_a_module_that_is_ended_leaves_a_report_on_what_is_known(
    sim: Simulator, signed: Any, page: pathlib.Path
) -> None:
    running = sim.launch("work_requests", outcome=None, seconds=600)
    options = {**signed, "work_request_id": running.id, "interval": 0.1, "timeout": 60, "report": str(page)}
    code = f"import runpy\nrunpy.run_module({work_request_wait.__name__!r}, run_name='__main__')"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode())
        process.stdin.close()
        until = time.monotonic() + 20
        while len(sim.journal.of(call="get", operation=running.id)) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 143
    finally:
        process.kill()
        assert process.stdout is not None
        process.stdout.close()
    text = page.read_text(encoding="utf-8")
    assert "Interrupted: 0 of 1 operation had ended" in text
    assert running.id in text


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_a_body_that_is_interrupted_in_its_process_leaves_one_as_well(
    sim: Simulator, signed: Any, page: pathlib.Path, error: type[BaseException]
) -> None:
    """Such as by the keyword timeout of a task."""

    def interrupt(event: Any) -> None:
        raise error

    options = {**signed, "work_request_id": sim.launch("work_requests", outcome=None).id, "report": str(page)}
    with pytest.raises(error):
        runner.run_in_process(work_request_wait.spec(), work_request_wait.body, options, interrupt)
    assert "Interrupted: 0 of 1 operation had ended" in page.read_text(encoding="utf-8")
    assert runner._running_here == []


def test_a_worker_whose_playbook_is_gone_leaves_one_as_well(sim: Simulator, signed: Any, page: pathlib.Path) -> None:
    """Its action plugin has it written, and the end of the wait does not write another one."""
    launched = sim.launch("work_requests", seconds=0)
    options = {**signed, "work_request_id": launched.id, "report": str(page)}
    result = runner.run_in_process(
        work_request_wait.spec(), work_request_wait.body, options, lambda _event: runner.abandon_running()
    )
    assert "report_file" not in result
    assert "Interrupted: 1 of 1 operation had ended" in page.read_text(encoding="utf-8")


# Where it is written


def test_home_and_variables_are_expanded(
    sim: Simulator, wait: Run, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("RELEASE", "r7")
    done = wait(work_request_id=sim.launch("work_requests", seconds=0).id, report="~/$RELEASE.md")
    assert done.result["report_file"] == str(tmp_path / "r7.md")
    assert (tmp_path / "r7.md").exists()


def test_a_relative_path_is_below_the_working_directory(
    sim: Simulator, wait: Run, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = wait(work_request_id=sim.launch("work_requests", seconds=0).id, report="report.html")
    assert done.result["report_file"] == str(tmp_path / "report.html")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("report.txt", ["'", "report.txt", "must end with .html or .md"]),
        ("report", ["must end with .html or .md"]),
        (".html", ["must end with .html or .md"]),
        ("no/such/report.html", ["no/such is no directory. Create it first"]),
        ("file/report.html", ["file is no directory"]),
        ("directory.html", ["it is a directory. Name a file in it"]),
        ("fifo.html", ["no regular file"]),
        ("a\0b.html", ["null"]),
        ("a" * 300 + ".html", ["too long"]),
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_a_path_that_cannot_be_is_named_before_the_wait(
    sim: Simulator, wait: Run, tmp_path: pathlib.Path, path: str, words: list[str], check_mode: bool
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "directory.html").mkdir()
    os.mkfifo(tmp_path / "fifo.html")
    launched = sim.launch("work_requests", seconds=0)
    options = {"_ansible_check_mode": True} if check_mode else {}
    done = wait(work_request_id=launched.id, report=f"{tmp_path}/{path}", **options)
    assert "option report" in done.msg
    for word in words:
        assert word in done.msg
    assert len(sim.journal) == 0


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_directory_that_is_read_only(
    sim: Simulator, wait: Run, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, check_mode: bool
) -> None:
    """As a file system that is mounted so, for root as well."""

    def refuse(*args: Any, **kwargs: Any) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(report_file.ReportFile, "_create", refuse)
    monkeypatch.setattr(report_file.os, "access", lambda *args, **kwargs: False)
    options = {"_ansible_check_mode": True} if check_mode else {}
    done = wait(work_request_id=sim.launch("work_requests", seconds=0).id, report=f"{tmp_path}/r.html", **options)
    assert f"The report {tmp_path}/r.html (option report) cannot be written: " in done.msg
    assert len(sim.journal) == 0


def test_an_invalid_entry_and_an_invalid_report_are_named_together(run: Run, signed: Any) -> None:
    done = run("operation_wait", operations=["nonsense"], report="/tmp/report.pdf", **signed)
    assert "must end with .html or .md" in done.msg
    assert "nonsense" in done.msg


def test_one_file_is_not_both_report_and_progress_file(sim: Simulator, wait: Run, page: pathlib.Path) -> None:
    done = wait(
        work_request_id=sim.launch("work_requests").id, report=str(page), progress_file=f"{page.parent}/./report.html"
    )
    assert done.msg == f"report and progress_file name the same file, {page}. Give each its own."
    assert sim.journal.of(call="get") == []


def test_it_can_be_written_beside_a_progress_file(sim: Simulator, wait: Run, page: pathlib.Path) -> None:
    lines = page.with_name("progress.jsonl")
    done = wait(work_request_id=sim.launch("work_requests", seconds=0).id, report=str(page), progress_file=str(lines))
    assert done.code == 0
    assert lines.read_text(encoding="utf-8").count("\n") == 1
    assert "SUCCEEDED" in page.read_text(encoding="utf-8")


# What it cannot change


def test_a_disk_that_is_full_at_the_end_is_a_warning(
    sim: Simulator, wait: Run, page: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.write_text("before", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(report_file.os, "fsync", full)
    done = wait(work_request_id=sim.launch("work_requests", seconds=0).id, report=str(page))
    assert done.code == 0
    assert done.warnings == [f"The report {page} could not be written: No space left on device."]
    assert "report_file" not in done.result
    assert page.read_text(encoding="utf-8") == "before"
    assert [path.name for path in page.parent.iterdir()] == ["report.html"]


def test_a_fault_of_the_report_is_a_warning(
    sim: Simulator, wait: Run, page: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "ansible_collections.longops.oracle.plugins.module_utils._report.report.content", lambda *_: 1 / 0
    )
    done = wait(work_request_id=sim.launch("work_requests", seconds=0).id, report=str(page))
    assert done.code == 0
    assert done.warnings == [f"The report {page} could not be written: division by zero."]


def test_secrets_are_masked(sim: Simulator, request_wait: Run, page: pathlib.Path) -> None:
    secret = sim.goldengate.password
    request = sim.goldengate.launch(
        seconds=0,
        outcome="failed",
        request_status=400,
        result_messages=[["OGG-08221", f"The password {secret} is wrong."]],
    )
    done = request_wait(request_id=request.id, report=str(page))
    assert done.code == 1
    text = page.read_text(encoding="utf-8")
    assert secret not in text
    assert "The password ******** is wrong." in text
