# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a report may be written, and that it is there as a whole or not at all, also in a folder that others write to."""

from __future__ import annotations

import errno
import os
import pathlib
import stat
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._report import file
from ansible_collections.longops.oracle.plugins.module_utils._report.file import ReportFile


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "report.html"


def mode(path: pathlib.Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(path: Any, check_mode: bool = False) -> str:
    with pytest.raises(UsageError) as error:
        ReportFile(str(path), check_mode)
    return str(error.value)


def test_a_new_file_is_for_its_user_alone(path: pathlib.Path) -> None:
    before = os.umask(0)
    try:
        ReportFile(str(path)).write("text \u2714")
    finally:
        os.umask(before)
    assert path.read_text(encoding="utf-8") == "text \u2714"
    assert mode(path) == 0o600
    assert os.listdir(path.parent) == ["report.html"]


@pytest.mark.parametrize("before", [0o644, 0o600, 0o4755])
def test_a_file_that_is_there_is_replaced_and_keeps_its_mode(path: pathlib.Path, before: int) -> None:
    path.write_text("old", encoding="utf-8")
    path.chmod(before)
    with path.open(encoding="utf-8") as reader:
        ReportFile(str(path)).write("new")
        assert reader.read() == "old"  # who reads it meanwhile has the old one as a whole
    assert path.read_text(encoding="utf-8") == "new"
    assert mode(path) == before & 0o777


def test_the_mode_of_the_file_of_another_user_is_not_kept(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("old", encoding="utf-8")
    path.chmod(0o666)
    monkeypatch.setattr(file.os, "geteuid", lambda: os.getuid() + 1)
    ReportFile(str(path)).write("new")
    assert mode(path) == 0o600


def test_a_symbolic_link_is_replaced_and_not_followed(path: pathlib.Path) -> None:
    other = path.parent / "other"
    other.write_text("of another user", encoding="utf-8")
    path.symlink_to(other)
    report = ReportFile(str(path))
    report.write("new")
    assert not path.is_symlink()
    assert (path.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")) == ("new", "of another user")


def test_a_link_that_is_laid_during_the_wait_is_not_followed(path: pathlib.Path) -> None:
    report = ReportFile(str(path))
    other = path.parent / "other"
    path.symlink_to(other)
    report.write("new")
    assert not other.exists()
    assert path.read_text(encoding="utf-8") == "new"


def test_a_hard_link_to_a_file_of_the_user_is_not_written_through(path: pathlib.Path) -> None:
    other = path.parent / "other"
    other.write_text("kept", encoding="utf-8")
    os.link(other, path)
    ReportFile(str(path)).write("new")
    assert other.read_text(encoding="utf-8") == "kept"


def test_where_it_cannot_be_written_the_old_one_stays(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("old", encoding="utf-8")
    report = ReportFile(str(path))

    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(file.os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        report.write("new")
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(path.parent) == ["report.html"]


def test_a_folder_that_was_removed_during_the_wait_is_an_error_of_the_system(path: pathlib.Path) -> None:
    report = ReportFile(str(path))
    path.parent.rmdir()
    with pytest.raises(FileNotFoundError):
        report.write("new")


@pytest.mark.parametrize("check_mode", [False, True])
def test_nothing_is_left_by_finding_out_whether_it_can_be_written(path: pathlib.Path, check_mode: bool) -> None:
    ReportFile(str(path), check_mode)
    assert os.listdir(path.parent) == []


def test_in_check_mode_not_even_the_time_of_the_folder_changes(path: pathlib.Path) -> None:
    os.utime(path.parent, (1, 1))
    ReportFile(str(path), check_mode=True)
    assert path.parent.stat().st_mtime == 1


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(path: pathlib.Path, check_mode: bool) -> None:
    path.parent.chmod(0o500)
    try:
        assert "Permission denied" in refused(path, check_mode)
    finally:
        path.parent.chmod(0o700)


def test_the_file_of_another_user_in_a_sticky_folder(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in /tmp: found before the wait, and not by the rename after it."""
    path.write_text("old", encoding="utf-8")
    path.parent.chmod(0o1777)
    assert ReportFile(str(path)).path == str(path)
    monkeypatch.setattr(file.os, "geteuid", lambda: os.getuid() + 4711)
    why = f"it belongs to another user, and {path.parent} lets only that user replace it"
    assert refused(path) == f"The report {path} (option report) cannot be written: {why}."
    path.parent.chmod(0o777)
    assert ReportFile(str(path)).path == str(path)


@pytest.mark.parametrize("name", ["r.HTML", "r.Md", "a.b.html"])
def test_the_suffix_in_any_case(tmp_path: pathlib.Path, name: str) -> None:
    assert ReportFile(str(tmp_path / name)).suffix in file.SUFFIXES


@pytest.mark.parametrize("name", ["report.htm", "report.json", "report.html.gz", "report.", "html", "report.html/"])
def test_other_suffixes_are_refused_with_what_is_allowed(tmp_path: pathlib.Path, name: str) -> None:
    assert "must end with .html or .md: a page for a browser, or Markdown" in refused(f"{tmp_path}/{name}")


def test_it_is_known_whether_another_wait_has_written_there(path: pathlib.Path) -> None:
    report = ReportFile(str(path))
    assert not report.is_replaced
    ReportFile(str(path)).write("new")
    assert report.is_replaced
