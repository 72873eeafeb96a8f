# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How what a playbook prints becomes a picture. `make pictures` draws it from a real run."""

from __future__ import annotations

import pathlib
import xml.etree.ElementTree as ElementTree

from ansible_collections.longops.oracle.tests.tools import make_pictures

ROOT = pathlib.Path(__file__).parents[3]
RED = "\x1b[0;31m"
PRINTED = f"TASK [Wait] ***\n\x1b[0;32mok: [localhost]\x1b[0m\n{RED}[ERROR]: {'long ' * 40}\x1b[0m\n{RED}<no> & \x1b[0m\nOrigin: play.yml:1\nfatal: everything"


def test_the_lines_end_with_the_message_and_fit_the_terminal() -> None:
    shown = list(make_pictures.lines(PRINTED))
    plain = [make_pictures.COLOUR.sub("", line) for line in shown]
    assert plain[:3] == ["$ ansible-playbook rollout.yml", "TASK [Wait] ***", "ok: [localhost]"]
    assert max(map(len, plain)) <= make_pictures.COLUMNS
    assert sum(line.startswith(RED) for line in shown) == 3
    assert "fatal" not in "".join(plain)


def test_the_picture_has_every_line_in_its_colour() -> None:
    drawn = ElementTree.fromstring(make_pictures.picture(list(make_pictures.lines(PRINTED))))
    texts = ["".join(text.itertext()) for text in drawn.iterfind(".//{*}text")]
    assert texts[-1] == "<no> & "
    classes = [span.get("class") for span in drawn.iterfind(".//{*}tspan")]
    assert classes == ["green", "red", "red", "red"]


def test_the_picture_in_the_project_shows_a_wait_and_its_failure() -> None:
    text = (ROOT / make_pictures.PICTURE).read_text(encoding="utf-8")
    drawn = "\n".join("".join(line.itertext()) for line in ElementTree.fromstring(text).iterfind(".//{*}text"))
    for words in (
        "TASK [Wait for both]",
        "localhost | Create Instance Pool",
        "SUCCEEDED [##########] 100 %",
        "PatchNotApplied: ",
    ):
        assert words in drawn
