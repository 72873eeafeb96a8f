# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An ansible-playbook while it runs: each line as it comes, and the ways to interrupt it, also by what runs it."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from typing import Any, Callable, Mapping

from . import playing, processes
from .versions import Version

#: The variable by whose value all that a playbook started is found again, also on the other side of ssh: a playbook hands
#: it on there by its keyword `environment`.
MARKER = "LONGOPS_TEST_RUN"
#: Becomes the command that follows, which a closed terminal ends, also where the tests run below nohup. With "terminal", makes the
#: one that is its stdin its own, as a shell has one.
START = """
import os, signal, sys
if sys.argv[1] == "terminal":
    os.login_tty(0)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
os.execv(sys.argv[2], sys.argv[2:])
"""
#: Runs a playbook as a job runner such as AWX does, until the file that is its first argument exists; without one, until SIGTERM.
RUNNER = """
import json, pathlib, sys
import ansible_runner
callback = {"cancel_callback": pathlib.Path(sys.argv[1]).exists} if sys.argv[1] else {}
options = json.loads(sys.argv[2])
sys.exit(ansible_runner.run(**options, settings={"pexpect_timeout": 0.2}, **callback).rc)
"""
CTRL_C = b"\x03"


@dataclasses.dataclass(frozen=True)
class Line:
    """A line that was printed, and when: seconds of time.monotonic()."""

    text: str
    time: float


class Running:
    """A playbook that has been started, in a folder of its own: home and temporary files of the controller's side are below it.

    It gets the variables `marker`, the value of MARKER, and `results`, a file for what came of it. end() must be called.
    """

    def __init__(
        self,
        version: Version,
        folder: pathlib.Path,
        playbook: pathlib.Path,
        hosts: Mapping[str, Mapping[str, Any]],
        terminal: bool = False,
        runner: str = "",
        **variables: Any,
    ) -> None:
        self.marker = uuid.uuid4().hex
        self.lines: list[Line] = []
        self.folder = folder
        for name in ("home", "tmp"):
            (folder / name).mkdir(parents=True)
        inventory = {"all": {"hosts": {host: {**playing.LOCAL, **of_host} for host, of_host in hosts.items()}}}
        (folder / "hosts.json").write_text(json.dumps(inventory), encoding="utf-8")
        variables = {**variables, "marker": self.marker, "results": str(folder / "results.json")}
        # Paths of sockets are limited to some hundred characters, and pytest's own are long.
        self._sockets = tempfile.TemporaryDirectory(prefix="longops-")
        environment = playing.environment(folder / "home")
        environment |= {
            "PATH": os.pathsep.join([str(version.python.parent), environment["PATH"]]),
            "TMPDIR": str(folder / "tmp"),
            "ANSIBLE_SSH_CONTROL_PATH_DIR": self._sockets.name,
            MARKER: self.marker,
        }
        command = [*version.playbook, "-i", str(folder / "hosts.json"), "--forks", str(len(hosts))]
        command += ["-e", json.dumps(variables), str(playbook)]
        if runner:
            command = self._by_runner(runner, playbook, len(hosts), variables)
        command = [str(version.python), "-c", START, "terminal" if terminal else "", *command]
        self._output, theirs = pty.openpty() if terminal else os.pipe()
        self._process = subprocess.Popen(
            command,
            stdin=theirs if terminal else subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            cwd=folder,
            start_new_session=not terminal,
        )
        os.close(theirs)
        self._hang_up = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _by_runner(
        self, canceled_by: str, playbook: pathlib.Path, forks: int, variables: Mapping[str, Any]
    ) -> list[str]:
        """The command that has a runner play it, canceled by its "callback", for cancel(), or by a "signal", as runner has by default."""
        options = {
            "private_data_dir": str(self.folder / "runner"),
            "inventory": str(self.folder / "hosts.json"),
            "playbook": str(playbook),
            "extravars": variables,
            "forks": forks,
        }
        (self.folder / "runner").mkdir()
        callback = str(self._canceled) if canceled_by == "callback" else ""
        return [sys.executable, "-c", RUNNER, callback, json.dumps(options)]

    @property
    def _canceled(self) -> pathlib.Path:
        return self.folder / "canceled"

    def cancel(self) -> None:
        """Have the callback of the runner say that the job is canceled."""
        self._canceled.touch()

    def _read(self) -> None:
        rest = b""
        poll = select.poll()  # not select(), which takes no descriptor above 1023
        poll.register(self._output, select.POLLIN)
        while not self._hang_up.is_set():
            if not poll.poll(50):
                continue
            try:
                read = os.read(self._output, 65536)
            except OSError:  # how a terminal ends
                break
            if not read:
                break
            now = time.monotonic()
            *lines, rest = (rest + read).split(b"\n")
            self.lines += [Line(line.decode(errors="replace").rstrip("\r"), now) for line in lines]
        os.close(self._output)

    @property
    def output(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def results(self) -> dict[str, Any]:
        """What the playbook wrote into the file `results`."""
        path = self.folder / "results.json"
        assert path.exists(), self.output
        return json.loads(path.read_text(encoding="utf-8"))

    def wait(self, timeout: float) -> int:
        """Wait until the playbook has ended: its exit code, as subprocess gives it."""
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"The playbook has not ended within {timeout} s:\n{self.output}") from None
        self._reader.join(5)
        return code

    def wait_until(self, condition: Callable[[], bool], timeout: float, what: str) -> None:
        """Wait until the condition holds, and fail where the playbook ends before."""
        deadline = time.monotonic() + timeout
        while not condition():
            assert self._process.poll() is None, f"The playbook has ended before {what}:\n{self.output}"
            assert time.monotonic() < deadline, f"After {timeout} s still not: {what}\n{self.output}"
            time.sleep(0.05)

    def modules(self) -> list[processes.Process]:
        """The modules that run in processes of their own, wherever that is."""
        found = processes.marked(self.marker)
        return [each for each in found if each.name.startswith("python") and "ansible-playbook" not in each.command]

    def workers(self) -> list[processes.Process]:
        """The forks that run tasks: what else it may have started has a command line of its own."""
        main = processes.of(self._process.pid)
        assert main is not None, self.output
        return [child for child in processes.children(main.pid) if child.command == main.command]

    def press_ctrl_c(self) -> None:
        os.write(self._output, CTRL_C)

    def close_terminal(self) -> None:
        self._hang_up.set()
        self._reader.join(5)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def left(self) -> list[processes.Process]:
        """What is still running of all that the playbook started, itself included, but for ssh's own persistent connection."""
        self._process.poll()  # reaps it
        return [process for process in processes.marked(self.marker) if not process.is_ssh_master]

    def is_main(self, process: processes.Process) -> bool:
        """Whether it is ansible-playbook itself, and none of its workers."""
        return process.pid == self._process.pid

    def started_here(self, process: processes.Process) -> bool:
        """Whether it descends from the playbook, and so is on the controller's side of a connection."""
        return any(each.pid == self._process.pid for each in processes.ancestors(process))

    def files(self) -> list[str]:
        """What the controller's side has left behind."""
        found = [*(self.folder / "tmp").rglob("*"), *(self.folder / "home" / ".ansible" / "tmp").rglob("*")]
        return [str(path) for path in found]

    def end(self) -> None:
        """End all that is still running of it."""
        for _attempt in range(3):  # what is being started just now is seen the next time
            processes.end(processes.marked(self.marker))
            self._process.poll()
        self._process.wait(10)
        self.close_terminal()
        self._sockets.cleanup()
