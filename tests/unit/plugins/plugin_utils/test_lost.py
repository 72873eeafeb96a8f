# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result that is made of the last observations, where a module could not return one."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import OperationKind
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.kind import KIND as GOLDENGATE
from ansible_collections.longops.oracle.plugins.module_utils._oci.kind import KIND as WORK_REQUEST
from ansible_collections.longops.oracle.plugins.module_utils._text.messages import FEW
from ansible_collections.longops.oracle.plugins.plugin_utils import _lost
from ansible_collections.longops.oracle.plugins.plugin_utils._events import Event

OCID = f"ocid1.clustersworkrequest.oc1.iad.{'abcdefgh' * 7}uniqueid"
KINDS = (WORK_REQUEST, GOLDENGATE)
NEXT = "The operations go on: run the task again to continue waiting."


def entry(key: str = OCID, state: Any = "pending", **more: Any) -> dict[str, Any]:
    status = state and state.upper()
    found = {"id": key, "service": "oke", "operation_type": "Create pool", "status": status, "state": state}
    return {**found, "percent_complete": None, "errors": None, "fault": None, **more}


def latest(*entries: dict[str, Any], kind: OperationKind = WORK_REQUEST, elapsed: float = 65.25) -> list[Event]:
    return [Event(kind, each, elapsed, 9) for each in entries]


def lost(events: list[Event], why: str = "gone", kinds: Any = KINDS, **asked: Any) -> dict[str, Any]:
    return _lost.result(why, events, kinds, asked)


def test_a_result_has_the_last_observation_and_all_keys_of_a_wait() -> None:
    assert lost(latest(entry(percent_complete=45.0)), "ssh: no route.\n", (WORK_REQUEST,)) == {
        "work_requests": [entry(percent_complete=45.0)],
        "succeeded": [],
        "unsuccessful": [],
        "pending": [OCID],
        "failure_categories": [],
        "resource_ids": [],
        "changed": False,
        "failed": True,
        "timed_out": False,
        "elapsed": 65.25,
        "polls": None,
        "msg": (f"ssh: no route. After 65 s, work request {OCID} (Create pool, oke) was PENDING at 45 %. {NEXT}"),
    }


def test_what_a_connection_says_is_one_printable_line() -> None:
    """The other host writes it, as ssh shows its banner."""
    assert lost(latest(entry()), "ssh: \x1b[2Jgone\x9b\r\nFAKE: ok\n")["msg"].startswith(
        "ssh: [2Jgone FAKE: ok. After 65 s, "
    )


def test_both_kinds_have_their_own_list() -> None:
    request = {"id": "42", "service": "Local", "progress": "processing", "state": "pending", "fault": None}
    found = lost([*latest(entry()), *latest(request, kind=GOLDENGATE, elapsed=66.0)])
    assert (found["work_requests"], found["requests"]) == ([entry()], [request])
    assert (found["pending"], found["elapsed"]) == ([OCID, "42"], 66.0)
    assert "After 66 s, GoldenGate request 42 (Local) was processing." in found["msg"]


def test_a_new_kind_needs_nothing_here() -> None:
    kind = OperationKind("job run", "job_runs", "job_run")
    found = lost(latest(entry(), kind=kind), kinds=(kind,))
    assert found["job_runs"] == [entry()]
    assert f"job run {OCID} (Create pool, oke) was PENDING." in found["msg"]


@pytest.mark.parametrize(
    ("observed", "outcome"),
    [
        ({"state": "succeeded"}, "succeeded"),
        ({"state": "failed"}, "unsuccessful"),
        ({"state": "canceled"}, "unsuccessful"),
        ({"state": "attention"}, "pending"),
        ({"state": "pending"}, "pending"),
        ({"state": "pending", "fault": {"kind": "transient", "message": "503"}}, "pending"),
        ({"state": None, "fault": {"kind": "not_found", "message": "404"}}, "pending"),
        ({"state": None, "fault": {"kind": "fatal", "message": "403", "category": "authorization"}}, "unsuccessful"),
    ],
)
def test_each_operation_is_in_the_list_of_its_outcome(observed: dict[str, Any], outcome: str) -> None:
    found = lost(latest(entry(**observed)))
    assert [name for name in ("succeeded", "unsuccessful", "pending") if found[name]] == [outcome]


def test_what_was_never_read_is_called_so() -> None:
    fault = {"kind": "transient", "message": "503"}
    found = lost(latest(entry(state=None, fault=fault)))
    assert f"work request {OCID} (Create pool, oke) was not read." in found["msg"]


def test_of_many_operations_the_message_names_a_few() -> None:
    found = lost(latest(*(entry(f"{OCID}{number}") for number in range(FEW + 3))))
    assert found["msg"].count("After 65 s") == FEW
    assert found["msg"].endswith(f"The result has the last observation of 3 more. {NEXT}")
    assert len(found["work_requests"]) == FEW + 3


@pytest.mark.parametrize(("on_attention", "outcome"), [("wait", "pending"), ("fail", "unsuccessful")])
def test_what_requires_attention_has_failed_where_the_task_says_so(on_attention: str, outcome: str) -> None:
    assert lost(latest(entry(state="attention")), on_attention=on_attention)[outcome] == [OCID]


def test_where_pending_operations_were_to_be_canceled_none_was() -> None:
    assert lost(latest(entry()), on_timeout="cancel")["canceling"] == []
    assert "canceling" not in lost(latest(entry()), on_timeout="report")


def test_what_a_server_sent_is_printable_in_the_message() -> None:
    found = lost(latest(entry(status="\x1b[31mred\r\n")))
    assert found["msg"].isprintable()
    assert found["work_requests"][0]["status"] == "\x1b[31mred\r\n"  # as it is in any result
