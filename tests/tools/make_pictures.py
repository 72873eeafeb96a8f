# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws docs/pictures/progress.svg, the terminal of a user who waits: `make pictures`. It is what a real run against the simulator printed.

Usage: python -m ansible_collections.longops.oracle.tests.tools.make_pictures CHECKOUT
"""

from __future__ import annotations

import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
from typing import Iterator

from ansible_collections.longops.oracle.tests.simulator import Simulator, trial

PLAYBOOK = pathlib.Path(__file__).with_name("picture.yml")
PICTURE = pathlib.Path("docs", "pictures", "progress.svg")
TITLE = "A terminal with the lines that a wait prints while two operations run, and the message with which it fails"
#: Columns of the terminal, and pixels of a character and of a line.
COLUMNS, WIDTH, HEIGHT, MARGIN = 118, 7.83, 19, 18
COLOUR = re.compile(r"\x1b\[([\d;]*)m")
#: The colours that Ansible uses, by the last number of its sequences.
CLASSES = {"31": "red", "32": "green", "33": "yellow", "34": "blue", "35": "purple", "36": "cyan"}
STYLE = """
svg { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
rect { fill: #f6f8fa; stroke: #d0d7de; } text { fill: #1f2328; white-space: pre; }
.red { fill: #b3261e; } .green { fill: #1a6b2e; } .yellow { fill: #7a5200; } .blue { fill: #0b57a4; } .purple { fill: #7b3fb0; } .cyan { fill: #0f6674; }
@media (prefers-color-scheme: dark) {
rect { fill: #0d1117; stroke: #30363d; } text { fill: #e6edf3; }
.red { fill: #ff7b72; } .green { fill: #56d364; } .yellow { fill: #e3b341; } .blue { fill: #79c0ff; } .purple { fill: #d2a8ff; } .cyan { fill: #56d4dd; }
}
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        printed = play(pathlib.Path(folder))
    (pathlib.Path(sys.argv[1]) / PICTURE).write_text(picture(list(lines(printed))), encoding="utf-8")
    return 0


def play(folder: pathlib.Path) -> str:
    """What the playbook prints, with its colours."""
    (folder / "rollout.yml").write_bytes(PLAYBOOK.read_bytes())
    with Simulator("trial", config_dir=folder, unsigned_launches=True) as simulator:
        environment = trial.write(simulator, folder)
        command = f"source {environment}; exec ansible-playbook rollout.yml"
        variables = {**os.environ, "ANSIBLE_FORCE_COLOR": "1", "ANSIBLE_NOCOWS": "1", "COLUMNS": str(COLUMNS)}
        variables |= {"ANSIBLE_LOCALHOST_WARNING": "0", "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0"}
        return subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout


def lines(printed: str) -> Iterator[str]:
    """What the picture shows: from the command to the message of the failure, without the place of the task and the whole result."""
    yield "$ ansible-playbook rollout.yml"
    for line in printed.splitlines():
        plain = COLOUR.sub("", line)
        if plain.startswith("Origin: "):
            return
        if len(plain) > COLUMNS:
            colour = COLOUR.match(line)
            before, after = (colour[0], "\x1b[0m") if colour else ("", "")
            yield from (f"{before}{part}{after}" for part in textwrap.wrap(plain, COLUMNS, subsequent_indent="  "))
        else:
            yield line


def picture(shown: list[str]) -> str:
    """The lines as an SVG file."""
    width, height = round(COLUMNS * WIDTH + 2 * MARGIN), len(shown) * HEIGHT + 2 * MARGIN
    body = "\n".join(
        text(line, MARGIN + (number + 1) * HEIGHT - 5) for number, line in enumerate(shown) if line.strip()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>{TITLE}</title>\n<style>{STYLE}</style>\n"
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>\n{body}\n</svg>\n'
    )


def text(line: str, y: int) -> str:
    """A line, each of its colours as a span."""
    spans, class_ = [], ""
    for number, part in enumerate(COLOUR.split(line)):
        if number % 2:
            class_ = CLASSES.get(part.split(";")[-1], "")
        elif part:
            escaped = html.escape(part, quote=False)
            spans.append(f'<tspan class="{class_}">{escaped}</tspan>' if class_ else escaped)
    return f'<text x="{MARGIN}" y="{y}" xml:space="preserve">{"".join(spans)}</text>'


if __name__ == "__main__":
    sys.exit(main())
