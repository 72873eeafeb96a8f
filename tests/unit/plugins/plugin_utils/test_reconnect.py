# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a wait whose connection was lost is run again, and what it may not change."""

from __future__ import annotations

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._goldengate.kind import KIND as REQUEST
from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND as WORK_REQUEST
from ansible_collections.longops.oracle.plugins.plugin_utils._events import Event
from ansible_collections.longops.oracle.plugins.plugin_utils._reconnect import Attempts, Known

KINDS = (WORK_REQUEST, REQUEST)


def event(state: str, kind: object = REQUEST, service: str = "Local/adminsrvr") -> Event:
    return Event(kind, {"id": "7", "service": service, "state": state}, 1.0, 2)  # type: ignore[arg-type]


def test_a_connection_that_has_held_for_long_is_made_again_at_once() -> None:
    now, pauses = [0.0], []
    attempts = Attempts(1000.0, lambda: now[0], pauses.append)
    for lasted in (5, 5, 5, 60, 5):
        now[0] += lasted
        attempts.next()
    assert pauses == [1, 2, 4, 1, 2]


def test_nothing_is_tried_after_the_deadline() -> None:
    now = [0.0]
    attempts = Attempts(10.0, lambda: now[0], lambda seconds: None)
    assert not attempts.are_over
    now[0] = 11.0
    assert attempts.are_over
    assert attempts.next() == 0.0


@pytest.mark.parametrize("later", ["pending", "succeeded", None])
def test_the_latest_is_known_unless_it_has_ended(later: str) -> None:
    known = Known()
    assert not known
    known.take([event("pending")])
    assert known.take([event("failed")])[0].entry["state"] == "failed"
    assert known.take([event(later)])[0].entry["state"] == "failed"


def test_equal_ids_of_two_services_or_kinds_are_two_operations() -> None:
    known = Known()
    assert (
        len(known.take([event("failed"), event("pending", service="Local/distsrvr"), event("pending", WORK_REQUEST)]))
        == 3
    )
    both = {
        "requests": [
            {"id": 7, "service": "Local/adminsrvr", "state": "failed"},
            {"id": "7", "service": "Local/distsrvr"},
        ]
    }
    assert known.denied_by(both, KINDS)
    assert not known.denied_by({**both, "work_requests": [{"id": "7", "service": "Local/adminsrvr"}]}, KINDS)
