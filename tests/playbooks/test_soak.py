# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small soak: forty operations in one task, then under event sources, with faults all the time, lose nothing and leave nothing behind.

`make soak` runs a large one.
"""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.longops.oracle.tests.soak.engines import Soak


@pytest.mark.parametrize("engine", ["one task", "event sources"])
def test_no_operation_is_lost_or_wrong(tmp_path: pathlib.Path, engine: str) -> None:
    figures = Soak(engine, operations=40, seconds=10, seed=20, folder=tmp_path).run(print)
    assert figures["faults"] > 10
    assert (figures["lost"], figures["wrong"]) == ([], [])
    if engine == "event sources":  # those that watch ids end by themselves, that of GoldenGate's lists does not
        assert figures["ends"] == 40
        assert 1 <= figures["held"]["end"]["processes"] <= 3
    else:
        assert figures["level"], figures["held"]
