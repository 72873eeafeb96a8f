# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each block of code of a page is run: as tasks, as a playbook, by a shell, or by a test of its own.

The README.md of the simulator is run by tests/contract/test_simulator_readme.py.

A block runs as it is written. What stands before it in the page, as a comment, says what cannot be seen in the block itself:

    <!-- block: file launch.yml -->         other blocks of the page use it under this name
    <!-- block: stays -->                   a command that goes on while the others run; "shell": what the shell of the others begins with
    <!-- block: fails -->                   a command that fails; "output": what the command before prints, in any other figures
    <!-- block: run by tests/... -->        that file runs it
    <!-- block: not run, because ... -->    REASONS are the only ones
"""

from __future__ import annotations

import configparser
import json
import pathlib
from typing import Any, NamedTuple, Optional

import yaml

from ansible_collections.longops.oracle.tests.tools import markdown_pages as markdown

ROOT = pathlib.Path(__file__).parents[2]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md")),
    *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("roles/*/README.md")),
)
#: Why a block may be left out.
REASONS = {
    "it needs Ansible Galaxy",
    "it installs packages",
}
FILE, ELSEWHERE, LEFT_OUT = "file ", "run by ", "not run, because "
#: Notes of a page that a user plays from top to bottom, in a HOME with the installed collection: test_trial.py does.
PLAYED = ("stays", "shell", "fails", "output")


class Documented(NamedTuple):
    """A block of a page, and how it is run: "tasks", "playbook", "variables", "defaults", "shell", "make",
    "data", "shown", "elsewhere" or "not". note is one of PLAYED."""

    page: str
    line: int
    way: str
    text: str
    file: Optional[str] = None
    note: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def key(self) -> str:
        """A name for files and hosts."""
        return self.page.removesuffix(".md").replace("/", "_").replace(".", "_").replace("-", "_")


def all_blocks() -> list[Documented]:
    return [found for page in PAGES for found in of_page(page, (ROOT / page).read_text(encoding="utf-8"))]


def of_page(page: str, text: str) -> list[Documented]:
    found = [documented(page, block) for block in markdown.blocks(text)]
    if not any(block.note for block in found):
        return found
    return [block._replace(way="played") if block.way == "shell" or block.note else block for block in found]


def documented(page: str, block: markdown.Block) -> Documented:
    """How a block is run. ValueError if its note, or the block itself, is none that there is."""
    found = Documented(page, block.line, "", block.text)
    for note in block.notes:
        if note.startswith(FILE):
            found = found._replace(file=note.removeprefix(FILE), way="data")
        elif note in PLAYED:
            found = found._replace(note=note)
        elif note.startswith(ELSEWHERE):
            runs = ROOT / note.removeprefix(ELSEWHERE)
            if not runs.is_file() or pathlib.Path(page).name not in runs.read_text(encoding="utf-8"):
                raise ValueError(f"{found}: {note}, which does not read this page")
            return found._replace(way="elsewhere")
        elif note.startswith(LEFT_OUT) and note.removeprefix(LEFT_OUT) in REASONS:
            return found._replace(way="not")
        else:
            raise ValueError(f"{found}: {note!r} is no note of a block, or no reason to leave it out")
    try:
        return found._replace(way=found.way or way_of(block))
    except Exception as error:
        raise ValueError(f"{found}: {error}") from error


def way_of(block: markdown.Block) -> str:
    if block.language == "text":
        return "shown"
    if block.language == "sh":
        return "make" if all(line.startswith("make ") for line in block.text.splitlines()) else "shell"
    if block.language == "json":
        for line in block.text.splitlines():
            json.loads(line)
        return "data"
    if block.language == "ini":
        configparser.ConfigParser().read_string(block.text)
        return "data"
    if block.language != "yaml":
        raise ValueError(f"there is no way to run {block.language or 'a block without a language'}")
    return way_of_yaml(yaml.safe_load(block.text))


def way_of_yaml(content: Any) -> str:
    if isinstance(content, list) and all("hosts" in play and "sources" not in play for play in content):
        return "playbook"
    if isinstance(content, list) and not any("sources" in each for each in content):
        return "tasks"
    if isinstance(content, dict):
        if list(content) == ["module_defaults"]:
            return "defaults"
        if list(content) == ["collections"] or set(content) <= sections():
            return "data"
        if all(isinstance(value, (str, int, bool)) for value in content.values()):
            return "variables"
    raise ValueError("it is neither tasks nor plays, neither defaults nor variables")


def sections() -> set[str]:
    """The sections that a fragment of the changelog may have."""
    config = yaml.safe_load((ROOT / "changelogs" / "config.yaml").read_text(encoding="utf-8"))
    return {name for name, _title in config["sections"]} | {config["trivial_section_name"]}
