# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait ends when what started it is gone. The processes here are real, and end within a second.

Each test starts a process that says when it is ready, by a line of its standard error, and what becomes of it afterwards.
"""

from __future__ import annotations

import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import time
from typing import Any, Iterator

import pytest
from ansible.module_utils.json_utils import _filter_non_json_lines

from ansible_collections.longops.oracle.plugins.module_utils._ansible import lifeline

FILE = pathlib.Path(lifeline.__file__)
#: Seconds until it is noticed that something is gone, with the time that a busy machine needs.
SOON = lifeline.EVERY * 2 + 1.0

#: The file itself, without the collection: a process of a test is to start quickly.
START = f"""
import importlib.util, os, signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # where the tests run below nohup, it was ignored
signal.signal(signal.SIGINT, signal.default_int_handler)
spec = importlib.util.spec_from_file_location("lifeline", {str(FILE)!r})
lifeline = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lifeline)

def say(text):
    os.write(2, (text + "\\n").encode())
"""
MODULE = """
try:
    with lifeline.of_module(lambda: say("cleanup")):
        say("ready %d" % os.getpid())
        time.sleep(WAITS)
finally:
    say("finally")
print('{"changed": false}')
"""
WORKER = """
import subprocess
with lifeline.of_worker(lambda: say("cleanup")):
    child = subprocess.Popen(["sleep", "30"])
    say("ready %d %d" % (os.getpid(), child.pid))
    time.sleep(WAITS)
say("ended")
child.kill()
"""


def script(body: str, waits: float = 20) -> str:
    return START + f"WAITS = {waits}" + body


class Process:
    """A process of Python whose standard error is read line by line. Started by a parent of its own where below is true."""

    def __init__(self, code: str, stdout: Any = subprocess.PIPE, below: bool = False, **settings: Any) -> None:
        argv = [sys.executable, "-I", "-S", "-c", code]
        if below:  # a parent that starts it and waits
            argv = [sys.executable, "-I", "-S", "-c", f"import subprocess\nsubprocess.call({argv!r})"]
        self.popen = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, **settings)
        assert self.popen.stderr is not None
        self._stderr = self.popen.stderr.fileno()
        # Not select(), which takes no descriptor above 1023: other tests leave connections open.
        self._poll = select.poll()
        self._poll.register(self._stderr, select.POLLIN)
        self._said = b""
        self.pids = [int(number) for number in self.line(10).split()[1:]]

    def line(self, timeout: float = SOON) -> str:
        """The next line of standard error, empty at its end."""
        end = time.monotonic() + timeout
        while b"\n" not in self._said:
            assert self._poll.poll(1000 * max(0.0, end - time.monotonic())), "nothing was said"
            data = os.read(self._stderr, 4096)
            if not data:
                return ""
            self._said += data
        line, _end, self._said = self._said.partition(b"\n")
        return line.decode()

    def rest(self, timeout: float = SOON) -> list[str]:
        """All lines until standard error ends, with the process and its children."""
        end = time.monotonic() + timeout
        return list(iter(lambda: self.line(max(0.0, end - time.monotonic())), ""))

    def close(self) -> None:
        for pid in (*self.pids, self.popen.pid):
            if pid == self.popen.pid and self.popen.poll() is not None:
                continue
            if is_running(pid):
                os.kill(pid, signal.SIGKILL)
        self.popen.wait(5)
        for stream in (self.popen.stdout, self.popen.stderr):
            if stream is not None:
                stream.close()


def is_running(pid: int) -> bool:
    """Whether a process is there, and has not ended (a process whose parent is gone may be a zombie for a while)."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def has_ended(pid: int) -> bool:
    """Whether a process whose files are closed ends: the kernel closes them just before."""
    end = time.monotonic() + SOON
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.002)
    return not is_running(pid)


@pytest.fixture
def start() -> Iterator[Any]:
    started: list[Process] = []

    def start(*args: Any, **settings: Any) -> Process:
        started.append(Process(*args, **settings))
        return started[-1]

    yield start
    for process in started:
        process.close()


# A module


def test_a_module_whose_parent_is_killed_ends(start: Any, tmp_path: pathlib.Path) -> None:
    with (tmp_path / "stdout").open("wb") as stdout:
        process = start(script(MODULE), stdout=stdout, below=True)
        process.popen.kill()
        assert process.rest() == ["cleanup", "finally"]
    assert has_ended(process.pids[0])


def test_a_module_whose_result_cannot_be_read_ends(start: Any) -> None:
    process = start(script(MODULE))
    process.popen.stdout.close()
    assert process.rest() == ["cleanup", "finally"]
    assert process.popen.wait(SOON) == lifeline.STATUS


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda each: each.name)
def test_a_signal_ends_a_module_which_unwinds_first(start: Any, number: signal.Signals) -> None:
    process = start(script(MODULE))
    begin = time.monotonic()
    process.popen.send_signal(number)
    assert process.rest() == ["cleanup", "finally"]
    assert process.popen.wait(SOON) == lifeline.STATUS
    assert time.monotonic() - begin < SOON


def test_a_second_signal_does_not_break_the_unwinding_off(start: Any) -> None:
    body = MODULE.replace('say("cleanup")', 'say("cleanup") or time.sleep(0.1)')
    process = start(script(body))
    process.popen.send_signal(signal.SIGHUP)
    assert process.line() == "cleanup"
    process.popen.send_signal(signal.SIGTERM)
    assert process.rest() == ["finally"]
    assert process.popen.wait(SOON) == lifeline.STATUS


def test_a_main_thread_that_does_not_unwind_is_ended(start: Any) -> None:
    body = """
lifeline.TIME_TO_UNWIND = 0.1
with lifeline.of_module(lambda: say("cleanup")):
    say("ready %d" % os.getpid())
    try:
        time.sleep(20)
    finally:
        time.sleep(20)
"""
    process = start(START + body)
    process.popen.terminate()
    assert process.rest() == ["cleanup"]
    assert process.popen.wait(SOON) == lifeline.STATUS


def test_a_module_that_cannot_clean_up_ends_as_well(start: Any) -> None:
    process = start(script(MODULE.replace('say("cleanup")', "1 / 0")))
    process.popen.terminate()
    assert process.rest() == ["finally"]
    assert process.popen.wait(SOON) == lifeline.STATUS


def test_a_signal_that_is_ignored_stays_ignored(start: Any) -> None:
    ignore = "\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    process = start(script(ignore + MODULE, 0.2))  # as below nohup
    process.popen.send_signal(signal.SIGHUP)
    assert process.rest() == ["finally"]
    assert process.popen.wait(SOON) == 0


def test_a_module_whose_output_is_a_file_lives_and_writes_no_sign_of_life(start: Any, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "stdout"
    with path.open("wb") as stdout:
        process = start(script("\nlifeline.EVERY = 0.01\n" + MODULE, 0.2), stdout=stdout)
        assert process.rest() == ["finally"]
    assert process.popen.wait(SOON) == 0
    assert path.read_bytes() == b'{"changed": false}\n'


def test_a_result_after_signs_of_life_is_parsed(start: Any) -> None:
    process = start(script("\nlifeline.EVERY = 0.01\n" + MODULE, 0.2))
    assert process.rest() == ["finally"]
    output = process.popen.stdout.read().decode()
    assert output.startswith("\n" * 3)
    assert output.strip() == '{"changed": false}'
    assert _parsed_by_ansible(output)["changed"] is False


def _parsed_by_ansible(output: str) -> dict[str, Any]:
    """What ansible-core makes of the standard output of a module."""
    found, _warnings = _filter_non_json_lines(output)
    return json.loads(found)


def test_after_the_block_nothing_is_written_and_signals_are_as_before(start: Any) -> None:
    body = """
import signal
lifeline.EVERY = 0.01
with lifeline.of_module(lambda: say("cleanup")):
    pass
say("ready %d" % os.getpid())
time.sleep(0.1)
say(str(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL and signal.getsignal(signal.SIGINT) is signal.default_int_handler))
"""
    process = start(START + body)
    assert process.rest() == ["True"]
    assert process.popen.stdout.read() == b""


# A worker


def test_a_worker_whose_playbook_is_gone_ends_with_what_it_started(start: Any) -> None:
    process = start(script(WORKER), stdout=subprocess.DEVNULL, below=True)
    process.popen.kill()
    assert process.rest() == ["cleanup"]  # the end of standard error: the child had it too
    assert all(map(has_ended, process.pids))


def test_a_worker_that_cannot_clean_up_ends_as_well(start: Any) -> None:
    body = WORKER.replace('say("cleanup")', "1 / 0").replace('["sleep", "30"]', '["sleep", "3"]')
    process = start(script(body), stdout=subprocess.DEVNULL, below=True)
    process.popen.kill()
    assert has_ended(process.pids[0])


def test_a_worker_whose_playbook_lives_goes_on(start: Any) -> None:
    process = start(script("\nlifeline.EVERY = 0.01\n" + WORKER, 0.1), stdout=subprocess.DEVNULL)
    assert process.rest() == ["ended"]
    assert process.popen.wait(SOON) == 0


@pytest.mark.parametrize("number", lifeline.SIGNALS)
@pytest.mark.parametrize("handler", ["lambda *_: os._exit(7)", "signal.SIG_DFL"])
def test_a_worker_that_a_signal_ends_cleans_up_before(start: Any, number: signal.Signals, handler: str) -> None:
    """Those of ansible-core end in their handlers."""
    body = f"""
signal.signal({int(number)}, {handler})
with lifeline.of_worker(lambda: say("cleanup")):
    say("ready %d" % os.getpid())
    time.sleep(WAITS)
say("ended")
"""
    process = start(script(body), stdout=subprocess.DEVNULL)
    process.popen.send_signal(number)
    assert process.rest(10) == ["cleanup"]
    assert process.popen.wait(10) == (7 if "7" in handler else -number)


def test_a_signal_that_is_ignored_stays_so(start: Any) -> None:
    body = """
signal.signal(signal.SIGHUP, signal.SIG_IGN)
with lifeline.of_worker(lambda: say("cleanup")):
    say("ready %d" % os.getpid())
    time.sleep(WAITS)
say(str(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL))
"""
    process = start(script(body, 0.2), stdout=subprocess.DEVNULL)
    process.popen.send_signal(signal.SIGHUP)
    assert process.rest(10) == ["True"]


def test_another_signal_does_not_break_the_cleanup_off(start: Any) -> None:
    """ansible-core sends SIGTERM to workers soon after SIGINT."""
    body = """
def cleanup():
    os.kill(os.getpid(), signal.SIGTERM)
    say("cleanup")
with lifeline.of_worker(cleanup):
    say("ready %d" % os.getpid())
    time.sleep(WAITS)
"""
    process = start(script(body), stdout=subprocess.DEVNULL)
    process.popen.send_signal(signal.SIGHUP)
    assert process.rest(10) == ["cleanup"]
    assert process.popen.wait(10) == -signal.SIGHUP
