# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources as a group: what is remembered of them, and for how long."""

from __future__ import annotations

from typing import Any, Callable, Optional

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Category,
    Fault,
    FaultKind,
    Observation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._resources import parsing
from ansible_collections.longops.oracle.plugins.module_utils._resources.goal import Goal
from ansible_collections.longops.oracle.plugins.module_utils._resources.wait import ResourceGroup
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._resources.rows import ID, target

GONE = Fault(
    FaultKind.NOT_FOUND, "404 NotAuthorizedOrNotFound: no", 404, "NotAuthorizedOrNotFound", category=Category.NOT_FOUND
)
OF = target(Goal(absent=True))


class Client:
    """Answers polls one after the other, and does something else before the first answer."""

    def __init__(self, *states: Optional[str], meanwhile: Callable[[], Any] = int) -> None:
        self._states = list(states)
        self._meanwhile = meanwhile

    def poll(self, target: Any, deadline: float) -> Observation:
        self._meanwhile()
        self._meanwhile = int
        state = self._states.pop(0)
        if state is None:
            return Observation(ID, fault=GONE)
        return Observation(ID, parsing.operation(target, {"id": ID, "lifecycleState": state}))


def group(client: Client) -> ResourceGroup:
    return ResourceGroup(client, [OF], 1)  # type: ignore[arg-type]


def test_what_was_seen_is_remembered_from_poll_to_poll() -> None:
    resources = group(Client("TERMINATING", None))
    assert resources._poll(ID, 0.0).operation.state == State.PENDING  # type: ignore[union-attr]
    assert resources._poll(ID, 0.0).operation.state == State.SUCCEEDED  # type: ignore[union-attr]


def test_a_poll_that_ends_after_it_was_forgotten_leaves_nothing_behind() -> None:
    """Else the next time that it goes on its way begins with what was seen of the last one."""
    client = Client("TERMINATING", None)
    resources = group(client)
    client._meanwhile = lambda: resources.forget(ID)
    assert resources._poll(ID, 0.0).operation is not None
    resources.add(OF)
    assert resources._poll(ID, 0.0).fault is not None
