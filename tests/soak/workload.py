# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of a soak: which are launched, how each is planned to end, and what a task is told to wait for it."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from ansible_collections.longops.oracle.tests.simulator import Simulator

#: Families of OCI: with lists of whole compartments and without, and with words of their own for statuses.
FAMILIES = ("work_requests", "container_engine", "load_balancer", "object_storage", "devops", "blockchain")
#: GoldenGate's services, and the options that an entry for them needs.
SERVICES: dict[str, dict[str, str]] = {
    "Local/adminsrvr": {},
    "Local/distsrvr": {"deployment": "Local", "service": "distsrvr"},
    "Local/recvsrvr": {"deployment": "Local", "service": "recvsrvr"},
}
#: The part of operations that are GoldenGate's, and of all those that fail.
GOLDENGATE, FAILING = 0.3, 0.25
#: From when to when operations end, as parts of the time.
FIRST, LAST = 0.05, 0.9


class Planned(NamedTuple):
    """One operation: how it ends, and when, in seconds since the epoch. entry is for the option operations."""

    id: str
    outcome: str  # succeeded or failed
    ends: float
    entry: dict[str, Any]


def launch(sim: Simulator, count: int, seconds: float, chance: random.Random) -> list[Planned]:
    """Start so many operations, all of which end within so many seconds."""
    return [
        _request(sim, seconds, chance) if chance.random() < GOLDENGATE else _work_request(sim, seconds, chance)
        for _number in range(count)
    ]


def _work_request(sim: Simulator, seconds: float, chance: random.Random) -> Planned:
    family, outcome, duration = chance.choice(FAMILIES), _outcome(chance), _duration(seconds, chance)
    errors = [("QuotaExceeded", "No cores are left.")] if outcome == "failed" else []
    operation = sim.launch(family, seconds=duration, outcome=outcome, errors=errors)
    entry = {"work_request_id": operation.id, "service": family}
    return Planned(operation.id, outcome, operation.accepted + duration, entry)


def _request(sim: Simulator, seconds: float, chance: random.Random) -> Planned:
    service, outcome, duration = chance.choice(list(SERVICES)), _outcome(chance), _duration(seconds, chance)
    messages = [["OGG-00664", "OCI Error ORA-12541: no listener."]] if outcome == "failed" else []
    request = sim.goldengate.launch(service, seconds=duration, outcome=outcome, messages=messages)
    options = {"options": SERVICES[service]} if SERVICES[service] else {}
    entry = {"request_id": request.id, **options}
    return Planned(str(request.id), outcome, request.accepted + duration, entry)


def _outcome(chance: random.Random) -> str:
    return "failed" if chance.random() < FAILING else "succeeded"


def _duration(seconds: float, chance: random.Random) -> float:
    return round(seconds * chance.uniform(FIRST, LAST), 2)
