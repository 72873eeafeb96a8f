# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that follows a progress file: each event once and in order, up to the last, and no effect on the task."""

from __future__ import annotations

import threading
import types
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.plugin_utils import _follower
from ansible_collections.longops.oracle.plugins.plugin_utils._follower import Follower

LONG = 30.0  # seconds after which a test has failed


def event(number: int) -> dict[str, Any]:
    return {"elapsed": float(number), "operations": 1, "work_request": {}}


class File:
    """A progress file that a test writes. is_read is set after each reading, and before_read is called before each."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.events: list[dict[str, Any]] = []
        self.is_read = threading.Event()
        self.rest_read = 0
        self.before_read: Callable[[], Any] = lambda: None

    def write(self, *numbers: int) -> None:
        self.events += [event(number) for number in numbers]

    def read(self, first: int) -> list[dict[str, Any]]:
        self.before_read()
        found = self.events[first - 1 :]
        self.is_read.set()
        return found

    def read_rest(self, first: int) -> list[dict[str, Any]]:
        self.rest_read += 1
        return self.events[first - 1 :]

    def wait_for_reading(self) -> None:
        """Wait until a reading that has begun after this moment has ended."""
        for _reading in range(2):
            self.is_read.clear()
            assert self.is_read.wait(LONG)


@pytest.fixture
def details(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What -vvv shows."""
    found: list[str] = []
    monkeypatch.setattr(_follower, "display", types.SimpleNamespace(vvv=found.append))
    return found


def test_each_event_is_handed_over_once_and_in_order(details: list[str]) -> None:
    file, found = File(), []
    with Follower(file, found.append):
        for number in range(10):
            file.write(number)
            file.wait_for_reading()
            assert found == file.events
    assert found == [event(number) for number in range(10)]
    assert details == []


def test_what_is_written_just_before_the_end_is_read() -> None:
    file, found = File(pause=LONG), []
    with Follower(file, found.append):
        file.write(1, 2)
    assert found == [event(1), event(2)]
    assert file.rest_read == 1


def test_no_pause_holds_up_the_end() -> None:
    follower = Follower(File(pause=LONG), lambda event: None)
    with follower:
        pass
    assert not follower._thread.is_alive()


def test_an_error_of_the_module_goes_on_after_the_rest_was_read() -> None:
    file, found = File(pause=LONG), []

    def lose_connection() -> None:
        with Follower(file, found.append):
            file.write(1)
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        lose_connection()
    assert found == [event(1)]


def test_a_reading_that_hangs_does_not_hold_up_the_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_follower, "TIME_TO_END", 0.0)
    goes_on, is_called = threading.Event(), threading.Event()

    def hang() -> None:
        is_called.set()
        assert goes_on.wait(LONG)

    file = File()
    file.before_read = hang
    follower = Follower(file, lambda event: None)
    with follower:
        assert is_called.wait(LONG)
    assert follower._thread.is_alive()
    assert follower._thread.daemon  # nor does it hold up the process
    goes_on.set()
    follower._thread.join(LONG)


def test_lines_that_a_late_reading_gives_once_more_are_passed_over() -> None:
    """The rest is read while a command for the same lines may be under way."""
    goes_on, is_called = threading.Event(), threading.Event()

    class Late(File):
        def read(self, first: int) -> list[dict[str, Any]]:
            is_called.set()
            found = super().read(first)
            assert goes_on.wait(LONG)
            return found

        def read_rest(self, first: int) -> list[dict[str, Any]]:
            self.write(3)
            threading.Timer(0.0, goes_on.set).start()
            return super().read_rest(first)

    file, found = Late(), []
    file.write(1, 2)
    with Follower(file, found.append):
        assert is_called.wait(LONG)
    assert found == [event(1), event(2), event(3)]


@pytest.mark.parametrize("where", ["read", "read_rest"])
def test_what_cannot_be_read_ends_it_and_vvv_says_why(
    details: list[str], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(first: int) -> list[dict[str, Any]]:
        raise PermissionError(13, "Permission denied")

    file = File()
    monkeypatch.setattr(file, where, fail)
    follower = Follower(file, lambda event: None)
    with follower:
        if where == "read":
            follower._thread.join(LONG)
            assert not follower._thread.is_alive()
    assert details == [
        "longops.oracle cannot follow the wait, so it shows no lines: PermissionError: [Errno 13] Permission denied"
    ]
    assert file.rest_read == (1 if where == "read" else 0)  # which removes the file


def test_a_listener_that_raises_does_not_reach_the_task(details: list[str]) -> None:
    def listener(found: Any) -> None:
        raise RuntimeError("no more")

    file = File(pause=LONG)
    file.write(1)
    with Follower(file, listener):
        pass
    assert details == ["longops.oracle cannot follow the wait, so it shows no lines: RuntimeError: no more"]
