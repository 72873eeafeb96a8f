# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A heart beats while something takes its time, and not a moment longer."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.longops.oracle.plugins.plugin_utils._heartbeat import beating


def test_it_beats_until_the_block_is_left() -> None:
    third = threading.Event()
    beats: list[int] = []

    def beat() -> None:
        beats.append(len(beats))
        if len(beats) == 3:
            third.set()

    before = threading.active_count()
    with beating(0.001, beat):
        assert third.wait(10)
    assert threading.active_count() == before


def test_it_stops_as_well_when_the_block_fails() -> None:
    before = threading.active_count()
    with pytest.raises(KeyError), beating(3600, lambda: None):
        raise KeyError("x")
    assert threading.active_count() == before


def test_what_is_quick_enough_has_no_beat() -> None:
    beats: list[int] = []
    with beating(3600, lambda: beats.append(1)):
        pass
    assert beats == []
