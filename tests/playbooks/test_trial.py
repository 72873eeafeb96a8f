# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The trials without an account, as a user plays them: in an empty HOME with the tarball installed, by the commands of the pages.

Only the speed of the simulator is another, and `python3` is the Python of the tests.
"""

from __future__ import annotations

import pathlib
import re
import shlex
import subprocess
import time
from typing import Iterator

import pytest

from . import documented, playing
from .documented import Documented

PAGES = ("docs/trial.md", "docs/private-cloud-appliance.md")
#: How often faster than for a user.
SPEED = 3
IDS = re.compile(r"ocid1\.(\w+)\.[\w.-]+|\.\.\.\w+")
PLACES = re.compile(r"[\w./-]*/(longops-\w+)")
NUMBERS = re.compile(r"\d[\d.]*")
#: What comes and goes with the speed: a duration, and the rest of it.
DURATION = re.compile(r"N (min|h|s)\b( N (min|s))?|about N \w+( N s)? left|\[[#-]+\]")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """An empty HOME, in which the tarball was installed."""
    folder = tmp_path_factory.mktemp("trial")
    home = folder / "home"
    home.mkdir()
    for command in ("build --output-path {0}", "install --offline {0}/longops-oracle-*.tar.gz"):
        subprocess.run(
            ["bash", "-c", f"ansible-galaxy collection {command.format(shlex.quote(str(folder)))}"],
            env=environment(home),
            cwd=documented.ROOT,
            check=True,
            capture_output=True,
        )
    return home


def environment(home: pathlib.Path) -> dict[str, str]:
    variables = playing.environment(home)
    del variables["ANSIBLE_COLLECTIONS_PATH"]
    return variables


class User:
    """Who plays a page, with two terminals."""

    def __init__(self, home: pathlib.Path, folder: pathlib.Path) -> None:
        self.home, self.folder = home, folder
        self.shell: list[str] = []
        self.printed = ""
        self.servers: list[subprocess.Popen[bytes]] = []

    def do(self, block: Documented) -> None:
        if block.file:
            (self.folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.note == "stays":
            self.start(block.text)
        elif block.note == "shell":
            self.shell.append(block.text)
        elif block.note == "output":
            printed = "\n".join(lines(self.printed))
            assert [line for line in lines(block.text) if line not in printed] == []
        else:
            ended = self.run("".join([*self.shell, block.text]))
            assert bool(ended.returncode) == (block.note == "fails"), ended.stdout
            self.printed = ended.stdout

    def run(self, text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euc", text],
            env=environment(self.home),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=100,
        )

    def start(self, text: str) -> None:
        """Start what stays in the first terminal, and read until it is ready."""
        *before, command = text.splitlines()
        command = " && ".join([*before, f"exec {command} --speed {SPEED}"])
        log = self.folder / "first-terminal"
        with log.open("w", encoding="utf-8") as output:
            self.servers.append(
                subprocess.Popen(
                    ["bash", "-euc", command], env=environment(self.home), cwd=self.folder, stdout=output, stderr=output
                )
            )
        deadline = time.monotonic() + 30
        while "ready at" not in self.printed:
            assert self.servers[-1].poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.1)
            self.printed = log.read_text(encoding="utf-8")

    def end(self) -> None:
        for server in self.servers:
            server.terminate()
            assert server.wait(20) == 0


def lines(text: str) -> Iterator[str]:
    """The lines of an output with nothing in them that is different the next time."""
    for line in text.splitlines():
        same = NUMBERS.sub("N", PLACES.sub(r"/\1", IDS.sub(r"\1", line)))
        same = " ".join(DURATION.sub("T", same).replace('"', " ").replace(",", " ").split())
        yield re.sub(r"(?: \| T)+", " | T", same)  # what is left is not always said


@pytest.mark.parametrize("page", PAGES)
def test_a_user_plays_the_page(home: pathlib.Path, tmp_path: pathlib.Path, page: str) -> None:
    user = User(home, tmp_path)
    blocks = [
        block for block in documented.all_blocks() if block.page == page and (block.way == "played" or block.file)
    ]
    assert {"stays", "shell", "output"} <= {block.note for block in blocks}
    try:
        for block in blocks:
            user.do(block)
    finally:
        user.end()
