# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every block of code in the README.md of the simulator runs as it is written, with Oracle's SDK and command line interface."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from typing import Iterator, Optional

import oci
import pytest
import yaml

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.scenario import Scenario
from ansible_collections.longops.oracle.tests.tools import markdown_pages as markdown

ROOT = pathlib.Path(__file__).parents[2]
BLOCKS = markdown.blocks((ROOT / "tests" / "simulator" / "README.md").read_text(encoding="utf-8"))
#: Addresses, and files of the simulator's own choice, which are others the next time.
ADDRESS = re.compile(r"(?<=127\.0\.0\.1):\d+")
TEMPORARY = re.compile(r"/tmp/longops-simulator-\w+")


def of(language: str) -> list[markdown.Block]:
    return [block for block in BLOCKS if block.language == language]


def test_each_is_of_a_language_that_runs_here() -> None:
    assert {block.language for block in BLOCKS} == {"console", "python", "yaml"}


@pytest.mark.parametrize("block", of("yaml"), ids=lambda block: str(block.line))
def test_a_scenario(block: markdown.Block) -> None:
    with Simulator(yaml.safe_load(block.text)) as sim:
        assert sim.url


def test_parts_of_a_scenario_that_there_are_not_would_be_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Scenario.of({"nothing": 1})


@pytest.mark.parametrize("block", of("python"), ids=lambda block: str(block.line))
def test_python(block: markdown.Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    with Simulator() as sim:
        known = {
            "os": os,
            "oci": oci,
            "sim": sim,
            "WorkRequestClient": oci.container_engine.ContainerEngineClient,
            "profile": lambda path: oci.config.from_file(str(path)),
        }
        exec(compile(block.text, f"README.md:{block.line}", "exec"), known)
    assert {"signer", "client"} & set(known)


class Console:
    """A terminal: the first command stays, and the others follow it. Their files lie in a folder of their own, in place of /tmp."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.addresses: dict[str, str] = {}
        self.exports = ""
        self.server: Optional[subprocess.Popen[bytes]] = None

    def with_files(self, text: str) -> str:
        return text if TEMPORARY.search(text) else text.replace("/tmp/", f"{self.folder}/")

    def run(self, command: str, shown: list[str]) -> None:
        for written, there in self.addresses.items():
            command = command.replace(written, there)
        command = self.with_files(command)
        if command.startswith("export "):
            self.exports += f"{command}; "
        elif self.server is None:
            self.start(command, shown)
        else:
            ended = subprocess.run(
                ["bash", "-euc", self.exports + command], capture_output=True, text=True, check=False
            )
            assert ended.returncode == 0, ended.stderr
            if shown:
                printed = json.loads(ADDRESS.sub("", ended.stdout))
                assert printed == json.loads(ADDRESS.sub("", shown[0]))

    def start(self, command: str, shown: list[str]) -> None:
        """Start the simulator, and learn the addresses that stand for those in the page."""
        log = self.folder / "log"
        with log.open("w", encoding="utf-8") as output:
            self.server = subprocess.Popen(
                [sys.executable, *command.split()[1:]], cwd=ROOT, stdout=output, stderr=output
            )
        deadline = time.monotonic() + 30
        while "ready at" not in log.read_text(encoding="utf-8"):
            assert self.server.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        printed = log.read_text(encoding="utf-8").splitlines()
        assert [TEMPORARY.sub("", ADDRESS.sub("", line)) for line in printed] == [
            TEMPORARY.sub("", ADDRESS.sub("", self.with_files(line))) for line in shown
        ]
        for line, there in zip(shown, printed):
            if address := ADDRESS.search(line):
                self.addresses[f"127.0.0.1{address[0]}"] = f"127.0.0.1{ADDRESS.findall(there)[0]}"

    def end(self) -> None:
        if self.server is not None:
            self.server.terminate()
            assert self.server.wait(20) == 0


@pytest.fixture
def console(tmp_path: pathlib.Path) -> Iterator[Console]:
    opened = Console(tmp_path)
    yield opened
    opened.end()


@pytest.mark.parametrize("block", of("console"), ids=lambda block: str(block.line))
def test_commands(block: markdown.Block, console: Console) -> None:
    if "curl" in block.text and shutil.which("curl") is None:
        pytest.skip("there is no curl")
    assert block.text.startswith("$ python -m tests.simulator ")
    for part in block.text.removeprefix("$ ").split("\n$ "):
        command, *shown = part.rstrip("\n").split("\n")
        console.run(command, shown)
