# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections about soaks and interruptions: every figure of the results is in them, and sums are right."""

from __future__ import annotations

from typing import Any

from ansible_collections.longops.oracle.tests.soak import sections


def interruption(name: str, **more: Any) -> dict[str, Any]:
    left = {"processes": 0, "requests": 0, "canceled": 0, "files": 0, "resumed": True}
    return {"core": "2.19.1", "connection": "ssh_su", "interruption": name, **left, **more}


def test_interruptions_are_summed_up_by_kind_and_connection() -> None:
    found = [
        interruption("sigkill", processes=2),
        interruption("sigkill", core="2.21.0", connection="in_process"),
        interruption("ctrl_c", resumed=False),
    ]
    page = sections.interruptions(found)
    assert "ansible-core 2.19.1, 2.21.0," in page
    assert "| SIGKILL to the playbook | 2 | 2 | 0 | 0 | 0 | 2 |" in page
    assert "| ssh and su, with a terminal | 2 | 2 | 0 | 0 | 0 | 1 |" in page
    assert "| **all** | 3 | 2 | 0 | 0 | 0 | 2 |" in page


def test_a_soak_shows_what_was_lost_and_what_was_held() -> None:
    held = {at: {"threads": 45, "descriptors": 60, "mb": 1096.4} for at in ("start", "end")}
    engine = {"engine": "one task", "operations": 1000, "seconds": 71.5, "requests": 2410, "faults": 330, "held": held}
    page = sections.soak({"seed": 7, "engines": [{**engine, "lost": 0, "wrong": 1}]})
    assert 'make soak ARGS="--seed 7"' in page
    assert "| one task | 1,000 | 72 | 2,410 | 330 | 0 | 1 |" in page
    assert page.count("| 45 | 60 | 1,096 |") == 2
