# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays a rulebook with ansible-rulebook, in a process of its own."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import time
from typing import Any, Callable, Mapping

import yaml

import ansible_collections.longops.oracle as collection

from . import environment

COLLECTIONS = pathlib.Path(next(iter(collection.__path__))).parents[2]
INVENTORY = "localhost ansible_connection=local ansible_python_interpreter='{{ ansible_playbook_python }}'\n"
#: Seconds in which whatever is waited for comes, on a busy machine, and in which a rulebook ends.
LONGEST = 90.0


class Rulebook:
    """One process. Everything that it reads and writes is in folder; variables are for the rulebook, which plays may write beside it."""

    def __init__(
        self, folder: pathlib.Path, rulebook: str, variables: Mapping[str, Any], environ: Mapping[str, str] = {}
    ):
        bin_ = environment.environment()
        (folder / "rulebook.yml").write_text(rulebook, encoding="utf-8")
        (folder / "inventory").write_text(INVENTORY, encoding="utf-8")
        (folder / "variables.yml").write_text(yaml.safe_dump(dict(variables)), encoding="utf-8")
        self._log = folder / f"log-{time.monotonic_ns()}"
        command = [bin_ / "ansible-rulebook", "-r", "rulebook.yml", "-i", "inventory", "-e", "variables.yml"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={
                    "PATH": f"{bin_}:{os.environ['PATH']}",
                    "HOME": str(folder),
                    "JAVA_HOME": str(environment.java_home()),
                    "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
                    "ANSIBLE_NOCOLOR": "1",
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "LANG": "C.UTF-8",
                    **environ,
                },
            )

    def __enter__(self) -> Rulebook:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(LONGEST)

    @property
    def output(self) -> str:
        """All that it has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_for(self, what: Callable[[], bool], longest: float = LONGEST) -> None:
        """Wait until this is so, while the rulebook runs."""
        deadline = time.monotonic() + longest
        while not what():
            assert self.is_running, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)

    def end(self, number: int = signal.SIGINT) -> int:
        """Interrupt it, as a user or a service manager does. Gives its exit code."""
        self._process.send_signal(number)
        return self._process.wait(LONGEST)

    def ended(self) -> int:
        """Wait until it ends by itself. Gives its exit code."""
        return self._process.wait(LONGEST)
