# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits that tests make reports of: one operation, eight with every outcome, and thousands."""

from __future__ import annotations

import functools
import random
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import FaultKind, OperationKind, State
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.kind import KIND as GOLDENGATE
from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND as OCI
from ansible_collections.longops.oracle.plugins.module_utils._report.axis import utc
from ansible_collections.longops.oracle.plugins.module_utils._report.content import Content, content
from ansible_collections.longops.oracle.plugins.module_utils._report.timeline import Timeline
from ansible_collections.longops.oracle.plugins.module_utils._resources.kind import KIND as RESOURCE

#: 2026-11-30 09:00:00 UTC
BEGAN = 1796029200.0
OPC = "3A73312CAEE93B91B78DD914232ECD22/03976E519F92ACF780F34EE6D9E0611D/89D1B4E0E6C6C9AE9AD63A2B0B6C2F11"
STATES = {
    "ACCEPTED": State.PENDING,
    "IN_PROGRESS": State.PENDING,
    "NEEDS_ATTENTION": State.ATTENTION,
    "SUCCEEDED": State.SUCCEEDED,
    "FAILED": State.FAILED,
    "CANCELING": State.PENDING,
    "CANCELED": State.CANCELED,
}


def ocid(kind: str, number: int = 0) -> str:
    start = f"ocid1.{kind}.oc1.iad."
    return start + f"{number:04x}" + "abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid"[: 60 - 4]


def written(time: Optional[float]) -> Optional[str]:
    """A time as services write it."""
    return None if time is None else utc(time)[:-4].replace(" ", "T") + "Z"


def entry(id_: Optional[str], status: Optional[str], percent: Optional[float] = None, **others: Any) -> dict[str, Any]:
    """An entry of work_requests, as modules return it. Times are seconds since 1970."""
    times = {key: written(others.pop(key, None)) for key in ("time_accepted", "time_started", "time_finished")}
    return {
        "id": id_,
        "service": "work_requests",
        "operation_type": "Launch Instance",
        "status": status,
        "state": STATES.get(status or ""),
        "percent_complete": percent,
        "compartment_id": "ocid1.compartment.oc1..aaaaaaaaexampleqdw3x5l7q2zk4m6tbn8vhy2rja3pxs5d2gq4examplecompart7zqsaq",
        "resources": [],
        "errors": None,
        "logs": None,
        "explanation": None,
        "answer": None,
        "retry_after": None,
        "opc_request_id": OPC,
        "fault": None,
        **times,
        **others,
    }


def request(id_: str, progress: str, **others: Any) -> dict[str, Any]:
    """An entry of requests."""
    states = {"pending": State.PENDING, "processing": State.PENDING, "succeeded": State.SUCCEEDED}
    return {
        "id": id_,
        "service": "adminsrvr",
        "call": "https://goldengate.example.com:9012/services/v2/extracts/SALES",
        "progress": progress,
        "state": states.get(progress, State.FAILED),
        "completed": progress in ("succeeded", "failed"),
        "request_status": None,
        "start_time": None,
        "end_time": None,
        "result": None,
        "messages": [],
        "errors": None,
        "explanation": None,
        "answer": None,
        "retry_after": None,
        "fault": None,
        **others,
    }


def resource(id_: str, status: str, state: str = State.PENDING, **others: Any) -> dict[str, Any]:
    """An entry of resources."""
    return {
        **entry(id_, status, state=state),
        "resource_id": id_.rpartition("/")[2],
        "service": "core",
        "resource_type": "instance",
        "operation_type": "instance to STOPPED",
        "display_name": "web-1",
        "goal": ["STOPPED"],
        "absent": False,
        "work_request": None,
        **others,
    }


def error(code: Optional[str], message: Optional[str], category: str = "unknown") -> dict[str, Any]:
    return {"code": code, "message": message, "timestamp": None, "category": category}


def log(message: str, time: Optional[float] = None) -> dict[str, Any]:
    return {"message": message, "timestamp": written(time)}


class Seen(NamedTuple):
    """What was seen of an operation, so many seconds after the begin of the wait."""

    after: float
    entry: Mapping[str, Any]
    outcome: str = "pending"


def outcome_of(found: Mapping[str, Any]) -> str:
    if (found["fault"] or {}).get("kind") == FaultKind.FATAL:
        return "failed"
    if found["state"] not in State.ENDED:
        return "pending"
    return "succeeded" if found["state"] == State.SUCCEEDED else "failed"


def waited(
    operations: Sequence[tuple[OperationKind, Sequence[tuple[float, Mapping[str, Any]]]]],
    lasted: float,
    skew: Optional[float] = 0.0,
    **result: Any,
) -> Content:
    """The report on a wait. Each operation has its kind, and what was seen so many seconds after the begin.

    Services' clocks are skew seconds ahead, or tell no time. With result=None it was interrupted.
    """
    timeline = Timeline()
    timeline.begin(BEGAN, [(kind, [seen[0][1]["id"]]) for kind, seen in operations])
    events = [
        (after, Key(group, seen[0][1]["id"]), kind, each)
        for group, (kind, seen) in enumerate(operations)
        for after, each in seen
    ]
    for after, key, kind, each in sorted(events, key=lambda event: event[0]):
        now = BEGAN + after
        timeline.take(key, {kind.event_key: each}, outcome_of(each), now, None if skew is None else now + skew)
    last = [(kind, seen[-1][1]) for kind, seen in operations]
    ids = {
        name: [each["id"] for _kind, each in last if outcome_of(each) == outcome]
        for name, outcome in (("succeeded", "succeeded"), ("unsuccessful", "failed"), ("pending", "pending"))
    }
    found: Optional[dict[str, Any]] = {
        **ids,
        "failed": bool(ids["unsuccessful"]),
        "timed_out": bool(ids["pending"]),
        "elapsed": lasted,
        "polls": len(events) * 3,
        "warnings": [],
        **result,
    }
    if result.get("result", ...) is None:
        found = None
    return content(timeline, found, BEGAN + lasted)


def one() -> Content:
    about = {
        "operation_type": "Patch DB System",
        "time_accepted": BEGAN - 2,
        "time_started": BEGAN + 18,
        "resources": [
            {
                "entity_type": "dbSystem",
                "action_type": "IN_PROGRESS",
                "identifier": ocid("dbsystem"),
                "entity_uri": None,
            }
        ],
    }
    id_ = ocid("coreservicesworkrequest", 1)
    seen = [(0.4, entry(id_, "ACCEPTED", 0.0, **about))]
    seen += [
        (20 + 30 * number, entry(id_, "IN_PROGRESS", percent, **about))
        for number, percent in enumerate((5.0, 5.0, 20.0, 20.0, 30.0, 35.0, 42.0))
    ]
    ended = entry(
        id_,
        "FAILED",
        42.0,
        **about,
        time_finished=BEGAN + 221,
        errors=[
            error("PrecheckFailed", "dbnode2: /u01 has 4.2 GB free, and the patch needs 15 GB.", "invalid"),
            error(
                "PatchNotApplied",
                "The patch was not applied. The DB system still runs the version that it ran before.\nRoll back took 12 s.",
            ),
        ],
        logs=[
            log("Accepted the request to patch the DB system", BEGAN - 2),
            log("Running the patch prechecks", BEGAN + 18),
            log("Prechecks passed on dbnode1", BEGAN + 80),
            log("Prechecks failed on dbnode2", BEGAN + 200),
            log("The DB system is available", BEGAN + 221),
        ],
    )
    return waited([(OCI, [*seen, (230, ended)])], 230.4)


def states() -> Content:
    """Resources with work requests beside them: what has no percentage, and no times of its own."""
    instance, gone, database = ocid("instance", 1), ocid("instance", 2), ocid("dbsystem", 3)
    addon = {
        "id_": f"{ocid('cluster')}/CertManager",
        "service": "container_engine",
        "operation_type": "addon to ACTIVE",
        "display_name": "CertManager",
        "goal": ["ACTIVE"],
    }
    to_be_gone = {"operation_type": "instance to be gone", "display_name": "web-2", "goal": ["absent"]}
    failing = {"service": "mysql", "operation_type": "db_system", "display_name": "sales", "goal": ["settled"]}
    failed = {
        **failing,
        "errors": [error("OutOfHostCapacity", "No host has room.", "capacity")],
        "explanation": "The shape is not available.",
        "work_request": {"id": ocid("mysqlworkrequest", 4)},
    }
    answered = "404 NotAuthorizedOrNotFound"
    work_request = {"operation_type": "NODEPOOL_CREATE", "time_accepted": BEGAN - 20, "time_started": BEGAN - 10}
    ended = {**work_request, "time_finished": BEGAN + 48}
    return waited(
        [
            (RESOURCE, [(0.3, resource(instance, "STOPPING")), (41, resource(instance, "STOPPED", State.SUCCEEDED))]),
            (
                RESOURCE,
                [
                    (0.3, resource(gone, "TERMINATING", **to_be_gone)),
                    (30, resource(gone, answered, State.SUCCEEDED, absent=True, **to_be_gone)),
                ],
            ),
            (
                RESOURCE,
                [
                    (0.4, resource(database, "UPDATING", **failing)),
                    (20, resource(database, "FAILED", State.FAILED, **failed)),
                ],
            ),
            (RESOURCE, [(0.4, resource(status="CREATING", **addon))]),
            (
                OCI,
                [
                    (0.4, entry(ocid("clustersworkrequest", 5), "IN_PROGRESS", 40.0, **work_request)),
                    (50, entry(ocid("clustersworkrequest", 5), "SUCCEEDED", 100.0, **ended)),
                ],
            ),
        ],
        60,
    )


def eight() -> Content:
    """Every outcome."""

    def steps(id_: str, ended: Optional[dict[str, Any]], percents: Sequence[float], until: float, **about: Any) -> Any:
        accepted, started = about["time_accepted"] - BEGAN, about["time_started"] - BEGAN
        seen = [(max(0.4, accepted + 1), entry(id_, "ACCEPTED", **about))]
        for number, percent in enumerate(percents):
            after = max(1.0, started) + (until - max(1.0, started)) * (number + 0.5) / len(percents)
            seen.append((after, entry(id_, "IN_PROGRESS", percent, **about)))
        return OCI, [*seen, *([(until + 6, {**seen[-1][1], **ended})] if ended else [])]

    def about(name: str, service: str, accepted: float, started: float) -> dict[str, Any]:
        return {
            "operation_type": name,
            "service": service,
            "time_accepted": BEGAN + accepted,
            "time_started": BEGAN + started,
        }

    def over(status: str, after: float, percent: Optional[float] = None, **others: Any) -> dict[str, Any]:
        return {
            "status": status,
            "state": STATES[status],
            "percent_complete": percent,
            "time_finished": written(BEGAN + after),
            **others,
        }

    unreadable = entry(ocid("clusterworkrequest", 7), None)
    unreadable["fault"] = {
        "kind": FaultKind.FATAL,
        "message": "403 NotAuthorizedOrNotFound: Authorization failed or requested resource not found."
        " (GET https://containerengine.us-ashburn-1.oraclecloud.com/20180222/workRequests/x). Check the policies of the user.",
        "http_status": 403,
        "code": "NotAuthorizedOrNotFound",
        "request_id": OPC,
        "retry_after": None,
        "category": "authorization",
    }
    attention_id = ocid("databasetoolsworkrequest", 6)
    told = about("UPDATE_DATABASE_TOOLS_CONNECTION", "database_tools", -30, -20)
    attention = [
        (0.5, entry(attention_id, "IN_PROGRESS", 10.0, **told)),
        (90, entry(attention_id, "IN_PROGRESS", 40.0, **told)),
        (
            260,
            entry(
                attention_id,
                "NEEDS_ATTENTION",
                40.0,
                explanation="The secret that holds the password cannot be read.",
                **told,
            ),
        ),
    ]
    gate = [
        (0.6, request("1734", "pending", start_time=written(BEGAN - 5))),
        (30, request("1734", "processing", start_time=written(BEGAN - 5))),
        (
            160,
            request(
                "1734",
                "failed",
                start_time=written(BEGAN - 5),
                end_time=written(BEGAN + 154),
                request_status=400,
                errors=[
                    error(
                        "OGG-08221",
                        "Extract SALES was not registered: the database answered ORA-01950.\n"
                        "Cause: The database refused the registration.\nAction: Grant what the database's error asks for.",
                        "invalid",
                    )
                ],
            ),
        ),
    ]
    return waited(
        [
            steps(
                ocid("coreservicesworkrequest", 1),
                over("SUCCEEDED", 402, 100.0),
                [5, 12, 22, 30, 41, 48, 60, 72, 85, 95],
                402,
                **about("Launch Instance Pool", "work_requests", -12, -8),
            ),
            steps(
                ocid("clustersworkrequest", 2),
                over("SUCCEEDED", 310),
                [],
                310,
                **about("NODEPOOL_CREATE", "container_engine", 4, 52),
            ),
            steps(
                ocid("coreservicesworkrequest", 3),
                over(
                    "FAILED",
                    268,
                    42.0,
                    errors=[
                        error("PrecheckFailed", "dbnode2: /u01 has 4.2 GB free, and the patch needs 15 GB.", "invalid"),
                        error("PatchNotApplied", "The DB system still runs the version that it ran before."),
                    ],
                    logs=[
                        log("Prechecks failed on dbnode2", BEGAN + 220),
                        log("The DB system is available", BEGAN + 268),
                    ],
                ),
                [5, 20, 30, 42],
                268,
                **about("Patch DB System", "work_requests", -20, 2),
            ),
            steps(
                ocid("nosqltableworkrequest", 4),
                over("CANCELED", 188),
                [25, 25],
                188,
                **about("UPDATE_TABLE", "nosql", 10, 14),
            ),
            steps(
                ocid("loadbalancerworkrequest", 5),
                over("SUCCEEDED", 96, 100.0),
                [],
                96,
                **about("CreateLoadBalancer", "load_balancer", -4, -2),
            ),
            (OCI, attention),
            (OCI, [(1.0, unreadable)]),
            (GOLDENGATE, gate),
            steps(
                ocid("coreservicesworkrequest", 9),
                None,
                [3, 9, 15],
                500,
                **about("Terminate Instance", "work_requests", -6, 20),
            ),
        ],
        600.2,
        warnings=["work request x: 3 polls failed and were retried, the last because of: 503 Service Unavailable."],
    )


@functools.lru_cache(maxsize=None)
def many(count: int, failed: float = 0.04, seed: int = 7) -> Content:
    """A great number of operations of a few sorts, of which so many failed, for a few reasons."""
    chance = random.Random(seed)  # always the same
    sorts = [
        ("Launch Instance", "work_requests", 90),
        ("NODEPOOL_CREATE", "container_engine", 300),
        ("Create Backup", "work_requests", 600),
        ("UPDATE_TABLE", "nosql", 40),
    ]
    reasons = [
        error("LimitExceeded", "The limit for this tenancy has been exceeded.", "limit"),
        error("OutOfHostCapacity", "Out of host capacity.", "capacity"),
        error("InternalError", "An internal error occurred.", "internal"),
    ]
    operations = []
    for number in range(count):
        name, service, length = chance.choices(sorts, (5, 2, 2, 1))[0]
        accepted = chance.uniform(-20, 900)
        started = accepted + chance.uniform(1, 40)
        finished = started + length * chance.lognormvariate(0, 0.4)
        told = {
            "operation_type": name,
            "service": service,
            "time_accepted": BEGAN + accepted,
            "time_started": BEGAN + started,
        }
        id_ = ocid("coreservicesworkrequest", number)
        seen = [
            (max(0.5, started + (finished - started) * part), entry(id_, "IN_PROGRESS", 100 * part, **told))
            for part in (0.1, 0.35, 0.6, 0.85)
        ]
        is_bad = chance.random() < failed
        ended = entry(
            id_,
            "FAILED" if is_bad else "SUCCEEDED",
            60.0 if is_bad else 100.0,
            time_finished=BEGAN + finished,
            errors=[chance.choice(reasons)] if is_bad else None,
            logs=[log("The last thing that was done", BEGAN + finished)] if is_bad else None,
            **told,
        )
        operations.append((OCI, [*seen, (finished + 3, ended)]))
    return waited(operations, max(seen[-1][0] for _kind, seen in operations) + 1)


def saying(text: str) -> Content:
    """A report in which a service says this text wherever it can say one; it begins with a letter, so that it is none but a text."""
    told = f"a{text}"
    fault = {"kind": FaultKind.TRANSIENT, "message": told, "request_id": told, "category": "unknown"}
    odd = {
        "operation_type": told,
        "service": told,
        "compartment_id": told,
        "opc_request_id": told,
        "explanation": told,
        "errors": [error(told, told), error(None, told)],
        "logs": [log(told), {"message": told, "timestamp": told}],
        "resources": [{"entity_type": told, "action_type": told, "identifier": told, "entity_uri": told}],
    }
    first = dict(entry(told, "IN_PROGRESS", 10.0, **odd), time_accepted=told, status=told)
    gate = dict(request("7", told, call=told, errors=[error(told, told)], explanation=told), start_time=told)
    operations: list[Any] = [
        (
            OCI,
            [(1.0, first), (2.0, dict(first, fault=fault)), (3.0, dict(first, state=State.FAILED, time_finished=told))],
        ),
        (OCI, [(1.0, dict(first, id=f"{told}2", state=State.SUCCEEDED, percent_complete=100.0))]),
        (GOLDENGATE, [(1.0, gate)]),
    ]
    found = waited(operations, 9, warnings=[told])
    return found._replace(message=[told])


def reasons_saying(text: str) -> Content:
    """The same for what failures have in common, and for operations that are shown together."""
    told = f"a{text}"
    bad = [
        (OCI, [(1.0, entry(ocid("workrequest", n), "FAILED", operation_type=told, errors=[error(told, told)]))])
        for n in range(5)
    ]
    good = [
        (OCI, [(1.0, entry(ocid("workrequest", 100 + n), "SUCCEEDED", operation_type=told, service=told))])
        for n in range(70)
    ]
    return waited([*bad, *good], 9)
