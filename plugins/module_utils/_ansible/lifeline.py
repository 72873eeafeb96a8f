# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends this process when what started it is gone, so that no wait outlives its playbook. Private to longops.oracle.

A module writes its result to a pipe: when nothing can read it any more, because the worker was killed, the connection was
lost or the terminal was closed, the result has no use. The action plugin, which runs in a worker of ansible-core, watches
its parent: ansible-core 2.19 and later give workers sessions of their own, where no signal of a terminal reaches them.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import stat
import threading
from typing import Any, Callable, Iterator

#: Seconds between two checks of the parent and the pipe.
EVERY = 0.5
#: Seconds that the main thread gets to unwind and remove what it has unpacked, before the process ends without it.
TIME_TO_UNWIND = 1.0
#: Exit status of a process whose result has no use.
STATUS = 143
#: What a module writes to its pipe now and then. ansible-core skips it before a result; ssh, whose reader was killed, ends
#: when it cannot pass it on, and only then learns the module of it.
SIGN_OF_LIFE = b"\n"

#: The signals by which users, terminals and job runners end a playbook.
SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)

_GONE = select.POLLERR | select.POLLHUP | select.POLLNVAL


class Lifeline:
    """A daemon thread that watches the parent, and with pipe what reads it; end is called once one of them is gone."""

    def __init__(self, end: Callable[[], None], pipe: int = -1) -> None:
        self._end = end
        self._parent = os.getppid()
        self._pipe = pipe if pipe >= 0 and _can_break(pipe) else -1
        self._poll = select.poll()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="longops.oracle lifeline", daemon=True)
        if self._pipe >= 0:
            self._poll.register(self._pipe, 0)  # errors and hang-ups are reported without being asked for

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Watch no more, and write nothing more."""
        self._over.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    @property
    def is_cut(self) -> bool:
        """Whether the parent has ended, or nothing can read the pipe any more."""
        return os.getppid() != self._parent or any(event & _GONE for _descriptor, event in self._poll.poll(0))

    def _watch(self) -> None:
        checks = 0
        while not self._over.wait(EVERY):
            checks += 1
            if self.is_cut or (checks % 2 == 0 and not self._show_life()):
                self._end()
                return

    def _show_life(self) -> bool:
        """Write a sign of life; False where the pipe is broken."""
        try:
            if self._pipe >= 0:
                os.write(self._pipe, SIGN_OF_LIFE)
        except OSError:
            return False
        return True


@contextlib.contextmanager
def of_module(cleanup: Callable[[], None], pipe: int = 1) -> Iterator[None]:
    """While the block runs, end the module when nothing can read its result, and on SIGHUP, SIGINT and SIGTERM.

    cleanup is called first. Then the main thread unwinds, so that ansible-core's wrapper removes what it has unpacked.
    """

    def end(*_signal: Any) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)  # another one would break the unwinding off
        fallback = threading.Timer(TIME_TO_UNWIND, os._exit, (STATUS,))
        fallback.daemon = True
        fallback.start()
        with contextlib.suppress(Exception):  # what cannot be cleaned up is no reason to go on
            cleanup()
        raise SystemExit(STATUS)

    lifeline = Lifeline(lambda: os.kill(os.getpid(), signal.SIGTERM), pipe)
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            # What is ignored stays ignored, as below nohup; SIGTERM is what the lifeline itself sends.
            if number == signal.SIGTERM or signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, end) or signal.SIG_DFL
    lifeline.start()
    try:
        yield
    finally:
        lifeline.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def of_worker(cleanup: Callable[[], None]) -> Iterator[None]:
    """While the block runs, end this worker, and what it has started, when its playbook is gone. cleanup is called first.

    Before ansible-core ends a worker because of a signal, cleanup is called as well.
    """

    def end() -> None:
        with contextlib.suppress(Exception):
            cleanup()
        for pid in _descendants(os.getpid()):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGTERM)
        os._exit(STATUS)

    def interrupted(number: int, frame: Any) -> None:
        for other in before:
            # ansible-core sends another one soon, which would break the cleanup off.
            signal.signal(other, signal.SIG_IGN)
        with contextlib.suppress(Exception):
            cleanup()
        for other, handler in before.items():
            signal.signal(other, handler)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)
        else:
            os.kill(os.getpid(), number)

    lifeline = Lifeline(end)
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, interrupted)
    lifeline.start()
    try:
        yield
    finally:
        lifeline.stop()
        for number, handler in before.items():
            if signal.getsignal(number) is interrupted:
                signal.signal(number, handler)


def _can_break(descriptor: int) -> bool:
    """Whether this is a pipe, a socket or a terminal, whose other end can go away, and no file."""
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)


def _descendants(pid: int) -> list[int]:
    """The processes that this one has started, and those that they have started (Linux: from /proc; elsewhere none)."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found
