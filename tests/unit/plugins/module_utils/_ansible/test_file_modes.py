# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that others can read or change are named, where chmod mends it."""

from __future__ import annotations

import os
import pathlib
import shlex
import stat
import subprocess
import types
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._ansible import file_modes


@pytest.fixture
def key(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "my key.pem"
    path.write_text("secret", encoding="utf-8")
    path.chmod(0o644)
    return path


def warned(path: Any) -> list[str]:
    return file_modes.warnings([("private key file", str(path))])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 0o777))
def test_a_file_is_open_if_others_may_read_or_change_it(key: pathlib.Path, mode: int) -> None:
    key.chmod(mode)
    assert bool(warned(key)) == bool(mode & 0o066)


def test_what_it_says_mends_it(key: pathlib.Path) -> None:
    [warning] = warned(key)
    assert warning == (
        f"The private key file {key} is open to other users of this host (mode 0644): run chmod 600 {shlex.quote(str(key))}."
    )
    command = warning.rpartition("run ")[2].rstrip(".")
    subprocess.run(shlex.split(command), check=True)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert warned(key) == []


def test_a_link_is_as_open_as_its_file(key: pathlib.Path, tmp_path: pathlib.Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(key)
    assert len(warned(link)) == 1
    key.chmod(0o600)
    assert warned(link) == []


def test_home_is_understood(key: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(key.parent))
    assert len(warned(f"~/{key.name}")) == 1


@pytest.mark.parametrize("value", ["True", "true", " TRUE "])
def test_the_variable_of_oracles_cli_turns_it_off(
    key: pathlib.Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(file_modes.SUPPRESS, value)
    assert warned(key) == []


@pytest.mark.parametrize("value", ["", "False", "0"])
def test_other_values_of_it_do_not(key: pathlib.Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(file_modes.SUPPRESS, value)
    assert len(warned(key)) == 1


def test_the_files_of_others_are_theirs(key: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_modes.os, "getuid", lambda: key.stat().st_uid + 1)
    assert warned(key) == []


def test_what_is_mounted_read_only_cannot_be_mended(key: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_modes.os, "statvfs", lambda _path: types.SimpleNamespace(f_flag=os.ST_RDONLY))
    assert warned(key) == []


@pytest.mark.parametrize("path", [None, "", "/nowhere/key.pem", "with\0null", "/dev/null/key"])
def test_what_is_not_there_is_reported_elsewhere(path: Any) -> None:
    assert file_modes.warnings([("private key file", path)]) == []


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("36 35 {} / /mnt/c rw,noatime shared:1 master:2 - 9p drvfs rw,dirsync,aname=drvfs", False),
        ("36 35 {} / /media/stick rw - vfat /dev/sdb1 rw,uid=1000", False),
        ("36 35 {} / /home rw - ext4 /dev/sda1 rw", True),
        ("36 35 98:76 / /mnt/c rw - 9p drvfs rw", True),
        ("36 35 {} / /home rw -", True),
        ("", True),
    ],
)
def test_a_file_system_without_modes(
    key: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, line: str, is_open: bool
) -> None:
    """All its files look open, and chmod changes nothing."""
    device = key.stat().st_dev
    mounts = tmp_path / "mountinfo"
    mounts.write_text(line.format(f"{os.major(device)}:{os.minor(device)}") + "\n", encoding="utf-8")
    monkeypatch.setattr(file_modes, "MOUNTS", str(mounts))
    assert bool(warned(key)) == is_open


def test_a_host_that_does_not_tell_its_mounts(key: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_modes, "MOUNTS", "/nowhere")
    assert len(warned(key)) == 1
