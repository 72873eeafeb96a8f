# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a report is written: once, however the wait ends, and not over the report of a later wait."""

from __future__ import annotations

import pathlib
import threading
from typing import Any, Callable, Optional

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key, Watch
from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND
from ansible_collections.longops.oracle.plugins.module_utils._report.file import SUFFIXES, ReportFile
from ansible_collections.longops.oracle.plugins.module_utils._report.report import PAGES, Report

from .samples import BEGAN, entry, ocid

ID = ocid("workrequest")


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "report.html"


def clock(*times: float) -> Callable[[], float]:
    left = list(times)
    return lambda: left.pop(0) if left[1:] else left[0]


def followed(path: pathlib.Path, server_time: Optional[float] = None, check_mode: bool = False) -> Report:
    """A report on a wait in which the operation was seen once."""
    report = Report(str(path), check_mode, "1.0.0", clock(BEGAN, BEGAN + 1, BEGAN + 5))
    report.begin([(KIND, [ID])])
    watch = Watch(Key(0, ID), 0.0)
    watch.operation = Operation(ID, "work_requests", "IN_PROGRESS", State.PENDING)
    watch.server_time = server_time
    report.take(watch, {"elapsed": 1.0, "operations": 1, "work_request": entry(ID, "IN_PROGRESS", 40.0)})
    return report


def test_each_suffix_has_its_form() -> None:
    assert sorted(PAGES) == sorted(SUFFIXES)


@pytest.mark.parametrize(("name", "start"), [("r.html", "<!DOCTYPE html>"), ("r.md", "## \u25f7 `Launch Instance`")])
def test_it_is_written_in_the_form_of_its_suffix(tmp_path: pathlib.Path, name: str, start: str) -> None:
    assert followed(tmp_path / name).write({"timed_out": True, "elapsed": 5.0, "polls": 2})
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_wait_that_is_interrupted_has_what_is_known(path: pathlib.Path) -> None:
    assert followed(path).write(None)
    text = path.read_text(encoding="utf-8")
    assert "Interrupted: 0 of 1 operation had ended" in text
    assert "IN_PROGRESS at 40 %" in text


def test_it_is_written_once(path: pathlib.Path) -> None:
    report = followed(path)
    assert report.write({"elapsed": 5.0})
    assert not report.write(None)
    assert "Interrupted" not in path.read_text(encoding="utf-8")


def test_an_interrupted_wait_leaves_the_report_of_a_later_one(path: pathlib.Path) -> None:
    """That whose connection was lost ends after the one that has gone on with it."""
    interrupted, later = followed(path), followed(path)
    assert later.write({"elapsed": 5.0})
    before = path.read_bytes()
    assert not interrupted.write(None)
    assert path.read_bytes() == before


def test_check_mode_writes_none(path: pathlib.Path) -> None:
    assert not followed(path, check_mode=True).write({"elapsed": 5.0})
    assert not path.exists()


def test_the_clock_of_the_server_is_compared_with_ours(path: pathlib.Path) -> None:
    followed(path, server_time=BEGAN + 121).write({"elapsed": 5.0})
    assert "was 2 min behind the clock of the service" in path.read_text(encoding="utf-8")


def test_what_was_observed_of_none_changes_nothing(path: pathlib.Path) -> None:
    report = followed(path)
    unknown: Any = Watch(Key(7, ID), 0.0)
    with pytest.raises(KeyError):
        report.take(unknown, {})
    assert report.write({"elapsed": 5.0})


def test_a_thread_that_is_to_write_it_too_waits_until_it_is_written(
    path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of a worker comes while its main thread writes: the process ends as soon as that thread has returned."""
    report = followed(path)
    is_under_way, go_on, seen = threading.Event(), threading.Event(), []
    write = ReportFile.write

    def slowly(file: ReportFile, text: str) -> None:
        is_under_way.set()
        go_on.wait(5)
        write(file, text)

    monkeypatch.setattr(ReportFile, "write", slowly)
    first = threading.Thread(target=report.write, args=[{"elapsed": 5.0}])
    second = threading.Thread(target=lambda: seen.append((report.write(None), path.exists())))
    first.start()
    assert is_under_way.wait(5)
    second.start()
    go_on.set()
    for thread in (first, second):
        thread.join(5)
    assert seen == [(False, True)]
