# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that shows lines: in order, until the end, and without any effect on the task."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._goldengate.kind import KIND as GOLDENGATE
from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND as WORK_REQUEST
from ansible_collections.longops.oracle.plugins.plugin_utils import _events, _live_lines
from ansible_collections.longops.oracle.plugins.plugin_utils._live_lines import LiveLines
from ansible_collections.longops.oracle.plugins.plugin_utils._progress import Reporter

KINDS = (WORK_REQUEST, GOLDENGATE)
OCID = f"ocid1.coreservicesworkrequest.oc1.iad.{'abcdefgh' * 7}uniqueid"


def event(elapsed: float, status: str = "BUSY", state: str = "pending", **entry: Any) -> dict[str, Any]:
    found = {"id": OCID, "service": "oke", "status": status, "state": state, **entry}
    return {"elapsed": elapsed, "operations": 1, "work_request": found}


class Display:
    """What is shown, as a user sees it, and what -vvv adds. hangs stops it while it is set."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.details: list[str] = []
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.is_called = threading.Event()
        self.error: Any = None

    def display(self, line: str, stderr: bool) -> None:
        assert stderr  # standard output belongs to callbacks, which may write JSON
        self.is_called.set()
        self.goes_on.wait(10)
        if self.error is not None:
            raise self.error
        self.lines.append(line)

    def vvv(self, line: str) -> None:
        self.details.append(line)


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Display:
    found = Display()
    monkeypatch.setattr(_live_lines, "display", found)
    return found


def wait_until(condition: Callable[[], Any]) -> None:
    """Wait for what another thread does, at most a few seconds."""
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.fixture
def lines(display: Display) -> LiveLines:
    found = LiveLines(Reporter("web1"), KINDS)
    found.start()
    return found


def test_each_change_has_a_line_in_the_order_of_the_events_however_fast_they_come(
    display: Display, lines: LiveLines
) -> None:
    words = [f"STEP_{number}" for number in range(50)]
    for number, word in enumerate(words):
        lines.put(event(number / 1000, word))
    lines.finish()
    assert [line.split(" | ")[2] for line in display.lines] == words


def test_a_line_is_shown_while_the_wait_lasts(display: Display, lines: LiveLines) -> None:
    lines.put(event(1.0))
    wait_until(lambda: display.lines)
    assert display.lines == ["web1 | work request ...uniqueid | BUSY | 1 s"]
    lines.finish()
    assert len(display.lines) == 1


def test_a_line_that_is_due_later_comes_without_another_event(
    display: Display, lines: LiveLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.longops.oracle.plugins.plugin_utils._progress.COLLECT_ERRORS", 0.05)
    lines.put(event(1.0, "FAILED", "failed"))
    wait_until(lambda: display.lines)
    lines.finish()
    assert display.lines == ["web1 | work request ...uniqueid | FAILED | 1 s"]


def test_a_minute_of_its_clock_is_a_minute(display: Display) -> None:
    now = [0.0]
    lines = LiveLines(Reporter("web1"), KINDS, lambda: now[0])
    lines.start()
    lines.put(event(0.0))
    wait_until(lambda: display.lines)
    now[0] = 60.0
    lines.put(event(60.0))  # in which nothing is new
    wait_until(lambda: len(display.lines) == 2)
    lines.finish()
    assert display.lines[1] == "web1 | work request ...uniqueid | BUSY | 60 s"


def test_the_thread_rests_where_nothing_is_due(display: Display, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    class Queue:
        """What the thread waits for, and how long: at once there are an event, then nothing twice, then the end."""

        def __init__(self) -> None:
            self.found = iter(["event", None, None, "end"])

        def get(self, timeout: float) -> Any:
            pauses.append(timeout)
            kind = next(self.found)
            if kind is None:
                raise queue.Empty
            return _events.parse(event(0.0, "SUCCEEDED", "succeeded"), KINDS) if kind == "event" else None

    lines = LiveLines(Reporter("web1"), KINDS, lambda: 0.0)
    monkeypatch.setattr(lines, "_events", Queue())
    lines._run()
    assert pauses == [_live_lines.LONGEST_PAUSE] * 4
    assert len(display.lines) == 1


def test_finish_shows_the_rest(display: Display, lines: LiveLines) -> None:
    lines.put(event(1.0, "FAILED", "failed"))  # whose line waits for its errors
    lines.finish()
    assert display.lines == ["web1 | work request ...uniqueid | FAILED | 1 s"]


def test_finish_without_an_event_shows_nothing(display: Display, lines: LiveLines) -> None:
    lines.finish()
    assert display.lines == display.details == []


def test_after_finish_nothing_is_shown(display: Display, lines: LiveLines) -> None:
    lines.finish()
    lines.put(event(1.0))
    lines._thread.join(1)
    assert not lines._thread.is_alive()
    assert display.lines == []


def test_finish_ends_in_time_where_the_display_hangs(
    display: Display, lines: LiveLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_live_lines, "TIME_TO_END", 0.1)
    display.goes_on.clear()
    lines.put(event(1.0))
    assert display.is_called.wait(5)
    lines.put(event(2.0, "OTHER"))
    begin = time.monotonic()
    lines.finish()
    assert time.monotonic() - begin < 1
    display.goes_on.set()
    lines._thread.join(5)
    assert not lines._thread.is_alive()
    assert [line.split(" | ")[2] for line in display.lines] == ["BUSY"]  # under way already, and none afterwards


def test_no_line_keeps_a_process_alive(lines: LiveLines) -> None:
    assert lines._thread.daemon
    lines.finish()


def test_an_error_of_the_display_does_not_reach_the_task(display: Display, lines: LiveLines) -> None:
    display.error = BrokenPipeError("nothing reads it")
    lines.put(event(1.0))
    lines.put(event(2.0, "OTHER"))
    lines.finish()
    assert display.details == ["longops.oracle shows no more lines: BrokenPipeError: nothing reads it"]


def test_an_error_of_the_reporter_does_not_reach_the_task(display: Display, lines: LiveLines) -> None:
    lines.put(event(1.0, fault="no dictionary"))
    lines._thread.join(5)
    lines.put(event(1.0))
    lines.finish()
    assert display.lines == []
    assert display.details == [
        "longops.oracle shows no more lines: AttributeError: 'str' object has no attribute 'get'"
    ]


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"elapsed": 1.0},
        {"motd": {"state": "pending"}, "elapsed": 1.0},
        {"work_request": {"id": OCID, "state": "pending"}},
        {"elapsed": "soon", "work_request": {"id": OCID, "state": None}},
        {"elapsed": 1.0, "work_request": "none"},
        {"elapsed": 1.0, "work_request": {"id": OCID}},
    ],
)
def test_what_is_no_event_is_passed_over(display: Display, lines: LiveLines, odd: dict[str, Any]) -> None:
    lines.put(odd)
    lines.put(event(1.0))
    lines.finish()
    assert len(display.lines) == len(lines.latest) == 1
    assert display.details == []


def test_the_latest_event_of_each_operation_is_known_whatever_becomes_of_the_lines(
    display: Display, lines: LiveLines
) -> None:
    display.error = BrokenPipeError("nothing reads it")
    request = {
        "elapsed": 3.0,
        "request": {"id": "42", "service": "Local", "progress": "processing", "state": "pending"},
    }
    for each in (event(1.0), event(2.0, "OTHER"), request):
        lines.put(each)
    assert [each.entry["status"] for each in lines.latest[:1]] == [
        "OTHER"
    ]  # at once, not when the thread has come to it
    assert [(each.kind, each.id, each.elapsed) for each in lines.latest] == [
        (WORK_REQUEST, OCID, 2.0),
        (GOLDENGATE, "42", 3.0),
    ]
    lines.finish()


def test_the_latest_events_do_not_change_while_they_are_gone_through(display: Display, lines: LiveLines) -> None:
    lines.put(event(1.0))
    latest = lines.latest
    lines.put(event(1.0, id="other"))
    assert (len(latest), len(lines.latest)) == (1, 2)
    lines.finish()
