# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hostile server writes does not reach the terminal as it is: in lines, warnings, the report and failures, and no secret does."""

from __future__ import annotations

import pathlib
import re

from ansible_collections.longops.oracle.tests.hostile.echo import EchoServer
from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

HOSTILE = "\x1b]0;title\x07 \x9b2J \u202eesrever\u2066 \u2028\ufeff\x00\r\nFAKE: ok=1\n\rFAKE ok"
#: What a terminal obeys, except line ends and the tabs of JSON.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def test_nothing_that_a_server_writes_steers_a_terminal(sim: Simulator, tmp_path: pathlib.Path) -> None:
    for way in (True, False):
        folder = tmp_path / str(way)
        folder.mkdir()
        host = {"id": playing.long_id("clusters"), "longops_oracle_in_process": way}
        with EchoServer([HOSTILE]) as server:
            played = playing.play(
                folder,
                str(pathlib.Path(__file__).parent / "terminal.yml"),
                {"here": host},
                4,
                oci_url=server.url,
                oci_config=str(sim.config_file),
            )
        assert "esrever" in played.output
        assert "here | " in played.output  # lines were shown
        found = CONTROLS.search(played.output)
        assert not found, ascii(played.output[max(0, found.start() - 200) : found.end() + 50])
        assert not re.search(r"^\W*FAKE", re.sub(r"(?m)^    FAKE.*$", "", played.output), re.MULTILINE)
        assert server.sent
        for secret in server.sent:
            assert secret not in played.everything()
