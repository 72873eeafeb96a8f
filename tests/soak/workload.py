# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of a soak: which are launched, how each is planned to end, and what a task is told to wait for it."""

from __future__ import annotations

import random
import time
from typing import Any, Callable, NamedTuple

from ansible_collections.longops.oracle.tests.simulator import Simulator

#: Families of OCI: with lists of whole compartments and without, and with words of their own for statuses.
FAMILIES = ("work_requests", "container_engine", "load_balancer", "object_storage", "devops", "blockchain")
#: GoldenGate's services, and the options that an entry for them needs.
SERVICES: dict[str, dict[str, str]] = {
    "Local/adminsrvr": {},
    "Local/distsrvr": {"deployment": "Local", "service": "distsrvr"},
    "Local/recvsrvr": {"deployment": "Local", "service": "recvsrvr"},
}
#: Types of resources, with the states in which they are at first, once they succeeded, and once they failed.
STATES = (
    ("mysql.db_system", "CREATING", "ACTIVE", "FAILED"),
    ("load_balancer.load_balancer", "CREATING", "ACTIVE", "FAILED"),
    ("container_engine.node_pool", "UPDATING", "ACTIVE", "FAILED"),
    ("core.boot_volume", "PROVISIONING", "AVAILABLE", "FAULTY"),
)
#: One that is deleted, and not found afterwards.
DELETED = ("core.volume", "TERMINATING", "TERMINATED")
#: The part of operations that are GoldenGate's, that are resources, of these those that are to be gone, and of all others those that fail.
GOLDENGATE, RESOURCES, GONE, FAILING = 0.3, 0.3, 0.25, 0.25
#: From when to when operations end, as parts of the time; the event source has to see what is to be gone before.
FIRST, LAST, FIRST_GONE = 0.05, 0.9, 0.75


class Planned(NamedTuple):
    """One operation: how it ends, and when, in seconds since the epoch. entry is for the option operations."""

    id: str
    outcome: str  # succeeded or failed
    ends: float
    entry: dict[str, Any]


def launch(sim: Simulator, count: int, seconds: float, chance: random.Random) -> list[Planned]:
    """Start so many operations, all of which end within so many seconds."""
    return [_chosen(chance)(sim, seconds, chance) for _number in range(count)]


def _chosen(chance: random.Random) -> Callable[[Simulator, float, random.Random], Planned]:
    number = chance.random()
    if number < GOLDENGATE:
        return _request
    return _resource if number < GOLDENGATE + RESOURCES else _work_request


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


def _resource(sim: Simulator, seconds: float, chance: random.Random) -> Planned:
    if chance.random() < GONE:
        title, before, after = DELETED
        duration = round(seconds * chance.uniform(FIRST_GONE, LAST), 2)
        made = sim.resource(title, before, then=after, after=duration, gone_after=0)
        entry = {"resource_id": made.id, "absent": True, "missing_ok": True}  # it may be gone before it can be read
        return Planned(made.id, "succeeded", time.time() + duration, entry)
    title, before, good, bad = chance.choice(STATES)
    outcome, duration = _outcome(chance), _duration(seconds, chance)
    after, said = (bad, "No cores are left.") if outcome == "failed" else (good, None)
    made = sim.resource(title, before, then=after, after=duration, details=said)
    return Planned(made.id, outcome, time.time() + duration, {"resource_id": made.id, "state": good})


def _outcome(chance: random.Random) -> str:
    return "failed" if chance.random() < FAILING else "succeeded"


def _duration(seconds: float, chance: random.Random) -> float:
    return round(seconds * chance.uniform(FIRST, LAST), 2)
