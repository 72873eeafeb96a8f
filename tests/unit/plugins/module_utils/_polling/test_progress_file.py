# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress file: who may have made it, who may read it, and what a reader sees at any time."""

from __future__ import annotations

import errno
import json
import math
import os
import pathlib
import stat
import threading
from typing import Any, Iterator

import pytest
from hypothesis import HealthCheck, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._polling.progress_file import TEMPORARY, ProgressFile
from ansible_collections.longops.oracle.plugins.plugin_utils._progress_files import LocalFile
from ansible_collections.longops.oracle.tests.unit.examples import examples

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
EVENT = {"elapsed": 12.345, "operations": 3, "work_request": {"id": ID, "status": "IN_PROGRESS", "errors": None}}


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "progress.jsonl"


@pytest.fixture
def umask() -> Iterator[Any]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def test_each_event_is_one_line(path: pathlib.Path) -> None:
    file = ProgressFile(str(path))
    file.write(EVENT)
    file.write({"elapsed": 13.0, "request": {"result": "two\nlines \u2028 and a \x00"}})
    file.close()
    lines = path.read_bytes().split(b"\n")
    assert [json.loads(line) for line in lines[:-1]] == [
        EVENT,
        {"elapsed": 13.0, "request": {"result": "two\nlines \u2028 and a \x00"}},
    ]
    assert lines[-1] == b""


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_only_its_user_may_read_it_whatever_the_umask(path: pathlib.Path, umask: Any, mask: int) -> None:
    umask(mask)
    ProgressFile(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_system_without_modes_is_no_obstacle(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int, _mode: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchmod", refuse)
    file = ProgressFile(str(path))
    file.write(EVENT)
    assert json.loads(path.read_text(encoding="ascii")) == EVENT


@pytest.mark.parametrize("before", ["a file", "a link", "a dangling link", "a directory", "a pipe"])
def test_what_exists_is_never_written_to(tmp_path: pathlib.Path, path: pathlib.Path, before: str) -> None:
    other = tmp_path / "other"
    if before == "a file":
        path.write_text("theirs", encoding="ascii")
    elif before == "a directory":
        path.mkdir()
    elif before == "a pipe":
        os.mkfifo(path)
    else:
        if before == "a link":
            other.write_text("theirs", encoding="ascii")
        path.symlink_to(other)
    with pytest.raises(
        UsageError, match=r"exists already\. Remove it, or name another one with progress_file"
    ) as raised:
        ProgressFile(str(path))
    assert str(path) in str(raised.value)
    assert other.exists() == (before == "a link")
    if before in ("a file", "a link"):
        assert path.read_text(encoding="ascii") == "theirs"


def test_a_directory_that_is_missing(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UsageError, match=r"missing/progress cannot be created: No such file or directory\.$"):
        ProgressFile(str(tmp_path / "missing" / "progress"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_rights(tmp_path: pathlib.Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match=r"cannot be created: Permission denied\.$"):
        ProgressFile(str(tmp_path / "progress"))


def test_what_may_not_be_written_says_why(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UsageError, match=r"cannot be created: Permission denied\.$"):
        ProgressFile(str(path))


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_what_is_no_path(name: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"The progress file .*(cannot be created|exists already)"):
        ProgressFile(name)


def test_a_tilde_is_the_users_home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert ProgressFile("~/progress").path == str(tmp_path / "progress")


def test_a_reader_takes_whole_lines_at_any_moment(path: pathlib.Path) -> None:
    """Also of lines that are longer than a page, which Linux may show page by page: what ends with a newline is whole."""
    file = ProgressFile(str(path))
    over = threading.Event()
    counts: list[int] = []
    broken: list[bytes] = []

    def read() -> None:
        while not over.is_set():
            whole, _newline, _rest = path.read_bytes().rpartition(b"\n")
            for line in whole.splitlines():
                if not (line.startswith(b'{"elapsed"') and line.endswith(b"]}}")):
                    broken.append(line)
            counts.append(whole.count(b"\n"))

    reader = threading.Thread(target=read)
    reader.start()
    written = 0
    while written < 300 or (
        len(set(counts)) <= 2 and written < 30_000
    ):  # until it has read in between, on a busy machine too
        file.write({"elapsed": float(written), "work_request": {"id": ID, "logs": ["x" * 200] * (written % 60)}})
        written += 1
    over.set()
    reader.join()
    assert len(set(counts)) > 2
    assert broken == []
    assert [json.loads(line)["elapsed"] for line in path.read_bytes().splitlines()] == list(range(written))


def test_a_line_is_one_write(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, calls = os.write, []

    def counted(descriptor: int, data: bytes) -> int:
        calls.append(data)
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", counted)
    ProgressFile(str(path)).write({"elapsed": 1.0, "work_request": {"id": ID, "logs": ["x" * 200] * 60}})
    [line] = calls
    assert line.endswith(b"\n")


def test_lines_are_written_at_once(path: pathlib.Path) -> None:
    file = ProgressFile(str(path))
    for number in range(1, 4):
        file.write(EVENT)
        assert path.read_bytes().count(b"\n") == number


def test_a_full_disk_leaves_whole_lines(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ProgressFile(str(path))
    file.write(EVENT)
    whole = path.read_bytes()
    write = os.write
    free = [25]

    def full(descriptor: int, data: bytes) -> int:
        written = write(descriptor, data[: free[0]]) if free[0] else 0
        if not free[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        free[0] -= written
        return written

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        file.write(EVENT)
    assert path.read_bytes() == whole


def test_short_writes_are_completed(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:7]))
    ProgressFile(str(path)).write(EVENT)
    assert json.loads(path.read_text(encoding="ascii")) == EVENT


def test_what_is_no_json_is_not_written(path: pathlib.Path) -> None:
    file = ProgressFile(str(path))
    with pytest.raises(ValueError, match="JSON"):
        file.write({"elapsed": float("nan")})
    assert path.read_bytes() == b""


def test_only_a_file_of_an_action_plugin_is_removed(tmp_path: pathlib.Path) -> None:
    theirs, ours = ProgressFile(str(tmp_path / "progress")), ProgressFile(str(tmp_path / (TEMPORARY + "0123")))
    for file in (theirs, ours, ours):  # it may be gone already
        file.remove_temporary()
    assert [each.name for each in tmp_path.iterdir()] == ["progress"]


# Any events, and any file system

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
events = st.dictionaries(st.text(max_size=6), values, max_size=4)
#: What the file system does with one line: how many bytes it takes at a time, and how many it takes before it is full, if it is.
taking = st.tuples(st.integers(1, 40), st.none() | st.integers(0, 60))


@examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(events, taking), max_size=6))
def test_a_reader_takes_whole_events_at_any_moment(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[dict[str, Any], tuple[int, Any]]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "progress.jsonl"
    file = ProgressFile(str(path))
    readers = [LocalFile(str(path), is_ours=False), LocalFile(str(path), is_ours=False)]
    eager: list[Any] = []
    expected: list[Any] = []
    write = os.write

    def read_eagerly(whole: list[Any]) -> None:
        eager.extend(readers[0].read(len(eager) + 1))
        assert eager == whole

    for event, (at_a_time, room) in written:
        left = [math.inf if room is None else room]
        length = len(json.dumps(event)) + 1
        sent = [0]

        def slowly(
            descriptor: int,
            data: bytes,
            at_a_time: int = at_a_time,
            left: list[float] = left,
            sent: list[int] = sent,
            event: dict[str, Any] = event,
            length: int = length,
        ) -> int:
            read_eagerly(expected)
            if left[0] <= 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            count = write(descriptor, data[: min(at_a_time, len(data), int(min(left[0], 1e9)))])
            left[0] -= count
            sent[0] += count
            read_eagerly(expected + ([event] if sent[0] == length else []))
            return count

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "write", slowly)
            try:
                file.write(event)
            except OSError:
                assert room is not None
                assert room < length
            else:
                expected.append(event)
        assert [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]] == expected
        assert path.read_bytes()[-1:] in (b"", b"\n")
    file.close()
    assert eager == readers[1].read_rest(1) == expected
