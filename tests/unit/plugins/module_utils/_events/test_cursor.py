# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cursor: what it keeps across restarts, and what it says of a file that it cannot use."""

from __future__ import annotations

import json
import os
import pathlib
import stat
import subprocess
import sys
from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._events import cursor as module
from ansible_collections.longops.oracle.plugins.module_utils._events.cursor import KEEP, Cursor, Mark
from ansible_collections.longops.oracle.plugins.module_utils._events.cursor_file import CursorFile
from ansible_collections.longops.oracle.plugins.module_utils._events.event import Told

SOURCE = "longops.oracle.work_requests"
ONE = "work_request ocid1.clustersworkrequest.oc1.iad.aaaaaaaaexampleone"
TWO = "work_request ocid1.clustersworkrequest.oc1.iad.aaaaaaaaexampletwo"
SCOPE = "container_engine us-ashburn-1 ocid1.compartment.oc1..aaaaaaaaexample"


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "cursor"


@pytest.fixture
def said() -> list[str]:
    return []


def opened(path: pathlib.Path, said: Any = None, now: Any = None, source: str = SOURCE) -> Cursor:
    file = CursorFile(str(path), source)
    try:
        return Cursor(file, said.append if said is not None else pytest.fail, now or Clock())
    except UsageError:
        file.close()
        raise


def refused(path: pathlib.Path) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(UsageError) as caught:
        opened(path)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert str(path) in str(caught.value)
    assert "cursor_file" in str(caught.value)
    return str(caught.value)


def test_what_was_told_is_known_after_a_restart(path: pathlib.Path) -> None:
    cursor = opened(path)
    cursor.found([ONE, TWO], SCOPE)
    cursor.advance(SCOPE, Mark(12.5, 3.0))
    cursor.tell(ONE, Told("IN_PROGRESS", "pending", 25.0))
    cursor.tell(ONE, Told("SUCCEEDED", "succeeded", 25.0, over=True))
    cursor.close()
    again = opened(path)
    assert again.get(ONE).told == Told("SUCCEEDED", "succeeded", 25.0, over=True)
    assert again.get(TWO).told is None
    assert again.in_scope(SCOPE) == [TWO]
    assert again.mark(SCOPE) == Mark(12.5, 3.0)
    assert again.mark("another") is None
    again.close()


def test_a_process_that_is_killed_loses_nothing_that_was_noted(path: pathlib.Path) -> None:
    cursor = opened(path)
    cursor.tell(ONE, Told("IN_PROGRESS", "pending"))
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())  # as it is at this moment, without close()
    cursor.close()
    again = opened(copy)
    assert again.get(ONE).told == Told("IN_PROGRESS", "pending")
    again.close()


def test_a_last_line_without_its_end_is_dropped(path: pathlib.Path) -> None:
    cursor = opened(path)
    cursor.tell(ONE, Told("IN_PROGRESS", "pending"))
    cursor.tell(TWO, Told("IN_PROGRESS", "pending"))
    cursor.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    again = opened(path)
    assert again.get(ONE) is not None
    assert again.get(TWO) is None
    again.close()
    assert path.read_bytes().endswith(b"\n")


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_only_its_user_may_read_it_also_after_it_was_written_anew(path: pathlib.Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        cursor = opened(path)
        cursor.tell(ONE, Told())
        cursor.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    opened(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_it_does_not_grow_with_the_number_of_events(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SPARE", 20)
    cursor = opened(path)
    sizes = []
    for number in range(500):
        cursor.tell(ONE, Told("IN_PROGRESS", "pending", float(number % 100)))
        sizes.append(path.read_bytes().count(b"\n"))
    assert max(sizes) < 30
    cursor.close()
    again = opened(path)
    assert again.get(ONE).told.percent == 99.0
    again.close()


def test_what_is_old_is_forgotten_unless_it_is_watched(path: pathlib.Path) -> None:
    clock = Clock()
    cursor = opened(path, now=clock)
    cursor.tell(ONE, Told(over=True))
    cursor.tell(TWO, Told(over=True))
    cursor.close()
    clock.now += KEEP - 1
    cursor = opened(path, now=clock)
    assert cursor.get(ONE) is not None
    cursor.keeps = lambda name: name == TWO
    clock.now += 2
    for _number in range(module.SPARE + 10):
        cursor.tell("work_request other", Told())
    assert cursor.get(ONE) is None
    assert cursor.get(TWO) is not None
    cursor.close()


def test_without_a_file_it_forgets_what_is_old_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SPARE", 20)
    clock = Clock()
    cursor = Cursor(None, pytest.fail, clock)
    cursor.tell(ONE, Told(over=True))
    clock.now += KEEP + 1
    for _number in range(50):
        cursor.tell(TWO, Told())
    assert cursor.get(ONE) is None
    cursor.close()


def test_a_link_stays_one(path: pathlib.Path) -> None:
    target = path.with_name("target")
    path.symlink_to(target)
    cursor = opened(path)
    cursor.tell(ONE, Told())
    cursor.close()
    assert path.is_symlink()
    assert ONE in target.read_text()


def test_an_empty_file_is_a_new_one(path: pathlib.Path) -> None:
    path.touch()
    opened(path).close()
    assert json.loads(path.read_text())["version"] == 1


# What cannot be used


def test_another_version(path: pathlib.Path) -> None:
    opened(path).close()
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    assert "has version '2', and this version of longops.oracle reads version 1" in refused(path)


def test_that_of_another_event_source(path: pathlib.Path) -> None:
    opened(path, source="longops.oracle.goldengate_requests").close()
    assert "belongs to the event source 'longops.oracle.goldengate_requests'" in refused(path)


@pytest.mark.parametrize("text", ["- name: my rulebook\n", "{}\n", "[1]\n", "\x00\xff" * 3000, '{"what": 1}'])
def test_a_file_that_is_no_cursor_is_left_alone(path: pathlib.Path, text: str) -> None:
    path.write_text(text, encoding="latin-1")
    assert "is not a cursor file, and is left as it is" in refused(path)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "null",
        "[]",
        '{"operation": "x"}',
        '{"operation": "x", "scope": null, "told": {"status": 1, "other": 2}, "at": 1}',
        '{"operation": "x", "scope": null, "told": null, "at": "soon"}',
        '{"scope": "x", "mark": null, "floor": 1}',
    ],
)
def test_a_damaged_line_is_named(path: pathlib.Path, line: str) -> None:
    cursor = opened(path)
    cursor.tell(ONE, Told())
    cursor.close()
    path.write_text(f"{path.read_text()}{line}\n")
    assert "Line 3 of the cursor file" in refused(path)


def test_a_directory_that_is_missing(tmp_path: pathlib.Path) -> None:
    assert "cannot be written: No such file or directory" in refused(tmp_path / "missing" / "cursor")


def test_a_directory(tmp_path: pathlib.Path) -> None:
    assert "cannot be written: Is a directory" in refused(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_rights(tmp_path: pathlib.Path) -> None:
    tmp_path.chmod(0o500)
    assert "cannot be written: Permission denied" in refused(tmp_path / "cursor")


def test_what_is_no_name_of_a_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="cannot be written"):
        CursorFile("a" * 300, SOURCE)


def test_one_that_is_in_use(path: pathlib.Path) -> None:
    code = (
        "import sys; from ansible_collections.longops.oracle.plugins.module_utils._events.cursor_file import CursorFile\n"
        "try: CursorFile(sys.argv[1], sys.argv[2])\nexcept Exception as error: print(error)"
    )

    def elsewhere() -> str:
        return subprocess.run(
            [sys.executable, "-c", code, str(path), SOURCE], capture_output=True, text=True, check=True
        ).stdout

    cursor = opened(path)
    assert "is in use by another event source" in elsewhere()
    cursor.tell(ONE, Told())
    for _number in range(module.SPARE + 10):
        cursor.tell(TWO, Told())  # it was written anew meanwhile
    assert "is in use by another event source" in elsewhere()
    cursor.close()
    assert elsewhere() == ""


def test_a_disk_that_is_full_ends_nothing_and_all_is_written_later(
    path: pathlib.Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    cursor = opened(path, said, clock)
    write = os.write
    full = [True]

    def written(file: int, data: bytes) -> int:
        if full[0]:
            raise OSError(28, "No space left on device")
        return write(file, data)

    monkeypatch.setattr(os, "write", written)
    for percent in range(5):
        cursor.tell(ONE, Told("IN_PROGRESS", "pending", float(percent)))
        clock.now += module.AGAIN
    [complaint] = said
    assert f"The cursor file {path} cannot be written: No space left on device. Events go on." in complaint
    full[0] = False
    cursor.tell(TWO, Told())
    assert "can be written again" in said[1]
    cursor.close()
    again = opened(path)
    assert again.get(ONE).told.percent == 4.0
    assert again.get(TWO) is not None
    again.close()


def test_what_could_not_be_written_is_written_at_the_end(
    path: pathlib.Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cursor = opened(path, said)
    with monkeypatch.context() as context:
        context.setattr(os, "write", lambda file, data: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        cursor.tell(ONE, Told())
    cursor.close()
    again = opened(path)
    assert again.get(ONE) is not None
    again.close()
